"""Make the boxes of elements, with the default styles of element types and the sizes of contents.

Source: spec/layout.md, "Rules"; Android WXSwitch.java and iOS UISwitch for the sizes of switches.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import NamedTuple

from weex_runtime.document.element import SCROLLERS, TEXTS, Element
from weex_runtime.json_values import JSONValue, shown
from weex_runtime.layout.box import Box, FlexStyle, Measure
from weex_runtime.layout.style_values import positive_length, read_flex_style
from weex_runtime.layout.text import DEFAULT_SIZE, Font, measure_text

SLIDERS = frozenset(("slider", "cycleslider", "slider-neighbor"))
SCROLLING = SCROLLERS | SLIDERS
_SWITCH = (51.0, 31.0)  # size of a switch on iOS, in wx
_SWITCH_ON_ANDROID = (47.0, 27.0)  # size of a switch of Material, in wx
_MOST_STYLES = 4096
_LONGEST_STYLES = 2000  # maximum number of characters of a key of `_STYLES`
_STYLES: dict[object, Styles] = {}  # shared by all pages, since elements often have equal styles
_BOLD = frozenset(("bold", "bolder", "600", "700", "800", "900"))


class Styles(NamedTuple):
    """The styles that determine an element's box and its content.

    Attributes:
        line_height: The height of a line of a text, in page units.
        most_lines: The style `lines` of a text; 0: no limit.
    """

    flex: FlexStyle
    font: Font
    line_height: float
    most_lines: int


class BoxMaker:
    """Makes boxes for the elements of a page, and keeps them until the elements change.

    Args:
        wx: The length of 1wx in page units.
        platform: Name of the platform; None: the documented behaviour.
    """

    def __init__(self, wx: float, platform: str | None) -> None:
        self.wx = wx
        self._platform = platform

    def make(self, element: Element) -> Box:
        """Return a new box for an element, without children."""
        styles = self.styles(element)
        return Box(styles.flex, self._measure(element, styles))

    def styles(self, element: Element) -> Styles:
        """Return the styles of an element; elements with equal styles share one object."""
        kind: object = element.type in SCROLLERS and (element.type, _scrolls_across(element.parent))
        try:
            key = (kind, self.wx, *element.style.items())
            known = _STYLES.get(key)
        except TypeError:  # a style's value is a list or an object, which cannot be hashed
            return self._read(element)
        if known is None:
            known = self._read(element)
            if len(_STYLES) >= _MOST_STYLES:
                _STYLES.clear()
            if len(str(key)) <= _LONGEST_STYLES:
                _STYLES[key] = known
        return known

    def _read(self, element: Element) -> Styles:
        style = element.style
        size = positive_length(style.get("fontSize"), self.wx, DEFAULT_SIZE)
        font = Font(size, str(style.get("fontWeight")) in _BOLD)
        height = positive_length(style.get("lineHeight"), self.wx, font.line_height)
        lines = positive_length(style.get("lines"), self.wx, 0.0)
        return Styles(self._read_flex(element), font, height, int(lines))

    def _read_flex(self, element: Element) -> FlexStyle:
        style = read_flex_style(element.style, self.wx)
        if element.type not in SCROLLERS:
            return style
        side = 0 if _scrolls_across(element.parent) else 1
        if "flex" not in element.style and style.size[side] != style.size[side]:
            style = replace(style, grow=1.0)
        return replace(style, scrolls=True, main=0 if element.type == "hlist" else style.main)

    def _measure(self, element: Element, styles: Styles) -> Measure | None:
        kind = element.type
        if kind in TEXTS or kind == "richtext":
            return partial(measure_text, text_of(element), *styles[1:])
        if kind == "input":
            return lambda width, fill: (width if fill else 0.0, styles.font.line_height)
        if kind == "textarea":
            rows = positive_length(element.attr.get("rows"), 1.0, 2.0)
            return lambda width, fill: (width if fill else 0.0, rows * styles.font.line_height)
        if kind == "switch":
            width, height = _SWITCH_ON_ANDROID if self._platform == "android" else _SWITCH
            return lambda _width, fill: (width * self.wx, height * self.wx)
        return None


def text_of(element: Element) -> str:
    """Return the text that a `text`, `span` or `richtext` shows."""
    if element.type != "richtext":
        return element.own_text
    return "".join(part.own_text for part in element.walk())


def _scrolls_across(element: Element | None) -> bool:
    if element is None:
        return False
    direction: JSONValue = element.attr.get("scrollDirection", element.attr.get("scroll-direction"))
    return shown(direction) == "horizontal"
