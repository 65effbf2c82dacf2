"""A headless Weex device: runs real bundles on the genuine Weex JS runtime; the native side is
Python.
"""

# A command imports this file first, before it can catch Ctrl-C, so the file imports nothing.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from weex_runtime.access.access import Access
    from weex_runtime.access.page_access import PageAccess, Refusal
    from weex_runtime.errors import (
        AccessRefused,
        AmbiguousLocator,
        ArgumentMismatch,
        BundleError,
        BundleNotFound,
        CallbackSpent,
        ClockError,
        CreateInstanceFailed,
        EndlessJobs,
        FrameworksMissing,
        JSCrash,
        JSError,
        JSTimeLimit,
        LimitExceeded,
        ModuleError,
        ModuleFileError,
        PageDestroyed,
        PageError,
        PageStopped,
        SourceError,
        StorageError,
        UnknownFramework,
        UnknownPolyfill,
        UnknownRef,
        WaitTimeout,
        WeexError,
        WrongThread,
    )
    from weex_runtime.instance.interception import RoutedRequest, RoutedResponse
    from weex_runtime.instance.records.console import ConsoleLine
    from weex_runtime.instance.records.web_sockets import WebSocket, WebSocketMessage
    from weex_runtime.limits import Limits
    from weex_runtime.loop.clock import Clock
    from weex_runtime.module_api.component import Component, Event, component_prop, event
    from weex_runtime.module_api.dialog import Dialog
    from weex_runtime.module_api.exports import js_method
    from weex_runtime.module_api.module import Callback, KeepAliveCallback, Module
    from weex_runtime.module_api.network import Network
    from weex_runtime.module_api.platforms import Difference, Platform
    from weex_runtime.module_api.polyfill import Polyfill
    from weex_runtime.testkit.expect.expect import expect
    from weex_runtime.testkit.locator.locator import Locator
    from weex_runtime.testkit.module_mock import MockedCall, ModuleMock
    from weex_runtime.testkit.page import Page
    from weex_runtime.testkit.routing.route import Route
    from weex_runtime.testkit.routing.web_socket_route import WebSocketRoute
    from weex_runtime.testkit.runtime import Runtime

__all__ = [
    "Access",
    "AccessRefused",
    "AmbiguousLocator",
    "ArgumentMismatch",
    "BundleError",
    "BundleNotFound",
    "Callback",
    "CallbackSpent",
    "Clock",
    "ClockError",
    "Component",
    "ConsoleLine",
    "CreateInstanceFailed",
    "Dialog",
    "Difference",
    "EndlessJobs",
    "Event",
    "FrameworksMissing",
    "JSCrash",
    "JSError",
    "JSTimeLimit",
    "KeepAliveCallback",
    "LimitExceeded",
    "Limits",
    "Locator",
    "MockedCall",
    "Module",
    "ModuleError",
    "ModuleFileError",
    "ModuleMock",
    "Network",
    "Page",
    "PageAccess",
    "PageDestroyed",
    "PageError",
    "PageStopped",
    "Platform",
    "Polyfill",
    "Refusal",
    "Route",
    "RoutedRequest",
    "RoutedResponse",
    "Runtime",
    "SourceError",
    "StorageError",
    "UnknownFramework",
    "UnknownPolyfill",
    "UnknownRef",
    "WaitTimeout",
    "WebSocket",
    "WebSocketMessage",
    "WebSocketRoute",
    "WeexError",
    "WrongThread",
    "component_prop",
    "event",
    "expect",
    "js_method",
]

# The files that define the public names. Each file is imported at the first use of a name, since
# pytest imports this package for its plugin in every project.
_HOMES = {
    "access.access": ("Access",),
    "access.page_access": ("PageAccess", "Refusal"),
    "loop.clock": ("Clock",),
    "module_api.component": ("Component", "Event", "component_prop", "event"),
    "instance.records.console": ("ConsoleLine",),
    "module_api.dialog": ("Dialog",),
    "errors": (
        "AccessRefused",
        "AmbiguousLocator",
        "ArgumentMismatch",
        "BundleError",
        "BundleNotFound",
        "CallbackSpent",
        "ClockError",
        "CreateInstanceFailed",
        "EndlessJobs",
        "FrameworksMissing",
        "JSCrash",
        "JSError",
        "JSTimeLimit",
        "LimitExceeded",
        "ModuleError",
        "ModuleFileError",
        "PageDestroyed",
        "PageError",
        "PageStopped",
        "SourceError",
        "StorageError",
        "UnknownFramework",
        "UnknownPolyfill",
        "UnknownRef",
        "WaitTimeout",
        "WeexError",
        "WrongThread",
    ),
    "limits": ("Limits",),
    "testkit.expect.expect": ("expect",),
    "testkit.locator.locator": ("Locator",),
    "module_api.exports": ("js_method",),
    "module_api.module": ("Callback", "KeepAliveCallback", "Module"),
    "testkit.module_mock": ("MockedCall", "ModuleMock"),
    "module_api.network": ("Network",),
    "testkit.page": ("Page",),
    "module_api.platforms": ("Difference", "Platform"),
    "module_api.polyfill": ("Polyfill",),
    "instance.interception": ("RoutedRequest", "RoutedResponse"),
    "testkit.routing.route": ("Route",),
    "testkit.runtime": ("Runtime",),
    "testkit.routing.web_socket_route": ("WebSocketRoute",),
    "instance.records.web_sockets": ("WebSocket", "WebSocketMessage"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import gc

    # Turn the garbage collector off during imports: they make no garbage, and the collector takes a
    # twentieth of a cold start.
    collects = gc.isenabled()
    gc.disable()
    try:
        value: object = getattr(__import__(f"{__name__}.{home}", fromlist=[name]), name)
    finally:
        if collects:
            gc.enable()
    globals()[name] = value
    return value
