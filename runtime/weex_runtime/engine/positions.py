"""Names and lines of scripts: the binding calls every script `<input>`, so a script is identified
by its line numbers.

All scripts of a context share one sequence of lines: empty lines before a script make it start at
the line after the previous script.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from weex_runtime.engine import bytecode

# The name of a global that exists only until the caller has read the function from it.
MADE = "__made"

_POSITION = r"<input>:(\d+)(:\d+)?"

# Text that a script parses at run time (`eval`, `new Function`, JSON) is also called `<input>` by
# the engine, with lines from 1 on. So the line numbers of scripts start after 10,000. Browsers name
# such text <anonymous>.
_LINES_OF_PARSED_TEXT = 10_000
_PARSED_TEXT = "<anonymous>"
# The engine adds the position of a SyntaxError to its stack; browsers do not.
_PLACE_OF_SYNTAX_ERROR = rf"^ +at {_PARSED_TEXT}:[\d:]+\n"


class Script(NamedTuple):
    """The text of a script, and its name in stack traces."""

    name: str
    source: str


class PlacedScripts:
    """Several scripts as the body of one function, with distinct line numbers.

    Args:
        first: The line number of the first script.

    Attributes:
        names: Pairs of a script's name and the shift of its line numbers, which is 0.
        first_lines: The number of the line at which each script starts.
        next_line: The number of the line after the last script.
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
        """Return a script that sets the global `MADE` to a function whose body is the scripts."""
        body = "\n".join([script.source for script in self._scripts])
        lines = "\n" * (self._first - 1)
        return f"{lines}globalThis.{MADE} = function () {{{body}\n}}; undefined"

    def code(self, name: str, has_lines: bool) -> bytes:
        """Return the bytecode of `text`.

        Args:
            name, has_lines: As `bytecode.code_of`.
        """
        if self._code is None:
            self._code = bytecode.code_of(name, self.text(), has_lines=has_lines)
        return self._code


# The result is cached, so that pages with equal scripts share line numbers and bytecode.
placed_scripts = lru_cache(maxsize=64)(PlacedScripts)


class Positions:
    """The line numbers of all scripts of one context."""

    def __init__(self) -> None:
        self._first_lines: list[int] = [1]
        self._names: list[tuple[str, int | None]] = [(_PARSED_TEXT, 0)]
        self._next_line = 1 + _LINES_OF_PARSED_TEXT

    def place(
        self, source: str, name: str, shift: int = 0, lines: Sequence[tuple[int, str, int]] = ()
    ) -> str:
        """Give a script its line numbers.

        Args:
            name: The script's name in stack traces, like "chat.js".
            shift: Number of lines that a wrapper will add before the script.
            lines: (first line in the script, name, line in the file) of parts that come from other
                files. A line of 0 marks code that comes from no file. A name of "" stands for the
                script itself.

        Returns:
            The source after as many empty lines as needed.
        """
        first = self._next_line
        self._first_lines.append(first)
        self._names.append((name, shift))
        for part, file, line in lines:
            self._first_lines.append(first + part - 1)
            # A shift of None marks code that comes from no file.
            self._names.append((file, 1 - line if line else None) if file else (name, 1 - part))
        self._next_line += source.count("\n") + 1 + shift
        return "\n" * (first - 1) + source

    def place_all(self, scripts: Sequence[Script]) -> PlacedScripts:
        """Give line numbers to several scripts that form the body of one function."""
        placed = placed_scripts(tuple(scripts), self._next_line)
        self._first_lines += placed.first_lines
        self._names += placed.names
        self._next_line = placed.next_line
        return placed

    def name_positions(self, text: str) -> str:
        """Replace the engine's positions in a stack trace or message by names and lines."""
        if "<input>" not in text:
            return text
        # `quickjs` has no line numbers for a function that is written in one line.
        return re.sub(_POSITION, self._name_position, text).replace(" (<input>)", "")

    def name_stack(self, stack: str) -> str:
        """Do the same as `name_positions`, and remove the line that the engine adds for a
        SyntaxError.
        """
        return re.sub(_PLACE_OF_SYNTAX_ERROR, "", self.name_positions(stack).rstrip("\n"))

    def _name_position(self, match: re.Match[str]) -> str:
        from bisect import bisect_right  # imported only if needed

        line = int(match.group(1))
        index = bisect_right(self._first_lines, line) - 1
        name, shift = self._names[index]
        if shift is None:
            return name
        column = match.group(2) or ""
        return f"{name}:{max(1, line - self._first_lines[index] + 1 - shift)}{column}"
