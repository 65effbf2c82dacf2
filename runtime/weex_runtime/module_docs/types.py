"""Type hints of a module's methods as a small model, which the writers of other languages read."""

from __future__ import annotations

import collections.abc
import types
import typing
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, Union

from weex_runtime.module_api.module import Callback, KeepAliveCallback
from weex_runtime.module_docs import docstrings

Kind: TypeAlias = Literal[
    "any",
    "null",
    "text",
    "integer",
    "number",
    "boolean",
    "list",
    "map",
    "record",
    "literal",
    "union",
    "callback",
]

_PLAIN: dict[Any, Kind] = {
    str: "text",
    int: "integer",
    float: "number",
    bool: "boolean",
    type(None): "null",
    None: "null",
}
_LISTS = (list, tuple, collections.abc.Sequence)
_MAPS = (dict, collections.abc.Mapping)


@dataclass(frozen=True)
class Type:
    """A type of JSON values, or a callback.

    Attributes:
        parts: Of a list its items' type, of a map its values', of a callback its argument's, of a
            union its members.
        name: A record's.
        values: A literal's.
        is_kept: A callback may be called many times.
    """

    kind: Kind
    parts: tuple[Type, ...] = ()
    name: str = ""
    values: tuple[str | int | bool, ...] = ()
    is_kept: bool = False


@dataclass(frozen=True)
class Field:
    """A key of a record."""

    name: str
    type: Type
    is_required: bool
    text: str


@dataclass
class Record:
    """A TypedDict: an object whose keys are known."""

    name: str
    summary: str
    fields: list[Field] = field(default_factory=list)


ANY = Type("any")
NULL = Type("null")


class Hints:
    """Reads hints; the TypedDicts that it meets are in `records`, in that order."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self._names: dict[Any, str] = {}

    def read(self, hint: Any) -> Type:
        """The type of a hint, resolved and with its `Annotated`."""
        if hint is None or isinstance(hint, type) and hint in _PLAIN:
            return Type(_PLAIN[hint])
        if is_callback(hint):
            return Type("callback", (ANY,), is_kept=issubclass(hint, KeepAliveCallback))
        if typing.is_typeddict(hint):
            return Type("record", name=self._record(hint))
        origin, args = typing.get_origin(hint) or hint, typing.get_args(hint)
        if origin is typing.Annotated:
            if is_callback(args[0]):
                is_kept = issubclass(args[0], KeepAliveCallback)
                return Type("callback", (self.read(args[1]),), is_kept=is_kept)
            return self.read(args[0])
        if origin in (Union, types.UnionType):
            return self._union(args)
        if origin is Literal:
            return Type("literal", values=args)
        if origin in _LISTS:
            return Type("list", (self.read(args[0]) if args else ANY,))
        if origin in _MAPS:
            return Type("map", (self.read(args[1]) if args else ANY,))
        return ANY

    def _union(self, args: tuple[Any, ...]) -> Type:
        origins = {typing.get_origin(arg) or arg for arg in args}
        # JSONValue and JSONInput: whatever JSON can say.
        if {str, bool, type(None)} <= origins and origins & {*_LISTS} and origins & {*_MAPS}:
            return ANY
        members = tuple(dict.fromkeys(map(self.read, args)))
        if ANY in members:
            return ANY
        return members[0] if len(members) == 1 else Type("union", members)

    def _record(self, cls: Any) -> str:
        if cls not in self._names:
            taken = list(self._names.values())
            name = cls.__name__
            while name in taken:
                name += "_"
            self._names[cls] = name
            doc = docstrings.parse(cls.__doc__)
            record = Record(name, doc.summary)
            self.records.append(record)  # before its fields: one may be of this very type
            for key, hint in typing.get_type_hints(cls, include_extras=True).items():
                required = key in cls.__required_keys__
                marker = typing.get_origin(hint)
                if _is_marker(marker):
                    required, hint = marker._name == "Required", typing.get_args(hint)[0]
                text = doc.arguments.get(key, "")
                record.fields.append(Field(key, self.read(hint), required, text))
        return self._names[cls]


def outside_json(hint: Any, *, takes_callback: bool = True, inside: tuple[Any, ...] = ()) -> str:
    """The part of a hint that no value from JS fits, like "bytes".

    Args:
        hint: Resolved, with its `Annotated`.
        takes_callback: A function of the bundle fits there: in a parameter, not in a result.
        inside: The TypedDicts around it.

    Returns:
        "" where all parts are JSON, callbacks, or open to anything.
    """
    origin, args = typing.get_origin(hint) or hint, typing.get_args(hint)
    if origin is typing.Annotated and is_callback(args[0]):
        return outside_json(args[1], takes_callback=False, inside=inside)
    if is_callback(origin):
        return "" if takes_callback else _shown(hint)
    if hint in (Any, object, None) or isinstance(hint, type) and hint in _PLAIN:
        return ""
    if isinstance(hint, (str, typing.ForwardRef)) or hint in inside:
        return ""  # JSONValue inside itself, and a TypedDict inside itself
    if typing.is_typeddict(hint):
        parts = [*typing.get_type_hints(hint, include_extras=True).values()]
        inside = (*inside, hint)
    elif origin is Literal:
        return "" if all(isinstance(value, (str, int)) for value in args) else _shown(hint)
    elif origin in _MAPS:
        if args and args[0] not in (str, Any):
            return _shown(hint)
        parts = list(args[1:])
    elif origin is typing.Annotated:
        parts = [args[0]]
    elif origin in (Union, types.UnionType, *_LISTS) or _is_marker(origin):
        parts = [arg for arg in args if arg is not ...]
    else:
        return _shown(hint)
    found = (outside_json(p, takes_callback=takes_callback, inside=inside) for p in parts)
    return next(filter(None, found), "")


def is_callback(hint: Any) -> bool:
    """Whether a function of the bundle becomes it."""
    return isinstance(hint, type) and issubclass(hint, Callback)


def _is_marker(origin: Any) -> bool:
    """Required or NotRequired, which Python 3.10 has in another module."""
    return getattr(origin, "_name", "") in ("Required", "NotRequired")


def _shown(hint: Any) -> str:
    return hint.__qualname__ if isinstance(hint, type) and not typing.get_args(hint) else str(hint)


def without_null(type_: Type) -> tuple[Type, bool]:
    """The type of a hint like `float | None` without None, and whether that was in it."""
    if type_.kind != "union" or NULL not in type_.parts:
        return type_, type_ == NULL
    rest = tuple(part for part in type_.parts if part != NULL)
    return (rest[0] if len(rest) == 1 else Type("union", rest)), True
