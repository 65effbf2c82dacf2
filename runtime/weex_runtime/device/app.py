"""The app that owns the pages: foreground or background, network, and state that pages share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from weex_runtime.device.bundles import Bundles
from weex_runtime.errors import WeexError
from weex_runtime.instance.instance import Instance

if TYPE_CHECKING:
    from weex_runtime.access.access import Access
    from weex_runtime.faults.plan import FaultPlan
    from weex_runtime.json_values import JSONInput
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


class App(Bundles, Generic[InstanceT]):
    """Base class of `Device` with the state of the app.

    Attributes:
        registry, components: The modules and components of all pages.
        pages: The open pages, in the order of their opening.
        is_in_background: `background` was called, and `foreground` was not called since.
        fault_plan: The faults of all pages; None before the first use of `faults`.
    """

    looper: Looper

    def __init__(
        self,
        registry: Registry,
        components: ComponentRegistry,
        network: Network | None,
        url_map: Mapping[str, str] | None,
        access: Access | None,
    ) -> None:
        super().__init__(url_map, access)
        self.registry = registry
        self.components = components
        self.pages: list[InstanceT] = []
        self._network = network
        self._shared: dict[Callable[[Any], Any], Any] = {}
        self.is_in_background = False
        self.fault_plan: FaultPlan | None = None
        self._seed: int | None = None

    def background(self) -> None:
        """Send the app to the background, as when a user opens another app.

        Calls `on_pause` of modules, and fires `viewdisappear` and the global event
        WXApplicationWillResignActiveEvent, in the order of the platform. On iOS, JS is suspended;
        on the web, timers fire only on whole seconds. Does nothing if the app is in the background.
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
            data: The only argument of the listeners.
        """
        for page in self._running_pages():
            page.fire_global_event(event, data)

    def set_offline(self, offline: bool) -> None:
        """Disconnect the network of all pages, or connect it again.

        Going offline ends open sockets (without a close frame) and open requests. While offline,
        new sockets, new requests and loads of bundles over HTTP fail, those to 127.0.0.1 included.
        Bundles that the test itself opens, and its servers, still work.

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
        """Return the plan of faults; the first call creates the plan."""
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

    def shared(self, cls: Callable[[Any], T]) -> T:
        """Return an object that all pages share, like the clipboard of an app. The first call
        creates the object.

        The object can have two methods: `close()`, called when the runtime ends; and
        `memory_held(page)`, which returns the number of bytes that the object keeps for a page.

        Args:
            cls: The class of the object; its only argument is the runtime.
        """
        if cls not in self._shared:
            self._shared[cls] = cls(self)
        return cast(T, self._shared[cls])

    def shared_memory(self, page: Instance) -> int:
        """Return the approximate number of bytes that the objects of `shared` hold for a page."""
        held = (getattr(shared, "memory_held", None) for shared in self._shared.values())
        return sum(count(page) for count in held if count)

    def replace_module(self, cls: type[Module]) -> None:
        """Replace the class of a module in the running pages, from the next call on.

        A page's object of the module keeps its fields. If `__init__` of the class changed, the
        object is destroyed, and the next call creates a new object. Modules that bundles hold, and
        `weex.supports`, get the new methods and lose removed methods.

        Args:
            cls: The new class. The class replaces the module with the same name, or adds a module.

        Raises:
            ModuleError: The class is not a module; nothing was changed.
        """
        registration = self.registry.replace(cls)
        for page in self._running_pages():
            page.modules.follow(registration)

    def replace_component(self, cls: type[Component]) -> None:
        """Replace the class of a component in the running pages, as `replace_module` does.

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
    """Return the class of an adapter by name; return "reactor" and None unchanged.

    Raises:
        ModuleError: No adapter has this name.
    """
    if choice is not None and choice != "reactor":  # "reactor" is the default and needs no import
        from weex_runtime.module_api.websocket_adapters import adapter_maker

        return adapter_maker(choice)
    return choice
