"""`input` and `textarea`: the events of handlers, on every platform."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import JSTimeLimit, Page, PageError
from weex_runtime import interaction as actions
from weex_runtime.engine.engine import engine_name
from weex_runtime.module_api.platforms import PlatformName

from ..support.screen import OpenScreen, Screen

EVENTS = "['focus', 'input', 'change', 'blur', 'return', 'keyboard']"
PLATFORMS: list[PlatformName | None] = [None, "android", "ios", "web"]

Action = Callable[[Page, Any], None]


def field(attrs: str = "{}", events: str = EVENTS, kind: str = "input") -> str:
    return f"make('{kind}', {attrs}, {events})"


def value_in_js(screen: Screen, name: str = "input") -> str:
    """The attribute as the bundle's tree has it."""
    screen.lines()
    screen.do(f"console.log('value ' + elements['{name}'].attr.value)")
    return screen.lines()[0].removeprefix("value ")


@pytest.mark.parametrize(
    ("platform", "payloads"),
    [
        (
            None,
            [
                ["input", "focus", {}],
                ["input", "keyboard", {"isShow": True, "keyboardSize": 540}],
                ["input", "input", {"value": "Ada"}],
                ["input", "change", {"value": "Ada"}],
                ["input", "blur", {}],
                ["input", "keyboard", {"isShow": False}],
            ],
        ),
        (
            "android",
            [
                ["input", "focus", {"timeStamp": 0}],
                ["input", "keyboard", {"isShow": True, "keyboardSize": 540}],
                ["input", "input", {"value": "Ada", "timeStamp": 0}],
                ["input", "blur", {"timeStamp": 0}],
                ["input", "change", {"value": "Ada", "timeStamp": 0}],
                ["input", "keyboard", {"isShow": False}],
            ],
        ),
        (
            "ios",
            [
                ["input", "focus", {}],
                ["input", "keyboard", {"isShow": True, "keyboardSize": 540}],
                ["input", "input", {"value": "Ada"}],
                ["input", "keyboard", {"isShow": False}],
                ["input", "change", {"value": "Ada"}],
                ["input", "blur", {}],
            ],
        ),
        (
            "web",
            [
                ["input", "focus", {"value": ""}],
                ["input", "input", {"value": "Ada"}],
                ["input", "change", {"value": "Ada"}],
                ["input", "blur", {"value": "Ada"}],
            ],
        ),
    ],
)
def test_fill_fires_the_events_of_each_platform(
    open_screen: OpenScreen, platform: PlatformName | None, payloads: list[Any]
) -> None:
    screen = open_screen(field(), platform=platform)
    actions.fill(screen.page, screen.element("input"), "Ada")
    assert screen.payloads() == payloads
    assert value_in_js(screen) == "Ada"


def test_event_timestamps_are_milliseconds_of_the_virtual_clock(open_screen: OpenScreen) -> None:
    screen = open_screen(field(), platform="android")
    stamp = screen.component("input")._focus().data["timeStamp"]
    assert isinstance(stamp, int)
    assert 1.5e12 < stamp < 1e13


@pytest.mark.parametrize(
    ("events", "order"),
    [
        ("['change', 'blur']", ["change", "blur"]),
        ("['blur', 'change']", ["blur", "change"]),
        ("['focus', 'change', 'blur']", ["focus", "blur", "change"]),
    ],
)
def test_change_and_blur_on_android_are_fired_in_the_order_in_which_handlers_were_added(
    open_screen: OpenScreen, events: str, order: list[str]
) -> None:
    screen = open_screen(field(events=events), platform="android")
    actions.fill(screen.page, screen.element("input"), "x")
    assert screen.heard(types=True) == [f"input.{event}" for event in order]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_unchanged_text_fires_neither_input_nor_change(
    open_screen: OpenScreen, platform: PlatformName | None
) -> None:
    screen = open_screen(field("{ value: 'Ada' }", "['input', 'change']"), platform=platform)
    actions.fill(screen.page, screen.element("input"), "Ada")
    assert screen.heard() == []


def test_event_change_is_fired_if_the_text_differs_from_the_text_at_focus(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(field("{ value: 'a' }", "['input', 'change']"))
    input_ = screen.element("input")
    actions.type_text(screen.page, input_, "b")
    screen.component("input").setSelectionRange(1, 2)
    actions.type_text(screen.page, input_, "c")
    screen.do("elements.input.setAttr('value', 'a')")
    actions.blur(screen.page, input_)
    assert screen.heard(types=True) == ["input.input", "input.input"]


def test_attribute_value_that_js_sets_fires_no_event(open_screen: OpenScreen) -> None:
    screen = open_screen(field("{}", "['input', 'change']"))
    actions.focus(screen.page, screen.element("input"))
    screen.do("elements.input.setAttr('value', 'set')")
    assert screen.component("input").text == "set"
    assert screen.heard() == []


def test_typing_fires_input_for_each_key_and_keeps_the_focus(open_screen: OpenScreen) -> None:
    screen = open_screen(field(events="['focus', 'input', 'change', 'blur']"))
    actions.type_text(screen.page, screen.element("input"), "hé😀")
    heard = screen.payloads()
    assert [kind for _, kind, _ in heard] == ["focus", "input", "input", "input"]
    assert [payload.get("value") for _, _, payload in heard[1:]] == ["h", "hé", "hé😀"]
    actions.blur(screen.page, screen.element("input"))
    assert screen.heard(types=True) == ["input.change", "input.blur"]


def test_focus_of_a_field_blurs_the_previously_focused_field_first(open_screen: OpenScreen) -> None:
    events = "['focus', 'change', 'blur', 'keyboard']"
    screen = open_screen(field("{ id: 'a' }", events), field("{ id: 'b' }", events))
    actions.type_text(screen.page, screen.element("a"), "x")
    screen.lines()
    actions.focus(screen.page, screen.element("b"))
    assert screen.heard(types=True) == ["a.change", "a.blur", "b.focus"]


def test_methods_focus_and_blur_fire_each_event_only_once(open_screen: OpenScreen) -> None:
    screen = open_screen(field(events="['focus', 'blur']"))
    screen.do("elements.input.focus(); elements.input.focus()")
    assert screen.heard(types=True) == ["input.focus"]
    screen.do("elements.input.blur(); elements.input.blur()")
    assert screen.heard(types=True) == ["input.blur"]


@pytest.mark.parametrize("autofocus", ["true", "'true'", "''"])
def test_autofocus_focuses_the_field_when_the_page_opens(
    open_screen: OpenScreen, autofocus: str
) -> None:
    screen = open_screen(field(f"{{ autofocus: {autofocus} }}", "['focus']"))
    screen.page.runtime.run_until_idle()
    assert screen.heard(types=True) == ["input.focus"]
    assert screen.page.components.focused is screen.component("input")


def test_autofocus_can_be_set_and_unset_on_an_existing_field(open_screen: OpenScreen) -> None:
    screen = open_screen(field("{ autofocus: false }", "['focus', 'blur']"))
    screen.do("elements.input.setAttr('autofocus', true)")
    screen.do("elements.input.setAttr('autofocus', false)")
    assert screen.heard(types=True) == ["input.focus", "input.blur"]


RETURN_ORDERS: list[tuple[PlatformName | None, str, str, list[str]]] = [
    (None, "{}", "['change', 'return', 'blur']", ["change", "return", "blur"]),
    ("ios", "{}", "['change', 'return', 'blur']", ["return", "change", "blur"]),
    ("android", "{}", "['change', 'return', 'blur']", ["change", "blur", "return"]),
    ("android", "{}", "['return', 'change', 'blur']", ["return", "change", "blur"]),
    ("android", "{}", "['return', 'blur']", ["return"]),
    ("android", "{}", "['blur']", ["blur"]),
    ("android", "{ returnKeyType: 'default' }", "['return', 'blur']", ["blur"]),
    ("android", "{ returnKeyType: 'go' }", "['return']", ["return"]),
    ("web", "{}", "['change', 'return', 'blur']", ["change"]),
    ("web", "{ returnKeyType: 'go' }", "['change', 'return', 'blur']", ["change", "return"]),
]


@pytest.mark.parametrize(("platform", "attrs", "events", "order"), RETURN_ORDERS)
def test_return_key_fires_events_in_the_order_of_each_platform(
    open_screen: OpenScreen,
    platform: PlatformName | None,
    attrs: str,
    events: str,
    order: list[str],
) -> None:
    screen = open_screen(field(attrs, events), platform=platform)
    actions.type_text(screen.page, screen.element("input"), "x")
    screen.lines()
    actions.press_return(screen.page, screen.element("input"))
    assert screen.heard(types=True) == [f"input.{event}" for event in order]


@pytest.mark.parametrize(
    ("platform", "payload"),
    [
        (None, {"returnKeyType": "default", "value": "x"}),
        ("android", {"returnKeyType": None, "value": "x"}),
        ("ios", {"returnKeyType": "default", "value": "x"}),
    ],
)
def test_return_event_has_the_return_key_and_the_text(
    open_screen: OpenScreen, platform: PlatformName | None, payload: Any
) -> None:
    screen = open_screen(field("{ value: 'x' }", "['return']"), platform=platform)
    actions.press_return(screen.page, screen.element("input"))
    assert screen.payload() == payload


@pytest.mark.parametrize("key", ["go", "next", "search", "send", "done"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_return_event_has_the_return_key_type(
    open_screen: OpenScreen, platform: PlatformName | None, key: str
) -> None:
    screen = open_screen(
        field(f"{{ 'return-key-type': '{key}' }}", "['return']"), platform=platform
    )
    actions.press_return(screen.page, screen.element("input"))
    more = {"key": "Enter"} if platform == "web" else {}
    assert screen.payload() == {"returnKeyType": key, "value": "", **more}


@pytest.mark.parametrize(
    ("platform", "attrs", "order", "text"),
    [
        (None, "{}", ["return", "input"], "a\n"),
        ("ios", "{}", ["return", "input"], "a\n"),
        ("android", "{}", ["input"], "a\n"),
        ("web", "{}", ["input"], "a\n"),
        ("ios", "{ returnKeyType: 'done' }", ["return"], "a"),
        ("web", "{ returnKeyType: 'done' }", ["return", "input"], "a\n"),
    ],
)
def test_return_key_inserts_a_line_break_into_a_textarea_if_return_key_type_is_not_set(
    open_screen: OpenScreen,
    platform: PlatformName | None,
    attrs: str,
    order: list[str],
    text: str,
) -> None:
    area = field(attrs, "['input', 'return']", "textarea")
    screen = open_screen(area, platform=platform)
    actions.type_text(screen.page, screen.element("textarea"), "a")
    screen.lines()
    actions.type_text(screen.page, screen.element("textarea"), "\n")
    assert screen.heard(types=True) == [f"textarea.{event}" for event in order]
    assert screen.component("textarea").text == text


def test_pressing_return_without_a_return_key_type_logs_that_android_does_not_fire_return(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(field("{ returnKeyType: 'default' }", "['return']"), hints=True)
    actions.press_return(screen.page, screen.element("input"))
    assert any("on Android: return is never fired" in line for line in screen.lines())


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("kind", ["input", "textarea"])
def test_backspace_deletes_a_character(
    open_screen: OpenScreen, platform: PlatformName | None, kind: str
) -> None:
    screen = open_screen(
        field("{ maxlength: 4, value: 'ab😀' }", "['input']", kind), platform=platform
    )
    element = screen.element(kind)
    for shown in ("ab", "a", "", ""):
        actions.press_key(screen.page, element, "Backspace")
        assert screen.component(kind).text == shown
    assert screen.heard(types=True) == [f"{kind}.input"] * 3


def test_backspace_deletes_the_selection_and_puts_the_cursor_at_its_start(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(field("{ value: 'abcd' }", "['input']"))
    element = screen.element("input")
    actions.focus(screen.page, element)
    screen.component("input").setSelectionRange(1, 3)
    actions.press_key(screen.page, element, "Backspace")
    actions.press_key(screen.page, element, "x")
    assert screen.component("input").text == "axd"


@pytest.mark.parametrize(
    ("kind", "platform", "typed", "shown"),
    [
        ("input", None, "abcdef", "abc"),
        ("input", "android", "abcdef", "abc"),
        ("input", "ios", "abcdef", "abc"),
        ("textarea", "ios", "abcdef", ""),
        ("textarea", "android", "abcdef", "abc"),
        ("input", None, "a😀b", "a😀"),
        ("input", None, "ab😀", "ab"),
    ],
)
def test_maxlength_cuts_filled_text(
    open_screen: OpenScreen, kind: str, platform: PlatformName | None, typed: str, shown: str
) -> None:
    screen = open_screen(field("{ maxlength: 3 }", "['input']", kind), platform=platform)
    actions.fill(screen.page, screen.element(kind), typed)
    assert screen.component(kind).text == shown


def test_maxlength_stops_typing(open_screen: OpenScreen) -> None:
    screen = open_screen(field("{ maxlength: '2' }", "['input']"))
    actions.type_text(screen.page, screen.element("input"), "abc")
    assert [payload["value"] for _, _, payload in screen.payloads()] == ["a", "ab"]


def test_typing_at_the_start_on_ios_cuts_the_end_of_the_text_at_maxlength(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(field("{ maxlength: 3, value: 'abc' }", "['input']"), platform="ios")
    screen.component("input").setSelectionRange(0, 0)
    screen.component("input").type_key("x")
    assert screen.component("input").text == "xab"


@pytest.mark.parametrize(
    ("kind", "platform", "text", "refused"),
    [
        ("number", None, "12a", "a"),
        ("number", "ios", "1#2", ""),
        ("number", "android", "1#2", "#"),
        ("tel", None, "+49 30*#", ""),
        ("tel", "ios", "+49 30", " "),
        ("email", None, "no restrictions", ""),
    ],
)
def test_number_keyboard_lacks_letters(
    open_screen: OpenScreen, kind: str, platform: PlatformName | None, text: str, refused: str
) -> None:
    screen = open_screen(field(f"{{ type: '{kind}' }}", "['input']"), platform=platform)
    if refused:
        with pytest.raises(PageError, match=f"has type {kind}: .* got '"):
            actions.fill(screen.page, screen.element("input"), text)
        assert screen.heard() == []
    else:
        actions.fill(screen.page, screen.element("input"), text)
        assert screen.payload()["value"] == text


@pytest.mark.parametrize(
    ("platform", "order"),
    [(None, ["change"]), ("ios", ["change"]), ("android", ["input", "change"])],
)
def test_picking_a_date_does_not_focus_the_field(
    open_screen: OpenScreen, platform: PlatformName | None, order: list[str]
) -> None:
    events = "['focus', 'input', 'change', 'blur']"
    screen = open_screen(field("{ type: 'date' }", events), platform=platform)
    actions.fill(screen.page, screen.element("input"), "2024-02-29")
    assert screen.heard(types=True) == [f"input.{event}" for event in order]
    assert value_in_js(screen) == "2024-02-29"


@pytest.mark.parametrize(
    ("attrs", "text", "problem"),
    [
        ("{ type: 'date' }", "29.2.2024", "expected a date like yyyy-MM-dd"),
        ("{ type: 'date' }", "2023-02-29", "expected a date like yyyy-MM-dd"),
        ("{ type: 'time' }", "9:5", "expected a time like HH:mm"),
        ("{ type: 'date', min: '2024-01-01' }", "2023-12-31", "a date no earlier than 2024-01-01"),
        ("{ type: 'date', max: '2024-01-01' }", "2024-01-02", "a date no later than 2024-01-01"),
    ],
)
def test_picker_refuses_dates_outside_its_limits(
    open_screen: OpenScreen, attrs: str, text: str, problem: str
) -> None:
    screen = open_screen(field(attrs))
    with pytest.raises(PageError, match=problem):
        actions.fill(screen.page, screen.element("input"), text)


def test_typing_into_a_picker_is_an_error(open_screen: OpenScreen) -> None:
    screen = open_screen(field("{ type: 'time' }"))
    with pytest.raises(PageError, match="has a picker"):
        actions.type_text(screen.page, screen.element("input"), "1")


@pytest.mark.parametrize("disabled", ["true", "'true'", "''"])
@pytest.mark.parametrize(
    "act",
    [
        lambda page, e: actions.fill(page, e, "x"),
        lambda page, e: actions.type_text(page, e, "x"),
        lambda page, e: actions.press_return(page, e),
        lambda page, e: actions.focus(page, e),
        lambda page, e: actions.tap(page, e),
    ],
)
def test_disabled_field_refuses_actions(
    open_screen: OpenScreen, disabled: str, act: Action
) -> None:
    screen = open_screen(field(f"{{ disabled: {disabled} }}"))
    with pytest.raises(PageError, match="is disabled"):
        act(screen.page, screen.element("input"))
    screen.do("elements.input.focus()")
    assert [line for line in screen.lines() if not line.startswith("[weex-runtime]")] == []


def test_line_break_filled_into_an_input_becomes_a_space(open_screen: OpenScreen) -> None:
    screen = open_screen(field("{}", "['input']"), field("{}", "['input']", "textarea"))
    actions.fill(screen.page, screen.element("input"), "a\nb")
    actions.fill(screen.page, screen.element("textarea"), "a\nb")
    assert [payload["value"] for _, _, payload in screen.payloads()] == ["a b", "a\nb"]


def test_singleline_attribute_overrides_the_type_of_the_field(open_screen: OpenScreen) -> None:
    screen = open_screen(
        field("{ singleline: 'false' }", "['input']"),
        field("{ singleline: true }", "['input']", "textarea"),
    )
    assert screen.component("input").is_multiline
    assert not screen.component("textarea").is_multiline


@pytest.mark.parametrize("platform", PLATFORMS)
def test_selection_is_set_and_read_in_utf_16_units(
    open_screen: OpenScreen, platform: PlatformName | None
) -> None:
    screen = open_screen(field("{ value: 'a😀bc' }", "[]"), platform=platform)
    ask = "i.getSelectionRange(function (s) { console.log(JSON.stringify(s)); })"
    screen.do(f"var i = elements.input; i.focus(); i.setSelectionRange(3, 5); {ask}")
    assert json.loads(screen.lines()[-1]) == {"selectionStart": 3, "selectionEnd": 5}
    actions.type_text(screen.page, screen.element("input"), "!")
    assert screen.component("input").text == "a😀!"


def test_selection_of_a_field_without_focus_starts_and_ends_at_0(open_screen: OpenScreen) -> None:
    screen = open_screen(field("{ value: 'abc' }", "[]"))
    ask = "i.getSelectionRange(function (s) { console.log(JSON.stringify(s)); })"
    screen.do(f"var i = elements.input; i.setSelectionRange(1, 2); i.blur(); {ask}")
    assert json.loads(screen.lines()[-1]) == {"selectionStart": 0, "selectionEnd": 0}


def test_method_set_selection_range_focuses_the_field_except_on_the_web(
    open_screen: OpenScreen,
) -> None:
    for platform, heard in (("android", ["input.focus"]), ("web", [])):
        screen = open_screen(field("{ value: 'abc' }", "['focus']"), platform=platform)
        screen.do("elements.input.setSelectionRange(1, 2)")
        assert screen.heard(types=True) == heard


def test_selection_beyond_the_text_is_ignored_with_a_warning(open_screen: OpenScreen) -> None:
    screen = open_screen(field("{ value: 'abc' }", "['focus']"))
    screen.do("elements.input.setSelectionRange(1, 4)")
    (line,) = screen.lines()
    assert "setSelectionRange(1, 4) is ignored" in line


def test_web_reports_the_first_occurrence_of_the_selected_text_as_the_selection(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(field("{ value: 'abab' }", "[]"), platform="web")
    ask = "i.getEditSelectionRange(function (s) { console.log(JSON.stringify(s)); })"
    screen.do(f"var i = elements.input; i.focus(); i.setSelectionRange(2, 4); {ask}")
    assert json.loads(screen.lines()[-1]) == {"selectionStart": 0, "selectionEnd": 2}


CARD = """i.setTextFormatter({
  formatRule: '/(\\\\d{4})(?=\\\\d)/g', formatReplace: '$1 ',
  recoverRule: '/\\\\s/g', recoverReplace: '',
})"""


@pytest.mark.parametrize("platform", [None, "android", "ios"])
def test_formatter_rewrites_typed_text(
    open_screen: OpenScreen, platform: PlatformName | None
) -> None:
    screen = open_screen(field("{}", "['input']"), platform=platform)
    screen.do(f"var i = elements.input; {CARD}")
    actions.type_text(screen.page, screen.element("input"), "123456789")
    assert screen.component("input").text == "1234 5678 9"
    assert screen.heard()[-1][2]["value"] == "1234 5678 9"


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("'/(/g'", "a rule is not valid: SyntaxError"),
        ("'/(a)/', formatReplace: '$2'", "$2"),
        ("5", "formatRule: expected a string, got 5"),
    ],
)
def test_invalid_formatter_is_warned_about(
    open_screen: OpenScreen, rule: str, problem: str
) -> None:
    screen = open_screen(field())
    screen.do(
        f"elements.input.setTextFormatter({{formatReplace: '', formatRule: {rule}, "
        "recoverRule: '/x/', recoverReplace: ''})"
    )
    assert problem in "\n".join(screen.lines())


@pytest.mark.parametrize(
    ("rule", "replacement", "text", "shown"),
    [
        ("/(b)(c)?/", "<$1$2>", "abb", "a<b>b"),
        ("/b/g", "$& $$ $x \\\\1", "b", "$& $$ $x \\1"),
        ("/b/", "c$0", "abb", "acccbb"),
        ("/B/i", "c", "ab", "ac"),
        ("/a.b/m", "c", "a\nb", "c"),
        ("/a.b/", "c", "a\nb", "a\nb"),
        ("/(.)x/", "$1", "\U0001f600x", "\U0001f600"),
        ("/\\\\-/g", "", "1-2", "12"),
    ],
)
def test_formatter_replaces_the_matches_of_its_rule_in_the_field(
    open_screen: OpenScreen, rule: str, replacement: str, text: str, shown: str
) -> None:
    screen = open_screen(field(kind="textarea"))
    screen.do(
        f"elements.textarea.setTextFormatter({{formatRule: '{rule}', "
        f"formatReplace: '{replacement}', recoverRule: '/[<>]/g', recoverReplace: ''}})"
    )
    screen.component("textarea").fill(text)
    assert screen.component("textarea").text == shown


@pytest.mark.parametrize("isolation", ["none", "process"])
def test_time_limit_stops_a_slow_formatter(open_screen: OpenScreen, isolation: str) -> None:
    """`quickjs` interrupts a search only in a process of its own."""
    if isolation == "none" and engine_name() == "quickjs":
        pytest.skip("the engine cannot interrupt a search")
    screen = open_screen(field(), isolation=isolation, time_limit=0.1)
    screen.do(
        "elements.input.setTextFormatter({formatRule: '/(a+)+$/', formatReplace: '', "
        "recoverRule: '/x/', recoverReplace: ''})"
    )
    screen.component("input").fill("a" * 40 + "b")
    assert isinstance(screen.page.errors[0], JSTimeLimit)


def test_typing_into_a_field_with_a_formatter_while_js_runs_is_an_error(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(field())
    screen.do(f"var i = elements.input; {CARD}")
    screen.page.mock_module("modal", toast=lambda options: screen.component("input").fill("1"))
    screen.do("weex.requireModule('modal').toast({})")
    assert isinstance(screen.page.failures[0].error, PageError)


def test_regular_expression_of_a_formatter_needs_slashes_on_android(
    open_screen: OpenScreen,
) -> None:
    for platform, is_told in (("android", True), ("ios", False)):
        screen = open_screen(field(), platform=platform)
        screen.do(
            "elements.input.setTextFormatter({formatRule: 'a', formatReplace: 'b', "
            "recoverRule: 'b', recoverReplace: 'b'})"
        )
        assert bool(screen.lines()) is is_told


@pytest.mark.parametrize(
    ("platform", "heard"),
    [
        (None, ["input.focus"]),
        ("android", ["input.focus"]),
        ("ios", ["input.focus", "input.click"]),
        ("web", ["input.focus", "input.click"]),
    ],
)
def test_tap_focuses_the_field_and_fires_click_on_ios_and_web(
    open_screen: OpenScreen, platform: PlatformName | None, heard: list[str]
) -> None:
    screen = open_screen(field(events="['focus', 'click']"), platform=platform)
    actions.tap(screen.page, screen.element("input"))
    assert screen.heard(types=True) == heard


def test_field_that_a_handler_removed_fires_no_more_events(open_screen: OpenScreen) -> None:
    screen = open_screen(
        field(events="['input', 'change', 'blur']"),
        js="function away() { body.removeChild(elements.input); }",
    )
    screen.do("elements.input.removeEvent('input'); elements.input.addEvent('input', away)")
    actions.fill(screen.page, screen.element("input"), "x")
    assert screen.heard() == []
    assert screen.page.components.focused is None


def test_typing_continues_in_the_field_that_a_handler_focused(open_screen: OpenScreen) -> None:
    screen = open_screen(
        field("{ id: 'a' }", "[]"),
        field("{ id: 'b' }", "[]"),
        js="function next(e) { if (e.value.length === 2) elements.b.focus(); }",
    )
    screen.do("elements.a.addEvent('input', next)")
    actions.type_text(screen.page, screen.element("a"), "1234")
    assert (screen.component("a").text, screen.component("b").text) == ("12", "34")


def test_typing_after_a_handler_blurred_the_field_is_an_error(open_screen: OpenScreen) -> None:
    screen = open_screen(field(events="[]"))
    with pytest.raises(PageError, match="lost focus before 'b' of .* was typed"):
        actions.type_text(screen.page, screen.element("input"), "a\nb")


def test_fill_fails_when_a_focus_handler_blurs_the_field(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(field(events="[]"), js="function back() { elements.input.blur(); }")
    screen.do("elements.input.addEvent('focus', back)")
    with pytest.raises(PageError, match="handler of its focus event"):
        actions.fill(screen.page, screen.element("input"), "x")


def test_v_model_is_updated_by_typing(open_screen: OpenScreen) -> None:
    runtime = open_screen(field()).page.runtime
    bundle = """// { "framework": "Vue" }
new Vue({
  el: 'body',
  data: { name: '' },
  render: function (h) {
    var self = this;
    var on = { input: function (e) { self.name = e.target.attr.value.toUpperCase(); } };
    return h('div', [
      h('input', { attrs: { value: this.name }, on: on }), h('text', ['hi ' + this.name]),
    ]);
  },
});
"""
    page = runtime.open(source=bundle, name="model.js")
    input_ = page.document.root.children[0]
    actions.type_text(page, input_, "ada")
    assert (input_.attr["value"], page.document.root.children[1].attr["value"]) == ("ADA", "hi ADA")
