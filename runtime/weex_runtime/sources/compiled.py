"""Classes for a compiled bundle and for the source lines of its parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Lines(NamedTuple):
    """A part of a bundle, and the lines of the source file from which the part was compiled.

    Attributes:
        first: The number of the part's first line in the bundle.
        name: The name of the source file in stack traces, like "chat.vue"; "" for generated code
            around the modules.
        line: The number of the line in the source file on which the part begins; 0 for generated
            code, which has no lines in a source file.
    """

    first: int
    name: str
    line: int


class Compiled(NamedTuple):
    """A bundle that was compiled from a source file and its imports.

    Attributes:
        text: The text of the bundle.
        lines: The parts of the bundle in their order, with the source lines of each part.
        files: {name in stack traces: path or URL} of all files that were read, entry file first.
        notes: Warnings of the compilers, like "chat.vue:41: ...".
    """

    text: str
    lines: tuple[Lines, ...]
    files: Mapping[str, str]
    notes: tuple[str, ...]

    def source_of(self, line: int) -> tuple[str, int]:
        """Return the name of the source file of a line in the bundle, and the line in that file;
        ("", 0) for generated code around the modules, line 0 for code without source lines.
        """
        from bisect import bisect_right  # imported here: only bundles with errors need it

        index = bisect_right(self.lines, line, key=lambda part: part.first) - 1
        if index < 0:
            return "", 0
        part = self.lines[index]
        return part.name, part.line + line - part.first if part.line else 0
