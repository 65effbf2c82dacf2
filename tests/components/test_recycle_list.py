"""The rows of a recycle-list in a page, after calls of its bundle.

Templates and hooks are written out here; test_recycle_list_vue.py has Vue's.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weex_modules.components.recycle_list.component import RecycleList
from weex_runtime import Component, Page, Runtime
from weex_runtime.document.element import Element
from weex_runtime.document.outline import text_of
from weex_runtime.interaction import tap
from weex_runtime.module_api.platforms import PlatformName

from ..support.recursion import recursion_limit

# A bundle with a list of `rows`. Its templates show each row's `t` and position, and `calls`
# records the events that handlers receive.
BUNDLE = """
var calls = [];
function element(type, attr, children, events) {
  var made = document.createElement(type, { attr: attr || {} });
  Object.keys(events || {}).forEach(function (name) {
    made.addEvent(name, function () {
      var heard = [].slice.call(arguments).map(function (a) { return a && a.type || a; });
      calls.push([name].concat(heard));
    }, events[name]);
  });
  (children || []).forEach(function (child) { made.appendChild(child); });
  return made;
}
function bound(expression) { return { '@binding': expression }; }
function label(events) {
  return element('text', { value: [bound('i'), bound('item.t')], ref: 'label' }, [], events);
}
var list = element('recycle-list', { listData: rows, alias: 'item', index: 'i' }, slots,
  { loadmore: null });
var body = element('div', {}, [list]);
body.addEvent('do', function (event) { return eval(event.code); });
document.documentElement.appendChild(body);
"""
ROWS = "var rows = [{ t: 'a' }, { t: 'b' }, { t: 'c' }];"
SLOTS = "var slots = [element('cell-slot', {}, [label({ click: [bound('item.t'), 'x'] })])];"


class ListPage:
    """A page with a list, and actions on it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def element(self) -> Element:
        return self.page.document.root.children[0]

    @property
    def component(self) -> RecycleList:
        assert isinstance(self.element.component, RecycleList)
        return self.element.component

    def do(self, code: str) -> Any:
        """Run code in the bundle, then the loop."""
        result = self.page.fire_event("_root", "do", {"code": code})
        self.page.runtime.run_until_idle()
        assert not self.page.errors
        return result

    def shown(self) -> list[str]:
        """The text of each row."""
        return [text_of(row) for row in self.element.children]

    def warnings(self) -> list[str]:
        """The console's lines, without the prefix."""
        found = [line.text.partition("recycle-list: ")[2] for line in self.page.console]
        self.page.console.clear()
        return found

    def text(self, value: str) -> Element:
        return next(e for e in self.element.walk() if e.attr.get("value") == value)


@pytest.fixture
def open_list(make_runtime: Callable[..., Runtime]) -> Callable[..., ListPage]:
    def open_list(
        slots: str = SLOTS,
        rows: str = ROWS,
        more: str = "",
        platform: PlatformName | None = None,
        **options: Any,
    ) -> ListPage:
        head, _, rest = BUNDLE.partition("var list =")
        source = f"// {{ 'framework': 'Vanilla' }}\n{rows}{head}{slots}\nvar list ={rest}{more}"
        page = make_runtime(**options).open(source=source.replace("'", '"', 4), platform=platform)
        return ListPage(page)

    return open_list


def test_document_contains_the_drawn_rows_and_not_the_templates(
    open_list: Callable[..., ListPage],
) -> None:
    page = open_list()
    assert page.shown() == ["0a", "1b", "2c"]
    assert page.page.outline() == "\n".join(["recycle-list", "  [0a]", "  [1b]", "  [2c]"])
    assert [element.type for element in page.element.walk()] == [
        "recycle-list",
        *3 * ("cell-slot", "text"),
    ]
    refs = [element.ref for element in page.element.walk()]
    assert len(set(refs)) == 7
    assert all(page.page.document.get(ref).ref == ref for ref in refs)


def test_tap_reaches_the_handler_of_the_template_with_the_parameters_of_the_row(
    open_list: Callable[..., ListPage],
) -> None:
    page = open_list()
    tap(page.page, page.text("1b"))
    tap(page.page, page.text("2c"))
    assert page.do("calls") == [["click", "b", "x", "click"], ["click", "c", "x", "click"]]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("list.appendData({ t: 'd' })", ["0a", "1b", "2c", "3d"]),
        ("list.appendData([{ t: 'd' }, { t: 'e' }])", ["0a", "1b", "2c", "3d", "4e"]),
        ("list.appendRange([{ t: 'd' }, { t: 'e' }])", ["0a", "1b", "2c", "3d", "4e"]),
        ("list.appendRange(1, [{ t: 'd' }])", ["0a", "1d", "2b", "3c"]),
        ("list.insertData(0, { t: 'd' })", ["0d", "1a", "2b", "3c"]),
        ("list.insertData(3, { t: 'd' })", ["0a", "1b", "2c", "3d"]),
        ("list.insertRange(1, [{ t: 'd' }, { t: 'e' }])", ["0a", "1d", "2e", "3b", "4c"]),
        ("list.updateData(1, { t: 'd' })", ["0a", "1d", "2c"]),
        ("list.removeData(1, 1)", ["0a", "1c"]),
        ("list.removeData(0, 2)", ["0c"]),
        ("list.removeData(1)", ["0a", "1c"]),
        ("list.removeData(1, 99)", ["0a"]),
        ("list.moveData(0, 2)", ["0b", "1c", "2a"]),
        ("list.moveData(2, 0)", ["0c", "1a", "2b"]),
        ("list.setListData([{ t: 'x' }])", ["0x"]),
        ("list.setListData([])", []),
        ("list.setAttr('listData', [{ t: 'y' }])", ["0y"]),
        ("list.setAttr('index', 'n')", ["a", "b", "c"]),
        ("list.setAttr('alias', 'row')", ["0", "1", "2"]),
        ("list.insertData(0, { t: 'd' }); list.removeData(2, 1); list.moveData(2, 0)", 3 * [""]),
    ],
)
def test_methods_of_a_recycle_list_change_its_rows(
    open_list: Callable[..., ListPage], code: str, shown: list[str]
) -> None:
    page = open_list()
    page.do(code)
    if shown == 3 * [""]:
        shown = ["0c", "1d", "2a"]
    assert page.shown() == shown
    assert page.page.document.get(page.element.ref) is page.element


def test_rows_that_are_moved_or_updated_keep_their_elements(
    open_list: Callable[..., ListPage],
) -> None:
    page = open_list()
    a, b, c = page.element.children
    page.do("list.insertData(1, { t: 'd' }); list.moveData(3, 0); list.updateData(1, { t: 'A' })")
    new = page.element.children[2]
    assert page.shown() == ["0c", "1A", "2d", "3b"]
    assert page.element.children == [c, a, new, b]
    size = len(page.page.document)
    page.do("list.removeData(0, 3)")
    assert page.element.children == [b]
    assert len(page.page.document) == size - 6


def test_typed_text_is_kept_while_its_binding_is_unchanged(
    open_list: Callable[..., ListPage],
) -> None:
    field = "element('input', { value: bound('item.t'), hint: bound('item.h') })"
    page = open_list(f"var slots = [element('cell-slot', {{}}, [{field}])];")
    field_element = page.element.children[0].children[0]
    page.page.fire_event(field_element.ref, "input", {}, {"attrs": {"value": "typed"}})
    page.do("list.updateData(0, { t: 'a', h: 'new' })")
    assert field_element.attr == {"value": "typed", "hint": "new"}
    page.do("list.updateData(0, { t: 'other' })")
    assert field_element.attr == {"value": "other"}


@pytest.mark.parametrize(
    ("code", "got"),
    [
        ("list.setListData('text')", "'text'"),
        ("list.insertData(9, {})", "at 9: the list has 3"),
        ("list.insertData(-1, {})", "at -1: the list has 3"),
        ("list.insertRange(0, { t: 1 })", 'got {"t":1}'),
        ("list.appendRange()", "got null"),
        ("list.updateData(3, {})", "row 3: the list has 3"),
        ("list.removeData(3, 1)", "row 3: the list has 3"),
        ("list.moveData(0, 3)", "to 3: the list has 3"),
    ],
)
def test_call_for_a_missing_row_logs_a_warning_and_changes_nothing(
    open_list: Callable[..., ListPage], code: str, got: str
) -> None:
    page = open_list()
    page.do(code)
    assert page.shown() == ["0a", "1b", "2c"]
    (warning,) = page.warnings()
    assert got in warning


@pytest.mark.parametrize(
    ("code", "works_on"),
    [
        ("list.appendData({ t: 'd' })", []),
        ("list.appendData([{ t: 'd' }])", ["android"]),
        ("list.appendRange([{ t: 'd' }])", ["ios"]),
        ("list.appendRange(3, [{ t: 'd' }])", ["android"]),
        ("list.insertRange(3, [{ t: 'd' }])", ["android", "ios"]),
        ("list.insertData(3, {}); list.moveData(0, 1)", ["ios"]),
    ],
)
@pytest.mark.parametrize("platform", ["android", "ios"])
def test_calls_without_effect_on_a_device_log_a_warning(
    open_list: Callable[..., ListPage], platform: PlatformName, code: str, works_on: list[str]
) -> None:
    page = open_list(platform=platform, hints=True)
    page.do(code)
    told = [line for line in page.page.console if "recycle-list" in line.text]
    if platform in works_on:
        assert (len(page.shown()), told) == (4, [])
    else:
        assert [line.level for line in told] == ["warn"]
        assert page.shown()[:3] == ["0a", "1b", "2c"]
        assert len(page.shown()) == 3 + ("moveData" in code)


def test_update_data_with_index_minus_1_is_ignored_without_a_warning(
    open_list: Callable[..., ListPage],
) -> None:
    page = open_list()
    page.do("list.updateData(-1, {})")
    assert (page.shown(), page.warnings()) == (["0a", "1b", "2c"], [])


def test_rows_may_be_of_any_json_type(open_list: Callable[..., ListPage]) -> None:
    slot = "element('cell-slot', {}, [element('text', { value: [bound('item'), bound('t')] })])"
    page = open_list(f"var slots = [{slot}];", "var rows = ['a', 2, null, { t: 'x' }, [1]];")
    assert page.shown() == ["a", "2", "", '{"t":"x"}', "[1]"]
    page.do("list.setAttr('alias', null)")
    assert page.shown() == ["", "", "", "x", ""]


def test_row_gets_another_template_when_its_switch_value_changes(
    open_list: Callable[..., ListPage],
) -> None:
    slots = """var slots = ['A', 'B'].map(function (name) {
      return element('cell-slot', { case: name }, [element('text', { value: name })]);
    });"""
    rows = "var rows = [{ k: 'B' }, { k: 'none' }, { k: 'A' }];"
    page = open_list(slots, rows, "list.setAttr('switch', 'k');")
    assert page.shown() == ["B", "A"]
    page.do("list.updateData(1, { k: 'B' }); list.updateData(0, { k: 'A' })")
    assert page.shown() == ["A", "B", "A"]


def test_templates_may_be_added_changed_and_removed_after_the_rows_are_set(
    open_list: Callable[..., ListPage],
) -> None:
    page = open_list("var slots = [], slot;")
    assert page.shown() == []
    page.do("slot = element('cell-slot'); list.appendChild(slot)")
    assert page.shown() == ["", "", ""]
    page.do("slot.appendChild(label()); slot.appendChild(element('text', { value: 'fixed' }))")
    assert page.shown() == ["0a fixed", "1b fixed", "2c fixed"]
    rows = list(page.element.children)
    page.do("slot.children[1].setAttr('value', bound('item.t'))")
    assert page.shown() == ["0a a", "1b b", "2c c"]
    assert page.element.children == rows
    page.do("slot.removeChild(slot.children[0])")
    assert page.shown() == ["a", "b", "c"]
    page.do("list.removeChild(slot)")
    assert page.shown() == []


def test_event_added_to_a_template_reaches_drawn_rows(open_list: Callable[..., ListPage]) -> None:
    page = open_list("var slots = [element('cell-slot', {}, [label()])];")
    assert page.element.children[0].children[0].event == []
    page.do("slots[0].children[0].addEvent('click', function () {})")
    assert page.element.children[0].children[0].event == ["click"]


def test_expression_without_a_value_is_warned_about_once(
    open_list: Callable[..., ListPage],
) -> None:
    slot = "element('cell-slot', {}, [element('text', { value: bound('item.a.b') })])"
    page = open_list(f"var slots = [{slot}];")
    page.do("list.appendData({ t: 'd' })")
    assert page.shown() == ["", "", "", ""]
    (warning,) = page.warnings()
    assert "'item.a.b'" in warning


def test_loadmore_is_fired_only_once_while_the_number_of_rows_stays_the_same(
    open_list: Callable[..., ListPage],
) -> None:
    page = open_list()
    for _ in range(2):
        page.component.reach_end()
    assert page.do("calls") == [["loadmore", "loadmore"]]
    page.do("list.resetLoadmore()")
    page.component.reach_end()
    page.component.reach_end()
    page.do("list.appendData({})")
    page.component.reach_end()
    assert len(page.do("calls")) == 3


def test_removed_list_does_not_draw_rows(open_list: Callable[..., ListPage]) -> None:
    page = open_list()
    page.do("list.appendData({ t: 'd' }); body.removeChild(list)")
    assert len(page.page.document) == 1
    assert not page.page.console


def test_queries_find_elements_in_a_row(open_list: Callable[..., ListPage]) -> None:
    slot = """element('cell-slot', { row: bound('i') }, [
      element('div', { kind: 'box' }, [
        element('text', { kind: bound('item.t'), n: 1 }), element('image', { kind: 'pic' })
      ])
    ])"""
    page = open_list(f"var slots = [{slot}]; var found;")
    row = page.element.children[1]
    box = row.children[0]
    text, image = box.children

    def ask(method: str, element: Element, selector: str) -> Any:
        page.do(f"list.{method}('{element.ref}', '{selector}', function (e) {{ found = e; }})")
        return page.do("found")

    def virtual(element: Element) -> dict[str, Any]:
        attrs = element.attr
        return {
            "attrs": attrs,
            "type": element.type,
            "ref": element.ref,
            "[[VirtualElement]]": True,
        }

    assert text.attr == {"kind": "b", "n": 1}
    assert ask("queryElement", row, "[kind]") == virtual(box)
    assert ask("queryElement", row, "[kind=pic]") == virtual(image)
    assert ask("queryElement", row, '[ kind = "b" ]') == virtual(text)
    assert ask("queryElement", row, "[n=1]") == virtual(text)
    assert ask("queryElement", row, "[kind=none]") == {}
    assert ask("queryElement", row, "[kind= pic ]") == virtual(image)
    assert ask("queryElement", row, "[kind=]") == virtual(box)
    assert ask("queryElement", row, '[kind="]"]') == {}
    assert ask("queryElement", row, "[kind=" + " " * 100_000) == {}
    assert ask("queryElement", row, "kind") == {}
    assert ask("queryElementAll", row, "[kind]") == list(map(virtual, (box, text, image)))
    assert ask("queryElementAll", text, "[kind]") == []
    assert ask("closest", text, "[kind=b]") == virtual(text)
    assert ask("closest", text, "[kind=box]") == virtual(box)
    assert ask("closest", text, "[row=1]") == virtual(row)
    assert ask("closest", text, "[alias]") == {}
    assert ask("queryElementAll", page.element, "[kind]") == []
    page.do("list.closest(found, '[row]', function (e) { found = e; })")
    assert page.do("found") == {}
    assert ask("queryElement", row, "[kind=pic]") == virtual(image)
    page.do("list.closest(found, '[row]', function (e) { found = e; })")
    assert page.do("found") == virtual(row)


def test_slot_events_for_added_moved_and_removed_rows_have_refs(
    open_list: Callable[..., ListPage],
) -> None:
    listen = """
    ['_attach_slot', '_detach_slot'].forEach(function (name) {
      list.addEvent(name, function (event) {
        var ref = event.refs.label[0];
        calls.push([name, event.position, event.listRef === list.ref, ref.attrs.value,
          ref['[[VirtualElement]]']]);
      });
    });"""
    page = open_list(more=listen)
    assert page.do("calls.splice(0)") == [
        ["_attach_slot", n, True, text, True] for n, text in enumerate(["0a", "1b", "2c"])
    ]
    page.do("list.removeData(0, 1)")
    assert [call[:2] + call[3:4] for call in page.do("calls.splice(0)")] == [
        ["_detach_slot", 0, "0a"],
        ["_detach_slot", 1, "1b"],
        ["_detach_slot", 2, "2c"],
        ["_attach_slot", 0, "0b"],
        ["_attach_slot", 1, "1c"],
    ]
    page.do("list.updateData(1, { t: 'x' })")
    assert [call[:2] for call in page.do("calls")] == [["_attach_slot", 1]]


HOOKED = """
function hook(id, name, act) {
  document.taskCenter.registerHook(id, 'lifecycle', name, function () {
    var args = [].slice.call(arguments);
    calls.push([name, id].concat(args.map(function (a) { return a && a.refs ? a.refs : a; })));
    return act && act.apply(null, args);
  });
}
function create(name) {
  hook(name, 'create', function (id, props) {
    calls.pop();
    calls.push(['create', name, props]);
    ids.push(id);
    ['attach', 'detach'].forEach(function (each) { hook(id, each); });
    hook(id, 'syncState', function (id, props) { return { s: 'synced' + props.x }; });
    return { s: 'new' };
  });
}
var ids = [];
function component(name, x, children, more) {
  var attr = { '@isComponentRoot': true, '@templateId': name, '@componentProps': { x: bound(x) } };
  return element('div', Object.assign(attr, more), children);
}
create('t'); create('inner');
var shown = element('text', { value: [bound('x'), bound('s'), bound('late')], ref: 'in' }, [],
  { click: null });
var slots = [element('cell-slot', {}, [
  component('t', 'item.t', [shown], { '[[match]]': '!item.hidden' }),
  element('text', { value: bound('i') })
])];
"""


def test_component_in_a_row_calls_the_hooks_create_attach_sync_and_detach(
    open_list: Callable[..., ListPage],
) -> None:
    page = open_list(HOOKED, "var rows = [{ t: 'a' }];")
    assert page.shown() == ["anew 0"]
    text = page.element.children[0].children[0].children[0]
    assert page.do("calls.splice(0).concat(ids.length)") == [
        ["create", "t", {"x": "a"}],
        ["attach", page.do("ids[0]"), {"in": [virtual_of(text)]}],
        1,
    ]
    assert page.do("ids[0].split('@')[0] === list.ref") is True
    page.do("list.updateData(0, { t: 'a', other: 1 })")
    assert page.do("calls.splice(0)") == []
    page.do("list.updateData(0, { t: 'b' })")
    assert page.shown() == ["bsyncedb 0"]
    assert page.do("calls.splice(0)") == [
        ["syncState", page.do("ids[0]"), page.do("ids[0]"), {"x": "b"}]
    ]
    page.do("list.updateData(0, { t: 'b', hidden: true })")
    assert page.shown() == ["0"]
    assert page.do("calls.splice(0)") == [["detach", page.do("ids[0]")]]
    page.do("list.updateData(0, { t: 'c' })")
    assert page.shown() == ["cnew 0"]
    assert page.do("calls.splice(0)")[0] == ["create", "t", {"x": "c"}]
    page.do("list.setListData([{ t: 'd' }]); list.appendData({ t: 'e' })")
    assert page.shown() == ["dnew 0", "enew 1"]
    assert [call[0] for call in page.do("calls.splice(0)")] == [
        *("detach", "create", "attach", "create", "attach")
    ]
    page.do("body.removeChild(list)")
    assert [call[0] for call in page.do("calls.splice(0)")] == ["detach", "detach"]


def virtual_of(element: Element) -> dict[str, Any]:
    return {
        "attrs": element.attr,
        "type": element.type,
        "ref": element.ref,
        "[[VirtualElement]]": True,
    }


def test_update_component_data_redraws_the_component(open_list: Callable[..., ListPage]) -> None:
    page = open_list(HOOKED, "var rows = [{ t: 'a' }, { t: 'b' }];")
    update = "document.taskCenter.updateData(ids[1], { late: '!' }, function () { calls.push(1); })"
    page.do(f"calls = []; {update}")
    assert page.shown() == ["anew 0", "bnew! 1"]
    assert page.do("calls.splice(0)") == [1]
    page.do("list.removeData(1, 1)")
    page.do(f"calls = []; {update}")
    assert page.shown() == ["anew 0"]
    assert page.do("calls") == [1]
    page.do("body.removeChild(list); calls = [];" + update)
    assert [call[0] for call in page.do("calls")] == ["detach"]


@pytest.mark.parametrize(
    ("platform", "shown", "answer"),
    [(None, "anew! 0", True), ("android", "! 0", True), ("ios", "anew! 0", {"result": "success"})],
)
def test_effect_and_answer_of_method_update_data_depend_on_the_platform(
    open_list: Callable[..., ListPage], platform: PlatformName | None, shown: str, answer: Any
) -> None:
    page = open_list(HOOKED, "var rows = [{ t: 'a' }];", platform=platform)
    assert page.shown() == ["anew 0"]
    page.do(
        "calls = []; document.taskCenter.updateData(ids[0], { late: '!' },"
        " function (answer) { calls.push(answer); })"
    )
    assert page.shown() == [shown]
    assert page.do("calls") == [answer]


def test_event_in_a_row_has_the_id_of_the_component_around_its_element(
    open_list: Callable[..., ListPage],
) -> None:
    more = (
        "var heard = []; shown.event.click.handler = function (e) { heard.push(e.componentId); };"
    )
    page = open_list(HOOKED, "var rows = [{ t: 'a' }, { t: 'b' }];", more)
    tap(page.page, page.text("bnew"))
    tap(page.page, page.text("anew"))
    assert page.do("heard") == [page.do("ids[1]"), page.do("ids[0]")]


NESTED = (
    HOOKED
    + """
slots = [element('cell-slot', {}, [
  component('t', 'item.t', [
    component('inner', 's', [element('text', { value: bound('x'), ref: 'deep' })], {
      '[[repeat]]': { '@expression': '[1, 2]', '@alias': 'n' }
    })
  ])
])];
"""
)


def test_nested_components_are_attached_from_the_inside_out_and_each_has_its_own_refs(
    open_list: Callable[..., ListPage],
) -> None:
    page = open_list(NESTED, "var rows = [{ t: 'a' }];")
    assert page.shown() == ["new new"]
    calls = page.do("calls")
    assert [call[:2] for call in calls[:3]] == [["create", "t"], *2 * [["create", "inner"]]]
    outer, first, second = page.do("ids")
    assert [call[1] for call in calls[3:]] == [first, second, outer]
    assert [len(call[2].get("deep", [])) for call in calls[3:]] == [1, 1, 0]


def test_hooks_may_change_the_rows_that_are_being_drawn(
    open_list: Callable[..., ListPage],
) -> None:
    more = (
        HOOKED
        + """
    hook('grow', 'create', function () {
      if (ids.length < 3) { ids.push(0); list.insertData(0, { t: ids.length }); }
      return { s: 'ok' };
    });
    shown.attr.value = [bound('s')];
    slots[0].children[0].attr['@templateId'] = 'grow';"""
    )
    page = open_list(more, "var rows = [{ t: 'a' }];")
    page.page.runtime.run_until_idle()
    assert page.shown() == ["ok 0", "ok 1", "ok 2", "ok 3"]


def test_hooks_may_change_the_templates_that_are_being_drawn(
    open_list: Callable[..., ListPage],
) -> None:
    more = (
        HOOKED
        + """
    hook('change', 'create', function () {
      if (ids.push(0) === 1) slots[0].appendChild(element('text', { value: 'new' }));
      return { s: 'ok' };
    });
    shown.attr.value = [bound('s')];
    slots[0].children[0].attr['@templateId'] = 'change';"""
    )
    page = open_list(more, "var rows = [{ t: 'a' }, { t: 'b' }];")
    page.page.runtime.run_until_idle()
    assert page.shown() == ["ok 0 new", "ok 1 new"]


def test_hook_of_a_component_may_remove_the_list(open_list: Callable[..., ListPage]) -> None:
    slots = (
        HOOKED
        + """
    hook('end', 'create', function () { body.removeChild(list); return {}; });
    slots[0].children[0].attr['@templateId'] = 'end';"""
    )
    page = open_list(slots, "var rows = [{ t: 'a' }, { t: 'b' }];")
    assert [element.type for element in page.page.document.elements()] == ["div"]
    assert not page.page.console


class Loud(Component):
    """Fires `load` when created."""

    type = "loud"

    def created(self) -> None:
        self.fire_event("load", {})


def test_handler_may_remove_the_list_while_a_row_is_drawn(
    open_list: Callable[..., ListPage],
) -> None:
    slots = """var slots = [element('cell-slot', {}, [element('loud')])];
    slots[0].children[0].addEvent('load', function () { body.removeChild(list); });"""
    page = open_list(slots, components=[Loud])
    assert [element.type for element in page.page.document.elements()] == ["div"]
    assert not page.page.console


def test_rows_are_not_drawn_after_a_hook_exceeded_the_time_limit(
    open_list: Callable[..., ListPage],
) -> None:
    slots = (
        HOOKED
        + """
    hook('endless', 'create', function () {
      (function again() { Promise.resolve().then(again); })();
    });
    slots[0].children[0].attr['@templateId'] = 'endless';"""
    )
    page = open_list(slots, "var rows = [{ t: 'a' }, { t: 'b' }];", time_limit=0.2)
    assert page.shown() == []
    assert page.page.is_ended
    assert len(page.page.errors) == 1


def test_deeply_nested_template_is_drawn_without_recursion(
    open_list: Callable[..., ListPage],
) -> None:
    page = open_list()
    with recursion_limit(400):
        page.do(
            "for (var inner = slots[0], i = 0; i < 450; i++) {"
            "  inner.appendChild(element('div')); inner = inner.children.slice(-1)[0];"
            "}"
        )
        page.do("list.appendData({ t: 'd' }); list.removeData(0, 1)")
    assert page.shown() == ["0b", "1c", "2d"]
    assert len(page.page.document) > 3 * 450
    assert page.warnings() == []


def test_text_of_deeply_nested_data_is_drawn(open_list: Callable[..., ListPage]) -> None:
    slots = """
    function shown() { return element('text', { value: ["", bound("'' + item")] }); }
    var slots = [element('cell-slot', {}, [shown()])];"""
    page = open_list(slots, "for (var deep = [], i = 0; i < 500; i++) deep = [deep]; rows = [deep]")
    assert page.shown() == [""]
    assert page.warnings() == []


# Templates with all directives. The key `k` of a row selects the template.
MIXED = """
var loop = { '@expression': 'item.xs', '@alias': 'x', '@index': 'n' };
var slots = [
  element('cell-slot', { case: 'A', p: bound('item.p') }, [
    element('text', { value: [bound('i'), ':', bound('item.p')], '[[match]]': 'item.p > 1' }),
    element('div', { '[[repeat]]': loop, '[[match]]': 'x > item.p' }, [
      element('text', { value: [bound('n'), '=', bound('x')] }),
      element('image', { '[[match]]': 'n', src: bound('x') })
    ]),
    element('text', { value: 'end', p: bound('item.p || null') })
  ]),
  element('cell-slot', { default: '' }, [element('text', { value: bound('item.p') })])
];"""

rows = st.fixed_dictionaries(
    {
        "k": st.sampled_from("AB"),
        "p": st.integers(0, 3),
        "xs": st.lists(st.integers(0, 3), max_size=3),
    }
)
places = st.integers(0, 9)
changes = st.one_of(
    st.tuples(st.just("insertRange"), places, st.lists(rows, min_size=1, max_size=3)),
    st.tuples(st.just("updateData"), places, rows),
    st.tuples(st.just("removeData"), places, st.integers(1, 3)),
    st.tuples(st.just("moveData"), places, places),
    st.tuples(st.just("setListData"), st.just(0), st.lists(rows, max_size=3)),
)


def applied(data: list[Any], method: str, place: int, more: Any) -> tuple[list[Any], list[Any]]:
    """The data after a call, and valid arguments of the call."""
    size = len(data)
    if method == "setListData":
        return more, [more]
    if method == "insertRange":
        place %= size + 1
        return [*data[:place], *more, *data[place:]], [place, more]
    if not size:
        return data, [0, more]
    place %= size
    if method == "updateData":
        return [*data[:place], more, *data[place + 1 :]], [place, more]
    if method == "removeData":
        return [*data[:place], *data[place + more :]], [place, more]
    rest = [*data[:place], *data[place + 1 :]]
    more %= size
    return [*rest[:more], data[place], *rest[more:]], [place, more]


def without_refs(element: Element) -> dict[str, Any]:
    return {
        "type": element.type,
        "attr": element.attr,
        "children": [without_refs(child) for child in element.children],
    }


@given(st.lists(st.lists(changes, max_size=3), max_size=8))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_rows_match_the_data_after_random_changes(
    mixed: tuple[ListPage, ListPage], batches: list[list[tuple[str, int, Any]]]
) -> None:
    """Updated step by step, the rows equal rows that are drawn at once."""
    page, other = mixed
    page.do("list.setListData([])")
    data: list[Any] = []
    for batch in batches:
        calls = []
        for method, place, more in batch:
            data, args = applied(data, method, place, more)
            calls.append(f"list.{method}(...{json.dumps(args)})")
        page.do(";".join(calls))
        other.do(f"list.setListData({json.dumps(data)})")
        shown, fresh = without_refs(page.element), without_refs(other.element)
        assert shown["children"] == fresh["children"]
        assert len(page.page.document) == len(other.page.document)
        assert [row.ref for row in page.element.walk()] == [
            page.page.document.get(row.ref).ref for row in page.element.walk()
        ]


@pytest.fixture
def mixed(open_list: Callable[..., ListPage]) -> tuple[ListPage, ListPage]:
    """Two pages with the same templates."""
    pages = [open_list(MIXED, "var rows = [];", "list.setAttr('switch', 'k');") for _ in range(2)]
    return pages[0], pages[1]
