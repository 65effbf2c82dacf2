"""Advice on JS errors that come from a habit of another test framework."""

from __future__ import annotations

import re

from weex_runtime.js_tests import declarations
from weex_runtime.testkit.suggestions import equivalent

_NOT_DEFINED = re.compile(r"ReferenceError: '?([\w$]+)'? is not defined")
_OF_SPIES = re.compile(
    r"\.mock(?:Return|Implementation|Resolved|Rejected|Clear|Reset|Restore)?\w*\b"
)
_OF_TYPESCRIPT = re.compile(
    r"\w\??\s*:\s*(?:number|string|boolean|any|void|unknown)\b|^\s*(?:interface|type|enum)\s+\w+"
    r"|\bas\s+(?:const|any|string|number)\b|\w<\w+>\("
)


def advice(message: str, line: str) -> str:
    """Say how to fix an error of JS; "" where the message suffices.

    Args:
        line: The source line that raised the error.
    """
    if match := _NOT_DEFINED.match(message):
        name = match.group(1)
        return equivalent("js globals", name) or _near_global(name)
    if "could not load module" in message:
        return "there is no import: use require('./file.js') for files of your own"
    if message.startswith("TypeError") and _OF_SPIES.search(line):
        return (
            "spies are Jasmine's: use spy.and.returnValue(1), spy.and.callFake(() => 1) or "
            "spy.calls.reset()"
        )
    if message.startswith("SyntaxError") and _OF_TYPESCRIPT.search(line):
        return (
            "test files are JS: write types as comments, /** @type {number} */, which an editor "
            "checks with `weex-runtime test --types`"
        )
    return ""


def _near_global(name: str) -> str:
    """Suggest the global with a similar name; "" without one."""
    from difflib import get_close_matches

    known = re.findall(r"^declare (?:function|const|var) (\w+)", declarations(), re.MULTILINE)
    near = get_close_matches(name, known, 1, cutoff=0.8)
    return f"did you mean {near[0]}?" if near else ""
