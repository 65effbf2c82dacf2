"""Cache results of functions of texts, of which a bundle may make any number in any length."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")


def text_cache(
    maxsize: int, characters: int = 1 << 20
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Decorate a function whose first argument is a text, like `lru_cache`.

    Args:
        maxsize: Maximum of results.
        characters: Forget all results after this number of characters in texts.
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
