"""The runtime of a test: it remembers what a failure's report shows."""

from __future__ import annotations

import time
from collections import deque
from typing import Any

from weex_runtime.page import Page
from weex_runtime.pytest_plugin.trace_file import TraceFile
from weex_runtime.runtime import Runtime, Tracer

_REMEMBERED = 20


class ObservedRuntime(Runtime):
    """A runtime that keeps its pages in mind.

    Args:
        trace: Takes all that crosses.
        tracer: As for `Runtime`; receives the same.
        options: Of `Runtime`.

    Attributes:
        opened: All pages of the test, also those that have ended.
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
        self.on_failure = lambda page, failure, call: None  # the verdict has all failures, no log

    def open(self, *args: Any, **options: Any) -> Page:
        """As `Runtime.open`, which also opens what `navigator` pushes."""
        page = super().open(*args, **options)
        self.opened.append(page)
        return page

    def _observe(self, page_id: str, kind: str, text: str) -> None:
        seconds = time.monotonic() - self._started
        if kind in ("socket", "http"):
            self.traffic.append((seconds, page_id, f"{kind} {text}"))
        if self._given_tracer:
            self._given_tracer(page_id, kind, text)
        if self._trace:
            self._trace.write(seconds, page_id, kind, text)
