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
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from weex_runtime.pytest_plugin.frames import Line
from weex_runtime.pytest_plugin.options import options_of

if TYPE_CHECKING:
    from weex_runtime.pytest_plugin.recording_runtime import RecordingRuntime

_LONGEST_NAME = 120


class Trace:
    """The trace of one test. This base class records nothing."""

    def __init__(self, item: pytest.Item) -> None:
        self._item = item
        self._options = options_of(item.config)
        self._is_kept = self._options.trace == "on"

    @cached_property
    def path(self) -> Path:
        """The path of the trace file. No other test has this path, on any worker of
        pytest-xdist.
        """
        test = self._item.nodeid
        readable = re.sub(r"[^\w.-]+", "-", test, flags=re.ASCII)[-_LONGEST_NAME:].strip("-")
        digest = hashlib.sha256(test.encode()).hexdigest()[:8]
        return self._options.output / f"{readable}-{digest}.{self._options.trace_format}"

    def watch(self, runtime: RecordingRuntime) -> None:
        """Record the steps of a runtime."""

    def write(self, page_id: str, kind: str, text: str) -> None:
        """Record an event of a page, like a call or a console line."""

    def fail(self, error: str) -> None:
        """Record that the test failed, so that the trace is kept."""
        self._is_kept = True

    def close(self) -> None:
        """Stop recording, since the runtime is closed."""

    def finish(self) -> None:
        """Write the trace file, or remove the file if the trace is not kept. Called after the
        test's last report.
        """


class JsonLines(Trace):
    """A trace in JSON Lines. Each line is written at once, so a crash loses no earlier lines."""

    def __init__(self, item: pytest.Item) -> None:
        super().__init__(item)
        self._started = time.monotonic()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._stream = self.path.open("w", encoding="ascii", buffering=1)
        self._add({"test": item.nodeid})

    def write(self, page_id: str, kind: str, text: str) -> None:
        at = round(time.monotonic() - self._started, 6)
        self._add({"at": at, "page": page_id, "kind": kind, "text": text})

    def close(self) -> None:
        self._stream.close()

    def finish(self) -> None:
        if not self._is_kept:
            self.path.unlink(missing_ok=True)

    def _add(self, line: dict[str, object]) -> None:
        if not self._stream.closed:
            self._stream.write(json.dumps(line) + "\n")


class HtmlTrace(Trace):
    """A trace as a page for the browser, written after the test."""

    def __init__(self, item: pytest.Item) -> None:
        from weex_runtime.trace.recorder import Recorder

        super().__init__(item)
        self._error = ""
        self._runtime: RecordingRuntime | None = None
        self._recorder = Recorder(item.nodeid, self._place)

    def watch(self, runtime: RecordingRuntime) -> None:
        self._runtime = runtime
        self._recorder.watch(runtime)

    def write(self, page_id: str, kind: str, text: str) -> None:
        self._recorder.add(page_id, kind, text)

    def fail(self, error: str) -> None:
        super().fail(error)
        self._error = self._error or error

    def finish(self) -> None:
        if self._is_kept:
            from weex_runtime.trace.html import write_html

            write_html(self._recorder, self.path, self._error)
        elif (old := self._options.old_traces) and self.path.name in old:
            # remove the trace of an earlier run, in which the test failed
            self.path.unlink(missing_ok=True)

    def _place(self) -> Line | None:
        """Return the current line of the test, in Python or JS."""
        return self._runtime.running_line() if self._runtime else None


TRACE = pytest.StashKey[Trace]()


def start_trace(item: pytest.Item) -> Trace:
    """Start the trace of a test."""
    options = options_of(item.config)
    if options.trace == "off":
        return Trace(item)
    item.stash[TRACE] = HtmlTrace(item) if options.trace_format == "html" else JsonLines(item)
    return item.stash[TRACE]
