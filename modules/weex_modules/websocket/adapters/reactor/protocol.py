"""A client's half of an open connection: bytes in, events out; commands in, bytes out.

RFC 6455, sections 5 to 7. No socket and no loop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_modules.websocket.adapters.reactor.frames import (
    BINARY,
    CLOSE,
    COMPRESSED,
    PONG,
    TEXT,
    MessageReader,
    frame,
    frame_parts,
)
from weex_modules.websocket.arguments import encode
from weex_modules.websocket.close_frame import ServerClose, answer_to, pack_close, read_close
from weex_modules.websocket.failure import Violation
from weex_modules.websocket.wire_rules import WireRules

if TYPE_CHECKING:
    from weex_modules.websocket.adapters.reactor.deflate import Deflate

_LONG = 1 << 20  # bytes of a payload that is not copied behind its head


class ClientProtocol:
    """Frames of one connection.

    Args:
        deflate: The compression that the opening handshake agreed on.

    Attributes:
        receive: Takes bytes of the server. Yields (TEXT, str), (BINARY, bytes), or (CLOSE, PING or
            PONG, payload) for each message and control frame that is complete. Raises `Violation`.
        reader: Its state.
        close_sent: A close frame was made.
    """

    def __init__(self, rules: WireRules, *, max_message: int, deflate: Deflate | None) -> None:
        self.reader = MessageReader(max_message=max_message, errors=rules.text_errors)
        self.reader.deflate = deflate
        self.receive = self.reader.read
        self.close_sent = False
        self._rules = rules
        self._deflate = deflate

    def message(self, data: str | bytes) -> tuple[bytes, bytes, int]:
        """A message as the bytes to send.

        Returns:
            The frame, or its head alone; the rest of a long frame; the bytes of the message.
        """
        opcode, payload = (TEXT, encode(data)) if isinstance(data, str) else (BINARY, data)
        size = len(payload)
        if self._deflate:
            opcode, payload = opcode | COMPRESSED, self._deflate.deflate(payload)
        if len(payload) < _LONG:
            return frame(opcode, payload), b"", size
        return *frame_parts(opcode, payload), size

    def pong(self, ping: bytes) -> bytes:
        """The answer to a ping; nothing behind a close frame."""
        return b"" if self.close_sent else frame(PONG, ping)

    def close(self, code: int | None, reason: str = "") -> bytes:
        """A close frame; nothing behind another one. None: without a code."""
        if self.close_sent:
            return b""
        self.close_sent = True
        return frame(CLOSE, pack_close(code, reason))

    def answer_close(self, payload: bytes) -> tuple[ServerClose, bytes]:
        """The server's close frame, and the answer to send.

        Raises:
            Violation: The platform does not accept the frame.
        """
        closed = read_close(payload, self._rules)
        code = answer_to(closed.code if payload else None, self._rules)
        return closed, self.close(code)

    def fail(self, violation: Violation) -> bytes:
        """The close frame that ends the connection (RFC 6455, section 7.1.7)."""
        return self.close(violation.code)
