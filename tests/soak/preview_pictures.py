"""The pictures of the preview and of a trace in docs/pictures, taken in Chromium.

`make pictures` writes them. Chromium draws texts differently on each machine, so that the test
compares no pixels: it shows that the pictures can be taken, and that the files are small.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from weex_runtime.cli.main import main

from ..support.chromium import connect_chat

if TYPE_CHECKING:
    from playwright.sync_api import Page as BrowserPage

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
MOST_BYTES = 150_000
STEPS = ("tap connect", 'wait "onopen: open"', "fill message hello", "tap send", "wait bye")


@pytest.fixture
def take(tab: BrowserPage, tmp_path: Path) -> Callable[[str], None]:
    def take(name: str) -> None:
        folder = PICTURES if os.environ.get("WEEX_UPDATE_SNAPSHOTS") else tmp_path
        tab.screenshot(path=folder / name)
        for file in (folder / name, PICTURES / name):
            data = file.read_bytes()
            assert data.startswith(b"\x89PNG")
            assert len(data) < MOST_BYTES

    return take


def test_picture_of_the_preview_shows_two_devices_that_exchange_messages(
    tab: BrowserPage, start_preview: Callable[..., str], take: Callable[[str], None]
) -> None:
    tab.set_viewport_size({"width": 1280, "height": 760})
    tab.goto(start_preview("demo", "chat"))
    devices = connect_chat(tab)
    for number, text in ((0, "Hello Bob, I am in a browser."), (1, "And I beside you.")):
        devices.nth(number).get_by_label("say something").fill(text)
        devices.nth(number).get_by_text("say", exact=True).click()
        for device in devices.all():
            device.get_by_text(text).wait_for()
    tab.get_by_label("Kind of lines").select_option("socket")
    tab.locator("#lines p:visible").filter(has_text="And I beside you.").first.wait_for()
    take("preview.png")


def test_picture_of_a_trace_shows_the_step_that_failed(
    tab: BrowserPage,
    take: Callable[[str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    file = tmp_path / "echo.html"
    steps = [argument for step in STEPS for argument in ("--do", step)]
    status = main(
        ["run", "bundles/echo.vue", "--serve", "echo", *steps]
        + ["--timeout", "0.5", "--trace-html", str(file)]
    )
    assert status != 0
    tab.set_viewport_size({"width": 1280, "height": 760})
    tab.goto(file.as_uri())
    tab.locator(".failed [aria-current=step]").wait_for()
    tab.locator("#screens img").wait_for()
    tab.get_by_label("call", exact=True).uncheck()
    take("trace.png")
