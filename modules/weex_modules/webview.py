"""`webview`: calls of a page to its `<web>` element."""

from __future__ import annotations

from weex_runtime import Module, js_method
from weex_runtime.json_values import JSONValue, brief


class WebviewModule(Module):
    """Weex `webview`: the methods of component `web`, by the element's ref.

    Source: Android WXWebViewModule.java, iOS WXWebViewModule.m.
    """

    name = "webview"

    @js_method
    def goBack(self, ref: str) -> None:
        """Go back in the history of the `<web>` element."""
        self._call(ref, "goBack")

    @js_method
    def goForward(self, ref: str) -> None:
        """Go forward in the history of the `<web>` element."""
        self._call(ref, "goForward")

    @js_method
    def reload(self, ref: str) -> None:
        """Load the page again."""
        self._call(ref, "reload")

    @js_method(platforms=("android", "ios"), documented=False)
    def postMessage(self, ref: str, data: JSONValue) -> None:
        """Send a message to the web page."""
        self._call(ref, "postMessage", data)

    @js_method(platforms=("ios",), documented=False)
    def notifyWebview(self, ref: str, data: JSONValue) -> None:
        """Fire `notify` in the web page."""
        self._call(ref, "notifyWebview", data)

    def _call(self, ref: str, method: str, *args: JSONValue) -> None:
        element = self.page.document.find(ref)
        if element is None:
            problem = f"there is no element {brief(ref)}"
        elif element.type != "web":
            problem = f"expected a <web> element, got {element!r}"
        else:
            self.page.components.call(ref, method, args)
            return
        self.page.write_console("warn", f"[weex-runtime] webview.{method}: {problem}")
