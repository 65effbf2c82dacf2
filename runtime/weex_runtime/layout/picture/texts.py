"""Texts of a picture: each line at the position that the layout has computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from weex_runtime.document.element import Element
from weex_runtime.json_values import JSONValue, shown
from weex_runtime.layout.elements import BoxMaker, text_of
from weex_runtime.layout.picture.canvas import Canvas, markup
from weex_runtime.layout.picture.colors import Color, read_color
from weex_runtime.layout.rect import Rect
from weex_runtime.layout.text import Font, break_lines, text_width

_ASCENT, _DESCENT = 1900 / 2048, 500 / 2048  # metrics of the font Roboto, divided by the font size
_BLACK = Color("#000000")
_PLACEHOLDER = Color("#999999")
_DECORATIONS = ("underline", "line-through")

_Part: TypeAlias = tuple[str, Mapping[str, JSONValue]]
"""A part of a text with one font and color, and the styles of the part."""


class TextPainter:
    """Draws the texts of elements."""

    def __init__(self, canvas: Canvas, maker: BoxMaker) -> None:
        self._canvas = canvas
        self._maker = maker

    def paint(self, element: Element, content: Rect) -> None:
        """Draw a `text` or `richtext`.

        Args:
            content: The rectangle inside the border and padding.
        """
        _, font, height, most = self._maker.styles(element)
        text = text_of(element)
        lines = [*break_lines(text, max(content.width, 1.0), font)]
        if most and len(lines) > most:
            lines = lines[:most]
            if element.style.get("textOverflow") == "ellipsis":
                lines[-1] = _with_ellipsis(lines[-1], content.width, font)
        parts: list[_Part] = [(part.own_text, part.style) for part in element.walk()]
        if element.type != "richtext":
            parts = [(text, {})]
        at = 0
        for index, line in enumerate(lines):
            top = content.y + index * height
            if top >= content.bottom and content.height > 0:
                break
            plain = line.removesuffix("…")
            found = text.find(plain, at)
            start = at if found < 0 else found
            at = start + len(plain)
            self._line(element.style, line, [*_cut(parts, start, at)], content, top, height, font)

    def paint_field(self, element: Element, content: Rect, *, has_caret: bool) -> None:
        """Draw the value of an `input` or `textarea`, or else its placeholder."""
        font = self._maker.styles(element).font
        value = element.value
        if value and shown(element.attr.get("type")) == "password":
            value = "•" * len(value)
        text = value or shown(element.attr.get("placeholder"))
        given = element.style.get("placeholderColor", element.attr.get("placeholderColor"))
        color = None if value else (read_color(given) or _PLACEHOLDER)
        height = font.line_height
        if element.type == "textarea":
            lines = break_lines(text, max(content.width, 1.0), font)
            top = content.y
        else:
            lines = (text.replace("\n", " "),)
            top = content.y + (content.height - height) / 2
        for index, line in enumerate(lines):
            self._line(element.style, line, [], content, top + index * height, height, font, color)
        if has_caret:
            x = content.x + (text_width(lines[-1], font) if value else 0.0)
            y = top + (len(lines) - 1) * height
            self._canvas.add("rect", x=x, y=y, width=2.0, height=height, fill="#2196f3")

    def _line(
        self,
        style: Mapping[str, JSONValue],
        line: str,
        parts: list[_Part],
        content: Rect,
        top: float,
        height: float,
        font: Font,
        color: Color | None = None,
    ) -> None:
        if not line.strip():
            return
        color = color or read_color(style.get("color")) or _BLACK
        width = text_width(line, font)
        share = {"center": 0.5, "right": 1.0}.get(shown(style.get("textAlign")), 0.0)
        x = content.x + share * (content.width - width)
        glyphs = (_ASCENT + _DESCENT) * font.size
        decoration = shown(style.get("textDecoration"))
        attributes: dict[str, object] = {
            "x": x,
            "y": top + (height - glyphs) / 2 + _ASCENT * font.size,
            "font_size": font.size,
            "font_weight": "bold" if font.bold else None,
            "font_style": "italic" if style.get("fontStyle") == "italic" else None,
            "text_decoration": decoration if decoration in _DECORATIONS else None,
            "fill": color.rgb,
            "fill_opacity": color.opacity,
            "textLength": width,
            "xml:space": "preserve" if "  " in line else None,
        }
        if len(parts) < 2:
            self._canvas.add("text", line, **attributes)
            return
        spans = []
        for text, own_style in parts:
            own = read_color(own_style.get("color"))
            spans.append(markup("tspan", text, fill=own.rgb if own else None))
        self._canvas.add_parts("text", spans, **attributes)


def _cut(parts: list[_Part], start: int, end: int) -> Iterator[_Part]:
    """Return the parts of a text between the character indexes `start` and `end`."""
    at = 0
    for text, style in parts:
        if shown_text := text[max(start - at, 0) : max(end - at, 0)]:
            yield shown_text, style
        at += len(text)


def _with_ellipsis(line: str, width: float, font: Font) -> str:
    while line and text_width(line + "…", font) > width:
        line = line[:-1]
    return line.rstrip() + "…"
