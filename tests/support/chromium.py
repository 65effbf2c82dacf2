"""Debian's Chromium, and the address of a preview to open in it."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Playwright

CHROMIUM = "/usr/bin/chromium"
_OPTIONS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without a window."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=_OPTIONS)


def address_of(preview: subprocess.Popen[str]) -> str:
    """Wait until a process of `weex-runtime preview` serves its page, and return the address."""
    assert preview.stdout
    for line in preview.stdout:
        if found := re.search(r"preview at (\S+)", line):
            return found[1]
    raise AssertionError("the preview did not start")


def connect_chat(tab: Page) -> Locator:
    """Connect Ada and Bob on the two devices of a preview of the chat; return the devices."""
    devices = tab.locator("figure")
    for number, name in enumerate(("Ada", "Bob")):
        device = devices.nth(number)
        device.get_by_label("your name").fill(name)
        device.get_by_text("connect").click()
        device.get_by_text(f"online as {name}").wait_for()
    return devices
