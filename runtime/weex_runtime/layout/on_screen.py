"""The position of an element on the screen, and the elements at a point of the screen."""

from __future__ import annotations

from collections.abc import Iterator

from weex_runtime.document.element import SCROLLERS, Element
from weex_runtime.layout.box import Pair
from weex_runtime.layout.elements import SCROLLING
from weex_runtime.layout.page_layout import PageLayout, is_fixed
from weex_runtime.layout.rect import Rect
from weex_runtime.layout.style_values import length
from weex_runtime.layout.transforms import Transform, transform_of

# On iOS, views with an opacity below this value, and the views in them, receive no touches. Source:
# UIView.
_TRANSPARENT = 0.01


def shown_rect(layout: PageLayout, element: Element) -> Rect:
    """Return the smallest rectangle around an element after the transforms of the element and its
    ancestors, even if a scroller or an ancestor hides the element.

    Raises:
        LookupError: The element has no box.
    """
    rect = layout.rect(element)
    for part in _up_to_the_screen(element):
        rect = _transformed(layout, part, rect)
    return rect


def middle(layout: PageLayout, element: Element) -> Pair:
    """Return the point of the screen at which a finger taps an element.

    Raises:
        LookupError: The element has no box.
    """
    rect = shown_rect(layout, element)
    return rect.x + rect.width / 2, rect.y + rect.height / 2


def visible_rect(layout: PageLayout, element: Element) -> Rect:
    """Return the visible part of an element; a rectangle of size 0 if no part is visible."""
    rect = layout.rect(element)
    for part in _up_to_the_screen(element):
        if part is not element and layout.clips(part):
            rect = rect.intersection(layout.rect(part))
        rect = _transformed(layout, part, rect)
    return rect.intersection(layout.screen)


def is_reachable(layout: PageLayout, element: Element) -> bool:
    """Whether a part of an element is visible on the screen, if necessary after scrolling. An
    ancestor that cannot scroll may clip the whole element.
    """
    rect = layout.rect(element)
    for part in _up_to_the_screen(element):
        if part is not element and part.parent:
            if part.type in SCROLLING:
                rect = layout.rect(part)  # by scrolling, the element can be anywhere here
            elif layout.clips(part):
                rect = rect.intersection(layout.rect(part))
        if not rect.width or not rect.height:
            return False
        rect = _transformed(layout, part, rect)
    return True


def elements_at(layout: PageLayout, x: float, y: float) -> list[Element]:
    """Return the elements at a point of the screen, the topmost first. Fixed elements are on top.
    Hidden elements are left out, and so are parts of elements that lie outside their row of a list.
    """
    flow: list[Element] = []
    fixed: list[Element] = []
    # (element, list for the element, touched point with the ancestors' transforms undone)
    root = layout.root
    stack = [(root, flow, (x, y))] if root else []
    while stack:
        element, found, point = stack.pop()
        if element.box is None or _gets_no_touches(layout, element):
            continue
        rect = layout.rect(element)
        if is_fixed(element):
            found, point = fixed, (x, y)
        if transform := _transform_of(layout, element):
            before = transform.undo(point)
            if before is None:
                continue
            point = before
        is_inside = rect.x <= point[0] < rect.right and rect.y <= point[1] < rect.bottom
        if is_inside:
            found.append(element)
        is_row = element.parent is not None and element.parent.type in SCROLLERS
        children = reversed(element.children)
        if is_inside or not (is_row or layout.clips(element)):
            stack.extend((child, found, point) for child in children)
        else:  # fixed elements are not clipped
            stack.extend((child, found, point) for child in children if is_fixed(child))
    return fixed[::-1] + flow[::-1]


def _up_to_the_screen(element: Element) -> Iterator[Element]:
    """Return the element and its ancestors; the last is the body, or a fixed element."""
    for part in element.with_ancestors():
        yield part
        if is_fixed(part):
            return


def _transform_of(layout: PageLayout, element: Element) -> Transform | None:
    if "transform" not in element.style:
        return None
    return transform_of(element.style, layout.rect(element), layout.maker.wx)


def _transformed(layout: PageLayout, element: Element, rect: Rect) -> Rect:
    transform = _transform_of(layout, element)
    return transform.bounds(rect) if transform else rect


def _gets_no_touches(layout: PageLayout, element: Element) -> bool:
    """Whether an element and all its descendants get no touches."""
    style = element.style
    if style.get("visibility") == "hidden":
        return True
    return layout.platform == "ios" and length(style.get("opacity"), 1.0) < _TRANSPARENT
