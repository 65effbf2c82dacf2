"""Classes for the documentation of a module or component: reader.py fills them from docstrings
and type hints, markdown.py, json.py, typescript.py and table.py write them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from weex_runtime.module_api.platforms import PlatformName
from weex_runtime.module_docs.docstrings import PLACES, Place
from weex_runtime.module_docs.types import Field, Record, Type

DEVICES: tuple[PlatformName, ...] = ("android", "ios", "web")
TITLES: dict[Place, str] = {place: title for title, place in PLACES.items()}


@dataclass(frozen=True, kw_only=True)
class Documented:
    """The base class of methods, and of modules and components.

    Attributes:
        name: The module's name, the element's type, or the method's name in JS.
        devices: The platforms with this module, component or method.
        documented: Whether Weex's documentation describes the module, component or method.
        differences: {platform, or "here" for this runtime: text}. Differences of a module apply to
            all its methods.
    """

    name: str
    summary: str
    text: str
    devices: tuple[PlatformName, ...]
    documented: bool
    differences: Mapping[Place, str]

    def difference_lines(self) -> list[str]:
        """Return the differences as lines like "iOS: it asks once"."""
        return [f"{TITLES[place]}: {text}" for place, text in self.differences.items()]


@dataclass(frozen=True, kw_only=True)
class Method(Documented):
    """One exported method.

    Attributes:
        sync: Whether JS gets the return value.
        returns: The type of the method's return value.
        result: The text of `Returns:` in the method's docstring.
    """

    parameters: tuple[Field, ...]
    sync: bool
    returns: Type
    result: str

    @property
    def callbacks(self) -> list[Field]:
        """Return the parameters that take a function of the bundle."""
        return [p for p in self.parameters if p.type.kind == "callback"]


@dataclass(frozen=True)
class Event:
    """An event that a module fires, or that a component's `@event` method builds.

    Attributes:
        type: The type of the event's data, without the keys that the runtime adds.
        text: A description of when the event is fired.
        facts: The parameters of the `@event` method, which describe the user's action.
    """

    name: str
    type: Type
    text: str
    facts: tuple[Field, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Docs(Documented):
    """The documentation of a module or component.

    Attributes:
        cls: The class, like "weex_modules.modal.ModalModule", or "Steps" for a class in a file.
        origin: The place of the class, like "entry point of weex-runtime" or "steps.py".
        source: The text of `Source:`: the documents that specify the behaviour.
        permissions: The device permissions that the module or component requests.
        fields: {attribute of the Python object: its text in `Attributes:`}. Tests can read these
            attributes.
        methods: The methods that are not inherited.
        inherited: The methods that every module has.
        records: The TypedDicts in the type hints.
        attributes: For a component: the attributes in templates.
        aliases: For a component: further element types.
        append_tree: For a component: whether a device draws the element only together with its
            whole subtree.
        common_events: For a component: names of the events that every element can have.
    """

    kind: Literal["module", "component"]
    cls: str
    origin: str
    source: str
    permissions: tuple[str, ...]
    fields: Mapping[str, str]
    records: list[Record]
    events: list[Event] = field(default_factory=list)
    methods: list[Method] = field(default_factory=list)
    inherited: list[Method] = field(default_factory=list)
    attributes: list[Field] = field(default_factory=list)
    aliases: tuple[str, ...] = ()
    append_tree: bool = False
    common_events: tuple[str, ...] = ()
