"""Runs one test in JS: turn by turn, JS and what it asked for.

JS is entered only while nothing that it asked for is under way. Waiting is no blocking here: what
has to wait is tried again after each turn of the loop, so that a test can wait for several things
at once, and its own functions (mocks, handlers of routes) run meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from weex_runtime.errors import JSError
from weex_runtime.instance.waiting import Attempts, NotYet
from weex_runtime.js_tests.context import Context, Request, error_text, value_text
from weex_runtime.js_tests.failure import Failure, Frame, JSTestFailed, JSTestSkipped
from weex_runtime.js_tests.host import JSDevice, Surroundings
from weex_runtime.naming import js_names

if TYPE_CHECKING:
    from pathlib import Path

    from weex_runtime.testkit.runtime import Runtime

TIME_LIMIT = 30.0  # seconds for a test, its hooks included
_LONGEST_TURN = 0.05  # seconds
_LONG_REST = 0.5  # seconds: of threads that the loop does not know nothing has come by then


class Run:
    """One test, in a context of its own, which is freed when the runtime is closed.

    Args:
        surroundings: What the test is given.
        root: The folder that names of files in messages are relative to.
    """

    def __init__(self, surroundings: Surroundings, root: Path) -> None:
        self._surroundings = surroundings
        self._looper = surroundings.runtime.looper
        self._device = JSDevice(surroundings)
        self._attempts: dict[int, Attempts] = {}
        self._last: Request | None = None  # what was done for the test
        self._acting: Request | None = None  # what is being done
        self.context = Context(surroundings.path, root, self._device)
        self._device.context = self.context
        surroundings.runtime.shared(_Contexts).opened.append(self.context)

    def run(self, places: Sequence[int], title: str, time_limit: float | None) -> None:
        """Run it to its end.

        Args:
            places: The way to it in the tree of tests: of each suite the child at a place.
            title: Its own.
            time_limit: Seconds; None: `TIME_LIMIT`.

        Raises:
            JSTestFailed: With all that failed.
            JSTestSkipped: It called `pending`.
        """
        context = self.context
        with js_names():
            try:
                context.enter("want", *places)
                context.load()
                context.enter("run", title)
                context.run_jobs()
                self._go_on(TIME_LIMIT if time_limit is None else time_limit)
            except JSError as error:
                context.fail(error.message, error.stack)
        result = context.result
        if result and not context.failures:
            self._look_behind()
        if not context.failures and result:
            # What no error of the test told of: JS that was interrupted, say.
            for message in result["failed"]:
                context.fail(context.engine.error(message, "").message)
        if context.failures:
            raise JSTestFailed(context.failures)
        if result and result["status"] == "pending":
            raise JSTestSkipped(result["reason"] or "pending()")

    def running_frame(self) -> Frame | None:
        """Where the test asked for what is being done; else for what it awaits, or had last."""
        context = self.context
        request = self._acting or (context.requests[0] if context.requests else self._last)
        frames = context.frames(request.stack) if request else []
        own = [frame for frame in frames if frame.path == context.path]
        return next(iter([*own, *frames]), None)

    def _go_on(self, time_limit: float) -> None:
        """Take turns until the test has ended or can end no more."""
        context = self.context
        rest_since = time.monotonic()
        deadline = rest_since + time_limit
        while context.result is None:
            left = deadline - time.monotonic()
            if left <= 0:
                self._too_long(f"the test did not end within {time_limit:g} s")
                return
            context.fire_timers()
            context.run_jobs()
            if self._take_requests():
                rest_since = time.monotonic()
                continue
            if not self._is_at_rest():
                rest_since = time.monotonic()
            elif time.monotonic() - rest_since > _LONG_REST:
                self._too_long("the test cannot end: nothing is under way any more")
                return
            if context.result is None:
                self._looper.turn(min(left, self._patience()))

    def _take_requests(self) -> bool:
        """Try what JS asked for, in its order; whether something is done."""
        context = self.context
        is_any_done = False
        for request in list(context.requests):
            text = self._try(request)
            if text is not None:
                is_any_done = True
                context.requests.remove(request)
                self._last = request
                context.settle(request, text)
                context.run_jobs()
        return is_any_done

    def _try(self, request: Request) -> str | None:
        """The answer to a request; None while it has to wait."""
        attempts = self._attempts.setdefault(request.id, Attempts())
        self._acting = request
        try:
            with attempts:
                value = request.act()
            return value_text(value, self._device)
        except NotYet:
            return None
        except Exception as error:
            return error_text(error)
        finally:
            self._acting = None

    def _is_at_rest(self) -> bool:
        """Nothing will happen any more by itself."""
        looper = self._looper
        return (
            not self.context.requests
            and self.context.next_timer() is None
            and looper.is_idle()
            and looper.next_due() is None
            and not looper.sockets()
            and not any(page.busy() for page in self._surroundings.runtime.pages)
        )

    def _patience(self) -> float:
        """Seconds until something has to be looked at again."""
        times = [attempts.deadline for attempts in self._attempts.values() if attempts.deadline]
        timer = self.context.next_timer()
        if timer is not None:
            times.append(timer)
        now = time.monotonic()
        return max(0.0, min([_LONGEST_TURN, *(moment - now for moment in times if moment > now)]))

    def _look_behind(self) -> None:
        """What the test left unfinished is a failure."""
        context = self.context
        for request in context.requests:
            frames = context.frames(request.stack)
            context.failures.append(
                Failure(f"{request.words} was not awaited: write `await` before it", frames)
            )
        context.fail_for_no_claims()
        context.fail_for_rejections()

    def _too_long(self, head: str) -> None:
        context = self.context
        lines = [head, *(f"  it awaits {request.words}" for request in context.requests)]
        latest = context.requests[0] if context.requests else self._last
        if not context.requests:
            done = f"; behind {latest.words}" if latest else ""
            lines.append(f"  it awaits a promise that is its own{done}")
        context.fail("\n".join(lines), latest.stack if latest else "")


class _Contexts:
    """Those of a runtime's tests: they are freed behind its pages, which may call functions of the
    test until their end."""

    def __init__(self, _runtime: Runtime) -> None:
        self.opened: list[Context] = []

    def close(self) -> None:
        for context in self.opened:
            context.close()
