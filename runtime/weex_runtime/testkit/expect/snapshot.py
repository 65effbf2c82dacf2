"""Write a page's element tree as readable text, for a file under version control."""

from __future__ import annotations

import os
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from weex_runtime.document.element import FIELDS, Element
from weex_runtime.errors import WeexError
from weex_runtime.json_values import to_unicode

if TYPE_CHECKING:
    from weex_runtime.instance import Instance


# weex-loader sets this attribute on all elements of a component. Its value is a hash of the
# component's path and source, so snapshots leave the attribute out.
_STYLE_SCOPE = "@styleScope"

UPDATE = "WEEX_UPDATE_SNAPSHOTS"


def snapshot_of(page: Instance) -> str:
    """Return a line for each element, indented by depth: `input "Ada" placeholder="name" on input,
    return`.

    A line has the type, the text or value, other attributes by name, the events with a handler, and
    `hidden` for style `visibility`. Lists, objects, and what changes without a visible effect
    (refs, style scopes, other styles) are left out.
    """
    if page.document.is_empty:
        return "(nothing is rendered)\n"
    lines: list[str] = []
    stack = [(page.document.root, 0)]
    while stack:
        element, depth = stack.pop()
        lines.append("  " * depth + _line(element))
        stack.extend((child, depth + 1) for child in reversed(element.children))
    return "\n".join(lines) + "\n"


def file_of(path: str | PathLike[str], caller: str, suffix: str = ".txt") -> Path:
    """Return the path of a snapshot's file. A name without a suffix means a file in the folder
    `snapshots` next to the calling file. Other paths stay as they are.

    Raises:
        WeexError: The path is that of a folder.
    """
    file = Path(path)
    if file.is_dir():
        raise WeexError(
            f"snapshot: expected a name or the path of a file, got the folder {os.fspath(path)!r}"
        )
    if file.suffix or len(file.parts) != 1:
        return file
    folder = Path(caller).parent if os.path.exists(caller) else Path()
    return folder / "snapshots" / f"{file}{suffix}"


def _line(element: Element) -> str:
    parts = [element.type]
    is_field = element.type in FIELDS
    text = element.value if is_field else element.own_text
    if text or is_field:
        parts.append(to_unicode(text))
    for name, value in sorted(element.attr.items()):
        is_shown = name == "value" and (text or is_field)
        if not (is_shown or name == _STYLE_SCOPE or isinstance(value, (list, dict))):
            parts.append(f"{name}={to_unicode(value)}")
    if element.style.get("visibility") == "hidden":
        parts.append("hidden")
    events = [str(e["type"] if isinstance(e, dict) else e) for e in element.event]
    if events:
        parts.append(f"on {', '.join(sorted(events))}")
    return " ".join(parts)
