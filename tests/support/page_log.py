"""The texts on a page's console, and lists that a bundle logs as JSON: a word and its data."""

from __future__ import annotations

import json
from typing import Any

from weex_runtime import Page

from .raw_server import TIMEOUT


def texts_of(page: Page) -> list[str]:
    """Run until the page is idle; return the texts of all lines on its console."""
    page.runtime.run_until_idle()
    return [line.text for line in page.console]


def texts(page: Page) -> list[str]:
    """Return the texts of all lines on the console of a page without errors."""
    assert not page.errors
    return [line.text for line in page.console]


def logged(page: Page) -> list[Any]:
    """Return the lists that the bundle has logged so far."""
    return [json.loads(line.text) for line in page.console if line.level == "log"]


def run_until_logged(page: Page, word: str, times: int = 1) -> list[Any]:
    """Run until the bundle has logged this many lists with the word first; return all lists."""
    page.runtime.run_until(
        lambda: [line[0] for line in logged(page)].count(word) >= times,
        timeout=TIMEOUT,
        waiting_for=f"the bundle to log {word!r}",
    )
    return logged(page)
