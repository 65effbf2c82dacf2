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
        """The ends of a socket's TCP connection; None without one."""
        try:
            port, (host, peer_port, *_) = sock.getsockname()[1], sock.getpeername()
            return cls(port, host, peer_port)
        except (OSError, ValueError, IndexError):
            return None

    @property
    def server(self) -> LocalServer | None:
        """The server of this process at the peer's port; None for another peer."""
        return RUNNING.get(self.peer_port) if self.peer_host == HOST else None


class Talk(Protocol):
    """The conversation of a worker with a peer.

    Attributes:
        waits_since: `time.monotonic()` at the start of the present wait for the peer; None while
            the worker does not wait.
    """

    waits_since: float | None

    @property
    def ends(self) -> Ends | None:
        """The present connection; None: none yet."""

    @property
    def is_ending(self) -> bool:
        """The conversation was aborted, and fails without the peer."""


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
    """Let `looper_of` find a loop whose workers talk with peers."""
    with _lock:
        _loopers.add(looper)


def looper_of(port: int) -> Looper | None:
    """Find the loop whose worker is connected from a local port; for servers, from any thread."""
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
