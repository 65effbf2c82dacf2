"""Tests that this package and the library websocket-client read the frames of each other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websocket import ABNF, continuous_frame, frame_buffer

from weex_modules.websocket.adapters.reactor.frames import (
    BINARY,
    CLOSE,
    PING,
    PONG,
    TEXT,
    MessageReader,
)
from weex_modules.websocket.adapters.reactor.protocol import frame

_CONTROL = st.tuples(st.sampled_from([PING, PONG]), st.binary(max_size=125))
_MESSAGE = st.tuples(st.just(TEXT), st.text(max_size=400)) | st.tuples(
    st.just(BINARY), st.binary(max_size=400)
)
_LONG = [125, 126, 127, 1023, 1024, 65_535, 65_536, 1 << 20]


def payload_of(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data


def taking(sent: bytes) -> frame_buffer:
    """Return the frame parser of websocket-client, which reads these bytes."""
    position = 0

    def take(size: int) -> bytes:
        nonlocal position
        position += size
        return sent[position - size : position]

    return frame_buffer(take, skip_utf8_validation=False)


@settings(max_examples=50, deadline=None)
@given(st.lists(_MESSAGE | _CONTROL, max_size=8))
def test_library_websocket_client_reads_frames_of_this_package(
    events: list[tuple[int, str | bytes]],
) -> None:
    sent = b"".join(b"".join(frame(opcode, payload_of(data))) for opcode, data in events)
    parser = taking(sent)
    read = [parser.recv_frame() for _ in events]
    assert [(got.opcode, got.data) for got in read] == [
        (opcode, payload_of(data)) for opcode, data in events
    ]
    assert all(got.mask_value for got in read)


@pytest.mark.parametrize("size", _LONG)
def test_library_websocket_client_reads_frames_of_this_package_of_each_length(size: int) -> None:
    got = taking(b"".join(frame(BINARY, bytes(size)))).recv_frame()
    assert (got.opcode, got.data) == (BINARY, bytes(size))


def fragments(data: bytes, opcode: int, cuts: list[int]) -> Iterator[ABNF]:
    """Split a message into unmasked frames of websocket-client, as a server sends them."""
    ends = sorted(min(cut, len(data)) for cut in cuts)
    parts = [data[a:b] for a, b in zip([0, *ends], [*ends, len(data)], strict=True)]
    for number, part in enumerate(parts):
        is_last = number == len(parts) - 1
        yield ABNF(int(is_last), 0, 0, 0, ABNF.OPCODE_CONT if number else opcode, 0, part)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(_MESSAGE, st.lists(st.integers(0, 400), max_size=3)), max_size=5),
    st.lists(st.integers(0, 3000), max_size=10),
)
def test_class_message_reader_and_library_websocket_client_read_the_same_messages(
    messages: list[tuple[tuple[int, str | bytes], list[int]]], cuts: list[int]
) -> None:
    frames = [
        piece
        for (opcode, data), at in messages
        for piece in fragments(payload_of(data), opcode, at)
    ]
    close = ABNF(1, 0, 0, 0, CLOSE, 0, b"\x03\xe8bye")
    sent = b"".join(piece.format() for piece in [*frames, close])

    reader = MessageReader(max_message=1 << 20, errors="strict")
    ends = sorted(min(cut, len(sent)) for cut in cuts)
    pieces = [sent[a:b] for a, b in zip([0, *ends], [*ends, len(sent)], strict=True)]
    ours = [event for piece in pieces for event in reader.read(piece)]

    theirs: list[tuple[int, str | bytes]] = []
    parser, joined = taking(sent), continuous_frame(False, skip_utf8_validation=False)
    for _ in frames:
        piece = parser.recv_frame()
        joined.validate(piece)
        joined.add(piece)
        if joined.is_fire(piece):
            opcode, whole = joined.extract(piece)
            theirs.append((opcode, whole.data.decode() if opcode == TEXT else whole.data))
    theirs.append((CLOSE, parser.recv_frame().data))
    assert ours == theirs == [message for message, _ in messages] + [(CLOSE, b"\x03\xe8bye")]
