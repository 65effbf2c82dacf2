"""Events of elements: how one is built, and those that every element can have.

Facts are what is known of the user's action; there is no layout, so boxes and points are what the
caller says, else zeros. Lengths are page pixels.
Source: spec/components.md, section 2; Android WXGesture.java, WXComponent.java; iOS
WXComponent+Events.m.
"""

# Annotations are not postponed: see console.py.

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, TypeVar

from weex_runtime.json_values import JSONInput

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Page

F = TypeVar("F", bound=Callable[..., Any])

Point: TypeAlias = tuple[float, float]
Direction: TypeAlias = Literal["up", "down", "left", "right", ""]


class Event(NamedTuple):
    """An event as native sends it.

    Attributes:
        data: The event object; the runtime adds type, target, currentTarget and timestamp.
        dom_changes: {"attrs", "style"}: what the user's action changed in the element, which both
            trees take over before the handler runs.
    """

    data: Mapping[str, JSONInput] | None = None
    dom_changes: Mapping[str, JSONInput] | None = None


def event(name: str) -> Callable[[F], F]:
    """Mark a method of a `Component` that builds an event's payload.

    It takes the facts of the user's action, and returns an `Event`; `Component.fire` calls it.
    """

    def mark(function: F) -> F:
        function.__weex_event__ = (name, function)  # type: ignore[attr-defined]
        return function

    return mark


class CommonEvents:
    """What `Component.fire` builds for any element."""

    page: "Page"
    is_in_sight: bool | None = None  # None: nobody said

    @event("click")
    def _click(
        self, box: tuple[float, float, float, float] | None = None, at: Point = (0, 0)
    ) -> Event:
        """box: x, y, width and height of the element on the screen."""
        platform = self.page.platform.name
        if platform == "web":
            return Event({"touch": _touch(0, at)})
        if platform == "ios" and box is None:
            return Event({"position": {}})
        position = dict(zip(("x", "y", "width", "height"), box or (0, 0, 0, 0), strict=True))
        if platform == "ios":
            position |= {"pageX": at[0], "pageY": at[1]}
        return Event({"position": position})

    @event("longpress")
    def _longpress(self, points: Sequence[Point] = ((0, 0),)) -> Event:
        return self._touches(points)

    @event("touchstart")
    def _touchstart(self, points: Sequence[Point] = ((0, 0),)) -> Event:
        return self._touches(points)

    @event("touchmove")
    def _touchmove(self, points: Sequence[Point] = ((0, 0),)) -> Event:
        return self._touches(points)

    @event("touchend")
    def _touchend(self, points: Sequence[Point] = ((0, 0),)) -> Event:
        return self._touches(points)

    @event("touchcancel")
    def _touchcancel(self, points: Sequence[Point] = ((0, 0),)) -> Event:
        return self._touches(points)

    @event("panstart")
    def _panstart(self, points: Sequence[Point] = ((0, 0),)) -> Event:
        return self._touches(points)

    @event("panmove")
    def _panmove(self, points: Sequence[Point] = ((0, 0),)) -> Event:
        return self._touches(points)

    @event("panend")
    def _panend(self, points: Sequence[Point] = ((0, 0),)) -> Event:
        return self._touches(points)

    @event("horizontalpan")
    def _horizontalpan(self, state: str, points: Sequence[Point] = ((0, 0),)) -> Event:
        """state: "start", "move" or "end"; on iOS "cancel" too."""
        return self._touches(points, state=state)

    @event("verticalpan")
    def _verticalpan(self, state: str, points: Sequence[Point] = ((0, 0),)) -> Event:
        return self._touches(points, state=state)

    @event("swipe")
    def _swipe(self, direction: Direction, points: Sequence[Point] = ((0, 0),)) -> Event:
        """direction: "down" where Weex's page on gestures writes "bottom": no device sends that."""
        return self._touches(points, direction=direction)

    @event("stopPropagation")
    def _stop_propagation(self, action: str, points: Sequence[Point] = ((0, 0),)) -> Event:
        """action: "start", "move" or "end"."""
        if self.page.platform.name == "ios":
            return self._touches(points, action=action)
        return self._touches(points, type="touch", action=action)

    @event("stoppropagation")
    def _stop_propagation_in_rax(self, action: str, points: Sequence[Point] = ((0, 0),)) -> Event:
        return self._stop_propagation(action, points)

    @event("appear")
    def _appear(self, direction: Direction = "") -> Event:
        """direction: in which the content moves; "" before it was scrolled."""
        if self.page.platform.name == "ios" and not direction:
            return Event({})
        return Event({"direction": direction})

    @event("disappear")
    def _disappear(self, direction: Direction = "") -> Event:
        return self._appear(direction)

    def _touches(self, points: Sequence[Point], **more: JSONInput) -> Event:
        touches: list[JSONInput] = [_touch(n, point) for n, point in enumerate(points)]
        return Event({**more, "changedTouches": touches})


def _touch(identifier: int, point: Point) -> dict[str, JSONInput]:
    x, y = point
    return {"identifier": identifier, "pageX": x, "pageY": y, "screenX": x, "screenY": y}
