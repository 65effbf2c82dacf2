"""Calls into a page's JS, and the promise jobs after each call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from weex_runtime.engine.engine import JSFunction, Scalar
from weex_runtime.engine.isolation import open_engine
from weex_runtime.errors import BundleError, EndlessJobs, JSCrash, JSError, JSTimeLimit
from weex_runtime.instance.binary import Binary
from weex_runtime.json_values import JSONInput, to_text

if TYPE_CHECKING:
    from weex_runtime.instance.bundle.positions import BundlePositions
    from weex_runtime.instance.instance import Instance


class PageJS:
    """A page's JS context, and functions that call into it. JS half: js/70_instance.js.

    Attributes:
        engine: The context.
        binary: Passes the bytes of polyfills to and from JS.
        entries: The functions of js/70_instance.js that native calls, by name.
        loading: The origin of errors while the bundle is loaded.
        stopped: The reason why JS was stopped, like an endless promise chain or a crash of the
            page's own process; "" if it was not.
    """

    def __init__(self, page: Instance) -> None:
        self._page = page
        self._tasks = page.tasks
        runtime = page.runtime
        self.engine = open_engine(
            page.isolation, memory_limit=runtime.memory_limit, time_limit=runtime.time_limit
        )
        self.binary: Binary = Binary(self)
        self.loading = f"loading {page.name}"
        self.stopped = ""
        self.entries: dict[str, JSFunction] = {}
        self._has_time_of_clock = runtime.clock.has_own_time
        self._after: list[Callable[[], object]] = []
        self._is_acting = False
        self._collects = False  # whether `_collect` is scheduled

    @cached_property
    def positions(self) -> BundlePositions:
        """Converts positions in the bundle to positions in its source files."""
        # imported only if needed
        from weex_runtime.instance.bundle.positions import BundlePositions

        return BundlePositions(self._page)

    def enter(self, entry: str, *args: Scalar, origin: str = "") -> Scalar:
        """Call a function of js/70_instance.js; errors and promise jobs are handled as in `run`."""
        result = self.run(self._call, entry, *args, origin=origin)
        return cast(Scalar, result)

    def _call(self, entry: str, *args: Scalar) -> Any:
        return self.engine.call(self.entries[entry], *args)

    def notify(self, entry: str, args: Sequence[JSONInput]) -> None:
        """Call a function of js/70_instance.js with the arguments as one JSON text. If JS is
        running, the call waits until JS has returned.
        """
        self._when_ended(lambda: self.enter(entry, to_text(args)))

    def run(self, enter: Callable[..., Any], *args: Scalar, origin: str = "") -> Any:
        """Enter JS, then run the promise jobs. Uncaught exceptions are errors of the page.

        Args:
            origin: The origin of the errors; default: the origin that JS has recorded.

        Raises:
            BundleError: The origin is `loading`, and the bundle is not JS.
        """
        if self.stopped:
            return None
        result, engine = None, self.engine
        try:
            try:
                result = enter(*args)
            except JSError as error:
                self._handle(error, origin)
            finally:
                if self._tasks.waiting:
                    self._tasks.resume()
            if self.stopped:
                return None
            try:
                engine.run_jobs()
            except JSError as error:
                self._handle_of_jobs(error)
            if engine.rejected:
                engine.rejected = False
                engine.call(self.entries["reportRejections"])
            if self._after and not self._is_acting:
                self._act_after()
        except JSError as error:
            if not engine.failure:
                raise
            error.origin = error.origin or origin
            error.message = f"{self._page.name}: {error.message}"
            self.stop(error)
            return None
        except KeyboardInterrupt:
            if engine.failure:
                self.stopped = engine.failure.message
            raise
        if engine.has_grown() and not self._collects:
            self._collects = True
            self._page.looper.postpone(self._collect)
        return result

    def _collect(self) -> None:
        """Collect garbage between calls into JS."""
        self._collects = False
        if not (self._page.is_ended or self.engine.running):
            self.engine.collect()

    def _handle(self, error: JSError, origin: str) -> None:
        """Record the exception of a call into JS, or raise a BundleError if the bundle is not JS.
        The end of an isolated engine's process is raised as a JSError.
        """
        if self.engine.failure:
            raise error
        error.origin = origin or str(self.engine.call(self.entries["currentOrigin"]))
        page = self._page
        if origin == self.loading and error.message.startswith("SyntaxError"):
            from weex_runtime.instance.bundle.source_kinds import source_problem

            if problem := source_problem(page.source, page.name):
                place = "".join(error.stack.splitlines()[:1]).strip()
                raise BundleError(page.name, f"{problem} ({error.message} {place})") from None
        if not self.stopped:
            page.add_error(error)

    def _handle_of_jobs(self, error: JSError) -> None:
        """Record the exception of a promise job. If the job was interrupted, run the other jobs."""
        if isinstance(error, EndlessJobs):
            self.stop(error)
            return
        if isinstance(error, (JSCrash, JSTimeLimit)):
            error.origin = "promise jobs" if isinstance(error, JSCrash) else "promise"
        if self.engine.failure or not isinstance(error, JSTimeLimit):
            raise error
        self._page.add_error(error)
        try:
            self.engine.run_jobs()
        except JSTimeLimit as another:
            if self.engine.failure:
                raise
            self.stop(another)

    def last_missing(self) -> str | None:
        """Return the last missing name that JS read, as JSON text; None while JS runs."""
        engine = self.engine
        if engine.running or engine.failure or self.stopped or not self.entries:
            return None
        return cast("str | None", engine.call(self.entries["lastMissing"]))

    def after(self, act: Callable[[], object]) -> None:
        """Call a function after JS has returned, but before the Python call that entered JS
        returns.

        The function may call into JS. If `act` calls `after` with a further function, that function
        runs after the next call into JS, or in the next turn of the loop.

        Args:
            act: A function that does not raise. Not called if the page has ended when JS has
                returned.
        """
        self._after.append(act)
        if not (self.engine.running or self._is_acting):
            self._page.looper.call_soon(self._act_after)

    def follow_clock(self) -> None:
        """Make `Date` return the time of the clock instead of the time of the machine."""
        if not (self._has_time_of_clock or self._page.is_ended):
            self._has_time_of_clock = True
            self._when_ended(lambda: self.enter("followClock"))

    def stop(self, error: JSError) -> None:
        """Stop the page: its JS does not run any more, and its modules end."""
        if self._page.is_ended:
            return
        self.stopped = error.message
        error.message = f"the page was stopped: {error.message}"
        self._page.add_error(error)
        if self.engine.interrupt():
            self._page.looper.call_soon(self._page.end_modules)
        else:
            self._page.end_modules()

    def close(self) -> None:
        """Free the context."""
        self.entries = {}
        self.engine.close()

    def _when_ended(self, act: Callable[[], object]) -> None:
        if self.engine.running:
            self.after(act)
        else:
            act()

    def _act_after(self) -> None:
        acts, self._after = self._after, []
        self._is_acting = True
        try:
            for act in acts:
                if not self._page.is_ended:
                    act()
        finally:
            self._is_acting = False
            if self._after:
                self._page.looper.call_soon(self._act_after)
