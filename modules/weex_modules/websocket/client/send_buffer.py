"""Bytes that wait for a socket to take them."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

_SMALL = 64 * 1024  # bytes; less is put together with its neighbours, so that one call sends them


class Outgoing:
    """A queue of what was given to a socket. A byte is copied once at most.

    Ctrl-C raises KeyboardInterrupt between any two steps of Python. Were it to come between sending
    and counting, the same bytes would go again, in the middle of a frame; so the two are one call
    into C. (The socket of a TLS connection is Python itself: there the gap is small, not closed.)
    """

    __slots__ = ("_chunks", "_size")

    def __init__(self) -> None:
        # Each with how much of it has gone, call by call.
        self._chunks: deque[tuple[bytes | bytearray, list[int]]] = deque()
        self._size = 0  # of all chunks

    def __len__(self) -> int:
        return self._size - sum(self._chunks[0][1]) if self._chunks else 0

    def __bool__(self) -> bool:
        return bool(self._chunks)

    def append(self, data: bytes) -> None:
        """Queue more."""
        chunks = self._chunks
        if not chunks:
            self._size = len(data)
            chunks.append((data, []))
            return
        self._size += len(data)
        last, _ = chunks[-1]
        if isinstance(last, bytearray) and len(last) + len(data) <= _SMALL:
            last += data
        else:
            chunks.append((data if len(data) > _SMALL else bytearray(data), []))

    def send(self, sock: socket.socket) -> int:
        """Hand over what is left of the first chunk.

        Returns:
            How many bytes the socket took.

        Raises:
            OSError: As `socket.send`; nothing was taken.
        """
        data, sent = self._chunks[0]
        if sent:
            with memoryview(data) as whole, whole[sum(sent) :] as left:
                sent.extend(map(sock.send, (left,)))
            taken = sent[-1]
            sent[:] = (sum(sent),)
        else:
            sent.extend(map(sock.send, (data,)))
            taken = sent[0]
        if sent[0] == len(data):
            self._chunks.popleft()
            self._size -= len(data)
        return taken

    def clear(self) -> None:
        """Drop all of it."""
        self._chunks.clear()
