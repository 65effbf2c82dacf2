"""The time limit of entries into JS, which the binding offers only without calls into Python."""

from _weakref import ref  # `weakref` takes time to import
from collections.abc import Callable
from functools import partial
from operator import methodcaller
from typing import Any

# The part of the limit that may be over before JS is entered without arming the limit anew.
_STALE_PART = 1 / 20
_LONG_AGO = float("-inf")


class TimeLimit:
    """The limit of one context.

    The binding refuses every call from JS into Python while it has a time limit, and removes its
    interrupt handler after an entry that ends with one. So the limit is set for a separate entry,
    in which JS drops a Python object, and the end of that object withdraws the limit: the handler
    stays, calls are allowed, and the time counts from there.

    Attributes:
        seconds: CPU time of the process.
        armed_at: `time.monotonic()` at the last `arm`.
        lasts: Seconds after which `arm` is due again.
    """

    def __init__(self, context: Any, seconds: float) -> None:
        self._context = context
        self.seconds = seconds
        self.lasts = min(0.25, seconds * _STALE_PART)
        self.armed_at = _LONG_AGO
        self._drop = context.eval("(function () { delete globalThis.__timeLimitGuard; })")
        self._withdrawal: _Withdrawal | None = None

    def arm(self, now: float) -> None:
        """Let the time count from now."""
        guard = partial(int)  # the binding takes callables only
        self._withdrawal = _Withdrawal(guard, methodcaller("set_time_limit", -1))
        self._withdrawal.set_time_limit = self._context.set_time_limit
        self._context.add_callable("__timeLimitGuard", guard)
        del guard
        self._context.set_time_limit(self.seconds)
        self._drop()
        self.armed_at = now

    def expire(self) -> None:
        """Make `arm` due at the next entry."""
        self.armed_at = _LONG_AGO

    def close(self) -> None:
        """Let go of the context."""
        del self._context, self._drop
        self._withdrawal = None


class _Withdrawal(ref[Any]):
    """Withdraws the binding's time limit when JS drops the guard that it refers to.

    No line of Python runs for that: in a finalizer Python would drop a Ctrl-C.
    """

    __slots__ = ("set_time_limit",)

    set_time_limit: Callable[[float], None]
