"""Hints for uncaught JS exceptions: an unknown method, a global of browsers, or a frozen built-in.

JS half: js/48_missing_names.js.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from weex_runtime.errors import JSError
from weex_runtime.instance.instance import Instance
from weex_runtime.json_values import from_text
from weex_runtime.naming import did_you_mean

_OF_WEEX = (
    "config",
    "document",
    "isRegisteredComponent",
    "isRegisteredModule",
    "requireModule",
    "supports",
)
_OF_ELEMENTS = ("addEvent", "removeEvent", "setAttr", "setAttrs", "setStyle", "setStyles")

_LONGEST_NAME = 100

# Maximum number of lines in the arguments of a call. `quickjs` reports the line where the arguments
# end, so the call is searched for in this number of lines up to the reported line.
_LINES_OF_A_CALL = 20

_NOT_DEFINED = re.compile(r"ReferenceError: '?([\w$]+)'? is not defined")
_OF_UNDEFINED = re.compile(r"TypeError: cannot read property '([\w$]{1,100})' of undefined")
# {property of components that a plugin of Vue adds: the option of `new Vue`}
_OPTIONS = {"store": "store", "router": "router", "route": "router", "i18n": "i18n"}
_FRAME = re.compile(r"^\s*at (.*?)(?: \((.*?):(\d+)(?::(\d+))?\))?$", re.MULTILINE)
# `_REQUIRED` matches a call that returns a module in a bundle of the legacy framework, and
# `_CALL_OF_LEGACY` a call of a method of such a module. The number of spaces and of characters is
# limited, so that a search takes linear time.
_GAP = r"\s{0,20}"
_REQUIRED = (
    rf"(?:__weex_require__|require|requireModule)\({_GAP}"
    rf"['\"](?:@weex-module/)?([\w-]{{1,100}})['\"]{_GAP}\)"
)
_CALL_OF_LEGACY = re.compile(
    rf"(?:(?<![\w$])([\w$]{{1,100}})|{_REQUIRED}){_GAP}\.{_GAP}([\w$]{{1,100}}){_GAP}\("
)


def hint_of(page: Instance, error: JSError, read: str | None) -> str:
    """Return the fix for an exception; "" if none is known.

    Args:
        read: The last missing name that JS read: the result of lastMissing in
            js/48_missing_names.js, [kind, owner, name, stack]. The kind is "module", "component" or
            "weex"; the owner is the module's name or the element's type.
    """
    if undefined := _NOT_DEFINED.match(error.message):
        from weex_runtime.instance.hints.browser_globals import instead_of

        return instead_of(undefined.group(1), page.platform)
    if (undefined := _OF_UNDEFINED.match(error.message)) and (
        plugin := _plugin_of(page, error, undefined.group(1))
    ):
        return (
            f"this.${plugin} comes from new Vue({{ {_OPTIONS[plugin]}, … }}), which does not run "
            "when a component is opened alone; open the script that calls new Vue, like "
            "src/entry.js"
        )
    from weex_runtime.instance.hints.frozen_built_ins import advice_on_call, advice_on_change

    if error.message != "TypeError: not a function":
        return advice_on_change(page, error)
    if read is not None:
        kind, owner, name, stack = cast("list[str]", from_text(read))
        # Python keeps compiled patterns in memory, so no pattern may have a long name.
        if len(name) <= _LONGEST_NAME and _is_called(
            page, error, name, page.engine.name_positions(stack)
        ):
            whole = {"weex": "weex", "component": f"component <{owner}>"}
            head = f"{whole.get(kind, f'module {owner!r}')} has no {name!r}"
            return f"{head}; {_instead(page, kind, owner, name)}"
    if page.framework == "Weex" and (call := _call_of_legacy(page, error)):
        module, name = call
        return f"module {module!r} has no {name!r}; {_instead(page, 'module', module, name)}"
    return advice_on_call(page, error)


def _plugin_of(page: Instance, error: JSError, name: str) -> str:
    """Return the property of a plugin, like `$store`, that the code on the line of an error reads;
    "" if the code reads none.
    """
    frame = _FRAME.search(error.stack)
    if frame is None or not frame.group(3):
        return ""
    line = _line(page.js.positions.lines(frame.group(2)), frame.group(3))
    found = re.search(rf"\.\$({'|'.join(_OPTIONS)})\s*\.\s*{re.escape(name)}\b", line)
    return found.group(1) if found else ""


def _is_called(page: Instance, error: JSError, name: str, read_stack: str) -> bool:
    """Return whether the exception comes from a call of the missing name.

    The stack traces of the exception and of the read (`read_stack`) must have the same functions.
    `quickjs-ng` reports the position of the name; `quickjs` reports the line where the call ends,
    or no line. So with `quickjs`, each occurrence of the name on the possible lines must be a call:
    other occurrences are feature tests.
    """
    frames, read_frames = _FRAME.findall(error.stack), _FRAME.findall(read_stack)[1:]
    functions = [frame[0] for frame in frames]
    if not frames or functions != [frame[0] for frame in read_frames][: len(functions)]:
        return False
    called = rf"\b{re.escape(name)}(?:['\"]\s*\])?\s*\("
    _, script, line, column = frames[0]
    positions = page.js.positions
    if script and not positions.is_own(script):
        return False
    lines = positions.lines(script or page.name)
    if column:
        return bool(re.match(rf"[\w$.\['\"]*?{called}", _line(lines, line)[int(column) - 1 :]))
    last = int(line) if line else len(lines)
    first = max(0, last - _LINES_OF_A_CALL) if line else 0
    found = False
    for number, text in enumerate(lines[first:last], first):
        mentions = len(re.findall(rf"\b{re.escape(name)}\b", text))
        if not mentions:
            continue
        if mentions != len(re.findall(called, text)) or "catch" in text:
            return False
        found = found or not line or _end_of_call(lines, number, name) + 1 >= last
    return found


def _end_of_call(lines: list[str], number: int, name: str) -> int:
    """Return the index of the line on which a call ends."""
    depth = 0
    for index in range(number, len(lines)):
        text = lines[index].partition(name)[2] if index == number else lines[index]
        depth += sum(map(text.count, "([{")) - sum(map(text.count, ")]}"))
        if depth <= 0:
            return index
    return number


def _call_of_legacy(page: Instance, error: JSError) -> tuple[str, str] | None:
    """Return (module, method) of the only call on an error's line whose module lacks the method.

    The legacy framework creates module objects itself, so the modules are known only from the
    bundle's text.
    """
    frame = _FRAME.search(error.stack)
    if frame is None or not frame.group(3):
        return None
    line = _line(page.js.positions.lines(frame.group(2)), frame.group(3))
    found = set[tuple[str, str]]()
    for call in _CALL_OF_LEGACY.finditer(line):
        variable, module, name = call.groups()
        if frame.group(4) and call.start(3) != int(frame.group(4)) - 1:
            continue
        if variable:
            value = rf"(?:{_GAP}|[^;\n]{{0,100}}?){_REQUIRED}"
            pattern = rf"(?<![\w$]){re.escape(variable)}{_GAP}={value}"
            modules = set(re.findall(pattern, page.source))
            module = modules.pop() if len(modules) == 1 else ""
        registration = page.registry.get(module) if module else None
        if registration and name not in registration.on(page.platform.name):
            found.add((module, name))
    return found.pop() if len(found) == 1 else None


def _line(lines: list[str], number: str) -> str:
    return lines[int(number) - 1] if int(number) <= len(lines) else ""


def _instead(page: Instance, kind: str, owner: str, name: str) -> str:
    if kind == "weex":
        return _likely(name, _OF_WEEX)
    if kind == "component":
        methods = page.runtime.components.methods(owner, page.platform.name)
        return _likely(name, methods, _OF_ELEMENTS)
    registration = page.registry.get(owner)
    if registration is None:
        return _likely(name, ())
    elsewhere = registration.exports.get(name)
    if elsewhere is not None:
        platforms = ", ".join(elsewhere.platforms or registration.cls.platforms or ())
        check = f"check weex.supports('@module/{owner}.{name}') first"
        return f"the method exists on: {platforms}; {check}"

    if callable(getattr(registration.cls, name, None)):
        return f"mark {registration.cls.__qualname__}.{name} with @js_method to export it"
    exported = registration.on(page.platform.name)
    own = [method for method in exported if method not in _OF_EVERY_MODULE]
    return _likely(name, own, _OF_EVERY_MODULE)


_OF_EVERY_MODULE = ("addEventListener", "removeAllEventListeners")


def _likely(name: str, known: Iterable[str], more: Iterable[str] = ()) -> str:
    """Return the hint for a missing method: a similar name, or all names."""
    everything = f"it has {', '.join(known) or 'no methods'}"
    return did_you_mean(name, (*more, *known), everything, show=repr)
