"""Promises that nobody catches: HostPromiseRejectionTracker for the QuickJS binding.

The binding offers no hook for it, and JS alone cannot see the promise of an async function whose
caller dropped it. The engine's library exports `JS_SetHostPromiseRejectionTracker`, so it is
called there. Where a platform's library hides it, only promises that a handler returns to the
native side are watched.

ECMAScript 2024, section 27.2.1.9; quickjs.h, "JSHostPromiseRejectionTracker".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import _quickjs


def watch_rejections(context: Any, tracker: Any, note: Callable[[], None]) -> object | None:
    """Call the JS function `tracker(promise, reason, isHandled)` for each rejection.

    Args:
        note: Called before it; must not enter JS.

    Returns:
        What has to live as long as the context; None where the platform does not offer it.
    """
    import ctypes  # costs some milliseconds that a page without promises need not pay

    if ctypes.sizeof(ctypes.c_void_p) != 8:
        return None  # a JSValue has another shape there

    class JSValue(ctypes.Structure):
        _fields_ = [("value", ctypes.c_uint64), ("tag", ctypes.c_int64)]

    tag_bool, tag_undefined = 1, 3
    try:
        library = ctypes.PyDLL(_quickjs.__file__)
        get_opaque = library.JS_GetRuntimeOpaque
        js_call = library.JS_Call
        set_tracker = library.JS_SetHostPromiseRejectionTracker
    except (AttributeError, OSError):
        return None
    get_opaque.restype = ctypes.c_void_p
    get_opaque.argtypes = [ctypes.c_void_p]
    js_call.restype = JSValue
    js_call.argtypes = [ctypes.c_void_p, JSValue, JSValue, ctypes.c_int, ctypes.POINTER(JSValue)]

    # A Context begins with its JSRuntime, an Object with its Context and JSValue (module.c of the
    # binding); the runtime's opaque pointer leads back to the Context and proves the first.
    head = object.__basicsize__
    runtime = ctypes.c_void_p.from_address(id(context) + head).value
    if get_opaque(runtime) != id(context):
        return None
    if ctypes.c_void_p.from_address(id(tracker) + head).value != id(context):
        return None
    function = JSValue.from_address(id(tracker) + head + ctypes.sizeof(ctypes.c_void_p))
    undefined = JSValue(0, tag_undefined)

    def on_rejection(
        js_context: int, promise: JSValue, reason: JSValue, is_handled: int, _opaque: int
    ) -> None:
        args = (JSValue * 3)(promise, reason, JSValue(is_handled & 1, tag_bool))
        note()
        js_call(js_context, function, undefined, 3, args)

    prototype = ctypes.CFUNCTYPE(
        None, ctypes.c_void_p, JSValue, JSValue, ctypes.c_int, ctypes.c_void_p
    )
    callback = prototype(on_rejection)
    set_tracker.restype = None
    set_tracker.argtypes = [ctypes.c_void_p, prototype, ctypes.c_void_p]
    set_tracker(runtime, callback, None)
    return callback, tracker
