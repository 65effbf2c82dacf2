"""Timers of one page, for module `timer` and the global setTimeout. JS half: js/30_timers.js."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from weex_runtime.loop.looper import Looper
from weex_runtime.loop.timers import Timer


class PageTimers:
    """The timers of one page, by key.

    Args:
        most: Maximum number of running timers.
        refuse: Called in place of starting a timer while `most` timers are running.
    """

    def __init__(self, looper: Looper, most: int, refuse: Callable[[], object]) -> None:
        self._looper = looper
        self._most = most
        self._refuse = refuse
        self._timers: dict[Hashable, Timer] = {}
        self._is_held = False
        self._every: float | None = None
        self._held: dict[Hashable, Callable[[], None]] = {}  # timers that `hold` keeps from firing
        self._flush: Timer | None = None

    def start(
        self, key: Hashable, delay_ms: float | None, fire: Callable[[], object], *, repeat: bool
    ) -> None:
        """Call `fire` after the delay, once or repeatedly.

        Args:
            key: Identifies the timer; a running timer of the same key is replaced.
            delay_ms: Milliseconds. Negative numbers, NaN and None (an infinity in JSON) count as
                0. An interval waits at least 1 ms, so that it cannot stop the loop.
        """
        self.clear(key)
        if len(self._timers) >= self._most:
            self._refuse()
            return
        delay = delay_ms / 1000 if delay_ms is not None and delay_ms > 0 else 0.0

        def due() -> None:
            if self._is_held:
                self._held[key] = due
                if self._every and not self._flush:
                    left = self._every - self._looper.clock.now() % self._every
                    self._flush = self._looper.call_later(left, self._fire_held)
                return
            if repeat:
                # Start the next interval before the call, as on Android: a handler that raises does
                # not end the interval.
                self._timers[key] = self._looper.call_later(max(delay, 0.001), due)
            else:
                del self._timers[key]
            fire()

        self._timers[key] = self._looper.call_later(delay, due)

    def clear(self, key: Hashable) -> None:
        """Stop a timer, if it is running."""
        self._held.pop(key, None)
        timer = self._timers.pop(key, None)
        if timer:
            timer.cancel()

    def __len__(self) -> int:
        """Return the number of running timers."""
        return len(self._timers)

    def running(self) -> list[tuple[Hashable, float]]:
        """Return (key, time of the clock at which the timer is due) of each timer."""
        return [(key, timer.due) for key, timer in self._timers.items()]

    def hold(self, every: float | None = None) -> None:
        """Hold back timers that become due, until `release`. An interval that was due several times
        fires only once.

        Args:
            every: Also fire the held timers whenever the clock reaches a multiple of this number of
                seconds; None: only at `release`.
        """
        self._is_held, self._every = True, every

    def release(self) -> None:
        """In the next turn, fire in order the timers that became due since the call of `hold`."""
        self._is_held = False
        if self._flush:
            self._flush.cancel()
            self._flush = None
        if self._held:
            self._looper.call_soon(self._fire_held)

    def _fire_held(self) -> None:
        self._flush = None
        is_held, self._is_held = self._is_held, False
        for key in list(self._held):
            due = self._held.pop(key, None)
            if due:  # None if an earlier timer has cleared this timer
                due()
        self._is_held = is_held

    def destroy(self) -> None:
        """Stop all timers."""
        self._held.clear()
        if self._flush:
            self._flush.cancel()
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
