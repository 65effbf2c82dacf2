"""Wait for a condition on a page, and make the message for a condition that is not met in time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import ClassVar

from weex_runtime.control_characters import visible, visible_line
from weex_runtime.errors import WaitTimeout
from weex_runtime.instance.busy import why_busy
from weex_runtime.instance.instance import Instance
from weex_runtime.instance.screen.outline import outline_of
from weex_runtime.loop.timeouts import Timeout, real_seconds

_SHOWN_LINES = 40
_LONGEST_TURN = 1.0  # maximum number of seconds that the loop waits in a turn
_TURNS_OF_AN_ACTION = 20  # maximum number, since a page may queue callbacks endlessly


class NotYet(BaseException):
    """Raised inside `Attempts` if the condition of `wait` is not true yet, so that the caller tries
    again.
    """


class Attempts:
    """A context manager in which `wait` raises `NotYet` instead of running the loop.

    The caller runs a turn of the loop and repeats the whole block; `wait` then keeps the first
    deadline.

    Attributes:
        deadline: Real time at which `wait` gives up; None before the first wait.
    """

    current: ClassVar[Attempts | None] = None

    def __init__(self) -> None:
        self.deadline: float | None = None
        self._outer: Attempts | None = None

    def until(self, limit: float) -> float:
        """Return the deadline of a wait of at most `limit` seconds."""
        if self.deadline is None:
            self.deadline = time.monotonic() + limit
        return self.deadline

    def __enter__(self) -> None:
        self._outer, Attempts.current = Attempts.current, self

    def __exit__(self, *_: object) -> None:
        Attempts.current = self._outer


def wait(page: Instance, problem: Callable[[], str], timeout: Timeout | None) -> tuple[str, str]:
    """Run the loop until a condition is true.

    Args:
        problem: Returns "" if the condition is true, and otherwise a description of the problem.
            Called after each turn, since a page changes only in turns.
        timeout: Real seconds, or a `timedelta`; None: the page's default.

    Returns:
        The last problem, and the duration of the wait, like "within 5 s"; ("", "") if the condition
        is true.
    """
    limit = page.default_timeout if timeout is None else real_seconds(timeout)
    attempts = Attempts.current
    deadline = attempts.until(limit) if attempts else time.monotonic() + limit
    while text := problem():
        left = deadline - time.monotonic()
        if page.is_ended or left <= 0:
            return text, f"within {limit:g} s" if left <= 0 else "before the page ended"
        if attempts:
            raise NotYet
        page.looper.turn(min(left, _LONGEST_TURN))
    return "", ""


def opening_problem(page: Instance) -> str:
    """Return a description of the page being opened over this page; "" if no page is opened."""
    opening = page.stack.opening
    return f"{opening[-1]} was not opened as a page" if opening else ""


def finish_navigation(page: Instance, action: str, timeout: Timeout | None) -> Instance:
    """Run the effects of the last action, then wait until no page is being opened.

    Args:
        page: A page of the stack.
        action: The next action, for messages, like "go_back"; "" for none.
        timeout: As in `wait`.

    Returns:
        The page on top.

    Raises:
        WaitTimeout: A page was still being opened at the timeout.
    """
    looper = page.looper
    for _ in range(_TURNS_OF_AN_ACTION):
        looper.turn(0)
        if not (looper.has_ready() or looper.is_due()):
            break
    text, waited = wait(page.stack.top or page, lambda: opening_problem(page), timeout)
    top = page.stack.top or page
    if text:
        head = f"{action}: {text} {waited}" if action else f"{text} {waited}"
        raise WaitTimeout(report(top, head, []))
    return top


def is_screen_of(page: Instance, message: str) -> bool:
    """Return whether an error message from `report` shows the current screen of the page."""
    screen = _screen_of(page)
    _, found, behind = message.partition("\n".join(screen))
    return bool(found) and not behind.startswith("\n    ")


def report(page: Instance, head: str, nearest: Sequence[str]) -> str:
    """Return a message with the failure, the nearest matches, the reason why the page is busy,
    and the screen.
    """
    lines = [head, *(f"  nearest: {line}" for line in nearest), f"  {why_busy(page)}"]
    if page.errors:
        error = page.errors[-1]
        place = f", {error.stack.splitlines()[0].strip()}" if error.stack else ""
        lines.append(f"  the page's last error: {visible_line(error.message)}{place}")
    return visible("\n".join([*lines, *_screen_of(page)]))


def _screen_of(page: Instance) -> list[str]:
    lines = outline_of(page).splitlines()
    shown = [f"    {line}" for line in lines[:_SHOWN_LINES]]
    if len(lines) > _SHOWN_LINES:
        shown.append(f"    ... {len(lines) - _SHOWN_LINES} more lines")
    return ["  the screen shows:", *shown] if shown else ["  the screen is empty"]
