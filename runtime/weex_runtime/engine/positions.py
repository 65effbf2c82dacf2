"""Names and lines of scripts: the binding calls every script `<input>`, so a script is identified
by its line numbers.

All scripts of a context share one sequence of lines: empty lines before a script make it start at
the line after the previous script.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from weex_runtime.engine import bytecode

# The name of a global variable that holds a new function until Python has read the variable.
MADE = "__made"

# A position as the engine writes it, after "at " or "at name (".
_POSITION = r"(?:(?<=at )|(?<=\())<input>:(\d+)(?::(\d+))?"
# `quickjs` has no line numbers for a function that is written in one line.
_WITHOUT_LINE = r"(?m) \(<input>\)$"
# The position that `quickjs-ng` writes for code compiled without line numbers.
_NO_POSITION = r" \(<null>:\d+:\d+\)"
# Marks a frame of code without a source file. The marked frame is removed from stack traces,
# together with a frame of `Function.prototype.call` directly above.
_HIDDEN = "\ufdd0"  # a noncharacter of Unicode, which no source text contains
_HIDDEN_FRAME = rf"(?m)(?:^ +at call \(native\)\n)?^ +at .*{_HIDDEN}.*\n?"

# The engine gives text that is parsed at run time (`eval`, `new Function`, JSON) the same name as
# scripts, `<input>`, with line numbers from 1. So the line numbers of scripts start after 10,000.
# Browsers name such text <anonymous>.
_LINES_OF_PARSED_TEXT = 10_000
_PARSED_TEXT = "<anonymous>"
# The engine adds the position of a SyntaxError to its stack; browsers do not.
_PLACE_OF_SYNTAX_ERROR = rf"^ +at {_PARSED_TEXT}:[\d:]+\n"

# Maximum size of a stack trace: a bundle can set `stack` to a string of any length.
_MOST_LINES, _MOST_CHARACTERS = 100, 1000


# Maps a line and column of a script to a position in a source file, like "chat.vue:41:5". Both
# count from 1; column 0 means unknown. Returns None to keep the position in the script, and "" for
# code without a source file: frames of such code are removed from stack traces.
Locate: TypeAlias = Callable[[int, int], "str | None"]


class Script(NamedTuple):
    """The text of a script, and its name in stack traces."""

    name: str
    source: str


class _Placed(NamedTuple):
    name: str
    shift: int = 0  # number of lines that the function around the script adds before it
    locate: Locate | None = None


class PlacedScripts:
    """Several scripts as the body of one function, with distinct line numbers.

    Args:
        first: The number of the line at which the first script starts.

    Attributes:
        placed: The entry of each script in `Positions`.
        first_lines: The number of the line at which each script starts.
        next_line: The number of the line after the last script.
    """

    __slots__ = ("_code", "_first", "_scripts", "first_lines", "next_line", "placed")

    def __init__(self, scripts: tuple[Script, ...], first: int) -> None:
        self._scripts, self._first = scripts, first
        self._code: bytes | None = None
        self.placed = [_Placed(script.name) for script in scripts]
        self.first_lines = []
        for script in scripts:
            self.first_lines.append(first)
            first += script.source.count("\n") + 1
        self.next_line = first

    def text(self) -> str:
        """Return a script that sets the global `MADE` to a function that runs all scripts."""
        body = "\n".join([script.source for script in self._scripts])
        lines = "\n" * (self._first - 1)
        return f"{lines}globalThis.{MADE} = function () {{{body}\n}}; undefined"

    def code(self, name: str, has_lines: bool) -> bytes:
        """Return the bytecode of `text`.

        Args:
            name, has_lines: As in `bytecode.code_of`.
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
        self._placed: list[_Placed] = [_Placed(_PARSED_TEXT)]
        self._next_line = 1 + _LINES_OF_PARSED_TEXT

    def place(self, source: str, name: str, shift: int = 0, locate: Locate | None = None) -> str:
        """Give a script its line numbers.

        Args:
            name: The script's name in stack traces, like "chat.js".
            shift: Number of lines that a function around the script will add before it.
            locate: Finds positions in the source files from which the script was built.

        Returns:
            The script's source, preceded by as many empty lines as its line number needs.
        """
        first = self._next_line
        self._first_lines.append(first)
        self._placed.append(_Placed(name, shift, locate))
        self._next_line += source.count("\n") + 1 + shift
        return "\n" * (first - 1) + source

    def place_all(self, scripts: Sequence[Script]) -> PlacedScripts:
        """Give line numbers to several scripts that form the body of one function."""
        placed = placed_scripts(tuple(scripts), self._next_line)
        self._first_lines += placed.first_lines
        self._placed += placed.placed
        self._next_line = placed.next_line
        return placed

    def name_positions(self, text: str) -> str:
        """Replace the positions that the engine wrote in a stack trace or message by names and
        lines of source files. Remove frames of code without a source file.
        """
        if "<input>" not in text and "<null>" not in text:
            return text
        text = re.sub(_NO_POSITION, "", text)
        text = re.sub(_WITHOUT_LINE, "", re.sub(_POSITION, self._name_position, text))
        if _HIDDEN in text:
            text = re.sub(_HIDDEN_FRAME, "", text).replace(_HIDDEN, "")
        return text

    def name_stack(self, stack: str) -> str:
        """Replace the positions in a stack trace (`name_positions`), and remove the line that the
        engine adds for a SyntaxError.
        """
        stack = self.name_positions(_cut(stack))
        return re.sub(_PLACE_OF_SYNTAX_ERROR, "", stack).rstrip("\n")

    def _name_position(self, match: re.Match[str]) -> str:
        from bisect import bisect_right  # imported only if needed

        number = int(match.group(1)[:12])
        if number >= self._next_line:
            return match.group()  # not a position: the bundle itself wrote this text
        index = bisect_right(self._first_lines, number) - 1
        name, shift, locate = self._placed[index]
        line = max(1, number - self._first_lines[index] + 1 - shift)
        column = int((match.group(2) or "0")[:12])
        located = locate(line, column) if locate else None
        if located == "":
            return f"{name}{_HIDDEN}"
        return located or f"{name}:{line}" + (f":{column}" if column else "")


def _cut(stack: str) -> str:
    lines = stack[: _MOST_LINES * _MOST_CHARACTERS].split("\n")[:_MOST_LINES]
    return "\n".join(line[:_MOST_CHARACTERS] for line in lines)
