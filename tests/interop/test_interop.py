"""A page with servers of other libraries, plain and with TLS."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import trustme

from weex_runtime import Network, Runtime

from .peers import FRAGMENTING, NAMES, Peer, answer_to, process_of

BUNDLE = Path(__file__).parent / "bundle.js"
TIMEOUT = 30.0

# A string with NUL and characters of 1 to 4 bytes. Its length in bytes is odd, so characters of
# repeated copies lie across the ends of buffers.
UNIT = "weex \u00e9 \u20ac \U0001f600 \0 "


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session", params=NAMES)
def peer(
    request: pytest.FixtureRequest, authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Peer]:
    name = request.param
    if name == "ws":
        request.getfixturevalue("node_modules")
    certificate = tmp_path_factory.mktemp("peer") / "certificate.pem"
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(certificate)
    with process_of(name, str(certificate)) as process:
        yield Peer(name, process)


@pytest.fixture
def scheme(request: pytest.FixtureRequest) -> str:
    """ "ws" unless a test is parametrized with another scheme."""
    return getattr(request, "param", "ws")


# Runs a test without and with TLS. Few tests need both, since TLS changes only the connection.
with_tls = pytest.mark.parametrize("scheme", ["ws", "wss"], indirect=True)
# For long tests: only two peers, a library in Python and a library in JS.
two_peers = pytest.mark.parametrize("peer", ["websockets", "ws"], indirect=True)


@pytest.fixture
def device(authority: trustme.CA, tmp_path: Path) -> Iterator[Runtime]:
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    with Runtime(network=Network(ca_file=tmp_path / "ca.pem"), hints=False) as runtime:
        yield runtime


class Visit:
    """The bundle as a page, on a path of a peer."""

    def __init__(self, device: Runtime, peer: Peer, url: str, **config: Any) -> None:
        self._device = device
        self._peer = peer
        self._url = url
        self.page = device.open(BUNDLE, config={"url": url, **config})

    @property
    def screen(self) -> list[str]:
        """The texts of the page: the socket's state and the messages so far."""
        return [str(e.attr["value"]) for e in self.page.document.elements() if e.type == "text"]

    @property
    def console(self) -> list[Any]:
        """The messages that the page logged, and its errors."""
        return [
            json.loads(line.text) if line.level == "log" else line for line in self.page.console
        ]

    def run_until(self, *screen: str) -> None:
        """Run until the screen begins with these lines, or the socket is closed."""
        expected = list(screen)
        try:
            self._device.run_until(
                lambda: self.screen[: len(expected)] == expected or "closed" in self.screen[0],
                TIMEOUT,
                f"the page to show {expected}",
            )
        finally:
            # Show the actual screen in a failure.
            assert self.screen[: len(expected)] == expected, [*self.page.console][:5]
        assert not self.page.errors

    def run_until_said(self, what: str) -> dict[str, Any]:
        """Run until the peer wrote such a line about this page's connection; returns the line."""
        self._device.run_until(
            lambda: self._peer.said(what, self._url), TIMEOUT, f"the peer to say {what!r}"
        )
        line = self._peer.said(what, self._url)
        assert line
        return line


@pytest.fixture
def visit(device: Runtime, peer: Peer, scheme: str) -> Callable[..., Visit]:
    """Open the bundle on a path of the peer: visit("/echo", sends=[...])."""
    return lambda path, **config: Visit(device, peer, peer.url(path, scheme), **config)


def closed(code: int, reason: str = "") -> str:
    return f"closed {code} {json.dumps(reason, ensure_ascii=False)} true"


def shown(received: int) -> str:
    return f"{received} received, 0 different"


def text_of(mebibytes: int) -> list[Any]:
    return ["text", UNIT, (mebibytes << 20) // len(UNIT.encode()) + 1]


def binary_of(mebibytes: int) -> list[Any]:
    return ["binary", (mebibytes << 20) // 768 + 1]


@with_tls
def test_small_messages_come_back_unchanged(visit: Callable[..., Visit]) -> None:
    """Empty messages, NUL, and lengths where the form of the frame header changes."""
    sends = [["text", UNIT, 1], ["text", "", 1], ["text", "\0", 1], ["binary", 0], ["binary", 1]]
    sends += [["text", "x", length] for length in (1, 125, 126, 127, 65535, 65536)]
    page = visit("/echo", sends=sends)
    page.run_until("open", shown(len(sends)))


@two_peers
def test_text_with_all_unicode_characters_comes_back_unchanged(visit: Callable[..., Visit]) -> None:
    page = visit("/echo", sends=[["unicode"]])
    page.run_until("open", shown(1))


def test_messages_of_1_mb_come_back_unchanged(visit: Callable[..., Visit]) -> None:
    page = visit("/echo", sends=[text_of(1), binary_of(1), text_of(1), binary_of(1)])
    page.run_until("open", shown(4))


# Text over TCP and binary messages over TLS: the kind of a message and the kind of a connection
# do not affect each other, so these two of the four combinations are enough.
@two_peers
@pytest.mark.parametrize(
    ("scheme", "kind"), [("ws", text_of), ("wss", binary_of)], indirect=["scheme"]
)
def test_message_of_16_mb_comes_back_unchanged(
    visit: Callable[..., Visit], kind: Callable[[int], list[Any]]
) -> None:
    page = visit("/echo", sends=[kind(16)])
    page.run_until("open", shown(1))


def test_large_messages_reach_the_peer_unchanged(visit: Callable[..., Visit]) -> None:
    """Unlike an echo, digests show errors that the way back would undo."""
    page = visit("/digest", sends=[text_of(1), binary_of(1)], logs=True)
    page.run_until("open", shown(2))
    text = UNIT.encode() * text_of(1)[-1]
    binary = bytes(range(256)) * 3 * binary_of(1)[-1]
    assert page.console == [
        f"text {len(text)} {hashlib.sha256(text).hexdigest()}",
        f"binary {len(binary)} {hashlib.sha256(binary).hexdigest()}",
    ]


@two_peers
@with_tls
def test_10_000_messages_each_way_keep_their_order(visit: Callable[..., Visit]) -> None:
    page = visit("/echo", sends=[["numbers", 10_000]])
    page.run_until("open", shown(10_000))


@two_peers
def test_10_000_messages_that_arrive_at_once_keep_their_order(visit: Callable[..., Visit]) -> None:
    page = visit("/burst?n=10000", logs=True)
    page.run_until("open", shown(10_000))
    assert page.console == [str(i) for i in range(10_000)]


@pytest.mark.parametrize("peer", FRAGMENTING, indirect=True)
def test_message_in_1_000_fragments_arrives_as_one_message(visit: Callable[..., Visit]) -> None:
    page = visit("/fragments?n=1000", logs=True, sends=[["text", "after", 1]])
    page.run_until("open", shown(2))
    assert page.console == ["".join(f"{i} " for i in range(1000)), "after"]


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        ("", ""),
        ("chat.v1", "chat.v1"),
        ("chat.v2, chat.v1", "chat.v2"),
        ("chat.v9,chat.v1", "chat.v1"),
        (["chat.v9", "chat.v2"], "chat.v2"),
    ],
)
def test_socket_has_the_subprotocol_that_the_peer_chose(
    visit: Callable[..., Visit], offered: str | list[str], chosen: str
) -> None:
    page = visit("/sub", protocol=offered, logs=True)
    page.run_until("open", shown(1))
    assert page.console == [chosen]


def test_page_on_the_documented_device_does_not_negotiate_permessage_deflate(
    visit: Callable[..., Visit],
) -> None:
    page = visit("/echo", sends=[["text", "a" * 100, 1000]])
    page.run_until("open", shown(1))
    assert page.run_until_said("open")["extensions"] in ("", "{}")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (1000, ""),
        (1001, "restart"),
        (1013, "later"),
        (3000, "\u20ac \U0001f600"),
        (4999, "x" * 123),
    ],
)
def test_close_code_and_reason_of_the_peer_reach_the_page(
    visit: Callable[..., Visit], code: int, reason: str
) -> None:
    page = visit(f"/close?code={code}&reason={quote(reason)}")
    page.run_until(closed(code, reason))
    assert page.run_until_said("closed")["code"] == code


@pytest.mark.parametrize(
    ("code", "reason"), [(1000, ""), (3000, "bye"), (4999, "\u20ac \U0001f600"), (4000, "x" * 123)]
)
def test_close_code_and_reason_of_the_page_reach_the_peer(
    visit: Callable[..., Visit], peer: Peer, code: int, reason: str
) -> None:
    page = visit("/echo", sends=[["text", "x", 1]], close=[code, reason])
    page.run_until(closed(*answer_to(peer.name, code, reason)))
    line = page.run_until_said("closed")
    assert (line["code"], line["reason"] or "") == (code, reason)


def test_destroyed_page_closes_its_socket_with_1001(visit: Callable[..., Visit]) -> None:
    page = visit("/echo", sends=[["text", "x", 1]])
    page.run_until("open", shown(1))
    page.page.destroy()
    assert page.run_until_said("closed")["code"] == 1001


def test_pings_of_the_peer_are_answered_while_nothing_else_is_sent(
    visit: Callable[..., Visit],
) -> None:
    page = visit("/ping?n=5&between=0", logs=True)
    page.run_until("open", shown(5))
    assert page.console == [f"ping {i}" for i in range(5)]


def test_pings_of_the_peer_are_answered_while_the_page_is_busy(
    visit: Callable[..., Visit],
) -> None:
    page = visit("/ping?n=3&between=20", logs=True, busy=2)
    page.run_until("open", shown(63))
    assert page.console == [
        *["between"] * 20,
        "ping 0",
        *["between"] * 20,
        "ping 1",
        *["between"] * 20,
        "ping 2",
    ]
