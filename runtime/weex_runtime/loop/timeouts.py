"""Timeouts and durations: seconds as a number, a `timedelta`, or text like "01:30" for a clock."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

from weex_runtime.errors import ClockError, WeexError
from weex_runtime.naming import brief, named

if TYPE_CHECKING:
    from datetime import timedelta

# The types are strings, since Python takes a millisecond to evaluate the first union of types.
Timeout: TypeAlias = "float | timedelta"
Duration: TypeAlias = "float | str | timedelta"

DEFAULT_TIMEOUT = 5.0
_LONGEST = 300.0  # a larger number of seconds is probably meant as milliseconds
_LONGEST_DURATION = 100_000_000_000  # maximum number of seconds, more than 3,000 years
_HOUR, _DAY = 3600, 86_400
_LONGEST_TEXT = 100  # maximum number of characters of a duration as text


class DefaultTimeout:
    """A class whose methods wait with a default timeout."""

    _default_timeout: float | None = None

    def set_default_timeout(self, timeout: Timeout) -> None:
        """Set the timeout of actions, readings and expectations that are called without one.

        The default of a page overrides the default of its runtime, which is 5 s.

        Args:
            timeout: Seconds (not milliseconds), or a `timedelta`; in real time, even if the clock
                is virtual.

        Raises:
            WeexError: As `real_seconds`.
        """
        self._default_timeout = real_seconds(timeout)


def seconds(timeout: Timeout, name: str = "timeout") -> float:
    """Convert a timeout to seconds.

    Args:
        name: The name of the argument, for messages.

    Raises:
        WeexError: The timeout is negative or infinite, or neither a number nor a `timedelta`.
    """
    value = _number_of(timeout)
    if value is None:
        raise WeexError(
            f"{name}: expected seconds as a number, or a timedelta, got {brief(timeout)}"
        )
    if not 0 <= value < math.inf:
        raise WeexError(f"{name}: expected a finite number of seconds from 0, got {brief(timeout)}")
    return value


def real_seconds(timeout: Timeout) -> float:
    """Convert a timeout in real time to seconds.

    Raises:
        WeexError: As for `seconds`; or a number is above 300, so it is probably in milliseconds.
    """
    value = seconds(timeout)
    if isinstance(timeout, (int, float)) and (mistake := milliseconds_meant("timeout", value)):
        raise WeexError(
            f"{mistake} Write timedelta(seconds={timeout:g}) for this number of seconds"
        )
    return value


def milliseconds_meant(name: str, value: float) -> str:
    """Return the message for a number of seconds that is probably milliseconds; "" for other
    numbers.

    Args:
        name: The kind of value, like "timeout".
    """
    if value <= _LONGEST:
        return ""
    return (
        f"a {name} is in seconds, not milliseconds: {value:g} is more than five minutes; did you "
        f"mean {value / 1000:g}?"
    )


def clock_seconds(method: str, duration: Duration) -> float:
    """Convert a duration on a clock to seconds.

    Args:
        method: The clock's method, for messages.
        duration: Seconds, a `timedelta`, or text as in Playwright: "30", "01:30", "10:00:00".

    Raises:
        ClockError: The duration has another form, is negative or infinite, or is probably in
            milliseconds.
    """
    value = _read(duration) if isinstance(duration, str) else _number_of(duration)
    method = named(method)
    if value is None or math.isnan(value):
        raise ClockError(
            f'{method} takes seconds as a number, text like "30" or "01:30:00", or a timedelta: '
            f"got {brief(duration)}"
        )
    if not 0 <= value <= _LONGEST_DURATION:
        raise ClockError(
            f"{method}: expected 0 to {_LONGEST_DURATION:,} seconds, got {brief(duration)}"
        )
    if isinstance(duration, (int, float)) and (instead := seconds_meant(duration)):
        minutes, left = divmod(int(value), 60)
        text = f"{minutes // 60:02}:{minutes % 60:02}:{left:02}"
        raise ClockError(
            f"{method} takes seconds, and {duration} is probably milliseconds: did you mean "
            f'{instead:g}? Write "{text}" for this number of seconds'
        )
    return value


def seconds_meant(number: float) -> float:
    """Return the seconds that the caller meant if a number is probably in milliseconds; 0
    otherwise.

    A number above five minutes is probably in milliseconds, except for whole hours up to one day,
    and whole days.
    """
    if number <= _LONGEST or number % (_HOUR if number < _DAY else _DAY) == 0:
        return 0
    return number / 1000


def _number_of(value: float | timedelta) -> float | None:
    """Return the seconds; infinity for an integer that no float can hold; None for a value that is
    neither a number nor a `timedelta`.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    return float(value.total_seconds()) if hasattr(value, "total_seconds") else None


def _read(text: str) -> float | None:
    """Return the seconds of "[[hours:]minutes:]seconds"; None for another text."""
    parts = text.strip().split(":")
    if len(parts) > 3 or len(text) > _LONGEST_TEXT:
        return None
    if not all(part.isascii() and part.isdigit() for part in parts):
        return None
    total = 0
    for number in map(int, parts):
        if total and number >= 60:
            return None
        total = total * 60 + number
    return total
