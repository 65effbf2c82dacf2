"""Echoes of 200 pages in one process, each with a socket."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.chromium import with_chromium
from benchmarks.measure import NODE, Row, Scale, Target
from benchmarks.peers import device_commands, in_turns, running, serving

_SIZE = 64


def rows(scale: Scale) -> Iterable[Row]:
    """Yield the times; each page has one message in transit at a time."""
    pages = scale.amount(200)
    trips = scale.amount(50)

    with serving() as url, running(with_chromium(scale, device_commands(scale))) as peers:

        def work(name: str) -> float:
            timing = peers[name].run(trips=trips, size=_SIZE)
            messages = pages * trips
            assert (timing.count, timing.length) == (messages, messages * _SIZE), (name, timing)
            return messages / timing.wall

        for peer in peers.values():
            peer.open("echo.js", url, pages)
        values = in_turns(peers, scale.values(7), work, warm_ups=1)
    measure = f"(g) messages a second, echo on {pages} pages"
    yield Row(measure, "/s", values, {NODE: Target(0.35, at_least=True)})
