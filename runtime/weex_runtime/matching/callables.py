"""Check the parameters of functions that a test passes as handlers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from weex_runtime.errors import WeexError

F = TypeVar("F", bound=Callable[..., object])


def require_handler(handler: F, *arguments: str, hint: str = "") -> F:
    """Check that the loop can call a handler, and return the handler.

    Args:
        arguments: The positional arguments of a call, like "the route", for the message; empty: any
            arguments.
        hint: Advice for a handler with other arguments.

    Raises:
        WeexError: The handler is not callable, is async, or takes other arguments.
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
    expected = f"expected a handler that takes {' and '.join(arguments)}, got"
    advice = f"; {hint}" if hint else ""
    # JS calls a function with any arguments; missing ones are undefined.
    if (count := getattr(handler, "js_length", 0)) > len(arguments):
        raise WeexError(f"{expected} one with {count} parameters{advice}")
    try:
        signature = inspect.signature(handler)
    except ValueError:  # a function written in C has no signature to check
        return handler
    try:
        signature.bind(*arguments)
    except TypeError:
        raise WeexError(f"{expected} {signature}{advice}") from None
    return handler
