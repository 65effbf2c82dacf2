"""The style `transform` as an attribute of SVG. Source: Weex documentation, "transform"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from weex_runtime.json_values import JSONValue
from weex_runtime.layout.page_layout import Rect
from weex_runtime.layout.picture.canvas import number
from weex_runtime.layout.style_values import length

_CALL = re.compile(r"([a-zA-Z]+)\(([^)]*)\)")
_ORIGINS = {"left": 0.0, "top": 0.0, "center": 0.5, "right": 1.0, "bottom": 1.0}
_NUMBER = re.compile(r"\s*(-?(?:\d+\.?\d*|\.\d+))\s*(?:deg)?\s*")


def transform_of(style: Mapping[str, JSONValue], rect: Rect, wx: float) -> str | None:
    """Return the attribute `transform` of a box; None without a transform in the plane.

    Args:
        wx: The length of 1wx in page units.
    """
    value = style.get("transform")
    if not isinstance(value, str):
        return None
    steps = []
    for name, text in _CALL.findall(value):
        parts = text.split(",")
        step = _step(name, parts, rect, wx)
        if step:
            steps.append(step)
    if not steps:
        return None
    x, y = _origin(str(style.get("transformOrigin") or ""), rect, wx)
    around = f"translate({number(x)} {number(y)})"
    return " ".join([around, *steps, f"translate({number(-x)} {number(-y)})"])


def _step(name: str, parts: list[str], rect: Rect, wx: float) -> str:
    if name in ("translate", "translateX", "translateY"):
        across = 0.0 if name == "translateY" else _distance(parts[0], rect.width, wx)
        down = 0.0 if name == "translateX" else _distance(parts[-1], rect.height, wx)
        if name == "translate" and len(parts) == 1:
            down = 0.0
        return f"translate({number(across)} {number(down)})"
    values = [length(match[1], 1.0) for part in parts if (match := _NUMBER.fullmatch(part))]
    if not values:
        return ""
    if name in ("rotate", "rotateZ"):
        return f"rotate({number(values[0])})"
    if name in ("scale", "scaleX", "scaleY"):
        across = 1.0 if name == "scaleY" else values[0]
        down = 1.0 if name == "scaleX" else values[-1]
        return f"scale({number(across)} {number(down)})"
    return ""


def _distance(text: str, whole: float, wx: float) -> float:
    text = text.strip()
    if text.endswith("%"):
        return _or_zero(length(text[:-1], wx)) / 100 * whole
    return _or_zero(length(text, wx))


def _origin(text: str, rect: Rect, wx: float) -> tuple[float, float]:
    found = []
    words = text.split()
    for index, (start, size) in enumerate(((rect.x, rect.width), (rect.y, rect.height))):
        word = words[index] if index < len(words) else "center"
        share = _ORIGINS.get(word)
        found.append(start + (_distance(word, size, wx) if share is None else share * size))
    return found[0], found[1]


def _or_zero(value: float) -> float:
    return value if value == value else 0.0
