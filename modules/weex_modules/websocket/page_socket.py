"""One socket of `webSocket` in a page: its calls, handlers and events."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from weex_modules.websocket import differences
from weex_modules.websocket.arguments import WrongArgument, text_of
from weex_modules.websocket.connect import connect
from weex_modules.websocket.connection import OPEN, Connection
from weex_modules.websocket.failure import Failure
from weex_modules.websocket.wire_rules import LOST, Closed
from weex_runtime import Callback, Difference
from weex_runtime.json_values import JSONInput, JSONValue

if TYPE_CHECKING:
    from weex_modules.websocket.page_sockets import PageSockets

_EVENTS = ("onopen", "onmessage", "onclose", "onerror")


class PageSocket:
    """A socket with the handlers that belong to it.

    Attributes:
        connection: The connection; None if the arguments of the constructor were wrong.
        is_closed: Whether the page has received the close event.
    """

    def __init__(self, sockets: PageSockets, handlers: dict[str, Callback]) -> None:
        self._sockets = sockets
        self._rules = sockets.rules
        self.handlers = handlers
        self.is_closed = False
        self.connection: Connection | None = None
        self._handler_of = {event: partial(self._handler, event) for event in _EVENTS}
        self._on_message = self._handler_of["onmessage"]
        self._late = sockets.page.tasks.late
        self._was_open = False
        self._takes_messages = True
        self._close_called = False
        self._empty_protocol = False

    def open(self, address: str, problem: str, protocol: JSONValue, is_given: bool) -> None:
        self._empty_protocol = is_given and not protocol
        if isinstance(protocol, list):
            self._sockets.warn(differences.PROTOCOL_LIST)
        elif "," in text_of(protocol):
            self._sockets.warn(differences.PROTOCOLS, protocol=text_of(protocol))
        try:
            offer = self._rules.offer(protocol, is_given)
        except WrongArgument as error:
            problem = problem or str(error)
        if not problem:
            rules, limits = self._rules.wire, self._sockets.limits
            self.connection = connect(
                self._sockets.page, address, offer, self, rules=rules, limits=limits
            )
        elif self._rules.wrong_url == "fails":
            self._fire_error(problem)
            self.on_close(*LOST)
        else:
            self._sockets.log("warn", f": {problem}")

    def send(self, data: JSONValue) -> None:
        if not isinstance(data, str):
            self._sockets.warn_of_type(data)
        connection, rules = self.connection, self._rules
        if connection and (
            (connection.state is OPEN and not self._close_called)
            or (connection.is_closing and rules.sends_while_closing)
        ):
            message = data if isinstance(data, str) else rules.payload(data)
            if message is not None:
                connection.send(message)
            return
        is_early = connection is not None and connection.is_connecting
        if is_early:
            self._sockets.warn(differences.EARLY_SEND)
        is_early = is_early or (rules.failed_is_early and not self._was_open)
        error = rules.send_too_early if is_early else rules.send_too_late
        if error:
            self._fire_error(error)
        else:
            when = "before onopen" if is_early else "after close"
            self._sockets.log("warn", f".send {when}: the message is dropped")

    def close(self, code: JSONValue, reason: JSONValue) -> None:
        connection, rules = self.connection, self._rules
        if connection is None:
            return
        if connection.is_connecting:
            self._abandon(connection)
            return
        if self._close_called or not connection.is_open:
            # Drop the messages that still wait for JS: the messages can have arrived before the
            # server's close frame.
            self._takes_messages = False
            if rules.close_again and self._was_open:
                self._fire_error(rules.close_again)
            return
        try:
            frame = rules.close_frame(code, reason)
        except WrongArgument as error:
            self._close_called = rules.wrong_close == "taken for closed"
            self._sockets.warn(differences.WRONG_CLOSE, problem=str(error))
            if rules.wrong_close != "nothing":
                self._fire_error(str(error))
            return
        if isinstance(code, (int, float)) and (code != 1000 or reason):
            self._sockets.warn(differences.NUMERIC_CLOSE_CODE, code=str(code))
        self._close_called = True
        self._takes_messages = False
        connection.close(*frame)

    def replace(self) -> None:
        """End the socket, since the page opens another one."""
        connection, rules = self.connection, self._rules
        if connection is None or self.is_closed:
            return
        if connection.is_connecting:
            self._sockets.warn(differences.NEW_ATTEMPT)
            if not rules.replaces_attempt:
                return
        elif connection.is_open:
            self._sockets.warn(differences.NEW_SOCKET)
        self._takes_messages = False
        if rules.notifies_replaced:
            connection.close(*rules.replaced)
        else:
            connection.go_away(*rules.replaced)

    # Methods that the connection calls.

    def on_open(self) -> None:
        self._was_open = True
        self._fire("onopen", {})

    def on_message(self, data: str | bytes) -> None:
        if isinstance(data, str):
            self._late(self._on_message, {"data": data})
            return
        self._sockets.warn(differences.BINARY_RECEIVED)
        binary = self._rules.binary(data)
        if binary is not None:
            self._fire("onmessage", {"data": binary})

    def on_close(self, code: int, reason: str, was_clean: bool) -> None:
        if Closed(code, reason, was_clean) == self._rules.wire.end_of_stream:
            self._warn_on_devices(differences.END_OF_STREAM)
        self._fire("onclose", {"code": code, "reason": reason, "wasClean": was_clean})

    def on_error(self, failure: Failure) -> None:
        if failure.kind == "status" and self._empty_protocol:
            self._warn_on_devices(differences.EMPTY_PROTOCOL)
        message = self._rules.error(failure)
        self._fire_error(message)
        if failure.kind == "access" and failure.cause not in message:
            self._sockets.log("error", f": {failure.message}")
        if not self._rules.wire.closes_after_error:
            self.is_closed = True
        if "onclose" in self.handlers and "onerror" not in self.handlers:
            self._sockets.warn(differences.ONLY_ONERROR)

    # Private methods.

    def _abandon(self, connection: Connection) -> None:
        self._sockets.warn(differences.EARLY_CLOSE)
        end = self._rules.close_while_connecting
        if end == "fails":
            connection.close(1000, "")
        elif end != "nothing":
            connection.go_away()
            self.on_close(*end)

    def _warn_on_devices(self, difference: Difference) -> None:
        """Warn, on a page with a platform, about a difference that no bundle can avoid."""
        if self._sockets.page.platform.name:
            self._sockets.warn(difference)

    def _fire_error(self, message: str) -> None:
        self._fire("onerror", {"data": message})

    def _fire(self, event: str, data: dict[str, JSONValue]) -> None:
        self._late(self._handler_of[event], data)

    def _handler(self, event: str, data: JSONInput) -> Callback | None:
        """Return the handler for an event. Called just before the handler runs, since the handler
        of an earlier event can have set another handler or closed the socket.
        """
        if event == "onmessage":
            if not self._takes_messages:
                return None
        elif event == "onclose":
            self.is_closed = True
        handler = self.handlers.get(event)
        if event in self._rules.once:
            if handler is None and event in self._sockets.spent:
                self._sockets.warn(differences.SPENT_HANDLER, event=event)
            self.handlers.pop(event, None)
            self._sockets.spent.add(event)
        if handler is None:
            self._warn_of_missing_handler(event, data)
        return handler

    def _warn_of_missing_handler(self, event: str, data: JSONInput) -> None:
        if event == "onerror":
            # Log the failure, since a bundle without a handler is not notified.
            problem = cast("dict[str, str]", data)["data"]
            self._sockets.log("error", f": {problem}")
        elif event == "onmessage":
            text = "a message arrived, but webSocket.onmessage has no handler"
            self._sockets.page.hint(text, text)
