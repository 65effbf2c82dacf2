"""Bodies of responses that a fault cuts short or slows down. A worker reads a body with a function
that takes a number of bytes and returns b"" at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from http.client import IncompleteRead
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from weex_runtime.faults.pauses import Pauses
    from weex_runtime.loop.quiescence import Talk

Read: TypeAlias = "Callable[[int], bytes]"

_TICK = 0.05  # seconds between two pieces of a slow body


def cut(read: Read, after: int) -> Read:
    """Return a function that reads the first `after` bytes of a body, and then raises
    IncompleteRead if the body is longer.
    """
    left = after

    def read_some(size: int) -> bytes:
        nonlocal left
        data = read(min(size, left) or 1)
        if data and not left:
            raise IncompleteRead(b"")
        left -= len(data)
        return data

    return read_some


def slow(read: Read, bytes_per_second: float, pauses: Pauses, talk: Talk) -> Read:
    """Return a function that reads a body slowly, with a pause after each piece."""

    def read_slowly(size: int) -> bytes:
        data = read(min(size, max(1, int(bytes_per_second * _TICK))))
        pauses.pause(len(data) / bytes_per_second, talk)
        return data

    return read_slowly
