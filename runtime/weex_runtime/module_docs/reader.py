"""Read the documentation of a module or component from its docstrings and type hints."""

from __future__ import annotations

import typing
from typing import Any

from weex_runtime.errors import ModuleError
from weex_runtime.json_values import JSONValue
from weex_runtime.module_api import component as component_api
from weex_runtime.module_api.arguments import REQUIRED, signature_of
from weex_runtime.module_api.component import Component, events_of, props_of
from weex_runtime.module_api.entry_points import load
from weex_runtime.module_api.exports import Export, exports_of, source_of
from weex_runtime.module_api.installed_components import GROUP
from weex_runtime.module_api.module import Module, Native
from weex_runtime.module_api.registry import Registration
from weex_runtime.module_docs import docstrings
from weex_runtime.module_docs.model import DEVICES, Docs, Event, Method
from weex_runtime.module_docs.types import ANY, PLAIN, Field, Hints, Type, without_null
from weex_runtime.naming import camel_case


def read(registration: Registration, file: str = "") -> Docs:
    """Read the documentation of a registered module.

    Args:
        file: The file that the class was loaded from; "" for an installed class.

    Raises:
        ModuleError: A type hint uses an unknown name.
    """
    cls, hints = registration.cls, Hints()
    docs = _docs("module", cls, cls.name, registration.source, file, hints)
    inherited = exports_of(Module)
    for name, export in registration.exports.items():
        methods = docs.inherited if inherited.get(name) is export else docs.methods
        methods.append(_method(cls, cls.name, export, hints))
    for name, hint in cls.events.items():
        notes = [note for note in getattr(hint, "__metadata__", ()) if isinstance(note, str)]
        docs.events.append(Event(name, hints.read(hint), " ".join(notes)))
    return docs


def read_component(cls: type[Component], file: str = "") -> Docs:
    """Read the documentation of a component.

    Args:
        file: The file that the class was loaded from; "" for an installed class.

    Raises:
        ModuleError: A type hint uses an unknown name.
    """
    hints, common = Hints(), events_of(Component)
    sources = [point.source for point, installed in load(GROUP) if installed is cls]
    source = sources[0] if sources else source_of(cls, "")
    more = {
        "aliases": tuple(cls.aliases),
        "append_tree": cls.append_tree,
        "common_events": tuple(common),
    }
    docs = _docs("component", cls, cls.type, source, file, hints, **more)
    docs.attributes.extend(_attributes(cls, hints))
    for export in exports_of(cls).values():
        docs.methods.append(_method(cls, cls.type, export, hints))
    for name, builder in events_of(cls).items():
        if common.get(name) is not builder:
            docs.events.append(_event(cls, name, builder, hints))
    return docs


def _docs(
    kind: Any, cls: type[Native], name: str, source: str, file: str, hints: Hints, **more: Any
) -> Docs:
    doc = docstrings.parse(cls.__doc__)
    return Docs(
        **_common(doc, name, cls),
        kind=kind,
        cls=cls.__qualname__ if file else f"{cls.__module__}.{cls.__qualname__}",
        origin=file or source,
        source=doc.source,
        permissions=tuple(cls.permissions),
        fields=doc.arguments,
        records=hints.records,
        **more,
    )


def _method(cls: type[Native], owner: str, export: Export, hints: Hints) -> Method:
    doc, parameters, returns = _function(owner, export.function, hints)
    return Method(
        **_common(doc, export.js_name, cls, export),
        parameters=parameters,
        sync=export.sync,
        returns=hints.read(returns),
        result=doc.returns,
    )


def _common(
    doc: docstrings.Docstring, name: str, cls: type[Native], export: Export | None = None
) -> dict[str, Any]:
    """Return {field: value} for the fields of `Documented`."""
    # Component classes have no attributes `platforms` and `documented`, unlike module classes.
    limits = [getattr(cls, "platforms", None), export.platforms if export else None]
    return {
        "name": name,
        "summary": doc.summary,
        "text": doc.text,
        "devices": tuple(d for d in DEVICES if all(has is None or d in has for has in limits)),
        "documented": getattr(cls, "documented", True) and (not export or export.documented),
        "differences": doc.differences,
    }


def _attributes(cls: type[Component], hints: Hints) -> list[Field]:
    found = {
        name: Field(name, _type_of(default), "", default=default)
        for name, default in cls.attributes.items()
    }
    for name, export in props_of(cls).items():
        default = cls.attributes.get(name)
        doc, parameters, _ = _function(cls.type, export.function, hints)
        type_ = parameters[0].type if parameters else ANY
        type_ = _type_of(default) if type_ == ANY else type_
        found[name] = Field(name, type_, doc.summary, default=default)
    return list(found.values())


def _event(cls: type[Component], name: str, builder: Any, hints: Hints) -> Event:
    doc, parameters, result = _function(cls.type, builder, hints)
    type_ = ANY
    if typing.get_origin(result) is typing.Annotated:
        event, data = typing.get_args(result)[:2]
        type_ = hints.read(data) if event is component_api.Event else ANY
    text = " ".join(filter(None, [doc.summary, doc.text]))
    return Event(name, type_, text, facts=parameters)


def _function(
    owner: str, function: Any, hints: Hints
) -> tuple[docstrings.Docstring, tuple[Field, ...], Any]:
    """Return (docstring, parameters without `self`, type hint of the result) of a method.

    Args:
        owner: The module's name or the element's type.

    Raises:
        ModuleError: A type hint uses an unknown name.
    """
    doc = docstrings.parse(function.__doc__)
    try:
        resolved = typing.get_type_hints(function, include_extras=True)
    except NameError as error:
        problem = f"a type hint is unknown: {error}; import its name outside of TYPE_CHECKING"
        raise ModuleError(f"{owner}.{function.__name__}: {problem}") from error
    known, variadic = signature_of(function)
    defaults = {p.name: p.default for p in known if p.default is not REQUIRED}
    found = []
    for name in filter(None, (*(parameter.name for parameter in known), variadic)):
        type_, allows_null = without_null(hints.read(resolved.get(name, Any)))
        is_callback, is_rest = type_.kind == "callback", name == variadic
        found.append(
            Field(
                name=camel_case(name),
                type=type_,
                text=doc.arguments.get(name, ""),
                optional=allows_null or is_callback or is_rest or name in defaults,
                variadic=is_rest,
                default=defaults.get(name),
            )
        )
    return doc, tuple(found), resolved.get("return", Any)


def _type_of(default: JSONValue) -> Type:
    """Return the type of an attribute without a type hint: the type of its default value."""
    if default is None:
        return ANY
    kind = PLAIN.get(type(default), "any")
    return Type("number") if kind == "integer" else Type(kind)
