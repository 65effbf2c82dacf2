"""Waiting for something on a page, and the message when it does not come."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from weex_runtime.busy import why_busy
from weex_runtime.timeouts import Timeout, seconds

if TYPE_CHECKING:
    from weex_runtime.page import Page

_SHOWN_LINES = 40
_LONGEST_TURN = 1.0  # seconds


def wait(page: Page, problem: Callable[[], str], timeout: Timeout | None) -> tuple[str, str]:
    """Run the loop until there is no problem any more.

    Args:
        problem: Says what is not yet so; "" when all is well. A page changes in turns of the loop
            only, so it is asked after each.
        timeout: Real seconds, or a `timedelta`; None: the page's default.

    Returns:
        The last problem, and how long was waited for its end, like "within 5 s"; two "" if all is
        well.
    """
    limit = page.default_timeout if timeout is None else seconds(timeout)
    deadline = time.monotonic() + limit
    while text := problem():
        left = deadline - time.monotonic()
        if page.is_ended or left <= 0:
            return text, f"within {limit:g} s" if left <= 0 else "before the page ended"
        page.looper.turn(min(left, _LONGEST_TURN))
    return "", ""


def report(page: Page, head: str, nearest: Sequence[str]) -> str:
    """A failure's message: what was looked for, what came near, why the page is busy, and what the
    screen shows."""
    lines = [head, *(f"  nearest: {line}" for line in nearest), f"  {why_busy(page)}"]
    shown = page.outline().splitlines()
    if page.errors:
        lines.append(f"  the page's last error: {page.errors[-1].message}")
    if not shown:
        lines.append("  the screen is empty")
    else:
        lines += ["  the screen shows:", *(f"    {line}" for line in shown[:_SHOWN_LINES])]
    if len(shown) > _SHOWN_LINES:
        lines.append(f"    ... {len(shown) - _SHOWN_LINES} more lines")
    return "\n".join(lines)
