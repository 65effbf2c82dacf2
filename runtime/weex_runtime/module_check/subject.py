"""The module or component under check: its methods, and arguments for their calls."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias

from weex_runtime.errors import ModuleError
from weex_runtime.json_values import JSONValue
from weex_runtime.module_api.arguments import Parameter, Signature, signature_of
from weex_runtime.module_api.component import Component
from weex_runtime.module_api.component_registry import ComponentRegistry, exports_on
from weex_runtime.module_api.exports import Export, exports_of
from weex_runtime.module_api.module import Callback, Module
from weex_runtime.module_api.registry import Registry
from weex_runtime.module_check.values import sample
from weex_runtime.module_docs.model import Docs
from weex_runtime.module_docs.model import Method as MethodDocs
from weex_runtime.module_docs.reader import read, read_component
from weex_runtime.module_docs.types import Record, Type

# Types of objects that hold state.
CONTAINERS = (list, dict, set, bytearray, deque)

# {method: its first arguments in order, or {parameter: argument}}
Calls: TypeAlias = Mapping[str, Sequence[JSONValue] | Mapping[str, JSONValue]]


class Argument(NamedTuple):
    """One argument that the bundle passes.

    Attributes:
        kind: "value", "undefined", "callback" for a function, "element" for the component's
            element.
    """

    kind: str
    value: JSONValue = None


CALLBACK = Argument("callback")
UNDEFINED = Argument("undefined")


@dataclass
class Method:
    """One exported method; `Subject.methods` has no inherited ones.

    Attributes:
        origin: Like "calendar.add".
        given: {parameter: argument} of the author.
        more: Arguments of the author for a variadic method, behind `given`.
    """

    origin: str
    export: Export
    docs: MethodDocs
    signature: Signature
    given: Mapping[str, JSONValue]
    more: Sequence[JSONValue] = ()

    @property
    def name(self) -> str:
        """The method's name in JS."""
        return self.export.js_name

    @property
    def parameters(self) -> list[tuple[Parameter, Type]]:
        """Each parameter with its type, without null; not the variadic one."""
        types = [parameter.type for parameter in self.docs.parameters]
        return list(zip(self.signature.parameters, types, strict=False))

    def required(self) -> int:
        """The number of arguments that a call must have."""
        needed = [n for n, p in enumerate(self.docs.parameters, start=1) if not p.optional]
        return max(needed, default=0)

    def arguments(self, records: Mapping[str, Record]) -> list[Argument]:
        """One argument for each parameter: the author's, or one made from the type hint."""
        found = []
        for parameter, type_ in self.parameters:
            if parameter.name in self.given:
                found.append(Argument("value", self.given[parameter.name]))
            elif is_function(parameter, type_):
                found.append(CALLBACK)
            else:
                found.append(Argument("value", sample(type_, records)))
        return found + [Argument("value", value) for value in self.more]

    def call(self, args: Sequence[Argument]) -> str:
        """A call as text, like "calendar.add('lunch', function)"."""
        kinds = {"callback": "function", "undefined": "undefined"}
        texts = [kinds.get(arg.kind, repr(arg.value)) for arg in args]
        return f"{self.origin}({', '.join(texts)})"


@dataclass
class Subject:
    """A module or component.

    Attributes:
        options: Arguments for `Runtime`.
        shares: Names of class attributes and globals that its pages share on purpose.
        timeout: Real seconds that the page may take to become idle.
        seconds: Seconds that the page's clock runs after a call.
        state: {name: text} of its class's and its file's containers, before the first call.
    """

    cls: type[Module] | type[Component]
    docs: Docs
    methods: list[Method]
    options: Mapping[str, Any]
    shares: Collection[str]
    timeout: float
    seconds: float
    state: Mapping[str, str] = field(default_factory=dict)

    @property
    def records(self) -> Mapping[str, Record]:
        """The TypedDicts by name."""
        return {record.name: record for record in self.docs.records}

    def state_now(self) -> dict[str, str]:
        """{name: text} of the containers that belong to the class or its file."""
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


def is_function(parameter: Parameter, type_: Type) -> bool:
    """Whether a call passes a function of the bundle for the parameter."""
    return parameter.kind is Callback or type_.kind == "callback"


def subject_of(
    kind: Literal["module", "component"],
    cls: Any,
    calls: Calls,
    shares: Collection[str],
    options: Mapping[str, Any],
    timeout: float,
    seconds: float,
) -> Subject:
    """Read the class and the author's arguments.

    Raises:
        ModuleError: The class cannot be registered, a type hint cannot be read, or `calls` names
            an unknown method or parameter.
    """
    platform = options.get("platform")
    if kind == "component":
        ComponentRegistry([cls])
        exports, docs = exports_on(cls, platform), read_component(cls)
    else:
        registration = Registry([cls]).get(cls.name)
        assert registration
        exports = registration.on(platform)
        docs = read(registration._replace(exports=exports))
    by_name = {method.name: method for method in docs.methods}
    unknown = [name for name in calls if name not in by_name]
    if unknown:
        raise ModuleError(
            f"calls: {docs.name} has no method {unknown[0]!r}; it has {', '.join(by_name)}"
        )
    methods: list[Method] = []
    inherited = exports_of(Module)
    for name, export in exports.items():
        if inherited.get(name) is not export:
            origin, signature = f"{docs.name}.{name}", signature_of(export.function)
            given, more = _given(origin, signature, calls.get(name, ()))
            methods.append(Method(origin, export, by_name[name], signature, given, more))
    subject = Subject(cls, docs, methods, options, shares, timeout, seconds)
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
