"""weex_modules.animation.module: transitions on the page's clock."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from weex_modules.animation.module import AnimationModule
from weex_modules.animation.styles import fitting
from weex_runtime import Page, Runtime

from ..support.page_log import texts

ANIMATION = """// { "framework": "Vanilla" }
var animation = weex.requireModule('animation');
var body = document.createElement('div'), box = document.createElement('div');
document.documentElement.appendChild(body);
body.appendChild(box);
function say(name) { return function (data) { console.log(name, JSON.stringify(data)); }; }
function move(styles, duration, name) {
  animation.transition(box, { styles: styles, duration: duration }, say(name));
}
"""

PLATFORMS = [None, "android", "ios", "web"]
SUCCESS = '{"result":"Success","message":"Success"}'
INCOMPLETE = '{"result":"Fail","message":"Animation did not complete"}'
ENDED = {None: SUCCESS, "android": "{}", "ios": SUCCESS, "web": "null"}


@pytest.fixture
def open_on(make_runtime: Callable[..., Runtime]) -> Callable[..., Page]:
    """Open a page of a platform with ANIMATION and more code."""

    def open_on(code: str, platform: str | None = None, **options: Any) -> Page:
        return make_runtime(platform=platform, **options).open(source=ANIMATION + code)

    return open_on


def styles(page: Page) -> dict[str, Any]:
    return page.document.root.children[0].style


def module_of(page: Page) -> AnimationModule:
    module = page.module("animation")
    assert isinstance(module, AnimationModule)
    return module


def forward(page: Page, ms: float) -> list[str]:
    page.runtime.clock.run_for(ms / 1000)
    return texts(page)


# Time, styles and callback of a transition.


@pytest.mark.parametrize("platform", PLATFORMS)
def test_styles_change_and_the_callback_is_called_when_delay_and_duration_are_over(
    open_on: Callable[..., Page], platform: str | None
) -> None:
    page = open_on(
        "animation.transition(box, { styles: { opacity: 0.5, transform: 'translate(10px, 5px)' },"
        " duration: 300, delay: 100, timingFunction: 'ease-in' }, say('end'));",
        platform,
    )
    assert forward(page, 399) == []
    assert styles(page) == {}
    assert forward(page, 1) == [f"end {ENDED[platform]}"]
    assert styles(page) == {"opacity": 0.5, "transform": "translate(10px, 5px)"}
    assert forward(page, 5000) == [f"end {ENDED[platform]}"]
    assert module_of(page).running == []


def test_styles_are_set_before_the_callback(open_on: Callable[..., Page]) -> None:
    """The tree in JS keeps the old styles, so setting one of them again has no effect."""
    page = open_on(
        "box.setStyle('width', 10); move({ width: 20 }, 10, 'end');"
        "setTimeout(function () { box.setStyle('width', 10); }, 20);"
        "setTimeout(function () { box.setStyle('width', 30); }, 30);"
    )
    forward(page, 10)
    assert styles(page) == {"width": 20}
    forward(page, 10)
    assert styles(page) == {"width": 20}
    forward(page, 10)
    assert styles(page) == {"width": 30}
    assert not [call for call in page.native_calls if call.args[-1] == {"width": 20}]


def test_callback_of_a_transition_may_start_another_transition(
    open_on: Callable[..., Page],
) -> None:
    page = open_on(
        "var n = 0; (function next() { if (n++ < 3) animation.transition(box,"
        " { styles: { opacity: n / 4 }, duration: 100 }, function () {"
        " console.log(n); next(); }); })();"
    )
    assert forward(page, 250) == ["1", "2"]
    assert styles(page) == {"opacity": 0.5}
    assert forward(page, 1000) == ["1", "2", "3"]


def test_transition_works_without_a_callback(open_on: Callable[..., Page]) -> None:
    page = open_on("animation.transition(box, { styles: { opacity: 0 }, duration: 10 });")
    assert forward(page, 10) == []
    assert styles(page) == {"opacity": 0}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_styles_change_immediately_without_a_duration(
    open_on: Callable[..., Page], platform: str | None
) -> None:
    """On the web no style changes, so there is no callback."""
    page = open_on("animation.transition(box, { styles: { opacity: 0 } }, say('end'));", platform)
    ended = [] if platform == "web" else [f"end {ENDED[platform]}"]
    assert forward(page, 0) == ended
    assert styles(page) == {"opacity": 0}
    assert forward(page, 5000) == ended


@pytest.mark.parametrize(("platform", "ms"), [(None, 100), ("android", 100), ("ios", 0)])
def test_delay_without_a_duration_is_ignored_only_on_ios(
    open_on: Callable[..., Page], platform: str | None, ms: int
) -> None:
    page = open_on(
        "animation.transition(box, { styles: { opacity: 0 }, delay: 100 }, say('end'));", platform
    )
    if ms:
        assert forward(page, ms - 1) == []
        forward(page, 1)
    else:
        forward(page, 0)
    assert texts(page) == [f"end {ENDED[platform]}"]
    assert styles(page) == {"opacity": 0}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_callback_on_the_web_is_not_called_if_no_style_changes(
    open_on: Callable[..., Page], platform: str | None
) -> None:
    page = open_on("box.setStyle('opacity', 0); move({ opacity: 0 }, 10, 'end');", platform)
    assert forward(page, 10) == ([] if platform == "web" else [f"end {ENDED[platform]}"])


def test_transition_in_vue_accepts_an_element_or_its_ref(
    make_runtime: Callable[..., Runtime],
) -> None:
    """Older bundles pass the ref as text."""
    page = make_runtime().open(
        source='// { "framework": "Vue" }\n'
        "var animation = weex.requireModule('animation');"
        "new Vue({ el: '#root', render: function (h) { return h('div', { ref: 'box' }); },"
        " mounted: function () {"
        "  animation.transition(this.$refs.box, { styles: { opacity: 0.1 }, duration: 10 });"
        "  animation.transition(this.$refs.box.ref, { styles: { width: 7 }, duration: 20 });"
        "} });"
    )
    page.runtime.clock.run_for(0.02)
    assert page.document.root.style == {"opacity": 0.1, "width": 7}
    assert texts(page) == []


# Two transitions of one element.


def test_transitions_of_different_styles_run_in_parallel(open_on: Callable[..., Page]) -> None:
    page = open_on("move({ opacity: 0 }, 100, 'first'); move({ width: 10 }, 50, 'second');")
    assert forward(page, 100) == [f"second {SUCCESS}", f"first {SUCCESS}"]
    assert styles(page) == {"opacity": 0, "width": 10}


@pytest.mark.parametrize(
    ("platform", "at_once", "later"),
    [
        (None, [f"first {INCOMPLETE}"], [f"second {SUCCESS}"]),
        ("android", [], ["first {}", "second {}"]),
        ("ios", [f"first {INCOMPLETE}"], [f"second {INCOMPLETE}"]),
        ("web", [], ["first null", "second null"]),
    ],
)
def test_second_transition_of_a_style_interrupts_the_first_as_on_the_platform(
    open_on: Callable[..., Page], platform: str | None, at_once: list[str], later: list[str]
) -> None:
    page = open_on(
        "move({ opacity: 0 }, 100, 'first');"
        "setTimeout(function () { move({ opacity: 1 }, 100, 'second'); }, 50);",
        platform,
    )
    assert forward(page, 50) == at_once
    assert styles(page) == {}
    forward(page, 50)
    assert styles(page) == ({"opacity": 0} if platform == "android" else {})
    assert sorted(forward(page, 50)) == sorted([*at_once, *later])
    assert styles(page) == {"opacity": 1}
    assert module_of(page).running == []


@pytest.mark.parametrize("platform", [None, "ios"])
def test_interrupted_transition_still_applies_styles_that_are_not_in_the_later_transition(
    open_on: Callable[..., Page], platform: str | None
) -> None:
    page = open_on(
        "move({ opacity: 0, width: 10 }, 100, 'first'); move({ opacity: 1 }, 300, 'second');",
        platform,
    )
    assert forward(page, 99) == []
    assert forward(page, 1) == [f"first {INCOMPLETE}"]
    assert styles(page) == {"width": 10}
    forward(page, 200)
    assert styles(page) == {"width": 10, "opacity": 1}


def test_transition_on_ios_succeeds_after_an_interrupted_transition_has_ended(
    open_on: Callable[..., Page],
) -> None:
    page = open_on(
        "move({ opacity: 0 }, 10, 'first'); move({ opacity: 1 }, 10, 'second');"
        "setTimeout(function () { move({ opacity: 0 }, 10, 'third'); }, 20);",
        "ios",
    )
    assert forward(page, 50)[-1] == f"third {SUCCESS}"


def test_end_of_a_transition_on_the_web_calls_the_callbacks_of_all_transitions_of_its_element(
    open_on: Callable[..., Page],
) -> None:
    page = open_on("move({ opacity: 0 }, 100, 'first'); move({ left: 1 }, 300, 'second');", "web")
    assert forward(page, 100) == ["first null", "second null"]
    assert styles(page) == {"opacity": 0}
    assert forward(page, 300) == ["first null", "second null"]
    assert styles(page) == {"opacity": 0, "left": 1}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_second_transition_of_a_style_logs_how_platforms_differ(
    open_on: Callable[..., Page], platform: str | None
) -> None:
    page = open_on(
        "move({ opacity: 0 }, 10, 'a'); move({ opacity: 1 }, 10, 'b');", platform, hints=True
    )
    (told,) = [text for text in texts(page) if "still changes the same styles" in text]
    assert ("on Android: both run" in told) == (platform in (None, "android"))
    assert ("on iOS: the callbacks of both" in told) == (platform in (None, "ios"))
    assert ("on the web: the callback of the first" in told) == (platform in (None, "web"))


@pytest.mark.parametrize("platform", PLATFORMS)
def test_missing_transform_resets_the_transform_on_android(
    open_on: Callable[..., Page], platform: str | None
) -> None:
    page = open_on(
        "box.setStyle('transform', 'scale(2)'); move({ opacity: 0 }, 10, 'end');",
        platform,
        hints=True,
    )
    told = [text for text in forward(page, 10) if "without a transform" in text]
    assert len(told) == (1 if platform in (None, "android") else 0)
    kept = {} if platform == "android" else {"transform": "scale(2)"}
    assert styles(page) == {"opacity": 0, **kept}


# Transitions of removed elements.


@pytest.mark.parametrize(
    ("platform", "answers"),
    [
        (None, ['end {"result":"Fail","message":"No component find for ref:999"}']),
        ("android", []),
        ("ios", ['end {"result":"Fail","message":"No component find for ref:999"}']),
        ("web", []),
    ],
)
def test_transition_of_a_missing_element_fails(
    open_on: Callable[..., Page], platform: str | None, answers: list[str]
) -> None:
    page = open_on(
        "animation.transition('999', { styles: { opacity: 0 }, duration: 5 }, say('end'));",
        platform,
    )
    (told, *called) = forward(page, 10)
    assert called == answers
    nothing = "" if answers else "; there is no callback"
    assert told == f"[weex-runtime] animation.transition: there is no element '999'{nothing}"


@pytest.mark.parametrize(
    ("platform", "answers"),
    [
        (None, [f"end {INCOMPLETE}"]),
        ("android", ["end {}"]),
        ("ios", [f"end {INCOMPLETE}"]),
        ("web", []),
    ],
)
def test_transition_fails_if_its_element_is_removed_during_the_transition(
    open_on: Callable[..., Page], platform: str | None, answers: list[str]
) -> None:
    page = open_on("move({ opacity: 0 }, 100, 'end'); body.removeChild(box);", platform)
    assert forward(page, 100) == answers
    assert module_of(page).running == []


def test_transition_succeeds_if_its_element_moves_in_the_tree_during_the_transition(
    open_on: Callable[..., Page],
) -> None:
    page = open_on(
        "body.appendChild(document.createElement('div')); move({ opacity: 0 }, 100, 'end');"
        "body.appendChild(box);"
    )
    assert forward(page, 100) == [f"end {SUCCESS}"]
    assert page.document.root.children[1].style == {"opacity": 0}


def test_transition_of_a_template_element_in_a_recycle_list_succeeds(
    open_on: Callable[..., Page],
) -> None:
    page = open_on(
        """
        var list = document.createElement('recycle-list', { attr: { listData: [{}], alias: 'i' } });
        var slot = document.createElement('cell-slot', { attr: { default: true } });
        box = document.createElement('div');
        slot.appendChild(box);
        list.appendChild(slot);
        body.appendChild(list);
        move({ opacity: 0 }, 100, 'end');
        """
    )
    assert forward(page, 100) == [f"end {SUCCESS}"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_callback_is_not_called_after_the_end_of_the_page(
    open_on: Callable[..., Page], platform: str | None
) -> None:
    page = open_on("move({ opacity: 0 }, 100, 'end');", platform)
    page.destroy()
    assert forward(page, 200) == []
    assert page.looper.next_due() is None
    assert styles(page) == {}


# Transitions with invalid arguments.


@pytest.mark.parametrize(
    ("platform", "answers"),
    [
        (None, ['end {"result":"Fail","message":"Argument type error."}']),
        ("android", []),
        ("ios", ['end {"result":"Fail","message":"Argument type error."}']),
        ("web", []),
    ],
)
@pytest.mark.parametrize("options", ["undefined", "''"])
def test_callback_of_a_transition_without_options_depends_on_the_platform(
    open_on: Callable[..., Page], platform: str | None, options: str, answers: list[str]
) -> None:
    page = open_on(f"animation.transition(box, {options}, say('end'));", platform)
    (told, *called) = forward(page, 10)
    assert called == answers
    assert "expected an object with styles" in told


@pytest.mark.parametrize(
    ("platform", "answers"),
    [(None, [f"end {SUCCESS}"]), ("android", []), ("ios", [f"end {SUCCESS}"]), ("web", [])],
)
def test_callback_of_a_transition_without_styles_depends_on_the_platform(
    open_on: Callable[..., Page], platform: str | None, answers: list[str]
) -> None:
    page = open_on("move(undefined, 10, 'end');", platform)
    (told, *called) = forward(page, 10)
    assert called == answers
    assert "expected options with styles, like {opacity: 0}, got " in told


@pytest.mark.parametrize(
    ("given", "taken", "problem"),
    [
        ({"left": 5, "width": 7}, {"width": 7}, "do not animate style 'left'"),
        ({"background-color": "red"}, {}, "do not animate style 'background-color'"),
        ({"width": "50%"}, {}, "expected a number of pixels as style width, got '50%'"),
        ({"height": True}, {}, "expected a number of pixels as style height, got true"),
        ({"opacity": "half"}, {}, "expected a number from 0 to 1 as style opacity, got 'half'"),
        ({"backgroundColor": "#12"}, {}, "expected a color as style backgroundColor, got '#12'"),
        ({"backgroundColor": 7}, {}, "expected a color as style backgroundColor, got 7"),
        ({"transform": 7}, {}, "expected text as style transform, got 7"),
        ({"transformOrigin": ["left"]}, {}, "expected text as style transformOrigin"),
        ({"transform": "up"}, {"transform": "up"}, "expected a transform like 'translate("),
        (
            {"transform": "scale(2) skew(3deg)"},
            {"transform": "scale(2) skew(3deg)"},
            "expected transform functions translate, ",
        ),
    ],
)
def test_invalid_style_logs_a_warning(
    open_on: Callable[..., Page], given: dict[str, Any], taken: dict[str, Any], problem: str
) -> None:
    page = open_on(f"move({json.dumps(given)}, 10, 'end');")
    (told, called) = forward(page, 10)
    assert problem in told
    assert called == f"end {SUCCESS}"
    assert styles(page) == taken


@pytest.mark.parametrize(
    "given",
    [
        {"width": "750px", "height": "10.5wx", "opacity": "0.5", "transformOrigin": "left 50%"},
        {"width": " 7 ", "height": -1, "opacity": 0, "backgroundColor": "rgba(1, 2, 3, 0.5)"},
        {"backgroundColor": "#FF0000", "transform": "none"},
        {"transform": "translate(-50%, 10px) rotate(90deg) scale(0.5)"},
        {"transform": "translateX(10),rotateY(1e1deg), perspective(200)", "opacity": 1},
    ],
)
def test_valid_styles_cause_no_warning(open_on: Callable[..., Page], given: dict[str, Any]) -> None:
    page = open_on(f"move({json.dumps(given)}, 10, 'end');")
    assert forward(page, 10) == [f"end {SUCCESS}"]
    assert styles(page) == given


def test_transition_on_the_web_accepts_any_style(open_on: Callable[..., Page]) -> None:
    page = open_on("move({ left: 5, filter: 'none' }, 10, 'end');", "web")
    assert forward(page, 10) == ["end null"]
    assert styles(page) == {"left": 5, "filter": "none"}


@pytest.mark.parametrize(
    "timing",
    ["linear", "ease", "ease-in", "ease-out", "ease-in-out"]
    + ["cubic-bezier(0.42, 0, 0.58, 1)", "cubic-bezier(1,-2,.5,3)"],
)
def test_valid_timing_functions_cause_no_warning(open_on: Callable[..., Page], timing: str) -> None:
    page = open_on(
        "animation.transition(box, { styles: { opacity: 0 }, duration: 10,"
        f" timingFunction: {timing!r} }}, say('end'));"
    )
    assert forward(page, 10) == [f"end {SUCCESS}"]


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize(
    "timing", ["'bounce'", "'cubic-bezier(2, 0, 0, 0)'", "'cubic-bezier(0, 0)'", "7"]
)
def test_invalid_timing_function_logs_a_warning_and_prevents_the_transition_on_the_web(
    open_on: Callable[..., Page], platform: str | None, timing: str
) -> None:
    page = open_on(
        "animation.transition(box, { styles: { opacity: 0 }, duration: 10,"
        f" timingFunction: {timing} }}, say('end'));",
        platform,
    )
    (told, *called) = forward(page, 10)
    assert "expected a timingFunction linear, ease, " in told
    assert told.endswith(f"got {timing}")
    assert called == ([] if platform == "web" else [f"end {ENDED[platform]}"])
    assert styles(page) == {"opacity": 0}


@pytest.mark.parametrize("platform", [None, "android", "ios"])
@pytest.mark.parametrize("ms", ["-1", "'fast'", "[1]"])
def test_invalid_duration_logs_a_warning_and_prevents_the_transition_on_android(
    open_on: Callable[..., Page], platform: str | None, ms: str
) -> None:
    page = open_on(f"move({{ opacity: 0 }}, {ms}, 'end');", platform)
    (told, *called) = forward(page, 0)
    assert "expected a number of milliseconds as duration, got " in told
    assert called == ([] if platform == "android" else [f"end {ENDED[platform]}"])


def test_invalid_delay_of_a_transition_is_ignored_with_a_warning(
    open_on: Callable[..., Page],
) -> None:
    page = open_on(
        "animation.transition(box, { styles: { opacity: 0 }, duration: 10, delay: -5 }, say('e'));"
    )
    (told, called) = forward(page, 10)
    assert "expected a number of milliseconds as delay, got -5" in told
    assert called == f"e {SUCCESS}"


def test_duration_and_delay_of_a_transition_may_be_text(open_on: Callable[..., Page]) -> None:
    page = open_on("move({ opacity: 0 }, '100', 'end');")
    assert forward(page, 99) == []
    assert forward(page, 1) == [f"end {SUCCESS}"]


@pytest.mark.parametrize(
    "style",
    [
        {"transform": "rotate(1deg)  " * 100 + "!"},
        {"transform": "a" * 100_000},
        {"width": "1" * 100_000 + "x"},
        {"opacity": "1" * 100_000 + "x"},
    ],
    ids=lambda style: next(iter(style)),
)
def test_long_style_is_checked_in_linear_time(style: dict[str, str]) -> None:
    """A regular expression that backtracks at each blank or digit would take hours."""
    problems: list[str] = []
    fitting(dict(style), problems.append)
    assert len(problems) == 1
