"""The timers of one page: for the module `timer` and for the global setTimeout.
JS half: js/30_timers.js."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from weex_runtime.looper import Looper, Timer


class PageTimers:
    """Timers by key; all end with the page."""

    def __init__(self, looper: Looper) -> None:
        self._looper = looper
        self._timers: dict[Hashable, Timer] = {}

    def start(
        self, key: Hashable, delay_ms: float | None, fire: Callable[[], object], *, repeat: bool
    ) -> None:
        """Call `fire` after the delay, once or again and again.

        Args:
            key: Names it for `clear`; a running timer of the same key is replaced.
            delay_ms: Milliseconds; negative and NaN count as 0, and so does None, which is what
                an infinity becomes on its way from JS. An interval keeps at least 1 ms between
                two calls, so that it cannot stop the loop.
        """
        self.clear(key)
        delay = delay_ms / 1000 if delay_ms is not None and delay_ms > 0 else 0.0

        def due() -> None:
            if repeat:
                # Before the call, as Android does it: a failing handler does not end an interval.
                self._timers[key] = self._looper.call_later(max(delay, 0.001), due)
            else:
                del self._timers[key]
            fire()

        self._timers[key] = self._looper.call_later(delay, due)

    def clear(self, key: Hashable) -> None:
        """Stop a timer; harmless when there is none."""
        timer = self._timers.pop(key, None)
        if timer:
            timer.cancel()

    def running(self) -> list[tuple[Hashable, float]]:
        """Each timer's key, and the clock's time at which it is due."""
        return [(key, timer.due) for key, timer in self._timers.items()]

    def destroy(self) -> None:
        """Stop all of them."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
