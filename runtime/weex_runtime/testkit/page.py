"""A page of a test: an instance with locators, assertions, routes and mocks.

Each method imports its implementation when called, since most pages use few methods.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weex_runtime.errors import PageError, WeexError
from weex_runtime.instance.instance import Instance
from weex_runtime.json_values import JSONInput, JSONValue, to_text
from weex_runtime.matching.callables import require_handler
from weex_runtime.testkit.interceptor import Interceptor
from weex_runtime.testkit.name_suggestions import NameSuggestions
from weex_runtime.testkit.queries import Queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from weex_runtime.instance.records.console import ConsoleLine
    from weex_runtime.instance.records.web_sockets import WebSocket, WebSocketMessage
    from weex_runtime.instance.stack import PageStack
    from weex_runtime.loop.timeouts import Timeout
    from weex_runtime.matching.url_pattern import UrlPattern
    from weex_runtime.module_api.busy import Busy
    from weex_runtime.module_api.dialog import Answer, Dialog
    from weex_runtime.testkit.expect_event import Expected, LinePattern
    from weex_runtime.testkit.runtime import Runtime
    from weex_runtime.testkit.screenshot import FilePath, PictureType

_EVENTS = ("console", "pageerror", "websocket")


class Page(Instance, Queries, Interceptor, NameSuggestions):
    """A page in a test, made by `Runtime.open`. `Instance`, the base class, describes the
    attributes.
    """

    runtime: Runtime
    stack: PageStack[Page]

    def invoke_callback(
        self, callback_id: str, data: JSONInput = None, keep_alive: bool = False
    ) -> JSONValue:
        """Invoke a callback of the bundle, as a native module does.

        Args:
            callback_id: The decimal text that the bundle passed as the callback, like "3".
            data: The argument of the callback.
            keep_alive: Keep the callback for further calls.

        Returns:
            The result of `fire_event`. An unknown id is reported on the console.
        """
        self.require_open(f"invoke callback {callback_id}")
        return self.tasks.callback_now(callback_id, data, keep_alive)

    def refresh(self, data: Mapping[str, JSONInput]) -> None:
        """Pass new top-level data to the bundle (refreshInstance).

        Raises:
            PageError: The framework has no running instance, as after an error at the start.
        """
        self.require_open("refresh")
        problem = self.js.enter("refresh", to_text([data]))
        if problem:
            raise PageError(f"cannot refresh page {self.id}: {problem}")

    @property
    def answer_dialog(self) -> Callable[[Dialog], Answer] | None:
        """The function that answers the dialogs of `modal` and `picker` on all pages of this page's
        navigation stack. None leaves a dialog open until `answer_dialogs` answers it.

        True accepts a dialog, False dismisses a dialog. A text is typed or picked. A number picks
        the item with that index. The default is a function that returns True.

        Raises:
            WeexError: The value is not None, and not a plain function that takes the dialog.
        """
        return self.stack.dialogs.policy

    @answer_dialog.setter
    def answer_dialog(self, policy: Callable[[Dialog], Answer] | None) -> None:
        hint = "answer_dialogs(True) answers the next dialog"
        if policy is not None and not callable(policy):
            raise WeexError(f"answer_dialog: expected a function or None, got {policy!r}; {hint}")
        if policy is not None:
            require_handler(policy, "the dialog", hint=hint)
        self.stack.dialogs.policy = policy

    def answer_dialogs(self, *answers: Answer) -> None:
        """Answer the open dialogs in order, and queue the remaining answers for later dialogs. All
        pages of this page's navigation stack share the queue.

        Raises:
            WeexError: A value cannot answer a dialog; no answer was queued.
        """
        self.stack.dialogs.add(answers)

    def debug(self) -> None:
        """Print the page and its outline."""
        print(f"{self!r}\n{self.outline() or '(nothing is rendered)'}")

    def activity_result(
        self, request_code: int, result_code: int = -1, data: JSONInput = None
    ) -> None:
        """Call `on_activity_result` of the page's modules, as when an app that a module started has
        ended.

        Args:
            request_code: The request code that the module passed when it started the app.
            result_code: -1 for success, 0 when the user went back (Android: RESULT_OK,
                RESULT_CANCELED).
            data: The result that the app returns.
        """
        self.require_open("bring an activity's result")
        self.modules.call_hook("on_activity_result", request_code, result_code, data)

    def busy(self) -> list[Busy]:
        """Return the pending work that may change the page without a user: timers, work on threads,
        async methods, and sockets that are connecting, closing or sending. An open socket without
        unsent data is not listed.

        Returns:
            A list like [{"what": "socket", "state": "connecting", "url": "ws://…"},
            {"what": "worker", "text": "stream.fetch GET http://…", "seconds": 2.1},
            {"what": "timer", "id": "3", "due_in": 28.4}]; seconds as floats.
        """
        from weex_runtime.instance.busy import busy_of

        return busy_of(self)

    def outline(self) -> str:
        """Return the rendered elements as lines of text; "" while nothing is rendered."""
        from weex_runtime.instance.screen.outline import outline_of

        return outline_of(self)

    def screenshot(
        self,
        path: FilePath | None = None,
        *,
        type: PictureType | None = None,
        fonts: Iterable[FilePath] = (),
    ) -> bytes:
        """Draw the screen as SVG, the same on every machine, or as PNG with the extra `png`.

        Args:
            path: The file; its suffix, .svg or .png, is the type. None: no file.
            type: "svg" or "png", for a picture without a path; default: "svg".
            fonts: Font files for PNG, in addition to those of the extras `png` and `cjk`.

        Returns:
            The content of the file.

        Raises:
            WeexError: The type is unknown, or the extra `png` or a font is missing.
        """
        from weex_runtime.testkit.screenshot import screenshot

        return screenshot(self, path, type=type, fonts=fonts)

    def go_back(self, timeout: Timeout | None = None) -> None:
        """Press the device's back button. On the page on screen this fires `nativeback` or
        `clickbackitem`; if the page has no handler, the page is closed. If a page is opening, the
        method waits for this page first.

        Args:
            timeout: Seconds, or a `timedelta`; default: the page's.

        Raises:
            WaitTimeout: A page was still opening.
        """
        from weex_runtime.instance.waiting import finish_navigation
        from weex_runtime.interaction import go_back
        from weex_runtime.naming import named

        go_back(finish_navigation(self, named("go_back"), timeout))

    def on(self, event: str, function: Callable[[Any], object]) -> None:
        """Call a function at each event from now on, until the page ends. For earlier events use
        the attributes `console`, `errors` and `web_sockets`.

        Args:
            event: "console": a line, with `.level` and `.text`; "pageerror": an uncaught `JSError`;
                "websocket": a `WebSocket` that the page opens, before its first message.
            function: A function that is not async. Its exceptions are logged, and fail a test with
                the pytest plugin.

        Raises:
            WeexError: The event is unknown, or the function is of a wrong type.
        """
        if event not in _EVENTS:
            from weex_runtime.testkit.suggestions import equivalent

            if hint := equivalent("page.on", str(event)):
                raise WeexError(f"page.on has no event {event!r}: {hint}")
        if self.events is None:
            from weex_runtime.instance.records.event_emitter import EventEmitter

            self.events = EventEmitter(self, "page.on", _EVENTS)
        self.events.on(event, function)

    @property
    def web_sockets(self) -> list[WebSocket]:
        """The latest 1,000 WebSockets of the page, oldest first, including closed ones. Both the
        module `webSocket` and the class `WebSocket` make them.
        """
        return list(self.socket_log.sockets)

    @property
    def web_socket_messages(self) -> list[WebSocketMessage]:
        """The latest 10,000 messages of all WebSockets, sent and received, in order. Each has
        `.socket`, `.is_sent` and `.data` (text or bytes).
        """
        return self.socket_log.all_messages()

    def expect_web_socket(
        self, url: UrlPattern | None = None, timeout: Timeout | None = None
    ) -> Expected[WebSocket]:
        """Wait at the end of a `with` block for a WebSocket that the page made in the block. After
        `with page.expect_web_socket() as expected:` the socket is `expected.value`.

        Args:
            url: The socket's address, a glob like "**/chat", a regular expression or a function.
            timeout: Seconds, or a `timedelta`; default: the page's.

        Raises:
            WaitTimeout: At the end of the block: no socket opened in time.
        """
        from weex_runtime.testkit.expect_event import opened

        return opened(self, "web_socket", url, lambda: self.socket_log.sockets, timeout)

    def expect_page(
        self, url: UrlPattern | None = None, timeout: Timeout | None = None
    ) -> Expected[Page]:
        """Wait at the end of a `with` block for a page that the block opened over another page, as
        by `navigator.push`. After `with page.expect_page() as expected:` the page is
        `expected.value`.

        Args:
            url: The page's address, a glob like "**/story.js*", a regular expression or a function.
            timeout: Seconds, or a `timedelta`; default: the page's.

        Raises:
            WaitTimeout: At the end of the block: no page opened in time.
        """
        from weex_runtime.testkit.expect_event import opened

        return opened(self, "page", url, lambda: self.stack.pages, timeout)

    def expect_console_message(
        self, predicate: LinePattern | None = None, timeout: Timeout | None = None
    ) -> Expected[ConsoleLine]:
        """Wait at the end of a `with` block for a line that was written to the console in the
        block. After `with page.expect_console_message() as expected:` the line is `expected.value`,
        with `.level` and `.text`.

        Args:
            predicate: A part of the text, a regular expression, or a function of the line.
            timeout: Seconds, or a `timedelta`; default: the page's.

        Raises:
            WaitTimeout: At the end of the block: no line was written in time.
        """
        from weex_runtime.testkit.expect_event import console_line

        return console_line(self, predicate, timeout)

    def _scope(self, action: str = "") -> tuple[Runtime, Page]:
        if action:
            self.require_open(action)
        return self.runtime, self
