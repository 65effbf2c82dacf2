"""`globalEvent`: what native tells its pages."""

from __future__ import annotations

from weex_runtime import KeepAliveCallback, Module, js_method
from weex_runtime.json_values import JSONValue


class GlobalEventModule(Module):
    """Weex `globalEvent`.

    `page.fire_global_event(name, data)` calls the listeners of a page,
    `runtime.fire_global_event(name, data)` those of all its pages. `runtime.background()` fires
    WXApplicationWillResignActiveEvent, `runtime.foreground()` WXApplicationDidBecomeActiveEvent, on
    the web both `visibilitychange`.
    Source: Android WXGlobalEventModule.java.
    """

    name = "globalEvent"

    @js_method
    def addEventListener(
        self, event: str, listener: KeepAliveCallback, options: dict[str, JSONValue] | None = None
    ) -> None:
        """Call back with the data at each event of the name, until the page ends.

        H5: events of the browser's document are heard too; there is none here.
        """
        self.page.global_events.add(event, listener)

    @js_method
    def removeEventListener(self, event: str) -> None:
        """Drop all listeners that the page has for the name."""
        self.page.global_events.remove(event)
