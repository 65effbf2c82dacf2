"""weex_runtime.interaction.drag: a finger that drags step by step."""

from __future__ import annotations

import pytest

from weex_runtime.interaction.drag import drag_at
from weex_runtime.module_api.component_events import Point
from weex_runtime.module_api.platforms import PlatformName

from ..support.screen import OpenScreen, Screen

PANNED = "make('div', { id: 'box' }, ['panstart', 'panmove', 'panend'], [], { height: 200 })"
SWIPED = "make('div', { id: 'box' }, ['swipe'], [], { height: 200 })"
SLIDER = (
    "make('slider', {}, ['change'], [make('div'), make('div'), make('div')],"
    " { width: 750, height: 200 })"
)
ROWS = ", ".join(3 * ["make('cell', {}, [], [], { height: 900 })"])
LIST = f"make('list', {{}}, [], [{ROWS}], {{ height: 1000 }})"
PULLED = (
    "make('list', {}, [], [make('refresh', {}, ['refresh'], [], { height: 100 }), "
    f"{ROWS}, make('loading', {{}}, ['loading'], [], {{ height: 100 }})], {{ height: 1000 }})"
)
SLOW, FAST = 2.0, 0.1  # durations of a drag in seconds


def drag(screen: Screen, *path: Point, seconds: float = FAST, scrolls: bool = True) -> str | None:
    """The gesture of a drag over points; None if nothing reacts."""
    (x0, y0), (x1, y1) = path[0], path[-1]
    is_across = abs(x1 - x0) > abs(y1 - y0)
    direction = ("left" if x1 < x0 else "right") if is_across else ("up" if y1 < y0 else "down")
    found = drag_at(screen.page, path[0], direction, scrolls=scrolls)  # type: ignore[arg-type]
    if found is None:
        return None
    for number, point in enumerate(path[1:-1], 1):
        found.move(point, seconds * number / len(path))
    return found.end(path[-1], seconds)


@pytest.mark.parametrize("platform", [None, "android", "ios", "web"])
def test_drag_on_an_element_that_listens_to_pan_fires_the_pan_events(
    open_screen: OpenScreen, platform: PlatformName | None
) -> None:
    screen = open_screen(PANNED, platform=platform)
    assert drag(screen, (10, 10), (50, 10), (90, 10), (90, 60), seconds=SLOW) == "pan"
    heard = screen.heard(types=True)
    assert (heard[0], heard[-1]) == ("box.panstart", "box.panend")
    assert heard.count("box.panmove") >= 2


@pytest.mark.parametrize(
    ("platform", "seconds", "gesture", "heard"),
    [
        ("ios", FAST, "swipe", ["box.swipe"]),
        ("ios", SLOW, "", []),
        ("android", SLOW, "pan", ["box.swipe"]),
        ("web", FAST, "swipe", ["box.swipe"]),
        ("web", SLOW, "", []),
    ],
)
def test_swipe_is_fired_for_a_drag_as_fast_as_the_platform_requires(
    open_screen: OpenScreen,
    platform: PlatformName,
    seconds: float,
    gesture: str,
    heard: list[str],
) -> None:
    screen = open_screen(SWIPED, platform=platform)
    assert drag(screen, (400, 10), (200, 10), (100, 10), seconds=seconds) == gesture
    assert screen.heard(types=True) == heard


@pytest.mark.parametrize(
    ("end", "seconds", "gesture", "index"),
    [
        (600, FAST, "swipe", 1),
        (600, SLOW, "", 0),
        (300, SLOW, "swipe", 1),
    ],
)
def test_slider_moves_after_a_fast_or_a_long_drag(
    open_screen: OpenScreen, end: float, seconds: float, gesture: str, index: int
) -> None:
    screen = open_screen(SLIDER)
    assert drag(screen, (700, 50), (end, 50), seconds=seconds) == gesture
    assert screen.component("slider").index == index


def test_drag_down_on_a_slider_does_nothing(open_screen: OpenScreen) -> None:
    screen = open_screen(SLIDER)
    assert drag(screen, (300, 50), (300, 190)) is None


def test_drag_on_a_list_scrolls_the_list_and_is_not_reported_as_a_gesture(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(LIST)
    assert drag(screen, (300, 900), (300, 700), (300, 600)) == ""
    assert screen.component("list").offset == (0, 300)


def test_list_does_not_react_to_a_pointer_that_selects_text(open_screen: OpenScreen) -> None:
    screen = open_screen(LIST)
    assert drag(screen, (300, 900), (300, 700), scrolls=False) is None


@pytest.mark.parametrize("scrolls", [True, False])
def test_drag_beyond_the_start_of_a_list_pulls_its_refresh_element(
    open_screen: OpenScreen, scrolls: bool
) -> None:
    screen = open_screen(PULLED)
    assert drag(screen, (300, 100), (300, 200), (300, 260), scrolls=scrolls) == "pull_to_refresh"
    assert screen.heard(types=True) == ["refresh.refresh"]


def test_drag_beyond_the_end_of_a_list_pulls_its_loading_element(open_screen: OpenScreen) -> None:
    screen = open_screen(PULLED)
    screen.component("list").reach_end()
    screen.lines()
    assert drag(screen, (300, 800), (300, 600)) == "pull_to_load"
    assert screen.heard(types=True) == ["loading.loading"]


def test_drag_in_the_direction_of_a_pan_listener_does_not_scroll_the_list(
    open_screen: OpenScreen,
) -> None:
    cell = (
        "make('cell', {}, [], [make('div', { id: 'box' }, ['verticalpan'], [], { height: 2000 })])"
    )
    screen = open_screen(f"make('list', {{}}, [], [{cell}], {{ height: 1000 }})")
    assert drag(screen, (300, 900), (300, 700), (300, 600), seconds=SLOW) == "pan"
    assert screen.component("list").offset == (0, 0)


def test_drag_ends_when_a_handler_removes_the_dragged_element(open_screen: OpenScreen) -> None:
    screen = open_screen(PANNED.replace("'panmove', ", ""))
    screen.do("elements.box.addEvent('panmove', function () { body.removeChild(elements.box); });")
    drag(screen, (10, 10), (50, 10), (90, 10), (90, 60))
    assert "box" not in [element.attr.get("id") for element in screen.page.document.elements()]
    assert "box.panend" not in screen.heard(types=True)
    assert not screen.page.failures
