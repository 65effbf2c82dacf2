"""The reasons why connections fail, which means that they end without the server's close frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from weex_runtime.matching.url import resolve

Kind = Literal[
    "no adapter",  # the page has no adapter
    "access",  # the page is not allowed to connect to the address
    "lookup",  # the host name has no address
    "connect",  # TCP could not connect
    "tls",  # TLS failed, or the certificate is not trusted
    "proxy",  # the proxy cannot be used, or refused the connection
    "timeout",  # the opening handshake took too long
    "ended",  # the TCP connection was closed before the server's response
    "no http",  # the response is not HTTP
    "status",  # the response has a status other than 101
    "redirect",  # too many redirects, or a redirect without a valid URL
    "header",  # the header Upgrade or Connection is wrong
    "accept",  # the header Sec-WebSocket-Accept is wrong
    "subprotocol",  # the server chose a subprotocol that was not offered
    "extension",  # the server chose an extension that was not offered
    "closed",  # close() was called while connecting
    "lost",  # TCP of an open connection was reset
    "violation",  # the server violated RFC 6455
    "not utf-8",
    "too big",  # a message is longer than the limit
    "queue",  # too many bytes wait for a server that does not read
]


@dataclass(frozen=True, kw_only=True)
class Failure:
    """The reason why a connection failed. Each platform has its own message for a failure.

    Attributes:
        kind: The step or rule that failed.
        cause: A sentence that explains the failure.
        url: The address, if the connection failed before `on_open`; otherwise "".
        status: The unexpected HTTP status of a server or proxy.
        reason: The phrase after the status; "" for none.
        expected, actual: The right and the received value of Sec-WebSocket-Accept; actual is None
            if the header is missing.
        close_code: The code of the close frame that was sent; None if no frame was sent.
    """

    kind: Kind
    cause: str
    url: str = ""
    status: int | None = None
    reason: str = ""
    expected: str = ""
    actual: str | None = None
    close_code: int | None = None

    @property
    def message(self) -> str:
        """The cause, preceded by the address if the connection failed before `on_open`."""
        return f"{self.url}: {self.cause}" if self.url else self.cause


OFFLINE = Failure(kind="lookup", cause="the device is offline")


def wrong_url(url: str) -> Failure | None:
    """Return a failure if an address is not a complete URL after `url_map` was applied."""
    problem = resolve(url, "")[1]
    advice = "url_map needs a complete URL, like ws://127.0.0.1:8080"
    return Failure(kind="connect", cause=f"{problem}; {advice}") if problem else None


class OpeningFailed(Exception):
    """The connection could not be opened; `failure` has the cause.

    Args:
        facts: Further fields of `failure`.
    """

    def __init__(self, kind: Kind, cause: str, **facts: Any) -> None:
        self.failure = Failure(kind=kind, cause=cause, **facts)
        super().__init__(self.failure.message)


class Violation(Exception):
    """The server sent something that ends the connection.

    Attributes:
        kind: As in `Failure`.
        code: The close code to send.
    """

    def __init__(self, kind: Kind, code: int, cause: str) -> None:
        super().__init__(cause)
        self.kind = kind
        self.code = code

    def failure(self, *, is_sent: bool) -> Failure:
        """Return the failure with the kind, the cause and the close code of this violation.

        Args:
            is_sent: Whether the close code was sent.
        """
        return Failure(kind=self.kind, cause=str(self), close_code=self.code if is_sent else None)


def broken(cause: str) -> Violation:
    """Return a violation of RFC 6455, with close code 1002."""
    return Violation("violation", 1002, f"the server broke the protocol: {cause}")


def not_utf8() -> Violation:
    """Return the violation for text, or a close reason, that is not UTF-8, with close code 1007."""
    return Violation("not utf-8", 1007, "the server sent text that is not UTF-8")


def too_big(limit: int) -> Violation:
    """Return the violation for a message longer than `limit` bytes, with close code 1009."""
    return Violation("too big", 1009, f"a message is longer than {shown_size(limit)}")


def shown_size(size: int) -> str:
    """Return a number of bytes with a unit, like "64 MiB"."""
    return f"{size >> 20} MiB" if size % (1 << 20) == 0 and size else f"{size} bytes"
