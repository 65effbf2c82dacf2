"""Events of elements: the `@event` decorator, and the events that every element can have.

The parameters of an `@event` method are facts about the user's action. Lengths are page pixels.

Source: spec/components.md, section 2; Android WXGesture.java, WXComponent.java; iOS
WXComponent+Events.m.
"""

# `from __future__ import annotations` is left out: NamedTuple would compile annotations from text
# at each start of the process.

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, TypeVar

from weex_runtime.document.element import Element
from weex_runtime.errors import ModuleError
from weex_runtime.json_values import JSONInput

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance

F = TypeVar("F", bound=Callable[..., Any])

Point: TypeAlias = tuple[float, float]
Direction: TypeAlias = Literal["up", "down", "left", "right", ""]

_TOUCHES = ("touchstart", "touchmove", "touchend", "touchcancel")


class Event(NamedTuple):
    """An event of an element, as native sends it to JS.

    Attributes:
        data: The event object; the JS runtime adds type, target, currentTarget and timestamp.
        dom_changes: {"attrs": {...}, "style": {...}}: changes of the element by the user's action,
            which are applied to the trees of native and JS before the handler runs.
    """

    data: Mapping[str, JSONInput] | None = None
    dom_changes: Mapping[str, JSONInput] | None = None


def require_names(decorator: str, example: str, names: tuple[object, ...]) -> None:
    """Check the arguments of a decorator, which are names.

    Raises:
        ModuleError: There is no name, or the decorator was written without brackets.
    """
    if not names or not all(isinstance(name, str) for name in names):
        raise ModuleError(
            f'@{decorator}: expected a name, got {names or "none"}; write @{decorator}("{example}")'
        )


def event(*names: str) -> Callable[[F], F]:
    """Mark a method of a `Component` that builds the events with the given names.

    `Component.fire` calls the method with facts about the user's action; the method returns an
    `Event`.

    Raises:
        ModuleError: The decorator has no name.
    """
    require_names("event", "change", names)

    def mark(function: F) -> F:
        function.__weex_event__ = (names, function)  # type: ignore[attr-defined]
        return function

    return mark


class CommonEvents:
    """The events that every element can have.

    Attributes:
        is_in_sight: Whether the element was scrolled into view; None before the first scrolling.
    """

    page: "Instance"
    element: Element
    is_in_sight: bool | None = None

    @event("click")
    def _click(
        self, box: tuple[float, float, float, float] | None = None, at: Point = (0, 0)
    ) -> Event:
        """Build the event `click`.

        Args:
            box: (x, y, width, height) of the element on the screen.
        """
        platform = self.page.platform.name
        if platform == "web":
            return Event({"touch": _touch(0, at)})
        if box is None:
            box = self.page.layout.rect(self.element)
        position = dict(zip(("x", "y", "width", "height"), box, strict=True))
        if platform == "ios":
            position |= {"pageX": at[0], "pageY": at[1]}
        return Event({"position": position})

    @event("longpress", *_TOUCHES, "panstart", "panmove", "panend")
    def _touch_event(self, points: Sequence[Point] = ((0, 0),)) -> Event:
        return self._touches(points)

    @event("horizontalpan", "verticalpan")
    def _pan(self, state: str, points: Sequence[Point] = ((0, 0),)) -> Event:
        """Build a pan in one direction: `horizontalpan` or `verticalpan`.

        Args:
            state: "start", "move" or "end"; on iOS "cancel" too.
        """
        return self._touches(points, state=state)

    @event("swipe")
    def _swipe(self, direction: Direction, points: Sequence[Point] = ((0, 0),)) -> Event:
        """Build the event `swipe`.

        Args:
            direction: The direction, like "down". (Devices do not send "bottom", although Weex's
                documentation of gestures has that word.)
        """
        return self._touches(points, direction=direction)

    @event("stopPropagation", "stoppropagation")  # Rax bundles write event names in lower case
    def _stop_propagation(self, action: str, points: Sequence[Point] = ((0, 0),)) -> Event:
        """Build the event for a handler of stopPropagation.

        Args:
            action: "start", "move" or "end".
        """
        if self.page.platform.name == "ios":
            return self._touches(points, action=action)
        return self._touches(points, type="touch", action=action)

    @event("appear", "disappear")
    def _appear(self, direction: Direction = "") -> Event:
        """Build `appear` and `disappear`, fired when an element is scrolled in or out of view.

        Args:
            direction: The direction in which the content moves; "" before the first scrolling.
        """
        if self.page.platform.name == "ios" and not direction:
            return Event({})
        return Event({"direction": direction})

    def _touches(self, points: Sequence[Point], **more: JSONInput) -> Event:
        touches: list[JSONInput] = [_touch(n, point) for n, point in enumerate(points)]
        return Event({**more, "changedTouches": touches})


def _touch(identifier: int, point: Point) -> dict[str, JSONInput]:
    x, y = point
    return {"identifier": identifier, "pageX": x, "pageY": y, "screenX": x, "screenY": y}
