"""weex_modules.dom: scrolling, measuring and rules without a layout."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from weex_modules.dom import DomModule, Rule
from weex_runtime import Component, Page, Runtime, js_method

from ..support.page_log import texts

DOM = """
var dom = weex.requireModule('dom');
var body = document.createElement('div'), box = document.createElement('div');
document.documentElement.appendChild(body);
body.appendChild(box);
var results = [];
function keep(result) { results.push(result); }
body.addEvent('results', function () { return results; });
"""

SIDES = ["width", "height", "top", "bottom", "left", "right"]


def results(page: Page) -> Any:
    page.runtime.run_until_idle()
    assert not page.errors
    return page.fire_event("_root", "results")


@pytest.fixture
def open_on(make_runtime: Callable[..., Runtime]) -> Callable[..., Page]:
    """Open a page of a platform with DOM and more code."""

    def open_on(code: str, platform: str | None, **options: Any) -> Page:
        runtime = make_runtime(platform=platform)
        return runtime.open(source='// { "framework": "Vanilla" }\n' + DOM + code, **options)

    return open_on


def test_scroll_to_element_is_recorded(open_page: Callable[..., Page]) -> None:
    page = open_page(
        DOM + "dom.scrollToElement(box, { offset: 10, animated: false }); dom.scrollToElement(box);"
    )
    ref = page.document.root.children[0].ref
    calls = [call.args[2:4] for call in page.native_calls if call.name == "callNativeModule"]
    assert calls == [
        ["scrollToElement", [ref, {"offset": 10, "animated": False}]],
        ["scrollToElement", [ref]],
    ]
    assert not page.console


def test_scroll_to_element_with_a_missing_element_logs_a_warning(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(DOM + "body.removeChild(box); dom.scrollToElement('999', {});")
    assert texts(page) == ["[weex-runtime] dom.scrollToElement: there is no element '999'"]


# Tests of getComponentRect.

ZEROS = dict.fromkeys(SIDES, 0)


def refused(problem: str, size: dict[str, int] | None = None) -> dict[str, Any]:
    return {"result": False, "errMsg": problem} | ({"size": size} if size else {})


@pytest.mark.parametrize(
    ("element", "platform", "answers"),
    [
        ("'999'", None, [refused("Component does not exist", ZEROS)]),
        ("'999'", "android", []),
        ("'999'", "ios", [refused('Illegal parameter, no ref about "999" can be found')]),
        ("'999'", "web", [refused("Illegal parameter")]),
        ("undefined", None, [refused("Illegal parameter", ZEROS)]),
        ("undefined", "android", [refused("Illegal parameter")]),
        ("undefined", "ios", [refused('Illegal parameter, no ref about "" can be found')]),
        ("undefined", "web", [refused("Illegal parameter")]),
        ("[1]", None, [refused("Component does not exist", ZEROS)]),
        ("[1]", "android", []),
        ("[1]", "ios", [refused("Illegal parameter, ref must be a string.")]),
        ("[1]", "web", [refused("Illegal parameter")]),
    ],
)
def test_measuring_a_missing_element_fails_with_the_reason_of_the_platform(
    open_on: Callable[..., Page], element: str, platform: str | None, answers: list[Any]
) -> None:
    """The documented failure has a size of zeros: bundles read the size without checking."""
    page = open_on(f"dom.getComponentRect({element}, keep);", platform)
    assert results(page) == answers
    told = [] if answers else ["there is no element"]
    assert [text for text in texts(page) if "there is no element" not in text] == []
    assert len(page.console) == len(told)


@pytest.mark.parametrize("platform", [None, "android", "ios", "web"])
def test_element_is_measured_on_the_screen(
    open_on: Callable[..., Page], platform: str | None
) -> None:
    styles = "box.setStyle('height', 80); box.setStyle('marginTop', 30);"
    page = open_on(styles + "dom.getComponentRect(box, keep);", platform)
    size = {"width": 750, "height": 80, "top": 30, "bottom": 110, "right": 750}
    assert results(page) == [
        {"result": True, "size": size if platform == "web" else size | {"left": 0}}
    ]


def test_part_of_a_text_cannot_be_measured(open_page: Callable[..., Page]) -> None:
    page = open_page(
        DOM
        + "var text = document.createElement('richtext'), part = document.createElement('span');"
        + "body.appendChild(text); text.appendChild(part); dom.getComponentRect(part, keep);"
    )
    [answer] = results(page)
    assert (answer["result"], answer["size"]) == (False, ZEROS)


@pytest.mark.parametrize(
    ("platform", "height"), [(None, 1334), ("android", 1500), ("ios", 1624), ("web", 1500)]
)
def test_viewport_is_750_wide_and_as_high_as_the_screen(
    open_on: Callable[..., Page], platform: str | None, height: int
) -> None:
    page = open_on("dom.getComponentRect('viewport', keep);", platform)
    size = {"width": 750, "height": height, "right": 750, "bottom": height}
    if platform != "web":
        size |= {"top": 0, "left": 0}
    assert results(page) == [{"result": True, "size": size}]


def test_viewport_has_the_width_set_by_the_page(open_page: Callable[..., Page]) -> None:
    page = open_page(DOM + "dom.getComponentRect('viewport', keep);", viewport=(375, 500))
    assert results(page)[0]["size"]["height"] == 1000


@pytest.mark.parametrize("platform", [None, "android", "ios", "web"])
@pytest.mark.parametrize("method", ["getComponentRect", "getLayoutDirection"])
def test_get_component_rect_on_the_web_returns_what_the_callback_gets(
    open_on: Callable[..., Page], platform: str | None, method: str
) -> None:
    page = open_on(f"results.push(typeof dom.{method}('viewport', keep));", platform)
    returned, answer = results(page)
    web = "object" if method == "getComponentRect" else "string"
    assert returned == (web if platform == "web" else "undefined")
    assert answer


def test_removed_element_cannot_be_measured(open_page: Callable[..., Page]) -> None:
    page = open_page(DOM + "body.removeChild(box); dom.getComponentRect(box, keep);")
    assert "does not exist" in results(page)[0]["errMsg"]


# Tests of getLayoutDirection.

MISSING = {"result": False, "errMsg": "Component does not exist"}
ILLEGAL = {"result": False, "errMsg": "Illegal parameter"}


@pytest.mark.parametrize(
    ("element", "platform", "answers"),
    [
        ("box", None, ["ltr"]),
        ("box", "android", ["ltr"]),
        ("box", "ios", ["ltr"]),
        ("box", "web", ["ltr"]),
        ("'viewport'", None, ["ltr"]),
        ("'viewport'", "android", [{"direction": "ltr", "result": True}]),
        ("'viewport'", "ios", ["ltr"]),
        ("'viewport'", "web", ["ltr"]),
        ("'999'", None, [MISSING]),
        ("'999'", "android", []),
        ("'999'", "ios", ["unknow"]),
        ("'999'", "web", ["ltr"]),
        ("undefined", None, [ILLEGAL]),
        ("undefined", "android", [ILLEGAL]),
        ("undefined", "ios", ["unknow"]),
        ("undefined", "web", ["ltr"]),
    ],
)
def test_layout_direction_is_left_to_right_by_default(
    open_on: Callable[..., Page], element: str, platform: str | None, answers: list[Any]
) -> None:
    page = open_on(f"dom.getLayoutDirection({element}, keep);", platform)
    assert results(page) == answers
    assert len(page.console) == (0 if answers else 1)


@pytest.mark.parametrize("platform", [None, "android", "ios", "web"])
def test_layout_direction_comes_from_the_nearest_element_with_a_direction(
    open_on: Callable[..., Page], platform: str | None
) -> None:
    page = open_on(
        "body.setStyle('direction', 'rtl'); dom.getLayoutDirection(box, keep);"
        "box.setStyle('direction', 'inherit'); dom.getLayoutDirection(box, keep);"
        "box.setStyle('direction', 'ltr'); dom.getLayoutDirection(box, keep);"
        "dom.getLayoutDirection(body, keep);",
        platform,
    )
    assert results(page) == ["rtl", "rtl", "ltr", "rtl"]


@pytest.mark.parametrize(
    ("platform", "direction"), [(None, "rtl"), ("android", "ltr"), ("ios", "rtl"), ("web", "rtl")]
)
def test_layout_direction_comes_from_the_device_if_no_element_sets_one(
    open_on: Callable[..., Page], platform: str | None, direction: str
) -> None:
    page = open_on("dom.getLayoutDirection(box, keep);", platform, env={"layoutDirection": "rtl"})
    assert results(page) == [direction]


def test_get_component_rect_without_a_callback_logs_no_error(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(DOM + "dom.getComponentRect(box); dom.getLayoutDirection(box);")
    assert results(page) == []
    assert not page.console


# Tests of addRule.


def rules(page: Page) -> list[Rule]:
    module = page.module("dom")
    assert isinstance(module, DomModule)
    return module.rules


DOUBLE_QUOTES, EMPTY = 'url("a.ttf")', "url('')"


def font(src: str) -> str:
    return json.dumps({"fontFamily": "own", "src": src})


@pytest.mark.parametrize(
    "src", ["url('a.ttf')", DOUBLE_QUOTES, "url('data:font/truetype;base64,AAE=')"]
)
def test_add_rule_adds_a_font(open_page: Callable[..., Page], src: str) -> None:
    page = open_page(DOM + f"dom.addRule('fontFace', {font(src)});")
    assert rules(page) == [Rule("fontFace", {"fontFamily": "own", "src": src})]
    assert not page.console


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ("'keyframes', {}", "expected the kind 'fontFace', got 'keyframes'"),
        ("'fontFace'", "expected {fontFamily: 'name'"),
        ("'fontFace', {}", "expected {fontFamily: 'name'"),
        ("'fontFace', { fontFamily: '', src: \"url('a')\" }", "expected {fontFamily: 'name'"),
        ("'fontFace', { fontFamily: 'own', src: 7 }", "expected {fontFamily: 'name'"),
        (f"'fontFace', {font('a.ttf')}", "expected src \"url('address')\", got 'a.ttf'"),
        (f"'fontFace', {font('url(a.ttf)')}", "expected src \"url('address')\""),
        (f"'fontFace', {font('url()')}", "expected src \"url('address')\""),
        (f"'fontFace', {font(EMPTY)}", "expected src \"url('address')\""),
    ],
)
def test_invalid_font_rule_logs_a_warning_and_is_not_added(
    open_page: Callable[..., Page], arguments: str, problem: str
) -> None:
    page = open_page(DOM + f"dom.addRule({arguments});")
    assert rules(page) == []
    (text,) = texts(page)
    assert text.startswith(f"[weex-runtime] dom.addRule: {problem}")
    assert text.endswith("; the rule is not added")


@pytest.mark.parametrize(("platform", "count"), [(None, 1), ("android", 1), ("ios", 0), ("web", 1)])
def test_ios_needs_single_quotes_around_the_address_of_a_font(
    make_runtime: Callable[..., Runtime], platform: str | None, count: int
) -> None:
    page = make_runtime(platform=platform, hints=True).open(
        source='// { "framework": "Vanilla" }\n'
        + DOM
        + f"dom.addRule('fontFace', {font(DOUBLE_QUOTES)});"
    )
    assert len(rules(page)) == count
    told = [text for text in texts(page) if "in double quotes" in text]
    assert len(told) == (1 if platform in (None, "ios") else 0)


def test_add_rule_on_the_web_accepts_any_kind_of_rule(open_on: Callable[..., Page]) -> None:
    page = open_on("dom.addRule('keyframes', { a: 1 }); dom.addRule('keyframes');", "web")
    assert rules(page) == [Rule("keyframes", {"a": 1})]
    assert texts(page) == [
        "[weex-runtime] dom.addRule: expected a kind and a rule; the rule is not added"
    ]


# Tests of undocumented methods.


def test_begin_and_end_batch_mark_have_no_effect(open_page: Callable[..., Page]) -> None:
    page = open_page(DOM + "dom.beginBatchMark(); dom.endBatchMark();")
    assert not page.console
    assert not page.errors


class Door(Component):
    type = "door"

    @js_method
    def turn(self, times: int, how: str) -> None:
        self.fire_event("turned", {"times": times, "how": how})


def test_method_of_a_component_can_be_invoked_by_name(
    make_runtime: Callable[..., Runtime],
) -> None:
    page = make_runtime(components=[Door], platform="android").open(
        source='// { "framework": "Vanilla" }\n'
        + DOM
        + "var door = document.createElement('door'); body.appendChild(door);"
        "door.addEvent('turned', function (e) { results.push([e.times, e.how]); });"
        "dom.invokeMethod(door, 'turn', [2, 'slowly']);"
        "dom.invokeMethod(door, 'slam'); dom.invokeMethod('999', 'turn', [1, 'x']);"
    )
    assert results(page) == [[2, "slowly"]]
    assert [text.partition("] ")[2] for text in texts(page)] == [
        f"<door ref={page.document.root.children[1].ref}> has no method 'slam'",
        "component method turn: page 1 has no element with ref '999'",
    ]


@pytest.mark.parametrize(
    ("platform", "there"),
    [
        (None, ["beginBatchMark", "endBatchMark", "invokeMethod"]),
        ("android", ["beginBatchMark", "endBatchMark", "invokeMethod"]),
        ("ios", ["beginBatchMark", "endBatchMark"]),
        ("web", []),
    ],
)
def test_undocumented_methods_of_module_dom_exist_only_on_the_platforms_that_have_them(
    open_on: Callable[..., Page], platform: str | None, there: list[str]
) -> None:
    names = ["beginBatchMark", "endBatchMark", "invokeMethod"]
    page = open_on(f"{names}.forEach(function (n) {{ if (dom[n]) keep(n); }});", platform)
    assert results(page) == there


def test_update_component_data_for_an_unknown_component_is_ignored(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("weex.requireModule('dom').updateComponentData();")
    assert not page.console
