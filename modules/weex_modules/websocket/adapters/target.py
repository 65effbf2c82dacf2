"""Where a request of the opening handshake goes, and the results of one."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING, NamedTuple

from weex_modules.websocket.failure import OpeningFailed
from weex_runtime.matching.url import host_of, is_secure, parse_url, port_of, resolve

if TYPE_CHECKING:
    from weex_modules.websocket.adapters.reactor.deflate import Deflate

REDIRECTS = (301, 302, 303, 307, 308)
_NOT_ASCII = re.compile("[^\0-\x7f]")


class Opened(NamedTuple):
    """A connection whose opening handshake is done.

    Attributes:
        sock: Connected, and inside TLS for wss.
        rest: Bytes that the server sent behind its response.
        protocol: The subprotocol that the server chose, "" for none.
        extensions: Those in use, as the server named them.
        deflate: The compression that the server agreed to.
    """

    sock: socket.socket
    rest: bytes
    protocol: str
    extensions: str = ""
    deflate: Deflate | None = None


class Redirect(NamedTuple):
    """A response that leads to another URL."""

    status: int
    reason: str
    location: str


class Target(NamedTuple):
    """Where a request goes.

    Attributes:
        host: As a name lookup takes it.
        host_header: As the header Host has it: without the scheme's own port.
        resource: Path and query.
    """

    secure: bool
    host: str
    port: int
    host_header: str
    resource: str

    @classmethod
    def of(cls, url: str) -> Target:
        """The target of an absolute URL."""
        parts = parse_url(url)
        return cls(
            secure=is_secure(parts),
            host=host_of(parts),
            port=port_of(parts),
            host_header=parts.host,
            resource=parts.pathname + parts.search,
        )

    @property
    def address(self) -> str:
        """host:port, as HTTP writes it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def unexpected_status(status: int, reason: str) -> OpeningFailed:
    """The response has another status than 101."""
    phrase = f"{status} {reason}".strip()
    cause = f"Expected HTTP 101 response but was '{phrase}'"
    return OpeningFailed("status", cause, status=status, reason=reason)


def url_of(redirect: Redirect, base: str) -> str:
    """The URL to which a redirect leads.

    Raises:
        OpeningFailed: There is none.
    """
    status, reason, location = redirect
    # Percent-encode bytes that are not ASCII: servers mostly send UTF-8.
    escaped = _NOT_ASCII.sub(lambda byte: f"%{ord(byte.group()):02X}", location)
    url, problem = resolve(escaped, base)
    if location and not problem:
        return url
    cause = f", and {problem}" if location else " without saying where to"
    phrase = f"{status} {reason}".strip()
    raise OpeningFailed(
        "redirect", f"the server redirects ({phrase}){cause}", status=status, reason=reason
    )
