"""Rounded rectangles, borders, shadows and gradients of boxes.

Source: Weex documentation, "Common styles"; CSS Backgrounds and Borders Module Level 3.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from weex_runtime.json_values import JSONValue
from weex_runtime.layout.picture.canvas import Canvas, markup, number
from weex_runtime.layout.picture.colors import Color, Gradient, read_color, read_gradient
from weex_runtime.layout.rect import Rect
from weex_runtime.layout.style_values import length

Radii = tuple[float, float, float, float]
"""Radii of the corners: top left, top right, bottom right, bottom left."""

_CORNERS = ("TopLeft", "TopRight", "BottomRight", "BottomLeft")
_SIDES = ("Top", "Right", "Bottom", "Left")
# Matching this pattern takes a time linear in the length of the text. The pattern does not match
# inner shadows (`inset`).
_SHADOW = re.compile(r"\s*((?:[-+.\d]+(?:px|wx)?\s+){2,4})(\S.*)", re.DOTALL)
_BLACK = Color("#000000")


class Side(NamedTuple):
    """One side of a border."""

    width: float
    color: Color
    style: str


class BoxPainter:
    """Draws the box of an element: shadow, background and border.

    Args:
        wx: The length of 1wx in page units.
    """

    def __init__(self, canvas: Canvas, wx: float) -> None:
        self._canvas = canvas
        self._wx = wx

    def radii(self, style: Mapping[str, JSONValue], rect: Rect) -> Radii:
        """Return the radii of an element's corners, at most half of its shorter side."""
        every = style.get("borderRadius")
        most = min(rect.width, rect.height) / 2
        found = []
        for corner in _CORNERS:
            radius = length(style.get(f"border{corner}Radius", every), self._wx)
            found.append(min(max(radius, 0.0), most) if radius == radius else 0.0)
        return found[0], found[1], found[2], found[3]

    def paint(self, style: Mapping[str, JSONValue], rect: Rect) -> None:
        """Draw the shadow, the background and the border of a box."""
        radii = self.radii(style, rect)
        self._shadow(style, rect, radii)
        color = read_color(style.get("backgroundColor"))
        gradient = read_gradient(style.get("backgroundImage"))
        if gradient:
            self.fill(rect, radii, self._gradient(gradient), 1.0)
        elif color:
            self.fill(rect, radii, color.rgb, color.opacity)
        self._border(style, rect, radii)

    def fill(self, rect: Rect, radii: Radii, paint: str, opacity: float) -> None:
        """Fill a rounded rectangle.

        Args:
            paint: A color, or a reference to a gradient.
        """
        if any(radii):
            self._canvas.add("path", d=rounded(rect, radii), fill=paint, fill_opacity=opacity)
        else:
            self._canvas.add("rect", None, **rect._asdict(), fill=paint, fill_opacity=opacity)

    def clip(self, rect: Rect, radii: Radii) -> str:
        """Return a reference to a clip path with the form of a rounded rectangle."""
        if any(radii):
            return self._canvas.define("clipPath", markup("path", d=rounded(rect, radii)))
        return self._canvas.define("clipPath", markup("rect", None, **rect._asdict()))

    def _gradient(self, gradient: Gradient) -> str:
        last = len(gradient.colors) - 1
        stops = [
            markup("stop", offset=index / last, stop_color=color.rgb, stop_opacity=color.opacity)
            for index, color in enumerate(gradient.colors)
        ]
        (x1, y1), (x2, y2) = gradient.start, gradient.end
        return self._canvas.define("linearGradient", "".join(stops), x1=x1, y1=y1, x2=x2, y2=y2)

    def _shadow(self, style: Mapping[str, JSONValue], rect: Rect, radii: Radii) -> None:
        value = style.get("boxShadow")
        match = _SHADOW.fullmatch(value) if isinstance(value, str) else None
        color = read_color(match[2]) if match else None
        if match is None or color is None:
            return
        lengths = [length(part, self._wx) for part in match[1].split()]
        if any(part != part for part in lengths):
            return
        x, y, blur, spread = [*lengths, 0.0, 0.0][:4]
        moved = Rect(rect.x + x, rect.y + y, rect.width, rect.height)
        shadow = moved.inset((-spread, -spread), (-spread, -spread))
        if blur > 0:
            effect = markup("feGaussianBlur", stdDeviation=blur / 2)
            area = {"x": "-50%", "y": "-50%", "width": "200%", "height": "200%"}
            self._canvas.open("g", filter=self._canvas.define("filter", effect, **area))
        self.fill(shadow, radii, color.rgb, color.opacity)
        if blur > 0:
            self._canvas.close("g")

    def _border(self, style: Mapping[str, JSONValue], rect: Rect, radii: Radii) -> None:
        sides = [self._side(style, name) for name in _SIDES]
        if not any(side.width for side in sides):
            return
        if len(set(sides)) == 1:
            self._frame(rect, radii, sides[0])
            return
        top, right, bottom, left = (side.width for side in sides)
        corners, inside = rect.corners, rect.inset((left, top), (right, bottom)).corners
        if any(radii):
            self._canvas.open("g", clip_path=self.clip(rect, radii))
        for index, side in enumerate(sides):
            if side.width:
                after = (index + 1) % 4
                points = (corners[index], corners[after], inside[after], inside[index])
                color = side.color
                self._canvas.polygon(points, fill=color.rgb, fill_opacity=color.opacity)
        if any(radii):
            self._canvas.close("g")

    def _frame(self, rect: Rect, radii: Radii, side: Side) -> None:
        """Draw a border with four equal sides."""
        half = side.width / 2
        inner = rect.inset((half, half), (half, half))
        dash = {"dashed": 3 * side.width, "dotted": side.width}.get(side.style)
        stroke = {
            "fill": "none",
            "stroke": side.color.rgb,
            "stroke_opacity": side.color.opacity,
            "stroke_width": side.width,
            "stroke_dasharray": None if dash is None else number(dash),
        }
        if any(radii):
            path = rounded(inner, tuple(max(radius - half, 0.0) for radius in radii))
            self._canvas.add("path", None, d=path, **stroke)
        else:
            self._canvas.add("rect", None, **inner._asdict(), **stroke)

    def _side(self, style: Mapping[str, JSONValue], name: str) -> Side:
        def value(kind: str) -> JSONValue:
            return style.get(f"border{name}{kind}", style.get(f"border{kind}"))

        width = length(value("Width"), self._wx)
        given = value("Color")
        color = _BLACK if given is None else read_color(given)
        if not width > 0 or color is None:
            return Side(0.0, _BLACK, "solid")
        return Side(width, color, str(value("Style") or "solid"))


def rounded(rect: Rect, radii: tuple[float, ...]) -> str:
    """Return the path of a rounded rectangle."""
    top_left, top_right, bottom_right, bottom_left = radii
    x, y, right, bottom = rect.x, rect.y, rect.right, rect.bottom
    corners = (
        (top_left, (x, y + top_left), (x + top_left, y)),
        (top_right, (right - top_right, y), (right, y + top_right)),
        (bottom_right, (right, bottom - bottom_right), (right - bottom_right, bottom)),
        (bottom_left, (x + bottom_left, bottom), (x, bottom - bottom_left)),
    )
    path: list[str] = []
    for radius, start, end in corners:
        path.append(f"{'L' if path else 'M'}{number(start[0])} {number(start[1])}")
        if radius:
            arc = f"A{number(radius)} {number(radius)} 0 0 1 {number(end[0])} {number(end[1])}"
            path.append(arc)
    return "".join([*path, "Z"])
