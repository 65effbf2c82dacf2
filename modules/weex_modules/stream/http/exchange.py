"""The blocking part of a request, redirects included, which runs on a worker."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from weex_modules.net.connect import DialFailed, dial
from weex_modules.stream.http.message import Head, Request, RequestFailed, Response
from weex_modules.stream.http.redirects import RedirectRules, Redirects
from weex_runtime.loop.quiescence import Ends
from weex_runtime.matching.url import REQUEST, host_of, may_know_secrets, parse_url, resolve

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

    from weex_modules.stream.http.pool import HttpClient
    from weex_runtime import Network
    from weex_runtime.access.page_access import PageAccess
    from weex_runtime.faults.connection import ConnectionFaults

_IDEMPOTENT = ("GET", "HEAD", "PUT", "DELETE")  # idempotent methods: RFC 9110, section 9.2.2
_SECRETS = ("authorization", "cookie")
# The most bytes of a redirect's body that are read in order to reuse the connection.
_DRAINED = 64 * 1024


class Exchange:
    """One request of a page and its response.

    Args:
        access: Decides which addresses may be reached; None allows all.
        mapped: A function that applies `url_map` to an address.
        keeps_cookies: Store the cookies of servers, and send them back.
        max_body: The most bytes of a decoded body.
        read_size: The most bytes of one read.
        on_head: Called on the worker with the head of the response.
        on_data: Called on the worker with the number of bytes of the body so far.
        is_timed: Set the request's timeout on sockets; False: the caller calls `time_out`.
        faults: The faults of the connection and of the body; None without faults.

    Attributes:
        address: URL of the latest request.
        is_aborted: Whether the page has ended.
        waits_since: When the current wait for the server began (time.monotonic); None: the exchange
            is not waiting.
    """

    def __init__(
        self,
        request: Request,
        *,
        client: HttpClient,
        network: Network,
        access: PageAccess | None,
        mapped: Callable[[str], str],
        redirects: RedirectRules,
        keeps_cookies: bool,
        max_body: int,
        read_size: int,
        on_head: Callable[[Head], object],
        on_data: Callable[[int], object],
        is_timed: bool = True,
        faults: ConnectionFaults | None = None,
    ) -> None:
        self._request = request
        # A connection with faults serves this request only.
        self._client = client.apart() if faults else client
        self._faults = faults
        if faults:
            faults.talk = self
        self._network = network
        self._access = access
        self._mapped = mapped
        self._redirects = redirects
        self._keeps_cookies = keeps_cookies
        self._max_body = max_body
        self._read_size = read_size
        self._on_head = on_head
        self._on_data = on_data
        self._timeout = request.timeout if is_timed else None
        self._head: Head | None = None
        self._is_new = False  # whether the connection was opened for this request
        self._lock = threading.Lock()
        self._handle: socket.socket | None = None
        self._is_lost = False
        self._late = ""  # the cause of the timeout, "" before a timeout
        self._doing: str | None = None  # the argument `doing` of the current call of `waiting`
        self.address = ""
        self.is_aborted = False
        self.waits_since: float | None = None

    @property
    def ends(self) -> Ends | None:
        """The local and the remote address of the connection."""
        if self._faults and self._faults.ends:
            return self._faults.ends
        handle = self._handle
        return Ends.of(handle) if handle else None

    @property
    def resource(self) -> str:
        """The path and query of the address."""
        parts = parse_url(self.address)
        return parts.pathname + parts.search

    @property
    def is_ending(self) -> bool:
        """Whether the exchange was aborted, timed out or lost the network."""
        return self.is_aborted or self._is_lost or bool(self._late)

    @property
    def is_held_back(self) -> bool:
        """Whether faults hold the exchange back until the clock moves."""
        return self._faults is not None and self._faults.holds_back

    def run(self) -> Response:
        """Send the request and read the whole response; blocks.

        Raises:
            RequestFailed: There is no complete response; the exception has the cause.
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
            if self._faults:
                self._client.close()
                self._faults.client_ended()

    # Methods that other threads call.

    def abort(self) -> None:
        """Abort the exchange when the page ends."""
        self.is_aborted = True
        self._wake_up()

    def lose_network(self) -> None:
        """Fail the request, since the network is lost."""
        self._is_lost = True
        self._wake_up()

    def time_out(self, cause: str = "") -> None:
        """Fail the request with a timeout."""
        doing = self._doing  # copy the attribute, since the worker may change it at any time
        late = "no data arrived for" if doing is None else f"{doing}no answer within"
        self._late = cause or f"{late} {self._request.timeout:g} s"
        self._wake_up()

    # Methods that the connection calls.

    @contextmanager
    def waiting(self, doing: str | None = None) -> Iterator[None]:
        """Record, within the block, that the thread waits for the server.

        Args:
            doing: The start of the message of a timeout, like "cannot connect to x: "; None: the
                response is awaited.
        """
        before, was_waiting = self._doing, self.waits_since is not None
        self._doing, self.waits_since = doing, time.monotonic()
        try:
            yield
        finally:
            self._doing, self.waits_since = before, time.monotonic() if was_waiting else None

    def dial(self, host: str, port: int, timeout: float | None, *, is_proxy: bool) -> socket.socket:
        """Open a TCP connection to a server or a proxy.

        Raises:
            RequestFailed: The connection could not be opened; the exception has the cause.
        """
        self._is_new = True
        waiting = partial(self.waiting, f"cannot connect to {host}:{port}: ")
        try:
            access = None if is_proxy else self._access
            sock = dial(
                host,
                port,
                timeout,
                access=access,
                hold=self.hold,
                waiting=waiting,
                faults=self._faults,
            )
        except DialFailed as error:
            self._stop_if_ending()
            raise RequestFailed(error.kind, error.cause, host) from None
        try:
            self._stop_if_ending()
        except RequestFailed:
            sock.close()
            raise
        sock.settimeout(timeout)
        return sock

    def hold(self, sock: socket.socket) -> None:
        """Keep a duplicate of the socket, so that `abort` can shut it down.

        Raises:
            RequestFailed: The exchange has been aborted.
        """
        # Keep a duplicate: TLS and the response own the socket and may close it at any time.
        handle = socket.fromfd(sock.fileno(), sock.family, sock.type)
        with self._lock:
            self._let_go()
            self._handle = handle
        self._stop_if_ending()

    # Private methods.

    def _run(self) -> Response:
        from weex_modules.stream.http.connection import head_of

        request = self._request
        redirects = Redirects(self._redirects, self._network.max_redirects)
        if found := self._file(request):
            return found
        first = target = self._target_of(request)
        while True:
            self._stop_if_ending()
            response = self._send(request, target)
            try:
                head = head_of(response)
                following = redirects.follow(request, head)
                if following is None:
                    self._head = head
                    self._on_head(head)
                    body = self._read(response)
                    return Response(head, body, redirects.crossed_tls, redirects.sent_again)
                # Read a short body to its end, so that the connection can be used again.
                if response.length_remaining is not None and response.length_remaining <= _DRAINED:
                    response.drain_conn()
            finally:
                response.close()
            redirects.count(target)
            request = following
            target = self._target_of(request)
            if not may_know_secrets(target, first):
                kept = {n: v for n, v in request.headers.items() if n.lower() not in _SECRETS}
                request = request._replace(headers=kept)

    def _file(self, request: Request) -> Response | None:
        """Return the file to which `url_map` leads; None if it leads to a server."""
        mapped = self._mapped(request.url)
        if mapped == request.url:
            return None
        from weex_modules.stream.http.files import file_response

        found = file_response(request, mapped, self._access, self._max_body)
        if found:
            self._head = found.head
            self._on_head(found.head)
            self._on_data(len(found.body))
        return found

    def _target_of(self, request: Request) -> str:
        mapped = self._mapped(request.url)
        target, problem = resolve(mapped, "", REQUEST)
        if problem:
            raise RequestFailed(
                "url", f"url_map maps {request.url} to {mapped}; {problem}, nor in a folder"
            )
        return target

    def _send(self, request: Request, target: str) -> BaseHTTPResponse:
        from urllib3.exceptions import HTTPError

        from weex_modules.stream.http.connection import failed, is_stale

        self.address = target
        send = self._client.send_with_cookies if self._keeps_cookies else self._client.send
        while True:
            self._is_new = False
            try:
                return send(request, target, self._network, self._timeout, self._access)
            except (HTTPError, OSError, ValueError) as error:
                self._stop_if_ending()
                # A server may close an idle connection at any time, even while this request is
                # being sent.
                if self._is_new or request.method not in _IDEMPOTENT or not is_stale(error):
                    raise failed(error, request.timeout, host_of(parse_url(target))) from error

    def _read(self, response: BaseHTTPResponse) -> bytes:
        from http.client import HTTPException

        from urllib3.exceptions import HTTPError

        from weex_modules.stream.http.connection import failed

        host = _host_of(self._request)
        too_big = RequestFailed("too big", f"the body is longer than {self._max_body} bytes", host)
        if (response.length_remaining or 0) > self._max_body:
            raise too_big
        read = self._faults.reader(response.read1) if self._faults else response.read1
        parts = []
        size = 0
        try:
            while True:
                with self.waiting():
                    data = read(self._read_size)
                if not data:
                    break
                size += len(data)
                if size > self._max_body:
                    raise too_big
                parts.append(data)
                self._on_data(size)
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            self._stop_if_ending()
            raise failed(error, self._request.timeout, host) from error
        # Check again: if abort() shut the socket down, a body without Content-Length seems
        # complete.
        self._stop_if_ending()
        return b"".join(parts)

    def _wake_up(self) -> None:
        """Shut the socket down, so that a waiting worker continues."""
        with self._lock:
            if self._handle:
                try:
                    self._handle.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass  # shutdown() raises if the socket is not connected, or has ended

    def _let_go(self) -> None:
        if self._handle:
            self._handle.close()
        self._handle = None

    def _stop_if_ending(self) -> None:
        if self.is_aborted:
            raise RequestFailed("aborted", "the page has ended")
        if self._late:
            raise RequestFailed("timeout", self._late, _host_of(self._request))
        if self._is_lost:
            cause = "the connection was lost: the device is offline"
            raise RequestFailed("ended", cause, _host_of(self._request))


def _host_of(request: Request) -> str:
    return host_of(parse_url(request.url))
