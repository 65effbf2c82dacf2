"""Default and queued answers to `modal` and `picker` dialogs, shared by the pages of a stack."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from weex_runtime.errors import WeexError

if TYPE_CHECKING:
    from weex_runtime.module_api.dialog import Dialog

# True accepts a dialog, False dismisses it; a text is typed, or names the button, item, date or
# time; a number is the index of an item.
Answer: TypeAlias = bool | str | int


class Answers:
    """The answers to the dialogs of a stack of pages.

    Attributes:
        waiting: Answers to the next dialogs, in order.
        policy: Function that answers a dialog if `waiting` is empty.
    """

    def __init__(self) -> None:
        self.waiting: deque[Answer] = deque()
        self.policy: Callable[[Dialog], Answer] = _accept

    def answer(self, dialog: Dialog) -> Answer:
        """Return the answer to a dialog."""
        return self.waiting.popleft() if self.waiting else self.policy(dialog)

    def add(self, answers: Sequence[Answer]) -> None:
        """Queue answers to the next dialogs.

        Raises:
            WeexError: A value cannot answer a dialog.
        """
        for answer in answers:
            if not isinstance(answer, (bool, str, int)):
                raise WeexError(
                    "answer_dialogs takes an answer for each dialog, like "
                    f'answer_dialogs(True, "Ada"): True, False, a text or a number, not {answer!r}'
                )
        self.waiting.extend(answers)


def _accept(dialog: Dialog) -> Answer:
    from weex_runtime.module_api.dialog import Dialog

    if not isinstance(dialog, Dialog):
        raise WeexError(
            "answer_dialog is not a method: assign page.answer_dialog = lambda "
            "dialog: ...; "
            "answer_dialogs(True) answers the next dialog"
        )
    return True
