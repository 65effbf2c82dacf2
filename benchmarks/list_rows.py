"""A list of rows in a Vue page: created, then changed one by one, to the native tree."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.measure import NODE, Row, Scale, Target
from benchmarks.peers import Peer, device_commands, first_and_warm, running

_BUNDLE = "rows.js"


def rows(scale: Scale) -> Iterable[Row]:
    """Each value starts from an empty list."""
    count = scale.amount(1_000)

    def work(name: str, peer: Peer) -> tuple[float, float]:
        created = peer.run(create=count)
        updated = peer.run(update=count)
        assert (created.count, created.length, updated.count) == (count, count, count), name
        peer.run(clear=1)
        return created.wall * 1000, updated.wall * 1000

    commands = device_commands(scale)
    with running(commands) as peers:
        _check_trees(peers)
    for when, values in first_and_warm(commands, scale, lambda peer: peer.open(_BUNDLE), work):
        create = {peer: [created for created, _ in found] for peer, found in values.items()}
        update = {peer: [updated for _, updated in found] for peer, found in values.items()}
        yield Row(f"(e) {count:,} rows created, {when}", "ms", create, {NODE: Target(1.4)})
        yield Row(f"(e) {count:,} updates of one row, {when}", "ms", update, {NODE: Target(1.2)})


def _check_trees(peers: dict[str, Peer]) -> None:
    """All devices end with the same native tree."""
    trees = []
    for peer in peers.values():
        peer.open(_BUNDLE)
        peer.run(create=5)
        peer.run(update=3)
        trees.append(peer.tree())
    assert all(tree == trees[0] for tree in trees), trees
