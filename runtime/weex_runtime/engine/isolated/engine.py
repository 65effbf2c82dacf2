"""The engine of an isolated page: the methods of `Engine`, whose JS context is in another process.

Python functions that JS calls run in this process, and JS waits for their results. A crash or a
hang of JS ends the other process only.
"""

from __future__ import annotations

from _thread import get_ident
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from weex_runtime.engine.engine import Engine, Scalar
from weex_runtime.engine.isolated.connection import Connection, JSObject
from weex_runtime.engine.positions import Locate, Script
from weex_runtime.errors import JSError, WrongThread


class IsolatedEngine(Connection):
    """A JS context in a separate process; see `Connection` for the limits and attributes."""

    def __init__(self, *, memory_limit: int, time_limit: float) -> None:
        super().__init__(memory_limit, time_limit)
        self.place = self._positions.place
        self.name_positions = self._positions.name_positions
        self._memory = 0  # the latest result of `memory`, in bytes
        Engine.register(self)

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
        self._post(["define", name, parameters, results])

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
        numbers = self._enter(["take", name, *members])
        return {key: self._object([number]) for key, number in zip(members, numbers, strict=True)}

    def call(self, function: JSObject, *args: Scalar | JSObject) -> Any:
        """Call a JS function with scalars, and return the result; see `Engine.call`."""
        return self._object(self._enter(["call", function, *args]))

    def get(self, name: str) -> Any:
        """Return a global of the context."""
        return self._object(self._enter(["get", name]))

    def run_jobs(self) -> None:
        """Run promise jobs until none is left; see `Engine.run_jobs`."""
        if self._has_jobs and not self.running:
            self._enter(["run_jobs"])

    def watch_rejections(self, tracker: JSObject) -> bool:
        """Call `tracker` for each rejected promise; see `Engine.watch_rejections`."""
        return bool(self._enter(["watch_rejections", tracker]))

    def text_of(self, holder: JSObject) -> str | None:
        """Return `String(holder)`; see `Engine.text_of`."""
        found, data = self._tried(["text_of", holder])
        return data.decode("utf-8", "surrogatepass") if data or found == "" else None

    def bytes_of(self, buffer: JSObject) -> bytes | None:
        """Return the bytes of an ArrayBuffer that is not empty; None if they cannot be read."""
        return self._tried(["bytes_of", buffer])[1] or None

    def put(self, holder: JSObject, name: str, data: bytes, *, as_text: bool) -> bool:
        """Set a property of a plain JS object to a string or an ArrayBuffer; see `Engine.put`."""
        return bool(self._tried(["put", holder, name, as_text], data)[0])

    def has_grown(self) -> bool:
        """Always return False: the other process itself collects garbage, while it is idle."""
        return False

    def collect(self) -> None:
        """Collect garbage; see `Garbage.collect`."""
        self._post(["collect"])

    def memory(self) -> int:
        """Return the number of bytes that the context has allocated; see `Engine.memory`. If the
        other process has ended or cannot answer now, return the result of the last call.
        """
        if get_ident() != self._thread:
            raise WrongThread("measure memory", self._thread)
        if not (self.failure or self._is_notified):
            self._memory = int(self._tried(["memory"])[0] or self._memory)
        return self._memory

    def limit_memory(self, size: int) -> None:
        """Set the bytes that the context may allocate; see `Engine.limit_memory`."""
        self._post(["limit_memory", size])

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
