"""Start and end the processes of isolated engines.

A fork server, which has imported all that an engine needs, forks a process for each engine. A fork
takes 2 ms, and a new interpreter 35 ms. Windows cannot fork, so each process is a new interpreter.
"""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
from _thread import allocate_lock

from weex_runtime.engine.c_library import BINDING_FOLDER
from weex_runtime.engine.isolated.channel import NO_MEMORY, BrokenChannel
from weex_runtime.errors import JSCrash

_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))

# Environment variables that the processes inherit: for the linker of shared libraries, for the
# local time of `Date`, and for Windows.
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TZ", "SYSTEMROOT")
# With one malloc arena, glibc reserves less of the address space, which is limited.
_ADDED = {"MALLOC_ARENA_MAX": "1"}
_PATIENCE = 0.7  # a process that has closed its connection is killed after this many seconds
_LONGEST_TRACE = 1 << 14  # maximum size of a stack trace in bytes
_NUMBER = 8  # length in bytes of a number in the fork server's messages


class ChildProcess:
    """The process of one engine.

    Attributes:
        pid: The id of the process.
        calls: The connection for frames.
        control: A byte on this connection interrupts JS. When this connection is closed, the
            process ends.
    """

    def __init__(self) -> None:
        self.calls, calls = socket.socketpair()
        self.control, control = socket.socketpair()
        self._status: int | None = None
        with calls, control:
            self.pid = self._start(calls, control)

    def interrupt(self) -> None:
        """End the running JS as the time limit does."""
        try:
            self.control.send(b"i")
        except OSError:
            pass  # the process has ended

    def trace(self) -> str:
        """Return the stack trace of JS that did not end; "" if the process has sent none."""
        self.control.settimeout(0)
        try:
            lines = self.control.recv(_LONGEST_TRACE).decode("utf-8", "replace").splitlines()
        except OSError:
            return ""
        # The first frame belongs to the script that writes the stack trace, so it is left out.
        return "\n".join([line for line in lines if line.startswith("    at ")][1:])

    def crash(self, problem: str) -> JSCrash:
        """End the process, and return the error for its crash.

        Args:
            problem: A description of the connection's problem.
        """
        status = self.end(_PATIENCE)
        how = "out of memory" if status == NO_MEMORY else f"exit status {status} ({problem})"
        if status < 0:
            from signal import Signals  # imported only if needed

            how = Signals(-status).name
        return JSCrash(f"the process of the JS engine crashed: {how}", status)

    def forget(self) -> None:
        """Close the connections, after which the process ends; do not wait for its end. Finalizers
        call this method, since they must not wait.
        """
        if self._status is None:
            self._status = 0
            self.calls.close()
            self.control.close()
            _forgotten.append(self.pid)

    def end(self, patience: float = 0) -> int:
        """End the process; return its exit status, negative for a signal.

        Args:
            patience: Seconds that a process may take to exit by itself before it is killed.
        """
        if self._status is None:
            self._status = self._end(patience)
            self.calls.close()
            self.control.close()
        return self._status

    if sys.platform == "win32":

        def _start(self, *ends: socket.socket) -> int:
            self._process = subprocess.Popen(
                _command("spawned()"),
                stdin=subprocess.PIPE,
                creationflags=subprocess.CREATE_NEW_PROCESS_GROUP,
                env=_environment(),
            )
            with self._process.stdin as stream:
                for end in ends:
                    shared = end.share(self._process.pid)
                    stream.write(len(shared).to_bytes(_NUMBER, "little") + shared)
            return self._process.pid

        def _end(self, patience: float) -> int:
            try:
                return self._process.wait(patience)
            except subprocess.TimeoutExpired:
                self._process.kill()
                return self._process.wait()

    else:

        def _start(self, *ends: socket.socket) -> int:
            self._server, pid = _fork(ends)
            return pid

        def _end(self, patience: float) -> int:
            try:
                return self._server.end(self.pid, patience)
            except (OSError, BrokenChannel):
                # the fork server has ended, and so have all processes that it forked
                return -9


class _Server:
    """The fork server: a process that forks a process for each isolated engine."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._lock = allocate_lock()
        self._connection, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                _command(f"serve({theirs.fileno()})"),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,  # so that Ctrl-C in a terminal does not end the fork server
            )
        atexit.register(self.close)

    def fork(self, ends: tuple[socket.socket, ...]) -> int:
        """Start a process with two connections; return its id."""
        return self._ask(bytes(_NUMBER), *(end.fileno() for end in ends))

    def end(self, pid: int, patience: float) -> int:
        """Wait for a process to end, and kill the process after `patience` seconds; return its
        exit status.
        """
        numbers = (pid, int(patience * 1000))
        request = b"".join(number.to_bytes(_NUMBER // 2, "little") for number in numbers)
        return os.waitstatus_to_exitcode(self._ask(request))

    def close(self) -> None:
        """End the fork server."""
        self._connection.close()
        if self.owner == os.getpid():
            self._process.wait()

    def _ask(self, request: bytes, *files: int) -> int:
        with self._lock:
            try:
                socket.send_fds(self._connection, [request], files)
                answer = self._connection.recv(_NUMBER)
            except BaseException:  # after a Ctrl-C, an answer of the fork server may be unread
                self._connection.close()
                raise
        if not answer:
            raise BrokenChannel("the process that starts isolated engines has ended")
        return int.from_bytes(answer, "little")


_servers: list[_Server] = []
_forgotten: list[int] = []  # processes that must still be waited for
_lock = allocate_lock()


def prepare() -> None:
    """Start the fork server, so that the first isolated engine is ready sooner."""
    if sys.platform != "win32":
        with _lock:
            _server()


def _server() -> _Server:
    # After a fork, the fork server in the list belongs to the parent process: start another.
    if not _servers or _servers[-1].owner != os.getpid():
        _servers.append(_Server())
    return _servers[-1]


def _fork(ends: tuple[socket.socket, ...]) -> tuple[_Server, int]:
    """Start a process with the fork server of this process. If there is no fork server yet, start
    the fork server first.
    """
    with _lock:
        server = _server()
        try:
            while _forgotten:
                server.end(_forgotten.pop(), 1)
            return server, server.fork(ends)
        except (OSError, BrokenChannel):  # another program has killed the fork server
            _servers.append(_Server())
            return _servers[-1], _servers[-1].fork(ends)


def _command(call: str) -> list[str]:
    folders = [os.path.dirname(_PACKAGE), BINDING_FOLDER]
    program = (
        f"import sys; sys.path[:0] = {folders!r}; "
        f"from weex_runtime.engine.isolated import child; child.{call}"
    )
    writes = ["-B"] if sys.dont_write_bytecode else []
    return [sys.executable, "-I", "-S", *writes, "-c", program]


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in _KEPT if name in os.environ} | _ADDED
