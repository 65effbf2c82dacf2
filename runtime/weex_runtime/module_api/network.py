"""How a page's requests reach the network: trust, headers, cookies, redirects and proxy.

Nothing here knows WebSocket; whatever module opens connections for a page follows it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from weex_runtime.errors import WeexError
from weex_runtime.matching.url import parse_url

if TYPE_CHECKING:
    import ssl

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2
FIELD_VALUE = re.compile(r"[\t -~]*")
_COOKIE_VALUE = re.compile(r"[!-+\--:<-~]*")  # RFC 6265, and the quotes that servers use
_ORIGIN = re.compile(r"null|[a-z][a-z0-9+.-]*://[!-.0-~]+")

# What belongs to the protocol itself, or has a field of its own.
_RESERVED = {
    "connection": "the protocol sets it",
    "content-length": "the protocol sets it",
    "cookie": "use `cookies`",
    "host": "it follows from the address; `url_map` leads to another",
    "origin": "use `origin`",
    "proxy-authorization": "write http://user:password@host:port as `proxy`",
    "te": "the protocol sets it",
    "trailer": "the protocol sets it",
    "transfer-encoding": "the protocol sets it",
    "upgrade": "the protocol sets it",
}


@dataclass(frozen=True, kw_only=True)
class Network:
    """The network of a runtime or of one page.

    Attributes:
        ca_file: PEM file of authorities to trust beside the system's.
        verify: Whether a server's certificate must be valid. False accepts any.
        headers: Sent with each request, {name: value}.
        origin: The Origin header; None: what the platform sends.
        cookies: Sent with each request, {name: value}.
        max_redirects: How many answers 3xx are followed; None: what the client of the protocol
            does, none for a WebSocket and 20 for an HTTP request. Cookies and the header
            Authorization are for the server that the page asked for: another one does not get them.
        proxy: "http://[user:password@]host[:port]", port 80 when it names none. "": none. None:
            HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY of the environment decide, read as curl
            reads them.
        compression: WebSockets offer permessage-deflate (RFC 7692), or do not. None: what the
            platform does; those of the web offer it.

    Raises:
        WeexError: A value cannot be used; names the field and what to write.
    """

    ca_file: str | os.PathLike[str] | None = None
    verify: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)
    origin: str | None = None
    cookies: Mapping[str, str] = field(default_factory=dict)
    max_redirects: int | None = None
    proxy: str | None = None
    compression: bool | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "headers", _checked("headers", self.headers, _header_problem))
        object.__setattr__(self, "cookies", _checked("cookies", self.cookies, _cookie_problem))
        if self.ca_file is not None:
            self.tls_context  # noqa: B018 a file that cannot be used is told at once
        if self.origin is not None and not _ORIGIN.fullmatch(self.origin):
            raise _wrong("origin", self.origin, "write it like https://example.test, or null")
        if self.max_redirects is not None and (
            not isinstance(self.max_redirects, int) or self.max_redirects < 0
        ):
            raise _wrong("max_redirects", self.max_redirects, "write a number from 0, or None")
        if self.compression is not None and not isinstance(self.compression, bool):
            raise _wrong("compression", self.compression, "write True, False or None")
        if self.proxy:
            problem = proxy_problem(self.proxy)
            if problem:
                raise WeexError(f"network: proxy: {problem}")

    @cached_property
    def tls_context(self) -> ssl.SSLContext:
        """For connections to TLS servers; reading the system's authorities takes a while."""
        import ssl

        context: ssl.SSLContext = ssl.create_default_context()
        if not self.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if self.ca_file is not None:
            try:
                context.load_verify_locations(self.ca_file)
            except (OSError, ValueError) as error:  # SSLError is an OSError
                reason = getattr(error, "strerror", None) or error
                if isinstance(error, ssl.SSLError):
                    reason = "it holds no certificates"
                raise _wrong(
                    "ca_file",
                    os.fspath(self.ca_file),
                    f"{reason}; name a PEM file with the certificates of authorities",
                ) from None
        return context

    def proxy_for(self, scheme: str, host: str, port: int) -> str:
        """The proxy on the way to a server.

        Args:
            scheme: "http" or "https".
            host: Name, or address without brackets.

        Returns:
            Like `proxy`, not checked when the environment names it; "" for none.
        """
        return environment_proxy(scheme, host, port) if self.proxy is None else self.proxy


def environment_proxy(scheme: str, host: str, port: int) -> str:
    """The proxy that the environment names for a server; "" for none.

    Names of variables in small letters come first, and an empty variable counts as none. Source:
    curl's manual, "Environment"; HTTP_PROXY counts too. Servers that this process started
    (`EchoServer`, `ws_server`, `--serve`) are reached directly: a proxy elsewhere cannot reach
    them.
    """
    proxy = _variable(f"{scheme}_proxy") or _variable("all_proxy")
    if not proxy:
        return ""
    from weex_runtime.loop.local_servers import is_served

    if is_served(host, port) or _is_direct(_variable("no_proxy"), host, port):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def proxy_problem(proxy: str) -> str:
    """What is wrong with a proxy's address, in words that do not show its password; or ""."""
    shown = proxy.rpartition("@")[2]
    try:
        parts = parse_url(proxy)
    except ValueError:
        pass
    else:
        bare = parts.pathname == "/" and not (parts.has_search() or parts.has_hash())
        if parts.protocol == "http:" and parts.port != "0" and bare:
            return ""
    return f"{shown!r} is none that can be used; write it like http://[user:password@]host:port"


def basic_credentials(username: str, password: str | None) -> str:
    """Credentials of an address, as HTTP's scheme Basic sends them (RFC 7617)."""
    import base64
    from urllib.parse import unquote

    credentials = f"{unquote(username)}:{unquote(password or '')}"
    return "Basic " + base64.b64encode(credentials.encode()).decode()


def _variable(name: str) -> str:
    return os.environ.get(name) or os.environ.get(name.upper()) or ""


def _is_direct(no_proxy: str, host: str, port: int) -> bool:
    """Whether NO_PROXY names a server.

    Source: curl's manual and lib/proxy.c: hosts with all below them, addresses, and networks like
    10.0.0.0/8, with commas between. As Python and Go have it, each may end in a port.
    """
    if no_proxy.strip() == "*":
        return True
    for part in no_proxy.split(","):
        words = part.split()
        if words and _names(words[0], host, port):
            return True
        if len(words) > 1:
            break  # without a comma the list ends, as curl reads it
    return False


def _names(entry: str, host: str, port: int) -> bool:
    """Whether one entry of NO_PROXY means a server."""
    if entry.startswith("["):
        entry, _, its_port = entry[1:].partition("]")
        its_port = its_port.removeprefix(":")
    elif entry.count(":") == 1:
        entry, _, its_port = entry.partition(":")
    else:
        its_port = ""
    if its_port not in ("", str(port)):
        return False
    address = _packed(host)
    if address is None:
        domain = entry.removesuffix(".").removeprefix(".").lower()
        return bool(domain) and f".{host.removesuffix('.').lower()}".endswith(f".{domain}")
    start, slash, size = entry.partition("/")
    network = _packed(start)
    if network is None or len(network) != len(address):
        return False
    if slash and not re.fullmatch("[0-9]{1,3}", size):
        return False
    width = len(address) * 8
    bits = int(size or 0) or width  # curl reads /0 as no network
    rest = width - bits
    return rest >= 0 and int.from_bytes(network, "big") >> rest == (
        int.from_bytes(address, "big") >> rest
    )


def _packed(host: str) -> bytes | None:
    """The bytes of an IP address; None for a name."""
    import socket

    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            return socket.inet_pton(family, host)
        except (OSError, ValueError):
            pass
    return None


def _checked(
    name: str, values: Mapping[str, str], problem_of: Callable[[str, str], str]
) -> dict[str, str]:
    for key, value in values.items():
        if not isinstance(key, str) or not TOKEN.fullmatch(key):
            raise _wrong(name, key, "a name is of letters, digits and !#$%&'*+.^_`|~- only")
        problem = problem_of(key, value) if isinstance(value, str) else "write it as text"
        if problem:
            raise _wrong(f"{name}: {key}", value, problem)
    return dict(values)


def _header_problem(name: str, value: str) -> str:
    reserved = _RESERVED.get(name.lower())
    if reserved or name.lower().startswith("sec-"):
        return reserved or "the protocol sets it"
    if not FIELD_VALUE.fullmatch(value):
        return "a value is one line of ASCII without control characters; encode the others"
    return ""


def _cookie_problem(name: str, value: str) -> str:
    if not _COOKIE_VALUE.fullmatch(value):
        return "a value is of ASCII without spaces, commas and semicolons; encode them like %20"
    return ""


def _wrong(name: str, value: object, what_to_do: str) -> WeexError:
    return WeexError(f"network: {name}: {value!r}: {what_to_do}")
