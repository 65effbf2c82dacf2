"""The time from a click in the preview to the changed screen, in Chromium."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from tests.support.chromium import CHROMIUM

from benchmarks.measure import Row, Scale
from benchmarks.peers import costs_of


def rows(scale: Scale) -> Iterable[Row]:
    """Wall times in the browser: each value is the median of the clicks in a new preview."""
    if not os.path.exists(CHROMIUM):
        print(f"preview is left out: there is no {CHROMIUM}", file=sys.stderr)
        return
    for texts in (20, scale.amount(1000)):
        ours = ["-m", "benchmarks.preview_peer", str(texts), str(scale.amount(100))]
        costs = costs_of(scale, ours, 5)
        yield Row(f"(n) preview: click to changed screen, {texts} texts", "ms", costs["click"])
