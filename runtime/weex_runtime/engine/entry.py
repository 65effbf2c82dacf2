"""Run scripts and promise jobs of bundles with functions of the C library instead of the binding.

The binding leaves JS (`end_call_js`) before it converts the result or the thrown value. If this
conversion calls a Python function, or fails, the process aborts. Here the values stay in JS, in the
object `outcome` (guard.py).

Source: module.c of the binding, prepare_call_js, end_call_js, RuntimeData.
"""

import ctypes
from functools import cache
from typing import Any

import _quickjs

from weex_runtime.engine.c_library import TAG_EXCEPTION, JSValue, Native, native_of, value_of

_HEAD = 2 * ctypes.sizeof(ctypes.c_void_p)  # the addresses of the JSRuntime and the JSContext
TICKS = 1_000_000  # units of the C function `clock` in a second (POSIX)


class Fields(ctypes.Structure):
    """The fields of the binding's Context after the addresses of the JSRuntime and the JSContext,
    on platforms whose `clock_t` has 64 bits.
    """

    _fields_ = [
        ("has_time_limit", ctypes.c_int),
        ("time_limit", ctypes.c_int64),
        # While JS runs: the Python thread state, which the binding restores when JS calls Python.
        # Otherwise NULL.
        ("thread_state", ctypes.c_void_p),
        # The interrupt handler interrupts JS when `clock() - start >= limit`.
        ("start", ctypes.c_int64),
        ("limit", ctypes.c_int64),
    ]


def fields_of(context: Any) -> Fields | None:
    """Return the fields of a Context; None if the layout of the binding differs."""
    return _fields_at(context) if _has_known_layout() else None


def _fields_at(context: Any) -> Fields:
    return Fields.from_address(id(context) + object.__basicsize__ + _HEAD)


@cache
def _has_known_layout() -> bool:
    if ctypes.sizeof(ctypes.c_void_p) != 8 or ctypes.sizeof(ctypes.c_long) != 8:
        return False
    context = _quickjs.Context()
    if not native_of(context):
        return False
    fields = _fields_at(context)
    context.set_time_limit(1.5)
    is_set = (fields.has_time_limit, fields.time_limit) == (1, 3 * TICKS // 2)
    context.set_time_limit(-1)
    return is_set and fields.has_time_limit == 0 and fields.thread_state is None


def allocated(context: Any) -> ctypes.c_size_t | None:
    """Return a view of the number of bytes that a context has allocated; None if the engine has
    another layout. (`Context.memory` takes longer, since it visits all objects.)
    """
    place, native = _place_of_size(), native_of(context)
    return ctypes.c_size_t.from_address(native.runtime + place) if native and place else None


@cache
def _place_of_size() -> int:
    """Return the offset of JSMallocState.malloc_size in the JSRuntime; 0 if it is not found."""
    context = _quickjs.Context()
    native = native_of(context)
    if not native:
        return 0
    limit = 0x7A3B5C1D
    context.set_memory_limit(limit)
    words = (ctypes.c_size_t * 16).from_address(native.runtime)
    for place in range(1, len(words)):
        # In the engine's JSMallocState, the field malloc_limit comes directly after malloc_size.
        if words[place] == limit and words[place - 1] == context.memory()["malloc_size"]:
            return (place - 1) * ctypes.sizeof(ctypes.c_size_t)
    return 0


@cache
def running_library() -> Any:
    """Open the engine's C library for calls that run JS and, as in the binding, release the GIL."""
    library = ctypes.CDLL(_quickjs.__file__)
    text, size = ctypes.c_char_p, ctypes.c_size_t
    pointer, flags = ctypes.c_void_p, ctypes.c_int
    library.JS_Eval.argtypes = [pointer, text, size, text, flags]
    library.JS_Eval.restype = JSValue
    library.JS_Call.argtypes = [pointer, JSValue, JSValue, flags, ctypes.POINTER(JSValue)]
    library.JS_Call.restype = JSValue
    library.JS_ExecutePendingJob.argtypes = [pointer, pointer]
    library.JS_ExecutePendingJob.restype = ctypes.c_int
    return library


@cache
def _thread_state() -> Any:
    get = ctypes.pythonapi.PyThreadState_Get
    get.restype, get.argtypes = ctypes.c_void_p, []
    return get


class Entry:
    """Runs the scripts and promise jobs of one context.

    Args:
        outcome: The JS object of guard.py that holds the results and the thrown values.
    """

    def __init__(self, native: Native, fields: Fields, outcome: Any) -> None:
        self._native = native
        self._fields = fields
        self._library = running_library()
        self._thread_state = _thread_state()
        value = value_of(native, outcome)
        assert value, "every object of a build has the same layout"
        self._holder = value
        self._outcome = outcome  # keeps the object alive, so that `value` remains valid
        self._of_job = ctypes.c_void_p()

    def evaluate(self, source: bytes) -> bool:
        """Run a script at global level; leave its last value in `outcome.value`.

        Returns:
            False if the script threw; `outcome.thrown` has the value.
        """
        native, fields = self._native, self._fields
        native.library.JS_UpdateStackTop(native.runtime)
        fields.thread_state = self._thread_state()
        try:
            value = self._library.JS_Eval(native.context, source, len(source), b"<input>", 0)
        finally:
            fields.thread_state = None
        if value.tag == TAG_EXCEPTION:
            self._keep_thrown()
            return False
        self._put(b"value", value)
        return True

    def run_job(self) -> bool:
        """Run a pending promise job.

        Returns:
            False if the job threw; `outcome.thrown` has the value.
        """
        native, fields = self._native, self._fields
        native.library.JS_UpdateStackTop(native.runtime)
        fields.thread_state = self._thread_state()
        try:
            job = self._library.JS_ExecutePendingJob
            ended = job(native.runtime, ctypes.byref(self._of_job))
        finally:
            fields.thread_state = None
        if ended < 0:
            self._keep_thrown()
        return bool(ended >= 0)

    def _keep_thrown(self) -> None:
        self._put(b"thrown", self._native.library.JS_GetException(self._native.context))

    def _put(self, name: bytes, value: JSValue) -> None:
        library, _, context = self._native
        # JS_SetPropertyStr frees the value. The property exists, so no memory is allocated.
        library.JS_SetPropertyStr(context, self._holder, name, value)
