"""The server of all peers, in a process of its own: it echoes messages, and answers "burst N SIZE"
with N messages.

`websockets` does the opening handshake. Code in this file reads and writes the frames, since the
cost of the server should be small: a server made with `websockets` takes three times the CPU time
for a message of 64 bytes, and a server made with Node's `ws` five times for 64 KiB. The server
accepts messages in one frame only. A peer that does not read blocks the server.
"""

from __future__ import annotations

import selectors
import socket
import sys

# The function in C if it is compiled; `websockets` offers no public name for it.
from websockets.frames import apply_mask  # type: ignore[attr-defined]
from websockets.http11 import Request
from websockets.server import ServerProtocol

_READ_SIZE = 64 * 1024  # a larger buffer costs a memory mapping for each read
_LONG_READ = 1 << 20  # used for a frame that is known to be long
_TEXT, _CLOSE = 1, 8  # opcodes: RFC 6455, section 5.2


class _Client:
    """One connection."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._opening: ServerProtocol | None = ServerProtocol()
        self._unread = bytearray()
        self._needed = 0  # bytes of the frame that `_unread` begins with

    def read(self) -> bool:
        """Read and answer the data that has arrived. Return whether the connection stays open."""
        missing = self._needed - len(self._unread)
        data = self._sock.recv(max(_READ_SIZE, min(missing, _LONG_READ)))
        if not data:
            return False
        if opening := self._opening:
            opening.receive_data(data)
            for event in opening.events_received():
                assert isinstance(event, Request)
                opening.send_response(opening.accept(event))
                self._sock.sendall(b"".join(opening.data_to_send()))
                self._opening = None
            return True
        self._unread += data
        while message := self._next():
            opcode, payload = message
            if opcode == _CLOSE:
                self._sock.sendall(_frame(_CLOSE, payload))
                return False
            if payload.startswith(b"burst "):
                _, messages, size = payload.split()
                self._sock.sendall(_frame(_TEXT, b"x" * int(size)) * int(messages))
            else:
                self._sock.sendall(_frame(opcode, payload))
        return True

    def _next(self) -> tuple[int, bytes] | None:
        """Return opcode and payload of the next frame if the whole frame has arrived."""
        data = self._unread
        if len(data) < max(self._needed, 6):
            return None
        length = data[1] & 0x7F
        start = 2
        if length == 126:
            length, start = int.from_bytes(data[2:4], "big"), 4
        elif length == 127:
            if len(data) < 10:
                return None
            length, start = int.from_bytes(data[2:10], "big"), 10
        end = start + 4 + length
        self._needed = end
        if len(data) < end:
            return None
        opcode = data[0] & 0x0F
        payload = apply_mask(data[start + 4 : end], data[start : start + 4])
        del data[:end]
        self._needed = 0
        return opcode, payload


def _frame(opcode: int, payload: bytes) -> bytes:
    length = len(payload)
    if length < 126:
        head = bytes((0x80 | opcode, length))
    elif length < 1 << 16:
        head = bytes((0x80 | opcode, 126)) + length.to_bytes(2, "big")
    else:
        head = bytes((0x80 | opcode, 127)) + length.to_bytes(8, "big")
    return head + payload


def main() -> None:
    """Write the URL, then serve until standard input ends."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    print(f"ws://127.0.0.1:{listener.getsockname()[1]}/", flush=True)
    with selectors.DefaultSelector() as selector:
        selector.register(sys.stdin, selectors.EVENT_READ)
        selector.register(listener, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is sys.stdin:
                    return
                if key.fileobj is listener:
                    sock = listener.accept()[0]
                    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    selector.register(sock, selectors.EVENT_READ, _Client(sock))
                elif not _goes_on(key.data):
                    selector.unregister(key.fileobj)
                    assert isinstance(key.fileobj, socket.socket)
                    key.fileobj.close()


def _goes_on(client: _Client) -> bool:
    try:
        return client.read()
    except OSError:
        return False  # the client reset the connection


if __name__ == "__main__":
    main()
