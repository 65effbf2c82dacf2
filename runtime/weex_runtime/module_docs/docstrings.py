"""Split a docstring into summary, text, sections and platform differences.

Sections are in Google's style (`Args:`, `Returns:`, `Attributes:`). A difference starts with a line
`Android:`, `iOS:`, `H5:` or `Here:`, and may continue on the next lines.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Place: TypeAlias = Literal["android", "ios", "web", "here"]

PLACES: dict[str, Place] = {"Android": "android", "iOS": "ios", "H5": "web", "Here": "here"}

_SECTIONS = ("Args", "Attributes", "Raises", "Returns", "Yields")
_START = re.compile(rf"({'|'.join([*_SECTIONS, *PLACES, 'Source'])}):(?:\s+(.*))?")
_ENTRY = re.compile(r"\*{0,2}(\w[\w, *]*?)(?:\s*\([^)]*\))?:\s*(.*)")


@dataclass
class Docstring:
    """The parts of one docstring.

    Attributes:
        summary: The first paragraph as one line.
        text: The other paragraphs, each as one line, with empty lines between them.
        differences: {platform or "here": text}.
        arguments: {name: text} of `Args:` or `Attributes:`.
        returns: The text of `Returns:`.
        source: The text after `Source:`. "Source:" may start a line, or stand inside the last line
            of a paragraph.
    """

    summary: str = ""
    text: str = ""
    differences: dict[Place, str] = field(default_factory=dict)
    arguments: dict[str, str] = field(default_factory=dict)
    returns: str = ""
    source: str = ""


def parse(docstring: str | None) -> Docstring:
    """Split a docstring into its parts. A missing docstring (None) has empty parts."""
    found, texts = Docstring(), []
    for name, body in _parts(inspect.cleandoc(docstring or "").splitlines()):
        text = _joined(body)
        if name in ("Args", "Attributes"):
            found.arguments |= _entries(body)
        elif name == "Returns":
            found.returns = text
        elif name in PLACES:
            before = found.differences.get(PLACES[name], "")
            found.differences[PLACES[name]] = _joined([before, text])
        elif name == "Source":
            found.source = _joined([found.source, text])
        elif text and not name:
            text, _, source = text.partition(" Source: ")
            texts.append(text)
            found.source = _joined([found.source, source])
    found.summary = texts[0] if texts else ""
    found.text = "\n\n".join(texts[1:])
    return found


def _parts(lines: list[str]) -> list[tuple[str, list[str]]]:
    """Return (name, lines) of each section and paragraph. The name of a paragraph is ""."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    for line in lines:
        name, body = parts[-1]
        start = _START.fullmatch(line)
        # A section includes the indented and empty lines after its title. A paragraph ends at an
        # empty line, and so does a note about a platform, like "iOS: ...".
        goes_on = not line[:1].strip() if name in _SECTIONS else line.strip()
        if start:
            parts.append((start[1], [start[2] or ""]))
        elif goes_on:
            body.append(line)
        else:
            parts.append(("", [line]))
    return parts


def _entries(body: list[str]) -> dict[str, str]:
    """Return {name: text} of the entries of a section. An entry `a, b: text` gives both names the
    text.
    """
    entries: dict[str, str] = {}
    names: list[str] = []
    for line in textwrap.dedent("\n".join(body)).splitlines():
        entry = _ENTRY.fullmatch(line)
        if entry:
            names = [name.strip(" *") for name in entry[1].split(",")]
        for name in names:
            entries[name] = _joined([entries.get(name, ""), entry[2] if entry else line])
    return entries


def _joined(lines: list[str]) -> str:
    return " ".join(filter(None, map(str.strip, lines)))
