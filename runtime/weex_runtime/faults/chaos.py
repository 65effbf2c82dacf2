"""A random network that is slow but does not fail, so that a correct test passes on it."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from weex_runtime.faults.kinds import Delay, Slice, Throttle

if TYPE_CHECKING:
    from weex_runtime.faults.fault import Fault

# An assertion waits five seconds by default, and a page may need several round trips and large
# messages meanwhile. So the slowest network here is that of a phone in a moving car.
_LONGEST_DELAY = 0.05  # the longest random delay in seconds
_LONGEST_JITTER = 0.1  # the longest random jitter in seconds
_SLICES = (2000, 8000)  # range of the maximum length of slices, in bytes
_RATES = (2_000_000, 20_000_000)  # the lowest and the highest rate, in bytes a second


def chaos(seed: int, *, has_delays: bool) -> list[Fault]:
    """Return random faults of a network: slices, delay and throttle.

    Args:
        has_delays: Whether to add delay and throttle. False for a virtual clock, since delayed
            bytes would wait until the test moves the clock.
    """
    numbers = Random(f"chaos {seed}")
    faults: list[Fault] = [Slice(1, numbers.choice(_SLICES), direction="both")]
    if has_delays:
        delay, jitter = numbers.uniform(0, _LONGEST_DELAY), numbers.uniform(0, _LONGEST_JITTER)
        faults.append(Delay(round(delay, 3), jitter=round(jitter, 3), direction="both"))
        faults.append(Throttle(numbers.randint(*_RATES), direction="both"))
    return faults
