"""Colors and gradients of styles. Source: Weex documentation, "Common styles"."""

from __future__ import annotations

import re
from math import isfinite
from typing import NamedTuple

from weex_runtime.json_values import JSONValue
from weex_runtime.layout.picture.color_names import NAMES
from weex_runtime.text_cache import text_cache


class Color(NamedTuple):
    """A color: "#rrggbb", and the opacity from 0 to 1."""

    rgb: str
    opacity: float = 1.0


class Gradient(NamedTuple):
    """A linear gradient.

    Attributes:
        start, end: The corners of the box where the gradient starts and ends, as x and y of 0 or 1.
        colors: Two or more, at equal distances.
    """

    start: tuple[int, int]
    end: tuple[int, int]
    colors: tuple[Color, ...]


_FUNCTION = re.compile(r"rgba?\(([^)]*)\)")
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
# Matching these patterns takes a time linear in the length of the text.
_GRADIENT = re.compile(r"\s*linear-gradient\(\s*(to [a-z\s]+),(.*)\)\s*", re.DOTALL)
_PART = re.compile(r"(?:[^,(]+|\([^()]*\)?)+")
_DIRECTIONS = {
    "to right": ((0, 0), (1, 0)),
    "to left": ((1, 0), (0, 0)),
    "to bottom": ((0, 0), (0, 1)),
    "to top": ((0, 1), (0, 0)),
    "to bottom right": ((0, 0), (1, 1)),
    "to top left": ((1, 1), (0, 0)),
    "to top right": ((0, 1), (1, 0)),
    "to bottom left": ((1, 0), (0, 1)),
}


def read_color(value: JSONValue) -> Color | None:
    """Return a color; None for `transparent` and for a value that is not a color."""
    color = _parsed(value) if isinstance(value, str) else None
    return color if color and color.opacity > 0 else None


def read_gradient(value: JSONValue) -> Gradient | None:
    """Return the gradient of a `backgroundImage`; None for another value."""
    match = _GRADIENT.fullmatch(value) if isinstance(value, str) else None
    ends = _DIRECTIONS.get(match[1].strip()) if match else None
    if match is None or ends is None:
        return None
    colors = tuple(filter(None, (_parsed(part) for part in _PART.findall(match[2]))))
    return Gradient(*ends, colors) if len(colors) > 1 else None


@text_cache(maxsize=1024)
def _parsed(text: str) -> Color | None:
    text = text.strip().lower()
    if text in NAMES:
        return Color(f"#{NAMES[text]:06x}")
    match = _HEX.fullmatch(text)
    if match:
        digits = match[1] if len(match[1]) > 4 else "".join(2 * digit for digit in match[1])
        return Color(f"#{digits[:6]}", int(digits[6:] or "ff", 16) / 255)
    match = _FUNCTION.fullmatch(text)
    if match is None:
        return None
    try:
        red, green, blue, *rest = (float(part) for part in match[1].split(","))
    except ValueError:
        return None
    if not all(map(isfinite, (red, green, blue, *rest))):
        return None
    levels = (min(max(round(level), 0), 255) for level in (red, green, blue))
    opacity = min(max(rest[0], 0.0), 1.0) if rest else 1.0
    return Color("#" + "".join(f"{level:02x}" for level in levels), opacity)
