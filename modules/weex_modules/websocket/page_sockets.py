"""The sockets of `webSocket` in one page, with the rules of the page's platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_modules.websocket import differences
from weex_modules.websocket.adapter import Limits
from weex_modules.websocket.arguments import is_binary, is_complete, text_of
from weex_modules.websocket.page_socket import PageSocket
from weex_modules.websocket.platform_rules import RULES
from weex_runtime import Callback, Difference
from weex_runtime.json_values import JSONValue

if TYPE_CHECKING:
    from weex_modules.websocket.connection import Connection
    from weex_runtime.instance import Instance


class PageSockets:
    """The current socket, replaced sockets that still close, and handlers for the next socket.

    Attributes:
        rules: The rules of the page's platform.
        current: The latest socket of the page.
        handlers: The handlers of the next socket; on iOS the handlers of all sockets.
        spent: Names of events whose handler was dropped after its first call.
    """

    def __init__(self, page: Instance, limits: Limits) -> None:
        self.page = page
        self.limits = limits
        self.rules = RULES[page.platform.name]
        self.spent: set[str] = set()
        self.current: PageSocket = _NoSocket(self)
        self._replaced: list[Connection] = []
        self.handlers: dict[str, Callback] = {}

    def open(self, url: str, *protocol: JSONValue) -> None:
        """Open a socket, which replaces the current socket."""
        rules = self.rules
        address, problem = rules.address(url, self.page.url)
        if problem or not (self.page.platform.name or is_complete(url)):
            self.warn(differences.WRONG_URL, url=url)
        if problem and rules.wrong_url == "nothing":
            return
        if self.lacks_adapter(address):
            self.warn(differences.NO_ADAPTER)
            return
        self.current.replace()
        # Keep replaced sockets until they have closed, so that they end when the page ends.
        self._replaced = [c for c in self.connections() if not c.is_closed]
        self.current = socket = PageSocket(self, self.handlers)
        if not rules.shares_handlers:
            self.handlers = {}
        socket.open(address, problem, protocol[0] if protocol else None, bool(protocol))

    def register(self, event: str, handler: Callback) -> None:
        """Set the handler of an event; undefined or null removes it."""
        self.spent.discard(event)
        _put(self.current.handlers, event, handler)
        if handler.id and self.current.is_closed:
            self.warn(differences.EARLY_HANDLER, event=event)
        if self.rules.keeps_early_handlers and self.current.is_closed:
            _put(self.handlers, event, handler)

    def warn_of_type(self, data: JSONValue) -> None:
        """Warn about a binary message, or about a value that is neither text nor binary."""
        if is_binary(data):
            self.warn(differences.BINARY_SENT)
        elif data is not None:
            self.warn(differences.NO_TEXT_SENT, value=text_of(data)[:80])

    def warn(self, difference: Difference, **facts: str) -> None:
        """Warn about a difference between platforms, at most once for each page."""
        self.page.report_difference(difference, **facts)

    def log(self, level: str, text: str) -> None:
        """Write a line of the module to the page's console."""
        self.page.write_console(level, f"[weex-runtime] webSocket{text}")

    def lacks_adapter(self, address: str) -> bool:
        """Log the platform's message for an app without an adapter, unless a test routes the
        socket.

        Returns:
            True if the app has no adapter and no test routes the socket; the caller must then do
            nothing more.
        """
        page, text = self.page, self.rules.without_adapter
        if page.websocket_adapter is not None or not text:
            return False
        intercept = page.runtime.intercept_socket
        if address and intercept and intercept(page, address):
            return False
        self.log("error", f": {text}")
        return True

    def connections(self) -> list[Connection]:
        """Return the connections that have not ended."""
        current = self.current.connection
        return [*self._replaced, current] if current else self._replaced


class _NoSocket(PageSocket):
    """Placeholder for the socket of a page that has not opened a socket."""

    def __init__(self, sockets: PageSockets) -> None:
        super().__init__(sockets, {})
        self.is_closed = True

    def send(self, data: JSONValue) -> None:
        sockets = self._sockets
        if not isinstance(data, str):
            sockets.warn_of_type(data)
        text, handler = sockets.rules.send_without_socket, sockets.handlers.get("onerror")
        if sockets.lacks_adapter(""):
            return
        if text and handler:
            handler.invoke_and_keep_alive({"data": f"send: {text}"})
        else:
            sockets.log("warn", ".send before WebSocket(): the message is dropped")

    def close(self, code: JSONValue, reason: JSONValue) -> None:
        self._sockets.lacks_adapter("")


def _put(handlers: dict[str, Callback], event: str, handler: Callback) -> None:
    if handler.id:
        handlers[event] = handler
    else:
        handlers.pop(event, None)
