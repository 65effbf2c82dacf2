"""Costs of pages: python -m benchmarks.isolation_peer ISOLATION URL PAGES CALLS TRIPS.

Writes a JSON object: milliseconds of the first page from the start of this process ("start") and of
a further page ("open"), MiB of its memory in all processes ("memory", Linux only), and microseconds
of the calls of bridge_peer.py and of a round trip to the server ("echo").
"""

from __future__ import annotations

import time

_START = time.perf_counter()

import json  # noqa: E402 - the imports are part of the start
import os  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from benchmarks.bridge_peer import measure  # noqa: E402
from benchmarks.device_peer import BenchModule, Device  # noqa: E402
from benchmarks.process_tree import memory_of  # noqa: E402
from weex_runtime import Runtime  # noqa: E402
from weex_runtime.engine.isolation import Isolation  # noqa: E402

_BUNDLES = Path(__file__).parent / "bundles"
_HAS_PROC = sys.platform.startswith("linux")


def main(isolation: Isolation, url: str, pages: int, calls: int, trips: int) -> dict[str, float]:
    """Measure one kind of pages."""
    page = str(_BUNDLES / "page.js")
    with Runtime(isolation=isolation) as runtime:
        runtime.open(page)
        costs = {"start": (time.perf_counter() - _START) * 1000}
        before = memory_of(os.getpid()) if _HAS_PROC else 0.0
        start = time.perf_counter()
        for _ in range(pages):
            runtime.open(page)
        costs["open"] = (time.perf_counter() - start) * 1000 / pages
        if _HAS_PROC:
            costs["memory"] = (memory_of(os.getpid()) - before) / pages
    with Runtime(modules=[BenchModule], isolation=isolation) as runtime:
        device = Device(runtime)
        device.open(str(_BUNDLES / "echo.js"), url, 1)
        device.run({"trips": trips, "size": 64})
        costs["echo"] = device.run({"trips": trips, "size": 64})["wall"] / trips * 1e6
    return {**costs, **measure(calls, isolation)}


if __name__ == "__main__":
    _, kind, address, *numbers = sys.argv
    print(json.dumps(main(kind, address, *map(int, numbers))))  # type: ignore[arg-type]
