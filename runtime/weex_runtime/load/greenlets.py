"""An event loop whose waits let other greenlets run.

Locust runs each user in a greenlet, and gevent replaces the blocking functions of the standard
library. gevent's own selector takes a quarter of the CPU time that a user needs for a message and
its answer, since gevent's selector starts and stops a watcher for each event of each socket.
"""

from __future__ import annotations

import selectors
from _thread import get_ident
from collections.abc import Callable
from time import monotonic
from typing import Any

from gevent import get_hub, getcurrent, monkey, spawn

from weex_runtime.errors import WrongThread
from weex_runtime.loop.looper import Looper
from weex_runtime.loop.workers import Joinable

_SLICE = 0.005  # maximum number of seconds that a greenlet runs while its sockets stay ready


class WrongGreenlet(WrongThread):
    """A greenlet used the page of another user, and the call had no effect."""

    def __init__(self, action: str, expected: int) -> None:
        Exception.__init__(
            self,
            f"cannot {action}: the page belongs to the greenlet of its user, and another greenlet "
            "called; use self.page only in the tasks of this user, not in greenlets or threads "
            "that a task starts",
        )
        self.expected = expected


class GreenletLooper(Looper):
    """The event loop of one user. Only the greenlet that made the loop may use it."""

    def check_thread(self, action: str) -> None:
        if get_ident() != self._thread:
            raise WrongGreenlet(action, self._thread)

    def _make_selector(self) -> selectors.BaseSelector:
        return GreenletSelector()

    def start_thread(self, work: Callable[[], None]) -> Joinable:
        # Spawn a greenlet: starting a thread, which gevent patches, would switch to other
        # greenlets, even within a call from JS.
        thread: Joinable = spawn(work)
        return thread


_SystemSelector: Any = monkey.get_original("selectors", "DefaultSelector")


class GreenletSelector(_SystemSelector):  # type: ignore[misc]  # the class before gevent's patches
    """The system's selector, but other greenlets run while it waits. gevent's hub watches the
    selector's file descriptor, which becomes readable when a registered socket is ready.
    """

    def __init__(self) -> None:
        super().__init__()
        self._hub = get_hub()
        self._watcher = self._hub.loop.io(self.fileno(), 1)
        # the time at which other greenlets must run, even if this user still receives data
        self._yields_at = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready: list[tuple[selectors.SelectorKey, int]] = super().select(0)
        if (timeout is not None and timeout <= 0) or (ready and monotonic() < self._yields_at):
            return ready
        wake = getcurrent().switch
        timer = None if timeout is None else self._hub.loop.timer(timeout)
        self._watcher.start(wake)
        if timer:
            timer.start(wake)
        try:
            self._hub.switch()
        finally:
            self._watcher.stop()
            if timer:
                timer.stop()
                timer.close()
        self._yields_at = monotonic() + _SLICE
        ready = super().select(0)
        return ready

    def close(self) -> None:
        self._watcher.close()
        super().close()
