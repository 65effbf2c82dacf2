"""The base class of faults: checks a fault's arguments, and formats the values in its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal, NamedTuple, TypeAlias

from weex_runtime.errors import WeexError
from weex_runtime.naming import brief

Direction: TypeAlias = Literal["received", "sent", "both"]
Level: TypeAlias = Literal["connection", "message", "request"]

_MOST = 10**15  # numbers in a fault are lower than this

NUMBER = r"\d{1,15}(?:\.\d+)?"
DURATION = rf"{NUMBER} ?(?:ms|s|min)"
_SIZE = rf"{NUMBER} ?(?:bytes?|kb|mb)"
_QUANTITY = re.compile(rf"({NUMBER}) ?([a-z]+)")
_UNITS = {"ms": 0.001, "s": 1, "min": 60, "byte": 1, "bytes": 1, "kb": 1000, "mb": 1_000_000}
_DIRECTIONS = {"received": "received", "sent": "sent", "both ways": "both"}

# The place of a value in `form`, like "S:jitter": a letter of `VALUES`, and an argument's name.
_VALUE = re.compile(r"([A-Z]):(\w+)")
_OPTION = re.compile(r" \[([^]]*)\]")


class Fault:
    """Base class of all kinds of faults.

    Attributes:
        level: The events that `number` and `probability` select: connections, messages of a
            WebSocket, or requests of `stream`.
        form: The syntax of the fault's text, like "delay S:seconds [jitter S:jitter]". `S:seconds`
            stands for the argument `seconds` in the format `VALUES["S"]`. A part in brackets is
            optional; " | " separates alternatives.

    Raises:
        WeexError: An argument of the fault is wrong.
    """

    level: ClassVar[Level] = "connection"
    form: ClassVar[str]

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            expected, is_valid = _CHECKS.get(name, _NUMBER)
            if not is_valid(value):
                raise WeexError(
                    f"{type(self).__name__}: {name}: expected {expected}, got {brief(value)}"
                )

    def __str__(self) -> str:
        return _VALUE.sub(self._written, _OPTION.sub(self._chosen, self.form))

    def _written(self, value: re.Match[str]) -> str:
        return VALUES[value[1]].write(getattr(self, value[2]))

    def _chosen(self, option: re.Match[str]) -> str:
        """Return the alternative of an optional part of `form` whose argument was given, like
        " after S:after"; "" if all arguments have their defaults.
        """
        for alternative in option[1].split(" | "):
            name = _VALUE.findall(alternative)[0][1]
            if getattr(self, name) != getattr(type(self), name, None):
                return f" {alternative}"
        return ""


def pattern_of(form: str) -> str:
    """Return a regular expression that matches a fault's text with this form. Each argument is a
    named group.
    """
    options = form.replace(" [", "(?: ").replace("]", ")?").replace(" | ", "| ")
    return _VALUE.sub(lambda value: f"(?P<{value[2]}>{VALUES[value[1]].pattern})", options)


def shown_form(form: str) -> str:
    """Return a form as error messages show it, like "delay S [jitter S]"."""
    return _VALUE.sub(lambda value: VALUES[value[1]].shown, form)


def letters_of(form: str) -> dict[str, str]:
    """Return {argument: its letter in `VALUES`} for a form like "delay S:seconds"."""
    return {name: letter for letter, name in _VALUE.findall(form)}


def read_quantity(text: str) -> float:
    """Parse a number with a unit: seconds of "200 ms", or bytes of "1 KB"."""
    match = _QUANTITY.match(text.lower())
    assert match
    return float(match[1]) * _UNITS[match[2]]


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _read_bytes(text: str) -> int:
    return round(read_quantity(text))


def _shown_seconds(seconds: float) -> str:
    return f"{seconds:g} s" if seconds >= 1 or not seconds else f"{seconds * 1000:g} ms"


def _shown_count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


class _Value(NamedTuple):
    """A value in the text of a fault.

    Attributes:
        shown: The value in a form for messages.
        pattern: A regular expression for the value.
        read, write: Convert between text and argument.
    """

    shown: str
    pattern: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]


_DIRECTION = _Value(
    "sent | both ways",
    "|".join(_DIRECTIONS),
    lambda text: _DIRECTIONS[text.lower()],
    lambda direction: "both ways" if direction == "both" else direction,
)

VALUES: Mapping[str, _Value] = {
    "S": _Value("S", DURATION, read_quantity, _shown_seconds),
    "N": _Value("N", r"\d{1,15}", int, str),
    "M": _Value(
        "N messages",
        r"\d{1,15} messages?",
        lambda text: int(text.split()[0]),
        lambda number: _shown_count(number, "message"),
    ),
    "B": _Value("B", _SIZE, _read_bytes, lambda number: _shown_count(number, "byte")),
    "R": _Value("R", rf"{_SIZE}/s", _read_bytes, lambda rate: f"{rate:.12g} bytes/s"),
    "D": _DIRECTION,
    "E": _DIRECTION._replace(shown="sent"),
}


def _is_in_range(value: Any) -> bool:
    return is_number(value) and 0 <= value < _MOST


_NUMBER = f"a number from 0 to {_MOST:,}", _is_in_range
_OPTIONAL = _NUMBER[0], lambda value: value is None or _is_in_range(value)

# {argument of a fault: (expected value, predicate)}; other arguments are `_NUMBER`.
_CHECKS: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "after": _OPTIONAL,
    "after_bytes": _OPTIONAL,
    "after_messages": _OPTIONAL,
    "bytes_per_second": (
        f"a number above 0, up to {_MOST:,}",
        lambda rate: _is_in_range(rate) and rate > 0,
    ),
    "code": ("a status from 200 to 599", lambda code: type(code) is int and 200 <= code <= 599),
    "direction": ("received, sent, both", lambda direction: direction in _DIRECTIONS.values()),
}
