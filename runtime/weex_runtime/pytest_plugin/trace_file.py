"""`--weex-trace`: a file for each test with its steps, screens, calls and traffic.

Format html is a page for the browser (package trace/). Format jsonl is JSON Lines. The first line
is {"test": node id}; the others are {"at": seconds since the start, "page": id, "kind": "call" |
"task" | "socket" | "http" | "fault" | "console" | "error", "text": ...}.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from weex_runtime.pytest_plugin.frames import Line
from weex_runtime.pytest_plugin.options import options_of

if TYPE_CHECKING:
    from weex_runtime.pytest_plugin.recording_runtime import RecordingRuntime

_LONGEST_NAME = 120


class Trace(Protocol):
    """The trace of one test."""

    @property
    def path(self) -> Path:
        """The path of the trace file."""

    def watch(self, runtime: RecordingRuntime) -> None:
        """Record the steps of a runtime in the trace."""

    def write(self, page_id: str, kind: str, text: str) -> None:
        """Record an event of a page, like a call or a console line."""

    def fail(self, error: str) -> None:
        """Record that the test failed, so that the trace is kept."""

    def close(self) -> None:
        """Stop recording, since the runtime is closed."""

    def finish(self) -> None:
        """Write the trace file, or remove it if the trace is not kept. Called after the test's last
        report.
        """


class JsonLines:
    """A trace in JSON Lines. Each line is written at once, so a crash loses no earlier lines."""

    def __init__(self, path: Path, test: str, *, only_failures: bool) -> None:
        self.path = path
        self._has_failed = False
        self._only_failures = only_failures
        self._started = time.monotonic()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._stream = path.open("w", encoding="ascii", buffering=1)
        self._add({"test": test})

    def watch(self, runtime: RecordingRuntime) -> None:
        """Implements `Trace.watch`: steps are not recorded."""

    def write(self, page_id: str, kind: str, text: str) -> None:
        """Implements `Trace.write`."""
        at = round(time.monotonic() - self._started, 6)
        self._add({"at": at, "page": page_id, "kind": kind, "text": text})

    def fail(self, error: str) -> None:
        """Implements `Trace.fail`."""
        self._has_failed = True

    def close(self) -> None:
        """Implements `Trace.close`."""
        self._stream.close()

    def finish(self) -> None:
        """Implements `Trace.finish`."""
        if self._only_failures and not self._has_failed:
            self.path.unlink(missing_ok=True)

    def _add(self, line: dict[str, object]) -> None:
        if not self._stream.closed:
            self._stream.write(json.dumps(line) + "\n")


class HtmlTrace:
    """A trace as a page for the browser, written after the test."""

    def __init__(self, item: pytest.Item, *, only_failures: bool) -> None:
        from weex_runtime.trace.recorder import Recorder

        self._item = item
        self._error = ""
        self._runtime: RecordingRuntime | None = None
        self._is_kept = not only_failures
        self._recorder = Recorder(item.nodeid, self._place)
        self.write = self._recorder.add  # implements `Trace.write`

    @property
    def path(self) -> Path:
        """Implements `Trace.path`. Chooses the path at the first use, since most traces are not
        written.
        """
        return _path_of(self._item)

    def watch(self, runtime: RecordingRuntime) -> None:
        """Implements `Trace.watch`."""
        self._runtime = runtime
        self._recorder.watch(runtime)

    def fail(self, error: str) -> None:
        """Implements `Trace.fail`."""
        self._is_kept = True
        self._error = self._error or error

    def close(self) -> None:
        """Implements `Trace.close`."""

    def finish(self) -> None:
        """Implements `Trace.finish`."""
        if self._is_kept:
            from weex_runtime.trace.html import write_html

            write_html(self._recorder, self.path, self._error)
        elif (old := options_of(self._item.config).old_traces) and self.path.name in old:
            # remove the trace of an earlier run, in which the test failed
            self.path.unlink(missing_ok=True)

    def _place(self) -> Line | None:
        """Return the line of the test (in Python or JS) that runs now."""
        return self._runtime.running_line() if self._runtime else None


TRACE = pytest.StashKey[Trace]()


def start_trace(item: pytest.Item) -> Trace | None:
    """Start the trace of a test; None if no traces are kept."""
    options = options_of(item.config)
    if options.trace == "off":
        return None
    only_failures = options.trace == "retain-on-failure"
    if options.trace_format == "html":
        item.stash[TRACE] = HtmlTrace(item, only_failures=only_failures)
    else:
        path = _path_of(item)
        item.stash[TRACE] = JsonLines(path, item.nodeid, only_failures=only_failures)
    return item.stash[TRACE]


def _path_of(item: pytest.Item) -> Path:
    options = options_of(item.config)
    return options.output / file_name(item.nodeid, options.trace_format)


def file_name(test: str, suffix: str) -> str:
    """Return a file name that no other test has, on any worker of pytest-xdist."""
    readable = re.sub(r"[^\w.-]+", "-", test, flags=re.ASCII)[-_LONGEST_NAME:].strip("-")
    return f"{readable}-{hashlib.sha256(test.encode()).hexdigest()[:8]}.{suffix}"
