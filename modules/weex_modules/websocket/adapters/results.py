"""The results of a request for an opening handshake: a connection, a redirect or a failure."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING, NamedTuple

from weex_modules.websocket.failure import OpeningFailed
from weex_runtime.matching.url import resolve

if TYPE_CHECKING:
    from weex_modules.websocket.adapters.reactor.deflate import Deflate

REDIRECTS = (301, 302, 303, 307, 308)
_NOT_ASCII = re.compile("[^\0-\x7f]")


class Opened(NamedTuple):
    """A connection whose opening handshake is done.

    Attributes:
        sock: The connected socket; a TLS socket for wss.
        rest: Bytes that the server sent after its response.
        protocol: The subprotocol that the server chose, "" for none.
        extensions: The extensions in use, as the server wrote them.
        deflate: The compression that the server agreed to.
    """

    sock: socket.socket
    rest: bytes
    protocol: str
    extensions: str = ""
    deflate: Deflate | None = None


class Redirect(NamedTuple):
    """A response that redirects to another URL."""

    status: int
    reason: str
    location: str


def unexpected_status(status: int, reason: str) -> OpeningFailed:
    """Return the failure for a status other than 101."""
    phrase = f"{status} {reason}".strip()
    cause = f"Expected HTTP 101 response but was '{phrase}'"
    return OpeningFailed("status", cause, status=status, reason=reason)


def url_of(redirect: Redirect, base: str) -> str:
    """Return the URL to which a redirect leads.

    Raises:
        OpeningFailed: The redirect has no valid URL.
    """
    status, reason, location = redirect
    # Percent-encode each byte that is not ASCII. Servers send such characters of a Location as
    # UTF-8, without an encoding of their own.
    escaped = _NOT_ASCII.sub(lambda byte: f"%{ord(byte.group()):02X}", location)
    url, problem = resolve(escaped, base)
    if location and not problem:
        return url
    cause = f", and {problem}" if location else " without a Location"
    phrase = f"{status} {reason}".strip()
    raise OpeningFailed(
        "redirect", f"the server redirects ({phrase}){cause}", status=status, reason=reason
    )
