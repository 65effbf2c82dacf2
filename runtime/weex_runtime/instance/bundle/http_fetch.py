"""Fetch a bundle over HTTP, without a page."""

from __future__ import annotations

import time
from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection, IncompleteRead
from typing import TYPE_CHECKING, Any
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from weex_runtime.access.lookup import create_connection, require_behind_proxy
from weex_runtime.limits import Limits, exceeded
from weex_runtime.matching.http_response import FinalResponse
from weex_runtime.matching.url import host_of, parse_url, port_of
from weex_runtime.module_api.network import environment_proxy

if TYPE_CHECKING:
    from weex_runtime.access.page_access import PageAccess

_READ_SIZE = 64 << 10


def fetch(url: str, timeout: float, limits: Limits, access: PageAccess | None = None) -> bytes:
    """Fetch the body of an http or https URL after redirects, up to one byte beyond the limit
    `bundle`. Blocks.

    Args:
        timeout: Seconds to wait for the next byte from the server.
        access: Decides which hosts may be reached; None allows all.

    Raises:
        AccessRefused: A host may not be reached.
        HTTPError: The response has an error status.
        OSError: The server cannot be reached, or the connection ended; URLError has the `reason`.
        HTTPException: The response is not HTTP.
    """
    opener, proxy = OpenerDirector(), _Proxy(access)
    # `build_opener` would add handlers of other schemes, to which a server could redirect.
    for handler in (
        proxy,
        _Http(proxy),
        _Https(proxy),
        HTTPRedirectHandler(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        UnknownHandler(),
    ):
        opener.add_handler(handler)
    with opener.open(url, timeout=timeout) as answer:
        deadline = time.monotonic() + limits.fetch
        body = bytearray()
        while (part := answer.read1(_READ_SIZE)) and len(body) <= limits.bundle:
            body += part
            if time.monotonic() > deadline:
                raise TimeoutError(exceeded(limits, "fetch").message.partition(": ")[2])
        if answer.length and len(body) <= limits.bundle:
            raise IncompleteRead(bytes(body), answer.length)
        return bytes(body[: limits.bundle + 1])


class _PlainConnection(HTTPConnection):
    response_class = FinalResponse

    def __init__(self, *args: Any, access: PageAccess | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._create_connection = partial(_connect, access)


class _SecureConnection(HTTPSConnection):
    response_class = FinalResponse

    def __init__(self, *args: Any, access: PageAccess | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._create_connection = partial(_connect, access)


def _connect(access: PageAccess | None, address: Any, timeout: Any, _source: object) -> Any:
    return create_connection(address, timeout, access)


class _Proxy(ProxyHandler):
    """Sends requests to the proxy of the environment, and returns the access of each connection."""

    def __init__(self, access: PageAccess | None) -> None:
        super().__init__({})
        self._access = access
        self._proxied: list[Request] = []

    def http_open(self, req: Request) -> Any:
        return self._open(req, "http")

    def https_open(self, req: Request) -> Any:
        return self._open(req, "https")

    def access_for(self, request: Request) -> PageAccess | None:
        """Return the access for the connection of a request; None for a connection to a proxy,
        since the access to the target behind the proxy was checked.
        """
        return None if request in self._proxied else self._access

    def _open(self, request: Request, scheme: str) -> Any:
        parts = parse_url(request.full_url)
        proxy = environment_proxy(scheme, host_of(parts), port_of(parts))
        if not proxy:
            return None
        require_behind_proxy(host_of(parts), port_of(parts), self._access)
        self._proxied.append(request)
        return self.proxy_open(request, proxy, scheme)


class _Http(HTTPHandler):
    def __init__(self, proxy: _Proxy) -> None:
        super().__init__()
        self._proxy = proxy

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_PlainConnection, access=self._proxy.access_for(req)), req)


class _Https(HTTPSHandler):
    def __init__(self, proxy: _Proxy) -> None:
        super().__init__()
        self._proxy = proxy

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_SecureConnection, access=self._proxy.access_for(req)), req)
