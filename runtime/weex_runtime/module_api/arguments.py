"""Convert the arguments of a JS call by the type hints of the method, as Android's SDK does.

Source: spec/authoring.md, "Argument conversion" (NativeInvokeHelper, WXReflectionUtils).
"""

import functools
import re
import types
import typing
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Union

from weex_runtime.errors import ArgumentMismatch
from weex_runtime.json_values import JSONValue, parse, to_text
from weex_runtime.module_api.exports import Export
from weex_runtime.module_api.module import Callback

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance

# Matching this pattern takes a time linear in the length of the text.
_NUMBER = r"\s*([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)\s*(?:(?:px|wx)\s*)?"
REQUIRED = object()  # marks a parameter that has no default
_NAMES = {
    Callback: "a function",
    bool: "a boolean",
    str: "text",
    int: "a number",
    float: "a number",
    dict: "an object",
    list: "an array",
}


class Parameter(NamedTuple):
    """One parameter of an exported method.

    Attributes:
        kind: str, int, float, bool, dict, list or Callback; object for a parameter that takes any
            value unconverted.
        default: The value of a missing argument; `REQUIRED` for none.
        optional: Whether the hint allows None, so that undefined and null become None.
        callback: The class of the argument for a function of the bundle: `Callback` or
            `KeepAliveCallback`.
    """

    name: str
    kind: Any
    default: Any
    optional: bool
    callback: type[Callback] = Callback


class Signature(NamedTuple):
    """The parameters of an exported method without `self`.

    Attributes:
        variadic: The name of the parameter `*rest`; "" for none.
    """

    parameters: tuple[Parameter, ...]
    variadic: str


@functools.cache
def signature_of(function: Callable[..., Any]) -> Signature:
    """Read a method's parameters and type hints, once for each method."""
    code = function.__code__
    names = code.co_varnames[1 : code.co_argcount]
    hints = typing.get_type_hints(function)
    given = function.__defaults__ or ()
    defaults = (REQUIRED,) * (len(names) - len(given)) + given
    parameters = tuple(
        _parameter(name, hints.get(name, object), default)
        for name, default in zip(names, defaults, strict=True)
    )
    has_rest = code.co_flags & 0x04  # 0x04 is CO_VARARGS: the function has a parameter `*rest`
    rest = code.co_varnames[code.co_argcount + code.co_kwonlyargcount] if has_rest else ""
    return Signature(parameters, rest)


def convert(page: "Instance", origin: str, export: Export, args: Sequence[JSONValue]) -> list[Any]:
    """Convert the arguments of a call.

    The page's console shows a warning if devices lose information when they convert the argument,
    and if Android and iOS convert the argument differently. `Runtime(strict=True)` refuses such
    calls.

    Args:
        origin: The method's name for messages, like "storage.setItem".

    Raises:
        ArgumentMismatch: A value does not fit, or a required number or boolean is missing.
    """
    parameters, variadic = signature_of(export.function)
    converted: list[Any] = []
    for position, parameter in enumerate(parameters):
        if position < len(args):
            value = args[position]
            if type(value) is not parameter.kind:
                value = _convert_one(page, origin, parameter, value)
            converted.append(value)
        elif parameter.default is not REQUIRED:
            converted.append(parameter.default)
        elif parameter.kind is Callback and not parameter.optional:
            converted.append(parameter.callback(page, "", origin))
        elif _needs_value(page, parameter):
            raise ArgumentMismatch(
                f"{origin}: parameter {parameter.name!r} needs {_NAMES[parameter.kind]}, "
                "got nothing; pass it, or give the parameter a default"
            )
        else:
            converted.append(None)
    if variadic:
        converted.extend(args[len(parameters) :])
    elif len(args) > len(parameters) and page.runtime.strict:
        raise ArgumentMismatch(
            f"{origin}: expected {len(parameters)} arguments, got {len(args)}; devices drop the "
            "extra arguments"
        )
    return converted


def _needs_value(page: "Instance", parameter: Parameter) -> bool:
    """Return whether a call without an argument for this parameter is refused. Android refuses a
    call only if the missing argument is a number or a boolean.
    """
    if parameter.optional or parameter.kind is object:
        return False
    return parameter.kind in (int, float, bool) or page.runtime.strict


def _parameter(name: str, hint: Any, default: Any) -> Parameter:
    optional = hint is type(None)
    if typing.get_origin(hint) in (Union, types.UnionType):
        members = [m for m in typing.get_args(hint) if m is not type(None)]
        optional = len(members) < len(typing.get_args(hint))
        hint = members[0] if len(members) == 1 else object
    kind = typing.get_origin(hint) or hint
    if kind is typing.Literal:
        types_of_values = {type(value) for value in typing.get_args(hint)}
        kind = types_of_values.pop() if len(types_of_values) == 1 else object
    if typing.is_typeddict(kind):
        kind = dict
    if isinstance(kind, type) and issubclass(kind, Callback):
        return Parameter(name, Callback, default, optional, kind)
    known = (str, int, float, bool, dict, list)
    return Parameter(name, kind if kind in known else object, default, optional)


def _convert_one(page: "Instance", origin: str, parameter: Parameter, value: JSONValue) -> Any:
    kind = parameter.kind
    # In a call to native, JS passes '' in place of undefined and null.
    if value is None or (value == "" and kind is not str):
        if parameter.optional:
            return None
        if parameter.default is not REQUIRED:
            return parameter.default
    if kind is object:
        return value
    if kind is Callback:
        if isinstance(value, str):
            return parameter.callback(page, value, origin)
    elif kind is bool:
        if isinstance(value, bool):
            return value
        if value in ("true", "false"):
            return value == "true"
    else:
        return _device_way(page, origin, parameter, value)
    raise ArgumentMismatch(_mismatch(origin, parameter, value))


def _device_way(page: "Instance", origin: str, parameter: Parameter, value: JSONValue) -> Any:
    """Convert a value as Android's SDK does. Warn if the conversion loses information."""
    kind = parameter.kind
    if kind is str:
        if isinstance(value, str):
            return value
        converted: Any = to_text(value)
        lost = "Android converts it to text, iOS does not"
    elif kind in (int, float):
        number = _number(value)
        converted = kind(number or 0) if number is not None or kind is int else float("nan")
        if number is not None and not isinstance(value, bool):
            return converted
        lost = f"devices convert the value to {'0 or NaN' if number is None else converted}"
    else:
        converted = _container(kind, value)
        if converted is not None or value in ("", None) and not _needs_value(page, parameter):
            return converted
        lost = "Android converts it to null"
    problem = _mismatch(origin, parameter, value)
    if page.runtime.strict:
        raise ArgumentMismatch(problem)
    page.warn_once(f"{origin} {parameter.name}", f"{problem}; {lost}")
    return converted


def _number(value: JSONValue) -> float | None:
    """Return a number, or the number in a string; None for other values."""
    if isinstance(value, (int, float)):
        return value
    match = re.fullmatch(_NUMBER, value) if isinstance(value, str) else None
    number = float(match.group(1)) if match else float("inf")
    return number if abs(number) != float("inf") else None


def _container(kind: type, value: JSONValue) -> Any:
    if isinstance(value, str):
        try:
            value = parse(value)
        except ValueError:
            return None
    return value if isinstance(value, kind) else None


def _mismatch(origin: str, parameter: Parameter, value: JSONValue) -> str:
    got = to_text(value)[:80]
    return f"{origin}: parameter {parameter.name!r} needs {_NAMES[parameter.kind]}, got {got}"
