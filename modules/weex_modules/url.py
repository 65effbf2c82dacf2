"""The URL of a socket or request, as WHATWG WebSockets and URL read what a page asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

# The schemes that a page may write, and what they stand for.
SOCKET = {"ws": "ws", "wss": "wss", "http": "ws", "https": "wss"}
REQUEST = {"http": "http", "https": "https"}

_SECURE = ("wss", "https")
_DEFAULT_PORTS = {"ws": 80, "wss": 443, "http": 80, "https": 443}

# Reserved and already escaped characters stay as they are.
_SAFE = "!#$%&'()*+,/:;=?@[]~"
_FORBIDDEN_IN_HOST = re.compile(r"[\x00-\x20#%/:<>?@\[\\\]^|\x7f]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def resolve(url: str, base: str, schemes: Mapping[str, str] = SOCKET) -> tuple[str, str]:
    """The complete URL, or what is wrong with it: one of the two is "".

    Args:
        url: Of one of the schemes, or relative to `base`; its fragment is dropped.
        base: URL of the bundle.
        schemes: `SOCKET` or `REQUEST`.
    """
    shown, url = url, _LONE_SURROGATE.sub("\ufffd", url.strip("".join(map(chr, range(0x21)))))
    try:
        parts = urlsplit(urljoin(base, url))
        scheme = schemes.get(parts.scheme, "")
        if not url or not scheme:
            *others, last = schemes
            return "", f"the URL {shown!r} is not {', '.join(others)} or {last}"
        if not parts.hostname:
            return "", f"the URL {shown!r} names no host"
        authority = _authority(parts, scheme)
    except ValueError as error:
        return "", f"the URL {shown!r} cannot be parsed: {error}"
    path, query = (quote(part, safe=_SAFE) for part in (parts.path, parts.query))
    return urlunsplit((scheme, authority, path or "/", query, "")), ""


def origin_of(url: str) -> str:
    """Scheme, host and port of a ws, wss, http or https URL: "wss://example.org:8443"; "" for
    others."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in SOCKET and parts.hostname
        return f"{parts.scheme}://{_host_and_port(parts, parts.scheme)}" if known else ""
    except ValueError:
        return ""


def may_know_secrets(url: str, first: str) -> bool:
    """Cookies and credentials for `first` may go to `url`, to which a redirect leads: it is the
    same server, and no less safe a way to it."""
    parts, others = urlsplit(url), urlsplit(first)
    ports = (parts.port, others.port)
    defaults = (_DEFAULT_PORTS[parts.scheme], _DEFAULT_PORTS[others.scheme])
    port, other = (given or default for given, default in zip(ports, defaults, strict=True))
    return (
        parts.hostname == others.hostname
        and (port == other or (port, other) == defaults)
        and (parts.scheme in _SECURE or others.scheme not in _SECURE)
    )


def _authority(parts: SplitResult, scheme: str) -> str:
    """User, host and port as the URL Standard serialises them.

    Raises:
        ValueError: The host or the port is none.
    """
    user = parts.netloc.rpartition("@")[0]
    return f"{user}@{_host_and_port(parts, scheme)}" if user else _host_and_port(parts, scheme)


def _host_and_port(parts: SplitResult, scheme: str) -> str:
    host = str(parts.hostname)
    if ":" in host:
        host = f"[{host}]"
    elif _FORBIDDEN_IN_HOST.search(host):
        raise ValueError(f"{host!r} is no name of a host")
    elif not host.isascii():
        host = host.encode("idna").decode()
    port = "" if parts.port in (None, _DEFAULT_PORTS[scheme]) else f":{parts.port}"
    return host + port
