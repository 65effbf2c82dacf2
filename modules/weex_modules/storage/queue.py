"""The storage of a runtime, which executes the calls of all pages in order."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Any

from weex_modules.storage import database
from weex_modules.storage.database import PAUSE, Items, StorageLocked
from weex_runtime.device import Device

Work = Callable[[Items], Any]
Done = Callable[[Any, "BaseException | None"], None]


class Storage:
    """The storage of a runtime, `runtime.shared(Storage)`.

    Calls are executed immediately, on the loop. While another process has the file locked, calls
    wait and the loop tries again, for up to 5 seconds.

    Attributes:
        items: The stored items. A user or a test may set, read and remove items too, before pages
            are opened or while the loop does not run.
    """

    def __init__(self, runtime: Device[Any]) -> None:
        self.items = Items(runtime.storage, runtime.app)
        self.items.most = runtime.limits.storage
        self._runtime = runtime
        self._looper = runtime.looper
        self._waiting: deque[tuple[Work, Done]] = deque()
        # Time at which the waiting calls fail if the file is still locked; None while the file is
        # not locked.
        self._deadline: float | None = None

    def call(self, work: Work, done: Done) -> None:
        """Execute `work(items)` after all earlier calls, then call `done(result, error)` on the
        loop. `done` is called at the latest when the runtime ends.
        """
        self._waiting.append((work, done))
        if len(self._waiting) == 1:
            self._go_on()

    def close(self) -> None:
        """Execute the waiting calls, and close the file. After Ctrl-C, do not wait for a locked
        file.
        """
        if self._runtime.is_interrupted:
            self._deadline = time.monotonic()
        while self._carry_out():
            time.sleep(PAUSE)
        self.items.close()

    def _go_on(self, *_: object) -> None:
        if self._carry_out():
            # Sleep in real time: the process that has locked the file does not follow the virtual
            # clock. The worker's owner is not a page, so Page.busy does not list the worker; each
            # module's `busy_with` lists the module's waiting calls instead.
            what = f"storage in {self.items.path}"
            self._looper.run_in_worker(lambda: time.sleep(PAUSE), self._go_on, what, owner=self)

    def _carry_out(self) -> bool:
        """Execute the waiting calls. Return True if the file is locked, so that the caller must try
        again later.
        """
        while self._waiting:
            work, done = self._waiting[0]
            result: Any = None
            error: Exception | None = None
            try:
                self.items.patience = 0.0
                result = work(self.items)
            except StorageLocked as locked:
                now = time.monotonic()
                self._deadline = self._deadline or now + database.PATIENCE
                if now < self._deadline:
                    return True
                error = locked
            except Exception as caught:
                error = caught
            finally:
                self.items.patience = database.PATIENCE
            self._waiting.popleft()
            if not (self._waiting and isinstance(error, StorageLocked)):
                # Keep the deadline only while calls remain after a call that failed because of the
                # lock: the remaining calls do not wait for this lock again.
                self._deadline = None
            done(result, error)
        return False
