"""`web`: a web page inside the page."""

from __future__ import annotations

from weex_runtime import Component, js_method
from weex_runtime.values import JSONValue


class Web(Component):
    """A web page."""

    type = "web"
    attributes = {"src": None, "source": None}

    @js_method
    def goBack(self) -> None:
        """To the page before."""

    @js_method
    def goForward(self) -> None:
        """To the page after."""

    @js_method
    def reload(self) -> None:
        """Load the page again."""

    @js_method
    def postMessage(self, data: JSONValue) -> None:
        """Send the page a message."""
