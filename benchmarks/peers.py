"""The programs that are measured beside each other, each in a process of its own.

They take one request a line on standard input, and answer each with a line on standard output;
both are JSON objects. The times in an answer are the peer's own:

    {"do": "open", "bundle": path, "url": of the server or "", "pages": how many}
    {"do": "run", "work": what the bundle's handler of `run` gets}
        -> {"wall": seconds, "cpu": seconds, "count": ..., "length": ...}
    {"do": "tree"} -> {"tree": the native tree of the first page}
    {"do": "collect"} -> {}: garbage was given back; {"resident": MiB} if the peer is more than
        one process
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from tests.support.node_peer import install, node_command

from benchmarks.measure import BARE, BEFORE, NODE, OURS, WITH_WSACCEL, Scale
from benchmarks.wsaccel import WSACCEL

K = TypeVar("K")
T = TypeVar("T")

# As where it is installed: Python and the engine find their bytecode, or leave it for later.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

FOLDER = Path(__file__).parent
NODE_FOLDER = FOLDER / "node"
CHAT = str(FOLDER.parent / "bundles" / "chat.js")

_WARM_UPS = 5  # Node goes on getting faster for about so long


@dataclass(frozen=True)
class Timing:
    """What a piece of work took.

    Attributes:
        wall, cpu: Seconds; CPU time is that of the peer's whole process.
        count, length: What was done, as the bundle counted it.
    """

    wall: float
    cpu: float
    count: int
    length: int


class Peer:
    """One program, for the length of a `with` block."""

    def __init__(self, command: list[str]) -> None:
        self._command = command

    def __enter__(self) -> Peer:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            self._command,
            cwd=FOLDER.parent,
            env=ENVIRONMENT,
            stdin=pipe,
            stdout=pipe,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def open(self, bundle: str, url: str = "", pages: int = 1) -> Timing:
        """Open pages of a file in bundles/; with a URL until each has a connection."""
        path = str(FOLDER / "bundles" / bundle)
        return Timing(**self._ask({"do": "open", "bundle": path, "url": url, "pages": pages}))

    def run(self, **work: int) -> Timing:
        """Have all pages of the last `open` do something, until all have."""
        return Timing(**self._ask({"do": "run", "work": work}))

    def tree(self) -> dict[str, Any]:
        """{"type", "attr", "style", "event", "children"} of the first page's body; of Chromium
        {"type", "value", "children"}.
        """
        tree: dict[str, Any] = self._ask({"do": "tree"})["tree"]
        return tree

    def resident(self) -> float:
        """Resident memory in MiB, without garbage. Linux only."""
        if resident := self._ask({"do": "collect"}).get("resident"):
            return float(resident)
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{' '.join(self._command)} ended at {request['do']!r}")
        answer: dict[str, Any] = json.loads(line)
        return answer


@cache
def node() -> list[str]:
    """The command `node`, with its packages in place; [] where there is no Node."""
    command = node_command()
    if command:
        install(NODE_FOLDER)
    return command


def commands_of(
    scale: Scale, ours: Sequence[str], in_node: Sequence[str] = ()
) -> dict[str, list[str]]:
    """Commands of the peers that do one work.

    Args:
        ours: Arguments of Python, the same for each revision of weex-runtime.
        in_node: Arguments of Node; none where no program in Node does this work.
    """
    commands = {OURS: [sys.executable, *ours]}
    if scale.before:
        commands[BEFORE] = [scale.before, *ours]
    elif in_node and node():
        commands[NODE] = [*node(), *in_node]
    return commands


def device_commands(scale: Scale) -> dict[str, list[str]]:
    """The devices that can be had here: weex-runtime, and Node."""
    return commands_of(
        scale, ["-m", "benchmarks.device_peer"], ["--expose-gc", str(NODE_FOLDER / "peer.js")]
    )


def client_commands(scale: Scale) -> dict[str, list[str]]:
    """The devices and websocket-client alone, also with wsaccel where this is installed."""
    commands = device_commands(scale)
    if not scale.before:
        commands[BARE] = [sys.executable, "-m", "benchmarks.bare_peer"]
        if importlib.util.find_spec(WSACCEL):
            commands[WITH_WSACCEL] = [*commands[BARE], WSACCEL]
    return commands


@contextmanager
def running(commands: Mapping[str, list[str]]) -> Iterator[dict[str, Peer]]:
    """Peers by name."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(Peer(command)) for name, command in commands.items()}


@contextmanager
def serving(server: str = "server") -> Iterator[str]:
    """The URL of server.py, or of another file here, while it runs."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", f"benchmarks.{server}"]
    with subprocess.Popen(
        command, cwd=FOLDER.parent, stdin=pipe, stdout=pipe, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        yield process.stdout.readline().strip()
        process.stdin.close()


def in_turns(
    names: Iterable[K], values: int, work: Callable[[K], T], warm_ups: int = 0
) -> dict[K, list[T]]:
    """One value of each peer, then the next one of each; what warms up is not kept."""
    found: dict[K, list[T]] = {name: [] for name in names}
    for turn in range(warm_ups + values):
        for name, kept in found.items():
            value = work(name)
            if turn >= warm_ups:
                kept.append(value)
    return found


def costs_of(scale: Scale, ours: Sequence[str], values: int) -> dict[str, dict[str, list[float]]]:
    """Measure with a program of ours that prints its costs as a JSON object.

    Each value comes from a new process; Node does not take part.

    Args:
        ours: As for `commands_of`.
        values: The number of values of each cost.

    Returns:
        For each cost by name, the values of each peer.
    """
    commands = commands_of(scale, ours)

    def work(name: str) -> dict[str, float]:
        done = subprocess.run(
            commands[name], check=True, cwd=FOLDER.parent, env=ENVIRONMENT, stdout=subprocess.PIPE
        )
        costs: dict[str, float] = json.loads(done.stdout)
        return costs

    found = in_turns(commands, scale.values(values), work)
    names = next(iter(found.values()))[0]
    return {
        name: {peer: [costs[name] for costs in taken] for peer, taken in found.items()}
        for name in names
    }


def first_and_warm(
    commands: Mapping[str, list[str]],
    scale: Scale,
    prepare: Callable[[Peer], object],
    work: Callable[[str, Peer], T],
) -> Iterator[tuple[str, dict[str, list[T]]]]:
    """The same work as the first of a new process, and in a process that has done it before.

    Node compiles what runs often: it takes several times as long for the first one.
    """

    def first(name: str) -> T:
        with Peer(commands[name]) as peer:
            prepare(peer)
            return work(name, peer)

    yield "first", in_turns(commands, scale.values(7), first)
    with running(commands) as peers:
        for peer in peers.values():
            prepare(peer)
        values = scale.values(7)
        again = in_turns(peers, values, lambda name: work(name, peers[name]), _WARM_UPS)
        yield "warm", again
