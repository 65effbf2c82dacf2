"""Advice on JS errors of tests that use names or syntax of other test frameworks."""

from __future__ import annotations

import re

from weex_runtime.js_tests import declarations
from weex_runtime.js_tests.failure import Failure, Frame, at_name, line_of
from weex_runtime.js_tests.files import TestFiles, text_of
from weex_runtime.naming import did_you_mean
from weex_runtime.testkit.suggestions import equivalent

_NOT_DEFINED = re.compile(r"ReferenceError: '?([\w$]+)'? is not defined")
_OF_SPIES = re.compile(
    r"\.mock(?:Return|Implementation|Resolved|Rejected|Clear|Reset|Restore)?\w*\b"
)
_OF_TYPESCRIPT = re.compile(
    r"\w\??\s*:\s*(?:number|string|boolean|any|void|unknown)\b|^\s*(?:interface|type|enum)\s+\w+"
    r"|\bas\s+(?:const|any|string|number)\b|\w<\w+>\("
)
_AWAIT = re.compile(r"\bawait\b")
_AWAIT_OUTSIDE = "await needs an async function: write it('…', async () => {…}); the same for hooks"


def load_failure(message: str, frames: list[Frame], files: TestFiles) -> Failure:
    """Return the failure to report if a test file does not parse, or throws while it is loaded."""
    if message.startswith("SyntaxError") and frames and _is_fault_of_await(frames[0], files):
        return Failure(f"{message}\n{_AWAIT_OUTSIDE}", frames)
    message = message.removeprefix("WeexError: ")
    frames = at_name(message, frames)
    return Failure(advised(message, frames), frames)


def advised(message: str, frames: list[Frame]) -> str:
    """Return the message of a JS error, followed by the advice of `_advice` for the error."""
    hint = _advice(message, line_of(frames[0]) if frames else "")
    return f"{message}\n{hint}" if hint else message


def _is_fault_of_await(frame: Frame, files: TestFiles) -> bool:
    """Return whether a line that does not parse would parse without `await`. If so, `await` stands
    outside of an async function.
    """
    source = text_of(frame.path)
    lines = source.split("\n")
    line = lines[frame.line - 1] if frame.line <= len(lines) else ""
    if not _AWAIT.search(line):
        return False
    lines[frame.line - 1] = _AWAIT.sub("", line)
    return files.error_line(frame.path, "\n".join(lines)) not in range(1, frame.line + 1)


def _advice(message: str, line: str) -> str:
    """Return advice on how to fix a JS error; "" for an error whose message suffices.

    Args:
        line: The text of the source line that threw the error.
    """
    if match := _NOT_DEFINED.match(message):
        name = match.group(1)
        return equivalent("js globals", name) or _near_global(name)
    if "could not load module" in message:
        return "import() is not available: write an import statement, or require('./file.js')"
    if message.startswith("TypeError") and _OF_SPIES.search(line):
        return (
            "spies have Jasmine's methods: use spy.and.returnValue(1), spy.and.callFake(() => 1) "
            "or spy.calls.reset()"
        )
    if message.startswith(("SyntaxError", "Unexpected token")) and _OF_TYPESCRIPT.search(line):
        return "for a test in TypeScript, use a file name like chat.test.ts"
    return ""


def _near_global(name: str) -> str:
    """Suggest the global of JS tests whose name is similar; "" if no name is similar."""
    known = re.findall(r"^declare (?:function|const|var) (\w+)", declarations(), re.MULTILINE)
    return did_you_mean(name, known, alike=0.8)
