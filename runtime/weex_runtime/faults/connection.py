"""The faults of one connection or request of a page."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from weex_runtime.faults.bodies import cut, slow
from weex_runtime.faults.fault import Direction, Fault
from weex_runtime.faults.kinds import (
    CutBody,
    Delay,
    Ending,
    LookupFails,
    Refuse,
    Slice,
    SlowBody,
    SlowLookup,
    Status,
    Throttle,
)
from weex_runtime.faults.pauses import Pauses
from weex_runtime.faults.plan import Fired, Unsupported

if TYPE_CHECKING:
    from weex_runtime.faults.active import ActiveFault
    from weex_runtime.faults.plan import FaultPlan
    from weex_runtime.faults.relay import Relay
    from weex_runtime.loop.quiescence import Ends, Talk

Kind = TypeVar("Kind", bound=Fault)


class ConnectionFaults:
    """The faults of one WebSocket, or of one request of `stream`.

    Attributes:
        key: The text that seeds the random choices of faults for this connection.
        rules: The faults for the connection, in the order in which they were added, including
            faults that start later.
        talk: The work that opens the connection on a worker; set by the module that starts it.
    """

    talk: Talk

    def __init__(self, plan: FaultPlan, page: str, url: str) -> None:
        self._plan = plan
        self._page = page
        self._url = url
        self._number, self.key = plan.open(page, url)
        self.looper = plan.looper
        self.rules: list[ActiveFault] = []
        self._known: set[ActiveFault] = set()
        self._happened: set[ActiveFault] = set()
        self._relay: Relay | None = None
        self._is_dialled = False
        self._pauses = Pauses(plan.looper)
        self.follow()
        plan.open_connections.add(self)

    def follow(self) -> None:
        """Apply the faults that were added or removed since the connection was opened."""
        for active in (*self._plan.network, *self._plan.active):
            if active in self._known:
                continue
            self._known.add(active)
            if active.is_for(self._page, self._url, self._number, self.key):
                self.rules.append(active)
        if self._relay:
            self._relay.follow()

    # Methods that a worker calls while it opens a connection, one for each step of opening.

    def lookup(self, host: str, port: int) -> list[Any]:
        """Look a host up, as `socket.getaddrinfo` does.

        Raises:
            OSError: The host has no address.
        """
        self._is_dialled = True
        for slow_lookup in self._going_to_happen(SlowLookup):
            self._pauses.pause(slow_lookup.seconds, self.talk)
        for _ in self._going_to_happen(LookupFails):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)

    def connecting(self) -> None:
        """Apply the faults that happen before the TCP connection is opened.

        Raises:
            ConnectionRefusedError: A fault refuses the connection.
        """
        for active in self.rules:
            # Refuse the connection at each address of the host.
            if isinstance(active.fault, Refuse) and (
                active in self._happened or self.happens(active)
            ):
                raise ConnectionRefusedError(errno.ECONNREFUSED, os.strerror(errno.ECONNREFUSED))

    def connected(self, sock: socket.socket, *, is_used: bool = False) -> None:
        """Let a relay pass the bytes of a connected socket, if a fault needs a relay.

        Args:
            is_used: The socket has sent bytes before.
        """
        if self.needs_relay:
            from weex_runtime.faults.relay import Relay

            self._relay = Relay(self, sock, is_used=is_used)

    @property
    def needs_relay(self) -> bool:
        """Whether a fault needs a relay, and the connection has no relay yet."""
        kinds = (Delay, Throttle, Slice, Ending)
        return not self._relay and any(isinstance(active.fault, kinds) for active in self.rules)

    # A virtual clock moves only while no connection waits for a server. The clock reads these
    # properties.

    @property
    def ends(self) -> Ends | None:
        """Both addresses of the TCP connection between relay and server; None without a relay."""
        return self._relay.server_ends if self._relay else None

    @property
    def holds_back(self) -> bool:
        """Whether bytes or the worker must wait until the clock moves, because of a fault."""
        return self._pauses.is_pausing or (self._relay is not None and self._relay.holds_back)

    # Methods for the messages of a WebSocket, called on the loop.

    def of_message(self, way: Direction, number: int, data: str | bytes) -> list[ActiveFault]:
        """Return the faults that happen to the n-th message sent or received."""
        return [
            active
            for active in self.rules
            if active.fault.level == "message"
            and _is_in(active.fault, way)
            and active.is_for_message(self.key, number, data)
        ]

    def endings(self) -> list[ActiveFault]:
        """Return the faults that end the connection after a number of messages."""
        return [
            active
            for active in self.rules
            if isinstance(active.fault, Ending) and active.fault.after_messages is not None
        ]

    def lacks(self, active: ActiveFault, reason: str) -> None:
        """Record that a fault cannot happen to the connection, and why."""
        if active not in self._happened:
            self._happened.add(active)
            unsupported = Unsupported(str(active.fault), self._url, reason)
            self._plan.unsupported.append(unsupported)
            self._plan.on_unsupported(self._page, unsupported)

    def unmet(self, *, is_late: bool) -> list[ActiveFault]:
        """Return the faults that could not happen, because the WebSocket adapter did not call the
        methods that cause them.

        Args:
            is_late: Whether the connection was open before the faults were added. Faults of
                connecting are then left out, since they can happen only to later connections.
        """
        lacks_relay, is_dialled = self._relay is None, self._is_dialled or is_late
        return [
            active
            for active in self.rules
            if (lacks_relay and _is_of_bytes(active.fault))
            or (not is_dialled and isinstance(active.fault, (LookupFails, SlowLookup, Refuse)))
        ]

    def end_tcp(self, active: ActiveFault) -> bool:
        """End the connection to the server as a fault requires. Returns False if the connection has
        no relay.
        """
        if self._relay is None:
            return False
        self._relay.end(active)
        return True

    def client_ended(self) -> None:
        """Close the relay if it is stalled, since the page has closed the connection. Can be called
        on any thread.
        """
        if self._relay:
            self.looper.call_soon_threadsafe(self._relay.client_ended)

    # Methods for the requests of the module `stream`.

    def status(self) -> int | None:
        """Return the HTTP status of a fault that answers the request in place of the server; None
        without such a fault.
        """
        return next((fault.code for fault in self._going_to_happen(Status)), None)

    def reader(self, read: Callable[[int], bytes]) -> Callable[[int], bytes]:
        """Return a function that reads a response's body with the faults of the request.

        Args:
            read: A function that reads up to a number of bytes of the body; b"" at the end.
        """
        for slow_body in self._going_to_happen(SlowBody):
            read = slow(read, slow_body.bytes_per_second, self._pauses, self.talk)
        for cut_body in self._going_to_happen(CutBody):
            read = cut(read, cut_body.after_bytes)
        return read

    # Methods that relays call.

    def going_on(self, kind: type[Kind], way: Direction) -> Iterator[tuple[ActiveFault, Kind]]:
        """Yield the active faults of one kind, like `Delay`, for one direction. Record that a fault
        has happened when the fault is yielded for the first time.
        """
        for active in self.rules:
            fault = active.fault
            if not isinstance(fault, kind) or not _is_in(fault, way):
                continue
            if active in self._happened:
                is_going_on = active.is_in_time()
            else:
                is_going_on = self.happens(active)
            if is_going_on:
                yield active, fault

    def happens(self, active: ActiveFault, event: int = 0) -> bool:
        """Record that a fault happens; return False if the fault cannot happen now.

        Args:
            event: The number of the message; 0 for a fault of the whole connection.
        """
        if not active.is_now() or (not event and active in self._happened):
            return False
        active.fired += 1
        self._happened.add(active)
        at = round(self._plan.now() - self._plan.started, 6)
        fired = Fired(str(active.fault), self._page, self._url, self._number, event, at)
        if active not in self._plan.network:
            self._plan.fired.append(fired)
        if self.looper.is_on_this_thread():
            self._plan.on_fired(fired)
        else:
            self.looper.call_soon_threadsafe(lambda: self._plan.on_fired(fired))
        return True

    # Private methods of the connection's faults.

    def _going_to_happen(self, kind: type[Kind]) -> Iterator[Kind]:
        for active in self.rules:
            if isinstance(active.fault, kind) and self.happens(active):
                yield active.fault


def _is_in(fault: Fault, way: Direction) -> bool:
    return getattr(fault, "direction", way) in (way, "both")


def _is_of_bytes(fault: Fault) -> bool:
    if isinstance(fault, Ending):
        return fault.after_messages is None
    return isinstance(fault, (Delay, Throttle, Slice))
