"""Draw elements that have content other than text: images, switches, dots of sliders, videos, web
pages.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin

from weex_runtime.document.element import Element
from weex_runtime.json_values import shown
from weex_runtime.layout.elements import SLIDERS
from weex_runtime.layout.picture.canvas import Canvas
from weex_runtime.layout.picture.colors import Color, read_color
from weex_runtime.layout.picture.shapes import BoxPainter
from weex_runtime.layout.rect import Rect
from weex_runtime.layout.style_values import length

_GREY, _DARK, _WHITE = "#e0e0e0", "#9e9e9e", "#ffffff"
_ON = {"ios": "#4cd964", "android": "#009688"}
_RESIZE = {"cover": "xMidYMid slice", "contain": "xMidYMid meet"}


class WidgetPainter:
    """Draws the content of images, switches, indicators, videos and web pages.

    Args:
        platform: Name of the platform.
        image: Returns the `data:` address of an image's picture; "" while there is none.
    """

    def __init__(
        self,
        canvas: Canvas,
        boxes: BoxPainter,
        wx: float,
        platform: str | None,
        image: Callable[[Element], str],
    ) -> None:
        self._canvas = canvas
        self._boxes = boxes
        self._wx = wx
        self._platform = platform
        self._image = image

    def paint(self, element: Element, rect: Rect, content: Rect, index: int) -> bool:
        """Draw an element. Return False if elements of its type are drawn as a plain box.

        Args:
            rect: The element's box.
            content: The rectangle inside of border and padding.
            index: The page that a slider shows, for its `indicator`.
        """
        kind = element.type
        if kind in ("image", "img"):
            self._picture(element, content)
        elif kind == "switch":
            self._switch(element, rect)
        elif kind == "indicator":
            self._dots(element, rect, index)
        elif kind == "loading-indicator":
            self._spinner(element, rect)
        elif kind == "video":
            self._video(rect)
        elif kind == "web":
            self._web(element, rect)
        else:
            return False
        return True

    def _picture(self, element: Element, content: Rect) -> None:
        if not content.width or not content.height:
            return
        address = self._image(element)
        if address:
            resize = element.attr.get("resize", element.style.get("resizeMode"))
            self._canvas.add(
                "image",
                x=content.x,
                y=content.y,
                width=content.width,
                height=content.height,
                preserveAspectRatio=_RESIZE.get(shown(resize), "none"),
                href=address,
            )
            return
        if not shown(element.attr.get("src")):
            return
        self._placeholder(content)

    def _placeholder(self, rect: Rect) -> None:
        """Draw a grey box with mountains, for a picture that was not loaded."""
        x, y, width, height = rect
        self._canvas.add("rect", x=x, y=y, width=width, height=height, fill=_GREY)
        side = min(width, height) / 2
        left, top = x + (width - side) / 2, y + (height - side) / 2
        points = [(0.0, 0.85), (0.35, 0.35), (0.55, 0.62), (0.7, 0.45), (1.0, 0.85)]
        path = " ".join(f"{left + a * side:.2f},{top + b * side:.2f}" for a, b in points)
        self._canvas.add("polygon", points=path, fill=_DARK)
        self._canvas.add(
            "circle", cx=left + 0.75 * side, cy=top + 0.2 * side, r=side / 10, fill=_DARK
        )

    def _switch(self, element: Element, rect: Rect) -> None:
        is_on = element.is_checked
        color = _ON.get(self._platform or "ios", _ON["ios"]) if is_on else _GREY
        radius = rect.height / 2
        track = (radius,) * 4
        self._boxes.fill(rect, track, color, 0.5 if element.is_disabled else 1.0)
        x = rect.right - radius if is_on else rect.x + radius
        self._canvas.add("circle", cx=x, cy=rect.y + radius, r=radius * 0.88, fill=_WHITE)

    def _dots(self, element: Element, rect: Rect, index: int) -> None:
        slider = element.parent
        if slider is None or slider.type not in SLIDERS:
            return
        count = sum(1 for child in slider.children if child.type != "indicator")
        size = length(element.style.get("itemSize"), self._wx)
        size = size if size > 0 else 20.0
        plain = read_color(element.style.get("itemColor")) or Color(_WHITE, 0.5)
        chosen = read_color(element.style.get("itemSelectedColor")) or Color("#ffd545")
        start = rect.x + (rect.width - (2 * count - 1) * size) / 2 + size / 2
        for number in range(count):
            color = chosen if number == index else plain
            self._canvas.add(
                "circle",
                cx=start + 2 * number * size,
                cy=rect.y + rect.height / 2,
                r=size / 2,
                fill=color.rgb,
                fill_opacity=color.opacity if color.opacity < 1 else None,
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
        self._canvas.add(
            "rect", x=rect.x, y=rect.y, width=rect.width, height=rect.height, fill="#000000"
        )
        side = min(rect.width, rect.height) / 4
        x, y = rect.x + rect.width / 2, rect.y + rect.height / 2
        points = [(x - side / 2, y - side / 2), (x + side / 2, y), (x - side / 2, y + side / 2)]
        path = " ".join(f"{a:.2f},{b:.2f}" for a, b in points)
        self._canvas.add("polygon", points=path, fill=_WHITE)

    def _web(self, element: Element, rect: Rect) -> None:
        address = shown(element.attr.get("src"))
        self._canvas.add(
            "rect", x=rect.x, y=rect.y, width=rect.width, height=rect.height, fill="#f5f5f5"
        )
        if address and rect.height > 24:
            self._canvas.add(
                "text", address[:80], x=rect.x + 12, y=rect.y + 28, font_size=20.0, fill="#616161"
            )
