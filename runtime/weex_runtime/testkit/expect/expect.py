"""The function `expect`, which returns assertions about a locator, a page, a WebSocket or a
function.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, overload

from weex_runtime.errors import WeexError
from weex_runtime.loop.timeouts import Timeout
from weex_runtime.testkit.expect.locator_assertions import LocatorAssertions
from weex_runtime.testkit.expect.page_assertions import PageAssertions
from weex_runtime.testkit.locator.locator import Locator
from weex_runtime.testkit.name_suggestions import NameSuggestions
from weex_runtime.testkit.page import Page

if TYPE_CHECKING:
    from weex_runtime.instance.records.web_sockets import WebSocket
    from weex_runtime.testkit.expect.poll import PolledAssertions
    from weex_runtime.testkit.expect.web_socket_assertions import WebSocketAssertions


class Expect(NameSuggestions):
    """The class of `expect`, the object that tests call to make assertions."""

    @overload
    def __call__(self, actual: Locator, message: str = "") -> LocatorAssertions: ...
    @overload
    def __call__(self, actual: Page, message: str = "") -> PageAssertions: ...
    @overload
    def __call__(self, actual: WebSocket, message: str = "") -> WebSocketAssertions: ...
    def __call__(
        self, actual: Locator | Page | WebSocket, message: str = ""
    ) -> LocatorAssertions | PageAssertions | WebSocketAssertions:
        """Return the assertions about a locator's elements, a page, or a WebSocket of a page.

        An assertion runs the loop until the assertion holds or its timeout ends. A timeout is a
        number of real seconds or a `timedelta`; the default is the page's
        (`Page.set_default_timeout`).

        Args:
            message: The first line of a failure's message.

        Raises:
            AssertionError: Raised by an assertion that does not hold in time. The message shows the
                present state and the pending work of the page.
            WeexError: `actual` is not a locator, a page or a WebSocket.
        """
        if isinstance(actual, Locator):
            return LocatorAssertions(actual, message)
        if isinstance(actual, Page):
            return PageAssertions(actual, message)
        from weex_runtime.instance.records.web_sockets import WebSocket

        if isinstance(actual, WebSocket):
            from weex_runtime.testkit.expect.web_socket_assertions import WebSocketAssertions

            return WebSocketAssertions(actual, message)
        advice = "use assert for plain values"
        if callable(actual):
            advice = "use expect.poll(function, page).to_equal(value)"
        raise WeexError(f"expected a locator, a page or a web socket, got {actual!r}; {advice}")

    def poll(
        self,
        function: Callable[[], object],
        page: Page,
        message: str = "",
        timeout: Timeout | None = None,
    ) -> PolledAssertions:
        """Return assertions about the value of a function, like `lambda: len(ws_server.received)`.

        Args:
            function: Called after each turn of the page's loop, until the assertion holds.
            page: The page whose loop runs while an assertion waits.
            message: The first line of a failure's message.
            timeout: Seconds, or a `timedelta`; default: the page's.

        Raises:
            AssertionError: Raised by an assertion that does not hold in time.
            WeexError: `function` is not callable.
        """
        from weex_runtime.testkit.expect.poll import PolledAssertions

        return PolledAssertions(function, page, message, timeout)


expect = Expect()
