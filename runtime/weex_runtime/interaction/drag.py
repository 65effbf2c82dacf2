"""A finger that drags over the screen in steps, and its effects on lists and sliders."""

from __future__ import annotations

from math import dist
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from weex_runtime.document.element import Element
from weex_runtime.interaction.capabilities import (
    DRAGGABLE,
    HAS_PAGES,
    components_around,
    is_in_tree,
)
from weex_runtime.interaction.scrolling import pull_to_load, pull_to_refresh
from weex_runtime.interaction.touches import Touch
from weex_runtime.module_api.component_events import Direction, Point

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance

Gesture: TypeAlias = Literal["", "pan", "swipe", "pull_to_refresh", "pull_to_load"]

_FAST = 600.0  # in page pixels a second; a faster drag is a swipe
_PULLS = {"down": ("refresh", pull_to_refresh), "up": ("loading", pull_to_load)}


class Drag:
    """A finger on an element. Touches, pans and swipes go to the nearest element with a listener,
    from the touched element outwards. Lists follow the finger. At the end of the drag, a slider
    moves to its next page if the drag was fast or at least half as long as the slider, and a list
    that cannot scroll further is pulled. Lists and sliders do not move if a handler keeps the touch
    from them.

    Args:
        start: The point where the finger went down, in page pixels.
        scrolls: Whether lists follow the finger.
    """

    def __init__(self, page: Instance, element: Element, start: Point, *, scrolls: bool) -> None:
        self.page = page
        self.element = element
        self.start = start
        self._scrolls = scrolls
        self._touch = Touch(page, element)
        self._last = start
        self._scrolled = 0.0

    def reacts_to(self, direction: Direction) -> bool:
        """Return whether a handler, a slider or a list reacts to a drag in a direction."""
        if self._touch.has_listener or self._pulled(direction) or (self._scrolls and self._lists()):
            return True
        sliders = components_around(self.page, self.element, HAS_PAGES)
        return direction in ("left", "right") and any(one.flag("scrollable") for one in sliders)

    def begin(self) -> None:
        """Start the drag: the finger touches the screen."""
        self._touch.start(self.start)

    def move(self, point: Point, seconds: float) -> None:
        """Move the finger to a point; lists follow the finger.

        Args:
            seconds: The time since the finger went down.
        """
        last, self._last = self._last, point
        self._touch.is_fast = dist(self.start, point) > _FAST * seconds
        self._touch.move(point)
        if self._scrolls and not self._touch.is_kept and is_in_tree(self.page, self.element):
            for step, names in (
                (point[0] - last[0], ("left", "right")),
                (point[1] - last[1], ("up", "down")),
            ):
                direction = names[step > 0]
                if step and any(one.dragged(direction, abs(step)) for one in self._lists()):
                    self._scrolled += abs(step)

    def end(self, point: Point, seconds: float) -> Gesture:
        """Lift the finger, and return the test action with the same effects as this drag. "" means
        that a test needs no action, as after scrolling.
        """
        if point != self._last:
            self.move(point, seconds)
        self._touch.end(point)
        direction = self._touch.direction(point)
        distance = max(abs(point[axis] - self.start[axis]) for axis in (0, 1))
        gesture: Gesture = ""
        if self._touch.is_used:
            gesture = "swipe" if self._touch.is_fast else "pan"
        if not self._touch.is_kept and is_in_tree(self.page, self.element):
            if self._slides(direction, distance):
                gesture = "swipe"
            elif self._pulled(direction):
                name, pull = _PULLS[direction]
                pull(self.page, self.element, distance - self._scrolled)
                gesture = "pull_to_refresh" if name == "refresh" else "pull_to_load"
        return gesture

    def _lists(self) -> list[Any]:
        around = components_around(self.page, self.element, DRAGGABLE)
        return [component for component in around if not HAS_PAGES.fits(component)]

    def _slides(self, direction: Direction, distance: float) -> bool:
        """Move the innermost slider around the element to its next page if the drag was fast or
        long enough. Return whether the slider moved.
        """
        slider = next(components_around(self.page, self.element, HAS_PAGES), None)
        if slider is None:
            return False
        width = self.page.layout.box(slider.element).size[0]
        is_enough = self._touch.is_fast or distance >= width / 2
        return bool(is_enough and slider.dragged(direction, distance))

    def _pulled(self, direction: Direction) -> bool:
        """Return whether a drag pulls the <refresh> or <loading> of the innermost list around the
        element.
        """
        lists = self._lists()
        if not lists or direction not in _PULLS:
            return False
        kind, element = _PULLS[direction][0], lists[0].element
        if all(child.type != kind for child in element.children):
            return False
        layout = self.page.layout
        offset: float = lists[0].scroll_offset[1]
        farthest = layout.content_size(element)[1] - layout.box(element).size[1]
        return offset <= 0 if direction == "down" else offset >= farthest


def drag_at(page: Instance, start: Point, direction: Direction, *, scrolls: bool) -> Drag | None:
    """Put a finger down to drag the topmost element that reacts to a drag.

    Args:
        direction: The direction of the drag.
        scrolls: As for `Drag`.

    Returns:
        The drag; None if nothing at the point reacts.
    """
    from weex_runtime.layout.on_screen import elements_at  # imported only if needed

    for element in elements_at(page.layout, *start):
        drag = Drag(page, element, start, scrolls=scrolls)
        if drag.reacts_to(direction):
            drag.begin()
            return drag
    return None
