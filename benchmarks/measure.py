"""Rows of a benchmark, the amount of work in a run, and the peers."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

# Names of the peers in the table.
OURS = "weex-runtime"
NODE = "Node"
CHROMIUM = "Chromium"  # with weex-vue-render
BARE = "websocket-client"
WITH_WSACCEL = "websocket-client with wsaccel"
WEBSOCKETS = "websockets"
BEFORE = "before"  # weex-runtime at another revision


class Scale(NamedTuple):
    """The number of values and the amount of work in a run.

    Attributes:
        most_values: Of each peer; a measure may take fewer.
        divisor: The amount of work for each value is divided by this number.
        before: Python of an environment with another revision of weex-runtime. If it is given,
            this revision is the only peer, and each benchmark takes `most_values` values.
    """

    most_values: int
    divisor: int
    before: str | None = None

    def values(self, wanted: int) -> int:
        """Return the number of values if a full run takes `wanted` values."""
        return self.most_values if self.before else min(wanted, self.most_values)

    def amount(self, wanted: int) -> int:
        """Return the amount of work for one value if a full run does the amount `wanted`."""
        return max(2, wanted // self.divisor)


class Target(NamedTuple):
    """A bound for the ratio of weex-runtime to a peer."""

    bound: float
    at_least: bool = False

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.bound}"

    def is_reached(self, ratio: float) -> bool:
        """Return whether a ratio reaches the target."""
        return ratio >= self.bound if self.at_least else ratio <= self.bound


@dataclass(frozen=True)
class Row:
    """A line of the table.

    Attributes:
        measure: The name of the figure.
        unit: The unit of all values.
        values: {peer: values}; values that were measured in one turn have the same index.
        targets: {peer: target of the ratio of weex-runtime to the peer}.
        limit: The maximum for the figure of weex-runtime.
        is_control: True for a row without code of weex-runtime: the row shows the noise of a run,
            and is not judged in a comparison of revisions.
    """

    measure: str
    unit: str
    values: Mapping[str, list[float]]
    targets: Mapping[str, Target] = field(default_factory=dict)
    limit: float | None = None
    is_control: bool = False

    @property
    def is_rate(self) -> bool:
        """Return whether larger values are better."""
        return self.unit == "/s"

    def beside(self, name: str, other: str, column: str, target: Target | None = None) -> Row:
        """Return a further row, with the values of `other` in the column of a peer."""
        values = {OURS: self.values[OURS], column: self.values[other]}
        return Row(name, self.unit, values, {column: target} if target else {})

    def median(self, peer: str) -> float:
        """Return the median of the values of a peer."""
        return statistics.median(self.values[peer])

    def ratios(self, peer: str) -> list[float]:
        """Return the ratios of weex-runtime to a peer, one for each turn."""
        return [a / b for a, b in zip(self.values[OURS], self.values[peer], strict=True)]


def with_wsaccel(row: Row) -> Iterator[Row]:
    """Yield the row, and a row for websocket-client with wsaccel if it was measured too."""
    yield row
    if WITH_WSACCEL in row.values:
        yield row.beside("- the client with wsaccel", WITH_WSACCEL, BARE)
