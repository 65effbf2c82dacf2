"""Start Chromium, open a bundle on weex-vue-render, read its tree, and end:
python -m benchmarks.chromium_start [BUNDLE]; without a bundle an empty page.
"""

from __future__ import annotations

import sys

from playwright.sync_api import sync_playwright
from tests.support.chromium import launch

from benchmarks.page_server import serving_pages


def main() -> None:
    """Do the same as a test in Python with Playwright."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        tab = browser.new_page()
        for bundle in sys.argv[1:]:
            with serving_pages() as address:
                tab.goto(f"{address}/browser/page.html?bundle={bundle}")
                assert tab.evaluate("() => tree().children.length")
        browser.close()


if __name__ == "__main__":
    main()
