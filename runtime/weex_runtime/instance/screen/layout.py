"""The layout of an instance's page on its screen."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from weex_runtime.layout.page_layout import PageLayout, Screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from weex_runtime.document.element import Element
    from weex_runtime.instance.instance import Instance
    from weex_runtime.layout.picture.pictures import Picture
    from weex_runtime.layout.picture.svg import Scene


def layout_of(page: Instance) -> PageLayout:
    """Return a layout that follows the page's document, viewport and scroll offsets."""

    def scrolled(element: Element) -> tuple[float, float]:
        return element.component.scroll_offset if element.component else (0.0, 0.0)

    known: tuple[object, Screen] = (), screen_of(page)

    def screen() -> Screen:
        # Reuse the last result, since the layout calls this function each time it reads a box.
        nonlocal known
        state = page.viewport, page.viewport_width, page.environment.get("scale")
        if known[0] != state:
            known = state, screen_of(page)
        return known[1]

    return PageLayout(page.document, page.platform.name, screen, scrolled)


def screen_of(page: Instance) -> Screen:
    """Return the sizes of the page's screen."""
    scale = str(page.environment.get("scale") or 1)
    return _screen(*page.viewport, page.viewport_width, scale)


@lru_cache(maxsize=64)  # cached, since the layout compares screens each time a box is read
def _screen(width: int, height: int, page_width: float, scale: str) -> Screen:
    unit = page_width / width  # size of a device pixel in page units
    return Screen(page_width, height * unit, float(scale) * unit)


def scene_of(
    page: Instance, *, draws_fields: bool = True, address_of: Callable[[Picture], str] | None = None
) -> Scene:
    """Return the content of the page's screen.

    Args:
        draws_fields: Whether fields and their texts are drawn.
        address_of: Returns the address of a picture; default: a `data:` address.
    """
    from weex_runtime.layout.picture.svg import Scene

    focused = page.components.focused

    def slide(element: Element) -> int:
        index: int = getattr(element.component, "index", 0)
        return index

    def embedded(element: Element) -> Scene | None:
        inner: Instance | None = getattr(element.component, "embedded", None)
        if inner is None:
            return None
        return scene_of(inner, draws_fields=draws_fields, address_of=address_of)

    def image(element: Element) -> str:
        picture = page.pictures.of(element)
        if picture is None:
            return ""
        return address_of(picture) if address_of else picture.address

    return Scene(
        layout=page.layout,
        focused=focused.element if focused else None,
        slide=slide,
        image=image,
        embedded=embedded,
        draws_fields=draws_fields,
    )
