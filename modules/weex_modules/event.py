"""`event`: opens addresses. On devices the app provides this module."""

from __future__ import annotations

from weex_runtime import Module, js_method
from weex_runtime.instance.stack import leads_to_bundle


class EventModule(Module):
    """`event` of Weex's playground and the web; the component `a` calls it too.

    Attributes:
        opened: Addresses that do not lead to bundles, in order; a device opens them in a browser or
            another app.
    """

    name = "event"

    def __init__(self) -> None:
        self.opened: list[str] = []

    @js_method
    def openURL(self, url: str) -> None:
        """Open the bundle at an address as a page over this one, like `navigator.push`. An address
        that does not lead to a bundle is logged and added to `opened`.
        """
        if not url:
            self.page.write_console(
                "warn", "[weex-runtime] event.openURL: expected an address, got an empty one"
            )
        elif leads_to_bundle(url, self.page.url):
            self.page.stack.push(self.page, url)
        else:
            self.opened.append(url)
            self.page.write_console("info", f"[event.openURL] {url}")
