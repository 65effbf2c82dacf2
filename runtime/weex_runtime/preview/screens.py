"""The screen of a device as messages for the browser: a picture, and the fields in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from weex_runtime.document.element import FIELDS, Element
from weex_runtime.instance.screen.layout import scene_of
from weex_runtime.json_values import shown
from weex_runtime.layout.on_screen import shown_rect, visible_rect
from weex_runtime.layout.picture.svg import draw_svg
from weex_runtime.testkit.page import Page

if TYPE_CHECKING:
    from weex_runtime.layout.picture.pictures import Picture


def screen_of(page: Page, address_of: Callable[[Picture], str] | None) -> dict[str, Any]:
    """Return {size, svg, fields}, the screen of a page.

    Args:
        address_of: Returns the address of a picture in the SVG; None: a `data:` address.
    """
    layout = page.layout
    fields = []
    if not page.document.is_empty:
        for element in page.document.elements():
            if element.type in FIELDS:
                rect = visible_rect(layout, element)
                if rect.width and rect.height:
                    fields.append(_field(page, element))
    screen = layout.screen
    return {
        "size": [screen.width, screen.height],
        "svg": draw_svg(scene_of(page, draws_fields=False, address_of=address_of)),
        "fields": fields,
    }


def _field(page: Page, element: Element) -> dict[str, Any]:
    """Return the position, styles and content of a field, so that the browser can show it."""
    layout, style = page.layout, element.style
    rect, box = shown_rect(layout, element), layout.box(element).style
    focused = page.components.focused
    return {
        "ref": element.ref,
        "rect": list(rect),
        "padding": [box.edge_start[1], box.edge_end[0], box.edge_end[1], box.edge_start[0]],
        "multiline": element.type == "textarea",
        "type": shown(element.attr.get("type")) or "text",
        "value": element.value,
        "placeholder": shown(element.attr.get("placeholder")),
        "label": shown(element.attr.get("ariaLabel") or element.attr.get("placeholder")),
        "fontSize": layout.maker.styles(element).font.size,
        "color": shown(style.get("color")) or "#000000",
        "align": shown(style.get("textAlign")),
        "disabled": element.is_disabled,
        "focused": focused is not None and focused.element is element,
    }
