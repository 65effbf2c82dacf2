"""Who sits before the screen: answers to the dialogs that pages of one stack show."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from weex_runtime.errors import WeexError

if TYPE_CHECKING:
    from weex_runtime.module_api.dialog import Dialog

# True accepts a dialog as it stands, False dismisses it; a text is what is typed, the title that is
# pressed, or the item, date or time that is picked; a number is an item's index.
Answer: TypeAlias = bool | str | int


class Answers:
    """Answers that are given in advance, and the policy behind them.

    Attributes:
        waiting: For the next dialogs, in order.
        policy: Answers when none waits.
    """

    def __init__(self) -> None:
        self.waiting: deque[Answer] = deque()
        self.policy: Callable[[Dialog], Answer] = _accept

    def answer(self, dialog: Dialog) -> Answer:
        """The answer to a dialog."""
        return self.waiting.popleft() if self.waiting else self.policy(dialog)

    def add(self, answers: Sequence[Answer]) -> None:
        """Give answers in advance, behind those that wait.

        Raises:
            WeexError: One of them can be no dialog's.
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
            "answer_dialog is assigned: page.answer_dialog = lambda dialog: ...; "
            "answer_dialogs(True) answers the next one"
        )
    return True
