"""Memory of a process with a Vue page, and memory and opening time of each further page."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import NamedTuple

from benchmarks.chromium import with_chromium
from benchmarks.measure import NODE, Row, Scale, Target
from benchmarks.peers import Peer, device_commands, in_turns

_BUNDLE = "page.js"
_CONTEXTS = "Node, a vm context for each page"


class _Value(NamedTuple):
    base: float  # MiB with one page
    per_page: float  # MiB
    boot: float  # ms for a page


def rows(scale: Scale) -> Iterable[Row]:
    """Yield values, each from a new process. Resident memory is measured on Linux only."""
    if not sys.platform.startswith("linux"):
        return
    pages = scale.amount(50)
    commands = with_chromium(scale, device_commands(scale))
    if NODE in commands:
        commands[_CONTEXTS] = [*commands[NODE], "--contexts"]

    def work(name: str) -> _Value:
        with Peer(commands[name]) as peer:
            peer.open(_BUNDLE)
            base = peer.resident()
            further = peer.open(_BUNDLE, pages=pages)
            per_page = (peer.resident() - base) / pages
        return _Value(base, per_page, further.wall / pages * 1000)

    found = in_turns(commands, scale.values(5), work)
    base, per_page, boot = (
        {name: [value[what] for value in values] for name, values in found.items()}
        for what in range(3)
    )
    yield Row("(f) memory with one page", "MiB", base, {NODE: Target(0.4)})
    memory = Row("(f) memory of a further page", "MiB", per_page)
    opening = Row("(f) opening a further page", "ms", boot)
    yield memory
    yield opening
    if _CONTEXTS in found:
        yield memory.beside("- memory, Node with a vm context a page", _CONTEXTS, NODE, Target(1.5))
        yield opening.beside(
            "- opening, Node with a vm context a page", _CONTEXTS, NODE, Target(2.2)
        )
