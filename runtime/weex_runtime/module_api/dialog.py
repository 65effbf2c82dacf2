"""The dialogs that modules show with `page.show_dialog`."""

# `from __future__ import annotations` is left out: NamedTuple would compile annotations from text
# at each start of the process.
from typing import NamedTuple, TypeAlias

# True accepts a dialog, False dismisses it. A string is typed into a prompt, or names a button, an
# item, a date or a time. A number is the index of an item.
Answer: TypeAlias = bool | str | int


class Dialog(NamedTuple):
    """A toast or dialog that a page shows.

    Attributes:
        kind: "toast", "alert", "confirm", "prompt", "pick", "pickDate", "pickTime" or
            "permission".
        message: The text of the dialog, the title of a picker, or the name of a permission.
        default: The initial text of a prompt, or the initial item, date or time of a picker.
        ok: The title of the accepting button.
        cancel: The title of the dismissing button.
        items: The items of a picker.
        answer: The value that `page.answer_dialog` gave. None for a toast, and for a dialog that is
            not answered yet.
        placeholder: The text in the empty field of a prompt.
        min, max: The limits of a date picker; "" for none.
    """

    kind: str
    message: str
    default: str = ""
    ok: str = "OK"
    cancel: str = "Cancel"
    items: tuple[str, ...] = ()
    answer: Answer | None = None
    placeholder: str = ""
    min: str = ""
    max: str = ""
