"""The table of all rows, for the terminal and for README.md."""

from __future__ import annotations

import statistics
from collections.abc import Iterable

from benchmarks.measure import BARE, NODE, OURS, Row

_HEAD = ("measure", OURS, NODE, BARE, f"to {NODE}", "target", f"to {BARE}", "target")


def table(rows: Iterable[Row], node_is_here: bool) -> str:
    """Markdown, with columns of equal width so that it can be read as text too."""
    lines = [_HEAD, *(_cells(row, node_is_here) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEAD))]
    rule = tuple("-" * (width - 1) + ":" for width in widths)
    rule = ("-" * widths[0], *rule[1:])
    return "".join(
        f"| {' | '.join(_padded(cells, widths))} |\n" for cells in (_HEAD, rule, *lines[1:])
    )


def _padded(cells: tuple[str, ...], widths: list[int]) -> list[str]:
    first = cells[0].ljust(widths[0])
    return [first, *(c.rjust(w) for c, w in zip(cells[1:], widths[1:], strict=True))]


def _cells(row: Row, node_is_here: bool) -> tuple[str, ...]:
    measured = [_measured(row, peer, node_is_here) for peer in (OURS, NODE, BARE)]
    return (row.measure, *measured, *_compared(row, NODE), *_compared(row, BARE))


def _measured(row: Row, peer: str, node_is_here: bool) -> str:
    if peer in row.values:
        figure = f"{_figure(row.median(peer))} {row.unit}"
        if peer != OURS or row.limit is None:
            return figure
        reached = row.median(peer) <= row.limit
        return f"{figure} (≤ {row.limit:g} {'reached' if reached else 'missed'})"
    return "no Node here" if peer == NODE and not node_is_here else ""


def _compared(row: Row, peer: str) -> tuple[str, str]:
    """The ratio with its spread, and the target."""
    target = row.targets.get(peer)
    if peer not in row.values:
        return "", str(target or "")
    ratios = row.ratios(peer)
    ratio = statistics.median(ratios)
    spread = f"{_figure(ratio)} ({_figure(min(ratios))} to {_figure(max(ratios))})"
    if target is None:
        return spread, ""
    return spread, f"{target} {'reached' if target.is_reached(ratio) else 'missed'}"


def _figure(value: float) -> str:
    """Three digits that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
