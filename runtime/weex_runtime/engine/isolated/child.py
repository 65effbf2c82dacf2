"""The process of an isolated engine: one JS context, which another process uses over a socket.

The other process sends requests (the methods of `Session`). While JS runs, this process sends calls
of Python functions to the other process, and answers requests until the result of the call arrives.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import time
from _thread import start_new_thread
from collections.abc import Callable
from typing import Any

import weex_runtime.engine.rejections  # noqa: F401 - the process cannot open a file later
from weex_runtime.engine.engine import Engine
from weex_runtime.engine.isolated.channel import NO_MEMORY, BrokenChannel, Channel
from weex_runtime.engine.positions import Positions
from weex_runtime.errors import JSError

_SCALARS = (type(None), bool, int, float, str)
_MOST = 1 << 32  # the limit of frames from the other process, which is trusted: no frame reaches it
_WITHOUT_ANSWER = ("open", "define", "release", "collect", "limit_memory")
_REQUEST = 8  # length of a request to `serve` in bytes
_REACTION = 0.2  # seconds that JS may take to end after an interrupt
# address space in bytes beyond that of JS: for Python, and for Python's copies of JS strings
_OTHER_MEMORY = 256 << 20


class _Unnamed(Positions):
    """Leaves positions in stack traces unchanged: only the other process knows the script names."""

    def name_positions(self, text: str) -> str:
        return text

    def name_stack(self, stack: str) -> str:
        return stack


class Session:
    """Answers requests of the other process. A request names a method of this class or of `Engine`.

    A JS object is passed as a list with the number of the object. The object is kept until
    `release`; an object among the arguments of a call of Python is kept until the call returns.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._objects: dict[int, Any] = {}
        self._last = 0
        self.engine: Engine | None = None

    def serve(self) -> None:
        """Answer requests until the connection ends."""
        while True:
            self._answer(*self._channel.receive())
            if self._engine.has_grown():
                self._engine.collect()

    def _answer(self, request: list[Any], data: bytes) -> None:
        name, *given = request
        args = [self._objects[arg[0]] if type(arg) is list else arg for arg in given]
        method = getattr(self, name, None) or getattr(self.engine, name)
        try:
            result = method(*args, *((data,) if data else ()))
        except JSError as error:
            self._fail(error, error.message, error.stack, error.origin)
        except (TypeError, ValueError) as error:  # the engine's binding does not accept an argument
            self._fail(error, str(error))
        except MemoryError:
            self._fail(JSError(""), "InternalError: out of memory")
        else:
            if name not in _WITHOUT_ANSWER:
                engine = self._engine
                state = [engine.has_jobs(), engine.rejected, time.process_time()]
                engine.rejected = False
                if isinstance(result, bytes):
                    self._channel.send(["result", None, *state], result)
                else:
                    self._channel.send(["result", self._passed(result), *state])

    def _fail(self, error: Exception, message: str, stack: str = "", origin: str = "") -> None:
        facts = [type(error).__name__, message, stack, origin, time.process_time()]
        self._channel.send(["error", *facts])

    def open(self, memory_limit: int, time_limit: float) -> None:
        """Create the JS context, and limit the resources of this process."""
        self.engine = Engine(memory_limit=memory_limit, time_limit=time_limit, positions=_Unnamed())
        _limit_resources(memory_limit)

    def define(self, name: str, parameters: int | None, results: dict[str, Any] | None) -> None:
        """Make a function of the other process callable from JS."""
        self._engine.define(name, self._caller(name, results or {}), parameters=parameters)

    def run(self, text: bytes = b"") -> Any:
        """Run a script. The text begins with as many empty lines as the script's line number
        needs.
        """
        return self._engine.evaluate(text.decode())

    def make(self, is_code: bool, code: bytes) -> Any:
        """Run the bytecode or text of scripts, and return the function that they make."""
        return self._engine.make(code if is_code else code.decode())

    def take(self, name: str, *members: str) -> list[Any]:
        """Delete a global object, and return numbers by which requests refer to its members."""
        taken = self._engine.take(name, members)
        return [self._kept(taken[member]) for member in members]

    def text_of(self, holder: Any) -> Any:
        """Return the text of an object as UTF-8; None if the engine cannot read it."""
        text = self._engine.text_of(holder)
        return None if text is None else text.encode("utf-8", "surrogatepass") or ""

    def put(self, holder: Any, name: str, as_text: bool, data: bytes = b"") -> bool:
        """Set a property of an object to a string or an ArrayBuffer."""
        return self._engine.put(holder, name, data, as_text=as_text)

    def explain(self, message: str, stack: str) -> list[str]:
        """Return three strings about the error for a thrown value: its class, message and stack."""
        error = self._engine.error(message, stack)
        return [type(error).__name__, error.message, error.stack]

    def release(self, *numbers: int) -> None:
        """Drop JS objects that the other process no longer uses."""
        for number in numbers:
            del self._objects[number]

    @property
    def _engine(self) -> Engine:
        assert self.engine, "`open` is the first request"
        return self.engine

    def _caller(self, name: str, results: dict[str, Any]) -> Callable[..., Any]:
        channel = self._channel

        def call(*args: Any) -> Any:
            if args and args[0] in results and all(type(arg) in _SCALARS for arg in args):
                channel.send(["notify", name, *args])
                return results[args[0]]
            before = self._last
            channel.send(["call", name, *map(self._passed, args)])
            while True:
                request, data = channel.receive()
                if request[0] == "result":
                    break
                self._answer(request, data)
            while self._last > before:
                self._objects.pop(self._last)
                self._last -= 1
            return request[1]

        return call

    def _passed(self, value: Any) -> Any:
        """Return a scalar unchanged; for a JS object, return a list with the object's number."""
        if isinstance(value, _SCALARS + (list,)):
            return value
        return [self._kept(value)]

    def _kept(self, value: Any) -> int:
        self._last += 1
        self._objects[self._last] = value
        return self._last


def main(calls: socket.socket, control: socket.socket) -> None:
    """Serve one engine until the other process closes the connection, then exit.

    Args:
        calls: The connection for requests and calls.
        control: A byte on this connection interrupts JS. When this connection is closed, this
            process exits.
    """
    session = Session(Channel(calls, _MOST))
    start_new_thread(_watch, (control, session))
    try:
        session.serve()
    except BrokenChannel:
        os._exit(0)
    except MemoryError:
        os._exit(NO_MEMORY)
    except BaseException:  # the process that uses the engine reports the exit status
        os._exit(1)


def _watch(control: socket.socket, session: Session) -> None:
    """Interrupt JS when a byte arrives. If JS does not react, send the stack trace of JS to the
    other process.
    """
    while control.recv(1):
        engine = session.engine
        if engine and engine.interrupt():
            time.sleep(_REACTION)
            if engine.is_interrupted:
                control.sendall(engine.stack_of_hang().encode("utf-8", "replace"))
    os._exit(0)


def _limit_resources(memory_limit: int) -> None:
    """Forbid new files and sockets, memory beyond the limit, and core dumps in this process, since
    JS does not need them. Windows has no such limits, and macOS ignores the limit of memory.
    """
    try:
        import resource
    except ImportError:
        return
    limits = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_NOFILE, 0)]
    limits.append((resource.RLIMIT_AS, 2 * memory_limit + _OTHER_MEMORY))
    for limit, value in limits:
        try:
            resource.setrlimit(limit, (value, value))
        except (OSError, ValueError):
            pass  # a lower limit is in force already, or the platform does not have this limit


def serve(number: int) -> None:
    """Fork a process for each pair of connections that a program sends. When the program asks, wait
    for a process to end. Exit when the program closes the socket.

    Args:
        number: The file descriptor of the socket.
    """
    # load the engine's C library before the first fork
    Engine(memory_limit=64 << 20, time_limit=1).close()
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=number) as server:
        while True:
            request, numbers, *_ = socket.recv_fds(server, _REQUEST, 2)
            if not request:
                os._exit(0)
            if numbers:
                answer = os.fork()
                if answer == 0:
                    server.close()
                    main(*(socket.socket(fileno=number) for number in numbers))
                for number in numbers:
                    os.close(number)
            else:
                pid, patience = int.from_bytes(request[:4], "little"), request[4:]
                answer = _wait(pid, int.from_bytes(patience, "little") / 1000)
            server.sendall(answer.to_bytes(_REQUEST, "little"))


def _wait(pid: int, patience: float) -> int:
    """Wait for a process to end, and return its status. Kill a process that still runs after
    `patience` seconds.
    """
    end = time.monotonic() + patience
    while time.monotonic() < end:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.001)
    os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]


def spawned() -> None:
    """Run `main` on Windows, where the parent process passes the sockets through standard input."""
    if sys.platform == "win32":
        stream = sys.stdin.buffer
        sizes = iter(lambda: stream.read(_REQUEST), b"")
        main(*(socket.fromshare(stream.read(int.from_bytes(size, "little"))) for size in sizes))
