"""The time limit of a page's JS in one turn of the loop. The tasks of a page that exceeds the limit
wait until the other pages have run. A page that exceeds the limit in turn after turn, and leaves
the loop no idle time, is stopped.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from weex_runtime.limits import exceeded

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance


class TurnBudget:
    """Measures the JS of one page.

    Attributes:
        most: Seconds in one turn: the limit `turn`.
    """

    def __init__(self, page: Instance) -> None:
        self._page = page
        self._looper = page.looper
        self.most = page.limits.turn
        self._turn = 0
        self._spent = 0.0
        # After a turn beyond the budget the time of JS is measured, and the idle time of the loop.
        self._is_watched = False
        self._overrun = 0.0
        self._idle = 0.0

    def is_spent(self) -> bool:
        """Return whether the page must wait for the next turn."""
        return self._spent > self.most and self._turn == self._looper.turns

    def run(self, act: Callable[[], str]) -> None:
        """Run JS.

        Args:
            act: Returns the name of the call that ran last, for the error of a page that is
                stopped.
        """
        used = self._used() if self._is_watched else 0.0
        begun = time.perf_counter()
        last = act()
        spent = time.perf_counter() - begun
        turn = self._looper.turns
        if turn == self._turn:
            spent += self._spent
        self._turn, self._spent = turn, spent
        if self._is_watched:
            self._count(self._used() - used, last)
        elif spent > self.most:
            self._is_watched = self._looper.measures_idle = True
            self._overrun, self._idle = 0.0, self._idle_now()

    def _used(self) -> float:
        """Return CPU time, so that slow modules and debuggers are left alone; and the real time of
        JS in another process.
        """
        return time.thread_time() + self._page.engine.waited

    def _count(self, used: float, last: str) -> None:
        idle = self._idle_now()
        self._overrun -= idle - self._idle
        self._idle = idle
        if self._spent > self.most:
            self._overrun = max(0.0, self._overrun) + used
            if self._overrun > self._page.limits.overrun:
                error = exceeded(self._page.limits, "overrun", f"the last call was {last}")
                self._page.js.stop(error)
        elif self._overrun <= 0:
            self._is_watched = False

    def _idle_now(self) -> float:
        looper = self._looper
        return looper.clock.now() if looper.clock.virtual else looper.idle
