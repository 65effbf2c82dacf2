"""Costs of layout and pictures of a page with 1,000 rows and 4,003 elements."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.measure import Row, Scale
from benchmarks.peers import costs_of


def rows(scale: Scale) -> Iterable[Row]:
    """Yield CPU times."""
    costs = costs_of(scale, ["-m", "benchmarks.layout_peer", str(scale.amount(1000))], 7)
    yield Row("(m) layout of 1,000 rows, new texts", "ms", costs["new"])
    yield Row("(m) layout of 1,000 rows, known texts", "ms", costs["known"])
    yield Row("(m) layout after the change of a text", "ms", costs["again"])
    yield Row("(m) picture of the screen as SVG", "ms", costs["svg"])
    yield Row("(m) screen of a step in a trace", "ms", costs["step"])
