"""JS arguments become what a module method's type hints say, as Android's SDK converts them.

Source: spec/authoring.md, "Argument conversion" (NativeInvokeHelper, WXReflectionUtils).
"""

import functools
import json
import re
import types
import typing
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Union

from weex_runtime.errors import ArgumentMismatch
from weex_runtime.module import Callback, Export
from weex_runtime.values import JSONValue, to_text

if TYPE_CHECKING:
    from weex_runtime.page import Page

_NUMBER = r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(?:px|wx)?\s*"
_REQUIRED = object()


class Parameter(NamedTuple):
    """One parameter of an exported method.

    Attributes:
        kind: str, int, float, bool, dict, list, Callback; object takes anything as it comes.
        default: What a missing argument becomes.
        optional: The hint allows None, so undefined and null become None.
    """

    name: str
    kind: Any
    default: Any
    optional: bool


class Signature(NamedTuple):
    """The parameters of an exported method without `self`; `variadic` takes all that is left."""

    parameters: tuple[Parameter, ...]
    variadic: bool


@functools.cache
def signature_of(function: Callable[..., Any]) -> Signature:
    """Read a method's parameters and type hints."""
    code = function.__code__
    names = code.co_varnames[1 : code.co_argcount]
    hints = typing.get_type_hints(function)
    given = function.__defaults__ or ()
    defaults = (_REQUIRED,) * (len(names) - len(given)) + given
    return Signature(
        tuple(
            _parameter(name, hints.get(name, object), default)
            for name, default in zip(names, defaults, strict=True)
        ),
        bool(code.co_flags & 0x04),  # CO_VARARGS
    )


def convert(page: "Page", module: str, export: Export, args: Sequence[JSONValue]) -> list[Any]:
    """The arguments for the method; surplus ones are dropped, as on a device.

    Raises:
        ArgumentMismatch: A value does not fit, or a required number or boolean is missing.
    """
    parameters, variadic = signature_of(export.function)
    origin = f"{module}.{export.js_name}"
    converted: list[Any] = []
    for position, parameter in enumerate(parameters):
        if position < len(args):
            converted.append(_convert_one(page, origin, parameter, args[position]))
        elif parameter.default is not _REQUIRED:
            converted.append(parameter.default)
        elif parameter.kind is Callback and not parameter.optional:
            converted.append(Callback(page, "", origin))
        elif parameter.kind in (int, float, bool) and not parameter.optional:
            raise ArgumentMismatch(
                f"{origin}: parameter {parameter.name!r} needs {_name(parameter)}, got nothing"
            )
        else:
            converted.append(None)
    if variadic:
        converted.extend(args[len(parameters) :])
    return converted


def _parameter(name: str, hint: Any, default: Any) -> Parameter:
    optional = hint is type(None)
    if typing.get_origin(hint) in (Union, types.UnionType):
        members = [m for m in typing.get_args(hint) if m is not type(None)]
        optional = len(members) < len(typing.get_args(hint))
        hint = members[0] if len(members) == 1 else object
    kind = typing.get_origin(hint) or hint
    if kind is typing.Literal:
        kind = str
    if typing.is_typeddict(kind):
        kind = dict
    known = (str, int, float, bool, dict, list, Callback)
    return Parameter(name, kind if kind in known else object, default, optional)


def _convert_one(page: "Page", origin: str, parameter: Parameter, value: JSONValue) -> Any:
    kind = parameter.kind
    # JS sends '' for undefined and null.
    if value is None or (value == "" and kind is not str):
        if parameter.optional:
            return None
        if parameter.default is not _REQUIRED:
            return parameter.default
    if kind is object:
        return value
    if kind is Callback:
        if isinstance(value, str):
            return Callback(page, value, origin)
    elif kind is str:
        return value if isinstance(value, str) else to_text(value)
    elif kind is bool:
        if isinstance(value, bool):
            return value
        if value in ("true", "false"):
            return value == "true"
    elif kind in (int, float):
        return _number(kind, value)
    else:
        return _container(kind, value)
    got = to_text(value)[:80]
    raise ArgumentMismatch(
        f"{origin}: parameter {parameter.name!r} needs {_name(parameter)}, got {got}"
    )


def _number(kind: type[int] | type[float], value: JSONValue) -> int | float:
    if isinstance(value, (int, float)):
        return kind(value)
    match = re.fullmatch(_NUMBER, value) if isinstance(value, str) else None
    if match:
        number = float(match.group(1))
        if kind is float or abs(number) != float("inf"):
            return kind(number)
    return 0 if kind is int else float("nan")


def _container(kind: type, value: JSONValue) -> Any:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    return value if isinstance(value, kind) else None


def _name(parameter: Parameter) -> str:
    return {Callback: "a function", bool: "a boolean"}.get(parameter.kind, "a number")
