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
    """A toast or dialog that a page shows.

    Attributes:
        kind: "toast", "alert", "confirm", "prompt", "pick", "pickDate" or "pickTime";
            "permission" where the device asks its user.
        message: Its text; a picker's title; the name of a permission.
        default: What a prompt's field holds at first; the item, date or time that a picker shows.
        ok: The title of the button that accepts.
        cancel: The title of the one that dismisses.
        items: What can be picked.
        answer: What `page.answer_dialog` was asked for and said; None before that, and of a toast.
    """

    kind: str
    message: str
    default: str = ""
    ok: str = "OK"
    cancel: str = "Cancel"
    items: tuple[str, ...] = ()
    answer: bool | str | int | None = None
