"""Layout after changes of the document: equal to the layout of a new document."""

from __future__ import annotations

import random
from typing import Any

import pytest

from .pages import LaidOut, body

STYLES: dict[str, list[Any]] = {
    "width": [None, 60, 220, 400],
    "height": [None, 40, 180],
    "flex": [None, 1, 2],
    "flexDirection": ["row", "column", "row-reverse"],
    "flexWrap": ["nowrap", "wrap"],
    "alignItems": ["stretch", "center", "flex-end"],
    "justifyContent": ["flex-start", "space-between", "center"],
    "padding": [None, 12],
    "margin": [None, 7],
    "maxWidth": [None, 150],
    "minHeight": [None, 90],
    "position": ["relative", "absolute", "fixed", "sticky"],
    "left": [None, 10],
}
KINDS = [
    "div",
    "div",
    "text",
    "image",
    "scroller",
    "list",
    "waterfall",
    "slider",
    "input",
    "switch",
]
LEAVES = ("text", "image", "input", "switch")
TEXTS = ["", "short", "a longer text that breaks into several lines in a narrow box", "中文字符"]


class Changes:
    """Random documents and random changes of them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.count = 0

    def style(self) -> dict[str, Any]:
        names = self.chance.sample(list(STYLES), 4)
        return {name: self.chance.choice(STYLES[name]) for name in names}

    def subtree(self, depth: int) -> dict[str, Any]:
        self.count += 1
        ref = str(self.count)
        kind = self.chance.choice(KINDS)
        children = []
        if depth and kind not in LEAVES:
            children = [self.subtree(depth - 1) for _ in range(self.chance.randrange(4))]
        value = self.chance.choice(TEXTS)
        style = {name: value for name, value in self.style().items() if value is not None}
        return {
            "ref": ref,
            "type": kind,
            "attr": {"value": value},
            "style": style,
            "children": children,
        }

    def apply(self, page: LaidOut) -> None:
        """Change the document once."""
        document = page.document
        parts = [part for part in document.elements() if part.parent]
        holders = [part for part in document.elements() if part.type not in LEAVES]
        part = self.chance.choice(parts) if parts else None
        change = self.chance.randrange(5)
        if change == 0 or part is None:
            document.add_element(self.chance.choice(holders).ref, self.subtree(2), 0)
        elif change == 1:
            document.remove_element(part.ref)
        elif change == 2:
            holder = self.chance.choice(holders)
            if part not in holder.with_ancestors():
                document.move_element(part.ref, holder.ref, -1)
        elif change == 3:
            document.update_attrs(part.ref, {"value": self.chance.choice(TEXTS)})
        else:
            document.update_style(part.ref, self.style())


@pytest.mark.parametrize("seed", range(5))
def test_layout_of_a_changed_document_equals_the_layout_of_an_equal_new_document(seed: int) -> None:
    changes = Changes(seed)
    page = LaidOut(body(*(changes.subtree(4) for _ in range(3))))
    for _ in range(12):
        page.rects()
        changes.apply(page)
        assert page.rects() == LaidOut(page.document.root.to_dict()).rects()
