"""Faults of the network that a test adds: connections, messages and requests of pages fail on
demand. Tests and the command line use the classes in kinds.py and `Faults`; connections of modules
use `ConnectionFaults`. This package imports neither pages nor modules.
"""

from weex_runtime.faults.fault import Fault
from weex_runtime.faults.kinds import (
    Corrupt,
    CutBody,
    Delay,
    Drop,
    Duplicate,
    HalfClose,
    LookupFails,
    Refuse,
    Reorder,
    Reset,
    Slice,
    SlowBody,
    SlowLookup,
    Stall,
    Status,
    Throttle,
)

__all__ = [
    "Corrupt",
    "CutBody",
    "Delay",
    "Drop",
    "Duplicate",
    "Fault",
    "HalfClose",
    "LookupFails",
    "Refuse",
    "Reorder",
    "Reset",
    "Slice",
    "SlowBody",
    "SlowLookup",
    "Stall",
    "Status",
    "Throttle",
]
