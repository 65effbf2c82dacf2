"""weex_runtime.interaction.gestures: the events of a finger on each platform."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, nan
from typing import Any, cast

import pytest

from weex_runtime import PageDestroyed, PageError, UnknownRef
from weex_runtime import interaction as actions
from weex_runtime.module_api.component_events import Direction
from weex_runtime.module_api.platforms import PlatformName

from ..support.screen import OpenScreen

TOUCH = ["touchstart", "touchmove", "touchend"]
PANS = ["panstart", "panmove", "panend"]
SIDES = {"x": 0, "y": 100, "width": 750, "height": 80}
PLATFORMS: list[PlatformName | None] = [None, "android", "ios", "web"]


MIDDLE = 375  # the horizontal middle of a box, in page pixels


def box(*events: str, attrs: str = "{}", children: str = "[]") -> str:
    return f"make('div', Object.assign({{ id: 'box' }}, {attrs}), {list(events)}, {children})"


def at(x: float, y: float) -> dict[str, Any]:
    touch = {"identifier": 0, "pageX": x, "pageY": y, "screenX": x, "screenY": y}
    return {"changedTouches": [touch]}


@pytest.mark.parametrize(
    ("platform", "payload"),
    [
        (None, {"position": SIDES}),
        ("android", {"position": SIDES}),
        ("ios", {"position": {**SIDES, "pageX": 5, "pageY": 6}}),
        ("web", {"touch": at(5, 6)["changedTouches"][0]}),
    ],
)
def test_click_event_has_the_position_of_the_element(
    open_screen: OpenScreen, platform: PlatformName | None, payload: Any
) -> None:
    above = "make('div', {}, [], [], { height: 100 })"
    boxed = "make('div', { id: 'box' }, ['click'], [], { height: 80 })"
    screen = open_screen(above, boxed, platform=platform)
    actions.tap(screen.page, screen.element("box"), (5, 6))
    assert screen.payload() == payload


def test_tap_touches_the_middle_of_the_element(open_screen: OpenScreen) -> None:
    above = "make('div', {}, [], [], { height: 100 })"
    boxed = "make('div', { id: 'box' }, ['touchstart'], [], { height: 80 })"
    screen = open_screen(above, boxed)
    actions.tap(screen.page, screen.element("box"))
    assert screen.payload() == at(375, 140)


def test_click_event_has_the_position_and_size_of_an_element_with_a_box(
    open_screen: OpenScreen,
) -> None:
    sides = {"x": 1, "y": 2, "width": 3, "height": 4}
    for platform, more in ((None, {}), ("ios", {"pageX": 5, "pageY": 6})):
        screen = open_screen(box("click"), platform=platform)
        screen.component("box").fire("click", box=(1, 2, 3, 4), at=(5, 6))
        assert screen.payload() == {"position": {**sides, **more}}


def test_tap_fires_touch_events_and_click(open_screen: OpenScreen) -> None:
    screen = open_screen(box("click", *TOUCH, children="[make('text')]"))
    actions.tap(screen.page, screen.element("text"), (1, 2))
    heard = screen.payloads()
    assert [kind for _, kind, _ in heard] == ["touchstart", "touchend", "click"]
    assert heard[0][2] == at(1, 2)


def test_tap_on_an_element_with_only_touch_handlers_fires_the_touch_events(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(box("touchend"))
    actions.tap(screen.page, screen.element("box"))
    assert screen.heard(types=True) == ["box.touchend"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_long_press_fires_touchstart_then_longpress_then_touchend(
    open_screen: OpenScreen, platform: PlatformName | None
) -> None:
    screen = open_screen(box("longpress", *TOUCH), platform=platform)
    actions.long_press(screen.page, screen.element("box"), (1, 2))
    heard = screen.payloads()
    assert [kind for _, kind, _ in heard] == ["touchstart", "longpress", "touchend"]
    assert heard[1][2] == at(1, 2)


ALL = [*TOUCH, *PANS, "horizontalpan", "verticalpan", "swipe"]

MOTIONS: list[tuple[PlatformName | None, list[str], list[str]]] = [
    (
        None,
        [*TOUCH, *PANS, "swipe"],
        ["touchstart", "panstart", "touchmove", "panmove", "touchmove", "panmove", "touchmove"]
        + ["touchend", "panend"],
    ),
    (
        "android",
        ALL,
        ["touchstart", "horizontalpan", "touchmove", "horizontalpan", "touchmove"]
        + ["horizontalpan", "touchmove", "touchend", "horizontalpan"],
    ),
    ("android", ["panmove", "swipe"], ["panmove", "panmove"]),
    ("android", ["swipe"], ["swipe"]),
    (
        "ios",
        ALL,
        ["touchstart"]
        + ["touchmove", "horizontalpan", "panstart"]
        + ["touchmove", "horizontalpan", "verticalpan", "panmove"] * 2
        + ["touchend", "horizontalpan", "verticalpan", "panend"],
    ),
    ("ios", ["panstart", "panend"], ["panstart", "panend"]),
    (
        "web",
        ALL,
        ["touchstart", "touchmove", "panstart", "panmove", "touchmove", "panmove"]
        + ["touchmove", "panmove", "touchend", "panend"],
    ),
]


@pytest.mark.parametrize(("platform", "events", "order"), MOTIONS)
def test_pan_fires_the_events_of_the_platform(
    open_screen: OpenScreen, platform: PlatformName | None, events: list[str], order: list[str]
) -> None:
    screen = open_screen(box(*events), platform=platform)
    actions.pan(screen.page, screen.element("box"), 90, 30)
    assert screen.heard(types=True) == [f"box.{event}" for event in order]


@pytest.mark.parametrize(
    ("platform", "events", "order"),
    [
        (None, ["swipe", "touchmove"], ["swipe", "touchmove", "touchmove", "touchmove"]),
        ("ios", ["swipe"], ["swipe"]),
        ("ios", ["swipe", "panend"], ["panend"]),
        ("web", ["swipe", "panend"], ["panend", "swipe"]),
    ],
)
def test_swipe_fires_the_events_of_the_platform(
    open_screen: OpenScreen, platform: PlatformName | None, events: list[str], order: list[str]
) -> None:
    screen = open_screen(box(*events), platform=platform)
    actions.swipe(screen.page, screen.element("box"), "left")
    assert screen.heard(types=True) == [f"box.{event}" for event in order]


@pytest.mark.parametrize("direction", ["up", "down", "left", "right"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_swipe_event_has_the_direction_of_the_finger(
    open_screen: OpenScreen, platform: PlatformName | None, direction: Direction
) -> None:
    screen = open_screen(box("swipe"), platform=platform)
    actions.swipe(screen.page, screen.element("box"), direction, distance=300)
    payload = screen.payload()
    assert payload["direction"] == direction
    (touch,) = payload["changedTouches"]
    assert max(abs(touch["pageX"] - MIDDLE), abs(touch["pageY"])) in (100, 300)


@pytest.mark.parametrize(
    ("platform", "states"),
    [
        (None, ["start", "move", "move", "end"]),
        ("android", ["start", "move", "move", "end"]),
        ("ios", ["start", "move", "move", "end"]),
    ],
)
def test_pan_in_one_direction_has_the_states_start_move_and_end(
    open_screen: OpenScreen, platform: PlatformName | None, states: list[str]
) -> None:
    screen = open_screen(box("horizontalpan"), platform=platform)
    actions.pan(screen.page, screen.element("box"), 30, 0)
    heard = screen.payloads()
    assert [payload["state"] for _, _, payload in heard] == states
    assert heard[-1][2] == {"state": "end", **at(MIDDLE + 30, 0)}


def test_pan_in_one_direction_does_not_start_in_another_direction(open_screen: OpenScreen) -> None:
    for platform, event, states in (
        ("android", "horizontalpan", []),
        ("ios", "horizontalpan", []),
        ("ios", "verticalpan", ["move", "move", "end"]),
    ):
        screen = open_screen(box(event, "touchstart"), platform=platform)
        dx, dy = (0, 30) if event == "horizontalpan" else (30, 0)
        actions.pan(screen.page, screen.element("box"), dx, dy)
        told = [payload for _, kind, payload in screen.payloads() if kind == event]
        assert [payload["state"] for payload in told] == states


def test_panstart_on_android_has_the_start_point_of_the_finger(open_screen: OpenScreen) -> None:
    for platform, x in (("android", 0), ("ios", 10)):
        screen = open_screen(box("panstart"), platform=platform)
        actions.pan(screen.page, screen.element("box"), 30, 0)
        assert screen.payload() == at(MIDDLE + x, 0)


def test_touch_events_have_the_points_of_the_path(open_screen: OpenScreen) -> None:
    screen = open_screen(box(*TOUCH))
    actions.touch(screen.page, screen.element("box"), [(0, 0), (3, 4), (5, 6)])
    assert [payload for _, _, payload in screen.payloads()] == [
        at(0, 0),
        at(3, 4),
        at(5, 6),
        at(5, 6),
    ]


@pytest.mark.parametrize("event", ["stopPropagation", "stoppropagation"])
@pytest.mark.parametrize(
    ("platform", "answer", "goes_on"),
    [
        (None, "true", True),
        (None, "false", False),
        ("android", "true", False),
        ("android", "false", True),
        ("ios", "true", False),
        ("ios", "false", True),
        (None, "undefined", True),
        ("android", "undefined", True),
    ],
)
def test_result_of_a_stop_propagation_handler_decides_if_outer_scrollers_get_the_touch(
    open_screen: OpenScreen,
    event: str,
    platform: PlatformName | None,
    answer: str,
    goes_on: bool,
) -> None:
    screen = open_screen(box(event), js=f"answers.{event} = {answer};", platform=platform)
    path = [(0.0, 0.0), (1.0, 0.0)]
    assert actions.touch(screen.page, screen.element("box"), path) is goes_on
    heard = screen.heard()
    assert [payload["action"] for _, _, payload in heard] == ["start", "move", "end"]
    kind = event if platform == "ios" else "touch"
    assert {k for _, k, _ in heard} == {kind}
    assert heard[0][2]["changedTouches"] == at(0, 0)["changedTouches"]


def test_list_does_not_scroll_if_a_handler_of_the_bundle_keeps_the_touch(
    open_screen: OpenScreen,
) -> None:
    for answer, heard in (("true", []), ("false", ["list.scroll"])):
        cell = f"make('cell', {{}}, [], [{box('stopPropagation')}], {{ height: 2000 }})"
        screen = open_screen(
            f"make('list', {{}}, ['scroll'], [{cell}])",
            js=f"answers.stopPropagation = {answer};",
            platform="android",
        )
        actions.swipe(screen.page, screen.element("box"), "up")
        assert [e for e in screen.heard(types=True) if "scroll" in e] == heard


def test_stop_propagation_handler_whose_result_devices_treat_differently_logs_a_hint(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(box("stopPropagation"), js="answers.stopPropagation = true;", hints=True)
    actions.touch(screen.page, screen.element("box"))
    told = [line for line in screen.lines() if "a handler of stopPropagation returned true" in line]
    assert "on Android and iOS: true keeps the touch" in told[0]


def test_pan_in_one_direction_does_not_move_the_slider_around_the_element(
    open_screen: OpenScreen,
) -> None:
    slider = (
        "make('slider', {}, ['change'], "
        f"[make('div', {{ id: 'p0' }}, [], [{box('horizontalpan')}]), make('div')])"
    )
    screen = open_screen(slider, platform="android")
    actions.swipe(screen.page, screen.element("box"), "left")
    assert "slider.change" not in screen.heard(types=True)
    actions.swipe(screen.page, screen.element("p0"), "left")
    assert "slider.change" in screen.heard(types=True)


@pytest.mark.parametrize("kind", ["scroller", "list", "web"])
def test_android_fires_no_gesture_events_on_scrollers_lists_and_web_elements(
    open_screen: OpenScreen, kind: str
) -> None:
    element = f"make('{kind}', {{}}, ['swipe'])"
    for platform, heard in (("android", ["box.swipe"]), (None, [f"{kind}.swipe"])):
        screen = open_screen(box("swipe", children=f"[{element}]"), platform=platform, hints=True)
        actions.swipe(screen.page, screen.element(kind), "left")
        lines = screen.lines()
        assert any(f"a {kind} listens to gestures" in line for line in lines)
        assert [line.partition('"')[2].partition('"')[0] for line in lines if line[1] == '"'] == [
            heard[0].split(".")[0]
        ]


def test_gesture_event_bubbles_if_the_body_has_bubble_true(open_screen: OpenScreen) -> None:
    for bubble, heard in (("'true'", ["inner.click", "outer.click"]), ("'false'", ["inner.click"])):
        inner = "make('div', { id: 'inner' }, ['click'], [make('text')])"
        outer = f"make('div', {{ id: 'outer' }}, ['click'], [{inner}])"
        screen = open_screen(outer, js=f"body.setAttr('bubble', {bubble});")
        actions.tap(screen.page, screen.element("text"))
        assert screen.heard(types=True) == heard


def test_stop_propagation_on_an_event_object_stops_bubbling(open_screen: OpenScreen) -> None:
    middle = "make('div', { id: 'middle' }, [], [make('div', { id: 'inner' }, ['click'])])"
    outer = f"make('div', {{ id: 'outer' }}, ['click'], [{middle}])"
    screen = open_screen(outer, js="body.setAttr('bubble', 'true');")
    screen.do(
        "elements.middle.addEvent('click', function (e) {"
        'console.log(\'["middle", {"type": "\' + e.type + \'"}]\'); e.stopPropagation(); })'
    )
    actions.tap(screen.page, screen.element("inner"))
    assert screen.heard(types=True) == ["inner.click", "middle.click"]


BUBBLING = """// { "framework": "Vue" }
new Vue({
  el: 'body',
  data: { log: [] },
  methods: {
    note: function (name, stops) {
      var self = this;
      return function (event) {
        self.log.push(name + ' ' + event.type + ' ' + (event.target === event.currentTarget));
        if (stops) event.stopPropagation();
      };
    },
  },
  render: function (h) {
    return h('div', { attrs: { bubble: 'true' }, on: { swipe: this.note('body') } }, [
      h('div', { on: { longpress: this.note('outer'), swipe: this.note('outer') } }, [
        h('text', { on: { longpress: this.note('text', true), swipe: this.note('text') } }, ['t']),
      ]),
      h('text', [this.log.join(', ')]),
    ]);
  },
});
"""


def test_gesture_events_bubble_in_a_vue_bundle(open_screen: OpenScreen) -> None:
    page = open_screen(box()).page.runtime.open(source=BUBBLING, name="bubbling.js")
    text = page.document.root.children[0].children[0]
    actions.long_press(page, text)
    assert page.document.root.children[1].attr["value"] == "text longpress true"
    actions.swipe(page, text, "left")
    assert page.document.root.children[1].attr["value"] == (
        "text longpress true, text swipe true, outer swipe false, body swipe false"
    )


def test_touch_handler_that_removes_the_element_ends_the_tap(open_screen: OpenScreen) -> None:
    screen = open_screen(box("click"), js="function away() { body.removeChild(elements.box); }")
    screen.do("elements.box.addEvent('touchstart', away)")
    actions.tap(screen.page, screen.element("box"))
    assert screen.heard() == []


@pytest.mark.parametrize(
    ("act", "problem"),
    [
        (actions.tap, "nothing listens to click at <text"),
        (actions.long_press, "nothing listens to longpress at <text"),
        (actions.touch, "nothing listens to a touch at <text"),
        (lambda page, e: actions.pan(page, e, 1, 1), "nothing listens to a pan down at <text"),
        (
            lambda page, e: actions.swipe(page, e, "up"),
            "scrolls up, and nothing listens to a swipe up at <text",
        ),
        (
            lambda page, e: actions.swipe(page, e, cast(Direction, "north")),
            "expected up, down, left or right, got 'nor",
        ),
    ],
)
def test_gesture_on_an_element_without_a_listener_is_an_error(
    open_screen: OpenScreen, act: Any, problem: str
) -> None:
    screen = open_screen("make('text')")
    with pytest.raises(PageError, match=problem):
        act(screen.page, screen.element("text"))


@pytest.mark.parametrize(
    ("platform", "event", "act", "words"),
    [
        (None, "horizontalpan", (0, 90), "has no listener for a pan down, only for horizontalpan"),
        (
            "android",
            "horizontalpan",
            (0, -90),
            "has no listener for a pan up, only for horizontalpan",
        ),
        ("ios", "horizontalpan", (0, 90), "has no listener for a pan down, only for horizontalpan"),
        ("web", "horizontalpan", (90, 0), "the web has no pans in one direction"),
        (
            "android",
            "verticalpan",
            (90, 0),
            "has no listener for a pan right, only for verticalpan",
        ),
        ("ios", "swipe", (90, 0), "has no listener for a pan right, only for swipe"),
        (
            "android",
            "verticalpan",
            "left",
            "has no listener for a swipe left, only for verticalpan",
        ),
    ],
)
def test_error_for_a_gesture_without_a_listener_lists_the_existing_listeners(
    open_screen: OpenScreen, platform: Any, event: str, act: Any, words: str
) -> None:
    screen = open_screen(box(event), platform=platform)
    element = screen.element("box")
    gesture = actions.swipe if isinstance(act, str) else actions.pan
    args = [act] if isinstance(act, str) else act
    with pytest.raises(PageError, match=words):
        cast(Any, gesture)(screen.page, element, *args)


def test_gesture_on_a_removed_element_is_refused(open_screen: OpenScreen) -> None:
    screen = open_screen(box("click"))
    element = screen.element("box")
    screen.do("body.removeChild(elements.box)")
    with pytest.raises(UnknownRef):
        actions.tap(screen.page, element)
    screen.page.destroy()
    with pytest.raises(PageDestroyed, match="cannot tap <div ref="):
        actions.tap(screen.page, element)


@pytest.mark.parametrize("distance", [nan, inf, -inf, 10**400, "9", None])
def test_distance_that_is_not_a_finite_number_is_refused(
    open_screen: OpenScreen, distance: Any
) -> None:
    screen = open_screen(box(*TOUCH))
    page, element = screen.page, screen.element("box")
    acts: list[Callable[[], None]] = [
        lambda: actions.pan(page, element, distance, 0),
        lambda: actions.pan(page, element, 0, distance),
        lambda: actions.swipe(page, element, "up", distance),
        lambda: actions.pull_to_refresh(page, element, distance),
        lambda: actions.pull_to_load(page, element, distance),
    ]
    if distance is not None:  # `scroll_to` does not change an offset for None
        acts.append(lambda: actions.scroll_to(page, element, distance))
        acts.append(lambda: actions.scroll_to(page, element, 0, distance))
    for act in acts:
        with pytest.raises(PageError, match="expected a distance"):
            act()
    assert screen.payloads() == []
