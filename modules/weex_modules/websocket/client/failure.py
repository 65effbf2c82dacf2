"""What can end a connection other than a close frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    # The opening handshake.
    "lookup",  # the host's name has no address
    "connect",  # no TCP connection
    "tls",  # no TLS, or a certificate that is not trusted
    "proxy",  # the proxy cannot be used or refuses
    "timeout",  # it took too long
    "ended",  # TCP ended before the answer
    "no http",  # the answer is no HTTP
    "status",  # not 101
    "redirect",  # one too many, or to nowhere
    "header",  # Upgrade or Connection
    "accept",  # Sec-WebSocket-Accept
    "subprotocol",  # one that was not offered
    "extension",  # one that was not offered
    "closed",  # close() while connecting
    # The connection.
    "lost",  # TCP was reset
    "violation",  # of RFC 6455
    "not utf-8",
    "too big",  # a message
    "queue",  # the server does not read
]


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why a connection failed, for a platform to put in its own words.

    Attributes:
        kind: What happened.
        cause: A sentence.
        url: The address of a connection that was never open; "" after that.
        status: The HTTP status of a server or proxy that answered with another than it should.
        reason: The phrase behind that status, "" when there is none.
        header: Name of the header that is wrong.
        expected: What should have been its value, where there is only one.
        actual: Its value; None when it is missing.
        close_code: The code of the close frame that was sent; None when none was.
    """

    kind: Kind
    cause: str
    url: str = ""
    status: int | None = None
    reason: str = ""
    header: str = ""
    expected: str = ""
    actual: str | None = None
    close_code: int | None = None

    @property
    def message(self) -> str:
        """The cause, behind the address if that was never reached."""
        return f"{self.url}: {self.cause}" if self.url else self.cause
