"""Rows of a measure, and how much work a run does and beside whom."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

# The peers, as the table calls them.
OURS = "weex-runtime"
NODE = "Node"
CHROMIUM = "Chromium"  # with weex-vue-render
BARE = "websocket-client"
WITH_WSACCEL = "websocket-client with wsaccel"
WEBSOCKETS = "websockets"
BEFORE = "before"  # weex-runtime at another revision


class Scale(NamedTuple):
    """How much to measure, and beside whom.

    Attributes:
        most_values: Of each peer; a measure may take fewer.
        divisor: A work is cut down by it.
        before: Python of an environment with another revision of weex-runtime. Where it is given,
            that revision is the only other peer, and each measure takes `most_values` values.
    """

    most_values: int
    divisor: int
    before: str | None = None

    def values(self, wanted: int) -> int:
        """How many values to take where a whole run takes `wanted`."""
        return self.most_values if self.before else min(wanted, self.most_values)

    def amount(self, wanted: int) -> int:
        """How much to do for one value."""
        return max(2, wanted // self.divisor)


class Target(NamedTuple):
    """What the ratio of weex-runtime to a peer should be."""

    bound: float
    at_least: bool = False

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.bound}"

    def is_reached(self, ratio: float) -> bool:
        """Whether it is."""
        return ratio >= self.bound if self.at_least else ratio <= self.bound


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        measure: What was measured.
        unit: Of all values.
        values: By peer; those of one turn have the same index.
        targets: By peer that weex-runtime is compared with.
        limit: The most that the figure of weex-runtime itself should be.
        is_control: Without code of weex-runtime: the row shows the noise of a run, and gets no
            verdict beside another revision.
    """

    measure: str
    unit: str
    values: Mapping[str, list[float]]
    targets: Mapping[str, Target] = field(default_factory=dict)
    limit: float | None = None
    is_control: bool = False

    @property
    def is_rate(self) -> bool:
        """Whether more is better."""
        return self.unit == "/s"

    def beside(self, name: str, other: str, column: str, target: Target | None = None) -> Row:
        """A further line, with the values of `other` in the column of a peer."""
        values = {OURS: self.values[OURS], column: self.values[other]}
        return Row(name, self.unit, values, {column: target} if target else {})

    def median(self, peer: str) -> float:
        """Of a peer's values."""
        return statistics.median(self.values[peer])

    def ratios(self, peer: str) -> list[float]:
        """weex-runtime to a peer, turn by turn."""
        return [a / b for a, b in zip(self.values[OURS], self.values[peer], strict=True)]


def with_wsaccel(row: Row) -> Iterator[Row]:
    """The row, and one beside websocket-client with wsaccel where this was measured too."""
    yield row
    if WITH_WSACCEL in row.values:
        yield row.beside("- the client with wsaccel", WITH_WSACCEL, BARE)
