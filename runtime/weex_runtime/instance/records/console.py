"""Console lines of a page."""

# Annotations are not postponed, since NamedTuple would compile each annotation's text, which takes
# a millisecond at start.

from typing import NamedTuple


class ConsoleLine(NamedTuple):
    """A line of the console, from the bundle, a framework or this runtime.

    Attributes:
        level: "error", "warn", "info", "log" or "debug"; "hint" for a warning about devices.
    """

    level: str
    text: str
