"""Faults of the network on demand: what pages meet when connections, messages and requests fail.

Tests and the command line use the kinds of kinds.py and `Faults`; connections of modules use
`ConnectionFaults`. The room imports neither pages nor modules.
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
