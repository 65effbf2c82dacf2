"""The event loop: waits for sockets, timers and workers, and runs their callbacks on one thread.

Nothing else blocks this thread. The loop runs while a caller, like a test, calls one of the `run`
methods.
"""

from __future__ import annotations

import time
from _thread import get_ident  # `threading` takes a millisecond to import
from collections import deque
from collections.abc import Callable
from types import MethodType
from typing import TYPE_CHECKING, Any, TypeVar

from weex_runtime.errors import WaitTimeout, WeexError, WrongThread, log_exception
from weex_runtime.loop.clock import Clock
from weex_runtime.loop.timers import Timer, TimerQueue

if TYPE_CHECKING:
    import socket
    from selectors import BaseSelector

    from weex_runtime.loop.quiescence import Talk
    from weex_runtime.loop.sockets import WatchedSockets
    from weex_runtime.loop.workers import Joinable, Running, Workers

T = TypeVar("T")

# Maximum number of seconds between two evaluations of a predicate: another thread (a server of this
# process) may change the predicate's value without waking the loop.
_LOOK_AGAIN = 0.005

_LAST_FLUSH = 1.0  # maximum number of seconds that `close` spends on writing unsent data


class Looper:
    """The event loop of one runtime.

    Args:
        virtual: Timers follow a clock that stands still until a test moves it.

    Attributes:
        at_close: Functions that `close` calls, to release resources of other objects.
        turns: The number of turns that have started.
        on_failure: Called with a callback and the exception of the callback; by default logs both.
        explain: Returns further parts for the message of a timeout, like reasons why pages are
            busy.
        traffic: A count of sockets that became ready and of wake-ups. Code that writes to a socket
            adds 1.
        thread_share: Maximum number of threads for the work of one page.
        idle: The number of seconds that the loop has waited for events. Measured only while
            `idle_readers` is above 0.
        idle_readers: The number of objects that read `idle`. (The measurement takes time.)
        next_due: Returns the clock's time of the next timer; None without one.
    """

    def __init__(self, *, virtual: bool = False) -> None:
        # Created when the loop first waits or first watches a socket, since the loops of many pages
        # do neither.
        self._sockets: WatchedSockets | None = None
        self._ready: deque[Callable[[], object]] = deque()
        self._postponed: deque[Callable[[], object]] = deque()
        self._timers = TimerQueue()
        self.next_due = self._timers.next_due
        self._closed = False
        self.at_close: set[Callable[[], object]] = set()
        self._activity = 0  # the number of callbacks that have run
        self.on_failure: Callable[[Callable[[], object], Exception], None] = _log_failure
        self.explain: Callable[[], list[str]] = list
        self.turns = 0
        self.traffic = 0
        self.thread_share = 16
        self.idle = 0.0
        self.idle_readers = 0
        self._thread = get_ident()
        self._workers: Workers | None = None
        self.clock = Clock(self, virtual=virtual)

    def check_thread(self, action: str) -> None:
        """Raise WrongThread if the calling thread is not the loop's; the message names the action,
        like "run the loop".

        Raises:
            WrongThread: The calling thread is not the loop's.
        """
        if get_ident() != self._thread:
            raise WrongThread(action, self._thread)

    def is_on_this_thread(self) -> bool:
        """Return whether the loop runs on the calling thread."""
        return get_ident() == self._thread

    # The methods from here on schedule callbacks.

    def call_soon(self, callback: Callable[[], object]) -> None:
        """Run a callback in this turn or the next, after all earlier callbacks.

        Raises:
            WrongThread: The caller is on another thread, which must use `call_soon_threadsafe`.
        """
        if get_ident() != self._thread:
            self.check_thread("schedule a call")
        self._ready.append(callback)

    def postpone(self, callback: Callable[[], object]) -> None:
        """Run a callback in a later turn, after all other callbacks. A turn runs only one postponed
        callback, so that long callbacks delay other callbacks as little as possible.
        """
        self._postponed.append(callback)

    def call_soon_threadsafe(self, callback: Callable[[], object]) -> None:
        """Call `call_soon` from any thread, and wake the loop."""
        self._ready.append(callback)
        # `_sockets` is None until the loop waits for the first time. The loop checks `_ready`
        # before this wait, and so needs no waking.
        if self._sockets and get_ident() != self._thread:
            self._sockets.wake()

    def call_later(self, delay: float, callback: Callable[[], object]) -> Timer:
        """Run a callback after `delay` seconds on the clock; callbacks of equal times run in call
        order.

        Raises:
            WrongThread: The caller is on another thread, which must use `call_later_threadsafe`.
        """
        self.check_thread("start a timer")
        return self._timers.start(self.clock.after(max(0.0, delay)), callback)

    def call_later_threadsafe(
        self, delay: float, callback: Callable[[], object]
    ) -> Callable[[], None]:
        """Call `call_later` from any thread; the delay starts in the loop's next turn.

        Returns:
            A function that cancels the timer, on any thread.
        """
        started: list[Timer] = []

        def start() -> None:
            started.append(self.call_later(delay, callback))

        def cancel() -> None:
            self.call_soon_threadsafe(lambda: started[0].cancel())

        self.call_soon_threadsafe(start)
        return cancel

    def run_in_worker(
        self,
        work: Callable[[], T],
        done: Callable[[T | None, BaseException | None], None],
        what: str,
        owner: object = None,
        talk: Talk | None = None,
        page: object = None,
    ) -> None:
        """Run blocking work on a thread, then `done(result, error)` on the loop.

        Args:
            what: The name of the work in messages, like "connecting to x".
            owner: The page that started the work, for `Page.busy`, or the module if its `busy_with`
                lists the work; None if unknown.
            talk: The work's connection to a peer. While the peer is silent, a virtual clock may
                move although the work is unfinished.
            page: The page whose share of the threads the work takes; default: the owner.

        Raises:
            WrongThread: The caller is not on the loop's thread.
        """
        self.check_thread("start work on a worker")
        # imported only if needed
        from weex_runtime.loop.quiescence import remember
        from weex_runtime.loop.workers import Running, Workers

        if self._workers is None:
            self._workers = Workers(self)
            remember(self)
        job = Running(what, owner, self.clock.now(), done, talk, page or owner)
        self._workers.submit(work, job)

    def watch(
        self,
        sock: socket.socket,
        *,
        read: Callable[[], object] | None = None,
        write: Callable[[], object] | None = None,
    ) -> None:
        """Run a callback when the socket can be read or written; without callbacks, stop watching.

        Raises:
            WeexError: The loop is closed.
            WrongThread: The caller is not on the loop's thread.
        """
        if get_ident() != self._thread:
            self.check_thread("watch a socket")
        (self._sockets or self._open_sockets()).watch(sock, read, write)

    # The methods from here on run the loop.

    def turn(self, timeout: float) -> None:
        """Wait up to `timeout` seconds for an event, then run each due callback.

        Raises:
            WeexError: The loop is closed.
            WrongThread: The caller is not on the loop's thread.
        """
        if get_ident() != self._thread:
            self.check_thread("run the loop")
        if self._closed:
            raise WeexError("the runtime is closed: use it inside the with block")
        self.turns += 1
        if timeout and not self._ready and not self._sockets:
            self._open_sockets()
        has_postponed = len(self._postponed)
        if self._ready or has_postponed:
            timeout = 0
        elif self._timers.entries and not self.clock.virtual:
            due = self.next_due()
            if due is not None:
                timeout = min(timeout, max(0.0, due - self.clock.now()))
        if self._sockets:
            if timeout and self.idle_readers:
                begun = time.monotonic()
                self._sockets.is_ready(timeout)
                timeout = 0
                self.idle += time.monotonic() - begun
            self.traffic += self._sockets.run_ready(timeout, self._run)
        if self._timers.entries:
            self._timers.run_due(self.clock.now(), self._run_with_followers)
        self._run_ready()
        if has_postponed and self._postponed:
            self._run(self._postponed.popleft())

    def settle(self, timeout: float = 5.0) -> bool:
        """Run turns of the loop without waiting until no callback is ready.

        Args:
            timeout: Real seconds.

        Returns:
            False if callbacks queued further callbacks until the timeout.
        """
        self.turn(0)
        deadline = time.monotonic() + timeout if self._has_callbacks() else 0.0
        while self._has_callbacks():
            if time.monotonic() >= deadline:
                return False
            self.turn(0)
        return True

    def run_until(
        self, predicate: Callable[[], Any], timeout: float, waiting_for: str | None = None
    ) -> None:
        """Run turns of the loop until the predicate returns a true value.

        Args:
            timeout: Real seconds.
            waiting_for: Name of the condition in the error; default: the predicate's source.

        Raises:
            WaitTimeout: The predicate was not true in time; the message lists pending work.
        """
        deadline = time.monotonic() + timeout
        if not callable(predicate):
            raise WeexError(
                f"run_until: expected a function that returns whether to stop, got {predicate!r}; "
                "write lambda: ..."
            )
        while not (held := predicate()):
            left = deadline - time.monotonic()
            if left <= 0:
                what = waiting_for or _source_of(predicate)
                head = f"timed out after {timeout:g} s waiting for {what}"
                raise WaitTimeout(self.with_reasons(f"{head}; {self.pending()}"))
            self.turn(min(left, _LOOK_AGAIN))
        if isinstance(held, MethodType):
            raise WeexError(
                f"run_until: the function returned the method {held!r}, not its result; add () "
                "to call the method"
            )

    def run_for(self, seconds: float) -> None:
        """Run turns of the loop for a number of real seconds."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.turn(left)

    def settle_down(self, timeout: float, *, quiet: float, due_within: float) -> None:
        """Run turns of the loop until the loop is idle and likely to remain idle, or until the
        timeout.

        Args:
            timeout: Real seconds.
            quiet: If sockets are open, the number of real seconds that must pass without a
                callback.
            due_within: Wait for timers that are due within these seconds.
        """
        deadline = time.monotonic() + timeout
        quiet_since = time.monotonic()
        seen = self._activity
        while (now := time.monotonic()) < deadline:
            if seen != self._activity:
                seen, quiet_since = self._activity, now
            due = self.next_due()
            waits = due is not None and due - self.clock.now() <= due_within
            has_sockets = bool(self.sockets())
            if self.is_idle() and not waits and (not has_sockets or now - quiet_since >= quiet):
                return
            self.turn(min(_LOOK_AGAIN, deadline - now))

    def run_until_idle(self, timeout: float) -> None:
        """Run turns of the loop until no callback is ready, no worker runs and all data is sent.

        Ignores timers that are not due and sockets that only wait for data.

        Raises:
            WaitTimeout: The loop was not idle within `timeout` real seconds.
        """
        self.turn(0)
        self.run_until(self.is_idle, timeout, "the loop to be idle")

    def is_idle(self) -> bool:
        """Return whether no callback is ready, no timer is due, no worker runs and no data is
        unsent."""
        if self._has_callbacks() or (self._workers and self.jobs()):
            return False
        return not (self._sockets and self._sockets.unsent) and not self.is_due()

    def is_due(self) -> bool:
        """Return whether a timer is due."""
        due = self.next_due()
        return due is not None and due <= self.clock.now()

    def has_ready(self) -> bool:
        """Return whether a callback or a socket is ready, so that the next turn does not wait."""
        if self._closed:
            return False
        return self._has_callbacks() or bool(self._sockets and self._sockets.is_ready())

    def has_unsent(self) -> bool:
        """Return whether a socket has data that the system does not take yet, since the peer does
        not read.
        """
        return bool(self._sockets and self._sockets.unsent)

    def sockets(self) -> list[socket.socket]:
        """Return the watched sockets."""
        return self._sockets.sockets() if self._sockets and not self._closed else []

    def pending(self) -> str:
        """Describe queued callbacks, running work, timers and sockets, for the message of a
        timeout.
        """
        parts = [f"{job.what} is under way" for job in self.jobs()]
        if self._has_callbacks():
            parts.append("callbacks are queued on the loop")
        if self._sockets and self._sockets.unsent:
            parts.append(f"{len(self._sockets.unsent)} sockets have unsent data")
        due = self.next_due()
        if due is not None:
            clock = "virtual clock's next timer is" if self.clock.virtual else "next timer is"
            parts.append(f"the {clock} due in {max(0.0, due - self.clock.now()):.3g} s")
        sockets = len(self.sockets())
        if sockets:
            parts.append(f"{sockets} open socket{'s' if sockets > 1 else ''} may receive data")
        return ", ".join(parts) or "nothing is pending"

    def with_reasons(self, head: str) -> str:
        """Return the message of a timeout, with the reasons that `explain` returns."""
        return "; ".join([head, *self.explain()])

    def jobs(self) -> list[Running]:
        """Return the work that runs on threads, oldest first."""
        return self._workers.running() if self._workers else []

    def close(self) -> None:
        """Drop all callbacks, stop the workers and close the selector.

        Unsent data is written for up to a second.
        """
        self._closed = True
        if self._workers:
            self._workers.close()
        if self.has_unsent() and self._sockets:
            self._sockets.flush(_LAST_FLUSH, self._run)
        for give_back in list(self.at_close):
            give_back()
        self._ready.clear()
        self._postponed.clear()
        self._timers.clear()
        if self._sockets:
            self._sockets.close()

    def _open_sockets(self) -> WatchedSockets:
        if self._closed:
            raise WeexError(
                "the runtime is closed, so no socket can open: open sockets inside the with block"
            )
        from weex_runtime.loop.sockets import WatchedSockets

        self._sockets = WatchedSockets(self._make_selector())
        return self._sockets

    def _make_selector(self) -> BaseSelector | None:
        """Return the selector for the sockets; None: use the system's fastest selector."""
        return None

    def start_thread(self, work: Callable[[], None]) -> Joinable:
        """Run a function on a new thread."""
        from weex_runtime.loop.workers import start_thread

        return start_thread(work)

    def _has_callbacks(self) -> bool:
        return bool(self._ready or self._postponed)

    def _run_ready(self) -> None:
        for _ in range(len(self._ready)):
            if self._ready:  # a callback may have closed the loop
                self._run(self._ready.popleft())

    def _run_with_followers(self, callback: Callable[[], object]) -> None:
        self._run(callback)
        self._run_ready()

    def _run(self, callback: Callable[[], object]) -> None:
        self._activity += 1
        try:
            callback()
        except Exception as error:
            # An exception in a module must not end the loop or other pages.
            self.on_failure(callback, error)


def _log_failure(callback: Callable[[], object], error: Exception) -> None:
    log_exception("a callback on the loop failed: %r", callback, error=error)


def _source_of(predicate: Callable[[], Any]) -> str:
    import inspect

    try:
        source = inspect.getsource(predicate)
    except (OSError, TypeError):
        return repr(predicate)
    return " ".join(source.split())
