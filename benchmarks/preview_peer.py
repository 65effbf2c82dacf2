"""Click in a preview, and print the median time in ms until the screen has changed, as JSON:
python -m benchmarks.preview_peer TEXTS CLICKS.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.support.chromium import address_of, launch

SOURCE = """<template>
  <div>
    <text @click="count += 1">count {{ count }}</text>
    <text v-for="n in TEXTS" :key="n">text {{ n }}</text>
  </div>
</template>
<script>module.exports = { data: function () { return { count: 0 }; } };</script>
"""
CLICK = """async (clicks) => {
  const screen = document.querySelector('.screen'), times = [];
  const place = screen.getBoundingClientRect();
  const point = { clientX: place.left + 20, clientY: place.top + 10, button: 0, bubbles: true };
  for (let count = 1; count <= clicks; count++) {
    const begin = performance.now();
    await new Promise((done) => {
      const observer = new MutationObserver(() => {
        if (!screen.textContent.includes(`count ${count}`)) return;
        observer.disconnect();
        done();
      });
      observer.observe(screen, { childList: true, subtree: true });
      screen.dispatchEvent(new PointerEvent('pointerdown', point));
      screen.dispatchEvent(new PointerEvent('pointerup', point));
    });
    times.push(performance.now() - begin);
  }
  return times;
}"""


def main() -> None:
    """Start a preview and a browser, and end both."""
    texts, clicks = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.vue")
        file.write_text(SOURCE.replace("TEXTS", texts))
        command = [sys.executable, "-m", "weex_runtime", "preview", str(file)]
        preview = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            times = _times(address_of(preview), int(clicks))
            print(json.dumps({"click": statistics.median(times)}))
        finally:
            preview.terminate()
            preview.communicate()


def _times(address: str, clicks: int) -> list[float]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        tab = browser.new_page()
        tab.goto(address)
        tab.locator(".screen").get_by_text("count 0").wait_for()
        times: list[float] = tab.evaluate(CLICK, clicks)
        browser.close()
    return times


if __name__ == "__main__":
    main()
