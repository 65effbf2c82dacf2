"""A process with an open socket exits soon and silently, and the server sees its end."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from ..support.raw_server import Peer, RawServer

DEADLINE = 30.0  # seconds in which a process must exit

# A program whose argument is the server's URL. Tests append code that calls opened().
PROGRAM = """
import atexit, gc, os, sys
from weex_runtime import Module, Runtime, js_method

class Process(Module):
    name = "process"

    @js_method
    def exit(self) -> None:
        sys.exit(3)

SOURCE = '''// { "framework": "Vanilla" }
var ws = weex.requireModule('webSocket');
ws.WebSocket('%s', '');
ws.onopen = function () { console.log('open'); %s };
ws.onclose = function () { console.log('close'); };
'''

def opened(code=""):
    runtime = Runtime(modules=[Process], hints=False)
    page = runtime.open(source=SOURCE % (sys.argv[1], code))
    runtime.run_until(lambda: page.console, 20)
    return runtime, page
"""

GONE = None, "end"  # TCP ended without a close frame, as it does when a process is killed
LEFT = 1001, "end"


def open_and_read(peer: Peer) -> None:
    peer.open()


@pytest.mark.parametrize(
    ("ending", "status", "seen"),
    [
        ("runtime, page = opened()", 0, GONE),
        ("runtime, page = opened(); del runtime, page; gc.collect()", 0, GONE),
        ("runtime, page = opened(); os._exit(3)", 3, GONE),
        ("runtime, page = opened()\nwith runtime: pass", 0, LEFT),
        ("runtime, page = opened()\nwith runtime: sys.exit(3)", 3, LEFT),
        ("runtime, page = opened(); atexit.register(runtime.close)", 0, LEFT),
        (
            "runtime, page = opened(\"setTimeout(weex.requireModule('process').exit, 0)\")\n"
            "with runtime: runtime.run_until(lambda: False, 20)",
            3,
            LEFT,
        ),
    ],
    ids=["end", "garbage", "_exit", "with", "exit", "atexit", "exit in a module"],
)
def test_interpreter_with_an_open_socket_exits_silently_and_closes_the_socket(
    ending: str, status: int, seen: tuple[int | None, str]
) -> None:
    with RawServer(open_and_read) as server:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM + ending, server.url],
            capture_output=True,
            text=True,
            timeout=DEADLINE,
        )
        server.wait()
    assert (done.returncode, done.stdout, done.stderr) == (status, "", "")
    assert (server.peer.close_code, server.peer.end) == seen


def test_exception_in_the_with_block_of_a_runtime_prints_only_one_traceback() -> None:
    ending = """
    runtime, page = opened()
    with runtime:
        raise ValueError("of the block")
    """
    with RawServer(open_and_read) as server:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM + textwrap.dedent(ending), server.url],
            capture_output=True,
            text=True,
            timeout=DEADLINE,
        )
        server.wait()
    assert done.returncode == 1
    assert done.stderr.startswith("Traceback")
    assert done.stderr.endswith("ValueError: of the block\n")
    assert done.stderr.count("Traceback") == done.stderr.count("File") == 1
    assert (server.peer.close_code, server.peer.end) == LEFT


def stall(peer: Peer) -> None:
    """Never answer the opening handshake."""
    peer.read_head()
    peer.stall()


@pytest.mark.parametrize("script", [open_and_read, stall], ids=["open", "connecting"])
@pytest.mark.parametrize(
    ("number", "status", "said", "seen"),
    [
        (signal.SIGINT, 130, "weex-runtime: interrupted\n", LEFT),
        (signal.SIGTERM, -signal.SIGTERM, "", GONE),
    ],
    ids=["SIGINT", "SIGTERM"],
)
def test_signal_ends_the_run_command_and_closes_its_socket(
    tmp_path: Path,
    number: signal.Signals,
    status: int,
    said: str,
    seen: tuple[int | None, str],
    script: Callable[[Peer], None],
) -> None:
    bundle = tmp_path / "bundle.js"
    with RawServer(script) as server:
        bundle.write_text(
            '// { "framework": "Vanilla" }\n'
            "var ws = weex.requireModule('webSocket');\n"
            f"ws.WebSocket('{server.url}', '');\n"
            "ws.onopen = function () { console.log('open'); };\n"
            "setInterval(function () { console.log('running'); }, 10);\n"
        )
        command = ["run", str(bundle), "--no-hints", "--do", "wait never", "--timeout", "60"]
        process = subprocess.Popen(
            [sys.executable, "-m", "weex_runtime", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        for line in process.stdout:
            is_connecting = server.peers and server.peers[0].head
            if line == "log   open\n" or (script is stall and is_connecting):
                break
        process.send_signal(number)
        _, err = process.communicate(timeout=DEADLINE)
        if script is open_and_read:
            server.wait()
            assert (server.peer.close_code, server.peer.end) == seen
    assert (process.returncode, err) == (status, said)
