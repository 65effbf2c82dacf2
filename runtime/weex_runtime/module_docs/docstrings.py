"""Split a docstring into summary, text, sections and platform differences.

Sections have Google's style (`Args:`, `Returns:`, `Attributes:`). Differences are lines that begin
with `Android:`, `iOS:`, `H5:` or `Here:`, and may wrap.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Place: TypeAlias = Literal["android", "ios", "web", "here"]

PLACES: dict[str, Place] = {"Android": "android", "iOS": "ios", "H5": "web", "Here": "here"}

_SECTION = re.compile(r"(Args|Attributes|Raises|Returns|Yields):\s*(.*)")
_DIFFERENCE = re.compile(rf"({'|'.join(PLACES)}):\s+(.*)")
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
        source: The text of `Source:`, which is a line or the end of a paragraph.
    """

    summary: str = ""
    text: str = ""
    differences: dict[Place, str] = field(default_factory=dict)
    arguments: dict[str, str] = field(default_factory=dict)
    returns: str = ""
    source: str = ""


def parse(docstring: str | None) -> Docstring:
    """Split a docstring; all parts are empty for None."""
    found = Docstring()
    paragraphs: list[list[str]] = [[]]
    lines = inspect.cleandoc(docstring or "").splitlines()
    while lines:
        line = lines.pop(0)
        section, difference = _SECTION.fullmatch(line), _DIFFERENCE.fullmatch(line)
        if section:
            _read_section(found, section[1], [section[2], *_take_indented(lines)])
        elif difference:
            place = PLACES[difference[1]]
            text = _joined([difference[2], *_take_paragraph(lines)])
            found.differences[place] = _joined([found.differences.get(place, ""), text])
        elif line.startswith("Source: "):
            rest = [line.removeprefix("Source: "), *_take_paragraph(lines)]
            found.source = _joined(rest)
        elif line.strip():
            paragraphs[-1].append(line)
        else:
            paragraphs.append([])
    texts = []
    for paragraph in filter(None, paragraphs):
        text, _, source = _joined(paragraph).partition(" Source: ")
        texts.append(text)
        found.source = _joined([found.source, source])
    found.summary = texts[0] if texts else ""
    found.text = "\n\n".join(texts[1:])
    return found


def _read_section(found: Docstring, name: str, body: list[str]) -> None:
    if name in ("Args", "Attributes"):
        found.arguments |= _entries(body)
    elif name == "Returns":
        found.returns = _joined(body)


def _entries(body: list[str]) -> dict[str, str]:
    """{name: text}; an entry `a, b: text` has two names."""
    indents = [len(line) - len(line.lstrip()) for line in body if line.strip()]
    entries: dict[str, str] = {}
    names: list[str] = []
    for line in body:
        text = line.strip()
        entry = _ENTRY.fullmatch(text)
        if entry and text and len(line) - len(line.lstrip()) == min(indents):
            names = [name.strip(" *") for name in entry[1].split(",")]
            text = entry[2]
        for name in names:
            entries[name] = _joined([entries.get(name, ""), text])
    return entries


def _take_indented(lines: list[str]) -> list[str]:
    taken = []
    while lines and (not lines[0].strip() or lines[0][0].isspace()):
        taken.append(lines.pop(0))
    return taken


def _take_paragraph(lines: list[str]) -> list[str]:
    """The lines up to an empty line or another part."""
    taken = []
    while lines and lines[0].strip() and not _is_start(lines[0]):
        taken.append(lines.pop(0))
    return taken


def _is_start(line: str) -> bool:
    return bool(
        _SECTION.fullmatch(line) or _DIFFERENCE.fullmatch(line) or line.startswith("Source: ")
    )


def _joined(lines: list[str]) -> str:
    return " ".join(filter(None, map(str.strip, lines)))
