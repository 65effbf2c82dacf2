"""Who sits before the screen: answers to the dialogs that pages of one stack show."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TypeAlias

from weex_runtime.console import Dialog
from weex_runtime.errors import WeexError

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


def _accept(dialog: Dialog) -> Answer:
    if not isinstance(dialog, Dialog):
        raise WeexError(
            "answer_dialog is assigned: page.answer_dialog = lambda dialog: ...; "
            "answer_dialogs(True) answers the next one"
        )
    return True
