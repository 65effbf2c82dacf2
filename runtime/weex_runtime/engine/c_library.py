"""Functions of the engine's C library that its binding does not offer.

Source: quickjs.h; module.c of the binding.
"""

import ctypes
import os
from functools import cache
from typing import Any, NamedTuple

import _quickjs

_POINTER = ctypes.c_void_p

# The folder of the package that contains the engine's binding.
BINDING_FOLDER = os.path.dirname(_quickjs.__file__)


class JSValue(ctypes.Structure):
    """The engine's JSValue on a platform with 64-bit pointers."""

    _fields_ = [("value", ctypes.c_uint64), ("tag", ctypes.c_int64)]


TAG_BOOL, TAG_UNDEFINED, TAG_EXCEPTION = 1, 3, 6


@cache
def open_library() -> Any:
    """Return the engine's C library; None on a platform that hides the library's functions or has
    another JSValue.
    """
    if ctypes.sizeof(_POINTER) != 8:
        return None
    value, size, text, flags = JSValue, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_int
    try:
        library = ctypes.PyDLL(_quickjs.__file__)
        for name, result, arguments in (
            ("JS_GetRuntimeOpaque", _POINTER, [_POINTER]),
            ("JS_GetRuntime", _POINTER, [_POINTER]),
            ("JS_SetInterruptHandler", None, [_POINTER, _POINTER, _POINTER]),
            ("JS_UpdateStackTop", None, [_POINTER]),
            ("JS_RunGC", None, [_POINTER]),
            ("JS_SetGCThreshold", None, [_POINTER, size]),
            ("JS_SetHostPromiseRejectionTracker", None, [_POINTER, _POINTER, _POINTER]),
            ("JS_IsJobPending", ctypes.c_bool, [_POINTER]),
            ("JS_Eval", value, [_POINTER, text, size, text, flags]),
            ("JS_WriteObject", _POINTER, [_POINTER, ctypes.POINTER(size), value, flags]),
            ("JS_ReadObject", value, [_POINTER, text, size, flags]),
            ("JS_EvalFunction", value, [_POINTER, value]),
            ("js_free", None, [_POINTER, _POINTER]),
            ("JS_ToCStringLen2", _POINTER, [_POINTER, ctypes.POINTER(size), value, flags]),
            ("JS_FreeCString", None, [_POINTER, _POINTER]),
            ("JS_GetArrayBuffer", _POINTER, [_POINTER, ctypes.POINTER(size), value]),
            ("JS_NewArrayBufferCopy", value, [_POINTER, text, size]),
            ("JS_NewStringLen", value, [_POINTER, text, size]),
            ("JS_SetPropertyStr", flags, [_POINTER, value, text, value]),
            ("JS_GetException", value, [_POINTER]),
        ):
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
    except (AttributeError, OSError):
        return None
    return library


class Native(NamedTuple):
    """Addresses of the JSRuntime and the JSContext of one context of the binding."""

    library: Any
    runtime: int
    context: int


def native_of(context: Any) -> Native | None:
    """Find the addresses of a context's JSRuntime and JSContext; None without the C library, or if
    the binding's structs have another layout.
    """
    library = open_library()
    if library is None:
        return None
    # The struct of a Context starts with the addresses of the JSRuntime and the JSContext. The
    # runtime's opaque pointer is the Context.
    runtime, js_context = (ctypes.c_uint64 * 2).from_address(id(context) + object.__basicsize__)
    if library.JS_GetRuntimeOpaque(runtime) != id(context):
        return None
    if library.JS_GetRuntime(js_context) != runtime:
        return None
    return Native(library, runtime, js_context)


def value_of(native: Native, js_object: Any) -> JSValue | None:
    """Return the JSValue in a `_quickjs.Object`; None if the object has an unknown layout."""
    # The struct of an Object starts with the address of its Context and the JSValue.
    head = id(js_object) + object.__basicsize__
    owner = ctypes.c_uint64.from_address(head).value
    if native.library.JS_GetRuntimeOpaque(native.runtime) != owner:
        return None
    return JSValue.from_address(head + ctypes.sizeof(_POINTER))


def trace_of_running(native: Native) -> str:
    """Return the stack trace of JS that runs on another thread, for `Engine.stack_of_hang`."""
    library, runtime, context = native
    library.JS_SetInterruptHandler(runtime, None, None)
    library.JS_UpdateStackTop(runtime)
    source = b"new Error().stack"
    stack = library.JS_Eval(context, source, len(source), b"<trace>", 0)
    return "" if stack.tag == TAG_EXCEPTION else text_of(native, stack) or ""


def text_of(native: Native, value: JSValue) -> str | None:
    """Return String(value), with NUL and lone surrogates; None if no memory is left for it."""
    size = ctypes.c_size_t()
    address = native.library.JS_ToCStringLen2(native.context, ctypes.byref(size), value, 0)
    if not address:
        return None
    try:
        # The engine encodes lone surrogates like other characters, so decode with "surrogatepass".
        return ctypes.string_at(address, size.value).decode("utf-8", "surrogatepass")
    finally:
        native.library.JS_FreeCString(native.context, address)


def bytes_of(native: Native, buffer: JSValue) -> bytes:
    """Copy the bytes of an ArrayBuffer, which must not be empty."""
    size = ctypes.c_size_t()
    address = native.library.JS_GetArrayBuffer(native.context, ctypes.byref(size), buffer)
    assert address, "a detached buffer has no bytes"
    return ctypes.string_at(address, size.value)


def put(native: Native, holder: JSValue, name: str, data: bytes, *, as_text: bool) -> bool:
    """Set a property of a plain object to an ArrayBuffer with the bytes of `data`, or to the text
    that these bytes encode in UTF-8.

    Returns:
        False when the context has no memory left.
    """
    library, _, context = native
    make = library.JS_NewStringLen if as_text else library.JS_NewArrayBufferCopy
    value = make(context, data, len(data))
    if value.tag == TAG_EXCEPTION:
        return False
    # JS_SetPropertyStr frees the value.
    return bool(library.JS_SetPropertyStr(context, holder, name.encode(), value) == 1)
