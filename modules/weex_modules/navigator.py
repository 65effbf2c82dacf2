"""`navigator`: the stack of pages, and the navigation bar."""

from __future__ import annotations

from weex_runtime import Callback, Module, PageError, js_method
from weex_runtime.json_values import JSONValue

Options = dict[str, JSONValue]

_SUCCESS, _FAILED, _WRONG = "WX_SUCCESS", "WX_FAILED", "WX_PARAM_ERR"
_DEVICES = ("android", "ios")


class NavigatorModule(Module):
    """Weex `navigator`.

    A pushed page is a separate instance on `page.stack`; the callback of `push` is called before
    the new page is loaded. Callbacks get a code: "WX_SUCCESS", "WX_FAILED" or "WX_PARAM_ERR".
    Source: Android WXNavigatorModule.java, iOS WXNavigationDefaultImpl.m.

    Attributes:
        items: Options of the bar's items: "left", "right", "more", "title".
        hidden: Whether the bar is hidden.
        background_color: The colour of the bar; None: the default.
    """

    name = "navigator"

    def __init__(self) -> None:
        self.items: dict[str, Options] = {}
        self.hidden = False
        self.background_color: str | None = None

    @js_method
    def push(self, options: Options, done: Callback) -> None:
        """Open a page over this one.

        Args:
            options: {url, animated}; the url may be relative to bundleUrl. The url leads to a
                bundle, or to a web page whose parameter `_wx_tpl` is the bundle's address.

        Android: no callback without a url; WX_FAILED without options.
        H5: the callback has no argument.
        """
        url = self._url(options)
        if url:
            self.page.stack.push(self.page, url)
            self._answer(done, _SUCCESS)
        elif self.page.platform.name != "android":
            self._refuse("push", "expected options with a url, like {url: 'detail.js'}")
            self._answer(done, _WRONG)
        elif not options:
            self._answer(done, _FAILED)

    @js_method
    def pop(self, options: Options, done: Callback) -> None:
        """Destroy this page and show the page below it. The last page of the stack stays.

        Args:
            options: {animated}.

        H5: the callback has no argument.
        """
        self._answer(done, _SUCCESS)
        self._leave("pop")

    @js_method(platforms=_DEVICES)
    def open(self, options: Options, success: Callback, failure: Callback) -> None:
        """Push the page at an http(s) address or a path. An address with another scheme would open
        another app, so it is only logged on the console.

        `success` gets {result: "WX_SUCCESS"}, `failure` {result, message}.

        Android: for http(s) `success` gets the text WX_SUCCESS.
        iOS: no effect: the default app lacks the method.
        """
        if self.page.platform.name == "ios":
            return
        url = self._url(options)
        if not url:
            failure.invoke({"result": _WRONG, "message": "The URL parameter is empty."})
            return
        if _leads_to_page(url):
            self.page.stack.push(self.page, url)
            if self.page.platform.name == "android":
                success.invoke(_SUCCESS)
                return
        else:
            self.page.write_console("info", f"[navigator.open] {url}")
        success.invoke({"result": _SUCCESS})

    @js_method(platforms=_DEVICES)
    def close(self, options: Options, success: Callback, failure: Callback) -> None:
        """Close this page, like `pop`; `success` gets {}.

        iOS: no effect: the default app lacks the method.
        """
        if self.page.platform.name != "ios":
            success.invoke({})
            self._leave("close")

    @js_method(platforms=_DEVICES)
    def setNavBarLeftItem(self, options: Options, done: Callback) -> None:
        """Set the left item of the bar: {title, titleColor, icon}."""
        self._set("left", options, done)

    @js_method(platforms=_DEVICES)
    def setNavBarRightItem(self, options: Options, done: Callback) -> None:
        """Set the right item of the bar: {title, titleColor, icon}."""
        self._set("right", options, done)

    @js_method(platforms=_DEVICES)
    def setNavBarMoreItem(self, options: Options, done: Callback) -> None:
        """Set the item "more" of the bar: {title, titleColor, icon}."""
        self._set("more", options, done)

    @js_method(platforms=_DEVICES)
    def setNavBarTitle(self, options: Options, done: Callback) -> None:
        """Set the title of the bar: {title, titleColor}."""
        self._set("title", options, done)

    @js_method(platforms=_DEVICES)
    def clearNavBarLeftItem(self, options: Options, done: Callback) -> None:
        """Remove the left item of the bar."""
        self._clear("left", done)

    @js_method(platforms=_DEVICES)
    def clearNavBarRightItem(self, options: Options, done: Callback) -> None:
        """Remove the right item of the bar."""
        self._clear("right", done)

    @js_method(platforms=_DEVICES)
    def clearNavBarMoreItem(self, options: Options, done: Callback) -> None:
        """Remove the item "more" of the bar."""
        self._clear("more", done)

    @js_method(platforms=("ios",))
    def clearNavBarTitle(self, options: Options, done: Callback) -> None:
        """Remove the title of the bar."""
        self._clear("title", done)

    @js_method(platforms=_DEVICES)
    def setNavBarHidden(self, options: Options, done: Callback) -> None:
        """Show the bar or hide it; {hidden: "0" | "1", animated}."""
        hidden = (options or {}).get("hidden")
        fits = isinstance(hidden, (int, str)) and str(hidden) in ("0", "1")
        if fits:
            self.hidden = str(hidden) == "1"
        self._answer(done, _SUCCESS if fits else _FAILED)

    @js_method(platforms=("ios",), documented=False)
    def setNavBarBackgroundColor(self, options: Options, done: Callback) -> None:
        """Set the colour of the bar: {backgroundColor}."""
        color = (options or {}).get("backgroundColor")
        if isinstance(color, str) and color:
            self.background_color = color
        self._answer(done, _SUCCESS if color else _WRONG)

    def press(self, item: str) -> None:
        """Press "left", "right" or "more" in the bar as a user does: fires `clickleftitem`,
        `clickrightitem` or `clickmoreitem` on the page's body.

        Raises:
            PageError: The bar is hidden or lacks the item.
        """
        if self.hidden or item not in self.items or item == "title":
            shown = ", ".join(sorted({*self.items} - {"title"})) or "none"
            problem = "the bar is hidden" if self.hidden else f"its items are {shown}"
            raise PageError(f"cannot press {item!r} in the navigation bar: {problem}")
        body = self.page.document.root
        if body.listens_to(f"click{item}item"):
            self.page.emit_event(body.ref, f"click{item}item")

    def _set(self, item: str, options: Options, done: Callback) -> None:
        if not options:
            self._answer(done, _FAILED if self.page.platform.name == "android" else _WRONG)
            return
        self.items[item] = options
        self._answer(done, _SUCCESS)

    def _clear(self, item: str, done: Callback) -> None:
        self.items.pop(item, None)
        self._answer(done, _SUCCESS)

    def _leave(self, method: str) -> None:
        """Pop the page in the next turn of the loop, because the page's JS is running now."""
        page = self.page
        if len(page.stack.pages) > 1:
            page.looper.call_soon(lambda: page.stack.pop(page))
        else:
            self._refuse(method, "no effect on the first page, where a device leaves the app")

    def _refuse(self, method: str, why: str) -> None:
        self.page.write_console("warn", f"[weex-runtime] navigator.{method}: {why}")

    def _answer(self, done: Callback, code: str) -> None:
        done.invoke(None if self.page.platform.name == "web" else code)

    def _url(self, options: Options) -> str:
        url = (options or {}).get("url")
        return url if isinstance(url, str) else ""


def _leads_to_page(url: str) -> bool:
    """Whether an address leads to a page: it is a path, or its scheme is http, https or file."""
    from weex_runtime.matching.url import parse_url

    try:
        return parse_url(url).protocol in ("http:", "https:", "file:")
    except ValueError:
        return True
