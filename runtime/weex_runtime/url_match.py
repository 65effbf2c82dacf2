"""Which addresses a test means: a glob, a regular expression or a function."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from weex_runtime.errors import WeexError
from weex_runtime.regexp import is_pattern

UrlPattern: TypeAlias = "str | re.Pattern[str] | Callable[[str], object]"


class UrlMatch:
    """A glob over the whole address, as Playwright has it: `*` is anything but "/", `**` anything,
    `{a,b}` either; `?` is itself. A regular expression is searched for; a function is asked.

    Attributes:
        wanted: What was given.
        words: The same as a report shows it.

    Raises:
        WeexError: It is none of those.
    """

    def __init__(self, wanted: UrlPattern) -> None:
        self.wanted = wanted
        if isinstance(wanted, str):
            self.words = repr(wanted)
            self._matches: Callable[[str], object] = re.compile(_expression(wanted)).fullmatch
        elif is_pattern(wanted):
            self.words = f"/{wanted.pattern}/"
            self._matches = wanted.search
        elif callable(wanted):
            self.words = getattr(wanted, "__qualname__", repr(wanted))
            self._matches = wanted
        else:
            raise WeexError(
                f"a pattern of addresses is a glob, a regular expression or a function, not "
                f"{wanted!r}"
            )

    def __call__(self, url: str) -> bool:
        """Whether an address is meant."""
        return bool(self._matches(url))


def _expression(glob: str) -> str:
    """A glob as a regular expression.

    Raises:
        WeexError: A brace is not closed.
    """
    parts: list[str] = []
    depth = 0
    for token in re.findall(r"\*\*/?|\\.|.", glob, re.DOTALL):
        if token == "**/":
            parts.append("(?:.*/)?")
        elif token == "**":
            parts.append(".*")
        elif token == "*":
            parts.append("[^/]*")
        elif token == "{":
            depth += 1
            parts.append("(?:")
        elif token == "}" and depth:
            depth -= 1
            parts.append(")")
        elif token == "," and depth:
            parts.append("|")
        else:
            parts.append(re.escape(token[-1]))
    if depth:
        raise WeexError(f"the glob {glob!r} has a brace that is not closed")
    return "".join(parts)
