"""Failures of tests in JS: their messages, and their lines in the test's files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

# Matches a frame of a stack trace, "    at name (chat.test.js:12)"; the engine quickjs-ng adds a
# column.
_FRAME = re.compile(r"^\s*at (?:(.*?) \()?(.+?):(\d+)(?::\d+)?\)?$")

# Matches the messages of exposed_api.py and host.py about unknown names.
_NO_SUCH_NAME = re.compile(r"\S+(?: test)? has no (\w+)[;:]|no page is open")


class Frame(NamedTuple):
    """A frame of a stack trace that is in a file of the test.

    Attributes:
        function: The name of the function; "" if it has no name.
        line: The number of the line, from 1.
    """

    function: str
    path: Path
    line: int


class Failure(NamedTuple):
    """One failure of a test.

    Attributes:
        message: The text of the failure, in one line or several.
        frames: Lines of the stack in the test's own files, innermost first.
        kind: "expectation", "timeout" or another kind of error.
    """

    message: str
    frames: Sequence[Frame] = ()
    kind: str = "Error"


class JSTestFailed(Exception):
    """A test in JS, or its file, failed.

    Attributes:
        failures: The failures in the order in which they occurred, at least one.
    """

    def __init__(self, failures: Sequence[Failure]) -> None:
        super().__init__("\n".join(failure.message for failure in failures))
        self.failures = failures


class JSTestSkipped(Exception):
    """The test called `pending()` while it ran."""


def frames_of(stack: str, paths: dict[str, Path]) -> list[Frame]:
    """Return the frames of a stack trace that are in a test's own files.

    Args:
        stack: The stack trace, with names of scripts.
        paths: {name of a script: file}.
    """
    found = []
    for line in stack.splitlines():
        match = _FRAME.match(line)
        if match and match.group(2) in paths:
            name = match.group(1) or ""
            function = "" if name.startswith("<") else name
            found.append(Frame(function, paths[match.group(2)], int(match.group(3))))
    return found


def line_of(frame: Frame) -> str:
    """Return the source line of a frame; "" if the file cannot be read."""
    lines = _lines(frame.path)
    return lines[frame.line - 1] if frame.line <= len(lines) else ""


def at_name(message: str, frames: list[Frame]) -> list[Frame]:
    """If an error message reports an unknown name, set the line of the innermost frame to the
    nearest line that contains this name.

    Not every engine records the lines of property reads in stack traces.
    """
    match = _NO_SUCH_NAME.match(message)
    if not (match and frames):
        return frames
    frame, name = frames[0], re.compile(rf"\b{match.group(1) or 'page'}\b")
    lines = [number for number, line in enumerate(_lines(frame.path), 1) if name.search(line)]
    nearest = min(lines, key=lambda line: abs(line - frame.line), default=frame.line)
    return [frame._replace(line=nearest), *frames[1:]]


def difference(expected: str, received: str) -> str:
    """Return a diff of two texts: lines with "-" are expected, lines with "+" received. Lines that
    are equal in both texts are left out, except near a difference.
    """
    from difflib import unified_diff

    lines = list(unified_diff(expected.splitlines(), received.splitlines(), lineterm="", n=3))
    # The diff starts with two lines for file names, and has a line @@ ... @@ before each group of
    # changes.
    shown = ["  ..." if line.startswith("@@") else f"  {line[0]} {line[1:]}" for line in lines[2:]]
    return "\n".join(["  - expected, + received", *(line.rstrip() for line in shown[1:])])


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
