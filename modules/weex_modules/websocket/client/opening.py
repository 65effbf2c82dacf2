"""The opening handshake: all of a connection that blocks. It runs on a worker.

Not websocket-client's: its time limit is for each read. This one is the loop's, on its clock:
`time_out`. What is written and what the answer must be: handshake.py.
"""

from __future__ import annotations

import base64
import os
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from weex_modules.net.connect import DialFailed, dial
from weex_modules.websocket.client.handshake import (
    AnswerReader,
    Head,
    OpeningFailed,
    Target,
    check,
    offers_compression,
    redirected,
    request,
)
from weex_modules.websocket.wire_rules import Offer, WireRules
from weex_runtime import Network
from weex_runtime.loop.quiescence import Ends
from weex_runtime.matching.url import host_of, parse_url, port_of
from weex_runtime.module_api.network import basic_credentials, proxy_problem

if TYPE_CHECKING:
    from weex_modules.websocket.client.deflate import Deflate

_REDIRECTS = (301, 302, 303, 307, 308)


class Opened(NamedTuple):
    """A connection whose opening handshake is done.

    Attributes:
        sock: Connected, and inside TLS for wss.
        rest: What the server sent behind its answer.
        protocol: The subprotocol that it chose, "" for none.
        extensions: What it named of those in use.
        deflate: The compression that it agreed to.
    """

    sock: socket.socket
    rest: bytes
    protocol: str
    extensions: str = ""
    deflate: Deflate | None = None


class OpeningHandshake:
    """One attempt, redirects included.

    Args:
        url: Complete ws or wss URL.
        timeout: Seconds that all of it may take, for messages; whoever started it calls `time_out`
            then. A name lookup cannot be cut short, but counts.

    Attributes:
        waits_since: When it began to wait for the server.
    """

    def __init__(
        self, url: str, offer: Offer, *, rules: WireRules, network: Network, timeout: float
    ) -> None:
        self._url = url
        self._offer = offer
        self._rules = rules
        self._network = network
        self._timeout = timeout
        self.waits_since: float | None = None
        self._sock: socket.socket | None = None
        self._aborted = False
        self._late = False
        self._doing = ""  # what there would be no answer to
        self._done = False

    @property
    def ends(self) -> Ends | None:
        """The connection that it has."""
        sock = self._sock
        return Ends.of(sock) if sock else None

    @property
    def is_ending(self) -> bool:
        """It was broken off."""
        return self._aborted or self._late

    def run(self) -> Opened:
        """Connect; blocks.

        Raises:
            OpeningFailed: With the cause.
        """
        try:
            opened = self._open()
            self._done = True
            self._stop_if_aborted()
            return opened
        except BaseException:
            if self._sock:
                self._sock.close()
            raise

    def abort(self) -> None:
        """Break the attempt off, from another thread, or close its socket that nobody took."""
        self._aborted = True
        self._wake_up()
        if self._sock and self._done:
            self._sock.close()

    def time_out(self) -> None:
        """The time is over: it fails, unless it is done. From another thread."""
        if not self._done:
            self._late = True
            self._wake_up()

    def _wake_up(self) -> None:
        if self._sock:
            try:
                # Not TLS's own shutdown: the worker is using that.
                socket.socket.shutdown(self._sock, socket.SHUT_RDWR)
            except OSError:
                pass  # not connected yet, or ended already

    def _open(self) -> Opened:
        target = first = Target.of(self._url)
        redirects = self._network.max_redirects
        if redirects is None:
            redirects = self._rules.max_redirects
        followed = 0
        while True:
            sock = self._connect(target)
            key = base64.b64encode(os.urandom(16)).decode()
            lines = request(
                target, key, first, offer=self._offer, rules=self._rules, network=self._network
            )
            head, rest = self._ask(sock, lines)
            if not redirects or head.status not in _REDIRECTS:
                return self._opened(sock, head, rest, key)
            sock.close()
            followed += 1
            if followed > redirects:
                raise OpeningFailed(
                    "redirect",
                    f"the server redirects more than {_times(redirects)}",
                    status=head.status,
                    reason=head.reason,
                )
            target = redirected(target, head)

    def _opened(self, sock: socket.socket, head: Head, rest: bytes, key: str) -> Opened:
        protocol = check(head, key, offer=self._offer, rules=self._rules)
        extensions = head.headers.get("sec-websocket-extensions", "")
        if not extensions:
            return Opened(sock, rest, protocol)
        if offers_compression(self._rules, self._network):
            from weex_modules.websocket.client.deflate import agree

            return Opened(sock, rest, protocol, extensions, agree(extensions))
        if self._rules.checks_answer == "rfc":
            cause = f"the server chose extension {extensions!r}; none was offered"
            raise OpeningFailed("extension", cause, actual=extensions)
        return Opened(sock, rest, protocol)  # a frame that uses it will fail

    # Connecting.

    def _connect(self, target: Target) -> socket.socket:
        proxy = self._network.proxy_for(
            "https" if target.secure else "http", target.host, target.port
        )
        if proxy:
            plain = self._tunnel(proxy, target)
        else:
            plain = self._dial(target.host, target.port)
        return self._wrap(plain, target.host) if target.secure else plain

    def _dial(self, host: str, port: int) -> socket.socket:
        self._doing = f"cannot connect to {host}:{port}: no answer"
        try:
            sock = dial(host, port, self._timeout, hold=self._hold, waiting=self._waiting)
        except DialFailed as error:
            self._stop_if_aborted()
            raise OpeningFailed(error.kind, error.cause) from None
        self._stop_if_aborted()
        return sock

    def _hold(self, sock: socket.socket) -> None:
        self._sock = sock
        self._stop_if_aborted()

    def _tunnel(self, proxy: str, target: Target) -> socket.socket:
        """A connection to the target through an HTTP proxy."""
        problem = proxy_problem(proxy)
        if problem:
            raise OpeningFailed("proxy", f"the proxy {problem}")
        parts = parse_url(proxy)
        try:
            sock = self._dial(host_of(parts), port_of(parts))
        except OpeningFailed as error:
            cause = f"the proxy cannot be reached: {error.failure.cause}"
            raise OpeningFailed("proxy", cause) from None
        lines = [f"CONNECT {target.address} HTTP/1.1", f"Host: {target.address}"]
        if parts.has_credentials():
            lines.append(
                f"Proxy-Authorization: {basic_credentials(parts.username, parts.password)}"
            )
        where = f"the proxy {parts.hostname}:{port_of(parts)}"
        try:
            head, rest = self._ask(sock, lines)
        except OpeningFailed as error:
            raise OpeningFailed("proxy", f"{where}: {error.failure.cause}") from None
        if not 200 <= head.status < 300:
            cause = f"{where} refuses the connection: '{head.phrase}'"
            raise OpeningFailed("proxy", cause, status=head.status, reason=head.reason)
        if rest:
            raise OpeningFailed("proxy", f"{where} sends data of its own into the connection")
        return sock

    def _wrap(self, plain: socket.socket, host: str) -> socket.socket:
        try:
            # The handshake apart, so that abort() finds the socket that it happens on.
            self._sock = sock = self._network.tls_context.wrap_socket(
                plain, server_hostname=host, do_handshake_on_connect=False
            )
            self._doing = f"TLS with {host} failed: no answer"
            self._stop_if_aborted()
            with self._waiting():
                sock.do_handshake()
            return sock
        except ssl.SSLCertVerificationError as error:
            reason = error.verify_message
            raise OpeningFailed(
                "tls", f"TLS with {host}: certificate verify failed: {reason}"
            ) from None
        except OSError as error:
            self._stop_if_aborted()
            raise OpeningFailed("tls", f"TLS with {host} failed: {self._reason(error)}") from None

    # Asking.

    def _ask(self, sock: socket.socket, lines: list[str]) -> tuple[Head, bytes]:
        """Send the head of a request; the head of the final answer, and what came behind it."""
        reader = AnswerReader()
        try:
            self._doing = "no answer to the opening handshake"
            sock.sendall("\r\n".join([*lines, "", ""]).encode())
            answer = None
            while answer is None:
                with self._waiting():
                    data = sock.recv(4096)
                self._stop_if_aborted()
                answer = reader.feed(data)
            return answer
        except OSError as error:
            self._stop_if_aborted()
            cause = f"the connection ended during the opening handshake: {self._reason(error)}"
            raise OpeningFailed("ended", cause) from None

    # The time, and the end of it.

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        self.waits_since = time.monotonic()
        try:
            yield
        finally:
            self.waits_since = None

    def _stop_if_aborted(self) -> None:
        if self._aborted:
            raise OpeningFailed("closed", "broken off")
        if self._late:
            raise OpeningFailed("timeout", f"{self._doing} within {self._timeout:g} s")

    def _reason(self, error: OSError) -> str:
        if isinstance(error, TimeoutError):
            return f"no answer within {self._timeout:g} s"
        return str(error.strerror or error)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
