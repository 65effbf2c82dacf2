"""weex_modules.websocket_outgoing: what waits to be sent, on real sockets."""

from __future__ import annotations

import contextlib
import random
import select
import signal
import socket
import sys
import threading
from collections.abc import Iterator

import pytest

from weex_modules.websocket_outgoing import NOTHING, Outgoing


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


def test_nothing_is_empty() -> None:
    assert not NOTHING
    assert len(NOTHING) == 0


def test_what_a_socket_does_not_take_is_left(pair: tuple[socket.socket, socket.socket]) -> None:
    left, right = pair
    data = random.Random(1).randbytes(3 << 20)
    outgoing = Outgoing(data)
    sent = outgoing.send(left)
    assert 0 < sent < len(data)
    assert len(outgoing) == len(data) - sent
    with contextlib.suppress(BlockingIOError):
        while outgoing.send(left):
            pass
    assert outgoing
    outgoing.append(b"more")
    reader = Reader(right)
    while outgoing:
        select.select([], [left], [])
        outgoing.send(left)
        outgoing = outgoing.rest()
    left.shutdown(socket.SHUT_WR)
    assert reader.join() == data + b"more"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no interval timers")
def test_ctrl_c_at_any_moment_repeats_and_loses_nothing(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    left, right = pair
    chance = random.Random(2)
    data = chance.randbytes(8 << 20)
    reader = Reader(right)
    outgoing = Outgoing(data)
    interrupts = 0

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        while outgoing:
            select.select([], [left], [])
            try:
                signal.setitimer(signal.ITIMER_REAL, chance.uniform(1e-6, 6e-5))
                try:
                    outgoing.send(left)
                finally:
                    signal.setitimer(signal.ITIMER_REAL, 0)
            except BlockingIOError:
                pass
            except KeyboardInterrupt:
                interrupts += 1
            outgoing = outgoing.rest()
    finally:
        signal.signal(signal.SIGALRM, before)
    left.shutdown(socket.SHUT_WR)
    assert reader.join() == data
    assert interrupts
