"""Checks of what a module's source says: docstrings, hints, names."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from inspect import getattr_static

from weex_runtime.module_api.module import Module, exports_of
from weex_runtime.module_api.registry import GROUP
from weex_runtime.module_check.report import Check, Finding
from weex_runtime.module_check.subject import Method, Subject
from weex_runtime.module_docs.components import ComponentDocs
from weex_runtime.module_docs.types import outside_json

_ON_EVERY_OBJECT = frozenset(
    """
    __proto__ constructor hasOwnProperty isPrototypeOf propertyIsEnumerable then toLocaleString
    toString valueOf
    """.split()
)
# No method of a class can be called so in Java, nor a part of a selector in Objective-C.
_KEYWORDS = frozenset(
    """
    abstract assert auto boolean break byte case catch char class const continue default do double
    else enum extends extern false final finally float for goto if implements import inline
    instanceof int interface long native new null package private protected public register return
    self short signed sizeof static strictfp struct super switch synchronized this throw throws
    transient true try typedef union unsigned void volatile while
    """.split()
)

# What to write in place of a Python type that JSON does not have.
_INSTEAD = {
    "bytes": "take dict: binary data crosses as {'@type': 'binary', 'base64': ...}",
    "bytearray": "take dict: binary data crosses as {'@type': 'binary', 'base64': ...}",
    "set": "take list: JS has arrays",
    "frozenset": "take list: JS has arrays",
    "datetime.datetime": "take float: milliseconds since 1970, as Date.getTime() gives them",
    "datetime": "take float: milliseconds since 1970, as Date.getTime() gives them",
    "collections.abc.Callable": "take Callback",
    "typing.Callable": "take Callback",
}


def docstrings(subject: Subject) -> Check:
    """The module or component and each method say what they do."""
    kind = "component" if isinstance(subject.docs, ComponentDocs) else "module"
    check = Check(f"the {kind} and each method have a docstring")
    remedy = "write what it does: it becomes the page that is handed to the native team"
    if not (vars(subject.cls).get("__doc__") or "").strip():
        check.problems.append(Finding(subject.docs.name, "has no docstring", remedy))
    for method in subject.methods:
        if not (method.export.function.__doc__ or "").strip():
            check.problems.append(Finding(method.origin, "has no docstring", remedy))
    return check


def methods(subject: Subject) -> Check:
    """There is something to call."""
    check = Check("the module has methods for JS")
    inherited = exports_of(Module)
    if all(inherited.get(name) is export for name, export in exports_of(subject.cls).items()):
        remedy = "mark what bundles call with @js_method"
        check.problems.append(Finding(subject.docs.name, "has no method for JS", remedy))
    for attribute in dir(subject.cls):
        mark = getattr(getattr_static(subject.cls, attribute), "__weex_event__", None)
        if mark:
            what = f"builds an element's event {mark[0]!r}"
            remedy = "a module fires events with self.fire_module_event(name, data)"
            check.problems.append(Finding(f"{subject.docs.name}.{attribute}", what, remedy))
    return check


def hints(subject: Subject) -> Check:
    """Each parameter and each result has a type that a value of JS can have."""
    check = Check("type hints are complete")
    for method in subject.methods:
        check.problems += _outside_json(method)
        function = method.export.function
        annotated = function.__annotations__
        code = function.__code__
        count = code.co_argcount + code.co_kwonlyargcount
        for name in code.co_varnames[1:count]:
            if name not in annotated:
                remedy = "say str, int, float, bool, dict, list, Callback, or JSONValue for any"
                check.problems.append(
                    Finding(method.origin, f"has no type hint for {name!r}", remedy)
                )
        if code.co_kwonlyargcount:
            names = ", ".join(code.co_varnames[code.co_argcount : count])
            check.problems.append(
                Finding(
                    method.origin,
                    f"has keyword-only parameters ({names})",
                    "JS passes arguments by position only",
                )
            )
        if "return" not in annotated:
            remedy = "say -> None, or what a sync method gives to JS"
            check.problems.append(Finding(method.origin, "does not say what it returns", remedy))
    return check


def _outside_json(method: Method) -> Iterator[Finding]:
    resolved = typing.get_type_hints(method.export.function, include_extras=True)
    for name, hint in resolved.items():
        is_result = name == "return"
        if is_result and not method.export.sync:
            continue  # JS does not get it
        part = outside_json(hint, takes_callback=not is_result)
        if part:
            what = "returns" if is_result else f"takes for {name!r}"
            yield Finding(
                method.origin,
                f"{what} {part}, which no value of JS is",
                _INSTEAD.get(part.partition("[")[0], "")
                or "expected str, int, float, bool, None, list, dict with text keys, a TypedDict, "
                "Literal, Callback or JSONValue",
            )


def names(subject: Subject) -> Check:
    """JS, Java and Objective-C can have the names."""
    check = Check("names are possible in JS, Java and Objective-C")
    name = subject.docs.name
    if not re.fullmatch(r"[A-Za-z][\w-]*", name, re.ASCII):
        remedy = "letters, digits, - and _, beginning with a letter"
        kind = "an element type" if isinstance(subject.docs, ComponentDocs) else "a module"
        check.problems.append(Finding(name, f"is no name for {kind}", remedy))
    if name == "dom" and not _is_installed(subject):
        remedy = "devices refuse to register it: take another name"
        check.problems.append(Finding(name, "is the JS framework's own module", remedy))
    for method in subject.methods:
        problem = _problem_of(method.name)
        if problem:
            remedy = 'give it another: @js_method(name="...")'
            check.problems.append(Finding(method.origin, problem, remedy))
    return check


def overloads(subject: Subject) -> Check:
    """A JS name belongs to one method."""
    check = Check("no method is overloaded")
    found: dict[str, set[str]] = {}
    for base in subject.cls.__mro__:
        for attribute, value in vars(base).items():
            export = getattr(value, "__weex_export__", None)
            if export:
                found.setdefault(export.js_name, set()).add(attribute)
    for js_name, attributes in found.items():
        if len(attributes) > 1:
            both = " and ".join(sorted(attributes))
            remedy = "which of them a device calls is undefined: give each a name of its own"
            check.problems.append(
                Finding(f"{subject.docs.name}.{js_name}", f"is the name of {both}", remedy)
            )
    for name in exports_of(Module):
        if any(method.name == name for method in subject.methods):
            what = "takes the place of what every module has"
            check.hints.append(Finding(f"{subject.docs.name}.{name}", what))
    return check


def _problem_of(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII):
        return "is no name for a method"
    if name in _KEYWORDS:
        return "is a word of Java's or Objective-C's own"
    if name in _ON_EVERY_OBJECT:
        return "is what JS itself looks for on an object"
    return ""


def _is_installed(subject: Subject) -> bool:
    from weex_runtime.module_api.entry_points import load

    return any(cls is subject.cls for _, cls in load(GROUP))


def all_of(subject: Subject) -> Iterator[Check]:
    """In order."""
    is_component = isinstance(subject.docs, ComponentDocs)
    for check in (docstrings, hints, names, overloads):
        yield check(subject)
    yield (refs if is_component else methods)(subject)


def refs(subject: Subject) -> Check:
    """A call through a ref never returns anything (callNativeComponent)."""
    check = Check("methods of refs return nothing")
    for method in subject.methods:
        if method.export.sync:
            remedy = "take a Callback, and write @js_method without sync=True"
            what = "returns a value, which a call through a ref never gets"
            check.problems.append(Finding(method.origin, what, remedy))
    return check
