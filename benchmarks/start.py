"""Process start to first render: a new process opens a Vue bundle, reads its tree and ends."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterable

from benchmarks.chromium import with_chromium
from benchmarks.measure import NODE, Row, Scale, Target
from benchmarks.peers import ENVIRONMENT, FOLDER, NODE_FOLDER, commands_of

_BUNDLE = str(FOLDER / "bundles" / "page.js")
_PROGRAM = """
import sys
from weex_runtime import Runtime
with Runtime() as runtime:
    assert runtime.open(sys.argv[1]).document.root.children
"""


def rows(scale: Scale) -> Iterable[Row]:
    """Yield the starts, and for comparison the starts of the interpreters without a program."""
    full = commands_of(scale, ["-c", _PROGRAM, _BUNDLE], [str(NODE_FOLDER / "start.js"), _BUNDLE])
    full = with_chromium(scale, full, "chromium_start", "page.js")
    empty = commands_of(scale, ["-c", ""], ["-e", ""])
    empty = with_chromium(scale, empty, "chromium_start")
    taken: dict[str, dict[str, list[float]]] = {"full": {}, "empty": {}}
    for turn in range(1 + scale.values(15)):
        for kind, commands in (("full", full), ("empty", empty)):
            for peer, command in commands.items():
                milliseconds = _run(command)
                if turn:  # the first start fills the file cache
                    taken[kind].setdefault(peer, []).append(milliseconds)
    yield Row("(a) process start to first render", "ms", taken["full"], {NODE: Target(0.62)})
    yield Row("- of it the bare interpreter", "ms", taken["empty"], is_control=True)


def _run(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, cwd=FOLDER.parent, env=ENVIRONMENT)
    return (time.perf_counter() - start) * 1000
