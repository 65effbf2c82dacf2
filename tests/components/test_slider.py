"""`slider`: pages by finger, by attribute and by themselves."""

from __future__ import annotations

import pytest

from weex_runtime import PageError
from weex_runtime import interaction as actions
from weex_runtime.module_api.platforms import PlatformName

from ..support.screen import OpenScreen, Screen

PAGES = "[make('div', { id: 'p0' }), make('div', { id: 'p1' }), make('div', { id: 'p2' })]"
PLATFORMS: list[PlatformName | None] = [None, "android", "ios", "web"]


def slider(attrs: str = "{}", events: str = "['change']", kind: str = "slider") -> str:
    return f"make('{kind}', {attrs}, {events}, {PAGES}.concat(make('indicator')))"


def forward(screen: Screen, seconds: float) -> None:
    screen.page.runtime.clock.run_for(seconds)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_change_event_of_a_slider_has_the_index_and_updates_the_attribute(
    open_screen: OpenScreen, platform: PlatformName | None
) -> None:
    screen = open_screen(slider(), platform=platform)
    actions.slide_to(screen.page, screen.element("p0"), 2)
    assert screen.payloads() == [
        ["slider", "change", {"index": 1}],
        ["slider", "change", {"index": 2}],
    ]
    assert screen.element("slider").attr["index"] == 2
    screen.do("console.log(elements.slider.attr.index)")
    assert screen.lines() == ["2"]


@pytest.mark.parametrize(
    ("platform", "order"),
    [
        (None, ["scrollstart", "scroll", "scroll", "scroll", "scroll", "change", "scrollend"]),
        ("android", ["scrollstart", "scroll", "scroll", "scroll", "scroll", "change", "scrollend"]),
        ("ios", ["scroll", "scroll", "scroll", "scroll", "change"]),
    ],
)
def test_swipe_fires_scroll_events_while_the_slider_moves(
    open_screen: OpenScreen, platform: PlatformName | None, order: list[str]
) -> None:
    events = "['scrollstart', 'scroll', 'change', 'scrollend']"
    screen = open_screen(slider(events=events), platform=platform)
    actions.slide_to(screen.page, screen.element("slider"), 1)
    heard = screen.payloads()
    assert [kind for _, kind, _ in heard] == order
    ratios = [payload["offsetXRatio"] for _, kind, payload in heard if kind == "scroll"]
    assert ratios == [-0.25, -0.5, -0.75, -1.0]
    actions.slide_to(screen.page, screen.element("slider"), 0)
    back = [payload["offsetXRatio"] for _, kind, payload in screen.payloads() if kind == "scroll"]
    assert back == [0.25, 0.5, 0.75, 1.0]


def test_attribute_offset_x_accuracy_sets_the_distance_between_scroll_events(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(slider("{ 'offset-x-accuracy': 0.5 }", "['scroll']"))
    actions.slide_to(screen.page, screen.element("slider"), 1)
    assert [payload for _, _, payload in screen.payloads()] == [
        {"offsetXRatio": -0.5},
        {"offsetXRatio": -1.0},
    ]


def test_swipe_moves_one_page_and_wraps_around(open_screen: OpenScreen) -> None:
    screen = open_screen(slider())
    text = screen.element("p1")
    for direction in ("right", "left", "left"):
        actions.swipe(screen.page, text, direction)
    assert [payload["index"] for _, _, payload in screen.payloads()] == [2, 0, 1]


def test_swipe_stops_at_the_first_and_last_page_with_infinite_false(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(slider("{ infinite: 'false', index: 2 }"))
    with pytest.raises(PageError, match="scrolls left, and nothing listens to a swipe left"):
        actions.swipe(screen.page, screen.element("slider"), "left")
    assert screen.heard() == []


@pytest.mark.parametrize("name", ["autoPlay", "auto-play"])
def test_auto_play_moves_after_each_interval_of_the_clock(
    open_screen: OpenScreen, name: str
) -> None:
    screen = open_screen(slider(f"{{ '{name}': 'true', interval: 2000 }}"))
    forward(screen, 1.9)
    assert screen.heard() == []
    forward(screen, 6.2)
    assert [payload["index"] for _, _, payload in screen.payloads()] == [1, 2, 0, 1]


def test_auto_play_has_an_interval_of_three_seconds_by_default(open_screen: OpenScreen) -> None:
    screen = open_screen(slider("{ autoPlay: true }"))
    forward(screen, 2.9)
    assert screen.heard() == []
    forward(screen, 0.2)
    assert screen.heard(types=True) == ["slider.change"]


def test_auto_play_stops_at_the_last_page_unless_infinite(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(slider("{ autoPlay: true, interval: 1000, infinite: false }"))
    forward(screen, 10)
    assert [payload["index"] for _, _, payload in screen.payloads()] == [1, 2]
    assert screen.page.looper.next_due() is None


def test_auto_play_starts_and_stops_when_its_attributes_change(open_screen: OpenScreen) -> None:
    screen = open_screen(slider("{ autoPlay: true, interval: 1000 }"))
    screen.do("elements.slider.setAttr('autoPlay', false)")
    forward(screen, 5)
    assert screen.heard() == []
    screen.do("elements.slider.setAttr('interval', 500); elements.slider.setAttr('autoPlay', true)")
    forward(screen, 0.6)
    assert screen.heard(types=True) == ["slider.change"]


def test_swipe_restarts_the_interval(open_screen: OpenScreen) -> None:
    screen = open_screen(slider("{ autoPlay: true, interval: 1000 }"))
    forward(screen, 0.8)
    actions.slide_to(screen.page, screen.element("slider"), 1)
    screen.lines()
    forward(screen, 0.8)
    assert screen.heard() == []
    forward(screen, 0.3)
    assert [payload["index"] for _, _, payload in screen.payloads()] == [2]


def test_auto_play_stops_while_another_page_covers_the_slider(open_screen: OpenScreen) -> None:
    screen = open_screen(slider("{ autoPlay: true, interval: 1000 }"))
    screen.page.lifecycle.disappear()
    forward(screen, 5)
    assert screen.heard() == []
    screen.page.lifecycle.appear()
    forward(screen, 1.1)
    assert screen.heard(types=True) == ["slider.change"]


def test_auto_play_that_js_starts_on_a_covered_page_moves_the_slider(
    open_screen: OpenScreen,
) -> None:
    """Source: Android WXSlider.java, setAutoPlay."""
    screen = open_screen(slider("{ interval: 1000 }"))
    screen.page.lifecycle.disappear()
    screen.do("elements.slider.setAttr('autoPlay', true)")
    forward(screen, 1.1)
    assert screen.heard(types=True) == ["slider.change"]


def test_auto_play_ends_with_a_slider_that_a_handler_removes_during_a_swipe(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(slider("{ autoPlay: true }", events="[]"))
    screen.do(
        "elements.slider.addEvent('change', function () { body.removeChild(elements.slider); })"
    )
    actions.slide_to(screen.page, screen.element("slider"), 1)
    assert screen.page.looper.next_due() is None


@pytest.mark.parametrize("end", ["remove", "destroy"])
def test_auto_play_ends_with_the_element_and_with_the_page(
    open_screen: OpenScreen, end: str
) -> None:
    screen = open_screen(slider("{ autoPlay: true }"))
    if end == "remove":
        screen.do("body.removeChild(elements.slider)")
    else:
        screen.page.destroy()
    assert screen.page.looper.next_due() is None


def test_attribute_index_that_js_sets_moves_the_slider_and_fires_change(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(slider("{ index: 1 }"))
    assert screen.component("slider").index == 1
    screen.do("elements.slider.setAttr('index', 2)")
    assert screen.payload() == {"index": 2}
    screen.do("elements.slider.setAttr('index', 7)")
    assert screen.heard() == []


def test_invalid_moves_of_a_slider_are_errors(open_screen: OpenScreen) -> None:
    screen = open_screen(slider("{ scrollable: false }"), "make('text')")
    with pytest.raises(PageError, match="has 3 pages.* got 3"):
        actions.slide_to(screen.page, screen.element("slider"), 3)
    with pytest.raises(PageError, match="has scrollable=false"):
        actions.slide_to(screen.page, screen.element("slider"), 1)
    with pytest.raises(PageError, match="<text ref=.*>: it is not in a slider"):
        actions.slide_to(screen.page, screen.element("text"), 1)


def test_sliding_with_a_scrollend_handler_logs_that_ios_never_fires_scrollend(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(slider(events="['scrollend']"), hints=True)
    actions.slide_to(screen.page, screen.element("slider"), 1)
    assert any(
        "a slider listens to scrollend; on iOS: it is never fired" in x for x in screen.lines()
    )


@pytest.mark.parametrize("kind", ["slider-neighbor", "cycleslider"])
def test_elements_cycleslider_and_slider_neighbor_move_like_a_slider(
    open_screen: OpenScreen, kind: str
) -> None:
    screen = open_screen(slider(kind=kind))
    actions.slide_to(screen.page, screen.element(kind), 1)
    assert screen.heard(types=True) == [f"{kind}.change"]
