"""weex_runtime.document.document: the native tree follows the tree of JS."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from typing import Any, ClassVar, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weex_runtime import Component, Limits, Page, PageError, Runtime, UnknownRef
from weex_runtime.document.document import Document
from weex_runtime.document.element import Element, Origin

from ..conftest import HEADERS

BODY = """
var body = document.createElement('div');
document.documentElement.appendChild(body);
function add(type, before) {
  var element = document.createElement(type);
  if (before) body.insertBefore(element, before); else body.appendChild(element);
  return element;
}
"""


def document_of(*children: str) -> Document:
    """A document with a body and children, whose refs are their types."""
    document = Document("1")
    document.create_body({"ref": "_root", "type": "div"})
    for child in children:
        document.add_element("_root", {"ref": child, "type": child}, -1)
    return document


def refs(parent: Element) -> list[str]:
    return [child.ref for child in parent.children]


def types(page: Page) -> list[str]:
    return [child.type for child in page.document.root.children]


def test_empty_document_has_no_body() -> None:
    document = Document("7")
    assert document.is_empty
    assert len(document) == 0
    assert list(document.elements()) == []
    with pytest.raises(PageError, match="page 7 has rendered nothing yet"):
        _ = document.root


def test_create_body_builds_the_subtree(open_page: Callable[..., Page]) -> None:
    page = open_page(
        "var body = document.createElement('div', { attr: { a: 1 }, style: { width: 10 } });"
        "var text = document.createElement('text'); text.setAttr('value', 'hi');"
        "text.addEvent('click', function () {});"
        "body.appendChild(text); document.documentElement.appendChild(body);"
    )
    tree = page.document.root.to_dict()
    assert tree == {
        "ref": "_root",
        "type": "div",
        "attr": {"a": 1},
        "style": {"width": 10},
        "children": [
            {
                "ref": tree["children"][0]["ref"],
                "type": "text",
                "attr": {"value": "hi"},
                "event": ["click"],
            }
        ],
    }
    assert len(page.document) == 2


def test_add_element_inserts_at_the_index(open_page: Callable[..., Page]) -> None:
    page = open_page(BODY + "var c = add('c'); add('d'); var a = add('a', c); add('b', c);")
    assert types(page) == ["a", "b", "c", "d"]
    assert all(child.parent is page.document.root for child in page.document.root.children)


def test_add_element_builds_the_subtree(open_page: Callable[..., Page]) -> None:
    page = open_page(
        BODY + "var list = document.createElement('list');"
        "for (var i = 0; i < 3; i++) list.appendChild(document.createElement('cell'));"
        "body.appendChild(list);"
    )
    assert [element.type for element in page.document.elements()] == [
        *("div", "list", "cell", "cell", "cell")
    ]


def test_origin_key_in_element_json_from_a_bundle_is_ignored() -> None:
    document = Document("1")
    document.create_body({"ref": "_root", "type": "div", "origin": "7"})
    assert document.root.origin is None
    assert document.root.fire_args("click", None, None)[0] == "_root"


def test_index_minus_one_appends_an_added_or_moved_element() -> None:
    document = document_of("a", "b")
    document.add_element("_root", {"ref": "c", "type": "c"}, -1)
    assert refs(document.root) == ["a", "b", "c"]
    document.move_element("a", "_root", -1)
    assert refs(document.root) == ["b", "c", "a"]


@pytest.mark.parametrize("ref", ["_root", "a"])
@pytest.mark.parametrize("parent", ["a", "b"])
def test_element_cannot_be_moved_into_itself(ref: str, parent: str) -> None:
    document = document_of("a")
    document.add_element("a", {"ref": "b", "type": "div"}, -1)
    with pytest.raises(PageError, match="which it contains"):
        document.move_element(ref, parent, 0)
    assert [element.ref for element in document.elements()] == ["_root", "a", "b"]


def test_remove_element_removes_the_subtree(open_page: Callable[..., Page]) -> None:
    page = open_page(
        BODY + "var outer = add('outer'); add('stays');"
        "var inner = document.createElement('inner'); outer.appendChild(inner);"
        "var body2 = body; console.log(outer.ref, inner.ref); body.removeChild(outer);"
    )
    assert types(page) == ["stays"]
    assert len(page.document) == 2
    for ref in page.console[0].text.split():
        with pytest.raises(UnknownRef):
            page.document.get(ref)


def test_removing_the_body_empties_the_document() -> None:
    document = document_of("a")
    document.remove_element("_root")
    assert document.is_empty
    assert len(document) == 0


def test_second_body_replaces_the_first_body() -> None:
    document = document_of("a")
    document.create_body({"ref": "_root", "type": "list", "children": [{"ref": "b", "type": "b"}]})
    assert refs(document.root) == ["b"]
    with pytest.raises(UnknownRef):
        document.get("a")


@pytest.mark.parametrize(
    ("ref", "index", "expected"),
    [
        ("a", 0, "abcd"),
        ("a", 1, "abcd"),
        ("a", 2, "bacd"),
        ("a", 4, "bcda"),
        ("d", 0, "dabc"),
        ("d", 3, "abcd"),
        ("d", 4, "abcd"),
        ("c", 1, "acbd"),
        ("b", 3, "acbd"),
    ],
)
def test_index_of_a_move_refers_to_the_children_before_the_element_is_removed(
    ref: str, index: int, expected: str
) -> None:
    document = document_of("a", "b", "c", "d")
    document.move_element(ref, "_root", index)
    assert "".join(refs(document.root)) == expected


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5)), max_size=12))
def test_moved_elements_have_the_same_order_as_items_moved_in_a_list(
    moves: list[tuple[int, int]],
) -> None:
    names = ["a", "b", "c", "d", "e"]
    document = document_of(*names)
    for position, index in moves:
        name = names[position]
        document.move_element(name, "_root", index)
        # The index refers to the list before the removal, so mark the new place before removing
        # the element.
        names.insert(index, "mark")
        names.remove(name)
        names[names.index("mark")] = name
        assert refs(document.root) == names


def test_element_can_be_moved_to_another_parent() -> None:
    document = document_of("a", "b", "c")
    document.move_element("a", "b", 0)
    assert refs(document.root) == ["b", "c"]
    assert refs(document.get("b")) == ["a"]
    assert document.get("a").parent is document.get("b")


@pytest.mark.parametrize(("moved", "target"), list(itertools.permutations(range(4), 2)))
@pytest.mark.parametrize("method", ["insertBefore", "insertAfter"])
def test_native_children_have_the_same_order_as_in_js_after_one_move(
    open_page: Callable[..., Page], method: str, moved: int, target: int
) -> None:
    page = open_page(
        BODY + "var all = ['a', 'b', 'c', 'd'].map(function (type) { return add(type); });"
        f"body.{method}(all[{moved}], all[{target}]);"
        "console.log(body.children.map(function (child) { return child.type }).join());"
    )
    assert ",".join(types(page)) == page.console[0].text
    assert types(page) != ["a", "b", "c", "d"] or abs(moved - target) == 1


def test_attribute_can_be_set_changed_and_removed(open_page: Callable[..., Page]) -> None:
    page = open_page(
        BODY + "body.setAttr('a', 1); body.setAttr('b', [1]); body.setAttr('c', '');"
        "body.setAttr('a', 2); body.setAttr('b', undefined);"
    )
    assert page.document.root.attr == {"a": 2, "c": ""}


def test_style_can_be_set_changed_and_removed(open_page: Callable[..., Page]) -> None:
    page = open_page(
        BODY + "body.setStyle('width', 1); body.setStyle('color', 'red');"
        "body.setStyle('height', 0); body.setStyle('width', 2); body.setStyle('color', '');"
        "body.setStyle('top', 5); body.setStyle('top', undefined);"
    )
    assert page.document.root.style == {"width": 2, "height": 0}


def test_null_as_a_value_removes_an_attribute_or_a_style() -> None:
    document = document_of()
    document.update_attrs("_root", {"a": 1, "b": 2})
    document.update_attrs("_root", {"a": None})
    document.update_style("_root", {"a": 1, "b": 2, "c": 3})
    document.update_style("_root", {"a": None, "b": ""})
    assert document.root.attr == {"b": 2}
    assert document.root.style == {"c": 3}


def test_styles_of_css_classes_are_part_of_the_native_style(open_page: Callable[..., Page]) -> None:
    page = open_page(
        "new Vue({ el: 'body', style: { red: { color: 'red' }, big: { width: 9 } },"
        " render: function (h) { return h('div', { staticClass: ['red'], class: ['big'] }) } })",
        framework="Vue",
    )
    assert page.document.root.style == {"color": "red", "width": 9}
    assert page.document.root.class_list == []


def test_update_class_list_replaces_the_class_list() -> None:
    document = document_of()
    document.update_class_list("_root", ["a", "b"])
    document.update_class_list("_root", ["c"])
    assert document.root.class_list == ["c"]
    assert document.root.to_dict()["classList"] == ["c"]


def test_event_added_twice_is_listed_once_and_removed_event_is_not_listed(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        BODY + "function f() {} body.addEvent('click', f); body.addEvent('swipe', f);"
        "body.addEvent('click', f); body.addEvent('appear', f); body.removeEvent('swipe');"
    )
    root = page.document.root
    assert root.event == ["click", "appear"]
    assert root.listens_to("click")
    assert not root.listens_to("swipe")


def test_element_listens_to_an_event_that_was_added_with_parameters(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(BODY + "body.addEvent('click', function () {}, [1, 'two']);")
    root = page.document.root
    assert root.listens_to("click")
    assert not root.listens_to("params")
    page.document.remove_event("_root", "click")
    assert root.event == []


def test_native_call_create_finish_sets_the_attribute_created(
    open_page: Callable[..., Page],
) -> None:
    document = document_of()
    assert not document.created
    document.finish()
    assert document.created
    assert open_page(BODY).document.created


def test_error_for_an_unknown_ref_names_the_ref_and_the_page() -> None:
    document = document_of("a")
    with pytest.raises(UnknownRef, match="page 1 has no element with ref '9'") as caught:
        document.get("9")
    assert caught.value.ref == "9"
    acts: list[Callable[[], None]] = [
        lambda: document.add_element("9", {"ref": "b", "type": "b"}, 0),
        lambda: document.remove_element("9"),
        lambda: document.move_element("9", "_root", 0),
        lambda: document.move_element("a", "9", 0),
        lambda: document.update_attrs("9", {}),
        lambda: document.update_style("9", {}),
        lambda: document.add_event("9", "click"),
        lambda: document.remove_event("9", "click"),
    ]
    for act in acts:
        with pytest.raises(UnknownRef):
            act()
    assert document.root.to_dict() == {
        "ref": "_root",
        "type": "div",
        "children": [{"ref": "a", "type": "a"}],
    }


def test_to_dict_returns_a_copy_of_the_tree() -> None:
    document = document_of("a")
    document.update_attrs("_root", {"x": 1})
    tree = document.root.to_dict()
    tree["attr"]["x"] = 2
    tree["children"].clear()
    assert document.root.attr == {"x": 1}
    assert refs(document.root) == ["a"]


def test_method_walk_returns_elements_in_document_order() -> None:
    document = document_of("a", "d")
    document.add_element("a", {"ref": "b", "type": "b", "children": [{"ref": "c", "type": "c"}]}, 0)
    assert [element.ref for element in document.elements()] == ["_root", "a", "b", "c", "d"]
    assert repr(document.get("b")) == "<b ref=b>"


def test_deep_trees_are_built_and_removed() -> None:
    document = Document("1", Limits(depth=5001))
    document.create_body({"ref": "_root", "type": "div"})
    parent = "_root"
    for level in range(5000):
        document.add_element(parent, {"ref": str(level), "type": "div"}, -1)
        parent = str(level)
    tree = document.root.to_dict()
    for _ in range(5000):
        (tree,) = tree["children"]
    assert tree == {"ref": "4999", "type": "div"}
    document.remove_element("0")
    assert len(document) == 1


# An operation on the tree: its name, the index of the element in JS, and the argument.
operations = st.lists(
    st.tuples(
        st.sampled_from(["append", "insert", "remove", "attr", "noattr", "style", "event"]),
        st.integers(0, 30),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=30,
)

# The operations contain no moves, since weex-js-runtime 0.23.7 itself misplaces some moved
# elements.
INTERPRETER = """
var body = document.createElement('div');
document.documentElement.appendChild(body);
function attached() {
  var found = [];
  (function collect(element) { found.push(element); element.children.forEach(collect); })(body);
  return found;
}
function subtree(size) {
  var element = document.createElement('div', { attr: { size: size } });
  for (var i = 0; i < size; i++) element.appendChild(document.createElement('text'));
  return element;
}
var act = {
  append: function (element, n) { element.appendChild(subtree(n)); },
  insert: function (element, n) {
    if (element !== body) element.parentNode.insertBefore(subtree(n), element);
  },
  remove: function (element) {
    if (element !== body) element.parentNode.removeChild(element);
  },
  attr: function (element, n) { element.setAttr('a' + n, n * 1.5); },
  noattr: function (element, n) { element.setAttr('a' + n, undefined); },
  style: function (element, n) { element.setStyle('s' + n, n || ''); },
  event: function (element, n) {
    if (element.event['e' + n]) element.removeEvent('e' + n);
    else element.addEvent('e' + n, function () {});
  }
};
body.addEvent('run', function (event) {
  body.children.slice().forEach(function (child) { body.removeChild(child); });
  event.operations.forEach(function (operation) {
    var all = attached();
    act[operation[0]](all[operation[1] % all.length], operation[2]);
  });
  return JSON.stringify(body.toJSON());
});
"""


def without_empty(tree: dict[str, Any]) -> dict[str, Any]:
    """Remove empty parts and removed styles from a tree."""
    tree = {key: value for key, value in tree.items() if value not in ({}, [], None)}
    if "style" in tree:
        tree["style"] = {key: value for key, value in tree["style"].items() if value != ""}
        if not tree["style"]:
            del tree["style"]
    if "children" in tree:
        tree["children"] = [without_empty(child) for child in tree["children"]]
    return tree


@pytest.fixture
def interpreter(open_page: Callable[..., Page]) -> Page:
    return open_page(INTERPRETER)


@given(operations=operations)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_native_tree_equals_the_tree_of_js(
    interpreter: Page, operations: list[tuple[str, int, int]]
) -> None:
    """The attributes of the body last for all examples, on both sides."""
    page = interpreter
    text = page.fire_event("_root", "run", {"operations": [list(o) for o in operations]})
    assert isinstance(text, str), page.errors
    assert without_empty(page.document.root.to_dict()) == without_empty(json.loads(text))


class Rows(Component):
    """A component that draws its template twice after each change."""

    type = "rows"
    holds_templates = True
    changes = 0

    def templates_changed(self) -> None:
        self.changes += 1
        for row in list(self.element.children):
            self.page.document.remove_element(row.ref)
        for template in self.element.templates or []:
            for number in range(2):
                drawn = {**template.to_dict(), "ref": f"{template.ref}@{number}"}
                drawn["origin"] = Origin(template.ref, f"c{number}" if number else "")
                drawn["children"] = []
                self.page.document.draw(self.element, drawn, len(self.element.children))


class Echo(Component):
    """A component that records its objects."""

    type = "echo"
    made: ClassVar[list[str]] = []

    def created(self) -> None:
        self.made.append(self.element.ref)


TEMPLATES = """
var body = document.createElement('div');
var rows = document.createElement('rows');
body.appendChild(rows);
document.documentElement.appendChild(body);
var said = [];
var template = document.createElement('echo', { attr: { n: 1 } });
template.addEvent('click', function () {
  said.push([].slice.call(arguments).map(function (e) { return e.componentId || e.type || e; }));
}, ['bound']);
template.appendChild(document.createElement('text'));
"""


@pytest.fixture
def rows_page(make_runtime: Callable[..., Runtime]) -> Page:
    Echo.made.clear()
    return make_runtime(components=[Rows, Echo]).open(source=HEADERS["Vanilla"] + TEMPLATES)


def test_elements_of_a_template_are_not_in_the_native_tree(rows_page: Page) -> None:
    page = rows_page
    page.engine.run("rows.appendChild(template)", "a.js")
    rows = page.document.root.children[0]
    assert [element.type for element in page.document.elements()] == ["div", "rows"] + 2 * ["echo"]
    assert [row["attr"] for row in rows.to_dict()["children"]] == [{"n": 1}, {"n": 1}]
    assert rows.templates is not None
    template = rows.templates[0]
    assert page.document.get(template.ref) is template
    assert template.holder is template.children[0].holder is rows
    assert len(page.document) == 4
    assert Echo.made == [row.ref for row in rows.children]


def test_component_is_notified_of_changes_in_its_templates(rows_page: Page) -> None:
    page = rows_page
    page.engine.run("rows.appendChild(template)", "a.js")
    rows = page.document.root.children[0]
    for count, change in enumerate(
        [
            "template.setAttr('n', 2)",
            "template.setStyle('color', 'red')",
            "template.addEvent('swipe', function () {})",
            "template.removeEvent('swipe')",
            "template.appendChild(document.createElement('div'))",
            "template.insertBefore(template.children[1], template.children[0])",
            "template.removeChild(template.children[0])",
            "rows.insertBefore(document.createElement('text'), template)",
            "rows.insertBefore(template, rows.children[0])",
        ],
        start=2,
    ):
        page.engine.run(change, "a.js")
        assert isinstance(rows.component, Rows)
        assert rows.component.changes == count, change
    assert [row.type for row in rows.children] == ["echo", "echo", "text", "text"]
    assert rows.children[0].attr == {"n": 2}
    page.engine.run("rows.removeChild(template)", "a.js")
    assert [row.type for row in rows.children] == ["text", "text"]
    page.engine.run("body.removeChild(rows)", "a.js")
    assert len(page.document) == 1
    with pytest.raises(UnknownRef):
        page.document.get(rows.templates[0].ref if rows.templates else "")


def test_component_is_not_notified_if_a_template_is_set_to_its_present_values(
    rows_page: Page,
) -> None:
    page = rows_page
    page.engine.run("template.setStyle('color', 'red'); rows.appendChild(template)", "a.js")
    rows = page.document.root.children[0]
    assert rows.templates is not None
    assert isinstance(rows.component, Rows)
    page.document.update_attrs(rows.templates[0].ref, {"n": 1, "other": None})
    page.document.update_style(rows.templates[0].ref, {"color": "red"})
    assert rows.component.changes == 1
    page.document.update_style(rows.templates[0].ref, {"color": ""})
    assert rows.component.changes == 2


def test_elements_drawn_from_a_template_can_be_moved(rows_page: Page) -> None:
    page = rows_page
    page.engine.run("rows.appendChild(template)", "a.js")
    rows = page.document.root.children[0]
    first, second = rows.children
    page.document.move_element(second.ref, rows.ref, 0)
    assert rows.children == [second, first]


def test_event_of_an_element_drawn_from_a_template_runs_the_handler_of_the_template(
    rows_page: Page,
) -> None:
    page = rows_page
    page.engine.run("rows.appendChild(template)", "a.js")
    for row in page.document.root.children[0].children:
        page.fire_event(row.ref, "click", {}, {"attrs": {"typed": row.ref}})
        assert row.attr["typed"] == row.ref
    said = json.loads(str(page.engine.run("JSON.stringify(said)", "a.js")))
    assert said == [["bound", "click"], ["bound", "c1"]]


def test_element_whose_children_are_templates_can_be_the_root_or_a_drawn_element(
    make_runtime: Callable[..., Runtime],
) -> None:
    source = """
    var body = document.createElement('rows');
    body.appendChild(document.createElement('text'));
    document.documentElement.appendChild(body);
    """
    page = make_runtime(components=[Rows]).open(source=HEADERS["Vanilla"] + source)
    assert page.document.root.children == []
    assert page.document.root.templates is not None
    draw = {"ref": "a", "type": "rows", "origin": Origin("x"), "children": [{"ref": "b"}]}
    cast(Any, draw)["children"][0]["type"] = "div"
    page.document.draw(page.document.root, draw, 0)
    inner = page.document.get("a")
    assert inner.templates == [page.document.get("b")]
    assert inner.children == []
