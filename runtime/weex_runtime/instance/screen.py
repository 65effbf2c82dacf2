"""The layout of an instance's page on its screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_runtime.layout.page_layout import PageLayout, Screen

if TYPE_CHECKING:
    from weex_runtime.document.element import Element
    from weex_runtime.instance.instance import Instance


def layout_of(page: Instance) -> PageLayout:
    """Return a layout that follows the page's document, viewport and scroll offsets."""

    def screen() -> Screen:
        width, height = page.viewport
        unit = page.viewport_width / width  # of a device pixel, in page units
        scale = float(str(page.environment.get("scale") or 1))
        return Screen(page.viewport_width, height * unit, scale * unit)

    def scrolled(element: Element) -> tuple[float, float]:
        return element.component.scroll_offset if element.component else (0.0, 0.0)

    return PageLayout(page.document, page.platform.name, screen, scrolled)
