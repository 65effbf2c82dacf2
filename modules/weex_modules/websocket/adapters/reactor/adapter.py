"""The adapter `reactor`: frames of a client (RFC 6455, sections 5 to 7) between a transport and a
listener.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

from weex_modules.websocket.adapters.reactor.frames import (
    BINARY,
    CLOSE,
    COMPRESSED,
    FIN,
    MASKED,
    PING,
    PONG,
    TEXT,
    MessageReader,
)
from weex_modules.websocket.adapters.reactor.handshake import shake_hands
from weex_modules.websocket.adapters.reactor.masking import apply_mask, make_masks, unused_masks
from weex_modules.websocket.adapters.transport import Transport
from weex_modules.websocket.arguments import encode
from weex_modules.websocket.close_frame import answer_to, pack_close, read_close
from weex_modules.websocket.failure import Failure, Violation
from weex_modules.websocket.wire_rules import LOST, CloseFrame

if TYPE_CHECKING:
    from weex_modules.websocket.adapter import Listener, Opening
    from weex_modules.websocket.adapters.attempt import Handshake
    from weex_modules.websocket.adapters.results import Opened
    from weex_runtime.faults.connection import ConnectionFaults

_RESERVED = 0x30  # the bits RSV2 and RSV3, which no extension uses (RFC 6455, section 5.2)
_LONG = 1 << 20  # payloads from this size in bytes are written apart from the frame's header


class Reader(Protocol):
    """Parses the server's bytes to messages and control frames.

    Attributes:
        missing: The least number of bytes until the next message or frame is complete, as far as
            known.
    """

    missing: int

    def read(self, data: bytes) -> Iterator[tuple[int, str | bytes]]:
        """Yield (TEXT, str), (BINARY, bytes), or (CLOSE, PING or PONG, payload) for each message
        and frame that is complete with `data`.

        Raises:
            Violation: The server broke the protocol.
        """


# Type of a function that makes the reader of a connection after its opening handshake.
MakeReader: TypeAlias = "Callable[[Opening, Opened], Reader]"


def frame(opcode: int, payload: bytes) -> tuple[bytes, bytes]:
    """Return the frame of a whole message or a control frame.

    Args:
        opcode: The opcode, combined with the bit `COMPRESSED` for a compressed message.

    Returns:
        The frame in one or two parts. The second part is the payload if the payload is long: this
        avoids a copy of the payload.
    """
    size = len(payload)
    first = FIN | opcode
    if size < 126:
        head = bytes((first, MASKED | size))
    elif size < 1 << 16:
        head = struct.pack("!BBH", first, MASKED | 126, size)
    else:
        head = struct.pack("!BBQ", first, MASKED | 127, size)
    try:
        mask = unused_masks.pop()
    except IndexError:
        mask = make_masks()
    masked = apply_mask(payload, mask)
    if size < _LONG:
        return head + mask + masked, b""
    return head + mask, masked


def _make_reader(opening: Opening, opened: Opened) -> MessageReader:
    reader = MessageReader(max_message=opening.limits.max_message, errors=opening.rules.text_errors)
    reader.deflate = opened.deflate
    return reader


class ReactorAdapter:
    """One connection on the page's loop; name lookup, TCP, TLS and handshake use a worker.

    Args:
        handshake, make_reader, make_frame: Functions that replace this package's handshake, reader
            and frames.
    """

    calls_from_loop = True

    _listener: Listener
    _transport: Transport
    _opened: Opened
    _reader: Reader | None = None
    _answer: CloseFrame | None = None  # the server's close frame, kept until the connection closes
    _close_sent = False
    _is_over = False

    def __init__(
        self,
        handshake: Handshake = shake_hands,
        make_reader: MakeReader = _make_reader,
        make_frame: Callable[[int, bytes], tuple[bytes, bytes]] = frame,
    ) -> None:
        self._handshake = handshake
        self._make_reader = make_reader
        self._frame = make_frame

    def connect(self, opening: Opening, listener: Listener) -> None:
        """Start connecting."""
        self._opening = opening
        self._listener = listener
        self._transport = Transport(opening, self._handshake, self)

    def send(self, data: str | bytes) -> None:
        """Send a message."""
        head, rest, size = self._message(data)
        if rest:
            self._transport.write(head, 0)
            self._transport.write(rest, size)
        else:
            self._transport.write(head, size)

    def close(self, code: int | None, reason: str) -> None:
        """Start the closing handshake; later close frames are not sent."""
        if not self._close_sent:
            self._close_sent = True
            self._transport.write(self._frame(CLOSE, pack_close(code, reason))[0], 0)

    def destroy(self) -> None:
        """Close the socket. After a close frame was queued, waiting bytes are sent first, for up to
        a second.
        """
        self._is_over = True
        self._transport.end(flush=self._close_sent)

    @property
    def buffered(self) -> int:
        """Bytes of messages that the operating system has not accepted."""
        return self._transport.buffered

    @property
    def received(self) -> int:
        """Bytes of an incomplete message of the server."""
        return getattr(self._reader, "received", 0)

    def corrupt(self, data: str | bytes, *, is_sent: bool) -> None:
        """Send a message, or receive one from the server, in a frame with two reserved bits set."""
        head, rest, size = self._message(data)
        first = bytes([head[0] | _RESERVED])
        if is_sent:
            self._transport.write(first + head[1:] + rest, size)
            return
        try:
            # Use a new frame reader, since the connection's reader may be in the middle of a frame.
            list(self._make_reader(self._opening, self._opened).read(first + b"\0"))
        except Violation as violation:
            self._fail(violation)

    def interpose(self, faults: ConnectionFaults) -> None:
        """Route the bytes of the open connection through the relay that applies faults."""
        self._transport.interpose(faults)

    # Methods that the transport calls.

    def opened(self, opened: Opened) -> None:
        """Handle the end of the opening handshake."""
        self._opened = opened
        self._reader = self._make_reader(self._opening, opened)
        self._listener.on_open(opened.protocol, opened.extensions)

    def data_received(self, data: bytes) -> int:
        """Handle the messages and frames that are complete with these bytes.

        Returns:
            The least number of bytes until the next message or frame is complete, as far as known.
        """
        reader, listener = self._reader, self._listener
        assert reader
        if self._is_over or self._answer:
            return 0
        try:
            for opcode, payload in reader.read(data):
                if opcode == TEXT or opcode == BINARY:
                    listener.on_message(payload)
                elif opcode == CLOSE:
                    self._close_received(cast(bytes, payload))
                    return 0
                elif opcode == PING and not self._close_sent:
                    self._transport.write(self._frame(PONG, cast(bytes, payload))[0], 0)
                if self._is_over:
                    return 0
        except Violation as violation:
            self._fail(violation)
        return reader.missing

    def ended(self, failure: Failure | None) -> None:
        """Handle the end of the TCP connection (failure None), or its failure."""
        if self._is_over:
            return
        self._is_over = True
        if failure:
            self._listener.on_error(failure)
        elif self._answer:
            self._listener.on_close(*self._answer, True)
        else:
            self._listener.on_close(*LOST)

    def _message(self, data: str | bytes) -> tuple[bytes, bytes, int]:
        """Encode a message as a frame; lone surrogates become U+FFFD (WHATWG USVString).

        Returns:
            The two parts of the frame, of which one may be empty, and the length of the
            uncompressed payload in bytes.
        """
        if isinstance(data, bytes):
            opcode, payload = BINARY, data
        else:
            opcode, payload = TEXT, data.encode() if data.isascii() else encode(data)
        size = len(payload)
        if deflate := self._opened.deflate:
            opcode, payload = opcode | COMPRESSED, deflate.deflate(payload)
        return *self._frame(opcode, payload), size

    def _close_received(self, payload: bytes) -> None:
        rules = self._opening.rules
        closed = read_close(payload, rules)
        if self._close_sent and not rules.ends_with_answer:
            self._answer = closed
            return
        self.close(answer_to(closed.code if payload else None, rules), "")
        if not self._is_over:
            self._is_over = True
            self._transport.finish()
            self._listener.on_close(*closed, True)

    def _fail(self, violation: Violation) -> None:
        """Fail the connection (RFC 6455, section 7.1.7)."""
        is_sent = not self._close_sent
        self.close(violation.code, "")
        self.ended(violation.failure(is_sent=is_sent))
