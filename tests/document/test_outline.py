from __future__ import annotations

import re
from typing import Any

from weex_runtime import Limits, Runtime
from weex_runtime.cli.steps.actions import carry_out
from weex_runtime.cli.steps.finder import matches
from weex_runtime.cli.steps.syntax import parse
from weex_runtime.document.document import Document
from weex_runtime.document.element import Element
from weex_runtime.document.outline import outline, text_of

from ..support.recursion import recursion_limit


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


def test_outline_distinguishes_texts_fields_and_buttons() -> None:
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


def test_outline_keeps_a_row_on_one_line() -> None:
    row = {"type": "div", "style": {"flexDirection": "row"}, "children": [text("a"), text("b")]}
    assert outline(tree({"type": "list", "children": [row]})) == 'list\n  "a"  "b"'


def test_outline_omits_containers_without_content_of_their_own() -> None:
    inner = {"type": "div", "children": [{"type": "div", "children": [text("deep")]}]}
    assert outline(tree({"type": "div", "children": [inner]})) == '"deep"'


def test_function_text_of_joins_all_texts_of_an_element_with_spaces() -> None:
    field = {"type": "input", "attr": {"value": "x"}}
    assert text_of(tree({"type": "div", "children": [text("a"), field, text("")]})) == "a x"


def test_outline_of_a_deep_tree_does_not_exceed_the_recursion_limit() -> None:
    node: dict[str, Any] = text("bottom")
    document = Document("1", Limits(depth=10_000))
    for depth in range(5000):
        node = {"ref": str(depth), "type": "div", "children": [{"ref": f"t{depth}", **node}]}
    document.create_body({**node, "ref": "_root"})
    assert outline(document.root) == '"bottom"'
    assert len(document) == 10000 - 4999


def test_outline_cuts_long_texts_and_addresses() -> None:
    data = "data:image/png;base64," + "A" * 5000
    root = tree(
        {"type": "div", "children": [{"type": "image", "attr": {"src": data}}, text("x" * 1000)]}
    )
    image, long = outline(root).splitlines()
    assert image.startswith("image data:image/png;base64,AAA")
    assert image.endswith("(5022 characters)")
    assert len(image) < 200
    assert long.endswith('(1000 characters)"')
    assert len(long) < 400


SCREEN = """// { "framework": "Vue" }
new Vue({ el: 'body', render: function (h) {
  function image(src, more) {
    return h('image', Object.assign({ attrs: { src: src }, on: { click: function () {} } }, more));
  }
  return h('div', [
    h('scroller', { attrs: { testId: 'all' }, on: { scroll: function () {} } }, [h('text', ['a'])]),
    h('slider', [h('text', ['one']), h('text', ['two'])]),
    h('hlist', [h('cell', [h('text', ['b'])])]),
    image('a.png', { staticClass: ['icon', 'first'] }),
    image('b.png', { staticClass: ['icon'] }),
    image('b.png', { staticClass: ['icon'] }),
    h('image', { attrs: { src: 'c.png', 'aria-label': 'close' } }),
    h('switch'), h('input'), h('input', { attrs: { testId: 'name' } }),
    h('div', { on: { click: function () {} } }, [h('image', { attrs: { src: 'd.png' } })]),
    h('text', { on: { click: function () {} } }, ['']),
  ]);
} });
"""


def test_outline_has_scroll_offsets_and_slider_positions(runtime: Runtime) -> None:
    page = runtime.open(source=SCREEN)
    page.locator("scroller").scroll_to(y=300)
    page.locator("hlist").scroll_to(x=120.5)
    carry_out(page, parse("slide 1"), 5.0)
    lines = [line.strip() for line in page.outline().splitlines()]
    assert "scroller (scrolled to 300)" in lines
    assert "hlist (scrolled to 120.5, 0)" in lines
    assert "slider (index 1 of 2)" in lines


def test_outline_shows_a_name_for_each_element_without_text(runtime: Runtime) -> None:
    page = runtime.open(source=SCREEN)
    names = re.findall(r"\((css=.*|close|name)\)$", page.outline(), re.MULTILINE)
    assert names == [
        "css=image.first.icon",
        "css=:root > image:nth-child(5)",
        "css=:root > image:nth-child(6)",
        "close",
        "css=switch",
        "css=:root > input:nth-child(9)",
        "name",
        "css=:root > div:nth-child(11)",
        'css=image[src="d.png"]',
        "css=:root > text:nth-child(12)",
    ]
    for name in names:
        if name.startswith("css="):
            assert page.locator(name.removeprefix("css=")).count() == 1
        assert len(matches(page, name)) == 1


def test_outline_of_an_ended_page_still_shows_locators_of_its_elements(runtime: Runtime) -> None:
    page = runtime.open(source=SCREEN)
    page.destroy()
    assert 'image a.png [tap] (css=image[src="a.png"])' in page.outline()


def test_each_element_of_nested_rows_is_described_once() -> None:
    node: dict[str, Any] = {"type": "div", "children": [text("a"), {"type": "list"}]}
    for _ in range(100):
        children = [{"type": "image"}, {"type": "image"}, node]
        node = {"type": "div", "style": {"flexDirection": "row"}, "children": children}
    root = tree(node)
    named: list[Element] = []

    def name(image: Element) -> str:
        named.append(image)
        return "x"

    with recursion_limit(120):
        lines = outline(root, name).splitlines()
    assert len(named) == len(set(named)) == 200
    assert lines[-1].endswith("  list")
