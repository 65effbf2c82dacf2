"""Parse date forms that are not in the standard, but that V8, JavaScriptCore and `quickjs-ng`
accept: `2017/02/05 10:00`, `Feb 5, 2017`, RFC 2822, two-digit years. JS half: engine/js/date.js.

ECMAScript, "Date.parse", leaves these forms to each engine. Where the engines differ, this file
follows V8.
"""

from __future__ import annotations

import re

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

# {name of a time zone: hours from UTC}, as in RFC 2822, section 4.3.
_ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0}
_ZONES |= {"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}

_TOKEN = re.compile(r"([0-9]+)|([A-Za-z\[-`{-\U0010ffff]+)|(.)", re.DOTALL)
_BEHIND_TIME = re.compile(r"[\s+\-Zz]")

_TIME_PARTS = 4  # the parts are hour, minute, second, millisecond


def parse_date(text: str) -> list[int | None] | None:
    """Parse the text of a date into its parts.

    Returns:
        Year, month (0 to 11), day, hour, minute, second, millisecond, and the offset from UTC in
        minutes (None: the local time zone). None if the text is not a date.
    """
    try:
        return _Reader(text).read()
    except ValueError:
        return None


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._date: list[int] = []
        self._time: list[int] = []
        self._month: int | None = None
        self._half: int | None = None  # hours to add for AM (0) or PM (12)
        self._zone: int | None = None
        # sign of a time zone whose minutes are still to be read, after "+hh:"; 0 in other cases
        self._zone_sign = 0
        self._has_number = False

    def read(self) -> list[int | None]:
        while match := _TOKEN.match(self._text, self._at):
            self._at = match.end()
            number, word, sign = match.groups()
            if number:
                self._has_number = True
                self._read_number(int(number))
            elif word:
                self._read_word(word.lower())
            elif sign == "(":
                self._skip_comment()
            elif sign in "+-" and (self._zone == 0 or self._time):
                self._read_zone(-1 if sign == "-" else 1)
            elif sign in "+-)" and self._has_number:
                raise ValueError
        return [*self._day(), *self._clock(), self._zone]

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _skip(self, sign: str) -> None:
        if self._next() == sign:
            self._at += 1

    def _digits(self) -> str:
        match = _TOKEN.match(self._text, self._at)
        digits = match[1] if match else None
        self._at += len(digits or "")
        return digits or ""

    def _read_number(self, number: int) -> None:
        is_time = len(self._time) in (1, 2) and number < 60
        if self._next() == ":":
            if len(self._time) == _TIME_PARTS:
                raise ValueError
            self._time.append(number)
            self._at += 1
        elif self._next() == "." and is_time:
            self._at += 1
            fraction = self._digits()
            if not fraction or len(self._time) == 1:
                raise ValueError  # a fraction is allowed only after the seconds
            self._time += [number, int(f"{fraction}00"[:3])]
        elif self._zone_sign and self._zone is not None:
            self._zone += self._zone_sign * number
            self._zone_sign = 0
        elif is_time or (len(self._time) == 3 and number < 1000):
            self._time.append(number)
            self._time += [0] * (_TIME_PARTS - len(self._time))
            if self._next() and not _BEHIND_TIME.match(self._next()):
                raise ValueError
        elif len(self._date) == 3:
            raise ValueError
        else:
            self._date.append(number)
            self._skip(".")
            self._skip("-")

    def _read_word(self, word: str) -> None:
        if word in ("am", "pm") and self._time:
            self._half = 12 if word == "pm" else 0
        elif word[:3] in _MONTHS:
            self._month = _MONTHS.index(word[:3]) + 1
            self._skip("-")
        elif word in _ZONES and self._has_number:
            self._zone = _ZONES[word] * 60
        elif self._has_number or ("0" <= self._next() <= "9"):
            raise ValueError  # unknown words are allowed only before the first number

    def _read_zone(self, sign: int) -> None:
        digits = self._digits()
        self._has_number = True
        if self._next() == ":":
            self._at += 1
            self._zone_sign = sign
        elif not 1 <= len(digits) <= 4:
            raise ValueError
        number = int(digits or 0)
        self._zone = sign * (number // 100 * 60 + number % 100 if len(digits) > 2 else number * 60)

    def _skip_comment(self) -> None:
        depth = 1
        while depth and self._next():
            depth += {"(": 1, ")": -1}.get(self._next(), 0)
            self._at += 1

    def _day(self) -> list[int]:
        if not self._date:
            raise ValueError
        first, second, third = [*self._date, 1, 1][:3]
        is_year_first = not 1 <= first <= 31
        if self._month is None:
            year, month, day = (first, second, third) if is_year_first else (third, first, second)
        else:
            month = self._month
            day, year = (second, first) if is_year_first else (first, second)
        if 0 <= year <= 99:
            year += 2000 if year < 50 else 1900
        if not (1 <= month <= 12 and 1 <= day <= 31):
            raise ValueError
        return [year, month - 1, day]

    def _clock(self) -> list[int]:
        hour, *others = [*self._time, 0, 0, 0, 0][:_TIME_PARTS]
        if self._half is not None:
            if hour > 12:
                raise ValueError
            hour = hour % 12 + self._half
        minute, second, _ = others
        if not (hour < 24 and minute < 60 and second < 60) and [hour, *others] != [24, 0, 0, 0]:
            raise ValueError
        return [hour, *others]
