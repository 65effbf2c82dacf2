"""`scroller`, `list` and their kin: scrolling, loading more, appear and disappear."""

from __future__ import annotations

from typing import Any

import pytest

from weex_runtime import PageError
from weex_runtime import interaction as actions
from weex_runtime.module_api.component_events import Direction
from weex_runtime.module_api.platforms import PlatformName

from ..support.screen import OpenScreen, Screen

EVENTS = "['scrollstart', 'scroll', 'loadmore', 'scrollend']"
ROWS = (
    "[make('cell', { id: 'row0' }, [], [make('text', { id: 't0' })], { height: 2000 }), "
    "make('cell', {}, [], [], { height: 2000 })]"
)


def scroller(kind: str = "list", attrs: str = "{}", events: str = EVENTS, style: str = "{}") -> str:
    return f"make('{kind}', {attrs}, {events}, {ROWS}, {style})"


def place(
    x: float, y: float, size: tuple[float, float] = (750, 4000), **more: Any
) -> dict[str, Any]:
    contents = {
        "contentSize": {"width": size[0], "height": size[1]},
        "contentOffset": {"x": x, "y": y},
    }
    return {**contents, **more}


@pytest.mark.parametrize(
    ("kind", "platform", "start", "on_the_way", "end"),
    [
        ("list", None, {}, {}, {}),
        ("scroller", None, {}, {}, {}),
        (
            "list",
            "android",
            {"isDragging": True},
            {"isDragging": True},
            {"isDragging": False},
        ),
        ("scroller", "android", {}, {}, {}),
        ("list", "ios", {"isDragging": True}, {}, {}),
        ("list", "web", {}, {}, {}),
        ("waterfall", "android", {"isDragging": True}, {"isDragging": True}, {"isDragging": False}),
    ],
)
def test_scroll_events_have_negative_offsets(
    open_screen: OpenScreen,
    kind: str,
    platform: PlatformName | None,
    start: dict[str, Any],
    on_the_way: dict[str, Any],
    end: dict[str, Any],
) -> None:
    screen = open_screen(scroller(kind), platform=platform)
    actions.scroll_to(screen.page, screen.element("t0"), y=300)
    assert screen.payloads() == [
        [kind, "scrollstart", place(0, 0, **start)],
        [kind, "scroll", place(0, -300, **on_the_way)],
        [kind, "scrollend", place(0, -300, **end)],
    ]


@pytest.mark.parametrize(
    ("platform", "x"), [(None, -200), ("android", -200), ("ios", -200), ("web", 200)]
)
def test_scroll_event_has_a_positive_x_only_on_the_web(
    open_screen: OpenScreen, platform: PlatformName | None, x: float
) -> None:
    attrs = "{ 'scroll-direction': 'horizontal' }"
    screen = open_screen(scroller("scroller", attrs, "['scroll']"), platform=platform)
    actions.scroll_to(screen.page, screen.element("scroller"), x=200, content_size=(1500, 400))
    assert screen.payload() == place(x, 0, (1500, 400))


@pytest.mark.parametrize(
    ("platform", "attrs", "offsets"),
    [
        (None, "{}", [-4, -8, -30]),
        ("ios", "{}", [-4, -8, -30]),
        ("android", "{}", [-4, -30]),
        ("web", "{}", [-30]),
        (None, "{ offsetAccuracy: 20 }", [-30]),
        ("android", "{ 'offset-accuracy': '3' }", [-4, -8, -30]),
        ("ios", "{ 'offset-accuracy': '5' }", [-8, -30]),
    ],
)
def test_scroll_is_fired_when_the_offset_has_moved_by_offset_accuracy(
    open_screen: OpenScreen, platform: PlatformName | None, attrs: str, offsets: list[float]
) -> None:
    screen = open_screen(scroller(attrs=attrs, events="['scroll']"), platform=platform)
    for y in (4, 8, 30):
        actions.scroll_to(screen.page, screen.element("list"), y=y)
    assert [payload["contentOffset"]["y"] for _, _, payload in screen.heard()] == offsets


def test_recycle_list_scrolls_like_a_list(open_screen: OpenScreen) -> None:
    slot = "make('cell-slot', { 'default': '' }, [], [make('text')], { height: 2000 })"
    rows = f"make('recycle-list', {{ listData: [{{}}] }}, {EVENTS}, [{slot}])"
    screen = open_screen(rows, platform="android")
    row = next(e for e in screen.element("recycle-list").walk() if e.type == "text")
    actions.scroll_to(screen.page, row, y=300)
    assert screen.heard(types=True) == [
        f"recycle-list.{event}" for event in ("scrollstart", "scroll", "scrollend")
    ]


def test_scrolling_to_the_current_offset_fires_no_event(open_screen: OpenScreen) -> None:
    screen = open_screen(scroller())
    actions.scroll_to(screen.page, screen.element("list"), y=0)
    assert screen.heard() == []


@pytest.mark.parametrize("platform", [None, "android", "ios", "web"])
def test_loadmore_is_fired_again_for_the_same_content_only_after_reset_loadmore(
    open_screen: OpenScreen, platform: PlatformName | None
) -> None:
    screen = open_screen(scroller(events="['loadmore']"), platform=platform)

    def load(*code: str) -> list[str]:
        for line in code:
            screen.do(line)
        actions.scroll_to_end(screen.page, screen.element("list"))
        return screen.heard(types=True)

    assert load() == ["list.loadmore"]
    assert load() == []
    assert load("elements.list.appendChild(make('cell', { id: 'new' }))") == ["list.loadmore"]
    assert load() == []
    assert load("elements.list.resetLoadmore()") == ["list.loadmore"]
    assert load("elements.list.setAttr('loadmoreretry', 1)") == ["list.loadmore"]


def test_elements_refresh_and_loading_do_not_add_to_the_content_size(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(scroller(events="['loadmore']"))
    actions.scroll_to_end(screen.page, screen.element("list"))
    screen.do("elements.list.appendChild(make('loading'))")
    actions.scroll_to_end(screen.page, screen.element("list"))
    assert screen.heard(types=True) == ["list.loadmore"]


@pytest.mark.parametrize("kind", ["scroller", "list", "waterfall", "hlist"])
def test_scroller_on_android_needs_loadmoreoffset_for_loadmore(
    open_screen: OpenScreen, kind: str
) -> None:
    for attrs, is_heard in (("{}", kind != "scroller"), ("{ loadmoreoffset: 10 }", True)):
        screen = open_screen(scroller(kind, attrs, "['loadmore']"), platform="android", hints=True)
        actions.scroll_to_end(screen.page, screen.element(kind))
        lines = screen.lines()
        assert any(line.startswith("[") and "loadmore" in line for line in lines)
        told = any("without loadmoreoffset" in line for line in lines)
        assert told is not is_heard


@pytest.mark.parametrize(
    ("platform", "order"),
    [
        (None, ["scrollstart", "scroll", "loadmore", "scrollend"]),
        ("android", ["scrollstart", "scroll", "loadmore", "scrollend"]),
        ("ios", ["scrollstart", "loadmore", "scroll", "scrollend"]),
    ],
)
def test_loadmore_is_fired_near_the_end_of_content_if_the_test_gives_the_content_size(
    open_screen: OpenScreen, platform: PlatformName | None, order: list[str]
) -> None:
    screen = open_screen(
        scroller(attrs="{ loadmoreoffset: '100' }", style="{ height: '400px' }"), platform=platform
    )
    list_ = screen.element("list")
    actions.scroll_to(screen.page, list_, y=480, content_size=(750, 1000))
    assert "list.loadmore" not in screen.heard(types=True)
    actions.scroll_to(screen.page, list_, y=500)
    assert screen.heard(types=True) == [f"list.{event}" for event in order]
    actions.scroll_to_end(screen.page, list_)
    assert screen.component("list").offset == (0, 600)


def test_swipe_scrolls_by_the_distance_that_the_finger_moves(open_screen: OpenScreen) -> None:
    screen = open_screen(scroller())
    swipes: list[tuple[Direction, float, float]] = [
        ("up", 120, -120),
        ("up", 500, -620),
        ("down", 20, -600),
    ]
    for direction, distance, y in swipes:
        actions.swipe(screen.page, screen.element("t0"), direction, distance)
        assert screen.payloads()[-1] == ["list", "scrollend", place(0, y)]


def test_swipe_scrolls_to_the_end_and_not_beyond(open_screen: OpenScreen) -> None:
    screen = open_screen(scroller(events="['scroll']", style="{ height: 400 }"))
    list_ = screen.element("list")
    actions.scroll_to(screen.page, list_, y=10, content_size=(750, 1000))
    for direction in ("up", "up", "down"):
        actions.swipe(screen.page, screen.element("t0"), direction)
    offsets = [payload["contentOffset"]["y"] for _, _, payload in screen.heard()]
    assert offsets == [-10, -510, -600, -100]


def do_wrong(screen: Screen, **options: Any) -> None:
    actions.scroll_to(screen.page, screen.element("list"), **options)


def test_scrolling_out_of_range_is_an_error(open_screen: OpenScreen) -> None:
    screen = open_screen(scroller(), "make('text', { id: 'outside' })")
    with pytest.raises(PageError, match="expected an offset of 0 or more"):
        do_wrong(screen, y=-1)
    with pytest.raises(PageError, match=r"ends at \(750, 1000\)"):
        do_wrong(screen, y=1001, content_size=(750, 1000))
    with pytest.raises(PageError, match="it is not in a scroller or list"):
        actions.scroll_to(screen.page, screen.element("outside"), y=1)
    screen.do("elements.list.setAttr('scrollable', false)")
    with pytest.raises(PageError, match="has scrollable=false"):
        do_wrong(screen, y=1)
    with pytest.raises(PageError, match="has scrollable=false"):
        actions.scroll_to_end(screen.page, screen.element("list"))


@pytest.mark.parametrize(
    ("platform", "first", "later"),
    [
        (None, {"direction": ""}, {"direction": "up"}),
        ("android", {"direction": ""}, {"direction": "up"}),
        ("ios", {}, {"direction": "up"}),
        ("web", {"direction": ""}, {"direction": ""}),
    ],
)
def test_appear_and_disappear_events_have_the_scroll_direction(
    open_screen: OpenScreen,
    platform: PlatformName | None,
    first: dict[str, str],
    later: dict[str, str],
) -> None:
    cell = "make('cell', { id: 'c' }, ['appear', 'disappear'])"
    screen = open_screen(f"make('list', {{}}, [], [{cell}])", platform=platform)
    page, element = screen.page, screen.element("c")
    actions.appear(page, element)
    assert screen.payloads() == [["c", "appear", first]]
    actions.appear(page, element)
    assert screen.heard() == []
    actions.scroll_to(page, element, y=100)
    actions.disappear(page, element)
    assert screen.payloads() == [["c", "disappear", later]]
    actions.appear(page, element, "down")
    assert screen.payload() == {"direction": "down"}


def test_event_appear_of_a_row_is_fired_on_each_element_in_the_row_that_handles_it(
    open_screen: OpenScreen,
) -> None:
    cell = "make('cell', { id: 'c' }, ['appear'], [make('image', {}, ['appear']), make('text')])"
    screen = open_screen(f"make('list', {{}}, [], [{cell}])")
    actions.appear(screen.page, screen.element("c"))
    assert screen.heard(types=True) == ["c.appear", "image.appear"]
    screen.component("c").is_in_sight = False
    actions.appear(screen.page, screen.element("text"))
    assert screen.heard(types=True) == ["c.appear"]


def test_firing_appear_on_an_element_outside_scrollers_and_lists_is_an_error_on_devices(
    open_screen: OpenScreen,
) -> None:
    for platform in (None, "android", "ios"):
        screen = open_screen("make('div', { id: 'box' }, ['appear'])", platform=platform)
        with pytest.raises(PageError, match="it is not in a scroller or list, where devices fire"):
            actions.appear(screen.page, screen.element("box"))
    screen = open_screen("make('div', { id: 'box' }, ['appear'])", platform="web")
    actions.appear(screen.page, screen.element("box"))
    assert screen.heard(types=True) == ["box.appear"]


def test_firing_event_appear_on_an_element_without_a_handler_is_an_error(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(scroller())
    with pytest.raises(PageError, match="neither <cell"):
        actions.appear(screen.page, screen.element("row0"))


ROW_EVENTS = "['appear', 'disappear']"
TALL_ROWS = (
    "[0, 1, 2, 3].map(function (n) {{"
    " return make('cell', {{ id: 'r' + n }}, {}, [], {{ height: 800 }}); }})"
)


def test_elements_that_scroll_into_and_out_of_sight_fire_appear_and_disappear(
    open_screen: OpenScreen,
) -> None:
    rows = TALL_ROWS.format(ROW_EVENTS)
    screen = open_screen(f"make('list', {{}}, [], {rows})")
    list_ = screen.element("list")
    actions.scroll_to(screen.page, list_, y=100)
    assert screen.heard(types=True) == ["r0.appear", "r1.appear"]
    actions.scroll_to(screen.page, list_, y=900)
    assert screen.heard(types=True) == ["r0.disappear", "r2.appear"]
    actions.swipe(screen.page, screen.element("r2"), "down", 400)
    assert screen.payloads() == [["r0", "appear", {"direction": "down"}]]


def test_event_appear_that_a_test_fired_is_not_fired_again_by_scrolling(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(f"make('list', {{}}, [], {TALL_ROWS.format(ROW_EVENTS)})")
    actions.appear(screen.page, screen.element("r1"))
    assert screen.heard(types=True) == ["r1.appear"]
    actions.scroll_to(screen.page, screen.element("list"), y=50)
    assert screen.heard(types=True) == ["r0.appear"]


@pytest.mark.parametrize(
    ("options", "y", "events"),
    [
        ("{}", -1600, ["scrollstart", "scroll", "scrollend"]),
        ("{ offset: -100 }", -1500, ["scrollstart", "scroll", "scrollend"]),
        ("{ offset: '50', animated: false }", -1650, ["scroll"]),
        ("{ offset: 5000 }", -1866, ["scrollstart", "scroll", "scrollend"]),
    ],
)
def test_scroll_to_element_scrolls_the_list_around_the_element(
    open_screen: OpenScreen, options: str, y: float, events: list[str]
) -> None:
    listened = "['scrollstart', 'scroll', 'scrollend']"
    screen = open_screen(f"make('list', {{}}, {listened}, {TALL_ROWS.format('[]')})")
    screen.do(f"weex.requireModule('dom').scrollToElement(elements.r2, {options})")
    payloads = screen.payloads()
    assert [name for _, name, _ in payloads] == events
    assert payloads[-1][2]["contentOffset"] == {"x": 0, "y": y}


def test_scroll_to_element_fires_no_event_if_the_element_is_already_at_the_top(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(f"make('list', {{}}, ['scroll'], {TALL_ROWS.format('[]')})")
    screen.do("weex.requireModule('dom').scrollToElement(elements.r0, {})")
    assert screen.heard() == []


def test_headers_and_cells_fire_sticky_and_unsticky(open_screen: OpenScreen) -> None:
    events = "['sticky', 'unsticky']"
    rows = f"[make('header', {{}}, {events}, [make('text')]), make('cell', {{}}, {events})]"
    screen = open_screen(f"make('list', {{}}, [], {rows})", "make('div', { id: 'box' })")
    actions.stick(screen.page, screen.element("text"))
    actions.unstick(screen.page, screen.element("header"))
    actions.stick(screen.page, screen.element("cell"))
    assert screen.payloads() == [
        ["header", "sticky", {}],
        ["header", "unsticky", {}],
        ["cell", "sticky", {}],
    ]
    with pytest.raises(PageError, match="it is not in a header or cell of a list"):
        actions.stick(screen.page, screen.element("box"))
