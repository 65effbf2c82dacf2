"""Callbacks that wait for events by name: of a module, and of `globalEvent`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weex_runtime.json_values import JSONInput
    from weex_runtime.module_api.module import Callback


class Listeners:
    """Callbacks by event name, in the order of adding; a name may have several."""

    def __init__(self) -> None:
        self._callbacks: dict[str, list[tuple[Callback, bool]]] = {}

    def add(self, event: str, callback: Callback, *, once: bool = False) -> None:
        """Call back at each event of the name, or at the next one only.

        Args:
            callback: One without an id, which is what undefined becomes, is not kept.
        """
        if callback.id:
            self._callbacks.setdefault(event, []).append((callback, once))

    def remove(self, event: str) -> None:
        """Drop all callbacks of the name."""
        self._callbacks.pop(event, None)

    def has(self, event: str) -> bool:
        """Whether the name has callbacks."""
        return bool(self._callbacks.get(event))

    def fire(self, event: str, data: JSONInput) -> None:
        """Call all of the name back with the data."""
        for entry in list(self._callbacks.get(event, ())):
            callback, once = entry
            if once:
                callback.invoke(data)
                self._callbacks[event].remove(entry)
            else:
                callback.invoke_and_keep_alive(data)
