"""The kinds of faults of connections, messages and requests.

`str(fault)` is the fault in the grammar of `--fault` (grammar.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from weex_runtime.errors import WeexError
from weex_runtime.faults.fault import (
    Direction,
    Fault,
    require_rate,
    shown_count,
    shown_seconds,
    shown_way,
    suffix,
)

# Faults of a connection that is being opened.


@dataclass(frozen=True)
class LookupFails(Fault):
    """The host name has no address."""

    def __str__(self) -> str:
        return "lookup fails"


@dataclass(frozen=True)
class SlowLookup(Fault):
    """The lookup of the host name is delayed by a number of seconds."""

    seconds: float

    def __post_init__(self) -> None:
        self.require_numbers(seconds=self.seconds)

    def __str__(self) -> str:
        return f"lookup takes {shown_seconds(self.seconds)}"


@dataclass(frozen=True)
class Refuse(Fault):
    """The server refuses the TCP connection."""

    def __str__(self) -> str:
        return "refuse"


# Faults of an open connection.


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

    verb: ClassVar[str]

    def __post_init__(self) -> None:
        given = {
            "after_bytes": self.after_bytes,
            "after_messages": self.after_messages,
            "after": self.after,
        }
        self.require_numbers(**given)
        self.require_direction(self.direction)
        if len(names := [name for name, value in given.items() if value is not None]) > 1:
            raise WeexError(f"{type(self).__name__}: expected one of {' and '.join(names)}")

    @property
    def is_at_once(self) -> bool:
        """Whether the fault happens at once, before any byte, message or second has passed."""
        return self.after_bytes is self.after_messages is self.after is None

    def __str__(self) -> str:
        counted = "" if self.direction == "received" else f" {shown_way(self.direction)}"
        if self.after_bytes is not None:
            return f"{self.verb} after {shown_count(self.after_bytes, 'byte')}{counted}"
        if self.after_messages is not None:
            return f"{self.verb} after {shown_count(self.after_messages, 'message')}{counted}"
        if self.after is not None:
            return f"{self.verb} after {shown_seconds(self.after)}{counted}"
        return f"{self.verb}{counted}"


@dataclass(frozen=True)
class Drop(Ending):
    """TCP ends (FIN) in both directions, without a close frame."""

    verb = "drop"


@dataclass(frozen=True)
class Reset(Ending):
    """TCP is reset (RST) on both sides."""

    verb = "reset"


@dataclass(frozen=True)
class Stall(Ending):
    """No further bytes pass, and TCP stays open."""

    verb = "stall"


@dataclass(frozen=True)
class HalfClose(Ending):
    """TCP ends (FIN) in `direction` only: with "received" the server's bytes end, while the server
    still receives the page's bytes.
    """

    verb = "half-close"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.after_messages is not None or self.direction == "both":
            raise WeexError(
                "HalfClose: expected after_bytes or after, and direction received or sent; use "
                "Drop() for both directions"
            )


@dataclass(frozen=True)
class Delay(Fault):
    """Bytes arrive later, in order.

    Args:
        seconds: The delay, on the page's clock.
        jitter: The maximum of additional seconds, at random from the seed.
    """

    seconds: float
    jitter: float = 0.0
    direction: Direction = "received"

    def __post_init__(self) -> None:
        self.require_numbers(seconds=self.seconds, jitter=self.jitter)
        self.require_direction(self.direction)

    def __str__(self) -> str:
        jitter = f" jitter {shown_seconds(self.jitter)}" if self.jitter else ""
        return f"delay {shown_seconds(self.seconds)}{jitter}{suffix(self.direction)}"


@dataclass(frozen=True)
class Throttle(Fault):
    """A limited number of bytes passes per second of the page's clock."""

    bytes_per_second: float
    direction: Direction = "received"

    def __post_init__(self) -> None:
        require_rate(self, self.bytes_per_second)
        self.require_direction(self.direction)

    def __str__(self) -> str:
        return f"throttle {self.bytes_per_second:.12g} bytes/s{suffix(self.direction)}"


@dataclass(frozen=True)
class Slice(Fault):
    """Bytes arrive in pieces of `least` to `most` bytes, at random from the seed."""

    least: int
    most: int
    direction: Direction = "received"

    def __post_init__(self) -> None:
        self.require_numbers(least=self.least, most=self.most)
        self.require_direction(self.direction)
        if not 1 <= self.least <= self.most:
            raise WeexError(
                f"Slice: expected 1 <= least <= most bytes, got {self.least} and {self.most}"
            )

    def __str__(self) -> str:
        return f"slice {self.least} to {self.most} bytes{suffix(self.direction)}"


# Faults of messages of a WebSocket.


@dataclass(frozen=True)
class Duplicate(Fault):
    """A message arrives twice."""

    direction: Direction = "received"
    level = "message"

    def __post_init__(self) -> None:
        self.require_direction(self.direction)

    def __str__(self) -> str:
        return f"duplicate{suffix(self.direction)}"


@dataclass(frozen=True)
class Reorder(Fault):
    """A message arrives after the next message; if no message follows, after `seconds`."""

    seconds: float = 1.0
    direction: Direction = "received"
    level = "message"

    def __post_init__(self) -> None:
        self.require_numbers(seconds=self.seconds)
        self.require_direction(self.direction)

    def __str__(self) -> str:
        within = "" if self.seconds == 1 else f" within {shown_seconds(self.seconds)}"
        return f"reorder{within}{suffix(self.direction)}"


@dataclass(frozen=True)
class Corrupt(Fault):
    """The frame of a message has two reserved bits set, which violates RFC 6455 (section 5.2)."""

    direction: Direction = "received"
    level = "message"

    def __post_init__(self) -> None:
        self.require_direction(self.direction)

    def __str__(self) -> str:
        return f"corrupt{suffix(self.direction)}"


# Faults of requests of `stream`.


@dataclass(frozen=True)
class Status(Fault):
    """The response has this status and no body, as from a gateway: the server gets no request."""

    code: int
    level = "request"

    def __post_init__(self) -> None:
        if not isinstance(self.code, int) or not 200 <= self.code <= 599:
            raise WeexError(f"Status: expected a status from 200 to 599, got {self.code!r}")

    def __str__(self) -> str:
        return f"status {self.code}"


@dataclass(frozen=True)
class CutBody(Fault):
    """The connection ends in the middle of the body."""

    after_bytes: int = 0
    level = "request"

    def __post_init__(self) -> None:
        self.require_numbers(after_bytes=self.after_bytes)

    def __str__(self) -> str:
        return f"cut body after {shown_count(self.after_bytes, 'byte')}"


@dataclass(frozen=True)
class SlowBody(Fault):
    """A limited number of bytes of the body arrives per second of the page's clock."""

    bytes_per_second: float
    level = "request"

    def __post_init__(self) -> None:
        require_rate(self, self.bytes_per_second)

    def __str__(self) -> str:
        return f"slow body {self.bytes_per_second:.12g} bytes/s"
