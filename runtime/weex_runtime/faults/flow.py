"""One direction of a relayed TCP connection: passes bytes on at the times that faults set."""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import TYPE_CHECKING, TypeAlias

from weex_runtime.faults.fault import Direction
from weex_runtime.faults.kinds import Delay, Ending, HalfClose, Slice, Stall, Throttle

if TYPE_CHECKING:
    from weex_runtime.faults.active import ActiveFault
    from weex_runtime.faults.connection import ConnectionFaults
    from weex_runtime.faults.relay import Relay
    from weex_runtime.loop.timers import Timer

_READ_SIZE = 64 * 1024
_MOST_QUEUED = 256 * 1024  # number of queued bytes from which the flow reads no further bytes
_SPAN = 1024  # jitter: one random delay for each piece of this many bytes
_DIGITS = 9  # times are rounded to this many decimals of a second
_TICK = 0.05  # seconds between two pieces of throttled data

# An entry of the queue: its time, and bytes or an action like the end of the connection.
_Item: TypeAlias = "tuple[float, bytes | Callable[[], object]]"


class Flow:
    """Reads bytes from one socket and writes them to another, at the times that the faults set.

    Attributes:
        position: Bytes read so far.
        has_ended: The receiver got all bytes and the end of the stream (FIN).
    """

    def __init__(
        self,
        relay: Relay,
        faults: ConnectionFaults,
        source: socket.socket,
        sink: socket.socket,
        way: Direction,
    ) -> None:
        self._relay = relay
        self._faults = faults
        self._looper = faults.looper
        self._source = source
        self._sink = sink
        self._way = way
        self.position = 0
        self.has_ended = False
        self._queue: deque[_Item] = deque()
        self._queued = 0  # number of bytes in the queue
        self._unsent = b""
        self._is_finished = False  # the sink has ended, so further bytes are dropped
        self._is_at_end = False  # the source has sent FIN, so no more bytes come
        self._last_due = 0.0
        # {a fault `throttle`: the time at which the fault passes on the next bytes}
        self._free_at: dict[ActiveFault, float] = {}
        # {a fault `slice`: (its random number generator, position of its next cut in the stream)}
        self._cuts: dict[ActiveFault, tuple[Random, int]] = {}
        self._timer: Timer | None = None
        self._is_pumping = False

    @property
    def wants_data(self) -> bool:
        """Whether to read more bytes from the source: it has not ended, and the queue has room."""
        return not self._is_at_end and self._queued < _MOST_QUEUED

    @property
    def has_unsent(self) -> bool:
        """Whether bytes are left that the receiving socket has not accepted yet."""
        return bool(self._unsent)

    @property
    def is_waiting(self) -> bool:
        """Whether the next bytes in the queue are not due yet."""
        return bool(self._queue) and self._queue[0][0] > self._looper.clock.now()

    def readable(self) -> None:
        """Read bytes from the source."""
        try:
            data = self._source.recv(_READ_SIZE)
        except BlockingIOError:
            return
        except OSError:
            self._relay.reset()
            return
        self._is_at_end = not data
        if self._is_finished:
            self.finish()
        elif data:
            self._take(data)
        else:
            self._put(self._last_due, self.finish)
        self._pump()

    def flush(self) -> None:
        """Write bytes that the receiving socket did not accept before."""
        self._write(b"")
        self._pump()

    def hurry(self) -> None:
        """Pass on all bytes that are due now, without the loop."""
        while self._may_pass and not self.is_waiting:
            self._pass()
        self._relay.flow_changed()

    def finish(self) -> None:
        """Send FIN to the receiving socket, and drop all bytes that the source still sends."""
        if not self._is_finished:
            self._is_finished = True
            self.stop()
            try:
                self._sink.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # the sink has ended already
        self.has_ended = self._is_at_end
        self._relay.flow_changed()

    def stop(self) -> None:
        """Drop the bytes in the queue."""
        self._queue.clear()
        self._queued = 0
        self._unsent = b""
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def rush(self, reads: int) -> None:
        """Pass on all queued and readable bytes now, without the delays of faults.

        Args:
            reads: The maximum number of calls of `recv`.
        """
        data = self._unsent + b"".join(item for _, item in self._queue if isinstance(item, bytes))
        try:
            for _ in range(reads):
                more = self._source.recv(_READ_SIZE)
                if not more:
                    break
                data += more
        except OSError:
            pass  # no more bytes can be read, or the source was reset
        if data and not self._is_finished:
            try:
                self._sink.send(data)
            except OSError:
                pass  # the receiving socket is full or closed

    # Methods that compute the time at which the flow passes on each byte.

    def _take(self, data: bytes) -> None:
        striking: ActiveFault | None = None
        rest = b""
        for active in self._faults.rules:
            fault = active.fault
            if not isinstance(fault, Ending):
                continue
            if fault.is_at_once and self._way == "sent":
                left = 0
            elif fault.after_bytes is not None and fault.direction in (self._way, "both"):
                left = max(0, fault.after_bytes - self._relay.passed(fault.direction))
            else:
                continue
            if left > len(data) or not self._faults.happens(active):
                continue
            if isinstance(fault, HalfClose) and fault.direction != self._way:
                self._relay.end(active)
            else:
                data, rest, striking = data[:left], data[left:] + rest, active
        for piece in self._pieces(data):
            due = self._due(len(piece))
            self.position += len(piece)
            self._put(due, piece)
        if striking:
            self._put(self._last_due, partial(self._relay.end, striking))
            if isinstance(striking.fault, Stall) and rest:
                self._take(rest)  # the stalled bytes are sent when the stall ends

    def _pieces(self, data: bytes) -> Iterator[bytes]:
        """Cut bytes into slices. The ends of the slices depend only on the positions of the bytes
        in the stream.
        """
        ends = {self.position + len(data)}
        for active, fault in self._faults.going_on(Slice, self._way):
            if active not in self._cuts:
                numbers = active.random(self._faults.key, f"{self._way} slices")
                self._cuts[active] = numbers, _length(fault, numbers)
            numbers, cut = self._cuts[active]
            while cut < self.position + len(data):
                ends.add(cut)
                cut += _length(fault, numbers)
            self._cuts[active] = numbers, cut
        for _, throttle in self._faults.going_on(Throttle, self._way):
            step = max(1, int(throttle.bytes_per_second * _TICK))
            ends.update(range(self.position, self.position + len(data), step))
        start = self.position
        first = start
        for end in sorted(ends):
            if end > start:
                yield data[start - first : end - first]
                start = end

    def _due(self, size: int) -> float:
        """Return the time at which to pass on the next bytes.

        Args:
            size: The number of these bytes.
        """
        due = now = self._looper.clock.now()
        for active, throttle in self._faults.going_on(Throttle, self._way):
            start = max(now, self._free_at.get(active, now))
            self._free_at[active] = start + size / throttle.bytes_per_second
            due = max(due, self._free_at[active])
        for active, delay in self._faults.going_on(Delay, self._way):
            due += delay.seconds
            if delay.jitter:
                event = f"{self._way} {self.position // _SPAN}"
                due += delay.jitter * active.random(self._faults.key, event).random()
        return due

    # Private methods that pass bytes on to the sink.

    def _put(self, due: float, item: bytes | Callable[[], object]) -> None:
        # Round the time as a virtual clock does, so that the clock reaches the time exactly.
        self._last_due = max(round(due, _DIGITS), self._last_due)
        self._queue.append((self._last_due, item))
        if isinstance(item, bytes):
            self._queued += len(item)

    def _pump(self) -> None:
        """Pass on one entry of the queue in each turn of the loop, so that the receiver reads the
        entries separately.
        """
        if not self._is_pumping:
            self._is_pumping = True
            self._looper.call_soon(self._next)

    def _next(self) -> None:
        self._is_pumping = False
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self._may_pass:
            wait = self._queue[0][0] - self._looper.clock.now()
            if wait > 0:
                self._timer = self._looper.call_later(wait, self._pump)
            else:
                self._pass()
                if self._queue:
                    self._pump()
        self._relay.flow_changed()

    @property
    def _may_pass(self) -> bool:
        return bool(self._queue) and not self._unsent and not self._relay.is_stopped

    def _pass(self) -> None:
        _, item = self._queue.popleft()
        if isinstance(item, bytes):
            self._queued -= len(item)
            self._write(item)
        else:
            item()

    def _write(self, data: bytes) -> None:
        data = self._unsent + data
        self._unsent = b""
        if not data:
            return
        self._looper.traffic += 1
        try:
            sent = self._sink.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._is_finished = True  # the receiver has closed the connection
            return
        self._unsent = data[sent:]


def _length(fault: Slice, numbers: Random) -> int:
    """Return the random length of a slice. Short and long lengths are equally likely: short slices
    cut even small messages, and long slices let a large message pass in few turns of the loop.
    """
    ratio: float = (fault.most / fault.least) ** numbers.random()
    return round(fault.least * ratio)
