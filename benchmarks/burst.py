"""A burst from the server: until the bundle's onmessage has counted all messages."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.measure import BARE, NODE, Row, Scale, Target
from benchmarks.peers import Peer, all_commands, first_and_warm, serving

_SIZE = 64


def rows(scale: Scale) -> Iterable[Row]:
    """Written at once by server.py, then one by one by a server of `websockets`."""
    yield from _measure(scale, "at once", "server")
    yield from _measure(scale, "one by one", "websockets_server")


def _measure(scale: Scale, how: str, server: str) -> Iterable[Row]:
    messages = scale.amount(20_000)

    def work(name: str, peer: Peer) -> float:
        timing = peer.run(messages=messages, size=_SIZE)
        assert (timing.count, timing.length) == (messages, messages * _SIZE), (name, timing)
        return timing.wall * 1000

    with serving(server) as url:
        for when, values in first_and_warm(
            all_commands(scale), scale, lambda peer: peer.open("burst.js", url), work
        ):
            measure = f"(c) burst of {messages:,} {how}, {when}"
            yield Row(measure, "ms", values, {NODE: Target(1.3), BARE: Target(0.5)})
