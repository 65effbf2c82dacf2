"""Count work instead of time: the bytes that steps allocate are those that they copy."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class Allocations:
    """What steps allocated.

    Attributes:
        total: Bytes, the most of each step added up.
    """

    def __init__(self) -> None:
        self.total = 0

    @contextmanager
    def step(self) -> Iterator[None]:
        """Count one step."""
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        yield
        _, peak = tracemalloc.get_traced_memory()
        self.total += peak - before


@contextmanager
def counted() -> Iterator[Allocations]:
    """Count while this lasts."""
    tracemalloc.start()
    try:
        yield Allocations()
    finally:
        tracemalloc.stop()


def pieces(data: bytes, size: int) -> Iterable[bytes]:
    """The data, cut."""
    return [data[at : at + size] for at in range(0, len(data), size)]
