"""Components that scroll: `scroller`, and all kinds of `list`.

There is no layout: the offset changes when a user scrolls, and the size of the content is unknown
until a test passes it. Lengths are page pixels.
Source: spec/components.md, section 3; Android WXScroller.java, BasicListComponent.java,
ScrollStartEndHelper.java; iOS WXScrollerComponent.mm; H5 weex-vue-render, scrollable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from weex_runtime import (
    Component,
    Difference,
    Event,
    PageError,
    component_prop,
    event,
    js_method,
)
from weex_runtime.json_values import JSONInput, JSONValue
from weex_runtime.module_api.component_events import Direction, Point

if TYPE_CHECKING:
    from weex_runtime.document.element import Element
    from weex_runtime.instance import Instance

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
        content_size: Width and height of the content; None while unknown.
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

    def __init__(self) -> None:
        self.offset: Point = (0.0, 0.0)
        self.content_size: Point | None = None
        self.direction: Direction = ""
        self._reported: Point | None = None
        self._loaded_content: object = None

    @property
    def is_horizontal(self) -> bool:
        """Whether the scroll direction is horizontal."""
        return self.attribute("scrollDirection") == "horizontal"

    @property
    def outline_note(self) -> str:
        """Implements `Component.outline_note`."""
        x, y = self.offset
        if not x:
            return f"scrolled to {y:g}" if y else ""
        return f"scrolled to {x:g}, {y:g}"

    @property
    def scroll_offset(self) -> Point:
        """Implements `Component.scroll_offset`."""
        return self.offset

    @component_prop("loadmoreretry")
    def setLoadmoreretry(self, retry: JSONValue) -> None:
        """Let `loadmore` fire again for the same content, if the value changed."""
        self.resetLoadmore()

    @js_method
    def resetLoadmore(self) -> None:
        """Let `loadmore` fire again for the same content."""
        self._loaded_content = None

    def scroll_to(
        self, x: float | None = None, y: float | None = None, content_size: Point | None = None
    ) -> None:
        """Scroll as a user does: scrollstart, scroll, loadmore near the end, scrollend.

        loadmore is fired only if the size of the content is known.

        Args:
            x, y: The new offset, from 0 on; None: unchanged.
            content_size: Width and height of the content, from now on.

        Raises:
            PageError: The element does not scroll, or the offset is out of range.
        """
        self._require_scrollable()
        self.content_size = content_size or self.content_size
        old = self.offset
        target = (old[0] if x is None else float(x), old[1] if y is None else float(y))
        if min(target) < 0:
            raise PageError(
                f"{self.element!r} cannot be scrolled to {target}: expected an offset of 0 or more"
            )
        if self.content_size and any(t > s for t, s in zip(target, self.content_size, strict=True)):
            raise PageError(
                f"{self.element!r} cannot be scrolled to {target}: "
                f"the content ends at {self.content_size}"
            )
        if target == old:
            return
        self.fire("scrollstart")
        self.offset = target
        self.direction = self._direction(old)
        at_end = self._is_near_end() and target > old
        if self.page.platform.name == "ios" and at_end:
            self._load_more()
        self._fire_scroll()
        if self.page.platform.name != "ios" and at_end:
            self._load_more()
        self.fire("scrollend")

    def dragged(self, direction: Direction, distance: float) -> bool:
        """Scroll by the move of a finger, in page pixels. Return False if the content does not
        move.
        """
        axis = 0 if self.is_horizontal else 1
        names = (("left", "right"), ("up", "down"))[axis]
        if direction not in names or not self.flag("scrollable"):
            return False
        moved = list(self.offset)
        moved[axis] += distance if direction == names[0] else -distance
        most = self._farthest(axis)
        moved[axis] = max(moved[axis] if most is None else min(moved[axis], most), 0.0)
        if tuple(moved) == self.offset:
            return False
        self.scroll_to(moved[0], moved[1])
        return True

    def reach_end(self) -> None:
        """Scroll to the end as a user does, and fire `loadmore`, unless `loadmore` was fired for
        the same content before.

        If the size of the content is unknown, `loadmore` is the only event.

        Raises:
            PageError: The element does not scroll.
        """
        self._require_scrollable()
        axis = 0 if self.is_horizontal else 1
        most = self._farthest(axis)
        target = list(self.offset)
        if most is not None and most > target[axis]:
            target[axis] = most
            self.scroll_to(target[0], target[1])
        else:
            self._load_more()

    @event("scroll")
    def _scroll(self) -> Event:
        return self._place(is_dragging=self._has_dragging)

    @event("scrollstart")
    def _scrollstart(self) -> Event:
        return self._place(is_dragging=self._has_dragging or self.page.platform.name == "ios")

    @event("scrollend")
    def _scrollend(self) -> Event:
        return self._place(is_dragging=self._has_dragging, dragging=False)

    @event("loadmore")
    def _loadmore(self) -> Event:
        return Event(None)

    def _place(self, *, is_dragging: bool, dragging: bool = True) -> Event:
        (x, y), (width, height) = self.offset, self.content_size or (0, 0)
        sign = 1 if self.page.platform.name == "web" else -1
        data: dict[str, JSONInput] = {
            "contentSize": {"width": width, "height": height},
            "contentOffset": {"x": sign * x or 0, "y": -y or 0},
        }
        if is_dragging:
            data["isDragging"] = dragging
        return Event(data)

    @property
    def _has_dragging(self) -> bool:
        """Whether events have isDragging, as those of lists on Android."""
        return False

    def _fire_scroll(self) -> None:
        """Fire `scroll` if the offset moved by offsetAccuracy since the last `scroll`."""
        accuracy = self.attribute("offsetAccuracy")
        if accuracy is None:
            least = 10.0 if self.page.platform.name in ("android", "web") else 0.0
        else:
            least = self.number("offsetAccuracy")
        axis = 0 if self.is_horizontal else 1
        last = self._reported or ((0.0, 0.0) if self.page.platform.name != "android" else None)
        if last is None or abs(self.offset[axis] - last[axis]) >= least:
            self._reported = self.offset
            self.fire("scroll")

    def _load_more(self) -> None:
        content = self._content()
        if content == self._loaded_content or not self.element.listens_to("loadmore"):
            return
        if self._never_loads_on_android() and self.number("loadmoreoffset") <= 0:
            self.page.report_difference(_NO_LOADMORE)
            if self.page.platform.name == "android":
                return
        self._loaded_content = content
        self.fire("loadmore")

    def _never_loads_on_android(self) -> bool:
        """Whether Android fires loadmore only with a loadmoreoffset above 0."""
        return True

    def _content(self) -> object:
        """Return a value that is different after each change of the content."""
        parts = [child for child in self.element.children if child.type not in _PULLED]
        return sum(1 for child in parts for _ in child.walk()), self.content_size

    def _is_near_end(self) -> bool:
        axis = 0 if self.is_horizontal else 1
        most = self._farthest(axis)
        return most is not None and self.offset[axis] >= most - self.number("loadmoreoffset")

    def _farthest(self, axis: int) -> float | None:
        """Return the largest offset; None if the size of the content is unknown."""
        if self.content_size is None:
            return None
        return max(self.content_size[axis] - _box(self.page, self.element)[axis], 0.0)

    def _direction(self, old: Point) -> Direction:
        x, y = (new - before for new, before in zip(self.offset, old, strict=True))
        if x:
            return "left" if x > 0 else "right"
        return "up" if y > 0 else "down"

    def _require_scrollable(self) -> None:
        if not self.flag("scrollable"):
            raise PageError(
                f"{self.element!r} has scrollable=false: a user cannot scroll the element"
            )


class List(Scroller):
    """A list of rows."""

    type = "list"
    aliases: ClassVar[tuple[str, ...]] = ("recycler", "vlist")
    append_tree = True
    attributes = {**Scroller.attributes, "draggable": False}

    @property
    def _has_dragging(self) -> bool:
        return self.page.platform.name == "android"

    def _never_loads_on_android(self) -> bool:
        return False


class Waterfall(List):
    """A list with several columns."""

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
    """A list that scrolls horizontally."""

    type = "hlist"
    aliases = ()
    append_tree = False
    attributes = {**List.attributes, "scrollDirection": "horizontal"}


class SimpleList(List):
    """Weex `simplelist`: a list of Android that draws its rows one by one."""

    type = "simplelist"
    aliases = ()
    append_tree = False


def _box(page: Instance, element: Element) -> Point:
    """Return width and height of an element from its styles; without such styles, those of the
    screen.
    """
    wide = page.viewport_width
    screen = (wide, wide * page.viewport[1] / page.viewport[0])
    found = []
    for name, whole in zip(("width", "height"), screen, strict=True):
        try:
            found.append(float(str(element.style.get(name)).removesuffix("px")))
        except ValueError:
            found.append(whole)
    return found[0], found[1]
