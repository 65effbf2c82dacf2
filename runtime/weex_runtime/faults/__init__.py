"""Faults of the network that a test adds: connections, messages and requests of pages fail on
demand. Tests and the command line use the classes in kinds.py and `Faults`; connections of modules
use `ConnectionFaults`. This package imports neither pages nor modules.
"""

from weex_runtime.faults.fault import Fault as Fault
from weex_runtime.faults.kinds import Corrupt as Corrupt
from weex_runtime.faults.kinds import CutBody as CutBody
from weex_runtime.faults.kinds import Delay as Delay
from weex_runtime.faults.kinds import Drop as Drop
from weex_runtime.faults.kinds import Duplicate as Duplicate
from weex_runtime.faults.kinds import HalfClose as HalfClose
from weex_runtime.faults.kinds import LookupFails as LookupFails
from weex_runtime.faults.kinds import Refuse as Refuse
from weex_runtime.faults.kinds import Reorder as Reorder
from weex_runtime.faults.kinds import Reset as Reset
from weex_runtime.faults.kinds import Slice as Slice
from weex_runtime.faults.kinds import SlowBody as SlowBody
from weex_runtime.faults.kinds import SlowLookup as SlowLookup
from weex_runtime.faults.kinds import Stall as Stall
from weex_runtime.faults.kinds import Status as Status
from weex_runtime.faults.kinds import Throttle as Throttle
