"""The runtime of a test: it remembers what a failure's report shows."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Any

from weex_runtime.device.device import Tracer
from weex_runtime.pytest_plugin.running_line import Line
from weex_runtime.pytest_plugin.trace_file import TraceFile
from weex_runtime.testkit.page import Page
from weex_runtime.testkit.runtime import Runtime

_REMEMBERED = 20


class ObservedRuntime(Runtime):
    """A runtime that keeps its pages in mind.

    Args:
        trace: Takes all that crosses.
        tracer: As for `Runtime`; receives the same.
        options: Of `Runtime`.

    Attributes:
        opened: All pages of the test, also those that have ended.
        running_line: The line of the test that runs now.
        traffic: The last lines of what sockets and requests carried, each (seconds since the
            start, page id, text).
    """

    def __init__(
        self, *, trace: TraceFile | None, tracer: Tracer | None = None, **options: Any
    ) -> None:
        self.opened: list[Page] = []
        self.traffic: deque[tuple[float, str, str]] = deque(maxlen=_REMEMBERED)
        self._trace = trace
        self._given_tracer = tracer
        self._started = time.monotonic()
        super().__init__(tracer=self._observe, **options)
        self.running_line: Callable[[], Line | None] = lambda: None
        self._lines: dict[int, tuple[object, Line | None]] = {}  # by id, and held
        self.on_error = lambda page, error: self._remember_line(error)
        # The verdict has all failures, so that they are not logged too.
        self.on_failure = lambda page, failure, call: self._remember_line(failure)

    def open(self, *args: Any, **options: Any) -> Page:
        """As `Runtime.open`, which also opens what `navigator` pushes."""
        page = super().open(*args, **options)
        self.opened.append(page)
        return page

    def line_of(self, problem: object) -> Line | None:
        """The line of the test during which an error or failure of a page came."""
        return self._lines.get(id(problem), (None, None))[1]

    def _remember_line(self, problem: object) -> None:
        self._lines[id(problem)] = problem, self.running_line()

    def _observe(self, page_id: str, kind: str, text: str) -> None:
        seconds = time.monotonic() - self._started
        if kind in ("socket", "http"):
            self.traffic.append((seconds, page_id, f"{kind} {text}"))
        if self._given_tracer:
            self._given_tracer(page_id, kind, text)
        if self._trace:
            self._trace.write(seconds, page_id, kind, text)
