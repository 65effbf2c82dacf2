"""`refresh` and `loading`: what shows when a list is pulled beyond its ends.

Source: spec/components.md, section 3; Android WXRefresh.java, WXLoading.java, WXSwipeLayout.java;
iOS WXRefreshComponent.mm, WXLoadingComponent.mm, WXScrollerComponent.mm.
"""

from __future__ import annotations

from weex_runtime import Component, Difference, Event, PageError, component_prop, event
from weex_runtime.json_values import JSONInput, JSONValue

# A pull is told so often on its way.
_STEPS = 2

_LEFT_SHOWN = Difference(
    "{type} was pulled again, and the bundle had not set display to 'hide' since the last time",
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
    """What both do: while attribute `display` is 'show' the content stays pulled, and another
    pull is none; the bundle sets it to 'show' and, when it is done, to 'hide'."""

    attributes = {"display": "show"}
    released = ""
    on_the_way = ""

    def __init__(self) -> None:
        self._is_held = False  # as Android has it: from the event to 'hide'
        self._is_shown = False

    @component_prop("display")
    def setDisplay(self, display: JSONValue) -> None:
        """'show' or 'hide'."""
        self._is_shown = display == "show"
        if display == "hide":
            self._is_held = False

    def pull(self, distance: float = 120.0) -> None:
        """The user pulls the content so many page pixels and lets it go: `pullingdown` or
        `pullingup` on the way; then `refresh` or `loading`, unless the distance is less than the
        element's height.

        Raises:
            PageError: It is shown, so that a pull does nothing.
        """
        if self._is_blocked() and self.element.listens_to(self.released):
            raise PageError(
                f"{self.element!r} is shown, so a pull fires nothing: the bundle has to set its "
                "display to 'hide' first"
            )
        if self._is_held:
            self.page.tell_difference(_LEFT_SHOWN, type=self.element.type)
        for step in range(1, _STEPS + 1):
            self._tell_way(distance / _STEPS, distance * step / _STEPS)
        if distance >= self._height():
            self._is_held = True
            self.fire(self.released)

    def _is_blocked(self) -> bool:
        platform = self.page.platform.name
        if platform == "android":
            return self._is_held
        return self._is_shown and platform != "web"

    def _tell_way(self, dy: float, distance: float) -> None:
        self.fire(self.on_the_way, dy=dy, distance=distance)

    def _height(self) -> float:
        try:
            return float(str(self.element.style.get("height")).removesuffix("px"))
        except ValueError:
            return 0.0

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
    """Above the first row."""

    type = "refresh"
    released = "refresh"
    on_the_way = "pullingdown"

    @event("refresh")
    def _refresh(self) -> Event:
        return Event(None)

    @event("pullingdown")
    def _pullingdown(self, dy: float, distance: float) -> Event:
        return self._way(dy, distance)


class Loading(_Pulled):
    """Below the last row."""

    type = "loading"
    released = "loading"
    on_the_way = "pullingup"

    @event("loading")
    def _loading(self) -> Event:
        return Event(None)

    @event("pullingup")
    def _pullingup(self, dy: float, distance: float) -> Event:
        return self._way(dy, distance)

    def _tell_way(self, dy: float, distance: float) -> None:
        if self.element.listens_to("pullingup"):
            self.page.tell_difference(_NO_PULLINGUP)
            if self.page.platform.name in (None, "android"):
                super()._tell_way(dy, distance)
