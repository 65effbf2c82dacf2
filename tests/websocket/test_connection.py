"""One connection on the loop: frames, messages, both closing handshakes and broken peers."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeAlias

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st

from weex_modules.websocket.adapter import Limits, Opening
from weex_modules.websocket.adapters.reactor.adapter import ReactorAdapter
from weex_modules.websocket.connection import Connection
from weex_modules.websocket.failure import Failure
from weex_modules.websocket.wire_rules import Closed, Offer, WireRules
from weex_runtime import Network
from weex_runtime.loop.looper import Looper

from ..support.leftovers import no_socket_and_no_thread_is_left as no_socket_and_no_thread_is_left
from ..support.raw_server import (
    BINARY,
    CLOSE,
    CONTINUATION,
    PING,
    PONG,
    TEXT,
    TIMEOUT,
    Frame,
    Peer,
    RawServer,
    close_frame,
    frame,
    tls_of,
)

Script: TypeAlias = Callable[[Peer], None]
Event: TypeAlias = tuple[object, ...]

RULES = WireRules()
RESERVED = [1016, 1100, 1999, 2000, 2999]  # close codes
NO_PROTOCOL = Offer(None, ())

OPEN: Event = ("open",)
LOST: Event = ("close", 1006, "", False)


class Heard:
    """What a connection told, in order."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.failure: Failure | None = None

    def on_open(self) -> None:
        self.events.append(OPEN)

    def on_message(self, data: str | bytes) -> None:
        self.events.append(("message", data))

    def on_close(self, code: int, reason: str, was_clean: bool) -> None:
        self.events.append(("close", code, reason, was_clean))

    def on_error(self, failure: Failure) -> None:
        self.failure = failure
        self.events.append(("error", failure.message))

    @property
    def messages(self) -> list[object]:
        return [event[1] for event in self.events if event[0] == "message"]

    @property
    def is_open(self) -> bool:
        return OPEN in self.events

    @property
    def is_closed(self) -> bool:
        return any(event[0] == "close" for event in self.events)


class Watched:
    """Writes a line for each thing that it is told."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def opened(self, protocol: str, extensions: str) -> None:
        self._lines.append(f"opened {protocol}".rstrip())

    def frame_sent(self, data: str | bytes) -> None:
        self._lines.append(f"→ {data[:400]!r}")

    def frame_received(self, data: str | bytes) -> None:
        self._lines.append(f"← {data[:400]!r}")

    def close_sent(self, code: int, reason: str) -> None:
        self._lines.append(f"→ close {code} {reason}".rstrip())

    def close_received(self, code: int, reason: str) -> None:
        self._lines.append(f"← close {code} {reason}".rstrip())

    def closed(self, code: int, reason: str) -> None:
        self._lines.append(f"closed {code} {reason}".rstrip())


class Client:
    """A loop with connections on it; all end with it."""

    def __init__(self, *, virtual: bool = False) -> None:
        self.looper = Looper(virtual=virtual)
        self.limits: dict[str, int] = {}
        self.lines: list[str] = []
        self._connections: list[Connection] = []

    def dial(
        self,
        url: str,
        *,
        offer: Offer = NO_PROTOCOL,
        rules: WireRules = RULES,
        network: Network | None = None,
        close_timeout: float = TIMEOUT,
        **limits: int,
    ) -> tuple[Connection, Heard]:
        heard = Heard()
        opening = Opening(
            url=url,
            protocol=offer.header,
            looper=self.looper,
            limits=Limits(TIMEOUT, close_timeout, **{**self.limits, **limits}),
            network=network or Network(),
            rules=rules,
        )
        log = Watched(self.lines)
        connection = Connection(ReactorAdapter, opening, heard, offer=offer, log=log)
        self._connections.append(connection)
        connection.open()
        return connection, heard

    def run_until(self, predicate: Callable[[], object]) -> None:
        self.looper.run_until(predicate, TIMEOUT)

    def converse(
        self,
        script: Script,
        act: Callable[[Connection], None] = lambda connection: None,
        *,
        rules: WireRules = RULES,
    ) -> tuple[list[Event], Peer]:
        """Connect, act once it is open, and wait for the end on both sides.

        Returns:
            What the listener heard, and the server's side.
        """
        with RawServer(script) as server:
            connection, heard = self.dial(server.url, rules=rules)
            self.run_until(lambda: heard.is_open or connection.is_closed)
            if not connection.is_closed:
                act(connection)
            self.run_until(lambda: connection.is_closed and server.is_done)
        return heard.events, server.peer

    def close(self) -> None:
        for connection in self._connections:
            connection.go_away()
        self.looper.close()


@pytest.fixture
def client() -> Iterator[Client]:
    client = Client()
    yield client
    client.close()


def opening(*sent: bytes) -> Script:
    """Answer the handshake, and send in a packet of its own what may be wrong."""

    def script(peer: Peer) -> None:
        peer.open()
        peer.send(b"".join(sent))

    return script


def messages_of(client: Client, *sent: bytes) -> list[object]:
    """The messages that arrive from these bytes, which are no violation."""
    events, _ = client.converse(opening(*sent, close_frame(1000)))
    assert events[0] == OPEN
    assert events[-1] == ("close", 1000, "", True)
    return [event[1] for event in events[1:-1]]


# Messages from the server.


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "",
        "a\0b",
        "grüße 👋",
        "\ufeffmark",
        "x" * 125,
        "x" * 126,
        "x" * 65_535,
        "x" * 65_536,
    ],
    ids=["text", "empty", "NUL", "emoji", "BOM", "125", "126", "65535", "65536"],
)
def test_text_arrives_as_it_was_sent(client: Client, text: str) -> None:
    assert messages_of(client, frame(TEXT, text.encode())) == [text]


def test_a_text_of_a_megabyte_arrives(client: Client) -> None:
    text = "0123456789" * 100_000
    assert messages_of(client, frame(TEXT, text.encode())) == [text]


@pytest.mark.parametrize("data", [b"", b"\x00\xff\xfe", bytes(range(256)) * 4096])
def test_binary_arrives_as_bytes(client: Client, data: bytes) -> None:
    assert messages_of(client, frame(BINARY, data)) == [data]


def test_messages_behind_the_handshake_arrive_after_open(client: Client) -> None:
    sent = frame(TEXT, b"one") + frame(TEXT, b"two") + close_frame(1000)
    events, _ = client.converse(lambda peer: peer.open(then=sent))
    assert events == [OPEN, ("message", "one"), ("message", "two"), ("close", 1000, "", True)]


def test_frames_may_come_byte_by_byte(client: Client) -> None:
    text = "grüße " * 30
    sent = (
        frame(TEXT, text.encode()) + frame(PING, b"?") + frame(BINARY, b"\x01") + close_frame(3000)
    )

    def script(peer: Peer) -> None:
        peer.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer.open()
        for byte in sent:
            peer.send(bytes([byte]))

    events, _ = client.converse(script)
    assert events[1:] == [("message", text), ("message", b"\x01"), ("close", 3000, "", True)]


def test_fragments_become_one_message(client: Client) -> None:
    emoji = "👋".encode()
    assert messages_of(
        client,
        frame(TEXT, b"a" + emoji[:1], fin=False),
        frame(CONTINUATION, emoji[1:3], fin=False),
        frame(CONTINUATION, fin=False),
        frame(CONTINUATION, emoji[3:] + b"b"),
        frame(BINARY, b"\xff", fin=False),
        frame(CONTINUATION, b"\xfe"),
        frame(TEXT, fin=False),
        frame(CONTINUATION),
    ) == ["a👋b", b"\xff\xfe", ""]


def test_control_frames_between_fragments_are_answered_at_once(client: Client) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.send(frame(TEXT, b"one ", fin=False) + frame(PING, b"1") + frame(PONG, b"2"))
        assert peer.read_frame() == Frame(PONG, b"1")
        peer.send(frame(CONTINUATION, b"message") + close_frame(1000))

    events, _ = client.converse(script)
    assert events[1] == ("message", "one message")


def test_thousands_of_fragments_do_not_hold_up_the_loop(client: Client) -> None:
    """4,000 fragments of 4 KiB; joined one by one they would be copied 4,000 times."""
    part = bytes(4096)
    fragments = frame(CONTINUATION, part, fin=False) * 4000
    sent = [frame(BINARY, fin=False), fragments, frame(CONTINUATION)]
    assert messages_of(client, *sent) == [part * 4000]


def test_a_burst_of_messages_arrives_in_order(client: Client) -> None:
    sent = [frame(TEXT, str(number).encode()) for number in range(2000)]
    assert messages_of(client, *sent) == [str(number) for number in range(2000)]


@pytest.mark.parametrize("payload", [b"", b"ping", b"\xff\x00", b"x" * 125])
def test_a_ping_is_answered_with_its_payload(client: Client, payload: bytes) -> None:
    _, peer = client.converse(opening(frame(PING, payload), close_frame(1000)))
    assert peer.frames[0] == Frame(PONG, payload)


def test_pings_are_answered_in_order(client: Client) -> None:
    pings = [frame(PING, str(number).encode()) for number in range(100)]
    _, peer = client.converse(opening(*pings, close_frame(1000)))
    assert [read.payload for read in peer.frames[:-1]] == [str(n).encode() for n in range(100)]


def test_pongs_are_ignored(client: Client) -> None:
    events, peer = client.converse(opening(frame(PONG), frame(PONG, b"late"), close_frame(1000)))
    assert len(events) == 2
    assert [read.opcode for read in peer.frames] == [CLOSE]


# Any message, cut in any way.

_CONTROL = st.sampled_from([frame(PING, b"between"), frame(PONG), frame(PING)])


@st.composite
def _framed_message(draw: st.DrawFn) -> tuple[str | bytes, bytes]:
    """A message and its frames, with control frames between them."""
    message = draw(st.text(max_size=300) | st.binary(max_size=300))
    data = message.encode() if isinstance(message, str) else message
    cuts = sorted(draw(st.lists(st.integers(0, len(data)), max_size=4)))
    parts = [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    first = TEXT if isinstance(message, str) else BINARY
    sent = b""
    for position, part in enumerate(parts):
        opcode = CONTINUATION if position else first
        sent += frame(opcode, part, fin=position == len(parts) - 1)
        sent += draw(_CONTROL | st.just(b""))
    return message, sent


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_fragmentation_and_chunking_gives_the_same_messages(data: st.DataObject) -> None:
    framed = data.draw(st.lists(_framed_message(), max_size=6))
    sent = b"".join(part for _, part in framed) + close_frame(1000)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=20)))
    behind_the_handshake = data.draw(st.integers(0, len(cuts)))
    chunks = [sent[a:b] for a, b in zip([0, *cuts], [*cuts, len(sent)], strict=True)]

    def script(peer: Peer) -> None:
        peer.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer.open(then=b"".join(chunks[:behind_the_handshake]))
        for chunk in chunks[behind_the_handshake:]:
            peer.send(chunk)

    client = Client()
    try:
        events, _ = client.converse(script)
    finally:
        client.close()
    received = [event[1] for event in events if event[0] == "message"]
    assert received == [message for message, _ in framed]
    assert events[-1] == ("close", 1000, "", True)


# Violations: the server hears the code, the page an error and 1006.

VIOLATIONS = {
    "masked frame": frame(TEXT, b"x", masked=True),
    "masked control frame": frame(PING, b"x", masked=True),
    "RSV1": frame(TEXT, b"x", rsv=4),
    "RSV2": frame(TEXT, b"x", rsv=2),
    "RSV3": frame(BINARY, b"x", rsv=1),
    "RSV in a control frame": frame(PING, rsv=4),
    "RSV in a continuation": frame(TEXT, b"x", fin=False) + frame(CONTINUATION, b"y", rsv=1),
    "head of a masked frame": b"\x81\x85",
    "head of a long ping": b"\x89\x7e",
    "head of an unknown opcode": b"\x83\x7f",
    "length of 16 bits that fits into 7": b"\x82\x7e\x00\x7d",
    "length of 64 bits that fits into 16": b"\x82\x7f" + (65_535).to_bytes(8, "big"),
    "length with the highest bit": b"\x82\x7f" + b"\xff" * 8,
    **{f"opcode {opcode}": frame(opcode, b"x") for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)},
    "fragmented ping": frame(PING, b"x", fin=False),
    "fragmented pong": frame(PONG, b"x", fin=False),
    "fragmented close": frame(CLOSE, b"\x03\xe8", fin=False),
    "long ping": frame(PING, b"x" * 126),
    "long pong": frame(PONG, b"x" * 126),
    "long close": close_frame(1000, b"x" * 124),
    "continuation without a start": frame(CONTINUATION, b"x"),
    "last continuation without a start": frame(CONTINUATION, b"x", fin=False),
    "continuation after a whole message": frame(TEXT, b"x") + frame(CONTINUATION, b"y"),
    "text inside fragments": frame(TEXT, b"x", fin=False) + frame(TEXT, b"y"),
    "binary inside fragments": frame(TEXT, b"x", fin=False) + frame(BINARY, b"y", fin=False),
    "close with one byte": frame(CLOSE, b"\x03"),
    **{
        f"close with {code}": close_frame(code)
        for code in (0, 999, 1004, 1005, 1006, 1015, 5000, 65_535)
    },
}

NOT_UTF8 = {
    "lone continuation byte": b"a\x80",
    "overlong": b"\xc0\xaf",
    "surrogate": b"\xed\xa0\x80",
    "above U+10FFFF": b"\xf4\x90\x80\x80",
    "cut code point": "grüße 👋".encode()[:-1],
    "latin-1": b"gr\xfc\xdfe",
}


def assert_failed(events: list[Event], peer: Peer, code: int) -> str:
    """Return the error's message."""
    assert [read.opcode for read in peer.frames] == [CLOSE]
    assert peer.close_code == code
    assert [event[0] for event in events[-2:]] == ["error", "close"]
    assert events[-1] == LOST
    return str(events[-2][1])


@pytest.mark.parametrize("sent", VIOLATIONS.values(), ids=VIOLATIONS)
def test_a_violation_fails_the_connection_with_1002(client: Client, sent: bytes) -> None:
    events, peer = client.converse(opening(sent))
    assert_failed(events, peer, 1002)


@pytest.mark.parametrize("text", NOT_UTF8.values(), ids=NOT_UTF8)
def test_text_that_is_not_utf8_fails_the_connection_with_1007(client: Client, text: bytes) -> None:
    events, peer = client.converse(opening(frame(TEXT, b"fine"), frame(TEXT, text)))
    assert events[1] == ("message", "fine")
    assert assert_failed(events, peer, 1007) == "the server sent text that is not UTF-8"


@pytest.mark.parametrize("at", [0, 1, 2])
def test_fragments_that_are_not_utf8_together_fail_with_1007(client: Client, at: int) -> None:
    text = b"a\xf4\x90\x80\x80"
    fragments = frame(TEXT, text[:at], fin=False) + frame(CONTINUATION, text[at:])
    events, peer = client.converse(opening(fragments))
    assert_failed(events, peer, 1007)


def test_a_fragment_that_is_not_utf8_fails_before_the_message_ends(client: Client) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.send(frame(TEXT, b"a", fin=False) + frame(CONTINUATION, b"\x80", fin=False))
        assert peer.read_frame().opcode == CLOSE

    events, peer = client.converse(script)
    assert_failed(events, peer, 1007)


@pytest.mark.parametrize("reason", NOT_UTF8.values(), ids=NOT_UTF8)
def test_a_close_reason_that_is_not_utf8_fails_with_1007(client: Client, reason: bytes) -> None:
    events, peer = client.converse(opening(close_frame(1000, reason)))
    assert_failed(events, peer, 1007)


def test_nothing_behind_a_violation_arrives(client: Client) -> None:
    sent = [frame(TEXT, b"before"), frame(3), frame(TEXT, b"after"), frame(PING), close_frame(1000)]
    events, peer = client.converse(opening(*sent))
    assert [event[0] for event in events] == ["open", "message", "error", "close"]
    assert_failed(events, peer, 1002)


@pytest.mark.parametrize("size", [(64 << 20) + 1, 1 << 30, 1 << 40, (1 << 63) - 1])
def test_a_frame_over_the_limit_fails_with_1009_before_it_has_come(
    client: Client, size: int
) -> None:
    events, peer = client.converse(opening(struct.pack("!BBQ", 0x82, 127, size)))
    assert assert_failed(events, peer, 1009) == "a message is longer than 64 MiB"


@pytest.fixture
def limit(client: Client) -> int:
    """A limit that is reached sooner."""
    client.limits["max_message"] = 1 << 20
    return 1 << 20


def test_a_message_as_long_as_the_limit_arrives(client: Client, limit: int) -> None:
    data = bytes(limit)
    halves = frame(BINARY, data[: limit // 2], fin=False) + frame(CONTINUATION, data[limit // 2 :])
    assert messages_of(client, frame(BINARY, data), halves) == [data, data]


def test_fragments_over_the_limit_fail_with_1009(client: Client, limit: int) -> None:
    first = frame(BINARY, bytes(limit), fin=False)
    events, peer = client.converse(opening(first, frame(CONTINUATION, b"x", fin=False)))
    assert_failed(events, peer, 1009)


def test_small_frames_over_the_limit_together_fail_with_1009(client: Client, limit: int) -> None:
    part = frame(CONTINUATION, bytes(1024), fin=False)
    events, peer = client.converse(opening(frame(BINARY, fin=False), part * (limit // 1024), part))
    assert_failed(events, peer, 1009)


# The server closes.


@pytest.mark.parametrize(
    "code",
    [
        *(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014),
        *(3000, 4999),
    ],
)
def test_code_and_reason_of_the_server_are_told_and_the_code_is_echoed(
    client: Client, code: int
) -> None:
    events, peer = client.converse(opening(close_frame(code, "tschüß".encode())))
    assert events == [OPEN, ("close", code, "tschüß", True)]
    assert peer.frames == [Frame(CLOSE, struct.pack("!H", code))]
    assert peer.end == "end"


@pytest.mark.parametrize("code", RESERVED)
def test_a_close_code_that_rfc_6455_reserves_fails_with_1002(client: Client, code: int) -> None:
    """RFC 6455, section 7.4.2; the Autobahn suite, 7.9.6 to 7.9.9, asks for this."""
    for reason in (b"", b"why"):
        events, peer = client.converse(opening(close_frame(code, reason)))
        assert_failed(events, peer, 1002)


@pytest.mark.parametrize("code", RESERVED)
def test_a_close_code_that_rfc_6455_reserves_may_be_passed_on(client: Client, code: int) -> None:
    rules = WireRules(reserved_codes="pass on")
    events, peer = client.converse(opening(close_frame(code, b"why")), rules=rules)
    assert events == [OPEN, ("close", code, "why", True)]
    assert peer.close_code == code


@pytest.mark.parametrize("code", [0, 999, 1004, 1005, 1006, 1015, 5000, 65_535])
def test_a_close_code_that_is_never_sent_fails_where_reserved_ones_do_not(
    client: Client, code: int
) -> None:
    rules = WireRules(reserved_codes="pass on")
    events, peer = client.converse(opening(close_frame(code)), rules=rules)
    assert_failed(events, peer, 1002)


def test_the_answer_to_a_close_frame_may_not_have_a_reserved_code(client: Client) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.send(close_frame(2000))

    events, peer = client.converse(script, lambda connection: connection.close(1000, ""))
    assert [name for name, *_ in events] == ["open", "error", "close"]
    assert events[-1] == ("close", 1006, "", False)
    assert len(peer.frames) == 1


def test_a_close_frame_without_code_is_1005_and_echoed_without_code(client: Client) -> None:
    events, peer = client.converse(opening(frame(CLOSE)))
    assert events == [OPEN, ("close", 1005, "", True)]
    assert peer.frames == [Frame(CLOSE, b"")]


def test_the_longest_reason_is_told(client: Client) -> None:
    events, _ = client.converse(opening(close_frame(4000, b"x" * 123)))
    assert events[1] == ("close", 4000, "x" * 123, True)


def test_nothing_behind_a_close_frame_arrives(client: Client) -> None:
    sent = [close_frame(1000), frame(TEXT, b"late"), frame(PING), frame(3), close_frame(3000)]
    events, peer = client.converse(opening(*sent))
    assert events == [OPEN, ("close", 1000, "", True)]
    assert len(peer.frames) == 1


def test_a_close_frame_between_fragments_ends_the_connection(client: Client) -> None:
    events, _ = client.converse(opening(frame(TEXT, b"half", fin=False), close_frame(1001)))
    assert events == [OPEN, ("close", 1001, "", True)]


def test_a_server_that_closes_and_is_gone_at_once_closed_cleanly(client: Client) -> None:
    def script(peer: Peer) -> None:
        peer.open(then=close_frame(1001, b"bye"))
        peer.close()

    events, _ = client.converse(script)
    assert events == [OPEN, ("close", 1001, "bye", True)]


# Platforms' rules.


def test_a_close_frame_without_code_reads_as_the_rules_say(client: Client) -> None:
    rules = WireRules(code_of_no_status=0)
    events, peer = client.converse(opening(frame(CLOSE)), rules=rules)
    assert events == [OPEN, ("close", 0, "", True)]
    assert peer.frames == [Frame(CLOSE, b"")]


@pytest.mark.parametrize("sent", [close_frame(4000, b"x"), frame(CLOSE)])
def test_a_close_frame_may_always_be_answered_with_1000(client: Client, sent: bytes) -> None:
    events, peer = client.converse(opening(sent), rules=WireRules(replies="1000"))
    assert events[1][1:] in [(4000, "x", True), (1005, "", True)]
    assert peer.close_code == 1000


@pytest.mark.parametrize("replies", ["same", "1000"])
@pytest.mark.parametrize("code", [0, 999, 1004, 1005, 1006, 1012, 1014, 1015, 2999, 5000, 65_535])
def test_codes_that_rfc_6455_does_not_list_may_be_violations_that_are_told(
    client: Client, code: int, replies: Literal["same", "1000"]
) -> None:
    rules = WireRules(reserved_codes="answer 1002", replies=replies)
    events, peer = client.converse(opening(close_frame(code, b"why")), rules=rules)
    assert events == [OPEN, ("close", code, "", True)]
    assert peer.close_code == 1002


@pytest.mark.parametrize("code", [1000, 1003, 1007, 1011, 3000, 4999])
def test_codes_that_rfc_6455_lists_are_none(client: Client, code: int) -> None:
    rules = WireRules(reserved_codes="answer 1002")
    events, peer = client.converse(opening(close_frame(code, b"why")), rules=rules)
    assert events == [OPEN, ("close", code, "why", True)]
    assert peer.close_code == code


def test_text_that_is_not_utf8_may_arrive_with_replacements(client: Client) -> None:
    sent = [
        frame(TEXT, b"a\xffb"),
        frame(TEXT, b"a\xf0\x9f", fin=False),
        frame(CONTINUATION, b"\x91\x8b\xff"),
        close_frame(1000, b"x\xff"),
    ]
    events, _ = client.converse(opening(*sent), rules=WireRules(replaces_invalid_text=True))
    assert events == [
        OPEN,
        ("message", "a\ufffdb"),
        ("message", "a👋\ufffd"),
        ("close", 1000, "x\ufffd", True),
    ]


@pytest.mark.parametrize("closes", [False, True])
def test_the_end_of_tcp_is_told_as_the_rules_say(client: Client, closes: bool) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.close()

    rules = WireRules(end_of_stream=Closed(1000, "CLOSE_NORMAL", True))
    act = (lambda c: c.close(3000, "")) if closes else (lambda c: c.send("x"))
    events, _ = client.converse(script, act, rules=rules)
    assert events == [OPEN, ("close", 1000, "CLOSE_NORMAL", True)]


@pytest.mark.parametrize(("sent", "code"), [(frame(3), 1002), (frame(TEXT, b"\xff"), 1007)])
def test_a_violation_may_be_told_as_an_end_alone(client: Client, sent: bytes, code: int) -> None:
    rules = WireRules(violation=Closed(0, "", True))
    events, peer = client.converse(opening(sent), rules=rules)
    assert events == [OPEN, ("close", 0, "", True)]
    assert peer.close_code == code


def test_an_error_may_be_the_last_event(client: Client) -> None:
    rules = WireRules(closes_after_error=False)

    def reset(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.reset()

    for script in (opening(frame(3)), reset, Peer.close):
        events, _ = client.converse(script, lambda c: c.send("x"), rules=rules)
        assert [event[0] for event in events][-1:] == ["error"]


def test_the_answer_to_a_close_frame_may_go_unheard_until_tcp_ends() -> None:
    client = Client(virtual=True)
    answered, go_on = threading.Event(), threading.Event()

    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.send(close_frame(3000, b"answer") + frame(3) + frame(TEXT, b"late"))
        answered.set()
        assert go_on.wait(TIMEOUT)
        peer.close()

    rules = WireRules(
        hears_answer=False, end_of_stream=Closed(1001, "Stream end encountered", False)
    )
    with RawServer(script) as server:
        connection, heard = client.dial(server.url, rules=rules)
        client.run_until(lambda: heard.is_open)
        connection.close(1000, "")
        client.run_until(answered.is_set)
        client.looper.clock.run_for(1)
        assert connection.is_closing
        assert heard.events == [OPEN]
        go_on.set()
        client.run_until(lambda: heard.is_closed)
    assert heard.events == [OPEN, ("close", 1001, "Stream end encountered", False)]
    client.close()


def test_a_close_frame_of_the_server_is_heard_where_answers_are_not(client: Client) -> None:
    rules = WireRules(hears_answer=False)
    events, _ = client.converse(opening(close_frame(4000, b"bye")), rules=rules)
    assert events == [OPEN, ("close", 4000, "bye", True)]


def test_a_platform_may_wait_for_ever_for_the_answer_to_a_close_frame() -> None:
    client = Client(virtual=True)
    with RawServer(Peer.open) as server:
        connection, heard = client.dial(server.url, rules=WireRules(gives_up_closing=False))
        client.run_until(lambda: heard.is_open)
        connection.close(1000, "")
        client.run_until(lambda: server.peer.frames)
        client.looper.clock.run_for(3600)
        assert connection.is_closing
        assert heard.events == [OPEN]
        connection.go_away()
        client.run_until(lambda: server.is_done)
    client.close()


def test_the_chosen_subprotocol_is_known_when_the_connection_opens(client: Client) -> None:
    with RawServer(lambda peer: peer.open("Sec-WebSocket-Protocol: chat.v2")) as server:
        offer = Offer("chat.v1, chat.v2", ("chat.v1", "chat.v2"))
        connection, heard = client.dial(server.url, offer=offer)
        assert connection.protocol == ""
        client.run_until(lambda: heard.is_open)
        assert connection.protocol == "chat.v2"


def test_going_away_has_code_and_reason_of_the_platform(client: Client) -> None:
    with RawServer(Peer.open) as server:
        connection, heard = client.dial(server.url)
        client.run_until(lambda: heard.is_open)
        connection.go_away(1000, "CLOSE_GOING_AWAY")
        client.run_until(lambda: server.is_done)
    assert server.peer.frames == [Frame(CLOSE, b"\x03\xe8CLOSE_GOING_AWAY")]


def test_a_failure_says_which_close_frame_was_sent(client: Client) -> None:
    for sent, kind, code in [
        (frame(3), "violation", 1002),
        (frame(TEXT, b"\xff"), "not utf-8", 1007),
        (struct.pack("!BBQ", 0x82, 127, 1 << 40), "too big", 1009),
    ]:
        with RawServer(opening(sent)) as server:
            _, heard = client.dial(server.url)
            client.run_until(lambda heard=heard: heard.is_closed)  # type: ignore[misc]
        assert heard.failure
        assert (heard.failure.kind, heard.failure.close_code) == (kind, code)


# The server goes without closing.


@pytest.mark.parametrize(
    "last",
    [b"", frame(TEXT, b"cut")[:1], frame(TEXT, b"cut")[:4], frame(TEXT, b"first", fin=False)],
    ids=["between frames", "in a header", "in a payload", "between fragments"],
)
def test_end_of_tcp_without_a_close_frame_is_1006_without_an_error(
    client: Client, last: bytes
) -> None:
    def script(peer: Peer) -> None:
        peer.open(then=frame(TEXT, b"whole") + last)
        peer.close()

    events, _ = client.converse(script)
    assert events == [OPEN, ("message", "whole"), LOST]


def test_a_half_open_server_is_left_at_once(client: Client) -> None:
    """It ended its own sending only, and would go on reading."""

    def script(peer: Peer) -> None:
        peer.open()
        peer.sock.shutdown(socket.SHUT_WR)

    events, peer = client.converse(script)
    assert events == [OPEN, LOST]
    assert peer.end == "end"


def test_a_reset_is_an_error_and_1006(client: Client) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.reset()

    events, _ = client.converse(script, lambda connection: connection.send("opened"))
    assert events == [OPEN, ("error", "the connection was lost: Connection reset by peer"), LOST]


def test_sending_to_a_server_that_is_gone_ends_with_one_error(client: Client) -> None:
    with RawServer(Peer.open) as server:
        connection, heard = client.dial(server.url)
        client.run_until(lambda: heard.is_open)
    # Nobody pumped the loop while the server went.
    for _ in range(10):
        connection.send("x" * 100_000)
    client.run_until(lambda: heard.is_closed)
    client.looper.settle()
    assert [event[0] for event in heard.events] in (["open", "close"], ["open", "error", "close"])
    assert heard.events[-1] == LOST


def test_what_the_server_sent_before_it_went_arrives_though_sending_fails(
    client: Client,
) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.send(frame(TEXT, b"last words") + close_frame(1011, b"crash"))
        peer.close()

    with RawServer(script) as server:
        connection, heard = client.dial(server.url)
        client.run_until(lambda: heard.is_open)
        connection.send("crash")
        server.wait()  # the loop is not pumped
        connection.send("x" * 100_000)
        connection.send("x" * 100_000)
        client.run_until(lambda: heard.is_closed)
    assert heard.events[1:] == [("message", "last words"), ("close", 1011, "crash", True)]


# The page closes.


def answer_close(code: int | None, reason: bytes = b"") -> Script:
    """Answer the client's close frame with this one."""

    def script(peer: Peer) -> None:
        peer.open()
        while peer.read_frame().opcode != CLOSE:
            pass
        peer.send(frame(CLOSE) if code is None else close_frame(code, reason))
        peer.close()

    return script


def test_close_sends_code_and_reason_and_tells_what_the_server_answers(client: Client) -> None:
    events, peer = client.converse(
        answer_close(3001, b"as you like"), lambda connection: connection.close(4000, "genug: ü")
    )
    assert peer.frames == [Frame(CLOSE, struct.pack("!H", 4000) + "genug: ü".encode())]
    assert events == [OPEN, ("close", 3001, "as you like", True)]


def test_close_that_is_answered_without_code_tells_1005(client: Client) -> None:
    events, _ = client.converse(answer_close(None), lambda connection: connection.close(1000, ""))
    assert events == [OPEN, ("close", 1005, "", True)]


def test_a_second_close_sends_nothing(client: Client) -> None:
    def close_twice(connection: Connection) -> None:
        connection.close(1000, "first")
        connection.close(4000, "second")

    events, peer = client.converse(answer_close(1000), close_twice)
    assert [read.payload[2:] for read in peer.frames] == [b"first"]
    assert events == [OPEN, ("close", 1000, "", True)]


def test_close_after_the_end_does_nothing(client: Client) -> None:
    with RawServer(opening(close_frame(1000))) as server:
        connection, heard = client.dial(server.url)
        client.run_until(lambda: heard.is_closed and server.is_done)
        connection.close(4000, "late")
        client.looper.settle()
    assert len(heard.events) == 2
    assert len(server.peer.frames) == 1


def test_messages_go_out_before_the_close_frame(client: Client) -> None:
    def send_and_close(connection: Connection) -> None:
        connection.send("x" * 5_000_000)
        connection.send("last")
        connection.close(1000, "")

    events, peer = client.converse(answer_close(1000), send_and_close)
    assert [len(read.payload) for read in peer.frames] == [5_000_000, 4, 2]
    assert events[-1] == ("close", 1000, "", True)


def test_messages_and_pings_are_ignored_while_closing(client: Client) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.send(frame(TEXT, b"late") + frame(PING, b"late") + close_frame(1000))

    events, peer = client.converse(script, lambda connection: connection.close(1000, ""))
    assert events == [OPEN, ("close", 1000, "", True)]
    assert [read.opcode for read in peer.frames] == [CLOSE]


def test_close_frames_that_cross_are_a_clean_end(client: Client) -> None:
    with RawServer(opening(close_frame(1001))) as server:
        connection, heard = client.dial(server.url)
        client.run_until(lambda: heard.is_open)
        connection.close(1000, "")
        client.run_until(lambda: heard.is_closed and server.is_done)
    assert heard.events == [OPEN, ("close", 1001, "", True)]
    assert len(server.peer.frames) == 1


def test_a_violation_while_closing_fails_without_a_second_close_frame(client: Client) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.send(frame(TEXT, b"x", rsv=4))

    events, peer = client.converse(script, lambda connection: connection.close(3000, ""))
    assert assert_failed(events, peer, 3000).startswith("the server broke the protocol")


@pytest.mark.parametrize("end", [Peer.close, Peer.reset])
def test_a_server_that_ends_tcp_in_place_of_an_answer_gives_1006(
    client: Client, end: Callable[[Peer], None]
) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        end(peer)

    events, _ = client.converse(script, lambda connection: connection.close(1000, ""))
    assert events[-1] == LOST
    assert len(events) == (2 if end is Peer.close else 3)


def test_a_close_that_is_never_answered_ends_with_the_timeout() -> None:
    client = Client(virtual=True)
    with RawServer(Peer.open) as server:
        connection, heard = client.dial(server.url, close_timeout=10)
        client.run_until(lambda: heard.is_open)
        connection.close(1000, "")
        client.run_until(lambda: server.peer.frames)
        client.looper.clock.run_for(9.9)
        assert heard.events == [OPEN]
        client.looper.clock.run_for(0.1)
        assert heard.events == [OPEN, LOST]
        client.run_until(lambda: server.is_done)
        assert client.looper.pending() == "nothing is pending"
    client.close()


def test_a_server_that_keeps_tcp_open_after_the_closing_handshake_is_left() -> None:
    client = Client(virtual=True)

    def script(peer: Peer) -> None:
        peer.open(then=close_frame(1000))
        peer.stall()

    with RawServer(script) as server:
        _, heard = client.dial(server.url)
        client.run_until(lambda: heard.is_closed)
        assert heard.events == [OPEN, ("close", 1000, "", True)]
        assert "1 open socket" in client.looper.pending()
        client.looper.clock.run_for(1)
        assert client.looper.pending() == "nothing is pending"
    client.close()


@pytest.mark.parametrize("script", [Peer.stall, Peer.open], ids=["no answer", "an answer"])
def test_close_while_connecting_breaks_the_attempt_off(client: Client, script: Script) -> None:
    with RawServer(script) as server:
        connection, heard = client.dial(server.url)
        connection.close(1000, "")
        assert heard.events == [
            ("error", "the connection was closed before it was established"),
            LOST,
        ]
        client.looper.run_until_idle(TIMEOUT)
    assert len(heard.events) == 2
    assert all(peer.frames == [] for peer in server.peers)


def test_a_failed_attempt_tells_the_cause(client: Client) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(b"HTTP/1.1 404 Not Found\r\n\r\n")
        peer.close()

    events, _ = client.converse(script)
    message = "Expected HTTP 101 response but was '404 Not Found'"
    assert [event[0] for event in events] == ["error", "close"]
    assert message in str(events[0][1])
    assert events[1] == LOST


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit to lower")
def test_a_process_without_a_file_left_is_told_so_and_goes_on(client: Client) -> None:
    import resource

    client.converse(opening(close_frame(1000)))  # imports need files too
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    files: list[int] = []
    try:
        last = max(int(name) for name in os.listdir("/dev/fd"))
        resource.setrlimit(resource.RLIMIT_NOFILE, (last + 1, limits[1]))
        with contextlib.suppress(OSError):
            while True:
                files.append(os.dup(0))
        _, heard = client.dial("ws://127.0.0.1:1/")
        client.run_until(lambda: heard.is_closed)
    finally:
        for file in files:
            os.close(file)
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert heard.failure
    # The first lookup of a process needs a file, too.
    assert re.search(r" '?127.0.0.1('|:1): Too many open files$", heard.failure.message)
    events, _ = client.converse(opening(close_frame(1000)))
    assert events == [OPEN, ("close", 1000, "", True)]


# The page goes away: 1001 where a connection is open, and never an event.


def test_going_away_while_open_sends_1001(client: Client) -> None:
    with RawServer(Peer.open) as server:
        connection, heard = client.dial(server.url)
        client.run_until(lambda: heard.is_open)
        connection.go_away()
        client.run_until(lambda: server.is_done)
        assert client.looper.pending() == "nothing is pending"
    assert heard.events == [OPEN]
    assert server.peer.frames == [Frame(CLOSE, struct.pack("!H", 1001))]
    assert server.peer.end == "end"


def test_going_away_with_unread_messages_still_sends_1001(client: Client) -> None:
    """Unread data would turn the end of TCP into a reset, which can overtake the close frame."""

    def script(peer: Peer) -> None:
        peer.open()
        peer.send(frame(BINARY, bytes(100_000)))

    with RawServer(script) as server:
        connection, heard = client.dial(server.url)
        client.run_until(lambda: heard.is_open)
        connection.go_away()
        client.run_until(lambda: server.is_done)
    assert heard.messages == []
    assert server.peer.close_code == 1001


def test_going_away_while_closing_ends_tcp(client: Client) -> None:
    with RawServer(Peer.open) as server:
        connection, heard = client.dial(server.url)
        client.run_until(lambda: heard.is_open)
        connection.close(4000, "")
        connection.go_away()
        client.run_until(lambda: server.is_done)
    assert heard.events == [OPEN]
    assert server.peer.close_code == 4000


def test_going_away_after_the_end_gives_the_socket_back(client: Client) -> None:
    def script(peer: Peer) -> None:
        peer.open(then=close_frame(1000))
        peer.stall()

    with RawServer(script) as server:
        connection, heard = client.dial(server.url)
        client.run_until(lambda: heard.is_closed)
        connection.go_away()
        assert client.looper.pending() == "nothing is pending"
    assert len(heard.events) == 2


@pytest.mark.parametrize("script", [Peer.stall, Peer.open], ids=["no answer", "an answer"])
def test_going_away_while_connecting_breaks_the_attempt_off(client: Client, script: Script) -> None:
    with RawServer(script) as server:
        connection, heard = client.dial(server.url)
        connection.go_away()
        client.looper.run_until_idle(TIMEOUT)
    assert heard.events == []
    assert all(peer.frames == [] for peer in server.peers)


def test_a_loop_that_ends_with_the_handshake_just_done_leaves_no_socket() -> None:
    """The worker's result lies in the queue of a loop that nobody pumps any more."""
    client = Client()
    answered = threading.Event()

    def script(peer: Peer) -> None:
        peer.open()
        answered.set()

    with RawServer(script) as server:
        _, heard = client.dial(server.url)
        assert answered.wait(TIMEOUT)
        client.close()
    assert heard.events == []
    assert server.peer.frames == []


def test_a_lookup_that_outlives_the_loop_connects_to_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up = socket.getaddrinfo
    under_way, go_on = threading.Event(), threading.Event()

    def slow_look_up(*args: object, **kwargs: object) -> object:
        under_way.set()
        assert go_on.wait(TIMEOUT)
        return look_up(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", slow_look_up)
    with RawServer(Peer.open) as server:
        _, heard = client.dial(server.url)
        assert under_way.wait(TIMEOUT)
        (worker,) = [t for t in threading.enumerate() if t.name == "weex-worker"]
        client.close()
        go_on.set()
        worker.join(TIMEOUT)
        assert server.peers == []
    assert heard.events == []


# Sending.


@pytest.mark.parametrize(
    ("data", "opcode", "payload"),
    [
        ("hello", TEXT, b"hello"),
        ("", TEXT, b""),
        ("a\0b", TEXT, b"a\0b"),
        ("👋", TEXT, "👋".encode()),
        ("\ud800x\udc00", TEXT, "\ufffdx\ufffd".encode()),
        ("\ud83d\udc4b", TEXT, "👋".encode()),
        (b"", BINARY, b""),
        (b"\x00\xff", BINARY, b"\x00\xff"),
        ("x" * 126, TEXT, b"x" * 126),
        (bytes(65_536), BINARY, bytes(65_536)),
        ("x" * 1_000_000, TEXT, b"x" * 1_000_000),
    ],
    ids=[
        "text",
        "empty text",
        "NUL",
        "emoji",
        "lone surrogates",
        "surrogate pair",
        "empty binary",
        "binary",
        "126 bytes",
        "64 KiB",
        "1 MB",
    ],
)
def test_a_message_is_one_masked_frame(
    client: Client, data: str | bytes, opcode: int, payload: bytes
) -> None:
    def send(connection: Connection) -> None:
        connection.send(data)
        connection.close(1000, "")

    _, peer = client.converse(answer_close(1000), send)
    assert peer.frames[0] == Frame(opcode, payload, fin=True, masked=True)


def test_a_server_that_stops_reading_holds_up_nobody_else(client: Client) -> None:
    go_on = threading.Event()

    def slow(peer: Peer) -> None:
        peer.open()
        assert go_on.wait(TIMEOUT)
        for _ in range(3):
            peer.read_frame()
        peer.send(close_frame(1000))

    def echo(peer: Peer) -> None:
        peer.open()
        for _ in range(20):
            read = peer.read_frame()
            peer.send(frame(read.opcode, read.payload))

    with RawServer(slow) as slow_server, RawServer(echo) as echo_server:
        stuck, slow_heard = client.dial(slow_server.url)
        busy, echo_heard = client.dial(echo_server.url)
        client.run_until(lambda: slow_heard.is_open and echo_heard.is_open)
        stuck.send(bytes(20_000_000))
        stuck.send("second")
        for number in range(20):
            busy.send(str(number))
            client.run_until(lambda count=number: len(echo_heard.messages) > count)  # type: ignore[misc]
        assert "unsent data" in client.looper.pending()
        stuck.send("third")
        go_on.set()
        client.run_until(lambda: slow_heard.is_closed and slow_server.is_done)
    sizes = [len(read.payload) for read in slow_server.peer.frames]
    assert sizes == [20_000_000, 6, 5, 2]
    assert slow_heard.events[-1] == ("close", 1000, "", True)


def test_close_without_a_status_sends_none(client: Client) -> None:
    events, peer = client.converse(answer_close(None), lambda c: c.close(1005, "ignored"))
    assert peer.frames == [Frame(CLOSE, b"")]
    assert events == [OPEN, ("close", 1005, "", True)]


def test_buffered_is_what_the_operating_system_has_not_taken_of_messages() -> None:
    """The close frame and the heads of frames do not count (WHATWG bufferedAmount)."""
    client = Client(virtual=True)
    go_on = threading.Event()

    def script(peer: Peer) -> None:
        peer.open()
        assert go_on.wait(TIMEOUT)
        while peer.read_frame().opcode != CLOSE:
            pass
        peer.send(close_frame(1000))

    with RawServer(script) as server:
        connection, heard = client.dial(server.url)
        assert connection.buffered == 0
        client.run_until(lambda: heard.is_open)
        connection.send("small")
        assert connection.buffered == 0
        connection.send(bytes(20_000_000))
        first = connection.buffered
        assert 0 < first < 20_000_000
        connection.send("grüße")
        assert connection.buffered == first + 7
        connection.close(1000, "")
        assert connection.buffered == first + 7
        go_on.set()
        client.run_until(lambda: connection.buffered == 0)
        client.run_until(lambda: heard.is_closed and server.is_done)
    assert heard.events == [OPEN, ("close", 1000, "", True)]
    client.close()


@contextmanager
def traced_memory() -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()


def test_a_server_that_does_not_read_fails_at_the_bound_and_memory_comes_back(
    client: Client,
) -> None:
    def echo(peer: Peer) -> None:
        peer.open()
        while True:
            read = peer.read_frame()
            peer.send(frame(read.opcode, read.payload))

    def stall(peer: Peer) -> None:
        peer.open()
        peer.stall()

    with RawServer(stall) as server, RawServer(echo) as echo_server, traced_memory():
        connection, heard = client.dial(server.url, max_buffered=8 << 20)
        other, other_heard = client.dial(echo_server.url)
        client.run_until(lambda: heard.is_open and other_heard.is_open)
        sent = 0
        while connection.is_open:
            connection.send(bytes(1 << 20))
            sent += 1
            other.send(str(sent))
            client.run_until(lambda count=sent: len(other_heard.messages) == count)  # type: ignore[misc]
        assert sent > 8
        assert len(client.looper.sockets()) == 1
        assert tracemalloc.get_traced_memory()[1] > 8 << 20
        assert tracemalloc.get_traced_memory()[0] < 4 << 20
        other.send("still there")
        client.run_until(lambda: other_heard.messages[-1] == "still there")
    assert heard.events == [
        OPEN,
        ("error", "the server does not read: more than 8 MiB wait to be sent"),
        LOST,
    ]
    assert heard.failure
    assert (heard.failure.kind, heard.failure.close_code) == ("queue", None)


def test_pings_of_a_server_that_does_not_read_are_bounded_too(client: Client) -> None:
    pings = frame(PING, bytes(125)) * 1000

    def script(peer: Peer) -> None:
        peer.open()
        peer.sock.settimeout(None)
        while True:
            peer.send(pings)

    with RawServer(script) as server:
        _, heard = client.dial(server.url, max_buffered=1 << 16)
        client.run_until(lambda: heard.is_closed)
    assert heard.failure
    assert heard.failure.kind == "queue"


def test_a_message_that_comes_in_small_pieces_holds_up_nobody(client: Client) -> None:
    """Time that grows with the square of the pieces would not end before the deadline."""
    data = bytes(2_000_000)

    def script(peer: Peer) -> None:
        peer.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer.open()
        sent = frame(BINARY, data)
        for position in range(0, len(sent), 40):
            peer.send(sent[position : position + 40])
        peer.send(close_frame(1000))

    events, _ = client.converse(script)
    assert events[1:] == [("message", data), ("close", 1000, "", True)]


def test_a_server_that_dribbles_holds_up_nobody_else(client: Client) -> None:
    def dribbles(peer: Peer) -> None:
        peer.open()
        peer.dribble(frame(TEXT, b"x" * 100_000)[:-1], 0.001)

    def echo(peer: Peer) -> None:
        peer.open()
        for _ in range(50):
            read = peer.read_frame()
            peer.send(frame(read.opcode, read.payload))

    with RawServer(dribbles) as slow, RawServer(echo) as server:
        _, slow_heard = client.dial(slow.url)
        other, heard = client.dial(server.url)
        client.run_until(lambda: slow_heard.is_open and heard.is_open)
        for number in range(50):
            other.send(str(number))
            client.run_until(lambda count=number: len(heard.messages) > count)  # type: ignore[misc]
        assert slow_heard.events == [OPEN]


def test_going_away_with_unsent_messages_leaves_the_server_time_to_read_them() -> None:
    """And the 1001 behind them; the clock of timers does not move meanwhile."""
    client = Client(virtual=True)
    go_on = threading.Event()

    def script(peer: Peer) -> None:
        peer.open()
        assert go_on.wait(TIMEOUT)

    with RawServer(script) as server:
        connection, heard = client.dial(server.url)
        client.run_until(lambda: heard.is_open)
        connection.send(bytes(20_000_000))
        connection.go_away()
        assert connection.buffered > 0
        go_on.set()
        client.run_until(lambda: server.is_done)
        assert client.looper.pending() == "nothing is pending"
    assert [len(read.payload) for read in server.peer.frames] == [20_000_000, 2]
    assert server.peer.close_code == 1001
    assert server.peer.end == "end"
    assert heard.events == [OPEN]
    client.close()


def test_going_away_with_unsent_messages_gives_the_socket_back_in_the_end() -> None:
    client = Client(virtual=True)

    def script(peer: Peer) -> None:
        peer.open()
        peer.stall()

    with RawServer(script) as server:
        connection, heard = client.dial(server.url)
        client.run_until(lambda: heard.is_open)
        connection.send(bytes(20_000_000))
        connection.go_away()
        assert "1 sockets have unsent data" in client.looper.pending()
        assert len(client.looper.sockets()) == 1
        client.looper.clock.run_for(1)
        assert client.looper.pending() == "nothing is pending"
        assert client.looper.sockets() == []
    assert heard.events == [OPEN]
    client.close()


def test_a_loop_that_ends_leaves_servers_time_to_read() -> None:
    client = Client()

    def reads(peer: Peer) -> None:
        peer.open()

    def does_not(peer: Peer) -> None:
        peer.open()
        peer.stall()

    with RawServer(reads) as reader, RawServer(does_not) as other:
        connections = [client.dial(url) for url in (other.url, reader.url, other.url)]
        client.run_until(lambda: all(heard.is_open for _, heard in connections))
        for connection, _ in connections:
            connection.send(bytes(20_000_000))
        client.close()
        reader.wait()
    assert [len(read.payload) for read in reader.peer.frames] == [20_000_000, 2]
    assert [heard.events for _, heard in connections] == [[OPEN]] * 3


def test_trace_has_a_line_for_each_message_and_close_frame(client: Client) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.read_frame()
        peer.send(frame(TEXT, b"x" * 300) + frame(PING) + frame(BINARY, b"12") + close_frame(1001))

    with RawServer(script) as server:
        connection, heard = client.dial(server.url)
        client.run_until(lambda: heard.is_open)
        connection.send("hello")
        connection.send(b"123")
        client.run_until(lambda: heard.is_closed)
    assert client.lines == [
        "opened",
        "→ 'hello'",
        "→ b'123'",
        f"← '{'x' * 300}'",
        "← b'12'",
        "← close 1001",
        "→ close 1001",
        "closed 1001",
    ]


# TLS.


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """An authority that the machine trusts: OpenSSL reads SSL_CERT_FILE."""
    authority = trustme.CA()
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return authority


def test_wss_carries_long_messages_both_ways(client: Client, authority: trustme.CA) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        read = peer.read_frame()
        peer.send(frame(read.opcode, read.payload) + frame(TEXT, b"end") + close_frame(4000))

    data = os.urandom(5_000_000)
    with RawServer(script, tls=tls_of(authority)) as server:
        connection, heard = client.dial(server.url)
        client.run_until(lambda: heard.is_open)
        connection.send(data)
        client.run_until(lambda: heard.is_closed and server.is_done)
    assert heard.events == [
        OPEN,
        ("message", data),
        ("message", "end"),
        ("close", 4000, "", True),
    ]
    assert server.peer.close_code == 4000


def test_wss_delivers_what_came_in_one_record_with_the_handshake(
    client: Client, authority: trustme.CA
) -> None:
    """A record holds up to 16 KiB, more than one read of the handshake takes."""
    text = "x" * 12_000

    def script(peer: Peer) -> None:
        peer.open(then=frame(TEXT, text.encode()))

    with RawServer(script, tls=tls_of(authority)) as server:
        _, heard = client.dial(server.url)
        client.run_until(lambda: heard.messages)
        assert heard.messages == [text]


def test_wss_delivers_in_one_turn_what_came_in_many_records(
    client: Client, authority: trustme.CA
) -> None:
    """As without TLS: JS gets a burst as one batch."""
    is_open, has_sent = threading.Event(), threading.Event()

    def script(peer: Peer) -> None:
        peer.open()
        is_open.wait(TIMEOUT)
        for i in range(100):
            peer.send(frame(TEXT, str(i).encode()))  # a record each
        has_sent.set()

    with RawServer(script, tls=tls_of(authority)) as server:
        _, heard = client.dial(server.url)
        client.run_until(lambda: heard.is_open)
        is_open.set()
        assert has_sent.wait(TIMEOUT)
        client.looper.turn(TIMEOUT)
        assert heard.messages == [str(i) for i in range(100)]


def test_wss_fails_with_1002_on_a_violation(client: Client, authority: trustme.CA) -> None:
    with RawServer(opening(frame(3)), tls=tls_of(authority)) as server:
        _, heard = client.dial(server.url)
        client.run_until(lambda: heard.is_closed and server.is_done)
    assert_failed(heard.events, server.peer, 1002)


def test_wss_that_is_reset_is_1006(client: Client, authority: trustme.CA) -> None:
    """CPython's ssl takes a reset for an end of TCP, so an error does not always come first."""

    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.reset()

    with RawServer(script, tls=tls_of(authority)) as server:
        connection, heard = client.dial(server.url)
        client.run_until(lambda: heard.is_open)
        connection.send("opened")
        client.run_until(lambda: heard.is_closed)
    lost = ("error", "the connection was lost: Connection reset by peer")
    assert heard.events in ([OPEN, LOST], [OPEN, lost, LOST])


def test_wss_whose_server_stops_reading_holds_up_nobody_else(
    client: Client, authority: trustme.CA
) -> None:
    go_on = threading.Event()

    def slow(peer: Peer) -> None:
        peer.open()
        assert go_on.wait(TIMEOUT)
        while peer.read_frame().opcode != CLOSE:
            pass
        peer.send(close_frame(1000))

    def echo(peer: Peer) -> None:
        peer.open()
        for _ in range(20):
            read = peer.read_frame()
            peer.send(frame(read.opcode, read.payload))

    tls = tls_of(authority)
    with RawServer(slow, tls=tls) as slow_server, RawServer(echo, tls=tls) as echo_server:
        stuck, slow_heard = client.dial(slow_server.url)
        busy, heard = client.dial(echo_server.url)
        client.run_until(lambda: slow_heard.is_open and heard.is_open)
        data = os.urandom(10_000_000)
        stuck.send(data)
        stuck.close(3000, "")
        for number in range(20):
            busy.send(str(number))
            client.run_until(lambda count=number: len(heard.messages) > count)  # type: ignore[misc]
        assert stuck.buffered > 0
        go_on.set()
        client.run_until(lambda: slow_heard.is_closed and slow_server.is_done)
    assert [read.payload for read in slow_server.peer.frames] == [data, struct.pack("!H", 3000)]


# The process is interrupted.


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c_during_run_says_1001_and_ends_with_130(tmp_path: Path) -> None:
    bundle = tmp_path / "app.js"
    with RawServer(Peer.open) as server:
        bundle.write_text(
            '// { "framework": "Vanilla" }\n'
            "const ws = weex.requireModule('webSocket');\n"
            f"ws.WebSocket('{server.url}', '');\n"
            "ws.onopen(() => { ws.send('x'.repeat(5000000)); console.log('sent'); });\n"
            "ws.onclose((event) => console.log('close'));\n"
        )
        process = subprocess.Popen(
            [sys.executable, "-m", "weex_runtime", "run", str(bundle), "--timeout", "60"]
            + ["--do", "wait never"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        assert process.stdout.readline() == "log   sent\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        server.wait()
    assert process.returncode == 130
    assert (out, err) == ("", "weex-runtime: interrupted\n")
    assert [len(read.payload) for read in server.peer.frames] == [5_000_000, 2]
    assert server.peer.close_code == 1001
    assert server.peer.end == "end"
