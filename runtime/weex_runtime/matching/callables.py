"""Argument checks of functions that a test passes as handlers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from weex_runtime.errors import WeexError

F = TypeVar("F", bound=Callable[..., object])


def require_handler(handler: F, *arguments: str, hint: str = "") -> F:
    """Return a handler that the loop can call.

    Args:
        arguments: Its positional arguments, like "the route", for the message; none: any.
        hint: Advice for a handler with other arguments.

    Raises:
        WeexError: It is not callable, is async, or takes other arguments.
    """
    import inspect

    if not callable(handler):
        raise WeexError(f"expected a function as handler, got {handler!r}")
    if inspect.iscoroutinefunction(handler):
        raise WeexError(
            f"expected a plain function as handler, got the async {handler!r}: the loop does not "
            "await handlers"
        )
    if not arguments:
        return handler
    try:
        signature = inspect.signature(handler)
    except ValueError:  # a function of C without a signature
        return handler
    try:
        signature.bind(*arguments)
    except TypeError:
        raise WeexError(
            f"expected a handler that takes {' and '.join(arguments)}, got {signature}"
            + (f"; {hint}" if hint else "")
        ) from None
    return handler
