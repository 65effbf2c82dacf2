"""The HTTP client of a runtime. All pages share its connections."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, cast

from weex_modules.stream.http.message import Request, RequestFailed
from weex_runtime.access.lookup import require_behind_proxy
from weex_runtime.errors import AccessRefused
from weex_runtime.matching.url import host_of, is_secure, parse_url, port_of
from weex_runtime.module_api.network import TOKEN, has_controls

if TYPE_CHECKING:
    import ssl
    import urllib.request
    from http.client import HTTPResponse
    from http.cookiejar import CookieJar

    from urllib3 import BaseHTTPResponse, PoolManager

    from weex_runtime import Network
    from weex_runtime.access.page_access import PageAccess


class HttpClient:
    """Connection pools, one for each combination of a proxy and TLS settings.

    urllib3 is imported on the worker of the first request, because the import takes a tenth of a
    second.
    """

    def __init__(self, runtime: object) -> None:
        self._pools: dict[tuple[str, ssl.SSLContext | None], PoolManager] = {}
        self._cookies: CookieJar | None = None
        self._lock = threading.Lock()
        self._closed = False

    def send(
        self,
        request: Request,
        target: str,
        network: Network,
        timeout: float | None,
        access: PageAccess | None,
    ) -> BaseHTTPResponse:
        """Send a request over an idle or a new connection; blocks until the head of the response
        arrives. Redirects are not followed. With `keeps_cookies`, the request has the stored
        cookies for its URL, and the cookies of the response are stored.

        Args:
            target: The request's URL after `url_map`.
            timeout: Seconds without a byte from the server; None: no timeout.
            access: Decides which servers a proxy may connect to; None allows all. Without a proxy
                this function does not check access: `Exchange.dial` does.

        Raises:
            RequestFailed: Access is refused, or no connection could be opened.
            HTTPError: An exception of urllib3, for all other failures.
        """
        from urllib3 import Timeout

        headers = dict(request.headers)
        asked = self._add_cookies(request.url, headers) if request.keeps_cookies else None
        if not TOKEN.fullmatch(request.method):
            raise RequestFailed("method", f"the method {request.method!r} is invalid")
        for name, value in headers.items():
            if not TOKEN.fullmatch(name) or has_controls(value):
                cause = f"the header {name!r} is invalid: expected one line, got {value!r}"
                raise RequestFailed("header", cause)
        parts = parse_url(target)
        host, port = host_of(parts), port_of(parts)
        proxy = network.proxy_for(parts.protocol[:-1], host, port)
        if proxy:
            try:
                require_behind_proxy(host, port, access)
            except AccessRefused as error:
                raise RequestFailed("access", f"cannot connect to {error}") from None
        response = self._pool(proxy, is_secure(parts), network).urlopen(
            request.method,
            target,
            body=request.body,
            headers=headers,
            timeout=Timeout(connect=timeout, read=timeout),
            redirect=False,
            retries=False,
            preload_content=False,
        )
        if asked:
            self._jar().extract_cookies(cast("HTTPResponse", response), asked)
        return response

    def apart(self) -> HttpClient:
        """Return a new client with the same cookies, but with its own connections."""
        other = HttpClient(None)
        other._cookies = self._jar()
        return other

    def close(self) -> None:
        """Close the idle connections. A connection in use is closed when its request ends."""
        with self._lock:
            self._closed = True
            for pool in self._pools.values():
                pool.clear()

    def _jar(self) -> CookieJar:
        from http.cookiejar import CookieJar

        with self._lock:
            if self._cookies is None:
                self._cookies = CookieJar()
            return self._cookies

    def _add_cookies(self, url: str, headers: dict[str, str]) -> urllib.request.Request:
        """Add the stored cookies for a URL to the headers. Return the request object that the
        methods of CookieJar need.
        """
        from urllib.request import Request as Asked

        asked = Asked(url)
        self._jar().add_cookie_header(asked)
        own, stored = headers.get("Cookie", ""), str(asked.get_header("Cookie", ""))
        # A server can send Set-Cookie in several lines, and CookieJar keeps the line breaks. Do not
        # send these cookies, since the header of a request must not contain line breaks.
        if stored and not has_controls(stored):
            headers["Cookie"] = f"{own}; {stored}" if own else stored
        return asked

    def _pool(self, proxy: str, secure: bool, network: Network) -> PoolManager:
        from weex_modules.stream.http.connection import make_pool

        with self._lock:
            if self._closed:
                raise RequestFailed("aborted", "the runtime is closed")
            key = (proxy, network.tls_context if secure else None)
            if key not in self._pools:
                self._pools[key] = make_pool(*key)
            return self._pools[key]
