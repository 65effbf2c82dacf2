"""BroadcastChannel: which pages of a runtime hear which channel. JS half:
js/35_broadcast_channel.js."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_runtime.json_values import JSONValue

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance


class BroadcastChannels:
    """The channels of one runtime, by name."""

    def __init__(self) -> None:
        self._pages: dict[str, list[Instance]] = {}

    def join(self, page: Instance, name: str) -> None:
        """A page opened a channel; it hears the name until it is destroyed."""
        pages = self._pages.setdefault(name, [])
        if page not in pages:
            pages.append(page)

    def post(self, sender: Instance, channel_id: int, name: str, message: JSONValue) -> None:
        """Queue a message for each page that joined, in the order of joining.

        Args:
            channel_id: The posting channel of the sender, which does not hear itself.
        """
        for page in self._pages.get(name, ()):
            page.tasks.broadcast(name, message, channel_id if page is sender else 0)

    def leave(self, page: Instance) -> None:
        """The page is gone."""
        for pages in self._pages.values():
            if page in pages:
                pages.remove(page)
