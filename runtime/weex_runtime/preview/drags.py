"""Drags of a pointer over the screens of the devices."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from weex_runtime.interaction.drag import Drag, drag_at
from weex_runtime.preview.as_test import Actions, locator_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from weex_runtime.module_api.component_events import Direction, Point
    from weex_runtime.testkit.page import Page


class Drags:
    """The current drags, at most one on each device.

    Args:
        actions: Records the drags that have an effect, for "Copy as test".
        send: Sends a message to all tabs.
    """

    def __init__(self, actions: Actions, send: Callable[[dict[str, Any]], None]) -> None:
        self._actions = actions
        self._send = send
        # {device: (drag, code of the element's locator)}. The code is stored, since the drag may
        # remove the element.
        self._running: dict[int, tuple[Drag, str]] = {}

    def start(self, page: Page, message: dict[str, Any]) -> None:
        """Start a drag, and notify the tabs if an element at the start point reacts to the drag. If
        no element reacts, the browser selects text.

        Args:
            message: {from: [x, y], to: [x, y], ms: milliseconds since the pointer went down,
                touch: whether lists follow the pointer}.
        """
        start, to = _point(message["from"]), _point(message["to"])
        self._running.pop(message["device"], None)
        drag = drag_at(page, start, _direction(start, to), scrolls=bool(message["touch"]))
        if drag is None:
            return
        self._running[message["device"]] = drag, locator_of(page, drag.element)
        self._send({"kind": "drag", "device": message["device"]})
        self.move(page, message)

    def move(self, page: Page, message: dict[str, Any]) -> None:
        """Move the pointer. `message` is {to: [x, y], ms: milliseconds as in `start`}."""
        drag, _ = self._running.get(message["device"], (None, ""))
        if drag and drag.page is page:
            drag.move(_point(message["to"]), float(message["ms"]) / 1000)

    def end(self, page: Page, message: dict[str, Any]) -> None:
        """End the drag at a point. `message` is {to: [x, y], ms: milliseconds as in `start`}."""
        drag, locator = self._running.pop(message["device"], (None, ""))
        if drag is None or drag.page is not page:
            return
        to = _point(message["to"])
        gesture = drag.end(to, float(message["ms"]) / 1000)
        dx, dy = (round(to[axis] - drag.start[axis]) for axis in (0, 1))
        distance = max(abs(dx), abs(dy))
        if gesture == "swipe":
            direction = _direction(drag.start, to)
            self._actions.call(f"{locator}.swipe({direction!r}, {distance})")
        elif gesture == "pan":
            self._actions.call(f"{locator}.pan({dx}, {dy})")
        elif gesture:
            self._actions.call(f"{locator}.{gesture}({distance})")


def _point(pair: list[float]) -> Point:
    x, y = map(float, pair)
    if not (isfinite(x) and isfinite(y)):
        raise ValueError(f"expected a point on the screen, got {pair}")
    return x, y


def _direction(start: Point, to: Point) -> Direction:
    dx, dy = to[0] - start[0], to[1] - start[1]
    if abs(dx) > abs(dy):
        return "left" if dx < 0 else "right"
    return "up" if dy < 0 else "down"
