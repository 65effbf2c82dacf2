"""A whole test of a page: pytest with the plugin, compared with the test runner of Node."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterable

from benchmarks.measure import NODE, Row, Scale, Target
from benchmarks.peers import CHAT, ENVIRONMENT, FOLDER, NODE_FOLDER, commands_of, in_turns

_PYTEST = ["-m", "pytest", "-q", "-p", "no:cacheprovider"]
_LIMIT = 40.0  # ms: 1,000 tests take well under a minute
_TARGETS = {NODE: Target(2.8)}


def rows(scale: Scale) -> Iterable[Row]:
    """Yield the time of a test that opens the chat page, clicks once and reads the screen.

    Runs of many tests, less a run of one that does nothing: what starts once does not count, the
    first import of the device does.
    """
    count = scale.amount(200)
    values = scale.values(7)
    runners = {kind: _runner(scale, kind) for kind in ("chat_page", "nothing")}
    pages = commands_of(
        scale, ["-m", "benchmarks.chat_page"], [str(NODE_FOLDER / "chat_page.js"), CHAT]
    )

    def in_runner(name: str) -> float:
        tests, nothing = runners["chat_page"][name], runners["nothing"][name]
        return (_run(tests, count) - _run(nothing, 1)) * 1000 / count

    def alone(name: str) -> float:
        command = [*pages[name], str(count)]
        done = subprocess.run(
            command, check=True, cwd=FOLDER.parent, env=ENVIRONMENT, capture_output=True, text=True
        )
        return float(done.stdout)

    whole = in_turns(pages, values, in_runner, warm_ups=1)
    yield Row("(h) a test of a page, in a test runner", "ms", whole, _TARGETS, limit=_LIMIT)
    yield Row("- of it the page", "ms", in_turns(pages, values, alone, warm_ups=1))


def _runner(scale: Scale, kind: str) -> dict[str, list[str]]:
    """Return the commands that run the tests of one kind."""
    return commands_of(
        scale,
        [*_PYTEST, f"benchmarks/suite/test_{kind}.py"],
        [str(NODE_FOLDER / "suite.js"), kind, CHAT],
    )


def _run(command: list[str], count: int) -> float:
    """Return the seconds that a run of `count` tests takes."""
    environment = {**ENVIRONMENT, "COUNT": str(count)}
    start = time.perf_counter()
    subprocess.run(
        command, check=True, cwd=FOLDER.parent, env=environment, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - start
