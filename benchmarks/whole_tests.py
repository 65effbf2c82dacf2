"""A whole test of a page: pytest with the plugin beside Node's own test runner."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterable

from benchmarks.measure import NODE, OURS, Row, Scale
from benchmarks.peers import CHAT, ENVIRONMENT, FOLDER, NODE_FOLDER, in_turns, node

_PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
_LIMIT = 40.0  # ms: 1,000 tests take well under a minute


def rows(scale: Scale) -> Iterable[Row]:
    """A test opens the chat page, clicks once and looks at what the page says then.

    Runs of many tests, less a run of one that does nothing: what starts once does not count, the
    first import of the device does.
    """
    count = scale.amount(200)
    values = scale.values(7)
    names = [OURS, NODE] if node() else [OURS]

    def in_runner(name: str) -> float:
        return (_run(name, "chat_page", count) - _run(name, "nothing", 1)) * 1000 / count

    def alone(name: str) -> float:
        program = {
            OURS: [sys.executable, "-m", "benchmarks.chat_page"],
            NODE: [*node(), str(NODE_FOLDER / "chat_page.js"), CHAT],
        }[name]
        command = [*program, str(count)]
        done = subprocess.run(
            command, check=True, cwd=FOLDER.parent, env=ENVIRONMENT, capture_output=True, text=True
        )
        return float(done.stdout)

    whole = in_turns(names, values, in_runner, warm_ups=1)
    yield Row("(h) a test of a page, in a test runner", "ms", whole, limit=_LIMIT)
    yield Row("- of it the page", "ms", in_turns(names, values, alone, warm_ups=1))


def _run(name: str, kind: str, count: int) -> float:
    """Seconds that a run of `count` tests takes."""
    command = {
        OURS: [*_PYTEST, f"benchmarks/suite/test_{kind}.py"],
        NODE: [*node(), str(NODE_FOLDER / "suite.js"), kind, CHAT],
    }[name]
    environment = {**ENVIRONMENT, "COUNT": str(count)}
    start = time.perf_counter()
    subprocess.run(
        command, check=True, cwd=FOLDER.parent, env=environment, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - start
