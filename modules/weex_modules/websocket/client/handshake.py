"""What the opening handshake writes, and how its answer is judged; opening.py has the
connection.

Not websocket-client's: its checks are fixed and blind to case, and its cookies are those of the
whole process. RFC 6455, section 4.1; proxies: RFC 9110, section 9.3.6.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import NamedTuple

from weex_modules.websocket.client.failure import Failure, Kind
from weex_modules.websocket.wire_rules import Offer, WireRules
from weex_runtime import Network
from weex_runtime.matching.url import (
    host_of,
    is_secure,
    may_know_secrets,
    parse_url,
    port_of,
    resolve,
)
from weex_runtime.module_api.network import basic_credentials

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, section 1.3
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_MAX_HEAD = 64 * 1024  # bytes of an answer, interim answers included
_MAX_INTERIMS = 100
_COMPRESSION = "permessage-deflate; client_max_window_bits"  # RFC 7692, section 7.1
_NOT_ASCII = re.compile("[^\0-\x7f]")


class OpeningFailed(Exception):
    """There is no connection; `failure` says why."""

    def __init__(
        self,
        kind: Kind,
        cause: str,
        *,
        status: int | None = None,
        reason: str = "",
        header: str = "",
        expected: str = "",
        actual: str | None = None,
    ) -> None:
        self.failure = Failure(
            kind=kind,
            cause=cause,
            status=status,
            reason=reason,
            header=header,
            expected=expected,
            actual=actual,
        )
        super().__init__(self.failure.message)


class Target(NamedTuple):
    """Where a request goes.

    Attributes:
        url: Complete ws or wss address.
        host: As a lookup takes it.
        host_header: As the header Host has it: without the scheme's own port.
        resource: Path and query.
    """

    url: str
    secure: bool
    host: str
    port: int
    host_header: str
    resource: str

    @classmethod
    def of(cls, url: str) -> Target:
        """The target of a ws, wss, http or https address.

        Raises:
            OpeningFailed: It is none of these.
        """
        address, problem = resolve(url, "")
        if problem:
            advice = "url_map has to lead to a complete one, like ws://127.0.0.1:8080"
            raise OpeningFailed("connect", f"{problem}; {advice}")
        parts = parse_url(address)
        return cls(
            url=address,
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


class Head(NamedTuple):
    """The head of an answer; names of headers in lower case."""

    status: int
    reason: str
    headers: dict[str, str]

    @property
    def phrase(self) -> str:
        return f"{self.status} {self.reason}".strip()


def request(
    target: Target, key: str, first: Target, *, offer: Offer, rules: WireRules, network: Network
) -> list[str]:
    """The lines of the client's handshake.

    Args:
        key: Of Sec-WebSocket-Key.
        first: Where the bundle wanted to go, before redirects.
    """
    host = target.host_header
    lines = [
        f"GET {target.resource} HTTP/1.1",
        f"Host: {host}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
    ]
    if network.origin is not None:
        lines.append(f"Origin: {network.origin}")
    elif rules.sends_origin:
        own = f"{'https' if target.secure else 'http'}://{host}"
        lines.append(f"Origin: {rules.origin or own}")
    if offer.header is not None:
        lines.append(f"Sec-WebSocket-Protocol: {offer.header}")
    if offers_compression(rules, network):
        lines.append(f"Sec-WebSocket-Extensions: {_COMPRESSION}")
    headers, cookies = dict(network.headers), network.cookies
    if not may_know_secrets(target.url, first.url):
        headers = {n: v for n, v in headers.items() if n.lower() != "authorization"}
        cookies = {}
    user = parse_url(target.url)
    if user.has_credentials() and rules.sends_userinfo:
        if "authorization" not in map(str.lower, headers):
            lines.append(f"Authorization: {basic_credentials(user.username, user.password)}")
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{n}={v}" for n, v in cookies.items()))
    return lines


def offers_compression(rules: WireRules, network: Network) -> bool:
    """Whether the client offers permessage-deflate."""
    chosen = network.compression
    return rules.offers_compression if chosen is None else chosen


class AnswerReader:
    """Reads the answer to a request from bytes in any pieces.

    Interim answers are skipped; 101 is a final one (RFC 9110, section 15.2).
    """

    def __init__(self) -> None:
        self._unread = bytearray()
        self._skipped = 0  # bytes of interim answers
        self._interims = 0

    def feed(self, data: bytes) -> tuple[Head, bytes] | None:
        """Take the next bytes; b"" for the end of TCP.

        Returns:
            The head of the final answer and the bytes behind it; None while it is not complete.

        Raises:
            OpeningFailed: The answer is not HTTP, is too long, or has ended too early.
        """
        unread = self._unread
        start = max(0, len(unread) - 3)  # the end of a head may begin in an earlier piece
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
                cause = f"the server sends more than {_MAX_INTERIMS} interim answers"
                raise OpeningFailed("no http", cause)
        if not b"HTTP/".startswith(bytes(unread[:5])):
            raise _not_http(bytes(unread))
        if not data:
            raise OpeningFailed("ended", "the connection ended during the opening handshake")
        if self._skipped + len(unread) > _MAX_HEAD:
            raise OpeningFailed("no http", "the head of the server's answer is too long")
        return None


def _is_interim(status: int) -> bool:
    return 100 <= status < 200 and status != 101


def _parse(read: bytes) -> Head:
    """The head of an answer without the empty line."""
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
    return OpeningFailed("no http", f"the server's answer is no HTTP: {first!r}")


def check(head: Head, key: str, *, offer: Offer, rules: WireRules) -> str:
    """RFC 6455, section 4.1, as far as the platform has it; extensions are checked behind it.

    Returns:
        The subprotocol that the server chose, "" for none.

    Raises:
        OpeningFailed: The connection is not to be used.
    """
    rule = rules.checks_answer
    if head.status != 101 and not (rule == "key" and head.status < 400):
        raise OpeningFailed(
            "status",
            f"Expected HTTP 101 response but was '{head.phrase}'",
            status=head.status,
            reason=head.reason,
        )
    if rule != "key":
        _check_header(head, "Upgrade", "websocket", in_list=rule == "rfc")
        _check_header(head, "Connection", "Upgrade", in_list=rule == "rfc")
    expected = base64.b64encode(hashlib.sha1((key + _GUID).encode()).digest()).decode()
    accept = head.headers.get("sec-websocket-accept")
    if accept != expected:
        raise OpeningFailed(
            "accept",
            f"Invalid Sec-WebSocket-Accept response: {accept!r}",
            header="Sec-WebSocket-Accept",
            expected=expected,
            actual=accept,
        )
    chosen = head.headers.get("sec-websocket-protocol", "")
    check_subprotocol(offer, chosen)
    return chosen


def check_subprotocol(offer: Offer, chosen: str) -> None:
    """Whether a server may choose it; "" for none.

    Raises:
        OpeningFailed: It may not.
    """
    accepted = offer.accepted
    if accepted is not None and chosen not in (accepted or ("",)):
        offered = ", ".join(name for name in accepted if name)
        cause = f"the server chose subprotocol {chosen!r}" + (
            f" of {offered}" if offered else "; none was asked for"
        )
        raise OpeningFailed("subprotocol", cause, actual=chosen)


def redirected(target: Target, head: Head) -> Target:
    """Where a redirect leads.

    Raises:
        OpeningFailed: To nowhere.
    """
    location = head.headers.get("location", "")
    # A header's other bytes are mostly UTF-8.
    escaped = _NOT_ASCII.sub(lambda byte: f"%{ord(byte.group()):02X}", location)
    url, problem = resolve(escaped, target.url)
    if location and not problem:
        return Target.of(url)
    cause = f", and {problem}" if location else " without saying where to"
    raise OpeningFailed(
        "redirect",
        f"the server redirects ({head.phrase}){cause}",
        status=head.status,
        reason=head.reason,
    )


def _check_header(head: Head, name: str, expected: str, *, in_list: bool) -> None:
    actual = head.headers.get(name.lower())
    values = (actual or "").split(",") if in_list else [actual or ""]
    if expected.lower() not in [value.strip().lower() for value in values]:
        raise OpeningFailed(
            "header",
            f"Expected '{name}' header value '{expected}' but was '{actual or ''}'",
            header=name,
            expected=expected,
            actual=actual,
        )
