"""Checks that call no method of the class: its docstrings, type hints and names."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from inspect import getattr_static, signature

from weex_runtime.module_api.entry_points import load
from weex_runtime.module_api.exports import exports_of
from weex_runtime.module_api.module import Module
from weex_runtime.module_api.registry import GROUP
from weex_runtime.module_check.report import Check
from weex_runtime.module_check.subject import Method, Subject
from weex_runtime.module_docs.signatures import NATIVE_WORDS
from weex_runtime.module_docs.types import outside_json

# Names that a method cannot have, because every JS object has a property with this name.
_ON_EVERY_OBJECT = frozenset(
    """
    __proto__ constructor hasOwnProperty isPrototypeOf propertyIsEnumerable then toLocaleString
    toString valueOf
    """.split()
)

# Advice for type hints with Python types that JSON does not have.
_BINARY = "write dict as the type hint: JS passes binary data as {'@type': 'binary', 'base64': ...}"
_LIST = "write list as the type hint: JS has arrays"
_TIME = "write float as the type hint: milliseconds since 1970, as Date.getTime() returns them"
_INSTEAD = {
    "bytes": _BINARY,
    "bytearray": _BINARY,
    "set": _LIST,
    "frozenset": _LIST,
    "datetime": _TIME,
    "collections.abc.Callable": "write Callback",
    "typing.Callable": "write Callback",
}
_JSON_TYPES = (
    "expected str, int, float, bool, None, list, dict with text keys, a TypedDict, Literal, "
    "Callback or JSONValue"
)


def checks(subject: Subject) -> Iterator[Check]:
    """Check the docstrings, type hints and names of a class, without calling a method."""
    yield docstrings(subject)
    yield hints(subject)
    yield names(subject)
    yield overloads(subject)
    yield (refs if subject.docs.kind == "component" else methods)(subject)


def docstrings(subject: Subject) -> Check:
    """Check that the class and its methods for JS have docstrings, for the documentation."""
    check = Check(f"the {subject.docs.kind} and each method have a docstring")
    remedy = "write a docstring: it becomes the documentation for authors of device modules"
    documented = [(subject.docs.name, vars(subject.cls).get("__doc__"))]
    documented += [(method.origin, method.export.function.__doc__) for method in subject.methods]
    for where, text in documented:
        if not (text or "").strip():
            check.problem(where, "has no docstring", remedy)
    return check


def methods(subject: Subject) -> Check:
    """Check that a module has methods, and no `@event` methods."""
    check = Check("the module has methods for JS")
    if exports_of(subject.cls) == exports_of(Module):
        remedy = "mark the methods that bundles call with @js_method"
        check.problem(subject.docs.name, "has no method for JS", remedy)
    for attribute in dir(subject.cls):
        mark = getattr(getattr_static(subject.cls, attribute), "__weex_event__", None)
        if mark:
            what = f"builds an element's event {mark[0][0]!r}"
            remedy = "a module fires events with self.fire_module_event(name, data)"
            check.problem(f"{subject.docs.name}.{attribute}", what, remedy)
    return check


def hints(subject: Subject) -> Check:
    """Check that each parameter and result has a type hint, and that values of JS can match it."""
    check = Check("type hints are complete")
    for method in subject.methods:
        _check_json(method, check)
        parameters = list(signature(method.export.function).parameters.values())[1:]
        for parameter in parameters:
            is_rest = parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
            if parameter.annotation is parameter.empty and not is_rest:
                remedy = "write str, int, float, bool, dict, list, Callback, or JSONValue for any"
                check.problem(method.origin, f"has no type hint for {parameter.name!r}", remedy)
        keywords = ", ".join(p.name for p in parameters if p.kind == p.KEYWORD_ONLY)
        if keywords:
            what = f"has keyword-only parameters ({keywords})"
            check.problem(method.origin, what, "JS passes arguments by position only")
        if "return" not in method.export.function.__annotations__:
            remedy = "write -> None, or the type of a sync method's value"
            check.problem(method.origin, "has no type hint for its result", remedy)
    return check


def _check_json(method: Method, check: Check) -> None:
    resolved = typing.get_type_hints(method.export.function, include_extras=True)
    for name, hint in resolved.items():
        is_result = name == "return"
        if is_result and not method.export.sync:
            continue  # JS does not receive the result of a method without `sync`
        part = outside_json(hint, takes_callback=not is_result)
        if part:
            verb = "returns" if is_result else f"takes for {name!r}"
            remedy = _INSTEAD.get(part.partition("[")[0], _JSON_TYPES)
            check.problem(method.origin, f"{verb} {part}, which no value of JS fits", remedy)


def names(subject: Subject) -> Check:
    """Check that JS, Java and Objective-C accept the names of the module and its methods."""
    check = Check("names are possible in JS, Java and Objective-C")
    name = subject.docs.name
    if not re.fullmatch(r"[A-Za-z][\w-]*", name, re.ASCII):
        remedy = "use letters, digits, - and _, beginning with a letter"
        check.problem(name, f"is not a possible name of a {subject.docs.kind}", remedy)
    if name == "dom" and all(cls is not subject.cls for _, cls in load(GROUP)):
        remedy = "devices refuse to register this name: choose another name"
        check.problem(name, "is the JS framework's own module", remedy)
    for method in subject.methods:
        problem = ""
        if not re.fullmatch(r"[A-Za-z_]\w*", method.name, re.ASCII):
            problem = "is not a method name"
        elif method.name in NATIVE_WORDS:
            problem = "is a reserved word in Java or Objective-C"
        elif method.name in _ON_EVERY_OBJECT:
            problem = "is a property that the JS engine reads from objects"
        if problem:
            check.problem(method.origin, problem, 'choose another name: @js_method(name="...")')
    return check


def overloads(subject: Subject) -> Check:
    """Check that no two methods have the same name in JS."""
    check = Check("no method is overloaded")
    found: dict[str, set[str]] = {}
    for base in subject.cls.__mro__:
        for attribute, value in vars(base).items():
            for js_name in getattr(value, "__weex_export__", ((), None))[0]:
                found.setdefault(js_name, set()).add(attribute)
    for js_name, attributes in found.items():
        if len(attributes) > 1:
            what = f"is the name of several methods: {' and '.join(sorted(attributes))}"
            remedy = "a device calls only one of these methods: give each its own name"
            check.problem(f"{subject.docs.name}.{js_name}", what, remedy)
    for method in subject.methods:
        if method.name in exports_of(Module):
            check.hint(method.origin, "replaces a method that every module has")
    return check


def refs(subject: Subject) -> Check:
    """Check that methods which JS calls through `this.$refs` return no value: callNativeComponent
    has no result.
    """
    check = Check("methods of refs return nothing")
    for method in subject.methods:
        if method.export.sync:
            what = "returns a value, which a call through a ref never gets"
            remedy = "give the method a Callback parameter, and remove sync=True"
            check.problem(method.origin, what, remedy)
    return check
