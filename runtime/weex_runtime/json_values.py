"""JSON values, and their texts: for the bridge, for users and for messages.

Python and JS exchange values as JSON text. Unlike `json` of the standard library, this file handles
values that are nested deeper than Python's recursion limit. NaN and infinities become null, as on a
device.
"""

from __future__ import annotations

import re

# Import the C part of `json` directly: importing `json` takes a thirtieth of a cold start, and its
# JSONEncoder makes a new C encoder at each call.
from _json import encode_basestring, encode_basestring_ascii, make_encoder, make_scanner
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from sys import getsizeof
from types import SimpleNamespace
from typing import Any, NoReturn, TypeAlias, cast

# Quote only the inner names, since a type alias that is quoted as a whole adds a millisecond to the
# import.
JSONValue: TypeAlias = None | bool | int | float | str | list["JSONValue"] | dict[str, "JSONValue"]

# The type of parameters: type checkers accept a dict[str, str] for JSONInput, but not for
# JSONValue.
JSONInput: TypeAlias = (
    None | bool | int | float | str | Sequence["JSONInput"] | Mapping[str, "JSONInput"]
)

_MAX_DEPTH = 10_000
_CONTAINERS = (dict, list, tuple, set, frozenset, deque)
_SHORT = 80  # maximum number of characters of a value in a message
_SPACE = r"[\s,:]*"
_SURROGATE = "[\ud800-\udfff]"


def to_text(value: JSONInput) -> str:
    """Write a value as ASCII JSON text, so that NUL and lone surrogates pass the engine's binding
    unchanged.

    Raises:
        TypeError: The value is not JSON, like a set, bytes or an object of a class.
        ValueError: The value contains itself, or is nested deeper than 10,000 levels.
    """
    try:  # like `_encode`, without the call: each call between Python and JS runs this code
        return "".join(_to_ascii(value, 0))
    except (RecursionError, ValueError):
        return _encode_deep(value, _to_ascii, _MAX_DEPTH)


def to_unicode(value: JSONInput) -> str:
    """Write a value as JSON text with unescaped characters, like `JSON.stringify`.

    Raises:
        TypeError: As `to_text`.
        ValueError: The value contains itself.
    """
    text = _encode(value, _to_unicode, float("inf"))
    return text if text.isascii() else re.sub(_SURROGATE, lambda one: f"\\u{ord(one[0]):x}", text)


def indented(value: JSONInput) -> str:
    """Write a value as indented ASCII JSON text; in one line if it is nested deeply."""
    import json

    try:
        return json.dumps(value, indent=2)
    except RecursionError:
        return _encode(value, _to_ascii, float("inf"))


def shown(value: JSONValue) -> str:
    """Return the text that an element shows for a value: "" for null, a number as JS writes it,
    JSON text for a list or an object.
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_text(value) if isinstance(value, (int, float)) else to_unicode(value)


def brief(value: JSONInput) -> str:
    """Format a value for a message: a string in quotes, other values as JSON text. The result has
    at most 80 characters.
    """
    return repr(value[:_SHORT]) if isinstance(value, str) else to_unicode(value)[:_SHORT]


def js_text(value: JSONValue) -> str:
    """Return `String(value)` of JS, for values that are nested to any depth."""
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "[object Object]"
    if not isinstance(value, list):
        return shown(value)
    out: list[str] = []
    under_way = [enumerate(value)]
    while under_way:
        for position, item in under_way[-1]:
            if position:
                out.append(",")
            if isinstance(item, list):
                under_way.append(enumerate(item))
                break
            if item is not None:
                out.append(js_text(item))
        else:
            under_way.pop()
    return "".join(out)


def size_of(value: object) -> int:
    """Return the approximate size of a value in bytes, with the contents of lists, tuples, sets,
    deques and dicts of any depth. A container that occurs twice counts once.
    """
    size = getsizeof(value)
    if not isinstance(value, _CONTAINERS):
        return size
    seen = {id(value)}
    waiting = [value]
    while waiting:
        one: Any = waiting.pop()
        for part in chain(one, one.values()) if isinstance(one, dict) else one:
            size += getsizeof(part)
            if isinstance(part, _CONTAINERS) and id(part) not in seen:
                seen.add(id(part))
                waiting.append(part)
    return size


def from_text(text: str) -> JSONValue:
    """Read JSON text that is nested to any depth. Text after the value is ignored."""
    try:
        value: JSONValue = _scan(text, 0)[0]
        return value
    except RecursionError:
        return _decode_deep(text)


def parse(text: str) -> Any:
    """Read JSON text that a user or another program wrote. NaN and Infinity are not JSON.

    Raises:
        ValueError: The text is not JSON, or its value is nested too deeply.
    """
    stripped = text.strip(" \t\n\r")
    try:
        value, end = _scan_strictly(stripped, 0)
        if end == len(stripped):
            return value
    except RecursionError:
        raise ValueError("the value is nested too deeply") from None
    except (StopIteration, ValueError):
        pass
    from json import loads

    # raises an error with the line and column of the mistake
    return loads(text, parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _refuse(value: object) -> NoReturn:
    from reprlib import repr as short_repr  # reprlib shortens objects of any depth

    raise TypeError(
        f"expected JSON (None, a bool, number, text, list or dict), got {type(value).__name__} "
        f"{short_repr(value)}"
    )


# The first argument None turns off the encoder's search for values that contain themselves, since
# after an error the encoder's table would keep values in memory. `_refuse` is called for types that
# are not JSON. The last argument refuses NaN.
_to_ascii = make_encoder(
    None, _refuse, encode_basestring_ascii, None, ":", ",", False, False, False
)
_to_unicode = make_encoder(None, _refuse, encode_basestring, None, ":", ",", False, False, False)
_CONSTANTS = {"-Infinity": float("-inf"), "Infinity": float("inf"), "NaN": float("nan")}
_options: Any = SimpleNamespace(
    strict=True,
    object_hook=None,
    object_pairs_hook=None,
    parse_float=float,
    parse_int=int,
    parse_constant=_CONSTANTS.__getitem__,
)
_scan = make_scanner(_options)
_options.parse_constant = _refuse_constant
_scan_strictly = make_scanner(_options)


def _encode(value: JSONInput, encoder: make_encoder, max_depth: float) -> str:
    try:
        return "".join(encoder(value, 0))
    except (RecursionError, ValueError):
        # The value is too deep for the encoder, or contains NaN or an infinity.
        return _encode_deep(value, encoder, max_depth)


def _encode_deep(root: JSONInput, encoder: make_encoder, max_depth: float) -> str:
    out: list[str] = []
    open_ids: set[int] = set()

    def parts(value: Any) -> Iterator[str | list[Any]]:
        """Yield the JSON text of a value in parts. In place of a nested value yield [the value],
        which the caller expands.
        """
        if isinstance(value, (dict, list, tuple)):
            if id(value) in open_ids:
                raise ValueError("the value contains itself")
            if len(open_ids) == max_depth:
                raise ValueError(f"the value is nested deeper than {max_depth} levels")
            open_ids.add(id(value))
            is_dict = isinstance(value, dict)
            yield "{" if is_dict else "["
            for position, entry in enumerate(value):
                yield "," if position else ""
                if is_dict:
                    yield f"{''.join(encoder(str(entry), 0))}:"
                yield [value[entry] if is_dict else entry]
            yield "}" if is_dict else "]"
            open_ids.discard(id(value))
        elif isinstance(value, float) and (value != value or abs(value) == float("inf")):
            yield "null"
        else:
            yield "".join(encoder(value, 0))

    under_way = [parts(root)]
    while under_way:
        for part in under_way[-1]:
            if isinstance(part, list):
                under_way.append(parts(part[0]))
                break
            out.append(part)
        else:
            under_way.pop()
    return "".join(out)


def _decode_deep(text: str) -> JSONValue:
    # The text is well-formed, since JSON.stringify wrote the text.
    holder: list[JSONValue] = []
    container: list[JSONValue] | dict[str, JSONValue] = holder
    key: str | None = None
    outer: list[tuple[list[JSONValue] | dict[str, JSONValue], str | None]] = []

    def put(value: JSONValue) -> None:
        nonlocal key
        if isinstance(container, list):
            container.append(value)
        elif key is None:
            key = cast(str, value)
        else:
            container[key] = value
            key = None

    space = re.compile(_SPACE)
    position = 0
    while True:
        position = space.match(text, position).end()  # type: ignore[union-attr]
        if position == len(text):
            return holder[0]
        mark = text[position]
        if mark in "[{":
            inner: list[JSONValue] | dict[str, JSONValue] = [] if mark == "[" else {}
            put(inner)
            outer.append((container, key))
            container, key = inner, None
            position += 1
        elif mark in "]}":
            container, key = outer.pop()
            position += 1
        else:
            scalar, position = _scan(text, position)
            put(cast(JSONValue, scalar))


def number_text(number: float) -> str:
    """Write a number as JS does.

    Source: ECMAScript, Number::toString, radix 10.
    """
    if number != number or abs(number) == float("inf"):
        return "NaN" if number != number else "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) <= 2**53:
        return str(int(number))
    if number < 0:
        return f"-{number_text(-number)}"
    mantissa, power = "0", "0"
    for places in range(17):  # find the fewest digits that identify the number
        mantissa, _, power = f"{number:.{places}e}".partition("e")
        if float(f"{mantissa}e{power}") == number:
            break
    digits, exponent = mantissa.replace(".", ""), int(power)
    if exponent < 21 and len(digits) <= exponent + 1:
        return digits.ljust(exponent + 1, "0")
    if -7 < exponent < 0:
        return f"0.{'0' * (-exponent - 1)}{digits}"
    if 0 <= exponent < 21:
        return f"{digits[: exponent + 1]}.{digits[exponent + 1 :]}"
    return f"{digits[0]}{'.' + digits[1:] if digits[1:] else ''}e{exponent:+}"
