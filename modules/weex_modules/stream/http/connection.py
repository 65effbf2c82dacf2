"""Connections of urllib3 that another thread can end.

urllib3's own lookup and connect cannot be aborted, so each connection has an `Exchange`
(exchange.py) that looks up the host and opens the socket. TLS wraps the socket in an object that
may close it, so the exchange keeps a duplicate of the socket, and shuts down the duplicate.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from email.errors import MissingHeaderBodySeparatorDefect
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from typing import TYPE_CHECKING, Any

from urllib3 import BaseHTTPResponse, PoolManager, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import DecodeError, ReadTimeoutError

from weex_modules.stream.http.message import Head, RequestFailed
from weex_runtime.matching.http_response import FinalResponse
from weex_runtime.matching.url import parse_url, port_of
from weex_runtime.module_api.network import basic_credentials, proxy_problem

if TYPE_CHECKING:
    from weex_modules.stream.http.exchange import Exchange

# Keep as many pools and connections as there are workers: a full pool closes the connections that
# workers return.
_SIZE = 64


class _Here(threading.local):
    exchange: Exchange


_here = _Here()


@contextmanager
def working_for(exchange: Exchange) -> Iterator[None]:
    """Within the block, connections of this thread are opened and held by the exchange."""
    _here.exchange = exchange
    try:
        yield
    finally:
        del _here.exchange


class _Response(FinalResponse):
    """A response that refuses an incomplete head and invalid header lines, where http.client only
    stops reading headers.
    """

    def begin(self) -> None:
        super().begin()
        defects = map(type, self.headers.defects)
        if MissingHeaderBodySeparatorDefect in defects:
            line = str(self.headers.get_payload()).partition("\r\n")[0]
            raise HTTPException(f"invalid header line {line[:80]!r}")


class _Connection(HTTPConnection):
    response_class = _Response

    def _new_conn(self) -> socket.socket:
        is_proxy = self.proxy is not None
        try:
            return _here.exchange.dial(self._dns_host, self.port, self.timeout, is_proxy=is_proxy)
        except RequestFailed as error:
            if not is_proxy:
                raise
            cause = f"the proxy cannot be reached: {error.failure.cause}"
            raise RequestFailed("proxy", cause) from None

    def connect(self) -> None:
        # Read `_tunnel_host` now, since urllib3 sets it to None after a failure.
        host = self._tunnel_host or self.host
        proxy = f"the proxy {self.host}:{self.port}"
        try:
            # Only the TLS handshake waits for the server: `dial` has already connected the socket.
            is_secure = isinstance(self, HTTPSConnection)
            with _here.exchange.waiting("") if is_secure else nullcontext():
                super().connect()
        except RequestFailed:
            raise
        except ssl.SSLCertVerificationError as error:
            cause = f"TLS with {host}: certificate verify failed: {error.verify_message}"
            raise RequestFailed("certificate", cause, host) from error
        except TimeoutError as error:
            cause = f"no answer within {self.timeout:g} s"
            raise RequestFailed("timeout", cause) from error
        except ssl.SSLError as error:
            cause = f"TLS with {host} failed: {error.reason or error}"
            raise RequestFailed("tls", cause) from error
        except (OSError, HTTPException) as error:
            if self.proxy is None:
                cause = f"TLS with {host} failed: {_text_of(error)}"
                raise RequestFailed("tls", cause) from error
            refused = str(error).partition("Tunnel connection failed: ")[2]
            cause = f" refuses the connection: '{refused}'" if refused else f": {_text_of(error)}"
            raise RequestFailed("proxy", proxy + cause) from error
        # Silence urllib3's warning: `Network.verify` decides whether certificates are checked.
        self.is_verified = True

    def getresponse(self) -> Any:
        with _here.exchange.waiting():
            return super().getresponse()

    def request(self, method: str, url: str, *args: Any, **options: Any) -> None:
        exchange = _here.exchange
        if self.sock is not None:
            exchange.hold(self.sock)
        # Send the URL as the URL Standard writes it: urllib3 would percent-encode more characters.
        url = exchange.resource if url.startswith("/") else exchange.address
        super().request(method, url, *args, **options)


class _SecureConnection(_Connection, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


def make_pool(proxy: str, context: ssl.SSLContext | None) -> PoolManager:
    """Make pools of connections for one proxy ("" for none) and one set of trusted certificates.

    Raises:
        RequestFailed: The proxy's address is invalid.
    """
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
            address, _SIZE, proxy_headers=headers, maxsize=_SIZE, ssl_context=context
        )
    else:
        pool = PoolManager(_SIZE, maxsize=_SIZE, ssl_context=context)
    pool.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
    return pool


def head_of(response: BaseHTTPResponse) -> Head:
    """Return the status line and the headers of a response."""
    headers = tuple((name, _decoded(value)) for name, value in response.headers.items())
    version = f"HTTP/{response.version // 10}.{response.version % 10}"
    return Head(version, response.status, _decoded(response.reason or ""), headers)


def _decoded(value: str) -> str:
    """Decode a header as UTF-8 if possible; http.client decodes headers as Latin-1."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def is_stale(error: Exception) -> bool:
    """Whether the server closed the connection before sending a response."""
    return isinstance(_root(error), ConnectionError)


def failed(error: Exception, timeout: float | None) -> RequestFailed:
    """Convert an exception of urllib3 to a failure."""
    root = _root(error)
    if isinstance(error, ReadTimeoutError) or isinstance(root, TimeoutError):
        return RequestFailed("timeout", f"no data arrived for {timeout:g} s")
    if isinstance(error, DecodeError):
        cause = "the body does not have the format that Content-Encoding names"
        return RequestFailed("encoding", cause)
    if isinstance(root, IncompleteRead):
        return RequestFailed("ended", "the connection ended in the middle of the body")
    if isinstance(root, RemoteDisconnected):
        return RequestFailed("ended", "the server closed the connection without a response")
    if isinstance(root, OSError):
        return RequestFailed("ended", f"the connection ended: {_text_of(root)}")
    return RequestFailed("no http", f"the response is not HTTP: {_text_of(root)}")


def _root(error: BaseException) -> BaseException:
    """Return the innermost cause of an exception: urllib3 wraps the cause as the last argument of
    each exception.
    """
    while error.args and isinstance(error.args[-1], BaseException):
        error = error.args[-1]
    return error


def _text_of(error: BaseException) -> str:
    return str(getattr(error, "strerror", None) or error).strip() or type(error).__name__
