"""Repeating, medians and what a measure gives back."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Row(NamedTuple):
    """One line of the table.

    Attributes:
        measure: What was measured.
        value: The median with its unit.
        spread: Lowest and highest, same unit.
        runs: How many values the median is of.
    """

    measure: str
    value: str
    spread: str
    runs: int


def row(measure: str, unit: str, values: list[float], digits: int = 3) -> Row:
    """A line from values that are already in `unit`."""
    low, high = min(values), max(values)
    return Row(
        measure,
        f"{statistics.median(values):.{digits}g} {unit}",
        f"{low:.{digits}g} to {high:.{digits}g}",
        len(values),
    )


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
