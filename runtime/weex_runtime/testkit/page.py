"""What a page can be asked in Playwright's words: locators, and why it is busy.

All of it is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from weex_runtime.errors import WeexError
from weex_runtime.loop.timeouts import DEFAULT_TIMEOUT, DefaultTimeout, seconds
from weex_runtime.testkit.suggestions import NameSuggestions, equivalent

if TYPE_CHECKING:
    from collections.abc import Callable
    from re import Pattern

    from weex_runtime.instance.busy import Busy
    from weex_runtime.instance.instance import Page
    from weex_runtime.instance.records.console import ConsoleLine
    from weex_runtime.instance.records.web_sockets import WebSocket, WebSocketMessage
    from weex_runtime.loop.timeouts import Timeout
    from weex_runtime.matching.url_pattern import UrlPattern
    from weex_runtime.testkit.expect_event import Expected, LinePattern, Wanted
    from weex_runtime.testkit.locator.locator import Locator
    from weex_runtime.testkit.locator.selectors import Finder
    from weex_runtime.testkit.module_mock import ModuleMock
    from weex_runtime.testkit.routing.route import Route
    from weex_runtime.testkit.routing.web_socket_route import WebSocketRoute

_EVENTS = ("console", "pageerror", "websocket")


class Queries:
    """The ways to find elements, of a page and, within its elements, of a locator.

    A text is wanted as a part, in any case, with white space as one space; `exact=True` wants the
    whole, case included; a compiled regular expression is searched for. Nothing is looked up before
    the locator is used, and anew at each use.
    """

    def get_by_text(self, text: str | Pattern[str], exact: bool = False) -> Locator:
        """The innermost elements that show a text; not what fields hold."""
        from weex_runtime.testkit.locator.selectors import ByText

        return self._locate(ByText(text, exact))

    def get_by_placeholder(self, text: str | Pattern[str], exact: bool = False) -> Locator:
        """Fields, by `placeholder`."""
        return self._by_attribute("get_by_placeholder", ("placeholder",), text, exact)

    def get_by_label(self, text: str | Pattern[str], exact: bool = False) -> Locator:
        """Elements by `aria-label` or `accessibilityLabel`, in either spelling."""
        from weex_runtime.testkit.locator.roles import LABELS

        return self._by_attribute("get_by_label", LABELS, text, exact)

    def get_by_test_id(self, test_id: str | Pattern[str]) -> Locator:
        """Elements by the whole of `testId` (`test-id`)."""
        return self._by_attribute("get_by_test_id", ("testId", "test-id"), test_id, True)

    def get_by_role(
        self, role: str, name: str | Pattern[str] | None = None, exact: bool = False
    ) -> Locator:
        """Elements by attribute `role` or `accessibilityRole`, else by their type: "textbox"
        (input, textarea), "switch", "img" (image), "link" (a), "list" (list, recycle-list,
        waterfall, hlist and their like), "listitem" (cell, cell-slot); others that listen to click
        are a "button".

        Args:
            name: Their label, a field's placeholder, or the text in them.
        """
        from weex_runtime.testkit.locator.selectors import ByRole

        return self._locate(ByRole(role, name, exact))

    def locator(
        self,
        selector: str | Locator,
        *,
        has_text: str | Pattern[str] | None = None,
        has_not_text: str | Pattern[str] | None = None,
        has: Locator | None = None,
        has_not: Locator | None = None,
    ) -> Locator:
        """Elements by CSS selector over types, classes, attributes and structure, like
        `scroller > text.button[testId=connect]`; or those that another locator finds here.

        Args:
            has_text, has_not_text, has, has_not: As `Locator.filter` takes them.

        Raises:
            PageError: It is no CSS selector, or a locator of another page.
            WeexError: It is neither text nor a locator.
        """
        from weex_runtime.testkit.locator.locator import Locator
        from weex_runtime.testkit.locator.selectors import ByCss

        page = self._page_of()
        if isinstance(selector, str):
            found = self._locate(ByCss(page, selector))
        elif isinstance(selector, Locator):
            found = self._locate(selector._within(page))
        else:
            raise WeexError(f"locator() takes a CSS selector or a locator, not {selector!r}")
        if any(option is not None for option in (has_text, has_not_text, has, has_not)):
            return found.filter(
                has_text=has_text, has_not_text=has_not_text, has=has, has_not=has_not
            )
        return found

    def _by_attribute(
        self, method: str, names: tuple[str, ...], text: str | Pattern[str], exact: bool
    ) -> Locator:
        from weex_runtime.testkit.locator.selectors import ByAttribute

        return self._locate(ByAttribute(method, names, text, exact))

    def _locate(self, finder: Finder) -> Locator:
        raise NotImplementedError

    def _page_of(self) -> Page:
        raise NotImplementedError


class PageQueries(Queries, DefaultTimeout, NameSuggestions):
    """The part of `Page` that tests use most."""

    @property
    def default_timeout(self) -> float:
        """Seconds that waiting takes at the most where no timeout is given."""
        own, general = self._default_timeout, self._page_of().runtime._default_timeout
        if own is None:
            own = DEFAULT_TIMEOUT if general is None else general
        return seconds(own)

    def busy(self) -> list[Busy]:
        """What is under way that may change the page without a user's doing, as data (busy.py):
        timers, work on threads, async methods, sockets that connect, close or send. An open silent
        socket is not in it, nor what waits for a user.

        Returns:
            Like [{"what": "socket", "state": "connecting", "url": "ws://…"},
            {"what": "worker", "text": "stream.fetch GET http://…", "seconds": 2.1},
            {"what": "timer", "id": "3", "due_in": 28.4}]; seconds as floats.
        """
        from weex_runtime.instance.busy import busy_of

        return busy_of(self._page_of())

    def go_back(self, timeout: Timeout | None = None) -> None:
        """Press the device's back button: `nativeback` and `clickbackitem` on the page that the
        screen shows, else it goes. Waits for a page that is being opened.

        Args:
            timeout: Seconds, or a `timedelta`; default: the page's.

        Raises:
            WaitTimeout: A page was still being opened.
        """
        from weex_runtime.instance.waiting import finish_navigation
        from weex_runtime.interaction import go_back

        go_back(finish_navigation(self._page_of(), "go_back", timeout))

    def on(self, event: str, function: Callable[[Any], object]) -> None:
        """Call a function of each event from now on, until the page's end. What was before is in
        `console`, `errors` and `web_sockets`.

        Args:
            event: "console": a line, with `.level` and `.text`; "pageerror": a `JSError` that
                nobody caught; "websocket": a `WebSocket` that the page opens, before its first
                message.
            function: A plain one. What it raises is on the console, and fails a test with the
                pytest plugin.

        Raises:
            WeexError: There is no such event, or it is no plain function.
        """
        page = self._page_of()
        if event not in _EVENTS and (hint := equivalent("page.on", str(event))):
            raise WeexError(f"page.on has no event {event!r}: {hint}")
        if page.observers is None:
            from weex_runtime.instance.records.observers import Observers

            page.observers = Observers(page, "page.on", _EVENTS)
        page.observers.add(event, function)

    @property
    def web_sockets(self) -> list[WebSocket]:
        """The WebSockets that the page has opened, oldest first, closed ones too; the latest
        1,000. Through the module and through the class alike."""
        return list(self._page_of().socket_log.sockets)

    @property
    def web_socket_messages(self) -> list[WebSocketMessage]:
        """The latest 10,000 messages of all its sockets, sent and received, in the order in which
        they crossed; each has `.socket`, `.is_sent` and `.data`, text or bytes."""
        return self._page_of().socket_log.all_messages()

    def expect_web_socket(
        self, url: UrlPattern | None = None, timeout: Timeout | None = None
    ) -> Expected[WebSocket]:
        """`with page.expect_web_socket() as expected:` runs the loop at the end of the block until
        a socket is there that was opened since its begin, which is `expected.value` then.

        Args:
            url: Its address, or a glob like "**/chat", a regular expression or a function.
            timeout: Seconds, or a `timedelta`; default: the page's.

        Raises:
            WaitTimeout: At the end of the block, when none was opened in time.
        """
        from weex_runtime.testkit.expect_event import Expected, opened

        page = self._page_of()
        wanted: Wanted[WebSocket] = opened("expect_web_socket", "socket", url)
        return Expected(page, wanted, lambda: page.socket_log.sockets, timeout)

    def expect_page(
        self, url: UrlPattern | None = None, timeout: Timeout | None = None
    ) -> Expected[Page]:
        """`with page.expect_page() as expected:` runs the loop at the end of the block until a page
        is there that was opened over others since its begin, as `navigator.push` does; it is
        `expected.value` then.

        Args:
            url: Its address, or a glob like "**/story.js*", a regular expression or a function.
            timeout: Seconds, or a `timedelta`; default: the page's.

        Raises:
            WaitTimeout: At the end of the block, when none was opened in time.
        """
        from weex_runtime.testkit.expect_event import Expected, opened

        page, stack = self._page_of(), self._page_of().stack
        wanted: Wanted[Page] = opened("expect_page", "page", url)
        return Expected(page, wanted, lambda: stack.pages, timeout)

    def expect_console_message(
        self, predicate: LinePattern | None = None, timeout: Timeout | None = None
    ) -> Expected[ConsoleLine]:
        """`with page.expect_console_message() as expected:` runs the loop at the end of the block
        until a line is on the console that was written since its begin, which is `expected.value`
        then, with `.level` and `.text`.

        Args:
            predicate: A part of its text, a regular expression that is found there, or a function
                of the line.
            timeout: Seconds, or a `timedelta`; default: the page's.

        Raises:
            WaitTimeout: At the end of the block, when none was written in time.
        """
        from weex_runtime.testkit.expect_event import Expected, console_line

        page = self._page_of()
        return Expected(page, console_line(predicate), lambda: page.console, timeout)

    def route(self, url: UrlPattern, handler: Callable[[Route], object]) -> None:
        """Hand the page's requests (`stream`) to the test, until `unroute` or the page's end. Of
        several routes that fit the last goes first. `Runtime.route` does it before a bundle's
        first line.

        Args:
            url: The address that the bundle asks for, or a glob like "**/list.json", a regular
                expression, or a function.
            handler: Called in a turn of the loop with a `Route`: it fulfills the request, aborts
                it, continues it, or keeps it for later. What it raises is on the console, and the
                request fails.

        Raises:
            WeexError: The pattern is none.
        """
        from weex_runtime.testkit.routing.route import add_route

        page = self._page_of()
        page.require_open("route requests")
        add_route(page.runtime, page, url, handler)

    def unroute(self, url: UrlPattern, handler: Callable[[Route], object] | None = None) -> None:
        """Take routes of the page away: all of this pattern, or those with this handler."""
        from weex_runtime.testkit.routing.handlers import without

        page = self._page_of()
        page.runtime.routes = without(page.runtime.routes, page, url, handler)

    def route_web_socket(
        self, url: UrlPattern, handler: Callable[[WebSocketRoute], object]
    ) -> None:
        """Hand the WebSockets that the page opens from now on to the test, until
        `unroute_web_socket` or the page's end. Of several routes that fit the last has it.
        `Runtime.route_web_socket` does it before a bundle's first line.

        Args:
            url: The address that the bundle asks for, or a glob of ws or wss like "**/chat", a
                regular expression, or a function.
            handler: Called in a turn of the loop with a `WebSocketRoute`. The socket opens when it
                returns, or with the server's, if it calls `connect_to_server`. What it raises is
                on the console, and the socket fails.

        Raises:
            WeexError: The pattern is none.
        """
        from weex_runtime.testkit.routing.web_socket_route import add_web_socket_route

        page = self._page_of()
        page.require_open("route web sockets")
        add_web_socket_route(page.runtime, page, url, handler)

    def unroute_web_socket(
        self, url: UrlPattern, handler: Callable[[WebSocketRoute], object] | None = None
    ) -> None:
        """Take routes of `route_web_socket` away, as `unroute`; sockets that are open stay."""
        from weex_runtime.testkit.routing.handlers import without

        page = self._page_of()
        routes = page.runtime.web_socket_routes
        page.runtime.web_socket_routes = without(routes, page, url, handler)

    def mock_module(self, name: str, **methods: Callable[..., Any]) -> ModuleMock:
        """Replace or observe the methods of a module, until the end of a `with` block, or of the
        page. `Runtime.mock_module` does it before a bundle's first line.

        Args:
            name: Like "storage".
            methods: What to run in place of the method of this name in JS: a function of the
                method's arguments, converted as its type hints say, or of one parameter named
                `call`, a `MockedCall` with the original at hand. It returns what a sync method
                answers, and may be async where the method is not sync. Calls of other methods are
                recorded only.

        Raises:
            ModuleError: There is no such module or method, or a function takes other arguments.
        """
        from weex_runtime.testkit.module_mock import ModuleMock

        page = self._page_of()
        page.require_open(f"mock module {name!r}")
        return ModuleMock(page.runtime, page, name, methods)

    def _locate(self, finder: Finder) -> Locator:
        from weex_runtime.testkit.locator.locator import Locator

        return Locator(self._page_of(), finder.find, finder.words, finder)

    def _page_of(self) -> Page:
        return cast("Page", self)
