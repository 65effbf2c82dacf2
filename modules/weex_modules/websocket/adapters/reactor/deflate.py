"""permessage-deflate (RFC 7692, section 7): the negotiation, and the compression in both
directions.

The package `websockets` parses the server's response, and is imported only if the server agrees to
an extension. The package's decoder is not used: it drops everything after a block with BFINAL, and
treats a limit of 0 bytes as no limit.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from weex_modules.websocket.failure import OpeningFailed, broken

if TYPE_CHECKING:
    from websockets.extensions.permessage_deflate import PerMessageDeflate

# The last four bytes of each deflated message, which senders omit (RFC 7692, section 7.2.1).
_TAIL = b"\0\0\xff\xff"
_FEW = 64  # number of bytes that zlib gets first after a block with BFINAL


class Deflate:
    """The compression of one connection.

    Args:
        agreed: The negotiated parameters.
    """

    def __init__(self, agreed: PerMessageDeflate) -> None:
        self._agreed = agreed
        self._encoder: zlib._Compress | None = None
        self._decoder: zlib._Decompress | None = None

    def deflate(self, payload: bytes) -> bytes:
        """Compress a message."""
        encoder = self._encoder or zlib.compressobj(wbits=-self._agreed.local_max_window_bits)
        self._encoder = None if self._agreed.local_no_context_takeover else encoder
        data = encoder.compress(payload) + encoder.flush(zlib.Z_SYNC_FLUSH)
        return data[: -len(_TAIL)]

    def inflate(self, payload: bytes | bytearray, *, is_last: bool, room: int) -> bytes:
        """Inflate one frame of a message.

        Args:
            is_last: The frame is the last one of its message.
            room: The maximum size of the result in bytes.

        Returns:
            The bytes; only the first `room + 1` of a longer result.

        Raises:
            Violation: The frame cannot be inflated.
        """
        inflated: list[bytes] = []
        try:
            room -= self._inflate(payload, room, inflated)
            # Append the bytes 00 00 FF FF, which senders omit at the end of a message, unless a
            # block with BFINAL has ended the deflate stream.
            if is_last and room >= 0 and self._decoder:
                self._inflate(_TAIL, room, inflated)
        except zlib.error:
            raise broken("a message cannot be inflated") from None
        if is_last and self._agreed.remote_no_context_takeover:
            self._decoder = None
        return inflated[0] if len(inflated) == 1 else b"".join(inflated)

    def _inflate(self, data: bytes | bytearray, room: int, inflated: list[bytes]) -> int:
        """Inflate data, append the result to `inflated` and return its size."""
        size, position, step = 0, 0, len(data)
        with memoryview(data) as view:
            while position < len(data) and size <= room:
                decoder = self._decoder
                if decoder is None:
                    bits = self._agreed.remote_max_window_bits
                    self._decoder = decoder = zlib.decompressobj(wbits=-bits)
                part = view[position : position + step]
                # Ask for one byte above the limit: an additional byte shows that the message is too
                # long, and zlib would treat a limit of 0 as no limit.
                piece = decoder.decompress(part, room - size + 1)
                size += len(piece)
                inflated.append(piece)
                position += len(part) - len(decoder.unused_data)
                step *= 2
                if decoder.eof:
                    # After a block with BFINAL (RFC 7692, section 7.2.3.4) pass small parts to
                    # zlib: at the end of each such block zlib copies the unused bytes of the part,
                    # and a message may have thousands of such blocks.
                    self._decoder, step = None, _FEW
        return size


def agree(answer: str) -> Deflate:
    """Return the compression that the server chose.

    Args:
        answer: The server's Sec-WebSocket-Extensions.

    Raises:
        OpeningFailed: The server chose something that was not offered.
    """
    from websockets.exceptions import InvalidHandshake
    from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
    from websockets.headers import parse_extension

    factory = ClientPerMessageDeflateFactory()
    try:
        (name, parameters), *others = parse_extension(answer)
        if name != factory.name or others:
            raise ValueError("expected only the extension permessage-deflate")
        return Deflate(factory.process_response_params(parameters, []))
    except (InvalidHandshake, ValueError) as error:
        cause = f"the server chose extension {answer!r}: {error}"
        raise OpeningFailed("extension", cause) from None
