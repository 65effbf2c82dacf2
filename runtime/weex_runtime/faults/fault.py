"""The base class of faults, and functions that check arguments and format durations."""

from __future__ import annotations

from typing import ClassVar, Literal, TypeAlias

from weex_runtime.errors import WeexError
from weex_runtime.naming import brief

Direction: TypeAlias = Literal["received", "sent", "both"]
Level: TypeAlias = Literal["connection", "message", "request"]

_MOST = 10**15  # of any number of a fault
_DIRECTIONS = ("received", "sent", "both")


class Fault:
    """Base class of all kinds of faults.

    Attributes:
        level: The events that `number` and `probability` select: connections, messages of a
            WebSocket, or requests of `stream`.
    """

    level: ClassVar[Level] = "connection"

    def require_numbers(self, **values: object) -> None:
        """Check that the arguments of a fault are numbers of at least 0.

        Args:
            values: {name: value}; None is allowed.

        Raises:
            WeexError: A value is not a number of at least 0.
        """
        for name, value in values.items():
            is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
            if value is not None and not (is_number and 0 <= value < _MOST):  # type: ignore[operator]
                raise WeexError(
                    f"{type(self).__name__}: {name}: expected a number from 0 to {_MOST:,}, "
                    f"got {brief(value)}"
                )

    def require_direction(self, direction: object) -> None:
        if direction not in _DIRECTIONS:
            raise WeexError(
                f"{type(self).__name__}: direction: expected {', '.join(_DIRECTIONS)}, "
                f"got {direction!r}"
            )


def require_rate(fault: Fault, rate: object) -> None:
    if isinstance(rate, bool) or not isinstance(rate, (int, float)) or not 0 < rate < _MOST:
        raise WeexError(
            f"{type(fault).__name__}: bytes_per_second: expected a number above 0, "
            f"got {brief(rate)}"
        )


def shown_seconds(seconds: float) -> str:
    return f"{seconds:g} s" if seconds >= 1 or not seconds else f"{seconds * 1000:g} ms"


def shown_count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def shown_way(direction: str) -> str:
    return "both ways" if direction == "both" else direction


def suffix(direction: str) -> str:
    return "" if direction == "received" else f" {shown_way(direction)}"
