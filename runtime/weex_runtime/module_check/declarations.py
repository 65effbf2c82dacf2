"""Checks of the source: docstrings, type hints and names."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from inspect import getattr_static

from weex_runtime.module_api.exports import exports_of
from weex_runtime.module_api.module import Module
from weex_runtime.module_api.registry import GROUP
from weex_runtime.module_check.report import Check, Finding
from weex_runtime.module_check.subject import Method, Subject
from weex_runtime.module_docs.types import outside_json

_ON_EVERY_OBJECT = frozenset(
    """
    __proto__ constructor hasOwnProperty isPrototypeOf propertyIsEnumerable then toLocaleString
    toString valueOf
    """.split()
)
# Words that cannot name a method in Java, or a part of a selector in Objective-C.
_KEYWORDS = frozenset(
    """
    abstract assert auto boolean break byte case catch char class const continue default do double
    else enum extends extern false final finally float for goto if implements import inline
    instanceof int interface long native new null package private protected public register return
    self short signed sizeof static strictfp struct super switch synchronized this throw throws
    transient true try typedef union unsigned void volatile while
    """.split()
)

# Remedies for Python types that JSON does not have.
_BINARY = "take dict: JS passes binary data as {'@type': 'binary', 'base64': ...}"
_LIST = "take list: JS has arrays"
_TIME = "take float: milliseconds since 1970, as Date.getTime() returns them"
_INSTEAD = {
    "bytes": _BINARY,
    "bytearray": _BINARY,
    "set": _LIST,
    "frozenset": _LIST,
    "datetime.datetime": _TIME,
    "datetime": _TIME,
    "collections.abc.Callable": "take Callback",
    "typing.Callable": "take Callback",
}
_JSON_TYPES = (
    "expected str, int, float, bool, None, list, dict with text keys, a TypedDict, Literal, "
    "Callback or JSONValue"
)


def checks(subject: Subject) -> Iterator[Check]:
    """Check the source without calling a method."""
    yield docstrings(subject)
    yield hints(subject)
    yield names(subject)
    yield overloads(subject)
    yield (refs if subject.docs.kind == "component" else methods)(subject)


def docstrings(subject: Subject) -> Check:
    """The class and each method have a docstring."""
    check = Check(f"the {subject.docs.kind} and each method have a docstring")
    remedy = "describe it: the text becomes a page for the authors of the device modules"
    documented = [(subject.docs.name, vars(subject.cls).get("__doc__"))]
    documented += [(method.origin, method.export.function.__doc__) for method in subject.methods]
    for where, text in documented:
        if not (text or "").strip():
            check.problems.append(Finding(where, "has no docstring", remedy))
    return check


def methods(subject: Subject) -> Check:
    """A module has methods of its own, and no event builders."""
    check = Check("the module has methods for JS")
    inherited = exports_of(Module)
    if all(inherited.get(name) is export for name, export in exports_of(subject.cls).items()):
        remedy = "mark the methods that bundles call with @js_method"
        check.problems.append(Finding(subject.docs.name, "has no method for JS", remedy))
    for attribute in dir(subject.cls):
        mark = getattr(getattr_static(subject.cls, attribute), "__weex_event__", None)
        if mark:
            what = f"builds an element's event {mark[0][0]!r}"
            remedy = "a module fires events with self.fire_module_event(name, data)"
            check.problems.append(Finding(f"{subject.docs.name}.{attribute}", what, remedy))
    return check


def hints(subject: Subject) -> Check:
    """Each parameter and result has a type hint that a value of JS fits."""
    check = Check("type hints are complete")
    for method in subject.methods:
        check.problems += _outside_json(method)
        function = method.export.function
        annotated, code = function.__annotations__, function.__code__
        count = code.co_argcount + code.co_kwonlyargcount
        for name in code.co_varnames[1:count]:
            if name not in annotated:
                remedy = "write str, int, float, bool, dict, list, Callback, or JSONValue for any"
                what = f"has no type hint for {name!r}"
                check.problems.append(Finding(method.origin, what, remedy))
        if code.co_kwonlyargcount:
            keywords = ", ".join(code.co_varnames[code.co_argcount : count])
            what = f"has keyword-only parameters ({keywords})"
            remedy = "JS passes arguments by position only"
            check.problems.append(Finding(method.origin, what, remedy))
        if "return" not in annotated:
            remedy = "write -> None, or the type of a sync method's value"
            what = "has no type hint for its result"
            check.problems.append(Finding(method.origin, what, remedy))
    return check


def _outside_json(method: Method) -> Iterator[Finding]:
    resolved = typing.get_type_hints(method.export.function, include_extras=True)
    for name, hint in resolved.items():
        is_result = name == "return"
        if is_result and not method.export.sync:
            continue  # JS does not get it
        part = outside_json(hint, takes_callback=not is_result)
        if part:
            verb = "returns" if is_result else f"takes for {name!r}"
            remedy = _INSTEAD.get(part.partition("[")[0], _JSON_TYPES)
            yield Finding(method.origin, f"{verb} {part}, which no value of JS fits", remedy)


def names(subject: Subject) -> Check:
    """JS, Java and Objective-C accept the names."""
    check = Check("names are possible in JS, Java and Objective-C")
    name = subject.docs.name
    if not re.fullmatch(r"[A-Za-z][\w-]*", name, re.ASCII):
        remedy = "use letters, digits, - and _, beginning with a letter"
        kind = "an element type" if subject.docs.kind == "component" else "a module name"
        check.problems.append(Finding(name, f"is not {kind}", remedy))
    if name == "dom" and not _is_installed(subject):
        remedy = "devices refuse to register it: choose another name"
        check.problems.append(Finding(name, "is the JS framework's own module", remedy))
    for method in subject.methods:
        problem = _name_problem(method.name)
        if problem:
            remedy = 'choose another name: @js_method(name="...")'
            check.problems.append(Finding(method.origin, problem, remedy))
    return check


def _name_problem(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII):
        return "is not a method name"
    if name in _KEYWORDS:
        return "is a reserved word in Java or Objective-C"
    if name in _ON_EVERY_OBJECT:
        return "is a property that JS itself reads from objects"
    return ""


def _is_installed(subject: Subject) -> bool:
    from weex_runtime.module_api.entry_points import load

    return any(cls is subject.cls for _, cls in load(GROUP))


def overloads(subject: Subject) -> Check:
    """Each JS name belongs to one method."""
    check = Check("no method is overloaded")
    found: dict[str, set[str]] = {}
    for base in subject.cls.__mro__:
        for attribute, value in vars(base).items():
            export = getattr(value, "__weex_export__", None)
            if export:
                found.setdefault(export.js_name, set()).add(attribute)
    for js_name, attributes in found.items():
        if len(attributes) > 1:
            what = f"is the name of {' and '.join(sorted(attributes))}"
            remedy = "a device calls any of them: give each its own name"
            check.problems.append(Finding(f"{subject.docs.name}.{js_name}", what, remedy))
    for name in exports_of(Module):
        if any(method.name == name for method in subject.methods):
            what = "replaces a method that every module has"
            check.hints.append(Finding(f"{subject.docs.name}.{name}", what))
    return check


def refs(subject: Subject) -> Check:
    """A component's methods return nothing, as callNativeComponent has no result."""
    check = Check("methods of refs return nothing")
    for method in subject.methods:
        if method.export.sync:
            what = "returns a value, which a call through a ref never gets"
            remedy = "take a Callback, and write @js_method without sync=True"
            check.problems.append(Finding(method.origin, what, remedy))
    return check
