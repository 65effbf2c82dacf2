"""JSON text of the bridge: every value that crosses between Python and JS is text in between.

`json` of the standard library does the work. Two things are added: values nested deeper than its
recursion allows, and numbers that JSON has no text for (NaN and infinities become null, as on a
device). A value that a user sees is text by `shown`, in a message by `brief`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, cast

# Text inside the brackets only: as a whole in quotes they take a millisecond to import.
JSONValue: TypeAlias = None | bool | int | float | str | list["JSONValue"] | dict[str, "JSONValue"]

# What may be handed in: a dict[str, str] is one too.
JSONInput: TypeAlias = (
    None | bool | int | float | str | Sequence["JSONInput"] | Mapping[str, "JSONInput"]
)

_encoder = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":"))
_unicode_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_decoder = json.JSONDecoder()
_MAX_DEPTH = 10_000
_SHORT = 80  # characters in a message
_SPACE = r"[\s,:]*"
_SURROGATE = "[\ud800-\udfff]"


def to_text(value: JSONInput) -> str:
    """The value as ASCII JSON text, so that NUL and lone surrogates survive the engine's binding.

    Raises:
        TypeError: The value is not JSON: it holds a set, bytes, an object of a class.
        ValueError: The value contains itself, or is nested deeper than any JS stack can follow.
    """
    try:  # as `_encode`, without a further call for each value that crosses
        return _encoder.encode(value)
    except (RecursionError, ValueError):
        return _encode_deep(value, _encoder, _MAX_DEPTH)


def to_unicode(value: JSONInput) -> str:
    """The value as JSON text in which characters stand as they are, as `JSON.stringify` writes it.

    Raises:
        TypeError, ValueError: As for `to_text`, but for depth.
    """
    text = _encode(value, _unicode_encoder, float("inf"))
    return text if text.isascii() else re.sub(_SURROGATE, lambda one: f"\\u{ord(one[0]):x}", text)


def indented(value: JSONInput) -> str:
    """The value as ASCII JSON text for people: in lines, or in one where it is nested deeply."""
    try:
        return json.dumps(value, indent=2)
    except RecursionError:
        return _encode(value, _encoder, float("inf"))


def shown(value: JSONValue) -> str:
    """What a text shows of a value: nothing of null, a number as JS writes it, the JSON text of a
    list or an object."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_text(value) if isinstance(value, (int, float)) else to_unicode(value)


def brief(value: JSONInput) -> str:
    """A value in a message: a text in quotes, JSON text of others; 80 characters at the most."""
    return repr(value[:_SHORT]) if isinstance(value, str) else to_unicode(value)[:_SHORT]


def js_text(value: JSONValue) -> str:
    """`String(value)`."""
    if isinstance(value, list):
        return join(value, js_text)
    if value is None:
        return "null"
    return "[object Object]" if isinstance(value, dict) else shown(value)


def join(values: list[JSONValue], text: Callable[[JSONValue], str]) -> str:
    """`values.join()`, nested to any depth.

    Args:
        text: Of an item that is neither a list nor null.
    """
    out: list[str] = []
    under_way = [enumerate(values)]
    while under_way:
        for position, item in under_way[-1]:
            if position:
                out.append(",")
            if isinstance(item, list):
                under_way.append(enumerate(item))
                break
            if item is not None:
                out.append(text(item))
        else:
            under_way.pop()
    return "".join(out)


def from_text(text: str) -> JSONValue:
    """The value of JSON text, nested to any depth."""
    try:
        # The decoder itself: `json.loads` looks at options on each call.
        value: JSONValue = _decoder.raw_decode(text)[0]
        return value
    except RecursionError:
        return _decode_deep(text)


def _encode(value: JSONInput, encoder: json.JSONEncoder, max_depth: float) -> str:
    try:
        return encoder.encode(value)
    except (RecursionError, ValueError):
        # Too deep for `json`, or it holds NaN or an infinity.
        return _encode_deep(value, encoder, max_depth)


def _encode_deep(root: JSONInput, encoder: json.JSONEncoder, max_depth: float) -> str:
    out: list[str] = []
    open_ids: set[int] = set()
    # Work left to do, last first: text to write, a container to leave, or a value to encode.
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
    # The text comes from JSON.stringify: it is well-formed, so only the structure is followed.
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
    """A number as JS writes it. ECMAScript, Number::toString in base 10."""
    if number != number or abs(number) == float("inf"):
        return "NaN" if number != number else "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) <= 2**53:
        return str(int(number))
    if number < 0:
        return f"-{number_text(-number)}"
    digits, exponent = shortest_digits(number)
    if exponent < 21 and len(digits) <= exponent + 1:
        return digits.ljust(exponent + 1, "0")
    if -7 < exponent < 0:
        return f"0.{'0' * (-exponent - 1)}{digits}"
    if 0 <= exponent < 21:
        return f"{digits[: exponent + 1]}.{digits[exponent + 1 :]}"
    return f"{digits[0]}{'.' + digits[1:] if digits[1:] else ''}e{exponent:+}"


def shortest_digits(number: float) -> tuple[str, int]:
    """The fewest digits that name a positive number, and the exponent of the first."""
    mantissa, exponent = "0", "0"
    for places in range(17):
        mantissa, _, exponent = f"{number:.{places}e}".partition("e")
        if float(f"{mantissa}e{exponent}") == number:
            break
    return mantissa.replace(".", ""), int(exponent)
