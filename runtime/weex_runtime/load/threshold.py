"""Thresholds of a load test, written like 'p95<50ms', 'failures<1%' or 'say: max<1s'."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import NamedTuple

from weex_runtime.errors import WeexError
from weex_runtime.load.figures import Figures, Row

_FORM = (
    "'p95<50ms', 'avg<20ms', 'max<1s', 'failures<1%', 'failures<=5' or 'rate>100/s'; for one row, "
    "put a part of the row's name first: 'WS open: p95<200ms'"
)
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
# {unit: factor} for each kind of figure, like {"ms": 1, "s": 1000} for times.
_TIME, _SHARE, _RATE = {"ms": 1.0, "s": 1000.0}, {"": 1.0, "%": 1.0}, {"/s": 1.0, "": 1.0}
_UNITS = {"avg": _TIME, "max": _TIME, "failures": _SHARE, "rate": _RATE}


class Threshold(NamedTuple):
    """A bound for one figure of a load test.

    Attributes:
        text: The threshold as the user wrote it.
        row: Part of the type and name of the rows to which the threshold applies; "" for all rows.
        figure: "avg", "max", "failures", "rate", or a percentile like "p95".
        bound: The bound of the figure: milliseconds, failures, percent of failures, or requests a
            second.
    """

    text: str
    row: str
    figure: str
    comparison: str
    bound: float
    unit: str

    def problem(self, figures: Figures) -> str:
        """Return the reason why the threshold is missed; "" if the figures meet it."""
        row = self._row(figures)
        if row is None:
            names = "; ".join(" ".join(key) for key in sorted(figures.rows))
            return f"no row contains {self.row!r}; the rows are {names or 'none'}"
        is_time = self.unit in _TIME and self.figure != "failures"
        if is_time and not row.times:
            return "no time was measured"
        value = self._value(row, figures.seconds)
        if _COMPARISONS[self.comparison](value, self.bound):
            return ""
        return f"{self.figure} is {value:.3g}{' ms' if is_time else self.unit}"

    def _row(self, figures: Figures) -> Row | None:
        if not self.row:
            return figures.all
        total = Row("", self.row)
        found = [row for row in figures.rows.values() if self.row in f"{row.type} {row.name}"]
        for row in found:
            total.add(row)
        return total if found else None

    def _value(self, row: Row, seconds: float) -> float:
        if self.figure == "avg":
            return row.average
        if self.figure == "max":
            return row.max
        if self.figure == "rate":
            return row.count / seconds if seconds else 0.0
        if self.figure == "failures":
            return row.failures / max(1, row.count) * 100 if self.unit == "%" else row.failures
        return row.percentile(float(self.figure[1:]) / 100)


def parse(text: str) -> Threshold:
    """Parse a threshold.

    Raises:
        WeexError: The text does not have the form of a threshold.
    """
    match = re.fullmatch(
        r"(?:(.+):)?\s*(avg|max|failures|rate|p\d+(?:\.\d+)?)\s*([<>]=?)\s*(\d+(?:\.\d+)?)\s*(\S*)",
        text.strip(),
    )
    if not match:
        raise WeexError(f"{text!r}: write a threshold like {_FORM}")
    row, figure, comparison, number, unit = match.groups()
    units = _UNITS.get(figure, _TIME)
    if unit not in units:
        given = f"{unit!r}" if unit else "none"
        expected = " or ".join(map(repr, filter(None, units)))
        raise WeexError(f"{text!r}: expected {figure} with the unit {expected}, got {given}")
    if figure[0] == "p" and not 0 < float(figure[1:]) <= 100:
        raise WeexError(f"{text!r}: expected a percentile from p1 to p100, got {figure}")
    bound = float(number) * units[unit]
    return Threshold(text, (row or "").strip(), figure, comparison, bound, unit)
