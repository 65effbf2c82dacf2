"""Faults that were added, each with a selection of connections, messages or requests."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

from weex_runtime.errors import WeexError
from weex_runtime.faults.fault import Fault, is_number
from weex_runtime.faults.kinds import Ending
from weex_runtime.matching.message import Message, MessageMatch
from weex_runtime.matching.url import REQUEST, SOCKET
from weex_runtime.matching.url_pattern import UrlMatch, UrlPattern

if TYPE_CHECKING:
    from weex_runtime.faults.plan import FaultPlan


class Selection(NamedTuple):
    """Selects the connections, messages or requests in which a fault happens. The fields are the
    arguments of `Faults.add`.
    """

    url: UrlPattern | None = None
    message: Message | None = None
    number: int | None = None
    times: int | None = None
    probability: float = 1.0
    between: tuple[float, float | None] = (0.0, None)

    def require_valid(self, fault: Fault) -> None:
        """Check the fields, and whether a fault can be restricted to messages.

        Raises:
            WeexError: A field is wrong; the error's text has the expected value.
        """
        for name in ("number", "times"):
            value = getattr(self, name)
            if value is not None and (type(value) is not int or value < 1):
                raise _wrong(name, "an integer from 1", value)
        if not (is_number(self.probability) and 0 <= self.probability <= 1):
            raise _wrong("probability", "a number from 0 to 1", self.probability)
        if not _is_span(self.between):
            form = "(start, end) in seconds, like (5, 10) or (5, None)"
            raise _wrong("between", form, self.between)
        if self.message is not None and not _takes_message(fault):
            events = "a request" if fault.level == "request" else "a connection"
            raise WeexError(
                f"faults.add: message: expected a fault of messages, like Duplicate(), got "
                f"{str(fault)!r}, which is a fault of {events}"
            )


EVERYTHING = Selection()


class ActiveFault:
    """A fault that was added to a page or runtime. At the end of a `with` block the fault is
    removed.

    Attributes:
        name: The name of this fault, which no other fault of the runtime has, like "1.2".
        text: The text of the fault, as written by the user who added it, or as `str(fault)`.
        fault: The fault.
        page: The id of the page; None: all pages.
        fired: The number of times that the fault has happened.
        is_removed: `remove` was called, or its page has ended.
        start, end: The clock's times from which and until which the fault can happen; None: no end.
    """

    def __init__(
        self,
        plan: FaultPlan,
        name: str,
        page: str | None,
        fault: Fault,
        selection: Selection,
        text: str = "",
    ) -> None:
        self.fault = fault
        self.page = page
        self.fired = 0
        self.is_removed = False
        self.name = name
        self.text = text or str(fault)
        self._plan = plan
        self._selection = selection
        url, message = selection.url, selection.message
        # Compare addresses without the fragment, which is never sent; for HTTP requests, also
        # without user name and password.
        self._urls = [] if url is None else [UrlMatch(url, SOCKET), UrlMatch(url, REQUEST)]
        self._message = None if message is None else MessageMatch(message)
        start, end = selection.between
        self.start = plan.now() + start
        self.end = None if end is None else plan.now() + end

    def remove(self) -> None:
        """Remove the fault: it no longer happens to any connection, whether open or new."""
        self.is_removed = True
        self._plan.active = [one for one in self._plan.active if one is not self]
        self._plan.change()

    def __enter__(self) -> ActiveFault:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    def __repr__(self) -> str:
        return f"<fault {self.fault}, fired {self.fired} times>"

    def is_for(self, page: str, url: str, number: int, key: str) -> bool:
        """Whether the fault is for a connection or request, regardless of `times` and `between`."""
        if self.page not in (None, page):
            return False
        if self._urls and not any(matches(url) for matches in self._urls):
            return False
        return self.fault.level == "message" or self._hits(number, key, 0)

    def is_for_message(self, key: str, number: int, data: str | bytes) -> bool:
        """Whether the fault can happen to messages at the present time."""
        return self.is_now() and self.matches(data) and self._hits(number, key, number)

    def matches(self, data: str | bytes) -> bool:
        """Whether a message is among the selected messages."""
        return self._message is None or self._message(data)

    def is_now(self) -> bool:
        """Whether the fault can happen at the present time."""
        times = self._selection.times
        if times is not None and self.fired >= times:
            return False
        return self.is_in_time()

    def is_in_time(self) -> bool:
        """Whether the present time is within `between`, and the fault has not been removed."""
        now = self._plan.now()
        is_begun = self.start <= now and not self.is_removed
        return is_begun and (self.end is None or now < self.end)

    def random(self, key: str, event: object) -> Random:
        """Return a random number generator for one event of a connection. Runs with the same seed
        get the same random numbers.
        """
        return Random(f"{self._plan.seed} {self.name} {key} {event}")

    def _hits(self, number: int, key: str, event: int) -> bool:
        chosen, probability = self._selection.number, self._selection.probability
        if chosen not in (None, number):
            return False
        return probability >= 1 or self.random(key, event).random() < probability


def _takes_message(fault: Fault) -> bool:
    if isinstance(fault, Ending):
        return fault.after_bytes is None and fault.after is None
    return fault.level == "message"


def _is_span(between: object) -> bool:
    if not isinstance(between, (tuple, list)) or len(between) != 2:
        return False
    start, end = between
    if not is_number(start) or not (end is None or is_number(end)):
        return False
    return bool(start >= 0 and (end is None or end >= start))


def _wrong(name: str, expected: str, value: object) -> WeexError:
    return WeexError(f"faults.add: {name}: expected {expected}, got {value!r}")
