from __future__ import annotations

from typing import Any

from weex_runtime.document import Document, Element
from weex_runtime.outline import outline, text_of


def tree(data: dict[str, Any]) -> Element:
    refs = iter(range(1, 1000))

    def with_refs(node: dict[str, Any]) -> dict[str, Any]:
        children = [with_refs(child) for child in node.get("children", [])]
        return {"ref": str(next(refs)), **node, "children": children}

    document = Document("1")
    document.create_body(with_refs(data))
    return document.root


def text(value: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "attr": {"value": value}, **more}


def test_texts_fields_and_what_can_be_tapped_are_told_apart() -> None:
    root = tree(
        {
            "type": "scroller",
            "children": [
                text("title"),
                text("link", event=["click"]),
                {"type": "div", "event": ["click"], "children": [text("button")]},
                {"type": "input", "attr": {"value": "Ada", "placeholder": "name"}},
                {"type": "image", "attr": {"src": "a.png"}},
                {"type": "switch", "attr": {"checked": True}},
            ],
        }
    )
    assert outline(root).splitlines() == [
        "scroller",
        '  "title"',
        "  [link]",
        "  [button]",
        '  input "Ada" (name)',
        "  image a.png",
        "  switch on",
    ]


def test_a_row_stays_on_one_line() -> None:
    row = {"type": "div", "style": {"flexDirection": "row"}, "children": [text("a"), text("b")]}
    assert outline(tree({"type": "list", "children": [row]})) == 'list\n  "a"  "b"'


def test_containers_that_add_nothing_are_left_out() -> None:
    inner = {"type": "div", "children": [{"type": "div", "children": [text("deep")]}]}
    assert outline(tree({"type": "div", "children": [inner]})) == '"deep"'


def test_text_of_joins_what_is_shown() -> None:
    field = {"type": "input", "attr": {"value": "x"}}
    assert text_of(tree({"type": "div", "children": [text("a"), field, text("")]})) == "a x"


def test_a_deep_tree_is_no_problem() -> None:
    node: dict[str, Any] = text("bottom")
    document = Document("1")
    for depth in range(5000):
        node = {"ref": str(depth), "type": "div", "children": [{"ref": f"t{depth}", **node}]}
    document.create_body({**node, "ref": "_root"})
    assert outline(document.root) == '"bottom"'
    assert len(document) == 10000 - 4999
