"""A module's or component's documentation as data; docs/modules.md describes the shape, which
stays."""

from __future__ import annotations

import json
from collections.abc import Mapping

from weex_runtime.json_values import JSONValue, to_text
from weex_runtime.module_docs.components import ComponentDocs
from weex_runtime.module_docs.docstrings import Place
from weex_runtime.module_docs.model import Method, ModuleDocs, Parameter
from weex_runtime.module_docs.signatures import (
    android,
    ios,
    ios_export,
    typescript,
    typescript_result,
    typescript_type,
    web,
)
from weex_runtime.module_docs.types import Record

_Object = dict[str, JSONValue]


def as_json(docs: ModuleDocs | ComponentDocs) -> str:
    """The documentation as indented JSON text."""
    data = component_data(docs) if isinstance(docs, ComponentDocs) else data_of(docs)
    return json.dumps(data, indent=2, ensure_ascii=False)


def data_of(docs: ModuleDocs) -> _Object:
    """The documentation as JSON's values."""
    return {
        "name": docs.name,
        "class": docs.python,
        "origin": docs.origin,
        "summary": docs.summary,
        "text": docs.text,
        "source": docs.source,
        "devices": list(docs.devices),
        "documented": docs.is_documented,
        "differences": _differences(docs.differences),
        "attributes": dict(docs.attributes),
        "permissions": list(docs.permissions),
        "events": [
            {"name": event.name, "type": typescript_type(event.type), "text": event.text}
            for event in docs.events
        ],
        "methods": [_method(method) for method in docs.methods],
        "inherited": [method.name for method in docs.inherited],
        "types": [_record(record) for record in docs.records],
    }


def component_data(docs: ComponentDocs) -> _Object:
    """The same of a component."""
    return {
        "name": docs.name,
        "aliases": list(docs.aliases),
        "class": docs.python,
        "origin": docs.origin,
        "summary": docs.summary,
        "text": docs.text,
        "source": docs.source,
        "differences": _differences(docs.differences),
        "permissions": list(docs.permissions),
        "append_tree": docs.append_tree,
        "attributes": [
            {
                "name": attribute.name,
                "type": typescript_type(attribute.type),
                "default": attribute.default,
                "text": attribute.text,
            }
            for attribute in docs.attributes
        ],
        "methods": [_method(method) for method in docs.methods],
        "events": [
            {"name": event.name, "type": typescript_type(event.type), "text": event.text}
            for event in docs.events
        ],
        "common_events": list(docs.common_events),
        "fields": dict(docs.fields),
        "types": [_record(record) for record in docs.records],
    }


def _method(method: Method) -> _Object:
    return {
        "name": method.name,
        "summary": method.summary,
        "text": method.text,
        "devices": list(method.devices),
        "documented": method.is_documented,
        "differences": _differences(method.differences),
        "parameters": [_parameter(parameter) for parameter in method.parameters],
        "sync": method.is_sync,
        "returns": {"type": typescript_result(method), "text": method.result},
        "typescript": typescript(method),
        "android": android(method),
        "ios": {"export": ios_export(method), "method": ios(method)},
        "web": web(method),
    }


def _parameter(parameter: Parameter) -> _Object:
    is_callback = parameter.type.kind == "callback"
    return {
        "name": parameter.name,
        "type": typescript_type(parameter.type),
        "optional": parameter.is_optional,
        "variadic": parameter.is_variadic,
        "default": default_of(parameter),
        "callback": typescript_type(parameter.type.parts[0]) if is_callback else None,
        "calls": ("many" if parameter.type.is_kept else "once") if is_callback else None,
        "text": parameter.text,
    }


def _record(record: Record) -> _Object:
    return {
        "name": record.name,
        "summary": record.summary,
        "fields": [
            {
                "name": field.name,
                "type": typescript_type(field.type),
                "optional": not field.is_required,
                "text": field.text,
            }
            for field in record.fields
        ],
    }


def _differences(differences: Mapping[Place, str]) -> _Object:
    return dict(differences.items())


def default_of(parameter: Parameter) -> JSONValue:
    """A default that JSON can say; None for others and for none."""
    try:
        value: JSONValue = json.loads(to_text(parameter.default))
    except (TypeError, ValueError):
        return None
    return value
