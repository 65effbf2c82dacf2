"""The latest entries of a record, limited by number and by size."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

HISTORY = 10_000  # maximum of entries in each record; older entries are dropped


class History(deque[T]):
    """A deque that drops its oldest entries when their number or size exceeds a maximum.

    Args:
        most: Maximum of bytes.
        size_of: Returns the bytes of an entry.
        entries: Maximum of entries.
    """

    __slots__ = ("_most", "_size", "_size_of")

    def __init__(self, most: int, size_of: Callable[[T], int], entries: int = HISTORY) -> None:
        super().__init__(maxlen=entries)
        self._most = most
        self._size_of = size_of
        self._size = 0  # an upper bound, since a full deque drops entries silently

    def keep(self, entry: T) -> None:
        """Add an entry, and drop the oldest entries if the limits are exceeded."""
        self.append(entry)
        self._size += self._size_of(entry)
        if self._size > self._most:
            self.trim()

    def trim(self) -> int:
        """Drop the oldest entries if the record is too large; the latest entry stays.

        Returns:
            The bytes of the entries.
        """
        self._size = sum(map(self._size_of, super().__iter__()))
        if self._size > self._most:
            # Drop entries down to three quarters of the limit, so that the sizes of all entries are
            # not added up again for each new entry.
            while self._size > self._most * 3 / 4 and len(self) > 1:
                self._size -= self._size_of(super().popleft())
        return self._size
