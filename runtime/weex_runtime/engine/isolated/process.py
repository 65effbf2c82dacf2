"""Start and end the process of an isolated engine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

from weex_runtime.engine.c_library import BINDING_FOLDER

_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))

# Variables of the environment that the process gets: for the linker of shared libraries, for the
# local time of `Date`, and for Windows. glibc reserves less address space with one arena.
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TZ", "SYSTEMROOT")
_LONGEST_TRACE = 1 << 14  # in bytes
_ADDED = {"MALLOC_ARENA_MAX": "1"}


class ChildProcess:
    """A running process of an engine.

    Attributes:
        calls: The connection for frames.
        control: The connection that interrupts JS, and whose end ends the process.
    """

    def __init__(self) -> None:
        self.calls, calls = socket.socketpair()
        self.control, control = socket.socketpair()
        with calls, control:
            self._process = subprocess.Popen(
                _command(calls.fileno(), control.fileno()),
                pass_fds=(calls.fileno(), control.fileno()),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=None if os.environ.get("ISO_DEBUG") else subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,  # Ctrl-C of a terminal reaches the parent only
            )

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    def interrupt(self) -> None:
        """End the running JS as the time limit does."""
        try:
            self.control.send(b"i")
        except OSError:
            pass  # the process has ended

    def kill(self) -> str:
        """Kill the process; return the stack trace that it has sent of JS that did not end."""
        self._process.kill()
        self._process.wait()
        self.control.settimeout(0)
        try:
            return self.control.recv(_LONGEST_TRACE).decode("utf-8", "replace")
        except OSError:
            return ""

    def end(self, patience: float = 0) -> int:
        """End the process; return its exit status, negative for a signal.

        Args:
            patience: Seconds that a process may take to exit by itself before it is killed.
        """
        self.calls.close()
        self.control.close()
        if patience:
            try:
                return self._process.wait(patience)
            except subprocess.TimeoutExpired:
                pass
        self._process.kill()
        return self._process.wait()


def _command(*numbers: int) -> list[str]:
    folders = [os.path.dirname(_PACKAGE), BINDING_FOLDER]
    program = (
        f"import sys; sys.path[:0] = {folders!r}; "
        f"from weex_runtime.engine.isolated.child import start; start{numbers}"
    )
    writes = ["-B"] if sys.dont_write_bytecode else []
    return [sys.executable, "-I", "-S", *writes, "-c", program]


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in _KEPT if name in os.environ} | _ADDED
