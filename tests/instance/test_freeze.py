"""js/48_freeze.js: built-ins that a device freezes before a bundle runs.

Source: spec/bridge.md, section 1 (incubator-weex, runtime/shared/env/freeze.js).
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from weex_runtime import Page, Runtime

from ..conftest import HEADERS

OpenPage = Callable[..., Page]
MakeRuntime = Callable[..., Runtime]

FROZEN = [
    *("Object", "Array", "Array.prototype", "String.prototype", "Number.prototype"),
    *("Boolean.prototype", "Date.prototype", "RegExp.prototype"),
]
SEALED = {
    "Object.prototype": [
        *("__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__"),
        *("constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable"),
        *("toLocaleString", "toString", "valueOf"),
    ],
    "Error.prototype": ["name", "message", "toString", "constructor"],
}
NOT_FROZEN = [
    *("Function.prototype", "Promise", "Promise.prototype", "Map.prototype", "Symbol", "JSON"),
    *("Math", "Date", "RegExp", "Error", "TypeError.prototype", "String", "Number"),
]


@pytest.fixture(params=HEADERS)
def framework(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def logged(page: Page) -> list[str]:
    return [line.text for line in page.console if line.level == "log"]


def value_of(page: Page, expression: str) -> object:
    """Of a JS expression that is JSON."""
    return json.loads(str(page.engine.run(f"JSON.stringify({expression})", "test.js")))


@pytest.mark.parametrize("name", FROZEN)
def test_built_in_objects_are_frozen_in_each_framework(
    open_page: OpenPage, framework: str, name: str
) -> None:
    page = open_page(
        "function assign(object) { 'use strict'; object.added = 1; }"
        f"try {{ assign({name}); }} catch (e) {{ console.log(e.name); }}"
        f"console.log(Object.isFrozen({name}), typeof {name}.added);",
        framework,
    )
    assert logged(page) == ["TypeError", "true undefined"]
    assert not page.errors


def test_assignment_to_a_built_in_is_ignored_outside_of_strict_mode(open_page: OpenPage) -> None:
    """As in a polyfill of a bundle."""
    page = open_page(
        "Array.prototype.last = function () { return this[this.length - 1]; };"
        "Array.from = null; String.prototype.trim = null; Object.assign = null;"
        "delete Array.prototype.map;"
        "console.log(typeof [].last, [' a '.trim(), Array.from([1]), Object.assign({}, { a: 1 })]);"
        "console.log(typeof [].map);"
    )
    assert logged(page) == ['undefined ["a",[1],{"a":1}]', "function"]
    assert not page.errors


def test_strict_mode_bundle_that_assigns_to_a_built_in_throws(
    open_page: OpenPage, framework: str
) -> None:
    code = "(function () { 'use strict'; Array.prototype.last = 1; })(); console.log('after');"
    page = open_page(code, framework)
    assert [error.message.partition(":")[0] for error in page.errors] == ["TypeError"]
    assert not logged(page)


@pytest.mark.parametrize(("owner", "key"), [(o, key) for o, keys in SEALED.items() for key in keys])
def test_prototypes_of_built_ins_are_sealed_and_read_only(
    open_page: OpenPage, owner: str, key: str
) -> None:
    page = open_page("1;")
    assert value_of(page, f"Object.isSealed({owner})") is True
    attempt = f"(function () {{ try {{ {owner}.{key} = 1 }} catch (e) {{ return e.message }} }})()"
    expected = f"Cannot assign to read only property {key} of {owner}"
    assert value_of(page, attempt) == expected
    assert value_of(page, f"typeof {owner}.{key} !== 'number'") is True


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # Expressions that assign to an object which inherits from a built-in: the assignment adds
        # an own property.
        (
            "(o => { o.toString = () => 'own'; return [String(o), String({})] })({})",
            ["own", "[object Object]"],
        ),
        (
            "(o => { o.valueOf = 1; return [Object.keys(o), delete o.valueOf] })({})",
            [["valueOf"], True],
        ),
        ("(o => { o.valueOf = () => 5; o.valueOf = () => 6; return o + 1 })({})", 7),
        (
            "(e => { e.name = 'Own'; return [String(e), Object.keys(e)] })(Error('m'))",
            ["Own: m", ["name"]],
        ),
        (
            "(() => { class Own extends Error { constructor(m) { super(m); this.name = 'Own' } }"
            " const e = new Own('m'); return [String(e), e.constructor === Own] })()",
            ["Own: m", True],
        ),
        (
            "(() => { function Old() {} Old.prototype = Object.create(Error.prototype);"
            " Old.prototype.constructor = Old; Old.prototype.name = 'Old';"
            " return [new Old().name, new Old().constructor === Old, new Error().name] })()",
            ["Old", True, "Error"],
        ),
        ("[String(new TypeError('m')), String(new Error('m'))]", ["TypeError: m", "Error: m"]),
        ("[({}).hasOwnProperty('a'), ({}).constructor === Object]", [False, True]),
        ("Object.getOwnPropertyNames(Object.prototype).includes('toString')", True),
        ("(o => { for (const key in o) return key; return null })({})", None),
        # Expressions that assign to arrays and dates.
        ("(a => { a.push = 1; return typeof a.push })([])", "function"),
        ("(a => { a.own = 1; return a.own })([])", 1),
        ("new Date(5).constructor === Date", True),
    ],
)
def test_assignment_to_an_object_that_inherits_from_a_built_in_adds_an_own_property(
    open_page: OpenPage, expression: str, expected: object
) -> None:
    assert value_of(open_page("1;"), expression) == expected


@pytest.mark.parametrize("platform", ["android", "ios"])
def test_own_property_that_overrides_a_built_in_method_is_not_enumerable_on_devices(
    make_runtime: MakeRuntime, platform: str
) -> None:
    """freezeProtoProperty() defines it with a value and `writable` alone."""
    page = make_runtime(platform=platform).open(source=f"{HEADERS['Vue']}1;")
    override = "(o => { o.toString = 1; return [Object.keys(o), delete o.toString] })({})"
    assert value_of(page, override) == [[], False]


def test_built_ins_that_devices_do_not_freeze_can_be_changed(
    open_page: OpenPage, framework: str
) -> None:
    page = open_page("1;", framework)
    assert {name: value_of(page, f"Object.isExtensible({name})") for name in NOT_FROZEN} == (
        dict.fromkeys(NOT_FROZEN, True)
    )


@pytest.mark.parametrize("platform", [None, "android", "ios", "web"])
def test_built_ins_are_frozen_on_devices_and_not_on_the_web(
    make_runtime: MakeRuntime, framework: str, platform: str | None
) -> None:
    page = make_runtime(platform=platform).open(source=f"{HEADERS[framework]}1;")
    frozen = [value_of(page, f"Object.isFrozen({name})") for name in FROZEN]
    assert frozen == [platform != "web"] * len(FROZEN)


def test_vue_observes_changes_of_arrays(open_page: OpenPage) -> None:
    page = open_page(
        "var vm = new Vue({ el: 'body', data: { items: ['a'] }, render: function (h) {"
        " return h('div', this.items.map(function (i) {"
        " return h('text', { attrs: { value: i } }); })); } });"
        "vm.items.push('b'); vm.items.splice(0, 1, 'c'); vm.items.reverse();",
        "Vue",
    )
    texts = page.locator("text").all()
    assert [text.text_content() for text in texts] == ["b", "c"]


N = None  # JSON has no undefined: in a list it becomes null.
# JS that returns the names of the errors that functions throw.
THROWS = "%s.map((f) => { try { return f(); } catch (error) { return error.name; } })"
TYPE_ERRORS = ["TypeError"] * 3


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("[[1, 2].at(-1), 'ab'.at(-1), Object.hasOwn({ a: 1 }, 'a')]", [2, "b", True]),
        ("[[1, 2, 3].findLast((x) => x < 3), [1, 2].findLastIndex((x) => x > 2)]", [2, -1]),
        ("[].at.name + [].at.length + Object.keys(Array.prototype)", "at1"),
        # places outside of the list
        ("[1, -4, NaN, '1', -0.9, Infinity].map((i) => [5, 6, 7].at(i))", [6, N, 5, 6, 5, N]),
        ("[-4, 3].map((i) => 'abc'.at(i))", [N, N]),
        ("[-2, Infinity].map((i) => Object.assign([1], { '-1': 2, Infinity: 3 }).at(i))", [N, N]),
        # list-like objects
        ("[{ 0: 1 }, { 0: 1, length: -1 }].map((list) => [].at.call(list, 0))", [N, N]),
        ("['3', 3.9].map((length) => [].at.call({ length, 2: 1 }, -1))", [1, 1]),
        ("[].findLast.call({ length: '2.5', 0: 1, 1: 2 }, (x, i) => i < 1)", 1),
        ("[{}, { length: NaN }].map((list) => [].findLastIndex.call(list, () => true))", [-1, -1]),
        # values that change meanwhile
        ("[((a) => a.at({ valueOf() { a.length = 1; return -1; } }))([1, 2, 3])]", [N]),
        ("[1, 2].findLast((x, i, list) => { list[i] = 9; return true; })", 2),
        # values that are not objects
        (
            THROWS % "[[].at, ''.at, [].findLast].map((f) => () => f.call(null, (x) => x))",
            TYPE_ERRORS,
        ),
        (
            THROWS % "[() => [].findLast(), () => Object.hasOwn(), () => [].at(Symbol())]",
            TYPE_ERRORS,
        ),
        (THROWS % "[() => Object.hasOwn(null, { toString() { throw 1; } })]", TYPE_ERRORS[:1]),
    ],
)
def test_frozen_built_ins_have_the_methods_of_es2023(
    open_page: OpenPage, expression: str, expected: object
) -> None:
    """ECMAScript 2023, sections 20.1.2, 22.1.3 and 23.1.3."""
    assert value_of(open_page("1;"), expression) == expected


def test_clock_can_be_installed_in_a_page_whose_date_is_frozen(make_runtime: MakeRuntime) -> None:
    runtime = make_runtime(clock="real")
    page = runtime.open(source=HEADERS["Vue"] + "globalThis.D = Date;")
    runtime.clock.install(5)
    assert value_of(page, "[+new D(), D.now(), new D().constructor === Date]") == [5000, 5000, True]
    assert value_of(page, "Object.isFrozen(Date.prototype)") is True
