"""Fingers: taps, long presses, and motions with the touches, pans and swipes that come of them.

Points are page pixels. Source: spec/components.md, section 2; Android WXGesture.java; iOS
WXComponent+Events.m; H5 weex-vue-render, gesture.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.errors import PageError
from weex_runtime.interaction.capabilities import (
    Draggable,
    Parted,
    component_of,
    is_there,
    nearest_listener,
    upwards,
)
from weex_runtime.interaction.touches import Motion
from weex_runtime.module_api.component_events import Direction, Point

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance

_VECTORS: dict[Direction, Point] = {
    "up": (0, -1),
    "down": (0, 1),
    "left": (-1, 0),
    "right": (1, 0),
}


def tap(page: Instance, element: Element, at: Point = (0, 0)) -> None:
    """Tap an element: touchstart and touchend, then what the element does, or the nearest around it
    that takes taps: click; a switch changes; a field takes the keyboard; a link is followed.

    Args:
        at: The point on the page.

    Raises:
        PageError: Nothing there takes a tap, or what takes it is disabled.
    """
    component_of(page, element, "tap")
    is_heard = _press(page, element, at)
    if not is_there(page, element):
        return  # a handler of the touch took it away
    for around in upwards(element):
        component: object = page.components.of(around)
        if isinstance(component, Parted) and component.part_tapped(element, at):
            return
    for around in upwards(element):
        if page.components.of(around).takes_tap():
            page.components.of(around).tapped(at)
            return
    if not is_heard:
        raise PageError(f"nothing listens to click at {element!r} or around it")


def long_press(page: Instance, element: Element, at: Point = (0, 0)) -> None:
    """Hold a finger on an element: touchstart, longpress, touchend, on it or on the nearest around
    it that listens.

    Raises:
        PageError: Nothing there listens to longpress.
    """
    component_of(page, element, "press")
    if nearest_listener(element, "longpress") is None:
        raise PageError(f"nothing listens to longpress at {element!r} or around it")
    _press(page, element, at, "longpress")


def touch(page: Instance, element: Element, points: Sequence[Point] = ((0, 0),)) -> bool:
    """Put a finger on an element, move it over points and take it away: touchstart, touchmove and
    touchend, with stopPropagation at each; pans and swipes where the motion is one.

    Args:
        points: Where it goes, the first and last included.

    Returns:
        Whether scrollers around get the touch: False where a handler of stopPropagation or a pan
        in one direction keeps it.

    Raises:
        PageError: Nothing there listens to any of them.
    """
    component_of(page, element, "touch")
    motion = Motion(page, element)
    motion.follow([*points] if len(points) > 1 else [points[0], points[0]])
    if not motion.is_heard:
        raise PageError(motion.problem("a touch"))
    return not motion.is_kept


def pan(page: Instance, element: Element, dx: float, dy: float, start: Point = (0, 0)) -> None:
    """Move a finger slowly over an element: touches, and horizontalpan or verticalpan, or panstart,
    panmove and panend, of which Android takes the first that is listened to.

    Args:
        dx, dy: How far, to the right and down.

    Raises:
        PageError: Nothing there listens to a pan or a touch.
    """
    component_of(page, element, "pan")
    motion = Motion(page, element)
    path = _path(start, dx, dy)
    motion.follow(path)
    if not motion.is_heard:
        raise PageError(motion.problem(f"a pan {motion.direction(path[-1])}"))


def swipe(
    page: Instance,
    element: Element,
    direction: Direction,
    distance: float = 500.0,
    start: Point = (0, 0),
) -> None:
    """Move a finger fast over an element: touches and pans, or swipe; the slider around it moves a
    page on, or what scrolls there scrolls so far, unless a handler keeps the touch.

    Args:
        direction: "up", "down", "left" or "right".
        distance: How far the finger goes, in page pixels.

    Raises:
        PageError: Nothing there listens or moves.
    """
    if direction not in _VECTORS:
        raise PageError(f"a swipe goes up, down, left or right, not {direction!r}")
    component_of(page, element, "swipe")
    x, y = _VECTORS[direction]
    motion = Motion(page, element, is_fast=True)
    motion.follow(_path(start, x * distance, y * distance))
    is_moved = not motion.is_kept and _drag(page, element, direction, distance)
    if not (motion.is_heard or is_moved):
        raise PageError(
            f"nothing at {element!r} or around it scrolls {direction}, and "
            + motion.problem(f"a swipe {direction}")
        )


def _drag(page: Instance, element: Element, direction: Direction, distance: float) -> bool:
    if not is_there(page, element):
        return False
    for around in upwards(element):
        component: object = page.components.of(around)
        if isinstance(component, Draggable) and component.dragged(direction, distance):
            return True
    return False


def _press(page: Instance, element: Element, at: Point, event: str = "") -> bool:
    """A finger comes and goes in one place: whether somebody heard of it."""
    motion = Motion(page, element)
    motion.start(at)
    listener = nearest_listener(element, event) if event else None
    if listener:
        page.components.of(listener).fire(event, points=[at])
    motion.end(at)
    return motion.is_heard


def _path(start: Point, dx: float, dy: float) -> list[Point]:
    return [(start[0] + dx * n / 3, start[1] + dy * n / 3) for n in range(4)]
