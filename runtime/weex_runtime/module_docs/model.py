"""The documentation of a native module, as its docstrings and type hints give it.

`weex-runtime modules show` writes it in several forms: markdown.py, json.py,
typescript.py.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from weex_runtime.errors import ModuleError
from weex_runtime.module_api.module import Export, Module, Native, exports_of
from weex_runtime.module_api.platforms import PlatformName
from weex_runtime.module_api.registry import Registration
from weex_runtime.module_docs import docstrings
from weex_runtime.module_docs.docstrings import Place
from weex_runtime.module_docs.types import ANY, Hints, Record, Type, without_null

DEVICES: tuple[PlatformName, ...] = ("android", "ios", "web")
TITLES: dict[Place, str] = {place: title for title, place in docstrings.PLACES.items()}


@dataclass(frozen=True)
class Parameter:
    """One parameter of a method.

    Attributes:
        name: As JS, Java and Objective-C write it: `atMs` for `at_ms`.
        type: Without null; `is_optional` says that.
        is_optional: A call may leave it out, or pass null.
        is_variadic: It takes all arguments that are left.
        default: What it is then, as in Python; None where nothing is said.
        text: What `Args:` says of it.
    """

    name: str
    type: Type
    is_optional: bool
    is_variadic: bool
    default: Any
    text: str


@dataclass(frozen=True)
class Method:
    """One method.

    Attributes:
        devices: Those that have it.
        is_sync: JS gets what it returns.
        returns: The type of that.
        result: What `Returns:` says of that.
        is_documented: Weex's documentation promises it.
        differences: What a platform does otherwise, or what is otherwise here.
    """

    name: str
    summary: str
    text: str
    parameters: tuple[Parameter, ...]
    devices: tuple[PlatformName, ...]
    is_sync: bool
    returns: Type
    result: str
    is_documented: bool
    differences: Mapping[Place, str]

    @property
    def callbacks(self) -> list[Parameter]:
        """The parameters that are functions of the bundle."""
        return [p for p in self.parameters if p.type.kind == "callback"]


@dataclass(frozen=True)
class ModuleEvent:
    """An event that a module fires.

    Attributes:
        type: Of its data.
        text: When it is fired, where its hint is `Annotated` with a text.
    """

    name: str
    type: Type
    text: str


@dataclass(frozen=True)
class ModuleDocs:
    """A module.

    Attributes:
        python: Its class, like "weex_modules.modal.ModalModule", or "Steps" of a file.
        origin: Where it was found, like "entry point of weex-runtime" or "steps.py".
        devices: Those that have it.
        is_documented: Weex's documentation promises it.
        source: What `Source:` says: where its behaviour was read.
        attributes: What `Attributes:` says: what tests may set and read.
        permissions: Names of the device's permissions that it asks for.
        events: Those that it fires.
        methods: Its own.
        inherited: Those that every module has.
        records: The TypedDicts in its types.
    """

    name: str
    python: str
    origin: str
    summary: str
    text: str
    devices: tuple[PlatformName, ...]
    is_documented: bool
    source: str
    differences: Mapping[Place, str]
    attributes: Mapping[str, str]
    permissions: tuple[str, ...] = ()
    events: list[ModuleEvent] = field(default_factory=list)
    methods: list[Method] = field(default_factory=list)
    inherited: list[Method] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)


def read(registration: Registration, file: str = "") -> ModuleDocs:
    """The documentation of a registered module.

    Args:
        file: The file that was named to load it from, in place of an installed package.

    Raises:
        ModuleError: A type hint names something that its file does not have.
    """
    cls = registration.cls
    doc = docstrings.parse(cls.__doc__)
    hints = Hints()
    docs = ModuleDocs(
        name=cls.name,
        python=cls.__qualname__ if file else f"{cls.__module__}.{cls.__qualname__}",
        origin=file or registration.source,
        summary=doc.summary,
        text=doc.text,
        devices=_devices(cls, None),
        is_documented=cls.documented,
        source=doc.source,
        differences=doc.differences,
        attributes=doc.arguments,
        permissions=tuple(cls.permissions),
        records=hints.records,
    )
    inherited = exports_of(Module)
    for name, export in registration.exports.items():
        methods = docs.inherited if inherited.get(name) is export else docs.methods
        methods.append(method_of(cls, cls.name, export, hints))
    for name, hint in cls.events.items():
        texts = [note for note in getattr(hint, "__metadata__", ()) if isinstance(note, str)]
        docs.events.append(ModuleEvent(name, hints.read(hint), " ".join(texts)))
    return docs


def _devices(cls: type[Native], export: Export | None) -> tuple[PlatformName, ...]:
    limits = [getattr(cls, "platforms", None), export.platforms if export else None]
    return tuple(name for name in DEVICES if all(has is None or name in has for has in limits))


def method_of(cls: type[Native], owner: str, export: Export, hints: Hints) -> Method:
    """The documentation of one method.

    Args:
        owner: The module's name or the element's type.
        hints: Reads its types, and keeps the TypedDicts among them.

    Raises:
        ModuleError: A type hint names something that its file does not have.
    """
    function = export.function
    doc = docstrings.parse(function.__doc__)
    try:
        resolved = typing.get_type_hints(function, include_extras=True)
    except NameError as error:
        raise ModuleError(
            f"{owner}.{export.js_name}: a type hint is unknown: {error}; import it outside of "
            "TYPE_CHECKING"
        ) from error
    return Method(
        name=export.js_name,
        summary=doc.summary,
        text=doc.text,
        parameters=parameters_of(function, resolved, doc.arguments, hints),
        devices=_devices(cls, export),
        is_sync=export.sync,
        returns=hints.read(resolved["return"]) if "return" in resolved else ANY,
        result=doc.returns,
        is_documented=getattr(cls, "documented", True) and export.documented,
        differences=doc.differences,
    )


def parameters_of(
    function: Any, resolved: Mapping[str, Any], texts: Mapping[str, str], hints: Hints
) -> tuple[Parameter, ...]:
    """The parameters of a method without `self`.

    Args:
        resolved: Its type hints.
        texts: What its docstring says of them.
    """
    code = function.__code__
    names = code.co_varnames[1 : code.co_argcount]
    given = function.__defaults__ or ()
    defaults = dict(zip(names[len(names) - len(given) :], given, strict=True))
    variadic = code.co_varnames[
        code.co_argcount + code.co_kwonlyargcount :
    ][
        : code.co_flags >> 2
        & 1  # CO_VARARGS
    ]
    found = []
    for name in (*names, *variadic):
        type_, allows_null = without_null(hints.read(resolved[name]) if name in resolved else ANY)
        is_callback = type_.kind == "callback"
        found.append(
            Parameter(
                name=camel_case(name),
                type=type_,
                is_optional=allows_null or is_callback or name in defaults or name in variadic,
                is_variadic=name in variadic,
                default=defaults.get(name),
                text=texts.get(name, ""),
            )
        )
    return tuple(found)


def camel_case(name: str) -> str:
    """`at_ms` as JS, Java and Objective-C write it: `atMs`."""
    first, *rest = [part for part in re.split(r"[_-]+", name) if part] or [name]
    return first + "".join(part[:1].upper() + part[1:] for part in rest)
