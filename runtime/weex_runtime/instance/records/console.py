"""Console lines of a page."""

# Annotations are not postponed: a NamedTuple would compile the text of each, and the first takes a
# millisecond of each start.

from typing import NamedTuple


class ConsoleLine(NamedTuple):
    """A line of the console, from the bundle, a framework or this runtime.

    Attributes:
        level: error, warn, info, log or debug; hint for what would not work on a device.
    """

    level: str
    text: str
