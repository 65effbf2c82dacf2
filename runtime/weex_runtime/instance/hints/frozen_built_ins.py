"""Hints for bundles that change built-ins, which are frozen on devices.

JS half: js/48_freeze.js. Source: spec/bridge.md, section 1.
"""

from __future__ import annotations

import re

from weex_runtime.errors import JSError
from weex_runtime.instance.instance import Instance

_OF_CHANGES = re.compile(
    r"TypeError: (?:object is not extensible|property is not configurable"
    r"|could not delete property|no setter for property|'[^']*' is read-only)"
    r"|Error: Cannot assign to read only property \w+ of (?:Object|Error)\.prototype"
)
_BUILT_IN = r"\b(?:Object|Array|String|Number|Boolean|Date|RegExp|Error)\b"
_CHANGED = re.compile(rf"{_BUILT_IN}(?:\.prototype\b)?\s*(?:[.,)\]]\s*|\[)")
_ADDED = re.compile(rf"{_BUILT_IN}\.prototype\.([\w$]+)\s*=(?!=)")
_CORE_JS = "__core-js_shared__"  # every version of core-js contains this name, minified or not
_LONGEST_LINE = 300  # lines with more characters count as minified code
_FRAME = re.compile(r"^\s*at .*?\((.*?):(\d+)(?::\d+)?\)$", re.MULTILINE)
_FRAMES = 4

_WHY = (
    "devices freeze Object, Array and the prototypes of Object, Array, String, Number, Boolean, "
    "Date, RegExp and Error before a bundle runs"
)


def advice_on_change(page: Instance, error: JSError) -> str:
    """Return the fix for an exception from changing a built-in; "" for another exception."""
    if not page.platform.freezes_built_ins or not _OF_CHANGES.match(error.message):
        return ""
    if _CORE_JS in page.source:
        return (
            f"{_WHY}, so core-js (babel-polyfill) throws an error: leave core-js out of the bundle"
        )
    if error.message.startswith("Error: ") or any(map(_CHANGED.search, _lines(page, error))):
        return f"{_WHY}, so a bundle cannot change them: write functions of your own"
    return ""


def advice_on_call(page: Instance, error: JSError) -> str:
    """Return the fix for a call of a method that the bundle tried to add to a built-in; "" for
    another call.
    """
    if not page.platform.freezes_built_ins:
        return ""
    added = set(_ADDED.findall(page.source))
    for line in _lines(page, error)[:1]:
        for name in added.intersection(re.findall(r"\.([\w$]+)\s*\(", line)):
            return f"{_WHY}, so {name!r} was not added: write a function of your own"
    return ""


def _lines(page: Instance, error: JSError) -> list[str]:
    """Return the lines of the bundle that the stack trace names, innermost first."""
    lines = page.source.split("\n")
    numbers = [int(line) for script, line in _FRAME.findall(error.stack) if script == page.name]
    found = [lines[number - 1] for number in numbers[:_FRAMES] if number <= len(lines)]
    return [line for line in found if len(line) <= _LONGEST_LINE]
