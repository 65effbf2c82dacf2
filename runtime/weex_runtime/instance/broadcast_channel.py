"""`BroadcastChannel` between the pages of a runtime. JS half: js/35_broadcast_channel.js."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from weex_runtime.instance.instance import Instance
from weex_runtime.json_values import JSONValue, size_of


class BroadcastChannels:
    """The channels of one runtime. `runtime.shared(BroadcastChannels)` returns the object."""

    def __init__(self, runtime: object) -> None:
        # {page: {name of a channel: position in the order of joining}}
        self._names: WeakKeyDictionary[Instance, dict[str, int]] = WeakKeyDictionary()
        self._joined = 0

    def join(self, page: Instance, name: str) -> None:
        """Send a page the messages of a channel, until the page leaves it or is destroyed."""
        self._joined += 1
        self._names.setdefault(page, {}).setdefault(name, self._joined)

    def leave(self, page: Instance, name: str) -> None:
        """Stop sending a page the messages of a channel."""
        self._names.get(page, {}).pop(name, None)

    def post(self, sender: Instance, channel_id: int, name: str, message: JSONValue) -> None:
        """Queue a message for each page that joined, in the order of joining.

        Args:
            channel_id: The id of the channel that posts the message. This channel does not receive
                the message.
        """
        joined = [(names[name], page) for page, names in self._names.items() if name in names]
        for _, page in sorted(joined, key=lambda entry: entry[0]):
            page.tasks.broadcast(name, message, channel_id if page is sender else 0)

    def memory_held(self, page: Instance) -> int:
        """Return the approximate size of a page's channels in bytes."""
        return size_of(self._names.get(page))
