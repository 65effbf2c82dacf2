"""The latest entries of a record, limited by number and by size."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, SupportsIndex, TypeVar, overload

T = TypeVar("T")

HISTORY = 10_000  # maximum number of entries in each record; the oldest are dropped


class History(deque[T]):
    """A deque that drops its oldest entries when their number or size exceeds a maximum.

    Slices, copies and sums are lists. A history equals a list that has the same entries.

    Args:
        most: Maximum size in bytes.
        size_of: Returns the bytes of an entry.
        entries: Maximum number of entries.
    """

    __slots__ = ("_most", "_size", "_size_of")

    def __init__(self, most: int, size_of: Callable[[T], int], entries: int = HISTORY) -> None:
        super().__init__(maxlen=entries)
        self._most = most
        self._size_of = size_of
        # The total size of the entries, or more: if the deque is full, `append` drops the oldest
        # entry but does not subtract its size. `trim` adds up all sizes anew.
        self._size = 0

    @overload
    def __getitem__(self, index: SupportsIndex, /) -> T: ...

    @overload
    def __getitem__(self, index: slice, /) -> list[T]: ...

    def __getitem__(self, index: Any, /) -> Any:
        return list(self)[index] if isinstance(index, slice) else super().__getitem__(index)

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, (list, deque)) else NotImplemented

    __hash__ = None

    def __add__(self, other: Any) -> list[T]:  # type: ignore[override]
        return [*self, *other]

    def __radd__(self, other: Any) -> list[T]:
        return [*other, *self]

    def __reduce__(self) -> tuple[Any, ...]:
        return list, (list(self),)

    def copy(self) -> list[T]:  # type: ignore[override]
        return list(self)

    __copy__ = copy  # type: ignore[assignment]

    def keep(self, entry: T) -> None:
        """Add an entry, and drop the oldest entries if the limits are exceeded."""
        self.append(entry)
        self._size += self._size_of(entry)
        if self._size > self._most:
            self.trim()

    def trim(self) -> int:
        """Drop the oldest entries if the record is too large; the latest entry stays.

        Returns:
            The size of the remaining entries in bytes.
        """
        self._size = sum(map(self._size_of, super().__iter__()))
        if self._size > self._most:
            # Drop entries down to three quarters of the limit, so that the sizes of all entries are
            # not added up again for each new entry.
            while self._size > self._most * 3 / 4 and len(self) > 1:
                self._size -= self._size_of(super().popleft())
        return self._size
