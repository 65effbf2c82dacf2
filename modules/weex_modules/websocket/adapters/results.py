"""The results of a request for an opening handshake: a connection, a redirect or a failure."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING, NamedTuple

from weex_modules.websocket.adapters.http_head import Head
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


def unexpected_status(head: Head) -> OpeningFailed:
    """Return the failure for a status other than 101."""
    cause = f"Expected HTTP 101 response but was '{head.phrase}'"
    return OpeningFailed("status", cause, status=head.status, reason=head.reason)


def url_of(redirect: Head, base: str) -> str:
    """Return the URL to which a redirect leads.

    Raises:
        OpeningFailed: The redirect has no valid URL.
    """
    location = redirect.headers.get("location", "")
    # Percent-encode each non-ASCII byte, since servers send non-ASCII characters of Location as
    # plain UTF-8.
    escaped = _NOT_ASCII.sub(lambda byte: f"%{ord(byte.group()):02X}", location)
    url, problem = resolve(escaped, base)
    if location and not problem:
        return url
    why = f", and {problem}" if location else " without a Location"
    cause = f"the server redirects ({redirect.phrase}){why}"
    raise OpeningFailed("redirect", cause, status=redirect.status, reason=redirect.reason)
