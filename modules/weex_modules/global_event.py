"""`globalEvent`: events that native fires for pages."""

from __future__ import annotations

from weex_runtime import KeepAliveCallback, Module, js_method
from weex_runtime.json_values import JSONValue


class GlobalEventModule(Module):
    """Weex `globalEvent`.

    `page.fire_global_event(name, data)` calls the listeners of a page,
    `runtime.fire_global_event(name, data)` those of all its pages. `runtime.background()` fires
    WXApplicationWillResignActiveEvent, `runtime.foreground()` fires
    WXApplicationDidBecomeActiveEvent; on the web each of them fires `visibilitychange`.
    Source: Android WXGlobalEventModule.java.
    """

    name = "globalEvent"

    @js_method
    def addEventListener(
        self, event: str, listener: KeepAliveCallback, options: dict[str, JSONValue] | None = None
    ) -> None:
        """Call back with the data of each event of this name, until the page ends.

        H5: also events of the browser's document, which does not exist here.
        """
        self.page.global_events.add(event, listener)

    @js_method
    def removeEventListener(self, event: str) -> None:
        """Remove all listeners of the page for the name."""
        self.page.global_events.remove(event)
