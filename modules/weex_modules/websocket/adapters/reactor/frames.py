"""Frames to bytes, and bytes to messages. RFC 6455, section 5.

websocket-client's frame buffer is not used: it takes ten times as long for a short frame, time
that grows with the square of the pieces a frame comes in, and it looks at a frame's head only
when all of the frame is there.
"""

from __future__ import annotations

import codecs
import os
import re
import struct
from collections.abc import Callable, Generator, Iterator
from functools import cache
from typing import TYPE_CHECKING

from weex_modules.websocket.failure import broken, not_utf8, too_big

if TYPE_CHECKING:
    from weex_modules.websocket.adapters.reactor.deflate import Deflate

# RFC 6455, section 11.8. Plain numbers: an enum's members are slow, and each frame asks for some.
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = _OPCODES = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA

_FIN, _RESERVED, _CONTROL, _MASKED = 0x80, 0x70, 0x08, 0x80
COMPRESSED = 0x40  # RSV1: RFC 7692, section 6
_WHOLE_TEXT, _WHOLE_BINARY = _WHOLE = _FIN | TEXT, _FIN | BINARY
_MAX_CONTROL = 125  # bytes
_SHORT = 1024  # bytes
_LONG = 1 << 20  # bytes
_SHORTEST_BLOCK = 256  # bytes: zlib's smallest buffer has room for 507
# Python's decoder waits for the third byte, since its "surrogatepass" would take that.
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf]")


def frame(opcode: int, payload: bytes) -> tuple[bytes, bytes]:
    """A whole message or control frame from a client.

    Args:
        opcode: With `COMPRESSED` for a compressed message.

    Returns:
        The frame in one or two parts: a long payload is not copied behind its head.
    """
    size = len(payload)
    first = _FIN | opcode
    if size < 126:
        head = bytes((first, _MASKED | size))
    elif size < 1 << 16:
        head = struct.pack("!BBH", first, _MASKED | 126, size)
    else:
        head = struct.pack("!BBQ", first, _MASKED | 127, size)
    mask = os.urandom(4)
    if size < _SHORT:
        whole = (mask * (size // 4 + 1))[:size]
        masked = int.from_bytes(payload, "big") ^ int.from_bytes(whole, "big")
        return head + mask + masked.to_bytes(size, "big"), b""
    if size < _LONG:
        return head + mask + _fast_mask()(payload, mask), b""
    return head + mask, _fast_mask()(payload, mask)


@cache
def _fast_mask() -> Callable[[bytes, bytes], bytes]:
    """A hundred times as fast for 64 KiB; not for short messages, as it takes 25 ms to import."""
    try:
        from websockets.speedups import apply_mask
    except ImportError:  # no wheel for this platform
        from websockets.utils import apply_mask
    return apply_mask


class MessageReader:
    """Takes what a server sends, in any pieces.

    The work grows with the bytes: of a frame that comes in pieces each is copied twice, to the
    others of its payload and from there into the message.

    Args:
        max_message: Bytes of the longest message.
        errors: "strict" for text that must be UTF-8, "replace" to put U+FFFD into other text.

    Attributes:
        deflate: The compression that was agreed on.
        missing: Bytes that have to come before anything is complete, as far as that is known.
    """

    deflate: Deflate | None = None

    def __init__(self, *, max_message: int, errors: str) -> None:
        self._max_message = max_message
        self._errors = errors
        self._head = b""  # the start of a frame whose length has not come
        self._first = 0  # the first byte of the frame that `_payload` belongs to
        self._payload = bytearray()
        self._size = 0  # of that payload when it is complete; 0 between frames
        self._fragments = bytearray()
        self._fragmented = 0  # TEXT or BINARY while a message comes in fragments
        self._is_compressed = False  # that message
        self._validator = codecs.getincrementaldecoder("utf-8")()
        self.missing = 0

    def read(self, data: bytes) -> Iterator[tuple[int, str | bytes]]:
        """Each message and control frame that is complete with `data`.

        Returns:
            (TEXT, str), (BINARY, bytes), or (CLOSE, PING or PONG, the payload's bytes).

        Raises:
            Violation: What comes next is none; also as soon as the head of a frame tells.
        """
        position = 0
        try:
            if self._size:
                position = self._size - len(self._payload)
                self._payload += data[:position] if position < len(data) else data
                self.missing = self._size - len(self._payload)
                if self.missing:
                    return
                payload, self._payload, self._size = self._payload, bytearray(), 0
                yield from self._complete(self._first, payload)
            elif self._head:
                data = self._head + data
                self._head = b""
            position = yield from self._frames(data, position)
        except UnicodeDecodeError:
            raise not_utf8() from None
        if not self._size:
            self._head = data[position:]

    def _frames(self, data: bytes, position: int) -> Generator[tuple[int, str | bytes], None, int]:
        """Returns where the head of a frame starts that is not complete."""
        end = len(data)
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
                return end
            payload = data[start:stop]
            position = stop
            if first == _WHOLE_TEXT:
                yield TEXT, payload.decode("utf-8", self._errors)
            elif first == _WHOLE_BINARY:
                yield BINARY, payload
            else:
                yield from self._complete(first, payload)
        return position

    def _complete(
        self, first: int, payload: bytes | bytearray
    ) -> Iterator[tuple[int, str | bytes]]:
        """A frame that is there."""
        if not first & _CONTROL and (first & COMPRESSED or self._is_compressed):
            first, payload = self._inflate(first, payload)
        if first == _WHOLE_TEXT:
            yield TEXT, payload.decode("utf-8", self._errors)
        elif first & _CONTROL or first == _WHOLE_BINARY:
            yield first & 0x0F, bytes(payload)
        else:
            yield from self._add_fragment(first, payload)

    def _inflate(self, first: int, payload: bytes | bytearray) -> tuple[int, bytes]:
        """A frame of a compressed message as if it were not."""
        assert self.deflate
        is_last = bool(first & _FIN)
        room = self._max_message - len(self._fragments)
        inflated = self.deflate.inflate(payload, is_last=is_last, room=room)
        if len(inflated) > room:
            raise too_big(self._max_message)
        self._is_compressed = not is_last
        return first & ~COMPRESSED, inflated

    def _check(self, first: int, size: int) -> None:
        """Look at the first two bytes of a frame that may be wrong."""
        opcode = first & 0x0F
        if first & _RESERVED:
            if not self.deflate:
                raise broken("a reserved bit is set; no extension was agreed on")
            if first & _RESERVED != COMPRESSED or opcode not in (TEXT, BINARY):
                raise broken("a reserved bit is set that permessage-deflate does not use there")
        if size & _MASKED:
            raise broken("a frame is masked")
        if opcode not in _OPCODES:
            raise broken(f"there is no opcode {opcode}")
        if opcode & _CONTROL:
            if not first & _FIN or size > _MAX_CONTROL:
                raise broken("a control frame is fragmented or too long")
        elif opcode == CONTINUATION:
            if not self._fragmented:
                raise broken("a continuation continues nothing")
        elif self._fragmented:
            raise broken("a message starts inside another")

    def _check_size(self, first: int, size: int) -> None:
        """Look at the size of a frame that has no room in its message."""
        room = self._max_message - len(self._fragments)
        if first & COMPRESSED or self._is_compressed:
            # What cannot be compressed grows, by 5 bytes a block; no encoder's are shorter.
            room += room // _SHORTEST_BLOCK * 5 + _MAX_CONTROL
        if size > room and not first & _CONTROL:
            raise too_big(self._max_message)

    def _add_fragment(
        self, first: int, payload: bytes | bytearray
    ) -> Iterator[tuple[int, str | bytes]]:
        self._fragmented = opcode = self._fragmented or first
        self._fragments += payload
        is_last = bool(first & _FIN)
        if opcode == TEXT and self._errors == "strict":
            # What is not UTF-8 is told at its fragment, not at the end of the message.
            self._validator.decode(payload, is_last)
            if _SURROGATE.fullmatch(self._validator.getstate()[0]):
                raise not_utf8()
        if is_last:
            whole, self._fragments, self._fragmented = self._fragments, bytearray(), 0
            yield opcode, whole.decode("utf-8", self._errors) if opcode == TEXT else bytes(whole)


def _long_size(extended: bytes) -> int:
    size = int.from_bytes(extended, "big")
    if size < (126 if len(extended) == 2 else 1 << 16):
        raise broken("a length is not written in its shortest form")
    if size >> 63:
        raise broken("a length has its highest bit set")
    return size
