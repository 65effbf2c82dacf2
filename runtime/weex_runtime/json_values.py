"""JSON values, and their texts: for the bridge, for users and for messages.

Python and JS exchange values as JSON text. Unlike `json` of the standard library, this file handles
values that are nested deeper than Python's recursion limit. NaN and infinities become null, as on a
device.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Mapping, Sequence
from itertools import chain
from json.encoder import c_make_encoder, encode_basestring_ascii  # type: ignore[attr-defined]
from sys import getsizeof
from typing import Any, TypeAlias, cast

# Only the inner names are quoted: types that are quoted as a whole take a millisecond to import.
JSONValue: TypeAlias = None | bool | int | float | str | list["JSONValue"] | dict[str, "JSONValue"]

# The type of arguments: unlike JSONValue, it accepts a dict[str, str].
JSONInput: TypeAlias = (
    None | bool | int | float | str | Sequence["JSONInput"] | Mapping[str, "JSONInput"]
)

_encoder = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":"))
# `encode` makes a c_make_encoder for each value, which takes longer than to write a short value.
# This one does not look for values that contain themselves: such a value is a RecursionError.
_parts = c_make_encoder and c_make_encoder(
    None, _encoder.default, encode_basestring_ascii, None, ":", ",", False, False, False
)
_unicode_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_decoder = json.JSONDecoder()
_MAX_DEPTH = 10_000
_CONTAINERS = (dict, list, tuple, set, frozenset, deque)
_SHORT = 80  # maximum of characters of a value in a message
_SPACE = r"[\s,:]*"
_SURROGATE = "[\ud800-\udfff]"


def to_text(value: JSONInput) -> str:
    """Write a value as ASCII JSON text, so that NUL and lone surrogates pass the engine's binding
    unchanged.

    Raises:
        TypeError: The value is not JSON, like a set, bytes or an object of a class.
        ValueError: The value contains itself, or is nested deeper than 10,000 levels.
    """
    try:
        return "".join(_parts(value, 0)) if _parts else _encoder.encode(value)
    except (RecursionError, ValueError):
        return _encode_deep(value, _encoder, _MAX_DEPTH)


def to_unicode(value: JSONInput) -> str:
    """Write a value as JSON text with unescaped characters, like `JSON.stringify`.

    Raises:
        TypeError: As `to_text`.
        ValueError: The value contains itself.
    """
    text = _encode(value, _unicode_encoder, float("inf"))
    return text if text.isascii() else re.sub(_SURROGATE, lambda one: f"\\u{ord(one[0]):x}", text)


def indented(value: JSONInput) -> str:
    """Write a value as indented ASCII JSON text; in one line if it is nested deeply."""
    try:
        return json.dumps(value, indent=2)
    except RecursionError:
        return _encode(value, _encoder, float("inf"))


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
    """Format a value for a message: a text in quotes, another value as JSON text. The result has at
    most 80 characters.
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
    """Return about how many bytes a value takes in memory, with the contents of lists, tuples,
    sets, deques and dicts of any depth. A container that occurs twice counts once.
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
    """Read JSON text that is nested to any depth."""
    try:
        # `json.loads` would check its options on each call.
        value: JSONValue = _decoder.raw_decode(text)[0]
        return value
    except RecursionError:
        return _decode_deep(text)


def _encode(value: JSONInput, encoder: json.JSONEncoder, max_depth: float) -> str:
    try:
        return encoder.encode(value)
    except (RecursionError, ValueError):
        # The value is too deep for `json`, or contains NaN or an infinity.
        return _encode_deep(value, encoder, max_depth)


def _encode_deep(root: JSONInput, encoder: json.JSONEncoder, max_depth: float) -> str:
    out: list[str] = []
    open_ids: set[int] = set()
    # The remaining work, in reverse order: a text to write, a container to leave, or a value to
    # encode.
    stack: list[tuple[str, object]] = [("value", root)]
    while stack:
        kind, item = stack.pop()
        if kind == "text":
            out.append(cast(str, item))
        elif kind == "leave":
            open_ids.discard(cast(int, item))
        elif isinstance(item, (dict, list, tuple)):
            if id(item) in open_ids:
                raise ValueError("the value contains itself")
            if len(open_ids) == max_depth:
                raise ValueError(f"the value is nested deeper than {max_depth} levels")
            open_ids.add(id(item))
            if isinstance(item, dict):
                begin, end = "{", "}"
                entries = [(f"{encoder.encode(str(key))}:", entry) for key, entry in item.items()]
            else:
                begin, end = "[", "]"
                entries = [("", entry) for entry in item]
            parts: list[tuple[str, object]] = [("text", begin)]
            for position, (lead, entry) in enumerate(entries):
                parts += [("text", f",{lead}" if position else lead), ("value", entry)]
            parts += [("text", end), ("leave", id(item))]
            stack.extend(reversed(parts))
        elif isinstance(item, float) and (item != item or item in (float("inf"), float("-inf"))):
            out.append("null")
        else:
            out.append(encoder.encode(item))
    return "".join(out)


def _decode_deep(text: str) -> JSONValue:
    # The text is well-formed, since JSON.stringify wrote the text.
    holder: list[JSONValue] = []
    containers: list[list[JSONValue] | dict[str, JSONValue]] = [holder]
    key: str | None = None
    keys: list[str | None] = []

    def put(value: JSONValue) -> None:
        nonlocal key
        container = containers[-1]
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
            keys.append(key)
            key = None
            containers.append(inner)
            position += 1
        elif mark in "]}":
            containers.pop()
            key = keys.pop()
            position += 1
        else:
            scalar, position = _decoder.raw_decode(text, position)
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
