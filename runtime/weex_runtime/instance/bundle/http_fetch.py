"""Fetch a bundle over HTTP, without a page."""

from __future__ import annotations

import time
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection, IncompleteRead
from typing import Any
from urllib.request import HTTPHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from weex_runtime.limits import Limits
from weex_runtime.matching.http_response import FinalResponse
from weex_runtime.matching.url import host_of, parse_url, port_of
from weex_runtime.module_api.network import environment_proxy

_READ_SIZE = 64 << 10


def fetch(url: str, timeout: float, limits: Limits) -> bytes:
    """Fetch the body of an http or https URL after redirects, up to one byte beyond the limit
    `bundle`. Blocks.

    Args:
        timeout: Seconds to wait for the next byte from the server.

    Raises:
        HTTPError: The response has an error status.
        OSError: The server cannot be reached, or the connection ended; URLError has the `reason`.
        HTTPException: The response is not HTTP.
    """
    with build_opener(_Proxy, _Http, _Https).open(url, timeout=timeout) as answer:
        deadline = time.monotonic() + limits.fetch
        body = bytearray()
        while (part := answer.read1(_READ_SIZE)) and len(body) <= limits.bundle:
            body += part
            if time.monotonic() > deadline:
                raise TimeoutError(f"the body took longer than {limits.fetch:g} s")
        if answer.length and len(body) <= limits.bundle:
            raise IncompleteRead(bytes(body), answer.length)
        return bytes(body[: limits.bundle + 1])


class _PlainConnection(HTTPConnection):
    response_class = FinalResponse


class _SecureConnection(HTTPSConnection):
    response_class = FinalResponse


class _Http(HTTPHandler):
    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_PlainConnection, req)


class _Https(HTTPSHandler):
    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_SecureConnection, req)


class _Proxy(ProxyHandler):
    def __init__(self) -> None:
        super().__init__({})

    def http_open(self, req: Request) -> Any:
        return self._open(req, "http")

    def https_open(self, req: Request) -> Any:
        return self._open(req, "https")

    def _open(self, request: Request, scheme: str) -> Any:
        parts = parse_url(request.full_url)
        proxy = environment_proxy(scheme, host_of(parts), port_of(parts))
        return self.proxy_open(request, proxy, scheme) if proxy else None
