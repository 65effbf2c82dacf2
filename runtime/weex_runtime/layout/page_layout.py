"""The layout of a page: the position and size of each element, in page units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from weex_runtime.document.document import Document
from weex_runtime.document.element import SCROLLERS, Element
from weex_runtime.layout.box import Box, Pair
from weex_runtime.layout.columns import columns_of
from weex_runtime.layout.elements import SCROLLING, SLIDERS, BoxMaker
from weex_runtime.layout.flex import lay_out

_PULLED = ("refresh", "loading")


class Rect(NamedTuple):
    """A rectangle in page units; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.height

    def intersection(self, other: Rect) -> Rect:
        """Return the intersection of both rectangles; a rectangle of size 0 if they do not
        intersect.
        """
        x, y = max(self.x, other.x), max(self.y, other.y)
        width = min(self.right, other.right) - x
        height = min(self.bottom, other.bottom) - y
        return Rect(x, y, max(width, 0.0), max(height, 0.0))


class Screen(NamedTuple):
    """Sizes on which a layout depends.

    Attributes:
        width, height: The size of the screen in page units.
        wx: The length of 1wx in page units.
    """

    width: float
    height: float
    wx: float


class PageLayout:
    """Computes the boxes of a page when they are read, and computes them again after changes.

    Args:
        screen: Returns the sizes of the screen.
        scrolled: Returns how far an element has scrolled its content: x and y, from 0 on.
    """

    def __init__(
        self,
        document: Document,
        platform: str | None,
        screen: Callable[[], Screen],
        scrolled: Callable[[Element], Pair],
    ) -> None:
        self._document = document
        self._platform = platform
        self._screen = screen
        self._scrolled = scrolled
        self._laid_out: object = None
        self._maker: BoxMaker | None = None
        self._containers: set[Element] = set()

    @property
    def screen(self) -> Rect:
        """The screen, in page units."""
        width, height, _ = self._screen()
        return Rect(0.0, 0.0, width, height)

    @property
    def maker(self) -> BoxMaker:
        """Makes the boxes; knows fonts and units.

        Raises:
            LookupError: Nothing is rendered.
        """
        self._update()
        if self._maker is None:
            raise LookupError("the page has rendered nothing yet")
        return self._maker

    def box(self, element: Element) -> Box:
        """Return an element's box, laid out.

        Raises:
            LookupError: The element is not in the tree, or stands in a text.
        """
        self._update()
        box = element.box
        if not isinstance(box, Box):
            raise LookupError(f"{element!r} has no box")
        return box

    def rect(self, element: Element) -> Rect:
        """Return the rectangle of an element in screen coordinates, even if a scroller has moved
        the element out of sight.

        Raises:
            LookupError: The element has no box.
        """
        box = self.box(element)
        x = y = 0.0
        sticky: float | None = None
        part: Element | None = element
        while part is not None:
            own = part.box
            if not isinstance(own, Box):
                raise LookupError(f"{element!r} has no box")
            if sticky is None and part.style.get("position") == "sticky":
                sticky = y
            x += own.position[0]
            y += own.position[1]
            if own.style.position == "fixed":
                break
            part = part.parent
            if part is not None and part.type in SCROLLING:
                across, down = self._scrolled(part)
                if sticky is not None:
                    y += max(down - (y - sticky), 0.0)
                    sticky = None
                x -= across
                y -= down
        return Rect(x, y, *box.size)

    def visible_rect(self, element: Element) -> Rect:
        """Return the visible part of an element; a rectangle of size 0 if no part is visible.

        Scrollers and sliders clip their content. Android clips the children of each element, other
        platforms only with `overflow: hidden`.
        """
        rect = self.rect(element).intersection(self.screen)
        part: Element | None = element
        while part is not None:
            if isinstance(part.box, Box) and part.box.style.position == "fixed":
                break
            part = part.parent
            if part is not None and self.clips(part):
                rect = rect.intersection(self.rect(part))
        return rect

    def is_reachable(self, element: Element) -> bool:
        """Whether the screen shows a part of an element, if necessary after scrolling: no ancestor
        that does not scroll clips the whole element.
        """
        rect = self.rect(element)
        part: Element | None = element
        while part is not None and rect.width and rect.height:
            if isinstance(part.box, Box) and part.box.style.position == "fixed":
                break
            part = part.parent
            if part and part.parent:
                if part.type in SCROLLING:
                    rect = self.rect(part)  # scrolling moves the element here
                elif self.clips(part):
                    rect = rect.intersection(self.rect(part))
        return bool(rect.width and rect.height)

    def clips(self, element: Element) -> bool:
        """Whether an element hides those parts of its children that lie outside of the box of the
        element.
        """
        return (
            self._platform == "android"
            or element.type in SCROLLING
            or element.style.get("overflow") == "hidden"
        )

    def content_size(self, element: Element) -> Pair:
        """Return the size of the content of a scroller or list: at least the size of its box."""
        self._update()
        return _content_size(element)

    def elements_at(self, x: float, y: float) -> list[Element]:
        """Return the elements at a point of the screen, the topmost first. Fixed elements are on
        top. Hidden elements are left out, and so are parts of a list's row outside of the row.
        """
        self._update()
        flow: list[Element] = []
        fixed: list[Element] = []
        stack = [(self._document.root, flow)] if not self._document.is_empty else []
        while stack:
            element, found = stack.pop()
            box = element.box
            if not isinstance(box, Box) or element.style.get("visibility") == "hidden":
                continue
            if box.style.position == "fixed":
                found = fixed
            rect = self.rect(element)
            is_inside = rect.x <= x < rect.right and rect.y <= y < rect.bottom
            if is_inside:
                found.append(element)
            is_row = element.parent is not None and element.parent.type in SCROLLERS
            if is_inside or not (is_row or self.clips(element)):
                stack.extend((child, found) for child in reversed(element.children))
            else:  # fixed elements are not clipped
                stack.extend((child, found) for child in element.children if _is_fixed(child))
        return fixed[::-1] + flow[::-1]

    def _update(self) -> None:
        """Lay the page out again if the document or the screen changed."""
        screen = self._screen()
        state = (self._document.changes, screen)
        if self._laid_out == state or self._document.is_empty:
            return
        if self._maker is None or self._maker.wx != screen.wx:
            self._maker = BoxMaker(screen.wx, self._platform)
            self._document.is_watched = True
            for element in self._document.elements():
                element.box = None
        root = self._document.root
        self._link(root)
        box = _box(root)
        width, height = box.style.size
        size = (
            width if width == width else screen.width,
            height if height == height else screen.height,
        )
        box.style = replace(box.style, size=size)
        page = (screen.width, screen.height)
        lay_out(box, page)
        for container in self._containers_in_order():
            self._arrange(container, page)
        self._laid_out = state

    def _link(self, root: Element) -> None:
        """Make the missing boxes, and add each box to the box of its parent."""
        assert self._maker
        made: list[Element] = []
        stack = [root]
        while stack:
            element = stack.pop()
            if element.box is not None:
                continue
            box = element.box = self._maker.make(element)
            made.append(element)
            if element.type in SCROLLING:
                self._containers.add(element)
            if box.measure is None:  # parts of a text have no boxes
                stack.extend(element.children)
        for element in reversed(made):
            box = _box(element)
            if box.measure is None:
                for child in element.children:
                    if not _stands_apart(element, child):
                        box.add(_box(child))

    def _containers_in_order(self) -> list[Element]:
        """Return the elements that place children themselves, parents first."""
        elements = self._document
        self._containers = {part for part in self._containers if elements.has(part)}
        return sorted(self._containers, key=lambda part: len(list(part.with_ancestors())))

    def _arrange(self, element: Element, page: Pair) -> None:
        """Place the children of a scroller, list or slider that are not in its flow."""
        box = _box(element)
        if element.type in SLIDERS:
            for index, slide in enumerate(box.children):
                slide.position = [index * box.size[0], 0.0]
            return
        if element.type == "waterfall":
            self._fill_columns(element, page)
        inner = box.size[0] - box.edge[0]
        for child in element.children:
            if child.type in _PULLED:
                pulled = _box(child)
                _lay_out_alone(pulled, inner, page)
                top = -pulled.size[1] if child.type == "refresh" else _content_size(element)[1]
                pulled.position = [box.style.edge_start[0], top]

    def _fill_columns(self, element: Element, page: Pair) -> None:
        """Put each cell of a waterfall into the column that is the shortest so far; other children
        take the whole width.
        """
        box = _box(element)
        left, top = box.style.edge_start
        columns = columns_of(element, box.size[0] - box.edge[0])
        ends = [top] * columns.count
        for child in element.children:
            if child.type in _PULLED or _box(child).style.position != "relative":
                continue
            inner = _box(child)
            if child.type == "cell" and child.style.get("position") != "sticky":
                _lay_out_alone(inner, columns.width, page)
                index = ends.index(min(ends))
                inner.position = [left + columns.x(index), ends[index]]
                ends[index] += inner.size[1]
            else:
                _lay_out_alone(inner, box.size[0] - box.edge[0], page)
                inner.position = [left, max(ends)]
                ends = [max(ends) + inner.size[1]] * columns.count


def _box(element: Element) -> Box:
    assert isinstance(element.box, Box)
    return element.box


def _is_fixed(element: Element) -> bool:
    return isinstance(element.box, Box) and element.box.style.position == "fixed"


def _stands_apart(element: Element, child: Element) -> bool:
    """Whether a scroller or list places a child itself, and not by the flex rules."""
    if element.type not in SCROLLERS:
        return False
    if child.type in _PULLED:
        return True
    return element.type == "waterfall" and _box(child).style.position == "relative"


def _lay_out_alone(box: Box, width: float, page: Pair) -> None:
    """Lay out a box that is not in the flow of its parent.

    Args:
        width: The width of a box without a width of its own.
    """
    style = box.style
    if style.size[0] != style.size[0]:
        box.style = replace(style, size=(width, style.size[1]))
    lay_out(box, page)
    box.style = style


def _content_size(element: Element) -> Pair:
    box = _box(element)
    width, height = box.size
    padding = box.style.edge_end
    for child in element.children:
        inner = _box(child)
        style = inner.style
        if child.type not in _PULLED and style.position == "relative":
            end = style.margin_end
            width = max(width, inner.position[0] + inner.size[0] + end[0] + padding[0])
            height = max(height, inner.position[1] + inner.size[1] + end[1] + padding[1])
    return width, height
