"""What goes to a server for a page, and what comes of it: an answer, or a failure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Kind = Literal[
    # The options: nothing was sent.
    "no url",
    "url",  # none that can be fetched
    "method",
    "type",
    "headers",  # no object
    "header",  # one that cannot be sent
    "body",
    # The way to the server.
    "offline",  # there is no network
    "lookup",  # the host's name has no address
    "connect",  # no TCP connection
    "tls",
    "certificate",  # one that is not trusted
    "proxy",  # it cannot be used, or refuses
    # The answer.
    "timeout",  # nothing came for too long
    "ended",  # TCP ended too early
    "no http",
    "redirect",  # one too many, or to nowhere
    "encoding",  # not what Content-Encoding says
    "too big",
    "aborted",  # the page has ended
]


class Request(NamedTuple):
    """What goes out.

    Attributes:
        url: Complete, http or https, without credentials and fragment.
        headers: {name: value}; no two names differ by case alone.
        timeout: Seconds without a byte from the server; None: for ever.
    """

    method: str
    url: str
    headers: Mapping[str, str] = {}
    body: bytes | None = None
    timeout: float | None = None


class Head(NamedTuple):
    """The head of an answer.

    Attributes:
        version: "HTTP/1.1".
        reason: The server's own phrase, "" for none.
        headers: (name, value), as the server wrote them.
    """

    version: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]

    @property
    def is_ok(self) -> bool:
        return 200 <= self.status < 300

    def header(self, name: str) -> str:
        """The first of this name in lower case; "" for none."""
        return next((value for key, value in self.headers if key.lower() == name), "")


class Answer(NamedTuple):
    """An answer that is complete, its body decoded from gzip or deflate.

    Attributes:
        crossed_tls: There was a redirect from http to https or back, followed or not.
        sent_again: There was a redirect with 307 or 308 of a request neither GET nor HEAD.
    """

    head: Head
    body: bytes
    crossed_tls: bool = False
    sent_again: bool = False


class Failure(NamedTuple):
    """Why there is no answer, for a platform to put in its own words.

    Attributes:
        cause: A clause.
        host: The server that it is about; "" where none is.
        head: What had come of the answer.
    """

    kind: Kind
    cause: str
    host: str = ""
    head: Head | None = None


class RequestFailed(Exception):
    """There is no answer; `failure` says why."""

    def __init__(self, kind: Kind, cause: str, host: str = "") -> None:
        super().__init__(cause)
        self.failure = Failure(kind, cause, host)
