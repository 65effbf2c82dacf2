"""Fetch a bundle over HTTP, without a page."""

from __future__ import annotations

import time
from http.client import HTTPConnection, HTTPSConnection, IncompleteRead
from typing import TYPE_CHECKING, Any, cast
from urllib.request import (
    AbstractHTTPHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPRedirectHandler,
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
        AccessRefused: The access does not include a host.
        HTTPError: The response has an error status.
        OSError: The server cannot be reached, or the connection ended; URLError has the `reason`.
        HTTPException: The response is not HTTP.
    """
    opener = OpenerDirector()
    # `build_opener` would add handlers for other schemes; then a server could redirect to a URL
    # with such a scheme.
    for handler in (
        _Http(access),
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


class _Http(ProxyHandler, AbstractHTTPHandler):
    """Connects to the servers that the access allows, or to the proxy that environment variables
    name.
    """

    http_request = https_request = AbstractHTTPHandler.do_request_

    def __init__(self, access: PageAccess | None) -> None:
        ProxyHandler.__init__(self, {})
        AbstractHTTPHandler.__init__(self)
        self._access = access

    def http_open(self, req: Request) -> Any:
        return self._open(req, HTTPConnection)

    def https_open(self, req: Request) -> Any:
        return self._open(req, HTTPSConnection)

    def _open(self, request: Request, kind: type[HTTPConnection]) -> Any:
        access = self._access
        parts = parse_url(request.full_url)
        host, port = host_of(parts), port_of(parts)
        if request.has_proxy():
            access = None  # the proxy needs no check; access to the target server was checked
        elif proxy := environment_proxy(request.type, host, port):
            require_behind_proxy(host, port, access)
            access = None
            # If URL and proxy have different schemes, `proxy_open` itself sends the request.
            if response := self.proxy_open(request, proxy, request.type):
                return response

        def connection(*args: Any, **options: Any) -> HTTPConnection:
            made: Any = kind(*args, **options)
            made.response_class = FinalResponse
            made._create_connection = lambda address, timeout, _source: create_connection(
                address, timeout, access
            )
            return cast(HTTPConnection, made)

        return self.do_open(connection, request)
