"""The sockets of one page behind `webSocket`, on the page's platform."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from weex_modules.websocket import platform_rules as platforms
from weex_modules.websocket.adapter import Limits
from weex_modules.websocket.arguments import WrongArgument, is_binary, is_complete, text_of
from weex_modules.websocket.connection import Connection, connect
from weex_modules.websocket.failure import Failure
from weex_modules.websocket.platform_rules import RULES
from weex_modules.websocket.wire_rules import Closed
from weex_runtime import Callback, Difference
from weex_runtime.json_values import JSONInput, JSONValue

if TYPE_CHECKING:
    from weex_runtime.instance import Instance
    from weex_runtime.module_api.busy import Busy

_EVENTS = ("onopen", "onmessage", "onclose", "onerror")
_FAILED = Closed(1006, "", False)


class PageSockets:
    """The current socket, those that it replaced, and handlers that wait for the next.

    Attributes:
        rules: What the page's platform does.
        spent: Events whose handler was called and forgotten.
    """

    def __init__(self, page: Instance, limits: Limits) -> None:
        self.page = page
        self.limits = limits
        self.rules = RULES[self.page.platform.name]
        self.spent: set[str] = set()
        self._socket: _Socket | None = None
        self._replaced: list[_Socket] = []
        # For the next socket, or for all where they share handlers.
        self._handlers: dict[str, Callback] = {}

    def open(self, url: str, *protocol: JSONValue) -> None:
        rules = self.rules
        address, problem = rules.address(url, self.page.url)
        if problem or not (self.page.platform.name or is_complete(url)):
            self.tell(platforms.WRONG_URL, url=url)
        if problem and rules.wrong_url == "nothing":
            return
        if self._lacks_adapter(address):
            self.tell(platforms.NO_ADAPTER)
            return
        if self._socket:
            self._socket.replace()
            # They may still be ending when the page does.
            self._replaced = [s for s in (*self._replaced, self._socket) if not s.is_gone]
        self._socket = _Socket(self, self._handlers)
        if not rules.shares_handlers:
            self._handlers = {}
        self._socket.open(address, problem, protocol[0] if protocol else None, bool(protocol))

    def send(self, data: JSONValue) -> None:
        if is_binary(data):
            self.tell(platforms.BINARY_SENT)
        elif not (data is None or isinstance(data, str)):
            self.tell(platforms.NO_TEXT_SENT, value=text_of(data)[:80])
        if self._socket:
            self._socket.send(data)
        elif self._lacks_adapter(""):
            pass
        elif self.rules.send_without_socket and "onerror" in self._handlers:
            self._handlers["onerror"].invoke_and_keep_alive(
                {"data": f"send: {self.rules.send_without_socket}"}
            )
        else:
            self.page.write_console(
                "warn", "[weex-runtime] webSocket.send before WebSocket(): the message is dropped"
            )

    def close(self, code: JSONValue, reason: JSONValue) -> None:
        if self._socket:
            self._socket.close(code, reason)
        else:
            self._lacks_adapter("")

    def register(self, event: str, handler: Callback) -> None:
        """Set a handler; one that is undefined or null takes the one before away."""
        socket, rules = self._socket, self.rules
        self.spent.discard(event)
        if socket:
            _put(socket.handlers, event, handler)
        if handler.id and (socket is None or socket.is_closed):
            self.tell(platforms.EARLY_HANDLER, event=event)
        if rules.keeps_early_handlers and (socket is None or socket.is_closed):
            _put(self._handlers, event, handler)

    def busy_with(self) -> Iterator[Busy]:
        """For `Page.busy`."""
        for socket in (*self._replaced, self._socket):
            if socket:
                yield from socket.busy_with()

    def lose_network(self) -> None:
        """The network is gone."""
        for socket in (*self._replaced, self._socket):
            if socket:
                socket.lose_network()

    def go_away(self) -> None:
        """The page ends."""
        for socket in (*self._replaced, self._socket):
            if socket:
                socket.go_away()

    def _lacks_adapter(self, address: str) -> bool:
        """Log as the platform does in an app without an adapter, unless a test routes the socket.

        Returns:
            The call has no further effect.
        """
        page, text = self.page, self.rules.without_adapter
        if page.websocket_adapter is not None or not text:
            return False
        if address and page.interception.socket and page.interception.socket(page, address):
            return False
        page.write_console("error", f"[weex-runtime] webSocket: {text}")
        return True

    def tell(self, difference: Difference, **facts: str) -> None:
        """Warn of a difference."""
        self.page.tell_difference(difference, **facts)


class _Socket:
    """One socket of the page with the handlers that belong to it.

    Attributes:
        is_closed: The page has heard of the end.
    """

    def __init__(self, sockets: PageSockets, handlers: dict[str, Callback]) -> None:
        self._sockets = sockets
        self._page = sockets.page
        self._rules = sockets.rules
        self.handlers = handlers
        self.is_closed = False
        self._connection: Connection | None = None
        self._handler_of = {event: partial(self._handler, event) for event in _EVENTS}
        self._was_open = False
        self._wants_messages = True
        self._close_called = False
        self._empty_protocol = False

    @property
    def is_gone(self) -> bool:
        """The end of the page has nothing to release."""
        return self._connection is None or self._connection.is_closed

    def open(self, address: str, problem: str, protocol: JSONValue, is_given: bool) -> None:
        self._tell_protocol(protocol, is_given)
        try:
            offer = self._rules.offer(protocol, is_given)
        except WrongArgument as error:
            problem = problem or str(error)
        if problem:
            self._refuse(problem)
            return
        self._connection = connect(
            self._page,
            address,
            offer,
            self,
            rules=self._rules.wire,
            limits=self._sockets.limits,
        )

    def send(self, data: JSONValue) -> None:
        connection, rules = self._connection, self._rules
        if connection and connection.is_connecting:
            self._sockets.tell(platforms.EARLY_SEND)
            self._refuse_send(rules.send_too_early, "before onopen")
        elif connection and connection.is_open and not self._close_called:
            self._send(connection, data)
        elif connection and connection.is_closing and rules.sends_while_closing:
            self._send(connection, data)
        elif rules.failed_is_early and not self._was_open:
            self._refuse_send(rules.send_too_early, "before onopen")
        else:
            self._refuse_send(rules.send_too_late, "after close")

    def close(self, code: JSONValue, reason: JSONValue) -> None:
        connection, rules = self._connection, self._rules
        if connection is None:
            return
        if connection.is_connecting:
            self._break_off(connection)
            return
        if self._close_called or not connection.is_open:
            if rules.close_again and self._was_open:
                self._fire_error(rules.close_again)
            return
        try:
            frame = rules.close_frame(code, reason)
        except WrongArgument as error:
            self._close_called = rules.wrong_close == "taken for closed"
            self._sockets.tell(platforms.WRONG_CLOSE, problem=str(error))
            if rules.wrong_close != "nothing":
                self._fire_error(str(error))
            return
        if isinstance(code, (int, float)) and (code != 1000 or reason):
            self._sockets.tell(platforms.NUMERIC_CLOSE_CODE, code=str(code))
        self._close_called = True
        self._wants_messages = False
        connection.close(frame.code, frame.reason)

    def replace(self) -> None:
        """The page makes another socket."""
        connection, rules = self._connection, self._rules
        if connection is None or self.is_closed:
            return
        if connection.is_connecting:
            self._sockets.tell(platforms.NEW_ATTEMPT)
            if not rules.replaces_attempt:
                return
        elif connection.is_open:
            self._sockets.tell(platforms.NEW_SOCKET)
        self._wants_messages = False
        if rules.hears_replaced:
            connection.close(rules.replaced.code, rules.replaced.reason)
        else:
            connection.go_away(rules.replaced.code, rules.replaced.reason)

    def busy_with(self) -> Iterable[Busy]:
        return self._connection.busy_with() if self._connection else ()

    def lose_network(self) -> None:
        if self._connection:
            self._connection.lose_network()

    def go_away(self) -> None:
        if self._connection:
            self._connection.go_away(self._rules.farewell.code, self._rules.farewell.reason)

    # The connection's listener.

    def on_open(self) -> None:
        self._was_open = True
        self._fire("onopen", {})

    def on_message(self, data: str | bytes) -> None:
        if isinstance(data, str):
            self._fire("onmessage", {"data": data})
            return
        self._sockets.tell(platforms.BINARY_RECEIVED)
        binary = self._rules.binary(data)
        if binary is not None:
            self._fire("onmessage", {"data": binary})

    def on_close(self, code: int, reason: str, was_clean: bool) -> None:
        if Closed(code, reason, was_clean) == self._rules.wire.end_of_stream:
            self._tell_of_platform(platforms.END_OF_STREAM)
        self._fire("onclose", {"code": code, "reason": reason, "wasClean": was_clean})

    def on_error(self, failure: Failure) -> None:
        if failure.kind == "status" and self._empty_protocol:
            self._tell_of_platform(platforms.EMPTY_PROTOCOL)
        self._fire_error(self._rules.error(failure))
        if not self._rules.wire.closes_after_error:
            self.is_closed = True
        if "onclose" in self.handlers and "onerror" not in self.handlers:
            self._sockets.tell(platforms.ONLY_ONERROR)

    # Private parts.

    def _send(self, connection: Connection, data: JSONValue) -> None:
        message = self._rules.payload(data)
        if message is not None:
            connection.send(message)

    def _refuse_send(self, message: str, when: str) -> None:
        if message:
            self._fire_error(message)
        else:
            self._page.write_console(
                "warn", f"[weex-runtime] webSocket.send {when}: the message is dropped"
            )

    def _refuse(self, problem: str) -> None:
        if self._rules.wrong_url == "fails":
            self._fire_error(problem)
            self.on_close(*_FAILED)
        else:
            self._page.write_console("warn", f"[weex-runtime] webSocket: {problem}")

    def _break_off(self, connection: Connection) -> None:
        self._sockets.tell(platforms.EARLY_CLOSE)
        end = self._rules.close_while_connecting
        if end == "fails":
            connection.close(1000, "")
        elif end != "nothing":
            connection.go_away()
            self.on_close(*end)

    def _tell_protocol(self, protocol: JSONValue, is_given: bool) -> None:
        self._empty_protocol = is_given and not protocol
        if isinstance(protocol, list):
            self._sockets.tell(platforms.PROTOCOL_LIST)
        elif "," in text_of(protocol):
            self._sockets.tell(platforms.PROTOCOLS, protocol=text_of(protocol))

    def _tell_of_platform(self, difference: Difference) -> None:
        """Where it says nothing about the bundle: it is no hint."""
        if self._page.platform.name:
            self._sockets.tell(difference)

    def _fire_error(self, message: str) -> None:
        self._fire("onerror", {"data": message})

    def _fire(self, event: str, data: dict[str, JSONValue]) -> None:
        self._page.tasks.late(self._handler_of[event], data)

    def _handler(self, event: str, data: JSONInput) -> Callback | None:
        """The handler at the moment of its event: an earlier event of the same batch may have
        replaced it, or closed the socket."""
        if event == "onclose":
            self.is_closed = True
        if event == "onmessage" and not self._wants_messages:
            return None
        handler = self.handlers.get(event)
        if event in self._rules.once:
            if handler is None and event in self._sockets.spent:
                self._sockets.tell(platforms.SPENT_HANDLER, event=event)
            self.handlers.pop(event, None)
            self._sockets.spent.add(event)
        if handler is None and event == "onerror":
            # Nobody listens: the failure must be seen all the same.
            problem = cast("dict[str, str]", data)["data"]
            self._page.write_console("error", f"[weex-runtime] webSocket: {problem}")
        elif handler is None and event == "onmessage":
            text = "a message came, and webSocket.onmessage has no handler"
            self._page.hint(text, text)
        return handler


def _put(handlers: dict[str, Callback], event: str, handler: Callback) -> None:
    if handler.id:
        handlers[event] = handler
    else:
        handlers.pop(event, None)
