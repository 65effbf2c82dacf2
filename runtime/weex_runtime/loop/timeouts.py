"""How long waiting may take: seconds as a number, or a `timedelta`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from weex_runtime.errors import WeexError

if TYPE_CHECKING:
    from datetime import timedelta

Timeout = Union[float, "timedelta"]

DEFAULT_TIMEOUT = 5.0
LONGEST = 300.0  # of a number: what is more was meant as milliseconds


class DefaultTimeout:
    """What has a default for the waiting that is done with it."""

    _default_timeout: Timeout | None = None

    def set_default_timeout(self, timeout: Timeout) -> None:
        """Set how long actions, readings and expectations wait that are given no timeout; a page's
        goes before its runtime's, which is 5 s.

        Args:
            timeout: Seconds (not milliseconds), or a `timedelta`; real ones, whatever the clock.

        Raises:
            WeexError: As `real_seconds`.
        """
        real_seconds(timeout)
        self._default_timeout = timeout


def seconds(timeout: Timeout) -> float:
    """A timeout in seconds.

    Raises:
        WeexError: It is negative or no number.
    """
    value: object = timeout if isinstance(timeout, (int, float)) else None
    if hasattr(timeout, "total_seconds"):
        value = timeout.total_seconds()
    if not isinstance(value, (int, float)):
        raise WeexError(f"a timeout is seconds as a number, or a timedelta, not {timeout!r}")
    if not value >= 0:
        raise WeexError(f"a timeout is not negative: {timeout!r}")
    return float(value)


def real_seconds(timeout: Timeout) -> float:
    """The same of one in real time, where a number that is too long is a mistake.

    Raises:
        WeexError: It is negative or no number, or more than five minutes and no `timedelta`.
    """
    value = seconds(timeout)
    if isinstance(timeout, (int, float)) and (mistake := milliseconds_meant("timeout", value)):
        raise WeexError(f"{mistake} (timedelta(seconds={timeout:g}) says that it is meant)")
    return value


def milliseconds_meant(name: str, value: float) -> str:
    """What is said of a number of seconds that is too long to be one; "" for others.

    Args:
        name: Of what has the value.
    """
    if value <= LONGEST:
        return ""
    return (
        f"a {name} is in seconds, not milliseconds: {value:g} is more than five minutes; did you "
        f"mean {value / 1000:g}?"
    )
