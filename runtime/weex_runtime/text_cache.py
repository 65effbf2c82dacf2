"""Cache the results of functions that take a string. The size of a cache is limited, since a bundle
can pass any number of long strings.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")


def text_cache(
    maxsize: int, characters: int = 1 << 20
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Return a decorator like `lru_cache`, for functions whose first argument is a string.

    Args:
        maxsize: Maximum number of cached results.
        characters: Maximum number of characters of the cached strings together. Beyond the maximum
            the cache is emptied.
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        held = 0

        def missed(*args: P.args, **kwargs: P.kwargs) -> T:
            nonlocal held
            held += len(cast(str, args[0]))
            if held > characters:
                cached.cache_clear()
                held = 0
            return function(*args, **kwargs)

        cached = lru_cache(maxsize)(missed)
        return cast(Callable[P, T], cached)

    return decorate
