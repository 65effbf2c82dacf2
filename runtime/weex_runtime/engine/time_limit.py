"""Limit the time of a call into JS; the binding's own limit does not allow calls into Python."""

import time
from _weakref import ref  # `weakref` takes time to import
from collections.abc import Callable
from functools import partial
from operator import methodcaller
from typing import Any

from weex_runtime.engine.entry import TICKS, Fields

# The fraction of the time limit after which the next call into JS must arm the limit again.
_STALE_PART = 1 / 20
_LONG_AGO = float("-inf")
_ALWAYS = -(1 << 62)  # a time limit so low that every call into JS exceeds it


class TimeLimit:
    """The time limit of one context.

    While a time limit is set, the binding refuses every call from JS into Python. When a call into
    JS ends while a limit is set, the binding removes its interrupt handler. So the constructor sets
    the limit, and calls a JS function that drops a Python object, the guard. The end of the guard
    removes the limit: the handler stays, and calls into Python are allowed. The handler reads the
    start time and the limit from `fields`, where `arm` sets both.

    Args:
        drop: The JS function of guard.py that drops the guard.
        fields: The context's fields; None if the layout of the binding differs. Without fields,
            each `arm` sets the limit as the constructor does. That fails after a bundle has frozen
            its global object.

    Attributes:
        seconds: The limit, in CPU time of the process.
        stale_at: The time of `time.monotonic()` from which `arm` must be called again.
    """

    def __init__(self, context: Any, seconds: float, drop: Any, fields: Fields | None) -> None:
        self._context = context
        self._fields = fields
        self.seconds = seconds
        self._lasts = min(0.25, seconds * _STALE_PART)
        self.stale_at = _LONG_AGO
        self._drop = drop
        self._withdrawal: _Withdrawal | None = None
        self._set()

    def arm(self, now: float) -> None:
        """Set the time limit for the next call into JS; the time counts from now."""
        if self._fields:
            self._fields.start = int(time.process_time() * TICKS)
            self._fields.limit = int(self.seconds * TICKS)
        else:
            try:
                self._set()
            except Exception:
                # TypeError or JSException: a bundle has frozen the global object. The time still
                # counts from the earlier start.
                pass
        self.stale_at = now + self._lasts

    def interrupt(self) -> None:
        """End the running JS at the engine's next check for interrupts. JS that starts before the
        next `arm` ends, too. Can be called on any thread.
        """
        if self._fields:
            self._fields.limit = _ALWAYS

    def expire(self) -> None:
        """Make the next call into JS start the time limit anew."""
        self.stale_at = _LONG_AGO

    def close(self) -> None:
        """Drop the references to the JS context, so that Python can free it."""
        del self._context, self._drop
        self._fields = self._withdrawal = None

    def _set(self) -> None:
        guard = partial(int)  # a callable, since the binding accepts no other object
        self._withdrawal = _Withdrawal(guard, methodcaller("set_time_limit", -1))
        self._withdrawal.set_time_limit = self._context.set_time_limit
        self._context.add_callable("__timeLimitGuard", guard)
        del guard
        self._context.set_time_limit(self.seconds)
        self._drop()


class _Withdrawal(ref[Any]):
    """A weak reference to the guard. When JS drops the guard, the callback of the reference removes
    the binding's time limit.

    The callback is a C function, since a Ctrl-C in a Python callback would be lost.
    """

    __slots__ = ("set_time_limit",)

    set_time_limit: Callable[[float], None]
