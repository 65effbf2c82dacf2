"""What is to be checked: a module or component with what its docstrings and hints say, and how it
is called."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from weex_runtime.errors import ModuleError
from weex_runtime.json_values import JSONValue
from weex_runtime.module_api.arguments import Signature, signature_of
from weex_runtime.module_api.component import Component
from weex_runtime.module_api.component_registry import exports_on
from weex_runtime.module_api.module import Callback, Export, Module, exports_of
from weex_runtime.module_api.registry import Registration
from weex_runtime.module_check.samples import sample
from weex_runtime.module_check.trial import CALLBACK, Argument
from weex_runtime.module_docs.components import ComponentDocs, read_component
from weex_runtime.module_docs.model import Method as MethodDocs
from weex_runtime.module_docs.model import ModuleDocs, read
from weex_runtime.module_docs.types import Record, Type

# What state is kept in.
CONTAINERS = (list, dict, set, bytearray, deque)

# By method: its first arguments in order, or some of its arguments by parameter.
Calls: TypeAlias = Mapping[str, Sequence[JSONValue] | Mapping[str, JSONValue]]


@dataclass
class Method:
    """An exported method of its own, inherited ones of every module are not among these.

    Attributes:
        given: The author's arguments by parameter.
        more: The author's arguments behind those, for a method that takes any number.
    """

    origin: str
    export: Export
    docs: MethodDocs
    signature: Signature
    given: Mapping[str, JSONValue]
    more: Sequence[JSONValue] = ()

    @property
    def name(self) -> str:
        """In JS."""
        return self.export.js_name

    @property
    def types(self) -> list[Type]:
        """Of the parameters, without null."""
        return [parameter.type for parameter in self.docs.parameters]

    def required(self) -> int:
        """How many arguments a call has to have."""
        parameters = self.docs.parameters
        needed = [i + 1 for i, p in enumerate(parameters) if not p.is_optional]
        return max(needed, default=0)

    def arguments(self, records: Mapping[str, Record]) -> list[Argument]:
        """One for each parameter: the author's, else one that fits."""
        named = [
            Argument("value", self.given[parameter.name])
            if parameter.name in self.given
            else CALLBACK
            if parameter.kind is Callback or type_.kind == "callback"
            else Argument("value", sample(type_, records))
            for parameter, type_ in zip(self.signature.parameters, self.types, strict=False)
        ]
        return named + [Argument("value", value) for value in self.more]


@dataclass
class Subject:
    """A module or component to check.

    Attributes:
        options: For the runtimes that it is checked in.
        shares: Names of class attributes and globals that its pages share on purpose.
        state: What its class and its file have, before anything was called.
        timeout: Real seconds that it may take to come to rest.
        seconds: So long the page's clock goes on after a call.
    """

    cls: type[Module] | type[Component]
    docs: ModuleDocs | ComponentDocs
    methods: list[Method]
    options: Mapping[str, Any]
    shares: frozenset[str]
    timeout: float
    seconds: float
    records: Mapping[str, Record] = field(default_factory=dict)
    state: Mapping[str, str] = field(default_factory=dict)

    def state_now(self) -> dict[str, str]:
        """Containers that belong to the class or its file, as text."""
        found: dict[str, str] = {}
        for base in self.cls.__mro__:
            if base in (Module, Component):
                break
            for name, value in vars(base).items():
                if self._is_state(name, value):
                    found[f"{base.__name__}.{name}"] = repr(value)
        for method in self.methods:
            scope = method.export.function.__globals__
            for name, value in list(scope.items()):
                if self._is_state(name, value):
                    found[f"{scope.get('__name__')}.{name}"] = repr(value)
        return found

    def _is_state(self, name: str, value: object) -> bool:
        is_own = not (name.startswith("__") or name in self.shares)
        return is_own and isinstance(value, CONTAINERS)


def subject_of(registration: Registration, calls: Calls, **options: Any) -> Subject:
    """Read the module.

    Raises:
        ModuleError: A type hint cannot be read, or `calls` names what is not there.
    """
    there = registration.on(options["options"].get("platform"))
    docs = read(registration._replace(exports=there))
    return _subject(registration.cls, docs, there, calls, options)


def subject_of_component(cls: type[Component], calls: Calls, **options: Any) -> Subject:
    """Read the component.

    Raises:
        ModuleError: As `subject_of`.
    """
    there = exports_on(cls, options["options"].get("platform"))
    return _subject(cls, read_component(cls), there, calls, options)


def _subject(
    cls: type[Module] | type[Component],
    docs: ModuleDocs | ComponentDocs,
    there: Mapping[str, Export],
    calls: Calls,
    options: Mapping[str, Any],
) -> Subject:
    inherited = exports_of(Module)
    methods: list[Method] = []
    by_name = {method.name: method for method in docs.methods}
    for name, export in there.items():
        if inherited.get(name) is not export:
            origin, signature = f"{docs.name}.{name}", signature_of(export.function)
            given, more = _given(origin, signature, calls.get(name, ()))
            methods.append(Method(origin, export, by_name[name], signature, given, more))
    unknown = [name for name in calls if name not in by_name]
    if unknown:
        raise ModuleError(
            f"calls: {docs.name} has no method {unknown[0]!r}; it has {', '.join(by_name)}"
        )
    records = {record.name: record for record in docs.records}
    subject = Subject(cls, docs, methods, records=records, **options)
    subject.state = subject.state_now()
    return subject


def _given(
    origin: str, signature: Signature, given: Sequence[JSONValue] | Mapping[str, JSONValue]
) -> tuple[Mapping[str, JSONValue], Sequence[JSONValue]]:
    names = [parameter.name for parameter in signature.parameters]
    if isinstance(given, Mapping):
        unknown = [name for name in given if name not in names]
        if unknown:
            raise ModuleError(f"calls: {origin} has no parameter {unknown[0]!r}; it has {names}")
        return given, ()
    if len(given) > len(names) and not signature.variadic:
        raise ModuleError(f"calls: {origin} takes {len(names)} arguments, not {len(given)}")
    return dict(zip(names, given, strict=False)), given[len(names) :]
