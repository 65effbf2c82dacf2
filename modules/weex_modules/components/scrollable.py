"""Components that scroll: `scroller`, `list` and its kin.

There is no layout: where the content is, is what the user's scrolling says; how large it is, what
the caller of that says, else unknown. Lengths are page pixels.
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
    """A box that scrolls.

    Attributes:
        offset: How far it is scrolled, x and y from 0 on.
        content_size: Width and height of what is in it; None while nobody said it.
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
        self._told: Point | None = None
        self._loaded_content: object = None

    @property
    def is_horizontal(self) -> bool:
        """It scrolls from side to side."""
        return self.attribute("scrollDirection") == "horizontal"

    @property
    def outline_note(self) -> str:
        """See Component."""
        x, y = self.offset
        if not x:
            return f"scrolled to {y:g}" if y else ""
        return f"scrolled to {x:g}, {y:g}"

    @component_prop("loadmoreretry")
    def setLoadmoreretry(self, retry: JSONValue) -> None:
        """Another value lets `loadmore` fire again."""
        self.resetLoadmore()

    @js_method
    def resetLoadmore(self) -> None:
        """Let `loadmore` fire again for the same content."""
        self._loaded_content = None

    def scroll_to(
        self, x: float | None = None, y: float | None = None, content_size: Point | None = None
    ) -> None:
        """The user scrolls there: scrollstart, scroll, loadmore near the end of a content of known
        size, scrollend.

        Args:
            x, y: The new offset from 0 on; None: as it is.
            content_size: Width and height of the content, known from now on.

        Raises:
            PageError: It cannot be scrolled, or not so far.
        """
        self._require_scrollable()
        self.content_size = content_size or self.content_size
        old = self.offset
        target = (old[0] if x is None else float(x), old[1] if y is None else float(y))
        if min(target) < 0:
            raise PageError(f"{self.element!r} cannot be scrolled to {target}: its start is at 0")
        if self.content_size and any(t > s for t, s in zip(target, self.content_size, strict=True)):
            raise PageError(f"{self.element!r} ends at {self.content_size}, before {target}")
        if target == old:
            return
        self.fire("scrollstart")
        self.offset = target
        self.direction = self._direction(old)
        at_end = self._is_near_end() and target > old
        if self.page.platform.name == "ios" and at_end:
            self._load_more()
        self._tell_scroll()
        if self.page.platform.name != "ios" and at_end:
            self._load_more()
        self.fire("scrollend")

    def dragged(self, direction: Direction, distance: float) -> bool:
        """A finger goes over it, so many page pixels; whether it moves then."""
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
        """The user scrolls to the end: as `scroll_to` where the size is known, and `loadmore`,
        once for a content.

        Raises:
            PageError: It cannot be scrolled.
        """
        self._require_scrollable()
        axis = 0 if self.is_horizontal else 1
        most = self._farthest(axis)
        target = list(self.offset)
        if most is not None and most > target[axis]:
            target[axis] = most
            self.scroll_to(target[0], target[1])  # which loads more
        else:
            self._load_more()

    @event("scroll")
    def _scroll(self) -> Event:
        return self._place(is_dragging=self._says_dragging)

    @event("scrollstart")
    def _scrollstart(self) -> Event:
        return self._place(is_dragging=self._says_dragging or self.page.platform.name == "ios")

    @event("scrollend")
    def _scrollend(self) -> Event:
        return self._place(is_dragging=self._says_dragging, dragging=False)

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
    def _says_dragging(self) -> bool:
        """Lists on Android say whether the finger is there."""
        return False

    def _tell_scroll(self) -> None:
        """`scroll`, when the content moved so far since the last one."""
        accuracy = self.attribute("offsetAccuracy")
        if accuracy is None:
            least = 10.0 if self.page.platform.name in ("android", "web") else 0.0
        else:
            least = self.number("offsetAccuracy")
        axis = 0 if self.is_horizontal else 1
        told = self._told or ((0.0, 0.0) if self.page.platform.name != "android" else None)
        if told is None or abs(self.offset[axis] - told[axis]) >= least:
            self._told = self.offset
            self.fire("scroll")

    def _load_more(self) -> None:
        content = self._content()
        if content == self._loaded_content or not self.element.listens_to("loadmore"):
            return
        if self._never_loads_on_android() and self.number("loadmoreoffset") <= 0:
            self.page.tell_difference(_NO_LOADMORE)
            if self.page.platform.name == "android":
                return
        self._loaded_content = content
        self.fire("loadmore")

    def _never_loads_on_android(self) -> bool:
        """The rest of the content must be less than loadmoreoffset."""
        return True

    def _content(self) -> object:
        """What is another when there is more content."""
        parts = [child for child in self.element.children if child.type not in _PULLED]
        return sum(1 for child in parts for _ in child.walk()), self.content_size

    def _is_near_end(self) -> bool:
        axis = 0 if self.is_horizontal else 1
        most = self._farthest(axis)
        return most is not None and self.offset[axis] >= most - self.number("loadmoreoffset")

    def _farthest(self, axis: int) -> float | None:
        """The offset at the end; None where the content's size is unknown."""
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
            raise PageError(f"{self.element!r} has scrollable=false: a user cannot scroll it")


class List(Scroller):
    """Rows that scroll."""

    type = "list"
    aliases: ClassVar[tuple[str, ...]] = ("recycler", "vlist")
    append_tree = True
    attributes = {**Scroller.attributes, "draggable": False}

    @property
    def _says_dragging(self) -> bool:
        return self.page.platform.name == "android"

    def _never_loads_on_android(self) -> bool:
        return False


class Waterfall(List):
    """Rows in columns."""

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
    """Columns that scroll from side to side."""

    type = "hlist"
    aliases = ()
    append_tree = False
    attributes = {**List.attributes, "scrollDirection": "horizontal"}


class SimpleList(List):
    """Rows that scroll, drawn one by one."""

    type = "simplelist"
    aliases = ()
    append_tree = False


def _box(page: Instance, element: Element) -> Point:
    """Width and height of an element, as far as its styles say; else the screen's."""
    wide = page.viewport_width
    screen = (wide, wide * page.viewport[1] / page.viewport[0])
    found = []
    for name, whole in zip(("width", "height"), screen, strict=True):
        try:
            found.append(float(str(element.style.get(name)).removesuffix("px")))
        except ValueError:
            found.append(whole)
    return found[0], found[1]
