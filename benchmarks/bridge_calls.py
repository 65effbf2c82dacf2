"""What a call across the bridge costs: module calls from JS, callbacks into JS."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable

from benchmarks.measure import Row, Scale
from benchmarks.peers import ENVIRONMENT, FOLDER, commands_of, in_turns


def rows(scale: Scale) -> Iterable[Row]:
    """Costs of one call, each way. Each value comes from a new process; Node does not take part."""
    commands = commands_of(scale, ["-m", "benchmarks.bridge_peer", str(scale.amount(20_000))])

    def work(name: str) -> dict[str, float]:
        done = subprocess.run(
            commands[name], check=True, cwd=FOLDER.parent, env=ENVIRONMENT, stdout=subprocess.PIPE
        )
        costs: dict[str, float] = json.loads(done.stdout)
        return costs

    found = in_turns(commands, scale.values(7), work)

    def values(way: str) -> dict[str, list[float]]:
        return {name: [costs[way] for costs in taken] for name, taken in found.items()}

    yield Row("module call, JS to Python", "µs", values("to_native"))
    yield Row("callback, Python to JS, in one batch", "µs", values("to_js"))
    yield Row("callback, Python to JS, a turn each", "µs", values("alone"))
