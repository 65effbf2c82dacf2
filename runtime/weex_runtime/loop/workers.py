"""Threads for blocking work: name lookup, connecting, HTTP.

The threads are daemons. At its exit, the interpreter joins threads of `concurrent.futures`: with
such threads, the process would wait for a slow name server after Ctrl-C.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from weex_runtime.loop.looper import Looper
    from weex_runtime.loop.quiescence import Talk

_MAX_THREADS = 64

_LAST_JOIN = 0.5  # seconds that `close` waits for a thread to end

Done = Callable[[Any, "BaseException | None"], None]
_Job = tuple[int, Callable[[], Any]]


class Joinable(Protocol):
    """A thread that `Workers.close` can join."""

    def join(self, timeout: float) -> object:
        """Wait for the thread to end, for at most `timeout` seconds."""


def start_thread(work: Callable[[], None]) -> Joinable:
    """Run a function on a new daemon thread."""
    thread = threading.Thread(target=work, name="weex-worker", daemon=True)
    thread.start()
    return thread


class Running(NamedTuple):
    """Submitted work that has no result yet.

    Attributes:
        what: A name for messages, like "connecting to x".
        owner: The page or module that submitted the work; None if unknown.
        since: The clock's time when the work was submitted.
        done: Called with the result and the exception.
        talk: The work's connection to a peer; None without one.
        page: The page whose share of the threads the work takes; None without one.
    """

    what: str
    owner: object
    since: float
    done: Done
    talk: Talk | None
    page: object


class Workers:
    """A pool of 64 threads, so that a connect that stalls does not delay other work.

    Each page has a share of the threads, and a page without running work gets a further thread when
    all 64 are busy. So no page can keep other pages from the network. Pages get free threads in
    turn.

    Args:
        looper: Gets the results, and starts the threads.
    """

    def __init__(self, looper: Looper) -> None:
        self._looper = looper
        # {page: its jobs that wait for a thread}; the page whose turn is next comes first.
        self._waiting: dict[object, deque[_Job]] = {}
        self._busy: dict[object, int] = {}  # {page: the number of its jobs on threads}
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._threads: list[Joinable] = []
        # A job on a worker thread does not contain `done`: the thread can hold the finished job for
        # a moment, and `done` would keep a destroyed page alive. So `_running` contains `done`.
        self._running: dict[int, Running] = {}
        self._count = 0
        self._closed = False

    def submit(self, work: Callable[[], Any], job: Running) -> None:
        """Run `work` on a thread, then `job.done(result, error)` on the loop."""
        self._count += 1
        self._running[self._count] = job
        self._waiting.setdefault(job.page, deque()).append((self._count, work))
        self._start_waiting()

    def running(self) -> list[Running]:
        """Return the submitted work that has no result yet, oldest first."""
        return list(self._running.values())

    def close(self) -> None:
        """Stop delivering results and end the threads; a blocked thread ends when its work ends."""
        self._closed = True
        self._running.clear()
        self._waiting.clear()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join(_LAST_JOIN)

    def _start_waiting(self) -> None:
        """Pass waiting work to free threads, one job of each page in turn."""
        busy, count = self._busy, sum(self._busy.values())
        for page in list(self._waiting):
            mine = busy.get(page, 0)
            most = _MAX_THREADS if page is None else self._looper.thread_share
            if mine >= most or mine and count >= _MAX_THREADS:
                continue
            jobs = self._waiting.pop(page)
            busy[page] = mine + 1
            count += 1
            if count > len(self._threads):
                self._threads.append(self._looper.start_thread(self._work))
            self._jobs.put(jobs.popleft())
            if jobs:
                self._waiting[page] = jobs

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._do(job)
            # Delete the variable, which would keep the job and a destroyed page alive while the
            # thread waits.
            del job

    def _do(self, job: _Job) -> None:
        number, work = job
        result, error = None, None
        try:
            result = work()
        except BaseException as caught:
            error = caught
        self._looper.call_soon_threadsafe(lambda: self._finish(number, result, error))

    def _finish(self, number: int, result: Any, error: BaseException | None) -> None:
        running = self._running.pop(number, None)
        if running and not self._closed:
            self._busy[running.page] -= 1
            if not self._busy[running.page]:
                del self._busy[running.page]
            if self._waiting:
                self._start_waiting()
            running.done(result, error)
