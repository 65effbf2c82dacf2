"""`BroadcastChannel` between the pages of a runtime. JS half: js/35_broadcast_channel.js."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from weex_runtime.json_values import JSONValue

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance


class BroadcastChannels:
    """The channels of one runtime, by name. `runtime.shared(BroadcastChannels)` is the object."""

    def __init__(self, runtime: object) -> None:
        self._pages: dict[str, WeakKeyDictionary[Instance, None]] = {}

    def join(self, page: Instance, name: str) -> None:
        """Send a page the messages of a channel, until the page is destroyed."""
        self._pages.setdefault(name, WeakKeyDictionary())[page] = None

    def post(self, sender: Instance, channel_id: int, name: str, message: JSONValue) -> None:
        """Queue a message for each page that joined, in the order of joining.

        Args:
            channel_id: The id of the channel that posts the message. This channel does not receive
                the message.
        """
        for page in list(self._pages.get(name, ())):
            page.tasks.broadcast(name, message, channel_id if page is sender else 0)
