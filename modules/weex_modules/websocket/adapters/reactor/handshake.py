"""The opening handshake: make the request and check the response.

RFC 6455, section 4.1. Only `shake_hands` uses a socket.
"""

from __future__ import annotations

import base64
import hashlib
import os
import socket
from typing import TYPE_CHECKING

from weex_modules.websocket.adapters.attempt import Attempt
from weex_modules.websocket.adapters.http_head import Head
from weex_modules.websocket.adapters.results import (
    REDIRECTS,
    Opened,
    unexpected_status,
)
from weex_modules.websocket.failure import OpeningFailed
from weex_modules.websocket.wire_rules import WireRules
from weex_runtime.matching.url import parse_url

if TYPE_CHECKING:
    from weex_modules.websocket.adapter import Opening
    from weex_modules.websocket.adapters.reactor.deflate import Deflate

# The GUID from which the server computes Sec-WebSocket-Accept: RFC 6455, section 1.3.
_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
# The offer of permessage-deflate: RFC 7692, section 7.1.
_COMPRESSION = "permessage-deflate; client_max_window_bits"


def shake_hands(attempt: Attempt, sock: socket.socket, opening: Opening) -> Opened | Head:
    """Send the request and read the response; blocks.

    Raises:
        OpeningFailed: The handshake failed.
    """
    key = base64.b64encode(os.urandom(16)).decode()
    head, rest = attempt.exchange(sock, request(opening, key))
    if opening.max_redirects and head.status in REDIRECTS:
        return head
    return Opened(sock, rest, *agree(head, key, opening))


def request(opening: Opening, key: str) -> list[str]:
    """Return the lines of the client's handshake.

    Args:
        key: The value of Sec-WebSocket-Key.
    """
    target = parse_url(opening.url)
    lines = [
        f"GET {target.pathname}{target.search} HTTP/1.1",
        f"Host: {target.host}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
    ]
    if opening.offers_compression:
        lines.append(f"Sec-WebSocket-Extensions: {_COMPRESSION}")
    return lines + [f"{name}: {value}" for name, value in opening.headers.items()]


def agree(head: Head, key: str, opening: Opening) -> tuple[str, str, Deflate | None]:
    """Check the server's handshake as the platform does.

    Returns:
        The subprotocol, the extensions and the compression that the server chose.

    Raises:
        OpeningFailed: The server's response is invalid.
    """
    rules = opening.rules
    _check(head, key, rules)
    protocol = head.headers.get("sec-websocket-protocol", "")
    extensions = head.headers.get("sec-websocket-extensions", "")
    if not extensions:
        return protocol, "", None
    if opening.offers_compression:
        from weex_modules.websocket.adapters.reactor.deflate import agree

        return protocol, extensions, agree(extensions)
    if rules.checks_response == "rfc":
        cause = f"the server chose the extension {extensions!r}, but the client offered none"
        raise OpeningFailed("extension", cause)
    # Ignore the extensions of the server. A later frame that uses an extension is a violation.
    return protocol, "", None


def _check(head: Head, key: str, rules: WireRules) -> None:
    rule = rules.checks_response
    if head.status != 101 and not (rule == "key" and head.status < 400):
        raise unexpected_status(head)
    if rule != "key":
        _check_header(head, "Upgrade", "websocket", in_list=rule == "rfc")
        _check_header(head, "Connection", "Upgrade", in_list=rule == "rfc")
    expected = base64.b64encode(hashlib.sha1((key + _GUID).encode()).digest()).decode()
    accept = head.headers.get("sec-websocket-accept")
    if accept != expected:
        raise OpeningFailed(
            "accept",
            f"Invalid Sec-WebSocket-Accept response: {accept!r}",
            expected=expected,
            actual=accept,
        )


def _check_header(head: Head, name: str, expected: str, *, in_list: bool) -> None:
    actual = head.headers.get(name.lower(), "")
    values = actual.split(",") if in_list else [actual]
    if expected.lower() not in [value.strip().lower() for value in values]:
        cause = f"Expected '{name}' header value '{expected}' but was '{actual}'"
        raise OpeningFailed("header", cause)
