"""Read the head of an HTTP response that arrives in parts. RFC 9110, section 15.2; RFC 9112."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from weex_modules.websocket.failure import OpeningFailed

_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_MAX_HEAD = 64 * 1024  # maximum size in bytes of the final head and all interim responses
_MAX_INTERIMS = 100


class Head(NamedTuple):
    """The head of a response. The names of headers are in lower case."""

    status: int
    reason: str
    headers: dict[str, str]

    @property
    def phrase(self) -> str:
        return f"{self.status} {self.reason}".strip()


def read_head(receive: Callable[[], bytes]) -> tuple[Head, bytes]:
    """Read the head of the final response, and skip interim responses. A response with status 101
    is final (RFC 9110, section 15.2).

    Args:
        receive: Returns the next bytes; b"" if the TCP connection has closed.

    Returns:
        The head, and the bytes after the head.

    Raises:
        OpeningFailed: The response is not HTTP, is too long, or ended too early.
    """
    unread = bytearray()
    skipped = 0  # number of bytes of the interim responses read so far
    for _ in range(_MAX_INTERIMS + 1):
        start = 0
        while not (end := _END_OF_HEAD.search(unread, start)):
            if skipped + len(unread) > _MAX_HEAD:
                raise OpeningFailed("no http", "the head of the server's response is too long")
            # Search the last 3 bytes again, since the empty line after the head can begin in them.
            start = max(0, len(unread) - 3)
            data = receive()
            unread += data
            if not b"HTTP/".startswith(bytes(unread[:5])):
                raise _not_http(bytes(unread))
            if not data:
                raise OpeningFailed("ended", "the connection ended during the opening handshake")
        head = _parse(bytes(unread[: end.start()]))
        if not 100 <= head.status < 200 or head.status == 101:
            return head, bytes(unread[end.end() :])
        skipped += end.end()
        del unread[: end.end()]
    cause = f"the server sends more than {_MAX_INTERIMS} interim responses"
    raise OpeningFailed("no http", cause)


def _parse(read: bytes) -> Head:
    """Parse the head of a response. The argument ends before the empty line after the head."""
    lines = read.decode("latin-1").split("\n")
    version, _, phrase = lines[0].strip().partition(" ")
    status, _, reason = phrase.partition(" ")
    if not version.startswith("HTTP/") or not re.fullmatch("[1-9][0-9]{2}", status):
        raise _not_http(read)
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        name, value = name.strip().lower(), value.strip()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return Head(int(status), reason.strip(), headers)


def _not_http(read: bytes) -> OpeningFailed:
    first = read.decode("latin-1").split("\n")[0].strip()[:80]
    return OpeningFailed("no http", f"the server's response is not HTTP: {first!r}")
