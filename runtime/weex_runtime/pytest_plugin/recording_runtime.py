"""The runtime of a test: it records pages and traffic for the report of a failure."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from weex_runtime.device.device import Tracer
from weex_runtime.pytest_plugin.frames import Line
from weex_runtime.pytest_plugin.trace_file import Trace
from weex_runtime.testkit.page import Page
from weex_runtime.testkit.runtime import Runtime

if TYPE_CHECKING:
    from weex_runtime.instance import Instance

_REMEMBERED = 20
_LINES = 20_000  # maximum number of errors and failures for which the test's line is recorded


class RecordingRuntime(Runtime):
    """A runtime that records its pages, their traffic, and the test's line at each error.

    Args:
        trace: Called with calls between JS and native, and with traffic.
        tracer: The argument `tracer` of `Runtime`, called with the same calls and traffic as
            `trace`.
        options: Arguments of `Runtime`.

    Attributes:
        opened: All pages of the test, ended ones included.
        running_line: Returns the line of the test that runs now.
        traffic: The last messages of sockets and requests, each (seconds since the
            start, page id, text).
    """

    def __init__(self, *, trace: Trace, tracer: Tracer | None = None, **options: Any) -> None:
        self.opened: list[Page] = []
        self.traffic: deque[tuple[float, str, str]] = deque(maxlen=_REMEMBERED)
        self._trace = trace
        self._given_tracer = tracer
        self._started = time.monotonic()
        super().__init__(tracer=self._observe, **options)
        trace.watch(self)
        self.on_console = lambda page, line: trace.write(
            page.id, "console", f"{line.level}: {line.text}"
        )
        self.running_line: Callable[[], Line | None] = lambda: None
        # {id of an error or failure: (the error or failure, the line that the test was running)}
        self._lines: dict[int, tuple[object, Line | None]] = {}
        self.on_error = self._remember_line
        # unexpected_errors.py reports failures, so the runtime does not log them.
        self.on_failure = lambda page, failure, call: self._remember_line(page, failure)

    def open(self, *args: Any, **options: Any) -> Page:
        """Open and record a page, as `Runtime.open` does; `navigator` calls this method too."""
        __tracebackhide__ = True
        page = super().open(*args, **options)
        self.opened.append(page)
        return page

    def line_of(self, problem: object) -> Line | None:
        """Return the line that the test was executing when an error or failure of a page
        occurred.
        """
        return self._lines.get(id(problem), (None, None))[1]

    def _remember_line(self, page: Instance, problem: object) -> None:
        self._trace.write(page.id, "error", str(problem))
        self._lines[id(problem)] = problem, self.running_line()
        if len(self._lines) > _LINES:
            del self._lines[next(iter(self._lines))]

    def _observe(self, page_id: str, kind: str, text: str) -> None:
        if kind in ("socket", "http", "fault"):
            seconds = time.monotonic() - self._started
            self.traffic.append((seconds, page_id, f"{kind} {text}"))
        if self._given_tracer:
            self._given_tracer(page_id, kind, text)
        self._trace.write(page_id, kind, text)
