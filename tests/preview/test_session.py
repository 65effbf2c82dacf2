"""Messages of a browser, and their effects on the devices of a preview."""

from __future__ import annotations

import json

import pytest

from weex_runtime import Page, Runtime
from weex_runtime.instance.stack import PageStack
from weex_runtime.module_api.platforms import PlatformName
from weex_runtime.preview.session import Session

from .browser import BUNDLE, Browser


def test_browser_tab_gets_input_fields_separately_from_the_picture_of_the_screen(
    browser: Browser,
) -> None:
    [screen] = browser.screens
    assert (screen["device"], screen["size"]) == (0, [750, 1334])
    assert "tap me" in screen["svg"]
    # The browser draws the field, so the picture does not contain the field.
    assert "name" not in screen["svg"]
    assert browser.field()["rect"] == [0, 100, 750, 100]


@pytest.mark.parametrize(("more", "event"), [({}, "click"), ({"long": True}, "longpress")])
def test_tap_acts_on_the_element_at_the_point(
    browser: Browser, more: dict[str, bool], event: str
) -> None:
    browser.do("tap", x=300, y=50, **more)
    assert browser.shown == f" {event}/"
    assert len(browser.screens) == 2


def test_tap_outside_all_elements_that_handle_taps_does_nothing(browser: Browser) -> None:
    browser.do("tap", x=300, y=250)
    assert browser.shown == "/"


@pytest.mark.parametrize(
    ("texts", "last"), [(["A", "Ad", "Ada"], "Ada"), (["Ada", "Bob"], "Bob"), (["Ada", ""], "")]
)
def test_field_gets_the_text_that_is_typed_in_the_browser(
    browser: Browser, texts: list[str], last: str
) -> None:
    for number, text in enumerate(texts, 1):
        browser.do("type", ref=browser.field()["ref"], value=text, number=number)
    assert browser.shown == f"/{last}"
    assert (browser.field()["value"], browser.field()["typed"]) == (last, len(texts))


def test_wheel_scrolls_the_list_at_the_point(browser: Browser) -> None:
    browser.do("scroll", x=300, y=900, dx=0, dy=250)
    assert browser.shown == " scroll/"
    browser.do("scroll", x=300, y=50, dx=0, dy=250)
    assert browser.shown == " scroll/"


def test_screen_is_sent_again_only_after_a_change(browser: Browser) -> None:
    browser.session.refresh()
    assert len(browser.screens) == 1


def test_tab_gets_the_page_stack_with_the_screen(browser: Browser) -> None:
    browser.page.runtime.open(source=BUNDLE, name="next.js", stack=browser.page.stack)
    browser.session.refresh()
    first, second = browser.screens[-1]["pages"]
    assert ("app.js" in first, "next.js" in second) == (True, True)


def test_element_at_a_point_is_sent_with_its_box_and_details(browser: Browser) -> None:
    browser.do("inspect", x=300, y=150)
    sent = browser.messages[-1]
    assert (sent["kind"], sent["device"], sent["rect"]) == ("element", 0, [0, 100, 750, 100])
    lines = sent["text"].splitlines()
    assert lines[0].startswith("input ")
    assert lines[1:4] == [
        "left, top: 0, 100",
        "width, height: 750, 100",
        'attributes: {"placeholder":"name"}',
    ]


@pytest.mark.parametrize("name", ["offline", "background"])
def test_tab_sets_the_app_offline_or_into_the_background_and_back(
    browser: Browser, name: str
) -> None:
    for on in (True, False):
        browser.do(f"app.{name}", on=on)
        runtime = browser.page.runtime
        state = {"offline": runtime.is_offline, "background": runtime.is_in_background}
        assert state == {"offline": False, "background": False, name: on}
        [*_, sent] = browser.sent("panel app")
        assert sent == {"kind": "panel app", **state}


def test_generated_code_repeats_changes_of_the_app_state_as_method_calls_of_the_runtime(
    browser: Browser,
) -> None:
    for name, on in (("offline", True), ("background", True), ("background", False)):
        browser.do(f"app.{name}", on=on)
    assert browser.session.code().splitlines()[2:] == [
        "    page.runtime.set_offline(True)",
        "    page.runtime.background()",
        "    page.runtime.foreground()",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"do": "fly", "device": 0}',
        '{"do": "tap", "device": 9}',
        '{"do":"tap","device":0}',
        '{"do":"tap","device":0,"x":null,"y":"a"}',
        '{"do":"scroll","device":0,"x":1,"y":950,"dx":"a","dy":1}',
        f'{{"do":"tap","device":0,"x":{10**400},"y":1}}',
        "[" * 100_000,
    ],
    ids=lambda text: text[:60],
)
def test_invalid_messages_of_a_tab_do_not_change_the_page(browser: Browser, text: str) -> None:
    browser.session.receive(text)
    assert browser.shown == "/"


def test_failed_action_is_reported_in_the_log(browser: Browser) -> None:
    browser.do("type", ref="999", value="x", number=1)
    [line] = browser.sent("lines")[-1]["lines"]
    assert (line["kind"], "999" in line["text"]) == ("preview", True)


def test_uncaught_error_of_a_page_is_logged_and_passed_to_handlers_set_earlier(
    runtime: Runtime,
) -> None:
    printed: list[str] = []
    runtime.on_error = lambda page, error: printed.append(str(error))
    browser = Browser(runtime)
    source = '// { "framework": "Vanilla" }\nthrow new Error("broken")'
    runtime.open(source=source, name="broken.js")
    browser.session.refresh()
    lines = [line for sent in browser.sent("lines") for line in sent["lines"]]
    [logged] = [line["text"] for line in lines if line["kind"] == "error"]
    assert [logged] == printed


def test_actions_are_copied_as_a_test(browser: Browser) -> None:
    browser.do("tap", x=300, y=50)
    browser.do("type", ref=browser.field()["ref"], value="A", number=1)
    browser.do("type", ref=browser.field()["ref"], value="Ada", number=2)
    browser.do("copy")
    code = browser.messages[-1]["text"]
    assert code.splitlines() == [
        "def test_it(weex_page):",
        "    page = weex_page",
        "    page.get_by_text('tap me').click()",
        "    page.get_by_placeholder('name').fill('Ada')",
    ]


def test_copied_code_has_a_page_for_each_of_two_devices(runtime: Runtime) -> None:
    platforms: list[PlatformName] = ["android", "ios"]
    stacks: list[PageStack[Page]] = [PageStack(), PageStack()]
    session = Session(runtime, stacks, lambda text: None)
    for stack, platform in zip(stacks, platforms, strict=True):
        runtime.open(source=BUNDLE, name="app.js", stack=stack, platform=platform)
    for device in (1, 0):
        session.receive(json.dumps({"do": "tap", "device": device, "x": 300, "y": 50}))
    assert session.code().splitlines() == [
        "def test_it(new_weex_page):",
        "    page1 = new_weex_page(platform='android')",
        "    page2 = new_weex_page(platform='ios')",
        "    page2.get_by_text('tap me').click()",
        "    page1.get_by_text('tap me').click()",
    ]
