"""WebSockets of pages that a test answers, or whose messages it changes, in Playwright's words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from weex_runtime.errors import WeexError
from weex_runtime.matching.callables import require_handler
from weex_runtime.matching.message import is_close_code
from weex_runtime.matching.url import SOCKET
from weex_runtime.testkit.routing.handlers import RouteHandler, fitting
from weex_runtime.testkit.suggestions import NameSuggestions

if TYPE_CHECKING:
    from weex_runtime.instance.interception import SocketRoute, SocketRouteMaker, SocketSide
    from weex_runtime.matching.url_pattern import UrlPattern
    from weex_runtime.testkit.page import Page
    from weex_runtime.testkit.runtime import Runtime

_MAX_REASON = 123  # bytes: RFC 6455, section 5.5


class WebSocketRoute(NameSuggestions):
    """A socket in the hands of a test: the page's side of it, where the test is the server; or
    what `connect_to_server` returns, the server's side, where the test is the client.

    What neither side has a handler for passes to the other, if the server is connected: a message
    with `on_message`, the end with `on_close`.

    Attributes:
        url: Complete, as the bundle asked for it; without `url_map`.
        protocols: The subprotocols that the bundle asked for. Without a server the first is agreed
            on.
        page: Whose it is.
    """

    def __init__(
        self,
        page: Page,
        url: str,
        protocols: Sequence[str],
        side: SocketSide,
        connect: Callable[[], SocketRoute] | None = None,
        handler: RouteHandler[WebSocketRoute] | None = None,
    ) -> None:
        self.page = page
        self.url = url
        self.protocols = list(protocols)
        self._side = side
        self._connect = connect
        self._handler = handler
        self._server: SocketRoute | None = None
        self._on_message: Callable[[str | bytes], object] | None = None
        self._on_close: Callable[[int | None, str], object] | None = None

    def send(self, message: str | bytes) -> None:
        """Send a message to this side: to the page, or to the server. It waits until the side is
        open, and is dropped when that has ended.

        Raises:
            WeexError: It is neither text nor bytes.
        """
        if isinstance(message, (bytearray, memoryview)):
            message = bytes(message)
        if not isinstance(message, (str, bytes)):
            raise WeexError(f"send takes text or bytes, not {message!r}; json.dumps makes text")
        self._side.deliver(message)

    def on_message(self, handler: Callable[[str | bytes], object]) -> None:
        """Call a function of each message that this side sends, in place of passing it on; of
        several calls the last counts.

        Args:
            handler: Called in a turn of the loop with text or bytes. What it raises is on the
                console, and the side is closed with 1011.
        """
        self._on_message = require_handler(handler, "the message")

    def on_close(self, handler: Callable[[int | None, str], object]) -> None:
        """Call a function when this side closes, in place of closing the other.

        Args:
            handler: Called in a turn of the loop with code and reason: None without a code, 1006
                without a close frame. A page that closes waits for `close()` as its answer.
        """
        self._on_close = require_handler(handler, "the code", "the reason")

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Close this side, or answer its close; harmless when it has ended.

        Args:
            code: 1000 to 4999; default: 1000 if there is a reason, else none.
            reason: At most 123 bytes of UTF-8.

        Raises:
            WeexError: Code or reason cannot be sent.
        """
        if code is None and reason:
            code = 1000
        if code is not None and not is_close_code(code):
            raise WeexError(
                f"close takes a code from 1000 to 4999 that may be sent, not {code!r}: not 1004, "
                f"1005, 1006 and 1015"
            )
        if len((reason or "").encode("utf-8", "surrogatepass")) > _MAX_REASON:
            raise WeexError(f"close takes a reason of at most {_MAX_REASON} bytes of UTF-8")
        self._side.deliver_close(code, reason or "")

    def connect_to_server(self) -> WebSocketRoute:
        """Connect to the server that the bundle asked for, with the page's platform and network.

        In the handler of the route: the page's socket opens with the server's, and fails with it.

        Returns:
            The server's side.

        Raises:
            WeexError: This is the server's side, or the server is connected already.
        """
        if self._connect is None:
            raise WeexError("connect_to_server: this is the server's side; call it on the page's")
        if self._server:
            raise WeexError(f"connect_to_server: {self.url} is connected already")
        self._server = server = self._connect()
        return cast(WebSocketRoute, server)

    def __repr__(self) -> str:
        return f"web socket route {self.url}"

    # Called by the module that carries the socket: see SocketRoute in instance/interception.py.

    def run(self) -> bool:
        """Call the handler of the route; False when it raised."""
        handler = self._handler
        assert handler
        return self._run(
            f"the handler of web socket route {handler.match.words}", handler.handle, self
        )

    def server_side(self, side: SocketSide) -> WebSocketRoute:
        """The route of the server's side."""
        return WebSocketRoute(self.page, self.url, self.protocols, side)

    def receive(self, message: str | bytes) -> bool:
        """Give a message of this side to its handler; False without one."""
        if self._on_message is None:
            return False
        if not self._run(f"the on_message handler of {self!r}", self._on_message, message):
            self._side.deliver_close(1011, "")
        return True

    def receive_close(self, code: int | None, reason: str) -> bool:
        """Give the close of this side to its handler; False without one."""
        if self._on_close is None:
            return False
        if not self._run(f"the on_close handler of {self!r}", self._on_close, code, reason):
            self._side.deliver_close(1011, "")
        return True

    def _run(self, origin: str, handler: Callable[..., object], *args: Any) -> bool:
        try:
            handler(*args)
        except Exception as error:
            self.page.add_failure(origin, error)
            return False
        return True


def add_web_socket_route(
    runtime: Runtime,
    page: Page | None,
    url: UrlPattern,
    handler: Callable[[WebSocketRoute], object],
) -> None:
    """Give a handler the WebSockets of a page, or of all pages.

    Raises:
        WeexError: The pattern or the handler is not one.
    """
    runtime.web_socket_routes.append(RouteHandler(page, url, handler, SOCKET))
    runtime.interception.socket = intercept_socket


def intercept_socket(page: Page, url: str) -> SocketRouteMaker | None:
    """The interception hook for sockets: the route of the last handler whose pattern matches."""
    handler = next(fitting(page.runtime.web_socket_routes, page, url), None)
    if handler is None:
        return None
    return lambda protocols, side, connect: WebSocketRoute(
        page, url, protocols, side, connect, handler
    )
