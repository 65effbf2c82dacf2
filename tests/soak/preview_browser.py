"""The preview in Chromium: two devices talk, a saved file is opened again, errors are shown.

Skipped without Debian's Chromium, unless WEEX_REQUIRE_BROWSER is set.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page as BrowserPage

from weex_runtime.cli.demo import bundle_path

from ..support.chromium import CHROMIUM, address_of, launch

if not os.path.exists(CHROMIUM) and not os.environ.get("WEEX_REQUIRE_BROWSER"):
    pytest.skip(f"there is no {CHROMIUM}", allow_module_level=True)

sync_api = pytest.importorskip("playwright.sync_api")
StartPreview = Callable[..., str]


@pytest.fixture
def start_preview() -> Iterator[StartPreview]:
    """Start the command with these arguments; return its address."""
    processes: list[subprocess.Popen[str]] = []

    def start_preview(*arguments: str) -> str:
        command = [sys.executable, "-m", "weex_runtime", "preview", *arguments]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        processes.append(process)
        return address_of(process)

    yield start_preview
    for process in processes:
        process.terminate()
        process.communicate()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Callable[[], BrowserPage]]:
    with sync_api.sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser.new_page
        browser.close()


@pytest.fixture
def tab(chromium: Callable[[], BrowserPage]) -> Iterator[BrowserPage]:
    tab = chromium()
    problems: list[str] = []
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on("console", lambda line: problems.extend([line.text] if line.type == "error" else []))
    yield tab
    tab.close()
    assert problems == []


def test_two_devices_talk_in_the_browser(tab: BrowserPage, start_preview: StartPreview) -> None:
    tab.goto(start_preview("demo", "chat"))
    devices = tab.locator("figure")
    for number, name in enumerate(("Ada", "Bob")):
        device = devices.nth(number)
        device.get_by_label("your name").fill(name)
        device.get_by_text("connect").click()
        device.get_by_text(f"online as {name}").wait_for()
    devices.nth(0).get_by_label("say something").click()
    tab.keyboard.type("Hello Bob")
    tab.keyboard.press("Enter")
    devices.nth(1).get_by_text("Ada: Hello Bob").wait_for()
    tab.get_by_label("Filter the log").fill("Hello Bob")
    assert tab.locator("#log p:visible").filter(has_text="socket").count() > 0
    tab.get_by_role("button", name="Copy as test").click()
    tab.locator("#test").filter(has_text="get_by_placeholder('your name').fill('Ada')").wait_for()
    tab.get_by_role("button", name="Elements").click()
    assert 'input "Ada" (your name)' in (tab.locator("#tree").text_content() or "")
    devices.nth(0).get_by_text("Ada: Hello Bob").hover()
    tab.locator("#element").filter(has_text="left, top").wait_for()
    assert devices.nth(0).locator(".frame").is_visible()


def test_saved_file_is_opened_again_and_an_error_lies_over_the_screen(
    tab: BrowserPage, start_preview: StartPreview, tmp_path: Path
) -> None:
    file = tmp_path / "page.vue"

    def write(text: str, script: str = "") -> None:
        file.write_text(
            f"<template><div><text>{text}</text></div></template>\n"
            f"<script>module.exports = {{ created: function () {{ {script} }} }};</script>\n"
        )

    write("first")
    tab.goto(start_preview(str(file)))
    screen = tab.locator(".screen")
    screen.get_by_text("first").wait_for()
    write("second", "throw new Error('broken');")
    screen.get_by_role("alert").filter(has_text="broken").wait_for()
    write("third")
    screen.get_by_text("third").wait_for()
    screen.get_by_role("alert").wait_for(state="hidden")


def test_echo_demo_connects_in_the_browser(tab: BrowserPage, start_preview: StartPreview) -> None:
    tab.goto(start_preview(str(bundle_path("echo.vue")), "--serve", "echo"))
    screen = tab.locator(".screen")
    screen.get_by_text("connect", exact=True).click()
    screen.get_by_text("onopen: open").wait_for()
    offline = tab.get_by_role("button", name="Offline")
    offline.click()
    screen.get_by_text("onclose: closed 1006").wait_for()
    assert offline.get_attribute("aria-pressed") == "true"


def test_each_platform_has_a_device(
    tab: BrowserPage, start_preview: StartPreview, tmp_path: Path
) -> None:
    file = tmp_path / "page.vue"
    file.write_text(
        "<template><text>on {{ weex.config.env.platform }}</text></template>\n"
        "<script>module.exports = {};</script>\n"
    )
    tab.goto(start_preview(str(file), "--platform", "android", "--platform", "ios"))
    for number, platform in enumerate(("Android", "iOS")):
        tab.locator("figure").nth(number).get_by_text(f"on {platform}").wait_for()
