"""Quiescence: JS, threads and sockets are idle, so a virtual clock may move.

Servers of this process report whether they are idle (local_servers.py). Other peers count as idle
after `Clock.grace` without data.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, NamedTuple, Protocol
from weakref import WeakSet

from weex_runtime.loop.local_servers import HOST, RUNNING, LocalServer
from weex_runtime.loop.own_event_loop import stalled_server

if TYPE_CHECKING:
    import socket

    from weex_runtime.loop.looper import Looper
    from weex_runtime.loop.workers import Running

_loopers: WeakSet[Looper] = WeakSet()
_lock = threading.Lock()


class Ends(NamedTuple):
    """The local port and the peer's address of a TCP connection."""

    port: int
    peer_host: str
    peer_port: int

    @classmethod
    def of(cls, sock: socket.socket) -> Ends | None:
        """Return the ports and the peer's host of a socket's TCP connection; None without a
        connection.
        """
        try:
            port, (host, peer_port, *_) = sock.getsockname()[1], sock.getpeername()
            return cls(port, host, peer_port)
        except (OSError, ValueError, IndexError):
            return None

    @property
    def server(self) -> LocalServer | None:
        """Return the server that is the peer; None if the peer is not a server of this process."""
        return RUNNING.get(self.peer_port) if self.peer_host == HOST else None


class Talk(Protocol):
    """The connection of a worker to a peer.

    Attributes:
        waits_since: `time.monotonic()` when the worker started to wait for the peer; None while it
            does not wait.
    """

    waits_since: float | None

    @property
    def ends(self) -> Ends | None:
        """The ports and the peer's host of the present connection; None before the worker has
        connected.
        """

    @property
    def is_ending(self) -> bool:
        """Whether the worker was aborted, so that it ends without an answer of the peer."""

    @property
    def is_held_back(self) -> bool:
        """Whether faults hold back the work, or the bytes of its peer, until the clock moves."""


class Quiescence:
    """Checks whether everything on a loop is idle, so that its clock may move."""

    def __init__(self, looper: Looper) -> None:
        self._looper = looper
        self._traffic = looper.traffic
        self._silent_since = 0.0
        self._was_idle = not looper.sockets()

    def problem(self, grace: float) -> str:
        """Describe the first thing that is not idle; "" if everything is idle.

        After traffic, two checks in a row must find everything idle, since data may be in transit.

        Args:
            grace: Real seconds without data after which a peer of another process counts as idle.
        """
        problem = self._problem_now(grace)
        was_idle, self._was_idle = self._was_idle, not problem
        return problem or ("" if was_idle else "data may be in transit")

    def _problem_now(self, grace: float) -> str:
        looper, now = self._looper, time.monotonic()
        for job in looper.jobs():
            if not _waits_for_its_peer(job, grace):
                return f"{job.what} is under way"
        if looper.traffic != self._traffic:
            self._traffic, self._silent_since = looper.traffic, now
            self._was_idle = False
        is_silent = now - self._silent_since >= grace
        for server in list(RUNNING.values()):
            if not server.is_at_rest():
                return f"{server.name} at port {server.port} is processing data"
        if not is_silent:
            ends = map(Ends.of, looper.sockets())
            if any(peer and not peer.server for peer in ends):
                return (
                    "a peer in another process may still answer: the peer counts as idle after "
                    f"{grace:g} s without data (clock.grace)"
                )
            if looper.has_unsent():
                return "sockets have unsent data"
        if looper.has_ready():
            return "callbacks are ready to run on the loop"
        return "a server on this thread cannot answer" if stalled_server(looper) else ""


def remember(looper: Looper) -> None:
    """Register a loop, so that `looper_of` and `waiting_ports` find the loop."""
    with _lock:
        _loopers.add(looper)


def waiting_ports() -> set[int]:
    """Return the local ports of the sockets of this thread's loops. Data that arrives at these
    ports stays unread until a loop runs again.
    """
    with _lock:
        loopers = [looper for looper in _loopers if looper.is_on_this_thread()]
    ends = (Ends.of(sock) for looper in loopers for sock in looper.sockets())
    return {end.port for end in ends if end}


def looper_of(port: int) -> Looper | None:
    """Find the loop whose worker is connected from a local port. Servers call this on their
    threads.
    """
    with _lock:
        loopers = list(_loopers)
    for looper in loopers:
        for job in looper.jobs():
            ends = job.talk and job.talk.ends
            if ends and ends.port == port:
                return looper
    return None


def _waits_for_its_peer(job: Running, grace: float) -> bool:
    talk = job.talk
    if talk is None or talk.is_ending:
        return False
    if talk.is_held_back:
        return True
    ends = talk.ends
    if ends and ends.server:
        return ends.server.holds(ends.port)
    since = talk.waits_since
    return since is not None and time.monotonic() - since >= grace
