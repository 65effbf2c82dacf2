"""The time from a click in the preview to the changed screen, in Chromium."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable

from benchmarks.measure import Row, Scale
from benchmarks.peers import ENVIRONMENT, FOLDER, commands_of, in_turns

CHROMIUM = "/usr/bin/chromium"


def rows(scale: Scale) -> Iterable[Row]:
    """Wall times in the browser: each value is the median of the clicks in a new preview."""
    if not os.path.exists(CHROMIUM):
        print(f"preview is left out: there is no {CHROMIUM}", file=sys.stderr)
        return
    for count in (20, scale.amount(1000)):
        clicks = str(scale.amount(100))
        commands = commands_of(scale, ["-m", "benchmarks.preview_peer", str(count), clicks])

        def work(name: str, commands: dict[str, list[str]] = commands) -> float:
            done = subprocess.run(
                commands[name], check=True, cwd=FOLDER.parent, env=ENVIRONMENT, capture_output=True
            )
            return float(done.stdout)

        found = in_turns(commands, scale.values(5), work)
        yield Row(f"(n) preview: click to changed screen, {count} texts", "ms", found)
