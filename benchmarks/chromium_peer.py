"""Chromium with weex-vue-render as a peer of the benchmarks: python -m benchmarks.chromium_peer.

peers.py describes requests and answers. The pages are frames of one tab (browser/host.html), since
a tab for each page takes eight times the memory and time. CPU time and memory are those of all
processes of the browser, without the driver of Playwright.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from tests.support.chromium import launch

from benchmarks.page_server import serving_pages
from benchmarks.process_tree import cpu_time_of, memory_of


class Browser:
    """The work for each kind of request."""

    def __init__(self, browser: Any, address: str) -> None:
        self._host = browser.new_page()
        self._host.goto(f"{address}/browser/host.html")
        self._tab = self._host.context.new_cdp_session(self._host)
        processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
        self._pid = next(p["id"] for p in processes["processInfo"] if p["type"] == "browser")

    def open(self, bundle: str, url: str, pages: int) -> dict[str, Any]:
        """Open pages until they are rendered, and their sockets if there is a URL."""
        opening = "([bundle, url, pages]) => openPages(bundle, url, pages)"
        return self._measure(opening, [Path(bundle).name, url, pages])

    def run(self, work: dict[str, Any]) -> dict[str, Any]:
        """Fire `run` on all pages of the last `open`, and wait until they are done."""
        return self._measure("runPages", work)

    def tree(self) -> dict[str, Any]:
        """Return the tree of the first page, without styles and events."""
        return {"tree": self._host.evaluate("() => frames[0].contentWindow.tree()")}

    def collect(self) -> dict[str, Any]:
        """Collect garbage."""
        self._tab.send("HeapProfiler.collectGarbage")
        return {"resident": memory_of(self._pid)}

    def _measure(self, function: str, argument: object) -> dict[str, Any]:
        cpu = cpu_time_of(self._pid)
        answer: dict[str, Any] = self._host.evaluate(function, argument)
        return {**answer, "cpu": cpu_time_of(self._pid) - cpu}


def main() -> None:
    """Answer each line of standard input with one line."""
    with serving_pages() as address, sync_playwright() as playwright:
        chromium = launch(playwright)
        browser = Browser(chromium, address)
        for line in sys.stdin:
            request: dict[str, Any] = json.loads(line)
            print(json.dumps(getattr(browser, request.pop("do"))(**request)), flush=True)
        chromium.close()


if __name__ == "__main__":
    main()
