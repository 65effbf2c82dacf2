"""The HTTP client of a runtime: connections that all its pages use again and again."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from weex_modules.stream.http.message import Request, RequestFailed
from weex_runtime.matching.url import host_of, is_secure, parse_url, port_of
from weex_runtime.module_api.network import basic_credentials, proxy_problem

if TYPE_CHECKING:
    import ssl
    from http.cookiejar import CookieJar

    from urllib3 import BaseHTTPResponse, PoolManager

    from weex_runtime import Network, Runtime


class HttpClient:
    """Pools of connections: one for each proxy, and for each trust that pages have.

    Only workers send; urllib3 is imported when the first does, since that takes a tenth of a
    second.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._pools: dict[tuple[str, ssl.SSLContext | None], PoolManager] = {}
        self._cookies: CookieJar | None = None
        self._lock = threading.Lock()
        self._closed = False

    def send(self, request: Request, network: Network, timeout: float | None) -> BaseHTTPResponse:
        """Send a request over a connection that is free, or a new one; blocks.

        Args:
            timeout: Seconds without a byte from the server, by the machine; None: for ever.

        Returns:
            The answer, of which the head has come. Redirects are not followed.

        Raises:
            RequestFailed: There is no way to the server.
            HTTPError: urllib3's, for all else.
        """
        from urllib3 import Timeout

        parts = parse_url(request.url)
        proxy = network.proxy_for(parts.protocol[:-1], host_of(parts), port_of(parts))
        return self._pool(proxy, is_secure(parts), network).urlopen(
            request.method,
            request.url,
            body=request.body,
            headers=dict(request.headers),
            timeout=Timeout(connect=timeout, read=timeout),
            redirect=False,
            retries=False,
            preload_content=False,
        )

    @property
    def cookies(self) -> CookieJar:
        """What servers set, for pages of platforms that send it back."""
        from http.cookiejar import CookieJar

        with self._lock:
            if self._cookies is None:
                self._cookies = CookieJar()
            return self._cookies

    def close(self) -> None:
        """Close the connections that are free; others are closed when their request ends."""
        with self._lock:
            self._closed = True
            for pool in self._pools.values():
                pool.clear()

    def _pool(self, proxy: str, secure: bool, network: Network) -> PoolManager:
        with self._lock:
            if self._closed:
                raise RequestFailed("aborted", "the runtime is closed")
            key = (proxy, network.tls_context if secure else None)
            if key not in self._pools:
                self._pools[key] = _make_pool(*key)
            return self._pools[key]


def _make_pool(proxy: str, context: ssl.SSLContext | None) -> PoolManager:
    from urllib3 import PoolManager, ProxyManager

    from weex_modules.stream.http.connection import POOLS

    # As many hosts and connections as there may be workers: a pool that is full drops them.
    size = 64
    if proxy:
        problem = proxy_problem(proxy)
        if problem:
            raise RequestFailed("proxy", f"the proxy {problem}")
        parts = parse_url(proxy)
        headers = {}
        if parts.has_credentials():
            headers["Proxy-Authorization"] = basic_credentials(parts.username, parts.password)
        address = f"http://{parts.hostname}:{port_of(parts)}"
        pool: PoolManager = ProxyManager(
            address, size, proxy_headers=headers, maxsize=size, ssl_context=context
        )
    else:
        pool = PoolManager(size, maxsize=size, ssl_context=context)
    pool.pool_classes_by_scheme = POOLS
    return pool
