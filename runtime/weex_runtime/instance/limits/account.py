"""The memory of a page: the memory of its JS, and the data that Python keeps for the page. The data
is counted only after a certain number of bytes of traffic, since counting it for each record would
be slow. A page and the pages that it opened share one limit.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from sys import getsizeof
from typing import Any

from weex_runtime.instance.instance import Instance
from weex_runtime.limits import exceeded

_PER_TIMER = 500  # bytes that a timer, a listener or a queued task needs
_PART = 20  # the pause after a count is 20 times the count's duration
_PAUSE = 0.1  # seconds between two counts of the memory of pages that share a limit


class Account:
    """Counts the memory of one page, and stops the page beyond its limit."""

    def __init__(self, page: Instance) -> None:
        limits = page.limits
        self._page = page
        self._noted = 0
        self._due = limits.memory // 8  # bytes of traffic after which the memory is counted
        self._pause = _PAUSE
        self._counted_at = 0.0

    def note(self, size: int) -> None:
        """Record `size` bytes of traffic, since the page may keep the data. After many bytes, count
        the memory. Runs on the loop.
        """
        self._noted += size
        if self._noted > self._due:
            self.count()

    def look(self) -> None:
        """Measure the memory from time to time. Called while `page.watches_memory` is True."""
        if time.monotonic() - self._counted_at > self._pause:
            self.count()

    def count(self) -> None:
        """Count the memory, and stop the page if its memory exceeds the limit."""
        page, limit = self._page, self._page.limits.memory
        if page.is_ended:
            return
        self._noted = 0
        begun = time.monotonic()
        family = self._family()
        data = {one: held(one) for one in family}
        js = {one: one.engine.memory() for one in family}
        left = limit - sum(data.values()) - sum(js.values())
        if left < 0:
            for one in family:
                one.engine.collect()
            js = {one: one.engine.memory() for one in family}
            left = limit - sum(data.values()) - sum(js.values())
        if left < 0:
            parts = [f"its JS has {_mib(js[page])}", f"its data in Python {_mib(data[page])}"]
            if len(family) > 1:
                others = limit - left - js[page] - data[page]
                parts.append(f"{len(family) - 1} other pages of its stack {_mib(others)}")
            page.js.stop(exceeded(page.limits, "memory", ", ".join(parts)))
            return
        # One byte of traffic adds at most four bytes of memory, so count again after a quarter of
        # the remaining memory.
        self._due = max(limit // 64, left // 4)
        self._counted_at = time.monotonic()
        self._pause = max(_PAUSE, _PART * (self._counted_at - begun))
        for one in family:
            one.watches_memory = len(family) > 1 or data[one] > limit / 4
            if len(family) > 1:
                # any one page may allocate all of the remaining memory
                one.engine.limit_memory(js[one] + left)

    def _family(self) -> list[Instance]:
        page = self._page
        pages = [one for one in page.runtime.pages if one.stack.pages is page.stack.pages]
        return [one for one in pages if not one.is_ended and one is not page] + [page]


def held(page: Instance) -> int:
    """Return the approximate size in bytes of the data that Python holds for a page."""
    objects: Iterable[Any] = [*page.modules.in_use(), *page.components.made]
    listeners = sum(map(len, page.modules.listeners.values()))
    records = (page.console, page.errors, page.failures, page.dialogs, page.native_calls)
    return (
        sum(record.trim() for record in records)
        + page.stack.dialogs.size(page)
        + page.document.size()
        + page.tasks.size()
        + sum(_held_by(page, owner) for owner in objects)
        + (_PER_TIMER * len(page.coroutines.running()) if "coroutines" in vars(page) else 0)
        + _PER_TIMER * (len(page.timers) + len(page.global_events) + listeners)
        + (page.socket_log.size if "socket_log" in vars(page) else 0)
        + (page.pictures.size if "pictures" in vars(page) else 0)
        + page.runtime.shared_memory(page)
        + getsizeof(page.source)
    )


def _held_by(page: Instance, owner: Any) -> int:
    try:
        return int(owner.memory_held())
    except Exception as error:
        if not page.has_said(origin := f"{type(owner).__name__}.memory_held"):
            page.said.add(origin)
            page.add_failure(origin, error)
        return 0


def _mib(size: int) -> str:
    return f"{size / (1 << 20):.3g} MiB"
