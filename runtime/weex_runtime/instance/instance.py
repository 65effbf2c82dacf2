"""One Weex instance: a JS context with its document, modules, console and timers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING

from weex_runtime.document.document import Document
from weex_runtime.errors import PageDestroyed, PageError, PageStopped
from weex_runtime.instance.boot import boot, run_bundle
from weex_runtime.instance.bundle.bundle import Bundle
from weex_runtime.instance.components import PageComponents
from weex_runtime.instance.dialogs import size_of_dialog
from weex_runtime.instance.javascript import PageJS
from weex_runtime.instance.lifecycle import Lifecycle
from weex_runtime.instance.modules import PageModules
from weex_runtime.instance.records.history import History
from weex_runtime.instance.records.native_calls import NativeCalls, size_of_call
from weex_runtime.instance.records.reporting import Reporting
from weex_runtime.instance.tasks import Tasks
from weex_runtime.instance.timers import PageTimers
from weex_runtime.json_values import JSONInput, JSONValue
from weex_runtime.loop.timeouts import DEFAULT_TIMEOUT, DefaultTimeout
from weex_runtime.module_api.listeners import Listeners
from weex_runtime.module_api.module import Module
from weex_runtime.module_api.platforms import Platform

if TYPE_CHECKING:
    from weex_runtime.access.page_access import PageAccess
    from weex_runtime.device.device import Device
    from weex_runtime.engine.isolation import Isolation
    from weex_runtime.instance.binary import Binary
    from weex_runtime.instance.coroutines import Coroutines
    from weex_runtime.instance.limits.account import Account
    from weex_runtime.instance.limits.connections import Connections
    from weex_runtime.instance.records.web_sockets import SocketLog, WebSocket
    from weex_runtime.instance.screen.pictures import PagePictures
    from weex_runtime.instance.stack import PageStack
    from weex_runtime.layout.page_layout import PageLayout
    from weex_runtime.loop.clock import Clock
    from weex_runtime.module_api.dialog import Answer, Dialog
    from weex_runtime.module_api.future import Future
    from weex_runtime.module_api.network import Network
    from weex_runtime.module_api.permissions import DevicePermissions
    from weex_runtime.module_api.polyfill import Polyfill
    from weex_runtime.module_api.websocket_adapters import WebSocketAdapter


class Instance(Reporting, DefaultTimeout):
    """One instance of a bundle, created by `Device.open`.

    Attributes:
        id, url: The instance id and the bundleUrl.
        name: The bundle's name in stack traces.
        framework: "Vue", "Rax", "Weex" or "Vanilla".
        bundle, source: The bundle, and its text.
        source_files: The files that the bundle was compiled from; () if it is not a `.vue` source.
        is_from_text: The bundle was opened from its text, so it cannot be loaded from `url`.
        platform: The device's platform.
        viewport: Width and height of the screen in its own pixels.
        environment: The `WXEnvironment`.
        viewport_width: The screen's width in page pixels: 750, or the width that `meta.setViewport`
            has set.
        websocket_adapter: The adapter that connects the page's WebSockets; None: the app has none.
        isolation: "none" if the page's JS runs in this process, "process" if in its own.
        stack: The stack of pages that has this page; `navigator` pushes and pops pages.
        document: The native element tree.
        limits: The limits of the page.
        watches_memory: `account` must count the memory from time to time, because other pages share
            the limit `memory` or Python holds much data. In these two cases the engine's own limit
            does not suffice.
        console: The latest 10,000 lines, each with `.level` and `.text`; fewer if these lines would
            exceed the limit `console`.
        errors: The latest 10,000 uncaught exceptions, each a `JSError`.
        failures: The latest 10,000 exceptions of Python code without a caller to receive them, each
            with `.origin` and `.error`: of modules, components, and functions of the test.
        native_calls: The latest 10,000 calls from JS, each with `.name` and `.args`, in JS order;
            fewer if these calls would exceed the limit `calls`.
        dialogs: The latest 10,000 toasts and answered dialogs, each with its `.answer`.
        differences: {difference between platforms that the bundle depends on: first message};
            recorded even with hints off.
        js: The instance's JS context, with functions to enter it.
        modules, components: The objects of the page's modules and polyfills, and of its elements.
        lifecycle: Shows, hides, pauses and resumes the page.
        binary: Passes bytes between the JS half and the Python half of polyfills.
        tracer: Called with ("call" | "task" | "socket" | "http" | "fault", text) for each message
            and fault; None for no trace.
    """

    def __init__(
        self,
        runtime: Device[Instance],
        page_id: str,
        bundle: Bundle,
        *,
        is_from_text: bool,
        platform: Platform,
        polyfills: Iterable[type[Polyfill]],
        viewport: tuple[int, int],
        network: Network | None,
        websocket_adapter: WebSocketAdapter,
        stack: PageStack[Instance],
        isolation: Isolation,
        environment: Mapping[str, JSONInput],
        config: Mapping[str, JSONInput],
        data: JSONInput,
    ) -> None:
        super().__init__(runtime, platform)
        self.viewport = viewport
        self.viewport_width: float = 750
        self.own_network = network
        self.websocket_adapter = websocket_adapter
        self.registry = runtime.registry
        self.looper = runtime.looper
        self.id = page_id
        self.name = bundle.name
        self.url = bundle.url
        self.framework = bundle.framework
        self.bundle = bundle
        self.source = bundle.source
        compiled = bundle.compiled
        self.source_files = tuple(compiled.files.values()) if compiled else ()
        self.is_from_text = is_from_text
        self.document = Document(page_id, self.limits)
        most = min(self.limits.calls, self.limits.memory // 8)
        self.native_calls = NativeCalls(most, size_of_call, runtime.history)
        self.dialogs: History[Dialog] = History(most, size_of_dialog, runtime.history)
        tracer = runtime.tracer
        self.tracer = partial(tracer, page_id) if tracer else None
        self.timers = PageTimers(self.looper, self.limits.timers, partial(self.exceed, "timers"))
        self.tasks = Tasks(self)
        self.stack = stack
        self.isolation = isolation
        self.watches_memory = False
        self.global_events = Listeners()
        self.components = PageComponents(self)
        self.document.observer = self.components
        self.lifecycle = Lifecycle(self)
        self.environment = environment
        self.config = config
        self.given_framework = bundle.framework if bundle.is_given else None
        self.destroyed = False
        self.modules = PageModules(self)
        self.js = PageJS(self)
        self.engine = self.js.engine
        self.binary: Binary = self.js.binary
        try:
            if stack.pages:  # the pages of a stack share the limit of memory
                self.account.count()
            boot(self, polyfills)
            for note in filter(None, (bundle.hint, *(compiled.notes if compiled else ()))):
                self.warn(note)
            run_bundle(self, data)
            if not bundle.is_named and self.document.is_empty:
                from weex_runtime.instance.bundle.source_kinds import advice_on_framework

                self.warn(f"{self.name}: {advice_on_framework()}")
        except BaseException:
            self._release()
            raise

    def fire_event(
        self,
        ref: str,
        event: str,
        data: Mapping[str, JSONInput] | None = None,
        dom_changes: Mapping[str, JSONInput] | None = None,
    ) -> JSONValue:
        """Fire an event on an element as the device does, and run its handlers.

        The event bubbles if the body's attribute `bubble` is "true" (spec/bridge.md, section 7).

        Args:
            data: The event object; the runtime adds type, target, currentTarget, timestamp.
            dom_changes: {"attrs", "style"} that the user's action changed; applied to both trees
                before the handler runs.

        Returns:
            The handler's result, if it is JSON. None if a module method fires the event, since the
            event then waits for the next turn.

        Raises:
            UnknownRef: No element has this ref.
            PageError: Nothing is rendered yet, or the page is gone.
        """
        return self.emit_event(ref, event, data, dom_changes)

    def emit_event(
        self,
        ref: str,
        event: str,
        data: Mapping[str, JSONInput] | None = None,
        dom_changes: Mapping[str, JSONInput] | None = None,
    ) -> JSONValue:
        """Fire an event for a component or module. A trace shows `fire_event` as a step of the
        test, but not this method.
        """
        self.require_open(f"fire {event!r}")
        if self.document.is_empty:
            raise PageError(f"cannot fire {event!r}: page {self.id} has rendered nothing yet")
        element = self.document.get(ref)
        if dom_changes:
            self.document.apply_changes(ref, dom_changes)
        self.fired = element
        args = element.fire_args(event, data, dom_changes)
        return self.tasks.event_now(args, f"event {event} on {ref}")

    def fire_global_event(self, event: str, data: JSONInput = None) -> None:
        """Call the listeners of module `globalEvent` (Android: fireGlobalEventCallback; iOS:
        fireGlobalEvent:params:).

        Args:
            data: The argument of the listeners; on iOS, {} replaces None.
        """
        self.require_open(f"fire global event {event!r}")
        if data is None and self.platform.name == "ios":
            data = {}
        self.global_events.fire(event, data)

    @property
    def default_timeout(self) -> float:
        """Seconds that a method waits if no timeout is given."""
        own, general = self._default_timeout, self.runtime._default_timeout
        if own is None:
            own = DEFAULT_TIMEOUT if general is None else general
        return own

    @property
    def device_permissions(self) -> DevicePermissions:
        """The permissions of the device: `page.device_permissions["camera"] = "denied"`."""
        return self.runtime.device_permissions

    def show_dialog(self, dialog: Dialog) -> Future[Answer]:
        """Show a dialog. Returns a future of the user's answer, which an `async def` method can
        await. If the page ends first, the dialog closes without an answer.
        """
        return self.stack.dialogs.show(self, dialog)

    def show_toast(self, message: str, seconds: float) -> None:
        """Show a message for some seconds."""
        from weex_runtime.module_api.dialog import Dialog  # imported only if needed

        self.dialogs.keep(Dialog("toast", message))
        if self.stack.dialogs.on_toast:
            self.stack.dialogs.on_toast(self, message, seconds)

    @property
    def clock(self) -> Clock:
        """The clock of the device."""
        return self.looper.clock

    @property
    def network(self) -> Network:
        """The network settings of the page, or else of the device."""
        return self.own_network or self.runtime.network

    @property
    def is_ended(self) -> bool:
        """Whether the page was destroyed, or stopped because its JS did not end."""
        return self.destroyed or bool(self.js.stopped)

    def __repr__(self) -> str:
        from weex_runtime.control_characters import visible_line  # imported only if needed

        where = f" on {self.platform.title}" if self.platform.name else ""
        ended = ", ended" if self.is_ended else ""
        return f"page {self.id} ({visible_line(self.name)}, {self.framework}{where}{ended})"

    def destroy(self) -> None:
        """End the instance (destroyInstance), and free its JS context, modules, timers and sockets.

        The document and the records remain readable. A second call does nothing. When a module
        method calls `destroy`, the instance ends in the next turn.

        Raises:
            WrongThread: The page belongs to another thread.
        """
        if self.destroyed:
            return
        self.looper.check_thread(f"destroy page {self.id}")
        if self.engine.running:
            self.tasks.close()
            self.looper.call_soon(self.destroy)
            return
        try:
            if not self.js.stopped:
                self.js.enter("destroy")
        finally:
            self._release()

    def module(self, name: str) -> Module:
        """Return the page's object of a module, created at its first use.

        Raises:
            ModuleError: No module with this name is registered.
        """
        return self.modules.get(name)

    def web_socket(self, url: str) -> WebSocket:
        """Start the record of a WebSocket. The module calls the record's `opened`, `frame_sent`,
        `frame_received`, `close_sent`, `close_received` and `closed`."""
        return self.socket_log.open(url)

    @cached_property
    def access(self) -> PageAccess:
        """The `rules` of what the page may reach, and the hosts and files that were `refused`."""
        return self.runtime.access_from(self.stack.entry)

    @cached_property
    def socket_log(self) -> SocketLog:
        """The page's WebSockets and their latest messages."""
        from weex_runtime.instance.records.web_sockets import SocketLog  # imported only if needed

        return SocketLog(self)

    @cached_property
    def layout(self) -> PageLayout:
        """The position of each element on the screen, computed when it is first read."""
        from weex_runtime.instance.screen.layout import layout_of  # imported only if needed

        return layout_of(self)

    @cached_property
    def pictures(self) -> PagePictures:
        """The pictures that the page's images show."""
        from weex_runtime.instance.screen.pictures import PagePictures  # imported only if needed

        return PagePictures(self)

    @cached_property
    def account(self) -> Account:
        """Counts the page's memory."""
        from weex_runtime.instance.limits.account import Account  # imported only if needed

        return Account(self)

    @cached_property
    def connections(self) -> Connections:
        """The page's sockets and requests."""
        from weex_runtime.instance.limits.connections import Connections  # imported only if needed

        return Connections(self)

    @cached_property
    def coroutines(self) -> Coroutines:
        """The running `async` methods of modules and components."""
        from weex_runtime.instance.coroutines import Coroutines  # imported only if needed

        return Coroutines(self)

    def require_open(self, action: str) -> None:
        """Raise an error for an action, like "tap", if the page has ended.

        Raises:
            PageDestroyed: The page was destroyed.
            PageStopped: The page's JS was stopped.
            WrongThread: The page belongs to another thread.
        """
        self.looper.check_thread(action)
        if self.destroyed:
            raise PageDestroyed(self.id, self.name, action)
        if self.js.stopped:
            raise PageStopped(f"cannot {action}: page {self.id} was stopped: {self.js.stopped}")

    def _release(self) -> None:
        self.destroyed = True
        self.end_modules()
        self.js.close()
        if "layout" in self.__dict__:
            self.layout.clear()
        self.runtime.forget(self)

    def end_modules(self) -> None:
        """End the page's timers, tasks, dialogs, async methods, modules and components."""
        self.stack.dialogs.close(self)
        self.timers.destroy()
        self.tasks.close()
        if "coroutines" in self.__dict__:
            self.coroutines.close()
        self.modules.destroy()
        self.components.destroy()
