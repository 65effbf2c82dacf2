"""Sizes and lines of texts, from a table of advance widths.

The table has the widths of Roboto, the typeface of Android, for weights 400 and 700, in 2,048ths of
the font size. Ideographs and emoji are as wide as the font size. Kerning is ignored.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import combining, east_asian_width

from weex_runtime.layout.box import Pair
from weex_runtime.text_cache import text_cache

DEFAULT_SIZE = 32.0
_EM = 2048
_LINE = 1.171875  # ascent and descent of Roboto, (1900 + 500) / 2048
_LAST_KEPT = "\uffff"  # cache the widths of characters up to this one
_OTHER = 1180  # width of a letter that the table of widths lacks

_IDEOGRAPH = (
    "\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60"
    "\U0001f000-\U0003ffff"
)
_PIECE = re.compile(rf"\s+|[{_IDEOGRAPH}]|[^\s{_IDEOGRAPH}-]*-+|[^\s{_IDEOGRAPH}-]+")


class Font(NamedTuple):
    """A size in page units, and whether the weight is bold."""

    size: float = DEFAULT_SIZE
    bold: bool = False

    @property
    def line_height(self) -> float:
        """The height of a line without the style `lineHeight`."""
        return math.ceil(self.size * _LINE)


class _Widths(dict[str, int]):
    """Advance widths of characters in 2,048ths of the font size."""

    def __missing__(self, char: str) -> int:
        if combining(char) or char in "\u200b\u200d\ufe0e\ufe0f":
            width = 0
        else:
            width = _EM if east_asian_width(char) in "WF" else _OTHER
        if char <= _LAST_KEPT:
            self[char] = width
        return width


@cache
def _widths(bold: bool) -> _Widths:
    table = json.loads((Path(__file__).parent / "roboto_widths.json").read_text())
    widths = _Widths()
    for start, row in table["bold" if bold else "regular"].items():
        widths.update((chr(int(start) + index), width) for index, width in enumerate(row))
    return widths


def text_width(text: str, font: Font) -> float:
    """Return the width of a text on one line, in page units."""
    return sum(map(_widths(font.bold).__getitem__, text)) * font.size / _EM


@text_cache(maxsize=8192)
def _natural(text: str, font: Font) -> tuple[float, int]:
    """Return the width of the widest paragraph, rounded up to an integer, and the number of
    paragraphs.
    """
    paragraphs = text.split("\n")
    return float(math.ceil(max(text_width(part, font) for part in paragraphs))), len(paragraphs)


@text_cache(maxsize=8192)
def break_lines(text: str, width: float, font: Font) -> tuple[str, ...]:
    """Break a text into lines that are at most `width` wide.

    Lines end after spaces and hyphens, before and after ideographs, and inside words wider than a
    line. Spaces at the end of a line do not count.
    """
    lines: list[str] = []
    widths = _widths(font.bold)
    most = width * _EM / font.size
    for paragraph in text.split("\n"):
        line, used = "", 0
        for piece in _PIECE.findall(paragraph):
            needed = sum(map(widths.__getitem__, piece))
            if piece.isspace() or used + needed <= most:
                line, used = line + piece, used + needed
                continue
            if line.strip():
                lines.append(line.rstrip())
            line, used = piece, needed
            if used > most and len(line) > 1:
                *parts, line = _break_word(line, most, widths)
                lines += parts
                used = sum(map(widths.__getitem__, line))
        lines.append(line.rstrip())
    return tuple(lines)


def measure_text(
    text: str, font: Font, line_height: float, most_lines: int, width: float, fill: bool
) -> Pair:
    """Return the size of a text; see `Measure` for `width` and `fill`.

    Args:
        line_height: In page units.
        most_lines: The style `lines`; 0: no limit.
    """
    natural, count = _natural(text, font)
    if width == width:
        if natural > width:
            count = len(break_lines(text, max(width, 1.0), font))
            natural = width
        if fill:
            natural = width
    if most_lines and count > most_lines:
        count = most_lines
    return natural, count * line_height


def _break_word(word: str, most: float, widths: _Widths) -> list[str]:
    """Break a word into parts that fit into a line, of at least one character each."""
    parts = []
    start = used = 0
    for index, char in enumerate(word):
        width = widths[char]
        if used + width > most and index > start:
            parts.append(word[start:index])
            start, used = index, 0
        used += width
    return [*parts, word[start:]]
