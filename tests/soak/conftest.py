"""Fixtures of the tests of the preview in Chromium.

These tests are skipped without Debian's Chromium, unless WEEX_REQUIRE_BROWSER is set.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page as BrowserPage

from ..support.chromium import CHROMIUM, address_of, launch

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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Callable[[], BrowserPage]]:
    """Open a tab."""
    if not os.path.exists(CHROMIUM) and not os.environ.get("WEEX_REQUIRE_BROWSER"):
        pytest.skip(f"there is no {CHROMIUM}")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser.new_page
        browser.close()


@pytest.fixture
def tab(chromium: Callable[[], BrowserPage]) -> Iterator[BrowserPage]:
    """A tab, in which no script fails."""
    tab = chromium()
    tab.set_default_timeout(10_000)
    problems: list[str] = []
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on("console", lambda line: problems.extend([line.text] if line.type == "error" else []))
    yield tab
    tab.close()
    assert problems == []
