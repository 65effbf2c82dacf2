"""Check functions of a test before the loop calls them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from weex_runtime.errors import WeexError

F = TypeVar("F", bound=Callable[..., object])


def require_function(handler: F) -> F:
    """Return a handler that the loop can call.

    Raises:
        WeexError: The handler is not callable, or is async.
    """
    import inspect

    if not callable(handler):
        raise WeexError(f"expected a function as handler, got {handler!r}")
    if inspect.iscoroutinefunction(handler):
        raise WeexError(
            f"expected a plain function as handler, got the async one {handler!r}; the loop does "
            "not await handlers: write `def`"
        )
    return handler


def require_one_argument(handler: Callable[..., object], argument: str, more: str = "") -> None:
    """Refuse a handler that cannot be called with one argument.

    Args:
        argument: Describes the argument in the message, like "the route".
        more: End of the message.

    Raises:
        WeexError: The handler takes no argument, or needs others.
    """
    import inspect

    try:
        signature = inspect.signature(handler)
    except ValueError:  # a function in C
        return
    try:
        signature.bind(None)
    except TypeError:
        raise WeexError(
            f"expected a handler of one argument, {argument}, got one that takes {signature}{more}"
        ) from None
