"""A page of a test: an instance with locators, expectations, routes and mocks.

Each method loads what it needs, since most pages use few of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weex_runtime.errors import PageError, WeexError
from weex_runtime.instance.instance import Instance
from weex_runtime.json_values import JSONInput, JSONValue, to_text
from weex_runtime.testkit.queries import Queries
from weex_runtime.testkit.suggestions import NameSuggestions, equivalent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from weex_runtime.instance.records.console import ConsoleLine
    from weex_runtime.instance.records.dialogs import Answer
    from weex_runtime.instance.records.web_sockets import WebSocket, WebSocketMessage
    from weex_runtime.instance.stack import PageStack
    from weex_runtime.loop.timeouts import Timeout
    from weex_runtime.matching.url_pattern import UrlPattern
    from weex_runtime.module_api.dialog import Dialog
    from weex_runtime.testkit.expect_event import Expected, LinePattern, Wanted
    from weex_runtime.testkit.locator.locator import Locator
    from weex_runtime.testkit.locator.selectors import Finder
    from weex_runtime.testkit.module_mock import ModuleMock
    from weex_runtime.testkit.routing.route import Route
    from weex_runtime.testkit.routing.web_socket_route import WebSocketRoute
    from weex_runtime.testkit.runtime import Runtime

_EVENTS = ("console", "pageerror", "websocket")


class Page(Instance, Queries, NameSuggestions):
    """A page; made by `Runtime.open`. `Instance` describes the attributes."""

    runtime: Runtime
    stack: PageStack[Page]

    def invoke_callback(
        self, callback_id: str, data: JSONInput = None, keep_alive: bool = False
    ) -> JSONValue:
        """Call a callback of the bundle, as a native module answers.

        Args:
            callback_id: Decimal text that the bundle's call carried, e.g. "3".
            data: The callback's one argument.
            keep_alive: Leave it registered for further calls.

        Returns:
            As `fire_event`. An unknown id is reported on the console.
        """
        self.require_open(f"invoke callback {callback_id}")
        return self.tasks.callback_now(callback_id, data, keep_alive)

    def refresh(self, data: Mapping[str, JSONInput]) -> None:
        """refreshInstance: give the bundle new top-level data.

        Raises:
            PageError: The framework has no running instance, as after an error at the start.
        """
        self.require_open("refresh")
        problem = self.js.enter("refresh", to_text([data]))
        if problem:
            raise PageError(f"cannot refresh page {self.id}: {problem}")

    @property
    def answer_dialog(self) -> Callable[[Dialog], Answer]:
        """A function that answers the dialogs of `modal` and `picker` on all pages of the stack.

        True accepts, False dismisses, a text is typed or picked, a number picks the item of that
        index. Default: accept.
        """
        return self.stack.answers.policy

    @answer_dialog.setter
    def answer_dialog(self, policy: Callable[[Dialog], Answer]) -> None:
        self.stack.answers.policy = policy

    def answer_dialogs(self, *answers: Answer) -> None:
        """Give the next dialogs of the stack these answers, in order.

        Raises:
            WeexError: A value cannot answer a dialog; no answer was taken.
        """
        self.stack.answers.add(answers)

    def debug(self) -> None:
        """Print the page and its outline."""
        print(f"{self!r}\n{self.outline() or '(nothing is rendered)'}")

    def activity_result(
        self, request_code: int, result_code: int = -1, data: JSONInput = None
    ) -> None:
        """End another app that a module started: calls `on_activity_result` of the page's modules.

        Args:
            request_code: The code with which the module started it.
            result_code: -1 for success, 0 when the user went back (Android: RESULT_OK,
                RESULT_CANCELED).
            data: The result.
        """
        self.require_open("bring an activity's result")
        self.modules.call_hook("on_activity_result", request_code, result_code, data)

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
        from weex_runtime.naming import named

        go_back(finish_navigation(self, named("go_back"), timeout))

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
        if event not in _EVENTS and (hint := equivalent("page.on", str(event))):
            raise WeexError(f"page.on has no event {event!r}: {hint}")
        if self.events is None:
            from weex_runtime.instance.records.event_emitter import EventEmitter

            self.events = EventEmitter(self, "page.on", _EVENTS)
        self.events.on(event, function)

    @property
    def web_sockets(self) -> list[WebSocket]:
        """The WebSockets that the page has opened, oldest first, closed ones too; the latest
        1,000. Through the module and through the class alike."""
        return list(self.socket_log.sockets)

    @property
    def web_socket_messages(self) -> list[WebSocketMessage]:
        """The latest 10,000 messages of all its sockets, sent and received, in the order in which
        they crossed; each has `.socket`, `.is_sent` and `.data`, text or bytes."""
        return self.socket_log.all_messages()

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

        wanted: Wanted[WebSocket] = opened("expect_web_socket", "socket", url)
        return Expected(self, wanted, lambda: self.socket_log.sockets, timeout)

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

        wanted: Wanted[Page] = opened("expect_page", "page", url)
        return Expected(self, wanted, lambda: self.stack.pages, timeout)

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

        return Expected(self, console_line(predicate), lambda: self.console, timeout)

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

        self.require_open("route requests")
        add_route(self.runtime, self, url, handler)

    def unroute(self, url: UrlPattern, handler: Callable[[Route], object] | None = None) -> None:
        """Take routes of the page away: all of this pattern, or those with this handler."""
        from weex_runtime.testkit.routing.handlers import without

        self.runtime.routes = without(self.runtime.routes, self, url, handler)

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

        self.require_open("route web sockets")
        add_web_socket_route(self.runtime, self, url, handler)

    def unroute_web_socket(
        self, url: UrlPattern, handler: Callable[[WebSocketRoute], object] | None = None
    ) -> None:
        """Take routes of `route_web_socket` away, as `unroute`; sockets that are open stay."""
        from weex_runtime.testkit.routing.handlers import without

        routes = self.runtime.web_socket_routes
        self.runtime.web_socket_routes = without(routes, self, url, handler)

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

        self.require_open(f"mock module {name!r}")
        return ModuleMock(self.runtime, self, name, methods)

    def _locate(self, finder: Finder) -> Locator:
        from weex_runtime.testkit.locator.locator import Locator

        return Locator(self, finder.find, finder.words, finder)

    def _page_of(self) -> Page:
        return self
