"""RFC 6455, from the bytes on the wire to a bundle that echoes each message.

The server's side of each conversation is driven from the same thread as the page: it sends a
segment, lets the page's loop come to rest, and sends the next, so that each segment is what one
read of the page brings.
"""

from __future__ import annotations

import base64
import os
import socket
import struct
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple, TypeAlias

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from weex_modules.websocket.module import WebSocketModule
from weex_runtime import Callback, Module, Runtime, js_method
from weex_runtime.json_values import JSONValue

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
    close_frame,
    frame,
)

Event: TypeAlias = tuple[str, JSONValue]

# Number of examples of each Hypothesis test; `make soak` sets a higher number.
EXAMPLES = int(os.environ.get("CONFORMANCE_EXAMPLES", "150"))

_READ_SIZE = 64 * 1024  # number of bytes that a connection reads in one turn of the loop

_BUNDLE = """// { "framework": "Vanilla" }
const ws = weex.requireModule('webSocket');
const test = weex.requireModule('conformance');
test.connectWith(({ url, number }) => {
  ws.WebSocket(url, '');
  ws.onopen = (event) => test.hear(number, 'open', event);
  ws.onmessage = (event) => { test.hear(number, 'message', event); ws.send(event.data); };
  ws.onerror = (event) => test.hear(number, 'error', event);
  ws.onclose = (event) => test.hear(number, 'close', event);
});
"""

OPEN: Event = ("open", {})
LOST: Event = ("close", {"code": 1006, "reason": "", "wasClean": False})


def closed(code: int, reason: str = "") -> Event:
    return "close", {"code": code, "reason": reason, "wasClean": True}


def message(data: str | bytes) -> Event:
    if isinstance(data, str):
        return "message", {"data": data}
    encoded = base64.b64encode(data).decode()
    binary: JSONValue = {"@type": "binary", "dataType": "ArrayBuffer", "base64": encoded}
    return "message", {"data": binary}


class Told(NamedTuple):
    """A WebSocket connection, from its opening handshake to the close of the TCP connection.

    Attributes:
        events: The events that the bundle received after `open`.
        frames: The frames that the client sent.
        end: How the client closed the TCP connection: "end" (with FIN) or "reset" (with RST).
    """

    events: list[Event]
    frames: list[Frame]
    end: str

    @property
    def echoes(self) -> list[str | bytes]:
        return [
            read.payload.decode() if read.opcode == TEXT else read.payload
            for read in self.frames
            if read.opcode in (TEXT, BINARY)
        ]

    @property
    def pongs(self) -> list[bytes]:
        return [read.payload for read in self.frames if read.opcode == PONG]

    @property
    def close(self) -> bytes | None:
        """The payload of the close frame, which must be the last of the frames and the only one."""
        closes = [read for read in self.frames if read.opcode == CLOSE]
        assert closes == self.frames[-1:] or not closes
        return closes[0].payload if closes else None


class EchoClient:
    """A page that echoes, and the server that it connects to."""

    def __init__(self, *, max_message: int = 64 << 20) -> None:
        connect: list[Callback] = []
        outer = self

        class Conformance(Module):
            name = "conformance"

            @js_method
            def connectWith(self, callback: Callback) -> None:
                connect.append(callback)

            @js_method
            def hear(self, number: int, name: str, event: JSONValue) -> None:
                if number == outer.number:
                    outer.events.append((name, event))

        class WebSocket(WebSocketModule):
            pass

        WebSocket.max_message = max_message
        self.events: list[Event] = []
        self.number = 0  # serial number of the connection whose events are recorded
        self.runtime = Runtime(modules=[Conformance, WebSocket])
        self.page = self.runtime.open(source=_BUNDLE, name="echo.js")
        (self._connect,) = connect
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setblocking(False)
        self._url = f"ws://127.0.0.1:{self._listener.getsockname()[1]}/"

    def converse(self, *segments: bytes, ends_tcp: bool = False) -> Told:
        """Connect, send the segments one by one, and read until the client has closed TCP.

        Args:
            ends_tcp: Send a FIN after the segments; False: a segment must end the connection.
        """
        peer = self.connect()
        try:
            for segment in segments:
                self.send(peer, segment)
            if ends_tcp:
                # Ignore errors, since the client may have closed the connection.
                with suppress(OSError):
                    peer.sock.shutdown(socket.SHUT_WR)
            return self.finish(peer)
        finally:
            peer.close()
            self.runtime.run_until_idle()

    def connect(self) -> Peer:
        """A connection that is open on both sides."""
        self.events.clear()
        self.number += 1
        self._connect.invoke_and_keep_alive({"url": self._url, "number": self.number})
        accepted: list[socket.socket] = []

        def has_accepted() -> bool:
            with suppress(BlockingIOError):
                accepted.append(self._listener.accept()[0])
            return bool(accepted)

        self.runtime.run_until(has_accepted, TIMEOUT)
        (sock,) = accepted
        sock.settimeout(TIMEOUT)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer = Peer(sock, threading.Event())
        peer.open()
        self.runtime.run_until(lambda: self.events, TIMEOUT)
        assert self.events.pop(0) == OPEN
        return peer

    def send(self, peer: Peer, segment: bytes) -> None:
        """Send a segment; ignore the error if the client has closed the TCP connection."""
        with suppress(ConnectionError):
            peer.send(segment)
        for _ in range(len(segment) // _READ_SIZE + 1):
            self.runtime.run_until_idle()

    def finish(self, peer: Peer) -> Told:
        """Wait for the close event of the page, then read until the TCP connection closes."""
        self.runtime.run_until(lambda: self.events and self.events[-1][0] == "close", TIMEOUT)
        with suppress(ConnectionError):
            peer.read_to_end()
        assert all(read.masked and read.fin for read in peer.frames)
        return Told(list(self.events), peer.frames, peer.end)

    def close(self) -> None:
        self.runtime.close()
        self._listener.close()


@pytest.fixture(scope="module")
def client() -> Iterator[EchoClient]:
    client = EchoClient()
    # Hypothesis draws constants from imported files, so import all files before it starts.
    client.converse(frame(TEXT, bytes(2000)), close_frame(1000))
    yield client
    client.close()


def assert_echoed(told: Told, *messages: str | bytes) -> None:
    """Assert that all messages arrived and were echoed, and that the server closed with 1000."""
    assert told.events == [*map(message, messages), closed(1000)]
    assert told.echoes == list(messages)
    assert told.close == b"\x03\xe8"


def assert_failed(told: Told, code: int, *messages: str | bytes) -> None:
    """Assert that the messages arrived before the client failed the connection with the code."""
    *heard, error, close = told.events
    assert heard == list(map(message, messages))
    assert error[0] == "error"
    assert close == LOST
    assert told.close == struct.pack("!H", code)


def every_byte(data: bytes) -> list[bytes]:
    return [data[at : at + 1] for at in range(len(data))]


DONE = close_frame(1000)


# RFC 6455, section 5.2: base framing.

LENGTHS = [0, 1, 125, 126, 127, 128, 65_535, 65_536, 100_000]


@pytest.mark.parametrize("size", LENGTHS)
@pytest.mark.parametrize("opcode", [TEXT, BINARY])
def test_message_of_any_length_is_echoed(client: EchoClient, opcode: int, size: int) -> None:
    data = b"*" * size
    told = client.converse(frame(opcode, data), DONE)
    assert_echoed(told, data.decode() if opcode == TEXT else data)


@pytest.mark.parametrize("piece", [1, 2, 997])
@pytest.mark.parametrize("size", [0, 125, 126, 65_536])
def test_frame_may_arrive_in_pieces(client: EchoClient, size: int, piece: int) -> None:
    sent = frame(BINARY, bytes(size))
    if piece < 997:
        # Send the frame header in short chunks, and the payload in chunks of 997 bytes.
        head = len(sent) - size
        cuts = [*range(0, head, piece), *range(head, len(sent), 997), len(sent)]
    else:
        cuts = [*range(0, len(sent), piece), len(sent)]
    told = client.converse(*(sent[a:b] for a, b in zip(cuts, cuts[1:], strict=False)), DONE)
    assert_echoed(told, bytes(size))


@pytest.mark.parametrize(
    ("size", "extended"),
    [(0, 2), (1, 2), (125, 2), (0, 8), (125, 8), (126, 8), (65_535, 8)],
)
def test_frame_length_that_is_not_in_its_shortest_form_is_a_violation(
    client: EchoClient, size: int, extended: int
) -> None:
    told = client.converse(frame(BINARY, bytes(size), extended=extended))
    assert_failed(told, 1002)


@pytest.mark.parametrize("size", [1 << 63, (1 << 64) - 1])
def test_frame_length_with_the_highest_of_64_bits_set_is_a_violation(
    client: EchoClient, size: int
) -> None:
    assert_failed(client.converse(b"\x82\x7f" + struct.pack("!Q", size)), 1002)


@pytest.mark.parametrize("opcode", [CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG])
def test_masked_frame_is_a_violation(client: EchoClient, opcode: int) -> None:
    told = client.converse(frame(TEXT, b"hi"), frame(opcode, b"\x03\xe8", masked=True))
    assert_failed(told, 1002, "hi")
    assert told.echoes == ["hi"]


@pytest.mark.parametrize("rsv", range(1, 8))
@pytest.mark.parametrize("opcode", [CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG])
def test_reserved_bits_are_a_violation(client: EchoClient, opcode: int, rsv: int) -> None:
    start = [frame(TEXT, b"a", fin=False)] if opcode == CONTINUATION else []
    bad = frame(opcode, b"", rsv=rsv)
    for segments in (
        [frame(TEXT, b"hi"), *start, bad],
        [frame(TEXT, b"hi"), *start, bad[:1], bad[1:]],
    ):
        told = client.converse(*segments, frame(TEXT, b"late"))
        assert_failed(told, 1002, "hi")
        assert told.echoes == ["hi"]


@pytest.mark.parametrize("opcode", [3, 4, 5, 6, 7, 11, 12, 13, 14, 15])
@pytest.mark.parametrize("payload", [b"", b"x", bytes(126)], ids=len)
@pytest.mark.parametrize("fin", [True, False])
def test_reserved_opcodes_are_a_violation(
    client: EchoClient, opcode: int, payload: bytes, fin: bool
) -> None:
    told = client.converse(frame(TEXT, b"hi"), frame(opcode, payload, fin=fin), frame(PING))
    assert_failed(told, 1002, "hi")
    assert told.pongs == []


@pytest.mark.parametrize(
    "head",
    [
        frame(TEXT, bytes(9), rsv=4)[:2],
        frame(TEXT, bytes(9), masked=True)[:2],
        frame(3, bytes(9))[:2],
        frame(CONTINUATION, bytes(9))[:2],
        frame(PING, bytes(9), fin=False)[:2],
        frame(PING, bytes(126))[:2],
        frame(PING, bytes(65_536))[:2],
    ],
)
def test_wrong_frame_header_fails_before_the_payload_arrives(
    client: EchoClient, head: bytes
) -> None:
    assert_failed(client.converse(head), 1002)


# RFC 6455, section 5.5: control frames.


@pytest.mark.parametrize("payload", [b"", b"hello", b"\x00\xff\xfe\x80", bytes(125)], ids=len)
def test_ping_is_answered_with_its_payload(client: EchoClient, payload: bytes) -> None:
    for segments in ([frame(PING, payload)], every_byte(frame(PING, payload))):
        told = client.converse(*segments, frame(TEXT, b"hi"), DONE)
        assert_echoed(told, "hi")
        assert told.pongs == [payload]


def test_ten_pings_are_answered_in_order(client: EchoClient) -> None:
    pings = [frame(PING, b"%d" % number) for number in range(10)]
    for segments in (pings, [b"".join(pings)], every_byte(b"".join(pings))):
        told = client.converse(*segments, DONE)
        assert told.pongs == [b"%d" % number for number in range(10)]
        assert_echoed(told)


@pytest.mark.parametrize("payload", [b"", b"hello", bytes(125)], ids=len)
def test_pongs_are_ignored(client: EchoClient, payload: bytes) -> None:
    told = client.converse(frame(PONG, payload), frame(PING, b"?"), frame(PONG, payload), DONE)
    assert_echoed(told)
    assert told.pongs == [b"?"]


@pytest.mark.parametrize("opcode", [PING, PONG, CLOSE])
def test_long_control_frame_is_a_violation(client: EchoClient, opcode: int) -> None:
    payload = b"\x03\xe8" + b"x" * 124
    for segments in ([frame(opcode, payload)], every_byte(frame(opcode, payload))):
        assert_failed(client.converse(*segments), 1002)


@pytest.mark.parametrize("opcode", [PING, PONG, CLOSE])
def test_fragmented_control_frame_is_a_violation(client: EchoClient, opcode: int) -> None:
    told = client.converse(frame(opcode, b"", fin=False), frame(CONTINUATION))
    assert_failed(told, 1002)
    assert told.pongs == []


# RFC 6455, section 5.4: fragmentation.

_LAST = frame(CONTINUATION)

FRAGMENTED: dict[str, tuple[list[bytes], list[str | bytes]]] = {
    "two": ([frame(TEXT, b"a", fin=False), frame(CONTINUATION, b"b")], ["ab"]),
    "empty ones": (
        [frame(TEXT, fin=False), frame(CONTINUATION, fin=False), frame(CONTINUATION)],
        [""],
    ),
    "empty first": ([frame(TEXT, fin=False), frame(CONTINUATION, b"b")], ["b"]),
    "empty last": ([frame(BINARY, b"a", fin=False), frame(CONTINUATION)], [b"a"]),
    "many": (
        [frame(BINARY, fin=False), *[frame(CONTINUATION, b"x", fin=False)] * 50, _LAST],
        [b"x" * 50],
    ),
    "one after another": (
        [frame(TEXT, b"a", fin=False), frame(CONTINUATION, b"b")] * 2
        + [frame(BINARY, b"\x00", fin=False), frame(CONTINUATION, b"\xff"), frame(TEXT, b"c")],
        ["ab", "ab", b"\x00\xff", "c"],
    ),
    "long fragments": (
        [frame(BINARY, bytes(200), fin=False), frame(CONTINUATION, bytes(65_536))],
        [bytes(65_736)],
    ),
}


@pytest.mark.parametrize("name", FRAGMENTED)
def test_fragments_in_order_form_one_message(client: EchoClient, name: str) -> None:
    fragments, messages = FRAGMENTED[name]
    for segments in (fragments, [b"".join(fragments)]):
        assert_echoed(client.converse(*segments, DONE), *messages)


def test_control_frames_between_fragments_are_answered_at_once(client: EchoClient) -> None:
    segments = [
        frame(PING, b"0"),
        frame(TEXT, b"a", fin=False),
        frame(PING, b"1"),
        frame(CONTINUATION, b"b", fin=False),
        frame(PONG, b"-"),
        frame(PING, b"2"),
        frame(CONTINUATION, b"c"),
        frame(PING, b"3"),
    ]
    for sent in (segments, [b"".join(segments)], every_byte(b"".join(segments))):
        told = client.converse(*sent, DONE)
        assert_echoed(told, "abc")
        assert told.pongs == [b"0", b"1", b"2", b"3"]
    assert [read.opcode for read in told.frames] == [PONG, PONG, PONG, TEXT, PONG, CLOSE]


WRONG_FRAGMENTS = {
    "continuation of nothing": [frame(CONTINUATION, b"x")],
    "first continuation of nothing": [frame(CONTINUATION, b"x", fin=False)],
    "continuation of a whole message": [frame(TEXT, b"hi"), frame(CONTINUATION, b"x")],
    "continuation of a whole message of fragments": [
        *(frame(TEXT, b"h", fin=False), frame(CONTINUATION, b"i"), frame(CONTINUATION, b"x")),
    ],
    "text inside": [frame(TEXT, b"a", fin=False), frame(TEXT, b"b")],
    "binary inside": [frame(TEXT, b"a", fin=False), frame(BINARY, b"b")],
    "first text inside": [frame(BINARY, b"a", fin=False), frame(TEXT, b"b", fin=False)],
    "text inside after a ping": [frame(TEXT, b"a", fin=False), frame(PING), frame(TEXT, b"b")],
    "continuation after a ping": [frame(PING), frame(CONTINUATION, b"b")],
}


@pytest.mark.parametrize("name", WRONG_FRAGMENTS)
def test_fragments_out_of_order_are_a_violation(client: EchoClient, name: str) -> None:
    segments = WRONG_FRAGMENTS[name]
    for sent in (segments, [b"".join(segments)]):
        told = client.converse(*sent, frame(CONTINUATION, b"late"))
        assert_failed(told, 1002, *(["hi"] if "whole" in name else []))


# RFC 6455, section 8.1: UTF-8.

VALID = {
    "ascii": b"hello",
    "two bytes": "grüße".encode(),
    "greek": b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5",
    "first of two bytes": b"\xc2\x80",
    "last of two bytes": b"\xdf\xbf",
    "first of three bytes": b"\xe0\xa0\x80",
    "before the surrogates": b"\xed\x9f\xbf",
    "behind the surrogates": b"\xee\x80\x80",
    "no character": b"\xef\xbf\xbe\xef\xbf\xbf",
    "replacement": b"\xef\xbf\xbd",
    "byte order mark": b"\xef\xbb\xbfx",
    "first of four bytes": b"\xf0\x90\x80\x80",
    "last of all": b"\xf4\x8f\xbf\xbf",
    "astral": b"\xf0\x9f\x91\x8b\xf0\x9f\x8c\x8d",
    "NUL": b"\x00a\x00",
}

# {case: (bytes that are not UTF-8, index of the first invalid byte)}. If only the last bytes of a
# character are missing, the index is the number of bytes.
INVALID: dict[str, tuple[bytes, int]] = {
    "lone continuation byte": (b"\x80", 0),
    "last continuation byte": (b"\xbf", 0),
    "continuation byte too many": (b"\xc3\xa9\xa9", 2),
    "C0": (b"\xc0\xaf", 0),
    "C1": (b"\xc1\xbf", 0),
    "overlong of three bytes": (b"\xe0\x80\xaf", 1),
    "last overlong of three bytes": (b"\xe0\x9f\xbf", 1),
    "overlong of four bytes": (b"\xf0\x80\x80\xaf", 1),
    "last overlong of four bytes": (b"\xf0\x8f\xbf\xbf", 1),
    "overlong NUL": (b"\xc0\x80", 0),
    "five bytes": (b"\xf8\x88\x80\x80\x80", 0),
    "six bytes": (b"\xfc\x84\x80\x80\x80\x80", 0),
    "first surrogate": (b"\xed\xa0\x80", 1),
    "last high surrogate": (b"\xed\xaf\xbf", 1),
    "last surrogate": (b"\xed\xbf\xbf", 1),
    "surrogate pair": (b"\xed\xa0\xbd\xed\xb1\x8b", 1),
    "above the last": (b"\xf4\x90\x80\x80", 1),
    "F5": (b"\xf5\x80\x80\x80", 0),
    "FE": (b"\xfe", 0),
    "FF": (b"\xff", 0),
    "ascii for a second byte": (b"\xc3\x28", 1),
    "ascii for a third byte": (b"\xe2\x82\x28", 2),
    "ascii for a fourth byte": (b"\xf0\x9f\x91\x28", 3),
    "latin-1": (b"\xfc\xdf", 0),
    "half of two bytes": (b"\xc3", 1),
    "two of three bytes": (b"\xe2\x82", 2),
    "three of four bytes": (b"\xf0\x9f\x91", 3),
}
_BEFORE = "κ".encode()


@pytest.mark.parametrize("text", VALID.values(), ids=VALID)
def test_text_is_echoed_for_any_fragmentation(client: EchoClient, text: bytes) -> None:
    sent = frame(TEXT, text)
    assert_echoed(client.converse(*every_byte(sent), DONE), text.decode())
    segments = []
    for at in range(len(text) + 1):
        segments.append(frame(TEXT, text[:at], fin=False) + frame(CONTINUATION, text[at:]))
        segments += [sent[: 2 + at], sent[2 + at :]]
    bytewise = [frame(CONTINUATION, byte, fin=False) for byte in every_byte(text)]
    segments += [frame(TEXT, fin=False), *bytewise, frame(CONTINUATION)]
    told = client.converse(*segments, DONE)
    assert_echoed(told, *[text.decode()] * (2 * (len(text) + 1) + 1))


@pytest.mark.parametrize(("sequence", "bad"), INVALID.values(), ids=INVALID)
def test_invalid_text_fails_with_1007_for_any_fragmentation(
    client: EchoClient, sequence: bytes, bad: int
) -> None:
    text = _BEFORE + sequence
    sent = frame(TEXT, text)
    assert_failed(client.converse(frame(TEXT, b"hi"), sent, frame(TEXT, b"late")), 1007, "hi")
    for at in range(len(text) + 1):
        assert_failed(client.converse(sent[: 2 + at], sent[2 + at :]), 1007)
        fragments = [frame(TEXT, text[:at], fin=False), frame(CONTINUATION, text[at:])]
        assert_failed(client.converse(*fragments), 1007)
        assert_failed(client.converse(b"".join(fragments)), 1007)


@pytest.mark.parametrize(("sequence", "bad"), INVALID.values(), ids=INVALID)
def test_text_message_with_invalid_or_incomplete_utf8_fails_with_1007(
    client: EchoClient, sequence: bytes, bad: int
) -> None:
    # The prefix "\xc3\xa9" is a whole character, so a message that ends after it is valid.
    valid = 2 if sequence[:2] == b"\xc3\xa9" else 0
    for size in range(1, len(sequence) + 1):
        if size != valid:
            assert_failed(client.converse(frame(TEXT, _BEFORE + sequence[:size])), 1007)


@pytest.mark.parametrize(("sequence", "bad"), INVALID.values(), ids=INVALID)
def test_invalid_text_fails_at_its_first_invalid_fragment(
    client: EchoClient, sequence: bytes, bad: int
) -> None:
    peer = client.connect()
    try:
        client.send(peer, frame(TEXT, _BEFORE, fin=False))
        for byte in every_byte(sequence)[:bad]:
            client.send(peer, frame(CONTINUATION, byte, fin=False))
        assert client.events == []
        client.send(peer, frame(CONTINUATION, sequence[bad : bad + 1], fin=bad == len(sequence)))
        assert_failed(client.finish(peer), 1007)
    finally:
        peer.close()


def test_binary_messages_need_not_be_utf8(client: EchoClient) -> None:
    messages = [_BEFORE + sequence for sequence, _ in INVALID.values()]
    assert_echoed(client.converse(*(frame(BINARY, data) for data in messages), DONE), *messages)


def test_control_frames_may_come_between_the_bytes_of_one_character(client: EchoClient) -> None:
    text = "👋🌍".encode()
    segments = [frame(TEXT, fin=False)]
    for byte in every_byte(text):
        segments += [frame(PING, b"\xff"), frame(CONTINUATION, byte, fin=False)]
    told = client.converse(*segments, frame(CONTINUATION), DONE)
    assert_echoed(told, "👋🌍")
    assert told.pongs == [b"\xff"] * len(text)


# RFC 6455, sections 5.5.1 and 7: closing.

CODES = [
    *(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014),
    *(3000, 3999, 4000, 4999),
]


@pytest.mark.parametrize("code", CODES)
def test_close_code_of_the_server_is_reported_and_echoed(client: EchoClient, code: int) -> None:
    for reason in ("", "tschüß", "x" * 123):
        told = client.converse(close_frame(code, reason.encode()))
        assert told.events == [closed(code, reason)]
        assert told.close == struct.pack("!H", code)
        assert told.end == "end"


# Close codes that servers must not send: RFC 6455, section 7.4.2; Autobahn test suite, cases 7.9.1
# to 7.9.13.
@pytest.mark.parametrize(
    "code",
    [
        *(0, 1, 999, 1004, 1005, 1006, 1015, 5000, 5999, 65_535),
        *(1016, 1100, 2000, 2999),
    ],
)
def test_close_code_that_servers_must_not_send_is_a_violation(
    client: EchoClient, code: int
) -> None:
    for reason in (b"", b"why"):
        assert_failed(client.converse(close_frame(code, reason)), 1002)


def test_close_frame_without_code_is_reported_as_1005_and_answered_without_code(
    client: EchoClient,
) -> None:
    told = client.converse(frame(CLOSE))
    assert told.events == [closed(1005)]
    assert told.close == b""


@pytest.mark.parametrize("payload", [b"\x03", b"\x00", b"\xff"])
def test_close_frame_with_one_byte_is_a_violation(client: EchoClient, payload: bytes) -> None:
    assert_failed(client.converse(frame(CLOSE, payload)), 1002)


@pytest.mark.parametrize(("sequence", "bad"), INVALID.values(), ids=INVALID)
def test_close_reason_that_is_not_utf8_fails_with_1007(
    client: EchoClient, sequence: bytes, bad: int
) -> None:
    assert_failed(client.converse(close_frame(1000, _BEFORE + sequence)), 1007)


BEHIND_THE_END = {
    "a message": [frame(TEXT, b"late")],
    "a ping": [frame(PING, b"late")],
    "a close frame": [close_frame(4000, b"late")],
    "a violation": [frame(3, b"late")],
    "text that is not UTF-8": [frame(TEXT, b"\xff")],
    "fragments": [frame(TEXT, b"la", fin=False), frame(CONTINUATION, b"te")],
    "half a frame": [frame(TEXT, bytes(200))[:99]],
    "a flood": [frame(BINARY, bytes(60_000))] * 20,
}


@pytest.mark.parametrize("name", BEHIND_THE_END)
def test_bytes_after_a_close_frame_are_ignored(client: EchoClient, name: str) -> None:
    late = BEHIND_THE_END[name]
    for segments in ([close_frame(3000, b"end"), *late], [close_frame(3000, b"end") + late[0]]):
        told = client.converse(*segments)
        assert told.events == [closed(3000, "end")]
        assert told.frames == [Frame(CLOSE, struct.pack("!H", 3000))]


@pytest.mark.parametrize("name", BEHIND_THE_END)
def test_bytes_after_a_violation_are_ignored(client: EchoClient, name: str) -> None:
    late = BEHIND_THE_END[name]
    for segments in ([frame(3), *late], [frame(3) + late[0]]):
        told = client.converse(*segments)
        assert_failed(told, 1002)
        assert len(told.frames) == 1


def test_close_frame_between_fragments_drops_the_incomplete_message(client: EchoClient) -> None:
    told = client.converse(frame(TEXT, b"half", fin=False), close_frame(1001), frame(CONTINUATION))
    assert told.events == [closed(1001)]


@pytest.mark.parametrize(
    "last",
    [b"", *every_byte(frame(TEXT, b"x"))[:1], frame(TEXT, b"xy")[:3], frame(TEXT, b"x", fin=False)],
)
def test_close_of_tcp_without_a_close_frame_is_reported_as_1006(
    client: EchoClient, last: bytes
) -> None:
    told = client.converse(frame(TEXT, b"hi"), last, ends_tcp=True)
    assert told.events == [message("hi"), LOST]
    assert told.echoes == ["hi"]
    assert told.close is None


# RFC 6455, sections 7.4.1 and 10.4: limits.


@pytest.fixture(scope="module")
def small() -> Iterator[EchoClient]:
    """An echo client with a maximum message size of 1,000 bytes."""
    client = EchoClient(max_message=1000)
    yield client
    client.close()


def fragments(*sizes: int) -> list[bytes]:
    """Return the frames of a binary message in fragments of these sizes."""
    return [
        frame(CONTINUATION if at else BINARY, bytes(size), fin=at == len(sizes) - 1)
        for at, size in enumerate(sizes)
    ]


@pytest.mark.parametrize("sizes", [[1000], [500, 500], [0, 1000, 0], [1] * 1000], ids=len)
def test_message_as_long_as_the_limit_is_echoed(small: EchoClient, sizes: list[int]) -> None:
    for segments in (fragments(*sizes), [b"".join(fragments(*sizes))]):
        assert_echoed(small.converse(*segments, DONE), bytes(1000))


@pytest.mark.parametrize("sizes", [[1001], [1000, 1], [0, 500, 501], [1] * 1001], ids=len)
def test_message_over_the_limit_fails_with_1009(small: EchoClient, sizes: list[int]) -> None:
    told = small.converse(frame(TEXT, b"hi"), *fragments(*sizes))
    assert_failed(told, 1009, "hi")
    assert told.events[-2][1] == {"data": "a message is longer than 1000 bytes"}


@pytest.mark.parametrize("size", [1001, 65_536, 1 << 30, (1 << 63) - 1])
def test_message_over_the_limit_fails_as_soon_as_its_frame_header_arrives(
    small: EchoClient, size: int
) -> None:
    head = (
        struct.pack("!BBH", 0x81, 126, size)
        if size < 65_536
        else struct.pack("!BBQ", 0x81, 127, size)
    )
    assert_failed(small.converse(head), 1009)


# Random frames in random TCP segments: the events are compared with those of a model.


class Sent(NamedTuple):
    """A frame that the server sends, valid or invalid."""

    opcode: int
    payload: bytes = b""
    fin: bool = True
    rsv: int = 0
    masked: bool = False
    extended: int = 0

    def to_bytes(self) -> bytes:
        return frame(
            self.opcode,
            self.payload,
            fin=self.fin,
            rsv=self.rsv,
            masked=self.masked,
            extended=self.extended,
        )


class Expected(NamedTuple):
    """The expected result of some frames.

    Attributes:
        messages: (number of the frame that completes the message, message).
        pongs: The payloads of the client's pongs.
        last: Number of the frame that ends the connection.
        code: The code in the client's close frame, as bytes; b"" for no code.
        close: The last event of the page.
    """

    messages: list[tuple[int, str | bytes]]
    pongs: list[bytes]
    last: int
    code: bytes
    close: Event


def expect(frames: list[Sent]) -> Expected:
    """Model a receiver according to RFC 6455, frame by frame."""
    messages: list[tuple[int, str | bytes]] = []
    pongs: list[bytes] = []
    opcode, data = 0, b""

    def failed(number: int, code: int) -> Expected:
        return Expected(messages, pongs, number, struct.pack("!H", code), LOST)

    for number, read in enumerate(frames):
        size = len(read.payload)
        if read.rsv or read.masked or (read.extended == 2 and size < 126):
            return failed(number, 1002)
        if read.extended == 8 and size < 65_536:
            return failed(number, 1002)
        if read.opcode in (CLOSE, PING, PONG):
            if not read.fin or size > 125:
                return failed(number, 1002)
            if read.opcode == PING:
                pongs.append(read.payload)
            if read.opcode == CLOSE:
                code = int.from_bytes(read.payload[:2], "big") if size else 1005
                if size == 1 or (size and code not in ALLOWED):
                    return failed(number, 1002)
                reason = decoded(read.payload[2:])
                if reason is None:
                    return failed(number, 1007)
                return Expected(messages, pongs, number, read.payload[:2], closed(code, reason))
        elif read.opcode in (TEXT, BINARY, CONTINUATION):
            if (read.opcode == CONTINUATION) != bool(opcode):
                return failed(number, 1002)
            opcode, data = opcode or read.opcode, data + read.payload
            if opcode == TEXT and decoded(data, partly=not read.fin) is None:
                return failed(number, 1007)
            if read.fin:
                messages.append((number, data.decode() if opcode == TEXT else data))
                opcode, data = 0, b""
        else:
            return failed(number, 1002)
    raise AssertionError("the last frame is a close frame")


ALLOWED = {*range(1000, 1015), *range(3000, 5000)} - {1004, 1005, 1006}


def decoded(data: bytes, *, partly: bool = False) -> str | None:
    """Decode UTF-8; None if the bytes are invalid. With `partly`, the last character may be cut."""
    for rest in (b"", b"\x80", b"\x80\x80", b"\x80\x80\x80", b"\xbf", b"\xa0\x80", b"\x90\x80\x80"):
        with suppress(UnicodeDecodeError):
            return (data + rest).decode()
        if not partly:
            return None
    return None


TEXTS = st.text(max_size=40).map(str.encode)
PAYLOADS = st.binary(max_size=140) | st.integers(65_530, 65_540).map(bytes)
FINS = st.booleans()


def sent(
    opcodes: st.SearchStrategy[int],
    payloads: st.SearchStrategy[bytes],
    fins: st.SearchStrategy[bool],
) -> st.SearchStrategy[Sent]:
    """Return a strategy for frames with valid headers."""
    return st.tuples(opcodes, payloads, fins).map(lambda parts: Sent(*parts))


DATA = sent(st.just(BINARY), PAYLOADS, FINS) | sent(st.just(TEXT), TEXTS, FINS)
CONTINUED = sent(st.just(CONTINUATION), TEXTS | st.binary(max_size=4), FINS)
CONTROL = sent(st.sampled_from([PING, PONG]), st.binary(max_size=125), st.just(True))
CLOSING = st.builds(
    lambda code, reason: Sent(CLOSE, struct.pack("!H", code) + reason),
    st.sampled_from([1000, 1001, 1012, 2999, 3000, 4999, 999, 1005, 5000]) | st.integers(0, 65_535),
    st.text(max_size=20).map(str.encode) | st.binary(max_size=20),
) | st.sampled_from([Sent(CLOSE), Sent(CLOSE, b"\x03")])
ANYTHING = st.tuples(
    st.integers(0, 15),
    st.binary(max_size=130),
    FINS,
    st.sampled_from([0] * 12 + [*range(1, 8)]),
    st.sampled_from([False] * 9 + [True]),
    st.sampled_from([0] * 9 + [2, 8]),
).map(lambda parts: Sent(*parts))
# Draw valid frames more often than invalid frames, so that conversations are long.
FRAMES = st.lists(
    st.one_of(DATA, DATA, CONTINUED, CONTINUED, CONTROL, CONTROL, ANYTHING, CLOSING), max_size=12
)


@st.composite
def fragmented(draw: st.DrawFn) -> list[Sent]:
    """Draw a valid message in fragments, with control frames between the fragments."""
    opcode = draw(st.sampled_from([TEXT, BINARY]))
    data = draw(TEXTS if opcode == TEXT else st.binary(max_size=300))
    cuts = sorted(draw(st.lists(st.integers(0, len(data)), max_size=4)))
    parts = [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    frames: list[Sent] = []
    for at, part in enumerate(parts):
        frames.append(Sent(CONTINUATION if at else opcode, part, at == len(parts) - 1))
        frames += draw(st.lists(CONTROL, max_size=2))
    return frames


# Start with valid messages, so that violations happen in the middle of a conversation.
CONVERSATIONS = st.tuples(st.lists(fragmented(), max_size=4), FRAMES).map(
    lambda parts: [*(read for message in parts[0] for read in message), *parts[1]]
)


def cut(data: bytes, at: Iterable[int]) -> list[bytes]:
    cuts = [0, *sorted(at), len(data)]
    return [data[a:b] for a, b in zip(cuts, cuts[1:], strict=False) if a < b]


def test_close_frame_after_a_violation_reaches_a_server_that_sends_further_bytes(
    client: EchoClient,
) -> None:
    frames = [*[Sent(PING)] * 12, Sent(TEXT, fin=False), Sent(BINARY), Sent(CLOSE), Sent(CLOSE)]
    whole = b"".join(sent.to_bytes() for sent in frames)
    told = client.converse(whole[:-4], whole[-4:])
    assert told.close == struct.pack("!H", 1002)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(conversation=CONVERSATIONS, last=CLOSING, data=st.data())
def test_random_frames_in_random_segments_fire_the_events_that_a_model_predicts(
    client: EchoClient, conversation: list[Sent], last: Sent, data: st.DataObject
) -> None:
    frames = [*conversation, last, Sent(CLOSE)]
    expected = expect(frames)
    pieces = [read.to_bytes() for read in frames]
    whole = b"".join(pieces)
    cuts = data.draw(
        st.just(None) | st.lists(st.integers(0, len(whole)), max_size=12), label="cuts"
    )
    ends = [len(b"".join(pieces[: at + 1])) for at in range(len(pieces))]
    told = client.converse(*cut(whole, ends if cuts is None else cuts))

    is_failed = expected.close == LOST
    events = [message(heard) for _, heard in expected.messages]
    assert told.events[: len(events)] == events
    rest = told.events[len(events) :]
    assert [name for name, _ in rest] == (["error", "close"] if is_failed else ["close"])
    assert rest[-1] == expected.close
    assert told.close == expected.code
    assert told.pongs == expected.pongs
    # If a message arrives in the last TCP segment, its echo may be missing: the connection closes
    # before the client sends the echo.
    in_time = ends[expected.last - 1] if expected.last else 0
    before = max([0, *(at for at in (ends if cuts is None else cuts) if at <= in_time)])
    echoes = [heard for _, heard in expected.messages]
    surely = [heard for number, heard in expected.messages if ends[number] <= before]
    assert told.echoes[: len(surely)] == surely
    assert told.echoes == echoes[: len(told.echoes)]


@settings(max_examples=EXAMPLES // 3, deadline=None, derandomize=True, database=None)
@given(segments=st.lists(st.binary(min_size=1, max_size=60), max_size=6))
@example(segments=[b"\x81"])
def test_random_bytes_fire_only_documented_events(
    client: EchoClient, segments: list[bytes]
) -> None:
    told = client.converse(*segments, ends_tcp=True)
    names = [name for name, _ in told.events]
    while names[0] == "message":
        names.pop(0)
    if names == ["error", "close"]:
        assert told.events[-1] == LOST
        assert told.close in [struct.pack("!H", code) for code in (1002, 1007, 1009)]
    else:
        assert names == ["close"]
        payload: Any = told.events[-1][1]
        assert payload["wasClean"] == (told.close is not None)
