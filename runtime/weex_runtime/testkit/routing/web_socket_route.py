"""WebSockets of pages that a test answers, or whose messages it changes, in Playwright's words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from weex_runtime.errors import WeexError
from weex_runtime.testkit.routing.handlers import RouteHandler, fitting, require_function
from weex_runtime.testkit.wrong_names import WrongNames

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Page

_MAX_REASON = 123  # bytes: RFC 6455, section 5.5
_NEVER_SENT = (1004, 1005, 1006, 1015)  # RFC 6455, section 7.4.1


class Side(Protocol):
    """One end of a routed socket, the page or its server, as a module carries it."""

    def say(self, message: str | bytes) -> None:
        """Send it a message, behind what it was sent before; nothing when it has ended."""

    def say_close(self, code: int | None, reason: str) -> None:
        """Send it a close frame, or the answer to its own; None: without a code."""


class WebSocketRoute(WrongNames):
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
        side: Side,
        connect: Callable[[], WebSocketRoute] | None,
    ) -> None:
        self.page = page
        self.url = url
        self.protocols = list(protocols)
        self._side = side
        self._connect = connect
        self._server: WebSocketRoute | None = None
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
        self._side.say(message)

    def on_message(self, handler: Callable[[str | bytes], object]) -> None:
        """Call a function of each message that this side sends, in place of passing it on; of
        several calls the last counts.

        Args:
            handler: Called in a turn of the loop with text or bytes. What it raises is on the
                console, and the side is closed with 1011.
        """
        self._on_message = require_function(handler)

    def on_close(self, handler: Callable[[int | None, str], object]) -> None:
        """Call a function when this side closes, in place of closing the other.

        Args:
            handler: Called in a turn of the loop with code and reason: None without a code, 1006
                without a close frame. A page that closes waits for `close()` as its answer.
        """
        self._on_close = require_function(handler)

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
        self._side.say_close(code, reason or "")

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
        self._server = self._connect()
        return self._server

    def __repr__(self) -> str:
        return f"web socket route {self.url}"

    # What the module that carries it tells.

    def heard(self, message: str | bytes) -> bool:
        """The side sent a message.

        Returns:
            Whether a handler has it.
        """
        if self._on_message is None:
            return False
        if not self._run("on_message", self._on_message, message):
            self._side.say_close(1011, "")
        return True

    def closed(self, code: int | None, reason: str) -> bool:
        """The side closes, or has ended without a close frame.

        Returns:
            Whether a handler has it.
        """
        if self._on_close is None:
            return False
        if not self._run("on_close", self._on_close, code, reason):
            self._side.say_close(1011, "")
        return True

    def _run(self, what: str, handler: Callable[..., object], *args: Any) -> bool:
        try:
            handler(*args)
        except Exception as error:
            self.page.add_failure(f"the {what} handler of {self!r}", error)
            return False
        return True


def handler_of(page: Page, url: str) -> RouteHandler[WebSocketRoute] | None:
    """Who has a page's WebSocket to this address; None: its server."""
    return next(fitting(page.runtime.web_socket_routes, page, url), None)


def is_close_code(code: object) -> bool:
    """Whether a close frame may have it."""
    return isinstance(code, int) and 1000 <= code < 5000 and code not in _NEVER_SENT
