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
from weex_runtime.layout.rect import Rect

_PULLED = ("refresh", "loading")


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
        scrolled: Returns how far an element has scrolled its content: x and y, never negative.
    """

    def __init__(
        self,
        document: Document,
        platform: str | None,
        screen: Callable[[], Screen],
        scrolled: Callable[[Element], Pair],
    ) -> None:
        self._document = document
        self.platform = platform
        self._screen = screen
        self._scrolled = scrolled
        self._laid_out: object = None
        self._maker: BoxMaker | None = None
        self._containers: set[Element] = set()

    @property
    def screen(self) -> Rect:
        """The screen, in page units."""
        return Rect(0.0, 0.0, *self._screen()[:2])

    @property
    def root(self) -> Element | None:
        """The body, whose layout is up to date; None if nothing is rendered."""
        self._update()
        return None if self._document.is_empty else self._document.root

    @property
    def maker(self) -> BoxMaker:
        """Makes boxes with the current fonts and units.

        Raises:
            LookupError: Nothing is rendered.
        """
        self._update()
        if self._maker is None:
            raise LookupError("the page has rendered nothing yet")
        return self._maker

    def box(self, element: Element) -> Box:
        """Return the box of an element after layout.

        Raises:
            LookupError: The element is not in the tree, or is part of a <text>.
        """
        self._update()
        box = element.box
        if not isinstance(box, Box):
            raise LookupError(f"{element!r} has no box")
        return box

    def rect(self, element: Element) -> Rect:
        """Return the rectangle of an element in screen coordinates, without the style `transform`
        of the element and its ancestors, even if a scroller has moved the element out of sight.

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

    def clips(self, element: Element) -> bool:
        """Whether an element hides the parts of its children that lie outside its own box.
        Scrollers and sliders do. On Android all elements do; on other platforms elements with
        `overflow: hidden` do.
        """
        return (
            self.platform == "android"
            or element.type in SCROLLING
            or element.style.get("overflow") == "hidden"
        )

    def content_size(self, element: Element) -> Pair:
        """Return the size of the content of a scroller or list: at least the size of its box."""
        self._update()
        return _content_size(element)

    def clear(self) -> None:
        """Free the boxes. They are made again when one is read."""
        self._laid_out = self._maker = None
        for element in self._document.elements():
            element.box = None

    def _update(self) -> None:
        """Lay the page out again if the document or the screen changed."""
        screen = self._screen()
        state = (self._document.changes, screen)
        if self._laid_out == state or self._document.is_empty:
            return
        if self._maker is None or self._maker.wx != screen.wx:
            self.clear()
            self._maker = BoxMaker(screen.wx, self.platform)
            self._document.is_watched = True
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
            if box.measure is None:  # a span inside a <text> has no box
                stack.extend(element.children)
        for element in reversed(made):
            box = _box(element)
            if box.measure is None:
                for child in element.children:
                    if not _stands_apart(element, child):
                        box.add(_box(child))

    def _containers_in_order(self) -> list[Element]:
        """Return the elements that lay out their own children, like sliders and waterfalls; parents
        first.
        """
        elements = self._document
        self._containers = {part for part in self._containers if elements.has(part)}
        return sorted(self._containers, key=lambda part: len(part.with_ancestors()))

    def _arrange(self, element: Element, page: Pair) -> None:
        """Place the children that are not in the normal flow of a scroller, list or slider."""
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


def is_fixed(element: Element) -> bool:
    """Whether an element stays at its place on the screen, in front of elements that scroll."""
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
