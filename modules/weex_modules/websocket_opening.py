"""The opening handshake: all of a connection that blocks. It runs on a worker.

websocket-client's own handshake is not used: its checks are fixed and blind to case, its time
limit is for each read, and its cookies are those of the whole process. The time limit is the
loop's, on its clock: `time_out`.
RFC 6455, section 4.1; proxies: RFC 9110, section 9.3.6.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from weex_modules.tcp_connect import connect
from weex_modules.url import may_know_secrets
from weex_modules.websocket_failure import Failure, Kind
from weex_modules.websocket_rules import Offer, WireRules
from weex_runtime import Network
from weex_runtime.network import basic_credentials, proxy_problem
from weex_runtime.rest import Ends

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, section 1.3
_MAX_HEAD = 64 * 1024  # bytes of an answer
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_REDIRECTS = (301, 302, 303, 307, 308)
_SAFE_IN_URL = "!#$%&'()*+,/:;=?@[]~"


class OpeningFailed(Exception):
    """There is no connection; `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


class Opened(NamedTuple):
    """A connection whose opening handshake is done.

    Attributes:
        sock: Connected, and inside TLS for wss.
        rest: What the server sent behind its answer.
        protocol: The subprotocol that it chose, "" for none.
    """

    sock: socket.socket
    rest: bytes
    protocol: str


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
        target = first = _Target.of(self._url)
        redirects = self._network.max_redirects
        if redirects is None:
            redirects = self._rules.max_redirects
        followed = 0
        while True:
            sock = self._connect(target)
            key = base64.b64encode(os.urandom(16)).decode()
            head, rest = self._ask(sock, self._request(target, key, first))
            if not redirects or head.status not in _REDIRECTS:
                self._check(head, key)
                return Opened(sock, rest, head.headers.get("sec-websocket-protocol", ""))
            sock.close()
            followed += 1
            if followed > redirects:
                raise _failed(
                    "redirect",
                    f"the server redirects more than {_times(redirects)}",
                    status=head.status,
                    reason=head.reason,
                )
            target = self._redirected(target, head)

    # Connecting.

    def _connect(self, target: _Target) -> socket.socket:
        proxy = self._network.proxy_for("https" if target.secure else "http", target.host)
        if proxy:
            plain = self._tunnel(proxy, target)
        else:
            plain = self._dial(target.host, target.port)
        return self._wrap(plain, target.host) if target.secure else plain

    def _dial(self, host: str, port: int) -> socket.socket:
        try:
            addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise _failed("lookup", f"cannot look up the host {host!r}: {reason}") from None
        self._doing = f"cannot connect to {host}:{port}: no answer"
        self._stop_if_aborted()
        problem: OSError | None = None
        for position, (family, kind, protocol, _, address) in enumerate(addresses):
            try:
                self._sock = sock = socket.socket(family, kind, protocol)
            except OSError as error:  # no file is left, or no such family
                problem = error
                continue
            self._stop_if_aborted()
            # One that swallows everything leaves time for the others.
            limit = self._timeout / (len(addresses) - position)
            try:
                connect(sock, address, limit, self._waiting())
                self._stop_if_aborted()
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return sock
            except OSError as error:
                sock.close()
                problem = error
        self._stop_if_aborted()
        raise _failed(
            "timeout" if isinstance(problem, TimeoutError) else "connect",
            f"cannot connect to {host}:{port}: {self._reason(problem)}",
        )

    def _tunnel(self, proxy: str, target: _Target) -> socket.socket:
        """A connection to the target through an HTTP proxy."""
        problem = proxy_problem(proxy)
        if problem:
            raise _failed("proxy", f"the proxy {problem}")
        parts = urlsplit(proxy)
        try:
            sock = self._dial(parts.hostname or "", parts.port or 80)
        except OpeningFailed as error:
            cause = f"the proxy cannot be reached: {error.failure.cause}"
            raise _failed("proxy", cause) from None
        lines = [f"CONNECT {target.address} HTTP/1.1", f"Host: {target.address}"]
        if parts.username is not None:
            lines.append(
                f"Proxy-Authorization: {basic_credentials(parts.username, parts.password)}"
            )
        where = f"the proxy {parts.hostname}:{parts.port or 80}"
        try:
            head, rest = self._ask(sock, lines)
        except OpeningFailed as error:
            raise _failed("proxy", f"{where}: {error.failure.cause}") from None
        if not 200 <= head.status < 300:
            cause = f"{where} refuses the connection: '{head.phrase}'"
            raise _failed("proxy", cause, status=head.status, reason=head.reason)
        if rest:
            raise _failed("proxy", f"{where} sends data of its own into the connection")
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
            raise _failed("tls", f"TLS with {host}: certificate verify failed: {reason}") from None
        except OSError as error:
            self._stop_if_aborted()
            raise _failed("tls", f"TLS with {host} failed: {self._reason(error)}") from None

    # Asking.

    def _request(self, target: _Target, key: str, first: _Target) -> list[str]:
        network = self._network
        host = target.host_header
        lines = [
            f"GET {target.resource} HTTP/1.1",
            f"Host: {host}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
        ]
        if network.origin is not None:
            lines.append(f"Origin: {network.origin}")
        elif self._rules.sends_origin:
            own = f"{'https' if target.secure else 'http'}://{host}"
            lines.append(f"Origin: {self._rules.origin or own}")
        if self._offer.header is not None:
            lines.append(f"Sec-WebSocket-Protocol: {self._offer.header}")
        headers, cookies = dict(network.headers), network.cookies
        if not may_know_secrets(target.url, first.url):
            headers = {n: v for n, v in headers.items() if n.lower() != "authorization"}
            cookies = {}
        user = urlsplit(target.url)
        if user.username is not None and self._rules.sends_userinfo:
            if "authorization" not in map(str.lower, headers):
                lines.append(f"Authorization: {basic_credentials(user.username, user.password)}")
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if cookies:
            lines.append("Cookie: " + "; ".join(f"{n}={v}" for n, v in cookies.items()))
        return lines

    def _ask(self, sock: socket.socket, lines: list[str]) -> tuple[_Head, bytes]:
        """Send the head of a request; the head of the answer, and what came behind it."""
        read = b""
        try:
            self._doing = "no answer to the opening handshake"
            sock.sendall("\r\n".join([*lines, "", ""]).encode())
            while not _END_OF_HEAD.search(read):
                if not b"HTTP/".startswith(read[:5]):
                    break
                if len(read) > _MAX_HEAD:
                    raise _failed("no http", "the head of the server's answer is too long")
                with self._waiting():
                    data = sock.recv(4096)
                if not data:
                    break
                read += data
        except OSError as error:
            self._stop_if_aborted()
            cause = f"the connection ended during the opening handshake: {self._reason(error)}"
            raise _failed("ended", cause) from None
        self._stop_if_aborted()
        return _parse(read)

    def _check(self, head: _Head, key: str) -> None:
        """RFC 6455, section 4.1, as far as the platform has it."""
        rule = self._rules.checks_answer
        if head.status != 101 and not (rule == "key" and head.status < 400):
            raise _failed(
                "status",
                f"Expected HTTP 101 response but was '{head.phrase}'",
                status=head.status,
                reason=head.reason,
            )
        if rule != "key":
            self._check_header(head, "Upgrade", "websocket", in_list=rule == "rfc")
            self._check_header(head, "Connection", "Upgrade", in_list=rule == "rfc")
        expected = base64.b64encode(hashlib.sha1((key + _GUID).encode()).digest()).decode()
        accept = head.headers.get("sec-websocket-accept")
        if accept != expected:
            raise _failed(
                "accept",
                f"Invalid Sec-WebSocket-Accept response: {accept!r}",
                header="Sec-WebSocket-Accept",
                expected=expected,
                actual=accept,
            )
        extensions = head.headers.get("sec-websocket-extensions")
        if extensions and rule == "rfc":
            cause = f"the server chose extension {extensions!r}; none was offered"
            raise _failed("extension", cause, actual=extensions)
        check_subprotocol(self._offer, head.headers.get("sec-websocket-protocol", ""))

    def _check_header(self, head: _Head, name: str, expected: str, *, in_list: bool) -> None:
        actual = head.headers.get(name.lower())
        values = (actual or "").split(",") if in_list else [actual or ""]
        if expected.lower() not in [value.strip().lower() for value in values]:
            raise _failed(
                "header",
                f"Expected '{name}' header value '{expected}' but was '{actual or ''}'",
                header=name,
                expected=expected,
                actual=actual,
            )

    def _redirected(self, target: _Target, head: _Head) -> _Target:
        location = head.headers.get("location", "")
        problem = f"the server redirects ({head.phrase}) to {location!r}, "
        if not location:
            problem = f"the server redirects ({head.phrase}) without saying where to"
        try:
            # A header's other bytes are mostly UTF-8.
            url = urljoin(target.url, quote(location.encode("latin-1"), safe=_SAFE_IN_URL))
            redirected = _Target.of(url)
            if location and redirected.host and urlsplit(url).scheme in _SCHEMES:
                return redirected
            if location:
                problem += "which is not ws, wss, http or https"
        except ValueError as error:
            problem += f"which cannot be parsed: {error}"
        raise _failed("redirect", problem, status=head.status, reason=head.reason)

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
            raise _failed("closed", "broken off")
        if self._late:
            raise _failed("timeout", f"{self._doing} within {self._timeout:g} s")

    def _reason(self, error: OSError | None) -> str:
        if isinstance(error, TimeoutError):
            return f"no answer within {self._timeout:g} s"
        return str((error and error.strerror) or error)


def check_subprotocol(offer: Offer, chosen: str) -> None:
    """Whether a server may choose it; "" for none.

    Raises:
        OpeningFailed: It may not.
    """
    accepted = offer.accepted
    if accepted is not None and chosen not in (accepted or ("",)):
        offered = ", ".join(name for name in accepted if name)
        cause = f"the server chose subprotocol {chosen!r}" + (
            f" of {offered}" if offered else "; none was asked for"
        )
        raise _failed("subprotocol", cause, actual=chosen)


_SCHEMES = {"ws": False, "http": False, "wss": True, "https": True}


class _Target(NamedTuple):
    """Where a request goes."""

    url: str
    secure: bool
    host: str
    port: int
    resource: str

    @classmethod
    def of(cls, url: str) -> _Target:
        parts = urlsplit(url)
        secure = _SCHEMES.get(parts.scheme, False)
        port = parts.port if parts.port is not None else _default_port(secure)
        resource = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(url, secure, parts.hostname or "", port, resource)

    @property
    def address(self) -> str:
        """host:port, as HTTP writes it."""
        host = self.host if self.host.isascii() else self.host.encode("idna").decode()
        return f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"

    @property
    def host_header(self) -> str:
        default = f":{_default_port(self.secure)}"
        return self.address.removesuffix(default)


class _Head(NamedTuple):
    """The head of an answer; names of headers in lower case."""

    status: int
    reason: str
    headers: dict[str, str]

    @property
    def phrase(self) -> str:
        return f"{self.status} {self.reason}".strip()


def _parse(read: bytes) -> tuple[_Head, bytes]:
    head, *rest = _END_OF_HEAD.split(read, maxsplit=1)
    lines = head.decode("latin-1").split("\n")
    version, _, phrase = lines[0].strip().partition(" ")
    status, _, reason = phrase.partition(" ")
    is_http = version.startswith("HTTP/") and re.fullmatch("[1-9][0-9]{2}", status)
    if (read and not read.startswith(b"HTTP/")) or (rest and not is_http):
        raise _failed("no http", f"the server's answer is no HTTP: {lines[0].strip()[:80]!r}")
    if not rest:
        raise _failed("ended", "the connection ended during the opening handshake")
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        name, value = name.strip().lower(), value.strip()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return _Head(int(status), reason.strip(), headers), rest[0]


def _failed(
    kind: Kind,
    cause: str,
    *,
    status: int | None = None,
    reason: str = "",
    header: str = "",
    expected: str = "",
    actual: str | None = None,
) -> OpeningFailed:
    return OpeningFailed(
        Failure(
            kind=kind,
            cause=cause,
            status=status,
            reason=reason,
            header=header,
            expected=expected,
            actual=actual,
        )
    )


def _default_port(secure: bool) -> int:
    return 443 if secure else 80


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
