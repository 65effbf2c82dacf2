"""Event handlers of a test: `page.on` and `ws.on`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weex_runtime.errors import WeexError
from weex_runtime.instance.instance import Instance
from weex_runtime.matching.callables import require_handler


class EventEmitter:
    """Handlers by event, called in the order of their registration.

    Args:
        page: The page whose `failures` get the exceptions of handlers.
        method: The method that registers handlers, for messages, like "page.on".
        events: The names of the events.
    """

    def __init__(self, page: Instance, method: str, events: tuple[str, ...]) -> None:
        self._page = page
        self._method = method
        self._events = events
        self._handlers: dict[str, list[Callable[[Any], object]]] = {}
        self._is_failing = False

    def on(self, event: str, handler: Callable[[Any], object]) -> None:
        """Call a handler at each event from now on.

        Raises:
            WeexError: The event is unknown, or the handler is not a plain function of one argument.
        """
        if event not in self._events:
            raise WeexError(
                f"{self._method}: expected one of {', '.join(self._events)}, got {event!r}"
            )
        require_handler(handler, f"the argument of {event!r}")
        self._handlers.setdefault(event, []).append(handler)

    def emit(self, event: str, argument: object) -> None:
        """Call the handlers of an event. An exception of a handler is a failure of the page."""
        for handler in list(self._handlers.get(event, ())):
            try:
                handler(argument)
            except Exception as error:
                self._add_failure(event, error)

    def _add_failure(self, event: str, error: Exception) -> None:
        # Do not add a failure while another is added: the failure writes to the console, and a
        # failing handler of "console" would fail again.
        if self._is_failing:
            return
        self._is_failing = True
        try:
            self._page.add_failure(f"{self._method}({event!r})", error)
        finally:
            self._is_failing = False
