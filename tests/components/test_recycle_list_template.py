"""Templates and data give elements, without a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from weex_modules.components.recycle_list.binding import Binder
from weex_modules.components.recycle_list.expression.operators import rules_of
from weex_modules.components.recycle_list.expression.parser import Scope
from weex_modules.components.recycle_list.slots import CellSlots
from weex_modules.components.recycle_list.template import Drawn, Template
from weex_runtime.document.document import Document, Element
from weex_runtime.json_values import JSONValue


class Row:
    """Components get {"n": how many there were} beside their properties."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, JSONValue]]] = []
        self.scopes: dict[str, Scope] = {}

    def component(
        self, key: str, template_id: str, props: dict[str, JSONValue]
    ) -> tuple[str, Mapping[str, JSONValue]]:
        self.asked.append((key, template_id, props))
        return f"c{key}", {**props, "n": len(self.asked)}

    def once(self, key: str, scope: Scope) -> Scope:
        return self.scopes.setdefault(key, scope)


class Bench:
    """Draws a template; its elements' refs are their places in document order: 1, 2, ..."""

    def __init__(self, platform: str | None = None) -> None:
        self.warnings: list[str] = []
        self.binder = Binder(rules_of(platform), self.warnings.append)
        self.row = Row()

    def template(self, data: dict[str, Any]) -> Template:
        return Template(element(data), self.binder)

    def draw(self, data: dict[str, Any], **scope: JSONValue) -> list[dict[str, Any]]:
        """What stands for a child of a cell-slot."""
        drawn = self.template({"type": "cell-slot", "children": [data]}).draw((scope,), self.row)
        return plain(drawn[0].children)

    def value(self, binding: Any, **scope: JSONValue) -> Any:
        """What an attribute with this binding becomes."""
        drawn = self.draw({"type": "div", "attr": {"a": binding}}, **scope)
        return drawn[0].get("attr", {}).get("a")


def element(data: dict[str, Any]) -> Element:
    numbers = iter(range(1, 1000))

    def with_refs(node: dict[str, Any]) -> dict[str, Any]:
        ref = node.get("ref", str(next(numbers)))
        return {**node, "ref": ref, "children": list(map(with_refs, node.get("children", [])))}

    document = Document("1")
    document.create_body(with_refs(data))
    return document.root


def plain(drawn: Sequence[Drawn]) -> list[dict[str, Any]]:
    """Drawn elements as data, without empty parts."""
    return [
        {
            name: value
            for name, value in {
                "key": part.key,
                "type": part.type,
                "component": part.component_id,
                "attr": part.attr,
                "style": part.style,
                "classList": part.class_list,
                "event": part.event,
                "children": plain(part.children),
            }.items()
            if value
        }
        for part in drawn
    ]


def bound(expression: str) -> dict[str, str]:
    return {"@binding": expression}


@pytest.fixture
def bench() -> Bench:
    return Bench()


def texts(drawn: list[dict[str, Any]]) -> list[str]:
    """Values of the texts in document order."""
    found = []
    for part in drawn:
        found += [part["attr"]["value"]] if part["type"] == "text" else []
        found += texts(part.get("children", []))
    return found


def test_element_without_bindings_stays_as_it_is(bench: Bench) -> None:
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


def test_value_keeps_its_type_but_what_a_text_shows_is_text(bench: Bench) -> None:
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


def test_objects_are_bound_member_by_member(bench: Bench) -> None:
    binding = {"a": bound("x"), "b": {"c": [bound("x"), "y"]}, "d": 1}
    assert bench.value(binding, x=7) == {"a": 7, "b": {"c": [7, "y"]}, "d": 1}


def test_attribute_without_a_value_is_left_out(bench: Bench) -> None:
    data = {"type": "image", "attr": {"src": bound("a.b")}, "style": {"color": bound("x")}}
    assert bench.draw(data, a={}, x=None) == [{"key": "2", "type": "image"}]


def test_style_as_a_whole_cannot_be_bound(bench: Bench) -> None:
    data = {"type": "div", "style": {"@binding": "item.style", "color": "red"}}
    assert bench.draw(data)[0]["style"] == {"color": "red"}
    assert bench.warnings == ["'item.style': only single styles can be bound; it is left out"]


@pytest.mark.parametrize(("x", "shown"), [(9, "if"), (2, "else if"), (0, "else")])
def test_if_else_if_and_else(bench: Bench, x: int, shown: str) -> None:
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


def test_nothing_under_an_element_that_does_not_match_is_evaluated(bench: Bench) -> None:
    inner = {"type": "text", "attr": {"value": bound("a.b.c")}}
    assert bench.draw({"type": "div", "attr": {"[[match]]": "a"}, "children": [inner]}) == []
    assert bench.warnings == []


def loop(expression: str, *names: str) -> dict[str, Any]:
    return {
        "@expression": expression,
        **dict(zip(("@alias", "@index", "@key"), names, strict=False)),
    }


def test_for_draws_an_element_for_each_item(bench: Bench) -> None:
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


def test_loops_nest_and_inner_names_hide_outer_ones(bench: Bench) -> None:
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


def test_loop_goes_through_an_object(bench: Bench) -> None:
    value = [bound("v"), bound("k"), bound("n")]
    text = {"type": "text", "attr": {"value": value, "[[repeat]]": loop("o", "v", "k")}}
    assert texts(bench.draw(text, o={"a": 1, "b": 2})) == ["1a", "2b"]
    text["attr"]["[[repeat]]"] = loop("o", "v", "n", "k")  # type: ignore[index]
    assert texts(bench.draw(text, o={"a": 1, "b": 2})) == ["1a0", "2b1"]


def test_condition_of_a_loop_is_asked_for_each_item(bench: Bench) -> None:
    attr = {"[[repeat]]": loop("xs", "x"), "[[match]]": "x > 1", "value": bound("x")}
    assert texts(bench.draw({"type": "text", "attr": attr}, xs=[1, 2, 0, 3])) == ["2", "3"]


def test_loop_over_nothing_draws_nothing(bench: Bench) -> None:
    text = {"type": "text", "attr": {"[[repeat]]": loop("xs", "x"), "value": bound("x")}}
    assert bench.draw(text, xs=None) == bench.draw(text) == bench.draw(text, xs=[]) == []
    assert bench.warnings == []
    assert bench.draw(text, xs=3) == bench.draw(text, xs="abc") == []
    assert bench.warnings == [
        "v-for goes through arrays and objects only, not through numbers and booleans",
        "v-for goes through arrays and objects only, not through a text",
    ]


def test_once_keeps_the_data_of_the_first_drawing(bench: Bench) -> None:
    once = {"type": "text", "attr": {"[[once]]": True, "value": bound("x")}}
    template = bench.template({"type": "cell-slot", "children": [once]})
    first = template.draw(({"x": 1},), bench.row)
    second = template.draw(({"x": 2},), bench.row)
    assert [texts(plain(drawn)) for drawn in (first, second)] == [["1"], ["1"]]


def component(**props: Any) -> dict[str, Any]:
    return {"@isComponentRoot": True, "@templateId": "t1", "@componentProps": props}


def test_component_sees_its_own_data_only(bench: Bench) -> None:
    inner = {"type": "text", "attr": {"value": [bound("title"), bound("n"), bound("item")]}}
    attr = {**component(title=bound("item.name"), fixed=[bound("i"), 2]), "id": bound("n")}
    drawn = bench.draw({"type": "div", "attr": attr, "children": [inner]}, item={"name": "A"}, i=1)
    assert bench.row.asked == [("2", "t1", {"title": "A", "fixed": [1, 2]})]
    assert texts(drawn) == ["A1"]
    assert drawn[0]["attr"] == {"id": 1}
    assert drawn[0]["component"] == drawn[0]["children"][0]["component"] == "c2"


def test_components_nest_and_repeat(bench: Bench) -> None:
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


def test_expressions_that_fail_are_told_and_draw_nothing(bench: Bench) -> None:
    assert bench.value(bound("capitalize(x)")) is None
    assert bench.draw({"type": "div", "attr": {"[[match]]": "x ="}}) == []
    assert bench.warnings == [
        "'capitalize(x)': functions cannot be called in a recycle-list's template; it is undefined",
        "'x =': unexpected '='; it is undefined",
    ]


def test_devices_show_values_in_their_own_ways() -> None:
    text = {"type": "text", "attr": {"value": [bound("i + 1"), " ", bound("yes"), bound("gone")]}}
    shown = [texts(Bench(name).draw(text, i=1, yes=True))[0] for name in (None, "android", "ios")]
    assert shown == ["2 true", "2.0 true", "2 1"]


def slots(
    *attrs: dict[str, Any], switch: str = "type", is_android: bool = False
) -> tuple[CellSlots, list[str]]:
    """Slots whose refs are "2", "3", ..., and what is told of them."""
    children = [{"type": "cell-slot", "attr": attr} for attr in attrs]
    warnings: list[str] = []
    source = element({"type": "recycle-list", "children": children}).children
    binder = Binder(rules_of(None), warnings.append)
    return CellSlots(source, binder, switch, is_android), warnings


def chosen(found: CellSlots, *rows: JSONValue) -> list[str | None]:
    templates = [found.template_of(row) for row in rows]
    return [template.ref if template else None for template in templates]


ROWS: list[JSONValue] = [{"type": "A"}, {"type": "B"}, {"type": 3}, {"type": "X"}, {}, "text", None]


def test_switch_chooses_the_first_slot_of_the_case_else_the_first_default() -> None:
    found, warnings = slots(
        {"case": "A"}, {"default": ""}, {"case": "A"}, {"case": 3}, {"default": True, "case": "B"}
    )
    assert chosen(found, *ROWS) == ["2", "6", "5", "3", "3", "3", "3"]
    assert warnings == []


def test_row_that_no_slot_is_for_is_left_out() -> None:
    assert chosen(slots({"case": "A"})[0], *ROWS) == ["2"] + 6 * [None]


def test_slot_beside_switch_needs_a_case() -> None:
    found, warnings = slots({}, {"case": "A"}, {"default": "false"})
    assert chosen(found, *ROWS[:2]) == ["3", None]
    assert set(warnings) == {
        "a cell-slot beside `switch` needs `case` or `default`: it is left out"
    }


def test_without_switch_the_first_slot_is_for_all() -> None:
    found, warnings = slots({}, {"case": "A"}, {"default": ""}, switch="")
    assert chosen(found, *ROWS) == 7 * ["2"]
    assert warnings == []
    assert chosen(slots(switch="")[0], *ROWS) == 7 * [None]


def test_android_chooses_in_its_own_way() -> None:
    found, warnings = slots({"case": "A"}, {"default": ""}, {"case": "B"}, is_android=True)
    assert chosen(found, *ROWS) == ["2", "4", None, None, "2", "2", "2"]
    found, _ = slots({"case": "A"}, {"default": "", "case": "D"}, switch="", is_android=True)
    rows: list[JSONValue] = [{"case": "A"}, {"case": "D"}, {"case": "X"}, {}]
    assert chosen(found, *rows) == ["2", "3", None, "3"]
    assert warnings == []


def test_other_children_than_slots_are_not_drawn() -> None:
    warnings: list[str] = []
    list_ = element(
        {"type": "recycle-list", "children": [{"type": "refresh"}, {"type": "cell-slot"}]}
    )
    found = CellSlots(list_.children, Binder(rules_of(None), warnings.append), "", False)
    assert chosen(found, {}) == ["3"]
    assert warnings == ["its children are cell-slots: a refresh is not drawn"]
