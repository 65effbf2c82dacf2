"""`instanceWrap`: report an error of the page, or open the page again."""

from __future__ import annotations

from weex_runtime import JSError, Module, js_method
from weex_runtime.json_values import JSONValue, to_text


class InstanceWrapModule(Module):
    """Weex `instanceWrap`, which the legacy framework calls when a bundle requests its downgrade to
    a web page.

    Source: Android WXInstanceWrap.java, iOS WXInstanceWrap.m.
    """

    name = "instanceWrap"
    platforms = ("android", "ios")
    documented = False

    @js_method
    def error(self, type: JSONValue = "", code: JSONValue = "", info: JSONValue = "") -> None:
        """Add an error to the page, with the message "<type>|<code>: <info>"."""
        kind, number, text = (v if isinstance(v, str) else to_text(v) for v in (type, code, info))
        self.page.add_error(JSError(f"{kind}|{number}: {text}", origin="instanceWrap.error"))

    @js_method(platforms=("ios",))
    def refresh(self) -> None:
        """Open the bundle again, in place of this page."""
        self.page.stack.reload(self.page)

    @js_method(platforms=())
    def reload(self) -> None:
        """Open the page again, like `refresh`; used by older bundles."""
        self.page.stack.reload(self.page)
