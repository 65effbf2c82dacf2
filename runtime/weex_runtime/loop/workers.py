"""Threads for blocking work: name lookup, connecting, HTTP.

`concurrent.futures` joins its threads when the interpreter ends, and so would make Ctrl-C wait
for a name server; these threads are daemons.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from weex_runtime.loop.quiescence import Talk

_MAX_THREADS = 64

Done = Callable[[Any, "BaseException | None"], None]
_Job = tuple[int, Callable[[], Any]]


class Running(NamedTuple):
    """Submitted work without a result yet.

    Attributes:
        what: A name for messages, like "connecting to x".
        owner: The page or module whose work it is; None: not known.
        since: The clock's time at the start.
        done: Receives the result and the exception.
        talk: The work's conversation with a peer; None: none.
    """

    what: str
    owner: object
    since: float
    done: Done
    talk: Talk | None


class Workers:
    """A pool of up to 64 threads: a connect that stalls must not delay others.

    Args:
        deliver: Passes a callback from a thread to the loop.
        now: Returns the clock's time.
    """

    def __init__(
        self, deliver: Callable[[Callable[[], object]], None], now: Callable[[], float]
    ) -> None:
        self._deliver = deliver
        self._now = now
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        # Kept by the loop's thread: a thread that has not dropped a finished job yet would keep the
        # page alive.
        self._running: dict[int, Running] = {}
        self._count = 0
        self._closed = False

    def submit(
        self,
        work: Callable[[], Any],
        done: Done,
        what: str,
        owner: object = None,
        talk: Talk | None = None,
    ) -> None:
        """Run `work` on a thread, then `done(result, error)` on the loop."""
        self._count += 1
        self._running[self._count] = Running(what, owner, self._now(), done, talk)
        if len(self._running) > len(self._threads) and len(self._threads) < _MAX_THREADS:
            thread = threading.Thread(target=self._work, name="weex-worker", daemon=True)
            self._threads.append(thread)
            thread.start()
        self._jobs.put((self._count, work))

    def running(self) -> list[Running]:
        """The submitted work without a result yet, oldest first."""
        return list(self._running.values())

    def close(self) -> None:
        """Deliver no further results and end the threads; a blocked thread ends later."""
        self._closed = True
        self._running.clear()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join(timeout=0.5)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._do(job)
            # A waiting thread would keep the job alive, and a destroyed page with it.
            del job

    def _do(self, job: _Job) -> None:
        number, work = job
        result, error = None, None
        try:
            result = work()
        except BaseException as caught:
            error = caught
        self._deliver(lambda: self._finish(number, result, error))

    def _finish(self, number: int, result: Any, error: BaseException | None) -> None:
        running = self._running.pop(number, None)
        if running and not self._closed:
            running.done(result, error)
