"""`--weex-trace`: a file for each test with calls between JS and native, and network traffic.

JSON Lines. The first line is {"test": node id}; the others are {"at": seconds since the start,
"page": id, "kind": "call" | "task" | "socket" | "http" | "fault", "text": ...}.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from weex_runtime.pytest_plugin.options import options_of

_LONGEST_NAME = 120


class TraceFile:
    """The trace of one test. Each line is written at once, so that a crash loses no earlier lines.

    Attributes:
        has_failed: The test's setup, call or teardown failed.
    """

    def __init__(self, path: Path, test: str, *, only_failures: bool) -> None:
        self.path = path
        self.has_failed = False
        self._only_failures = only_failures
        path.parent.mkdir(parents=True, exist_ok=True)
        self._stream = path.open("w", encoding="ascii", buffering=1)
        self._add({"test": test})

    def write(self, seconds: float, page_id: str, kind: str, text: str) -> None:
        self._add({"at": round(seconds, 6), "page": page_id, "kind": kind, "text": text})

    def close(self) -> None:
        self._stream.close()

    def keep_or_remove(self) -> None:
        """Remove the file if the test passed and only traces of failed tests are kept."""
        if self._only_failures and not self.has_failed:
            self.path.unlink(missing_ok=True)

    def _add(self, line: dict[str, object]) -> None:
        if not self._stream.closed:
            self._stream.write(json.dumps(line) + "\n")


TRACE = pytest.StashKey[TraceFile]()


def start_trace(item: pytest.Item) -> TraceFile:
    """Start the trace of a test."""
    options = options_of(item.config)
    path = options.output / file_name(item.nodeid)
    trace = TraceFile(path, item.nodeid, only_failures=options.trace == "retain-on-failure")
    item.stash[TRACE] = trace
    return trace


def file_name(test: str) -> str:
    """Return a file name that no other test has, on any worker of pytest-xdist."""
    readable = re.sub(r"[^\w.-]+", "-", test, flags=re.ASCII)[-_LONGEST_NAME:].strip("-")
    return f"{readable}-{hashlib.sha256(test.encode()).hexdigest()[:8]}.jsonl"
