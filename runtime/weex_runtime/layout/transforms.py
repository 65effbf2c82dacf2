"""The two-dimensional functions of style `transform`. Source: Weex documentation, "transform"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from math import cos, radians, sin
from typing import NamedTuple

from weex_runtime.json_values import JSONValue
from weex_runtime.layout.box import Pair
from weex_runtime.layout.rect import Rect
from weex_runtime.layout.style_values import length

# Matching these patterns takes a time linear in the length of the text.
_CALL = re.compile(r"(?<![a-zA-Z])([a-zA-Z]+)\(([^()]*)\)")
_ORIGINS = {"left": 0.0, "top": 0.0, "center": 0.5, "right": 1.0, "bottom": 1.0}
_NUMBER = re.compile(r"\s*(-?(?:\d+(?:\.\d*)?|\.\d+))\s*(?:deg\s*)?")


class Step(NamedTuple):
    """One function of a transform.

    Attributes:
        name: "translate", "rotate" or "scale".
        values: Two distances in page units for "translate", an angle in degrees for "rotate", two
            factors for "scale".
    """

    name: str
    values: tuple[float, ...]

    def apply(self, x: float, y: float) -> Pair:
        """Return where this transform step moves a point."""
        if self.name == "translate":
            return x + self.values[0], y + self.values[1]
        if self.name == "scale":
            return x * self.values[0], y * self.values[1]
        angle = radians(self.values[0])
        return x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle)

    def inverse(self) -> Step | None:
        """Return the step that reverses this step; None for a scale factor of 0."""
        if self.name == "scale":
            if 0.0 in self.values:
                return None
            return Step("scale", tuple(1 / value for value in self.values))
        return Step(self.name, tuple(-value for value in self.values))


class Transform(NamedTuple):
    """The functions of a CSS `transform` and their origin. The last function is applied to a point
    first.

    Attributes:
        origin: A point of the page.
    """

    origin: Pair
    steps: tuple[Step, ...]

    def bounds(self, rect: Rect) -> Rect:
        """Return the smallest rectangle around a rectangle after the transform."""
        corners = [self._move(corner, reversed(self.steps)) for corner in rect.corners]
        left, top = (min(values) for values in zip(*corners, strict=True))
        right, bottom = (max(values) for values in zip(*corners, strict=True))
        return Rect(left, top, right - left, bottom - top)

    def undo(self, point: Pair) -> Pair | None:
        """Return the point that the transform moves to `point`; None for a scale factor of 0."""
        steps = [step.inverse() for step in self.steps]
        if None in steps:
            return None
        return self._move(point, (step for step in steps if step))

    def _move(self, point: Pair, steps: Iterable[Step]) -> Pair:
        x, y = point[0] - self.origin[0], point[1] - self.origin[1]
        for step in steps:
            x, y = step.apply(x, y)
        return x + self.origin[0], y + self.origin[1]


def transform_of(style: Mapping[str, JSONValue], rect: Rect, wx: float) -> Transform | None:
    """Return the transform of a box; None if the style has no two-dimensional transform.

    Args:
        rect: The box without the transform.
        wx: The length of 1wx in page units.
    """
    value = style.get("transform")
    if not isinstance(value, str):
        return None
    steps = (_step(name, text.split(","), rect, wx) for name, text in _CALL.findall(value))
    known = tuple(step for step in steps if step)
    if not known:
        return None
    return Transform(_origin(str(style.get("transformOrigin") or ""), rect, wx), known)


def _step(name: str, parts: list[str], rect: Rect, wx: float) -> Step | None:
    if name in ("translate", "translateX", "translateY"):
        across = 0.0 if name == "translateY" else _distance(parts[0], rect.width, wx)
        down = 0.0 if name == "translateX" else _distance(parts[-1], rect.height, wx)
        if name == "translate" and len(parts) == 1:
            down = 0.0
        return Step("translate", (across, down))
    values = [length(match[1], 1.0) for part in parts if (match := _NUMBER.fullmatch(part))]
    if not values:
        return None
    if name in ("rotate", "rotateZ"):
        return Step("rotate", (values[0],))
    if name in ("scale", "scaleX", "scaleY"):
        across = 1.0 if name == "scaleY" else values[0]
        down = 1.0 if name == "scaleX" else values[-1]
        return Step("scale", (across, down))
    return None


def _distance(text: str, whole: float, wx: float) -> float:
    text = text.strip()
    if text.endswith("%"):
        return length(text[:-1], wx, 0.0) / 100 * whole
    return length(text, wx, 0.0)


def _origin(text: str, rect: Rect, wx: float) -> Pair:
    found = []
    words = text.split()
    for index, (start, size) in enumerate(((rect.x, rect.width), (rect.y, rect.height))):
        word = words[index] if index < len(words) else "center"
        share = _ORIGINS.get(word)
        found.append(start + (_distance(word, size, wx) if share is None else share * size))
    return found[0], found[1]
