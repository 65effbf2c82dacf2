"""Rectangles of random trees, compared with those of the SDK's layout core.

rects.json was made by running the layout core of the SDKs. Each node has `type`, `style`,
`children`, and `rect`: [x, y, width, height] in its parent. A text has `content`: its natural width
and the height of a line. Source: spec/layout.md.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from weex_runtime.layout.box import Box, Measure, Pair
from weex_runtime.layout.flex import lay_out
from weex_runtime.layout.style_values import read_flex_style

PAGE = (750.0, 1334.0)

# {index of a tree: rectangles that the Weex layout core computes differently from this package}. In
# tree 209, a <text> is narrower than its own borders: the core does not measure this <text> again.
DIFFERENCES = {209: [[12.0, 253.0, 0.0, 58.0]]}


def test_rectangles_equal_those_of_the_weex_layout_core() -> None:
    trees = json.loads((Path(__file__).parent / "rects.json").read_text())
    differences: dict[int, list[list[float]]] = {}
    for index, tree in enumerate(trees):
        for expected, box in laid_out(tree):
            got = [*box.position, *box.size]
            if not all(abs(a - b) <= 0.5 for a, b in zip(got, expected, strict=True)):
                differences.setdefault(index, []).append(expected)
    assert sum(1 for tree in trees for _ in nodes(tree)) == 2848
    assert differences == DIFFERENCES


def laid_out(tree: dict[str, Any]) -> list[tuple[list[float], Box]]:
    """Return the expected rectangle and the box of each node."""
    found: list[tuple[list[float], Box]] = []

    def make(node: dict[str, Any]) -> Box:
        content = node.get("content")
        box = Box(read_flex_style(node["style"], 1.0), content and text(*content))
        for child in node.get("children", ()):
            box.add(make(child))
        found.append((node["rect"], box))
        return box

    width, height = PAGE
    root = {**tree, "style": {"width": width, "height": height, **tree["style"]}}
    lay_out(make(root), PAGE)
    return found


def text(natural: float, line: float) -> Measure:
    def measure(width: float, fill: bool) -> Pair:
        if math.isnan(width):
            return natural, line
        used = width if fill else min(natural, width)
        return used, line * math.ceil(natural / max(used, 1.0))

    return measure


def nodes(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield tree
    for child in tree.get("children", ()):
        yield from nodes(child)
