"""One QuickJS context: calls into JS, limits and promise jobs.

Values between Python and JS are ASCII JSON text (json_values.py), since the binding itself wraps
integers over 2^31, cuts strings at NUL and fails on lone surrogates. Only the thread that made a
context may use it.
"""

import ctypes
import re
import time
from _thread import get_ident  # `threading` takes a millisecond to import
from _weakref import ref  # `weakref` takes time to import
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias, cast

import _quickjs

from weex_runtime.engine import bytecode
from weex_runtime.engine.c_library import (
    bytes_of,
    native_of,
    put,
    text_of,
    trace_of_running,
    value_of,
)
from weex_runtime.engine.entry import Entry, allocated, fields_of
from weex_runtime.engine.garbage import Garbage
from weex_runtime.engine.guard import guard_of
from weex_runtime.engine.positions import MADE, Locate, Positions, Script
from weex_runtime.engine.stack import stack_of_thread
from weex_runtime.engine.time_limit import TimeLimit
from weex_runtime.errors import EndlessJobs, JSError, JSTimeLimit, LimitExceeded, WrongThread
from weex_runtime.json_values import from_text

JSFunction: TypeAlias = Any  # a _quickjs.Object, which Python can call
Scalar: TypeAlias = None | bool | int | str

# The binding's text for a thrown value that cannot be converted to text: its `toString` throws, the
# value is nested too deeply, or no memory is left.
_FAILED = "(Failed obtaining QuickJS error string"

UNSHOWN = "a value that cannot be turned into text"
_RAISE = "; raise the limit with Runtime(limits={{'{0}': ...}}) or --limit {0}=..."
_RESERVE = 8  # JS starts only if at least an eighth of the memory limit is free
_NO_MEMORY = "InternalError: out of memory"

_FIRST_FRAME = r"(?m)^ +at "


_engines: "set[ref[Any]]" = set()


class _Members(dict[str, JSFunction]):
    def __init__(self, read: Callable[[str], JSFunction]) -> None:
        self._read = read

    def __missing__(self, name: str) -> JSFunction:
        member = self[name] = self._read(name)
        return member


class Engine:
    """A JS context with its limits, its scripts' names and its pending promise jobs.

    Args:
        memory_limit: Bytes that the context may allocate. After a call that leaves less than an
            eighth of them, the engine runs no more JS: `quickjs` crashes when an error is thrown
            and no memory is left for it.
        time_limit: Seconds of the process's CPU time that one call into JS may take, promise jobs
            included.
        shares_stack: Leave three quarters of the stack to other engines, for scripts that call
            Python functions which enter another engine.
        positions: The names and line numbers of the scripts; default: a new `Positions`.

    Attributes:
        failure: The error after which the engine runs no more JS, as when no memory is left; None
            while the engine can run JS.
        has_jobs: Returns whether promise jobs are queued; True where the engine's library is
            hidden.
        cpu: 0, since the engine has no process of its own. (`IsolatedEngine`: the CPU seconds that
            the engine's process has used.)
    """

    failure: JSError | None = None
    cpu = 0.0

    def __init__(
        self,
        *,
        memory_limit: int,
        time_limit: float,
        shares_stack: bool = False,
        positions: Positions | None = None,
    ) -> None:
        # A new thread can have the `get_ident` of an ended thread. Then the check does not stop the
        # new thread from using the engines of the ended thread. `get_native_id` would take six
        # times as long.
        self._thread = get_ident()
        self._context = _quickjs.Context()
        self._native = native_of(self._context)
        self.has_jobs: Callable[[], bool] = lambda: True
        if self._native:
            self.has_jobs = partial(self._native.library.JS_IsJobPending, self._native.runtime)
        self._context.set_memory_limit(memory_limit)
        self._stack = stack_of_thread()
        self._entered = self._stack.entered
        self._stack_limit = self._stack.quarter if shares_stack else self._stack.size
        self._context.set_max_stack_size(self._stack_limit)
        self._memory_limit = memory_limit
        self._allocated = allocated(self._context) or ctypes.c_size_t()
        self._allowed = _without_reserve(memory_limit)
        self._garbage = Garbage(self._native, self._allocated, self._allowed)
        self.has_grown = self._garbage.has_grown
        self.collect = self._garbage.collect
        guard = guard_of(self._context, self._native)
        self._forget: JSFunction = guard("forget")
        self._forget()
        fields = fields_of(self._context)
        self._time_limit = TimeLimit(self._context, time_limit, guard("drop"), fields)
        self._define, self._members = guard("define"), guard("members")
        self._rethrow, self._take_value = guard("rethrow"), guard("take")
        self._entry: Entry | None = None
        if self._native and fields:
            self._entry = Entry(self._native, fields, guard("outcome"))
        self._positions = positions or Positions()
        self.place = self._positions.place
        self.name_positions = self._positions.name_positions
        self._raised: BaseException | None = None
        self._interrupted = self._catcher()
        self._rejections: object | None = None
        self.running = False
        self.rejected = False  # set to True when the engine reports a rejected promise
        self.is_interrupted = False
        self.register(self)

    @staticmethod
    def register(engine: Any) -> None:
        """Add an engine to the result of `all` until the engine is freed."""
        _engines.add(ref(engine, _engines.discard))

    @staticmethod
    def all() -> "list[Engine]":
        """Return all existing engines of this program, isolated engines included."""
        return [engine for found in list(_engines) if (engine := found())]

    def interrupt(self) -> bool:
        """End the running JS as the time limit does. Can be called on any thread.

        Returns:
            Whether JS was running. If the platform hides the engine's C library, JS continues to
            run.
        """
        if self.running:
            self.is_interrupted = True
            self._time_limit.interrupt()
        return self.running

    def define(
        self,
        name: str,
        function: Callable[..., Scalar | float],
        *,
        parameters: int | None = None,
        results: Mapping[str, Scalar] | None = None,
    ) -> None:
        """Make a Python function callable from JS as a global.

        The function receives None, bool, int, float or str. If the function raises, its call in JS
        returns null, and the Python code that entered JS gets the exception.

        Args:
            parameters: The number of arguments; the function receives None for an omitted argument.
                Default: as many as JS passes, which is slower.
            results: {first argument of a call: the result of all calls with this argument}. An
                isolated engine does not wait for these calls.
        """

        def guarded(*args: Scalar) -> Scalar | float:
            try:
                return function(*args)
            except BaseException as error:  # KeyboardInterrupt, too, must not enter JS
                self._raised = self._raised or error
                return None

        self._context.add_callable(name, guarded)
        self._define(name, parameters, self._interrupted)

    def run(self, source: str, name: str, locate: Locate | None = None) -> JSFunction | Scalar:
        """Run a script's text at global level and return its last value; None for a value that
        Python cannot get, like a BigInt or a string with lone surrogates.

        Args:
            locate: As in `Positions.place`.

        Raises:
            JSError: The script threw, or does not parse.
        """
        return self.evaluate(self.place(source, name, locate=locate))

    def evaluate(self, placed: str) -> JSFunction | Scalar:
        """Run a script whose text `Positions.place` has returned; see `run`."""
        if self._entry is None:
            return self.call(self._context.eval, placed)
        if not self.call(self._entry.evaluate, placed.encode()):
            self.call(self._rethrow)
        return self.call(self._take_value)

    def function(
        self, name: str, scripts: Sequence[Script], *, has_lines: bool = True
    ) -> JSFunction:
        """Return a JS function whose body consists of the scripts.

        Args:
            name, has_lines: As in `bytecode.code_of`.

        Raises:
            JSError: A script does not parse, or no memory is left.
        """
        placed = self._positions.place_all(scripts)
        code = placed.code(name, has_lines) if self._native else b""
        return self.make(code or placed.text())

    def make(self, code: bytes | str) -> JSFunction:
        """Run the bytecode or the source of `PlacedScripts`, and return the resulting JS function.

        Raises:
            JSError: The source does not parse, or no memory is left.
        """
        try:
            if isinstance(code, bytes):
                self.call(bytecode.run, self._native, code)
            else:
                self.call(self._context.eval, code)
        except MemoryError:
            raise self.error("InternalError: out of memory", "") from None
        return self._take_made()

    def take(self, name: str, members: Iterable[str]) -> dict[str, JSFunction]:
        """Delete a global object, and return its members by name. A member is read when it is first
        used. Functions among the members are guarded (guard.py).

        Drop the result before `close`, since the result keeps the context alive.
        """
        return _Members(partial(self.call, self._members(name)))

    def call(self, function: Any, *args: Any) -> Any:
        """Call a function with scalars (text in UTF-8 without NUL), and return the result. The
        function is a JS function, or one of the binding's functions that run JS.

        Raises:
            JSError: The function threw.
            WrongThread: The engine belongs to another thread.
        """
        if get_ident() != self._thread:
            raise WrongThread("enter JS", self._thread)
        assert not self.running, "JS is running: call it from the loop only"
        if self._allocated.value > self._allowed:
            self.require_memory()
        now = time.monotonic()
        if now > self._time_limit.stale_at:
            self._time_limit.arm(now)
        entered, limit = self._entered, self._stack_limit
        depth = len(entered)
        if depth:
            limit = self._stack.left(limit)
            self._context.set_max_stack_size(limit)
        try:
            entered.append(limit)
            self.running = True
            return function(*args)
        except _quickjs.JSException as error:
            raise self._error(error) from None
        finally:
            self.running = False
            # Ctrl-C may come before the append; then pop() would remove the limit of an outer
            # engine.
            if not depth:
                entered.clear()
            else:
                del entered[depth:]
                self._context.set_max_stack_size(self._stack_limit)
            if self.is_interrupted:
                self.is_interrupted = False
                self._time_limit.expire()
            if self._raised is not None:
                raised, self._raised = self._raised, None
                raise raised

    def require_memory(self) -> None:
        """Raise an error if too little memory is left to run JS.

        Raises:
            LimitExceeded: Most of the memory is in use, also after a garbage collection.
        """
        if self._native and self._allocated.value > self._allowed:
            self.collect()
            used = self._allocated.value
            if used > self._allowed:
                self.failure = LimitExceeded(
                    "memory",
                    self._memory_limit,
                    f"JS holds {used:,} of {self._memory_limit:,} bytes, too many to go on"
                    + _RAISE.format("memory"),
                )
                raise self.failure

    def get(self, name: str) -> JSFunction:
        """Return a global of the context."""
        return self._context.get(name)

    def run_jobs(self) -> None:
        """Run promise jobs until none is left.

        Raises:
            EndlessJobs: Jobs were still queueing further jobs when the time limit was reached.
            JSTimeLimit: One job exceeded the time limit, on an engine where JS cannot catch this
                error; the other jobs are still queued.
        """
        if self.running:
            return
        if self._allocated.value > self._allowed:
            self.require_memory()
        if not self.has_jobs():
            return
        limit = self._time_limit.seconds
        begun = started = time.monotonic()
        # CPU time of the process when the measurement began
        counted_from: float | None = None
        spared = False
        while self._run_job():
            now = time.monotonic()
            if now - begun > limit / 4:
                # If one job took most of the time limit, restart the measurement once, so that the
                # limit applies to the other jobs alone.
                spares = not spared and now - started > limit / 2
                if counted_from is None or spares:
                    counted_from, spared = time.process_time(), spared or spares
                elif time.process_time() - counted_from > limit * 3 / 4:
                    raise EndlessJobs(
                        f"promise jobs queued further promise jobs for {limit:g} s "
                        "(an endless promise chain?)",
                        origin="promise jobs",
                    )
            started = now

    def _run_job(self) -> bool:
        entry = self._entry
        if entry is None:
            return bool(self.call(self._context.execute_pending_job))
        if not self.call(entry.run_job):
            self.call(self._rethrow)
        return self.has_jobs()

    def watch_rejections(self, tracker: JSFunction) -> bool:
        """Call `tracker(promise, reason, isHandled)` whenever ECMAScript calls
        HostPromiseRejectionTracker.

        Returns:
            False if the platform hides the engine's C library.
        """
        if self._native:
            from weex_runtime.engine.rejections import watch_rejections  # imported only if needed

            self._rejections = watch_rejections(self._native, tracker, self._note_rejection)
        return self._rejections is not None

    def text_of(self, holder: JSFunction) -> str | None:
        """Return `String(holder)` in full. (The binding would cut the text at NUL and fail on lone
        surrogates.)

        Args:
            holder: A JS object whose `toString` does not call Python.

        Returns:
            None if the platform hides the engine's C library, or no memory is left.
        """
        value = self._native and value_of(self._native, holder)
        return text_of(self._native, value) if self._native and value else None

    def bytes_of(self, buffer: JSFunction) -> bytes | None:
        """Return the content of an ArrayBuffer that is not empty; None if the platform hides the
        engine's C library.
        """
        value = self._native and value_of(self._native, buffer)
        return bytes_of(self._native, value) if self._native and value else None

    def put(self, holder: JSFunction, name: str, data: bytes, *, as_text: bool) -> bool:
        """Set a property of a plain JS object to an ArrayBuffer with the bytes of `data`, or to the
        text that these bytes encode in UTF-8.

        Returns:
            False if the platform hides the engine's C library, or no memory is left.
        """
        native = self._native
        value = native and value_of(native, holder)
        return bool(native and value and put(native, value, name, data, as_text=as_text))

    def stack_of_hang(self) -> str:
        """Return the stack trace of the running JS; "" if the platform hides the engine's C
        library.

        Call this method on another thread, and end the process afterwards: the engine allows only
        one thread at a time, so the call may crash the process.
        """
        return trace_of_running(self._native) if self._native else ""

    def limit_memory(self, size: int) -> None:
        """Set the number of bytes that the context may allocate. The number cannot exceed the
        `memory_limit` that was given to the constructor.
        """
        limit = min(size, self._memory_limit)
        self._context.set_memory_limit(limit)
        self._garbage.limit(_without_reserve(limit))

    def memory(self) -> int:
        """Return the number of bytes that the context has allocated.

        Raises:
            WrongThread: The engine belongs to another thread.
        """
        if get_ident() != self._thread:
            raise WrongThread("measure memory", self._thread)
        size: int = self._context.memory()["malloc_size"]
        return size

    def close(self) -> None:
        """Free the context and all its objects."""
        self._time_limit.close()
        self._garbage.close()
        del self._context, self._forget, self._interrupted
        del self._define, self._members, self._rethrow, self._take_value, self._entry
        self._rejections = None

    def _catcher(self) -> JSFunction:
        """Create a JS function that records a Ctrl-C. `define` in guard.py calls the JS function
        when a Ctrl-C has interrupted the call of a Python function.
        """
        interrupt = KeyboardInterrupt()

        def catch() -> None:
            try:
                # Do not call anything before this `raise`: an earlier exception is still set in
                # Python's C API, so a call would fail.
                raise interrupt
            except KeyboardInterrupt as error:
                self._raised = self._raised or error.with_traceback(None)

        self._context.add_callable(MADE, catch)
        return self._take_made()

    def _take_made(self) -> JSFunction:
        made = self._context.get(MADE)
        self._forget()
        return made

    def _note_rejection(self) -> None:
        self.rejected = True

    def _error(self, error: Exception) -> JSError:
        text = str(error)
        if text.startswith("["):
            # JSON that the JS of guard.py wrote: [message, stack]
            message, stack = cast("list[str | None]", from_text(text))
            return self.error(_FAILED if message is None else message, stack or "")
        frame = re.search(_FIRST_FRAME, text)
        message, stack = (
            (text[: frame.start()], text[frame.start() :])
            if frame
            else (text.removesuffix("undefined"), "")
        )
        message, stack = message.strip("\n"), stack.rstrip("\n")
        return self.error(message, stack)

    def error(self, message: str, stack: str, origin: str = "") -> JSError:
        """Return the exception for a thrown JS value. If JS exceeded a limit, the exception has a
        clearer message than the engine's.
        """
        message, stack = self.name_positions(message), self._positions.name_stack(stack)
        if message == "InternalError: interrupted":
            self._time_limit.expire()
            seconds = self._time_limit.seconds
            return JSTimeLimit(
                f"JS ran longer than {seconds:g} s and was interrupted{_RAISE.format('time')}",
                stack,
                origin,
            )
        if message.startswith(_FAILED):
            is_full = self.memory() > self._memory_limit / 2
            message = _NO_MEMORY if is_full else UNSHOWN
        if message == _NO_MEMORY:
            message += f" (the page's memory limit was reached{_RAISE.format('memory')})"
        if message == "null":
            # The engine throws null when no memory is left to make an Error.
            message += ": thrown by the bundle, or out of memory (the page's memory limit)"
        return JSError(message or '""', stack, origin)


def _without_reserve(memory_limit: int) -> int:
    return memory_limit - memory_limit // _RESERVE


def engine_name() -> str:
    """Return the installed distribution that provides the engine: "quickjs" or "quickjs-ng"."""
    # Both distributions have the same import name; only quickjs-ng has `queueMicrotask`.
    is_ng = _quickjs.Context().eval("typeof queueMicrotask === 'function'")
    return "quickjs-ng" if is_ng else "quickjs"
