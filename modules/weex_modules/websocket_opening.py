"""The opening handshake: all of a connection that blocks. It runs on a worker.

websocket-client speaks the handshake; socket and TLS are opened here, so that an attempt can be
broken off and a wrong answer be named. RFC 6455, section 4.1.
"""

from __future__ import annotations

import re
import socket
import ssl
from typing import Any
from urllib.parse import urlsplit

import websocket

_MAX_HEAD = 64 * 1024  # bytes of the server's answer
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")


class OpeningFailed(Exception):
    """There is no connection; the message names the cause."""


class OpeningHandshake:
    """One attempt.

    Args:
        url: Complete ws or wss URL.
        protocols: Subprotocols to offer.
        timeout: Seconds for connecting, for TLS and for each wait during the handshake.
    """

    def __init__(self, url: str, protocols: list[str], timeout: float) -> None:
        self._url = url
        self._protocols = protocols
        self._timeout = timeout
        self._sock: socket.socket | None = None
        self._aborted = False
        self._done = False

    def run(self) -> tuple[socket.socket, bytes]:
        """Connect; blocks.

        Returns:
            The connected socket, and what the server sent behind its handshake.

        Raises:
            OpeningFailed: With the cause.
        """
        try:
            plain = self._connect()
            answer = _Answer(self._wrap(plain))
            self._shake_hands(answer)
            self._done = True
            if self._aborted:
                raise OpeningFailed("broken off")
        except BaseException:
            if self._sock:
                self._sock.close()
            raise
        return answer.sock, answer.rest()

    def abort(self) -> None:
        """Break the attempt off, from another thread, or close its socket that nobody took."""
        self._aborted = True
        if self._sock:
            try:
                # Wakes the worker up. Not TLS's own shutdown: the worker is using that.
                socket.socket.shutdown(self._sock, socket.SHUT_RDWR)
            except OSError:
                pass  # not connected yet, or ended already
            if self._done:
                self._sock.close()

    def _connect(self) -> socket.socket:
        parts = urlsplit(self._url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "wss" else 80)
        try:
            addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise OpeningFailed(f"cannot look up the host {host!r}: {reason}") from None
        problem: OSError | None = None
        for family, kind, protocol, _, address in addresses:
            if self._aborted:
                break
            self._sock = sock = socket.socket(family, kind, protocol)
            sock.settimeout(self._timeout)
            try:
                sock.connect(address)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return sock
            except OSError as error:
                sock.close()
                problem = error
        raise OpeningFailed(f"cannot connect to {host}:{port}: {_reason(problem, self._timeout)}")

    def _wrap(self, plain: socket.socket) -> socket.socket:
        parts = urlsplit(self._url)
        if parts.scheme != "wss":
            return plain
        context = ssl.create_default_context()
        try:
            # The handshake apart, so that abort() finds the socket that it happens on.
            self._sock = sock = context.wrap_socket(
                plain, server_hostname=parts.hostname, do_handshake_on_connect=False
            )
            sock.do_handshake()
            return sock
        except ssl.SSLCertVerificationError as error:
            raise OpeningFailed(
                f"TLS with {parts.hostname}: certificate verify failed: {error.verify_message}"
            ) from None
        except (ssl.SSLError, OSError) as error:
            raise OpeningFailed(
                f"TLS with {parts.hostname} failed: {_reason(error, self._timeout)}"
            ) from None

    def _shake_hands(self, answer: _Answer) -> None:
        client = websocket.WebSocket(enable_multithread=False)
        try:
            client.connect(  # type: ignore[no-untyped-call]
                self._url,
                socket=answer,
                subprotocols=self._protocols or None,
                redirect_limit=0,
                timeout=self._timeout,
            )
        except websocket.WebSocketTimeoutException:
            raise OpeningFailed(
                f"no answer to the opening handshake within {self._timeout:g} s"
            ) from None
        except (OSError, websocket.WebSocketException, ValueError, IndexError) as error:
            raise OpeningFailed(answer.problem(error, self._protocols)) from None
        headers = client.getheaders() or {}
        chosen = headers.get("sec-websocket-protocol")
        if chosen and not self._protocols:
            raise OpeningFailed(f"the server chose subprotocol {chosen!r}; none was asked for")
        extensions = headers.get("sec-websocket-extensions")
        if extensions:
            raise OpeningFailed(f"the server chose extension {extensions!r}; none was offered")


class _Answer:
    """A socket for websocket-client that reads ahead and keeps what it read."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._read = b""
        self._taken = 0

    def recv(self, size: int) -> bytes:
        """The library asks byte by byte; the socket is asked for what is there.

        The answer ends with its head: the library would wait for the body of an error, too.
        """
        if self._head_is_taken() or self._taken > _MAX_HEAD:
            return b""
        if self._taken == len(self._read):
            self._read += self.sock.recv(4096)
        taken = self._taken
        self._taken = min(taken + size, len(self._read))
        return self._read[taken : self._taken]

    def rest(self) -> bytes:
        """What came behind the handshake."""
        return self._read[self._taken :]

    def problem(self, error: Exception, protocols: list[str]) -> str:
        """What is wrong with the server's answer."""
        head = _END_OF_HEAD.split(self._read, maxsplit=1)[0]
        lines = head.decode("latin-1").split("\n")
        version, _, status = lines[0].strip().partition(" ")
        if self._read and not (version.startswith("HTTP/") and status):
            return f"the server's answer is no HTTP: {lines[0].strip()[:80]!r}"
        if self._taken > _MAX_HEAD:
            return "the head of the server's answer is too long"
        if head == self._read:
            return f"the connection ended during the opening handshake: {error}"
        if status.split()[0] != "101":
            return f"Expected HTTP 101 response but was '{status}'"
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines[1:])
        }
        for name, expected in (("Upgrade", "websocket"), ("Connection", "Upgrade")):
            value = headers.get(name.lower(), "")
            if expected.lower() not in [part.strip().lower() for part in value.split(",")]:
                return f"Expected '{name}' header value '{expected}' but was '{value}'"
        chosen = headers.get("sec-websocket-protocol", "")
        if protocols and chosen not in protocols:
            return f"the server chose subprotocol {chosen!r} of {', '.join(protocols)}"
        accept = headers.get("sec-websocket-accept")
        return f"Invalid Sec-WebSocket-Accept response: {accept!r}"

    def _head_is_taken(self) -> bool:
        return self._read.endswith((b"\n\r\n", b"\n\n"), 0, self._taken)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sock, name)


def _reason(error: OSError | None, timeout: float) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer within {timeout:g} s"
    return str((error and error.strerror) or error or "broken off")
