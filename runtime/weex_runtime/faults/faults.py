"""`Faults`: the faults of a page or runtime, as tests use them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from weex_runtime.errors import WeexError
from weex_runtime.faults.active import Selection
from weex_runtime.faults.grammar import parse

if TYPE_CHECKING:
    from weex_runtime.faults.active import ActiveFault
    from weex_runtime.faults.fault import Fault
    from weex_runtime.faults.plan import FaultPlan, Fired, Unsupported
    from weex_runtime.matching.message import Message
    from weex_runtime.matching.url_pattern import UrlPattern


class Faults:
    """The faults of a page, or those of all pages of a runtime.

    Args:
        page: The page's id; None: all pages.
        require_open: A function that takes the name of an action, and raises PageError if the page
            has ended.
    """

    def __init__(
        self, plan: FaultPlan, page: str | None, require_open: Callable[[str], object]
    ) -> None:
        self._plan = plan
        self._page = page
        self._require_open = require_open

    def add(
        self,
        fault: Fault | str,
        *,
        url: UrlPattern | None = None,
        message: Message | None = None,
        number: int | None = None,
        times: int | None = None,
        probability: float = 1.0,
        between: tuple[float, float | None] = (0.0, None),
    ) -> ActiveFault:
        """Make connections, messages or requests fail from now on, until `remove`.

        The fault affects open WebSockets too, but not requests in progress.

        Args:
            fault: A fault of `weex_runtime.faults`, like `Drop(after_messages=3)`, or a text like
                "drop after 3 messages" (docs/faults.md).
            url: Only for addresses like this, as the bundle opens them: an address, a glob like
                "**/chat", a regular expression, or a function.
            message: Only for messages like this: the whole text or bytes, a regular expression to
                search for, a JSON value, or a function.
            number: Only for the message with this number on its connection, or for the connection
                with this number from the page to one address; counted from 1.
            times: The maximum number of times that the fault happens.
            probability: The chance, from 0 to 1, that the fault happens to an event.
            between: A pair of seconds from now, on the page's clock: the fault happens only between
                these times; None: no limit.

        Raises:
            PageError: The page has ended.
            WeexError: An argument is wrong; the error's text has the expected value.
            WrongThread: The calling thread is not the runtime's.
        """
        self._require_open("add a fault")
        selection = Selection(url, message, number, times, probability, between)
        return self._plan.add(self._page, fault, selection)

    def remove(self, fault: Fault | str) -> None:
        """Remove all added faults that equal the given fault, regardless of the other arguments of
        `add`.

        Raises:
            WeexError: No such fault was added.
        """
        wanted = parse(fault)[0] if isinstance(fault, str) else fault
        found = [one for one in self.active if one.fault == wanted]
        if not found:
            known = ", ".join(f"'{one.fault}'" for one in self.active) or "none"
            raise WeexError(f"faults.remove: '{wanted}' was not added; the faults are: {known}")
        for one in found:
            one.remove()

    def clear(self) -> None:
        """Remove all faults that were added with `add` of this object."""
        for one in self.active:
            one.remove()

    @property
    def active(self) -> list[ActiveFault]:
        """The faults that were added with `add` of this object, oldest first."""
        return [one for one in self._plan.active if one.page == self._page]

    @property
    def fired(self) -> list[Fired]:
        """The faults that have happened, oldest first. The runtime keeps the latest 10,000."""
        return [one for one in self._plan.fired if self._page in (None, one.page)]

    @property
    def unsupported(self) -> list[Unsupported]:
        """Faults that cannot happen to a connection, and why."""
        return list(self._plan.unsupported)

    @property
    def seed(self) -> int:
        """The seed of all random choices: the number in `Runtime(seed=...)`, or a random number if
        the test sets no seed.
        """
        return self._plan.seed
