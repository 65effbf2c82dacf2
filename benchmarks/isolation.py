"""Pages whose JS runs in this process, beside pages whose JS runs in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable

from benchmarks.measure import OURS, Row, Scale
from benchmarks.peers import ENVIRONMENT, FOLDER, in_turns, serving

_KINDS = {"none": "in one process", "process": "isolated"}
_ROWS = {
    "start": ("start of a process to first render", "ms"),
    "open": ("opening a further page", "ms"),
    "memory": ("memory of a further page", "MiB"),
    "to_native": ("module call, JS to Python", "µs"),
    "to_js": ("callback in one batch", "µs"),
    "alone": ("callback, a turn each", "µs"),
    "echo": ("echo of 64 bytes, wall, warm", "µs"),
}


def rows(scale: Scale) -> Iterable[Row]:
    """Costs of a page and of a call. Each value comes from a new process. None beside a
    revision.
    """
    if scale.before:
        return
    pages, calls, trips = scale.amount(50), scale.amount(20_000), scale.amount(1_000)
    with serving() as url:

        def work(kind: str) -> dict[str, float]:
            peer = [sys.executable, "-m", "benchmarks.isolation_peer"]
            done = subprocess.run(
                [*peer, kind, url, str(pages), str(calls), str(trips)],
                check=True,
                cwd=FOLDER.parent,
                env=ENVIRONMENT,
                stdout=subprocess.PIPE,
            )
            costs: dict[str, float] = json.loads(done.stdout)
            return costs

        found = in_turns(_KINDS, scale.values(7), work)
    for key, (name, unit) in _ROWS.items():
        for kind, where in _KINDS.items():
            values = [costs[key] for costs in found[kind] if key in costs]
            if values:
                yield Row(f"(l) {name}, {where}", unit, {OURS: values})
