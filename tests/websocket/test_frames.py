"""Frames to bytes, and bytes to messages, without a connection."""

from __future__ import annotations

import struct
import subprocess
import sys
from importlib.util import find_spec

import pytest

from weex_modules.websocket.adapters.reactor import masking
from weex_modules.websocket.adapters.reactor.frames import (
    BINARY,
    CLOSE,
    PING,
    TEXT,
    MessageReader,
)
from weex_modules.websocket.adapters.reactor.protocol import frame
from weex_modules.websocket.failure import Violation, shown_size

from ..support import raw_server
from ..support.allocations import counted, pieces

Read = list[tuple[int, str | bytes]]


def reader(max_message: int = 1 << 20, errors: str = "strict") -> MessageReader:
    return MessageReader(max_message=max_message, errors=errors)


@pytest.mark.parametrize(
    ("size", "head"),
    [
        (0, b"\x82\x80"),
        (125, b"\x82\xfd"),
        (126, b"\x82\xfe\x00\x7e"),
        (1023, b"\x82\xfe\x03\xff"),
        (1024, b"\x82\xfe\x04\x00"),
        (65_535, b"\x82\xfe\xff\xff"),
        (65_536, b"\x82\xff\x00\x00\x00\x00\x00\x01\x00\x00"),
    ],
)
def test_frame_is_masked_and_has_the_shortest_form_of_its_length(size: int, head: bytes) -> None:
    payload = bytes(range(256)) * (size // 256 + 1)
    sent = b"".join(frame(BINARY, payload[:size]))
    mask = sent[len(head) : len(head) + 4]
    assert sent[: len(head)] == head
    masked = sent[len(head) + 4 :]
    assert bytes(byte ^ mask[at % 4] for at, byte in enumerate(masked)) == payload[:size]


@pytest.mark.parametrize("size", [0, 1, 3, 4, 7, 64, 1001])
def test_masking_in_c_and_masking_in_python_give_equal_bytes(size: int) -> None:
    payload, mask = bytes(range(256)) * 4, b"\x00\x80\xfe\x01"
    in_c = masking.apply_mask(payload[:size], mask)
    assert in_c == masking._mask_in_python(payload[:size], mask)


def test_importlib_finds_the_c_module_for_masking_after_its_code_was_loaded() -> None:
    """`weex-runtime doctor` looks for this C module, even if its code is already loaded."""
    assert masking._mask_in_c()
    assert find_spec("websockets.speedups")


def test_each_frame_has_a_different_mask() -> None:
    assert len({frame(TEXT, b"hello")[0][2:6] for _ in range(100)}) > 90


def test_any_chunking_gives_the_same_messages() -> None:
    sent = b"".join(
        [
            raw_server.frame(TEXT, "grüße 👋".encode()),
            raw_server.frame(BINARY, bytes(200)),
            raw_server.frame(PING, b"?"),
            raw_server.frame(TEXT, b"\xf0\x9f", fin=False),
            raw_server.frame(PING),
            raw_server.frame(raw_server.CONTINUATION, b"\x91\x8b"),
            raw_server.frame(BINARY, bytes(70_000)),
            raw_server.close_frame(1000, b"bye"),
        ]
    )
    messages: Read = [
        (TEXT, "grüße 👋"),
        (BINARY, bytes(200)),
        (PING, b"?"),
        (PING, b""),
        (TEXT, "👋"),
        (BINARY, bytes(70_000)),
        (CLOSE, b"\x03\xe8bye"),
    ]
    cuts = [*range(300), len(sent) - 70_000, len(sent) - 1, len(sent)]
    for at in cuts:
        taker = reader()
        assert [*taker.read(sent[:at]), *taker.read(sent[at:])] == messages
    for size in (1, 2, 3, 7, 1000):
        taker = reader()
        pieces = (sent[at : at + size] for at in range(0, len(sent), size))
        assert [read for piece in pieces for read in taker.read(piece)] == messages


SIZE = 4 << 20
# {case: (sizes of the frames of a message, maximum number of copies of each byte)}
IN_FRAMES = {
    "one": ([SIZE], 3),
    "16": ([SIZE // 16] * 16, 6),
    "4,096": ([1 << 10] * (1 << 12), 6),
    "bytes and the rest": ([1] * 100 + [SIZE - 100], 5),
}


@pytest.mark.parametrize(("sizes", "copies"), IN_FRAMES.values(), ids=IN_FRAMES)
@pytest.mark.parametrize("opcode", [TEXT, BINARY], ids=["text", "binary"])
@pytest.mark.parametrize("piece", [1 << 10, 16 << 10, 64 << 10, 5 << 20])
def test_each_byte_of_a_message_is_copied_only_a_few_times_for_pieces_of_any_size(
    piece: int, opcode: int, sizes: list[int], copies: int
) -> None:
    taker = reader(max_message=SIZE)
    assert allocated(taker, fragments(opcode, sizes), piece) <= copies * SIZE


@pytest.mark.parametrize("sizes", [[1 << 13], [1 << 6] * (1 << 7)], ids=["a frame", "fragments"])
def test_memory_allocated_per_byte_does_not_grow_with_the_message(sizes: list[int]) -> None:
    some, twice = (allocated(reader(), fragments(BINARY, sizes * times), 1) for times in (1, 2))
    assert twice <= 2.5 * some


def fragments(opcode: int, sizes: list[int]) -> bytes:
    """Return the bytes of a message of zeros, in frames of these sizes."""
    return b"".join(
        raw_server.frame(
            raw_server.CONTINUATION if at else opcode, bytes(size), fin=at == len(sizes) - 1
        )
        for at, size in enumerate(sizes)
    )


def allocated(taker: MessageReader, sent: bytes, piece: int) -> int:
    """Return how much memory is allocated to read a message in chunks of `piece` bytes."""
    messages = 0
    with counted() as allocations:
        for data in pieces(sent, piece):
            with allocations.step():
                messages += sum(1 for _ in taker.read(data))
    assert messages == 1
    return allocations.total


def test_messages_before_a_violation_are_read() -> None:
    taker = reader().read(raw_server.frame(TEXT, b"fine") + raw_server.frame(3))
    assert next(taker) == (TEXT, "fine")
    with pytest.raises(Violation) as violation:
        next(taker)
    assert (violation.value.kind, violation.value.code) == ("violation", 1002)
    assert (
        str(violation.value) == "the server broke the protocol: a frame has the undefined opcode 3"
    )


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"\xc1\x00", "a reserved bit is set; no extension was agreed on"),
        (b"\x81\x80", "a frame is masked"),
        (b"\x8b\x00", "a frame has the undefined opcode 11"),
        (b"\x09\x00", "a control frame is fragmented or too long"),
        (b"\x89\x7e", "a control frame is fragmented or too long"),
        (b"\x80\x00", "a continuation frame does not belong to a message"),
        (b"\x01\x00\x82\x00", "a message starts before the end of the previous one"),
        (b"\x82\x7e\x00\x7d", "the payload length of a frame is not in its shortest form"),
        (
            b"\x82\x7f" + struct.pack("!Q", 65_535),
            "the payload length of a frame is not in its shortest form",
        ),
        (
            b"\x82\x7f" + struct.pack("!Q", 1 << 63),
            "the 64-bit length of a frame has its highest bit set",
        ),
    ],
)
def test_violation_has_a_close_code_and_a_cause(data: bytes, cause: str) -> None:
    with pytest.raises(Violation) as violation:
        list(reader().read(data))
    assert str(violation.value) == f"the server broke the protocol: {cause}"


@pytest.mark.parametrize(
    ("size", "shown"),
    [(64 << 20, "64 MiB"), (1 << 20, "1 MiB"), ((1 << 20) + 1, "1048577 bytes"), (0, "0 bytes")],
)
def test_number_of_bytes_is_shown_with_a_fitting_unit(size: int, shown: str) -> None:
    assert shown_size(size) == shown


def test_function_for_masking_in_c_is_loaded_without_importing_its_package() -> None:
    """Importing the package takes 25 ms. The package can still be imported later."""
    code = """
import sys
from weex_modules.websocket.adapters.reactor.protocol import frame
whole = b"".join(frame(1, bytes(65536)))
assert whole[14:] == whole[10:14] * 16384
print("websockets" in sys.modules)
from websockets.frames import apply_mask
print(apply_mask(b"abcd", bytes(4)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout.split(), done.stderr) == (["False", "b'abcd'"], "")
