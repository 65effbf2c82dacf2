"""Format the failures of tests in JS: lines of the test file, with the message below them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from _pytest._code.code import (
    ReprEntry,
    ReprExceptionInfo,
    ReprFileLocation,
    ReprTraceback,
)

if TYPE_CHECKING:
    from weex_runtime.js_tests.failure import Failure, Frame

_LINES_BEFORE = 3


def representation(node: pytest.Collector | pytest.Item, excinfo: Any) -> Any:
    """Return a failure as pytest shows it; None if the exception is not a failure of a test in
    JS.
    """
    from weex_runtime.control_characters import visible
    from weex_runtime.js_tests.failure import JSTestFailed

    if not isinstance(excinfo.value, JSTestFailed):
        return None
    failures = excinfo.value.failures
    entries = [entry for failure in failures for entry in _entries(node, failure)]
    crash = _place(node, failures[0], visible(failures[0].message, indent="  "))
    return ReprExceptionInfo(reprtraceback=ReprTraceback(entries, None, "long"), reprcrash=crash)


def _entries(node: pytest.Collector | pytest.Item, failure: Failure) -> list[ReprEntry]:
    """Return an entry of the report for each stack frame, outermost first. The last entry has the
    failure's message.
    """
    from weex_runtime.control_characters import visible
    from weex_runtime.js_tests.failure import Frame

    frames = list(reversed(failure.frames))
    if not frames and isinstance(node, pytest.Item):
        # The stack trace has no frame if the test's function is written in one line. So show the
        # line on which the test begins.
        frames = [Frame("", node.path, (node.reportinfo()[1] or 0) + 1)]
    entries = [
        ReprEntry(_code(frame), None, None, _location(node, frame, ""), "long")
        for frame in frames[:-1]
    ]
    code = _code(frames[-1]) if frames else []
    message = [f"E   {line}".rstrip() for line in visible(failure.message).splitlines()]
    place = _place(node, failure, failure.kind)
    return [*entries, ReprEntry([*code, *message], None, None, place, "long")]


def _code(frame: Frame) -> list[str]:
    """Return the source line of a frame, and some lines before this line."""
    try:
        source = frame.path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    first = max(0, frame.line - 1 - _LINES_BEFORE)
    lines = source[first : frame.line]
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    cut = [line[indent:] for line in lines]
    return [*(f"    {line}".rstrip() for line in cut[:-1]), *(f">   {line}" for line in cut[-1:])]


def _place(
    node: pytest.Collector | pytest.Item, failure: Failure, message: str
) -> ReprFileLocation:
    if failure.frames:
        return _location(node, failure.frames[0], message)
    path, line, _ = node.reportinfo() if isinstance(node, pytest.Item) else (node.path, 0, "")
    return ReprFileLocation(_shown(node, Path(path)), (line or 0) + 1, message)


def _location(node: pytest.Collector | pytest.Item, frame: Frame, message: str) -> ReprFileLocation:
    return ReprFileLocation(_shown(node, frame.path), frame.line, message)


def _shown(node: pytest.Collector | pytest.Item, path: Path) -> str:
    return os.path.relpath(path, node.config.invocation_params.dir)
