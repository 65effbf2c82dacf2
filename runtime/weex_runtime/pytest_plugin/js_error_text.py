"""Text of uncaught JS errors in reports: the bundle's part of the stack, with its source line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from weex_runtime.pytest_plugin.frames import Line

if TYPE_CHECKING:
    from weex_runtime.errors import JSError
    from weex_runtime.testkit.page import Page

# Matches frames of a stack, "    at send (chat.js:15)" and "    at chat.js:14"; quickjs-ng adds a
# column.
_PLACE = re.compile(r"(?:\(|at )(?P<name>[^()]+?):(?P<line>\d+)(?::\d+)?\)?$")
_LONGEST = 160  # characters of a source line; longer lines are minified code


def error_text(page: Page, error: JSError) -> str:
    """Return the text of a page's error, without frames of frameworks."""
    frames = error.stack.splitlines()
    lines = [_line_in_bundle(page, frame) for frame in frames]
    own = [number for number, line in enumerate(lines) if line]
    if not own:
        return f"uncaught {error}"
    shown = frames[: own[-1] + 1]
    if left := len(frames) - len(shown):
        shown.append(f"    ... {left} more in the runtime")
    first = own[0]
    if source := _source_line(page, lines[first]):
        shown.insert(first + 1, f"      {lines[first]} | {source}")
    head, _, _ = str(error).partition("\n" + error.stack)
    return "\n".join([f"uncaught {head}", *shown])


def bundle_line(page: Page, error: JSError) -> Line | None:
    """Return the line of the bundle that threw. Returns None if another script threw, or if the
    bundle is not a file.
    """
    from weex_runtime.instance.bundle.bundle import path_of

    numbers = [_line_in_bundle(page, frame) for frame in error.stack.splitlines()]
    number = next(filter(None, numbers), 0)
    path = "" if page.is_from_text else path_of(page.url)
    return Line(path, number) if path and number else None


def _line_in_bundle(page: Page, frame: str) -> int:
    """Return the bundle's line in a frame of a stack; 0 for a frame in another file."""
    place = _PLACE.search(frame)
    return int(place["line"]) if place and place["name"] == page.name else 0


def _source_line(page: Page, number: int) -> str:
    lines = page.source.split("\n")
    text = lines[number - 1].strip() if number <= len(lines) else ""
    return text if len(text) <= _LONGEST else ""
