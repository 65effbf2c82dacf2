"""The adapter `reactor`: a `ClientProtocol` between a transport and a listener."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias, cast

from weex_modules.websocket.adapters.reactor.frames import (
    BINARY,
    CLOSE,
    PING,
    TEXT,
    MessageReader,
)
from weex_modules.websocket.adapters.reactor.handshake import shake_hands
from weex_modules.websocket.adapters.reactor.protocol import ClientProtocol
from weex_modules.websocket.adapters.transport import Transport
from weex_modules.websocket.failure import Failure, Violation
from weex_modules.websocket.wire_rules import LOST, CloseFrame

if TYPE_CHECKING:
    from weex_modules.websocket.adapter import Listener, Opening
    from weex_modules.websocket.adapters.attempt import Handshake
    from weex_modules.websocket.adapters.results import Opened
    from weex_runtime.faults.connection import ConnectionFaults

_RESERVED = 0x30  # the bits RSV2 and RSV3, which no extension uses (RFC 6455, section 5.2)


# Type of a function that makes the protocol of a connection after its opening handshake.
MakeProtocol: TypeAlias = "Callable[[Opening, Opened], ClientProtocol]"


def _make_protocol(opening: Opening, opened: Opened) -> ClientProtocol:
    reader = MessageReader(max_message=opening.limits.max_message, errors=opening.rules.text_errors)
    reader.deflate = opened.deflate
    return ClientProtocol(opening.rules, reader, deflate=opened.deflate)


class ReactorAdapter:
    """One connection on the page's loop; name lookup, TCP, TLS and handshake use a worker.

    Args:
        handshake, make_protocol: Functions that replace this package's handshake and protocol.
    """

    calls_from_loop = True

    _listener: Listener
    _transport: Transport
    _opened: Opened
    _protocol: ClientProtocol | None = None
    _answer: CloseFrame | None = None  # the server's close frame, kept until the connection closes
    _is_over = False
    _has_failed = False  # the server broke the protocol

    def __init__(
        self, handshake: Handshake = shake_hands, make_protocol: MakeProtocol = _make_protocol
    ) -> None:
        self._handshake = handshake
        self._make_protocol = make_protocol

    def connect(self, opening: Opening, listener: Listener) -> None:
        """Start connecting."""
        self._opening = opening
        self._listener = listener
        self._transport = Transport(opening, self._handshake, self)

    def send(self, data: str | bytes) -> None:
        """Send a message."""
        assert self._protocol
        head, rest, size = self._protocol.message(data)
        if rest:
            self._transport.write(head, 0)
            self._transport.write(rest, size)
        else:
            self._transport.write(head, size)

    def close(self, code: int | None, reason: str) -> None:
        """Start the closing handshake; later close frames are not sent."""
        assert self._protocol
        self._transport.write(self._protocol.close(code, reason), 0)

    def destroy(self) -> None:
        """Close the socket. If a close frame was written, first try for up to a second to send all
        unsent bytes.
        """
        self._is_over = True
        if self._has_failed:
            return  # the transport closes the socket when the server has closed the connection
        self._transport.end(flush=self._protocol is not None and self._protocol.close_sent)

    @property
    def buffered(self) -> int:
        """The number of bytes of messages that the operating system has not accepted."""
        return self._transport.buffered

    @property
    def received(self) -> int:
        """The number of bytes received of an incomplete message."""
        return getattr(self._protocol.reader, "received", 0) if self._protocol else 0

    def corrupt(self, data: str | bytes, *, is_sent: bool) -> None:
        """Corrupt a message that is sent or received: set two reserved bits in its frame."""
        assert self._protocol
        head, rest, size = self._protocol.message(data)
        first = bytes([head[0] | _RESERVED])
        if is_sent:
            self._transport.write(first + head[1:] + rest, size)
            return
        try:
            # Parse the frame with a new reader, since the connection's reader may have read only
            # part of another frame.
            list(self._make_protocol(self._opening, self._opened).reader.read(first + b"\0"))
        except Violation as violation:
            self._fail(violation)

    def interpose(self, faults: ConnectionFaults) -> None:
        """Route the bytes of the open connection through the relay that applies faults."""
        self._transport.interpose(faults)

    # Methods that the transport calls.

    def opened(self, opened: Opened) -> None:
        """Handle the end of the opening handshake."""
        self._opened = opened
        self._protocol = self._make_protocol(self._opening, opened)
        self._listener.on_open(opened.protocol, opened.extensions)

    def data_received(self, data: bytes) -> int:
        """Handle the messages and frames that are complete with these bytes.

        Returns:
            The least number of bytes until the next message or frame is complete, as far as known.
        """
        protocol, listener = self._protocol, self._listener
        assert protocol
        if self._is_over or self._answer:
            return 0
        try:
            for opcode, payload in protocol.reader.read(data):
                if opcode == TEXT or opcode == BINARY:
                    listener.on_message(payload)
                elif opcode == CLOSE:
                    self._close_received(cast(bytes, payload))
                    return 0
                elif opcode == PING:
                    self._transport.write(protocol.pong(cast(bytes, payload)), 0)
                if self._is_over:
                    return 0
        except Violation as violation:
            self._fail(violation)
        return protocol.reader.missing

    def ended(self, failure: Failure | None) -> None:
        """Handle the close of the TCP connection. `failure` is None after a regular close."""
        if self._is_over:
            return
        self._is_over = True
        if failure:
            self._listener.on_error(failure)
        elif self._answer:
            self._listener.on_close(*self._answer, True)
        else:
            self._listener.on_close(*LOST)

    def _close_received(self, payload: bytes) -> None:
        protocol = self._protocol
        assert protocol
        is_answer = protocol.close_sent
        closed, answer = protocol.answer_close(payload)
        if is_answer and not self._opening.rules.ends_with_answer:
            self._answer = closed
            return
        self._transport.write(answer, 0)
        if not self._is_over:
            self._is_over = True
            self._transport.finish()
            self._listener.on_close(*closed, True)

    def _fail(self, violation: Violation) -> None:
        """Send a close frame, then end the connection with a failure (RFC 6455, section 7.1.7)."""
        assert self._protocol
        close_frame = self._protocol.close(violation.code)
        self._transport.write(close_frame, 0)
        self._has_failed = True
        self._transport.finish()
        self.ended(violation.failure(is_sent=bool(close_frame)))
