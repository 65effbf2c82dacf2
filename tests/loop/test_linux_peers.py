"""weex_runtime.loop.linux_peers: what Linux tells of whoever a connection leads to."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from weex_runtime.loop.linux_peers import is_at_work

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc")

# Accepts one connection and does as a line on its standard input says.
PROGRAM = """
import socket, sys
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
for line in sys.stdin:
    if line == "accept\\n":
        sock, _ = listener.accept()
    elif line == "read\\n":
        sock.recv(100)
    elif line == "run\\n":
        while True:
            pass
    print("done", flush=True)
"""


class Peer:
    """The program as a process, and a connection to it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin
        assert process.stdout
        self._input, self._output = process.stdin, process.stdout
        self.sock = socket.create_connection(("127.0.0.1", int(self._output.readline())))

    def tell(self, line: str, *, answers: bool = True) -> None:
        self._input.write(f"{line}\n")
        self._input.flush()
        if answers:
            assert self._output.readline() == "done\n"

    def becomes(self, at_work: bool) -> bool:
        """Within a deadline: it sleeps a little later than it says that it is done."""
        ports = [(self.sock.getpeername()[1], self.sock.getsockname()[1])]
        deadline = time.monotonic() + 10
        while is_at_work(ports) is not at_work and time.monotonic() < deadline:
            pass
        return is_at_work(ports) is at_work


@pytest.fixture
def peer() -> Iterator[Peer]:
    with running_peer() as peer:
        yield peer


@contextmanager
def running_peer() -> Iterator[Peer]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            peer = Peer(process)
            with peer.sock:
                yield peer
        finally:
            process.kill()


def test_peer_that_has_not_accepted_is_at_work_until_it_has(peer: Peer) -> None:
    assert peer.becomes(at_work=True)
    peer.tell("accept")
    assert peer.becomes(at_work=False)


def test_peer_that_has_not_read_is_at_work_until_it_has(peer: Peer) -> None:
    peer.tell("accept")
    peer.sock.sendall(b"hello")
    assert peer.becomes(at_work=True)
    peer.tell("read")
    assert peer.becomes(at_work=False)


def test_process_that_runs_is_at_work(peer: Peer) -> None:
    peer.tell("accept")
    assert peer.becomes(at_work=False)
    peer.tell("run", answers=False)
    assert peer.becomes(at_work=True)


def test_nothing_is_told_of_a_peer_that_is_not_there() -> None:
    deadline = time.monotonic() + 10
    while is_at_work([(1, 1)]) and time.monotonic() < deadline:
        pass  # another thread of this process runs just now
    assert not is_at_work([(1, 1)])
