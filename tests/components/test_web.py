"""`web`: pages that a test lets come, and their history."""

from __future__ import annotations

from typing import Any

import pytest

from weex_runtime import PageError
from weex_runtime import interaction as actions
from weex_runtime.module_api.platforms import PlatformName

from ..support.screen import OpenScreen

EVENTS = "['pagestart', 'receivedtitle', 'pagefinish', 'error', 'message']"
WEB = f"make('web', {{ src: 'http://a.test/1' }}, {EVENTS})"
URL = "http://a.test/1"
PLATFORMS: list[PlatformName | None] = [None, "android", "ios", "web"]


def ways(back: bool = False, forward: bool = False) -> dict[str, bool]:
    return {"canGoBack": back, "canGoForward": forward}


@pytest.mark.parametrize(
    ("platform", "payloads"),
    [
        (
            None,
            [
                ["web", "pagestart", {"url": URL}],
                ["web", "receivedtitle", {"url": URL, "title": "One"}],
                ["web", "pagefinish", {"url": URL, "title": "One", **ways()}],
            ],
        ),
        (
            "android",
            [
                ["web", "pagestart", {"url": URL}],
                ["web", "receivedtitle", {"title": "One"}],
                ["web", "pagefinish", {"url": URL, **ways()}],
            ],
        ),
        (
            "ios",
            [
                ["web", "pagestart", {"url": URL}],
                ["web", "pagefinish", {"url": URL, "title": "One", **ways()}],
            ],
        ),
        ("web", [["web", "pagestart", {"url": URL}], ["web", "pagefinish", {"url": URL}]]),
    ],
)
def test_load_of_a_web_page_fires_pagestart_receivedtitle_and_pagefinish(
    open_screen: OpenScreen, platform: PlatformName | None, payloads: list[Any]
) -> None:
    screen = open_screen(WEB, platform=platform)
    actions.finish_web(screen.page, screen.element("web"), "One")
    assert screen.payloads() == payloads


@pytest.mark.parametrize("platform", PLATFORMS)
def test_methods_go_back_and_go_forward_move_in_the_history(
    open_screen: OpenScreen, platform: PlatformName | None
) -> None:
    screen = open_screen(WEB, platform=platform)
    page, element = screen.page, screen.element("web")
    actions.finish_web(page, element)
    actions.visit_in_web(page, element, "http://a.test/2")
    actions.finish_web(page, element)
    screen.lines()
    for method, url, finished in (
        ("goBack", URL, ways(forward=True)),
        ("goBack", None, None),
        ("goForward", "http://a.test/2", ways(back=True)),
        ("goForward", None, None),
        ("reload", "http://a.test/2", ways(back=True)),
    ):
        screen.do(f"elements.web.{method}()")
        started = [] if url is None else [["web", "pagestart", {"url": url}]]
        assert screen.payloads() == started
        if finished:
            actions.finish_web(page, element)
            ((_, kind, payload),) = screen.payloads()
            assert (kind, payload["url"]) == ("pagefinish", url)
            if platform != "web":
                assert {key: payload[key] for key in finished} == finished


def test_visiting_another_address_drops_the_forward_history(open_screen: OpenScreen) -> None:
    screen = open_screen(WEB)
    page, element = screen.page, screen.element("web")
    actions.visit_in_web(page, element, "http://a.test/2")
    screen.do("elements.web.goBack()")
    actions.visit_in_web(page, element, "http://a.test/3")
    assert screen.component("web").history == [URL, "http://a.test/3"]


def test_src_attribute_changes_after_navigation_only_on_ios(open_screen: OpenScreen) -> None:
    for platform, src in (("ios", "http://a.test/2"), (None, URL)):
        screen = open_screen(WEB, platform=platform)
        actions.visit_in_web(screen.page, screen.element("web"), "http://a.test/2")
        actions.finish_web(screen.page, screen.element("web"))
        screen.lines()
        screen.do("console.log(elements.web.attr.src)")
        assert screen.lines() == [src]


@pytest.mark.parametrize(
    ("platform", "payload"),
    [
        (None, {"errorMsg": "ssl error"}),
        ("android", {"errorMsg": "ssl error"}),
        (
            "ios",
            {"url": URL, "title": "", **ways(), "errorMsg": "ssl error", "errorCode": "-1200"},
        ),
        ("web", {"message": "ssl error"}),
    ],
)
def test_error_event_of_a_web_element_has_the_reason(
    open_screen: OpenScreen, platform: PlatformName | None, payload: Any
) -> None:
    screen = open_screen(WEB, platform=platform)
    screen.lines()
    actions.fail_web(screen.page, screen.element("web"), "ssl error", -1200)
    assert screen.payloads() == [["web", "error", payload]]


def test_failed_load_of_a_file_url_fires_no_error_event_on_ios(open_screen: OpenScreen) -> None:
    screen = open_screen(f"make('web', {{ src: 'file:///a' }}, {EVENTS})", platform="ios")
    screen.lines()
    actions.fail_web(screen.page, screen.element("web"))
    assert screen.heard() == []


@pytest.mark.parametrize(
    ("platform", "is_heard"), [(None, True), ("android", True), ("ios", False), ("web", False)]
)
def test_messages_pass_between_the_bundle_and_the_web_page(
    open_screen: OpenScreen, platform: PlatformName | None, is_heard: bool
) -> None:
    screen = open_screen(WEB, platform=platform)
    screen.lines()
    actions.post_from_web(screen.page, screen.element("web"), {"n": 1}, "http://a.test")
    heard = [["web", "message", {"data": {"n": 1}, "origin": "http://a.test"}]]
    assert screen.payloads() == (heard if is_heard else [])
    screen.do("elements.web.postMessage && elements.web.postMessage({ hello: 1 })")
    assert screen.component("web").posted == ([{"hello": 1}] if platform != "web" else [])


def test_hint_says_that_only_android_fires_the_event_message_of_a_web_element(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen(WEB, hints=True)
    actions.post_from_web(screen.page, screen.element("web"), "x")
    told = [line for line in screen.lines() if "a web element listens to message" in line]
    assert "on iOS and the web: it is never fired" in told[0]


def test_src_is_resolved_against_the_bundle_and_can_be_changed(open_screen: OpenScreen) -> None:
    screen = open_screen(
        "make('web', { src: 'help.html' }, ['pagestart'])", url="http://b.test/app/main.js"
    )
    screen.do("elements.web.setAttr('src', 'more.html')")
    urls = [payload["url"] for _, _, payload in screen.payloads()]
    assert urls == ["http://b.test/app/help.html", "http://b.test/app/more.html"]


def test_actions_on_a_web_element_without_a_web_page_are_errors(open_screen: OpenScreen) -> None:
    screen = open_screen("make('web')", "make('text')")
    for act in (actions.finish_web, actions.fail_web):
        with pytest.raises(PageError, match="set its src first"):
            act(screen.page, screen.element("web"))
    with pytest.raises(PageError, match="only a <web> shows web pages"):
        actions.finish_web(screen.page, screen.element("text"))
    screen.do("elements.web.goBack(); elements.web.reload()")
    assert screen.heard() == []
