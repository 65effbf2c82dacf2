"""`webSocket`: one client connection a page."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING

from weex_modules.websocket_url import resolve
from weex_runtime import Callback, Module, js_method
from weex_runtime.values import JSONValue, to_text

if TYPE_CHECKING:
    from weex_modules.websocket_connection import Connection
    from weex_modules.websocket_failure import Failure

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 7230, section 3.2.6


class WebSocketModule(Module):
    """Weex `webSocket`, as documented.

    Handlers can be assigned or passed to a call, before the constructor or after it, and stay
    until they are replaced. One socket a page: a second constructor ends the first.
    Source: the module's documentation; where it is silent, WHATWG WebSockets
    (spec/websocket.md, column [rec]).

    Attributes:
        connect_timeout: Seconds that name lookup, connecting, TLS and opening handshake may take
            together.
        close_timeout: Seconds to wait for the answer to a close frame.
        max_message: Bytes of the longest message that a server may send; a longer one ends the
            socket with 1009.
        max_buffered: Bytes that may wait for a server that does not read; more end the socket.
            As many as `max_message`: what may come may go.
    """

    name = "webSocket"
    connect_timeout = 30.0
    close_timeout = 10.0
    max_message = 64 << 20
    max_buffered = 64 << 20

    def __init__(self) -> None:
        self._socket: _Socket | None = None
        self._replaced: list[_Socket] = []
        self._early_handlers: dict[str, Callback] = {}

    @js_method
    def WebSocket(self, url: str = "", protocol: JSONValue = None) -> None:
        """Open a connection.

        Args:
            url: ws or wss; http and https stand for them; relative to the bundle's URL.
            protocol: Subprotocols, as text with commas or as a list; "" for none.
        """
        if self._socket:
            self._socket.replace()
            # They may still be ending when the page does.
            self._replaced = [s for s in (*self._replaced, self._socket) if not s.is_gone]
        self._socket = _Socket(self, self._early_handlers)
        self._early_handlers = {}
        self._socket.open(url, _protocols(protocol))

    @js_method
    def send(self, data: JSONValue) -> None:
        """Send a message: text, or binary for an ArrayBuffer or view; other values as JSON text."""
        if self._socket:
            self._socket.send(data)
        elif "onerror" in self._early_handlers:
            self._early_handlers["onerror"].invoke_and_keep_alive(
                {"data": "send: there is no WebSocket yet; call WebSocket(url, protocol) first"}
            )
        else:
            self.page.write_console(
                "warn", "[weex-runtime] webSocket.send before WebSocket(): the message is dropped"
            )

    @js_method
    def close(self, code: JSONValue = None, reason: JSONValue = None) -> None:
        """Close the connection or the attempt.

        Args:
            code: 1000 (default) or 3000 to 4999, also as decimal text.
            reason: At most 123 bytes of UTF-8.
        """
        if self._socket:
            self._socket.close(code, _text(reason))

    @js_method
    def onopen(self, handler: Callback) -> None:
        """{}: ready to send and receive."""
        self._register("onopen", handler)

    @js_method
    def onmessage(self, handler: Callback) -> None:
        """{data}: text, or {'@type': 'binary', dataType: 'ArrayBuffer', base64}."""
        self._register("onmessage", handler)

    @js_method
    def onclose(self, handler: Callback) -> None:
        """{code, reason, wasClean}: the last event of a socket."""
        self._register("onclose", handler)

    @js_method
    def onerror(self, handler: Callback) -> None:
        """{data}: what failed; `onclose` follows when that ended the socket."""
        self._register("onerror", handler)

    def destroy(self) -> None:
        """Close with 1001 (going away) when the page ends."""
        for socket in (*self._replaced, self._socket):
            if socket:
                socket.go_away()

    def _register(self, event: str, handler: Callback) -> None:
        socket = self._socket
        if socket:
            _put(socket.handlers, event, handler)
        if socket is None or socket.is_closed:
            # For the next socket: a handler may be set before the constructor.
            _put(self._early_handlers, event, handler)


class _Socket:
    """One socket of the page with the handlers that belong to it.

    Attributes:
        is_closed: The page has heard of the end.
    """

    def __init__(self, module: WebSocketModule, handlers: dict[str, Callback]) -> None:
        self._module = module
        self._page = module.page
        self.handlers = handlers
        self.is_closed = False
        self._connection: Connection | None = None
        self._wants_messages = True

    @property
    def is_gone(self) -> bool:
        """It holds nothing that the end of the page would have to release."""
        return self._connection is None or self._connection.is_gone

    def open(self, url: str, protocols: list[str]) -> None:
        # Costs 50 ms of imports that a page without sockets need not pay.
        from weex_modules.websocket_connection import Connection
        from weex_modules.websocket_rules import Offer

        address, problem = resolve(url, self._page.url)
        problem = problem or _protocol_problem(protocols)
        if problem:
            self._tell(problem)
            self.on_close(1006, "", False)
            return
        tracer = self._page.tracer
        self._connection = Connection(
            self._page.looper,
            self._page.runtime.mapped(address),
            Offer(",".join(protocols) or None, tuple(protocols)),
            self,
            network=self._page.network,
            connect_timeout=self._module.connect_timeout,
            close_timeout=self._module.close_timeout,
            max_message=self._module.max_message,
            max_buffered=self._module.max_buffered,
            trace=tracer and (lambda text: tracer("socket", text)),
        )
        self._connection.open()

    def send(self, data: JSONValue) -> None:
        connection = self._connection
        if connection and connection.is_connecting:
            self._tell("WebSocket is not ready: send after onopen; the message is dropped")
        elif connection and connection.is_open:
            connection.send(_payload(data))
        else:
            self._page.write_console(
                "warn", "[weex-runtime] webSocket.send after close: the message is dropped"
            )

    def close(self, code: JSONValue, reason: str) -> None:
        from weex_modules.websocket_connection import encode

        connection = self._connection
        if not connection or not (connection.is_connecting or connection.is_open):
            return
        number, problem = _close_code(code)
        if not problem and len(encode(reason)) > 123:
            problem = "close: the reason is longer than 123 bytes of UTF-8"
        if problem:
            self._tell(f"{problem}; nothing was closed")
        else:
            self._wants_messages = False
            connection.close(number, reason)

    def replace(self) -> None:
        """The page makes another socket: this one goes away, its handlers hear of it."""
        self._wants_messages = False
        if self._connection:
            self._connection.close(1001, "")

    def go_away(self) -> None:
        if self._connection:
            self._connection.go_away()

    # What the connection tells: see Listener in websocket_connection.py.

    def on_open(self) -> None:
        self._fire("onopen", {})

    def on_message(self, data: str | bytes) -> None:
        if isinstance(data, bytes):
            encoded = base64.b64encode(data).decode("ascii")
            binary: JSONValue = {"@type": "binary", "dataType": "ArrayBuffer", "base64": encoded}
            self._fire("onmessage", {"data": binary})
        else:
            self._fire("onmessage", {"data": data})

    def on_close(self, code: int, reason: str, was_clean: bool) -> None:
        self._fire("onclose", {"code": code, "reason": reason, "wasClean": was_clean})

    def on_error(self, failure: Failure) -> None:
        self._tell(failure.message)

    def _tell(self, problem: str) -> None:
        self._fire("onerror", {"data": problem})

    def _fire(self, event: str, data: dict[str, JSONValue]) -> None:
        self._page.queue_late(lambda: self._handler(event, data), data)

    def _handler(self, event: str, data: dict[str, JSONValue]) -> Callback | None:
        """The handler at the moment of its event: an earlier event of the same batch may have
        replaced it, or closed the socket."""
        if event == "onclose":
            self.is_closed = True
        if event == "onmessage" and not self._wants_messages:
            return None
        handler = self.handlers.get(event)
        if handler is None and event == "onerror":
            # Nobody listens: the failure must be seen all the same.
            self._page.write_console("error", f"[weex-runtime] webSocket: {data['data']}")
        return handler


def _put(handlers: dict[str, Callback], event: str, handler: Callback) -> None:
    if handler.id:
        handlers[event] = handler
    else:
        handlers.pop(event, None)


def _protocols(value: JSONValue) -> list[str]:
    names = value if isinstance(value, list) else str(value or "").split(",")
    return [name for name in (str(n).strip() for n in names) if name]


def _protocol_problem(names: list[str]) -> str:
    for name in names:
        if not _TOKEN.fullmatch(name):
            return f"{name!r} is no name of a subprotocol"
    return ""


def _close_code(value: JSONValue) -> tuple[int, str]:
    if value is None or value == "":
        return 1000, ""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if text.isdecimal() and (text == "1000" or 3000 <= int(text) <= 4999):
        return int(text), ""
    return 0, f"close: the code must be 1000 or 3000 to 4999, not {value!r}"


def _payload(data: JSONValue) -> str | bytes:
    if isinstance(data, dict) and data.get("@type") == "binary":
        try:
            return base64.b64decode(str(data.get("base64", "")), validate=True)
        except binascii.Error:
            pass  # the bundle made the object itself: it goes as what it is
    return _text(data)


def _text(value: JSONValue) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else to_text(value)
