"""The output of `weex-runtime load`: progress, the table, and the document of --json."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

from weex_runtime.cli.terminal import log, say
from weex_runtime.load.figures import Figures, Row
from weex_runtime.load.threshold import Threshold

_HEAD = ("type", "name", "count", "failed", "a second", "bytes", "median", "p95", "p99", "max ms")
_SHOWN_ERRORS = 20
_BUSY = 0.9  # if a process uses more than this share of a CPU, the process itself delays answers


def progress(figures: Figures, before: Figures) -> None:
    """Print a line with the present users, the messages per second since the previous line, and
    all failures until now.

    Args:
        before: The figures of the previous line.
    """
    row = figures.all
    rate = (figures.messages - before.messages) / (figures.seconds - before.seconds)
    time = f", p95 {row.percentile(0.95):g} ms" if row.times else ""
    log(
        f"{figures.seconds:5.0f} s  {figures.users} users, {rate:,.0f} messages a second{time}, "
        f"{row.failures} failures"
    )


def show(
    args: argparse.Namespace,
    figures: Figures,
    servers: Sequence[Mapping[str, Any]],
    missed: Mapping[Threshold, str],
) -> None:
    """Print the results of the load test as a table, or as JSON with --json.

    Args:
        servers: The figures of the servers of --serve.
        missed: {missed threshold: problem}.
    """
    seconds = figures.seconds
    if args.json:
        from weex_runtime.json_values import indented

        say(indented(_document(args, figures, servers, missed)))
    else:
        _show_table(figures)
        for used in figures.used:
            share = used["cpu"] / max(seconds, 0.001)
            say(f"process with users: {share:.0%} CPU, {used['memory'] / (1 << 20):.0f} MiB")
        for server in servers:
            say(
                f"{server['kind']} server: {server['connections']:,} connections, "
                f"{server['received']:,} messages received, {server['sent']:,} sent"
            )
    if any(used["cpu"] > _BUSY * seconds for used in figures.used):
        log(
            "weex-runtime: a process of the load test had no CPU time left, so the measured times "
            "are too long; use fewer users or more --processes",
            "warn",
        )
    if not figures.rows:
        log(
            "weex-runtime: nothing was measured: the bundle opened no socket and sent no request; "
            "carry out steps with --do",
            "warn",
        )
    for threshold, problem in missed.items():
        log(
            f"weex-runtime: the figures do not meet the threshold {threshold.text!r}: {problem}",
            "error",
        )


def _show_table(figures: Figures) -> None:
    seconds = figures.seconds
    rows = [figures.rows[key] for key in sorted(figures.rows)]
    lines = [_HEAD, *(_cells(row, seconds) for row in [*rows, figures.all])]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEAD))]
    for number, line in enumerate(lines):
        cells = [
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        say("  ".join(cells).rstrip(), "" if number else "title")
    errors = figures.errors.most_common(_SHOWN_ERRORS)
    if errors:
        say("\nfailures", "title")
    for (kind, name, cause), count in errors:
        say(f"{count:6,}  {kind} {name}: {cause}")
    if len(figures.errors) > _SHOWN_ERRORS:
        say(f"        and {len(figures.errors) - _SHOWN_ERRORS} further causes (--json has all)")


def _cells(row: Row, seconds: float) -> tuple[str, ...]:
    rate = row.count / seconds if seconds else 0.0
    times = [""] * 4
    if row.times:
        times = [f"{row.percentile(share):g}" for share in (0.5, 0.95, 0.99)] + [f"{row.max:.0f}"]
    counts = (f"{row.count:,}", f"{row.failures:,}", f"{rate:,.1f}", f"{row.bytes:,}")
    return (row.type, row.name, *counts, *times)


def _document(
    args: argparse.Namespace,
    figures: Figures,
    servers: Sequence[Mapping[str, Any]],
    missed: Mapping[Threshold, str],
) -> dict[str, Any]:
    seconds = figures.seconds
    return {
        "bundle": args.bundle,
        "users": args.users,
        "processes": args.processes,
        "seconds": round(seconds, 2),
        "rows": [figures.rows[key].facts(seconds) for key in sorted(figures.rows)],
        "all": figures.all.facts(seconds),
        "errors": [
            {"type": kind, "name": name, "cause": cause, "count": count}
            for (kind, name, cause), count in figures.errors.most_common()
        ],
        "servers": list(servers),
        "used": figures.used,
        "thresholds": [
            {"text": one.text, "is_met": one not in missed, "problem": missed.get(one, "")}
            for one in args.threshold
        ],
    }
