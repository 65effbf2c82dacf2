"""What an author of a native module writes against. Names follow the device SDKs
(Android: WXModule, @JSMethod, JSCallback; iOS: WXModuleProtocol, WX_EXPORT_METHOD)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar, overload

from weex_runtime.errors import CallbackSpent, JSError, ModuleError
from weex_runtime.json_values import JSONInput, JSONValue

if TYPE_CHECKING:
    from weex_runtime.instance.busy import Busy
    from weex_runtime.instance.instance import Page
    from weex_runtime.loop.looper import Looper
    from weex_runtime.module_api.coroutines import Future
    from weex_runtime.module_api.listeners import Listeners

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


class Export(NamedTuple):
    """How a method is seen from JS.

    Attributes:
        platforms: The devices that have it, as far as it is said here; the module's where None.
            A page without a platform has it in any case.
        documented: Whether Weex's documentation promises it.
    """

    js_name: str
    function: Callable[..., Any]
    sync: bool
    platforms: Collection[str] | None = None
    documented: bool = True


@overload
def js_method(function: F, /) -> F: ...
@overload
def js_method(
    *,
    sync: bool = False,
    name: str | None = None,
    platforms: Collection[str] | None = None,
    documented: bool = True,
) -> Callable[[F], F]: ...
def js_method(
    function: F | None = None,
    /,
    *,
    sync: bool = False,
    name: str | None = None,
    platforms: Collection[str] | None = None,
    documented: bool = True,
) -> F | Callable[[F], F]:
    """Export a method of a `Module` or `Component` to JS.

    The method runs at the call, in JS's order; an `async def` or a generator up to its first wait,
    and on from there as the loop brings what it waits for. Its parameters' type hints say what the
    JS values become (arguments.py).

    Args:
        sync: JS gets the return value, which must be JSON (Android: uiThread=false; iOS:
            WX_EXPORT_METHOD_SYNC). Otherwise JS gets undefined, as on a device.
        name: The name in JS; default: the method's.
        platforms: Where it exists, like ("android", "ios"); default: where its module does.
        documented: Whether Weex's documentation promises it.

    Raises:
        ModuleError: What it marks is not a function.
    """

    def mark(function: F) -> F:
        if not hasattr(function, "__code__"):
            raise ModuleError(
                f"js_method: expected a method, got {function!r}; write `def name(self, ...)` "
                "below it, without staticmethod, classmethod or property"
            )
        export = Export(name or function.__name__, function, sync, platforms, documented)
        function.__weex_export__ = export  # type: ignore[attr-defined]
        return function

    return mark(function) if function else mark


class Native:
    """What modules and components have in common.

    Attributes:
        permissions: Names of the device's permissions that it asks for, like ("camera",).
        page: The page that it serves; set before `__init__` runs.
    """

    permissions: ClassVar[Collection[str]] = ()
    page: "Page"

    @property
    def loop(self) -> "Looper":
        """The loop of the page: `call_later(seconds, function)`, `call_soon(function)`."""
        return self.page.looper

    def run_in_worker(self, function: Callable[..., T], *args: Any) -> "Future[T]":
        """Run what blocks on a thread: `result = await self.run_in_worker(read, path)`.

        It starts at once. What it raises is raised by `await`; where nobody awaits it, it is on
        the page's console.
        """
        from weex_runtime.module_api.coroutines import Future  # most pages run no coroutine

        page = self.page
        what = getattr(function, "__qualname__", repr(function))

        def tell(error: BaseException) -> None:
            if not page.is_ended:
                page.add_failure(what, error)

        future: Future[T] = Future(
            lambda error: page.looper.call_soon_threadsafe(lambda: tell(error))
        )
        self.loop.run_in_worker(lambda: function(*args), future.resolve, what, page)
        return future

    def sleep(self, seconds: float) -> "Future[None]":
        """Time passes on the page's clock, which may be a virtual one: `await self.sleep(1.5)`."""
        from weex_runtime.module_api.coroutines import Future

        future: Future[None] = Future(lambda error: None)
        awake = lambda: future.resolve(None, None)  # noqa: E731
        self.page.timers.start(future, seconds * 1000, awake, repeat=False)
        return future

    def has_permission(self, name: str) -> bool:
        """Whether the user has granted a permission that `permissions` names (Android:
        checkSelfPermission)."""
        from weex_runtime.module_api.permissions import is_granted

        return is_granted(self, name)

    def request_permission(self, name: str, request_code: int = 0) -> "Future[bool]":
        """Ask the user, where that is due, for a permission that `permissions` names (Android:
        requestPermissions): `if await self.request_permission("camera")`.

        The answer comes in a later turn, before `await` to `on_permissions_result` of the page's
        modules, with this request code.
        """
        from weex_runtime.module_api.permissions import request

        return request(self, name, request_code)

    def fire_global_event(self, event: str, data: JSONInput = None) -> None:
        """Call the page's listeners of module `globalEvent` (Android: fireGlobalEventCallback;
        iOS: fireGlobalEvent:params:)."""
        self.page.fire_global_event(event, data)

    def destroy(self) -> None:
        """The page ends: release what this holds. No callback reaches JS any more."""


class Module(Native):
    """A native module: one object for each page that calls it, made at the first call.

    Attributes:
        name: What `weex.requireModule(name)` asks for.
        platforms: The devices that have it, like ("android", "ios"); None: all. A page without a
            platform has every module.
        documented: Whether Weex's documentation promises it.
        events: {name: type hint of its data} of the events that it fires, like {"walked": Walked};
            `Annotated[Walked, "at the end of each walk"]` says more. Where it is given, another
            name is refused.
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
        """Call back with {type, module, data} at each `fire_module_event`; options {once}."""
        self._listeners.add(event, listener, once=(options or {}).get("once") in (True, "true"))

    @js_method(platforms=("android", "ios"))
    def removeAllEventListeners(self, event: str) -> None:
        """Drop all listeners of the event."""
        self._listeners.remove(event)

    def busy_with(self) -> Iterable["Busy"]:
        """What is under way here, beyond timers, async methods and `run_in_worker`: entries of
        `Page.busy`."""
        return ()

    def network_lost(self) -> None:
        """The device went offline (`Runtime.set_offline`): what is open breaks off, as without
        network; what begins while `page.runtime.is_offline` fails."""

    def on_pause(self) -> None:
        """The app goes to the background, or another page covers this one (Android:
        onActivityPause). May be async, as the other hooks."""

    def on_resume(self) -> None:
        """The page is in use again after `on_pause` (Android: onActivityResume)."""

    def on_activity_result(self, request_code: int, result_code: int, data: JSONInput) -> None:
        """Another app that a module started has ended (`Page.activity_result`).

        Args:
            request_code: What it was started with; other modules' codes come too.
            result_code: -1 for success, 0 where the user went back.
            data: What it brings.
        """

    def on_permissions_result(
        self, request_code: int, permissions: list[str], results: list[int]
    ) -> None:
        """The user has answered `request_permission` (Android: onRequestPermissionsResult).

        Args:
            request_code: That of the request; other modules' requests come too.
            permissions: What was asked for.
            results: For each 0 where it is granted, -1 where it is denied.
        """

    def fire_module_event(self, event: str, data: JSONInput = None) -> None:
        """Call those who listen with `module.addEventListener(event, fn)`.

        Raises:
            ModuleError: `events` does not have the name.

        Source: Android WXSDKInstance.fireModuleEvent; iOS fireModuleEvent:eventName:params:.
        """
        if self.events and event not in self.events:
            raise ModuleError(
                f"expected an event that {type(self).__name__}.events declares "
                f"({', '.join(self.events)}), got {event!r}"
            )
        self._listeners.fire(event, {"type": event, "module": self.name, "data": data})


class Callback:
    """A function of the bundle, passed as an argument; may be used from any thread.

    JS hears of it in a later turn of the loop, never inside the call that caused it. As the hint of
    a parameter it says that the function is called once; one that is called many times is a
    `KeepAliveCallback` (iOS: WXModuleCallback, WXModuleKeepAliveCallback).
    """

    _may_be_kept = False

    def __init__(self, page: "Page", callback_id: str, origin: str) -> None:
        self._page = page
        self.id = callback_id
        self._origin = origin
        self._spent = False

    def invoke(self, data: JSONInput = None) -> None:
        """Call it once and for all: JS forgets it.

        Args:
            data: Its one argument.

        Raises:
            CallbackSpent: It was invoked before, or the page is gone.
        """
        self._call(data, keep_alive=False)
        self._spent = True

    def invoke_and_keep_alive(self, data: JSONInput = None) -> None:
        """Call it and keep it for further calls.

        With `Runtime(strict=True)` it is an error of the page where the hint of the parameter is
        not `KeepAliveCallback`.

        Raises:
            CallbackSpent: `invoke` was called before, or the page is gone.
        """
        self._call(data, keep_alive=True)
        if self._page.runtime.strict and not self._may_be_kept:
            self._may_be_kept = True  # reported once
            self._page.looper.call_soon_threadsafe(self._report_kept)

    def __call__(self, data: JSONInput = None, keep_alive: bool = False) -> None:
        """`invoke` or `invoke_and_keep_alive`, as iOS writes it: callback(data, YES)."""
        (self.invoke_and_keep_alive if keep_alive else self.invoke)(data)

    def _call(self, data: JSONInput, *, keep_alive: bool) -> None:
        if not self.id:
            return  # the bundle passed undefined or null where a callback belongs
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
                f"{self._origin} keeps a Callback alive, whose type hint says that it is called "
                "once; annotate the parameter as KeepAliveCallback"
            )
            self._page.add_error(JSError(text, origin=self._origin))


class KeepAliveCallback(Callback):
    """A `Callback` that may be called many times: as the hint of a parameter it says so in the
    module's documentation (iOS: WXModuleKeepAliveCallback)."""

    _may_be_kept = True


def exports_of(cls: type[Native]) -> dict[str, Export]:
    """The exported methods by JS name, inherited ones first, in the order of definition."""
    found = _exports.get(cls)
    if found is None:
        found = _exports[cls] = {}
        for base in reversed(cls.__mro__):
            for attribute in vars(base).values():
                export = getattr(attribute, "__weex_export__", None)
                if export:
                    found[export.js_name] = export
    return found


def check_exports(cls: type[Native], owner: str, source: str) -> None:
    """Refuse methods that cannot do what their `js_method` says, and permissions that are no names.

    Args:
        owner: The module's name or the element's type.
        source: Where the class comes from.

    Raises:
        ModuleError: One is to answer at once and waits, or yields where it cannot.
    """
    if isinstance(cls.permissions, str):
        raise ModuleError(
            f"{source}: expected names in permissions, got {cls.permissions!r}; write "
            f"permissions = ({cls.permissions!r},)"
        )
    for export in exports_of(cls).values():
        flags = export.function.__code__.co_flags
        name = f"{source}: {owner}.{export.js_name}"
        if flags & _ASYNC_GENERATOR:
            raise ModuleError(f"{name} is an asynchronous generator: await there, or yield")
        if export.sync and flags & (_GENERATOR | _COROUTINE):
            raise ModuleError(
                f"{name} waits, so it cannot answer at once: take a Callback, and write @js_method "
                "without sync=True"
            )


_exports: dict[type, dict[str, Export]] = {}

# Flags of code objects; `inspect`, which names them, takes long to import.
_GENERATOR, _COROUTINE, _ASYNC_GENERATOR = 0x20, 0x80, 0x200
