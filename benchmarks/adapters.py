"""Echo and burst with each WebSocket adapter, compared with websocket-client alone.

websocket-client masks frames and checks UTF-8 in Python, or in C where wsaccel is installed.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterable

from benchmarks.measure import BARE, OURS, Row, Scale
from benchmarks.peers import Peer, Timing, in_turns, running, serving
from benchmarks.wsaccel import WSACCEL

_SIZE = 64


def rows(scale: Scale) -> Iterable[Row]:
    """Yield the CPU time of an echo and of a message in a burst, in warm processes; nothing in a
    comparison with a revision."""
    if scale.before:
        return
    trips, messages = scale.amount(1_000), scale.amount(20_000)
    yield from _rows(scale, "echo", lambda peer: peer.run(trips=trips, size=_SIZE))
    yield from _rows(scale, "burst", lambda peer: peer.run(messages=messages, size=_SIZE))


def _rows(scale: Scale, kind: str, work: Callable[[Peer], Timing]) -> Iterable[Row]:
    setups: list[tuple[str, list[str]]] = [("reactor", []), ("websocket_client", [])]
    if importlib.util.find_spec(WSACCEL):
        setups.append(("websocket_client", [WSACCEL]))
    for adapter, last in setups:
        commands = {
            OURS: [sys.executable, "-m", "benchmarks.device_peer", adapter, *last],
            BARE: [sys.executable, "-m", "benchmarks.bare_peer", *last],
        }
        with serving() as url, running(commands) as peers:
            for peer in peers.values():
                peer.open(f"{kind}.js", url)
            timings = in_turns(peers, scale.values(7), lambda name: work(peers[name]), warm_ups=2)
        values = {
            name: [timing.cpu / timing.count * 1e6 for timing in found]
            for name, found in timings.items()
        }
        name = f"{adapter} with {WSACCEL}" if last else adapter
        yield Row(f"(j) {kind} of {_SIZE} bytes, CPU, {name}", "µs", values)
