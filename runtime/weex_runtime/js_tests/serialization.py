"""Values between a test in JS and Python: JSON, in which what JSON has no form for is an object
{"$": kind, "v": value}. JS half: js/10_crossing.js."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from typing import Any, Protocol, cast

from weex_runtime.errors import JSError, WeexError
from weex_runtime.instance.bridge import NativeCall
from weex_runtime.json_values import JSONValue
from weex_runtime.matching.regexp import JSRegExp
from weex_runtime.module_api.platforms import Difference
from weex_runtime.naming import camel_case

UNDEFINED: Any = type("Undefined", (), {"__repr__": lambda self: "undefined"})()


class Objects(Protocol):
    """What crosses by reference."""

    def add(self, value: object) -> int:
        """The id that JS knows an object by."""

    def get(self, number: int) -> Any:
        """The object of an id."""

    def reference(self, value: object) -> JSONValue:
        """How an object crosses by its id; None for what crosses as data."""

    def function(self, number: int, name: str, takes_call: bool) -> Callable[..., Any]:
        """A function of the test as one of Python."""


def decode(value: JSONValue, objects: Objects) -> Any:
    """What JS handed over."""
    if isinstance(value, list):
        return [decode(member, objects) for member in value]
    if not isinstance(value, dict):
        return value
    if "$" not in value:
        return {key: decode(member, objects) for key, member in value.items()}
    inner: Any = value["v"] if "v" in value else None
    kind = value["$"]
    if kind == "undefined":
        return UNDEFINED
    if kind == "number":
        return float(str(inner).replace("Infinity", "inf"))
    if kind == "object":
        return {key: decode(member, objects) for key, member in inner}
    if kind == "regexp":
        return JSRegExp(*inner)
    if kind == "date":
        return datetime.fromtimestamp(inner / 1000, timezone.utc)
    if kind == "bytes":
        return bytes.fromhex(inner)
    if kind == "ref":
        return objects.get(inner)
    return objects.function(*inner)


def encode(value: Any, objects: Objects) -> JSONValue:
    """A value for JS.

    Raises:
        WeexError: It is none that a test in JS can do anything with.
    """
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        is_number = value == value and value not in (float("inf"), float("-inf"))
        text = str(value).replace("inf", "Infinity").replace("nan", "NaN")
        return cast(JSONValue, value) if is_number else {"$": "number", "v": text}
    if isinstance(value, (bytes, bytearray)):
        return {"$": "bytes", "v": bytes(value).hex()}
    if isinstance(value, JSError):
        return {"message": value.message, "stack": value.stack, "origin": value.origin}
    if isinstance(value, BaseException):
        return {"name": type(value).__name__, "message": str(value)}
    if isinstance(value, NativeCall):
        return {"name": value.name, "args": value.args}
    reference = objects.reference(value)
    if reference is not None:
        return reference
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        fields = value._asdict()
        return {camel_case(name): encode(member, objects) for name, member in fields.items()}
    if isinstance(value, (list, tuple, deque)):
        return [encode(member, objects) for member in value]
    if isinstance(value, Mapping):
        return _encode_mapping(value, objects)
    raise WeexError(f"{type(value).__name__} {value!r} cannot be used in a test in JS")


def encode_live(value: Any, objects: Objects) -> JSONValue:
    """The same for an attribute: a list or map that lives on can be emptied from JS."""
    if isinstance(value, (deque, dict)):
        return {"$": "live", "v": [objects.add(value), encode(value, objects)]}
    return encode(value, objects)


def _encode_mapping(value: Mapping[Any, Any], objects: Objects) -> JSONValue:
    pairs = [
        [key.what if isinstance(key, Difference) else str(key), encode(member, objects)]
        for key, member in value.items()
    ]
    if any(key == "$" for key, _ in pairs):
        return {"$": "object", "v": pairs}  # type: ignore[dict-item]
    return dict(pairs)  # type: ignore[arg-type]
