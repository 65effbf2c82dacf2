"""Round trips of a message of 4 MiB, compared with Node and the client of `websockets`."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from benchmarks.measure import NODE, WEBSOCKETS, Row, Scale, Target
from benchmarks.peers import device_commands, in_turns, running, serving

_SIZE = 4 << 20
_WARM_UPS = 2


def rows(scale: Scale) -> Iterable[Row]:
    """Yield the wall time of a round trip: a text, binary data of the module, an ArrayBuffer."""
    yield _row(scale, "text", "message.js", binary=0)
    yield _row(scale, "binary", "message.js", binary=1)
    yield _row(scale, "binary, class WebSocket", "message_class.js", binary=1)


def _row(scale: Scale, what: str, bundle: str, binary: int) -> Row:
    size = _SIZE // scale.divisor
    trips = scale.amount(10)
    commands = device_commands(scale)
    if bundle == "message_class.js":
        commands.pop(NODE, None)  # the device in Node lacks the class WebSocket
    if not scale.before:
        commands[WEBSOCKETS] = [sys.executable, "-m", "benchmarks.websockets_peer"]
    with serving() as url, running(commands) as peers:
        for peer in peers.values():
            peer.open(bundle, url)

        def work(name: str) -> float:
            timing = peers[name].run(trips=trips, size=size, binary=binary)
            assert (timing.count, timing.length) == (trips, trips * size), (name, timing)
            return timing.wall / trips * 1000

        values = in_turns(peers, scale.values(7), work, _WARM_UPS)
    return Row(f"(i) echo of 4 MiB, {what}", "ms", values, {WEBSOCKETS: Target(1.5)})
