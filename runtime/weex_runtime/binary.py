"""Bytes between JS and native: 32-bit integers, the arguments of calls.

That takes 15 ms a megabyte from JS and 40 to it, whatever the bytes are. The fastest form in JSON
text, two bytes as one UTF-16 code unit, takes 50 and 70, and 200 for zeros, which JSON escapes.
JS half: js/25_binary.js.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable

_CHUNK = 1 << 17  # bytes of one call


class Binary:
    """The bytes that are on their way from and to one page.

    Args:
        receive: Calls JS: number of the bytes, their size, where these integers begin, integers.
    """

    def __init__(self, receive: Callable[..., object]) -> None:
        self._receive = receive
        self._parts: list[bytes] = []
        self._given = 0

    def push(self, *integers: int) -> None:
        """JS brings the next bytes."""
        self._parts.append(array("i", integers).tobytes())

    def take(self, size: int) -> bytes:
        """What JS brought since the last time."""
        data = b"".join(self._parts)[:size]
        self._parts.clear()
        return data

    def give(self, data: bytes) -> int:
        """Bring bytes to JS, while no JS runs; the number by which it takes them."""
        self._given += 1
        padded = data + bytes(-len(data) % 4)
        for start in range(0, len(padded) or 1, _CHUNK):
            integers = array("i", padded[start : start + _CHUNK]).tolist()
            self._receive(self._given, len(data), start // 4, *integers)
        return self._given
