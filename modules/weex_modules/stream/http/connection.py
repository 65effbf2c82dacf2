"""Connections that tell their failures in our words and can be broken off from another thread.

urllib3 looks up and connects in one go that nothing can cut short, and TLS takes the socket away
from it, so the exchange (exchange.py) that a thread works for opens and holds the socket.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from email.errors import MissingHeaderBodySeparatorDefect
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from typing import TYPE_CHECKING, Any, cast

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import DecodeError, ReadTimeoutError

from weex_modules.stream.http.message import RequestFailed
from weex_runtime.matching.http_response import FinalResponse

if TYPE_CHECKING:
    from weex_modules.stream.http.exchange import Exchange

_here = threading.local()


@contextmanager
def working_for(exchange: Exchange) -> Iterator[None]:
    """What this thread connects and sends meanwhile is the exchange's."""
    _here.exchange = exchange
    try:
        yield
    finally:
        del _here.exchange


class _Answer(FinalResponse):
    """http.client takes a head that is cut off, or has a line that is no header, for its end."""

    def begin(self) -> None:
        super().begin()
        defects = map(type, self.headers.defects)
        if MissingHeaderBodySeparatorDefect in defects:
            raise HTTPException(f"its head is broken at {str(self.headers.get_payload())[:80]!r}")


class _Connection(HTTPConnection):
    response_class = _Answer

    def _new_conn(self) -> socket.socket:
        exchange = cast("Exchange", _here.exchange)
        try:
            return exchange.dial(self._dns_host, self.port, self.timeout)
        except RequestFailed as error:
            if self.proxy is None or error.failure.kind == "aborted":
                raise
            cause = f"the proxy cannot be reached: {error.failure.cause}"
            raise RequestFailed("proxy", cause) from None

    def connect(self) -> None:
        host = self._tunnel_host or self.host  # a failure makes it forget the tunnel
        proxy = f"the proxy {self.host}:{self.port}"
        try:
            # A plain connection waits for nothing once it is there (see dial).
            is_secure = isinstance(self, HTTPSConnection)
            with cast("Exchange", _here.exchange).waiting("") if is_secure else nullcontext():
                super().connect()
        except RequestFailed:
            raise
        except ssl.SSLCertVerificationError as error:
            cause = f"TLS with {host}: certificate verify failed: {error.verify_message}"
            raise RequestFailed("certificate", cause, host) from error
        except TimeoutError as error:
            cause = f"no answer within {self.timeout:g} s"
            raise RequestFailed("timeout", cause, host) from error
        except ssl.SSLError as error:
            cause = f"TLS with {host} failed: {error.reason or error}"
            raise RequestFailed("tls", cause, host) from error
        except (OSError, HTTPException) as error:
            refused = str(error).partition("Tunnel connection failed: ")[2]
            if refused:
                cause = f"{proxy} refuses the connection: '{refused}'"
                raise RequestFailed("proxy", cause) from error
            if self.proxy is not None:
                raise RequestFailed("proxy", f"{proxy}: {_words(error)}") from error
            raise RequestFailed("tls", f"TLS with {host} failed: {_words(error)}", host) from error
        # Whether it has to be is said by the Network, and needs no warning of urllib3.
        self.is_verified = True

    def getresponse(self) -> Any:
        with cast("Exchange", _here.exchange).waiting():
            return super().getresponse()

    def request(self, method: str, url: str, *args: Any, **options: Any) -> None:
        exchange = cast("Exchange", _here.exchange)
        if self.sock is not None:
            exchange.hold(self.sock)
        # urllib3 escapes more than the URL Standard does.
        url = exchange.resource if url.startswith("/") else exchange.address
        super().request(method, url, *args, **options)


class _SecureConnection(_Connection, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


POOLS = {"http": _Pool, "https": _SecurePool}


def is_stale(error: Exception) -> bool:
    """The connection was ended before anything came."""
    return isinstance(_root(error), ConnectionError)


def failed(error: Exception, timeout: float | None, host: str) -> RequestFailed:
    """What urllib3 raised, in our words."""
    root = _root(error)
    if isinstance(error, ReadTimeoutError) or isinstance(root, TimeoutError):
        return RequestFailed("timeout", f"nothing came for {timeout:g} s", host)
    if isinstance(error, DecodeError):
        return RequestFailed("encoding", "the body is not what its Content-Encoding says", host)
    if isinstance(root, IncompleteRead):
        return RequestFailed("ended", "the connection ended in the middle of the body", host)
    if isinstance(root, RemoteDisconnected):
        return RequestFailed("ended", "the server ended the connection without an answer", host)
    if isinstance(root, OSError):
        return RequestFailed("ended", f"the connection ended: {_words(root)}", host)
    return RequestFailed("no http", f"the server's answer is no HTTP: {_words(root)}", host)


def _root(error: BaseException) -> BaseException:
    """urllib3 wraps what happened, which is then the last argument."""
    while error.args and isinstance(error.args[-1], BaseException):
        error = error.args[-1]
    return error


def _words(error: BaseException) -> str:
    return str(getattr(error, "strerror", None) or error).strip() or type(error).__name__
