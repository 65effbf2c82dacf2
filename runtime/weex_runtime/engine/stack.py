"""The part of a thread's stack that JS may use, and its division among nested engines.

An engine counts from its entry, so the limits of engines that are entered inside each other (a
module's method opens a page) add up. Python keeps the rest of the stack. Up to Python 3.12 a
recursion through the key function of `sorted`, the most expensive form measured, takes 2.4 MiB to
the recursion limit of 1,000 (on Linux). Python 3.13 takes 5 MiB for it, more than 8 MiB can hold
beside JS: such a method at the end of JS's stack can end the process there.
"""

import sys
from _thread import _local  # `threading` takes a millisecond to import

# Bytes, or half of a smaller stack.
_LEFT_TO_PYTHON = (3 if sys.version_info < (3, 13) else 4) << 20
_USUAL = 8 << 20
_LEAST = 512 << 10  # of threads on macOS
# For as many nested calls as V8 allows `quickjs-ng` takes 2.5 times the stack that `quickjs` takes.
_AT_MOST = 12 << 20


class Stack:
    """The stack of one thread.

    Attributes:
        size: Bytes that JS may use.
        entered: The limits of the engines that are entered inside each other, outermost first.
    """

    def __init__(self) -> None:
        size = _size()
        self.size = min(max(size // 2, size - _LEFT_TO_PYTHON), _AT_MOST)
        self.entered: list[int] = []

    @property
    def quarter(self) -> int:
        """The least number of bytes that the innermost engine has."""
        return self.size // 4

    def left(self, limit: int) -> int:
        """Bytes that an engine with this limit may use, entered inside the others."""
        return max(min(limit, self.size - sum(self.entered)), self.quarter)


def stack_of_thread() -> Stack:
    """The stack of the calling thread."""
    stack: Stack | None = getattr(_stacks, "stack", None)
    if stack is None:
        stack = _stacks.stack = Stack()
    return stack


_stacks = _local()


def _size() -> int:
    if _is_main_thread():
        return _main_size()
    if sys.platform.startswith("linux"):
        try:
            return _size_of_thread()
        except (AttributeError, OSError):
            pass  # a C library without this function
    import threading

    size = threading.stack_size()
    threading.stack_size(size)  # asking sets it to the default
    return size or _LEAST


def _size_of_thread() -> int:
    """What pthread_getattr_np(3) reports. (Where nobody asked for a size, glibc gives the limit of
    the main thread at the start, or 2 MiB where that is unlimited; musl gives 128 KiB.)"""
    import ctypes

    library = ctypes.CDLL(None)
    attributes, size = ctypes.create_string_buffer(256), ctypes.c_size_t()
    library.pthread_self.restype = ctypes.c_void_p
    if library.pthread_getattr_np(ctypes.c_void_p(library.pthread_self()), attributes):
        raise OSError("pthread_getattr_np failed")
    library.pthread_attr_getstacksize(attributes, ctypes.byref(size))
    library.pthread_attr_destroy(attributes)
    return size.value


def _is_main_thread() -> bool:
    # Without `threading` in this process there is no other thread; a page need not import it.
    threading = sys.modules.get("threading")
    return threading is None or threading.current_thread() is threading.main_thread()


def _main_size() -> int:
    if sys.platform == "win32":
        return 1 << 20
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_STACK)
    if soft == resource.RLIM_INFINITY:
        return _USUAL
    # Only Linux grows it to a limit that was raised after the start.
    return soft if sys.platform.startswith("linux") else min(soft, _USUAL)
