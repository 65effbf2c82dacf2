"""Figures of several processes together."""

from __future__ import annotations

from typing import Any

from weex_runtime.load.figures import Figures


def part(users: int, times: dict[str, int], failures: int) -> dict[str, Any]:
    """What a process writes."""
    count = sum(times.values())
    milliseconds = sum(int(ms) * number for ms, number in times.items())
    row = {
        "type": "WS open",
        "name": "ws://a",
        "count": count,
        "failures": failures,
        "bytes": 0,
        "times": times,
        "milliseconds": milliseconds,
        "max": max(map(int, times)),
    }
    sent = {**row, "type": "WS sent", "count": 7, "failures": 0, "times": {}, "milliseconds": 0}
    errors = [["WS open", "ws://a", "refused", failures]]
    figures = {"users": users, "seconds": 2.0, "rows": [row, sent], "errors": errors}
    return {**figures, "cpu": 0.5, "memory": 1 << 20}


def test_figures_of_several_processes_are_added_up() -> None:
    figures = Figures.merged([part(1, {"10": 3}, 1), part(2, {"10": 1, "40": 4}, 2)])
    row = figures.rows["WS open", "ws://a"]
    assert (figures.users, figures.messages, row.count, row.failures) == (3, 14, 8, 3)
    assert (row.percentile(0.5), row.percentile(0.95), row.max) == (10, 40, 40)
    assert row.average == 25
    assert figures.errors == {("WS open", "ws://a", "refused"): 3}


def test_totals_include_times_only_from_rows_that_measure_times() -> None:
    total = Figures.merged([part(1, {"10": 3}, 0)]).all
    assert (total.count, total.timed) == (10, 3)
    assert total.facts(2.0)["milliseconds"]["p99"] == 10
    assert "milliseconds" not in Figures().all.facts(0)
