"""What layout and pictures cost, on a page of 1,000 rows with 4,003 elements."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable

from benchmarks.measure import Row, Scale
from benchmarks.peers import ENVIRONMENT, FOLDER, commands_of, in_turns


def rows(scale: Scale) -> Iterable[Row]:
    """CPU times. Each value comes from a new process; other programs do not take part."""
    commands = commands_of(scale, ["-m", "benchmarks.layout_peer", str(scale.amount(1000))])

    def work(name: str) -> dict[str, float]:
        done = subprocess.run(
            commands[name], check=True, cwd=FOLDER.parent, env=ENVIRONMENT, stdout=subprocess.PIPE
        )
        costs: dict[str, float] = json.loads(done.stdout)
        return costs

    found = in_turns(commands, scale.values(7), work)

    def values(name: str) -> dict[str, list[float]]:
        return {peer: [costs[name] for costs in taken] for peer, taken in found.items()}

    yield Row("(m) layout of 1,000 rows, new texts", "ms", values("new"))
    yield Row("(m) layout of 1,000 rows, known texts", "ms", values("known"))
    yield Row("(m) layout after the change of a text", "ms", values("again"))
    yield Row("(m) picture of the screen as SVG", "ms", values("svg"))
    yield Row("(m) screen of a step in a trace", "ms", values("step"))
