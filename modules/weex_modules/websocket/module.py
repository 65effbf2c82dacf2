"""`webSocket`: one client connection for each page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from weex_runtime import KeepAliveCallback, Module, js_method
from weex_runtime.json_values import JSONValue

if TYPE_CHECKING:
    from weex_modules.websocket.connection import Connection
    from weex_runtime.module_api.busy import Busy


class ConnectionOwner(Module):
    """Implements the hooks of a module, like `network_lost`, for all connections of a page."""

    def connections(self) -> list[Connection]:
        """Return the connections that have not ended."""
        raise NotImplementedError

    def memory_held(self) -> int:
        """Return the number of bytes in messages that the connections hold."""
        return sum(connection.held for connection in self.connections())

    def busy_with(self) -> Iterator[Busy]:
        """Yield the connections that connect, close or send."""
        for connection in self.connections():
            yield from connection.busy_with()

    def network_lost(self) -> None:
        """End all connections without a close frame."""
        for connection in self.connections():
            connection.lose_network()

    def faults_changed(self) -> None:
        """Apply newly added faults to the page's connections."""
        for connection in self.connections():
            connection.add_faults()


class WebSocketModule(ConnectionOwner):
    """Weex `webSocket`, with the documented behaviour, or with the behaviour of the page's
    platform if the page has one.

    Handlers can be assigned or passed to a call, before the constructor or after it, and stay
    until they are replaced. A page has one socket: a second constructor ends the first. The
    sockets are in page_sockets.py, the differences of platforms in platform_rules.py.
    Source: the module's documentation, then WHATWG WebSockets (spec/websocket.md, column [rec]).

    Attributes:
        connect_timeout: Seconds for name lookup, TCP, TLS and opening handshake together.
        close_timeout: Seconds to wait for the answer to a close frame.
        max_message: The maximum size in bytes of a message from the server; a longer message ends
            the socket with code 1009.
        max_buffered: The maximum number of bytes that wait for a server that does not read; if
            more bytes wait, the socket ends.
    """

    name = "webSocket"
    connect_timeout = 30.0
    close_timeout = 10.0
    max_message = 64 << 20
    max_buffered = 64 << 20

    def __init__(self) -> None:
        # Import page_sockets.py only here, since only pages that call the module need it.
        from weex_modules.websocket.adapter import Limits
        from weex_modules.websocket.page_sockets import PageSockets

        limits = Limits(
            self.connect_timeout, self.close_timeout, self.max_message, self.max_buffered
        )
        self._sockets = PageSockets(self.page, limits)

    @js_method
    def WebSocket(self, url: str = "", *protocol: JSONValue) -> None:
        """Open a connection.

        Args:
            url: ws or wss, also written http or https; relative to the bundle's URL.
            protocol: Subprotocols, as text with commas or as a list; "" or nothing for none.

        Android: a relative or wrong url fires no event. A list as protocol is sent as its JSON
            text, "" as an empty header. An earlier socket that is still connecting is not ended.
        iOS: a relative url or a list of protocols does nothing; an earlier socket ends without
            onclose.
        H5: returns the socket, throws for a wrong url or protocol, and leaves an earlier socket
            open.
        """
        self._sockets.open(url, *protocol)

    @js_method
    def send(self, data: JSONValue) -> None:
        """Send a message: text, or binary for an ArrayBuffer or view; other values as JSON text.

        Android: an ArrayBuffer is sent as JSON text; send after close fires onerror.
        iOS: numbers, objects and lists are not sent.
        H5: throws before onopen.
        """
        self._sockets.current.send(data)

    @js_method
    def close(self, code: JSONValue = None, reason: JSONValue = None) -> None:
        """Close the connection or the attempt.

        Args:
            code: 1000 (default) or 3000 to 4999, also as decimal text.
            reason: At most 123 bytes of UTF-8.

        Android: other codes from 1000 to 4999 are sent; while connecting the call has no effect.
        iOS: 1000 is sent in place of a number; a code given as text is sent even if it is invalid;
            onclose has code 1001, not the code of the server's answer.
        H5: code and reason are ignored.
        """
        self._sockets.current.close(code, reason)

    @js_method
    def onopen(self, handler: KeepAliveCallback) -> None:
        """Set the handler that is called with {} when the socket can send and receive.

        Android: assigned handlers are lost, and so are handlers set before the constructor; a
            handler is called only once.
        iOS: an assigned handler is lost.
        H5: only an assignment after the constructor has an effect.
        """
        self._sockets.register("onopen", handler)

    @js_method
    def onmessage(self, handler: KeepAliveCallback) -> None:
        """{data}: text, or {'@type': 'binary', dataType: 'ArrayBuffer', base64}.

        Android: a handler is lost in the same cases as for onopen; called for each text message;
            binary messages are dropped.
        iOS: a handler is lost in the same case as for onopen; binary data has no dataType.
        H5: as onopen; binary data is a Blob.
        """
        self._sockets.register("onmessage", handler)

    @js_method
    def onclose(self, handler: KeepAliveCallback) -> None:
        """{code, reason, wasClean}: the last event of a socket.

        Android: handlers are lost as for onopen; not called after a failure.
        iOS: handlers are lost as for onopen; called only once for all sockets of the page, and not
            after a failure.
        H5: as onopen.
        """
        self._sockets.register("onclose", handler)

    @js_method
    def onerror(self, handler: KeepAliveCallback) -> None:
        """Set the handler that is called with {data: the cause of a failure}. If the failure ended
        the socket, `onclose` follows.

        Android: a handler is lost in the same cases as for onopen; no onclose follows.
        iOS: a handler is lost in the same case as for onopen; data is the JSON text of an NSError;
            no onclose follows.
        H5: only an assignment after the constructor has an effect; the event has no data.
        """
        self._sockets.register("onerror", handler)

    def connections(self) -> list[Connection]:
        """Return the connections of the page's sockets that have not ended."""
        return self._sockets.connections()

    def destroy(self) -> None:
        """Close with the platform's close frame when the page ends."""
        for connection in self.connections():
            connection.go_away(*self._sockets.rules.farewell)
