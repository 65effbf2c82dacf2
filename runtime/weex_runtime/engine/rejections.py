"""Unhandled rejections: HostPromiseRejectionTracker for the QuickJS binding.

The binding offers no hook for rejections, and JS alone cannot see the promise of an async function
if the caller drops the promise. So this file calls `JS_SetHostPromiseRejectionTracker` of the
engine's C library. If a platform hides that function, only promises that a handler returns to the
native side are watched.

ECMAScript 2024, section 27.2.1.9; quickjs.h, "JSHostPromiseRejectionTracker".
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from weex_runtime.engine.c_library import TAG_BOOL, TAG_UNDEFINED, JSValue, Native, value_of
from weex_runtime.engine.entry import running_library


def watch_rejections(native: Native, tracker: Any, note: Callable[[], None]) -> object | None:
    """Call the JS function `tracker(promise, reason, isHandled)` for each rejection.

    Args:
        note: Called before `tracker`; must not enter JS.

    Returns:
        An object to keep as long as the context; None if the platform hides the C function.
    """
    runtime = native.runtime
    function = value_of(native, tracker)
    if function is None:
        return None
    undefined, call = JSValue(0, TAG_UNDEFINED), running_library().JS_Call

    def on_rejection(
        js_context: int, promise: JSValue, reason: JSValue, is_handled: int, _opaque: int
    ) -> None:
        args = (JSValue * 3)(promise, reason, JSValue(is_handled & 1, TAG_BOOL))
        note()
        # This ctypes call releases the GIL, so JS can call Python functions, which take the GIL.
        call(js_context, function, undefined, 3, args)

    prototype = ctypes.CFUNCTYPE(
        None, ctypes.c_void_p, JSValue, JSValue, ctypes.c_int, ctypes.c_void_p
    )
    callback = prototype(on_rejection)
    native.library.JS_SetHostPromiseRejectionTracker(runtime, callback, None)
    return callback, tracker
