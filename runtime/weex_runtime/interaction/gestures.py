"""Gestures of one finger: tap, long press, touch, pan and swipe.

Points are page pixels. Source: spec/components.md, section 2; Android WXGesture.java; iOS
WXComponent+Events.m; H5 weex-vue-render, gesture.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.errors import PageError
from weex_runtime.interaction.capabilities import (
    DRAGGABLE,
    HAS_PARTS,
    component_of,
    components_around,
    is_in_tree,
    require_distance,
)
from weex_runtime.interaction.touches import Touch
from weex_runtime.module_api.component_events import Direction, Point

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance

_VECTORS: dict[Direction, Point] = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


def tap(page: Instance, element: Element, at: Point | None = None) -> None:
    """Tap an element; fires touchstart and touchend. Then the element, or its nearest ancestor that
    handles taps, reacts: it fires click, a switch toggles, a field is focused, a link opens.

    Args:
        at: The point on the page; default: the middle of the element.

    Raises:
        PageError: Neither the element nor an ancestor handles taps, or the field or switch is
            disabled.
    """
    component_of(page, element, "tap")
    at = at or _middle(page, element)
    is_used = _press(page, element, at)
    if not is_in_tree(page, element):
        return  # a handler of a touch event removed the element
    if any(text.part_tapped(element, at) for text in components_around(page, element, HAS_PARTS)):
        return
    for around in element.with_ancestors():
        component = page.components.of(around)
        if component.takes_tap():
            component.tapped(at)
            return
    if not is_used:
        raise PageError(f"nothing listens to click at {element!r} or at an ancestor")


def tap_target(page: Instance, element: Element) -> Element | None:
    """Return the element or nearest ancestor that reacts to a tap; None if nothing reacts."""
    for around in element.with_ancestors():
        component = page.components.of(around)
        if component.takes_tap() or HAS_PARTS.fits(component):
            return around
    return element.nearest_listener("touchstart", "touchend")


def tap_cover(page: Instance, element: Element, target: Element | None) -> Element | None:
    """Return the element that lies in front of an element's middle, handles taps, and so gets the
    tap. Return None if the tap reaches the element, or if the element's middle is out of sight: a
    user scrolls before the tap.

    Args:
        target: The `tap_target` of the element.
    """
    from weex_runtime.layout.on_screen import elements_at  # imported only if needed

    found = elements_at(page.layout, *_middle(page, element))
    boxed = next(part for part in element.with_ancestors() if part.box or part.parent is None)
    if boxed not in found:
        return None
    for front in found:
        if front is element or front is target:
            return None
        receiver = tap_target(page, front)
        if receiver is target:
            return None
        if receiver is not None and receiver not in element.with_ancestors():
            return front
    return None


def long_press(page: Instance, element: Element, at: Point | None = None) -> None:
    """Hold a finger on an element; fires touchstart, longpress, touchend, on the element or the
    nearest ancestor that listens.

    Raises:
        PageError: Neither the element nor an ancestor listens to longpress.
    """
    component_of(page, element, "press")
    if element.nearest_listener("longpress") is None:
        raise PageError(f"nothing listens to longpress at {element!r} or at an ancestor")
    _press(page, element, at or _middle(page, element), "longpress")


def touch(page: Instance, element: Element, points: Sequence[Point] = ()) -> bool:
    """Move a finger over an element. Fires touchstart, touchmove and touchend, and calls a handler
    of stopPropagation at each. A motion that is a pan or a swipe also fires the events of that
    gesture.

    Args:
        points: The path of the finger, including start and end; default: the middle of the element.

    Returns:
        Whether the scrollers around the element also receive the touch. False if a handler of
            stopPropagation or a pan in one direction keeps the touch.

    Raises:
        PageError: Neither the element nor an ancestor listens to these events.
    """
    component_of(page, element, "touch")
    touch = Touch(page, element)
    path = [*points] or [_middle(page, element)]
    touch.follow(path if len(path) > 1 else 2 * path)
    if not touch.is_used:
        raise PageError(touch.problem("a touch"))
    return not touch.is_kept


def pan(page: Instance, element: Element, dx: float, dy: float) -> None:
    """Move a finger slowly over an element. Fires touch events and pan events. The pan events have
    two kinds: in one direction (horizontalpan, verticalpan) and in any direction (panstart,
    panmove, panend). Android prefers the first kind if both have listeners; iOS fires both kinds;
    the web has only the second.

    Args:
        dx, dy: Distance to the right and down, in page pixels.

    Raises:
        PageError: Neither the element nor an ancestor listens to a pan or a touch.
    """
    component_of(page, element, "pan")
    touch = Touch(page, element)
    path = _path(_middle(page, element), dx, dy)
    touch.follow(path)
    if not touch.is_used:
        raise PageError(touch.problem(f"a pan {touch.direction(path[-1])}"))


def swipe(page: Instance, element: Element, direction: Direction, distance: float = 500.0) -> None:
    """Move a finger fast over an element. Fires touch events, and either pan events or `swipe`; on
    the web both. Then a slider around the element moves to its next page, or a list by the
    distance. Neither moves if a handler keeps the touch.

    Args:
        direction: "up", "down", "left" or "right".
        distance: The distance that the finger moves, in page pixels.

    Raises:
        PageError: Neither the element nor an ancestor listens to these events or scrolls.
    """
    if direction not in _VECTORS:
        raise PageError(f"swipe: expected up, down, left or right, got {direction!r}")
    component_of(page, element, "swipe")
    require_distance(distance)
    x, y = _VECTORS[direction]
    touch = Touch(page, element, is_fast=True)
    touch.follow(_path(_middle(page, element), x * distance, y * distance))
    is_moved = not touch.is_kept and _drag(page, element, direction, distance)
    if not (touch.is_used or is_moved):
        raise PageError(
            f"neither {element!r} nor an ancestor scrolls {direction}, and "
            + touch.problem(f"a swipe {direction}")
        )


def _drag(page: Instance, element: Element, direction: Direction, distance: float) -> bool:
    if not is_in_tree(page, element):
        return False
    draggables = components_around(page, element, DRAGGABLE)
    return any(component.dragged(direction, distance) for component in draggables)


def _press(page: Instance, element: Element, at: Point, event: str = "") -> bool:
    """Touch one point, and return whether a handler received an event."""
    touch = Touch(page, element)
    touch.start(at)
    listener = element.nearest_listener(event) if event else None
    if listener:
        page.components.of(listener).fire(event, points=[at])
    touch.end(at)
    return touch.is_used


def _middle(page: Instance, element: Element) -> Point:
    """Return the middle of an element; for a part of a <text>, the middle of the whole <text>."""
    from weex_runtime.layout.on_screen import middle  # imported only if needed

    for around in element.with_ancestors():
        try:
            return middle(page.layout, around)
        except LookupError:
            continue
    return 0.0, 0.0


def _path(start: Point, dx: float, dy: float) -> list[Point]:
    require_distance(dx)
    require_distance(dy)
    return [(start[0] + dx * n / 3, start[1] + dy * n / 3) for n in range(4)]
