"""The base class of native modules. Names follow the device SDKs (Android: WXModule, @JSMethod,
JSCallback; iOS: WXModuleProtocol, WX_EXPORT_METHOD)."""

import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from weex_runtime.errors import CallbackSpent, JSError, ModuleError
from weex_runtime.json_values import JSONInput, JSONValue, size_of
from weex_runtime.module_api.exports import js_method

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance
    from weex_runtime.loop.looper import Looper
    from weex_runtime.module_api.busy import Busy
    from weex_runtime.module_api.future import Future
    from weex_runtime.module_api.listeners import Listeners

T = TypeVar("T")


class Native:
    """The base class of `Module` and `Component`.

    Attributes:
        permissions: Names of the device permissions that the class requests, like ("camera",).
        page: The page of the object; set before `__init__` runs.
    """

    permissions: ClassVar[Collection[str]] = ()
    page: "Instance"

    @property
    def loop(self) -> "Looper":
        """The page's loop, with `call_later(seconds, function)` and `call_soon(function)`."""
        return self.page.looper

    def run_in_worker(self, function: Callable[..., T], *args: Any) -> "Future[T]":
        """Run a blocking function on a thread: `result = await self.run_in_worker(read, path)`.

        The function starts during this call. `await` raises the function's exception; without an
        `await` the exception is logged on the page's console.
        """
        # This import is inside the method because most pages do not run a coroutine.
        from weex_runtime.module_api.future import Future

        page = self.page
        what = getattr(function, "__qualname__", repr(function))

        def notify(error: BaseException) -> None:
            if not page.is_ended:
                page.add_failure(what, error)

        future: Future[T] = Future(
            lambda error: page.looper.call_soon_threadsafe(lambda: notify(error))
        )
        self.loop.run_in_worker(lambda: function(*args), future.resolve, what, page)
        return future

    def sleep(self, seconds: float) -> "Future[None]":
        """Wait on the page's clock, which may be virtual: `await self.sleep(1.5)`. A call without
        `await` is warned about on the page's console.

        Args:
            seconds: 0 or more.
        """
        from weex_runtime.module_api.future import Sleep

        page, sleep = self.page, Sleep(sys._getframe(1))
        awake = lambda: sleep.end(page.warn_once)  # noqa: E731
        page.timers.start(sleep, seconds * 1000, awake, repeat=False)
        return sleep.future

    def has_permission(self, name: str) -> bool:
        """Whether the user has granted a permission (Android: checkSelfPermission).

        Raises:
            ModuleError: `permissions` does not declare the name.
        """
        from weex_runtime.module_api.permissions import is_granted

        return is_granted(self, name)

    def request_permission(self, name: str, request_code: int = 0) -> "Future[bool]":
        """Ask the user for a permission: `if await self.request_permission("camera")` (Android:
        requestPermissions).

        A dialog opens if the permission's state is "asked". A later turn of the loop calls
        `on_permissions_result` of the page's modules, and then continues the method that awaits the
        result.

        Args:
            request_code: A number that is passed to `on_permissions_result`.

        Raises:
            ModuleError: `permissions` does not declare the name.
        """
        from weex_runtime.module_api.permissions import request

        return request(self, name, request_code)

    def fire_global_event(self, event: str, data: JSONInput = None) -> None:
        """Call the page's `globalEvent` listeners (Android: fireGlobalEventCallback; iOS:
        fireGlobalEvent:params:)."""
        self.page.fire_global_event(event, data)

    def memory_held(self) -> int:
        """Return the approximate number of bytes that the object keeps for its page. The page stops
        when the memory of all its objects exceeds the limit `memory`.

        The default counts the object's fields: texts, bytes, numbers, and containers with these
        values. Override the method if the object keeps data in objects of other classes.
        """
        return sum(map(size_of, getattr(self, "__dict__", {}).values()))

    def destroy(self) -> None:
        """Called when the page ends, to close files, sockets and the like. After this call
        callbacks no longer reach JS.
        """


class Module(Native):
    """A native module: one object for each page, made at the page's first call of the module.

    Attributes:
        name: The argument of `weex.requireModule(name)`.
        platforms: The platforms that have the module, like ("android", "ios"); None for all. A page
            without a platform has every module.
        documented: Whether Weex's documentation promises the module.
        events: {name: type hint of the data} of the events that the module fires, like
            {"walked": Walked} or {"walked": Annotated[Walked, "at the end of each walk"]}. Firing
            an event with another name is an error, unless `events` is empty.
    """

    name: ClassVar[str]
    platforms: ClassVar[Collection[str] | None] = None
    documented: ClassVar[bool] = True
    events: ClassVar[Mapping[str, Any]] = {}
    _listeners: "Listeners"

    @js_method(platforms=("android", "ios"))
    def addEventListener(
        self, event: str, listener: "KeepAliveCallback", options: dict[str, JSONValue] | None = None
    ) -> None:
        """Call the listener with {type, module, data} at each event; options: {once}."""
        self._listeners.add(event, listener, once=(options or {}).get("once") in (True, "true"))

    @js_method(platforms=("android", "ios"))
    def removeAllEventListeners(self, event: str) -> None:
        """Remove all listeners of the event."""
        self._listeners.remove(event)

    def busy_with(self) -> Iterable["Busy"]:
        """Return pending work of this module, for `Page.busy`. The page itself lists timers, async
        methods and calls of `run_in_worker`.
        """
        return ()

    def network_lost(self) -> None:
        """Called when the device goes offline (`Runtime.set_offline`), to abort connections. New
        connections must fail while `self.page.runtime.is_offline`.
        """

    def faults_changed(self) -> None:
        """Called when a test added a network fault (`Page.faults`), so that the module can apply
        the fault to open connections.
        """

    def on_pause(self) -> None:
        """Called when the app goes to the background, and when another page covers the page
        (Android: onActivityPause). This method and the next `on_...` methods may be async.
        """

    def on_resume(self) -> None:
        """Called when the user sees the page again after `on_pause` (Android: onActivityResume)."""

    def on_activity_result(self, request_code: int, result_code: int, data: JSONInput) -> None:
        """Called when another app that a module started has ended (`Page.activity_result`).

        Args:
            request_code: The code with which a module, possibly another one, started the other app.
            result_code: -1 for success, 0 if the user went back.
            data: The result of the other app.
        """

    def on_permissions_result(
        self, request_code: int, permissions: list[str], results: list[int]
    ) -> None:
        """Called when the user has answered `request_permission` (Android:
        onRequestPermissionsResult).

        Args:
            request_code: The code that a module, possibly another one, passed to
                `request_permission`.
            permissions: The requested permissions.
            results: For each permission 0 if granted, -1 if denied.
        """

    def fire_module_event(self, event: str, data: JSONInput = None) -> None:
        """Call the listeners of `module.addEventListener(event, fn)`.

        Raises:
            ModuleError: `events` does not declare the name.
            WrongThread: The page belongs to another thread; pass the call to
                `self.loop.call_soon_threadsafe`.

        Source: Android WXSDKInstance.fireModuleEvent; iOS fireModuleEvent:eventName:params:.
        """
        if self.events and event not in self.events:
            raise ModuleError(
                f"expected an event that {type(self).__name__}.events declares "
                f"({', '.join(self.events)}), got {event!r}"
            )
        self.page.looper.check_thread(f"fire event {event!r}")
        self._listeners.fire(event, {"type": event, "module": self.name, "data": data})


class Callback:
    """A function of the bundle that is an argument of a call. Any thread may invoke a callback.

    The function runs in a later turn of the loop, never inside the call that passed it. A parameter
    whose function is called many times needs the type hint `KeepAliveCallback` (iOS:
    WXModuleCallback, WXModuleKeepAliveCallback).

    Attributes:
        id: The callback id, a decimal text; "" if the bundle passed no function.
    """

    _may_be_kept = False

    def __init__(self, page: "Instance", callback_id: str, origin: str) -> None:
        self._page = page
        self.id = callback_id
        self._origin = origin
        self._spent = False

    def invoke(self, data: JSONInput = None) -> None:
        """Call the function for the last time. Afterwards JS removes the function.

        Args:
            data: The function's argument.

        Raises:
            CallbackSpent: `invoke` was called before, or the page was destroyed.
        """
        self._call(data, keep_alive=False)
        self._spent = True

    def invoke_and_keep_alive(self, data: JSONInput = None) -> None:
        """Call the function, and keep it for further calls.

        In strict mode this call is an error of the page, unless the type hint of the method's
        parameter is `KeepAliveCallback`.

        Args:
            data: The function's argument.

        Raises:
            CallbackSpent: `invoke` was called before, or the page was destroyed.
        """
        self._call(data, keep_alive=True)
        if self._page.runtime.strict and not self._may_be_kept:
            self._may_be_kept = True  # report only the first such call of this callback
            self._page.looper.call_soon_threadsafe(self._report_kept)

    def __call__(self, data: JSONInput = None, keep_alive: bool = False) -> None:
        """Call the function. callback(data, True) also keeps the callback alive, like
        callback(data, YES) on iOS.
        """
        (self.invoke_and_keep_alive if keep_alive else self.invoke)(data)

    def _call(self, data: JSONInput, *, keep_alive: bool) -> None:
        if not self.id:
            return  # the callback id is "" if the bundle passed undefined or null
        if self._spent:
            raise CallbackSpent(
                f"{self._origin}: callback {self.id} was invoked before; "
                "use invoke_and_keep_alive for more than one call"
            )
        if self._page.destroyed:
            raise CallbackSpent(f"{self._origin}: callback {self.id} belongs to a destroyed page")
        self._page.tasks.callback(self.id, data, keep_alive=keep_alive, origin=self._origin)

    def _report_kept(self) -> None:
        if self.id and not self._page.is_ended:
            text = (
                f"{self._origin}: expected one call of a Callback, got invoke_and_keep_alive; "
                "annotate the parameter as KeepAliveCallback"
            )
            self._page.add_error(JSError(text, origin=self._origin))


class KeepAliveCallback(Callback):
    """A `Callback` that may be called many times (iOS: WXModuleKeepAliveCallback)."""

    _may_be_kept = True
