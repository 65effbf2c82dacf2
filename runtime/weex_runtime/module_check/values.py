"""Make sample values of a type and values of wrong types, and test whether a value has a type."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Iterable, Mapping
from typing import Any

from weex_runtime.json_values import JSONValue
from weex_runtime.module_api.arguments import Parameter
from weex_runtime.module_api.module import Callback
from weex_runtime.module_docs.types import Record, Type

# Arguments to try for a parameter that accepts any value.
ANYTHING: tuple[JSONValue, ...] = ("text", 1, True, [], {}, {"key": "text"}, None)

# {parameter type: values of other types that lose information when the runtime converts them}
_MISFITS: dict[Any, tuple[JSONValue, ...]] = {
    str: (5, {"a": 1}),
    int: ("many", {"a": 1}),
    float: ("many", {"a": 1}),
    bool: ("perhaps", 5),
    dict: ([1], 5),
    list: ({"a": 1}, 5),
    Callback: (5, {"a": 1}),
}
# Values to try for a parameter with a type that the runtime does not convert: one of each kind.
_OF_EACH_KIND: tuple[JSONValue, ...] = (5, True, "text", [1], {"a": 1})
_SAMPLES: dict[str, JSONValue] = {
    "text": "text",
    "any": "text",
    "integer": 1,
    "number": 1.5,
    "boolean": True,
}


def sample(type_: Type, records: Mapping[str, Record]) -> JSONValue:
    """Return a sample value of a type. A record has all its fields."""
    kind = type_.kind
    if kind == "list":
        return [sample(type_.parts[0], records)]
    if kind == "map":
        return {"key": sample(type_.parts[0], records)}
    if kind == "union":
        return sample(type_.parts[0], records)
    if kind == "literal":
        return type_.values[0]
    if kind == "record":
        # If a record type contains itself, the inner sample has no fields, so the recursion ends.
        others = {name: record for name, record in records.items() if name != type_.name}
        fields = records[type_.name].fields if type_.name in records else ()
        return {f.name: sample(f.type, others) for f in fields if f.type.kind != "callback"}
    return _SAMPLES.get(kind)


def misfits(parameter: Parameter, type_: Type) -> tuple[JSONValue, ...]:
    """List values of wrong types for a parameter. A call with one of these values must report the
    parameter. The list is empty for a parameter that accepts any value.
    """
    if parameter.kind is not object:
        return _MISFITS[parameter.kind]
    if type_.kind in ("any", "foreign"):
        return ()
    return tuple(value for value in _OF_EACH_KIND if misfit(value, type_, {}))


def misfit(value: object, type_: Type, records: Mapping[str, Record]) -> str:
    """Describe why a value is wrong: the value is not JSON, differs on a device, or does not match
    the type. Return "" for a right value.
    """
    try:
        problem = _not_json(value)
    except RecursionError:
        problem = f"{reprlib.repr(value)} contains itself, or is nested too deeply"
    return problem or _misfit(value, type_, records)


def _misfit(value: object, type_: Type, records: Mapping[str, Record]) -> str:
    kind = type_.kind
    if kind == "union":
        problems = [_misfit(value, part, records) for part in type_.parts]
        return "" if "" in problems else problems[0]
    if kind == "literal":
        return "" if value in type_.values else f"{value!r} is not one of {list(type_.values)}"
    if kind == "list" and isinstance(value, (list, tuple)):
        return _first(_misfit(item, type_.parts[0], records) for item in value)
    if kind == "map" and isinstance(value, dict):
        return _first(_misfit(item, type_.parts[0], records) for item in value.values())
    if kind == "record" and isinstance(value, dict):
        return _record_misfit(value, records[type_.name], records)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    fits = {
        "any": True,
        "callback": True,
        "foreign": True,
        "null": value is None,
        "text": isinstance(value, str),
        "integer": is_number and isinstance(value, int),
        "number": is_number,
        "boolean": isinstance(value, bool),
    }
    if fits.get(kind):
        return ""
    return f"expected {type_.name if kind == 'record' else kind}, got {reprlib.repr(value)}"


def _record_misfit(
    value: Mapping[str, object], record: Record, records: Mapping[str, Record]
) -> str:
    fields = {field.name: field for field in record.fields}
    for key in value:
        if key not in fields:
            return f"the key {key!r} is not one of {record.name}"
        problem = _misfit(value[key], fields[key].type, records)
        if problem:
            return f"{key}: {problem}"
    for name, field in fields.items():
        if name not in value and not field.optional:
            return f"the key {name!r} of {record.name} is missing"
    return ""


def _not_json(value: object) -> str:
    if value is None or isinstance(value, (bool, int, str)):
        return ""
    if isinstance(value, float):
        return "" if math.isfinite(value) else f"JSON has no {value}, JS gets null"
    if isinstance(value, (list, tuple)):
        return _first(map(_not_json, value))
    if isinstance(value, dict):
        odd = [key for key in value if not isinstance(key, str)]
        if odd:
            return (
                f"the key {odd[0]!r} is not text, so JS and devices get another key; use text keys"
            )
        return _first(map(_not_json, value.values()))
    return f"{reprlib.repr(value)} is not JSON"


def _first(problems: Iterable[str]) -> str:
    return next(filter(None, problems), "")
