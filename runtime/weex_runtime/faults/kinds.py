"""The kinds of faults of connections, messages and requests.

`str(fault)` is the fault in the grammar of `--fault` (grammar.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from weex_runtime.errors import WeexError
from weex_runtime.faults.fault import Direction, Fault

# Faults of a connection that is being opened.


@dataclass(frozen=True)
class LookupFails(Fault):
    """The host name has no address."""

    form = "lookup fails"


@dataclass(frozen=True)
class SlowLookup(Fault):
    """The lookup of the host name is delayed by a number of seconds."""

    seconds: float
    form = "lookup takes S:seconds"


@dataclass(frozen=True)
class Refuse(Fault):
    """The server refuses the TCP connection."""

    form = "refuse"


# Faults that happen after the connection was opened.

_ENDING = "[after M:after_messages | after B:after_bytes | after S:after] [D:direction]"


@dataclass(frozen=True)
class Ending(Fault):
    """Base class of the faults that happen to a connection once: after a number of bytes, messages
    or seconds; or at once if no number is given.

    Args:
        after_bytes: The number of bytes that pass before the fault.
        after_messages: The number of messages of a WebSocket that pass before the fault.
        after: Seconds after the connection opened, on the page's clock.
        direction: The direction in which bytes and messages are counted.
    """

    after_bytes: int | None = None
    after_messages: int | None = None
    after: float | None = None
    direction: Direction = "received"

    def __post_init__(self) -> None:
        super().__post_init__()
        names = "after_bytes", "after_messages", "after"
        given = [name for name in names if getattr(self, name) is not None]
        if len(given) > 1:
            raise WeexError(
                f"{type(self).__name__}: expected only one of {' and '.join(given)}, got "
                f"{len(given)} of them"
            )

    @property
    def is_at_once(self) -> bool:
        """Whether the fault happens at once, before any byte, message or second has passed."""
        return self.after_bytes is self.after_messages is self.after is None


@dataclass(frozen=True)
class Drop(Ending):
    """The TCP connection is closed (FIN) in both directions, without a close frame."""

    form = f"drop {_ENDING}"


@dataclass(frozen=True)
class Reset(Ending):
    """The TCP connection is reset (RST) on both sides."""

    form = f"reset {_ENDING}"


@dataclass(frozen=True)
class Stall(Ending):
    """No further bytes pass, and the TCP connection stays open."""

    form = f"stall {_ENDING}"


@dataclass(frozen=True)
class HalfClose(Ending):
    """The TCP connection is closed (FIN) in `direction` only: with "received" the page gets no more
    bytes, while the server still gets the page's bytes.
    """

    form = "half-close [after B:after_bytes | after S:after] [E:direction]"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.after_messages is not None or self.direction == "both":
            raise WeexError(
                "HalfClose: expected after_bytes or after, and direction received or sent; use "
                "Drop() for both directions"
            )


@dataclass(frozen=True)
class Delay(Fault):
    """Bytes arrive later, but in the order in which they were sent.

    Args:
        seconds: The delay in seconds of the page's clock.
        jitter: The maximum additional delay in seconds; the seed determines the random delays.
    """

    seconds: float
    jitter: float = 0.0
    direction: Direction = "received"
    form = "delay S:seconds [jitter S:jitter] [D:direction]"


@dataclass(frozen=True)
class Throttle(Fault):
    """A limited number of bytes passes per second of the page's clock."""

    bytes_per_second: float
    direction: Direction = "received"
    form = "throttle R:bytes_per_second [D:direction]"


@dataclass(frozen=True)
class Slice(Fault):
    """Bytes arrive in pieces of `least` to `most` bytes; the seed determines the random sizes."""

    least: int
    most: int
    direction: Direction = "received"
    form = "slice [N:least to] B:most [D:direction]"

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 1 <= self.least <= self.most:
            raise WeexError(
                f"Slice: expected 1 <= least <= most bytes, got {self.least} and {self.most}"
            )


# Faults of messages of a WebSocket.


@dataclass(frozen=True)
class Duplicate(Fault):
    """A message arrives twice."""

    direction: Direction = "received"
    level = "message"
    form = "duplicate [D:direction]"


@dataclass(frozen=True)
class Reorder(Fault):
    """A message arrives after the next message; if no message follows, after `seconds`."""

    seconds: float = 1.0
    direction: Direction = "received"
    level = "message"
    form = "reorder [within S:seconds] [D:direction]"


@dataclass(frozen=True)
class Corrupt(Fault):
    """The frame of a message has two reserved bits set, which violates RFC 6455 (section 5.2)."""

    direction: Direction = "received"
    level = "message"
    form = "corrupt [D:direction]"


# Faults of requests of `stream`.


@dataclass(frozen=True)
class Status(Fault):
    """The response has this status and no body, as from a gateway: the server gets no request."""

    code: int
    level = "request"
    form = "status N:code"


@dataclass(frozen=True)
class CutBody(Fault):
    """The connection ends in the middle of the body."""

    after_bytes: int = 0
    level = "request"
    form = "cut body [after B:after_bytes]"


@dataclass(frozen=True)
class SlowBody(Fault):
    """A limited number of bytes of the body arrives per second of the page's clock."""

    bytes_per_second: float
    level = "request"
    form = "slow body R:bytes_per_second"
