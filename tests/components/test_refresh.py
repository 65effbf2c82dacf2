"""`refresh` and `loading`: pulls beyond the ends of a list."""

from __future__ import annotations

from typing import Any

import pytest

from weex_runtime import PageError
from weex_runtime import interaction as actions
from weex_runtime.module_api.platforms import PlatformName

from ..support.screen import OpenScreen

PLATFORMS: list[PlatformName | None] = [None, "android", "ios", "web"]


def in_list(kind: str, attrs: str, events: str, style: str = "{}") -> str:
    return (
        f"make('list', {{}}, [], [make('{kind}', {attrs}, {events}, [], {style}), "
        "make('cell', {}, [], [make('text')])])"
    )


def way(dy: float, distance: float, height: float = 0) -> dict[str, Any]:
    return {"dy": dy, "pullingDistance": distance, "viewHeight": height}


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("at", ["refresh", "list", "text"])
def test_pull_fires_pullingdown_and_then_refresh(
    open_screen: OpenScreen, platform: PlatformName | None, at: str
) -> None:
    refresh = in_list("refresh", "{}", "['pullingdown', 'refresh']", "{ height: '100px' }")
    screen = open_screen(refresh, platform=platform)
    actions.pull_to_refresh(screen.page, screen.element(at))
    assert screen.payloads() == [
        ["refresh", "pullingdown", way(60, 60, 100)],
        ["refresh", "pullingdown", way(60, 120, 100)],
        ["refresh", "refresh", {}],
    ]


def test_pull_shorter_than_the_refresh_element_does_not_fire_refresh(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(in_list("refresh", "{}", "['pullingdown', 'refresh']", "{ height: 100 }"))
    actions.pull_to_refresh(screen.page, screen.element("list"), 80)
    assert screen.heard(types=True) == ["refresh.pullingdown", "refresh.pullingdown"]


@pytest.mark.parametrize(("platform", "told"), [(None, 2), ("android", 2), ("ios", 0), ("web", 0)])
def test_pullingup_is_fired_only_on_android(
    open_screen: OpenScreen, platform: PlatformName | None, told: int
) -> None:
    loading = in_list("loading", "{}", "['pullingup', 'loading']")
    screen = open_screen(loading, platform=platform)
    actions.pull_to_load(screen.page, screen.element("text"))
    assert screen.heard(types=True) == ["loading.pullingup"] * told + ["loading.loading"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_second_pull_fails_until_display_is_set_to_hide(
    open_screen: OpenScreen, platform: PlatformName | None
) -> None:
    screen = open_screen(
        in_list("refresh", "{ display: 'hide' }", "['refresh']"), platform=platform
    )
    for _ in range(2):
        actions.pull_to_refresh(screen.page, screen.element("list"))
        assert screen.heard(types=True) == ["refresh.refresh"]
        screen.do("elements.refresh.setAttr('display', 'show')")
        if platform != "web":
            with pytest.raises(PageError, match="set its display to 'hide'"):
                actions.pull_to_refresh(screen.page, screen.element("list"))
        screen.do("elements.refresh.setAttr('display', 'hide')")


def test_second_pull_on_android_is_an_error_if_display_was_never_set_to_hide(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(in_list("refresh", "{}", "['refresh']"), platform="android")
    actions.pull_to_refresh(screen.page, screen.element("list"))
    with pytest.raises(PageError, match="is still shown, so a new pull fires nothing"):
        actions.pull_to_refresh(screen.page, screen.element("list"))


def test_second_pull_logs_that_android_fires_nothing_until_display_is_set_to_hide(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(in_list("refresh", "{}", "['refresh']"), hints=True)
    actions.pull_to_refresh(screen.page, screen.element("list"))
    actions.pull_to_refresh(screen.page, screen.element("list"))
    lines = screen.lines()
    assert sum(line.startswith('["refresh"') for line in lines) == 2
    assert any(
        "refresh was pulled again" in line and "on Android: nothing" in line for line in lines
    )


def test_pull_of_a_list_without_refresh_is_an_error(open_screen: OpenScreen) -> None:
    screen = open_screen(in_list("refresh", "{}", "[]"), "make('div', { id: 'box' })")
    with pytest.raises(PageError, match="<div ref=.*>: it is not in a list with a <refresh>"):
        actions.pull_to_refresh(screen.page, screen.element("box"))
    with pytest.raises(PageError, match="it is not in a list with a <loading>"):
        actions.pull_to_load(screen.page, screen.element("text"))
