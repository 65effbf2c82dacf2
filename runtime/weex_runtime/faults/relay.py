"""Pass the bytes of a TCP connection through the loop, with faults.

A relay takes the place of the server under a connected socket: the socket keeps its file
descriptor, which then leads to the relay, and the relay has the connection to the server. So the
faults are the same for TLS, HTTP and every client that uses the socket.
"""

from __future__ import annotations

import os
import socket
import struct
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakSet

from weex_runtime.faults.flow import Flow
from weex_runtime.faults.kinds import Drop, Ending, HalfClose, Reset, Stall
from weex_runtime.loop.local_servers import HOST, RUNNING
from weex_runtime.loop.quiescence import Ends

if TYPE_CHECKING:
    from collections.abc import Callable

    from weex_runtime.faults.active import ActiveFault
    from weex_runtime.faults.connection import ConnectionFaults

_RST_AT_CLOSE = struct.pack("ii", 1, 0)  # value of SO_LINGER that makes close() send RST
_MAX_READS = 64  # maximum number of reads of a socket while the loop ends


class Relay:
    """The relay of one connection. It may be made on any thread, and then runs on the loop.

    Args:
        sock: A connected socket. No other thread may be using it.
        is_used: The socket has sent bytes before.

    Attributes:
        server_ends: The addresses of both ends of the connection to the server.
    """

    name = "a fault's relay"

    def __init__(self, faults: ConnectionFaults, sock: socket.socket, *, is_used: bool) -> None:
        self._faults = faults
        self._looper = looper = faults.looper
        self.server_ends = Ends.of(sock)
        near, self._client = _connected_pair()
        near.settimeout(sock.gettimeout())
        self._server = socket.socket(fileno=os.dup(sock.fileno()))
        os.dup2(near.fileno(), sock.fileno(), inheritable=False)
        self._ports: tuple[int, int] = near.getsockname()[1], self._client.getsockname()[1]
        near.close()
        for end in (self._client, self._server):
            end.setblocking(False)
        self._received = Flow(self, faults, self._server, self._client, "received")
        self._sent = Flow(self, faults, self._client, self._server, "sent")
        self._armed: set[ActiveFault] = set()
        self._is_used = is_used
        self._opened_at = looper.clock.now()
        self._watched: dict[socket.socket, tuple[bool, bool]] = {}
        self._stalls: list[ActiveFault] = []
        self._is_closed = False
        # Register both ends of the socket pair as servers of this process, so that a virtual clock
        # waits for their bytes. Only now, since the clock may call a registered relay at any time,
        # from another thread.
        for port in self._ports:
            RUNNING[port] = self
        _RELAYS.add(self)
        looper.at_close.add(self._loop_closes)
        looper.call_soon_threadsafe(self._start)

    @property
    def holds_back(self) -> bool:
        """Whether the relay keeps back bytes: delayed bytes until the clock moves, or all bytes
        during a stall.
        """
        return self.is_stalled or self._received.is_waiting or self._sent.is_waiting

    @property
    def is_stopped(self) -> bool:
        """Whether no further bytes pass."""
        return self._is_closed or self.is_stalled

    @property
    def is_stalled(self) -> bool:
        """Whether a fault currently keeps all bytes from passing."""
        return any(active.is_in_time() for active in self._stalls)

    def pass_sent(self) -> None:
        """Without the loop, pass on the bytes that the page has sent, and the delayed bytes that
        are due.
        """
        if not self.is_stopped and self._looper.is_on_this_thread():
            self._sent.readable()
            self._sent.hurry()

    # Methods of the protocol `LocalServer`, called by virtual clocks.

    @property
    def port(self) -> int:
        return self._ports[1]

    def is_at_rest(self) -> bool:
        return True  # the relay runs only on the loop, so a clock need not wait for a thread

    def holds(self, port: int) -> bool:
        return self.holds_back

    # Methods that the connection's faults call, on the loop.

    def follow(self) -> None:
        """Start the faults that were added for the connection, and end those that were removed."""
        if self._is_closed:
            return
        if self._stalls:
            self._resume()
        for active in self._faults.rules:
            fault = active.fault
            if active in self._armed or not isinstance(fault, Ending):
                continue
            self._armed.add(active)
            if fault.after_messages is None and fault.after_bytes is None:
                due = max(self._opened_at, active.start) + (fault.after or 0.0)
                wait = due - self._looper.clock.now()
                # Without a wait, a new connection ends only when the client's first bytes arrive.
                # If it ended earlier, the client's error would depend on the timing.
                if wait > 0 or self._is_used or self.passed("sent"):
                    self._looper.call_later(wait, partial(self._strike, active))

    def end(self, active: ActiveFault) -> None:
        """End or stall the connection, depending on the class of the fault (a subclass of
        `Ending`).
        """
        fault = active.fault
        if isinstance(fault, Drop):
            self._received.finish()
            self._sent.finish()
        elif isinstance(fault, HalfClose):
            (self._sent if fault.direction == "sent" else self._received).finish()
        elif isinstance(fault, Reset):
            self.reset()
        elif isinstance(fault, Stall):
            self._stalls.append(active)
            if active.end is not None:
                self._looper.call_later(active.end - self._looper.clock.now(), self._resume)
            self._update()

    def client_ended(self) -> None:
        """Close the connection if it is stalled. (A stalled relay does not read, so it cannot
        detect that the client has closed the connection.)
        """
        if self.is_stalled:
            self.close()

    # Methods that the flows of both directions call.

    def passed(self, direction: str) -> int:
        """Return the number of bytes read so far in a direction."""
        both = {"received": self._received.position, "sent": self._sent.position}
        return both.get(direction, sum(both.values()))

    def flow_changed(self) -> None:
        """Let the loop watch those sockets that the two flows need. Close the sockets when both
        flows have ended.
        """
        if self._received.has_ended and self._sent.has_ended:
            self.close()
        else:
            self._update()

    def reset(self) -> None:
        """Send RST to the client and the server."""
        for end in (self._client, self._server):
            try:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RST_AT_CLOSE)
            except OSError:
                pass  # the connection has ended already
        self.close()

    def close(self) -> None:
        """Close the sockets to the client and to the server."""
        if self._is_closed:
            return
        self._is_closed = True
        self._looper.at_close.discard(self._loop_closes)
        self._received.stop()
        self._sent.stop()
        for end in (self._client, self._server):
            if end in self._watched:
                self._looper.watch(end)
            end.close()
        for port in self._ports:
            RUNNING.pop(port, None)

    # Private methods of the relay.

    def _strike(self, active: ActiveFault) -> None:
        if not self._is_closed and self._faults.happens(active):
            self.end(active)

    def _resume(self) -> None:
        """Let bytes pass again if no fault stalls them any more."""
        if not self.is_stopped:
            self._received.flush()
            self._sent.flush()

    def _start(self) -> None:
        self._opened_at = self._looper.clock.now()
        self.follow()
        if not self._is_closed:
            self._update()

    def _update(self) -> None:
        is_on = not self.is_stalled
        for end, reads, writes in (
            (self._client, self._sent, self._received),
            (self._server, self._received, self._sent),
        ):
            wanted = (is_on and reads.wants_data, is_on and writes.has_unsent)
            if self._is_closed or self._watched.get(end, (False, False)) == wanted:
                continue
            self._watched[end] = wanted
            read: Callable[[], object] | None = reads.readable if wanted[0] else None
            write: Callable[[], object] | None = writes.flush if wanted[1] else None
            self._looper.watch(end, read=read, write=write)

    def _loop_closes(self) -> None:
        """Pass on the last bytes, such as a close frame, and close the relay. Called when the loop
        closes.
        """
        if not self.is_stalled:
            self._received.rush(0)
            self._sent.rush(_MAX_READS)
        self._watched.clear()  # the loop has ended, so it no longer watches sockets
        self.close()


_RELAYS: WeakSet[Relay] = WeakSet()


def pass_sent() -> None:
    """Pass on the bytes that pages of this thread have sent. Servers call this function while they
    wait for these bytes and the loop does not run.
    """
    for relay in list(_RELAYS):
        relay.pass_sent()


def _connected_pair() -> tuple[socket.socket, socket.socket]:
    """Open a TCP connection within this process, and return its two ends.

    A pair from `socket.socketpair` could not be reset with RST.
    """
    with socket.create_server((HOST, 0), backlog=1) as listener:
        near = socket.create_connection(listener.getsockname())
        while True:
            far, peer = listener.accept()
            if peer == near.getsockname():
                break
            far.close()  # disconnect another program that has connected to the port
    for end in (near, far):
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return near, far
