"""Sequential echo: a bundle's onmessage sends the text back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from benchmarks.chromium import with_chromium
from benchmarks.measure import BARE, NODE, Row, Scale, Target, with_wsaccel
from benchmarks.peers import Peer, Timing, client_commands, first_and_warm, serving

# {when: {figure: target}}, of Node.
_SMALL = {"first": {"wall": 1.3, "cpu": 0.85}, "warm": {"wall": 1.3, "cpu": 3.5}}
_LARGE = 0.8


def rows(scale: Scale) -> Iterable[Row]:
    """64 bytes: wall and CPU time for a round trip."""
    trips = scale.amount(1_000)
    commands = with_chromium(scale, client_commands(scale))
    for when, timings in _measure(scale, commands, lambda name: trips, 64):
        for figure, name in (("wall", "wall"), ("cpu", "CPU")):
            values = {
                peer: [getattr(t, figure) / t.count * 1e6 for t in found]
                for peer, found in timings.items()
            }
            targets = {NODE: Target(_SMALL[when][figure])}
            yield from with_wsaccel(
                Row(f"(b) echo of 64 bytes, {name}, {when}", "µs", values, targets)
            )


def large_rows(scale: Scale) -> Iterable[Row]:
    """64 KiB: wall time for a round trip."""
    # websocket-client needs many times as long as the others.
    many, few = scale.amount(200), scale.amount(20)

    def trips_of(name: str) -> int:
        return few if name == BARE else many

    for when, timings in _measure(scale, client_commands(scale), trips_of, 64 << 10):
        values = {peer: [t.wall / t.count * 1e6 for t in found] for peer, found in timings.items()}
        targets = {NODE: Target(_LARGE), BARE: Target(0.1)}
        yield from with_wsaccel(Row(f"(d) echo of 64 KiB, {when}", "µs", values, targets))


def _measure(
    scale: Scale, commands: Mapping[str, list[str]], trips_of: Callable[[str], int], size: int
) -> Iterator[tuple[str, dict[str, list[Timing]]]]:
    def work(name: str, peer: Peer) -> Timing:
        trips = trips_of(name)
        timing = peer.run(trips=trips, size=size)
        assert (timing.count, timing.length) == (trips, trips * size), (name, timing)
        return timing

    with serving() as url:
        yield from first_and_warm(commands, scale, lambda peer: peer.open("echo.js", url), work)
