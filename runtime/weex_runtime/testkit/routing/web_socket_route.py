"""`WebSocketRoute`: a page's WebSocket whose messages a test answers or changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from weex_runtime.errors import WeexError
from weex_runtime.matching.callables import require_handler
from weex_runtime.matching.message import is_close_code
from weex_runtime.testkit.name_suggestions import NameSuggestions

if TYPE_CHECKING:
    from weex_runtime.instance.interception import SocketRoute, SocketRouteMaker, SocketSide
    from weex_runtime.testkit.page import Page
    from weex_runtime.testkit.routing.routes import RouteHandler

_MAX_REASON = 123  # the maximum length of a close reason in bytes (RFC 6455, section 5.5)


class WebSocketRoute(NameSuggestions):
    """One side of a WebSocket that a test routes: the page's side, where the test acts as the
    server; or the server's side, from `connect_to_server`, where the test acts as the client.

    With a connected server, messages and closes are passed between the sides, unless a handler of
    `on_message` or `on_close` receives them.

    Attributes:
        url: The absolute URL that the bundle opened, before `url_map`.
        protocols: The subprotocols that the bundle offered. Without a server the first of them is
            chosen.
        page: The page of the bundle.
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
        """Send a message to this side as soon as the side is open. The message is dropped if the
        side has ended.

        Raises:
            WeexError: The message is neither text nor bytes.
        """
        if isinstance(message, (bytearray, memoryview)):
            message = bytes(message)
        if not isinstance(message, (str, bytes)):
            raise WeexError(f"send: expected text or bytes, got {message!r}; use json.dumps")
        self._side.deliver(message)

    def on_message(self, handler: Callable[[str | bytes], object]) -> None:
        """Call a function for each message of this side, instead of passing the message to the
        other side. A later call replaces the handler.

        Args:
            handler: Called in a turn of the loop with text or bytes. An exception is logged and
                closes the side with 1011.
        """
        self._on_message = require_handler(handler, "the message")

    def on_close(self, handler: Callable[[int | None, str], object]) -> None:
        """Call a function when this side closes, instead of closing the other side.

        Args:
            handler: Called in a turn of the loop with code and reason. The code is None for a close
                frame without a code, 1006 for an end without a close frame. If the page closes the
                socket, the page waits until the test calls `close()`.
        """
        self._on_close = require_handler(handler, "the code", "the reason")

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Close this side. If the peer of this side has sent a close frame, answer the close frame.
        Ignored if this side has ended.

        Args:
            code: The close code, 1000 to 4999. The default is 1000 if there is a reason, else no
                code.
            reason: The close reason, at most 123 bytes of UTF-8.

        Raises:
            WeexError: The code is invalid, or the reason is too long.
        """
        if code is None and reason:
            code = 1000
        if code is not None and not is_close_code(code):
            raise WeexError(
                "close: expected a code from 1000 to 4999 other than 1004, 1005, 1006 and 1015, "
                f"got {code!r}"
            )
        if len((reason or "").encode("utf-8", "surrogatepass")) > _MAX_REASON:
            raise WeexError(f"close: expected a reason of at most {_MAX_REASON} bytes of UTF-8")
        self._side.deliver_close(code, reason or "")

    def connect_to_server(self) -> WebSocketRoute:
        """Connect to the server of the bundle's address, with the page's platform and network
        settings. If the route's handler calls this method, the page's socket opens when the
        connection opens, and fails when the connection fails.

        Returns:
            The server's side.

        Raises:
            WeexError: This object is the server's side, or this method was called before.
        """
        if self._connect is None:
            raise WeexError(
                "connect_to_server: expected the page's side of the route, got the server's side"
            )
        if self._server:
            raise WeexError(f"connect_to_server: {self.url} is connected already")
        self._server = server = self._connect()
        return cast(WebSocketRoute, server)

    def __repr__(self) -> str:
        return f"web socket route {self.url}"

    # The module that opened the socket calls these methods (`SocketRoute` in
    # instance/interception.py).

    def run(self) -> bool:
        """Call the handler of the route. Return False if the handler raised."""
        handler = self._handler
        assert handler
        return self._run(
            f"the handler of web socket route {handler.pattern.description}", handler.handle, self
        )

    def server_side(self, side: SocketSide) -> WebSocketRoute:
        """Return the `WebSocketRoute` of the server's side."""
        return WebSocketRoute(self.page, self.url, self.protocols, side)

    def receive(self, message: str | bytes) -> bool:
        """Pass a message to the `on_message` handler. Return False if there is no handler."""
        return self._give("on_message", self._on_message, message)

    def receive_close(self, code: int | None, reason: str) -> bool:
        """Pass a close to the `on_close` handler. Return False if there is no handler."""
        return self._give("on_close", self._on_close, code, reason)

    def _give(self, method: str, handler: Callable[..., object] | None, *args: Any) -> bool:
        if handler is None:
            return False
        if not self._run(f"the {method} handler of {self!r}", handler, *args):
            self._side.deliver_close(1011, "")
        return True

    def _run(self, origin: str, handler: Callable[..., object], *args: Any) -> bool:
        try:
            handler(*args)
        except Exception as error:
            self.page.add_failure(origin, error)
            return False
        return True


def intercept_socket(page: Page, url: str) -> SocketRouteMaker | None:
    """Return a route for the last added handler whose pattern matches. The runtime calls this
    function for each WebSocket, as its interception hook.
    """
    handler = next(page.runtime.web_socket_routes.matching(page, url), None)
    if handler is None:
        return None
    return lambda protocols, side, connect: WebSocketRoute(
        page, url, protocols, side, connect, handler
    )
