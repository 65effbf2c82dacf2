"""One touch, from finger down to finger up, and the events that a device fires for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.module_api.component import Component
from weex_runtime.module_api.component_events import Direction, Point
from weex_runtime.module_api.platforms import Difference

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance

_TOUCHES = ("touchstart", "touchmove", "touchend")
_PANS = ("panstart", "panmove", "panend")
_DIRECTED = ("horizontalpan", "verticalpan")
_EVENTS = (*_TOUCHES, *_PANS, *_DIRECTED, "swipe")
_STOPS = ("stopPropagation", "stoppropagation")
# Component types on which Android does not fire gestures.
_WITHOUT = ("scroller", "list", "recycler", "waterfall", "vlist", "hlist", "web")

_NO_GESTURES = Difference(
    "a {type} listens to gestures",
    android="Android fires no gestures",
    instead="the handlers on an element inside the {type}",
)
_ANSWERED = Difference(
    "a handler of stopPropagation returned {answer}",
    android="true keeps the touch, false passes the touch to outer scrollers",
    ios="true keeps the touch, false passes the touch to outer scrollers",
)


class Touch:
    """A finger on an element. The events are fired on the element or nearest ancestor that listens.

    Attributes:
        is_fast: Whether the finger is fast enough for a swipe; may change while it moves.
        is_used: Whether a handler received an event.
        is_kept: Whether the element keeps the touch, so that outer scrollers do not scroll.
    """

    def __init__(self, page: Instance, element: Element, *, is_fast: bool = False) -> None:
        self._page = page
        self.is_fast = is_fast
        self._platform = page.platform.name
        self._element = element
        self._target = self._find(element, *_EVENTS)
        self._stopper = self._find(element, *_STOPS)
        self._start: Point = (0, 0)
        self._pending = ""
        self.is_used = False
        self.is_kept = False

    @property
    def has_listener(self) -> bool:
        """Whether an element listens to any event of a moving finger."""
        return self._target is not None or self._stopper is not None

    def problem(self, gesture: str) -> str:
        """Return the message for a gesture without a listener.

        Args:
            gesture: Like "a pan down".
        """
        target = self._target
        if target is None:
            return f"nothing listens to {gesture} at {self._element!r} or at an ancestor"
        listened = [name for name in _EVENTS if target.element.listens_to(name)]
        names = ", ".join(listened)
        if self._platform == "web" and set(listened) & set(_DIRECTED):
            names += " (the web has no pans in one direction)"
        return f"{target.element!r} has no listener for {gesture}, only for {names}"

    def follow(self, points: Sequence[Point]) -> None:
        """Put the finger down at the first point, move it over the other points, and lift it."""
        self.start(points[0])
        for point in points[1:]:
            self.move(point)
        self.end(points[-1])

    def start(self, point: Point) -> None:
        """Put the finger down at a point, and fire the first events of the touch."""
        self._start = point
        self._call_stopper("start", point)
        self._fire("touchstart", point)

    def move(self, point: Point) -> None:
        """Move the finger to a point, and fire the events of the motion."""
        if self._platform in ("ios", "web"):
            self._fire("touchmove", point)
            if self._platform == "ios":
                self._pan_on_ios(point)
            else:
                self._pan_on_web(point)
        else:
            self._pan(point)
            self._fire("touchmove", point)
        self._call_stopper("move", point)

    def end(self, point: Point) -> None:
        """Lift the finger at a point, and fire the last events of the touch."""
        self._fire("touchend", point)
        if self._pending in _DIRECTED:
            self._fire(self._pending, point, state="end")
        elif self._pending == "both":
            for event in _DIRECTED:
                self._fire(event, point, state="end")
            self._fire("panend", point)
        elif self._pending == "pan":
            self._fire("panend", point)
            if self._platform == "web" and self.is_fast:
                self._fire("swipe", point, direction=self.direction(point))
        self._call_stopper("end", point)

    def _pan(self, point: Point) -> None:
        """Fire a pan or swipe as on Android, where a touch fires only one kind of event:
        `horizontalpan` or `verticalpan`, or else the pan events, or else `swipe`.
        """
        possible = _DIRECTED[0] if self._is_horizontal(point) else _DIRECTED[1]
        if self._pending in _DIRECTED:
            self._fire(self._pending, point, state="move")
        elif self._listens(possible):
            if self._pending == "pan":
                self._fire("panend", point)
            self._pending = possible
            self.is_kept = True
            self._fire(possible, point, state="start")
        elif self._pending == "pan":
            self._fire("panmove", point)
        elif self._listens(*_PANS):
            self._pending = "pan"
            self._fire("panstart", self._start)
        elif self._pending != "swipe":
            self._pending = "swipe"
            self._fire("swipe", point, direction=self.direction(point))

    def _pan_on_ios(self, point: Point) -> None:
        """Fire pans and a swipe as on iOS. iOS fires `panstart` and `panmove` for each motion, and
        also `horizontalpan` or `verticalpan`: these two start in their own direction only, and
        continue in any direction. A swipe has to be fast.
        """
        if not self._listens(*_PANS, *_DIRECTED):
            if self.is_fast and not self._pending:
                self._pending = "swipe"
                self._fire("swipe", point, direction=self.direction(point))
            return
        is_horizontal = self._is_horizontal(point)
        only_horizontal = self._listens(_DIRECTED[0]) and not self._listens(_DIRECTED[1])
        if not self._pending and only_horizontal and not is_horizontal:
            return  # on iOS this motion does not start a pan
        state = "move" if self._pending else "start"
        for event in _DIRECTED:
            is_in_direction = is_horizontal == (event == _DIRECTED[0])
            if state == "move" or is_in_direction:
                self._fire(event, point, state=state)
        self._fire("panmove" if self._pending else "panstart", point)
        self.is_kept = self.is_kept or self._listens(*_DIRECTED)
        self._pending = "both"

    def _pan_on_web(self, point: Point) -> None:
        """Fire pan events as on the web, which does not have `horizontalpan` and `verticalpan`."""
        if not self._pending:
            self._pending = "pan"
            self._fire("panstart", point)
        self._fire("panmove", point)

    def _call_stopper(self, action: str, point: Point) -> None:
        """Call the handler of the event `stopPropagation`. In Weex's documentation of gestures, the
        return value false keeps the touch from outer scrollers; on devices the return value true
        does.
        """
        if self._stopper is None:
            return
        event = next(name for name in _STOPS if self._stopper.element.listens_to(name))
        answer = self._stopper.fire(event, action=action, points=[point])
        self.is_used = True
        if isinstance(answer, bool) and action != "end":
            self._page.report_difference(_ANSWERED, answer=str(answer).lower())
            self.is_kept = answer is not (self._platform is None)

    def _fire(self, event: str, point: Point, **facts: str) -> None:
        if self._target and self._listens(event):
            self.is_used = True
            self._target.fire(event, points=[point], **facts)

    def _listens(self, *events: str) -> bool:
        target = self._target
        return target is not None and any(target.element.listens_to(event) for event in events)

    def _find(self, element: Element, *events: str) -> Component | None:
        listener = element.nearest_listener(*events)
        while listener and listener.type in _WITHOUT:
            self._page.report_difference(_NO_GESTURES, type=listener.type)
            if self._platform != "android":
                break
            listener = listener.parent and listener.parent.nearest_listener(*events)
        return self._page.components.of(listener) if listener else None

    def _is_horizontal(self, point: Point) -> bool:
        return abs(point[0] - self._start[0]) > abs(point[1] - self._start[1])

    def direction(self, point: Point) -> Direction:
        """Return the direction from the start of the touch to a point."""
        if self._is_horizontal(point):
            return "left" if point[0] < self._start[0] else "right"
        return "up" if point[1] < self._start[1] else "down"
