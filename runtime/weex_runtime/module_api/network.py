"""Network settings of a page: trust, headers, cookies, redirects and proxy.

All modules that open connections for a page use these settings.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from weex_runtime.errors import WeexError
from weex_runtime.matching.url import parse_url

if TYPE_CHECKING:
    import ssl

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # the token of RFC 9110, section 5.6.2
FIELD_VALUE = re.compile(r"[\t -~]*")
# The cookie-value of RFC 6265. Quotes and backslashes are allowed too, since some servers use them.
_COOKIE_VALUE = re.compile(r"[!-+\--:<-~]*")
_ORIGIN = re.compile(r"null|[a-z][a-z0-9+.-]*://[!-.0-~]+")

# Headers that `Network.headers` refuses since the protocol sets them, and {other refused header:
# remedy}.
_OF_PROTOCOL = ("connection", "content-length", "te", "trailer", "transfer-encoding", "upgrade")
_RESERVED = {
    "cookie": "use `cookies`",
    "host": "the address sets it; connect to another address with `url_map`",
    "origin": "use `origin`",
    "proxy-authorization": "write http://user:password@host:port as `proxy`",
}


@dataclass(frozen=True, kw_only=True)
class Network:
    """The network settings of a runtime or of one page.

    Attributes:
        ca_file: PEM file of certificate authorities to trust, in addition to the system's.
        verify: Whether a server's certificate must be valid; False accepts any certificate.
        headers: {name: value} of further headers for each request.
        origin: The value of the header Origin. None means the platform's value.
        cookies: {name: value} of cookies for each request.
        max_redirects: The number of redirects (status 3xx) to follow; None means 0 for a WebSocket
            and 20 for an HTTP request. Cookies and the header Authorization are sent only to
            the server of the original URL.
        proxy: "http://[user:password@]host[:port]"; the default port is 80. "" means no proxy. None
            means the proxy that the environment variables HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and
            NO_PROXY set, interpreted as by curl.
        compression: Whether WebSockets offer permessage-deflate (RFC 7692). None means yes on the
            web, and no on other platforms.

    Raises:
        WeexError: A value is invalid. The message names the field and the expected value.
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
        advice = "write the path of a PEM file, or None"
        _require("ca_file", self.ca_file, (str, os.PathLike), advice)
        if self.ca_file is not None:
            self.tls_context  # noqa: B018 reports an unusable file at once
        if not isinstance(self.verify, bool):
            raise _wrong("verify", self.verify, "write True or False")
        advice = "write a value like https://example.test, or null"
        _require("origin", self.origin, str, advice)
        if self.origin is not None and not _ORIGIN.fullmatch(self.origin):
            raise _wrong("origin", self.origin, advice)
        advice = "write a number of at least 0, or None"
        _require("max_redirects", self.max_redirects, int, advice)
        if isinstance(self.max_redirects, bool) or (self.max_redirects or 0) < 0:
            raise _wrong("max_redirects", self.max_redirects, advice)
        _require("compression", self.compression, bool, "write True, False or None")
        advice = "write text, or None for the proxy of the environment"
        _require("proxy", self.proxy, str, advice)
        problem = proxy_problem(self.proxy) if self.proxy else ""
        if problem:
            raise WeexError(f"network: proxy: {problem}")

    @cached_property
    def tls_context(self) -> ssl.SSLContext:
        """The SSLContext for TLS connections, made at its first use because reading the system's
        certificate authorities is slow.
        """
        import ssl

        context: ssl.SSLContext = ssl.create_default_context()
        if not self.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if self.ca_file is not None:
            try:
                context.load_verify_locations(self.ca_file)
            except (OSError, ValueError) as error:  # OSError includes SSLError
                reason = getattr(error, "strerror", None) or error
                if isinstance(error, ssl.SSLError):
                    reason = "it has no certificates"
                advice = "pass a PEM file with the certificates of certificate authorities"
                raise _wrong("ca_file", os.fspath(self.ca_file), f"{reason}; {advice}") from None
        return context

    def proxy_for(self, scheme: str, host: str, port: int) -> str:
        """Return the proxy for connections to a server.

        Args:
            scheme: "http" or "https".
            host: The host's name, or its IP address without brackets.

        Returns:
            The proxy's address in the form of `Network.proxy`; "" for no proxy. An address from the
            environment is not validated.
        """
        return environment_proxy(scheme, host, port) if self.proxy is None else self.proxy


def environment_proxy(scheme: str, host: str, port: int) -> str:
    """Return the proxy that the environment sets for a server; "" for none.

    Variables in lower case override variables in upper case; an empty variable is ignored. Servers
    of this process (`EchoServer`, `ws_server`, `--serve`) are connected directly, since a proxy on
    another machine cannot reach them.

    Source: curl's manual, "Environment"; unlike curl, HTTP_PROXY in upper case is read too.
    """
    proxy = _variable(f"{scheme}_proxy") or _variable("all_proxy")
    if not proxy:
        return ""
    from weex_runtime.loop.local_servers import is_served

    if is_served(host, port) or _is_direct(_variable("no_proxy"), host, port):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def proxy_problem(proxy: str) -> str:
    """Return the reason why a proxy's address cannot be used, or "" if it can be used. The reason
    does not contain the password.
    """
    shown = proxy.rpartition("@")[2]
    with suppress(ValueError):
        parts = parse_url(proxy)
        bare = parts.pathname == "/" and not (parts.has_search() or parts.has_hash())
        if parts.protocol == "http:" and parts.port != "0" and bare:
            return ""
    return f"{shown!r} cannot be used; write it like http://[user:password@]host:port"


def basic_credentials(username: str, password: str | None) -> str:
    """Return Basic credentials (RFC 7617) as the value of a header like Authorization.

    Args:
        username, password: Percent-encoded, as in a URL.
    """
    import base64
    from urllib.parse import unquote

    credentials = f"{unquote(username)}:{unquote(password or '')}"
    return "Basic " + base64.b64encode(credentials.encode()).decode()


def has_controls(text: str) -> bool:
    """Whether text has control characters. Headers must not have them: a control character could
    end the line. A tab is allowed (RFC 9110, section 5.5).
    """
    return re.search(r"[\0-\x08\n-\x1f\x7f]", text) is not None


def _variable(name: str) -> str:
    return os.environ.get(name) or os.environ.get(name.upper()) or ""


def _is_direct(no_proxy: str, host: str, port: int) -> bool:
    """Whether NO_PROXY has an entry for a server.

    Entries are separated by commas. An entry is a domain, which includes its subdomains; an IP
    address; or a network like 10.0.0.0/8. A domain or address may have a port after it, as in
    Python and Go.

    Source: curl's manual; curl lib/proxy.c.
    """
    if no_proxy.strip() == "*":
        return True
    for part in no_proxy.split(","):
        words = part.split()
        if words and _names(words[0], host, port):
            return True
        if len(words) > 1:
            break  # like curl, end the list at a blank without a comma before it
    return False


def _names(entry: str, host: str, port: int) -> bool:
    """Whether an entry of NO_PROXY matches a server."""
    if entry.startswith("["):
        entry, _, its_port = entry[1:].partition("]")
        its_port = its_port.removeprefix(":")
    elif entry.count(":") == 1:
        entry, _, its_port = entry.partition(":")
    else:
        its_port = ""
    if its_port not in ("", str(port)):
        return False
    import ipaddress

    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        domain = entry.removesuffix(".").removeprefix(".").lower()
        return bool(domain) and f".{host.removesuffix('.').lower()}".endswith(f".{domain}")
    try:
        # Like curl, interpret 10.0.0.0/0 as the single address 10.0.0.0.
        return address in ipaddress.ip_network(entry.removesuffix("/0"), strict=False)
    except ValueError:
        return False


def _checked(
    name: str, values: Mapping[str, str], problem_of: Callable[[str, str], str]
) -> dict[str, str]:
    if not isinstance(values, Mapping):
        raise _wrong(name, values, "expected a dict of strings")
    for key, value in values.items():
        if not isinstance(key, str) or not TOKEN.fullmatch(key):
            raise _wrong(name, key, "expected a name of letters, digits and !#$%&'*+.^_`|~- only")
        problem = problem_of(key, value) if isinstance(value, str) else "write it as text"
        if problem:
            raise _wrong(f"{name}: {key}", value, problem)
    return dict(values)


def _header_problem(name: str, value: str) -> str:
    lower = name.lower()
    if lower in _OF_PROTOCOL or lower.startswith("sec-"):
        return "the protocol sets it"
    if not FIELD_VALUE.fullmatch(value):
        return "expected one line of ASCII without control characters; encode all others"
    return _RESERVED.get(lower, "")


def _cookie_problem(name: str, value: str) -> str:
    advice = "expected ASCII without spaces, commas and semicolons; encode them like %20"
    return "" if _COOKIE_VALUE.fullmatch(value) else advice


def _require(name: str, value: object, kinds: type | tuple[type, ...], advice: str) -> None:
    if value is not None and not isinstance(value, kinds):
        raise _wrong(name, value, advice)


def _wrong(name: str, value: object, what_to_do: str) -> WeexError:
    return WeexError(f"network: {name}: {value!r}: {what_to_do}")
