"""Compare a message with the message that a script expects."""

from __future__ import annotations

import json
from collections.abc import Mapping

from weex_runtime.matching.message import Message, MessageMatch, shown


def difference(wanted: Message, message: str | bytes) -> str:
    """Return lines that describe how a message differs from `wanted`; "" if the message matches."""
    match = MessageMatch(wanted)
    try:
        return "" if match(message) else _compared(match, wanted, message)
    # `wanted` is a function in the test, and it raised an exception: report this exception.
    except Exception as error:
        return f"{_two_lines(match.description, message)}\n  the function raised: {error!r}"


def _compared(match: MessageMatch, wanted: Message, message: str | bytes) -> str:
    if isinstance(message, str):
        if isinstance(wanted, str) and "\n" in wanted + message:
            return _lines(wanted, message)
        if isinstance(wanted, (Mapping, list)):
            try:
                return _lines(_pretty(wanted), _pretty(json.loads(message)))
            except (ValueError, RecursionError):  # the message is not JSON, or nested too deeply
                pass
    return _two_lines(match.description, message)


def _two_lines(wanted: str, message: str | bytes) -> str:
    return f"  expected: {wanted}\n  got:      {shown(message)}"


def _lines(wanted: str, got: str) -> str:
    from difflib import ndiff

    compared = ndiff(wanted.splitlines(), got.splitlines())
    return "\n".join(["  - expected, + got", *(f"  {line}".rstrip() for line in compared)])


def _pretty(value: object) -> str:
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False)
