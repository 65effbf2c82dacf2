"""A headless Weex device: real bundles on the genuine Weex JS runtime, with Python as native."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weex_runtime.clock import Clock
    from weex_runtime.component import Component, Event, component_prop, event
    from weex_runtime.console import ConsoleLine, Dialog
    from weex_runtime.errors import (
        AmbiguousLocator,
        ArgumentMismatch,
        BundleError,
        BundleNotFound,
        CallbackSpent,
        ClockError,
        CreateInstanceFailed,
        EndlessJobs,
        FrameworksMissing,
        JSError,
        JSTimeLimit,
        ModuleError,
        ModuleFileError,
        PageDestroyed,
        PageError,
        PageStopped,
        StorageError,
        UnknownFramework,
        UnknownPolyfill,
        UnknownRef,
        WaitTimeout,
        WeexError,
        WrongThread,
    )
    from weex_runtime.expectations import expect
    from weex_runtime.locator import Locator
    from weex_runtime.module import Callback, KeepAliveCallback, Module, js_method
    from weex_runtime.module_mocks import MockedCall, ModuleMock
    from weex_runtime.network import Network
    from weex_runtime.page import Page
    from weex_runtime.platforms import Difference, Platform
    from weex_runtime.polyfill import Polyfill
    from weex_runtime.routes import Route, RoutedRequest, RoutedResponse
    from weex_runtime.runtime import Runtime
    from weex_runtime.web_socket_routes import WebSocketRoute
    from weex_runtime.web_sockets import WebSocket, WebSocketMessage

__all__ = [
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
    "JSError",
    "JSTimeLimit",
    "KeepAliveCallback",
    "Locator",
    "MockedCall",
    "Module",
    "ModuleError",
    "ModuleFileError",
    "ModuleMock",
    "Network",
    "Page",
    "PageDestroyed",
    "PageError",
    "PageStopped",
    "Platform",
    "Polyfill",
    "Route",
    "RoutedRequest",
    "RoutedResponse",
    "Runtime",
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

# The files that hold them, loaded with the first name that is asked for: pytest imports this
# package for its plugin wherever it is installed.
_HOMES = {
    "clock": ("Clock",),
    "component": ("Component", "Event", "component_prop", "event"),
    "console": ("ConsoleLine", "Dialog"),
    "errors": (
        "AmbiguousLocator",
        "ArgumentMismatch",
        "BundleError",
        "BundleNotFound",
        "CallbackSpent",
        "ClockError",
        "CreateInstanceFailed",
        "EndlessJobs",
        "FrameworksMissing",
        "JSError",
        "JSTimeLimit",
        "ModuleError",
        "ModuleFileError",
        "PageDestroyed",
        "PageError",
        "PageStopped",
        "StorageError",
        "UnknownFramework",
        "UnknownPolyfill",
        "UnknownRef",
        "WaitTimeout",
        "WeexError",
        "WrongThread",
    ),
    "expectations": ("expect",),
    "locator": ("Locator",),
    "module": ("Callback", "KeepAliveCallback", "Module", "js_method"),
    "module_mocks": ("MockedCall", "ModuleMock"),
    "network": ("Network",),
    "page": ("Page",),
    "platforms": ("Difference", "Platform"),
    "polyfill": ("Polyfill",),
    "routes": ("Route", "RoutedRequest", "RoutedResponse"),
    "runtime": ("Runtime",),
    "web_socket_routes": ("WebSocketRoute",),
    "web_sockets": ("WebSocket", "WebSocketMessage"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value
