"""What a page shows beside its screen: console lines and dialogs."""

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


class Dialog(NamedTuple):
    """A dialog that a page opens.

    Attributes:
        kind: "alert", "confirm" or "prompt".
        message: Its text.
        default: What a prompt's field holds at first.
    """

    kind: str
    message: str
    default: str
