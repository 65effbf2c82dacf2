"""weex_modules.net.connect, with real sockets on 127.0.0.1."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext

import pytest

from weex_modules.net.connect import DialFailed, connect, dial

SYN_SENT = 2  # number of the TCP state SYN-SENT in Linux


def test_function_connect_leaves_the_socket_in_blocking_mode() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as sock:
        connect(sock, server.getsockname(), 5, nullcontext())
        assert sock.getpeername() == server.getsockname()
        assert sock.gettimeout() is None


def test_connect_to_a_closed_port_is_refused() -> None:
    with socket.socket() as kept, socket.socket() as sock:
        kept.bind(("127.0.0.1", 0))
        with pytest.raises(ConnectionRefusedError, match="refused"):
            connect(sock, kept.getsockname(), 5, nullcontext())


@pytest.mark.skipif(sys.platform != "linux", reason="others tell no state, and queue otherwise")
def test_function_connect_enters_its_context_manager_during_the_tcp_handshake() -> None:
    states = []
    with ExitStack() as stack:
        server = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        sock = stack.enter_context(socket.socket())

        @contextmanager
        def waiting() -> Iterator[None]:
            states.append(sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0])
            yield

        # Fill the queue of the listening socket with one connection, so that the system drops
        # further connection requests.
        stack.enter_context(socket.create_connection(server.getsockname()))
        with pytest.raises(TimeoutError):
            connect(sock, server.getsockname(), 0.05, waiting())
    assert states == [SYN_SENT]


def test_function_dial_passes_the_socket_to_its_argument_hold_before_connecting() -> None:
    held: list[bool] = []

    def hold(sock: socket.socket) -> None:
        held.append(sock.getsockname()[1] == 0)  # port 0: the socket is not connected yet

    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()
        with dial(host, port, 5, hold=hold, waiting=nullcontext) as sock:
            assert sock.getpeername() == (host, port)
            assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    assert held == [True]


def test_exception_in_the_argument_hold_makes_function_dial_close_the_socket() -> None:
    made = []

    def hold(sock: socket.socket) -> None:
        made.append(sock)
        raise RuntimeError("broken off")

    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()
        with pytest.raises(RuntimeError, match="broken off"):
            dial(host, port, 5, hold=hold, waiting=nullcontext)
    assert [sock.fileno() for sock in made] == [-1]


def test_exception_dial_failed_has_the_kind_and_cause_of_the_failure() -> None:
    with socket.socket() as kept:
        kept.bind(("127.0.0.1", 0))
        port = kept.getsockname()[1]
        with pytest.raises(DialFailed) as failed:
            dial("127.0.0.1", port, None, hold=lambda sock: None, waiting=nullcontext)
    assert failed.value.kind == "connect"
    assert failed.value.cause == f"cannot connect to 127.0.0.1:{port}: Connection refused"
    with pytest.raises(DialFailed, match="cannot look up the host 'a..b'") as failed:
        dial("a..b", 80, 5, hold=lambda sock: None, waiting=nullcontext)
    assert failed.value.kind == "lookup"
