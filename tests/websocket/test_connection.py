"""Connections of the default adapter: their sockets, limits, TLS, and the end of page and loop."""

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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st

from weex_modules.websocket.connection import Connection
from weex_runtime.loop import workers

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
from ..support.socket_client import (
    LOST,
    OPEN,
    Client,
    Script,
    answer_close,
    assert_failed,
    opening,
)


@pytest.fixture
def client() -> Iterator[Client]:
    client = Client()
    yield client
    client.close()


# Hypothesis strategies for messages that arrive in several frames, and frames in several reads.

_CONTROL = st.sampled_from([frame(PING, b"between"), frame(PONG), frame(PING)])


@st.composite
def _framed_message(draw: st.DrawFn) -> tuple[str | bytes, bytes]:
    """Draw a message and its frames, with control frames between these frames."""
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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit to lower")
def test_connection_fails_if_the_process_has_too_many_open_files(client: Client) -> None:
    import resource

    client.converse(opening(close_frame(1000)))  # import all modules now, since imports open files
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    files: list[int] = []
    try:
        last = max(int(name) for name in os.listdir("/dev/fd"))
        resource.setrlimit(resource.RLIMIT_NOFILE, (last + 1, limits[1]))
        with contextlib.suppress(OSError):
            while True:
                files.append(os.dup(0))
        _, received = client.dial("ws://127.0.0.1:1/")
        client.run_until(lambda: received.is_closed)
    finally:
        for file in files:
            os.close(file)
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert received.failure
    # The process has reached its limit of open files. The first name lookup of a process opens
    # a file, and connecting opens a socket, so one of these two steps fails.
    assert re.search(r" '?127.0.0.1('|:1): Too many open files$", received.failure.message)
    events, _ = client.converse(opening(close_frame(1000)))
    assert events == [OPEN, ("close", 1000, "", True)]


@pytest.mark.parametrize("size", [(64 << 20) + 1, 1 << 30, 1 << 40, (1 << 63) - 1])
def test_frame_over_the_limit_fails_with_1009_as_soon_as_its_header_arrives(
    client: Client, size: int
) -> None:
    events, peer = client.converse(opening(struct.pack("!BBQ", 0x82, 127, size)))
    assert assert_failed(events, peer, 1009) == "a message is longer than 64 MiB"


# Tests of the method `go_away`, which closes an open connection with 1001 and fires no event.


def test_go_away_while_open_sends_1001(client: Client) -> None:
    with RawServer(Peer.open) as server:
        connection, received = client.dial(server.url)
        client.run_until(lambda: received.is_open)
        connection.go_away()
        client.run_until(lambda: server.is_done)
        assert client.looper.pending() == "nothing is pending"
    assert received.events == [OPEN]
    assert server.peer.frames == [Frame(CLOSE, struct.pack("!H", 1001))]
    assert server.peer.end == "end"


def test_go_away_with_unread_messages_sends_1001(client: Client) -> None:
    """Closing a socket with unread data sends a TCP reset, which can overtake the close frame."""

    def script(peer: Peer) -> None:
        peer.open()
        peer.send(frame(BINARY, bytes(100_000)))

    with RawServer(script) as server:
        connection, received = client.dial(server.url)
        client.run_until(lambda: received.is_open)
        connection.go_away()
        client.run_until(lambda: server.is_done)
    assert received.messages == []
    assert server.peer.close_code == 1001


def test_method_go_away_during_the_closing_handshake_closes_the_tcp_connection(
    client: Client,
) -> None:
    with RawServer(Peer.open) as server:
        connection, received = client.dial(server.url)
        client.run_until(lambda: received.is_open)
        connection.close(4000, "")
        connection.go_away()
        client.run_until(lambda: server.is_done)
    assert received.events == [OPEN]
    assert server.peer.close_code == 4000


def test_go_away_after_the_last_event_closes_the_tcp_socket(client: Client) -> None:
    def script(peer: Peer) -> None:
        peer.open(then=close_frame(1000))
        peer.stall()

    with RawServer(script) as server:
        connection, received = client.dial(server.url)
        client.run_until(lambda: received.is_closed)
        connection.go_away()
        assert client.looper.pending() == "nothing is pending"
    assert len(received.events) == 2


@pytest.mark.parametrize("script", [Peer.stall, Peer.open], ids=["no answer", "an answer"])
def test_go_away_while_connecting_aborts_the_attempt(client: Client, script: Script) -> None:
    with RawServer(script) as server:
        connection, received = client.dial(server.url)
        connection.go_away()
        client.looper.run_until_idle(TIMEOUT)
    assert received.events == []
    assert all(peer.frames == [] for peer in server.peers)


def test_loop_that_is_closed_right_after_the_handshake_closes_the_socket() -> None:
    """The result of the worker thread is queued on a loop that no longer runs."""
    client = Client()
    answered = threading.Event()

    def script(peer: Peer) -> None:
        peer.open()
        answered.set()

    with RawServer(script) as server:
        _, received = client.dial(server.url)
        assert answered.wait(TIMEOUT)
        client.close()
    assert received.events == []
    assert server.peer.frames == []


def test_name_lookup_that_ends_after_the_loop_is_closed_does_not_connect(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up = socket.getaddrinfo
    under_way, go_on = threading.Event(), threading.Event()

    def slow_look_up(*args: object, **kwargs: object) -> object:
        under_way.set()
        assert go_on.wait(TIMEOUT)
        return look_up(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", slow_look_up)
    monkeypatch.setattr(workers, "_LAST_JOIN", 0.01)
    with RawServer(Peer.open) as server:
        _, received = client.dial(server.url)
        assert under_way.wait(TIMEOUT)
        (worker,) = [t for t in threading.enumerate() if t.name == "weex-worker"]
        client.close()
        go_on.set()
        worker.join(TIMEOUT)
        assert server.peers == []
    assert received.events == []


# Messages that the client sends.


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
def test_message_is_sent_as_one_masked_frame(
    client: Client, data: str | bytes, opcode: int, payload: bytes
) -> None:
    def send(connection: Connection) -> None:
        connection.send(data)
        connection.close(1000, "")

    _, peer = client.converse(answer_close(1000), send)
    assert peer.frames[0] == Frame(opcode, payload, fin=True, masked=True)


def test_server_that_stops_reading_does_not_block_others(client: Client) -> None:
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
        stuck, slow_received = client.dial(slow_server.url)
        busy, echo_received = client.dial(echo_server.url)
        client.run_until(lambda: slow_received.is_open and echo_received.is_open)
        stuck.send(bytes(20_000_000))
        stuck.send("second")
        for number in range(20):
            busy.send(str(number))
            client.run_until(lambda count=number: len(echo_received.messages) > count)  # type: ignore[misc]
        assert "unsent data" in client.looper.pending()
        stuck.send("third")
        go_on.set()
        client.run_until(lambda: slow_received.is_closed and slow_server.is_done)
    sizes = [len(read.payload) for read in slow_server.peer.frames]
    assert sizes == [20_000_000, 6, 5, 2]
    assert slow_received.events[-1] == ("close", 1000, "", True)


def test_close_without_a_code_sends_an_empty_frame(client: Client) -> None:
    events, peer = client.converse(answer_close(None), lambda c: c.close(1005, "ignored"))
    assert peer.frames == [Frame(CLOSE, b"")]
    assert events == [OPEN, ("close", 1005, "", True)]


def test_property_buffered_counts_the_unsent_bytes_of_messages() -> None:
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
        connection, received = client.dial(server.url)
        assert connection.buffered == 0
        client.run_until(lambda: received.is_open)
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
        client.run_until(lambda: received.is_closed and server.is_done)
    assert received.events == [OPEN, ("close", 1000, "", True)]
    client.close()


@contextmanager
def traced_memory() -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()


def test_connection_to_a_server_that_does_not_read_fails_at_the_limit_and_frees_its_memory(
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
        connection, received = client.dial(server.url, max_buffered=8 << 20)
        other, other_received = client.dial(echo_server.url)
        client.run_until(lambda: received.is_open and other_received.is_open)
        sent = 0
        while connection.is_open:
            connection.send(bytes(1 << 20))
            sent += 1
            other.send(str(sent))
            client.run_until(lambda count=sent: len(other_received.messages) == count)  # type: ignore[misc]
        assert sent > 8
        assert len(client.looper.sockets()) == 1
        assert tracemalloc.get_traced_memory()[1] > 8 << 20
        assert tracemalloc.get_traced_memory()[0] < 4 << 20
        other.send("still there")
        client.run_until(lambda: other_received.messages[-1] == "still there")
    assert received.events == [
        OPEN,
        ("error", "the server does not read: more than 8 MiB of data waits to be sent"),
        LOST,
    ]
    assert received.failure
    assert (received.failure.kind, received.failure.close_code) == ("queue", None)


def test_number_of_queued_pongs_for_a_server_that_does_not_read_is_limited(client: Client) -> None:
    pings = frame(PING, bytes(125)) * 1000

    def script(peer: Peer) -> None:
        peer.open()
        peer.sock.settimeout(None)
        while True:
            peer.send(pings)

    with RawServer(script) as server:
        _, received = client.dial(server.url, max_buffered=1 << 16)
        client.run_until(lambda: received.is_closed)
    assert received.failure
    assert received.failure.kind == "queue"


def test_message_that_arrives_in_small_pieces_takes_linear_time(client: Client) -> None:
    """If the time grew with the square of the chunks, the test would exceed its deadline."""
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


def test_server_that_sends_byte_by_byte_does_not_block_others(client: Client) -> None:
    def dribbles(peer: Peer) -> None:
        peer.open()
        peer.dribble(frame(TEXT, b"x" * 100_000)[:-1], 0.001)

    def echo(peer: Peer) -> None:
        peer.open()
        for _ in range(50):
            read = peer.read_frame()
            peer.send(frame(read.opcode, read.payload))

    with RawServer(dribbles) as slow, RawServer(echo) as server:
        _, slow_received = client.dial(slow.url)
        other, received = client.dial(server.url)
        client.run_until(lambda: slow_received.is_open and received.is_open)
        for number in range(50):
            other.send(str(number))
            client.run_until(lambda count=number: len(received.messages) > count)  # type: ignore[misc]
        assert slow_received.events == [OPEN]


def test_go_away_sends_waiting_messages_before_the_close_frame() -> None:
    """The clock of the timers does not advance while the messages are sent."""
    client = Client(virtual=True)
    go_on = threading.Event()

    def script(peer: Peer) -> None:
        peer.open()
        assert go_on.wait(TIMEOUT)

    with RawServer(script) as server:
        connection, received = client.dial(server.url)
        client.run_until(lambda: received.is_open)
        connection.send(bytes(20_000_000))
        connection.go_away()
        assert connection.buffered > 0
        go_on.set()
        client.run_until(lambda: server.is_done)
        assert client.looper.pending() == "nothing is pending"
    assert [len(read.payload) for read in server.peer.frames] == [20_000_000, 2]
    assert server.peer.close_code == 1001
    assert server.peer.end == "end"
    assert received.events == [OPEN]
    client.close()


def test_go_away_with_unsent_messages_closes_the_socket_after_a_second() -> None:
    client = Client(virtual=True)

    def script(peer: Peer) -> None:
        peer.open()
        peer.stall()

    with RawServer(script) as server:
        connection, received = client.dial(server.url)
        client.run_until(lambda: received.is_open)
        connection.send(bytes(20_000_000))
        connection.go_away()
        assert "1 sockets have unsent data" in client.looper.pending()
        assert len(client.looper.sockets()) == 1
        client.looper.clock.run_for(1)
        assert client.looper.pending() == "nothing is pending"
        assert client.looper.sockets() == []
    assert received.events == [OPEN]
    client.close()


def test_closing_the_loop_gives_servers_time_to_read_queued_messages() -> None:
    client = Client()

    def reads(peer: Peer) -> None:
        peer.open()

    def does_not(peer: Peer) -> None:
        peer.open()
        peer.stall()

    with RawServer(reads) as reader, RawServer(does_not) as other:
        connections = [client.dial(url) for url in (other.url, reader.url, other.url)]
        client.run_until(lambda: all(received.is_open for _, received in connections))
        for connection, _ in connections:
            connection.send(bytes(20_000_000))
        client.close()
        reader.wait()
    assert [len(read.payload) for read in reader.peer.frames] == [20_000_000, 2]
    assert [received.events for _, received in connections] == [[OPEN]] * 3


def test_trace_has_a_line_for_each_message_and_close_frame(client: Client) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.read_frame()
        peer.send(frame(TEXT, b"x" * 300) + frame(PING) + frame(BINARY, b"12") + close_frame(1001))

    with RawServer(script) as server:
        connection, received = client.dial(server.url)
        client.run_until(lambda: received.is_open)
        connection.send("hello")
        connection.send(b"123")
        client.run_until(lambda: received.is_closed)
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


# Connections over TLS.


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """An authority that the machine trusts: OpenSSL reads SSL_CERT_FILE."""
    authority = trustme.CA()
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return authority


def test_wss_carries_long_messages_in_both_directions(
    client: Client, authority: trustme.CA
) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        read = peer.read_frame()
        peer.send(frame(read.opcode, read.payload) + frame(TEXT, b"end") + close_frame(4000))

    data = os.urandom(5_000_000)
    with RawServer(script, tls=tls_of(authority)) as server:
        connection, received = client.dial(server.url)
        client.run_until(lambda: received.is_open)
        connection.send(data)
        client.run_until(lambda: received.is_closed and server.is_done)
    assert received.events == [
        OPEN,
        ("message", data),
        ("message", "end"),
        ("close", 4000, "", True),
    ]
    assert server.peer.close_code == 4000


def test_wss_delivers_messages_in_the_tls_record_of_the_handshake_response(
    client: Client, authority: trustme.CA
) -> None:
    """A TLS record holds up to 16 KiB, more than the handshake reads at once."""
    text = "x" * 12_000

    def script(peer: Peer) -> None:
        peer.open(then=frame(TEXT, text.encode()))

    with RawServer(script, tls=tls_of(authority)) as server:
        _, received = client.dial(server.url)
        client.run_until(lambda: received.messages)
        assert received.messages == [text]


def test_wss_delivers_messages_of_many_tls_records_in_one_turn_of_the_loop(
    client: Client, authority: trustme.CA
) -> None:
    """As without TLS, JS then receives a burst of messages as one batch."""
    is_open, has_sent = threading.Event(), threading.Event()

    def script(peer: Peer) -> None:
        peer.open()
        is_open.wait(TIMEOUT)
        for i in range(100):
            # The TLS socket sends one record for each message.
            peer.send(frame(TEXT, str(i).encode()))
        has_sent.set()

    with RawServer(script, tls=tls_of(authority)) as server:
        _, received = client.dial(server.url)
        client.run_until(lambda: received.is_open)
        is_open.set()
        assert has_sent.wait(TIMEOUT)
        client.looper.turn(TIMEOUT)
        assert received.messages == [str(i) for i in range(100)]


def test_violation_over_wss_fails_the_connection_with_1002(
    client: Client, authority: trustme.CA
) -> None:
    with RawServer(opening(frame(3)), tls=tls_of(authority)) as server:
        _, received = client.dial(server.url)
        client.run_until(lambda: received.is_closed and server.is_done)
    assert_failed(received.events, server.peer, 1002)


def test_reset_of_a_wss_connection_closes_with_1006(client: Client, authority: trustme.CA) -> None:
    """CPython's ssl can report a reset as a normal close, so `on_error` is not always called."""

    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.reset()

    with RawServer(script, tls=tls_of(authority)) as server:
        connection, received = client.dial(server.url)
        client.run_until(lambda: received.is_open)
        connection.send("opened")
        client.run_until(lambda: received.is_closed)
    lost = ("error", "the connection was lost: Connection reset by peer")
    assert received.events in ([OPEN, LOST], [OPEN, lost, LOST])


def test_wss_server_that_stops_reading_does_not_block_others(
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
        stuck, slow_received = client.dial(slow_server.url)
        busy, received = client.dial(echo_server.url)
        client.run_until(lambda: slow_received.is_open and received.is_open)
        data = os.urandom(10_000_000)
        stuck.send(data)
        stuck.close(3000, "")
        for number in range(20):
            busy.send(str(number))
            client.run_until(lambda count=number: len(received.messages) > count)  # type: ignore[misc]
        assert stuck.buffered > 0
        go_on.set()
        client.run_until(lambda: slow_received.is_closed and slow_server.is_done)
    assert [read.payload for read in slow_server.peer.frames] == [data, struct.pack("!H", 3000)]


# Ctrl-C interrupts the process.


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c_during_run_sends_1001_and_exits_with_130(tmp_path: Path) -> None:
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
