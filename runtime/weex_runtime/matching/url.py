"""Parse addresses by the WHATWG URL Standard, with `can_ada`.

All addresses of pages, tests and the command line are parsed here, so that sockets, requests,
pushed pages, `url_map` and patterns agree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from can_ada import URL

# {scheme of the URL that a page uses: scheme of the connection}
SOCKET = {"ws": "ws", "wss": "wss", "http": "ws", "https": "wss"}
REQUEST = {"http": "http", "https": "https"}

_SECURE = ("wss:", "https:")
_DEFAULT_PORTS = {"ws:": 80, "wss:": 443, "http:": 80, "https:": 443}
_BLANKS = "".join(map(chr, range(0x21)))  # characters that the URL Standard strips at both ends


def parse_url(url: str, base: str = "") -> URL:
    """Parse an address.

    Args:
        url: An address that is absolute, or relative to `base`.
        base: An absolute address; other texts are ignored.

    Raises:
        ValueError: `url` is not an address, or is relative without a base.
    """
    # imported here: `can_ada` takes 2 ms to import, and pages without requests do not need it
    from can_ada import parse

    url = _scalars(url)
    if base:
        try:
            start = parse(_scalars(base))
        except ValueError:
            pass
        else:
            return start + url
    return parse(url)


def normalised(url: str, base: str = "") -> str:
    """Return an address as the URL Standard serializes it; "" if the string is not an address."""
    try:
        return parse_url(url, base).href
    except ValueError:
        return ""


def resolve(url: str, base: str, schemes: Mapping[str, str] = SOCKET) -> tuple[str, str]:
    """Return (address, "") with the absolute address, or ("", reason) if the URL cannot be used.

    Args:
        url: An address with one of the schemes, or relative to `base`; the fragment is dropped.
        base: The address of the bundle.
        schemes: `SOCKET` or `REQUEST`.
    """
    *others, last = schemes
    wrong_scheme = f"the URL {url!r} is not {', '.join(others)} or {last}"
    if not url.strip(_BLANKS):
        return "", wrong_scheme
    try:
        parts = parse_url(url, base)
    except ValueError:
        cause = _cause(url.strip(_BLANKS))
        return "", f"the URL {url!r} {cause}" if cause else wrong_scheme
    scheme = schemes.get(parts.protocol[:-1])
    if scheme is None:
        return "", wrong_scheme
    parts.protocol = scheme
    parts.hash = ""
    return parts.href, ""


def origin_of(url: str) -> str:
    """Return scheme, host and port of a ws, wss, http or https URL, like "wss://example.org:8443";
    "" for other URLs.
    """
    try:
        parts = parse_url(url)
    except ValueError:
        return ""
    return parts.origin if parts.protocol in _DEFAULT_PORTS else ""


def query_of(url: str, name: str) -> str:
    """Return the first value of a parameter of the query, decoded; "" for none."""
    # can_ada's own class for parameters fails for values that are not UTF-8.
    from urllib.parse import parse_qs

    return parse_qs(url.partition("#")[0].partition("?")[2]).get(name, [""])[0]


def host_of(parts: URL) -> str:
    """Return the host in the form for a DNS lookup, in which an IPv6 address has no brackets."""
    return parts.hostname.strip("[]")


def port_of(parts: URL) -> int:
    """Return the port of a ws, wss, http or https URL."""
    return int(parts.port) if parts.port else _DEFAULT_PORTS[parts.protocol]


def is_secure(parts: URL) -> bool:
    """Whether the URL leads to a TLS server."""
    return parts.protocol in _SECURE


def may_know_secrets(url: str, first: str) -> bool:
    """Whether cookies and credentials for `first` may be sent after a redirect to `url`: both URLs
    are on the same server, and the redirect does not lead from TLS to plain text.
    """
    parts, others = parse_url(url), parse_url(first)
    ports = (port_of(parts), port_of(others))
    defaults = (_DEFAULT_PORTS[parts.protocol], _DEFAULT_PORTS[others.protocol])
    return (
        parts.hostname == others.hostname
        and (ports[0] == ports[1] or ports == defaults)
        and (is_secure(parts) or not is_secure(others))
    )


def _cause(url: str) -> str:
    """Return the reason why a string cannot be parsed as an address, like a wrong port; "" if the
    string has no scheme, since then no particular reason is known.
    """
    if url[:2] in ("//", "\\\\") and not normalised(f"http:{url}"):
        url = f"http:{url}"
    found = re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:[/\\]*([^/\\?#]*)", url)
    if not found:
        return ""
    authority = found.group(1).rpartition("@")[2]
    host, port = re.findall(r"(?s)(\[[^\]]*\]?|[^:]*):?(.*)", authority)[0]
    if not host:
        return "names no host"
    number = port.lstrip("0") or "0"
    if not re.fullmatch("[0-9]{1,5}", number) or int(number) > 65535:
        return f"cannot be parsed: {port!r} is not a port, 0 to 65535"
    return f"cannot be parsed: {host!r} is not a valid host"


def _scalars(text: str) -> str:
    """Return the text as a USVString: U+FFFD replaces lone surrogates."""
    return text if text.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", text)
