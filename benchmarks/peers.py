"""The programs that are compared, each in a process of its own.

A program reads requests from standard input and writes an answer to each on standard output.
Requests and answers are JSON objects, one in a line. The program itself measures the times:

    {"do": "open", "bundle": path, "url": of the server or "", "pages": how many}
    {"do": "run", "work": what the bundle's handler of `run` gets}
        -> {"wall": seconds, "cpu": seconds, "count": ..., "length": ...}
    {"do": "tree"} -> {"tree": the native tree of the first page}
    {"do": "collect"} -> {} after a collection of garbage; {"resident": MiB} if the peer has
        several processes
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

# As in an installation, Python and the engine save their bytecode and load saved bytecode.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

FOLDER = Path(__file__).parent
NODE_FOLDER = FOLDER / "node"
CHAT = str(FOLDER.parent / "bundles" / "chat.js")

_WARM_UPS = 5  # Node becomes faster during about five repetitions


@dataclass(frozen=True)
class Timing:
    """The time that a piece of work took.

    Attributes:
        wall, cpu: Seconds; CPU time is that of the peer's whole process.
        count, length: The amount of work that the bundle counted.
    """

    wall: float
    cpu: float
    count: int
    length: int


class Peer:
    """A program that runs during a `with` block."""

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
        """Open pages of a file in bundles/. With a URL, wait until each page has a connection."""
        path = str(FOLDER / "bundles" / bundle)
        return Timing(**self._ask({"do": "open", "bundle": path, "url": url, "pages": pages}))

    def run(self, **work: int) -> Timing:
        """Let all pages of the last `open` do some work, and wait until all are done."""
        return Timing(**self._ask({"do": "run", "work": work}))

    def tree(self) -> dict[str, Any]:
        """Return {"type", "attr", "style", "event", "children"} of the first page; in Chromium
        {"type", "value", "children"}.
        """
        tree: dict[str, Any] = self._ask({"do": "tree"})["tree"]
        return tree

    def resident(self) -> float:
        """Return the resident memory in MiB, after a collection of garbage. Linux only."""
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
    """Install the npm packages and return the command `node`; [] if Node is missing."""
    command = node_command()
    if command:
        install(NODE_FOLDER)
    return command


def commands_of(
    scale: Scale, ours: Sequence[str], in_node: Sequence[str] = ()
) -> dict[str, list[str]]:
    """Return the commands of all peers that do a kind of work.

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
    """Return the commands of the devices: weex-runtime, and Node if it is installed."""
    return commands_of(
        scale, ["-m", "benchmarks.device_peer"], ["--expose-gc", str(NODE_FOLDER / "peer.js")]
    )


def client_commands(scale: Scale) -> dict[str, list[str]]:
    """Return the commands of the devices and of websocket-client, also with wsaccel."""
    commands = device_commands(scale)
    if not scale.before:
        commands[BARE] = [sys.executable, "-m", "benchmarks.bare_peer"]
        if importlib.util.find_spec(WSACCEL):
            commands[WITH_WSACCEL] = [*commands[BARE], WSACCEL]
    return commands


@contextmanager
def running(commands: Mapping[str, list[str]]) -> Iterator[dict[str, Peer]]:
    """Run peers during the block, and return them by name."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(Peer(command)) for name, command in commands.items()}


@contextmanager
def serving(server: str = "server") -> Iterator[str]:
    """Run server.py or another file of this folder during the block, and return its URL."""
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
    """Take one value of each peer in each turn. Drop the values of the first turns (warm-up)."""
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
    """Measure the first work of a new process, and the same work in a warm process.

    Node compiles code that runs often, so its first work takes several times as long.
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
