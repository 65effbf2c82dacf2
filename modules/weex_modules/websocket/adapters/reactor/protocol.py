"""The WebSocket protocol of a client: bytes in, events out; commands in, bytes out.

RFC 6455, sections 5 to 7. It does not use a socket or a loop.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from importlib.machinery import ExtensionFileLoader, PathFinder
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
from weex_modules.websocket.arguments import encode
from weex_modules.websocket.close_frame import ServerClose, answer_to, pack_close, read_close
from weex_modules.websocket.failure import Violation
from weex_modules.websocket.wire_rules import WireRules

if TYPE_CHECKING:
    from weex_modules.websocket.adapters.reactor.deflate import Deflate

_LONG = 1 << 20  # payloads with more bytes are a separate part of the frame
_MASKS = 64


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


class ClientProtocol:
    """The frames of one open connection.

    Args:
        frame: Makes the one or two parts of a frame from opcode and payload.
        deflate: The compression that the opening handshake agreed on.

    Attributes:
        reader: Takes the server's bytes.
        close_sent: Whether a close frame was made.
    """

    def __init__(
        self,
        rules: WireRules,
        reader: Reader,
        frame: Callable[[int, bytes], tuple[bytes, bytes]],
        deflate: Deflate | None = None,
    ) -> None:
        self.reader = reader
        self.close_sent = False
        self._rules = rules
        self._frame = frame
        self._deflate = deflate

    def message(self, data: str | bytes) -> tuple[bytes, bytes, int]:
        """Encode a message as a frame; lone surrogates become U+FFFD (WHATWG USVString).

        Returns:
            The two parts of the frame, of which one may be empty, and the length of the
            uncompressed payload in bytes.
        """
        if isinstance(data, bytes):
            opcode, payload = BINARY, data
        elif data.isascii():
            opcode, payload = TEXT, data.encode()
        else:
            opcode, payload = TEXT, encode(data)
        size = len(payload)
        if self._deflate:
            opcode, payload = opcode | COMPRESSED, self._deflate.deflate(payload)
        return *self._frame(opcode, payload), size

    def pong(self, ping: bytes) -> bytes:
        """Return the pong for a ping, or b"" after a close frame."""
        return b"" if self.close_sent else self._frame(PONG, ping)[0]

    def close(self, code: int | None, reason: str = "") -> bytes:
        """Return a close frame (without a code for None), or b"" if a close frame was returned
        before.
        """
        if self.close_sent:
            return b""
        self.close_sent = True
        return self._frame(CLOSE, pack_close(code, reason))[0]

    def answer_close(self, payload: bytes) -> tuple[ServerClose, bytes]:
        """Parse the server's close frame. Return the parsed frame and the frame to answer with.

        Raises:
            Violation: The platform does not accept the frame.
        """
        closed = read_close(payload, self._rules)
        code = answer_to(closed.code if payload else None, self._rules)
        return closed, self.close(code)

    def fail(self, violation: Violation) -> bytes:
        """Return the close frame that fails the connection (RFC 6455, section 7.1.7)."""
        return self.close(violation.code)


def frame(opcode: int, payload: bytes) -> tuple[bytes, bytes]:
    """Return the frame of a whole message or a control frame.

    Args:
        opcode: The opcode, combined with the bit `COMPRESSED` for a compressed message.

    Returns:
        The frame in one or two parts; a long payload is a separate part, which saves a copy.
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
        mask = _masks.pop()
    except IndexError:
        mask = _make_masks()
    masked = _apply_mask(payload, mask)
    if size < _LONG:
        return head + mask + masked, b""
    return head + mask, masked


_masks: list[bytes] = []  # unused masks; a call of the operating system makes many of them
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_masks.clear)


def _make_masks() -> bytes:
    """Make masks that a server cannot predict (RFC 6455, section 5.3), return one and keep the
    others. Other threads may take masks meanwhile.
    """
    made = os.urandom(4 * _MASKS)
    _masks.extend(made[at : at + 4] for at in range(4, len(made), 4))
    return made[:4]


def _mask_in_python(payload: bytes, mask: bytes) -> bytes:
    size = len(payload)
    whole = (mask * (size // 4 + 1))[:size]
    masked = int.from_bytes(payload, "big") ^ int.from_bytes(whole, "big")
    return masked.to_bytes(size, "big")


def _mask_in_c() -> Callable[[bytes, bytes], bytes] | None:
    """Return the mask function in C of the package `websockets`; None if the package was installed
    without C code. For 64 KiB the function in C takes a hundredth of the time of Python code. The
    package itself is not imported, since its import takes 25 ms.
    """
    package = PathFinder.find_spec("websockets")
    folders = package and package.submodule_search_locations
    spec = PathFinder.find_spec("websockets.speedups", folders) if folders else None
    if spec is None or not isinstance(spec.loader, ExtensionFileLoader):
        return None
    module = spec.loader.create_module(spec)
    spec.loader.exec_module(module)
    # `importlib.util.find_spec` reads `__spec__` if C code has added the module to sys.modules.
    module.__spec__ = spec
    function: Callable[[bytes, bytes], bytes] = module.apply_mask
    return function


_apply_mask = _mask_in_c() or _mask_in_python
