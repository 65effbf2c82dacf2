"""Functions of a test that hear of events: `page.on` and `ws.on`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from weex_runtime.errors import WeexError
from weex_runtime.matching.callables import require_handler

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance


class Observers:
    """Functions by event, in the order of adding.

    Args:
        page: Keeps what they raise in `failures`.
        words: In messages, like "page.on".
        events: Those that there are.
    """

    def __init__(self, page: Instance, words: str, events: tuple[str, ...]) -> None:
        self._page = page
        self._words = words
        self._events = events
        self._functions: dict[str, list[Callable[[Any], object]]] = {}
        self._is_telling_failure = False

    def add(self, event: str, function: Callable[[Any], object]) -> None:
        """Have it called at each event.

        Raises:
            WeexError: There is no such event, or it is no plain function.
        """
        if event not in self._events:
            raise WeexError(f"{self._words} takes one of {', '.join(self._events)}, not {event!r}")
        require_handler(function, f"the argument of {event!r}")
        self._functions.setdefault(event, []).append(function)

    def tell(self, event: str, argument: object) -> None:
        """Call the functions of an event; what they raise is the page's to tell."""
        for function in list(self._functions.get(event, ())):
            try:
                function(argument)
            except Exception as error:
                self._tell_failure(event, error)

    def _tell_failure(self, event: str, error: Exception) -> None:
        # A failure is a line of the console, of which a function may hear that fails again.
        if self._is_telling_failure:
            return
        self._is_telling_failure = True
        try:
            self._page.add_failure(f"{self._words}({event!r})", error)
        finally:
            self._is_telling_failure = False
