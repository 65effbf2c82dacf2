"""Write the documentation of a module or component as JSON. Types and signatures are written as
text. docs/modules.md describes the keys.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from weex_runtime.module_docs import signatures
from weex_runtime.module_docs.model import Docs, Method
from weex_runtime.module_docs.types import Field, Type
from weex_runtime.module_docs.typescript import typescript, typescript_result, typescript_type

# {field of a class in model.py: key in JSON}, for fields whose key has another name.
_KEYS = {"cls": "class", "records": "types"}


def as_json(docs: Docs) -> str:
    """Return the documentation as indented JSON text."""
    return json.dumps(data_of(docs), indent=2, ensure_ascii=False)


def data_of(docs: Docs) -> dict[str, Any]:
    """Return the documentation as an object of JSON values."""
    data: dict[str, Any] = _data(docs)
    data["inherited"] = [method.name for method in docs.inherited]
    if docs.kind == "module":
        data["attributes"] = data["fields"]
    return data


def _data(value: Any) -> Any:
    if isinstance(value, Type):
        return typescript_type(value)
    if isinstance(value, Mapping):
        return {key: _data(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_data(member) for member in value]
    if is_dataclass(value):
        data = {_KEYS.get(f.name, f.name): _data(getattr(value, f.name)) for f in fields(value)}
        if isinstance(value, Method):
            data |= _signatures(value)
        if isinstance(value, Field):
            is_callback = value.type.kind == "callback"
            calls = "many" if value.type.is_kept else "once"
            data["callback"] = typescript_type(value.type.parts[0]) if is_callback else None
            data["calls"] = calls if is_callback else None
        return data
    # A parameter's default can be an object that JSON cannot represent.
    return value if isinstance(value, (str, int, float)) else None


def _signatures(method: Method) -> dict[str, Any]:
    return {
        "returns": {"type": typescript_result(method), "text": method.result},
        "typescript": typescript(method),
        "android": signatures.android(method),
        "ios": {"export": signatures.ios_export(method), "method": signatures.ios(method)},
        "web": signatures.web(method),
    }
