"""Lines of scripts: the binding names every script `<input>`, so that only lines tell them apart.

All scripts of a context share one sequence of lines. Each script begins where the one before it
ended, behind as many empty lines.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from weex_runtime.engine import bytecode

# The name of a global for a moment: a function between its definition and its first use.
MADE = "__made"

_POSITION = r"<input>:(\d+)"

# The engine counts lines of text that a script parses while it runs (`eval`, `new Function`, JSON)
# from 1, under the file name of all scripts, whose lines begin behind these. Browsers call it so.
_LINES_OF_PARSED_TEXT = 10_000
_PARSED_TEXT = "<anonymous>"
# The engine adds the place to the stack of a SyntaxError; browsers leave it out.
_PLACE_OF_SYNTAX_ERROR = rf"^ +at {_PARSED_TEXT}:[\d:]+\n"


class Script(NamedTuple):
    """JS text, and its name in stack traces."""

    name: str
    source: str


class PlacedScripts:
    """Scripts as the body of one function, on lines of their own.

    Args:
        first: The first line.

    Attributes:
        names: (name, 0) of each script, as `Positions` keeps them.
        first_lines: The first line of each script.
        next_line: The line behind the last script.
    """

    __slots__ = ("_code", "_first", "_scripts", "first_lines", "names", "next_line")

    def __init__(self, scripts: tuple[Script, ...], first: int) -> None:
        self._scripts, self._first = scripts, first
        self._code: bytes | None = None
        self.names = [(script.name, 0) for script in scripts]
        self.first_lines = []
        for script in scripts:
            self.first_lines.append(first)
            first += script.source.count("\n") + 1
        self.next_line = first

    def text(self) -> str:
        """A script that makes the function the global `MADE`."""
        body = "\n".join([script.source for script in self._scripts])
        lines = "\n" * (self._first - 1)
        return f"{lines}globalThis.{MADE} = function () {{{body}\n}}; undefined"

    def code(self, name: str, has_lines: bool) -> bytes:
        """The bytecode of `text`.

        Args:
            name, has_lines: As `bytecode.code_of`.
        """
        if self._code is None:
            self._code = bytecode.code_of(name, self.text(), has_lines=has_lines)
        return self._code


# A page uses the lines and bytecode that earlier pages have found.
placed_scripts = lru_cache(maxsize=64)(PlacedScripts)


class Positions:
    """The lines of one context's scripts."""

    def __init__(self) -> None:
        self._first_lines: list[int] = [1]
        self._names: list[tuple[str, int]] = [(_PARSED_TEXT, 0)]
        self._next_line = 1 + _LINES_OF_PARSED_TEXT

    def place(self, source: str, name: str, shift: int = 0) -> str:
        """Move a script to lines of its own.

        Args:
            name: Its name in stack traces, like "chat.js".
            shift: Lines that another wrapper will put in front of it.

        Returns:
            The source behind empty lines.
        """
        first = self._next_line
        self._first_lines.append(first)
        self._names.append((name, shift))
        self._next_line += source.count("\n") + 1 + shift
        return "\n" * (first - 1) + source

    def place_all(self, scripts: Sequence[Script]) -> PlacedScripts:
        """Move scripts to lines of their own, as the body of one function."""
        placed = placed_scripts(tuple(scripts), self._next_line)
        self._first_lines += placed.first_lines
        self._names += placed.names
        self._next_line = placed.next_line
        return placed

    def name_positions(self, text: str) -> str:
        """Replace the engine's positions in a stack trace or message by names and lines."""
        if "<input>" not in text:
            return text
        # `quickjs` keeps no lines for a function that is written on one.
        return re.sub(_POSITION, self._name_position, text).replace(" (<input>)", "")

    def name_stack(self, stack: str) -> str:
        """As `name_positions`, without the place that the engine adds for a SyntaxError."""
        return re.sub(_PLACE_OF_SYNTAX_ERROR, "", self.name_positions(stack).rstrip("\n"))

    def _name_position(self, match: re.Match[str]) -> str:
        from bisect import bisect_right  # for stack traces only

        line = int(match.group(1))
        index = bisect_right(self._first_lines, line) - 1
        name, shift = self._names[index]
        return f"{name}:{max(1, line - self._first_lines[index] + 1 - shift)}"
