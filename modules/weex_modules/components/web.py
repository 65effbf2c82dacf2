"""`web`: a web page inside the page.

Source: spec/components.md, section 3; Android WXWeb.java, WXWebView.java; iOS WXWebComponent.m; H5
weex-vue-render, web.
"""

from __future__ import annotations

from weex_runtime import Component, Difference, Event, PageError, component_prop, event, js_method
from weex_runtime.json_values import JSONInput, JSONValue, shown

_ONLY_ON_ANDROID = Difference(
    "a web element listens to {event}", ios="it is never fired", web="it is never fired"
)


class Web(Component):
    """Weex `web`. Web pages are not fetched: a page counts as loading until a test calls `finish`
    or `fail`.

    Attributes:
        history: The addresses in order; `position` is the index of the current address.
        title: Title of the current page.
        posted: Messages that the bundle sent with `postMessage`, in order.
        reloads: The number of calls of `reload` by the bundle.
    """

    type = "web"
    attributes = {"src": None, "source": None, "showLoading": True}

    def __init__(self) -> None:
        self.history: list[str] = []
        self.position = -1
        self.title = ""
        self.posted: list[JSONValue] = []
        self.reloads = 0

    @property
    def url(self) -> str:
        """The address that is loaded or loading; "" before the first load."""
        return self.history[self.position] if self.history else ""

    @component_prop("src")
    def setSrc(self, src: JSONValue) -> None:
        """Load an address; a relative address is resolved against the bundle's address."""
        if not src:
            return
        # Import the module inside the function, since few pages have a <web> element.
        from weex_runtime.matching.url import normalised

        url = normalised(shown(src), self.page.url) or shown(src)
        if url != self.url or self.page.platform.name == "android":
            self.browse(url)

    @js_method
    def goBack(self) -> None:
        """Go back in the history, if possible."""
        self._go(-1)

    @js_method
    def goForward(self) -> None:
        """Go forward in the history, if possible."""
        self._go(1)

    @js_method
    def reload(self) -> None:
        """Load the page again."""
        self.reloads += 1
        if self.url:
            self.fire("pagestart", url=self.url)

    @js_method(platforms=("android", "ios"))
    def postMessage(self, data: JSONValue) -> None:
        """Send a message to the web page."""
        self.posted.append(data)

    def browse(self, url: str) -> None:
        """Load another address, as a tap on a link does; fires `pagestart`."""
        del self.history[self.position + 1 :]
        self.history.append(url)
        self._go(1)

    def finish(self, title: str = "") -> None:
        """Finish loading: fire `receivedtitle`, if the page has a title, and `pagefinish`.

        Raises:
            PageError: No page is loading.
        """
        self._require_url("finish")
        self.title = title
        if title and self._has_event("receivedtitle"):
            self.fire("receivedtitle", title=title)
        self.fire("pagefinish")

    def fail(self, problem: str = "page error", code: int = -1) -> None:
        """Fire `error`, as if the web page could not be loaded.

        Args:
            problem: On Android "page error", "http error" or "ssl error".
            code: The errorCode on iOS.

        Raises:
            PageError: No page is loading.
        """
        self._require_url("fail")
        if self.page.platform.name != "ios" or self.url.startswith("http"):
            self.fire("error", problem=problem, code=code)

    def post(self, data: JSONInput, origin: str = "*") -> None:
        """Call window.postMessage(data, origin) in the web page; fires `message`.

        Raises:
            PageError: The element has no web page.
        """
        self._require_url("post a message")
        if self._has_event("message"):
            self.fire("message", data=data, origin=origin)

    @event("pagestart")
    def _pagestart(self, url: str) -> Event:
        return Event({"url": url})

    @event("pagefinish")
    def _pagefinish(self) -> Event:
        platform = self.page.platform.name
        if platform == "web":
            return Event({"url": self.url})
        data: dict[str, JSONInput] = {"url": self.url, **self._ways()}
        if platform != "android":
            data["title"] = self.title
        return Event(data, {"attrs": {"src": self.url}} if platform == "ios" else None)

    @event("receivedtitle")
    def _receivedtitle(self, title: str) -> Event:
        url = {} if self.page.platform.name else {"url": self.url}
        return Event({"title": title, **url})

    @event("error")
    def _error(self, problem: str, code: int) -> Event:
        platform = self.page.platform.name
        if platform == "ios":
            facts = {"url": self.url, "title": self.title, **self._ways()}
            return Event({**facts, "errorMsg": problem, "errorCode": str(code)})
        if platform == "web":
            return Event({"message": problem})
        return Event({"type": "error", "errorMsg": problem})

    @event("message")
    def _message(self, data: JSONInput, origin: str) -> Event:
        return Event({"type": "message", "data": data, "origin": origin})

    def _ways(self) -> dict[str, JSONInput]:
        last = len(self.history) - 1
        return {"canGoBack": self.position > 0, "canGoForward": self.position < last}

    def _has_event(self, event: str) -> bool:
        """Return whether the page's platform fires an event that iOS and the web never fire. If the
        bundle listens to the event, log that only Android fires the event.
        """
        if self.element.listens_to(event):
            self.page.report_difference(_ONLY_ON_ANDROID, event=event)
        return self.page.platform.name in (None, "android")

    def _go(self, step: int) -> None:
        target = self.position + step
        if 0 <= target < len(self.history):
            self.position = target
            self.title = ""
            self.fire("pagestart", url=self.url)

    def _require_url(self, action: str) -> None:
        if not self.url:
            raise PageError(f"{self.element!r} cannot {action} without a page: set its src first")
