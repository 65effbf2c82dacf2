"""A model of type hints, which signatures.py and typescript.py write in other languages."""

from __future__ import annotations

import collections.abc
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, Union

from weex_runtime.module_api.module import Callback, KeepAliveCallback
from weex_runtime.module_docs import docstrings

Plain: TypeAlias = Literal["any", "null", "text", "integer", "number", "boolean"]
Kind: TypeAlias = Literal[Plain, "list", "map", "record", "literal", "union", "callback", "foreign"]

PLAIN: dict[Any, Plain] = {
    str: "text",
    int: "integer",
    float: "number",
    bool: "boolean",
    type(None): "null",
    None: "null",
    Any: "any",
    object: "any",
}
_LISTS = (list, tuple, collections.abc.Sequence)
_MAPS = (dict, collections.abc.Mapping)


@dataclass(frozen=True)
class Type:
    """A type of JSON values, a callback, or a Python type that JSON does not have ("foreign").

    Attributes:
        parts: (item type,) of a list, (value type,) of a map, (argument type,) of a callback, or
            the member types of a union.
        name: The name of a record, callback class or foreign type.
        values: A literal's values.
        is_kept: Whether a module may call the callback many times (keep-alive).
    """

    kind: Kind
    parts: tuple[Type, ...] = ()
    name: str = ""
    values: tuple[str | int | bool, ...] = ()
    is_kept: bool = False


@dataclass(frozen=True)
class Field:
    """A key of a record, a parameter of a method, or an attribute of a component.

    Attributes:
        name: The name. Names of parameters and attributes are in camelCase, as in JS, Java and
            Objective-C: `atMs` for `at_ms`. Templates may write attributes with hyphens.
        type: The type. The type of a parameter does not include null, since `optional` does.
        text: The description in the docstring.
        optional: Whether an object may lack the key, or a call may omit the argument or pass null.
        variadic: Whether the parameter gets all remaining arguments.
        default: The default value in Python; None also means that there is no default.
    """

    name: str
    type: Type
    text: str
    optional: bool = False
    variadic: bool = False
    default: Any = None


@dataclass
class Record:
    """A TypedDict: an object with known keys."""

    name: str
    summary: str
    fields: list[Field] = field(default_factory=list)


ANY = Type("any")
NULL = Type("null")


class Hints:
    """Converts type hints to `Type` and `Record` objects, from which the documentation is written.

    Attributes:
        records: The TypedDicts in the converted type hints, in the order of conversion.
    """

    def __init__(self) -> None:
        self.records: list[Record] = []
        self._names: dict[Any, str] = {}

    def read(self, hint: Any) -> Type:
        """Convert a resolved type hint to a `Type`. The hint may be `Annotated`."""
        if isinstance(hint, (str, typing.ForwardRef)):
            return ANY  # the type `JSONValue` contains itself as a ForwardRef or text
        origin, args = typing.get_origin(hint) or hint, typing.get_args(hint)
        if origin is typing.Annotated:
            type_ = self.read(args[0])
            if type_.kind != "callback":
                return type_
            return Type("callback", (self.read(args[1]),), type_.name, is_kept=type_.is_kept)
        if origin in (Union, types.UnionType):
            return self._union(args)
        if origin is Literal and all(isinstance(value, (str, int)) for value in args):
            return Type("literal", values=args)
        if origin in _LISTS:
            items = tuple(arg for arg in args if arg is not ...)
            return Type("list", (self._union(items) if items else ANY,))
        if origin in _MAPS and (not args or args[0] in (str, Any)):
            return Type("map", (self.read(args[1]) if args else ANY,))
        if typing.is_typeddict(hint):
            return Type("record", name=self._record(hint))
        if isinstance(hint, type) and issubclass(hint, Callback):
            is_kept = issubclass(hint, KeepAliveCallback)
            return Type("callback", (ANY,), hint.__name__, is_kept=is_kept)
        if isinstance(hint, collections.abc.Hashable) and hint in PLAIN:
            return Type(PLAIN[hint])
        is_plain_class = isinstance(hint, type) and not args
        return Type("foreign", name=hint.__qualname__ if is_plain_class else str(hint))

    def _union(self, args: tuple[Any, ...]) -> Type:
        origins = {typing.get_origin(arg) or arg for arg in args}
        # Unions like JSONValue and JSONInput mean any JSON value.
        if {str, bool, type(None)} <= origins and origins & {*_LISTS} and origins & {*_MAPS}:
            return ANY
        members = tuple(dict.fromkeys(map(self.read, args)))
        if ANY in members:
            return ANY
        return members[0] if len(members) == 1 else Type("union", members)

    def _record(self, cls: Any) -> str:
        if cls not in self._names:
            name = cls.__name__
            while name in self._names.values():
                name += "_"
            self._names[cls] = name
            doc = docstrings.parse(cls.__doc__)
            record = Record(name, doc.summary)
            # Add the record before its fields are read, since a field may have the record's type.
            self.records.append(record)
            for key, hint in typing.get_type_hints(cls, include_extras=True).items():
                required = key in cls.__required_keys__
                # Compare `Required` and `NotRequired` by name: the module `typing` of Python 3.10
                # does not have them.
                marker = getattr(typing.get_origin(hint), "_name", "")
                if marker in ("Required", "NotRequired"):
                    required, hint = marker == "Required", typing.get_args(hint)[0]
                text = doc.arguments.get(key, "")
                record.fields.append(Field(key, self.read(hint), text, optional=not required))
        return self._names[cls]


def outside_json(hint: Any, *, takes_callback: bool = True) -> str:
    """Return the part of a type hint that no JS value can have, like "bytes".

    Args:
        hint: A resolved type hint; may be `Annotated`.
        takes_callback: Whether a callback is allowed, as for a parameter but not for a result.

    Returns:
        "" if each part of the hint is a JSON type, a callback or `Any`.
    """
    hints = Hints()
    type_ = hints.read(hint)
    return _foreign_part(type_, {record.name: record for record in hints.records}, takes_callback)


def _foreign_part(type_: Type, records: Mapping[str, Record], takes_callback: bool) -> str:
    if type_.kind == "foreign" or type_.kind == "callback" and not takes_callback:
        return type_.name
    parts = list(type_.parts)
    if type_.kind == "callback":
        takes_callback = False
    elif type_.kind == "record" and type_.name in records:
        parts = [field.type for field in records[type_.name].fields]
        records = {name: record for name, record in records.items() if name != type_.name}
    found = (_foreign_part(part, records, takes_callback) for part in parts)
    return next(filter(None, found), "")


def without_null(type_: Type) -> tuple[Type, bool]:
    """Return two values: the type without null, and whether the type includes null, as the type
    hint `float | None` does.
    """
    if type_.kind != "union" or NULL not in type_.parts:
        return type_, type_ == NULL
    rest = tuple(part for part in type_.parts if part != NULL)
    return (rest[0] if len(rest) == 1 else Type("union", rest)), True
