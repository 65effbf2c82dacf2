"""The blocking part of opening a connection, which runs on a worker.

The steps are name lookup, TCP, an HTTP proxy, TLS and redirects. One time limit applies to all
steps together: the loop calls `time_out` by its own clock.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, TypeAlias

from weex_modules.net.connect import DialFailed, dial
from weex_modules.websocket.adapters.http_head import Head, read_head
from weex_modules.websocket.adapters.results import Opened, url_of
from weex_modules.websocket.failure import OpeningFailed
from weex_runtime.access.lookup import require_behind_proxy
from weex_runtime.errors import AccessRefused
from weex_runtime.loop.quiescence import Ends
from weex_runtime.matching.url import host_of, is_secure, parse_url, port_of
from weex_runtime.module_api.network import basic_credentials, proxy_problem

if TYPE_CHECKING:
    from weex_modules.websocket.adapter import Opening
    from weex_runtime.access.page_access import PageAccess


# Type of a function that runs the opening handshake on a connected socket. The function returns the
# open connection or the head of a redirect, and raises OpeningFailed if the handshake fails.
Handshake: TypeAlias = "Callable[[Attempt, socket.socket, Opening], Opened | Head]"


class Attempt:
    """One attempt to open a connection, including the redirects that it follows.

    Args:
        handshake: Called on the worker with a connected socket.

    Attributes:
        waits_since: The value of time.monotonic() at which the current wait for the server began;
            None if the attempt is not waiting.
    """

    def __init__(
        self,
        opening: Opening,
        handshake: Handshake,
    ) -> None:
        self._opening = opening
        self._handshake = handshake
        self._timeout = opening.limits.connect_timeout
        self._faults = opening.faults
        if self._faults:
            self._faults.talk = self
        self.waits_since: float | None = None
        self._sock: socket.socket | None = None
        self._stopped: Literal["closed", "timeout"] | None = None
        self._step = ""  # the start of the error message if the attempt times out now
        self._done = False

    @property
    def ends(self) -> Ends | None:
        """The local and remote addresses of the connection; None if there is no connection."""
        if self._faults and self._faults.ends:
            return self._faults.ends
        sock = self._sock
        return Ends.of(sock) if sock else None

    @property
    def is_ending(self) -> bool:
        """Whether `abort` or `time_out` was called."""
        return self._stopped is not None

    @property
    def is_held_back(self) -> bool:
        """Whether faults hold the attempt back until the clock moves."""
        return self._faults is not None and self._faults.holds_back

    def run(self) -> Opened:
        """Connect; blocks.

        Raises:
            OpeningFailed: The connection could not be opened; the exception has the cause.
        """
        try:
            opened = self._open()
            self._done = True
            self.stop_if_aborted()
            return opened
        except BaseException:
            if self._sock:
                self._sock.close()
            raise

    def abort(self) -> None:
        """Abort the attempt from another thread, and close its socket if the loop does not own the
        socket yet.
        """
        self._stop("closed")
        if self._sock and self._done:
            self._sock.close()

    def time_out(self) -> None:
        """Fail an unfinished attempt with a timeout; called from another thread."""
        if not self._done:
            self._stop("timeout")

    # Methods that a handshake calls.

    def exchange(self, sock: socket.socket, lines: list[str]) -> tuple[Head, bytes]:
        """Send the head of a request.

        Returns:
            The head of the final response, and the bytes after the head.

        Raises:
            OpeningFailed: The server did not send a final response.
        """

        def receive() -> bytes:
            with self.waiting():
                data = sock.recv(4096)
            self.stop_if_aborted()
            return data

        with self.talking():
            sock.sendall("\r\n".join([*lines, "", ""]).encode())
            return read_head(receive)

    @contextmanager
    def talking(self) -> Iterator[None]:
        """Context manager for the opening handshake: an OSError inside the `with` block becomes
        OpeningFailed.

        Raises:
            OpeningFailed: The connection failed inside the `with` block.
        """
        self._step = "no answer to the opening handshake"
        try:
            yield
        except OSError as error:
            self.stop_if_aborted()
            cause = f"the connection ended during the opening handshake: {self._reason(error)}"
            raise OpeningFailed("ended", cause) from None

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Context manager: inside the `with` block, `waits_since` is set."""
        self.waits_since = time.monotonic()
        try:
            yield
        finally:
            self.waits_since = None

    def stop_if_aborted(self) -> None:
        """Raise `OpeningFailed` after `abort` or `time_out`."""
        if self._stopped == "timeout":
            raise OpeningFailed("timeout", f"{self._step} within {self._timeout:g} s")
        if self._stopped:
            raise OpeningFailed("closed", "broken off")

    # Methods for the steps of connecting.

    def _open(self) -> Opened:
        opening, left = self._opening, self._opening.max_redirects
        while True:
            sock = self._connect(opening)
            answer = self._handshake(self, sock, opening)
            if isinstance(answer, Opened):
                return answer
            sock.close()
            if not left:
                times = "once" if opening.max_redirects == 1 else f"{opening.max_redirects} times"
                cause = f"the server redirects more than {times}"
                raise OpeningFailed("redirect", cause, status=answer.status, reason=answer.reason)
            left -= 1
            opening = opening.redirected(url_of(answer, opening.url))

    def _connect(self, opening: Opening) -> socket.socket:
        target = parse_url(opening.url)
        host, port, secure = host_of(target), port_of(target), is_secure(target)
        proxy = opening.network.proxy_for("https" if secure else "http", host, port)
        if proxy:
            try:
                require_behind_proxy(host, port, opening.access)
            except AccessRefused as refused:
                raise OpeningFailed("access", f"cannot connect to {refused}") from None
            plain = self._tunnel(proxy, f"{target.hostname}:{port}")
        else:
            plain = self._dial(host, port, opening.access)
        return self._wrap(plain, host) if secure else plain

    def _dial(self, host: str, port: int, access: PageAccess | None) -> socket.socket:
        self._step = f"cannot connect to {host}:{port}: no answer"
        try:
            sock = dial(
                host,
                port,
                self._timeout,
                access=access,
                hold=self._hold,
                waiting=self.waiting,
                faults=self._faults,
            )
        except DialFailed as error:
            self.stop_if_aborted()
            raise OpeningFailed(error.kind, error.cause) from None
        self.stop_if_aborted()
        return sock

    def _hold(self, sock: socket.socket) -> None:
        self._sock = sock
        self.stop_if_aborted()

    def _tunnel(self, proxy: str, address: str) -> socket.socket:
        """Open a connection through an HTTP proxy (RFC 9110, section 9.3.6).

        Args:
            address: The server, as "host:port".
        """
        problem = proxy_problem(proxy)
        if problem:
            raise OpeningFailed("proxy", f"the proxy {problem}")
        parts = parse_url(proxy)
        try:
            sock = self._dial(host_of(parts), port_of(parts), None)
        except OpeningFailed as error:
            cause = f"the proxy cannot be reached: {error.failure.cause}"
            raise OpeningFailed("proxy", cause) from None
        lines = [f"CONNECT {address} HTTP/1.1", f"Host: {address}"]
        if parts.has_credentials():
            lines.append(
                f"Proxy-Authorization: {basic_credentials(parts.username, parts.password)}"
            )
        where = f"the proxy {parts.hostname}:{port_of(parts)}"
        try:
            head, rest = self.exchange(sock, lines)
        except OpeningFailed as error:
            raise OpeningFailed("proxy", f"{where}: {error.failure.cause}") from None
        if not 200 <= head.status < 300:
            cause = f"{where} refuses the connection: '{head.phrase}'"
            raise OpeningFailed("proxy", cause, status=head.status, reason=head.reason)
        if rest:
            raise OpeningFailed("proxy", f"{where} sent bytes before the server's response")
        return sock

    def _wrap(self, plain: socket.socket, host: str) -> socket.socket:
        try:
            # Start the TLS handshake only after `_sock` is set, so that abort() can close the
            # socket during the handshake.
            self._sock = sock = self._opening.network.tls_context.wrap_socket(
                plain, server_hostname=host, do_handshake_on_connect=False
            )
            self._step = f"TLS with {host} failed: no answer"
            self.stop_if_aborted()
            with self.waiting():
                sock.do_handshake()
            return sock
        except ssl.SSLCertVerificationError as error:
            reason = error.verify_message
            raise OpeningFailed(
                "tls", f"TLS with {host}: certificate verify failed: {reason}"
            ) from None
        except OSError as error:
            self.stop_if_aborted()
            raise OpeningFailed("tls", f"TLS with {host} failed: {self._reason(error)}") from None

    def _stop(self, kind: Literal["closed", "timeout"]) -> None:
        self._stopped = kind
        if self._sock:
            try:
                # Shut TCP down, not TLS: the worker may be inside a TLS call.
                socket.socket.shutdown(self._sock, socket.SHUT_RDWR)
            except OSError:
                pass  # shutdown() raises if the socket is not connected or is already closed

    def _reason(self, error: OSError) -> str:
        if isinstance(error, TimeoutError):
            return f"no answer within {self._timeout:g} s"
        return str(error.strerror or error)
