"""Read the head of an HTTP response that arrives in pieces. RFC 9110, section 15.2; RFC 9112."""

from __future__ import annotations

import re
from typing import NamedTuple

from weex_modules.websocket.failure import OpeningFailed

_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_MAX_HEAD = 64 * 1024  # the most bytes of a response's head, including interim responses
_MAX_INTERIMS = 100


class Head(NamedTuple):
    """The head of a response; names of headers in lower case."""

    status: int
    reason: str
    headers: dict[str, str]

    @property
    def phrase(self) -> str:
        return f"{self.status} {self.reason}".strip()


class HeadReader:
    """Reads the head of the final response, which may arrive in pieces.

    Interim responses are skipped; 101 is a final one (RFC 9110, section 15.2).
    """

    def __init__(self) -> None:
        self._unread = bytearray()
        self._skipped = 0  # number of bytes of the interim responses that were skipped
        self._interims = 0

    def feed(self, data: bytes) -> tuple[Head, bytes] | None:
        """Take the next bytes; b"" for the end of TCP.

        Returns:
            The head of the final response and the bytes after the head; None while the head is
            incomplete.

        Raises:
            OpeningFailed: The response is not HTTP, is too long, or ended too early.
        """
        unread = self._unread
        # Search from 3 bytes before the new piece: the empty line that ends the head may begin
        # there.
        start = max(0, len(unread) - 3)
        unread += data
        while end := _END_OF_HEAD.search(unread, start):
            head = _parse(bytes(unread[: end.start()]))
            if not _is_interim(head.status):
                return head, bytes(unread[end.end() :])
            self._interims += 1
            self._skipped += end.end()
            del unread[: end.end()]
            start = 0
            if self._interims > _MAX_INTERIMS:
                cause = f"the server sends more than {_MAX_INTERIMS} interim responses"
                raise OpeningFailed("no http", cause)
        if not b"HTTP/".startswith(bytes(unread[:5])):
            raise _not_http(bytes(unread))
        if not data:
            raise OpeningFailed("ended", "the connection ended during the opening handshake")
        if self._skipped + len(unread) > _MAX_HEAD:
            raise OpeningFailed("no http", "the head of the server's response is too long")
        return None


def _is_interim(status: int) -> bool:
    return 100 <= status < 200 and status != 101


def _parse(read: bytes) -> Head:
    """Parse the head of a response without its empty line."""
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
