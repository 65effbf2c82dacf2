"""The device: it owns the loop, the pages and what they share."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from os import PathLike
from types import EllipsisType, TracebackType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from weex_runtime.device.app import App, InstanceT
from weex_runtime.errors import (
    BundleNotFound,
    JSError,
    WeexError,
    log_exception,
)
from weex_runtime.instance.bundle.bundle import file_url, load, make_bundle
from weex_runtime.instance.instance import Instance
from weex_runtime.instance.interception import Interception
from weex_runtime.instance.records.console import ConsoleLine
from weex_runtime.instance.records.reporting import PageFailure, page_in
from weex_runtime.instance.stack import PageStack
from weex_runtime.json_values import JSONInput
from weex_runtime.loop.clock import Clock
from weex_runtime.loop.looper import Looper
from weex_runtime.loop.timeouts import DefaultTimeout, Timeout, real_seconds
from weex_runtime.module_api.component_registry import ComponentRegistry
from weex_runtime.module_api.module import Module
from weex_runtime.module_api.platforms import PlatformName, make_environment, platform_of
from weex_runtime.module_api.registry import Registry, StubCall, polyfills_of

if TYPE_CHECKING:
    from typing_extensions import Self

    from weex_runtime.instance.broadcast_channel import BroadcastChannels
    from weex_runtime.module_api.component import Component
    from weex_runtime.module_api.network import Network
    from weex_runtime.module_api.permissions import DevicePermissions
    from weex_runtime.module_api.websocket_adapters import WebSocketAdapter

T = TypeVar("T")
Tracer = Callable[[str, str, str], None]

_HISTORY = 10_000
_LEAST_MEMORY = 2 << 20  # bytes


def _require_options(owner: str, method: object, values: Mapping[str, object]) -> None:
    """Check the values of a call, unless all are the method's defaults: a cold start has these.

    Raises:
        WeexError: Names the first option with a value that it does not take.
    """
    defaults: dict[str, object] = getattr(method, "__kwdefaults__", None) or {}
    is_plain = isinstance(values.get("location"), (str, type(None)))
    if not is_plain or any(values[name] is not value for name, value in defaults.items()):
        from weex_runtime.device import options

        table = options.RUNTIME if owner == "Runtime" else options.PAGE
        options.require_options(owner, table, values)


class Device(App[InstanceT], DefaultTimeout):
    """A headless Weex device; users make a `Runtime`, which adds the test kit.

    Use it as a context manager: at the end its pages are destroyed and its loop and workers
    closed. All of it belongs to the thread that made it.

    Args:
        clock: "virtual": time stands still until a test moves it with `clock.run_for`.
        modules: Module classes beside the installed ones; one of the same name replaces it.
        components: Component classes beside the installed ones, likewise.
        stubs: Names of modules that accept and record every call, on pages that do not have them; a
            pattern like "nat/*" stands for those that bundles ask for.
        polyfills: Names of what pages get beyond what a device has, like "websocket".
        platform: The device that pages are: "android", "ios" or "web" with its own ways, None for
            what the documentation promises (docs/platforms.md).
        hints: Say on the console what would break on a device; one line a page for each way.
        strict: A call whose arguments do not fit a module's or component's method is an error of
            the page, and the method is not run; else what a device does, and a warning.
        storage: The SQLite file in which module `storage` keeps its items, made when there is none;
            None: in memory.
        network: Trust, headers, cookies, redirects and proxy of what pages open.
        url_map: {beginning of an address, in any spelling: what to put in its place}, for what
            pages open.
        websocket_adapter: Carries the connections of `webSocket`: "reactor", "websocket_client", a
            class of your own (docs/websocket.md), or None for an app without an adapter.
        time_limit: Seconds of CPU time that one entry into a page's JS may take.
        memory_limit: Bytes that one page's JS may allocate, from 2 MiB; a framework takes 0.7 MB.
        tracer: Called with (page id, "call" | "task" | "socket" | "http", text) for all that
            crosses.

    Attributes:
        stub_calls: The latest 10,000 calls of stubs, each with `.module`, `.method` and `.args`.
        used_addresses: The keys of `url_map` that led an address to another.

    Raises:
        ModuleError: A module class cannot be registered.
        StorageError: The file of `storage` cannot be one.
        UnknownPolyfill: There is no polyfill of a name.
        WeexError: An option has a value that it does not take, or the memory is too little.
    """

    instance_class: type[InstanceT] = cast("type[Any]", Instance)

    def __init__(
        self,
        *,
        clock: Literal["real", "virtual"] = "real",
        modules: Iterable[type[Module]] = (),
        components: Iterable[type[Component]] = (),
        stubs: Iterable[str] = (),
        polyfills: Iterable[str] = (),
        platform: PlatformName | None = None,
        hints: bool = True,
        strict: bool = False,
        storage: str | PathLike[str] | None = None,
        network: Network | None = None,
        url_map: Mapping[str, str] | None = None,
        websocket_adapter: WebSocketAdapter = "reactor",
        time_limit: float = 5.0,
        memory_limit: int = 512 << 20,
        tracer: Tracer | None = None,
    ) -> None:
        _require_options("Runtime", Device.__init__, locals())
        if memory_limit < _LEAST_MEMORY:  # without any, `quickjs` may crash at a framework's start
            raise WeexError(
                f"memory_limit is {memory_limit} bytes: too few for a page with its framework, "
                f"give {_LEAST_MEMORY} (2 MiB) or more"
            )
        super().__init__()
        self.registry = Registry(modules, stubs)
        self.components = ComponentRegistry(components)
        self.platform = platform_of(platform)
        self.polyfills = tuple(polyfills)
        polyfills_of(self.polyfills)
        self.hints = hints
        self.strict = strict
        self.storage: str | None = None
        if storage is not None:
            from weex_runtime.device.storage_file import storage_path

            self.storage = storage_path(storage)
        self._network = network
        self.url_map = dict(url_map or {})
        self.websocket_adapter = _checked_adapter(websocket_adapter)
        self.time_limit = time_limit
        self.memory_limit = memory_limit
        self.log_level: str | None = None  # of all pages, once module sdk-console-log has set it
        self.looper = Looper(virtual=clock == "virtual")
        self.clock.on_own_time(self._tell_pages_of_clock)
        self._channels: BroadcastChannels | None = None
        self.stub_calls: deque[StubCall] = deque(maxlen=_HISTORY)
        self.used_addresses: set[str] = set()  # keys of `url_map`
        self.interception = Interception()
        self._shared: dict[Callable[[Any], Any], Any] = {}
        self._tracer = tracer
        self._last_id = 0
        self._opening: set[int] = set()
        self._closed = False
        self.on_console: Callable[[Any, ConsoleLine], None] = lambda page, line: None
        self.on_error: Callable[[Any, JSError], None] = lambda page, error: None
        self.on_failure: Callable[[Any, PageFailure, str], None] = _log_failure
        self.looper.on_failure = self._callback_failed
        self.looper.explain = self._why_busy

    @property
    def channels(self) -> BroadcastChannels:
        """The `BroadcastChannel`s of all pages."""
        if self._channels is None:
            from weex_runtime.instance.broadcast_channel import BroadcastChannels

            self._channels = BroadcastChannels()
        return self._channels

    @property
    def clock(self) -> Clock:
        """The one clock of all pages, for tests to hold and to move."""
        return self.looper.clock

    def _tell_pages_of_clock(self) -> None:
        for page in list(self.pages):
            page.js.follow_clock()

    @property
    def network(self) -> Network:
        """The network of pages that have none of their own."""
        if self._network is None:
            from weex_runtime.module_api.network import Network

            self._network = Network()
        return self._network

    def open(
        self,
        location: str | PathLike[str] | None = None,
        *,
        source: str | None = None,
        name: str | None = None,
        data: Mapping[str, JSONInput] | None = None,
        config: Mapping[str, JSONInput] | None = None,
        env: Mapping[str, JSONInput] | None = None,
        viewport: tuple[int, int] | None = None,
        platform: PlatformName | None = None,
        network: Network | None = None,
        polyfills: Iterable[str] | None = None,
        websocket_adapter: WebSocketAdapter | EllipsisType = ...,
        framework: str | None = None,
        stack: PageStack[Any] | None = None,
    ) -> InstanceT:
        """Open a bundle as a page and run it.

        An exception that the bundle throws is on the page's `errors`; the page stays.

        Args:
            location: Path, or http(s) or file URL; `url_map` is for it too.
            source: The bundle's text instead.
            name: What stack traces call it; default: the end of the location, or "bundle.js".
            data: Data for the bundle's root component.
            config: Fields over `weex.config`, like {"bundleUrl": "..."}.
            env: Fields over `WXEnvironment`.
            viewport: Width and height of the screen in its own pixels; default: the platform's.
            platform: The device that this page is; default: the runtime's.
            network: In place of the runtime's.
            polyfills: What this page gets beyond what a device has; default: the runtime's.
            websocket_adapter: As `Runtime` takes it; default: the runtime's.
            framework: "Vue", "Rax", "Weex" or "Vanilla"; default: what the bundle's first line
                names.
            stack: The pages over which it opens; default: a stack of its own.

        Raises:
            BundleError: There is no such bundle, it is no text, or its framework is unknown.
            CreateInstanceFailed: The framework refused it.
            UnknownPolyfill: There is no polyfill of a name.
            WeexError: Neither or both of location and source are given, another argument is none,
                there is no such platform, or the runtime is closed.
            WrongThread: The runtime belongs to another thread.
        """
        self.looper.check_thread("open a page")
        if self._closed:
            raise WeexError("the runtime is closed: open pages inside its with block")
        if (location is None) == (source is None):
            raise WeexError("open() takes a path or URL, or source=text; one of them")
        _require_options("open()", Device.open, locals())
        is_from_text = location is None and not (config or {}).get("bundleUrl")
        if location is not None:
            asked = str(location)
            mapped = self.location_of(asked)
            source, url = load(mapped)
            if mapped != asked:
                url = asked
            name = name or url.split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2] or url
        else:
            name = name or "bundle.js"
            url = file_url(name)
        device = platform_of(platform) if platform else self.platform
        names = self.polyfills if polyfills is None else polyfills
        classes = polyfills_of([*names, *device.polyfills])
        adapter = self.websocket_adapter
        if not isinstance(websocket_adapter, EllipsisType):
            adapter = _checked_adapter(websocket_adapter)
        viewport = viewport or device.viewport
        config = dict(config or {})
        url = str(config.get("bundleUrl") or url)
        bundle = make_bundle(cast(str, source), name, url, framework)
        environment = make_environment(device, viewport, env)
        if self.log_level:
            environment["logLevel"] = self.log_level
        # A module of a page that is being opened may open another.
        number = max((self._last_id, *self._opening)) + 1
        self._opening.add(number)
        stack = PageStack() if stack is None else stack
        try:
            page = self.instance_class(
                self,
                str(number),
                bundle,
                is_from_text=is_from_text,
                platform=device,
                polyfills=classes,
                viewport=viewport,
                environment=environment,
                network=network,
                websocket_adapter=adapter,
                stack=stack,
                config=config,
                data=data or {},
            )
        finally:
            self._opening.remove(number)
        self._last_id = max(self._last_id, number)
        self.pages.append(page)
        stack.add(page)
        if self.clock.has_own_time:
            page.js.follow_clock()  # one of its modules may have installed it
        return page

    def replace_module(self, cls: type[Module]) -> None:
        """Put a changed class behind the running pages: the next call uses it.

        A page's object of the module keeps its fields, unless the class has another `__init__`:
        then it is destroyed and made anew at its next call. Modules that bundles hold get the new
        methods and lose those that are gone; `weex.supports` follows.

        Args:
            cls: Takes the place of the module of its name; of none, where it is new.

        Raises:
            ModuleError: It is no module; nothing was changed.
        """
        registration = self.registry.replace(cls)
        for page in list(self.pages):
            if not page.is_ended:
                page.modules.follow(registration)

    def replace_component(self, cls: type[Component]) -> None:
        """As `replace_module`, for the elements of the component's types.

        Raises:
            ModuleError: It is no component; nothing was changed.
        """
        types = self.components.replace(cls)
        for page in list(self.pages):
            if not page.is_ended:
                page.components.follow(types)

    def _callback_failed(self, callback: Callable[[], object], error: Exception) -> None:
        """What a callback on the loop raised is a failure of the page for which it ran; of all
        pages where none of its frames says which."""
        name = getattr(callback, "__qualname__", None) or repr(callback)
        owner = page_in(error)
        pages = [owner] if owner else list(self.pages)
        for page in pages:
            page.add_failure(f"callback {name} on the loop", error)
        if not pages:
            log_exception("a callback on the loop failed: %r", callback, error=error)

    @cached_property
    def device_permissions(self) -> DevicePermissions:
        """What the user allows this device's pages, by name: "granted", "denied" or "asked"."""
        from weex_runtime.module_api.permissions import DevicePermissions

        return DevicePermissions(self.registry, self.components)

    def load_bundle(self, location: str) -> tuple[str, str]:
        """Read a bundle for a page that is open; blocks, and may run on a worker.

        Returns:
            Its text and its URL.

        Raises:
            BundleNotFound: There is nothing, or no network.
            BundleError: It cannot be read, or is no text.
        """
        needs_network = location[:5].lower() in ("http:", "https")
        offline = BundleNotFound(location, "cannot be fetched: the device is offline")
        if needs_network and self._is_offline:
            raise offline
        loaded = load(location)
        if needs_network and self._is_offline:
            raise offline
        return loaded

    def shared(self, cls: Callable[[Any], T]) -> T:
        """What the pages of this runtime share, like an app's one clipboard: made at the first
        call; its `close()`, if it has one, is called when the runtime ends.

        Args:
            cls: A class, whose one argument is the runtime.
        """
        if cls not in self._shared:
            self._shared[cls] = cls(self)
        return cast(T, self._shared[cls])

    def run_until(
        self,
        predicate: Callable[[], Any],
        timeout: Timeout = 5.0,
        waiting_for: str | None = None,
    ) -> None:
        """Run the loop until the predicate holds.

        Args:
            predicate: Asked after each turn.
            timeout: Real seconds, or a `timedelta`.
            waiting_for: What the error says was waited for; default: the predicate's source.

        Raises:
            WeexError: As `set_default_timeout`.
            WaitTimeout: A TimeoutError that says what was waited for, what is pending, and why each
                page is busy.
        """
        self.looper.run_until(predicate, real_seconds(timeout), waiting_for)

    def run_until_idle(self, timeout: Timeout = 5.0) -> None:
        """Run the loop until nothing is queued or due, no worker runs and all data was sent.

        Timers that are not due yet and silent sockets do not count.

        Args:
            timeout: Real seconds, or a `timedelta`.

        Raises:
            WeexError: As `set_default_timeout`.
            WaitTimeout: It did not come to rest in time.
        """
        self.looper.run_until_idle(real_seconds(timeout))

    def _why_busy(self) -> list[str]:
        from weex_runtime.instance.busy import in_words
        from weex_runtime.loop.own_event_loop import stalled_server

        pages = [(page, in_words(page.busy())) for page in self.pages]
        busy = [f"page {page.id} ({page.name}): {words}" for page, words in pages if words]
        stalled = stalled_server(self.looper)
        return [*busy, stalled] if stalled else busy

    def mapped(self, url: str) -> str:
        """The address to connect to in place of the one that a page asks for."""
        if not self.url_map:
            return url
        from weex_runtime.matching.url_pattern import map_address

        return map_address(url, self.url_map, self.used_addresses)

    def location_of(self, address: str) -> str:
        """Where to read the bundle of an address: `mapped`, and a path without its query."""
        mapped = self.mapped(address)
        if mapped == address or "://" in mapped:
            return mapped
        return mapped.partition("#")[0].partition("?")[0]

    def tracer_of(self, page_id: str) -> Callable[[str, str], None] | None:
        """The tracer for one page."""
        tracer = self._tracer
        return (lambda kind, text: tracer(page_id, kind, text)) if tracer else None

    def forget(self, page: Instance) -> None:
        """A page was destroyed."""
        if self._channels:
            self._channels.leave(page)
        if page in self.pages:
            self.pages.remove(page)
        page.stack.remove(page)

    def close(self) -> None:
        """Destroy all pages and end the loop and its workers; harmless when closed before.

        From inside a module method it happens in the next turn.

        Raises:
            WrongThread: The runtime belongs to another thread.
        """
        if self._closed:
            return
        self.looper.check_thread("close the runtime")
        if self._opening or any(page.engine.running for page in self.pages):
            self.looper.call_soon(self.close)
            return
        self._closed = True
        for page in list(self.pages):
            page.destroy()
        for shared in self._shared.values():
            if hasattr(shared, "close"):
                shared.close()
        self.looper.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _checked_adapter(choice: WebSocketAdapter) -> WebSocketAdapter:
    """The choice; ModuleError for one that cannot be."""
    if choice is not None and choice != "reactor":  # the default costs no import at a start
        from weex_runtime.module_api.websocket_adapters import adapter_maker

        return adapter_maker(choice)
    return choice


def _log_failure(page: Instance, failure: PageFailure, call: str) -> None:
    log_exception("page %s: module call failed: %s", page.id, call[:500], error=failure.error)
