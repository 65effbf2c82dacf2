"""weex-runtime as a peer of the benchmarks: python -m benchmarks.device_peer [ADAPTER [wsaccel]].

peers.py describes requests and answers. The equivalent for Node is node/peer.js.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.wsaccel import forbid_wsaccel
from weex_runtime import Module, Page, Runtime, js_method

_TIMEOUT = 120.0  # seconds


class BenchModule(Module):
    """The module that a bundle calls when it is ready for work, and when work is done."""

    name = "bench"
    device: Device

    @js_method
    def ready(self) -> None:
        """Count a page whose socket is open."""
        self.device.heard(0, 0)

    @js_method
    def done(self, count: int, length: int) -> None:
        """Record the amount of work; the bundle decides what `length` counts."""
        self.device.heard(count, length)


class Device:
    """The work for each kind of request."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._pages: list[Page] = []
        self._waiting = 0  # number of pages that have not called `bench` yet
        self._count = self._length = 0
        self._wall = self._cpu = 0.0
        BenchModule.device = self

    def open(self, bundle: str, url: str, pages: int) -> dict[str, Any]:
        """Open pages, and wait for their sockets if there is a URL."""
        source = Path(bundle).read_text(encoding="utf-8")
        polyfills = ["websocket"] if "new WebSocket(" in source else []

        def work() -> None:
            self._pages = [
                self._runtime.open(
                    source=source, name="bench.js", config={"url": url}, polyfills=polyfills
                )
                for _ in range(pages)
            ]

        return self._measure(pages if url else 0, work)

    def run(self, work: dict[str, Any]) -> dict[str, Any]:
        """Fire `run` on all pages of the last `open`, and wait until they are done."""

        def fire() -> None:
            for page in self._pages:
                page.fire_event("_root", "run", work)

        return self._measure(len(self._pages), fire)

    def tree(self) -> dict[str, Any]:
        """Return the native tree of the first page."""
        return {"tree": _without_refs(self._pages[0].document.root.to_dict())}

    def collect(self) -> dict[str, Any]:
        """Collect garbage."""
        gc.collect()
        return {}

    def heard(self, count: int, length: int) -> None:
        """Count a call of module `bench` by a page."""
        self._count += count
        self._length += length
        self._waiting -= 1
        if self._waiting == 0:
            self._stop()

    def _measure(self, pages: int, work: Callable[[], None]) -> dict[str, Any]:
        """Measure the time until this number of pages has called module `bench`."""
        self._waiting = pages
        self._count = self._length = 0
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        if pages:
            self._runtime.run_until(lambda: self._waiting == 0, timeout=_TIMEOUT)
        else:
            self._stop()
        for page in self._pages:
            assert not page.errors, page.errors
        return {
            "wall": self._wall - wall,
            "cpu": self._cpu - cpu,
            "count": self._count,
            "length": self._length,
        }

    def _stop(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()


def _without_refs(element: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": element["type"],
        "attr": element.get("attr", {}),
        "style": element.get("style", {}),
        "event": element.get("event", []),
        "children": [_without_refs(child) for child in element.get("children", [])],
    }


def main() -> None:
    """Answer each line of standard input with one line."""
    forbid_wsaccel()
    # Earlier revisions lack the option `websocket_adapter`.
    options: dict[str, Any] = {"websocket_adapter": sys.argv[1]} if len(sys.argv) > 1 else {}
    with Runtime(modules=[BenchModule], **options) as runtime:
        device = Device(runtime)
        for line in sys.stdin:
            request: dict[str, Any] = json.loads(line)
            answer = getattr(device, request.pop("do"))(**request)
            runtime.run_until_idle()  # collects garbage, as between two events of a user
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
