"""Sequential echo: a bundle's onmessage sends the text back, beside Node and websocket-client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from benchmarks.measure import BARE, BEFORE, NODE, OURS, Row, Scale, Target
from benchmarks.peers import Peer, Timing, all_commands, first_and_warm, serving


def rows(scale: Scale) -> Iterable[Row]:
    """64 bytes: wall and CPU time for a round trip."""
    trips = scale.amount(1_000)
    for when, timings in _measure(scale, dict.fromkeys((OURS, NODE, BEFORE, BARE), trips), 64):
        for name, member, bound in (("wall", "wall", 1.3), ("CPU", "cpu", 1.1)):
            values = {
                peer: [getattr(t, member) / t.count * 1e6 for t in found]
                for peer, found in timings.items()
            }
            yield Row(f"(b) echo of 64 bytes, {name}, {when}", "µs", values, {NODE: Target(bound)})


def large_rows(scale: Scale) -> Iterable[Row]:
    """64 KiB: wall time for a round trip."""
    # websocket-client needs many times as long as the others.
    many, few = scale.amount(200), scale.amount(20)
    trips = {OURS: many, NODE: many, BEFORE: many, BARE: few}
    for when, timings in _measure(scale, trips, 64 << 10):
        values = {peer: [t.wall / t.count * 1e6 for t in found] for peer, found in timings.items()}
        targets = {NODE: Target(1.0), BARE: Target(0.1)}
        yield Row(f"(d) echo of 64 KiB, {when}", "µs", values, targets)


def _measure(
    scale: Scale, trips: Mapping[str, int], size: int
) -> Iterator[tuple[str, dict[str, list[Timing]]]]:
    def work(name: str, peer: Peer) -> Timing:
        timing = peer.run(trips=trips[name], size=size)
        assert (timing.count, timing.length) == (trips[name], trips[name] * size), (name, timing)
        return timing

    with serving() as url:
        yield from first_and_warm(
            all_commands(scale), scale, lambda peer: peer.open("echo.js", url), work
        )
