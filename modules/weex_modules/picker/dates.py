"""Dates and times of module `picker`: defaults and limits."""

from __future__ import annotations

import re
from datetime import date, datetime

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(r"(\d{1,2}):(\d{1,2})")


class Dates:
    """The dates of one picker.

    Args:
        value: The default, "yyyy-MM-dd"; today if the text is not a date.
        least, most: The limits, "yyyy-MM-dd"; a string that is not a date sets no limit. Limits in
            the wrong order are ignored.

    Attributes:
        first: The default date, or the nearest limit if the default is outside the limits.
        min, max: The limits, "yyyy-MM-dd"; "" for none.
    """

    def __init__(self, value: str, least: str, most: str, today: date) -> None:
        self._least = _date_of(least) or date.min
        self._most = _date_of(most) or date.max
        if self._least > self._most:
            self._least, self._most = date.min, date.max
        shown = _date_of(value) or today
        self.first = min(max(shown, self._least), self._most).isoformat()
        self.min = self._least.isoformat() if self._least > date.min else ""
        self.max = self._most.isoformat() if self._most < date.max else ""

    def parse(self, text: str) -> str | None:
        """Return the date in a string as "yyyy-MM-dd"; None if it is outside the limits or not a
        date.
        """
        found = _date_of(text)
        can_be = found and self._least <= found <= self._most
        return found.isoformat() if found and can_be else None

    def __str__(self) -> str:
        least = f" from {self.min}" if self.min else ""
        most = f" to {self.max}" if self.max else ""
        return f"a date like '2016-11-28'{least}{most}"


def first_time(value: str, now: datetime) -> str:
    """Return the default time as "HH:mm": the time in `value`, or else the present time."""
    return parse_time(value) or now.strftime("%H:%M")


def parse_time(text: str) -> str | None:
    """Return the time in a string as "HH:mm"; None if it is not a time."""
    match = _TIME.fullmatch(text)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return f"{int(match[1]):02}:{int(match[2]):02}"


def _date_of(text: str) -> date | None:
    match = _DATE.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
