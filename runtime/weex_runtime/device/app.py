"""The app around the pages: in the foreground or background, with its network and shared state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from weex_runtime.errors import BundleNotFound, WeexError
from weex_runtime.instance.bundle.bundle import (
    Bundle,
    end_of,
    file_url,
    is_source,
    load,
    make_bundle,
    path_of,
)
from weex_runtime.instance.instance import Instance

if TYPE_CHECKING:
    from weex_runtime.json_values import JSONInput
    from weex_runtime.module_api.component import Component
    from weex_runtime.module_api.component_registry import ComponentRegistry
    from weex_runtime.module_api.module import Module
    from weex_runtime.module_api.network import Network
    from weex_runtime.module_api.permissions import DevicePermissions
    from weex_runtime.module_api.registry import Registry
    from weex_runtime.module_api.websocket_adapters import WebSocketAdapter

T = TypeVar("T")
InstanceT = TypeVar("InstanceT", bound=Instance, covariant=True)


class App(Generic[InstanceT]):
    """Base class of `Device`.

    Attributes:
        registry, components: The modules and components of all pages.
        pages: The open pages, in the order of their opening.
        url_map: {beginning of an address: its replacement}.
        used_addresses: The keys of `url_map` that replaced an address.
        is_in_background: `background` was called, and `foreground` not yet.
        is_offline: `set_offline` has taken the network away.
    """

    def __init__(
        self,
        registry: Registry,
        components: ComponentRegistry,
        network: Network | None,
        url_map: Mapping[str, str] | None,
    ) -> None:
        self.registry = registry
        self.components = components
        self.pages: list[InstanceT] = []
        self.url_map = dict(url_map or {})
        self.used_addresses: set[str] = set()
        self._network = network
        self._shared: dict[Callable[[Any], Any], Any] = {}
        self.is_in_background = False
        self.is_offline = False

    def background(self) -> None:
        """Send the app to the background, as a user does who opens another app.

        Modules get `on_pause`; pages get `viewdisappear` and the global event
        WXApplicationWillResignActiveEvent, each platform in its way, and do there what the platform
        does: on iOS their JS stands still, on the web their timers fire at full seconds. Nothing
        happens when the app is there already.
        """
        if not self.is_in_background:
            self.is_in_background = True
            for page in self._running_pages():
                page.lifecycle.leave_foreground()

    def foreground(self) -> None:
        """Bring the app back: `on_resume`, `viewappear`, WXApplicationDidBecomeActiveEvent. Nothing
        happens when it is there already."""
        if self.is_in_background:
            self.is_in_background = False
            for page in self._running_pages():
                page.lifecycle.enter_foreground()

    def fire_global_event(self, event: str, data: JSONInput = None) -> None:
        """Call the listeners of module `globalEvent` in all pages, as an app does to notify them.

        Args:
            data: The listeners' one argument.
        """
        for page in self._running_pages():
            page.fire_global_event(event, data)

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
        if offline and not self.is_offline:
            self.is_offline = True
            for page in list(self.pages):
                page.modules.call_hook("network_lost")
        self.is_offline = offline

    def _running_pages(self) -> list[InstanceT]:
        return [page for page in self.pages if not page.is_ended]

    @property
    def network(self) -> Network:
        """The network settings of pages that have none of their own."""
        if self._network is None:
            from weex_runtime.module_api.network import Network

            self._network = Network()
        return self._network

    def mapped(self, url: str) -> str:
        """The address to which a page's connection goes: `url_map` applied."""
        if not self.url_map:
            return url
        from weex_runtime.matching.url_pattern import map_address

        return map_address(url, self.url_map, self.used_addresses)

    def location_of(self, address: str) -> str:
        """The location of an address's bundle: `mapped`, and a path without its query."""
        mapped = self.mapped(address)
        if mapped == address or "://" in mapped:
            return mapped
        return mapped.partition("#")[0].partition("?")[0]

    def _found(
        self, location: str | PathLike[str] | None, source: str | None, name: str | None
    ) -> tuple[str, str, str]:
        """The text, name and URL of a bundle."""
        if location is None:
            name = name or "bundle.js"
            return cast(str, source), name, file_url(name)
        asked = str(location)
        mapped = self.location_of(asked)
        source, url = load(mapped)
        url = url if mapped == asked else asked
        return source, name or end_of(url), url

    def _bundle(self, source: str, name: str, url: str, framework: str | None) -> Bundle:
        """The bundle of a text, which may be a single-file component."""
        if not is_source(source, name, framework):
            return make_bundle(source, name, url, framework)
        from weex_runtime.sources import compile_source  # most processes open no source

        compiled = compile_source(
            source, path_of(url) or url, lambda address: load(self.location_of(address))[0]
        )
        bundle = make_bundle(compiled.text, name, url, framework)
        return bundle._replace(lines=compiled.lines, files=compiled.files, notes=compiled.notes)

    def load_bundle(self, location: str) -> tuple[str, str]:
        """Read a bundle for an open page. Blocks; may run on a worker.

        Returns:
            The bundle's text and URL.

        Raises:
            BundleNotFound: The bundle does not exist, or the device is offline.
            BundleError: The bundle cannot be read, or is not text.
        """
        needs_network = location[:5].lower() in ("http:", "https")
        offline = BundleNotFound(location, "cannot be fetched: the device is offline")
        if needs_network and self.is_offline:
            raise offline
        loaded = load(location)
        if needs_network and self.is_offline:
            raise offline
        return loaded

    def shared(self, cls: Callable[[Any], T]) -> T:
        """The object of a class that all pages share, like an app's one clipboard.

        It is made at the first call. Its `close()`, if any, is called when the runtime ends.

        Args:
            cls: Called with the runtime.
        """
        if cls not in self._shared:
            self._shared[cls] = cls(self)
        return cast(T, self._shared[cls])

    def _close_shared(self) -> None:
        for shared in self._shared.values():
            if hasattr(shared, "close"):
                shared.close()

    def replace_module(self, cls: type[Module]) -> None:
        """Use a changed class in the running pages, from the next call on.

        A page's object of the module keeps its fields, unless the class has another `__init__`:
        then it is destroyed and made anew at its next call. Modules that bundles hold, and
        `weex.supports`, get the new methods and lose removed ones.

        Args:
            cls: Replaces the module of its name, or adds one.

        Raises:
            ModuleError: The class is not a module; nothing was changed.
        """
        registration = self.registry.replace(cls)
        for page in self._running_pages():
            page.modules.follow(registration)

    def replace_component(self, cls: type[Component]) -> None:
        """As `replace_module`, for the elements of the component's types.

        Raises:
            ModuleError: The class is not a component; nothing was changed.
        """
        types = self.components.replace(cls)
        for page in self._running_pages():
            page.components.follow(types)

    @cached_property
    def device_permissions(self) -> DevicePermissions:
        """The user's decisions by permission: "granted", "denied" or "asked"."""
        from weex_runtime.module_api.permissions import DevicePermissions

        return DevicePermissions(self.registry, self.components)


def checked_adapter(choice: WebSocketAdapter) -> WebSocketAdapter:
    """The adapter's class for its name; "reactor" and None unchanged.

    Raises:
        ModuleError: There is no such adapter.
    """
    if choice is not None and choice != "reactor":  # the default costs no import at a start
        from weex_runtime.module_api.websocket_adapters import adapter_maker

        return adapter_maker(choice)
    return choice
