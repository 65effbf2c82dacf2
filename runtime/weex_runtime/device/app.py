"""The app around the pages: in the foreground or background, with or without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from weex_runtime.errors import WeexError
from weex_runtime.instance.instance import Instance

if TYPE_CHECKING:
    from weex_runtime.json_values import JSONInput

InstanceT = TypeVar("InstanceT", bound=Instance, covariant=True)


class App(Generic[InstanceT]):
    """Base class of `Device`.

    Attributes:
        pages: The open pages, in the order of their opening.
    """

    def __init__(self) -> None:
        self.pages: list[InstanceT] = []
        self._is_in_background = False
        self._is_offline = False

    @property
    def is_in_background(self) -> bool:
        """Whether `background` was called, and `foreground` not yet."""
        return self._is_in_background

    def background(self) -> None:
        """Send the app to the background, as a user does who opens another app.

        Modules get `on_pause`; pages get `viewdisappear` and the global event
        WXApplicationWillResignActiveEvent, each platform in its way, and do there what the platform
        does: on iOS their JS stands still, on the web their timers fire at full seconds. Nothing
        happens when the app is there already.
        """
        if not self._is_in_background:
            self._is_in_background = True
            for page in self._running_pages():
                page.lifecycle.leave_foreground()

    def foreground(self) -> None:
        """Bring the app back: `on_resume`, `viewappear`, WXApplicationDidBecomeActiveEvent. Nothing
        happens when it is there already."""
        if self._is_in_background:
            self._is_in_background = False
            for page in self._running_pages():
                page.lifecycle.enter_foreground()

    def fire_global_event(self, event: str, data: JSONInput = None) -> None:
        """Call the listeners of module `globalEvent` in all pages, as an app does to notify them.

        Args:
            data: The listeners' one argument.
        """
        for page in self._running_pages():
            page.fire_global_event(event, data)

    @property
    def is_offline(self) -> bool:
        """Whether `set_offline` has taken the network away."""
        return self._is_offline

    def set_offline(self, offline: bool) -> None:
        """Take the network of all pages away, or give it back.

        Without a network open sockets and requests break off, with no close frame, and new ones
        fail, as on a device that has lost it; so do pages and bundles that pages load over HTTP.
        Loopback is no exception. What the test itself opens (`open`, a server) is not concerned.

        Raises:
            WeexError: The argument is neither True nor False.
        """
        if not isinstance(offline, bool):
            raise WeexError(f"set_offline: expected True or False, got {offline!r}")
        if offline and not self._is_offline:
            self._is_offline = True
            for page in list(self.pages):
                page.modules.call_hook("network_lost")
        self._is_offline = offline

    def _running_pages(self) -> list[InstanceT]:
        return [page for page in self.pages if not page.is_ended]
