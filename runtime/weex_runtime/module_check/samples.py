"""Values that fit a type of a module's method, values that do not, and whether one fits."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from weex_runtime.json_values import JSONValue
from weex_runtime.module_api.arguments import Parameter
from weex_runtime.module_api.module import Callback
from weex_runtime.module_docs.types import Record, Type

# What a parameter that takes anything may get.
ANYTHING: tuple[JSONValue, ...] = ("text", 1, True, [], {}, {"key": "text"}, None)

# By what the runtime converts to; each differs on a device from what JS meant.
_MISFITS: dict[Any, tuple[JSONValue, ...]] = {
    str: (5, {"a": 1}),
    int: ("many", {"a": 1}),
    float: ("many", {"a": 1}),
    bool: ("perhaps", 5),
    dict: ([1], 5),
    list: ({"a": 1}, 5),
    Callback: (5, {"a": 1}),
}
# Tried for a parameter whose type the runtime does not look at.
_OF_EACH_KIND: tuple[JSONValue, ...] = (5, True, "text", [1], {"a": 1})


def sample(type_: Type, records: Mapping[str, Record]) -> JSONValue:
    """A value of the type; of a record all fields are given."""
    kind = type_.kind
    if kind == "text":
        return "text"
    if kind == "integer":
        return 1
    if kind == "number":
        return 1.5
    if kind == "boolean":
        return True
    if kind == "list":
        return [sample(type_.parts[0], records)]
    if kind == "map":
        return {"key": sample(type_.parts[0], records)}
    if kind == "literal":
        return next((value for value in type_.values if isinstance(value, (str, int))), None)
    if kind == "union":
        return sample(type_.parts[0], records)
    if kind == "record":
        others = {name: record for name, record in records.items() if name != type_.name}
        fields = records[type_.name].fields if type_.name in records else ()
        # A record inside itself ends where it would begin again.
        return {f.name: sample(f.type, others) for f in fields if f.type.kind != "callback"}
    return "text" if kind == "any" else None


def misfits(parameter: Parameter, type_: Type) -> tuple[JSONValue, ...]:
    """Values that a call must not hand over in silence; none for what takes anything."""
    if parameter.kind is not object:
        return _MISFITS[parameter.kind]
    if type_.kind == "any":
        return ()
    return tuple(value for value in _OF_EACH_KIND if misfit(value, type_, {}))


def misfit(value: object, type_: Type, records: Mapping[str, Record]) -> str:
    """Why the value is not of the type; "" when it is."""
    kind = type_.kind
    if kind in ("any", "callback"):
        return not_json(value)
    if kind == "union":
        problems = [misfit(value, part, records) for part in type_.parts]
        return "" if "" in problems else problems[0]
    if kind == "literal":
        return "" if value in type_.values else f"{value!r} is none of {list(type_.values)}"
    if kind == "list" and isinstance(value, (list, tuple)):
        return _first(misfit(item, type_.parts[0], records) for item in value)
    if kind == "map" and isinstance(value, dict):
        return not_json(value) or _first(misfit(v, type_.parts[0], records) for v in value.values())
    if kind == "record" and isinstance(value, dict):
        return _misfit_record(value, records[type_.name], records)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    fits = {
        "null": value is None,
        "text": isinstance(value, str),
        "integer": is_number and isinstance(value, int),
        "number": is_number,
        "boolean": isinstance(value, bool),
    }
    if fits.get(kind):
        return not_json(value)
    return f"{_short(value)} is no {type_.name if kind == 'record' else kind}"


def _misfit_record(
    value: Mapping[object, object], record: Record, records: Mapping[str, Record]
) -> str:
    fields = {field.name: field for field in record.fields}
    for key in value:
        if key not in fields:
            return f"the key {key!r} is not one of {record.name}"
    for name, field in fields.items():
        if name in value:
            problem = misfit(value[name], field.type, records)
            if problem:
                return f"{name}: {problem}"
        elif field.is_required:
            return f"the key {name!r} of {record.name} is missing"
    return ""


def not_json(value: object) -> str:
    """What in the value JSON cannot say, or a device would hand over otherwise; "" if nothing."""
    try:
        return _not_json(value)
    except RecursionError:
        return f"{_short(value)} contains itself, or is nested too deeply"


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
            return f"the key {odd[0]!r} is no text, so that JS and devices have another"
        return _first(map(_not_json, value.values()))
    return f"{_short(value)} is no JSON"


def _first(problems: Any) -> str:
    return next((problem for problem in problems if problem), "")


def _short(value: object) -> str:
    try:
        text = repr(value)
    except RecursionError:
        text = object.__repr__(value)
    return text if len(text) <= 80 else f"{text[:80]}..."
