"""`event`: addresses that a page wants opened. Devices have it from the app; H5 has it itself."""

from __future__ import annotations

from weex_runtime import Module, js_method
from weex_runtime.instance.stack import leads_to_bundle


class EventModule(Module):
    """`event`, as Weex's playground and the web have it; the component `a` calls it too.

    Attributes:
        opened: Addresses that are none of bundles, in order: a device hands them to a browser or
            another app.
    """

    name = "event"

    def __init__(self) -> None:
        self.opened: list[str] = []

    @js_method
    def openURL(self, url: str) -> None:
        """Open a bundle as a page over this one, as `navigator.push` does; else the address is
        kept in `opened` and said on the console."""
        if not url:
            self.page.write_console("warn", "[weex-runtime] event.openURL: the address is empty")
        elif leads_to_bundle(url, self.page.url):
            self.page.stack.push(self.page, url)
        else:
            self.opened.append(url)
            self.page.write_console("info", f"[event.openURL] {url}")
