"""Format uncaught JS errors for reports: the message, and the frames of the bundle with their
source line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weex_runtime.errors import JSError
    from weex_runtime.testkit.page import Page

# Matches frames of a stack, "    at send (chat.js:15)" and "    at chat.js:14"; quickjs-ng adds a
# column.
_PLACE = re.compile(r"(?:\(|at )(?P<name>[^()]+?):(?P<line>\d+)(?::\d+)?\)?$")
_LONGEST = 160  # source lines longer than this are not quoted, since they are minified code


def error_text(page: Page, error: JSError) -> str:
    """Return the text of a page's error, without frames of frameworks."""
    from weex_runtime.control_characters import visible

    frames = error.frames
    places = [_place_in_bundle(page, frame) for frame in frames]
    # [(index of a frame in the bundle, (file, line))]
    own = [(index, place) for index, place in enumerate(places) if place]
    if not own:
        return f"uncaught {error}"
    last, _ = own[-1]
    shown = frames[: last + 1]
    if left := len(frames) - len(shown):
        shown.append(f"    ... {left} more frames outside of the bundle")
    first, (name, number) = own[0]
    if source := _source_line(page.js.positions.lines(name), number):
        shown.insert(first + 1, f"      {number} | {source}")
    return visible("\n".join([f"uncaught {error.head}", *shown]))


def bundle_line(page: Page, error: JSError) -> tuple[str, int] | None:
    """Return (path, line) of the line that threw, in the bundle or one of its source files. Returns
    None if another script threw, or if the bundle is not a file.
    """
    places = [_place_in_bundle(page, frame) for frame in error.stack.splitlines()]
    place = next(filter(None, places), None)
    path = page.js.positions.path(place[0]) if place else ""
    return (path, place[1]) if path and place else None


def _place_in_bundle(page: Page, frame: str) -> tuple[str, int] | None:
    """Return the file and line of a stack frame in the bundle or one of its sources; None for other
    frames.
    """
    place = _PLACE.search(frame)
    if place and page.js.positions.is_own(place["name"]):
        return place["name"], int(place["line"])
    return None


def _source_line(lines: list[str], number: int) -> str:
    text = lines[number - 1].strip() if number <= len(lines) else ""
    return text if len(text) <= _LONGEST else ""
