"""`image`: loading that a test decides, and saving."""

from __future__ import annotations

import json
from typing import Any

import pytest

from weex_runtime import PageError
from weex_runtime import interaction as actions
from weex_runtime.module_api.platforms import PlatformName

from ..support.screen import OpenScreen, Screen

IMAGE = "make('image', { src: 'a.png' }, ['load'])"
PLATFORMS: list[PlatformName | None] = [None, "android", "ios", "web"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_load_event_of_an_image_has_the_size(
    open_screen: OpenScreen, platform: PlatformName | None
) -> None:
    screen = open_screen(IMAGE, platform=platform)
    actions.load_image(screen.page, screen.element("image"), 640, 480)
    size = {"naturalWidth": 640, "naturalHeight": 480}
    assert screen.payload() == {"success": True, "size": size}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_load_event_for_an_image_that_failed_has_size_0(
    open_screen: OpenScreen, platform: PlatformName | None
) -> None:
    screen = open_screen(IMAGE, platform=platform)
    actions.fail_image(screen.page, screen.element("image"), "not found")
    size: dict[str, Any] = {"naturalWidth": 0, "naturalHeight": 0}
    if platform == "ios":
        size["errorDesc"] = "not found"
    assert screen.payload() == {"success": False, "size": size}


def saved(screen: Screen) -> Any:
    screen.do("elements.image.save(function (r) { console.log(JSON.stringify(r)); })")
    return json.loads(screen.lines()[0])


@pytest.mark.parametrize("platform", [None, "android", "ios"])
def test_save_adds_the_picture_to_the_album(
    open_screen: OpenScreen, platform: PlatformName | None
) -> None:
    screen = open_screen(IMAGE, platform=platform)
    assert saved(screen) == {"success": True}
    assert screen.component("image").saved == ["a.png"]


def test_save_fails_if_the_picture_or_the_permission_is_missing(open_screen: OpenScreen) -> None:
    screen = open_screen("make('image')")
    problem = "Image does not have the correct src"
    assert saved(screen) == {"success": False, "errorDesc": problem}
    screen = open_screen(IMAGE)
    screen.component("image").save_problem = "Permission denied"
    assert saved(screen) == {"success": False, "errorDesc": "Permission denied"}


DENIED = "Permission denied: android.permission.WRITE_EXTERNAL_STORAGE"
# Source: WXImageComponent.m passes the description of the NSError to the callback.
DENIED_ON_IOS = 'Error Domain=ALAssetsLibraryErrorDomain Code=-3311 "User denied access"'


@pytest.mark.parametrize(
    ("platform", "problem"), [(None, DENIED), ("android", DENIED), ("ios", DENIED_ON_IOS)]
)
def test_save_fails_when_the_user_denies_the_permission(
    open_screen: OpenScreen, platform: PlatformName | None, problem: str
) -> None:
    screen = open_screen(IMAGE, platform=platform)
    screen.page.device_permissions["photos"] = "denied"
    assert saved(screen) == {"success": False, "errorDesc": problem}


@pytest.mark.parametrize("platform", [None, "android", "ios"])
def test_save_asks_for_permission_and_on_android_fails_while_the_dialog_is_open(
    open_screen: OpenScreen, platform: PlatformName | None
) -> None:
    """Android WXImage.save checks again right after requestPermissions."""
    screen = open_screen(IMAGE, platform=platform)
    screen.page.device_permissions["photos"] = "asked"
    save = "elements.image.save(function (r) { console.log(JSON.stringify(r)); })"
    screen.do(save)
    results = [json.loads(text)["success"] for text in screen.lines() if text.startswith("{")]
    assert results == [platform != "android"]
    screen.do(save)
    assert json.loads(screen.lines()[-1]) == {"success": True}


def test_image_on_the_web_lacks_the_method_save(open_screen: OpenScreen) -> None:
    screen = open_screen(IMAGE, platform="web")
    screen.do("console.log(typeof elements.image.save)")
    assert screen.lines() == ["undefined"]


def test_load_of_an_image_without_a_src_is_an_error(open_screen: OpenScreen) -> None:
    screen = open_screen("make('image')", "make('embed', { id: 'e' })", "make('text')")
    with pytest.raises(PageError, match="set its src first"):
        actions.load_image(screen.page, screen.element("image"))
    for name in ("text", "e"):
        with pytest.raises(PageError, match="only an <image> loads"):
            actions.load_image(screen.page, screen.element(name))
