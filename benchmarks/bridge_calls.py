"""Costs of calls across the bridge: module calls from JS, and callbacks into JS."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.measure import Row, Scale
from benchmarks.peers import costs_of


def rows(scale: Scale) -> Iterable[Row]:
    """Yield the cost of a call in each direction."""
    ours = ["-m", "benchmarks.bridge_peer", str(scale.amount(20_000))]
    costs = costs_of(scale, ours, 7)
    yield Row("module call, JS to Python", "µs", costs["to_native"])
    yield Row("callback, Python to JS, in one batch", "µs", costs["to_js"])
    yield Row("callback, Python to JS, a turn each", "µs", costs["alone"])
