"""One storage for all pages of a runtime, whose calls are carried out in the order of asking."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

from weex_modules.storage.database import Items, StorageLocked
from weex_runtime import Runtime

Work = Callable[[Items], Any]
Done = Callable[[Any, "BaseException | None"], None]


class _Answer(NamedTuple):
    done: Done
    result: Any
    error: BaseException | None


class Storage:
    """An app's one storage: `runtime.shared(Storage)`.

    In memory calls are carried out at once; with a file on a worker, one after the other.

    Attributes:
        items: What is kept. A user or a test may set, read and remove items too, before pages are
            opened or while the loop does not run.
    """

    def __init__(self, runtime: Runtime) -> None:
        self.items = Items(runtime.storage)
        self._looper = runtime.looper
        self._waiting: deque[tuple[Work, Done]] = deque()
        self._answers: deque[_Answer] = deque()
        self._turn = threading.Lock()  # held while a call is carried out
        self._is_working = False
        self._is_ending = False

    def call(self, work: Work, done: Done) -> None:
        """Carry out `work(items)` behind all calls before it, then `done(result, error)` on the
        loop; at the latest when the runtime ends."""
        self._waiting.append((work, done))
        if self.items.path is None:
            self._do_next()
            self._answer()
        elif not self._is_working:
            self._start()

    def close(self) -> None:
        """The runtime ends: carry out what waits."""
        self._is_ending = True
        while self._do_next():
            pass
        self._answer()
        self.items.close()

    def _start(self) -> None:
        self._is_working = True
        # Of several pages, whose modules tell of their calls.
        self._looper.run_in_worker(
            self._work, self._worked, f"storage in {self.items.path}", owner=self
        )

    def _work(self) -> None:
        while self._do_next():
            self._looper.call_soon_threadsafe(self._answer)

    def _worked(self, _result: None, error: BaseException | None) -> None:
        self._is_working = False
        if error:
            raise error
        if self._waiting:
            self._start()

    def _do_next(self) -> bool:
        """Carry out the call that has waited longest; False when there is none."""
        with self._turn:
            if not self._waiting:
                return False
            work, done = self._waiting.popleft()
            result, error = None, None
            try:
                result = work(self.items)
            except Exception as caught:
                error = caught
            if self._is_ending and isinstance(error, StorageLocked):
                # Who holds the file now may hold it for ever, and each call would wait for it.
                self.items.hurry()
            self._answers.append(_Answer(done, result, error))
        return True

    def _answer(self) -> None:
        while self._answers:
            done, result, error = self._answers.popleft()
            done(result, error)
