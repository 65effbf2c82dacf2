"""The opening handshake, against servers that answer it rightly and wrongly."""

from __future__ import annotations

import base64
import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import trustme

from weex_modules.websocket_failure import Failure
from weex_modules.websocket_opening import Opened, OpeningFailed, OpeningHandshake
from weex_modules.websocket_rules import Offer, WireRules
from weex_runtime import Network

from .raw_server import TEXT, TIMEOUT, Peer, RawServer, frame, tls_of

Script = Callable[[Peer], None]

RULES = WireRules()


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """Each attempt gives back its socket, however it ends."""
    before = open_files(), threading.enumerate()
    yield
    assert (open_files(), threading.enumerate()) == before


def open_files() -> int:
    return len(os.listdir("/dev/fd"))


def connect(
    url: str,
    *protocols: str,
    offer: Offer | None = None,
    rules: WireRules = RULES,
    network: Network | None = None,
    timeout: float = TIMEOUT,
) -> Opened:
    """Connect and close at once."""
    opened = handshake(
        url, *protocols, offer=offer, rules=rules, network=network, timeout=timeout
    ).run()
    opened.sock.close()
    return opened


def handshake(
    url: str,
    *protocols: str,
    offer: Offer | None = None,
    rules: WireRules = RULES,
    network: Network | None = None,
    timeout: float = TIMEOUT,
) -> OpeningHandshake:
    """An attempt that offers these subprotocols."""
    offer = offer or Offer(", ".join(protocols) or None, protocols)
    return OpeningHandshake(url, offer, rules=rules, network=network or Network(), timeout=timeout)


def failure(url: str, *protocols: str, timeout: float = TIMEOUT) -> str:
    """The message of an attempt that must fail."""
    return failed(url, *protocols, timeout=timeout).message


def failed(
    url: str,
    *protocols: str,
    offer: Offer | None = None,
    rules: WireRules = RULES,
    network: Network | None = None,
    timeout: float = TIMEOUT,
) -> Failure:
    """Why an attempt failed, which it must."""
    attempt = handshake(url, *protocols, offer=offer, rules=rules, network=network, timeout=timeout)
    with pytest.raises(OpeningFailed) as error:
        attempt.run()
    return error.value.failure


def answering(answer: bytes) -> Script:
    """Answer the handshake with these bytes and end TCP."""

    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(answer)
        peer.close()

    return script


def open_rightly(peer: Peer) -> None:
    peer.open()


# What the client asks.


def test_request_has_the_headers_of_a_websocket_handshake() -> None:
    with RawServer(open_rightly) as server:
        connect(server.url + "chat/room?name=%C3%A9&x=1")
        peer = server.peer
    assert peer.head.startswith("GET /chat/room?name=%C3%A9&x=1 HTTP/1.1\r\n")
    assert peer.header("Host") == f"127.0.0.1:{server.port}"
    assert peer.header("Upgrade") == "websocket"
    assert peer.header("Connection") == "Upgrade"
    assert peer.header("Sec-WebSocket-Version") == "13"
    assert len(base64.b64decode(peer.header("Sec-WebSocket-Key") or "")) == 16
    assert peer.header("Sec-WebSocket-Extensions") is None
    assert peer.header("Sec-WebSocket-Protocol") is None


def test_each_attempt_has_a_key_of_its_own() -> None:
    with RawServer(open_rightly) as server:
        connect(server.url)
        connect(server.url)
        keys = {peer.header("Sec-WebSocket-Key") for peer in server.peers}
    assert len(keys) == 2


def test_all_addresses_of_a_host_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(open_rightly) as server, socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        addresses = [deaf.getsockname(), ("127.0.0.1", server.port)]
        found = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", address) for address in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
        connect("ws://two-addresses.test/")
        assert server.peer.header("Host") == "two-addresses.test"


# Right answers.


def test_what_comes_behind_the_handshake_is_kept() -> None:
    early = frame(TEXT, b"early") + frame(TEXT, b"bird")
    with RawServer(lambda peer: peer.open(then=early)) as server:
        assert connect(server.url).rest == early


def test_an_answer_may_come_byte_by_byte() -> None:
    def script(peer: Peer) -> None:
        peer.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer.read_head()
        for byte in peer.answer():
            peer.send(bytes([byte]))

    with RawServer(script) as server:
        assert connect(server.url).rest == b""


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (b"Upgrade: websocket", b"UPGRADE:WebSocket"),
        (b"Connection: Upgrade", b"connection: keep-alive, upgrade"),
        (b"101 Switching Protocols", b"101"),
        (b"101 Switching Protocols", b"101 Web Socket Protocol Handshake"),
    ],
    ids=["upgrade in other case", "connection as a list", "no reason phrase", "other phrase"],
)
def test_spelling_of_the_answer_may_differ(written: bytes, meant: bytes) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(peer.answer().replace(written, meant))

    with RawServer(script) as server:
        connect(server.url)


@pytest.mark.parametrize("protocols", [["chat"], ["v1", "v2"], ["v2", "v1"]])
def test_subprotocols_are_offered_in_order_and_one_is_chosen(protocols: list[str]) -> None:
    with RawServer(lambda peer: peer.open(f"Sec-WebSocket-Protocol: {protocols[-1]}")) as server:
        connect(server.url, *protocols)
        offered = server.peer.header("Sec-WebSocket-Protocol") or ""
    assert [name.strip() for name in offered.split(",")] == protocols


# Wrong answers.


@pytest.mark.parametrize(
    ("chosen", "offered", "message"),
    [
        ("other", ["a", "b"], "the server chose subprotocol 'other' of a, b"),
        ("", ["a", "b"], "the server chose subprotocol '' of a, b"),
        ("a, b", ["a", "b"], "the server chose subprotocol 'a, b' of a, b"),
        ("a", [], "the server chose subprotocol 'a'; none was asked for"),
    ],
    ids=["a wrong one", "none", "two", "an unrequested one"],
)
def test_server_must_choose_one_of_the_offered_subprotocols(
    chosen: str, offered: list[str], message: str
) -> None:
    def script(peer: Peer) -> None:
        peer.open(*([f"Sec-WebSocket-Protocol: {chosen}"] if chosen else []))

    with RawServer(script) as server:
        assert failure(server.url, *offered) == message


def test_an_extension_that_was_not_offered_fails() -> None:
    script = lambda peer: peer.open("Sec-WebSocket-Extensions: permessage-deflate")  # noqa: E731
    with RawServer(script) as server:
        assert failure(server.url) == (
            "the server chose extension 'permessage-deflate'; none was offered"
        )


@pytest.mark.parametrize(
    "status",
    [
        "200 OK",
        "204 No Content",
        "400 Bad Request",
        "404 Not Found",
        "426 Upgrade Required",
        "503 ",
    ],
)
def test_another_status_is_named(status: str) -> None:
    answer = f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n"
    with RawServer(answering(answer.encode())) as server:
        assert failure(server.url) == f"Expected HTTP 101 response but was '{status.strip()}'"


def test_a_redirect_is_not_followed() -> None:
    with RawServer(open_rightly) as target:
        answer = f"HTTP/1.1 301 Moved Permanently\r\nLocation: {target.url}\r\n\r\n"
        with RawServer(answering(answer.encode())) as server:
            assert failure(server.url) == (
                "Expected HTTP 101 response but was '301 Moved Permanently'"
            )
        assert target.peers == []


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Length: 9999\r\n\r\nno more",
        b"Content-Length: -1\r\n\r\n",
        b"Content-Length: x\r\n\r\n",
    ],
    ids=["a body that never ends", "negative length", "length that is no number"],
)
def test_the_status_is_named_without_waiting_for_the_body(body: bytes) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(b"HTTP/1.1 404 Not Found\r\n" + body)
        peer.stall()

    with RawServer(script) as server:
        assert failure(server.url) == "Expected HTTP 101 response but was '404 Not Found'"


@pytest.mark.parametrize("accept", ["", "x", "bm90IHRoZSByaWdodCBvbmUgYXQgYQ=="])
def test_a_wrong_accept_hash_fails(accept: str) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(
            peer.answer(accept=accept) if accept else peer.answer(without="Sec-WebSocket-Accept")
        )

    with RawServer(script) as server:
        assert failure(server.url) == f"Invalid Sec-WebSocket-Accept response: {accept or None!r}"


@pytest.mark.parametrize(("name", "value"), [("Upgrade", "websocket"), ("Connection", "Upgrade")])
@pytest.mark.parametrize("instead", ["", "h2c", "not-websocket", "Upgraded, close"])
def test_upgrade_and_connection_headers_must_be_there(name: str, value: str, instead: str) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        line = f"{name}: {instead}" if instead else "X: y"
        peer.send(peer.answer().replace(f"{name}: {value}".encode(), line.encode()))

    with RawServer(script) as server:
        assert (
            failure(server.url) == f"Expected '{name}' header value '{value}' but was '{instead}'"
        )


@pytest.mark.parametrize(
    ("garbage", "shown"),
    [
        (b"\x16\x03\x01\x00\xff\xfe\r\n\r\n", "'\\x16\\x03\\x01\\x00ÿþ'"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "'SSH-2.0-OpenSSH_9.6'"),
        (b"\r\n\r\n", "''"),
        (b"HTTP/1.1\r\n\r\n", "'HTTP/1.1'"),
        (b"220 smtp.test ready\r\n\r\n", "'220 smtp.test ready'"),
        (b"x" * 200 + b"\r\n\r\n", repr("x" * 80)),
    ],
    ids=["binary", "ssh", "empty lines", "no status", "smtp", "long"],
)
def test_an_answer_that_is_no_http_is_shown(garbage: bytes, shown: str) -> None:
    with RawServer(answering(garbage)) as server:
        assert failure(server.url) == f"the server's answer is no HTTP: {shown}"


@pytest.mark.parametrize(
    "line", [b"no colon", b"X-Bytes: \xff\xfe", b"Set-Cookie: a=b; Domain=;;;=", b":"]
)
def test_a_broken_header_line_does_not_escape_as_another_exception(line: bytes) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(peer.answer(accept="x").replace(b"Upgrade:", line + b"\r\nUpgrade:", 1))

    with RawServer(script) as server:
        assert failure(server.url)


@pytest.mark.parametrize(
    "start", [b"", b"HTTP/1.1 101 Switching", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: web"]
)
def test_end_of_tcp_during_the_handshake_is_named(start: bytes) -> None:
    with RawServer(answering(start)) as server:
        message = failure(server.url)
    assert message.startswith("the connection ended during the opening handshake")


def test_reset_during_the_handshake_is_named() -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.reset()

    with RawServer(script) as server:
        message = failure(server.url)
    assert message.startswith("the connection ended during the opening handshake")
    assert "reset" in message


@pytest.mark.parametrize(
    ("start", "message"),
    [
        (b"x" * 100, f"the server's answer is no HTTP: {'x' * 80!r}"),
        (b"HTTP/1.1 101 Switching Protocols\r\nX: ", "the head of the server's answer is too long"),
    ],
    ids=["no HTTP", "a header without end"],
)
def test_an_endless_answer_is_given_up(start: bytes, message: str) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(start)
        while True:
            peer.send(b"x" * 4096)

    with RawServer(script) as server:
        assert failure(server.url) == message


# No connection.


def test_a_host_that_cannot_be_looked_up_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*args: object, **kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert failure("ws://nowhere.test/") == (
        "cannot look up the host 'nowhere.test': Name or service not known"
    )


@pytest.mark.parametrize("host", ["a" * 64 + ".test", "a..test", "\ud800.test"])
def test_a_host_that_is_no_name_cannot_be_looked_up(host: str) -> None:
    assert failure(f"ws://{host}/").startswith(f"cannot look up the host {host!r}: ")


def test_a_refused_connection_names_host_and_port() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        port = deaf.getsockname()[1]
        message = failure(f"ws://127.0.0.1:{port}/")
    assert message == f"cannot connect to 127.0.0.1:{port}: Connection refused"


@pytest.fixture
def full_port() -> Iterator[int]:
    """A port that takes no more connections and does not refuse them either."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        address = listener.getsockname()
        while True:
            sock = stack.enter_context(socket.socket())
            sock.settimeout(0.1)
            try:
                sock.connect(address)
            except TimeoutError:
                break
        yield address[1]


def test_connecting_ends_with_the_timeout(full_port: int) -> None:
    assert failure(f"ws://127.0.0.1:{full_port}/", timeout=0.1) == (
        f"cannot connect to 127.0.0.1:{full_port}: no answer within 0.1 s"
    )


def test_a_handshake_without_answer_ends_with_the_timeout() -> None:
    with RawServer(Peer.stall) as server:
        assert failure(server.url, timeout=0.1) == (
            "no answer to the opening handshake within 0.1 s"
        )


# TLS.


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine trusts the authority: OpenSSL reads SSL_CERT_FILE."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))


def test_wss_with_a_trusted_certificate_connects(authority: trustme.CA, trusted: None) -> None:
    early = frame(TEXT, b"early")
    context = tls_of(authority)
    with RawServer(lambda peer: peer.open(then=early), tls=context) as server:
        assert connect(server.url).rest == early
        assert server.peer.header("Host") == f"localhost:{server.port}"


def test_wss_with_an_unknown_authority_fails(authority: trustme.CA) -> None:
    context = tls_of(authority)
    with RawServer(open_rightly, tls=context) as server:
        message = failure(server.url)
    assert message.startswith("TLS with localhost: certificate verify failed: ")


def test_wss_with_another_name_in_the_certificate_fails(
    authority: trustme.CA, trusted: None
) -> None:
    context = tls_of(authority, "elsewhere.test")
    with RawServer(open_rightly, tls=context) as server:
        message = failure(server.url)
    assert message.startswith("TLS with localhost: certificate verify failed: Hostname mismatch")


def test_wss_with_an_expired_certificate_fails(authority: trustme.CA, trusted: None) -> None:
    yesterday = datetime.now(timezone.utc) - timedelta(days=1)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", not_after=yesterday).configure_cert(context)
    with RawServer(open_rightly, tls=context) as server:
        assert failure(server.url) == (
            "TLS with localhost: certificate verify failed: certificate has expired"
        )


def test_wss_to_a_server_without_tls_fails() -> None:
    def script(peer: Peer) -> None:
        peer.sock.recv(1)
        peer.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        peer.close()

    with RawServer(script) as server:
        message = failure(server.url.replace("ws:", "wss:"))
    assert message.startswith("TLS with 127.0.0.1 failed: ")


def test_ws_to_a_server_with_tls_fails(authority: trustme.CA) -> None:
    context = tls_of(authority)
    with RawServer(open_rightly, tls=context) as server:
        message = failure(f"ws://127.0.0.1:{server.port}/")
    assert message.startswith(("the server's answer is no HTTP", "the connection ended"))


def test_tls_without_answer_ends_with_the_timeout() -> None:
    with RawServer(Peer.stall) as server:
        assert failure(server.url.replace("ws:", "wss:"), timeout=0.1) == (
            "TLS with 127.0.0.1 failed: no answer within 0.1 s"
        )


# Breaking off.


@pytest.mark.parametrize("scheme", ["ws", "wss"])
def test_abort_ends_an_attempt_that_waits_for_the_server(scheme: str) -> None:
    def script(peer: Peer) -> None:
        peer.sock.recv(1)
        opening.abort()
        peer.stall()

    with RawServer(script) as server:
        opening = handshake(f"{scheme}://127.0.0.1:{server.port}/", timeout=60)
        with pytest.raises(OpeningFailed):
            opening.run()


def test_abort_ends_an_attempt_that_is_connecting(full_port: int) -> None:
    opening = handshake(f"ws://127.0.0.1:{full_port}/", timeout=60)
    failed: list[OpeningFailed] = []

    def run() -> None:
        with pytest.raises(OpeningFailed) as failure:
            opening.run()
        failed.append(failure.value)

    thread = threading.Thread(target=run)
    thread.start()
    while thread.is_alive():  # it may not have come to connecting yet
        opening.abort()
        thread.join(0.01)
    assert failed[0].failure.kind == "closed"


def test_abort_during_the_lookup_connects_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    look_up = socket.getaddrinfo

    def abort_and_look_up(*args: object, **kwargs: object) -> object:
        opening.abort()
        return look_up(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", abort_and_look_up)
    with RawServer(open_rightly) as server:
        opening = handshake(server.url, timeout=TIMEOUT)
        with pytest.raises(OpeningFailed, match="broken off"):
            opening.run()
        assert server.peers == []


def test_abort_after_the_handshake_closes_the_socket() -> None:
    """The worker is done, and the loop that would take its result has ended."""
    with RawServer(open_rightly) as server:
        opening = handshake(server.url, timeout=TIMEOUT)
        sock = opening.run().sock
        opening.abort()
        assert sock.fileno() == -1
