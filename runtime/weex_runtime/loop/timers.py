"""The timers of a loop, in the order of their due times."""

from __future__ import annotations

import heapq
from collections.abc import Callable


class Timer:
    """A call in the future.

    Attributes:
        due: The clock's time at which it runs.
    """

    __slots__ = ("_queue", "callback", "cancelled", "due")

    def __init__(self, queue: TimerQueue, due: float, callback: Callable[[], object]) -> None:
        self._queue = queue
        self.due = due
        self.callback = callback
        self.cancelled = False

    def cancel(self) -> None:
        """Drop the call; harmless after it ran."""
        if not self.cancelled:
            self.cancelled = True
            self.callback = _nothing  # frees the callback before the timer is due
            self._queue.note_cancelled()


class TimerQueue:
    """Timers by due time; timers with equal times in the order of their starts."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Timer]] = []
        self._started = 0
        self._cancelled = 0

    def __bool__(self) -> bool:
        return bool(self._heap)

    def start(self, due: float, callback: Callable[[], object]) -> Timer:
        """Add a timer."""
        timer = Timer(self, due, callback)
        self._started += 1
        heapq.heappush(self._heap, (due, self._started, timer))
        return timer

    def next_due(self) -> float | None:
        """The due time of the next timer; None without one."""
        while self._heap and self._heap[0][2].cancelled:
            heapq.heappop(self._heap)
            self._cancelled -= 1
        return self._heap[0][0] if self._heap else None

    def run_due(self, now: float, run: Callable[[Callable[[], object]], None]) -> None:
        """Run the timers that are due; a timer that is started meanwhile waits for the next time.

        Args:
            run: Runs one callback, and all that the callback schedules, which may cancel the next
                timer.
        """
        last = self._started
        while self._heap:
            due, number, timer = self._heap[0]
            if not timer.cancelled and (due > now or number > last):
                break
            heapq.heappop(self._heap)
            if timer.cancelled:
                self._cancelled -= 1
            else:
                timer.cancelled = True
                run(timer.callback)

    def clear(self) -> None:
        """Drop all timers."""
        self._heap.clear()

    def note_cancelled(self) -> None:
        """Drop cancelled timers once they are more than half of many."""
        self._cancelled += 1
        if self._cancelled > 64 and self._cancelled * 2 > len(self._heap):
            self._heap = [entry for entry in self._heap if not entry[2].cancelled]
            heapq.heapify(self._heap)
            self._cancelled = 0


def _nothing() -> None:
    """The callback of a cancelled timer."""
