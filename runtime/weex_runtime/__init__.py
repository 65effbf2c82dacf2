"""A headless Weex device: real bundles on the genuine Weex JS runtime, with Python as native."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_runtime.component import Component, Event, component_prop, event
from weex_runtime.console import Dialog
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
)
from weex_runtime.module import Callback, Module, js_method
from weex_runtime.page import Page
from weex_runtime.platforms import Difference, Platform
from weex_runtime.polyfill import Polyfill
from weex_runtime.runtime import Runtime

if TYPE_CHECKING:
    from weex_runtime.expectations import expect
    from weex_runtime.locator import Locator
    from weex_runtime.network import Network

__all__ = [
    "AmbiguousLocator",
    "ArgumentMismatch",
    "BundleError",
    "BundleNotFound",
    "Callback",
    "CallbackSpent",
    "ClockError",
    "Component",
    "CreateInstanceFailed",
    "Dialog",
    "Difference",
    "EndlessJobs",
    "Event",
    "FrameworksMissing",
    "JSError",
    "JSTimeLimit",
    "Locator",
    "Module",
    "ModuleError",
    "ModuleFileError",
    "Network",
    "Page",
    "PageDestroyed",
    "PageError",
    "PageStopped",
    "Platform",
    "Polyfill",
    "Runtime",
    "StorageError",
    "UnknownFramework",
    "UnknownPolyfill",
    "UnknownRef",
    "WaitTimeout",
    "WeexError",
    "component_prop",
    "event",
    "expect",
    "js_method",
]


def __getattr__(name: str) -> object:
    # Most processes never name these, and what they import takes long.
    if name == "Network":
        from weex_runtime.network import Network

        return Network
    if name == "expect":
        from weex_runtime.expectations import expect

        return expect
    if name == "Locator":
        from weex_runtime.locator import Locator

        return Locator
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
