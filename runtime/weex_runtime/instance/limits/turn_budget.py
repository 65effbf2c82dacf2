"""The time limit of a page's JS in one turn of the loop. The tasks of a page that exceeds the limit
wait until the other pages have run. A page that exceeds the limit in turn after turn, and leaves
the loop no idle time, is stopped.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from weex_runtime.limits import exceeded

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance


class TurnBudget:
    """Measures the CPU time of one page's JS in each turn of the loop.

    Attributes:
        most: Maximum number of seconds in one turn: the limit `turn`.
        turn, spent: The number of the latest turn in which tasks ran, and the seconds that the
            tasks took.
        is_watched: Whether the caller of `count` must measure the time before each batch of tasks.
    """

    def __init__(self, page: Instance) -> None:
        self._page = page
        self._looper = page.looper
        self.most = page.limits.turn
        self.spent = 0.0
        self.is_watched = False
        self.turn = 0
        self._overrun = 0.0
        self._idle = 0.0

    def has_others(self) -> bool:
        """Return whether there are other pages, which may be waiting."""
        return len(self._page.runtime.pages) > 1

    def count(self, before: float, last: tuple[str, tuple[Any, ...]]) -> None:
        """Count the time of a batch of tasks if the page is watched. If not, watch the page from
        now on, since it has used up its time for a turn.

        Args:
            before: The result of `used` before the batch, if the page is watched.
            last: The task that ran most recently, for the error of a page that is stopped.
        """
        if self.is_watched:
            self._count(self.used() - before, last)
        elif not self._page.is_ended:
            # From now on, measure the time of JS and the idle time of the loop.
            self.is_watched = True
            self._looper.idle_readers += 1
            self._overrun, self._idle = 0.0, self._idle_now()

    def end_watch(self) -> None:
        """Stop measuring the time that `used` returns."""
        if self.is_watched:
            self.is_watched = False
            self._looper.idle_readers -= 1

    def used(self) -> float:
        """Return the CPU seconds of this thread and of the page's own process. CPU time does not
        include the waits of modules and the stops in a debugger.
        """
        return time.thread_time() + self._page.engine.cpu

    def _count(self, seconds: float, last: tuple[str, tuple[Any, ...]]) -> None:
        idle = self._idle_now()
        self._overrun -= idle - self._idle
        self._idle = idle
        if self.spent > self.most:
            self._overrun = max(0.0, self._overrun) + seconds
            if self._overrun > self._page.limits.overrun:
                from weex_runtime.instance.task_text import name_of

                problem = f"the last call was {name_of(*last)}"
                self._page.js.stop(exceeded(self._page.limits, "overrun", problem))
        elif self._overrun <= 0:
            self.end_watch()

    def _idle_now(self) -> float:
        looper = self._looper
        return looper.clock.now() if looper.clock.virtual else looper.idle
