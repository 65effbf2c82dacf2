"""Draw elements that have content other than text: images, switches, dots of sliders, videos, web
pages.
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.json_values import shown
from weex_runtime.layout.elements import SLIDERS
from weex_runtime.layout.picture.canvas import Canvas
from weex_runtime.layout.picture.colors import Color, read_color
from weex_runtime.layout.picture.shapes import BoxPainter
from weex_runtime.layout.rect import Rect
from weex_runtime.layout.style_values import positive_length

if TYPE_CHECKING:
    from weex_runtime.layout.picture.svg import Scene

_GREY, _DARK, _WHITE = "#e0e0e0", "#9e9e9e", "#ffffff"
_ON = {"ios": "#4cd964", "android": "#009688"}
_RESIZE = {"cover": "xMidYMid slice", "contain": "xMidYMid meet"}


class WidgetPainter:
    """Draws the content of images, switches, indicators, videos and web pages."""

    def __init__(self, canvas: Canvas, boxes: BoxPainter, scene: Scene) -> None:
        self._canvas = canvas
        self._boxes = boxes
        self._scene = scene

    def paint(self, element: Element, rect: Rect, content: Rect) -> None:
        """Draw an element. Draws nothing for an element that is a plain box.

        Args:
            rect: The element's box.
            content: The rectangle inside the border and padding.
        """
        kind = element.type
        if kind in ("image", "img"):
            self._picture(element, content)
        elif kind == "switch":
            self._switch(element, rect)
        elif kind == "indicator":
            self._dots(element, rect)
        elif kind == "loading-indicator":
            self._spinner(element, rect)
        elif kind == "video":
            self._video(rect)
        elif kind == "web":
            self._web(element, rect)

    def _picture(self, element: Element, content: Rect) -> None:
        if not content.width or not content.height:
            return
        if address := self._scene.image(element):
            resize = shown(element.attr.get("resize", element.style.get("resizeMode")))
            ratio = _RESIZE.get(resize, "none")
            place = content._asdict()
            self._canvas.add("image", None, **place, preserveAspectRatio=ratio, href=address)
        elif shown(element.attr.get("src")):
            self._placeholder(content)

    def _placeholder(self, rect: Rect) -> None:
        """Draw a grey box with mountains, for a picture that was not loaded."""
        x, y, width, height = rect
        self._canvas.add("rect", None, **rect._asdict(), fill=_GREY)
        side = min(width, height) / 2
        left, top = x + (width - side) / 2, y + (height - side) / 2
        points = [(0.0, 0.85), (0.35, 0.35), (0.55, 0.62), (0.7, 0.45), (1.0, 0.85)]
        self._canvas.polygon([(left + a * side, top + b * side) for a, b in points], fill=_DARK)
        self._canvas.add(
            "circle", cx=left + 0.75 * side, cy=top + 0.2 * side, r=side / 10, fill=_DARK
        )

    def _switch(self, element: Element, rect: Rect) -> None:
        is_on = element.is_checked
        color = _ON.get(self._scene.layout.platform or "ios", _ON["ios"]) if is_on else _GREY
        radius = rect.height / 2
        track = (radius,) * 4
        self._boxes.fill(rect, track, color, 0.5 if element.is_disabled else 1.0)
        x = rect.right - radius if is_on else rect.x + radius
        self._canvas.add("circle", cx=x, cy=rect.y + radius, r=radius * 0.88, fill=_WHITE)

    def _dots(self, element: Element, rect: Rect) -> None:
        slider = element.parent
        if slider is None or slider.type not in SLIDERS:
            return
        count = sum(1 for child in slider.children if child.type != "indicator")
        size = positive_length(element.style.get("itemSize"), self._scene.layout.maker.wx, 20.0)
        chosen_number = self._scene.slide(slider)
        plain = read_color(element.style.get("itemColor")) or Color(_WHITE, 0.5)
        chosen = read_color(element.style.get("itemSelectedColor")) or Color("#ffd545")
        start = rect.x + (rect.width - (2 * count - 1) * size) / 2 + size / 2
        for number in range(count):
            color = chosen if number == chosen_number else plain
            self._canvas.add(
                "circle",
                cx=start + 2 * number * size,
                cy=rect.y + rect.height / 2,
                r=size / 2,
                fill=color.rgb,
                fill_opacity=color.opacity,
            )

    def _spinner(self, element: Element, rect: Rect) -> None:
        color = read_color(element.style.get("color")) or Color(_DARK)
        radius = min(rect.width, rect.height) / 2
        x, y = rect.x + rect.width / 2, rect.y + rect.height / 2
        for spoke in range(8):
            angle = spoke * pi / 4
            self._canvas.add(
                "line",
                x1=x + 0.5 * radius * cos(angle),
                y1=y + 0.5 * radius * sin(angle),
                x2=x + 0.9 * radius * cos(angle),
                y2=y + 0.9 * radius * sin(angle),
                stroke=color.rgb,
                stroke_width=radius / 6,
                stroke_linecap="round",
                stroke_opacity=(spoke + 1) / 8,
            )

    def _video(self, rect: Rect) -> None:
        self._canvas.add("rect", None, **rect._asdict(), fill="#000000")
        side = min(rect.width, rect.height) / 4
        x, y = rect.x + rect.width / 2, rect.y + rect.height / 2
        points = [(x - side / 2, y - side / 2), (x + side / 2, y), (x - side / 2, y + side / 2)]
        self._canvas.polygon(points, fill=_WHITE)

    def _web(self, element: Element, rect: Rect) -> None:
        address = shown(element.attr.get("src"))
        self._canvas.add("rect", None, **rect._asdict(), fill="#f5f5f5")
        if address and rect.height > 24:
            self._canvas.add(
                "text", address[:80], x=rect.x + 12, y=rect.y + 28, font_size=20.0, fill="#616161"
            )
