"""A burst of messages from the server, until the bundle's onmessage has counted all messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from benchmarks.chromium import with_chromium
from benchmarks.measure import BARE, NODE, Row, Scale, Target, with_wsaccel
from benchmarks.peers import Peer, client_commands, first_and_warm, serving

_SIZE = 64


def rows(scale: Scale) -> Iterable[Row]:
    """Yield rows for messages that server.py writes at once, or `websockets` one by one."""
    at_once = {"first": Target(1.6)}
    one_by_one = {"first": Target(1.3), "warm": Target(1.3)}
    yield from _measure(scale, "at once", "server", at_once)
    yield from _measure(scale, "one by one", "websockets_server", one_by_one)


def _measure(scale: Scale, how: str, server: str, to_node: Mapping[str, Target]) -> Iterable[Row]:
    messages = scale.amount(20_000)
    commands = with_chromium(scale, client_commands(scale))

    def work(name: str, peer: Peer) -> float:
        timing = peer.run(messages=messages, size=_SIZE)
        assert (timing.count, timing.length) == (messages, messages * _SIZE), (name, timing)
        return timing.wall * 1000

    with serving(server) as url:
        for when, values in first_and_warm(
            commands, scale, lambda peer: peer.open("burst.js", url), work
        ):
            measure = f"(c) burst of {messages:,} {how}, {when}"
            targets = {BARE: Target(0.5)}
            if when in to_node:
                targets[NODE] = to_node[when]
            yield from with_wsaccel(Row(measure, "ms", values, targets))
