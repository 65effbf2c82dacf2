"""Console lines of a page."""

# Not postponed, nor in the other files with a NamedTuple that each start needs: it compiles the
# text of each annotation, and the first of those takes a millisecond.

from typing import NamedTuple


class ConsoleLine(NamedTuple):
    """A line that a bundle, a framework or this runtime wrote.

    Attributes:
        level: error, warn, info, log or debug; hint for what would break on a device.
    """

    level: str
    text: str
