"""Bytes between JS and native; in pages: test_websocket_polyfill.py."""

from __future__ import annotations

import pytest

from weex_runtime.binary import Binary


def test_taken_bytes_are_those_that_were_pushed_since_the_last_time() -> None:
    binary = Binary(lambda *integers: None)
    binary.push(0x04030201, -1)
    binary.push(-(1 << 31))
    assert binary.take(9) == b"\1\2\3\4\xff\xff\xff\xff\0"
    binary.push(5)
    assert binary.take(4) == b"\5\0\0\0"
    assert binary.take(0) == b""


@pytest.mark.parametrize(
    ("size", "calls"),
    [(0, [0]), (1, [1]), (4, [1]), (1 << 17, [1 << 15]), ((1 << 17) + 1, [1 << 15, 1])],
)
def test_given_bytes_arrive_in_chunks_under_one_number(size: int, calls: list[int]) -> None:
    received: list[tuple[int, ...]] = []
    binary = Binary(lambda *integers: received.append(integers))
    binary.give(b"before")
    received.clear()
    assert binary.give(bytes(size)) == 2
    assert [len(integers) - 3 for integers in received] == calls
    assert [integers[:2] for integers in received] == [(2, size)] * len(calls)
    assert [integers[2] for integers in received] == [0, 1 << 15][: len(calls)]
