"""permessage-deflate (RFC 7692): both streams, the server's agreement, and pages."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from websockets.extensions.permessage_deflate import (
    PerMessageDeflate,
    ServerPerMessageDeflateFactory,
)

from weex_modules.websocket.adapters.reactor.deflate import Deflate, agree
from weex_modules.websocket.adapters.reactor.frames import BINARY, CLOSE, PING, TEXT, MessageReader
from weex_modules.websocket.failure import OpeningFailed, Violation
from weex_runtime import Network, Runtime
from weex_runtime.servers import EchoServer
from weex_runtime.testing import Script, WsServer

from ..support import raw_server
from ..support.allocations import counted, pieces
from ..support.raw_server import CONTINUATION, PONG, Peer, RawServer
from ..support.socket_forms import FORMS, Form, every_form, logged, run_to_end, source_of

MakeRuntime = Callable[..., Runtime]

RSV1 = 4
TAIL = b"\0\0\xff\xff"
OFFER = "permessage-deflate; client_max_window_bits"


def reader(
    max_message: int = 1 << 20, *, takeover: bool = True, bits: int = 15, errors: str = "strict"
) -> MessageReader:
    made = MessageReader(max_message=max_message, errors=errors)
    made.deflate = Deflate(PerMessageDeflate(not takeover, False, bits, 15))
    return made


def read(taker: MessageReader, *data: bytes) -> list[tuple[int, str | bytes]]:
    return [message for piece in data for message in taker.read(piece)]


def frame(opcode: int, payload: bytes, *, fin: bool = True) -> bytes:
    """The first frame of a compressed message."""
    return raw_server.frame(opcode, payload, fin=fin, rsv=RSV1)


class Server:
    """Compresses messages as a server does."""

    def __init__(self, *, takeover: bool = True, level: int = -1, bits: int = 15) -> None:
        self._takeover = takeover
        self._level = level
        self._bits = bits
        self._encoder = zlib.compressobj(level, wbits=-bits)

    def payload(self, data: bytes) -> bytes:
        if not self._takeover:
            self._encoder = zlib.compressobj(self._level, wbits=-self._bits)
        payload = self._encoder.compress(data) + self._encoder.flush(zlib.Z_SYNC_FLUSH)
        assert payload.endswith(TAIL)
        return payload[: -len(TAIL)]

    def message(self, data: str | bytes, *cuts: int) -> bytes:
        """One message, in fragments that are cut from its payload."""
        payload = self.payload(data.encode() if isinstance(data, str) else data)
        opcode = TEXT if isinstance(data, str) else BINARY
        bounds = [0, *cuts, len(payload)]
        parts = [payload[a:b] for a, b in zip(bounds, bounds[1:], strict=False)]
        frames = [frame(opcode, parts[0], fin=len(parts) == 1)]
        for number, part in enumerate(parts[1:], 2):
            frames.append(raw_server.frame(CONTINUATION, part, fin=number == len(parts)))
        return b"".join(frames)


# Compressed messages that the client receives.

# RFC 7692, section 7.2.3: each example inflates to "Hello".
EXAMPLES = {
    "7.2.3.1 one frame": ["c107f248cdc9c90700"],
    "7.2.3.1 two frames": ["4103f248cd", "8004c9c90700"],
    "7.2.3.3 no compression": ["c10b000500faff48656c6c6f00"],
    "7.2.3.4 BFINAL": ["c108f348cdc9c9070000"],
    "7.2.3.5 two blocks": ["c10df2480500 0000ffffcac9c90700"],
}


@pytest.mark.parametrize("frames", EXAMPLES.values(), ids=EXAMPLES)
@pytest.mark.parametrize("size", [1, 2, 100])
def test_examples_of_rfc_7692_are_inflated(frames: list[str], size: int) -> None:
    taker = reader()
    sent = b"".join(map(bytes.fromhex, frames))
    for _ in range(3):  # send the same message three times in one deflate stream
        assert read(taker, *pieces(sent, size)) == [(TEXT, "Hello")]


def test_message_may_use_the_window_of_the_previous_message() -> None:
    """RFC 7692, section 7.2.3.2."""
    sent = bytes.fromhex("c107f248cdc9c90700 c105f200110000")
    assert read(reader(), sent) == [(TEXT, "Hello")] * 2


def test_empty_message_is_deflated_to_one_byte() -> None:
    """RFC 7692, section 7.2.3.6."""
    assert read(reader(), bytes.fromhex("c10100")) == [(TEXT, "")]


def test_message_after_a_bfinal_block_is_inflated() -> None:
    final = bytes.fromhex("c108f348cdc9c9070000")
    assert read(reader(), final, Server().message("Hello again"), final) == [
        (TEXT, "Hello"),
        (TEXT, "Hello again"),
        (TEXT, "Hello"),
    ]


@pytest.mark.parametrize("takeover", [True, False])
@pytest.mark.parametrize("size", [1, 3, 1000, 1 << 20])
def test_compressed_messages_are_read_from_pieces_of_any_size(size: int, takeover: bool) -> None:
    chance = random.Random(1)
    server = Server(takeover=takeover)
    messages: list[str | bytes] = [
        "hello",
        "",
        "grüße 👋" * 500,
        b"\0" * 50_000,
        chance.randbytes(5_000),
        "hello",
    ]
    sent = b"".join(server.message(message) for message in messages)
    taker = reader(takeover=takeover)
    assert [data for _, data in read(taker, *pieces(sent, size))] == messages


def test_fragments_are_read_with_control_frames_between_them() -> None:
    payload = Server().payload("grüße".encode() * 100)
    frames = [
        frame(TEXT, payload[:1], fin=False),
        raw_server.frame(PING, b"\xff"),
        raw_server.frame(CONTINUATION, b"", fin=False),
        raw_server.frame(CONTINUATION, payload[1:], fin=False),
        raw_server.frame(PONG),
        raw_server.frame(CONTINUATION, b""),
        raw_server.close_frame(1000),
    ]
    assert read(reader(), *frames) == [
        (PING, b"\xff"),
        (PONG, b""),
        (TEXT, "grüße" * 100),
        (CLOSE, b"\x03\xe8"),
    ]


def test_uncompressed_messages_may_come_between_compressed_messages() -> None:
    """RFC 7692, section 6: an endpoint compresses the messages that it chooses."""
    server = Server()
    first, second = server.message("Hello", 2), server.message("Hello")
    plain = raw_server.frame(TEXT, b"pla", fin=False) + raw_server.frame(CONTINUATION, b"in")
    sent = first + plain + raw_server.frame(BINARY, b"x") + second
    assert [data for _, data in read(reader(), sent)] == ["Hello", "plain", b"x", "Hello"]


@pytest.mark.parametrize("bits", range(9, 16))
def test_compression_window_has_the_size_that_the_server_agreed_to(bits: int) -> None:
    data = random.Random(2).randbytes(1 << 14) * 4
    sent = Server(bits=bits).message(data)
    assert read(reader(bits=bits), sent) == [(BINARY, data)]


VIOLATIONS = {
    "RSV1 on a continuation": frame(TEXT, b"\0", fin=False) + frame(CONTINUATION, b"\0"),
    "RSV1 on a ping": frame(PING, b""),
    "RSV1 on a close frame": frame(CLOSE, b""),
    "RSV2": raw_server.frame(TEXT, b"", rsv=2),
    "RSV1 and RSV2": raw_server.frame(TEXT, b"", rsv=6),
    "RSV3 on a continuation": frame(TEXT, b"\0", fin=False)
    + raw_server.frame(CONTINUATION, b"\0", rsv=1),
    "no opcode": frame(3, b""),
    "a message inside another": frame(TEXT, b"\0", fin=False) + frame(TEXT, b"\0"),
    "no deflate": frame(TEXT, b"\xff\xff\xff\xff"),
    "no deflate in a fragment": frame(TEXT, b"\xff\xff\xff\xff", fin=False),
    "a distance too far back": frame(TEXT, bytes.fromhex("f200110000")),
}


@pytest.mark.parametrize("sent", VIOLATIONS.values(), ids=VIOLATIONS)
def test_invalid_compressed_data_fails_with_1002(sent: bytes) -> None:
    with pytest.raises(Violation) as violation:
        read(reader(), sent)
    assert (violation.value.kind, violation.value.code) == ("violation", 1002)


def test_message_without_context_takeover_cannot_use_the_window_of_the_previous_message() -> None:
    taker = reader(takeover=False)
    assert read(taker, bytes.fromhex("c107f248cdc9c90700")) == [(TEXT, "Hello")]
    with pytest.raises(Violation):
        read(taker, bytes.fromhex("c105f200110000"))


@pytest.mark.parametrize("cuts", [(), (1,), (3, 4)])
def test_inflated_text_that_is_not_utf8_fails_with_1007(cuts: tuple[int, ...]) -> None:
    payload = Server().payload(b"hello \xff")
    bounds = [0, *cuts, len(payload)]
    parts = [payload[a:b] for a, b in zip(bounds, bounds[1:], strict=False)]
    frames = [frame(TEXT, parts[0], fin=len(parts) == 1)]
    frames += [
        raw_server.frame(CONTINUATION, part, fin=number == len(parts))
        for number, part in enumerate(parts[1:], 2)
    ]
    with pytest.raises(Violation) as violation:
        read(reader(), *frames)
    assert violation.value.code == 1007


def test_inflated_text_that_is_not_utf8_arrives_with_u_fffd_if_errors_is_replace() -> None:
    taker = reader(errors="replace")
    sent = frame(TEXT, Server().payload(b"a\xffb"))
    assert read(taker, sent) == [(TEXT, "a\ufffdb")]


# Limits: RFC 7692, section 8, and RFC 6455, section 10.4.


@pytest.mark.parametrize("level", [0, 9], ids=["stored", "compressed"])
@pytest.mark.parametrize("cuts", [(), (1,), (500, 900)])
@pytest.mark.parametrize("data", [bytes(100_000), random.Random(3).randbytes(100_000)])
def test_message_limit_applies_to_the_inflated_message(
    data: bytes, cuts: tuple[int, ...], level: int
) -> None:
    sent = Server(level=level).message(data, *(min(cut, 90) for cut in cuts))
    assert read(reader(len(data)), sent) == [(BINARY, data)]
    with pytest.raises(Violation) as violation:
        read(reader(len(data) - 1), sent)
    assert (violation.value.kind, violation.value.code) == ("too big", 1009)


def test_message_of_the_maximum_size_fails_if_a_further_fragment_follows() -> None:
    server = Server()
    first = server.payload(b"x" * 1000) + TAIL
    second = server.payload(b"x")
    taker = reader(1000)
    assert read(taker, frame(BINARY, first, fin=False)) == []
    with pytest.raises(Violation) as violation:
        read(taker, raw_server.frame(CONTINUATION, second))
    assert violation.value.code == 1009


@pytest.mark.parametrize("in_fragments", [False, True])
def test_zip_bomb_fails_at_the_limit_without_using_memory(in_fragments: bool) -> None:
    server = zlib.compressobj(9, wbits=-15)
    payload = b"".join(server.compress(bytes(1 << 20)) for _ in range(64))
    payload += server.flush(zlib.Z_SYNC_FLUSH)
    parts = list(pieces(payload, 10_000 if in_fragments else len(payload)))
    frames = [
        raw_server.frame(BINARY if at == 0 else CONTINUATION, part, fin=False, rsv=RSV1 * (at == 0))
        for at, part in enumerate(parts)
    ]
    taker = reader(4 << 20)
    tracemalloc.start()
    try:
        with pytest.raises(Violation) as violation:
            read(taker, *frames)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert violation.value.code == 1009
    assert peak < 24 << 20


@pytest.mark.parametrize("size", [1001 + 260, 65_536, 1 << 40])
def test_compressed_frame_over_the_limit_fails_as_soon_as_its_header_arrives(size: int) -> None:
    head = raw_server.frame(BINARY, b"", extended=8, rsv=RSV1)[:2] + size.to_bytes(8, "big")
    if size < 65_536:
        head = bytes([head[0], 126]) + size.to_bytes(2, "big")
    with pytest.raises(Violation) as violation:
        read(reader(1000), head)
    assert violation.value.code == 1009


def test_control_frame_does_not_count_towards_the_message_limit() -> None:
    frames = [
        raw_server.frame(BINARY, bytes(950), fin=False),
        raw_server.frame(PING, bytes(100)),
        raw_server.frame(CONTINUATION, bytes(50)),
    ]
    assert read(reader(1000), *frames) == [(PING, bytes(100)), (BINARY, bytes(1000))]


def test_memory_for_inflating_is_linear_in_the_number_of_final_blocks() -> None:
    """Behind each block with BFINAL a stream begins anew."""

    def allocated(blocks: int) -> int:
        final = zlib.compressobj(wbits=-15)
        block = final.compress(b"x") + final.flush(zlib.Z_FINISH)
        sent = frame(BINARY, block * blocks + b"\0")
        taker = reader()
        with counted() as allocations, allocations.step():
            assert read(taker, sent) == [(BINARY, b"x" * blocks)]
        return allocations.total

    assert allocated(2000) < 2.5 * allocated(1000)


# Compressed messages that the client sends.


@pytest.mark.parametrize("takeover", [True, False])
@pytest.mark.parametrize("bits", [9, 12, 15])
def test_messages_that_the_client_compresses_can_be_inflated(bits: int, takeover: bool) -> None:
    deflate = Deflate(PerMessageDeflate(False, not takeover, 15, bits))
    decoder = zlib.decompressobj(wbits=-bits)
    messages = [b"Hello", b"", b"", b"Hello", os.urandom(100_000), bytes(1 << 20), b"Hello"]
    sizes = []
    for message in messages:
        payload = deflate.deflate(message)
        sizes.append(len(payload))
        if not takeover:
            decoder = zlib.decompressobj(wbits=-bits)
        assert decoder.decompress(payload + TAIL) == message
    assert (sizes[3] < sizes[0]) is takeover
    assert sizes[1:3] == [1, 1]


# The server's acceptance of compression: RFC 7692, section 7.1.

AGREED = {
    "permessage-deflate": (False, False, 15, 15),
    "permessage-deflate; server_no_context_takeover": (True, False, 15, 15),
    "permessage-deflate; client_no_context_takeover": (False, True, 15, 15),
    "permessage-deflate; server_max_window_bits=8": (False, False, 8, 15),
    'permessage-deflate; client_max_window_bits="10"': (False, False, 15, 10),
    "permessage-deflate;server_max_window_bits=9 ; client_max_window_bits=15;"
    "server_no_context_takeover; client_no_context_takeover": (True, True, 9, 15),
}


@pytest.mark.parametrize(("answer", "meant"), AGREED.items())
def test_compression_parameters_chosen_by_the_server_are_used(
    answer: str, meant: tuple[bool, bool, int, int]
) -> None:
    agreed = agree(answer)._agreed
    assert (
        agreed.remote_no_context_takeover,
        agreed.local_no_context_takeover,
        agreed.remote_max_window_bits,
        agreed.local_max_window_bits,
    ) == meant


NOT_OFFERED = [
    "x-webkit-deflate-frame",
    "PerMessage-Deflate",
    "permessage-deflate, permessage-deflate",
    "permessage-deflate, x-other",
    "permessage-deflate; x",
    "permessage-deflate; server_no_context_takeover=1",
    "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
    "permessage-deflate; server_max_window_bits",
    "permessage-deflate; server_max_window_bits=7",
    "permessage-deflate; server_max_window_bits=16",
    "permessage-deflate; server_max_window_bits=09",
    "permessage-deflate; client_max_window_bits",
    "permessage-deflate; client_max_window_bits=8",  # zlib does not support a window of 8 bits
    "permessage-deflate; client_max_window_bits=x",
    "permessage-deflate; =",
    "permessage-deflate extra",
    ",",
]


@pytest.mark.parametrize("answer", NOT_OFFERED)
def test_unoffered_extension_fails_the_opening_handshake(answer: str) -> None:
    with pytest.raises(OpeningFailed) as error:
        agree(answer)
    failure = error.value.failure
    assert failure.kind == "extension"
    assert answer in failure.cause


# Compression in pages.

ECHO = """
after.open = function () {
  log('extensions', ws.extensions);
  ['hello', '', 'grüße 👋', new Array(100001).join('ab'), 'hello'].forEach(function (text) {
    ws.send(text);
  });
  ws.send(new Uint8Array([0, 255, 0, 255]).buffer);
};
var heard = 0;
after.message = function () { if (++heard === 6) ws.close(); };
dial();
"""


def of_form(make_runtime: MakeRuntime, form: Form, **options: Any) -> Runtime:
    return make_runtime(platform=form.platform, polyfills=["websocket"], **options)


@every_form
@pytest.mark.parametrize("compression", [True, False, None])
def test_network_setting_compression_overrides_the_default_of_the_platform(
    make_runtime: MakeRuntime, form: Form, compression: bool | None
) -> None:
    def script(peer: Peer) -> None:
        peer.open(then=raw_server.close_frame(1000))

    runtime = of_form(make_runtime, form, network=Network(compression=compression))
    with RawServer(script) as server:
        page = runtime.open(source=source_of(form, "dial();"), config={"url": server.url})
        run_to_end(page)
        offered = server.peer.header("Sec-WebSocket-Extensions")
    offers = form.platform == "web" if compression is None else compression
    assert offered == (OFFER if offers else None)


@every_form
def test_events_are_the_same_with_and_without_compression(
    make_runtime: MakeRuntime, form: Form
) -> None:
    lines = []
    for compression in (True, False):
        with WsServer(compression=True).echo() as server:
            runtime = of_form(make_runtime, form, network=Network(compression=compression))
            page = runtime.open(source=source_of(form, ECHO), config={"url": server.url})
            run_to_end(page)
            [socket] = page.web_sockets
            assert socket.extensions.startswith("permessage-deflate") is compression
            assert socket.received == socket.sent == server.connections[0].received
            lines.append([line for line in logged(page) if line[0] != "extensions"])
    assert lines[0] == lines[1]


@pytest.mark.parametrize("agrees", [True, False])
def test_extensions_of_a_websocket_object_are_those_in_use(
    make_runtime: MakeRuntime, agrees: bool
) -> None:
    with EchoServer(compression=agrees) as server:
        page = make_runtime(platform="web").open(
            source='// { "framework": "Vanilla" }\nvar ws = new WebSocket(weex.config.url);\n'
            "console.log(ws.extensions === '');"
            "ws.onopen = function () { console.log(ws.extensions); ws.send('hello'); };",
            config={"url": server.url},
        )
        page.runtime.run_until(lambda: server.received, timeout=20)
        first, extensions = (line.text for line in page.console)
    assert first == "true"
    assert extensions == page.web_sockets[0].extensions
    assert extensions.startswith("permessage-deflate") is agrees
    assert server.received == ["hello"]


def test_messages_of_pages_are_compressed_on_the_wire(make_runtime: MakeRuntime) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(peer.answer("Sec-WebSocket-Extensions: permessage-deflate"))
        peer.read_frame()
        peer.send(frame(TEXT, Server().payload(b"x" * 10_000)))

    runtime = make_runtime(network=Network(compression=True))
    code = "after.open = function () { ws.send(new Array(10001).join('x')); }; dial();"
    with RawServer(script) as server:
        page = runtime.open(source=source_of(FORMS["documented"], code), config={"url": server.url})
        runtime.run_until(lambda: page.web_sockets[0].received, timeout=20)
        page.destroy()
        server.wait()
        [sent, _] = server.peer.frames
    assert page.web_sockets[0].sent == page.web_sockets[0].received == ["x" * 10_000]
    assert len(sent.payload) < 100
    assert zlib.decompressobj(wbits=-15).decompress(sent.payload + TAIL) == b"x" * 10_000


@pytest.mark.parametrize("answer", [NOT_OFFERED[0], NOT_OFFERED[2], NOT_OFFERED[5]])
@every_form
def test_server_that_agrees_to_an_unoffered_extension_fails_the_connection(
    make_runtime: MakeRuntime, form: Form, answer: str
) -> None:
    runtime = of_form(make_runtime, form, network=Network(compression=True))
    script = lambda peer: peer.open(f"Sec-WebSocket-Extensions: {answer}")  # noqa: E731
    with RawServer(script) as server:
        page = runtime.open(source=source_of(form, "dial();"), config={"url": server.url})
        runtime.run_until(lambda: page.web_sockets[0].is_closed, timeout=20)
        runtime.run_until_idle()
    events = [line[0] for line in logged(page)]
    assert events == (["error"] if form.platform in ("android", "ios") else ["error", "close"])


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"server_no_context_takeover": True},
        {"client_no_context_takeover": True},
        {"server_no_context_takeover": True, "client_no_context_takeover": True},
        {"server_max_window_bits": 9, "client_max_window_bits": 9},
        {"server_max_window_bits": 15, "client_max_window_bits": 12},
    ],
    ids=str,
)
def test_compressed_messages_are_echoed_with_any_parameters_of_the_server(
    make_runtime: MakeRuntime, parameters: dict[str, Any]
) -> None:
    class Echo(EchoServer):
        def _options(self) -> dict[str, Any]:
            return {"extensions": [ServerPerMessageDeflateFactory(**parameters)]}

    form = FORMS["web"]
    with Echo() as server:
        runtime = of_form(make_runtime, form)
        page = runtime.open(source=source_of(form, ECHO), config={"url": server.url})
        run_to_end(page)
    [socket] = page.web_sockets
    assert socket.extensions.startswith("permessage-deflate")
    assert socket.received == socket.sent == server.received
    assert len(socket.sent) == 6


@every_form
def test_routed_socket_has_the_compression_negotiated_with_the_server(
    make_runtime: MakeRuntime, form: Form
) -> None:
    runtime = of_form(make_runtime, form, network=Network(compression=True))
    script = Script().expect("hi").send("hello" * 1000).close(1000)
    with WsServer(script, compression=True) as server:
        runtime.route_web_socket("**", lambda ws: ws.connect_to_server())
        code = "after.open = function () { ws.send('hi'); }; dial();"
        page = runtime.open(source=source_of(form, code), config={"url": server.url})
        run_to_end(page)
        server.check()
    [socket] = page.web_sockets
    assert socket.extensions.startswith("permessage-deflate")
    assert socket.received == ["hello" * 1000]


@every_form
def test_routed_socket_without_a_server_uses_no_extension(
    make_runtime: MakeRuntime, form: Form
) -> None:
    runtime = of_form(make_runtime, form, network=Network(compression=True))
    runtime.route_web_socket("**", lambda ws: ws.close(1000))
    page = runtime.open(source=source_of(form, "dial();"), config={"url": "ws://chat.test/"})
    run_to_end(page)
    assert page.web_sockets[0].extensions == ""


def test_changed_attribute_compression_of_a_test_server_applies_to_later_connections(
    make_runtime: MakeRuntime,
) -> None:
    runtime = make_runtime(network=Network(compression=True))
    found = []
    with WsServer(Script().close(1000)) as server:
        for compression in (False, True, False):
            server.compression = compression
            source = source_of(FORMS["documented"], "dial();")
            page = runtime.open(source=source, config={"url": server.url})
            run_to_end(page)
            found.append(bool(page.web_sockets[0].extensions))
    assert found == [False, True, False]


def test_module_for_extensions_is_imported_only_if_a_server_agrees_to_compression() -> None:
    """That takes 25 ms, which the others need not wait for."""
    code = """
import sys
from tests.support.raw_server import RawServer, close_frame
from weex_runtime import Runtime
SOURCE = '''// { "framework": "Vanilla" }
var ws = new WebSocket(weex.config.url);
ws.onclose = function () { console.log('closed'); };
'''
for more in ([], ["Sec-WebSocket-Extensions: permessage-deflate"]):
    with RawServer(lambda peer: peer.open(*more, then=close_frame(1000))) as server:
        with Runtime(platform="web", hints=False) as runtime:
            page = runtime.open(source=SOURCE, config={"url": server.url})
            runtime.run_until(lambda: page.console, timeout=20)
    print("websockets.extensions" in sys.modules, "zlib" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stderr == ""
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["False", "True"]
