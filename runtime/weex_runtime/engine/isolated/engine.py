"""The engine of an isolated page: the methods of `Engine`, whose JS context is in another process.

Python functions that JS calls run in this process, and JS waits for their results. A crash or a
hang of JS ends the other process only.
"""

from __future__ import annotations

import time
from _thread import get_ident
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from weex_runtime.engine.engine import Engine, Scalar
from weex_runtime.engine.isolated.channel import NO_MEMORY, BrokenChannel, Channel
from weex_runtime.engine.isolated.process import ChildProcess
from weex_runtime.engine.positions import Locate, Positions, Script
from weex_runtime.errors import (
    EndlessJobs,
    JSCrash,
    JSError,
    JSTimeLimit,
    LimitExceeded,
    WrongThread,
)

_ERRORS: dict[str, Callable[[str, str, str], Exception]] = {
    "JSError": JSError,
    "JSTimeLimit": JSTimeLimit,
    "EndlessJobs": EndlessJobs,
    "TypeError": lambda message, stack, origin: TypeError(message),
    "ValueError": lambda message, stack, origin: ValueError(message),
}
# Real seconds of JS beyond one and a half times the limit of CPU time, for a busy machine.
_MORE = 1.0
_FRAME = 4  # the most bytes of a frame, in memory limits: JSON escapes characters
_GRACE = 0.7  # seconds from the interrupt of JS until its process is killed


class JSObject:
    """A JS object in the other process.

    Attributes:
        number: The number of the object in the other process.
    """

    __slots__ = ("_dropped", "number")

    def __init__(self, number: int, dropped: list[int]) -> None:
        self.number = number
        self._dropped = dropped

    def __del__(self) -> None:
        self._dropped.append(self.number)


class IsolatedEngine:
    """A JS context in a process of its own.

    Args:
        memory_limit, time_limit: As in `Engine`. The time limit counts CPU time of the other
            process. If JS neither ends nor calls this process for one and a half times as many real
            seconds and one second more, this process interrupts JS, and kills the other process if
            JS does not end.

    Attributes:
        running, rejected, is_interrupted: As in `Engine`.
        cpu: CPU seconds that the other process has used.
        failure: The error that ended the process; None while the process runs.
        process: The other process.
    """

    def __init__(self, *, memory_limit: int, time_limit: float) -> None:
        self._thread = get_ident()
        self._positions = Positions()
        self.place = self._positions.place
        self.name_positions = self._positions.name_positions
        self._functions: dict[str, Callable[..., Scalar | float]] = {}
        self._dropped: list[int] = []  # numbers of objects that nobody uses
        self._raised: BaseException | None = None
        self._time_limit = time_limit
        self._memory_limit = memory_limit
        self._longest = 1.5 * time_limit + _MORE
        self._is_overdue = False  # JS was interrupted since it took too long
        self._deadline = 0.0  # time.monotonic() at which interrupted JS must have ended
        self.running = False
        self.rejected = False
        self._is_told = False  # a function is running that JS does not wait for
        self._memory = 0  # bytes at the last call of `memory`
        self.cpu = 0.0
        self._has_jobs = False  # promise jobs are queued
        self.is_interrupted = False
        self.failure: JSError | None = None
        self.process = ChildProcess()
        self._channel = Channel(self.process.calls, _FRAME * memory_limit)
        self._channel.settimeout(self._longest)
        Engine.register(self)
        self._send(["open", memory_limit, time_limit])

    def interrupt(self) -> bool:
        """End the running JS as the time limit does. Can be called on any thread.

        Returns:
            Whether JS was running.
        """
        if self.running:
            self.is_interrupted = True
            self.process.interrupt()
        return self.running

    def define(
        self,
        name: str,
        function: Callable[..., Scalar | float],
        *,
        parameters: int | None = None,
        results: Mapping[str, Scalar] | None = None,
    ) -> None:
        """Make a Python function callable from JS as a global; see `Engine.define`."""
        self._functions[name] = function
        self._check("define a function")
        self._send(["define", name, parameters, results])

    def run(self, source: str, name: str, locate: Locate | None = None) -> Any:
        """Run a script's text at global level and return its last value; see `Engine.run`."""
        placed = self.place(source, name, locate=locate)
        return self._object(self._enter(["run"], placed.encode()))

    def function(self, name: str, scripts: Sequence[Script], *, has_lines: bool = True) -> JSObject:
        """Return a JS function whose body consists of the scripts; see `Engine.function`."""
        placed = self._positions.place_all(scripts)
        code = placed.code(name, has_lines)
        made = self._enter(["make", bool(code)], code or placed.text().encode())
        return cast(JSObject, self._object(made))

    def take(self, name: str, members: Iterable[str]) -> dict[str, JSObject]:
        """Delete a global object and return its members by name."""
        members = list(members)
        numbers = self._enter(["take", name, members])
        return {key: self._object([number]) for key, number in zip(members, numbers, strict=True)}

    def call(self, function: JSObject, *args: Scalar | JSObject) -> Any:
        """Call a JS function with scalars, and return the result; see `Engine.call`."""
        passed = [[arg.number] if type(arg) is JSObject else arg for arg in args]
        return self._object(self._enter(["call", function.number, *passed]))

    def get(self, name: str) -> Any:
        """Return a global of the context."""
        return self._object(self._enter(["get", name]))

    def run_jobs(self) -> None:
        """Run promise jobs until none is left; see `Engine.run_jobs`."""
        if self._has_jobs and not self.running:
            self._enter(["run_jobs"])

    def watch_rejections(self, tracker: JSObject) -> bool:
        """Call `tracker` for each rejected promise; see `Engine.watch_rejections`."""
        return bool(self._enter(["watch_rejections", tracker.number]))

    def text_of(self, holder: JSObject) -> str | None:
        """Return `String(holder)`; see `Engine.text_of`."""
        try:
            found, data = self._ask(["text_of", holder.number])
        except JSError:
            return None
        return data.decode("utf-8", "surrogatepass") if data or found == "" else None

    def bytes_of(self, buffer: JSObject) -> bytes | None:
        """Return the bytes of an ArrayBuffer that is not empty; None if they cannot be read."""
        try:
            return self._ask(["bytes_of", buffer.number])[1] or None
        except JSError:
            return None

    def put(self, holder: JSObject, name: str, data: bytes, *, as_text: bool) -> bool:
        """Set a property of a plain JS object to a text or an ArrayBuffer; see `Engine.put`."""
        try:
            return bool(self._ask(["put", holder.number, name, as_text], data)[0])
        except JSError:
            return False

    def memory(self) -> int:
        """Return the bytes that the context has allocated; see `Engine.memory`. Where JS does not
        wait, or the process has ended, the bytes at the last call.
        """
        if get_ident() != self._thread:
            raise WrongThread("measure memory", self._thread)
        if not (self.failure or self._is_told):
            try:
                self._memory = int(self._ask(["memory"])[0])
            except JSError:
                pass  # the next call into JS reports the end of the process
        return self._memory

    def limit_memory(self, size: int) -> None:
        """Set the bytes that the context may allocate; see `Engine.limit_memory`."""
        if not self.failure:
            self._channel.send(["limit_memory", size])

    def error(self, message: str, stack: str, origin: str = "") -> JSError:
        """Return the exception for a thrown value; see `Engine.error`."""
        name = "JSError"
        if not self.failure:
            (name, message, stack), _ = self._ask(["explain", message, stack])
        return cast(JSError, self._named(name, message, stack, origin))

    def close(self) -> None:
        """End the process."""
        self.failure = self.failure or JSError("the engine is closed")
        self.process.end()

    def __del__(self) -> None:
        if "process" in vars(self):
            self.process.forget()

    def _check(self, action: str) -> None:
        if get_ident() != self._thread:
            raise WrongThread(action, self._thread)
        if self.failure:
            raise self.failure

    def _enter(self, request: list[Any], data: bytes = b"") -> Any:
        """Send a request that enters JS, and return its result."""
        self._check("enter JS")
        assert not self.running, "JS is running: call it from the loop only"
        self.running = True
        if self._is_overdue:
            self._is_overdue = False
            self._channel.settimeout(self._longest)
        try:
            return self._ask(request, data)[0]
        finally:
            self.running = self.is_interrupted = False
            if self._raised is not None:
                raised, self._raised = self._raised, None
                raise raised

    def _ask(self, request: list[Any], data: bytes = b"") -> tuple[Any, bytes]:
        """Send a request, carry out the calls that come back, and return the result."""
        try:
            self._send(request, data)
            while True:
                frame, data = self._receive()
                match frame:
                    case ["call", str(name), *args]:
                        self._send(["result", self._called(name, args)])
                    case ["tell", str(name), *args]:
                        self._is_told = True
                        self._called(name, args)
                        self._is_told = False
                    case ["result", result, bool(has_jobs), bool(rejected), float(cpu)]:
                        self._has_jobs, self.cpu = has_jobs, cpu
                        self.rejected = self.rejected or rejected
                        return result, data
                    case ["error", str(name), str(message), str(stack), str(origin), float(cpu)]:
                        self._has_jobs, self.cpu = True, cpu
                        if name == "LimitExceeded":
                            self.failure = LimitExceeded("memory", self._memory_limit, message)
                            raise self.failure
                        raise self._named(name, message, stack, origin)
                    case _:
                        raise BrokenChannel("a frame of an unknown kind")
        except BrokenChannel as problem:
            # The stack trace of JS that does not end may crash the process.
            raise self._hang() if self._is_overdue else self._crash(problem) from None
        except TimeoutError:
            raise self._hang() from None
        except KeyboardInterrupt:
            self.failure = self.failure or JSError("interrupted by Ctrl-C")
            self.process.end()
            raise

    def _send(self, request: list[Any], data: bytes = b"") -> None:
        if self.failure:
            raise self.failure
        assert not self._is_told, "JS does not wait: it cannot answer a request"
        if self._dropped:
            dropped, self._dropped[:] = self._dropped[:], []
            self._channel.send(["release", dropped])
        self._channel.send(request, data)

    def _receive(self) -> tuple[list[Any], bytes]:
        """Wait for a frame, while JS runs. Interrupt JS at the time limit. A frame shows that JS
        can be interrupted; its own process limits the time of JS that makes calls.

        Raises:
            TimeoutError: JS did not react to the interrupt.
        """
        if self._is_overdue and time.monotonic() > self._deadline:
            raise TimeoutError
        try:
            return self._channel.receive()
        except TimeoutError:
            if self._is_overdue:
                raise
        self.is_interrupted = self._is_overdue = True
        self.process.interrupt()
        self._deadline = time.monotonic() + _GRACE
        self._channel.settimeout(_GRACE)
        return self._receive()

    def _called(self, name: str, args: list[Any]) -> Scalar | float:
        """Call a Python function for JS. As in `Engine.define`, no exception enters JS."""
        function = self._functions.get(name)
        if function is None:
            raise BrokenChannel(f"a call of {name!r}, which is not defined")
        values = [JSObject(arg[0], []) if type(arg) is list else arg for arg in args]
        try:
            return function(*values)
        except BaseException as error:  # also catches KeyboardInterrupt
            self._raised = self._raised or error
            return None

    def _named(self, name: str, message: str, stack: str, origin: str) -> Exception:
        """Return the error that the other process reports, with the names of scripts."""
        message, stack = self.name_positions(message), self._positions.name_stack(stack)
        return _ERRORS.get(name, JSError)(message, stack, origin)

    def _object(self, value: Any) -> Any:
        return JSObject(value[0], self._dropped) if type(value) is list else value

    def _crash(self, problem: BrokenChannel) -> JSError:
        status = self.process.end(_GRACE)
        how = "out of memory" if status == NO_MEMORY else f"exit status {status} ({problem})"
        if status < 0:
            from signal import Signals  # imported only if needed

            how = Signals(-status).name
        self.failure = JSCrash(f"the process of the JS engine crashed: {how}", status)
        return self.failure

    def _hang(self) -> JSError:
        lines = [line for line in self.process.trace().splitlines() if line.startswith("    at ")]
        self.process.end()
        self.failure = JSTimeLimit(
            f"JS ran longer than {self._longest:g} s of real time and could not be interrupted, "
            "so its process was ended",
            self._positions.name_stack("\n".join(lines[1:])),
        )
        return self.failure
