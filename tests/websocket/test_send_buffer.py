"""The send buffer, on real sockets."""

from __future__ import annotations

import contextlib
import random
import select
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import cast

import pytest

from weex_modules.websocket.adapters.send_buffer import SendBuffer

from ..support.allocations import counted


class Reader:
    """Reads all that comes to a socket, in a thread."""

    def __init__(self, sock: socket.socket) -> None:
        self.data = bytearray()
        self._sock = sock
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        while part := self._sock.recv(65536):
            self.data += part

    def join(self) -> bytes:
        self._thread.join()
        return bytes(self.data)


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    left, right = socket.socketpair()
    left.setblocking(False)
    with left, right:
        yield left, right


def test_new_send_buffer_is_empty() -> None:
    assert not SendBuffer()
    assert len(SendBuffer()) == 0


def test_bytes_that_a_socket_does_not_accept_stay_in_the_send_buffer(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    left, right = pair
    data = random.Random(1).randbytes(3 << 20)
    buffer = SendBuffer()
    buffer.append(data)
    sent = buffer.send(left)
    assert 0 < sent < len(data)
    assert len(buffer) == len(data) - sent
    with contextlib.suppress(BlockingIOError):
        while buffer.send(left):
            pass
    assert buffer
    buffer.append(b"more")
    reader = Reader(right)
    while buffer:
        select.select([], [left], [])
        buffer.send(left)
    left.shutdown(socket.SHUT_WR)
    assert reader.join() == data + b"more"


class Taker:
    """Stands for a socket that takes so many bytes a call."""

    def __init__(self, size: int) -> None:
        self.calls = 0
        self._size = size

    def send(self, data: memoryview) -> int:
        self.calls += 1
        return min(len(data), self._size)


@pytest.mark.parametrize("taken", [1 << 10, 1 << 14, 1 << 20, 1 << 30])
@pytest.mark.parametrize(
    "sizes",
    [[4 << 20], [1 << 20] * 4, [64 << 10] * 64, [1000] * 4000, [10, 2 << 20, 10, 10, 2 << 20]],
    ids=["one", "4", "64", "4000", "mixed"],
)
def test_memory_of_a_send_buffer_is_proportional_to_its_bytes_for_messages_of_any_size(
    sizes: list[int], taken: int
) -> None:
    messages = [bytes(size) for size in sizes]
    total = sum(sizes)
    taker = Taker(taken)
    buffer = SendBuffer()
    with counted() as queueing:
        for message in messages:
            with queueing.step():
                buffer.append(message)
    assert len(buffer) == total
    with counted() as sending:
        while buffer:
            with sending.step():
                buffer.send(cast(socket.socket, taker))
    assert queueing.total <= 1.5 * total
    large = sum(size > 64 << 10 for size in sizes)
    assert taker.calls <= total / taken + 2 * (total / (64 << 10) + large + 1)
    assert sending.total <= 2000 * taker.calls


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no interval timers")
def test_ctrl_c_during_send_neither_repeats_nor_loses_buffered_bytes(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    left, right = pair
    chance = random.Random(2)
    data = chance.randbytes(8 << 20)
    reader = Reader(right)
    buffer = SendBuffer()
    at = 0
    while at < len(data):
        size = chance.choice([3, 20_000, 70_000, 3 << 20])
        buffer.append(data[at : at + size])
        at += size
    interrupts = 0

    files = {SendBuffer.send.__code__.co_filename, __file__}

    def interrupt(number: int, frame: FrameType | None) -> None:
        # Raise only in code of this test or of the buffer. In other code, like weakref callbacks,
        # Python can discard the exception, so start the timer again instead.
        if frame is None or frame.f_code.co_filename not in files:
            signal.setitimer(signal.ITIMER_REAL, 1e-6)
        else:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        while buffer:
            select.select([], [left], [])
            try:
                signal.setitimer(signal.ITIMER_REAL, chance.uniform(1e-6, 6e-5))
                try:
                    buffer.send(left)
                finally:
                    signal.setitimer(signal.ITIMER_REAL, 0)
            except BlockingIOError:
                pass
            except KeyboardInterrupt:
                interrupts += 1
    finally:
        signal.signal(signal.SIGALRM, before)
    left.shutdown(socket.SHUT_WR)
    assert reader.join() == data
    assert interrupts
