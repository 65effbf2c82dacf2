"""Documents with a layout, without a JS engine."""

from __future__ import annotations

from typing import Any

from weex_runtime.document.document import Document
from weex_runtime.document.element import Element
from weex_runtime.layout.on_screen import elements_at, shown_rect, visible_rect
from weex_runtime.layout.page_layout import PageLayout, Screen
from weex_runtime.layout.rect import Rect

SCREEN = Screen(750.0, 1334.0, 2.0)


class LaidOut:
    """A document with its layout.

    Attributes:
        offsets: {ref: scroll offset} of scrollers.
    """

    def __init__(self, body: dict[str, Any], platform: str | None = None) -> None:
        self.document = Document("1")
        self.offsets: dict[str, tuple[float, float]] = {}
        self.document.create_body(body)
        self.layout = PageLayout(
            self.document,
            platform,
            lambda: SCREEN,
            lambda element: self.offsets.get(element.ref, (0.0, 0.0)),
        )

    def element(self, ref: str) -> Element:
        return self.document.get(ref)

    def rect(self, ref: str) -> Rect:
        return self.layout.rect(self.document.get(ref))

    def visible(self, ref: str) -> Rect:
        return visible_rect(self.layout, self.document.get(ref))

    def shown(self, ref: str) -> Rect:
        return shown_rect(self.layout, self.document.get(ref))

    def refs_at(self, x: float, y: float) -> list[str]:
        """Return the refs of the elements at a point, the topmost first."""
        return [element.ref for element in elements_at(self.layout, x, y)]

    def rects(self) -> dict[str, Rect]:
        """Return the rectangle of each element."""
        return {element.ref: self.layout.rect(element) for element in self.document.elements()}


def body(*children: dict[str, Any], **style: Any) -> dict[str, Any]:
    """Return the data of a body."""
    return {"ref": "_root", "type": "div", "style": style, "children": list(children)}


def node(ref: str, kind: str, *children: dict[str, Any], **style: Any) -> dict[str, Any]:
    """Return the data of an element; attributes are in the style `attr`."""
    attr = style.pop("attr", {})
    return {"ref": ref, "type": kind, "attr": attr, "style": style, "children": list(children)}


def div(ref: str, *children: dict[str, Any], **style: Any) -> dict[str, Any]:
    """Return the data of a div."""
    return node(ref, "div", *children, **style)
