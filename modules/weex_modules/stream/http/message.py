"""An HTTP request of a page and its outcome: a response or a failure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from weex_runtime.naming import size

# Kinds of failures that occur before anything is sent, because an option of `fetch` is invalid.
# "headers": the option is not an object; "header": the name or value of a header is invalid.
OptionKind = Literal["no url", "url", "method", "type", "headers", "header", "body"]
# Kinds of connection failures. "access": the page is not allowed to connect to the address;
# "lookup": the host name has no address; "aborted": the page has ended.
_ConnectionKind = Literal[
    "offline", "access", "lookup", "connect", "tls", "certificate", "proxy", "timeout", "aborted"
]
# Kinds of failures of the response. "ended": the connection closed before the end of the response;
# "redirect": too many redirects, or a redirect to an invalid address; "encoding": the body is not
# in the format of its Content-Encoding.
_ResponseKind = Literal["ended", "no http", "redirect", "encoding", "too big"]
Kind = Literal[OptionKind, _ConnectionKind, _ResponseKind]

# {kind of a failure: advice for users}
_ADVICE: dict[Kind, str] = {
    "lookup": "map the address to another server with url_map or --map",
    "connect": "start the server, or map the address to another with url_map or --map",
    "certificate": "trust its authority with Network(ca_file=...) or --ca-file, or accept any "
    "certificate with verify=False or --insecure",
    "proxy": "name another with Network(proxy=...) or --proxy, '' for none",
    "timeout": "set options.timeout to more milliseconds",
    "redirect": "allow more with Network(max_redirects=...) or --redirects, 0 for none",
    "too big": "subclass StreamModule with a larger max_body",
}

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([a-z0-9_:.-]+)", re.IGNORECASE)
# Decode GBK and GB 2312 as GB18030, which contains both: servers that name a smaller charset often
# send characters of GB18030.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030"}
_BYTE_ORDER_MARK = "\ufeff"


class Request(NamedTuple):
    """A request, and how it is sent.

    Attributes:
        url: Absolute, http or https, without credentials and fragment.
        headers: {name: value}; no two names differ by case alone.
        timeout: Seconds without a byte from the server; None: no timeout.
        kind: The option `type`, as the platform reads it.
        keeps_cookies: Whether to store the server's cookies and send them back.
        redirects_as_java: Whether redirects are followed as by Java's HttpURLConnection.
        read_size: Maximum number of bytes between two progress callbacks.
        max_body: Maximum size of the decoded body in bytes.
    """

    method: str
    url: str
    headers: Mapping[str, str] = {}
    body: bytes | None = None
    timeout: float | None = None
    kind: str = "text"
    keeps_cookies: bool = False
    redirects_as_java: bool = False
    read_size: int = 64 << 10
    max_body: int = 64 << 20


class Head(NamedTuple):
    """Status line and headers of a response.

    Attributes:
        version: "HTTP/1.1".
        reason: The server's own phrase or "".
        headers: (name, value), as the server wrote them.
    """

    version: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]

    @property
    def is_ok(self) -> bool:
        """Whether the status is 200 to 299."""
        return 200 <= self.status < 300

    @property
    def phrase(self) -> str:
        """The status and its reason, like "404 Not Found"."""
        return f"{self.status} {self.reason}".strip()

    @property
    def charset(self) -> str:
        """The charset of Content-Type in lower case; by default "utf-8"."""
        named = _CHARSET.search(self.header("content-type"))
        charset = named.group(1).lower() if named else "utf-8"
        return _WIDER.get(charset, charset)

    def header(self, name: str) -> str:
        """Return the first header with this name (in lower case); "" for none."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def grouped(self) -> list[tuple[str, list[str]]]:
        """Return (name as first written, all values) for each header."""
        groups: dict[str, tuple[str, list[str]]] = {}
        for name, value in self.headers:
            groups.setdefault(name.lower(), (name, []))[1].append(value)
        return list(groups.values())


class Response(NamedTuple):
    """A complete response, with its body decoded from gzip or deflate.

    Attributes:
        crossed_tls: Whether a redirect led from http to https or back, followed or not.
        sent_again: Whether a request with a method other than GET and HEAD got a redirect with
            status 307 or 308.
    """

    head: Head
    body: bytes
    crossed_tls: bool = False
    sent_again: bool = False

    def text(self) -> str:
        """The body as text, decoded as UTF-8 if Python lacks its charset; invalid bytes become
        U+FFFD.
        """
        try:
            text = self.body.decode(self.head.charset, "replace")
        except (LookupError, UnicodeError):
            text = self.body.decode("utf-8", "replace")
        return text.removeprefix(_BYTE_ORDER_MARK)

    def strict_text(self) -> str | None:
        """The body as text; None if the body is missing or cannot be decoded."""
        try:
            text = self.body.decode(self.head.charset) if self.body else None
        except (LookupError, UnicodeError):
            return None
        return text and text.removeprefix(_BYTE_ORDER_MARK)


class Failure(NamedTuple):
    """The reason why a request has no response.

    Attributes:
        cause: A clause, like "the host refused the connection".
        host: The host of an invalid certificate; "" for other failures.
        head: The head of an incomplete response; None if no head arrived.
    """

    kind: Kind
    cause: str
    host: str = ""
    head: Head | None = None

    def __str__(self) -> str:
        """Return the cause with advice for users."""
        advice = _ADVICE.get(self.kind)
        return f"{self.cause}; {advice}" if advice else self.cause


class RequestFailed(Exception):
    """There is no response; `failure` has the reason."""

    def __init__(self, kind: Kind, cause: str, host: str = "") -> None:
        super().__init__(cause)
        self.failure = Failure(kind, cause, host)


def too_big(most: int, length: int | None = None) -> RequestFailed:
    """Return the failure of a body with more than `most` bytes, whose length may be unknown."""
    got = "more" if length is None else size(length)
    return RequestFailed("too big", f"expected a body of at most {size(most)}, got {got}")
