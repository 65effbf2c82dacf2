"""How far a clock moves: seconds as a number, a `timedelta`, or text like "01:30:00"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from weex_runtime.errors import ClockError
from weex_runtime.loop.timeouts import LONGEST

if TYPE_CHECKING:
    from datetime import timedelta

Duration = Union[float, str, "timedelta"]

_HOUR, _DAY = 3600, 86_400


def duration_seconds(method: str, duration: Duration) -> float:
    """A duration in seconds.

    Args:
        method: Of the clock, for messages.
        duration: Text has hours, minutes and seconds, as in Playwright: "30", "01:30", "10:00:00".

    Raises:
        ClockError: It is none, negative, or a number that was meant as milliseconds.
    """
    seconds: object = duration
    if hasattr(duration, "total_seconds"):
        seconds = duration.total_seconds()
    elif isinstance(duration, str):
        seconds = _read(duration)
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or seconds != seconds:
        raise ClockError(
            'a duration is seconds as a number, text like "30" or "01:30:00", or a timedelta: '
            f"{method}({duration!r})"
        )
    if seconds < 0:
        raise ClockError(f"time runs forwards only: {method}({duration})")
    if isinstance(duration, (int, float)) and (instead := seconds_meant(duration)):
        raise ClockError(
            f"a duration is in seconds, and {method}({duration}) reads as milliseconds: did you "
            f'mean {instead:g}? "{_in_words(seconds)}" says that it is meant'
        )
    return float(seconds)


def seconds_meant(number: float) -> float:
    """Seconds, where a number was meant as milliseconds; 0 where it was not.

    More than five minutes are refused, as with timeouts, unless they are hours (of one day) or
    days.
    """
    if number <= LONGEST or number % (_HOUR if number < _DAY else _DAY) == 0:
        return 0
    return number / 1000


def _read(text: str) -> int | None:
    """The seconds of "[[hours:]minutes:]seconds"; None for what is something else."""
    parts = text.strip().split(":")
    if len(parts) > 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    total = 0
    for number in map(int, parts):
        if total and number >= 60:
            return None
        total = total * 60 + number
    return total


def _in_words(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"
