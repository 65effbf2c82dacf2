"""The time that timers live in: the machine's, or a virtual one that a test moves."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from weex_runtime.errors import ClockError

if TYPE_CHECKING:
    from weex_runtime.looper import Looper


_TURNS_AT_ONE_MOMENT = 10_000
# Ten steps of 0.1 s add up to a little less than 1 s.
_ROUNDING = 1e-9


class Clock:
    """A runtime's clock, in seconds; it starts at 0 when virtual.

    A virtual clock stands still until `fast_forward` moves it. Waiting for sockets and workers
    always happens in real time.
    """

    def __init__(self, looper: Looper, *, virtual: bool) -> None:
        self._looper = looper
        self.virtual = virtual
        self._now = 0.0

    def now(self) -> float:
        """Seconds since some fixed moment; never runs backwards."""
        return self._now if self.virtual else time.monotonic()

    def fast_forward(self, seconds: float) -> None:
        """Move the time on; everything due on the way runs in order, each at its own time.

        Args:
            seconds: How far, not negative.

        Raises:
            ClockError: The clock is the real one: open the runtime with clock="virtual". Or timers
                without a delay start each other without end, so that time stands still.
        """
        if not self.virtual:
            raise ClockError('the real clock cannot be moved: use Runtime(clock="virtual")')
        if seconds < 0:
            raise ClockError(f"time runs forwards only: fast_forward({seconds})")
        target = self._now + seconds
        self._looper.settle()
        turns = 0
        while (due := self._looper.next_due()) is not None and due <= target + _ROUNDING:
            turns = 0 if due > self._now else turns + 1
            if turns > _TURNS_AT_ONE_MOMENT:
                raise ClockError(
                    f"time stands still at {self._now:g} s: a timer without delay starts another, "
                    "without end"
                )
            self._now = max(self._now, due)
            self._looper.turn(0)
            self._looper.settle()
        # A timer on the way may have moved it further itself.
        self._now = max(self._now, target)
