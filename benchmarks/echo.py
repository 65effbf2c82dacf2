"""Sequential echo: a bundle's onmessage sends the text back, beside Node and websocket-client."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from benchmarks.measure import Row, Scale, Target
from benchmarks.peers import (
    BARE,
    NODE,
    OURS,
    Peer,
    Timing,
    all_commands,
    in_turns,
    running,
    serving,
)


def rows(scale: Scale) -> Iterable[Row]:
    """64 bytes: wall and CPU time for a round trip."""
    trips = scale.amount(2_000)
    timings = _measure(scale, {OURS: trips, NODE: trips, BARE: trips}, 64)
    for what, bound in (("wall", 1.3), ("cpu", 1.1)):
        values = {
            peer: [getattr(t, what) / t.count * 1e6 for t in found]
            for peer, found in timings.items()
        }
        name = {"wall": "wall", "cpu": "CPU"}[what]
        yield Row(f"(b) echo of 64 bytes, {name} a round trip", "µs", values, {NODE: Target(bound)})


def large_rows(scale: Scale) -> Iterable[Row]:
    """64 KiB: wall time for a round trip."""
    # websocket-client needs a hundred times as long as the others.
    trips = {OURS: scale.amount(500), NODE: scale.amount(500), BARE: scale.amount(20)}
    timings = _measure(scale, trips, 64 << 10)
    values = {peer: [t.wall / t.count * 1e6 for t in found] for peer, found in timings.items()}
    targets = {NODE: Target(1.0), BARE: Target(0.1)}
    yield Row("(d) echo of 64 KiB, wall a round trip", "µs", values, targets)


def _measure(scale: Scale, trips: Mapping[str, int], size: int) -> dict[str, list[Timing]]:
    def work(name: str, peer: Peer) -> Timing:
        timing = peer.run(trips=trips[name], size=size)
        assert (timing.count, timing.length) == (trips[name], trips[name] * size), (name, timing)
        return timing

    with serving() as url, running(all_commands()) as peers:
        for peer in peers.values():
            peer.open("echo.js", url)
        return in_turns(peers, scale.values(9), work, warm_ups=2)
