"""Run one test in JS: the test's JS, its requests and the loop take turns.

A request that has to wait raises `NotYet` and is tried again after each turn of the loop. So a test
can wait for several requests at once, and its mocks and handlers of routes run during the wait.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from weex_runtime.errors import JSError
from weex_runtime.instance.waiting import Attempts, NotYet
from weex_runtime.js_tests.context import Context, Request
from weex_runtime.js_tests.failure import Failure, Frame, JSTestFailed, JSTestSkipped
from weex_runtime.js_tests.host import Host
from weex_runtime.js_tests.serialization import error_text, value_text
from weex_runtime.naming import js_names

if TYPE_CHECKING:
    from pathlib import Path

    from weex_runtime.testkit.runtime import Runtime

TIME_LIMIT = 30.0  # seconds that a test may take, its hooks included
_LONGEST_TURN = 0.05  # maximum time in seconds that one turn of the loop waits
_LONGEST_IDLE = 0.5  # seconds without pending work after which an unfinished test fails


class Run:
    """One test in its own JS context, which is freed when the runtime closes.

    Args:
        path, title, fixture: Arguments of `Host`.
        root: File names in messages are relative to this folder.
    """

    def __init__(self, path: Path, title: str, fixture: Callable[[str], Any], root: Path) -> None:
        self._runtime: Runtime = fixture("weex_runtime")
        self._looper = self._runtime.looper
        self._host = Host(path, title, fixture)
        self._attempts: dict[int, Attempts] = {}
        self._last: Request | None = None  # the call that ended last
        self._acting: Request | None = None
        self.context = self._host.handles.context = Context(path, root, self._host)
        self._runtime.shared(_Contexts).opened.append(self.context)

    def run(self, places: Sequence[int], title: str, time_limit: float | None) -> None:
        """Run the test to its end.

        Args:
            places: The indexes of the test and its suites in the tree of tests, from the root on.
            title: The test's own title.
            time_limit: Seconds; None: `TIME_LIMIT`.

        Raises:
            JSTestFailed: The test failed; the exception has all failures.
            JSTestSkipped: The test called `pending`.
        """
        context = self.context
        with js_names():
            try:
                context.enter("want", *places)
                context.load()
                context.enter("run", title)
                context.engine.run_jobs()
                self._take_turns(TIME_LIMIT if time_limit is None else time_limit)
            except JSError as error:
                context.fail(error.message, error.stack)
        result = context.result
        if result and not context.failures:
            self._check_unfinished()
        if not context.failures and result:
            # Add Jasmine's failures that have no JS error, like the interruption of JS.
            for message in result["failed"]:
                context.fail(context.engine.error(message, "").message)
        if context.failures:
            raise JSTestFailed(context.failures)
        if result and result["status"] == "pending":
            raise JSTestSkipped(result["reason"] or "pending()")

    def running_frame(self) -> Frame | None:
        """Return the test's line with the running call. If no call is running: the line with the
        oldest waiting call, or with the call that ended last.
        """
        context = self.context
        request = self._acting or (context.requests[0] if context.requests else self._last)
        frames = context.frames(request.stack) if request else []
        own = [frame for frame in frames if frame.path == context.path]
        return next(iter([*own, *frames]), None)

    def _take_turns(self, time_limit: float) -> None:
        """Run JS, pending calls and the loop in turns, until the test ends, or no work is left that
        could continue the test.
        """
        context = self.context
        idle_since = time.monotonic()
        deadline = idle_since + time_limit
        while context.result is None:
            left = deadline - time.monotonic()
            if left <= 0:
                self._too_long(f"the test did not end within {time_limit:g} s")
                return
            context.fire_timers()
            context.engine.run_jobs()
            if self._take_requests():
                idle_since = time.monotonic()
                continue
            if not self._is_idle():
                idle_since = time.monotonic()
            elif time.monotonic() - idle_since > _LONGEST_IDLE:
                self._too_long("the test cannot end: no work is left that could continue it")
                return
            if context.result is None:
                self._looper.turn(min(left, self._patience()))

    def _take_requests(self) -> bool:
        """Try to complete the test's pending calls in order; return whether a call has ended."""
        context = self.context
        is_any_done = False
        for request in list(context.requests):
            text = self._try(request)
            if text is not None:
                is_any_done = True
                context.requests.remove(request)
                self._last = request
                context.enter("settle", request.id, text)
                context.engine.run_jobs()
        return is_any_done

    def _try(self, request: Request) -> str | None:
        """Carry out a pending call, and return its result as JSON text; None if the call has to
        wait.
        """
        attempts = self._attempts.setdefault(request.id, Attempts())
        self._acting = request
        try:
            with attempts:
                value = request.act()
            return value_text(value, self._host.handles)
        except NotYet:
            return None
        except Exception as error:
            return error_text(error)
        finally:
            self._acting = None

    def _is_idle(self) -> bool:
        """Return whether nothing is left that could continue the test: no call, timer, socket or
        busy page.
        """
        looper = self._looper
        return (
            not self.context.requests
            and self.context.next_timer() is None
            and looper.is_idle()
            and looper.next_due() is None
            and not looper.sockets()
            and not any(page.busy() for page in self._runtime.pages)
        )

    def _patience(self) -> float:
        """Return the number of seconds until the test's next timer or the next timeout of a pending
        call is due, at most `_LONGEST_TURN`.
        """
        times = [attempts.deadline for attempts in self._attempts.values() if attempts.deadline]
        timer = self.context.next_timer()
        if timer is not None:
            times.append(timer)
        now = time.monotonic()
        return max(0.0, min([_LONGEST_TURN, *(moment - now for moment in times if moment > now)]))

    def _check_unfinished(self) -> None:
        """Fail the test for calls without `await`, and for `expect` without an assertion."""
        context = self.context
        for request in context.requests:
            frames = context.frames(request.stack)
            context.failures.append(
                Failure(f"{request.call} was not awaited: write `await` before it", frames)
            )
        context.enter("failForUnusedExpects")
        context.enter("failForRejections")

    def _too_long(self, head: str) -> None:
        context = self.context
        lines = [head, *(f"  it awaits {request.call}" for request in context.requests)]
        latest = context.requests[0] if context.requests else self._last
        if not context.requests:
            done = f", after {latest.call}" if latest else ""
            lines.append(f"  it awaits a promise that the test made{done}")
        context.fail("\n".join(lines), latest.stack if latest else "")


class _Contexts:
    """The JS contexts of a runtime's tests. The contexts are freed after the pages, since a page
    may call functions of a test.
    """

    def __init__(self, _runtime: Runtime) -> None:
        self.opened: list[Context] = []

    def close(self) -> None:
        for context in self.opened:
            context.close()
