"""A list in a Vue page: the time until created rows, and rows changed one by one, are native."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from benchmarks.chromium import with_chromium
from benchmarks.measure import CHROMIUM, NODE, OURS, Row, Scale, Target
from benchmarks.peers import Peer, device_commands, first_and_warm, running

_BUNDLE = "rows.js"

# {when: (targets of creating rows, of updates)}
_TARGETS: dict[str, tuple[dict[str, Target], dict[str, Target]]] = {
    "first": (
        {NODE: Target(1.7), CHROMIUM: Target(1.15)},
        {NODE: Target(1.4), CHROMIUM: Target(1.3)},
    ),
    "warm": ({NODE: Target(6.5)}, {}),
}


def rows(scale: Scale) -> Iterable[Row]:
    """Yield the times; the list is empty before each measurement."""
    count = scale.amount(1_000)

    def work(name: str, peer: Peer) -> tuple[float, float]:
        created = peer.run(create=count)
        updated = peer.run(update=count)
        assert (created.count, created.length, updated.count) == (count, count, count), name
        peer.run(clear=1)
        return created.wall * 1000, updated.wall * 1000

    commands = with_chromium(scale, device_commands(scale))
    with running(commands) as peers:
        _check_trees(peers)
    for when, values in first_and_warm(commands, scale, lambda peer: peer.open(_BUNDLE), work):
        create = {peer: [created for created, _ in found] for peer, found in values.items()}
        update = {peer: [updated for _, updated in found] for peer, found in values.items()}
        to_create, to_update = _TARGETS[when]
        yield Row(f"(e) {count:,} rows created, {when}", "ms", create, to_create)
        yield Row(f"(e) {count:,} updates of one row, {when}", "ms", update, to_update)


def _check_trees(peers: dict[str, Peer]) -> None:
    """Assert that all devices have equal native trees, and Chromium equal elements and texts."""
    trees = {}
    for name, peer in peers.items():
        peer.open(_BUNDLE)
        peer.run(create=5)
        peer.run(update=3)
        trees[name] = peer.tree()
    ours = trees[OURS]
    for name, tree in trees.items():
        assert tree == (_without_styles(ours) if name == CHROMIUM else ours), (name, trees)


def _without_styles(element: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": element["type"],
        "value": element["attr"].get("value"),
        "children": [_without_styles(child) for child in element["children"]],
    }
