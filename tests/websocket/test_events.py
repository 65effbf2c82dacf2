"""Events of a connection on every adapter: messages, violations, and each way to end."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

import pytest

from weex_modules.websocket.adapter import Adapter
from weex_modules.websocket.connection import Connection
from weex_modules.websocket.wire_rules import Closed, Offer, WireRules
from weex_runtime.module_api.websocket_adapters import adapter_maker

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
)
from ..support.socket_client import (
    LOST,
    OPEN,
    RESERVED,
    Client,
    Script,
    answer_close,
    assert_failed,
    messages_of,
    opening,
)

_WHOLE = "websocket-client checks a frame when all of it has come"
_LENGTH = "websocket-client accepts a length that is not in its shortest form"
_CODES = "websocket-client accepts the close codes 1000 to 1014 and 3000 to 4999 on every platform"

# Tests that the adapter websocket_client does not pass, and the reasons. A name with brackets is a
# test with one set of parameters.
WEBSOCKET_CLIENT_LACKS = {
    "test_thousands_of_fragments_do_not_hold_up_the_loop": (
        "websocket-client needs time that grows with the square of the fragments"
    ),
    "test_reserved_close_code_is_reported_to_onclose_if_reserved_codes_are_passed_on": _CODES,
    "test_reserved_close_code_is_reported_to_onclose_if_the_answer_has_the_code_1002": _CODES,
    "test_fragment_that_is_not_utf8_fails_before_the_message_ends": _WHOLE,
    "test_violation_fails_the_connection_with_1002[head of a masked frame]": _WHOLE,
    "test_violation_fails_the_connection_with_1002[head of a long ping]": _WHOLE,
    "test_violation_fails_the_connection_with_1002[head of an unknown opcode]": _WHOLE,
    "test_violation_fails_the_connection_with_1002[length with the highest bit]": _WHOLE,
    "test_violation_fails_the_connection_with_1002[length of 16 bits that fits into 7]": _LENGTH,
    "test_violation_fails_the_connection_with_1002[length of 64 bits that fits into 16]": _LENGTH,
}

MakeAdapter: TypeAlias = Callable[[], Adapter]


@pytest.fixture(params=["reactor", "websocket_client"])
def make_adapter(request: pytest.FixtureRequest) -> MakeAdapter:
    """Return the adapter; skip a test in WEBSOCKET_CLIENT_LACKS with its reason."""
    if request.param == "websocket_client":
        row = request.node.name.replace("websocket_client-", "").replace("[websocket_client]", "")
        for name in (row, row.partition("[")[0]):
            if name in WEBSOCKET_CLIENT_LACKS:
                pytest.skip(WEBSOCKET_CLIENT_LACKS[name])
    return adapter_maker(request.param)


@pytest.fixture
def client(make_adapter: MakeAdapter) -> Iterator[Client]:
    client = Client(make_adapter=make_adapter)
    yield client
    client.close()


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


def test_text_of_a_megabyte_arrives(client: Client) -> None:
    text = "0123456789" * 100_000
    assert messages_of(client, frame(TEXT, text.encode())) == [text]


@pytest.mark.parametrize("data", [b"", b"\x00\xff\xfe", bytes(range(256)) * 4096])
def test_binary_message_arrives_as_bytes(client: Client, data: bytes) -> None:
    assert messages_of(client, frame(BINARY, data)) == [data]


def test_messages_sent_with_the_handshake_response_arrive_after_open(client: Client) -> None:
    sent = frame(TEXT, b"one") + frame(TEXT, b"two") + close_frame(1000)
    events, _ = client.converse(lambda peer: peer.open(then=sent))
    assert events == [OPEN, ("message", "one"), ("message", "two"), ("close", 1000, "", True)]


def test_frames_may_arrive_byte_by_byte(client: Client) -> None:
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
    """Joining each of the 4,000 fragments on arrival would copy the message 4,000 times."""
    part = bytes(4096)
    fragments = frame(CONTINUATION, part, fin=False) * 4000
    sent = [frame(BINARY, fin=False), fragments, frame(CONTINUATION)]
    assert messages_of(client, *sent) == [part * 4000]


def test_burst_of_messages_arrives_in_order(client: Client) -> None:
    sent = [frame(TEXT, str(number).encode()) for number in range(2000)]
    assert messages_of(client, *sent) == [str(number) for number in range(2000)]


@pytest.mark.parametrize("payload", [b"", b"ping", b"\xff\x00", b"x" * 125])
def test_ping_is_answered_with_its_payload(client: Client, payload: bytes) -> None:
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


# Violations: the server gets a close frame; the page gets an error and the close code 1006.

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


@pytest.mark.parametrize("sent", VIOLATIONS.values(), ids=VIOLATIONS)
def test_violation_fails_the_connection_with_1002(client: Client, sent: bytes) -> None:
    events, peer = client.converse(opening(sent))
    assert_failed(events, peer, 1002)


@pytest.mark.parametrize("text", NOT_UTF8.values(), ids=NOT_UTF8)
def test_text_that_is_not_utf8_fails_the_connection_with_1007(client: Client, text: bytes) -> None:
    events, peer = client.converse(opening(frame(TEXT, b"fine"), frame(TEXT, text)))
    assert events[1] == ("message", "fine")
    assert assert_failed(events, peer, 1007) == "the server sent text that is not UTF-8"


@pytest.mark.parametrize("at", [0, 1, 2])
def test_fragments_whose_joined_text_is_not_utf8_fail_with_1007(client: Client, at: int) -> None:
    text = b"a\xf4\x90\x80\x80"
    fragments = frame(TEXT, text[:at], fin=False) + frame(CONTINUATION, text[at:])
    events, peer = client.converse(opening(fragments))
    assert_failed(events, peer, 1007)


def test_fragment_that_is_not_utf8_fails_before_the_message_ends(client: Client) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.send(frame(TEXT, b"a", fin=False) + frame(CONTINUATION, b"\x80", fin=False))
        assert peer.read_frame().opcode == CLOSE

    events, peer = client.converse(script)
    assert_failed(events, peer, 1007)


@pytest.mark.parametrize("reason", NOT_UTF8.values(), ids=NOT_UTF8)
def test_close_reason_that_is_not_utf8_fails_with_1007(client: Client, reason: bytes) -> None:
    events, peer = client.converse(opening(close_frame(1000, reason)))
    assert_failed(events, peer, 1007)


def test_message_after_a_violation_is_not_reported(client: Client) -> None:
    sent = [frame(TEXT, b"before"), frame(3), frame(TEXT, b"after"), frame(PING), close_frame(1000)]
    events, peer = client.converse(opening(*sent))
    assert [event[0] for event in events] == ["open", "message", "error", "close"]
    assert_failed(events, peer, 1002)


@pytest.fixture
def limit(client: Client) -> int:
    """Lower the maximum message size to 1 MiB, so short messages reach it."""
    client.limits["max_message"] = 1 << 20
    return 1 << 20


def test_message_as_long_as_the_limit_arrives(client: Client, limit: int) -> None:
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


# Connections that the server closes.


@pytest.mark.parametrize(
    "code",
    [
        *(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014),
        *(3000, 4999),
    ],
)
def test_server_close_code_and_reason_are_reported_and_the_code_is_echoed(
    client: Client, code: int
) -> None:
    events, peer = client.converse(opening(close_frame(code, "tschüß".encode())))
    assert events == [OPEN, ("close", code, "tschüß", True)]
    assert peer.frames == [Frame(CLOSE, struct.pack("!H", code))]
    assert peer.end == "end"


@pytest.mark.parametrize("code", RESERVED)
def test_close_code_that_rfc_6455_reserves_fails_with_1002(client: Client, code: int) -> None:
    """RFC 6455, section 7.4.2; the Autobahn suite, 7.9.6 to 7.9.9, asks for this."""
    for reason in (b"", b"why"):
        events, peer = client.converse(opening(close_frame(code, reason)))
        assert_failed(events, peer, 1002)


@pytest.mark.parametrize("code", RESERVED)
def test_reserved_close_code_is_reported_to_onclose_if_reserved_codes_are_passed_on(
    client: Client, code: int
) -> None:
    rules = WireRules(reserved_codes="pass on")
    events, peer = client.converse(opening(close_frame(code, b"why")), rules=rules)
    assert events == [OPEN, ("close", code, "why", True)]
    assert peer.close_code == code


@pytest.mark.parametrize("code", [0, 999, 1004, 1005, 1006, 1015, 5000, 65_535])
def test_invalid_close_code_fails_the_connection_even_if_reserved_codes_are_passed_on(
    client: Client, code: int
) -> None:
    rules = WireRules(reserved_codes="pass on")
    events, peer = client.converse(opening(close_frame(code)), rules=rules)
    assert_failed(events, peer, 1002)


def test_reserved_code_in_the_answer_to_a_close_frame_fails_the_connection(client: Client) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.send(close_frame(2000))

    events, peer = client.converse(script, lambda connection: connection.close(1000, ""))
    assert [name for name, *_ in events] == ["open", "error", "close"]
    assert events[-1] == ("close", 1006, "", False)
    assert len(peer.frames) == 1


def test_close_frame_without_code_is_reported_as_1005_and_echoed_without_code(
    client: Client,
) -> None:
    events, peer = client.converse(opening(frame(CLOSE)))
    assert events == [OPEN, ("close", 1005, "", True)]
    assert peer.frames == [Frame(CLOSE, b"")]


def test_longest_reason_is_reported(client: Client) -> None:
    events, _ = client.converse(opening(close_frame(4000, b"x" * 123)))
    assert events[1] == ("close", 4000, "x" * 123, True)


def test_message_after_a_close_frame_is_not_reported(client: Client) -> None:
    sent = [close_frame(1000), frame(TEXT, b"late"), frame(PING), frame(3), close_frame(3000)]
    events, peer = client.converse(opening(*sent))
    assert events == [OPEN, ("close", 1000, "", True)]
    assert len(peer.frames) == 1


def test_close_frame_between_fragments_ends_the_connection(client: Client) -> None:
    events, _ = client.converse(opening(frame(TEXT, b"half", fin=False), close_frame(1001)))
    assert events == [OPEN, ("close", 1001, "", True)]


def test_close_frame_before_the_tcp_connection_closes_is_a_clean_close(client: Client) -> None:
    def script(peer: Peer) -> None:
        peer.open(then=close_frame(1001, b"bye"))
        peer.close()

    events, _ = client.converse(script)
    assert events == [OPEN, ("close", 1001, "bye", True)]


# Events under the rules of platforms (WireRules).


def test_close_frame_without_a_code_is_reported_with_the_code_that_the_rules_set(
    client: Client,
) -> None:
    rules = WireRules(code_of_no_status=0)
    events, peer = client.converse(opening(frame(CLOSE)), rules=rules)
    assert events == [OPEN, ("close", 0, "", True)]
    assert peer.frames == [Frame(CLOSE, b"")]


@pytest.mark.parametrize("sent", [close_frame(4000, b"x"), frame(CLOSE)])
def test_rule_replies_1000_answers_each_close_frame_with_1000(client: Client, sent: bytes) -> None:
    events, peer = client.converse(opening(sent), rules=WireRules(replies="1000"))
    assert events[1][1:] in [(4000, "x", True), (1005, "", True)]
    assert peer.close_code == 1000


@pytest.mark.parametrize("replies", ["same", "1000"])
@pytest.mark.parametrize("code", [0, 999, 1004, 1005, 1006, 1012, 1014, 1015, 2999, 5000, 65_535])
def test_reserved_close_code_is_reported_to_onclose_if_the_answer_has_the_code_1002(
    client: Client, code: int, replies: Literal["same", "1000"]
) -> None:
    rules = WireRules(reserved_codes="answer 1002", replies=replies)
    events, peer = client.converse(opening(close_frame(code, b"why")), rules=rules)
    assert events == [OPEN, ("close", code, "", True)]
    assert peer.close_code == 1002


@pytest.mark.parametrize("code", [1000, 1003, 1007, 1011, 3000, 4999])
def test_close_code_that_rfc_6455_lists_is_echoed_if_reserved_codes_get_the_answer_1002(
    client: Client, code: int
) -> None:
    rules = WireRules(reserved_codes="answer 1002")
    events, peer = client.converse(opening(close_frame(code, b"why")), rules=rules)
    assert events == [OPEN, ("close", code, "why", True)]
    assert peer.close_code == code


def test_invalid_utf8_becomes_u_fffd_on_platforms_that_replace_invalid_text(
    client: Client,
) -> None:
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
def test_close_of_tcp_without_a_close_frame_is_reported_as_the_rule_end_of_stream_defines(
    client: Client, closes: bool
) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.close()

    rules = WireRules(end_of_stream=Closed(1000, "CLOSE_NORMAL", True))
    act = (lambda c: c.close(3000, "")) if closes else (lambda c: c.send("x"))
    events, _ = client.converse(script, act, rules=rules)
    assert events == [OPEN, ("close", 1000, "CLOSE_NORMAL", True)]


@pytest.mark.parametrize(("sent", "code"), [(frame(3), 1002), (frame(TEXT, b"\xff"), 1007)])
def test_rule_violation_sets_the_close_event_after_a_protocol_violation(
    client: Client, sent: bytes, code: int
) -> None:
    rules = WireRules(violation=Closed(0, "", True))
    events, peer = client.converse(opening(sent), rules=rules)
    assert events == [OPEN, ("close", 0, "", True)]
    assert peer.close_code == code


def test_on_error_is_the_last_event_if_the_rule_closes_after_error_is_false(client: Client) -> None:
    rules = WireRules(closes_after_error=False)

    def reset(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.reset()

    for script in (opening(frame(3)), reset, Peer.close):
        events, _ = client.converse(script, lambda c: c.send("x"), rules=rules)
        assert [event[0] for event in events][-1:] == ["error"]


def test_onclose_waits_for_the_close_of_tcp_if_the_rule_ends_with_answer_is_false(
    make_adapter: MakeAdapter,
) -> None:
    client = Client(virtual=True, make_adapter=make_adapter)
    answered, go_on = threading.Event(), threading.Event()

    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.send(close_frame(3000, b"answer") + frame(3) + frame(TEXT, b"late"))
        answered.set()
        assert go_on.wait(TIMEOUT)
        peer.close()

    rules = WireRules(
        ends_with_answer=False, end_of_stream=Closed(1001, "Stream end encountered", False)
    )
    with RawServer(script) as server:
        connection, received = client.dial(server.url, rules=rules)
        client.run_until(lambda: received.is_open)
        connection.close(1000, "")
        client.run_until(answered.is_set)
        client.looper.clock.run_for(1)
        assert connection.is_closing
        assert received.events == [OPEN]
        go_on.set()
        client.run_until(lambda: received.is_closed)
    assert received.events == [OPEN, ("close", 1001, "Stream end encountered", False)]
    client.close()


def test_close_frame_of_the_server_is_reported_if_the_rule_ends_with_answer_is_false(
    client: Client,
) -> None:
    rules = WireRules(ends_with_answer=False)
    events, _ = client.converse(opening(close_frame(4000, b"bye")), rules=rules)
    assert events == [OPEN, ("close", 4000, "bye", True)]


def test_method_close_waits_without_a_time_limit_if_the_rule_limits_closing_is_false(
    make_adapter: MakeAdapter,
) -> None:
    client = Client(virtual=True, make_adapter=make_adapter)
    with RawServer(Peer.open) as server:
        connection, received = client.dial(server.url, rules=WireRules(limits_closing=False))
        client.run_until(lambda: received.is_open)
        connection.close(1000, "")
        client.run_until(lambda: server.peer.frames)
        client.looper.clock.run_for(3600)
        assert connection.is_closing
        assert received.events == [OPEN]
        connection.go_away()
        client.run_until(lambda: server.is_done)
    client.close()


def test_chosen_subprotocol_is_known_when_the_connection_opens(client: Client) -> None:
    with RawServer(lambda peer: peer.open("Sec-WebSocket-Protocol: chat.v2")) as server:
        offer = Offer("chat.v1, chat.v2", ("chat.v1", "chat.v2"))
        connection, received = client.dial(server.url, offer=offer)
        assert connection.protocol == ""
        client.run_until(lambda: received.is_open)
        assert connection.protocol == "chat.v2"


def test_go_away_sends_the_code_and_reason_of_each_platform(client: Client) -> None:
    with RawServer(Peer.open) as server:
        connection, received = client.dial(server.url)
        client.run_until(lambda: received.is_open)
        connection.go_away(1000, "CLOSE_GOING_AWAY")
        client.run_until(lambda: server.is_done)
    assert server.peer.frames == [Frame(CLOSE, b"\x03\xe8CLOSE_GOING_AWAY")]


def test_failure_has_the_close_code_that_was_sent(client: Client) -> None:
    for sent, kind, code in [
        (frame(3), "violation", 1002),
        (frame(TEXT, b"\xff"), "not utf-8", 1007),
        (frame(BINARY, bytes(2000)), "too big", 1009),
    ]:
        with RawServer(opening(sent)) as server:
            _, received = client.dial(server.url, max_message=1999)
            client.run_until(lambda received=received: received.is_closed)  # type: ignore[misc]
        assert received.failure
        assert (received.failure.kind, received.failure.close_code) == (kind, code)


# Connections that end without a close frame.


@pytest.mark.parametrize(
    "last",
    [b"", frame(TEXT, b"cut")[:1], frame(TEXT, b"cut")[:4], frame(TEXT, b"first", fin=False)],
    ids=["between frames", "in a header", "in a payload", "between fragments"],
)
def test_close_of_tcp_without_a_close_frame_is_reported_as_1006_without_an_error(
    client: Client, last: bytes
) -> None:
    def script(peer: Peer) -> None:
        peer.open(then=frame(TEXT, b"whole") + last)
        peer.close()

    events, _ = client.converse(script)
    assert events == [OPEN, ("message", "whole"), LOST]


def test_client_closes_the_tcp_connection_immediately_after_the_fin_of_the_server(
    client: Client,
) -> None:
    """The server has closed only its sending direction: the server could still read."""

    def script(peer: Peer) -> None:
        peer.open()
        peer.sock.shutdown(socket.SHUT_WR)

    events, peer = client.converse(script)
    assert events == [OPEN, LOST]
    assert peer.end == "end"


def test_reset_is_an_error_and_closes_with_1006(client: Client) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.reset()

    events, _ = client.converse(script, lambda connection: connection.send("opened"))
    assert events == [OPEN, ("error", "the connection was lost: Connection reset by peer"), LOST]


def test_send_to_a_disconnected_server_reports_only_one_error(client: Client) -> None:
    with RawServer(Peer.open) as server:
        connection, received = client.dial(server.url)
        client.run_until(lambda: received.is_open)
    # The server has closed TCP while the loop was not running.
    for _ in range(10):
        connection.send("x" * 100_000)
    client.run_until(lambda: received.is_closed)
    client.looper.settle()
    assert [event[0] for event in received.events] in (
        ["open", "close"],
        ["open", "error", "close"],
    )
    assert received.events[-1] == LOST


def test_messages_before_a_lost_connection_arrive(
    client: Client,
) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.send(frame(TEXT, b"last words") + close_frame(1011, b"crash"))
        peer.close()

    with RawServer(script) as server:
        connection, received = client.dial(server.url)
        client.run_until(lambda: received.is_open)
        connection.send("crash")
        server.wait()  # the loop does not run while this code waits
        connection.send("x" * 100_000)
        connection.send("x" * 100_000)
        client.run_until(lambda: received.is_closed)
    assert received.events[1:] == [("message", "last words"), ("close", 1011, "crash", True)]


# Connections that the page closes.


def test_close_sends_code_and_reason_and_reports_the_answer(client: Client) -> None:
    events, peer = client.converse(
        answer_close(3001, b"as you like"), lambda connection: connection.close(4000, "genug: ü")
    )
    assert peer.frames == [Frame(CLOSE, struct.pack("!H", 4000) + "genug: ü".encode())]
    assert events == [OPEN, ("close", 3001, "as you like", True)]


def test_answer_to_a_close_frame_without_code_is_reported_as_1005(client: Client) -> None:
    events, _ = client.converse(answer_close(None), lambda connection: connection.close(1000, ""))
    assert events == [OPEN, ("close", 1005, "", True)]


def test_second_close_sends_nothing(client: Client) -> None:
    def close_twice(connection: Connection) -> None:
        connection.close(1000, "first")
        connection.close(4000, "second")

    events, peer = client.converse(answer_close(1000), close_twice)
    assert [read.payload[2:] for read in peer.frames] == [b"first"]
    assert events == [OPEN, ("close", 1000, "", True)]


def test_close_after_the_last_event_does_nothing(client: Client) -> None:
    with RawServer(opening(close_frame(1000))) as server:
        connection, received = client.dial(server.url)
        client.run_until(lambda: received.is_closed and server.is_done)
        connection.close(4000, "late")
        client.looper.settle()
    assert len(received.events) == 2
    assert len(server.peer.frames) == 1


def test_unsent_messages_are_sent_before_the_close_frame(client: Client) -> None:
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


def test_simultaneous_close_frames_are_a_clean_close(client: Client) -> None:
    with RawServer(opening(close_frame(1001))) as server:
        connection, received = client.dial(server.url)
        client.run_until(lambda: received.is_open)
        connection.close(1000, "")
        client.run_until(lambda: received.is_closed and server.is_done)
    assert received.events == [OPEN, ("close", 1001, "", True)]
    assert len(server.peer.frames) == 1


def test_violation_while_closing_fails_without_a_second_close_frame(client: Client) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.send(frame(TEXT, b"x", rsv=4))

    events, peer = client.converse(script, lambda connection: connection.close(3000, ""))
    assert assert_failed(events, peer, 3000).startswith("the server broke the protocol")


@pytest.mark.parametrize("end", [Peer.close, Peer.reset])
def test_server_that_closes_tcp_without_answering_a_close_frame_is_reported_as_1006(
    client: Client, end: Callable[[Peer], None]
) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        end(peer)

    events, _ = client.converse(script, lambda connection: connection.close(1000, ""))
    assert events[-1] == LOST
    assert len(events) == (2 if end is Peer.close else 3)


def test_close_without_an_answer_ends_after_the_timeout(make_adapter: MakeAdapter) -> None:
    client = Client(virtual=True, make_adapter=make_adapter)
    with RawServer(Peer.open) as server:
        connection, received = client.dial(server.url, close_timeout=10)
        client.run_until(lambda: received.is_open)
        connection.close(1000, "")
        client.run_until(lambda: server.peer.frames)
        client.looper.clock.run_for(9.9)
        assert received.events == [OPEN]
        client.looper.clock.run_for(0.1)
        assert received.events == [OPEN, LOST]
        client.run_until(lambda: server.is_done)
        assert client.looper.pending() == "nothing is pending"
    client.close()


def test_client_closes_tcp_after_the_closing_handshake_if_the_server_does_not(
    make_adapter: MakeAdapter,
) -> None:
    client = Client(virtual=True, make_adapter=make_adapter)

    def script(peer: Peer) -> None:
        peer.open(then=close_frame(1000))
        peer.stall()

    with RawServer(script) as server:
        _, received = client.dial(server.url)
        client.run_until(lambda: received.is_closed)
        assert received.events == [OPEN, ("close", 1000, "", True)]
        assert "1 open socket" in client.looper.pending()
        client.looper.clock.run_for(1)
        assert client.looper.pending() == "nothing is pending"
    client.close()


@pytest.mark.parametrize("script", [Peer.stall, Peer.open], ids=["no answer", "an answer"])
def test_close_while_connecting_aborts_the_attempt(client: Client, script: Script) -> None:
    with RawServer(script) as server:
        connection, received = client.dial(server.url)
        connection.close(1000, "")
        assert received.events == [
            ("error", "the connection was closed before it was established"),
            LOST,
        ]
        client.looper.run_until_idle(TIMEOUT)
    assert len(received.events) == 2
    assert all(peer.frames == [] for peer in server.peers)


def test_failed_attempt_to_connect_reports_its_cause(client: Client) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(b"HTTP/1.1 404 Not Found\r\n\r\n")
        peer.close()

    events, _ = client.converse(script)
    message = "Expected HTTP 101 response but was '404 Not Found'"
    assert [event[0] for event in events] == ["error", "close"]
    assert message in str(events[0][1])
    assert events[1] == LOST
