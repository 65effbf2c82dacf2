"""Pages that send messages through one echo server, with counters."""

from __future__ import annotations

import ctypes
import gc
import itertools
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from weex_runtime import Page, Runtime

from ..support.node_peer import ProcessPeer

TIMEOUT = 60.0  # time limit in seconds for all pages together to finish a step
SOCKETS = [0, 5]  # number of sockets that a page opens by the polyfill; 0: one socket by the module
WINDOW = 2  # maximum number of messages in transit on one socket

_HERE = Path(__file__).parent


def server(port: int = 0) -> ProcessPeer:
    """Create the server process; after the start, facts["port"] is the port of the server."""
    return ProcessPeer([sys.executable, "-m", "tests.soak.server", str(port)], _HERE.parents[1])


class Load:
    """Pages of the bundle echoing.js.

    Args:
        sockets: Number of sockets that each page opens by the polyfill; 0: one by the module.
        last: Number of messages that each socket sends; None: unlimited.

    Attributes:
        sockets: Number of sockets of all pages together.
    """

    def __init__(
        self, runtime: Runtime, port: int, pages: int, sockets: int, last: int | None = None
    ) -> None:
        self._runtime = runtime
        config = {
            "url": f"ws://127.0.0.1:{port}/echo",
            "sockets": sockets,
            "window": WINDOW,
            "last": last or -1,
        }
        self.sockets = pages * (sockets or 1)
        self._latencies: Counter[int] = Counter()
        self._pages = [_open(runtime, "echoing.js", config) for _ in range(pages)]

    def counts(self) -> Counter[str]:
        """Sum the counters of all pages: opened, open, refused; sent, received, wrong."""
        counts: Counter[str] = Counter()
        for page in self._pages:
            report = page.fire_event(page.document.root.ref, "report")
            assert isinstance(report, dict)
            for milliseconds, times in cast("dict[str, int]", report.pop("latencies")).items():
                self._latencies[int(milliseconds)] += times
            counts.update(cast("dict[str, int]", report))
        return counts

    def take_latencies(self) -> Counter[int]:
        """Return {milliseconds of a round trip: number of round trips since the last call}."""
        self.counts()
        taken, self._latencies = self._latencies, Counter()
        return taken

    def run_until_open(self) -> None:
        """Run until all sockets are open."""
        self.run_until_opened(self.sockets)

    def run_until_opened(self, times: int) -> None:
        """Run until `times` sockets were opened."""
        self._run_until(lambda counts: counts["opened"] >= times, f"{times} sockets opened")

    def run_until_refused(self, times: int) -> None:
        """Run until `times` connections have failed."""
        self._run_until(lambda counts: counts["refused"] >= times, f"{times} refused attempts")

    def run_until_received(self, messages: int) -> None:
        """Run until `messages` echoes have arrived, on all sockets together."""
        self._run_until(lambda counts: counts["received"] >= messages, f"{messages} messages")

    def stop(self) -> None:
        """Stop sending, and run until all messages have come back."""
        for page in self._pages:
            page.fire_event(page.document.root.ref, "stop")
        self._run_until(lambda counts: counts["sent"] == counts["received"], "end of the answers")

    def assert_all_is_well(self, *, opened: int) -> None:
        """Assert that all messages came back in order, without errors, on `opened` sockets."""
        counts = self.counts()
        assert counts["wrong"] == 0
        assert counts["sent"] == counts["received"]
        assert (counts["open"], counts["opened"]) == (self.sockets, opened)
        assert [error for page in self._pages for error in page.errors] == []

    def forget(self) -> None:
        """Empty the pages' histories, which grow up to 10,000 calls each."""
        for page in self._pages:
            page.native_calls.clear()

    def close(self) -> None:
        """Destroy the pages."""
        for page in self._pages:
            page.destroy()

    def _run_until(self, holds: Callable[[Counter[str]], bool], what: str) -> None:
        """Run until a condition on the counters is true; `what` describes it in an error."""
        deadline = time.monotonic() + TIMEOUT
        while not holds(counts := self.counts()):
            assert time.monotonic() < deadline, f"no {what} in {TIMEOUT} s: {counts}"
            # Count only every 0.05 s, since counting slows the pages down.
            run_for(self._runtime, 0.05)


class Stalling:
    """A page that sends to a server that does not read, and a page that receives a byte a second.

    Args:
        rate: Number of bytes that the first page sends per second.
        most: Maximum number of bytes that the first page sends on a socket.
    """

    def __init__(self, runtime: Runtime, port: int, *, rate: int, most: int) -> None:
        self._runtime = runtime
        url = f"ws://127.0.0.1:{port}"
        self._pages = [
            _open(runtime, "stalling.js", {"url": f"{url}/stall", "rate": rate, "most": most}),
            _open(runtime, "stalling.js", {"url": f"{url}/drip", "rate": 0, "most": 0}),
        ]

    def run_until_sent(self, megabytes: int) -> None:
        """Run until `megabytes` MiB were sent on one socket that is still open."""
        self._runtime.run_until(lambda: self._screen() == ["0", str(megabytes), ""], TIMEOUT)

    def run_until_failed(self) -> None:
        """Run until a socket has failed because the server reads nothing."""
        self._runtime.run_until(lambda: self._screen()[0] != "0", TIMEOUT)
        assert "MiB" in self._screen()[2]

    def close(self) -> None:
        """Destroy the pages."""
        for page in self._pages:
            page.destroy()

    def _screen(self) -> list[str]:
        return [str(text.attr.get("value", "")) for text in self._pages[0].document.root.children]


def _open(runtime: Runtime, bundle: str, config: dict[str, Any]) -> Page:
    return runtime.open(_HERE / bundle, config=config, polyfills=["websocket"])


def run_for(runtime: Runtime, seconds: float) -> None:
    """Run the loop for some real seconds."""
    end = time.monotonic() + seconds
    runtime.run_until(lambda: time.monotonic() >= end, seconds + TIMEOUT)


def percentile(latencies: Counter[int], share: float) -> int:
    """Return the round trip time in ms that the given share of the round trips does not exceed."""
    ordered = sorted(latencies)
    sums = itertools.accumulate(latencies[ms] for ms in ordered)
    wanted = share * latencies.total()
    return next(ms for ms, seen in zip(ordered, sums, strict=True) if seen >= wanted)


def resident() -> float:
    """Return the resident memory of this process in MiB; skip the test on systems without /proc."""
    gc.collect()
    libc = ctypes.CDLL(None)
    if hasattr(libc, "malloc_trim"):
        # Return free memory to the system, so free memory is not measured.
        libc.malloc_trim(0)
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        pytest.skip("needs /proc to measure memory")
    return pages * resource.getpagesize() / (1 << 20)


def allow_open_files(wanted: int) -> None:
    """Raise the limit of open files for this process and its children."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        if hard != resource.RLIM_INFINITY and hard < wanted:
            pytest.fail(f"needs {wanted} open files; the hard limit is {hard} (ulimit -Hn)")
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
