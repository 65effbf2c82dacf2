"""Numbers of source maps as text: variable-length quantities in base 64.

Source: ECMA-426, "Source map format", section "Mappings structure".
"""

from __future__ import annotations

import re
from functools import lru_cache

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_VALUE = {digit: value for value, digit in enumerate(_DIGITS)}
_NUMBER = re.compile("[g-z0-9+/]{0,6}[A-Za-f]")  # at most 32 bits


def encode(number: int) -> str:
    """Write a number as a variable-length quantity."""
    rest = -number << 1 | 1 if number < 0 else number << 1
    text = ""
    while True:
        rest, digit = rest >> 5, rest & 31
        text += _DIGITS[digit | 32 if rest else digit]
        if not rest:
            return text


def decode(text: str) -> list[int]:
    """Read the numbers of a string of consecutive variable-length quantities."""
    return [_number(part) for part in _NUMBER.findall(text)]


@lru_cache(maxsize=4096)
def _number(text: str) -> int:
    value = 0
    for digit in reversed(text):
        value = value << 5 | _VALUE[digit] & 31
    return -(value >> 1) if value & 1 else value >> 1
