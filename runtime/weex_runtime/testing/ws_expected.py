"""Whether a message is the one that a script expects, and how it differs."""

from __future__ import annotations

import difflib
import json
import re

from weex_runtime.testing.ws_script import Message, Wanted
from weex_runtime.values import to_text

_SHOWN = 500  # characters or bytes of a message


def difference(wanted: Wanted, message: Message) -> str:
    """Lines that compare them; "" when the message is the one."""
    if isinstance(wanted, (str, bytes)):
        return "" if wanted == message else _compared(wanted, message)
    if isinstance(wanted, re.Pattern):
        is_found = isinstance(message, str) and wanted.search(message)
        return "" if is_found else _two_lines(f"text that matches {wanted.pattern!r}", message)
    if callable(wanted):
        name = getattr(wanted, "__name__", repr(wanted))
        try:
            return "" if wanted(message) else _two_lines(f"{name}(message) to hold", message)
        # The predicate is the test's own, and the test is to hear of its mistakes.
        except Exception as error:
            return f"{_two_lines(f'{name}(message) to hold', message)}\n  it raised: {error!r}"
    value = json.loads(to_text(wanted))
    try:
        got = json.loads(message) if isinstance(message, str) else None
    except (ValueError, RecursionError):
        got = None
    if got is None and (value is not None or message != "null"):
        return _two_lines(f"text with the JSON {to_text(wanted)}", message)
    return "" if got == value else _lines(_pretty(value), _pretty(got))


def shown(message: Message) -> str:
    """A message in one line, shortened."""
    if len(message) <= _SHOWN:
        return repr(message)
    return f"{message[:_SHOWN]!r}… ({len(message)} long)"


def _compared(wanted: Message, message: Message) -> str:
    if isinstance(wanted, str) and isinstance(message, str) and "\n" in wanted + message:
        return _lines(wanted, message)
    return _two_lines(shown(wanted), message)


def _two_lines(wanted: str, message: Message) -> str:
    return f"  expected: {wanted}\n  got:      {shown(message)}"


def _lines(wanted: str, got: str) -> str:
    compared = difflib.ndiff(wanted.splitlines(), got.splitlines())
    return "\n".join(["  - expected, + got", *(f"  {line}".rstrip() for line in compared)])


def _pretty(value: object) -> str:
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False)
