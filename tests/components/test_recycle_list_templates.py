"""Templates and data give elements, without a page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from weex_modules.components.recycle_list.slots import CellSlots
from weex_modules.components.recycle_list.templates import Drawn, Templates
from weex_runtime import Difference, Limits
from weex_runtime.document.document import Document
from weex_runtime.document.element import Element
from weex_runtime.engine.engine import Engine
from weex_runtime.json_values import JSONValue
from weex_runtime.module_api.platforms import DOCUMENTED


class Row:
    """Gives components {"n": count of the components so far} in addition to their properties."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, JSONValue]]] = []
        self.first: dict[str, Mapping[str, JSONValue]] = {}

    def component(
        self, key: str, template_id: str, props: dict[str, JSONValue]
    ) -> tuple[str, Mapping[str, JSONValue]]:
        self.asked.append((key, template_id, props))
        return f"c{key}", {**props, "n": len(self.asked)}

    def once(self, key: str, data: Mapping[str, JSONValue]) -> Mapping[str, JSONValue]:
        return self.first.setdefault(key, data)


class Bench:
    """Draws templates without a page; refs of elements are 1, 2, ... in document order."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.differences: list[Difference] = []
        self.row = Row()
        page: Any = SimpleNamespace(
            runtime=SimpleNamespace(memory_limit=64 << 20, time_limit=5.0),
            isolation="none",
            limits=Limits(),
            report_difference=self.differences.append,
        )
        self.templates = Templates(page, self.warnings.append)

    def draw(self, data: dict[str, Any], **scope: JSONValue) -> list[dict[str, Any]]:
        """The elements drawn for a child of a cell-slot, as data."""
        slot = element({"type": "cell-slot", "children": [data]})
        self.templates.add(slot)
        return self.redraw(slot, **scope)

    def redraw(self, slot: Element, **scope: JSONValue) -> list[dict[str, Any]]:
        drawn = self.templates.draw(slot.ref, [scope], self.row)
        return [plain(child) for child in drawn.children]

    def value(self, binding: Any, **scope: JSONValue) -> Any:
        """The value of an attribute with this binding."""
        drawn = self.draw({"type": "div", "attr": {"a": binding}}, **scope)
        return drawn[0].get("attr", {}).get("a")


def element(data: dict[str, Any]) -> Element:
    numbers = iter(range(1, 5000))

    def with_refs(node: dict[str, Any]) -> dict[str, Any]:
        ref = node.get("ref", str(next(numbers)))
        return {**node, "ref": ref, "children": list(map(with_refs, node.get("children", [])))}

    document = Document("1")
    document.create_body(with_refs(data))
    return document.root


def plain(drawn: Drawn) -> dict[str, Any]:
    """A drawn element as data, without empty parts."""
    parts = {
        "key": drawn.key,
        "type": drawn.type,
        "component": drawn.component_id,
        "attr": drawn.attr,
        "style": drawn.style,
        "classList": drawn.class_list,
        "event": drawn.event,
        "children": [plain(child) for child in drawn.children],
    }
    return {name: value for name, value in parts.items() if value}


def bound(expression: str) -> dict[str, str]:
    return {"@binding": expression}


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.templates.close()


def texts(drawn: list[dict[str, Any]]) -> list[str]:
    """Values of the texts in document order."""
    found = []
    for part in drawn:
        found += [part["attr"]["value"]] if part["type"] == "text" else []
        found += texts(part.get("children", []))
    return found


def test_element_without_bindings_is_drawn_unchanged(bench: Bench) -> None:
    data = {
        "type": "div",
        "attr": {"a": [1, {"b": 2}], "append": "tree"},
        "style": {"color": "red"},
        "classList": ["x"],
        "event": ["click", {"type": "swipe", "params": [1, "x"]}],
    }
    assert bench.draw(data) == [{**data, "key": "2"}]


def test_bindings_in_attributes_styles_classes_and_events_get_values(bench: Bench) -> None:
    data = {
        "type": "div",
        "attr": {"src": bound("item.src"), "size": bound("i + 1"), "fixed": "x"},
        "style": {"color": bound("item.color"), "width": [bound("i"), "px"]},
        "classList": ["plain", bound("item.kind")],
        "event": ["appear", {"type": "click", "params": [bound("item"), "x", bound("i"), 3]}],
    }
    item: dict[str, JSONValue] = {"src": "a.png", "color": "red", "kind": "big"}
    assert bench.draw(data, item=item, i=4) == [
        {
            "key": "2",
            "type": "div",
            "attr": {"src": "a.png", "size": 5, "fixed": "x"},
            "style": {"color": "red", "width": "4px"},
            "classList": ["plain", "big"],
            "event": ["appear", {"type": "click", "params": [item, "x", 4, 3]}],
        }
    ]


def test_array_with_bindings_becomes_one_text(bench: Bench) -> None:
    binding = ["A ", bound("a"), " and ", bound("b"), 5, None, bound("nothing")]
    assert bench.value(binding, a=1, b={"c": True}) == 'A 1 and {"c":true}5'


def test_bound_value_keeps_its_type_except_in_a_text_element(bench: Bench) -> None:
    assert bench.value(bound("a"), a=1) == 1
    assert bench.value(bound("a"), a=[True]) == [True]
    cases: list[tuple[JSONValue, str]] = [
        (1, "1"),
        (True, "true"),
        ({"b": 1}, '{"b":1}'),
        (None, ""),
    ]
    for value, shown in cases:
        text = {"type": "text", "attr": {"value": bound("a"), "lines": bound("a")}}
        assert texts(bench.draw(text, a=value)) == [shown]


def test_binding_inside_an_object_is_replaced_by_its_value(bench: Bench) -> None:
    binding = {"a": bound("x"), "b": {"c": [bound("x"), "y"]}, "d": 1}
    assert bench.value(binding, x=7) == {"a": 7, "b": {"c": [7, "y"]}, "d": 1}


def test_attribute_without_a_value_is_left_out(bench: Bench) -> None:
    data = {"type": "image", "attr": {"src": bound("a.b")}, "style": {"color": bound("x")}}
    assert bench.draw(data, a={}, x=None) == [{"key": "2", "type": "image"}]


def test_v_bind_of_a_whole_style_object_is_ignored_with_a_warning(bench: Bench) -> None:
    data = {"type": "div", "style": {"@binding": "item.style", "color": "red"}}
    assert bench.draw(data)[0]["style"] == {"color": "red"}
    assert bench.warnings == ["'item.style': only single styles can be bound; it is left out"]


@pytest.mark.parametrize(("x", "shown"), [(9, "if"), (2, "else if"), (0, "else")])
def test_v_if_v_else_if_and_v_else_draw_one_branch(bench: Bench, x: int, shown: str) -> None:
    branches = {"x > 5": "if", "!(x > 5) && (x)": "else if", "!(x > 5 || x)": "else"}
    data = {
        "type": "div",
        "children": [
            {"type": "text", "attr": {"[[match]]": match, "value": text}}
            for match, text in branches.items()
        ],
    }
    drawn = bench.draw(data, x=x)
    assert texts(drawn) == [shown]
    assert drawn[0]["children"][0]["attr"] == {"value": shown}


def test_children_of_an_element_with_a_false_v_if_are_not_evaluated(bench: Bench) -> None:
    inner = {"type": "text", "attr": {"value": bound("a.b.c")}}
    assert bench.draw({"type": "div", "attr": {"[[match]]": "a"}, "children": [inner]}) == []
    assert bench.warnings == []


def loop(expression: str, *names: str) -> dict[str, Any]:
    return {
        "@expression": expression,
        **dict(zip(("@alias", "@index", "@key"), names, strict=False)),
    }


def test_v_for_draws_an_element_for_each_item(bench: Bench) -> None:
    data = {
        "type": "div",
        "attr": {"[[repeat]]": loop("item.parts", "part", "k")},
        "children": [{"type": "text", "attr": {"value": [bound("k"), bound("part.t")]}}],
        "event": [{"type": "click", "params": [bound("part.t")]}],
    }
    drawn = bench.draw(data, item={"parts": [{"t": "a"}, {"t": "b"}]})
    assert texts(drawn) == ["0a", "1b"]
    assert [part["key"] for part in drawn] == ["2_0", "2_1"]
    assert [part["children"][0]["key"] for part in drawn] == ["3_0", "3_1"]
    assert [part["event"][0]["params"] for part in drawn] == [["a"], ["b"]]
    assert "attr" not in drawn[0]


def test_names_of_an_inner_v_for_hide_names_of_an_outer_v_for(bench: Bench) -> None:
    inner = {
        "type": "text",
        "attr": {
            "[[repeat]]": loop("x.xs", "x", "i"),
            "value": [bound("i"), bound("x"), bound("y")],
        },
    }
    data = {"type": "div", "attr": {"[[repeat]]": loop("xs", "x")}, "children": [inner]}
    drawn = bench.draw(data, xs=[{"xs": ["a", "b"]}, {"xs": ["c"]}], i=9, y="!")
    assert texts(drawn) == ["0a!", "1b!", "0c!"]
    assert [part["key"] for row in drawn for part in row["children"]] == ["3_0_0", "3_0_1", "3_1_0"]


def test_v_for_iterates_over_the_members_of_an_object(bench: Bench) -> None:
    value = [bound("v"), bound("k"), bound("n")]
    text = {"type": "text", "attr": {"value": value, "[[repeat]]": loop("o", "v", "k")}}
    assert texts(bench.draw(text, o={"a": 1, "b": 2})) == ["1a", "2b"]
    text["attr"]["[[repeat]]"] = loop("o", "v", "n", "k")  # type: ignore[index]
    assert texts(bench.draw(text, o={"a": 1, "b": 2})) == ["1a0", "2b1"]


def test_v_if_on_a_v_for_element_is_evaluated_for_each_item(bench: Bench) -> None:
    attr = {"[[repeat]]": loop("xs", "x"), "[[match]]": "x > 1", "value": bound("x")}
    assert texts(bench.draw({"type": "text", "attr": attr}, xs=[1, 2, 0, 3])) == ["2", "3"]


def test_v_for_draws_nothing_for_a_value_without_items(bench: Bench) -> None:
    text = {"type": "text", "attr": {"[[repeat]]": loop("xs", "x"), "value": bound("x")}}
    assert bench.draw(text, xs=None) == bench.draw(text) == bench.draw(text, xs=[]) == []
    assert bench.warnings == []
    assert bench.draw(text, xs=3) == bench.draw(text, xs="abc") == []
    assert bench.warnings == [
        "v-for goes through arrays and objects only, not through numbers and booleans",
        "v-for goes through arrays and objects only, not through strings",
    ]


def test_element_with_v_once_keeps_the_data_of_its_first_drawing(bench: Bench) -> None:
    once = {"type": "text", "attr": {"[[once]]": True, "value": bound("x")}}
    slot = element({"type": "cell-slot", "children": [once]})
    bench.templates.add(slot)
    assert [texts(bench.redraw(slot, x=x)) for x in (1, 2)] == [["1"], ["1"]]


def component(**props: Any) -> dict[str, Any]:
    return {"@isComponentRoot": True, "@templateId": "t1", "@componentProps": props}


def test_component_in_a_template_can_use_its_props_but_not_the_data_of_the_row(
    bench: Bench,
) -> None:
    inner = {"type": "text", "attr": {"value": [bound("title"), bound("n"), bound("item")]}}
    attr = {**component(title=bound("item.name"), fixed=[bound("i"), 2]), "id": bound("n")}
    drawn = bench.draw({"type": "div", "attr": attr, "children": [inner]}, item={"name": "A"}, i=1)
    assert bench.row.asked == [("2", "t1", {"title": "A", "fixed": [1, 2]})]
    assert texts(drawn) == ["A1"]
    assert drawn[0]["attr"] == {"id": 1}
    assert drawn[0]["component"] == drawn[0]["children"][0]["component"] == "c2"


def test_components_in_templates_may_be_nested_and_repeated(bench: Bench) -> None:
    inner = {"type": "text", "attr": {**component(x=bound("n")), "value": [bound("x"), bound("n")]}}
    outer = {
        "type": "div",
        "attr": {**component(), "[[repeat]]": loop("xs", "x")},
        "children": [inner, {"type": "text", "attr": {"value": bound("n")}}],
    }
    drawn = bench.draw(outer, xs=[1, 2])
    assert texts(drawn) == ["12", "1", "34", "3"]
    assert [key for key, _, _ in bench.row.asked] == ["2_0", "3_0", "2_1", "3_1"]
    ids = [[child["component"] for child in part["children"]] for part in drawn]
    assert ids == [["c3_0", "c2_0"], ["c3_1", "c2_1"]]


def test_component_without_a_template_id_has_no_state(bench: Bench) -> None:
    attr = {**component(title=bound("i")), "value": [bound("title"), bound("i")]}
    del attr["@templateId"]
    assert texts(bench.draw({"type": "text", "attr": attr}, i=1)) == ["1"]
    assert bench.row.asked == []


# Expressions with names, members and brackets at every position where a name is allowed.
EXPRESSIONS = """
item.name
item['name']
item[item.key]
item.tags[2].deep[i - 3]
item.tags.length + item.name.length
item.missing
item.$odd_1
item.true
(item.count + 3) * 0.8 - 4 / 5 % 3
- -i
!!item.name
1e3 + .5
'10' < 9
item.nothing == undefined
item.tags == 'a,b,[object Object]'
item.no || item.empty || 'else'
item.count > 2 ? i ? 'many' : item.count : 'none'
'it\\'s item.name ' + "\\u0041\\x42\\t\\"q\\" \\ud83d\\ude00"
'a' + null + undefined + true + [1, [2, null]] + item
[1, item.name, [item.missing, i]]
[]
null
NaN
Math
ünï + _x
""".strip().splitlines()
DATA: dict[str, Any] = {
    "item": {
        "name": "Ann", "count": 3, "empty": "", "nothing": None, "no": False, "true": 1,
        "tags": ["a", "b", {"deep": [10, 20]}], "key": "name", "$odd_1": "odd",
    },
    "i": 4, "ünï": "u", "_x": "x", "NaN": 5, "Math": 6,
}  # fmt: skip


def test_template_expressions_are_evaluated_as_in_javascript(bench: Bench) -> None:
    engine = Engine(memory_limit=64 << 20, time_limit=5)
    evaluate = engine.run(
        "(function (expression, data) {"
        " with (JSON.parse(data)) { return JSON.stringify([eval('(' + expression + ')')]); } })",
        "evaluate.js",
    )
    for expression in EXPRESSIONS:
        expected = json.loads(engine.call(evaluate, expression, json.dumps(DATA)))
        assert [bench.value(bound(expression), **DATA)] == expected, expression
    assert bench.warnings == []
    engine.close()


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("item.name.first.letter", "'letter' of undefined"),
        ("item.nothing.more", "'more' of null"),
        ("capitalize(item.name)", "functions cannot be called in a recycle-list's template"),
        ("item.tags.join(',')", "functions cannot be called in a recycle-list's template"),
        ("''['sub']()", "functions cannot be called in a recycle-list's template"),
        ("item.tags.map", "it is a function"),
        ("item['constructor'].constructor", "it is a function"),
        ("[].at(0)", "functions cannot be called in a recycle-list's template"),
        ("a = 1", 'unexpected "="'),
        ("a & b", 'unexpected "&"'),
        ("{a: 1}", 'unexpected "{"'),
        ("`a`", 'unexpected "`"'),
        ("0x1F", 'unexpected "0"'),
        ("/a/", 'unexpected "/"'),
        ("a // b", 'unexpected "/"'),
        ("a, b", 'unexpected ","'),
        ("a[b, c]", 'unexpected ","'),
        ("'open", 'unexpected "\'"'),
        ("", "it is empty"),
        ("typeof a", "it does not parse"),
        ("new Date", "it does not parse"),
        ("a++", "it does not parse"),
        ("a ** b", "it does not parse"),
        ("a ?? b", "it does not parse"),
        ("a?.b", "it does not parse"),
        ("[...a]", "it does not parse"),
        ("(a", "it does not parse"),
        ("a) + (b", "it does not parse"),
        ("a.", "it does not parse"),
        ("a.'b'", "it does not parse"),
    ],
)
def test_expression_that_fails_is_undefined_and_logs_a_warning(
    bench: Bench, expression: str, problem: str
) -> None:
    assert bench.value(bound(expression), **DATA) is None
    (warning,) = bench.warnings
    assert problem in warning
    assert warning.endswith("; it is undefined")
    assert repr(expression) in warning


def test_globals_are_undefined_in_expressions(bench: Bench) -> None:
    names = ["globalThis", "templates", "Object", "$", "this", "scope"]
    assert [bench.value(bound(name)) for name in names] == 6 * [None]


@pytest.mark.parametrize("expression", ["!" * 5000 + "a", "+".join("a" * 5000), "a" + ".b" * 5000])
def test_very_long_expression_does_not_crash_the_process(bench: Bench, expression: str) -> None:
    bench.value(bound(expression), a=1)
    assert all(len(warning) < 300 for warning in bench.warnings)


def test_data_of_a_row_may_be_nested_deeply(bench: Bench) -> None:
    deep: list[Any] = []
    for _ in range(500):
        deep = [deep]
    assert bench.value(bound("'' + deep"), deep=deep) == ""


@pytest.mark.parametrize(
    ("expression", "count"),
    [("a", 0), ("a + 1", 1), ("a + 'x'", 2), ("a === 1", 1), ("a.length", 1), ("a && b", 1)],
)
def test_expression_that_platforms_evaluate_differently_logs_a_hint(
    bench: Bench, expression: str, count: int
) -> None:
    bench.value(bound(expression), a=1)
    assert len(bench.differences) == count
    assert all(difference.text(DOCUMENTED) for difference in bench.differences)


def test_v_if_with_logical_operators_logs_no_platform_difference(bench: Bench) -> None:
    bench.draw({"type": "div", "attr": {"[[match]]": "!(a > 1) && (a)"}})
    assert bench.differences == []


def slots(
    bench: Bench, *attrs: dict[str, Any], switch: str = "type", is_android: bool = False
) -> CellSlots:
    """Slots whose refs are "2", "3", ..."""
    children = [{"type": "cell-slot", "attr": attr} for attr in attrs]
    source = element({"type": "recycle-list", "children": children}).children
    return CellSlots(source, bench.templates, switch, is_android)


def chosen(found: CellSlots, *rows: JSONValue) -> list[str | None]:
    return [found.slot_of(row) for row in rows]


ROWS: list[JSONValue] = [{"type": "A"}, {"type": "B"}, {"type": 3}, {"type": "X"}, {}, "text", None]


def test_row_uses_the_first_slot_with_its_case_or_else_the_first_default_slot(bench: Bench) -> None:
    attrs: list[dict[str, Any]] = [{"case": "A"}, {"default": ""}, {"case": "A"}, {"case": 3}]
    found = slots(bench, *attrs, {"default": True, "case": "B"})
    assert chosen(found, *ROWS) == ["2", "6", "5", "3", "3", "3", "3"]
    assert bench.warnings == []


def test_row_without_a_matching_cell_slot_is_not_drawn(bench: Bench) -> None:
    assert chosen(slots(bench, {"case": "A"}), *ROWS) == ["2"] + 6 * [None]


def test_cell_slot_with_neither_case_nor_default_is_not_used_if_the_list_has_a_switch(
    bench: Bench,
) -> None:
    found = slots(bench, {}, {"case": "A"}, {"default": "false"})
    assert chosen(found, *ROWS[:2]) == ["3", None]
    assert len(bench.warnings) == 2


def test_first_slot_draws_all_rows_if_the_list_has_no_switch(bench: Bench) -> None:
    found = slots(bench, {}, {"case": "A"}, {"default": ""}, switch="")
    assert chosen(found, *ROWS) == 7 * ["2"]
    assert bench.warnings == []
    assert chosen(slots(bench, switch=""), *ROWS) == 7 * [None]


def test_android_chooses_cell_slots_by_its_own_rules(bench: Bench) -> None:
    found = slots(bench, {"case": "A"}, {"default": ""}, {"case": "B"}, is_android=True)
    assert chosen(found, *ROWS) == ["2", "4", None, None, "2", "2", "2"]
    attrs: list[dict[str, Any]] = [{"case": "A"}, {"default": "", "case": "D"}]
    found = slots(bench, *attrs, switch="", is_android=True)
    rows: list[JSONValue] = [{"case": "A"}, {"case": "D"}, {"case": "X"}, {}]
    assert chosen(found, *rows) == ["2", "3", None, "3"]
    assert bench.warnings == []


def test_child_of_a_recycle_list_that_is_not_a_cell_slot_is_not_drawn(bench: Bench) -> None:
    list_ = element(
        {"type": "recycle-list", "children": [{"type": "refresh"}, {"type": "cell-slot"}]}
    )
    assert chosen(CellSlots(list_.children, bench.templates, "", False), {}) == ["3"]
    assert len(bench.warnings) == 1
    assert "refresh" in bench.warnings[0]
