"""The bundle of a source."""

from typing import NamedTuple


class Lines(NamedTuple):
    """A part of a bundle that stands on the lines of a file.

    Attributes:
        first: The first line of the part in the bundle.
        name: The file's name in stack traces, like "chat.vue".
        line: The line of the file on which the part begins; 0 for code that a compiler wrote.
    """

    first: int
    name: str
    line: int


class Compiled(NamedTuple):
    """The bundle of a source.

    Attributes:
        text: The bundle.
        lines: The parts that come from files, from the first to the last line.
        files: The paths or URLs that were read, the source first.
        notes: Warnings of the compilers, like "chat.vue:41: ...".
    """

    text: str
    lines: tuple[Lines, ...]
    files: tuple[str, ...]
    notes: tuple[str, ...]
