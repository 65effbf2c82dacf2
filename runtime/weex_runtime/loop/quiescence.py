"""Whether all is at rest, so that time may move: JS, work on threads, and what goes over sockets.

Of the servers of this process (local_servers.py) it is known. Of other peers it is assumed after a
while of silence, and on Linux when their process sleeps besides (linux_peers.py).
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, Protocol
from weakref import WeakSet

from weex_runtime.loop.local_servers import HOST, RUNNING, LocalServer

if TYPE_CHECKING:
    import socket

    from weex_runtime.loop.looper import Looper
    from weex_runtime.loop.workers import Running

# A peer of another process that is at work is given so many times the grace.
_AT_WORK = 10

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


class Rest:
    """Tells what keeps the time of a loop from moving."""

    def __init__(self, looper: Looper) -> None:
        self._looper = looper
        self._traffic = -1
        self._quiet_since = 0.0

    def problem(self, grace: float) -> str:
        """What is not at rest, in words; "" when all is.

        Args:
            grace: Real seconds of silence that stand for rest where nothing else tells.
        """
        looper = self._looper
        servers = list(RUNNING.values())
        suspects: list[Ends] = []  # peers of other processes that may be at work
        for job in looper.jobs():
            if not _waits_for_its_peer(job, suspects, grace):
                return f"{job.what} is under way"
        ours = looper.sockets()
        foreign = [ends for ends in map(Ends.of, ours) if ends and not ends.server]
        now = time.monotonic()
        if looper.traffic != self._traffic:
            self._traffic, self._quiet_since = looper.traffic, now
        quiet = now - self._quiet_since
        # In this order: what has arrived is seen by the servers, and their answers by this loop. A
        # peer that does not read, and whose buffers are full, is at rest after a while.
        theirs = [sock for server in servers for sock in server.sockets()]
        if quiet < grace and not _have_arrived(ours, theirs):
            return "what was sent is on its way"
        for server in servers:
            if not server.is_at_rest():
                return f"{server.name} at port {server.port} is at work"
        if quiet < grace and not _have_arrived(theirs, ours):
            return "what a server sent is on its way"
        if foreign and quiet < grace:
            return f"a peer of another process may answer (clock.grace is {grace:g} s)"
        if quiet < grace * _AT_WORK:
            suspects += foreign
        if suspects and _are_at_work(suspects):
            return "a peer of another process is at work"
        if looper.has_ready():
            return "something is ready to run on the loop"
        if looper.has_unsent() and quiet < grace:
            return "sockets have unsent data"
        return ""


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


def _waits_for_its_peer(job: Running, suspects: list[Ends], grace: float) -> bool:
    talk = job.talk
    if talk is None or talk.is_ending:
        return False
    ends = talk.ends
    if ends and ends.server:
        return ends.server.holds(ends.port)
    since = talk.waits_since
    if since is None:
        return False
    quiet = time.monotonic() - since
    if ends and quiet < grace * _AT_WORK:
        suspects.append(ends)
    return quiet >= grace


def _have_arrived(senders: Iterable[socket.socket], receivers: Iterable[socket.socket]) -> bool:
    """What was sent is in the receivers' buffers, or read."""
    if sys.platform != "linux":
        return True  # over loopback it mostly is as soon as it was sent
    senders = list(senders)
    if not any(map(_unacknowledged, senders)):
        return True
    # Receivers acknowledge in their own time, up to 40 ms later.
    import socket

    for sock in receivers:
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        except OSError:
            pass  # closed meanwhile
    return not any(map(_unacknowledged, senders))


def _unacknowledged(sock: socket.socket) -> int:
    """Bytes (tcp(7), SIOCOUTQ)."""
    import fcntl
    import termios

    try:
        return int.from_bytes(fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, bytes(4)), sys.byteorder)
    except (OSError, ValueError):
        return 0  # closed meanwhile


def _are_at_work(connections: Iterable[Ends]) -> bool:
    if sys.platform != "linux":
        return False
    from weex_runtime.loop.linux_peers import is_at_work

    return is_at_work((ends.peer_port, ends.port) for ends in connections)
