"""Dialogs that modules show with `page.ask`."""

from typing import NamedTuple  # annotations are not postponed: a NamedTuple would compile each


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
