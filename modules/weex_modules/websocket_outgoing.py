"""Bytes that wait for a socket to take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

_WORTH_A_COPY = 1 << 20  # bytes that are kept although they were sent


class Outgoing:
    """What was given to a socket, and how much of it has gone.

    Ctrl-C raises KeyboardInterrupt between any two steps of Python. Were it to come between sending
    and counting, the same bytes would go again, in the middle of a frame; so the two are one call
    into C. (The socket of a TLS connection is Python itself: there the gap is small, not closed.)
    """

    __slots__ = ("_data", "_sent")

    def __init__(self, data: bytes = b"") -> None:
        self._data: bytes | bytearray = data
        self._sent: list[int] = []  # of each call

    def __len__(self) -> int:
        return len(self._data) - sum(self._sent)

    def append(self, data: bytes) -> None:
        """More of it."""
        if isinstance(self._data, bytes):
            self._data = bytearray(self._data)
        self._data += data

    def send(self, sock: socket.socket) -> int:
        """Hand over what is left.

        Returns:
            How many bytes the socket took.

        Raises:
            OSError: As `socket.send`; nothing was taken.
        """
        with memoryview(self._data) as whole, whole[sum(self._sent) :] as left:
            self._sent.extend(map(sock.send, (left,)))
        return self._sent[-1]

    def rest(self) -> Outgoing:
        """The same without what has gone, where that is much: to take the place of this one."""
        gone = sum(self._sent)
        return Outgoing(bytes(self._data[gone:])) if gone >= _WORTH_A_COPY else self


NOTHING = Outgoing()
