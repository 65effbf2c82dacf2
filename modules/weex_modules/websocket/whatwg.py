"""The polyfill `websocket`: WHATWG's class `WebSocket`, with any number of sockets in a page.

On the web the module `webSocket` is a thin layer over this class.

JS half: js/websocket.js, the classes that this script needs, and js/websocket_web.js.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from weex_modules.websocket import differences
from weex_modules.websocket import platform_rules as platforms
from weex_modules.websocket.arguments import encode
from weex_modules.websocket.module import ConnectionOwner
from weex_modules.websocket.wire_rules import NO_STATUS, Offer
from weex_runtime import Polyfill, js_method
from weex_runtime.json_values import JSONValue
from weex_runtime.matching.url import origin_of, resolve

if TYPE_CHECKING:
    from weex_modules.websocket.connection import Connection
    from weex_modules.websocket.failure import Failure

_JS = os.path.join(os.path.dirname(__file__), "js")
_SCRIPTS = (
    "dom_exception.js",
    "event.js",
    "abort.js",
    "blob.js",
    "text_codec.js",
    "navigator.js",
    "websocket.js",
)

_MESSAGE = "WebSocket message"


class WebSocketPolyfill(ConnectionOwner, Polyfill):
    """WHATWG `WebSocket`, with the Event, EventTarget, MessageEvent, CloseEvent, DOMException and
    Blob that it needs.

    Source: WHATWG WebSockets; spec/websocket.md, column H5.

    Attributes:
        connect_timeout: Seconds that the opening handshake may take.
        close_timeout: Seconds to wait for the answer to a close frame.
    """

    name = "websocket"
    connect_timeout = 30.0
    close_timeout = 10.0

    def __init__(self) -> None:
        self._sockets: dict[int, _Socket] = {}
        self.rules = replace(
            platforms.BROWSER,
            origin=origin_of(self.page.url),
            offers_compression=self.page.platform.name == "web",
        )

    def scripts(self) -> Iterable[str]:
        """Return the scripts of the class `WebSocket` and, on the web, the script of the module
        `webSocket`.
        """
        more = ["websocket_web.js"] if self.page.platform.name == "web" else []
        return [os.path.join(_JS, name) for name in (*_SCRIPTS, *more)]

    @js_method
    def open(self, number: int, url: str, protocols: list[str]) -> JSONValue:
        """Connect; returns {"address", "origin"}, or {"problem"} for a wrong URL."""
        address, problem = resolve(url, self.page.url)
        if problem:
            return {"problem": problem}
        self._sockets[number] = _Socket(self, number, address, protocols)
        return {"address": address, "origin": origin_of(address)}

    @js_method
    def send(self, number: int, text: str) -> bool | None:
        """Send text. Return False if the connection is no longer open; JS might not have received
        the event `close` yet.
        """
        return self._sockets[number].send(text) if number in self._sockets else False

    @js_method(name="sendBinary")
    def send_binary(self, number: int, size: int) -> bool | None:
        """Send the bytes that JS passed in its last call. Return the same value as `send`."""
        data = self.page.binary.take(size)
        return self._sockets[number].send(data) if number in self._sockets else False

    @js_method(name="bufferedAmount")
    def buffered_amount(self, number: int) -> int:
        """Return the number of bytes that wait to be sent or were sent in this turn of the loop."""
        return self._sockets[number].buffered_amount if number in self._sockets else 0

    @js_method
    def close(self, number: int, code: int | None, reason: str) -> None:
        """Start the closing handshake, or abort connecting."""
        if number in self._sockets:
            if code is None:
                code = 1000 if reason else NO_STATUS
            self._sockets[number].connection.close(code, reason)

    @js_method
    def encode(self, text: str) -> JSONValue:
        """Encode text as UTF-8, as a list of bytes."""
        return list(encode(text))

    @js_method
    def decode(self, size: int, fatal: bool) -> str | None:
        """Decode the bytes that JS has pushed.

        Args:
            fatal: True: return None for invalid UTF-8; False: replace invalid bytes by U+FFFD.
        """
        try:
            return self.page.binary.take(size).decode("utf-8", "strict" if fatal else "replace")
        except UnicodeDecodeError:
            return None

    @js_method(name="isOnline")
    def is_online(self) -> bool:
        """Return the value of navigator.onLine."""
        return not self.page.runtime.is_offline

    @js_method
    def warn(self, difference: str, event: str = "") -> None:
        """Warn that the bundle uses the module in a way that has another effect on the web.

        Args:
            difference: The name of a constant in differences.py.
        """
        self.page.report_difference(getattr(differences, difference), event=event)

    def connections(self) -> list[Connection]:
        """Return the connections of the sockets that have not ended."""
        return [socket.connection for socket in self._sockets.values()]

    def destroy(self) -> None:
        """Close with 1001 (going away) when the page ends."""
        for connection in self.connections():
            connection.go_away()

    def forget(self, number: int) -> None:
        """Drop a socket after its last event."""
        self._sockets.pop(number, None)


class _Socket:
    """The connection of one WebSocket object. Passes the connection's events to JS."""

    __slots__ = ("_failure", "_number", "_polyfill", "_taken", "_turn", "connection")

    def __init__(
        self, polyfill: WebSocketPolyfill, number: int, url: str, protocols: list[str]
    ) -> None:
        # Import the connection only here: the import takes 30 ms, and pages without sockets do not
        # need it.
        from weex_modules.websocket.adapter import Limits
        from weex_modules.websocket.connect import connect

        self._polyfill = polyfill
        self._number = number
        self._failure = ""
        self._turn = 0
        # The number of bytes that the operating system accepted in the turn `_turn` of the loop.
        self._taken = 0
        self.connection = connect(
            polyfill.page,
            url,
            Offer(", ".join(protocols) or None, tuple(protocols)),
            self,
            rules=polyfill.rules,
            limits=Limits(polyfill.connect_timeout, polyfill.close_timeout),
        )

    @property
    def buffered_amount(self) -> int:
        is_this_turn = self._turn == self._polyfill.page.looper.turns
        return self.connection.buffered + (self._taken if is_this_turn else 0)

    def send(self, data: str | bytes) -> bool | None:
        connection = self.connection
        if not connection.is_open:
            return False
        turn = self._polyfill.page.looper.turns
        if turn != self._turn:
            self._turn, self._taken = turn, 0
        before = connection.buffered
        connection.send(data)
        self._taken += (
            before + len(encode(data) if isinstance(data, str) else data) - connection.buffered
        )
        return None

    # Methods that the connection calls.

    def on_open(self) -> None:
        connection = self.connection
        event = ["open", connection.protocol, connection.extensions]
        self._polyfill.post(self._number, *event, origin="WebSocket open")

    def on_message(self, data: str | bytes) -> None:
        if isinstance(data, str):
            self._polyfill.post(self._number, "text", data, origin=_MESSAGE)
        else:
            given = self._polyfill.page.binary.give(data)
            self._polyfill.post(self._number, "binary", given, len(data), origin=_MESSAGE)

    def on_error(self, failure: Failure) -> None:
        self._failure = failure.message

    def on_close(self, code: int, reason: str, was_clean: bool) -> None:
        polyfill, failure = self._polyfill, self._failure
        if failure:
            # Log the cause of the failure only on the console, as browsers do.
            polyfill.page.write_console("error", f"[weex-runtime] WebSocket: {failure}")
        unsent = self.connection.buffered
        polyfill.forget(self._number)
        event: list[JSONValue] = [code, reason, was_clean, bool(failure), unsent]
        polyfill.post(self._number, "close", *event, origin="WebSocket close")
