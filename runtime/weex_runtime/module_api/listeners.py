"""The event listeners of modules and of `globalEvent`."""

from __future__ import annotations

from weex_runtime.json_values import JSONInput
from weex_runtime.module_api.module import Callback


class Listeners:
    """The listeners of each event, in the order in which they were added."""

    def __init__(self) -> None:
        self._callbacks: dict[str, list[tuple[Callback, bool]]] = {}

    def __len__(self) -> int:
        """Return the number of listeners of all events."""
        return sum(map(len, self._callbacks.values()))

    def add(self, event: str, callback: Callback, *, once: bool = False) -> None:
        """Add a listener of an event.

        Args:
            callback: The listener. A listener with the id "" is ignored: the bundle has passed
                undefined.
            once: Remove the listener after its first event.
        """
        if callback.id:
            self._callbacks.setdefault(event, []).append((callback, once))

    def remove(self, event: str) -> None:
        """Remove all listeners of an event."""
        self._callbacks.pop(event, None)

    def has(self, event: str) -> bool:
        """Whether an event has listeners."""
        return bool(self._callbacks.get(event))

    def fire(self, event: str, data: JSONInput) -> None:
        """Call the listeners of an event with the event's data."""
        for entry in list(self._callbacks.get(event, ())):
            callback, once = entry
            if once:
                callback.invoke(data)
                self._callbacks[event].remove(entry)
            else:
                callback.invoke_and_keep_alive(data)
