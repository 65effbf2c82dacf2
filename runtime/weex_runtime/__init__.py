"""A headless Weex device: real bundles on the genuine Weex JS runtime, with Python as native."""

from weex_runtime.errors import (
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
    PageDestroyed,
    PageError,
    PageStopped,
    UnknownFramework,
    UnknownRef,
    WaitTimeout,
    WeexError,
)
from weex_runtime.module import Callback, Module, js_method
from weex_runtime.page import Dialog, Page
from weex_runtime.platforms import Difference, Platform
from weex_runtime.runtime import Runtime

__all__ = [
    "ArgumentMismatch",
    "BundleError",
    "BundleNotFound",
    "Callback",
    "CallbackSpent",
    "ClockError",
    "CreateInstanceFailed",
    "Dialog",
    "Difference",
    "EndlessJobs",
    "FrameworksMissing",
    "JSError",
    "JSTimeLimit",
    "Module",
    "ModuleError",
    "Page",
    "PageDestroyed",
    "PageError",
    "PageStopped",
    "Platform",
    "Runtime",
    "UnknownFramework",
    "UnknownRef",
    "WaitTimeout",
    "WeexError",
    "js_method",
]
