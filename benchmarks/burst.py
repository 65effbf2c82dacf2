"""A burst from the server: until the bundle's onmessage has counted all messages."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.measure import Row, Scale, Target
from benchmarks.peers import BARE, NODE, Peer, all_commands, in_turns, running, serving

_SIZE = 64


def rows(scale: Scale) -> Iterable[Row]:
    """The server writes them at once."""
    messages = scale.amount(20_000)

    def work(name: str, peer: Peer) -> float:
        timing = peer.run(messages=messages, size=_SIZE)
        assert (timing.count, timing.length) == (messages, messages * _SIZE), (name, timing)
        return timing.wall * 1000

    with serving() as url, running(all_commands()) as peers:
        for peer in peers.values():
            peer.open("burst.js", url)
        values = in_turns(peers, scale.values(9), work, warm_ups=2)
    measure = f"(c) burst of {messages:,} messages of {_SIZE} bytes"
    yield Row(measure, "ms", values, {NODE: Target(1.3), BARE: Target(0.5)})
