"""The log of a bundle that logs each event as JSON text of a list, whose first item is a word."""

from __future__ import annotations

import json
from typing import Any

from weex_runtime import Page

from .raw_server import TIMEOUT


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
