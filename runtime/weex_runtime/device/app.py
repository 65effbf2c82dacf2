"""The app that owns the pages: foreground or background, network, and state that pages share."""

from __future__ import annotations

import sys
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
    from weex_runtime.access.access import Access
    from weex_runtime.access.page_access import PageAccess
    from weex_runtime.engine.isolation import Isolation
    from weex_runtime.faults.plan import FaultPlan
    from weex_runtime.json_values import JSONInput
    from weex_runtime.limits import Limits
    from weex_runtime.loop.looper import Looper
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
    """Base class of `Device` with the state of the app.

    Attributes:
        limits: The limits of each page.
        registry, components: The modules and components of all pages.
        pages: The open pages, in the order of their opening.
        url_map: {the beginning of an address: the text that replaces it}.
        aliases, defines: The options of these names, as a dict.
        used_addresses: The keys of `url_map` that replaced an address.
        is_in_background: `background` was called, and `foreground` was not called since.
        is_offline: `set_offline(True)` was called.
        fault_plan: The faults of all pages; None before the first use of `faults`.
    """

    looper: Looper
    limits: Limits

    def __init__(
        self,
        registry: Registry,
        components: ComponentRegistry,
        network: Network | None,
        url_map: Mapping[str, str] | None,
        access: Access | None,
    ) -> None:
        self.registry = registry
        self.components = components
        self.pages: list[InstanceT] = []
        self.url_map = dict(url_map or {})
        self.aliases: dict[str, str] = {}
        self.defines: dict[str, JSONInput] = {}
        self.used_addresses: set[str] = set()
        self._network = network
        self._access = access
        self._shared: dict[Callable[[Any], Any], Any] = {}
        self.is_in_background = False
        self.is_offline = False
        self.fault_plan: FaultPlan | None = None
        self._seed: int | None = None

    def background(self) -> None:
        """Send the app to the background, as when a user opens another app.

        Calls `on_pause` of modules, and fires `viewdisappear` and the global event
        WXApplicationWillResignActiveEvent, in the order of the platform. On iOS, JS is suspended;
        on the web, timers fire at full seconds. Does nothing if the app is in the background.
        """
        if not self.is_in_background:
            self.is_in_background = True
            for page in self._running_pages():
                page.lifecycle.leave_foreground()

    def foreground(self) -> None:
        """Bring the app back to the foreground. Calls `on_resume` of modules, and fires
        `viewappear` and WXApplicationDidBecomeActiveEvent. Does nothing if the app is in the
        foreground.
        """
        if self.is_in_background:
            self.is_in_background = False
            for page in self._running_pages():
                page.lifecycle.enter_foreground()

    def fire_global_event(self, event: str, data: JSONInput = None) -> None:
        """Call the listeners of module `globalEvent` in all pages, as native code of an app does.

        Args:
            data: The listeners' one argument.
        """
        for page in self._running_pages():
            page.fire_global_event(event, data)

    def set_offline(self, offline: bool) -> None:
        """Disconnect the network of all pages, or connect it again.

        While offline, open sockets and requests end without a close frame, and new ones fail, as on
        a device without a network; so do bundles that pages load over HTTP. This includes
        connections to 127.0.0.1, but not bundles and servers that the test itself opens.

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

    def planned_faults(self) -> FaultPlan:
        """Return the plan of faults, made at the first call."""
        if self.fault_plan is None:
            from weex_runtime.device.fault_plan import make_plan  # imported only if needed

            self.fault_plan = make_plan(self, self._seed)
        return self.fault_plan

    def _running_pages(self) -> list[InstanceT]:
        return [page for page in self.pages if not page.is_ended]

    @property
    def network(self) -> Network:
        """The network settings of pages that were opened without their own."""
        if self._network is None:
            from weex_runtime.module_api.network import Network

            self._network = Network()
        return self._network

    @property
    def access(self) -> Access:
        """The hosts and files that pages may reach."""
        if self._access is None:
            from weex_runtime.access.access import Access

            self._access = Access()
        return self._access

    def access_from(self, entry: str) -> PageAccess:
        """Return the access of a page.

        Args:
            entry: The address of the first page on its stack.
        """
        from weex_runtime.access.page_access import PageAccess  # imported only if needed

        def path() -> str:
            place = self.location_of(entry)
            return path_of(place) if "://" in place else place

        return PageAccess(self._access, path, self.url_map)

    def mapped(self, url: str) -> str:
        """Return the address that a page connects to instead of an address, by `url_map`."""
        if not self.url_map:
            return url
        from weex_runtime.matching.url_pattern import map_address

        return map_address(url, self.url_map, self.used_addresses)

    def location_of(self, address: str) -> str:
        """Return the location of the bundle at an address: apply `url_map`, and remove the query of
        a path that replaces the address.
        """
        mapped = self.mapped(address)
        if mapped == address or "://" in mapped:
            return mapped
        return mapped.partition("#")[0].partition("?")[0]

    def _found(
        self, location: str | PathLike[str] | None, source: str | None, name: str | None
    ) -> tuple[str, str, str]:
        """Return the text, name and URL of a bundle."""
        if location is None:
            name = name or "bundle.js"
            return cast(str, source), name, file_url(name)
        asked = str(location)
        mapped = self.location_of(asked)
        source, url = load(mapped, self.limits)
        url = url if mapped == asked else asked
        return source, name or _name_of(mapped, url), url

    def _bundle(
        self,
        source: str,
        name: str,
        url: str,
        framework: str | None,
        isolation: Isolation,
        access: PageAccess | None = None,
    ) -> Bundle:
        """Make a bundle from a text, which may be a single-file component.

        Args:
            access: As for `load_bundle`.
        """
        if not is_source(source, name, framework):
            return make_bundle(source, name, url, framework, isolation)
        from weex_runtime.sources import compile_source  # imported only if needed

        place, access = self.location_of(url), access or self.access_from(url)
        compiled = compile_source(
            source,
            path_of(place) or place,
            lambda address: self._load(self.location_of(address), access),
            access,
            aliases=self.aliases,
            defines=self.defines,
            isolation=isolation,
        )
        bundle = make_bundle(compiled.text, name, url, framework, isolation)
        return bundle._replace(compiled=compiled)

    def load_bundle(
        self,
        address: str,
        framework: str | None = None,
        isolation: Isolation = "none",
        access: PageAccess | None = None,
    ) -> Bundle:
        """Read a bundle for an open page, and compile it if it is a `.vue` source. Blocks; runs on
        a worker.

        Args:
            address: The bundle's URL, to which `url_map` is applied.
            framework, isolation: As for `open`.
            access: The access of the page that names the bundle; None if a user names it.

        Raises:
            AccessRefused: The page may not reach the server or read the file.
            BundleNotFound: The bundle does not exist, or the device is offline.
            BundleError: The bundle cannot be read, is not a bundle, or does not compile.
        """
        location = self.location_of(address)
        text = self._load(location, access)
        name = _name_of(location, address)
        try:
            return self._bundle(text, name, address, framework, isolation, access)
        finally:
            compilers = sys.modules.get("weex_runtime.sources.compiler")
            if compilers and isolation == "process":
                compilers.forget("process")  # the end of the thread would not end the process

    def _load(self, location: str, access: PageAccess | None) -> str:
        needs_network = location[:5].lower() in ("http:", "https")
        offline = BundleNotFound(location, "cannot be fetched: the device is offline")
        if needs_network and self.is_offline:
            raise offline
        text, _ = load(location, self.limits, access)
        if needs_network and self.is_offline:
            raise offline
        return text

    def shared(self, cls: Callable[[Any], T]) -> T:
        """Return the object of a class that all pages share, like the clipboard of an app.

        The object is created at the first call. If the object has a method `close()`, the end of
        the runtime calls it. If the object has a method `memory_held(page)`, it returns the bytes
        that count as memory of the page.

        Args:
            cls: The class, which is called with the runtime.
        """
        if cls not in self._shared:
            self._shared[cls] = cls(self)
        return cast(T, self._shared[cls])

    def shared_memory(self, page: Instance) -> int:
        """Return about how many bytes the shared objects keep for a page."""
        held = (getattr(shared, "memory_held", None) for shared in self._shared.values())
        return sum(count(page) for count in held if count)

    def _close_shared(self) -> None:
        for shared in self._shared.values():
            if hasattr(shared, "close"):
                shared.close()

    def replace_module(self, cls: type[Module]) -> None:
        """Use a changed class in the running pages, from the next call on.

        A page's object of the module keeps its fields, unless `__init__` of the class changed: then
        the object is destroyed, and a new object is created at the next call. Modules that bundles
        hold, and `weex.supports`, get the new methods and lose removed ones.

        Args:
            cls: The class that replaces the module of its name, or adds a module.

        Raises:
            ModuleError: The class is not a module; nothing was changed.
        """
        registration = self.registry.replace(cls)
        for page in self._running_pages():
            page.modules.follow(registration)

    def replace_component(self, cls: type[Component]) -> None:
        """Use a changed component class for the elements of its types, as `replace_module` does.

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


def _name_of(location: str, url: str) -> str:
    """Return the name of the bundle at a location. `url` is the address before `url_map`.

    An address, like that of a page of dotwe.org, may be mapped to a single-file component.
    """
    return end_of(location if location.endswith(".vue") else url)


def checked_adapter(choice: WebSocketAdapter) -> WebSocketAdapter:
    """Return the class of an adapter by name; return "reactor" and None unchanged.

    Raises:
        ModuleError: No adapter has the name.
    """
    if choice is not None and choice != "reactor":  # "reactor" is the default and needs no import
        from weex_runtime.module_api.websocket_adapters import adapter_maker

        return adapter_maker(choice)
    return choice
