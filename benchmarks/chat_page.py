"""The actions of a test of the chat page, without pytest: python -m benchmarks.chat_page COUNT.

Writes the milliseconds of one repetition. The equivalent for Node is node/chat_page.js.
"""

from __future__ import annotations

import sys
import time

from benchmarks.peers import CHAT
from weex_runtime import Runtime, expect


def main() -> None:
    """Open the page, click, and read the screen COUNT times, each time on a new device."""
    count = int(sys.argv[1])
    start = time.perf_counter()
    for _ in range(count):
        with Runtime() as runtime:
            page = runtime.open(CHAT)
            page.get_by_text("connect", exact=True).click()
            expect(page.get_by_test_id("status")).to_have_text("say who you are first")
    print((time.perf_counter() - start) * 1000 / count)


if __name__ == "__main__":
    main()
