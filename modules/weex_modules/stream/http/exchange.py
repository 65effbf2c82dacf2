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
from weex_modules.stream.http.message import (
    Failure,
    Head,
    Kind,
    Request,
    RequestFailed,
    Response,
    too_big,
)
from weex_modules.stream.http.pool import HttpClient
from weex_modules.stream.http.redirects import Redirects
from weex_runtime.loop.quiescence import Ends
from weex_runtime.matching.url import REQUEST, may_know_secrets, parse_url, resolve

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

    from weex_runtime.faults.connection import ConnectionFaults
    from weex_runtime.instance import Instance

_IDEMPOTENT = ("GET", "HEAD", "PUT", "DELETE")  # idempotent methods: RFC 9110, section 9.2.2
_SECRETS = ("authorization", "cookie")
# Maximum size, in bytes, of a redirect's body that is read so that the connection can be reused.
_DRAINED = 64 * 1024


class Exchange:
    """One request of a page and its response.

    Args:
        on_head: Called on the worker with the head of the response.
        on_data: Called on the worker with the number of bytes of the body so far.
        is_timed: Whether to set the request's timeout on sockets; if not, the caller calls
            `time_out`.
        faults: The faults of the connection and of the body; None: no faults.

    Attributes:
        address: URL of the latest request.
        waits_since: The value of time.monotonic() at which the current wait for the server began;
            None if the exchange is not waiting.
    """

    def __init__(
        self,
        page: Instance,
        request: Request,
        *,
        on_head: Callable[[Head], object],
        on_data: Callable[[int], object],
        is_timed: bool,
        faults: ConnectionFaults | None,
    ) -> None:
        self._request = request
        client = page.runtime.shared(HttpClient)
        # A connection with faults serves this request only.
        self._client = client.apart() if faults else client
        self._faults = faults
        if faults:
            faults.talk = self
        self._network = page.network
        self._access = page.access
        self._mapped = page.runtime.mapped
        self._on_head = on_head
        self._on_data = on_data
        self._timeout = request.timeout if is_timed else None
        self._head: Head | None = None
        self._is_new = False  # whether the connection was opened for this request
        self._lock = threading.Lock()
        self._handle: socket.socket | None = None
        self._ended: tuple[Kind, str] | None = None  # the arguments of the first call of `end`
        self._doing: str | None = None  # the latest argument `doing` of `waiting`
        self.address = ""
        self.waits_since: float | None = None

    @property
    def ends(self) -> Ends | None:
        """The local and remote addresses of the connection; None if there is no connection."""
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
        """Whether `end` or `time_out` was called."""
        return self._ended is not None

    @property
    def is_held_back(self) -> bool:
        """Whether faults delay the exchange until the clock moves."""
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
            kind, cause = self._ended or error.failure[:2]
            error.failure = Failure(kind, cause, error.failure.host, self._head)
            raise
        finally:
            with self._lock:
                self._let_go()
            if self._faults:
                self._client.close()
                self._faults.client_ended()

    # Methods that other threads call.

    def end(self, kind: Kind, cause: str) -> None:
        """Make the request fail, and shut the socket down, so that the worker stops waiting."""
        with self._lock:
            self._ended = self._ended or (kind, cause)
            if self._handle:
                try:
                    self._handle.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass  # shutdown() raises if the socket is not connected or is closed

    def time_out(self) -> None:
        """Make the request fail, since no data arrived within the request's timeout."""
        doing = self._doing  # a copy, since the worker can change the attribute at any time
        late = "no data arrived for" if doing is None else f"{doing}no answer within"
        self.end("timeout", f"{late} {self._request.timeout:g} s")

    # Methods that the connection calls.

    @contextmanager
    def waiting(self, doing: str | None = None) -> Iterator[None]:
        """Record, within the block, that the thread waits for the server.

        Args:
            doing: The start of the error message after a timeout, like "cannot connect to x: ";
                None if the thread waits for the response.
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
            raise RequestFailed(error.kind, error.cause) from None
        if self._ended:
            sock.close()
            raise RequestFailed(*self._ended)
        sock.settimeout(timeout)
        return sock

    def hold(self, sock: socket.socket) -> None:
        """Keep a duplicate of the socket, so that `end` can shut it down.

        Raises:
            RequestFailed: The exchange has been ended.
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
        redirects = Redirects(self._network.max_redirects)
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
            request = following
            target = self._target_of(request)
            if not may_know_secrets(target, first):
                kept = {n: v for n, v in request.headers.items() if n.lower() not in _SECRETS}
                request = request._replace(headers=kept)

    def _file(self, request: Request) -> Response | None:
        """Return the file to which `url_map` maps the URL; None if it maps the URL to a server."""
        mapped = self._mapped(request.url)
        if mapped == request.url:
            return None
        from weex_modules.stream.http.files import file_response

        found = file_response(request, mapped, self._access, self._request.max_body)
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
                "url",
                f"url_map maps {request.url} to {mapped}, which is not in a folder that exists; "
                f"{problem}",
            )
        return target

    def _send(self, request: Request, target: str) -> BaseHTTPResponse:
        from urllib3.exceptions import HTTPError

        from weex_modules.stream.http.connection import failed, is_stale

        self.address = target
        while True:
            self._is_new = False
            try:
                return self._client.send(
                    request, target, self._network, self._timeout, self._access
                )
            except (HTTPError, OSError, ValueError) as error:
                # A server may close an idle connection at any time, even while this request is
                # being sent.
                is_repeatable = request.method in _IDEMPOTENT and is_stale(error)
                if self._ended or self._is_new or not is_repeatable:
                    raise failed(error, request.timeout) from error

    def _read(self, response: BaseHTTPResponse) -> bytes:
        from http.client import HTTPException

        from urllib3.exceptions import HTTPError

        from weex_modules.stream.http.connection import failed

        length = response.length_remaining or 0
        if length > self._request.max_body:
            raise too_big(self._request.max_body, length)
        read = self._faults.reader(response.read1) if self._faults else response.read1
        parts = []
        size = 0
        try:
            while True:
                with self.waiting():
                    data = read(self._request.read_size)
                if not data:
                    break
                size += len(data)
                if size > self._request.max_body:
                    raise too_big(self._request.max_body)
                parts.append(data)
                self._on_data(size)
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            raise failed(error, self._request.timeout) from error
        # A body without Content-Length ends when the connection closes. So an incomplete body seems
        # complete after `end` has shut the socket down: raise the failure in this case.
        self._stop_if_ending()
        return b"".join(parts)

    def _let_go(self) -> None:
        if self._handle:
            self._handle.close()
        self._handle = None

    def _stop_if_ending(self) -> None:
        if self._ended:
            raise RequestFailed(*self._ended)
