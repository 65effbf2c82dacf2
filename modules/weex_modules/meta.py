"""`meta`: the width of a page in page pixels."""

from __future__ import annotations

from weex_runtime import Callback, Module, js_method
from weex_runtime.instance import Instance
from weex_runtime.json_values import JSONValue, brief

JSONObject = dict[str, JSONValue]

_BOTH = ("device-width", "device-height")
# {platform: strings that `setViewport` accepts as width}
_WIDTHS = {None: _BOTH, "ios": _BOTH, "android": _BOTH[:1], "web": ()}


class MetaModule(Module):
    """Weex `meta`.

    The width is `page.viewport_width`; module `dom` measures in these page pixels.
    Source: Android WXMetaModule.java, iOS WXMetaModule.m.

    Attributes:
        options: The options of the last successful call of `setViewport`.
        log_is_open: The argument of the last call of `openLog`.
    """

    name = "meta"

    def __init__(self) -> None:
        self.options: JSONObject = {}
        self.log_is_open = False

    @js_method
    def setViewport(self, options: JSONObject) -> None:
        """Set the width of the screen in page pixels, by default 750. Has an effect only before the
        first rendering.

        Args:
            options: {width: a number, "device-width" or "device-height"}. Other options of the
                documentation, like height and roundOffDeviation, are kept in `options`.

        Android: whole numbers, without "device-height"; has an effect after rendering too.
        iOS: has an effect after rendering too.
        H5: numbers only; has an effect after rendering too.
        """
        value = (options or {}).get("width")
        width = self._width(value)
        if width is None:
            texts = (f'"{text}"' for text in _WIDTHS[self.page.platform.name])
            expected = " or ".join(["a positive number", *texts])
            self._warn(f"expected {expected} as width, got {brief(value)}; the width is unchanged")
        elif self.page.platform.name is None and not self.page.document.is_empty:
            self._warn("no effect after the page is rendered: call setViewport before")
        else:
            self.page.viewport_width = width
            self.options = options

    @js_method(platforms=("android",), documented=False)
    def openLog(self, is_open: bool = True) -> None:
        """Switch the log of a debuggable app on or off. This runtime only writes a line to the
        console.
        """
        self.log_is_open = is_open
        state = "open" if is_open else "close"
        self.page.write_console("info", f"[meta.openLog] log {state} success")

    @js_method(platforms=("android",), documented=False)
    def getPageInfo(self, done: Callback) -> None:
        """Calls back with {bundleUrl: text with the length and the MD5 of the bundle} for all
        pages.
        """
        pages = [*self.page.runtime.pages, self.page]
        done.invoke({page.url: _describe(page) for page in pages})

    def _width(self, value: JSONValue) -> float | None:
        """Return the width in page pixels; None for a value that the platform refuses."""
        platform = self.page.platform.name
        if value in _WIDTHS[platform]:
            side = self.page.viewport[0 if value == "device-width" else 1]
            width = side / float(str(self.page.environment.get("scale") or 1))
        elif isinstance(value, (int, float, str)) and not isinstance(value, bool):
            try:
                width = float(value)
            except ValueError:
                return None
        else:
            return None
        if platform == "android":
            width = width // 1
        return width if 0 < width < float("inf") else None

    def _warn(self, problem: str) -> None:
        self.page.write_console("warn", f"[weex-runtime] meta.setViewport: {problem}")


def _describe(page: Instance) -> str:
    from base64 import b64encode
    from hashlib import md5

    data = page.source.encode(errors="replace")
    digest = md5(data, usedforsecurity=False)
    return (
        f" template md5 {digest.hexdigest()} length {len(data)}"
        f" base64 md5 {b64encode(digest.digest()).decode()} response header {{}}"
    )
