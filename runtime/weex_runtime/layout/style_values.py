"""Read the styles of elements that affect the layout.

Source: spec/layout.md. A value that the SDK's layout core does not understand counts as missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar, cast, get_args

from weex_runtime.json_values import JSONValue
from weex_runtime.layout.box import UNKNOWN, Align, FlexStyle, Justify, Pair, Position, Wrap
from weex_runtime.text_cache import text_cache

# Matching this pattern takes a time linear in the length of the text.
_LENGTH = re.compile(r"\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*(?:(px|wx)\s*)?")
_STARTS, _ENDS = ("Left", "Top"), ("Right", "Bottom")
_SIZES = ("width", "height")
_MOST = 2.0**24  # above this number, the SDK's 32-bit floats cannot represent all integers
T = TypeVar("T", bound=str)


def length(value: JSONValue, wx: float, default: float = UNKNOWN) -> float:
    """Return a length in page units, at most 2**24; the default if the value is not a length.

    Args:
        wx: The length of 1wx in page units.
    """
    found = UNKNOWN
    if isinstance(value, str):
        found = _parsed(value, wx)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        found = _limited(value)
    return found if found == found else default


def positive_length(value: JSONValue, wx: float, default: float) -> float:
    """Return a length in page units, at most 2**24; the default if the value is not a length above
    0.
    """
    found = length(value, wx)
    return found if found > 0 else default


@text_cache(maxsize=2048)
def _parsed(text: str, wx: float) -> float:
    match = _LENGTH.fullmatch(text)
    if match is None:
        return UNKNOWN
    return _limited(float(match[1]) * (wx if match[2] == "wx" else 1.0))


def _limited(value: float) -> float:
    """Limit a number to the range from -2**24 to 2**24, so that products of lengths are finite."""
    return value if value != value else float(max(-_MOST, min(value, _MOST)))


def read_flex_style(style: Mapping[str, JSONValue], wx: float) -> FlexStyle:
    """Return the flex style of an element.

    Args:
        style: The element's styles.
        wx: The length of 1wx in page units.
    """

    def pair(names: tuple[str, str]) -> Pair:
        return length(style.get(names[0]), wx), length(style.get(names[1]), wx)

    def sides(name: str, suffix: str, edges: tuple[str, str]) -> Pair:
        every = length(style.get(name + suffix), wx, 0.0)
        first, second = (length(style.get(f"{name}{edge}{suffix}"), wx, every) for edge in edges)
        return first, second

    direction = str(style.get("flexDirection"))
    border_start, border_end = sides("border", "Width", _STARTS), sides("border", "Width", _ENDS)
    padding_start, padding_end = sides("padding", "", _STARTS), sides("padding", "", _ENDS)
    return FlexStyle(
        main=0 if direction in ("row", "row-reverse") else 1,
        reverse=direction in ("row-reverse", "column-reverse"),
        wrap=_keyword(style.get("flexWrap"), get_args(Wrap), "nowrap"),
        justify=_keyword(style.get("justifyContent"), get_args(Justify), "flex-start"),
        align_items=_keyword(style.get("alignItems"), get_args(Align), "stretch"),
        align_self=_keyword(style.get("alignSelf"), get_args(Align), None),
        grow=length(style.get("flex"), wx, 0.0),
        position=_keyword(style.get("position"), get_args(Position), "relative"),
        size=pair(_SIZES),
        minimum=pair(("minWidth", "minHeight")),
        maximum=pair(("maxWidth", "maxHeight")),
        margin_start=sides("margin", "", _STARTS),
        margin_end=sides("margin", "", _ENDS),
        border_start=border_start,
        border_end=border_end,
        edge_start=(border_start[0] + padding_start[0], border_start[1] + padding_start[1]),
        edge_end=(border_end[0] + padding_end[0], border_end[1] + padding_end[1]),
        offset_start=pair(("left", "top")),
        offset_end=pair(("right", "bottom")),
    )


def _keyword(value: JSONValue, known: tuple[str, ...], default: T | None) -> T:
    return cast(T, value if value in known else default)
