"""`slider` and `slider-neighbor`: a row of pages, which shows one page.

Source: spec/components.md, section 3; Android WXSlider.java, WXCircleViewPager.java; iOS
WXCycleSliderComponent.mm; H5 weex-vue-render, slider.
"""

from __future__ import annotations

from typing import ClassVar

from weex_runtime import Component, Difference, Event, PageError, component_prop, event
from weex_runtime.document.element import Element
from weex_runtime.json_values import JSONValue
from weex_runtime.module_api.component_events import Direction, Point

# The fractions of a page's width at which `scroll` is fired; a real finger makes smaller steps.
_STEPS = (0.25, 0.5, 0.75, 1.0)

_NO_SCROLL_ENDS = Difference(
    "a slider listens to {event}",
    ios="it is never fired on a slider",
    instead="a handler of change",
)

_MOST_PAGES = 10_000  # the largest index; `setIndex` reduces larger values to this index


class Slider(Component):
    """Weex `slider`: each child except an `indicator` is a page; attribute `index` is the page that
    is shown.

    `auto-play` moves to the next page after `interval` milliseconds of the page's clock, while the
    screen shows the page and no finger is on the slider.
    """

    type = "slider"
    aliases: ClassVar[tuple[str, ...]] = ("cycleslider",)
    append_tree = True
    attributes = {
        "autoPlay": False,
        "interval": 3000,
        "index": 0,
        "infinite": True,
        "scrollable": True,
        "showIndicators": True,
        "offsetXAccuracy": 0.1,
        "keepIndex": False,
        "forbidSlideAnimation": False,
    }

    def __init__(self) -> None:
        self.index = 0
        self._is_ready = False

    @property
    def pages(self) -> list[Element]:
        return [child for child in self.element.children if child.type != "indicator"]

    @property
    def outline_note(self) -> str:
        """Implements `Component.outline_note`."""
        return f"index {self.index} of {len(self.pages)}"

    @property
    def scroll_offset(self) -> Point:
        """Implements `Component.scroll_offset`."""
        return self.index * self.page.layout.box(self.element).size[0], 0.0

    @component_prop("index")
    def setIndex(self, index: JSONValue) -> None:
        """Show a page, and fire `change` as for a swipe."""
        target = int(min(self.number("index"), _MOST_PAGES))
        if not self._is_ready:
            self.index = max(target, 0)
        elif 0 <= target < len(self.pages):
            self._show(target)

    @component_prop("autoPlay")
    def setAutoPlay(self, auto_play: JSONValue) -> None:
        """Start or stop moving automatically."""
        self._start()

    @component_prop("interval")
    def setInterval(self, interval_ms: JSONValue) -> None:
        """Set the time between two pages, in milliseconds."""
        self._start()

    def created(self) -> None:
        """Implements `Component.created`."""
        self._is_ready = True
        self._start()

    def slide_to(self, index: int) -> None:
        """Swipe page by page to the page at an index, as a user does.

        Raises:
            PageError: The index is out of range, or the slider does not scroll.
        """
        count = len(self.pages)
        if not 0 <= index < count:
            problem = f"expected an index from 0 to {count - 1}, got {index}"
            raise PageError(f"{self.element!r} has {count} pages: {problem}")
        if not self.flag("scrollable"):
            raise PageError(f"{self.element!r} has scrollable=false: a user cannot move the slider")
        step = 1 if index > self.index else -1
        for _ in range(abs(index - self.index)):
            if not self.is_gone:
                self._drag(step)

    def dragged(self, direction: Direction, distance: float) -> bool:
        """Move by one page after a swipe. Return False if the slider does not move."""
        if direction not in ("left", "right") or not self.flag("scrollable"):
            return False
        step = 1 if direction == "left" else -1
        if self._next(step) == self.index:
            return False
        self._drag(step)
        return True

    @event("change")
    def _change(self, index: int) -> Event:
        return Event({"index": index}, {"attrs": {"index": index}})

    @event("scroll")
    def _scroll(self, ratio: float) -> Event:
        """Fire `scroll`. Its payload has a ratio from -1 to 1, which is negative towards the next
        page.
        """
        return Event({"offsetXRatio": ratio})

    def _drag(self, step: int) -> None:
        self._stop()
        self._fire_end("scrollstart")
        accuracy = self.number("offsetXAccuracy")
        reported = 0.0
        for part in _STEPS:
            if part - reported >= accuracy:
                reported = part
                self.fire("scroll", ratio=-step * part)
        self._show(self._next(step))
        self._fire_end("scrollend")
        self._start()

    def _fire_end(self, event: str) -> None:
        if self.element.listens_to(event):
            self.page.report_difference(_NO_SCROLL_ENDS, event=event)
            if self.page.platform.name != "ios":
                self.fire_event(event)

    def _show(self, index: int) -> None:
        if index != self.index:
            self.index = index
            self.fire("change", index=index)

    def _next(self, step: int) -> int:
        """Return the index of the next page, or for step -1 of the previous page."""
        count = len(self.pages)
        target = self.index + step
        if self.flag("infinite") and count > 1:
            return target % count
        return min(max(target, 0), max(count - 1, 0))

    def _start(self) -> None:
        self._stop()
        if self._is_ready and self.flag("autoPlay") and not self.is_gone:
            interval = self.number("interval")
            delay = interval if interval > 0 else 3000.0
            self.page.timers.start(self, delay, self._go_on, repeat=True)

    def _stop(self) -> None:
        self.page.timers.clear(self)

    # Implement the hooks of `Component`.
    page_shown = _start
    page_hidden = destroy = _stop

    def _go_on(self) -> None:
        target = self._next(1)
        if target == self.index and not self.flag("infinite"):
            self._stop()
        self._show(target)


class SliderNeighbor(Slider):
    """Weex `slider-neighbor`: the pages beside the current page are partly visible."""

    type = "slider-neighbor"
    aliases = ()
    attributes = {
        **Slider.attributes,
        "neighborSpace": 25,
        "neighborAlpha": 0.6,
        "neighborScale": 0.8,
        "currentItemScale": 0.9,
    }
