"""Relays: each byte passes once, in order, in the pieces and at the times of the faults."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hypothesis import given, settings
from hypothesis import strategies as st

from weex_runtime.faults import Delay, Fault, Slice, Throttle
from weex_runtime.faults.plan import FaultPlan
from weex_runtime.loop.local_servers import RUNNING
from weex_runtime.loop.looper import Looper


@contextmanager
def relayed(*faults: Fault, seed: int = 1) -> Iterator[tuple[Looper, socket.socket, socket.socket]]:
    """A loop, a client's socket over a relay, and the server's end."""
    looper, before = Looper(virtual=True), dict(RUNNING)
    plan = FaultPlan(looper, seed)
    for fault in faults:
        plan.add(None, fault)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        server, _ = listener.accept()
    with client, server:
        plan.connection("1", "ws://a.example/").connected(client)
        for end in (client, server):
            end.setblocking(False)
        looper.turn(0)
        yield looper, client, server
        looper.close()
    assert before == RUNNING


def reads(looper: Looper, end: socket.socket, size: int, move: Callable[[], object]) -> list[bytes]:
    """What a reader gets in each turn of the loop, until there are `size` bytes."""
    pieces: list[bytes] = []
    while sum(map(len, pieces)) < size:
        move()
        try:
            pieces.append(end.recv(1 << 16))
        except BlockingIOError:
            pass
    return pieces


def test_each_read_of_the_client_returns_one_slice() -> None:
    with relayed(Slice(2, 5)) as (looper, client, server):
        server.sendall(bytes(range(100)))
        pieces = reads(looper, client, 100, lambda: looper.turn(0.01))
    assert b"".join(pieces) == bytes(range(100))
    assert {len(piece) for piece in pieces[:-1]} == {2, 3, 4, 5}


def test_slices_end_at_the_same_positions_however_the_server_divides_its_writes() -> None:
    lengths = []
    for writes in (1, 10):
        with relayed(Slice(2, 5), seed=3) as (looper, client, server):
            got: list[bytes] = []
            for _ in range(writes):
                server.sendall(bytes(100 // writes))
                got += reads(looper, client, 100 // writes, lambda: looper.turn(0.01))
        ends = {sum(map(len, got[: n + 1])) for n in range(len(got))}
        lengths.append(ends - set(range(10, 101, 10)))
    assert lengths[1] <= lengths[0]


def test_socket_over_a_relay_is_not_inherited_by_child_processes() -> None:
    with relayed(Slice(1, 9)) as (_, client, _):
        assert not client.get_inheritable()


directions = st.sampled_from(["received", "sent", "both"])
some_faults = st.one_of(
    st.builds(Delay, st.floats(0, 2), jitter=st.floats(0, 2), direction=directions),
    st.builds(Throttle, st.integers(100, 10_000), direction=directions),
    st.builds(Slice, st.integers(1, 9), st.integers(9, 99), direction=directions),
)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(
    st.lists(some_faults, max_size=3),
    st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=5),
)
def test_relay_delivers_each_byte_once_and_in_order(
    faults: list[Fault], writes: list[bytes]
) -> None:
    sent = b"".join(writes)
    with relayed(*faults, Slice(1, 1000)) as (looper, client, server):

        def move() -> None:
            looper.turn(0)
            looper.clock._now += 0.05  # without `run_for`, which would wait for sockets

        for writer, reader in ((client, server), (server, client)):
            for data in writes:
                writer.sendall(data)
            assert b"".join(reads(looper, reader, len(sent), move)) == sent
