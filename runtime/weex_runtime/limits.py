"""The limits of a page, and their defaults. docs/security.md has a table of them."""

# Annotations are not postponed, since NamedTuple would compile each annotation's text.

from collections.abc import Mapping
from typing import Any, NamedTuple

from weex_runtime.errors import LimitExceeded, WeexError
from weex_runtime.naming import brief, did_you_mean

_MIB = 1 << 20
_MOST_SECONDS = 10**9
_MOST = 10**18  # highest limit in bytes or objects; fits into an int64 of the engine
LEAST_MEMORY = 2 * _MIB  # with fewer bytes of memory, `quickjs` may crash

# {unit of a limit: ({suffix of a value: its factor}, the expected form of a value in messages)}
_FORMS: Mapping[str, tuple[Mapping[str, int], str]] = {
    "": ({"": 1}, "an integer above 0"),
    "s": ({"": 1, "s": 1, "m": 60}, "seconds, like 10 or 5m"),
    "bytes": (
        {"": 1, "b": 1, "kib": 1 << 10, "mib": _MIB, "gib": 1 << 30},
        "bytes, like 1000 or 64MiB",
    ),
}


class Limits(NamedTuple):
    """The limits of each page of a runtime; docs/security.md describes their effects.

    Attributes:
        time, turn, overrun, fetch: Seconds.
        memory, bundle, storage, console, calls: Bytes.
        elements, depth, timers, pages, connections, workers: Numbers of objects of this kind.
    """

    time: float = 5.0
    turn: float = 0.25
    overrun: float = 60.0
    memory: int = 512 * _MIB
    bundle: int = 16 * _MIB
    elements: int = 50_000
    depth: int = 1000
    timers: int = 10_000
    pages: int = 100
    connections: int = 200
    workers: int = 16
    fetch: float = 300.0
    storage: int = 64 * _MIB
    console: int = 16 * _MIB
    calls: int = 16 * _MIB


# {limit: (the limited quantity, its unit: "s", "bytes", or "" for a number of objects)}
QUANTITIES: Mapping[str, tuple[str, str]] = {
    "time": ("CPU time of one call into JS", "s"),
    "turn": ("JS of a page in one turn of the loop", "s"),
    "overrun": ("JS beyond `turn` in a row, less idle time", "s"),
    "memory": ("JS and data of a page and of the pages that it opens", "bytes"),
    "bundle": ("a bundle or source", "bytes"),
    "elements": ("elements of a page", ""),
    "depth": ("nested elements", ""),
    "timers": ("running timers", ""),
    "pages": ("pages over or in each other", ""),
    "connections": ("sockets and requests", ""),
    "workers": ("calls on threads at a time", ""),
    "fetch": ("time of one HTTP request", "s"),
    "storage": ("items of one app in `storage`", "bytes"),
    "console": ("lines of `page.console`", "bytes"),
    "calls": ("calls in `page.native_calls`", "bytes"),
}


def make_limits(
    given: Limits | Mapping[str, float] | None, time: float | None, memory: float | None
) -> Limits:
    """Return the limits of a runtime.

    Args:
        given: The option `limits`.
        time, memory: The options `time_limit` and `memory_limit`, which have precedence.

    Raises:
        WeexError: A limit is unknown, or its value is wrong.
    """
    if given is None and time is None and memory is None:
        return DEFAULTS
    values = dict(given._asdict() if isinstance(given, Limits) else given or {})
    values.update({n: v for n, v in (("time", time), ("memory", memory)) if v is not None})
    return Limits(**{name: _valid(name, value) for name, value in values.items()})


def parse_limit(text: str) -> tuple[str, float]:
    """Parse NAME=VALUE, like elements=1000, bundle=32MiB or fetch=10m.

    Raises:
        WeexError: The name is unknown, or the value has another form.
    """
    import re

    name, _, value = text.partition("=")
    if not value:
        raise WeexError(f"{text!r}: write NAME=VALUE, like elements=1000 or memory=64MiB")
    _require_known(name)
    _, unit = QUANTITIES[name]
    units, form = _FORMS[unit]
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([a-z]*)", value, re.IGNORECASE)
    if not match or match[2].lower() not in units:
        raise WeexError(f"limit {name}: expected {form}, got {value!r}")
    number = float(match[1]) * units[match[2].lower()]
    return name, _valid(name, int(number) if number.is_integer() else number)


def exceeded(limits: Limits, name: str, problem: str = "") -> LimitExceeded:
    """Return the error for a limit that a page has exceeded.

    Args:
        problem: Further details for the message.
    """
    value, (what, unit) = getattr(limits, name), QUANTITIES[name]
    head = f"{what}: expected at most {shown(name, value)}"
    if not unit:
        head = f"expected at most {value:,} {what}"
    ways = f"Runtime(limits={{{name!r}: ...}}) or --limit {name}=..."
    text = "; ".join(filter(None, [head, problem, f"raise the limit with {ways}"]))
    return LimitExceeded(name, value, f"LimitExceeded: {text}")


def shown(name: str, value: float) -> str:
    """Write the value of a limit: "5 s", "16 MiB", "50,000" for a number of objects."""
    _, unit = QUANTITIES[name]
    if unit == "s":
        return f"{value:g} s"
    if unit == "bytes":
        return f"{value / _MIB:g} MiB" if value >= _MIB else f"{value:,} bytes"
    return f"{value:,}"


def _valid(name: str, value: float) -> Any:
    """Return the value of a limit, as an integer if it is one."""
    _require_known(name)
    _, unit = QUANTITIES[name]
    is_time = unit == "s"
    most = _MOST_SECONDS if is_time else _MOST
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not 0 < value <= most or not is_time and value != int(value):
        expected = "a number of seconds above 0" if is_time else "an integer above 0"
        if is_number and value > most:
            expected += f" and up to {most:,}"
        raise WeexError(f"limit {name}: expected {expected}, got {brief(value)}")
    if name == "memory" and value < LEAST_MEMORY:
        raise WeexError(
            f"limit memory: expected {LEAST_MEMORY} bytes (2 MiB) or more for a page with its "
            f"framework, got {value}"
        )
    return int(value) if value == int(value) else value


def _require_known(name: str) -> None:
    if name not in QUANTITIES:
        everything = f"the limits are {', '.join(QUANTITIES)}"
        raise WeexError(
            f"no limit is called {name!r}; {did_you_mean(str(name), QUANTITIES, everything)}"
        )


DEFAULTS = Limits()
