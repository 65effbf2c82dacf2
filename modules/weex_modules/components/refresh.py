"""`refresh` and `loading`: elements that appear when the user pulls a list beyond its ends.

Source: spec/components.md, section 3; Android WXRefresh.java, WXLoading.java, WXSwipeLayout.java;
iOS WXRefreshComponent.mm, WXLoadingComponent.mm, WXScrollerComponent.mm.
"""

from __future__ import annotations

from weex_runtime import Component, Difference, Event, PageError, component_prop, event
from weex_runtime.json_values import JSONInput, JSONValue

# The number of `pullingdown` or `pullingup` events that a pull fires.
_STEPS = 2

_LEFT_SHOWN = Difference(
    "{type} was pulled again before the bundle set display to 'hide'",
    android="nothing is fired any more",
    instead="display='show' in the handler, and 'hide' when the data is there",
)
_NO_PULLINGUP = Difference(
    "loading listens to pullingup",
    ios="it is never fired",
    web="it is never fired",
    instead="a handler of loading",
)


class _Pulled(Component):
    """The base class of `refresh` and `loading`. The bundle sets `display` to 'show' in the handler
    of a pull, and back to 'hide' when the new data is loaded. Between these two changes a pull
    fires nothing.
    """

    attributes = {"display": "show"}
    on_the_way = ""

    def __init__(self) -> None:
        # On Android, True from the pull until the bundle sets `display` to "hide".
        self._is_held = False
        self._is_shown = False

    @component_prop("display")
    def setDisplay(self, display: JSONValue) -> None:
        """Show or hide the element: 'show' or 'hide'."""
        self._is_shown = display == "show"
        if display == "hide":
            self._is_held = False

    def pull(self, distance: float = 120.0) -> None:
        """Pull the content and release it, as a user does.

        Fires `pullingdown` or `pullingup` during the pull, then `refresh` or `loading` if the
        distance is at least the element's height.

        Args:
            distance: In page pixels.

        Raises:
            PageError: The element is still shown, and a pull would fire nothing.
        """
        if self._is_blocked() and self.element.listens_to(self.type):
            advice = "set its display to 'hide' first"
            raise PageError(
                f"{self.element!r} is still shown, so a new pull fires nothing: {advice}"
            )
        if self._is_held:
            self.page.report_difference(_LEFT_SHOWN, type=self.type)
        for step in range(1, _STEPS + 1):
            self._fire_way(distance / _STEPS, distance * step / _STEPS)
        if distance >= self._height():
            self._is_held = True
            self.fire(self.type)

    def _is_blocked(self) -> bool:
        platform = self.page.platform.name
        if platform == "android":
            return self._is_held
        return self._is_shown and platform != "web"

    def _fire_way(self, dy: float, distance: float) -> None:
        self.fire(self.on_the_way, dy=dy, distance=distance)

    def _height(self) -> float:
        return self.page.layout.box(self.element).size[1]

    def _way(self, dy: float, distance: float) -> Event:
        data: dict[str, JSONInput] = {
            "dy": dy,
            "pullingDistance": distance,
            "viewHeight": self._height(),
        }
        if self.page.platform.name in (None, "ios"):
            data["type"] = self.on_the_way
        return Event(data)


class Refresh(_Pulled):
    """Weex `refresh`: the element above the first row of a list."""

    type = "refresh"
    on_the_way = "pullingdown"

    @event("refresh")
    def _refresh(self) -> Event:
        return Event(None)

    @event("pullingdown")
    def _pullingdown(self, dy: float, distance: float) -> Event:
        return self._way(dy, distance)


class Loading(_Pulled):
    """Weex `loading`: the element below the last row of a list."""

    type = "loading"
    on_the_way = "pullingup"

    @event("loading")
    def _loading(self) -> Event:
        return Event(None)

    @event("pullingup")
    def _pullingup(self, dy: float, distance: float) -> Event:
        return self._way(dy, distance)

    def _fire_way(self, dy: float, distance: float) -> None:
        if self.element.listens_to("pullingup"):
            self.page.report_difference(_NO_PULLINGUP)
            if self.page.platform.name in (None, "android"):
                super()._fire_way(dy, distance)
