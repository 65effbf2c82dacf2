"""Rows as a Markdown table: a comparison with peers for README.md, or with another revision."""

from __future__ import annotations

import statistics
from collections.abc import Iterable

from benchmarks.measure import BARE, BEFORE, CHROMIUM, NODE, OURS, WEBSOCKETS, Row

# By how much the median of the pairs may be worse before a revision counts as slower or larger.
_TOLERANCE = 1.03

_HEAD = (
    *("measure", OURS, NODE, "client alone", CHROMIUM),
    *(f"to {NODE}", "target", "to the client", "target", f"to {CHROMIUM}", "target"),
)


def table(rows: Iterable[Row], node_is_here: bool) -> str:
    """Return Markdown with columns of equal width, which can be read as text too."""
    return _markdown([_HEAD, *(_cells(row, node_is_here) for row in rows)])


def comparison(rows: Iterable[Row], revision: str) -> tuple[str, list[str]]:
    """Return a comparison with another revision as Markdown, and the names of worse figures."""
    lines: list[tuple[str, ...]] = [
        ("measure", "now", revision, "now to before", "pairs", "verdict")
    ]
    worse = []
    for row in rows:
        ratios = row.ratios(BEFORE)
        ratio = statistics.median(ratios)
        is_worse = not row.is_control and (1 / ratio if row.is_rate else ratio) > _TOLERANCE
        if is_worse:
            worse.append(row.measure)
        now, before = (f"{_figure(row.median(peer))} {row.unit}" for peer in (OURS, BEFORE))
        verdict = "control" if row.is_control else "worse" if is_worse else "not worse"
        lines.append((row.measure, now, before, _spread(ratios), str(len(ratios)), verdict))
    return _markdown(lines), worse


def _markdown(lines: list[tuple[str, ...]]) -> str:
    """Return a Markdown table; the first line is the head."""
    head, *body = lines
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    rule = tuple("-" * (width - 1) + ":" for width in widths)
    rule = ("-" * widths[0], *rule[1:])
    return "".join(f"| {' | '.join(_padded(cells, widths))} |\n" for cells in (head, rule, *body))


def _padded(cells: tuple[str, ...], widths: list[int]) -> list[str]:
    first = cells[0].ljust(widths[0])
    return [first, *(c.rjust(w) for c, w in zip(cells[1:], widths[1:], strict=True))]


def _cells(row: Row, node_is_here: bool) -> tuple[str, ...]:
    client = WEBSOCKETS if WEBSOCKETS in row.targets else BARE
    measured = [_measured(row, peer, node_is_here) for peer in (OURS, NODE, client, CHROMIUM)]
    compared = [cell for peer in (NODE, client, CHROMIUM) for cell in _compared(row, peer)]
    return (row.measure, *measured, *compared)


def _measured(row: Row, peer: str, node_is_here: bool) -> str:
    if peer in row.values:
        figure = f"{_figure(row.median(peer))} {row.unit}"
        if peer != OURS or row.limit is None:
            return figure
        reached = row.median(peer) <= row.limit
        return f"{figure} (≤ {row.limit:g} {'reached' if reached else 'missed'})"
    return "no Node here" if peer == NODE and not node_is_here else ""


def _compared(row: Row, peer: str) -> tuple[str, str]:
    """Return the ratio with its spread, and the target."""
    target = row.targets.get(peer)
    if peer not in row.values:
        return "", str(target or "")
    ratios = row.ratios(peer)
    if target is None:
        return _spread(ratios), ""
    is_reached = target.is_reached(statistics.median(ratios))
    return _spread(ratios), f"{target} {'reached' if is_reached else 'missed'}"


def _spread(ratios: list[float]) -> str:
    """Return the median, the minimum and the maximum."""
    return (
        f"{_figure(statistics.median(ratios))} ({_figure(min(ratios))} to {_figure(max(ratios))})"
    )


def _figure(value: float) -> str:
    """Return a number with three significant digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
