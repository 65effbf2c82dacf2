"""Promises that nobody catches: HostPromiseRejectionTracker for the QuickJS binding.

The binding offers no hook for it, and JS alone cannot see the promise of an async function whose
caller dropped it. The engine's library exports `JS_SetHostPromiseRejectionTracker`, so it is
called there. Where a platform's library hides it, only promises that a handler returns to the
native side are watched.

ECMAScript 2024, section 27.2.1.9; quickjs.h, "JSHostPromiseRejectionTracker".
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from weex_runtime.engine_library import (
    TAG_BOOL,
    TAG_UNDEFINED,
    JSValue,
    open_library,
    pointers,
)


def watch_rejections(context: Any, tracker: Any, note: Callable[[], None]) -> object | None:
    """Call the JS function `tracker(promise, reason, isHandled)` for each rejection.

    Args:
        note: Called before it; must not enter JS.

    Returns:
        What has to live as long as the context; None where the platform does not offer it.
    """
    library = open_library()
    found = library and pointers(library, context)
    if not found:
        return None
    runtime, _ = found
    # An Object of the binding begins with its Context and JSValue (module.c of the binding).
    head = object.__basicsize__
    if ctypes.c_void_p.from_address(id(tracker) + head).value != id(context):
        return None
    function = JSValue.from_address(id(tracker) + head + ctypes.sizeof(ctypes.c_void_p))
    undefined = JSValue(0, TAG_UNDEFINED)

    def on_rejection(
        js_context: int, promise: JSValue, reason: JSValue, is_handled: int, _opaque: int
    ) -> None:
        args = (JSValue * 3)(promise, reason, JSValue(is_handled & 1, TAG_BOOL))
        note()
        library.JS_Call(js_context, function, undefined, 3, args)

    prototype = ctypes.CFUNCTYPE(
        None, ctypes.c_void_p, JSValue, JSValue, ctypes.c_int, ctypes.c_void_p
    )
    callback = prototype(on_rejection)
    library.JS_SetHostPromiseRejectionTracker(runtime, callback, None)
    return callback, tracker
