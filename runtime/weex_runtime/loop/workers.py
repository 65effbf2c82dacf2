"""Threads for what blocks: name lookup, connecting, HTTP.

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
    """Work that was submitted and has not been answered.

    Attributes:
        what: Says what it is, like "connecting to x".
        owner: Whose it is; None: not known.
        since: The clock's time at its start.
        done: Takes its answer.
        talk: Its conversation with a peer; None: it has none.
    """

    what: str
    owner: object
    since: float
    done: Done
    talk: Talk | None


class Workers:
    """A pool that grows as needed up to 64 threads: connects that stall must not hold up others.

    Args:
        deliver: Takes a callback from a worker's thread to the loop.
        now: The clock.
    """

    def __init__(
        self, deliver: Callable[[Callable[[], object]], None], now: Callable[[], float]
    ) -> None:
        self._deliver = deliver
        self._now = now
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        # Who waits for an answer is the loop's business: a worker that is still about to forget a
        # job would keep it.
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
        """What was submitted and has not been answered, oldest first."""
        return list(self._running.values())

    def close(self) -> None:
        """Answer nothing more and end the threads that are not blocked; the others end later."""
        self._closed = True
        self._running.clear()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join(timeout=0.5)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._do(job)
            # What a thread that waits still names cannot be freed: a destroyed page, say.
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
