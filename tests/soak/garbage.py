"""`make soak`: the memory of a process stays level while its pages leave garbage."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from weex_runtime import Runtime
from weex_runtime.engine.isolation import Isolation

from ..support.garbage import exchange

MB = 1 << 20


def resident() -> int:
    """Return the bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize("isolation", ["none", "process"])
def test_memory_stays_level_over_20_000_messages(isolation: Isolation) -> None:
    with Runtime(isolation=isolation, hints=False) as runtime:
        # Warm up: fill the records of calls and messages, so their growth is not measured.
        exchange(runtime, messages=12_000, size=20_000)
        runtime.pages[0].destroy()
        before = resident()
        sizes = exchange(runtime, messages=20_000, size=20_000)
        grown = resident() - before
    print(f"\n{isolation}: JS up to {max(sizes):,} bytes, process {grown:+,} bytes")
    assert max(sizes) < 10 * MB
    assert grown < 10 * MB
