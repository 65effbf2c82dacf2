"""Parse the server's bytes to messages and control frames (RFC 6455, section 5), without a socket
or a loop.

For a short frame this reader takes a tenth of the time of websocket-client. The reader checks the
header of a frame before the payload arrives. A frame that arrives in many parts takes no longer
than a frame that arrives at once.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from weex_modules.websocket.failure import broken, not_utf8, too_big

if TYPE_CHECKING:
    from weex_modules.websocket.adapters.reactor.deflate import Deflate

# Opcodes of RFC 6455, section 11.8. They are plain numbers, since members of an enum would slow the
# reading of each frame down.
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = _OPCODES = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA

FIN, MASKED, _RESERVED, _CONTROL = 0x80, 0x80, 0x70, 0x08
COMPRESSED = 0x40  # the bit RSV1 of a compressed message (RFC 7692, section 6)
_WHOLE_TEXT, _WHOLE_BINARY = _WHOLE = FIN | TEXT, FIN | BINARY
_MAX_CONTROL = 125  # bytes of the longest payload of a control frame
_SHORTEST_BLOCK = 256  # assumed minimum size of a deflate block in bytes; zlib's have 507 or more

# The start of an encoded surrogate, which is not UTF-8. Python's decoder reports it only with the
# third byte.
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf]")


class MessageReader:
    """Reads messages and control frames from bytes that arrive in parts of any size.

    The time is linear in the number of bytes. If a frame arrives in parts, its bytes are copied
    twice: first to join the frame, then to join the message.

    Args:
        max_message: The maximum size of a message in bytes.
        errors: "strict": text that is not UTF-8 is a violation; "replace": invalid bytes become
            U+FFFD.

    Attributes:
        deflate: The compression that the opening handshake agreed on.
        missing: A lower bound of the number of bytes that the next message or frame still needs to
            be complete.
    """

    deflate: Deflate | None = None

    def __init__(self, *, max_message: int, errors: str) -> None:
        self._max_message = max_message
        self._errors = errors
        self._head = b""  # the first bytes of a frame whose length field is incomplete
        self._first = 0  # the first byte of the frame whose payload is in `_payload`
        self._payload = bytearray()
        self._size = 0  # the full length of the current frame's payload in bytes; 0 between frames
        self._fragments = bytearray()
        # Opcode of an incomplete fragmented message, TEXT or BINARY; 0 between messages.
        self._fragmented = 0
        self._is_compressed = False  # whether the incomplete fragmented message is compressed
        self._validator = codecs.getincrementaldecoder("utf-8")()
        self.missing = 0

    @property
    def received(self) -> int:
        """The number of bytes received of the incomplete message."""
        return len(self._payload) + len(self._fragments)

    def read(self, data: bytes) -> Iterator[tuple[int, str | bytes]]:
        """Yield each message and control frame that `data` completes.

        Returns:
            (TEXT, str), (BINARY, bytes), or (CLOSE, PING or PONG, the payload's bytes).

        Raises:
            Violation: The server broke the protocol; raised as soon as the header of a frame shows
                it.
        """
        if self._size or self._head:
            return self._continue(data)
        return self._frames(data, 0)

    def _continue(self, data: bytes) -> Iterator[tuple[int, str | bytes]]:
        """Yield messages and control frames, after earlier bytes that ended within a frame."""
        position = 0
        if self._size:
            position = self._size - len(self._payload)
            self._payload += data[:position] if position < len(data) else data
            self.missing = self._size - len(self._payload)
            if self.missing:
                return
            payload, self._payload, self._size = self._payload, bytearray(), 0
            try:
                yield from self._complete(self._first, payload)
            except UnicodeDecodeError:
                raise not_utf8() from None
        else:
            data, self._head = self._head + data, b""
        yield from self._frames(data, position)

    def _frames(self, data: bytes, position: int) -> Iterator[tuple[int, str | bytes]]:
        """Yield the complete messages and control frames that start at a position or later, and
        keep the remaining bytes.
        """
        end = len(data)
        try:
            while end - position >= 2:
                first, size = data[position], data[position + 1]
                start = position + 2
                if size > _MAX_CONTROL or self._fragmented or first not in _WHOLE:
                    self._check(first, size)
                    if size > _MAX_CONTROL:
                        start += 2 if size == 126 else 8
                        if start > end:
                            break
                        size = _long_size(data[position + 2 : start])
                if size > self._max_message - len(self._fragments):
                    self._check_size(first, size)
                stop = start + size
                if stop > end:
                    self._first, self._size = first, size
                    self._payload += data[start:]
                    self.missing = stop - end
                    return
                payload = data[start:stop]
                position = stop
                if first == _WHOLE_TEXT:
                    yield TEXT, payload.decode("utf-8", self._errors)
                elif first == _WHOLE_BINARY:
                    yield BINARY, payload
                else:
                    yield from self._complete(first, payload)
        except UnicodeDecodeError:
            raise not_utf8() from None
        self._head = data[position:]

    def _complete(
        self, first: int, payload: bytes | bytearray
    ) -> Iterator[tuple[int, str | bytes]]:
        """Handle a complete frame: yield a control frame, or the message that the frame ends."""
        if not first & _CONTROL and (first & COMPRESSED or self._is_compressed):
            first, payload = self._inflate(first, payload)
        if first == _WHOLE_TEXT:
            yield TEXT, payload.decode("utf-8", self._errors)
        elif first & _CONTROL or first == _WHOLE_BINARY:
            yield first & 0x0F, bytes(payload)
        else:
            yield from self._add_fragment(first, payload)

    def _inflate(self, first: int, payload: bytes | bytearray) -> tuple[int, bytes]:
        """Inflate a frame of a compressed message."""
        assert self.deflate
        is_last = bool(first & FIN)
        room = self._max_message - len(self._fragments)
        inflated = self.deflate.inflate(payload, is_last=is_last, room=room)
        if len(inflated) > room:
            raise too_big(self._max_message)
        self._is_compressed = not is_last
        return first & ~COMPRESSED, inflated

    def _check(self, first: int, size: int) -> None:
        """Check the first two bytes of a frame."""
        opcode = first & 0x0F
        if first & _RESERVED:
            if not self.deflate:
                raise broken("a reserved bit is set; no extension was agreed on")
            if first & _RESERVED != COMPRESSED or opcode not in (TEXT, BINARY):
                raise broken(
                    "a frame sets a reserved bit that permessage-deflate does not use there"
                )
        if size & MASKED:
            raise broken("a frame is masked")
        if opcode not in _OPCODES:
            raise broken(f"a frame has the undefined opcode {opcode}")
        if opcode & _CONTROL:
            if not first & FIN or size > _MAX_CONTROL:
                raise broken("a control frame is fragmented or too long")
        elif opcode == CONTINUATION:
            if not self._fragmented:
                raise broken("a continuation frame does not belong to a message")
        elif self._fragmented:
            raise broken("a message starts before the end of the previous one")

    def _check_size(self, first: int, size: int) -> None:
        """Raise Violation for a frame that makes its message longer than the limit."""
        room = self._max_message - len(self._fragments)
        if first & COMPRESSED or self._is_compressed:
            # A compressed frame can be longer than its message: deflate adds 5 bytes to each block
            # of incompressible data. Blocks have at least _SHORTEST_BLOCK bytes, which limits the
            # number of added bytes.
            room += room // _SHORTEST_BLOCK * 5 + _MAX_CONTROL
        if size > room and not first & _CONTROL:
            raise too_big(self._max_message)

    def _add_fragment(
        self, first: int, payload: bytes | bytearray
    ) -> Iterator[tuple[int, str | bytes]]:
        self._fragmented = opcode = self._fragmented or first
        self._fragments += payload
        is_last = bool(first & FIN)
        if opcode == TEXT and self._errors == "strict":
            # Raise at the fragment with the invalid bytes, not at the end of the message.
            self._validator.decode(payload, is_last)
            if _SURROGATE.fullmatch(self._validator.getstate()[0]):
                raise not_utf8()
        if is_last:
            whole, self._fragments, self._fragmented = self._fragments, bytearray(), 0
            yield opcode, whole.decode("utf-8", self._errors) if opcode == TEXT else bytes(whole)


def _long_size(extended: bytes) -> int:
    size = int.from_bytes(extended, "big")
    if size < (126 if len(extended) == 2 else 1 << 16):
        raise broken("the payload length of a frame is not in its shortest form")
    if size >> 63:
        raise broken("the 64-bit length of a frame has its highest bit set")
    return size
