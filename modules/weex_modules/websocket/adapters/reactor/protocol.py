"""The WebSocket protocol of a client: bytes in, events out; commands in, bytes out.

RFC 6455, sections 5 to 7. It uses neither a socket nor a loop.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

from weex_modules.websocket.adapters.reactor.frames import (
    BINARY,
    CLOSE,
    COMPRESSED,
    FIN,
    MASKED,
    PONG,
    TEXT,
)
from weex_modules.websocket.adapters.reactor.masking import apply_mask, make_masks, unused_masks
from weex_modules.websocket.arguments import encode
from weex_modules.websocket.close_frame import answer_to, pack_close, read_close
from weex_modules.websocket.wire_rules import CloseFrame, WireRules

if TYPE_CHECKING:
    from weex_modules.websocket.adapters.reactor.deflate import Deflate

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


class ClientProtocol:
    """The frames of one open connection.

    Args:
        reader: Parses the server's bytes.
        make_frame: Makes the one or two parts of a frame from opcode and payload.
        deflate: The compression that the opening handshake agreed on.

    Attributes:
        close_sent: Whether a close frame was made.
    """

    def __init__(
        self,
        rules: WireRules,
        reader: Reader,
        make_frame: Callable[[int, bytes], tuple[bytes, bytes]] = frame,
        deflate: Deflate | None = None,
    ) -> None:
        self.reader = reader
        self.close_sent = False
        self._rules = rules
        self._frame = make_frame
        self._deflate = deflate

    def message(self, data: str | bytes) -> tuple[bytes, bytes, int]:
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
        if self._deflate:
            opcode, payload = opcode | COMPRESSED, self._deflate.deflate(payload)
        return *self._frame(opcode, payload), size

    def pong(self, ping: bytes) -> bytes:
        """Return the pong frame for a ping, or b"" after a close frame."""
        return b"" if self.close_sent else self._frame(PONG, ping)[0]

    def close(self, code: int | None, reason: str = "") -> bytes:
        """Return a close frame (without a code for None), or b"" after another close frame."""
        if self.close_sent:
            return b""
        self.close_sent = True
        return self._frame(CLOSE, pack_close(code, reason))[0]

    def answer_close(self, payload: bytes) -> tuple[CloseFrame, bytes]:
        """Return the server's close frame and the close frame that answers it.

        Raises:
            Violation: The platform does not accept the server's close frame.
        """
        closed = read_close(payload, self._rules)
        return closed, self.close(answer_to(closed.code if payload else None, self._rules))
