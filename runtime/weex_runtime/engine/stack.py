"""The part of a thread's stack that JS may use, and its division among nested engines.

An engine measures its stack from the call into JS, so the limits of nested engines add up. (Engines
are nested when a module's method opens a page.) Python gets the rest of the stack. Up to Python
3.12, recursion through the key function of `sorted`, the most expensive form measured, takes 2.4
MiB to reach the recursion limit of 1,000 (on Linux). Python 3.13 takes 5 MiB, which does not fit
into 8 MiB together with JS: such a recursion in a method that JS calls at its stack limit can crash
the process.
"""

import sys
from _thread import _local  # `threading` takes a millisecond to import

# Bytes of the stack that are reserved for Python; half of the stack if the stack is small.
_LEFT_TO_PYTHON = (3 if sys.version_info < (3, 13) else 4) << 20
_USUAL = 8 << 20
_LEAST = 512 << 10  # the default size of a thread's stack on macOS

# Maximum size of the stack. For as many nested calls as V8 allows, `quickjs-ng` needs 2.5 times as
# much stack as `quickjs`.
_AT_MOST = 12 << 20


class Stack:
    """The stack of one thread.

    Attributes:
        size: Bytes that JS may use.
        entered: The stack limit of each engine that is running on the thread, outermost first.
    """

    def __init__(self) -> None:
        size = _size()
        self.size = min(max(size // 2, size - _LEFT_TO_PYTHON), _AT_MOST)
        self.entered: list[int] = []

    @property
    def quarter(self) -> int:
        """Return a quarter of the stack: the minimum number of bytes for one engine."""
        return self.size // 4

    def left(self, limit: int) -> int:
        """Return the stack size in bytes for an engine with this limit: at most the rest that the
        running engines in `entered` leave, and at least `quarter`.
        """
        return max(min(limit, self.size - sum(self.entered)), self.quarter)


def stack_of_thread() -> Stack:
    """Return the stack of the calling thread."""
    stack: Stack | None = getattr(_stacks, "stack", None)
    if stack is None:
        stack = _stacks.stack = Stack()
    return stack


_stacks = _local()


def _size() -> int:
    threading = sys.modules.get("threading")
    # If `threading` is not imported, the process has only one thread.
    if threading is None or threading.current_thread() is threading.main_thread():
        return _main_size()
    if sys.platform.startswith("linux"):
        try:
            return _size_of_thread()
        except (AttributeError, OSError):
            pass  # pthread_getattr_np failed, or the C library lacks this function
    size = threading.stack_size()
    threading.stack_size(size)  # the call `stack_size()` has reset the size to the default
    return size or _LEAST


def _size_of_thread() -> int:
    """Return the stack size that pthread_getattr_np(3) reports. For threads without a requested
    size, glibc reports RLIMIT_STACK at the start of the process, or 2 MiB if that limit is
    infinite; musl reports 128 KiB.
    """
    import ctypes

    library = ctypes.CDLL(None)
    attributes, size = ctypes.create_string_buffer(256), ctypes.c_size_t()
    library.pthread_self.restype = ctypes.c_void_p
    if library.pthread_getattr_np(ctypes.c_void_p(library.pthread_self()), attributes):
        raise OSError("pthread_getattr_np failed")
    library.pthread_attr_getstacksize(attributes, ctypes.byref(size))
    library.pthread_attr_destroy(attributes)
    return size.value


def _main_size() -> int:
    if sys.platform == "win32":
        return 1 << 20
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_STACK)
    if soft == resource.RLIM_INFINITY:
        return _USUAL
    # Only on Linux does the stack grow to a limit that was raised after the process started.
    return soft if sys.platform.startswith("linux") else min(soft, _USUAL)
