"""The sockets of `webSocket` in one page, with the rules of the page's platform."""

from __future__ import annotations

from collections.abc import Iterator
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
    from weex_runtime.module_api.busy import Busy


class PageSockets:
    """The current socket, the sockets before it, and handlers for the next socket.

    Attributes:
        rules: The rules of the page's platform.
        spent: Names of events whose handler was dropped after its first call.
    """

    def __init__(self, page: Instance, limits: Limits) -> None:
        self.page = page
        self.limits = limits
        self.rules = RULES[page.platform.name]
        self.spent: set[str] = set()
        self._socket: PageSocket | None = None
        self._replaced: list[Connection] = []
        # The handlers of the next socket; on iOS the handlers of all sockets.
        self._handlers: dict[str, Callback] = {}

    def open(self, url: str, *protocol: JSONValue) -> None:
        """Open a socket in place of the current one."""
        rules = self.rules
        address, problem = rules.address(url, self.page.url)
        if problem or not (self.page.platform.name or is_complete(url)):
            self.warn(differences.WRONG_URL, url=url)
        if problem and rules.wrong_url == "nothing":
            return
        if self._lacks_adapter(address):
            self.warn(differences.NO_ADAPTER)
            return
        if self._socket:
            self._socket.replace()
            # Keep replaced sockets that are still closing, to end them with the page.
            self._replaced = [c for c in self._connections() if not c.is_closed]
        self._socket = PageSocket(self, self._handlers)
        if not rules.shares_handlers:
            self._handlers = {}
        self._socket.open(address, problem, protocol[0] if protocol else None, bool(protocol))

    def send(self, data: JSONValue) -> None:
        """Send a message through the current socket."""
        if not isinstance(data, str):
            if is_binary(data):
                self.warn(differences.BINARY_SENT)
            elif data is not None:
                self.warn(differences.NO_TEXT_SENT, value=text_of(data)[:80])
        text = self.rules.send_without_socket
        if self._socket:
            self._socket.send(data)
        elif self._lacks_adapter(""):
            pass
        elif text and "onerror" in self._handlers:
            self._handlers["onerror"].invoke_and_keep_alive({"data": f"send: {text}"})
        else:
            self.log("warn", ".send before WebSocket(): the message is dropped")

    def close(self, code: JSONValue, reason: JSONValue) -> None:
        """Close the current socket."""
        if self._socket:
            self._socket.close(code, reason)
        else:
            self._lacks_adapter("")

    def register(self, event: str, handler: Callback) -> None:
        """Set the handler of an event; undefined or null removes it."""
        socket, rules = self._socket, self.rules
        self.spent.discard(event)
        if socket:
            _put(socket.handlers, event, handler)
        if handler.id and (socket is None or socket.is_closed):
            self.warn(differences.EARLY_HANDLER, event=event)
        if rules.keeps_early_handlers and (socket is None or socket.is_closed):
            _put(self._handlers, event, handler)

    def busy_with(self) -> Iterator[Busy]:
        """The entries of the sockets for `Page.busy`."""
        for connection in self._connections():
            yield from connection.busy_with()

    def memory_held(self) -> int:
        """Bytes of messages that the sockets hold."""
        return sum(connection.held for connection in self._connections())

    def lose_network(self) -> None:
        """End all sockets without a close frame."""
        for connection in self._connections():
            connection.lose_network()

    def add_faults(self) -> None:
        """Apply faults that were added to the page or to its runtime."""
        for connection in self._connections():
            connection.add_faults()

    def go_away(self) -> None:
        """End all sockets with the platform's close frame, since the page ends."""
        for connection in self._connections():
            connection.go_away(*self.rules.farewell)

    def warn(self, difference: Difference, **facts: str) -> None:
        """Warn about a difference between platforms, at most once for each page."""
        self.page.report_difference(difference, **facts)

    def log(self, level: str, text: str) -> None:
        """Write a line of the module to the page's console."""
        self.page.write_console(level, f"[weex-runtime] webSocket{text}")

    def _connections(self) -> list[Connection]:
        current = self._socket.connection if self._socket else None
        return [*self._replaced, current] if current else self._replaced

    def _lacks_adapter(self, address: str) -> bool:
        """Log as the platform does in an app without an adapter, unless a test routes the socket.

        Returns:
            Whether the call has no further effect.
        """
        page, text = self.page, self.rules.without_adapter
        if page.websocket_adapter is not None or not text:
            return False
        intercept = page.runtime.intercept_socket
        if address and intercept and intercept(page, address):
            return False
        self.log("error", f": {text}")
        return True


def _put(handlers: dict[str, Callback], event: str, handler: Callback) -> None:
    if handler.id:
        handlers[event] = handler
    else:
        handlers.pop(event, None)
