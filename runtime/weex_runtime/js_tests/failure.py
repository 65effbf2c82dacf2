"""What a failed test in JS says: where it was, what held and what did not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

# "    at name (chat.test.js:12)", of one engine with a column.
_FRAME = re.compile(r"^\s*at (?:(.*?) \()?(.+?):(\d+)(?::\d+)?\)?$")

# Of what is asked for before it is called (binding.py, device.py).
_NO_SUCH_NAME = re.compile(r"\S+(?: test)? has no (\w+)[;:]|no page is open")


class Frame(NamedTuple):
    """A line of a test's file that was under way.

    Attributes:
        function: Its name; "" for none.
        path: The file.
        line: From 1 on.
    """

    function: str
    path: Path
    line: int


class Failure(NamedTuple):
    """One thing that went wrong.

    Attributes:
        message: Several lines at times.
        frames: Of the test's own files, innermost first.
        kind: What it was, in a word or two.
    """

    message: str
    frames: Sequence[Frame] = ()
    kind: str = "Error"


class JSTestFailed(Exception):
    """A test in JS, or its file, failed.

    Attributes:
        failures: In the order in which they came, at least one.
    """

    def __init__(self, failures: Sequence[Failure]) -> None:
        super().__init__("\n".join(failure.message for failure in failures))
        self.failures = failures


class JSTestSkipped(Exception):
    """The test said `pending()` while it ran."""


def frames_of(stack: str, paths: dict[str, Path]) -> list[Frame]:
    """The frames of a stack trace that lie in a test's own files.

    Args:
        stack: With names of scripts.
        paths: {name of a script: its file}.
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
    """The line of its file; "" where that cannot be read."""
    try:
        lines = frame.path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    return lines[frame.line - 1] if frame.line <= len(lines) else ""


def at_name(message: str, frames: list[Frame]) -> list[Frame]:
    """The frames, the innermost at the line with the name that a message says there is none of.

    One of the engines knows where a function is called, and not where a property is asked for.
    """
    match = _NO_SUCH_NAME.match(message)
    if not (match and frames):
        return frames
    frame, name = frames[0], re.compile(rf"\b{match.group(1) or 'page'}\b")
    try:
        source = frame.path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return frames
    lines = [number for number, line in enumerate(source, 1) if name.search(line)]
    nearest = min(lines, key=lambda line: abs(line - frame.line), default=frame.line)
    return [frame._replace(line=nearest), *frames[1:]]


def difference(expected: str, received: str) -> str:
    """Two texts of several lines, compared: "- " before what is expected and not there, "+ " before
    the reverse; runs of lines that are the same are cut."""
    from difflib import unified_diff

    lines = list(unified_diff(expected.splitlines(), received.splitlines(), lineterm="", n=3))
    # Behind two lines with the texts' names; each run of changes begins with its position.
    shown = ["  ..." if line.startswith("@@") else f"  {line[0]} {line[1:]}" for line in lines[2:]]
    return "\n".join(["  - expected, + received", *(line.rstrip() for line in shown[1:])])
