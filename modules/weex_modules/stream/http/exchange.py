"""One request and its answer, redirects included: all of it that blocks. It runs on a worker."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from weex_modules.net.connect import DialFailed, dial
from weex_modules.stream.http.message import Answer, Head, Request, RequestFailed
from weex_runtime.loop.quiescence import Ends
from weex_runtime.matching.url import REQUEST, host_of, may_know_secrets, parse_url, resolve

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from urllib3 import BaseHTTPResponse

    from weex_modules.stream.http.pool import HttpClient
    from weex_runtime import Network

MAX_REDIRECTS = 20  # what devices and browsers follow

_REDIRECTS = (301, 302, 303, 307, 308)
_SAFE = ("GET", "HEAD")
_IDEMPOTENT = ("GET", "HEAD", "PUT", "DELETE")  # RFC 9110, section 9.2.2
_SECRETS = ("authorization", "cookie")
_DRAINED = 64 * 1024  # a redirect's body up to this size is read, to use the connection again


@dataclass(frozen=True, kw_only=True)
class RedirectRules:
    """Which redirects are followed, and how. The defaults are those of WHATWG's Fetch.

    Attributes:
        crosses_tls: Those from http to https and back too.
        sends_again: Those with 307 and 308 of a request that is neither GET nor HEAD too.
        always_get: 301, 302 and 303 make a GET of any other method but HEAD; by default 303 does,
            and 301 and 302 of POST.
    """

    crosses_tls: bool = True
    sends_again: bool = True
    always_get: bool = False


class Exchange:
    """One request of a page.

    Args:
        mapped: The address to connect to in place of another.
        keeps_cookies: Cookies that servers set are kept, and go with requests to them.
        max_body: Bytes of the longest body, decoded.
        read_size: Bytes that are read at once at the most.
        on_head: Called on the worker with the head of the answer.
        on_data: Called on the worker with the bytes that are there of its body.
        is_timed: The request's timeout is the machine's; else whoever started it calls `time_out`.

    Attributes:
        address: Where the latest request of it went.
        is_aborted: Nobody wants the answer any more.
        waits_since: When it began to wait for the server.
    """

    def __init__(
        self,
        request: Request,
        *,
        client: HttpClient,
        network: Network,
        mapped: Callable[[str], str],
        redirects: RedirectRules,
        keeps_cookies: bool,
        max_body: int,
        read_size: int,
        on_head: Callable[[Head], object],
        on_data: Callable[[int], object],
        is_timed: bool = True,
    ) -> None:
        self._request = request
        self._client = client
        self._network = network
        self._mapped = mapped
        self._redirects = redirects
        self._keeps_cookies = keeps_cookies
        self._max_body = max_body
        self._read_size = read_size
        self._on_head = on_head
        self._on_data = on_data
        self._timeout = request.timeout if is_timed else None
        self._head: Head | None = None
        self._crossed_tls = False
        self._sent_again = False
        self._is_new = False  # the connection
        self._lock = threading.Lock()
        self._handle: socket.socket | None = None
        self._is_lost = False
        self._late = ""  # why it fails, when it does
        self._doing: str | None = None  # while it waits, see there
        self.address = ""
        self.is_aborted = False
        self.waits_since: float | None = None

    @property
    def ends(self) -> Ends | None:
        """The connection that it has."""
        handle = self._handle
        return Ends.of(handle) if handle else None

    @property
    def resource(self) -> str:
        """Path and query of the address."""
        parts = parse_url(self.address)
        return parts.pathname + parts.search

    @property
    def is_ending(self) -> bool:
        """It was broken off."""
        return self.is_aborted or self._is_lost or bool(self._late)

    def run(self) -> Answer:
        """Send the request and read the answer; blocks.

        Raises:
            RequestFailed: With the cause.
        """
        from weex_modules.stream.http.connection import working_for

        try:
            with working_for(self):
                return self._run()
        except RequestFailed as error:
            failure = error.failure._replace(head=self._head)
            if self._late and failure.kind != "aborted":
                failure = failure._replace(kind="timeout", cause=self._late)
            error.failure = failure
            raise
        finally:
            with self._lock:
                self._let_go()

    def abort(self) -> None:
        """Break it off, from another thread."""
        with self._lock:
            self.is_aborted = True
            self._wake_up()

    def lose_network(self) -> None:
        """The network is gone: it fails. From another thread."""
        self._is_lost = True
        with self._lock:
            self._wake_up()

    def time_out(self) -> None:
        """The server is late: it fails. From another thread."""
        limit, doing = f"{self._request.timeout:g} s", self._doing
        self._late = (
            f"nothing came for {limit}" if doing is None else f"{doing}no answer within {limit}"
        )
        with self._lock:
            self._wake_up()

    # What the connection asks for.

    @contextmanager
    def waiting(self, doing: str | None = None) -> Iterator[None]:
        """Wait for the server meanwhile.

        Args:
            doing: Begins the message if there is no answer, like "cannot connect to x: "; None: it
                waits for what is asked for.
        """
        before, was_waiting = self._doing, self.waits_since is not None
        self._doing, self.waits_since = doing, time.monotonic()
        try:
            yield
        finally:
            self._doing, self.waits_since = before, time.monotonic() if was_waiting else None

    def dial(self, host: str, port: int, timeout: float | None) -> socket.socket:
        """A new connection.

        Raises:
            RequestFailed: There is none.
        """
        self._is_new = True
        waiting = partial(self.waiting, f"cannot connect to {host}:{port}: ")
        try:
            sock = dial(host, port, timeout, hold=self.hold, waiting=waiting)
        except DialFailed as error:
            self._stop_if_aborted()
            raise RequestFailed(error.kind, error.cause, host) from None
        try:
            self._stop_if_aborted()
        except RequestFailed:
            sock.close()
            raise
        sock.settimeout(timeout)
        return sock

    def hold(self, sock: socket.socket) -> None:
        """From now on `abort` ends this one.

        Raises:
            RequestFailed: It was aborted.
        """
        # A duplicate: TLS and the answer take the socket over, and may close it at any time.
        handle = socket.fromfd(sock.fileno(), sock.family, sock.type)
        with self._lock:
            self._let_go()
            self._handle = handle
        self._stop_if_aborted()

    # Private parts.

    def _run(self) -> Answer:
        request = self._request
        first = target = self._target_of(request)
        limit = self._network.max_redirects
        limit = MAX_REDIRECTS if limit is None else limit
        followed = 0
        while True:
            self._stop_if_aborted()
            response = self._send(request, target)
            try:
                head = _head_of(response)
                redirected = self._redirected(request, head) if limit else None
                if redirected is None:
                    self._head = head
                    self._on_head(head)
                    body = self._read(response)
                    return Answer(head, body, self._crossed_tls, self._sent_again)
                _finish(response)
            finally:
                response.close()
            followed += 1
            if followed > limit:
                cause = f"the server redirects more than {_times(limit)}"
                raise RequestFailed("redirect", cause, _host_of(target))
            request = redirected
            target = self._target_of(request)
            if not may_know_secrets(target, first):
                kept = {n: v for n, v in request.headers.items() if n.lower() not in _SECRETS}
                request = request._replace(headers=kept)

    def _target_of(self, request: Request) -> str:
        mapped = self._mapped(request.url)
        target, problem = resolve(mapped, "", REQUEST)
        if problem:
            raise RequestFailed("url", f"url_map leads {request.url} to {mapped}; {problem}")
        return target

    def _send(self, request: Request, target: str) -> BaseHTTPResponse:
        if not self._keeps_cookies:
            return self._send_to(request._replace(url=target))
        from urllib.request import Request as Asked

        asked, cookies = Asked(request.url), self._client.cookies
        cookies.add_cookie_header(asked)
        headers = dict(request.headers)
        own, kept = headers.get("Cookie", ""), str(asked.get_header("Cookie", ""))
        if kept:
            headers["Cookie"] = f"{own}; {kept}" if own else kept
        response = self._send_to(request._replace(url=target, headers=headers))
        cookies.extract_cookies(cast("HTTPResponse", response), asked)
        return response

    def _send_to(self, request: Request) -> BaseHTTPResponse:
        from urllib3.exceptions import HTTPError

        from weex_modules.stream.http.connection import failed, is_stale

        self.address = request.url
        while True:
            self._is_new = False
            try:
                return self._client.send(request, self._network, self._timeout)
            except (HTTPError, OSError, ValueError) as error:
                self._stop_if_aborted()
                # A server may end a connection that is free at any time, also just now.
                if self._is_new or request.method not in _IDEMPOTENT or not is_stale(error):
                    raise failed(error, request.timeout, _host_of(request.url)) from error

    def _read(self, response: BaseHTTPResponse) -> bytes:
        from urllib3.exceptions import HTTPError

        from weex_modules.stream.http.connection import failed

        host = _host_of(self._request.url)
        too_big = RequestFailed("too big", f"the body is longer than {self._max_body} bytes", host)
        if (response.length_remaining or 0) > self._max_body:
            raise too_big
        parts = []
        size = 0
        try:
            while data := self._read_some(response):
                size += len(data)
                if size > self._max_body:
                    raise too_big
                parts.append(data)
                self._on_data(size)
        except (HTTPError, OSError, ValueError) as error:
            self._stop_if_aborted()
            raise failed(error, self._request.timeout, host) from error
        self._stop_if_aborted()  # a body without a length ends with the connection
        return b"".join(parts)

    def _read_some(self, response: BaseHTTPResponse) -> bytes:
        with self.waiting():
            return response.read1(self._read_size)

    def _redirected(self, request: Request, head: Head) -> Request | None:
        """The request that follows a redirect; None where none is to be followed."""
        location = head.header("location")
        if head.status not in _REDIRECTS or not location:
            return None
        rules = self._redirects
        url, problem = resolve(location, request.url, REQUEST)
        if problem:
            phrase = f"{head.status} {head.reason}".strip()
            cause = f"the server redirects ({phrase}), and {problem}"
            raise RequestFailed("redirect", cause, _host_of(request.url))
        if parse_url(url).protocol != parse_url(request.url).protocol:
            self._crossed_tls = True
            if not rules.crosses_tls:
                return None
        if request.method in _SAFE:
            return request._replace(url=url)
        if head.status in (307, 308):
            self._sent_again = True
            if not rules.sends_again:
                return None
            return request._replace(url=url)
        if head.status == 303 or request.method == "POST" or rules.always_get:
            kept = {n: v for n, v in request.headers.items() if n.lower() != "content-type"}
            return request._replace(method="GET", url=url, headers=kept, body=None)
        return request._replace(url=url)

    def _wake_up(self) -> None:
        """Have the worker see that it is to end."""
        if self._handle:
            try:
                self._handle.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # not connected yet, or ended already

    def _let_go(self) -> None:
        if self._handle:
            self._handle.close()
        self._handle = None

    def _stop_if_aborted(self) -> None:
        if self.is_aborted:
            raise RequestFailed("aborted", "the page has ended")
        if self._late:
            raise RequestFailed("timeout", self._late, _host_of(self._request.url))
        if self._is_lost:
            host = _host_of(self._request.url)
            raise RequestFailed("ended", "the connection was lost: the device is offline", host)


def _head_of(response: BaseHTTPResponse) -> Head:
    headers = tuple((name, _text(value)) for name, value in response.headers.items())
    version = f"HTTP/{response.version // 10}.{response.version % 10}"
    return Head(version, response.status, _text(response.reason or ""), headers)


def _text(value: str) -> str:
    """http.client reads Latin-1; what is not ASCII mostly is UTF-8."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _finish(response: BaseHTTPResponse) -> None:
    """Read the body of a redirect, if it is short, so that the connection can be used again."""
    if response.length_remaining is not None and response.length_remaining <= _DRAINED:
        response.drain_conn()


def _host_of(url: str) -> str:
    return host_of(parse_url(url))


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
