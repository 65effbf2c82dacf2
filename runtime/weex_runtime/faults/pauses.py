"""Pauses of workers, measured by the page's clock."""

from __future__ import annotations

import errno
import os
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weex_runtime.loop.looper import Looper
    from weex_runtime.loop.quiescence import Talk
    from weex_runtime.loop.timers import Timer

_LOOK_AGAIN = 0.02  # real seconds between two checks whether the work was aborted


class Pauses:
    """Makes workers of one connection wait, as a fault requires."""

    def __init__(self, looper: Looper) -> None:
        self._looper = looper
        # Change the number of pauses only on the loop. Otherwise a virtual clock could advance
        # after a pause begins and before the timer of the pause starts.
        self._pausing = 0

    @property
    def is_pausing(self) -> bool:
        """Whether a worker is pausing until the clock moves."""
        return self._pausing > 0

    def pause(self, seconds: float, talk: Talk) -> None:
        """Pause the calling worker.

        Raises:
            ConnectionAbortedError: The work was aborted.
        """
        done = threading.Event()
        timers: list[Timer] = []

        def start() -> None:
            self._pausing += 1
            timers.append(self._looper.call_later(seconds, end))

        def end() -> None:
            if not done.is_set():
                self._pausing -= 1
                done.set()

        def give_up() -> None:
            timers[0].cancel()
            end()

        self._looper.call_soon_threadsafe(start)
        while not done.wait(_LOOK_AGAIN):
            if talk.is_ending:
                self._looper.call_soon_threadsafe(give_up)
                raise ConnectionAbortedError(errno.ECONNABORTED, os.strerror(errno.ECONNABORTED))
