"""What a page can be asked: why it is busy."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from weex_runtime.busy import Busy
    from weex_runtime.page import Page


class PageQueries:
    """The part of `Page` that tests use most; its code is loaded when it is first used."""

    def busy(self) -> list[Busy]:
        """What is under way that may change the page without a user's doing, as data (busy.py):
        timers, work on threads, async methods, sockets that connect, close or send. An open silent
        socket is not in it, nor what waits for a user.

        Returns:
            Like [{"what": "socket", "state": "connecting", "url": "ws://…"},
            {"what": "worker", "text": "stream.fetch GET http://…", "seconds": 2.1},
            {"what": "timer", "id": "3", "due_in": 28.4}]; seconds as floats.
        """
        from weex_runtime.busy import busy_of

        return busy_of(cast("Page", self))
