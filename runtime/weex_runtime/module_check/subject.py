"""The module or component under check: its methods, and arguments for their calls."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Literal, NamedTuple, TypeAlias

from weex_runtime.errors import ModuleError
from weex_runtime.json_values import JSONValue
from weex_runtime.module_api.arguments import Parameter, signature_of
from weex_runtime.module_api.component import Component
from weex_runtime.module_api.component_registry import ComponentRegistry, exports_on
from weex_runtime.module_api.exports import Export, exports_of
from weex_runtime.module_api.module import Callback, Module
from weex_runtime.module_api.registry import Registry
from weex_runtime.module_check.values import sample
from weex_runtime.module_docs.model import Method as MethodDocs
from weex_runtime.module_docs.reader import read, read_component
from weex_runtime.module_docs.types import Type

# Types of mutable values. The check reports values of these types that pages share by mistake.
CONTAINERS = (list, dict, set, bytearray, deque)

# {method: arguments}; the arguments are a list in order, or {parameter: argument}.
Calls: TypeAlias = Mapping[str, Sequence[JSONValue] | Mapping[str, JSONValue]]


class Argument(NamedTuple):
    """One argument that the bundle passes.

    Attributes:
        js: The JS expression of the argument in the bundle (trial.py).
        text: The argument as text for messages.
    """

    js: str
    text: str


def value_of(value: JSONValue) -> Argument:
    """Return an `Argument` for a JSON value."""
    return Argument(json.dumps(value), repr(value))


CALLBACK = Argument("callback", "function")
UNDEFINED = Argument("undefined", "undefined")


@dataclass
class Method:
    """One exported method. `Subject.methods` does not contain inherited methods.

    Attributes:
        origin: The name for messages, like "calendar.add".
        parameters: (parameter, type without null) of each parameter except the variadic parameter.
        arguments: An argument for each parameter: from `calls`, or made from the type hint.
        is_given: Whether `calls` has arguments for the method.
    """

    origin: str
    export: Export
    docs: MethodDocs
    parameters: list[tuple[Parameter, Type]]
    arguments: list[Argument]
    is_given: bool

    @property
    def name(self) -> str:
        """The method's name in JS."""
        return self.export.js_name

    def required(self) -> int:
        """The number of the method's required parameters."""
        needed = [n for n, p in enumerate(self.docs.parameters, start=1) if not p.optional]
        return max(needed, default=0)

    def call(self, args: Sequence[Argument]) -> str:
        """Return a call as text, like "calendar.add('lunch', function)"."""
        return f"{self.origin}({', '.join(arg.text for arg in args)})"


@dataclass
class Subject:
    """The module or component under check.

    Attributes:
        calls: {method: arguments} that the author gave.
        options: Arguments for `Runtime`.
        shares: Names of the class attributes and globals whose values pages share on purpose.
        timeout: Real seconds that the page may take to become idle.
        seconds: Seconds that the page's clock runs after a call.
        records: {name: record} of the TypedDicts in the type hints.
        state: {name of a container in the class or in its file: text of the container's value
            before the first call}.

    Raises:
        ModuleError: The class cannot be registered, a type hint cannot be read, or `calls` names
            an unknown method or parameter.
    """

    kind: Literal["module", "component"]
    cls: Any
    calls: Calls | None
    shares: Collection[str]
    options: Mapping[str, Any] | None
    timeout: float
    seconds: float

    def __post_init__(self) -> None:
        platform = (self.options or {}).get("platform")
        if self.kind == "component":
            ComponentRegistry([self.cls])
            exports, self.docs = exports_on(self.cls, platform), read_component(self.cls)
        else:
            registration = Registry().replace(self.cls)
            exports = registration.on(platform)
            self.docs = read(registration._replace(exports=exports))
        self.records = {record.name: record for record in self.docs.records}
        calls, docs = self.calls or {}, {method.name: method for method in self.docs.methods}
        for name in calls:
            if name not in docs:
                raise ModuleError(
                    f"calls: {self.docs.name} has no method {name!r}; it has {', '.join(docs)}"
                )
        inherited = exports_of(Module)
        self.methods = [
            self._method(export, docs[name], calls.get(name, ()))
            for name, export in exports.items()
            if inherited.get(name) is not export
        ]
        self.state = self.state_now()

    def _method(
        self, export: Export, docs: MethodDocs, given: Sequence[JSONValue] | Mapping[str, JSONValue]
    ) -> Method:
        origin = f"{self.docs.name}.{export.js_name}"
        parameters, variadic = signature_of(export.function)
        names = [parameter.name for parameter in parameters]
        more: Sequence[JSONValue] = ()
        if not isinstance(given, Mapping):
            more = given[len(names) :]
            if more and not variadic:
                raise ModuleError(f"calls: {origin} takes {len(names)} arguments, not {len(given)}")
            given = dict(zip(names, given, strict=False))
        for name in given:
            if name not in names:
                raise ModuleError(f"calls: {origin} has no parameter {name!r}; it has {names}")
        typed = [(p, doc.type) for p, doc in zip(parameters, docs.parameters, strict=False)]
        arguments = []
        for parameter, type_ in typed:
            if parameter.name in given:
                arguments.append(value_of(given[parameter.name]))
            elif is_function(parameter, type_):
                arguments.append(CALLBACK)
            else:
                arguments.append(value_of(sample(type_, self.records)))
        arguments += map(value_of, more)
        return Method(origin, export, docs, typed, arguments, bool(given or more))

    def state_now(self) -> dict[str, str]:
        """Return {name: repr(value)} for the lists, dicts and sets in the class and its file."""
        own = takewhile(lambda base: base not in (Module, Component), self.cls.__mro__)
        scopes: dict[str, Mapping[str, object]] = {base.__name__: vars(base) for base in own}
        for method in self.methods:
            scope = method.export.function.__globals__
            scopes[str(scope.get("__name__"))] = scope
        return {
            f"{owner}.{name}": repr(value)
            for owner, scope in scopes.items()
            for name, value in list(scope.items())
            if isinstance(value, CONTAINERS)
            if not (name.startswith("__") or name in self.shares)
        }


def is_function(parameter: Parameter, type_: Type) -> bool:
    """Return whether a call passes a function of the bundle for the parameter."""
    return parameter.kind is Callback or type_.kind == "callback"
