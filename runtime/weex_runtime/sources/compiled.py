"""Classes for a compiled bundle and for the source lines of its parts."""

from typing import NamedTuple


class Lines(NamedTuple):
    """A part of a bundle, and the lines of the source file from which the part was compiled.

    Attributes:
        first: The number of the part's first line in the bundle.
        name: The name of the source file in stack traces, like "chat.vue".
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
        files: The paths or URLs of all files that were read; the first is the entry file.
        notes: Warnings of the compilers, like "chat.vue:41: ...".
    """

    text: str
    lines: tuple[Lines, ...]
    files: tuple[str, ...]
    notes: tuple[str, ...]
