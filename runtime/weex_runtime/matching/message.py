"""Predicates for messages of a WebSocket, and the diffs that failed assertions show."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from re import Pattern
from typing import Any, TypeAlias

from weex_runtime.errors import WeexError
from weex_runtime.matching.regexp import is_pattern
from weex_runtime.matching.text import nearest

Message: TypeAlias = (
    "str | bytes | Pattern[str] | Mapping[str, Any] | list[Any] | Callable[[str | bytes], object]"
)

_SHOWN = 200  # longer messages are cut to this number of characters in a report


class MessageMatch:
    """A predicate for a message. It is made from the whole text or bytes, a regular expression to
    search for in text, an object or list that equals the JSON of the text, or a function of the
    message.

    Attributes:
        description: The wanted message, for a report.

    Raises:
        WeexError: `wanted` is of another type.
    """

    def __init__(self, wanted: Message) -> None:
        self._wanted = wanted
        if isinstance(wanted, (str, bytes)):
            self.description = shown(wanted)
        elif is_pattern(wanted):
            self.description = f"/{wanted.pattern}/"
        elif isinstance(wanted, (Mapping, list)):
            self.description = shown(json.dumps(wanted, ensure_ascii=False), quoted=False)
        elif callable(wanted):
            self.description = f"{getattr(wanted, '__qualname__', repr(wanted))}(…)"
        else:
            raise WeexError(
                "expected text, bytes, a regular expression, an object or list (JSON), or a "
                f"function as message, got {wanted!r}"
            )

    def __call__(self, message: str | bytes) -> bool:
        """Whether a message matches the wanted text, bytes, pattern, JSON value or function."""
        wanted = self._wanted
        if isinstance(wanted, (str, bytes)):
            return message == wanted
        if is_pattern(wanted):
            return isinstance(message, str) and wanted.search(message) is not None
        if isinstance(wanted, (Mapping, list)):
            try:
                return bool(json.loads(message) == wanted) if isinstance(message, str) else False
            except (ValueError, RecursionError):
                return False
        return bool(wanted(message))


def shown(message: str | bytes, quoted: bool = True) -> str:
    """Return the beginning of a message, in one line, for a report."""
    text = message[:_SHOWN]
    rest = "..." if len(message) > _SHOWN else ""
    return f"{text!r}{rest}" if quoted or isinstance(text, bytes) else f"{text}{rest}"


def nearest_message(match: MessageMatch, there: Sequence[str | bytes]) -> list[str]:
    """Return the messages that are most similar to the wanted message. If none is similar, return
    the last three messages.
    """
    texts = [shown(message) for message in there]
    similar = nearest(match.description, [(text, text) for text in texts])
    return [text for _, text in similar] or texts[-3:]


def difference(matches: Sequence[MessageMatch], there: Sequence[str | bytes]) -> list[str]:
    """Return a diff of the wanted and the actual messages: "- " marks a missing message, "+ " an
    unexpected message.
    """
    from difflib import ndiff

    wanted = [match.description for match in matches]
    is_lines = [
        next((match.description for match in matches if match(message)), shown(message))
        for message in there
    ]
    return [line.rstrip() for line in ndiff(wanted, is_lines)]


def is_close_code(code: object) -> bool:
    """Whether a close frame may have the code (RFC 6455, section 7.4)."""
    return isinstance(code, int) and 1000 <= code < 5000 and code not in (1004, 1005, 1006, 1015)
