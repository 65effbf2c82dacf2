"""Screens of pages at the steps of a trace. While a test runs, only changed elements are copied.
The screens are drawn when the trace is written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from weex_runtime.document.document import Document
from weex_runtime.document.element import Element, Frozen
from weex_runtime.instance.instance import Instance
from weex_runtime.instance.screen.layout import screen_of
from weex_runtime.layout.elements import SCROLLING
from weex_runtime.layout.page_layout import PageLayout, Screen
from weex_runtime.layout.picture.svg import Scene, draw_svg

if TYPE_CHECKING:
    from weex_runtime.layout.picture.pictures import Picture


class PageScreen(NamedTuple):
    """The content of the screen of one page at one time.

    Attributes:
        tree: The element tree; None if nothing was rendered.
        offsets: {ref: scroll offset} of scrolled elements.
        slides: {ref: index of the shown page} of sliders.
        focused: The ref of the field with the keyboard; "" without one.
        page: The page. Its pictures are read when the screen is drawn.
    """

    tree: Frozen | None
    platform: str | None
    screen: Screen
    offsets: tuple[tuple[str, tuple[float, float]], ...]
    slides: tuple[tuple[str, int], ...]
    focused: str
    page: Instance


def take_screen(page: Instance) -> PageScreen:
    """Return the content that the screen of a page has now."""
    offsets, slides = [], []
    for component in page.components.made:
        if component.element.type not in SCROLLING:
            continue
        ref = component.element.ref
        index = getattr(component, "index", None)
        if isinstance(index, int):
            slides.append((ref, index))
        elif any(component.scroll_offset):
            offsets.append((ref, component.scroll_offset))
    focused = page.components.focused
    return PageScreen(
        page.document.snapshot(),
        page.platform.name,
        screen_of(page),
        tuple(sorted(offsets)),
        tuple(sorted(slides)),
        focused.element.ref if focused else "",
        page,
    )


def draw_screen(shown: PageScreen, address_of: Callable[[Picture], str]) -> str:
    """Return a screen as SVG.

    Args:
        address_of: Returns the address of a picture.
    """
    document = Document("trace")
    if shown.tree:
        document.create_body(_data(shown.tree))
    offsets, slides = dict(shown.offsets), dict(shown.slides)

    def scrolled(element: Element) -> tuple[float, float]:
        if element.ref in slides:
            return slides[element.ref] * layout.box(element).size[0], 0.0
        return offsets.get(element.ref, (0.0, 0.0))

    layout = PageLayout(document, shown.platform, lambda: shown.screen, scrolled)

    def image(element: Element) -> str:
        picture = shown.page.pictures.of(element)
        return address_of(picture) if picture else ""

    focused = document.get(shown.focused) if shown.focused else None
    scene = Scene(
        layout=layout,
        focused=focused,
        slide=lambda slider: slides.get(slider.ref, 0),
        image=image,
        embedded=lambda element: None,
    )
    return draw_svg(scene)


def _data(tree: Frozen) -> dict[str, Any]:
    """Return an element and its descendants as the data from which `Document.create_body` builds a
    tree.
    """
    result: dict[str, Any] = {}
    stack = [(tree, result)]
    while stack:
        part, data = stack.pop()
        children: list[dict[str, Any]] = [{} for _ in part.children]
        data.update(ref=part.ref, type=part.type, attr={**part.attr}, style={**part.style})
        data["children"] = children
        stack.extend(zip(part.children, children, strict=True))
    return result
