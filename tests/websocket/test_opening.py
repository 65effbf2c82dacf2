"""The opening handshake, against servers that accept, refuse, or break the protocol."""

from __future__ import annotations

import base64
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import trustme

from weex_modules.websocket import platform_rules as platforms
from weex_modules.websocket.adapter import Limits, Opening
from weex_modules.websocket.adapters.attempt import Attempt
from weex_modules.websocket.adapters.http_head import Head, read_head
from weex_modules.websocket.adapters.reactor.handshake import shake_hands
from weex_modules.websocket.adapters.results import Opened
from weex_modules.websocket.failure import Failure, OpeningFailed
from weex_modules.websocket.wire_rules import Offer, WireRules
from weex_runtime import Network
from weex_runtime.loop.looper import Looper

from ..support.leftovers import no_socket_and_no_thread_is_left as no_socket_and_no_thread_is_left
from ..support.raw_server import TEXT, TIMEOUT, Peer, RawServer, frame, tls_of

Script = Callable[[Peer], None]

RULES = WireRules()
LOOPER: Looper
ANDROID, IOS = platforms.RULES["android"].wire, platforms.RULES["ios"].wire


@pytest.fixture(autouse=True, scope="module")
def looper() -> Iterator[Looper]:
    """The loop of all attempts, which these tests do not run."""
    global LOOPER
    LOOPER = Looper()
    yield LOOPER
    LOOPER.close()


def connect(
    url: str,
    *protocols: str,
    offer: Offer | None = None,
    rules: WireRules = RULES,
    network: Network | None = None,
    timeout: float = TIMEOUT,
) -> Opened:
    """Connect and close at once."""
    offer = offer or Offer(", ".join(protocols) or None, protocols)
    attempt = handshake(url, offer=offer, rules=rules, network=network, timeout=timeout)
    with timed(attempt, timeout):
        opened = attempt.run()
    opened.sock.close()
    if problem := offer.problem(opened.protocol):
        raise OpeningFailed("subprotocol", problem)
    return opened


@contextmanager
def timed(attempt: Attempt, timeout: float) -> Iterator[None]:
    """In the place of the loop, whose timer ends it."""
    timer = threading.Timer(timeout, attempt.time_out)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def handshake(
    url: str,
    *,
    offer: Offer | None = None,
    rules: WireRules = RULES,
    network: Network | None = None,
    timeout: float = TIMEOUT,
) -> Attempt:
    """An attempt that offers these subprotocols."""
    opening = Opening(
        url=url,
        protocol=offer.header if offer else None,
        looper=LOOPER,
        limits=Limits(connect_timeout=timeout),
        network=network or Network(),
        rules=rules,
    )
    return Attempt(opening, shake_hands)


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
    with pytest.raises(OpeningFailed) as error:
        connect(url, *protocols, offer=offer, rules=rules, network=network, timeout=timeout)
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


# The handshake request.


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


def test_each_attempt_has_its_own_key() -> None:
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


def test_header_of_the_subprotocol_offer_is_sent_unchanged() -> None:
    with RawServer(open_rightly) as server:
        for header in ("a,b", '["a"]', ""):
            connect(server.url, offer=Offer(header, None))
        heads = [peer.head.split("\r\n") for peer in server.peers]
    lines = ["Sec-WebSocket-Protocol: a,b", 'Sec-WebSocket-Protocol: ["a"]']
    for head, line in zip(heads, [*lines, "Sec-WebSocket-Protocol: "], strict=True):
        assert line in head


def test_origin_is_the_server_of_the_url_unless_the_platform_sends_no_origin() -> None:
    with RawServer(open_rightly) as server:
        connect(server.url)
        connect(server.url, rules=WireRules(sends_origin=False))
        origins = [peer.header("Origin") for peer in server.peers]
    assert origins == [f"http://127.0.0.1:{server.port}", None]


def test_user_and_password_of_the_url_are_sent_as_basic_credentials() -> None:
    with RawServer(open_rightly) as server:
        url = server.url.replace("//", "//ad%61:se%3Acret@")
        connect(url)
        connect(url, rules=WireRules(sends_userinfo=False))
        connect(url, network=Network(headers={"authorization": "Bearer x"}))
        sent = [peer.header("Authorization") for peer in server.peers]
        hosts = {peer.header("Host") for peer in server.peers}
    assert sent == ["Basic " + base64.b64encode(b"ada:se:cret").decode(), None, "Bearer x"]
    assert hosts == {f"127.0.0.1:{server.port}"}


def test_host_that_is_not_ascii_is_sent_as_idna(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(open_rightly) as server:
        lead_to(server, monkeypatch)
        connect("ws://b\xfccher.test:443/")
        assert server.peer.header("Host") == "xn--bcher-kva.test:443"
        assert server.peer.header("Origin") == "http://xn--bcher-kva.test:443"


def test_ipv6_address_is_in_brackets_in_the_header_host(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(open_rightly) as server:
        lead_to(server, monkeypatch)
        connect("ws://[::1]:8080/")
        assert server.peer.header("Host") == "[::1]:8080"


def lead_to(server: RawServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every host's name is found at this server."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", server.port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)


# Valid handshake responses.


def test_bytes_after_the_handshake_response_are_kept() -> None:
    early = frame(TEXT, b"early") + frame(TEXT, b"bird")
    with RawServer(lambda peer: peer.open(then=early)) as server:
        assert connect(server.url).rest == early


def test_handshake_response_may_arrive_byte_by_byte() -> None:
    def script(peer: Peer) -> None:
        peer.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer.read_head()
        for byte in peer.answer():
            peer.send(bytes([byte]))

    with RawServer(script) as server:
        assert connect(server.url).rest == b""


# Interim responses. A client reads any number of interim responses before the final response, and
# may ignore unexpected ones (RFC 9110, section 15.2). RFC 8297, section 2, defines the interim
# response 103.

INTERIM = {
    "100": b"HTTP/1.1 100 Continue\r\n\r\n",
    "102": b"HTTP/1.1 102 Processing\r\n\r\n",
    "103": b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n",
    "199, no phrase": b"HTTP/1.1 199\r\n\r\n",
    "bare newlines": b"HTTP/1.1 103 Early Hints\nLink: </a.css>\n\n",
    "a 101's headers": b"HTTP/1.1 103 Early Hints\r\nSec-WebSocket-Accept: x\r\n\r\n",
}
INTERIM["several"] = b"".join(INTERIM.values())


@pytest.mark.parametrize("interim", INTERIM.values(), ids=INTERIM)
def test_interim_responses_to_the_handshake_are_skipped(interim: bytes) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(interim + peer.answer("Sec-WebSocket-Protocol: chat") + b"rest")

    with RawServer(script) as server:
        opened = connect(server.url, "chat")
    assert (opened.protocol, opened.rest) == ("chat", b"rest")


@pytest.mark.parametrize("interim", INTERIM.values(), ids=INTERIM)
def test_interim_responses_of_a_proxy_to_the_handshake_are_skipped(interim: bytes) -> None:
    def proxy(peer: Peer) -> None:
        peer.read_head()
        peer.send(interim)
        peer.tunnel()

    with RawServer(open_rightly) as server, RawServer(proxy) as way:
        connect(server.url, network=Network(proxy=f"http://127.0.0.1:{way.port}"))


def test_interim_responses_of_both_servers_of_a_redirect_are_skipped() -> None:
    early = INTERIM["103"]

    def open_late(peer: Peer) -> None:
        peer.read_head()
        peer.send(early + peer.answer())

    with RawServer(open_late) as target:
        moved = f"HTTP/1.1 302 Found\r\nLocation: {target.url}\r\n\r\n".encode()
        with RawServer(answering(early + moved)) as server:
            connect(server.url, network=Network(max_redirects=1))


@pytest.mark.parametrize("rules", [RULES, ANDROID, IOS], ids=["documented", "android", "ios"])
def test_final_response_after_an_interim_response_is_checked(rules: WireRules) -> None:
    final = b"HTTP/1.1 404 Not Found\r\n\r\n"
    with RawServer(answering(INTERIM["103"] + final)) as server:
        failure = failed(server.url, rules=rules)
    assert (failure.kind, failure.status, failure.reason) == ("status", 404, "Not Found")


def test_status_101_from_a_proxy_fails_the_attempt() -> None:
    """101 is a final answer, also where no one asked for an upgrade."""
    with RawServer(answering(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")) as way:
        failure = failed("ws://127.0.0.1:1/", network=Network(proxy=f"http://127.0.0.1:{way.port}"))
    assert (failure.kind, failure.status) == ("proxy", 101)


def test_tcp_connection_that_closes_after_an_interim_response_fails_the_attempt() -> None:
    with RawServer(answering(INTERIM["103"])) as server:
        assert failed(server.url).kind == "ended"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 4096])
def test_interim_responses_may_arrive_in_pieces_of_any_size(size: int) -> None:
    final = b"HTTP/1.1 200 OK\r\nX: y\r\n\r\n"
    sent = INTERIM["several"] + final
    pieces = [sent[at : at + size] for at in range(0, len(sent), size)]
    pieces[-1] += b"rest"
    assert read_head(iter(pieces).__next__) == (Head(200, "OK", {"x": "y"}), b"rest")


@pytest.mark.parametrize(
    ("interim", "words"),
    [
        (b"HTTP/1.1 100\r\n\r\n", "more than 100 interim responses"),
        (b"HTTP/1.1 103\r\nX: " + b"x" * 4000 + b"\r\n\r\n", "too long"),
    ],
    ids=["many", "long"],
)
def test_too_many_interim_responses_fail_the_attempt(interim: bytes, words: str) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        while True:
            peer.send(interim)

    with RawServer(script) as server:
        assert words in failure(server.url)


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
def test_spelling_of_status_line_and_headers_of_the_response_may_vary(
    written: bytes, meant: bytes
) -> None:
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


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        (("a", "b"), "b"),
        ((), None),
        ((), ""),
        (("a", ""), None),
        (("a", ""), "a"),
        (None, None),
        (None, "anything"),
    ],
)
def test_connection_opens_if_the_server_chooses_an_acceptable_subprotocol(
    accepted: tuple[str, ...] | None, chosen: str | None
) -> None:
    lines = [] if chosen is None else [f"Sec-WebSocket-Protocol: {chosen}"]
    with RawServer(lambda peer: peer.open(*lines)) as server:
        opened = connect(server.url, offer=Offer("a, b", accepted))
    assert opened.protocol == (chosen or "")


def test_cookies_set_by_a_handshake_response_are_not_kept() -> None:
    with RawServer(lambda peer: peer.open("Set-Cookie: a=b; Domain=127.0.0.1; Path=/")) as server:
        connect(server.url)
        connect(server.url)
        assert [peer.header("Cookie") for peer in server.peers] == [None, None]


# Invalid handshake responses.


@pytest.mark.parametrize(
    ("chosen", "offered", "message"),
    [
        ("other", ["a", "b"], "the server chose subprotocol 'other' of a, b"),
        ("", ["a", "b"], "the server chose subprotocol '' of a, b"),
        ("a, b", ["a", "b"], "the server chose subprotocol 'a, b' of a, b"),
        ("A", ["a", "b"], "the server chose subprotocol 'A' of a, b"),
        ("a", [], "the server chose subprotocol 'a'; none was asked for"),
    ],
    ids=["a wrong one", "none", "two", "another case", "an unrequested one"],
)
def test_server_must_choose_one_of_the_offered_subprotocols(
    chosen: str, offered: list[str], message: str
) -> None:
    def script(peer: Peer) -> None:
        peer.open(*([f"Sec-WebSocket-Protocol: {chosen}"] if chosen else []))

    with RawServer(script) as server:
        assert failure(server.url, *offered) == message


def test_extension_that_was_not_offered_fails_the_attempt() -> None:
    script = lambda peer: peer.open("Sec-WebSocket-Extensions: permessage-deflate")  # noqa: E731
    with RawServer(script) as server:
        assert failure(server.url) == (
            "the server chose the extension 'permessage-deflate', but the client offered none"
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
def test_failure_has_the_unexpected_status_of_the_handshake_response(status: str) -> None:
    answer = f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n"
    with RawServer(answering(answer.encode())) as server:
        assert failure(server.url) == f"Expected HTTP 101 response but was '{status.strip()}'"


def test_redirect_is_not_followed_by_default() -> None:
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
def test_failure_with_an_error_status_does_not_wait_for_the_body(body: bytes) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(b"HTTP/1.1 404 Not Found\r\n" + body)
        peer.stall()

    with RawServer(script) as server:
        assert failure(server.url) == "Expected HTTP 101 response but was '404 Not Found'"


RIGHT = ""
ANSWERS: dict[str, tuple[Callable[[bytes], bytes], str, str, str]] = {
    # {case: (change of a valid response, kinds of failure with the rule `checks_response` set to
    # "rfc", "one upgrade" and "key")}
    "right": (lambda answer: answer, RIGHT, RIGHT, RIGHT),
    "other case": (
        lambda answer: answer.replace(b"Connection: Upgrade", b"Connection: UPGRADE"),
        *(RIGHT, RIGHT, RIGHT),
    ),
    "connection is a list": (
        lambda answer: answer.replace(b"Connection: Upgrade", b"Connection: keep-alive, Upgrade"),
        *(RIGHT, "header", RIGHT),
    ),
    "two connection headers": (
        lambda answer: answer.replace(b"Connection:", b"Connection: keep-alive\r\nConnection:"),
        *(RIGHT, "header", RIGHT),
    ),
    "no upgrade": (
        lambda answer: answer.replace(b"Upgrade: websocket", b"X: y"),
        *("header", "header", RIGHT),
    ),
    "no connection": (
        lambda answer: answer.replace(b"Connection: Upgrade", b"X: y"),
        *("header", "header", RIGHT),
    ),
    "status 200": (
        lambda answer: answer.replace(b"101 Switching Protocols", b"200 OK"),
        *("status", "status", RIGHT),
    ),
    "status 302": (
        lambda answer: answer.replace(b"101 Switching Protocols", b"302 Found"),
        *("status", "status", RIGHT),
    ),
    "status 400": (
        lambda answer: answer.replace(b"101 Switching Protocols", b"400 Bad Request"),
        *("status", "status", "status"),
    ),
    "an extension": (
        lambda answer: answer.replace(b"X: y", b"Sec-WebSocket-Extensions: x"),
        *("extension", RIGHT, RIGHT),
    ),
    "no accept hash": (
        lambda answer: answer.replace(b"Sec-WebSocket-Accept", b"X"),
        *("accept", "accept", "accept"),
    ),
    "accept hash in other case": (
        lambda answer: answer.swapcase().replace(b"http/", b"HTTP/"),
        *("accept", "accept", "accept"),
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_response_headers_are_checked_as_the_rule_checks_response_requires(name: str) -> None:
    change, *expected = ANSWERS[name]

    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(change(peer.answer("X: y")))

    rules = [
        WireRules(checks_response="rfc"),
        WireRules(checks_response="one upgrade"),
        WireRules(checks_response="key"),
    ]
    with RawServer(script) as server:
        assert [kind_of_failure(server.url, rule) for rule in rules] == expected


def kind_of_failure(url: str, rules: WireRules) -> str:
    try:
        connect(url, rules=rules)
    except OpeningFailed as error:
        return error.failure.kind
    return ""


def test_failure_contains_the_status_and_the_wrong_header_of_the_handshake_response() -> None:
    not_found = b"HTTP/1.1 404 Not Found\r\n\r\n"
    with RawServer(answering(not_found)) as server:
        status = failed(server.url)
    with RawServer(lambda peer: peer.open("Connection: close")) as server:
        connection = failed(server.url, rules=WireRules(checks_response="one upgrade"))
    with RawServer(answering(b"HTTP/1.1 101 Hi\r\n\r\n")) as server:
        missing = failed(server.url)

    def script(peer: Peer) -> None:
        peer.read_head()
        hashes.append(peer.answer().split(b"Accept: ")[1].split()[0].decode())
        peer.send(peer.answer(accept="x"))

    hashes: list[str] = []
    with RawServer(script) as server:
        accept = failed(server.url)
    assert (status.kind, status.status, status.reason) == ("status", 404, "Not Found")
    assert (connection.kind, missing.kind) == ("header", "header")
    assert "'Connection' header value 'Upgrade' but was 'Upgrade, close'" in connection.cause
    assert "'Upgrade' header value 'websocket' but was ''" in missing.cause
    assert (accept.kind, accept.expected, accept.actual) == ("accept", hashes[0], "x")


@pytest.mark.parametrize("accept", ["", "x", "bm90IHRoZSByaWdodCBvbmUgYXQgYQ=="])
def test_wrong_accept_hash_fails_the_attempt(accept: str) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(
            peer.answer(accept=accept) if accept else peer.answer(without="Sec-WebSocket-Accept")
        )

    with RawServer(script) as server:
        assert failure(server.url) == f"Invalid Sec-WebSocket-Accept response: {accept or None!r}"


@pytest.mark.parametrize(("name", "value"), [("Upgrade", "websocket"), ("Connection", "Upgrade")])
@pytest.mark.parametrize("instead", ["", "h2c", "not-websocket", "Upgraded, close"])
def test_response_without_the_right_upgrade_and_connection_headers_fails(
    name: str, value: str, instead: str
) -> None:
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
def test_error_for_a_response_that_is_not_http_quotes_the_start_of_the_response(
    garbage: bytes, shown: str
) -> None:
    with RawServer(answering(garbage)) as server:
        assert failure(server.url) == f"the server's response is not HTTP: {shown}"


@pytest.mark.parametrize(
    "line", [b"no colon", b"X-Bytes: \xff\xfe", b"Set-Cookie: a=b; Domain=;;;=", b":"]
)
def test_invalid_header_line_raises_opening_failed(line: bytes) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(peer.answer(accept="x").replace(b"Upgrade:", line + b"\r\nUpgrade:", 1))

    with RawServer(script) as server:
        assert failure(server.url)


@pytest.mark.parametrize(
    "start", [b"", b"HTTP/1.1 101 Switching", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: web"]
)
def test_error_for_a_connection_that_closes_during_the_handshake_has_the_cause(
    start: bytes,
) -> None:
    with RawServer(answering(start)) as server:
        message = failure(server.url)
    assert message.startswith("the connection ended during the opening handshake")


def test_error_for_a_reset_during_the_handshake_has_the_cause() -> None:
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
        (b"x" * 100, f"the server's response is not HTTP: {'x' * 80!r}"),
        (
            b"HTTP/1.1 101 Switching Protocols\r\nX: ",
            "the head of the server's response is too long",
        ),
    ],
    ids=["no HTTP", "a header without end"],
)
def test_endless_response_head_fails_the_attempt(start: bytes, message: str) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(start)
        while True:
            peer.send(b"x" * 4096)

    with RawServer(script) as server:
        assert failure(server.url) == message


# Connections that cannot be opened.


def test_error_for_a_failed_lookup_has_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*args: object, **kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert failure("ws://nowhere.test/") == (
        "cannot look up the host 'nowhere.test': Name or service not known"
    )


@pytest.mark.parametrize("host", ["a" * 64 + ".test", "a..test"])
def test_host_that_is_not_a_valid_name_fails_the_lookup(host: str) -> None:
    assert failure(f"ws://{host}/").startswith(f"cannot look up the host {host!r}: ")


def test_error_for_a_refused_connection_has_host_and_port() -> None:
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


def test_attempt_to_connect_ends_with_the_timeout(full_port: int) -> None:
    assert failure(f"ws://127.0.0.1:{full_port}/", timeout=0.1) == (
        f"cannot connect to 127.0.0.1:{full_port}: no answer within 0.1 s"
    )


def test_handshake_without_a_response_ends_with_the_timeout() -> None:
    with RawServer(Peer.stall) as server:
        assert failure(server.url, timeout=0.1) == (
            "no answer to the opening handshake within 0.1 s"
        )


def test_timeout_applies_to_the_whole_handshake_and_not_to_each_byte() -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.dribble(b"HTTP/1.1 101 Switching Protocols\r\nX: y", 0.02)

    with RawServer(script) as server:
        assert failed(server.url, timeout=0.3).kind == "timeout"


def test_address_that_never_answers_leaves_time_for_other_addresses(
    full_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RawServer(open_rightly) as server:
        addresses = [("127.0.0.1", full_port), ("127.0.0.1", server.port)]
        found = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", address) for address in addresses]
        with monkeypatch.context() as patch:
            patch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
            connect("ws://two-addresses.test/", timeout=1)


# Handshakes over TLS.


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


def test_wss_with_a_certificate_for_another_host_fails(
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
    assert message.startswith(("the server's response is not HTTP", "the connection ended"))


def test_tls_handshake_without_an_answer_ends_with_the_timeout() -> None:
    with RawServer(Peer.stall) as server:
        assert failure(server.url.replace("ws:", "wss:"), timeout=0.1) == (
            "TLS with 127.0.0.1 failed: no answer within 0.1 s"
        )


def test_wss_to_a_server_that_resets_tcp_fails() -> None:
    def script(peer: Peer) -> None:
        peer.sock.recv(1)
        peer.reset()

    with RawServer(script) as server:
        failure = failed(server.url.replace("ws:", "wss:"))
    assert failure.kind == "tls"
    assert failure.message == "TLS with 127.0.0.1 failed: Connection reset by peer"


def test_tls_handshake_that_arrives_byte_by_byte_ends_with_the_timeout() -> None:
    def script(peer: Peer) -> None:
        peer.sock.recv(1)
        peer.dribble(b"\x16\x03\x03\x3f\xff\x02\x00\x3f\xfb\x03\x03" + bytes(1000), 0.02)

    with RawServer(script) as server:
        assert failed(server.url.replace("ws:", "wss:"), timeout=0.3).kind == "timeout"


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def test_ca_file_is_trusted_in_addition_to_the_authorities_of_the_system(
    authority: trustme.CA, ca_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = trustme.CA()
    system.cert_pem.write_to_path(str(tmp_path / "system.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "system.pem"))
    network = Network(ca_file=ca_file)
    for issuer in (authority, system):
        with RawServer(open_rightly, tls=tls_of(issuer)) as server:
            connect(server.url, network=network)


def test_certificate_for_another_host_fails_even_if_the_ca_file_trusts_its_authority(
    authority: trustme.CA, ca_file: Path
) -> None:
    with RawServer(open_rightly, tls=tls_of(authority, "elsewhere.test")) as server:
        message = failed(server.url, network=Network(ca_file=ca_file)).message
    assert "certificate verify failed" in message


def test_verify_false_accepts_any_certificate() -> None:
    with RawServer(open_rightly, tls=tls_of(trustme.CA(), "elsewhere.test")) as server:
        connect(server.url, network=Network(verify=False))


# Headers and cookies of `Network`.


def test_handshake_sends_the_configured_headers_cookies_and_origin() -> None:
    network = Network(
        headers={"X-App": "weex 1", "User-Agent": "device"},
        cookies={"session": "abc==", "theme": '"dark"'},
        origin="https://shop.test",
    )
    with RawServer(open_rightly) as server:
        connect(server.url, network=network, rules=WireRules(sends_origin=False))
        peer = server.peer
    assert peer.header("X-App") == "weex 1"
    assert peer.header("User-Agent") == "device"
    assert peer.header("Cookie") == 'session=abc==; theme="dark"'
    assert peer.header("Origin") == "https://shop.test"


# Handshakes that are redirected.


def redirecting(location: str, status: str = "302 Found") -> Script:
    return answering(f"HTTP/1.1 {status}\r\nLocation: {location}\r\n\r\n".encode())


@pytest.mark.parametrize(
    ("rules", "network"),
    [
        (WireRules(max_redirects=1), Network()),
        (WireRules(max_redirects=1), Network(max_redirects=2)),
        (WireRules(max_redirects=2), Network(max_redirects=1)),
        (WireRules(), Network(max_redirects=1)),
    ],
)
@pytest.mark.parametrize(
    "status", ["301 Moved Permanently", "302 Found", "303 See Other", "307 ", "308 "]
)
def test_redirect_is_followed_if_platform_or_network_allow_redirects(
    rules: WireRules, network: Network, status: str
) -> None:
    with RawServer(open_rightly) as target:
        location = target.url.replace("ws:", "http:") + "there?x=1#fragment"
        with RawServer(redirecting(location, status)) as server:
            connect(server.url, rules=rules, network=network)
        assert target.peer.head.startswith("GET /there?x=1 HTTP/1.1\r\n")
        assert target.peer.header("Host") == f"127.0.0.1:{target.port}"
        assert target.peer.header("Origin") == f"http://127.0.0.1:{target.port}"


def test_max_redirects_of_the_network_overrides_the_rule_of_the_platform() -> None:
    with RawServer(redirecting("/there")) as server:
        failure = failed(
            server.url, rules=WireRules(max_redirects=20), network=Network(max_redirects=0)
        )
        assert len(server.peers) == 1
    assert (failure.kind, failure.status) == ("status", 302)


@pytest.mark.parametrize(
    ("location", "requested"),
    [
        ("there", "/a/there"),
        ("/there?y=2", "/there?y=2"),
        ("?y=2", "/a/b?y=2"),
        ("../caf\xe9", "/caf%C3%A9"),
        ("/two words", "/two%20words"),
    ],
)
def test_relative_location_of_a_redirect_is_resolved(location: str, requested: str) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        if peer.head.startswith(f"GET {requested} "):
            peer.send(peer.answer())
        else:
            peer.send(f"HTTP/1.1 302 Found\r\nLocation: {location}\r\n\r\n".encode())

    with RawServer(script) as server:
        connect(server.url + "a/b?x=1", network=Network(max_redirects=1))


def test_redirect_from_ws_to_wss_is_followed(authority: trustme.CA, ca_file: Path) -> None:
    with RawServer(open_rightly, tls=tls_of(authority)) as target:
        with RawServer(redirecting(target.url)) as server:
            connect(server.url, network=Network(max_redirects=1, ca_file=ca_file))
        assert target.peer.header("Origin") == f"https://localhost:{target.port}"


@pytest.mark.parametrize(("redirects", "words"), [(1, "more than once"), (3, "more than 3 times")])
def test_too_many_redirects_fail_the_attempt(redirects: int, words: str) -> None:
    with RawServer(redirecting("/again", "307 Temporary Redirect")) as server:
        failure = failed(server.url, network=Network(max_redirects=redirects))
        assert len(server.peers) == redirects + 1
    assert failure.kind == "redirect"
    assert failure.message == f"the server redirects {words}"
    assert (failure.status, failure.reason) == (307, "Temporary Redirect")


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("", "without a Location"),
        ("ftp://127.0.0.1/", "is not ws, wss, http or https"),
        ("http://", "names no host"),
        ("http://[", "'[' is not a valid host"),
        ("http://h:99999/", "'99999' is not a port, 0 to 65535"),
    ],
)
def test_redirect_without_a_valid_location_fails_the_attempt(location: str, words: str) -> None:
    with RawServer(redirecting(location)) as server:
        failure = failed(server.url, network=Network(max_redirects=5))
    assert failure.kind == "redirect"
    assert failure.message.startswith("the server redirects (302 Found)")
    assert repr(location) in failure.message or not location
    assert words in failure.message


def test_redirect_to_the_same_server_sends_cookies_and_credentials() -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        if peer.head.startswith("GET /there "):
            peer.send(peer.answer())
        else:
            peer.send(b"HTTP/1.1 302 Found\r\nLocation: /there\r\n\r\n")

    with RawServer(script) as server:
        connect(server.url, network=SECRETS)
        for peer in server.peers:
            assert peer.header("Cookie") == "session=1"
            assert peer.header("Authorization") == "Bearer secret"


def test_redirect_to_another_server_sends_neither_cookies_nor_credentials() -> None:
    with RawServer(open_rightly) as target, RawServer(redirecting(target.url)) as server:
        connect(server.url, network=SECRETS)
    assert server.peer.header("Authorization") == "Bearer secret"
    assert server.peer.header("Cookie") == "session=1"
    assert target.peer.header("Authorization") is None
    assert target.peer.header("Cookie") is None
    assert target.peer.header("X-App") == "weex"


SECRETS = Network(
    headers={"Authorization": "Bearer secret", "X-App": "weex"},
    cookies={"session": "1"},
    max_redirects=1,
)


# Attempts through proxies.


def proxy(peer: Peer) -> None:
    peer.read_head()
    peer.tunnel()


def test_connection_goes_through_the_proxy() -> None:
    early = frame(TEXT, b"early")
    with RawServer(lambda peer: peer.open(then=early)) as server, RawServer(proxy) as way:
        network = Network(proxy=f"http://127.0.0.1:{way.port}")
        opened = connect(server.url + "room", network=network)
        assert opened.rest in (b"", early)
        assert server.peer.head.startswith("GET /room HTTP/1.1\r\n")
        assert server.peer.header("Host") == f"127.0.0.1:{server.port}"
    assert way.peer.head.split("\r\n") == [
        f"CONNECT 127.0.0.1:{server.port} HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
    ]


def test_user_and_password_of_the_proxy_are_sent_only_to_the_proxy() -> None:
    with RawServer(open_rightly) as server, RawServer(proxy) as way:
        connect(server.url, network=Network(proxy=f"http://ada:s%3A@127.0.0.1:{way.port}/"))
    expected = "Basic " + base64.b64encode(b"ada:s:").decode()
    assert way.peer.header("Proxy-Authorization") == expected
    assert "uthorization" not in server.peer.head


def test_tls_connection_goes_through_the_proxy_to_the_server(
    authority: trustme.CA, ca_file: Path
) -> None:
    with RawServer(open_rightly, tls=tls_of(authority)) as server, RawServer(proxy) as way:
        connect(server.url, network=Network(proxy=f"http://127.0.0.1:{way.port}", ca_file=ca_file))
    assert way.peer.head.startswith(f"CONNECT localhost:{server.port} HTTP/1.1\r\n")


def test_proxy_looks_up_the_host() -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(b"HTTP/1.1 502 Bad Gateway\r\n\r\n")

    with RawServer(script) as way:
        failed("ws://nowhere.test/", network=Network(proxy=f"http://127.0.0.1:{way.port}"))
    assert way.peer.head.startswith("CONNECT nowhere.test:80 HTTP/1.1\r\n")


@pytest.mark.parametrize(
    ("environment", "schemes"),
    [
        ({"HTTP_PROXY": "http://{}"}, ["ws"]),
        ({"http_proxy": "{}"}, ["ws"]),
        ({"HTTPS_PROXY": "http://{}"}, ["wss"]),
        ({"ALL_PROXY": "http://{}/"}, ["ws", "wss"]),
        ({"ALL_PROXY": "http://{}", "NO_PROXY": "example.test,localhost"}, ["ws"]),
        ({"ALL_PROXY": "http://{}", "NO_PROXY": "127.0.0.1"}, ["wss"]),
        ({"ALL_PROXY": "http://{}", "no_proxy": "*"}, []),
        ({"FTP_PROXY": "http://{}"}, []),
        ({"HTTP_PROXY": ""}, []),
    ],
    ids=str,
)
def test_proxy_of_the_environment_is_used(
    environment: dict[str, str],
    schemes: list[str],
    monkeypatch: pytest.MonkeyPatch,
    authority: trustme.CA,
    ca_file: Path,
) -> None:
    with RawServer(open_rightly) as plain, RawServer(open_rightly, tls=tls_of(authority)) as safe:
        with RawServer(proxy) as way:
            for name, value in environment.items():
                monkeypatch.setenv(name, value.format(f"127.0.0.1:{way.port}"))
            for server in (plain, safe):
                connect(server.url, network=Network(ca_file=ca_file))
                connect(server.url, network=Network(ca_file=ca_file, proxy=""))
            targets = [int(peer.head.split()[1].rpartition(":")[2]) for peer in way.peers]
        assert targets == [{"ws": plain.port, "wss": safe.port}[scheme] for scheme in schemes]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "refuses the connection: '407 "),
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 99\r\n\r\n", "refuses the connection: '403 "),
        (b"HTTP/1.1 200 OK\r\n\r\nhello", "sent bytes before the server's response"),
        (b"SSH-2.0-x\r\n", "the server's response is not HTTP: 'SSH-2.0-x'"),
        (b"HTTP/1.1 200", "the connection ended"),
    ],
)
def test_error_describes_how_a_proxy_refused_or_failed(answer: bytes, words: str) -> None:
    with RawServer(answering(answer)) as way:
        address = f"127.0.0.1:{way.port}"
        failure = failed("ws://127.0.0.1:1/", network=Network(proxy=f"http://ada:secret@{address}"))
    assert failure.kind == "proxy"
    assert failure.message.startswith(f"the proxy {address}")
    assert words in failure.message
    assert "secret" not in failure.message


def test_failure_has_the_status_of_a_proxy_that_refuses() -> None:
    with RawServer(answering(b"HTTP/1.1 407 Log In\r\n\r\n")) as way:
        network = Network(proxy=f"http://127.0.0.1:{way.port}")
        failure = failed("ws://127.0.0.1:1/", network=network)
    assert (failure.status, failure.reason) == (407, "Log In")


def test_error_for_an_unreachable_proxy_has_the_address_of_the_proxy() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{deaf.getsockname()[1]}"
        failure = failed("ws://127.0.0.1:1/", network=Network(proxy=f"http://{address}"))
    assert failure.kind == "proxy"
    assert failure.message == (
        f"the proxy cannot be reached: cannot connect to {address}: Connection refused"
    )


@pytest.mark.parametrize("value", ["socks5://127.0.0.1:1080", "https://x:443", "http://[", "://"])
def test_error_for_an_unusable_proxy_of_the_environment_has_its_address(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", value)
    failure = failed("ws://127.0.0.1:1/")
    assert failure.kind == "proxy"
    assert failure.message == (
        f"the proxy {value!r} cannot be used; write it like http://[user:password@]host:port"
    )


def test_proxy_that_never_answers_ends_with_the_timeout() -> None:
    with RawServer(Peer.stall) as way:
        network = Network(proxy=f"http://127.0.0.1:{way.port}")
        failure = failed("ws://127.0.0.1:1/", network=network, timeout=0.1)
    assert failure.kind == "proxy"
    assert "within 0.1 s" in failure.message


# Attempts to connect that are aborted.


@pytest.mark.parametrize("scheme", ["ws", "wss"])
def test_abort_ends_an_attempt_that_waits_for_the_handshake_response(scheme: str) -> None:
    def script(peer: Peer) -> None:
        peer.sock.recv(1)
        opening.abort()
        peer.stall()

    with RawServer(script) as server:
        opening = handshake(f"{scheme}://127.0.0.1:{server.port}/", timeout=60)
        with pytest.raises(OpeningFailed):
            opening.run()


def test_abort_ends_an_attempt_during_the_tcp_connect(full_port: int) -> None:
    opening = handshake(f"ws://127.0.0.1:{full_port}/", timeout=60)
    failed: list[OpeningFailed] = []

    def run() -> None:
        with pytest.raises(OpeningFailed) as failure:
            opening.run()
        failed.append(failure.value)

    thread = threading.Thread(target=run)
    thread.start()
    while thread.is_alive():  # abort again, since the thread might not have started to connect
        opening.abort()
        thread.join(0.01)
    assert failed[0].failure.kind == "closed"


def test_abort_during_the_name_lookup_prevents_the_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
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


def test_abort_after_the_handshake_closes_the_tcp_socket() -> None:
    """The worker is done, and the loop that would take its result has ended."""
    with RawServer(open_rightly) as server:
        opening = handshake(server.url, timeout=TIMEOUT)
        sock = opening.run().sock
        opening.abort()
        assert sock.fileno() == -1
