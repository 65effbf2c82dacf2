"""`video`: played by the bundle or by a user."""

from __future__ import annotations

from typing import Any

import pytest

from weex_runtime import PageError
from weex_runtime import interaction as actions
from weex_runtime.module_api.platforms import PlatformName

from ..support.screen import OpenScreen

EVENTS = "['start', 'pause', 'finish', 'fail']"
PLATFORMS: list[PlatformName | None] = [None, "android", "ios", "web"]


def video(attrs: str = "{ src: 'a.mp4' }") -> str:
    return f"make('video', {attrs}, {EVENTS})"


@pytest.mark.parametrize(
    ("platform", "payload", "in_js"),
    [
        (None, lambda status: {}, "stop"),
        ("android", lambda status: {"playStatus": status, "timeStamp": 0}, "stop"),
        ("ios", lambda status: {}, "undefined"),
        ("web", lambda status: {}, "stop"),
    ],
)
def test_video_fires_start_pause_and_finish(
    open_screen: OpenScreen, platform: PlatformName | None, payload: Any, in_js: str
) -> None:
    screen = open_screen(video(), platform=platform)
    page, element = screen.page, screen.element("video")
    actions.play_video(page, element)
    actions.pause_video(page, element)
    actions.play_video(page, element)
    actions.finish_video(page, element)
    actions.fail_video(page, element)
    assert screen.payloads() == [
        ["video", "start", payload("play")],
        ["video", "pause", payload("pause")],
        ["video", "start", payload("play")],
        ["video", "finish", payload("stop")],
        ["video", "fail", payload("stop")],
    ]
    screen.do("console.log(String(elements.video.attr.playStatus))")
    assert screen.lines() == [in_js]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_bundle_plays_and_pauses_the_video(
    open_screen: OpenScreen, platform: PlatformName | None
) -> None:
    screen = open_screen(video(), platform=platform)
    screen.do("elements.video.setAttr('playStatus', 'play')")
    screen.do("elements.video.setAttr('play-status', 'pause')")
    assert screen.heard(types=True) == ["video.start", "video.pause"]


@pytest.mark.parametrize(
    "attrs",
    ["{ autoPlay: true }", "{ 'auto-play': 'true' }", "{ autoplay: '' }", "{ playStatus: 'play' }"],
)
def test_auto_play_starts_the_video(open_screen: OpenScreen, attrs: str) -> None:
    screen = open_screen(video(attrs))
    assert screen.heard(types=True) == ["video.start"]
    assert screen.component("video").status == "play"


def test_play_status_stop_on_android_fires_no_event(open_screen: OpenScreen) -> None:
    for platform, status in (("android", "stop"), ("ios", "play")):
        screen = open_screen(video("{ autoPlay: true }"), platform=platform)
        screen.lines()
        screen.do("elements.video.setAttr('playStatus', 'stop')")
        assert screen.heard() == []
        assert screen.component("video").status == status


def test_invalid_actions_on_a_video_are_errors(open_screen: OpenScreen) -> None:
    screen = open_screen(video("{}"), "make('text')")
    page, element = screen.page, screen.element("video")
    for act in (actions.play_video, actions.fail_video):
        with pytest.raises(PageError, match="set its src first"):
            act(page, element)
    for act in (actions.pause_video, actions.finish_video):
        with pytest.raises(PageError, match="while it is not playing"):
            act(page, element)
        with pytest.raises(PageError, match="only a <video> plays"):
            act(page, screen.element("text"))
