"""Faults of the messages of one connection: an adapter around the connection's adapter."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from weex_modules.websocket.failure import Failure
from weex_modules.websocket.wire_rules import LOST
from weex_runtime.faults.fault import Direction
from weex_runtime.faults.kinds import Corrupt, Duplicate, Ending, Reorder, Reset, Stall

if TYPE_CHECKING:
    from weex_modules.websocket.adapter import Adapter, Listener, Opening
    from weex_runtime.faults.active import ActiveFault
    from weex_runtime.faults.connection import ConnectionFaults
    from weex_runtime.loop.timers import Timer


class MessageFaults:
    """Wraps an adapter, and applies faults to messages. The connection calls `takes` for each
    message that arrives; True means that the connection must not deliver the message itself.

    Args:
        adapter: Carries the connection.
        listener: The connection, which gets the events.
        is_late: Whether the faults were added after the adapter had begun to connect.
    """

    def __init__(
        self, faults: ConnectionFaults, adapter: Adapter, listener: Listener, *, is_late: bool
    ) -> None:
        self._faults = faults
        self._adapter = adapter
        self._listener = listener
        self._is_late = is_late
        self._counts: Counter[Direction] = Counter()
        # {fault that ends the connection after a number of messages: messages counted so far}
        self._counted: Counter[ActiveFault] = Counter()
        # {direction: a message that is held back until the next message has been delivered}
        self._held: dict[Direction, str | bytes] = {}
        self._timers: dict[Direction, Timer] = {}
        self._is_delivering = False
        self._has_ended = False
        self._has_relay = False
        self._stall: ActiveFault | None = None
        # (direction, message) pairs that wait until the stall ends
        self._stalled: list[tuple[Direction, str | bytes]] = []

    # Implements the interface Adapter.

    def connect(self, opening: Opening, listener: Listener) -> None:
        """Start connecting."""
        self._adapter.connect(opening, listener)

    def send(self, data: str | bytes) -> None:
        """Send a message, unless a fault holds the message back."""
        self._pass("sent", data)

    def close(self, code: int | None, reason: str) -> None:
        """Send the messages that wait, and start the closing handshake."""
        self._release("sent")
        self._adapter.close(code, reason)

    def destroy(self) -> None:
        """Release the sockets and timers of the connection."""
        for timer in self._timers.values():
            timer.cancel()
        self._adapter.destroy()
        self._faults.client_ended()

    @property
    def buffered(self) -> int:
        """The number of bytes of messages that wait to be sent."""
        return getattr(self._adapter, "buffered", 0)

    # Methods that the connection calls.

    def opened(self) -> None:
        """Handle the end of the opening handshake. If faults were added after the connection
        attempt began, the connection has no relay yet: insert the relay that applies the faults.
        """
        interpose = getattr(self._adapter, "interpose", None)
        if interpose and self._faults.needs_relay:
            interpose(self._faults)
        for active in self._faults.unmet(is_late=self._is_late):
            self._lack(active, "opens its own connections")

    def follow(self) -> None:
        """Apply faults that were added or removed after the connection was opened."""
        self._is_late = True
        self.opened()
        self._resume()

    def takes(self, data: str | bytes) -> bool:
        """Return whether a fault handles a message that arrived, so that the connection must not
        deliver it.
        """
        if self._is_delivering:
            return False
        self._pass("received", data)
        return True

    def ending(self) -> None:
        """Deliver the messages that still wait. Called just before the adapter's last event."""
        self._release("received")

    # Private methods.

    def _lack(self, active: ActiveFault, problem: str) -> None:
        """Record that a fault cannot happen with this adapter. The reason is the adapter's text
        `why_without_faults`, or else `problem`.
        """
        adapter = getattr(self._adapter, "inner", self._adapter)
        reason = f"the adapter {type(adapter).__name__} {problem}"
        self._faults.lacks(active, getattr(adapter, "why_without_faults", reason))

    def _pass(self, way: Direction, data: str | bytes) -> None:
        if self._has_ended and way == "received":
            return
        if self._stall and (way == "received" or not self._has_relay):
            self._stalled.append((way, data))
            return
        self._counts[way] += 1
        number, copies, overtakes = self._counts[way], 1, way in self._held
        for active in self._faults.of_message(way, number, data):
            fault = active.fault
            if isinstance(fault, Corrupt):
                if self._corrupt(active, way, number, data):
                    copies = 0
            elif isinstance(fault, Duplicate) and self._faults.happens(active, number):
                copies += 1
            elif isinstance(fault, Reorder) and way not in self._held:
                if self._faults.happens(active, number):
                    self._hold(way, data, fault.seconds)
                    copies = 0
        for _ in range(copies):
            self._carry(way, data)
        if overtakes:
            self._release(way)
        self._count(way, data)

    def _resume(self) -> None:
        """Pass the waiting messages on if the connection is no longer stalled."""
        if self._stall and not self._stall.is_in_time():
            self._stall = None
            stalled, self._stalled = self._stalled, []
            for way, data in stalled:
                self._pass(way, data)

    def _carry(self, way: Direction, data: str | bytes) -> None:
        if way == "sent":
            self._adapter.send(data)
            return
        self._is_delivering = True
        try:
            self._listener.on_message(data)
        finally:
            self._is_delivering = False

    def _hold(self, way: Direction, data: str | bytes, seconds: float) -> None:
        self._held[way] = data
        looper = self._faults.looper
        self._timers[way] = looper.call_later(seconds, lambda: self._release(way))

    def _release(self, way: Direction) -> None:
        if way in self._held:
            self._timers.pop(way).cancel()
            self._carry(way, self._held.pop(way))

    def _corrupt(self, active: ActiveFault, way: Direction, number: int, data: str | bytes) -> bool:
        corrupt = getattr(self._adapter, "corrupt", None)
        if corrupt is None:
            self._lack(active, "has no method `corrupt`")
            return False
        if not self._faults.happens(active, number):
            return False
        corrupt(data, is_sent=way == "sent")
        return True

    def _count(self, way: Direction, data: str | bytes) -> None:
        """Count a message, and end the connection after the last message that a fault allows."""
        for active in self._faults.endings():
            fault = active.fault
            assert isinstance(fault, Ending)
            assert fault.after_messages is not None
            if fault.direction not in (way, "both") or not active.matches(data):
                continue
            self._counted[active] += 1
            if self._counted[active] >= fault.after_messages and self._faults.happens(active):
                self._end(active)

    def _end(self, active: ActiveFault) -> None:
        fault = active.fault
        self._has_relay = self._faults.end_tcp(active)
        if isinstance(fault, Stall):
            self._stall = active
            if active.end is not None:
                looper = self._faults.looper
                looper.call_later(active.end - looper.clock.now(), self._resume)
            return
        self._has_ended = True
        if self._has_relay:
            return
        self._adapter.destroy()
        if isinstance(fault, Reset):
            cause = "the connection was lost: Connection reset by peer"
            self._listener.on_error(Failure(kind="lost", cause=cause))
        else:
            self._listener.on_close(*LOST)
