"""Arguments of calls from JS, whose last argument may be an object of named arguments."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from math import inf
from typing import Any

from weex_runtime.errors import WeexError
from weex_runtime.js_tests.exposed_api import unknown
from weex_runtime.loop.timeouts import milliseconds_meant
from weex_runtime.naming import camel_case, snake_case
from weex_runtime.naming import value as show_value

UNDEFINED: Any = type("Undefined", (), {"__repr__": lambda self: "undefined"})()


def bind_arguments(
    function: Callable[..., Any], call: str, args: Sequence[Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Split the arguments of a call from JS into positional and named arguments.

    An object as the last argument contains named arguments, unless the parameter at this position
    takes an object.

    Args:
        call: The name of the call in messages, like "locator.click".

    Raises:
        WeexError: The function does not take the arguments.
    """
    signature = inspect.signature(function)
    given = list(args)
    while given and given[-1] is UNDEFINED:
        given.pop()
    given = [None if value is UNDEFINED else value for value in given]
    named = _named(signature, given, call)
    try:
        taken = signature.bind(*given, **named)
    except TypeError as error:
        raise WeexError(f"{call}: {error}; expected ({_shown(signature)})") from None
    for name, value in taken.arguments.items():
        if value is not None and "Timeout" in str(signature.parameters[name].annotation):
            check_seconds(call, name, value)
    return taken.args, taken.kwargs


def check_seconds(call: str, name: str, value: object) -> None:
    """Check that an argument in JS is a number of seconds.

    Args:
        call, name: The names of the function and of its argument, for messages.

    Raises:
        WeexError: The value is not a number, or is negative, or is so large that it is probably in
            milliseconds.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < inf:
        raise WeexError(
            f"{call}: {name}: expected a number of seconds, 0 or more, got {show_value(value)}"
        )
    if mistake := milliseconds_meant(name, value):
        raise WeexError(f"{call}: {mistake}")


def _named(signature: inspect.Signature, given: list[Any], call: str) -> dict[str, Any]:
    """Remove and return the object of named arguments at the end of the arguments."""
    if not (given and isinstance(given[-1], dict)):
        return {}
    parameters = list(signature.parameters.values())
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return dict(given.pop())
    places = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    place = len(given) - 1
    here = places[place] if place < len(places) else None
    if here is None and any(p.kind is p.VAR_POSITIONAL for p in parameters):
        return {}
    taken = {parameter.name for parameter in places[:place]}
    known = [p.name for p in parameters if p.kind is not p.VAR_POSITIONAL and p.name not in taken]
    options = {snake_case(name): value for name, value in given[-1].items()}
    if here is not None:
        if here.default is here.empty:
            return {}
        if "Mapping" in str(here.annotation) or "JSON" in str(here.annotation):
            if here.name == "data":  # the parameter `data` takes any object
                known.remove(here.name)
            if not options or not set(options) <= set(known):
                return {}
    for name in options:
        if name not in known:
            js_names = [camel_case(other) for other in known]
            raise WeexError(unknown(call, camel_case(name), js_names, "option "))
    given.pop()
    return {name: value for name, value in options.items() if value is not UNDEFINED}


def _shown(signature: inspect.Signature) -> str:
    """Return a function's parameters as they are written in a call in JS: `text, {timeout}`."""
    parameters = list(signature.parameters.values())
    places = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    required = [p.name for p in parameters if p.name in places and p.default is p.empty]
    rest = [f"...{p.name}" for p in parameters if p.kind is p.VAR_POSITIONAL]
    by_name = [p.name for p in parameters if p.kind is p.KEYWORD_ONLY]
    options = [camel_case(name) for name in (*places, *by_name) if name not in required]
    shown = [*map(camel_case, required), *rest]
    return ", ".join([*shown, f"{{{', '.join(options)}}}"] if options else shown)
