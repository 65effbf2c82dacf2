"""Frames between a program and the process of an isolated engine.

A frame is a JSON array and some bytes. Its header has the sizes of both. Frames are JSON, not
`pickle` or `marshal`, since a hostile bundle may control the process that sends them.
"""

from __future__ import annotations

import json
import struct
from socket import socket
from typing import Any

NO_MEMORY = 12  # the exit status of a process that has no memory for a frame

# the head of a frame: the size of its JSON text, and the number of bytes after the text
_HEADER = struct.Struct("<II")
_CHUNK = 1 << 16
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_encode_surrogates = json.JSONEncoder(separators=(",", ":")).encode
_decode = json.JSONDecoder().raw_decode
_TOGETHER = 1 << 14  # maximum size of bytes that are sent in one call with the JSON text


class BrokenChannel(Exception):
    """The other process has ended, or has sent something other than a frame."""


class Channel:
    """One end of the connection between a program and the process of an isolated engine.

    Args:
        most: Maximum size of a received frame in bytes.
    """

    def __init__(self, connection: socket, most: int) -> None:
        self._connection = connection
        self._most = most
        self._rest = b""  # bytes that were received after the last complete frame
        self.settimeout = connection.settimeout

    def send(self, message: list[Any], data: bytes = b"") -> None:
        """Send a frame.

        Raises:
            BrokenChannel: The other process has ended.
            TimeoutError: The other process does not read.
        """
        try:
            text = _encode(message).encode()
        except UnicodeEncodeError:  # the text has a lone surrogate
            text = _encode_surrogates(message).encode()
        head = _HEADER.pack(len(text), len(data)) + text
        try:
            if len(data) <= _TOGETHER:
                self._connection.sendall(head + data)
            else:
                self._connection.sendall(head)
                self._connection.sendall(data)
        except TimeoutError:
            raise
        except OSError as error:
            raise BrokenChannel(str(error)) from None

    def receive(self) -> tuple[list[Any], bytes]:
        """Wait for a frame.

        Raises:
            BrokenChannel: The other process has ended, or has sent something other than a frame.
            TimeoutError: No data came for as long as `settimeout` allows.
        """
        while len(self._rest) < _HEADER.size:
            self._rest += self._read(_CHUNK)
        received = self._rest
        size, more = _HEADER.unpack_from(received)
        end = _HEADER.size + size + more
        if end > self._most:
            raise BrokenChannel(f"expected a frame of at most {self._most} bytes, got {end}")
        if len(received) < end:
            received = self._complete(received, end)
        self._rest = received[end:]
        middle = _HEADER.size + size
        try:
            message, _ = _decode(str(received[_HEADER.size : middle], "utf-8"))
        except (ValueError, RecursionError) as error:
            raise BrokenChannel(f"expected JSON in a frame: {error}") from None
        if not isinstance(message, list) or not message:
            raise BrokenChannel("expected a JSON array in a frame, got another value")
        return message, received[middle:end]

    def _complete(self, received: bytes, end: int) -> bytes:
        """Read the remaining bytes of a frame."""
        frame = bytearray(received)
        try:
            while len(frame) < end:
                frame += self._read(max(_CHUNK, min(end - len(frame), 1 << 20)))
        except TimeoutError:
            self._rest = bytes(frame)  # after the timeout, `receive` may be called again
            raise
        return bytes(frame)

    def _read(self, most: int) -> bytes:
        try:
            data = self._connection.recv(most)
        except TimeoutError:
            raise
        except OSError as error:
            raise BrokenChannel(str(error)) from None
        if not data:
            raise BrokenChannel("the connection was closed")
        return data
