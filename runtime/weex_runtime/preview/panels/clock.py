"""The panel of the runtime's clock: run, pause, step."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping

from weex_runtime.errors import ClockError
from weex_runtime.loop.timeouts import clock_seconds
from weex_runtime.preview.panels.panel import Message, Panel

_LONGEST = 3600  # longest step in seconds, since the browser waits while the step's timers run
_MOST_AS_NUMBER = 300  # `Clock.run_for` accepts a longer time only as text
_NUMBER = re.compile(r"\d*\.?\d+", re.ASCII)
_TIME = re.compile(r"\d+:\d\d(:\d\d)?", re.ASCII)


class ClockPanel(Panel):
    """Pauses the clock, and moves the clock in steps."""

    name = "clock"

    def state(self) -> dict[str, object]:
        """Return {paused, time, next}: the time of day in milliseconds since 1970, and the seconds
        to the next timer. Both are left out unless the clock is paused.
        """
        clock = self.runtime.clock
        if not clock.virtual:
            return {"paused": False}
        return {"paused": True, "time": clock.time_ms(), "next": self._ahead()}

    def actions(self) -> Mapping[str, Callable[[Message], object]]:
        return {"pause": self._pause, "run": self._run, "step": self._step, "next": self._next}

    def _pause(self, message: Message) -> None:
        self.runtime.clock.install()
        self.recorded.call("clock.install()")

    def _run(self, message: Message) -> None:
        self.runtime.clock.resume()
        self.recorded.call("clock.resume()")

    def _step(self, message: Message) -> None:
        text = str(message.get("duration", "")).strip()
        if not (_NUMBER.fullmatch(text) or _TIME.fullmatch(text)):
            raise ClockError(f"step: expected seconds like 0.5, or 01:30:00, got {text!r}")
        duration = text if ":" in text else float(text)
        if clock_seconds("step", duration) > _LONGEST:
            raise ClockError(
                f"step: expected at most 01:00:00 (one hour), got {text}; take several steps"
            )
        self._move(duration)

    def _next(self, message: Message) -> None:
        ahead = self._ahead()
        if ahead is None:
            raise ClockError("cannot step to the next timer: no page has a timer")
        if ahead > _MOST_AS_NUMBER:
            minutes, seconds = divmod(math.ceil(ahead), 60)
            self._move(f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}")
        else:
            self._move(ahead)

    def _move(self, duration: float | str) -> None:
        shown = repr(duration) if isinstance(duration, str) else f"{duration:.12g}"
        self.runtime.clock.run_for(duration)
        self.recorded.call(f"clock.run_for({shown})")

    def _ahead(self) -> float | None:
        """Return the seconds to the next timer; None if there is no timer."""
        due = self.runtime.looper.next_due()
        return None if due is None else max(0.0, round(due - self.runtime.clock.now(), 9))
