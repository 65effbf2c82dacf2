"""The loop: one thread that waits for sockets, timers and workers, and runs what they bring.

Nothing else in the runtime waits. Callers pump it, so a test decides when things happen.
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

    from weex_runtime.loop.quiescence import Talk
    from weex_runtime.loop.sockets import WatchedSockets
    from weex_runtime.loop.workers import Running, Workers

T = TypeVar("T")

# Seconds between two evaluations of a predicate at most: another thread that changes its value (a
# server of this process) does not wake the loop.
_LOOK_AGAIN = 0.005

_LAST_FLUSH = 1.0  # seconds


class Looper:
    """Sockets, timers and workers of one runtime.

    Args:
        virtual: Timers follow a clock that stands still until a test moves it.

    Attributes:
        at_close: Functions to call when the loop ends, which release resources of others.
        turns: The number of turns begun so far.
        on_failure: Receives a callback and the exception that it raised; by default logs both.
        explain: Returns further parts of a timeout's message: why pages are busy.
        traffic: Counts sockets that became ready and wake-ups; senders add 1.
        next_due: Returns the clock's time of the next timer; None without one.
    """

    def __init__(self, *, virtual: bool = False) -> None:
        # Made when the loop first waits or watches a socket: many pages render without either.
        self._sockets: WatchedSockets | None = None
        self._ready: deque[Callable[[], object]] = deque()
        self._timers = TimerQueue()
        self.next_due = self._timers.next_due
        self._closed = False
        self.at_close: set[Callable[[], object]] = set()
        self._activity = 0  # callbacks run so far
        self.on_failure: Callable[[Callable[[], object], Exception], None] = _log_failure
        self.explain: Callable[[], list[str]] = list
        self.turns = 0
        self.traffic = 0
        self._thread = get_ident()
        self._workers: Workers | None = None
        self.clock = Clock(self, virtual=virtual)

    def check_thread(self, action: str) -> None:
        """Refuse an action, like "run the loop", outside the thread that made the loop.

        Raises:
            WrongThread: This is another thread.
        """
        if get_ident() != self._thread:
            raise WrongThread(action, self._thread)

    # What callers schedule.

    def call_soon(self, callback: Callable[[], object]) -> None:
        """Call back in this turn or the next, after all earlier callbacks.

        Raises:
            WrongThread: It is called from another thread: use `call_soon_threadsafe`.
        """
        if get_ident() != self._thread:
            self.check_thread("schedule a call")
        self._ready.append(callback)

    def call_soon_threadsafe(self, callback: Callable[[], object]) -> None:
        """`call_soon` from any thread; wakes the loop."""
        self._ready.append(callback)
        # Without sockets the loop does not wait: it checks `_ready` again after it has made them.
        if self._sockets and get_ident() != self._thread:
            self._sockets.wake()

    def call_later(self, delay: float, callback: Callable[[], object]) -> Timer:
        """Call back once the clock has moved on by `delay` seconds; equal times in call order.

        Raises:
            WrongThread: It is called from another thread: use `call_later_threadsafe`.
        """
        self.check_thread("start a timer")
        return self._timers.start(self.clock.after(max(0.0, delay)), callback)

    def call_later_threadsafe(
        self, delay: float, callback: Callable[[], object]
    ) -> Callable[[], None]:
        """`call_later` from any thread; the delay starts in the loop's next turn.

        Returns:
            A function that cancels the timer, from any thread.
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
    ) -> None:
        """Run blocking work on a thread, then `done(result, error)` on the loop.

        Args:
            what: Names the work in a timeout's message, like "connecting to x".
            owner: The page whose work it is, for `Page.busy`; the module where its `busy_with`
                lists the work; None: not known.
            talk: The work's conversation with a peer: a virtual clock moves on while the peer is
                silent.

        Raises:
            WrongThread: This is another thread than the loop's.
        """
        self.check_thread("start work on a worker")
        if self._workers is None:
            from weex_runtime.loop.workers import Workers  # most pages need no threads

            self._workers = Workers(self.call_soon_threadsafe, self.clock.now)
        if talk:
            from weex_runtime.loop.quiescence import remember

            remember(self)
        self._workers.submit(work, done, what, owner, talk)

    def watch(
        self,
        sock: socket.socket,
        *,
        read: Callable[[], object] | None = None,
        write: Callable[[], object] | None = None,
    ) -> None:
        """Call back when the socket can be read or written; without callbacks stop watching.

        Raises:
            WeexError: The loop is closed.
            WrongThread: This is another thread than the loop's.
        """
        if get_ident() != self._thread:
            self.check_thread("watch a socket")
        (self._sockets or self._open_sockets()).watch(sock, read, write)

    # What callers pump.

    def turn(self, timeout: float) -> None:
        """Wait up to `timeout` seconds for an event, then run all callbacks that are due, once.

        Raises:
            WeexError: The loop is closed.
            WrongThread: This is another thread than the loop's.
        """
        if get_ident() != self._thread:
            self.check_thread("run the loop")
        if self._closed:
            raise WeexError("the runtime is closed: use it inside the with block")
        self.turns += 1
        if timeout and not self._ready and not self._sockets:
            self._open_sockets()
        if self._ready:
            timeout = 0
        elif self._timers.entries and not self.clock.virtual:
            due = self.next_due()
            if due is not None:
                timeout = min(timeout, max(0.0, due - self.clock.now()))
        if self._sockets:
            self.traffic += self._sockets.run_ready(timeout, self._run)
        if self._timers.entries:
            self._timers.run_due(self.clock.now(), self._run_with_followers)
        self._run_ready()

    def settle(self, timeout: float = 5.0) -> bool:
        """Take turns without waiting until nothing is ready.

        Args:
            timeout: Real seconds.

        Returns:
            False when callbacks started others for all that time.
        """
        self.turn(0)
        deadline = time.monotonic() + timeout if self._ready else 0.0
        while self._ready:
            if time.monotonic() >= deadline:
                return False
            self.turn(0)
        return True

    def run_until(
        self, predicate: Callable[[], Any], timeout: float, waiting_for: str | None = None
    ) -> None:
        """Take turns until the predicate holds.

        Args:
            timeout: Real seconds.
            waiting_for: Names the condition in the error; default: the predicate's source.

        Raises:
            WaitTimeout: The predicate did not hold in time; lists what is pending.
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
                raise WaitTimeout("; ".join([head, self.pending(), *self.explain()]))
            self.turn(min(left, _LOOK_AGAIN))
        if isinstance(held, MethodType):
            raise WeexError(
                f"run_until: the function returned the method {held!r}; call the method"
            )

    def run_for(self, seconds: float) -> None:
        """Take turns for so many real seconds."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.turn(left)

    def settle_down(self, timeout: float, *, quiet: float, due_within: float) -> None:
        """Take turns until the loop is idle and likely to stay so, or the time is over.

        Args:
            timeout: Real seconds.
            quiet: Real seconds without a callback that are enough while sockets are open.
            due_within: Seconds in which no timer may be due.
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
        """Take turns until nothing is ready, no worker runs and all sent data has left.

        Timers that are not due and sockets that merely listen do not count.

        Raises:
            WaitTimeout: The loop was not idle within `timeout` real seconds.
        """
        self.turn(0)
        self.run_until(self.is_idle, timeout, "the loop to be idle")

    def is_idle(self) -> bool:
        """Nothing is ready, due, under way on a worker or unsent."""
        if self._ready or (self._workers and self.jobs()):
            return False
        return not (self._sockets and self._sockets.unsent) and not self.is_due()

    def is_due(self) -> bool:
        """A timer is due."""
        due = self.next_due()
        return due is not None and due <= self.clock.now()

    def has_ready(self) -> bool:
        """The next turn will not wait."""
        if self._closed:
            return False
        return bool(self._ready or self._sockets and self._sockets.is_ready())

    def has_unsent(self) -> bool:
        """A socket waits for its peer to take more."""
        return bool(self._sockets and self._sockets.unsent)

    def sockets(self) -> list[socket.socket]:
        """The watched sockets."""
        return self._sockets.sockets() if self._sockets and not self._closed else []

    def pending(self) -> str:
        """Name what the loop has queued and under way, for a timeout's message."""
        parts = [f"{job.what} is under way" for job in self.jobs()]
        if self._ready:
            parts.append("callbacks are queued on the loop")
        if self._sockets and self._sockets.unsent:
            parts.append(f"{len(self._sockets.unsent)} sockets have unsent data")
        due = self.next_due()
        if due is not None:
            clock = "virtual clock's next timer is" if self.clock.virtual else "next timer is"
            parts.append(f"the {clock} due in {max(0.0, due - self.clock.now()):.3g} s")
        sockets = len(self.sockets())
        if sockets:
            parts.append(f"{sockets} open socket{'s' if sockets > 1 else ''} may bring something")
        return ", ".join(parts) or "nothing is pending"

    def jobs(self) -> list[Running]:
        """The work that threads have under way, oldest first."""
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
        self._timers.clear()
        if self._sockets:
            self._sockets.close()

    def _open_sockets(self) -> WatchedSockets:
        if self._closed:
            raise WeexError(
                "the runtime is closed, and its loop with it: open sockets inside the with block"
            )
        from weex_runtime.loop.sockets import WatchedSockets

        self._sockets = WatchedSockets()
        return self._sockets

    def _run_ready(self) -> None:
        for _ in range(len(self._ready)):
            if self._ready:  # one of them may close the loop
                self._run(self._ready.popleft())

    def _run_with_followers(self, callback: Callable[[], object]) -> None:
        self._run(callback)
        self._run_ready()

    def _run(self, callback: Callable[[], object]) -> None:
        self._activity += 1
        try:
            callback()
        except Exception as error:
            # One module's mistake ends neither the loop nor the other pages.
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
