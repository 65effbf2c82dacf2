"""Costs of a process and of all its descendants. Linux only.

A process that ends during the measurement is not counted.
"""

from __future__ import annotations

import ctypes
import os
import time
from contextlib import suppress
from pathlib import Path


def memory_of(pid: int) -> float:
    """Return the memory in MiB. A memory page that several processes share is counted once."""
    kilobytes = 0
    for process in _tree(pid):
        with suppress(OSError):
            for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    kilobytes += int(line.split()[1])
    return kilobytes / 1024


def cpu_time_of(pid: int) -> float:
    """Return the CPU time in seconds."""
    library = ctypes.CDLL(None)
    clock = ctypes.c_int()
    seconds = 0.0
    for process in _tree(pid):
        with suppress(OSError):
            # The CPU clock of a process counts nanoseconds; /proc counts hundredths of a second.
            if library.clock_getcpuclockid(process, ctypes.byref(clock)) == 0:
                seconds += time.clock_gettime(clock.value)
    return seconds


def _tree(pid: int) -> list[int]:
    """Return the process and its descendants."""
    found = [pid]
    for parent in found:
        with suppress(OSError):
            for task in os.listdir(f"/proc/{parent}/task"):
                children = Path(f"/proc/{parent}/task/{task}/children").read_text()
                found += map(int, children.split())
    return found
