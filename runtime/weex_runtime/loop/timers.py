"""The timers of a loop, in the order of their due times."""

from __future__ import annotations

import heapq
from collections.abc import Callable


class Timer:
    """A callback that runs at a time on the clock.

    Attributes:
        due: The clock's time at which the callback runs.
    """

    __slots__ = ("_queue", "callback", "cancelled", "due")

    def __init__(self, queue: TimerQueue, due: float, callback: Callable[[], object]) -> None:
        self._queue = queue
        self.due = due
        self.callback = callback
        self.cancelled = False

    def cancel(self) -> None:
        """Cancel the timer. Does nothing if the callback has run."""
        if not self.cancelled:
            self.cancelled = True
            self.callback = _nothing  # free the callback before the timer is due
            self._queue.note_cancelled()


class TimerQueue:
    """A queue of timers by due time; timers with equal times run in the order of their starts.

    Attributes:
        entries: A heap of (due time, number of the start, timer); includes cancelled timers.
    """

    def __init__(self) -> None:
        self.entries: list[tuple[float, int, Timer]] = []
        self._started = 0
        self._cancelled = 0

    def start(self, due: float, callback: Callable[[], object]) -> Timer:
        """Add a timer that runs at its due time."""
        timer = Timer(self, due, callback)
        self._started += 1
        heapq.heappush(self.entries, (due, self._started, timer))
        return timer

    def next_due(self) -> float | None:
        """Return the due time of the next timer; None without timers."""
        while self.entries and self.entries[0][2].cancelled:
            heapq.heappop(self.entries)
            self._cancelled -= 1
        return self.entries[0][0] if self.entries else None

    def run_due(self, now: float, run: Callable[[Callable[[], object]], None]) -> None:
        """Run the timers that are due, but not the timers that they start.

        Args:
            run: Runs a callback and the callbacks that it schedules, which may cancel the next
                timer.
        """
        last = self._started
        while self.entries:
            due, number, timer = self.entries[0]
            if not timer.cancelled and (due > now or number > last):
                break
            heapq.heappop(self.entries)
            if timer.cancelled:
                self._cancelled -= 1
            else:
                timer.cancelled = True
                run(timer.callback)

    def clear(self) -> None:
        """Drop all timers."""
        self.entries.clear()

    def note_cancelled(self) -> None:
        """Count a cancelled timer, and remove cancelled timers if they are most of a long queue."""
        self._cancelled += 1
        if self._cancelled > 64 and self._cancelled * 2 > len(self.entries):
            self.entries[:] = [entry for entry in self.entries if not entry[2].cancelled]
            heapq.heapify(self.entries)
            self._cancelled = 0


def _nothing() -> None:
    """Do nothing, in place of the callback of a cancelled timer."""
