"""A buffer for bytes that wait to be sent."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

_SMALL = 64 * 1024  # chunks shorter than this number of bytes are joined and sent in one call


class SendBuffer:
    """A queue of bytes for a socket. Each byte is copied at most once.

    Ctrl-C raises KeyboardInterrupt between any two steps of Python. Between sending bytes and
    counting them, an exception would make the buffer send the same bytes again, in the middle of a
    frame. So sending and counting are one call of C code. (TLS sockets are written in Python: there
    the gap is small, but not closed.)
    """

    __slots__ = ("_appended", "_chunks", "_forgotten", "_messages", "_payloads", "_size")

    def __init__(self) -> None:
        # Each chunk is a pair: bytes, and a list with the result of each call of `socket.send` for
        # these bytes.
        self._chunks: deque[tuple[bytes | bytearray, list[int]]] = deque()
        self._size = 0  # number of bytes in `_chunks`, including the sent bytes of the first chunk
        self._appended = 0  # bytes queued since the buffer was last empty

        # (end, size) of each waiting message. `end` is the value of `_appended` after the message
        # was queued.
        self._messages: deque[tuple[int, int]] = deque()
        self._payloads = 0  # number of bytes of all messages in `_messages`
        self._forgotten = 0

    def __len__(self) -> int:
        return self._size - sum(self._chunks[0][1]) if self._chunks else 0

    def __bool__(self) -> bool:
        return bool(self._chunks)

    @property
    def payload(self) -> int:
        """bufferedAmount: the bytes of waiting messages, and of messages dropped by `forget`."""
        sent = self._drop_sent()
        if not self._messages:
            return self._forgotten
        end, size = self._messages[0]
        return self._forgotten + self._payloads - size + min(end - sent, size)

    def append(self, data: bytes) -> None:
        """Queue bytes."""
        chunks = self._chunks
        if not chunks:
            self._size = self._appended = len(data)
            chunks.append((data, []))
            return
        self._size += len(data)
        self._appended += len(data)
        last, _ = chunks[-1]
        if isinstance(last, bytearray) and len(last) + len(data) <= _SMALL:
            last += data
        else:
            chunks.append((data if len(data) > _SMALL else bytearray(data), []))

    def write(self, sock: socket.socket, data: bytes) -> bool:
        """Queue bytes, and send them if no bytes were waiting.

        Returns:
            Whether no bytes are waiting now.

        Raises:
            OSError: From `socket.send`; nothing was sent.
        """
        chunks = self._chunks
        if chunks:
            self.append(data)
            return False
        sent: list[int] = []
        self._size = self._appended = len(data)
        chunks.append((data, sent))
        sent.extend(map(sock.send, (data,)))
        if sent[0] != len(data):
            return False
        chunks.clear()
        return True

    def count(self, payload: int) -> None:
        """Record that the bytes queued last are a message of `payload` bytes. The property
        `payload` includes the message until its last byte is sent. Call this method only while a
        byte of the message is unsent.
        """
        self._drop_sent()
        self._messages.append((self._appended, payload))
        self._payloads += payload

    def send(self, sock: socket.socket) -> int:
        """Send the unsent bytes of the first chunk in the buffer.

        Returns:
            The number of bytes that the socket accepted.

        Raises:
            OSError: From `socket.send`; nothing was sent.
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
            if self._messages and not self._chunks:
                self._messages.clear()
                self._payloads = 0
        return taken

    def forget(self, payload: int = 0) -> None:
        """Drop all waiting bytes. The property `payload` still counts the waiting messages.

        Args:
            payload: The size in bytes of a further message, which was never queued. The property
                `payload` counts this message too.
        """
        self._forgotten = self.payload + payload
        self._chunks.clear()
        self._messages.clear()
        self._payloads = 0

    def _drop_sent(self) -> int:
        """Remove the messages that were sent; return the number of bytes that were sent."""
        messages, sent = self._messages, self._appended - len(self)
        while messages and messages[0][0] <= sent:
            self._payloads -= messages.popleft()[1]
        return sent
