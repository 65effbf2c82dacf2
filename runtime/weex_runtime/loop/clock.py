"""The clock of a runtime: the machine's time, or a virtual time that a test moves."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from weex_runtime.errors import ClockError, WaitTimeout
from weex_runtime.loop.timeouts import Duration, clock_seconds
from weex_runtime.naming import brief

if TYPE_CHECKING:
    from datetime import datetime

    from weex_runtime.loop.looper import Looper
    from weex_runtime.loop.quiescence import Quiescence

Moment: TypeAlias = "float | str | datetime"

_LATEST = 100_000_000_000  # the year 5138; a larger number is probably milliseconds
_TURNS_AT_ONE_MOMENT = 10_000
_ENDLESS_TIMERS = "timers without a delay start each other endlessly"
_ENDLESS = "callbacks queue further callbacks endlessly"
_DIGITS = 9  # times are rounded, since ten steps of 0.1 s add up to a little less than 1 s

# Real seconds between two checks of whether a server of this process is idle: a server that becomes
# idle does not wake the loop.
_LOOK_AGAIN = 0.001


class Clock:
    """The clock of a runtime and its pages, with methods as in Playwright.

    The clock follows the machine's clock until `install`, and stands still from then on; with
    `Runtime(clock="virtual")` the clock stands still from the start, at 0. The clock drives timers
    of pages and modules, animations, deadlines of sockets and requests, delays of test servers, and
    the time of day of the pages' `Date`.

    A virtual clock moves only when everything is idle: before each step and after the last step,
    the clock waits in real time until JS has nothing to do, work on threads is done, and data on
    sockets was read and answered. Servers of this process report that they are idle; another peer
    counts as idle after `grace` seconds without data.

    Durations are seconds, a `timedelta`, or text like "30" or "01:30:00". Times are a `datetime`
    (local without a time zone), seconds since 1970, or ISO 8601 text; a date without a time is
    midnight in UTC, as in JS.

    Attributes:
        virtual: The clock stands still until a test moves it.
        grace: Real seconds without data after which a peer of another process counts as idle.
        patience: Real seconds that the wait for an idle moment may take.
        on_own_time: Called when the clock's time may begin to differ from the machine's time.
    """

    def __init__(self, looper: Looper, *, virtual: bool) -> None:
        self._looper = looper
        self._now = 0.0
        self._ahead = 0.0  # number of seconds by which a running clock is ahead of time.monotonic()

        # time of day at which `now` was 0; None: the clock has the machine's time of day
        self._zero: int | None = None
        self._fixed: int | None = None  # the fixed time of day, in milliseconds since 1970
        self.on_own_time: Callable[[], object] = lambda: None
        self.virtual = False
        self.grace = 0.05
        self.patience = 5.0
        self._quiescence: Quiescence
        if virtual:
            self._stand_still()
            self._zero = _machine_time()

    def now(self) -> float:
        """Return the seconds since a fixed moment; never decreases."""
        return self._now if self.virtual else time.monotonic() + self._ahead

    def after(self, seconds: float) -> float:
        """Return the value that `now` will have after a number of seconds."""
        return round(self.now() + seconds, _DIGITS)

    def time(self) -> float:
        """Return the time of day of the pages, in seconds since 1970, to the millisecond."""
        return self.time_ms() / 1000

    def time_ms(self) -> int:
        """Return the time of day of the pages, in milliseconds since 1970."""
        if self._fixed is not None:
            return self._fixed
        if self._zero is None:
            return _machine_time()
        return self._zero + _milliseconds(self.now())

    @property
    def has_own_time(self) -> bool:
        """Return whether `time` differs from the machine's time."""
        return self._zero is not None or self._fixed is not None

    # The methods from here on are for tests.

    def install(self, time: Moment | None = None) -> None:
        """Stop the time until a test moves it; running timers keep their remaining delays.

        (Playwright's clock runs on after `install`; see `resume`.)

        Args:
            time: The time of day; default: the present time.

        Raises:
            ClockError: `time` has none of the accepted forms.
        """
        moment = None if time is None else _epoch_ms(time)
        if not self.virtual:
            before = self.time_ms()
            # Start at a whole millisecond, so that rounding does not change differences of
            # `Date.now()`.
            self._now = _milliseconds(self.now()) / 1000
            self._stand_still()
            if self._zero is None:
                self._zero = before - _milliseconds(self._now)
        if moment is not None:
            self._set_time(moment)
        self.on_own_time()

    def run_for(self, duration: Duration) -> None:
        """Move the time on and run the timers that become due, in order, each at its due time.

        Raises:
            ClockError: The clock follows the machine's clock (call `install` first), or timers
                without a delay start each other endlessly.
            WaitTimeout: JS, a thread or a socket was not idle after `patience`; the message names
                the pending work.
        """
        target = self.after(self._duration("run_for", duration))
        self._come_to_rest()
        while (due := self._looper.next_due()) is not None and due <= target:
            self._now = max(self._now, due)
            self._come_to_rest()
        # A timer may have called `run_for` itself and moved the time further.
        self._now = max(self._now, target)

    def fast_forward(self, duration: Duration) -> None:
        """Jump ahead, then run the timers that became due, as when a closed laptop is opened again.
        An interval that became due several times runs only once.

        Raises:
            ClockError, WaitTimeout: As `run_for`.
        """
        self._jump(self._duration("fast_forward", duration))

    def pause_at(self, time: Moment) -> None:
        """Call `install`, jump ahead to a time of day, as `fast_forward` does, and stop the clock
        at this time.

        Raises:
            ClockError: The time has passed, or has none of the accepted forms; or as for `run_for`.
            WaitTimeout: As `run_for`.
        """
        moment = _epoch_ms(time)
        self.install()
        self._fixed = None
        ahead = moment - self.time_ms()
        if ahead < 0:
            raise ClockError(
                f"pause_at({time!r}): expected a time after the clock's time, got a time "
                f"{-ahead / 1000:g} s earlier than the clock's"
            )
        self._jump(ahead / 1000)

    def resume(self) -> None:
        """Run with the machine's clock again, from the present time on."""
        if self.virtual:
            self._ahead = self._now - time.monotonic()
            self.virtual = False

    def set_fixed_time(self, time: Moment) -> None:
        """Stop the time of day; timers continue.

        Raises:
            ClockError: `time` has none of the accepted forms.
        """
        self._fixed = _epoch_ms(time)
        self.on_own_time()

    def set_system_time(self, time: Moment) -> None:
        """Change the time of day, which continues from the new value; timers keep their delays.

        Raises:
            ClockError: `time` has none of the accepted forms.
        """
        self._set_time(_epoch_ms(time))
        self.on_own_time()

    # The methods from here on are private.

    def _stand_still(self) -> None:
        from weex_runtime.loop.quiescence import Quiescence

        self.virtual = True
        self._quiescence = Quiescence(self._looper)

    def _set_time(self, moment: int) -> None:
        self._fixed = None
        self._zero = moment - _milliseconds(self.now())

    def _jump(self, seconds: float) -> None:
        target = self.after(seconds)
        self._come_to_rest()
        self._now = max(self._now, target)
        self._come_to_rest()

    def _duration(self, method: str, duration: Duration) -> float:
        seconds = clock_seconds(method, duration)
        if not self.virtual:
            raise ClockError(
                f"{method} needs a clock that stands still, but this clock follows the machine's "
                'clock: call clock.install() first, or use Runtime(clock="virtual")'
            )
        return seconds

    def _come_to_rest(self) -> None:
        """Run the callbacks and timers that are due now, and all callbacks that these cause."""
        looper, moment, turns = self._looper, self._now, 0
        deadline = 0.0
        while True:
            is_settled = looper.settle(self.patience)
            if self._now > moment:
                moment, turns = self._now, 0  # a callback has moved the clock: go on from its time
            if is_settled and looper.is_due():
                turns += 1
                if turns > _TURNS_AT_ONE_MOMENT:
                    head = f"time stands still at {self._now:g} s: {_ENDLESS_TIMERS}"
                    raise ClockError(looper.with_reasons(head))
                continue
            problem = self._quiescence.problem(self.grace) if is_settled else _ENDLESS
            if not problem:
                return
            now = time.monotonic()
            deadline = deadline or now + self.patience
            if not is_settled or now >= deadline:
                head = (
                    f"the clock stays at {self._now:g} s, since not everything became idle within "
                    f"{self.patience:g} real seconds (clock.patience): {problem}"
                )
                raise WaitTimeout(looper.with_reasons(head))
            looper.turn(_LOOK_AGAIN)


def _machine_time() -> int:
    return time.time_ns() // 1_000_000


def _milliseconds(seconds: float) -> int:
    """Return the whole milliseconds in a number of seconds."""
    return int(seconds * 1000 + 1e-6)


def _epoch_ms(moment: Moment) -> int:
    if isinstance(moment, (int, float)) and not isinstance(moment, bool):
        if _LATEST < abs(moment) < _LATEST * 1000:
            raise ClockError(
                f"a time is in seconds since 1970, and {moment} reads as milliseconds: did you "
                f"mean {moment / 1000:.15g}?"
            )
        if abs(moment) <= _LATEST:  # the comparison is false for NaN
            return round(moment * 1000)
    elif isinstance(moment, str):
        from datetime import datetime, timezone

        try:
            # Python 3.10 does not parse "Z".
            read = datetime.fromisoformat(moment.strip().replace("Z", "+00:00"))
            if len(moment.strip()) == len("2026-01-31"):
                read = read.replace(tzinfo=timezone.utc)
            return round(read.timestamp() * 1000)
        except (ValueError, OverflowError):  # a local time around the year 1 raises OverflowError
            pass
    elif hasattr(moment, "timestamp"):
        try:
            return round(moment.timestamp() * 1000)
        except (ValueError, OverflowError):
            pass
    raise ClockError(
        "expected a datetime, seconds since 1970 or ISO 8601 text like "
        f'"2026-01-31T08:00:00", got {brief(moment)}'
    )
