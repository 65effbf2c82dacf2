"""The device, which opens pages and owns the loop and the registries."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from os import PathLike
from types import EllipsisType
from typing import TYPE_CHECKING, Any, Literal, cast

from weex_runtime.device.app import App, InstanceT, checked_adapter
from weex_runtime.engine.isolation import prepare
from weex_runtime.errors import JSError, WeexError, log_exception
from weex_runtime.instance.bundle.bundle import Bundle
from weex_runtime.instance.instance import Instance
from weex_runtime.instance.records.console import ConsoleLine
from weex_runtime.instance.records.history import HISTORY, History
from weex_runtime.instance.records.reporting import PageFailure, add_callback_failure
from weex_runtime.instance.stack import PageStack
from weex_runtime.json_values import JSONInput, size_of
from weex_runtime.limits import Limits, make_limits
from weex_runtime.loop.clock import Clock
from weex_runtime.loop.looper import Looper
from weex_runtime.loop.timeouts import DefaultTimeout
from weex_runtime.module_api.component_registry import ComponentRegistry
from weex_runtime.module_api.module import Module
from weex_runtime.module_api.platforms import PlatformName, make_environment, platform_of
from weex_runtime.module_api.registry import Registry, StubCall, polyfills_of

if TYPE_CHECKING:
    from typing_extensions import Self

    from weex_runtime.access.access import Access
    from weex_runtime.engine.isolation import Isolation
    from weex_runtime.faults.fault import Fault
    from weex_runtime.instance.interception import CallHook, RequestHook, SocketHook
    from weex_runtime.instance.records.requests import FinishedRequest
    from weex_runtime.instance.records.web_sockets import WebSocket
    from weex_runtime.module_api.component import Component
    from weex_runtime.module_api.network import Network
    from weex_runtime.module_api.websocket_adapters import WebSocketAdapter

Tracer = Callable[[str, str, str], None]


class Device(App[InstanceT], DefaultTimeout):
    """A headless Weex device; `Runtime` adds the test kit.

    Use the device as a context manager: the end of the block destroys the pages and closes the loop
    and the workers. A device belongs to the thread that made it.

    Args:
        clock: "virtual": time stands still until a test moves it with `clock.run_for`.
        modules, components: Classes in addition to the installed ones; a class replaces an
            installed class with the same name.
        stubs: Names of modules that accept and record every call, on pages that do not have them.
            A pattern like "nat/*" stands for all matching modules that bundles require.
        polyfills: Names of features that devices lack and that pages get here, like "websocket".
        platform: "android", "ios" or "web" to behave like that platform; None for the documented
            behaviour (docs/platforms.md).
        hints: Warn on the console, once for each page, about code that would not work on a device.
        strict: A call with arguments that do not fit the method is an error of the page, and the
            method does not run. Default: behave as a device, with a warning.
        app: The name of the app. Apps do not see each other's items in the file of `storage`.
        load_images: Load the pictures of images from files of the project and from servers, and
            fire `load`. Otherwise a test calls `load_image`, and pictures of the screen show only
            the files.
        storage: The SQLite file of module `storage`, created if missing; None: in memory.
        network: Trust, headers, cookies, redirects and proxy of the pages' connections.
        url_map: {beginning of an address, in any spelling: its replacement}, for connections and
            bundles.
        access: The hosts and files that pages may reach (docs/security.md); None: all hosts, and
            the files of the project.
        websocket_adapter: The WebSocket client of `webSocket`: "reactor", "websocket_client", a
            class of your own (docs/websocket.md), or None for an app without an adapter.
        aliases, defines: Import aliases and constants of sources, which override those of a
            project's files (docs/sources.md).
        limits: The limits of each page: `Limits(elements=1000)` or {"elements": 1000}.
        time_limit: The limit `time`: seconds of CPU time for one call into a page's JS.
        memory_limit: The limit `memory`: bytes of a page, from 2 MiB; a framework takes 0.7 MB.
        isolation: "process" to run the JS of each page in a process of its own: a crash or hang of
            the process stops only this page (docs/security.md).
        faults: Faults of the network, each as an object or as text, like "drop after 3 messages"
            (docs/faults.md). `faults.add` adds further faults.
        seed: The seed of random faults; None: a random seed, which `faults.seed` returns.
        tracer: Called with (page id, "call" | "task" | "socket" | "http" | "fault", text) for each
            message and fault.

    Attributes:
        stub_calls: The latest 10,000 calls of stubs, each with `.module`, `.method` and `.args`;
            fewer if these calls would exceed the limit `calls`.
        is_interrupted: Ctrl-C ended the run, so that `close` does not wait for other processes.
        intercept_call: A hook before each call of a module's or component's method, for a test kit.
        intercept_request, intercept_socket: Hooks before each HTTP request and WebSocket of a page.
        on_console, on_error, on_failure: Called with the page and its line, error or failure.
        on_web_socket, on_request: Called with the page and a WebSocket that it opens, or an HTTP
            request that has ended.
        history: The number of entries that each record of a page keeps.

    Raises:
        ModuleError: A module class cannot be registered.
        StorageError: The file of `storage` cannot be used.
        UnknownPolyfill: No polyfill has this name.
        WeexError: An option has a wrong value.
    """

    instance_class: type[InstanceT] = cast("type[Any]", Instance)
    looper_class = Looper
    history = HISTORY

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
        load_images: bool = False,
        app: str = "default",
        storage: str | PathLike[str] | None = None,
        network: Network | None = None,
        url_map: Mapping[str, str] | None = None,
        access: Access | None = None,
        websocket_adapter: WebSocketAdapter = "reactor",
        aliases: Mapping[str, str] | None = None,
        defines: Mapping[str, JSONInput] | None = None,
        limits: Limits | Mapping[str, float] | None = None,
        time_limit: float | None = None,
        memory_limit: int | None = None,
        isolation: Isolation = "none",
        faults: Iterable[Fault | str] = (),
        seed: int | None = None,
        tracer: Tracer | None = None,
    ) -> None:
        _require_options(Device.__init__, locals())
        self.limits = make_limits(limits, time_limit, memory_limit)
        super().__init__(
            Registry(modules, stubs), ComponentRegistry(components), network, url_map, access
        )
        self.aliases = dict(aliases or {})
        self.defines = dict(defines or {})
        self.platform = platform_of(platform)
        self.polyfills = tuple(polyfills)
        polyfills_of(self.polyfills)
        self.hints = hints
        self.strict = strict
        if load_images:
            loading = getattr(self.components.get("image"), "loading", None)
            if loading:
                self.components.replace(loading())
        self.app = app
        self.storage: str | None = None
        if storage is not None:
            from weex_runtime.device.storage_file import storage_path

            self.storage = storage_path(storage)
        self.websocket_adapter = checked_adapter(websocket_adapter)
        self.time_limit = self.limits.time
        self.memory_limit = self.limits.memory
        self.isolation: Isolation = isolation
        prepare(isolation)
        self.log_level: str | None = None  # log level of all pages, if a module set one
        self.looper = self.looper_class(virtual=clock == "virtual")
        self.looper.thread_share = self.limits.workers
        self.clock.on_own_time = self._notify_pages_of_clock
        self.stub_calls: History[StubCall] = History(self.limits.calls, size_of)
        self.intercept_call: CallHook | None = None
        self.intercept_request: RequestHook | None = None
        self.intercept_socket: SocketHook | None = None
        self.tracer = tracer
        self._seed = seed
        for fault in faults:
            self.planned_faults().add(None, fault)
        self._last_id = 0
        self._opening: set[int] = set()
        self._closed = False
        self.is_interrupted = False
        self.on_console: Callable[[Any, ConsoleLine], None] = lambda page, line: None
        self.on_error: Callable[[Any, JSError], None] = lambda page, error: None
        self.on_failure: Callable[[Any, PageFailure, str], None] = _log_failure
        self.on_web_socket: Callable[[Any, WebSocket], None] = lambda page, socket: None
        self.on_request: Callable[[Any, FinishedRequest], None] = lambda page, request: None
        self.looper.on_failure = partial(add_callback_failure, self.pages)
        self.looper.explain = self._why_busy

    @property
    def clock(self) -> Clock:
        """The clock of all pages."""
        return self.looper.clock

    def _notify_pages_of_clock(self) -> None:
        for page in list(self.pages):
            page.js.follow_clock()

    def open(
        self,
        location: str | PathLike[str] | None = None,
        *,
        source: str | Bundle | None = None,
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
        isolation: Isolation | None = None,
        stack: PageStack[Any] | None = None,
    ) -> InstanceT:
        """Open a bundle as a page and run it.

        An exception that the bundle throws is added to the page's `errors`; the page remains open.

        Args:
            location: A path, or an http(s) or file URL, to which `url_map` is applied.
            source: The bundle's text, or a result of `load_bundle`, instead of a location.
            name: The name in stack traces; default: the last part of the location, or "bundle.js".
            data: Data for the bundle's root component.
            config: Fields that are added to `weex.config` or replace its fields, like {"bundleUrl":
                "..."}.
            env: Fields that are added to `WXEnvironment` or replace its fields.
            viewport: Width and height of the screen in its own pixels; default: the platform's.
            platform, network, polyfills, websocket_adapter, isolation: Used instead of the
                runtime's.
            framework: "Vue", "Rax", "Weex" or "Vanilla"; default: the framework that the bundle
                names.
            stack: The stack of pages to put the page on; default: a new stack.

        Raises:
            BundleError: The bundle does not exist, is not text, or names an unknown framework.
            CreateInstanceFailed: The framework refused the bundle.
            UnknownPolyfill: No polyfill has this name.
            WeexError: An argument is wrong or missing, or the runtime is closed.
            WrongThread: The runtime belongs to another thread.
        """
        self.looper.check_thread("open a page")
        if self._closed:
            raise WeexError("the runtime is closed: open pages inside its with block")
        if (location is None) == (source is None):
            raise WeexError("open() takes either a path or URL, or source=text")
        _require_options(Device.open, locals())
        is_from_text = location is None and not (config or {}).get("bundleUrl")
        device = platform_of(platform) if platform else self.platform
        names = self.polyfills if polyfills is None else polyfills
        classes = polyfills_of([*names, *device.polyfills])
        adapter = self.websocket_adapter
        if not isinstance(websocket_adapter, EllipsisType):
            adapter = checked_adapter(websocket_adapter)
        viewport = viewport or device.viewport
        isolation = isolation or self.isolation
        config = dict(config or {})
        stack = PageStack() if stack is None else stack
        if not isinstance(source, Bundle):
            text, name, found = self._found(location, source, name)
            url = str(config.get("bundleUrl") or found)
            stack.entry = stack.entry or (url if location is None else found)
            source = self._bundle(text, name, url, framework, isolation)
        environment = make_environment(device, viewport, env)
        if self.log_level:
            environment["logLevel"] = self.log_level
        # While a page is being opened, one of its modules may open another page.
        number = max((self._last_id, *self._opening)) + 1
        self._opening.add(number)
        try:
            page = self.instance_class(
                self,
                str(number),
                source,
                is_from_text=is_from_text,
                platform=device,
                polyfills=classes,
                viewport=viewport,
                environment=environment,
                network=network,
                websocket_adapter=adapter,
                isolation=isolation,
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
            page.js.follow_clock()  # a module of the page may have called clock.install()
        return page

    def _why_busy(self) -> list[str]:
        from weex_runtime.instance.busy import why_pages_are_busy

        return why_pages_are_busy(self.pages, self.looper)

    def forget(self, page: Instance) -> None:
        """Remove a destroyed page from `pages`."""
        if page in self.pages:
            self.pages.remove(page)
        if self.fault_plan:
            self.fault_plan.forget(page.id)
        page.stack.remove(page)

    def close(self) -> None:
        """Destroy all pages and end the loop and its workers. Does nothing if the device is closed.

        When a module method calls `close`, the device is closed in the next turn.

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
        if compilers := sys.modules.get("weex_runtime.sources.compiler"):
            compilers.forget("process")
        self.looper.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _log_failure(page: Instance, failure: PageFailure, call: str) -> None:
    from weex_runtime.control_characters import visible_line  # imported only if needed

    log_exception(
        "page %s: exception in %s", page.id, visible_line(call[:500]), error=failure.error
    )


def _require_options(method: Callable[..., object], values: Mapping[str, object]) -> None:
    """Check the arguments of a call. Skip the check if all arguments are defaults, to save an
    import at start.

    Raises:
        WeexError: An option has a wrong value; the message names the first such option.
    """
    defaults: dict[str, object] = getattr(method, "__kwdefaults__", {})
    is_plain = isinstance(values.get("location"), (str, type(None)))
    if not is_plain or any(values[name] is not value for name, value in defaults.items()):
        from weex_runtime.device.options import require_options

        require_options("open()" if method is Device.open else "Runtime", values)
