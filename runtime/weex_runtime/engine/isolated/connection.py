"""The connection to the process of an isolated engine. It sends requests, runs the Python functions
that JS calls, and reports a process that hangs or crashes.
"""

from __future__ import annotations

import time
from _thread import get_ident
from collections.abc import Callable
from typing import Any

from weex_runtime.engine.engine import Scalar
from weex_runtime.engine.isolated.channel import BrokenChannel, Channel
from weex_runtime.engine.isolated.process import ChildProcess
from weex_runtime.engine.positions import Positions
from weex_runtime.errors import EndlessJobs, JSError, JSTimeLimit, LimitExceeded, WrongThread

_ERRORS: dict[str, Callable[[str, str, str], Exception]] = {
    "JSError": JSError,
    "JSTimeLimit": JSTimeLimit,
    "EndlessJobs": EndlessJobs,
    "TypeError": lambda message, stack, origin: TypeError(message),
    "ValueError": lambda message, stack, origin: ValueError(message),
}
# JS may run for 1.5 times the limit of CPU time plus this number of real seconds: other programs
# can slow JS down.
_MORE = 1.0
# maximum size of a frame, as a multiple of the memory limit: escapes make JSON text longer
_FRAME = 4
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


class Connection:
    """A connection to a process with one JS context.

    Args:
        memory_limit, time_limit: As in `Engine`. The time limit counts CPU time of the other
            process. This process also limits real time: between two calls from JS, at most 1.5
            times the limit plus one second may pass. After that time this process interrupts JS,
            and kills the other process if JS does not end.

    Attributes:
        running, rejected, is_interrupted: As in `Engine`.
        cpu: CPU seconds that the other process has used.
        failure: The error that ended the process; None while the process runs.
        process: The other process.
    """

    def __init__(self, memory_limit: int, time_limit: float) -> None:
        self._thread = get_ident()
        self._positions = Positions()
        self._functions: dict[str, Callable[..., Scalar | float]] = {}
        self._dropped: list[int] = []  # numbers of JS objects that Python no longer uses
        self._raised: BaseException | None = None
        self._memory_limit = memory_limit
        self._longest = 1.5 * time_limit + _MORE
        self._is_overdue = False  # JS was interrupted since it took too long
        self._deadline = 0.0  # time.monotonic() at which interrupted JS must have ended
        self.running = False
        self.rejected = False
        self._is_notified = False  # True while a request `notify` runs: JS does not wait for it
        self.cpu = 0.0
        self._has_jobs = False  # the other process reported queued promise jobs
        self.is_interrupted = False
        self.failure: JSError | None = None
        self.process = ChildProcess()
        self._channel = Channel(self.process.calls, _FRAME * memory_limit)
        self._channel.settimeout(self._longest)
        self._post(["open", memory_limit, time_limit])

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
        """Send a request and return its result. Until then, run the functions that JS calls."""
        assert not self._is_notified, "JS does not wait: it cannot answer a request"
        try:
            self._send(request, data)
            while True:
                frame, data = self._receive()
                match frame:
                    case ["call", str(name), *args]:
                        self._send(["result", self._called(name, args)])
                    case ["notify", str(name), *args]:
                        self._is_notified = True
                        self._called(name, args)
                        self._is_notified = False
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
        except (BrokenChannel, TimeoutError) as problem:
            # Report a hang even after a crash: interrupted JS may have crashed the other process
            # while it built the stack trace.
            is_hang = self._is_overdue or isinstance(problem, TimeoutError)
            self.failure = self._hang() if is_hang else self.process.crash(str(problem))
            raise self.failure from None
        except KeyboardInterrupt:
            self.failure = self.failure or JSError("interrupted by Ctrl-C")
            self.process.end()
            raise

    def _tried(self, request: list[Any], data: bytes = b"") -> tuple[Any, bytes]:
        """Send a request as `_ask` does. If the process has ended, return (None, b""): the next
        call into JS reports the end.
        """
        try:
            return self._ask(request, data)
        except JSError:
            return None, b""

    def _hang(self) -> JSTimeLimit:
        trace = self.process.trace()
        self.process.end()
        return JSTimeLimit(
            f"JS ran longer than {self._longest:g} s of real time and could not be interrupted, "
            "so its process was ended",
            self._positions.name_stack(trace),
        )

    def _send(self, request: list[Any], data: bytes = b"") -> None:
        if self.failure:
            raise self.failure
        if self._dropped:
            dropped, self._dropped[:] = self._dropped[:], []
            self._channel.send(["release", *dropped])
        passed = [[part.number] if type(part) is JSObject else part for part in request]
        self._channel.send(passed, data)

    def _post(self, request: list[Any]) -> None:
        """Send a request that gets no answer."""
        try:
            self._send(request)
        except (BrokenChannel, TimeoutError, JSError):
            pass  # ignored: the next call into JS reports that the process has ended

    def _receive(self) -> tuple[list[Any], bytes]:
        """Wait for a frame while JS runs. Interrupt JS if no frame arrives within the time limit.
        (While JS sends frames, the other process limits the time.)

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
            raise BrokenChannel(f"JS called {name!r}, which is not defined")
        values = [JSObject(arg[0], []) if type(arg) is list else arg for arg in args]
        try:
            return function(*values)
        except BaseException as error:  # KeyboardInterrupt, too, must not enter JS
            self._raised = self._raised or error
            return None

    def _named(self, name: str, message: str, stack: str, origin: str) -> Exception:
        """Return the exception for an error that the other process reports. Positions in the
        message and in the stack trace are replaced by names of scripts.
        """
        message, stack = self._positions.name_positions(message), self._positions.name_stack(stack)
        return _ERRORS.get(name, JSError)(message, stack, origin)

    def _object(self, value: Any) -> Any:
        return JSObject(value[0], self._dropped) if type(value) is list else value
