"""Choose when a context collects garbage: between calls into JS, and rarely while JS runs.

By default the engine collects garbage whenever the context has grown by half. Then JS that creates
many objects would cause many collections.
"""

from __future__ import annotations

import ctypes

from weex_runtime.engine.c_library import Native

_ROOM = 32 << 20  # while JS runs, a context collects garbage once it has grown by this many bytes
_FEW = 1 << 20  # a context collects garbage between calls if it has more than this many bytes


class Garbage:
    """Collects the garbage of one context: objects that only refer to each other.

    Args:
        native: The engine's C library; None if the library's functions are hidden. The engine then
            keeps the threshold at which it collects garbage by default.
        allocated: A view of the number of bytes that the context has allocated.
        most: The maximum threshold: the number of allocated bytes at which the context collects
            garbage. The number is below the memory limit, since at the limit the engine fails and
            does not collect.
    """

    def __init__(self, native: Native | None, allocated: ctypes.c_size_t, most: int) -> None:
        self._native = native
        self._allocated = allocated
        self._most = most
        self._put_off()

    def has_grown(self) -> bool:
        """Return whether the context has grown so much that `collect` is worth its time."""
        return self._allocated.value > self._due

    def collect(self) -> None:
        """Free the objects that only refer to each other."""
        if self._native:
            self._native.library.JS_RunGC(self._native.runtime)
            self._put_off()

    def limit(self, most: int) -> None:
        """Set the number of allocated bytes at which the context collects garbage at the latest."""
        self._most = most
        self._set_threshold()

    def close(self) -> None:
        """Drop the references to the context. (The caller frees the context.)"""
        self._native, self._allocated = None, ctypes.c_size_t()

    def _put_off(self) -> None:
        size = self._allocated.value
        self._due = max(size + size // 2, _FEW)
        self._latest = size + max(size // 2, _ROOM)
        self._set_threshold()

    def _set_threshold(self) -> None:
        if self._native:
            threshold = min(self._latest, self._most)
            self._native.library.JS_SetGCThreshold(self._native.runtime, threshold)
