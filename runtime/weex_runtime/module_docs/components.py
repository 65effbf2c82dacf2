"""The documentation of a component, as its docstrings and type hints give it.

`weex-runtime modules show` writes it, as it writes that of a module (model.py).
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from weex_runtime.errors import ModuleError
from weex_runtime.json_values import JSONValue
from weex_runtime.module_api.component import Component, Event, events_of, props_of
from weex_runtime.module_api.entry_points import load
from weex_runtime.module_api.installed_components import GROUP
from weex_runtime.module_api.module import exports_of
from weex_runtime.module_api.platforms import PlatformName
from weex_runtime.module_docs import docstrings
from weex_runtime.module_docs.docstrings import Place
from weex_runtime.module_docs.model import DEVICES, Method, Parameter, method_of, parameters_of
from weex_runtime.module_docs.types import ANY, Hints, Kind, Record, Type


@dataclass(frozen=True)
class Attribute:
    """An attribute that a bundle gives.

    Attributes:
        name: In camelCase; templates write it with hyphens too.
        type: What its value is.
        default: None where it has none.
        text: What it does.
    """

    name: str
    type: Type
    default: JSONValue
    text: str


@dataclass(frozen=True)
class ElementEvent:
    """An event that elements fire.

    Attributes:
        facts: What it is built from, as a test gives them to `fire`.
        type: Of its object, without what the runtime adds.
    """

    name: str
    text: str
    facts: tuple[Parameter, ...]
    type: Type


@dataclass(frozen=True)
class ComponentDocs:
    """A component.

    Attributes:
        name: The element type.
        aliases: Further types.
        python: Its class, like "weex_modules.components.slider.Slider".
        origin: Where it was found.
        source: What `Source:` says: where its behaviour was read.
        fields: What `Attributes:` says: what tests may set and read.
        append_tree: It is drawn only with its whole subtree.
        common_events: Names of the events that every element can have.
        permissions: Names of the device's permissions that it asks for.
        records: The TypedDicts in its types.
    """

    name: str
    aliases: tuple[str, ...]
    python: str
    origin: str
    summary: str
    text: str
    source: str
    differences: Mapping[Place, str]
    fields: Mapping[str, str]
    append_tree: bool
    common_events: tuple[str, ...]
    permissions: tuple[str, ...] = ()
    attributes: list[Attribute] = field(default_factory=list)
    methods: list[Method] = field(default_factory=list)
    events: list[ElementEvent] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    devices: tuple[PlatformName, ...] = DEVICES
    is_documented: bool = True


def read_component(cls: type[Component], file: str = "") -> ComponentDocs:
    """The documentation of a component.

    Args:
        file: The file that was named to load it from, in place of an installed package.

    Raises:
        ModuleError: A type hint names something that its file does not have.
    """
    doc = docstrings.parse(cls.__doc__)
    hints = Hints()
    common = events_of(Component)
    docs = ComponentDocs(
        name=cls.type,
        aliases=tuple(cls.aliases),
        python=cls.__qualname__ if file else f"{cls.__module__}.{cls.__qualname__}",
        origin=file or _origin(cls),
        summary=doc.summary,
        text=doc.text,
        source=doc.source,
        differences=doc.differences,
        fields=doc.arguments,
        append_tree=cls.append_tree,
        common_events=tuple(common),
        permissions=tuple(cls.permissions),
        records=hints.records,
    )
    docs.attributes.extend(_attributes(cls, hints))
    for export in exports_of(cls).values():
        docs.methods.append(method_of(cls, cls.type, export, hints))
    for name, builder in events_of(cls).items():
        if common.get(name) is not builder:
            docs.events.append(_event(cls, name, builder, hints))
    return docs


def _attributes(cls: type[Component], hints: Hints) -> list[Attribute]:
    found = {
        name: Attribute(name, _type_of(default), default, "")
        for name, default in cls.attributes.items()
    }
    for name, export in props_of(cls).items():
        default = cls.attributes.get(name)
        doc = docstrings.parse(export.function.__doc__)
        resolved = _resolved(cls, export.function)
        parameters = parameters_of(export.function, resolved, doc.arguments, hints)
        type_ = parameters[0].type if parameters else ANY
        if type_ == ANY:
            type_ = _type_of(default)
        found[name] = Attribute(name, type_, default, doc.summary)
    return list(found.values())


def _event(cls: type[Component], name: str, builder: Any, hints: Hints) -> ElementEvent:
    doc = docstrings.parse(builder.__doc__)
    resolved = _resolved(cls, builder)
    facts = parameters_of(builder, resolved, doc.arguments, hints)
    result = resolved.get("return")
    type_ = ANY
    if typing.get_origin(result) is typing.Annotated:
        event, data = typing.get_args(result)[:2]
        type_ = hints.read(data) if event is Event else ANY
    text = " ".join(filter(None, [doc.summary, doc.text]))
    return ElementEvent(name, text, facts, type_)


def _resolved(cls: type[Component], function: Any) -> dict[str, Any]:
    try:
        return typing.get_type_hints(function, include_extras=True)
    except NameError as error:
        raise ModuleError(
            f"{cls.type}.{function.__name__}: a type hint is unknown: {error}; import it outside "
            "of TYPE_CHECKING"
        ) from error


def _type_of(default: JSONValue) -> Type:
    """The type of an attribute of which only the default is known."""
    kinds: dict[type, Kind] = {bool: "boolean", int: "number", float: "number", str: "text"}
    kind = kinds.get(type(default))
    return Type(kind) if kind else ANY


def _origin(cls: type[Component]) -> str:
    sources = [point.source for point, installed in load(GROUP) if installed is cls]
    return sources[0] if sources else f"{cls.__module__}.{cls.__qualname__}"
