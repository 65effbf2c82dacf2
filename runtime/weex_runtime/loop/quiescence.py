"""Quiescence: JS, threads and sockets have nothing more to do, so that a virtual clock may move.

Servers of this process know when they are idle (local_servers.py). Other peers count as idle after
`Clock.grace` without data.
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
    """A connection: the local port, and the peer."""

    port: int
    peer_host: str
    peer_port: int

    @classmethod
    def of(cls, sock: socket.socket) -> Ends | None:
        """Those of a socket; None when it is connected to nothing, or not by TCP."""
        try:
            port, (host, peer_port, *_) = sock.getsockname()[1], sock.getpeername()
            return cls(port, host, peer_port)
        except (OSError, ValueError, IndexError):
            return None

    @property
    def server(self) -> LocalServer | None:
        """The peer, where it is a server of this process."""
        return RUNNING.get(self.peer_port) if self.peer_host == HOST else None


class Talk(Protocol):
    """Work on a thread that talks with a peer.

    Attributes:
        waits_since: Since when it has been waiting for the peer, by `time.monotonic()`; None: it
            does not.
    """

    waits_since: float | None

    @property
    def ends(self) -> Ends | None:
        """The connection that it has; None: none yet."""

    @property
    def is_ending(self) -> bool:
        """It was broken off, and fails without the peer."""


class Quiescence:
    """Finds what keeps the time of a loop from moving."""

    def __init__(self, looper: Looper) -> None:
        self._looper = looper
        self._traffic = looper.traffic
        self._silent_since = 0.0
        self._was_idle = not looper.sockets()

    def problem(self, grace: float) -> str:
        """Describe what is not idle; "" when all is.

        After traffic all has to be idle twice in a row: data may be on its way in between.

        Args:
            grace: Real seconds without data after which a peer of another process counts as idle.
        """
        problem = self._problem_now(grace)
        was_idle, self._was_idle = self._was_idle, not problem
        return problem or ("" if was_idle else "data may be on its way")

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
                return f"{server.name} at port {server.port} is at work"
        if not is_silent:
            ends = map(Ends.of, looper.sockets())
            if any(peer and not peer.server for peer in ends):
                return f"a peer of another process may answer (clock.grace is {grace:g} s)"
            if looper.has_unsent():
                return "sockets have unsent data"
        if looper.has_ready():
            return "something is ready to run on the loop"
        return "a server on this thread cannot answer" if stalled_server(looper) else ""


def remember(looper: Looper) -> None:
    """It talks with peers: `looper_of` may find it."""
    with _lock:
        _loopers.add(looper)


def looper_of(port: int) -> Looper | None:
    """The loop of this process whose work on a thread is connected from this port; asked by
    servers, from their threads."""
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
    ends = talk.ends
    if ends and ends.server:
        return ends.server.holds(ends.port)
    since = talk.waits_since
    return since is not None and time.monotonic() - since >= grace
