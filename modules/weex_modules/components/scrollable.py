"""Components that scroll: `scroller`, and all kinds of `list`.

The sizes of box and content come from the layout; a test may give the size of the content. Lengths
are page pixels.
Source: spec/components.md, section 3; Android WXScroller.java, BasicListComponent.java,
ScrollStartEndHelper.java; iOS WXScrollerComponent.mm; H5 weex-vue-render, scrollable.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from weex_runtime import Component, Difference, Event, PageError, component_prop, event, js_method
from weex_runtime.document.element import SCROLLERS, Element
from weex_runtime.json_values import JSONInput, JSONValue
from weex_runtime.module_api.component_events import Direction, Point

_PULLED = ("refresh", "loading")

_NO_LOADMORE = Difference(
    "a scroller without loadmoreoffset listens to loadmore",
    android="loadmore is never fired",
    instead='loadmoreoffset="1" or more',
)


class Scroller(Component):
    """Weex `scroller`: a box that scrolls.

    Attributes:
        offset: x and y of the scroll position, from 0 on.
    """

    type = "scroller"
    attributes = {
        "showScrollbar": True,
        "scrollDirection": "vertical",
        "loadmoreoffset": 0,
        "loadmoreretry": 0,
        "offsetAccuracy": None,
        "pagingEnabled": False,
        "scrollable": True,
        "scrollToBegin": True,
        "bounce": True,
    }
    _is_list = False

    def __init__(self) -> None:
        self.offset: Point = (0.0, 0.0)
        self._given_size: Point | None = None
        self._reported: Point | None = None
        self._loaded_content: object = None

    @property
    def _axis(self) -> int:
        """The index of the scroll direction in a pair (x, y): 0 for horizontal, 1 for vertical."""
        return 0 if self.attribute("scrollDirection") == "horizontal" else 1

    @property
    def outline_note(self) -> str:
        """Implements `Component.outline_note`."""
        x, y = self.offset
        if not x:
            return f"scrolled to {y:g}" if y else ""
        return f"scrolled to {x:g}, {y:g}"

    @property
    def content_size(self) -> Point:
        """Width and height of the content: the size that a test has set, or else the size in the
        layout.
        """
        return self._given_size or self.page.layout.content_size(self.element)

    @property
    def scroll_offset(self) -> Point:
        """Implements `Component.scroll_offset`."""
        return self.offset

    @component_prop("loadmoreretry")
    def setLoadmoreretry(self, retry: JSONValue) -> None:
        """Let `loadmore` fire again for the same content when `loadmoreretry` changes."""
        self.resetLoadmore()

    @js_method
    def resetLoadmore(self) -> None:
        """Let `loadmore` fire again for the same content."""
        self._loaded_content = None

    def scroll_to(
        self, x: float | None = None, y: float | None = None, content_size: Point | None = None
    ) -> None:
        """Scroll as a user does: scrollstart, scroll, loadmore near the end, scrollend.

        Elements that come into sight or leave it fire appear and disappear.

        Args:
            x, y: The new offset, from 0 on; None: unchanged. The offset may exceed the content size
                of the layout, but not a content size that a test has set.
            content_size: Width and height of the content, from now on.

        Raises:
            PageError: The element does not scroll, or the offset is out of range.
        """
        self._require_scrollable()
        self._given_size = content_size or self._given_size
        old = self.offset
        target = (old[0] if x is None else float(x), old[1] if y is None else float(y))
        if min(target) < 0:
            raise PageError(
                f"{self.element!r} cannot be scrolled to {target}: expected an offset of 0 or more"
            )
        given = self._given_size
        if given and any(t > s for t, s in zip(target, given, strict=True)):
            raise PageError(
                f"{self.element!r} cannot be scrolled to {target}: the content ends at {given}"
            )
        if target != old:
            self._move(target)

    def scroll_to_element(self, element: Element, options: Mapping[str, JSONValue]) -> None:
        """Scroll until an element in the content is at the start of the box, or until the content
        ends.

        Args:
            options: {offset, animated}. `offset` is the distance past the start of the element, in
                page pixels; the default is 0. The default of `animated` is true.
        """
        layout, axis = self.page.layout, self._axis
        # Import the layout only here, since the import takes longer than opening a page, and few
        # pages need the layout.
        from weex_runtime.layout.style_values import length

        shift = length(options.get("offset"), 1.0)
        distance = layout.rect(element)[axis] - layout.rect(self.element)[axis]
        goal = self.offset[axis] + distance + (shift if shift == shift else 0.0)
        target = self._offset_at(min(max(goal, 0.0), self._farthest(axis)))
        if target != self.offset:
            self._move(target, takes_time=options.get("animated") is not False)

    def _move(self, target: Point, *, takes_time: bool = True) -> None:
        """Set the offset, and fire the scroll events.

        Args:
            takes_time: Whether to fire scrollstart and scrollend too.
        """
        old = self.offset
        self._fire_sight("", is_first=True)
        if takes_time:
            self.fire("scrollstart")
        self.offset = target
        axis, platform = self._axis, self.page.platform.name
        end = self._farthest(axis) - self.number("loadmoreoffset")
        is_near_end = target[axis] >= end and target > old
        if platform == "ios" and is_near_end:
            self._load_more()
        self._fire_scroll()
        self._fire_sight("" if platform == "web" else _direction(old, target))
        if platform != "ios" and is_near_end:
            self._load_more()
        if takes_time:
            self.fire("scrollend")

    def dragged(self, direction: Direction, distance: float) -> bool:
        """Scroll by the distance that a finger moved, in page pixels. Return False if the content
        does not move.
        """
        axis = self._axis
        names = (("left", "right"), ("up", "down"))[axis]
        if direction not in names or not self.flag("scrollable"):
            return False
        goal = self.offset[axis] + (distance if direction == names[0] else -distance)
        target = self._offset_at(max(min(goal, self._farthest(axis)), 0.0))
        if target == self.offset:
            return False
        self.scroll_to(*target)
        return True

    def reach_end(self) -> None:
        """Scroll to the end as a user does, and fire `loadmore`, unless `loadmore` was fired for
        the same content before.

        Raises:
            PageError: The element does not scroll.
        """
        self._require_scrollable()
        most = self._farthest(self._axis)
        if most > self.offset[self._axis]:
            self.scroll_to(*self._offset_at(most))
        else:
            self._load_more()

    @event("scroll")
    def _scroll(self) -> Event:
        return self._place({"isDragging": True} if self._has_dragging else {})

    @event("scrollstart")
    def _scrollstart(self) -> Event:
        is_dragging = self._has_dragging or self.page.platform.name == "ios"
        return self._place({"isDragging": True} if is_dragging else {})

    @event("scrollend")
    def _scrollend(self) -> Event:
        return self._place({"isDragging": False} if self._has_dragging else {})

    @event("loadmore")
    def _loadmore(self) -> Event:
        return Event(None)

    def _place(self, more: Mapping[str, JSONInput]) -> Event:
        (x, y), (width, height) = self.offset, self.content_size
        sign = 1 if self.page.platform.name == "web" else -1
        size, offset = {"width": width, "height": height}, {"x": sign * x or 0, "y": -y or 0}
        return Event({"contentSize": size, "contentOffset": offset, **more})

    @property
    def _has_dragging(self) -> bool:
        """Whether scroll events have the key isDragging, as on Android in lists."""
        return self._is_list and self.page.platform.name == "android"

    def _fire_scroll(self) -> None:
        """Fire `scroll` if the offset has changed by offsetAccuracy or more since the last one."""
        axis, platform = self._axis, self.page.platform.name
        least = self.number("offsetAccuracy")
        if self.attribute("offsetAccuracy") is None and platform in ("android", "web"):
            least = 10.0
        last = self._reported or (None if platform == "android" else (0.0, 0.0))
        if last is None or abs(self.offset[axis] - last[axis]) >= least:
            self._reported = self.offset
            self.fire("scroll")

    def _load_more(self) -> None:
        content = self._content()
        if content == self._loaded_content or not self.element.listens_to("loadmore"):
            return
        # On Android a scroller fires loadmore only with a loadmoreoffset above 0.
        if not self._is_list and self.number("loadmoreoffset") <= 0:
            self.page.report_difference(_NO_LOADMORE)
            if self.page.platform.name == "android":
                return
        self._loaded_content = content
        self.fire("loadmore")

    def _content(self) -> object:
        """Return a value that is different after each change of the content."""
        parts = [child for child in self.element.children if child.type not in _PULLED]
        return sum(1 for child in parts for _ in child.walk()), self._given_size

    def _offset_at(self, place: float) -> Point:
        """Return the scroll offset with `place` as its coordinate in the scroll direction."""
        x, y = self.offset
        return (place, y) if self._axis == 0 else (x, place)

    def _farthest(self, axis: int) -> float:
        """Return the largest offset to which the content can scroll along an axis."""
        size = self.page.layout.box(self.element).size[axis]
        return max(self.content_size[axis] - size, 0.0)

    def _fire_sight(self, direction: Direction, *, is_first: bool = False) -> None:
        """Fire appear and disappear on the elements that have scrolled into view or out of view.

        Args:
            is_first: Fire appear only on elements that have fired neither event yet, as a device
                does when it lays out the page.
        """
        layout, axis = self.page.layout, self._axis
        frame = layout.rect(self.element)
        for element in self._watched():
            rect = layout.rect(element)
            start, end = rect[axis], rect[axis] + rect[axis + 2]
            is_in_sight = start < frame[axis] + frame[axis + 2] and end > frame[axis]
            component = self.page.components.of(element)
            if component.is_gone:
                continue
            if is_first and component.is_in_sight is not None:
                continue
            if bool(component.is_in_sight) is not is_in_sight:
                component.is_in_sight = is_in_sight
                component.fire("appear" if is_in_sight else "disappear", direction=direction)

    def _watched(self) -> list[Element]:
        """Return the elements that listen to appear or disappear and whose nearest scroller is this
        scroller.
        """
        found = []
        stack = [*self.element.children]
        while stack:
            element = stack.pop()
            if element.listens_to("appear") or element.listens_to("disappear"):
                found.append(element)
            if element.type not in SCROLLERS:
                stack.extend(element.children)
        return found[::-1]

    def _require_scrollable(self) -> None:
        if not self.flag("scrollable"):
            raise PageError(
                f"{self.element!r} has scrollable=false: a user cannot scroll the element"
            )


def _direction(old: Point, new: Point) -> Direction:
    if new[0] != old[0]:
        return "left" if new[0] > old[0] else "right"
    return "up" if new[1] > old[1] else "down"


class List(Scroller):
    """Weex `list`: a list of rows."""

    type = "list"
    aliases: ClassVar[tuple[str, ...]] = ("recycler", "vlist")
    append_tree = True
    attributes = {**Scroller.attributes, "draggable": False}
    _is_list = True


class Waterfall(List):
    """Weex `waterfall`: a list with several columns."""

    type = "waterfall"
    aliases = ()
    attributes = {
        **List.attributes,
        "columnWidth": "auto",
        "columnCount": "auto",
        "columnGap": 32,
        "leftGap": 0,
        "rightGap": 0,
    }


class HorizontalList(List):
    """Weex `hlist`: a list that scrolls horizontally."""

    type = "hlist"
    aliases = ()
    append_tree = False
    attributes = {**List.attributes, "scrollDirection": "horizontal"}


class SimpleList(List):
    """Weex `simplelist`: a list of Android that draws its rows one by one."""

    type = "simplelist"
    aliases = ()
    append_tree = False
