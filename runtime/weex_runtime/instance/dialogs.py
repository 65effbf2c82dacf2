"""The dialogs of a stack of pages (`modal`, `picker`, permissions), and the user's answers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from sys import getsizeof
from typing import TYPE_CHECKING

from weex_runtime.errors import WeexError

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance
    from weex_runtime.module_api.dialog import Answer, Dialog
    from weex_runtime.module_api.future import Future


class OpenDialog:
    """A dialog that is not answered.

    Attributes:
        number: The number of the dialog, from 1 on, on its stack of pages.
        page: The page that shows the dialog.
        answer: A future of the answer, which stays unresolved if the page ends first.
    """

    def __init__(self, number: int, page: Instance, dialog: Dialog) -> None:
        from weex_runtime.module_api.future import Future

        self.number = number
        self.page = page
        self.dialog = dialog
        self.answer: Future[Answer] = Future(lambda error: None)

    def close(self, answer: Answer) -> None:
        """Record the dialog with its answer, and resolve the future of the answer."""
        self.page.dialogs.keep(self.dialog._replace(answer=answer))
        self.answer.resolve(answer, None)


class Dialogs:
    """The dialogs of a stack of pages.

    Attributes:
        open: The open dialogs, in order; the screen shows the first.
        answers: Answers to the next dialogs, in order.
        policy: A function that answers a dialog if `answers` is empty; None: dialogs remain open.
        on_toast: Called with the page, the text and the seconds of each toast; None: not called.
    """

    def __init__(self) -> None:
        self.open: list[OpenDialog] = []
        self._opened = 0
        self.answers: deque[Answer] = deque()
        self.policy: Callable[[Dialog], Answer] | None = _accept
        self.on_toast: Callable[[Instance, str, float], object] | None = None

    def show(self, page: Instance, dialog: Dialog) -> Future[Answer]:
        """Show a dialog. Close the dialog at once if an answer is queued or `policy` is set."""
        self._opened += 1
        opened = OpenDialog(self._opened, page, dialog)
        if self.answers:
            opened.close(self.answers.popleft())
        elif self.policy:
            opened.close(self.policy(dialog))
        else:
            self.open.append(opened)
        return opened.answer

    def answer(self, opened: OpenDialog, answer: Answer) -> None:
        """Close a dialog with an answer. An answer to a closed dialog is ignored."""
        if opened in self.open:
            self.open.remove(opened)
            opened.close(answer)

    def close(self, page: Instance) -> None:
        """Close the dialogs of a page that has ended, without an answer."""
        self.open = [opened for opened in self.open if opened.page is not page]

    def size(self, page: Instance) -> int:
        """Return the size of a page's open dialogs in bytes."""
        return sum(size_of_dialog(opened.dialog) for opened in self.open if opened.page is page)

    def add(self, answers: Sequence[Answer]) -> None:
        """Answer the open dialogs in order, and keep the remaining answers for later dialogs.

        Raises:
            WeexError: A value cannot answer a dialog.
        """
        for answer in answers:
            if not isinstance(answer, (bool, str, int)):
                raise WeexError(
                    "answer_dialogs takes an answer for each dialog, like "
                    f'answer_dialogs(True, "Ada"): True, False, a text or a number, not {answer!r}'
                )
        self.answers.extend(answers)
        while self.open and self.answers:
            self.answer(self.open[0], self.answers.popleft())


def size_of_dialog(dialog: Dialog) -> int:
    """Return the size of a dialog in bytes."""
    return sum(map(getsizeof, dialog)) + sum(map(getsizeof, dialog.items))


def _accept(dialog: Dialog) -> Answer:
    from weex_runtime.module_api.dialog import Dialog

    if not isinstance(dialog, Dialog):
        raise WeexError(
            "answer_dialog is not a method: assign page.answer_dialog = lambda dialog: ...; "
            "answer_dialogs(True) answers the next dialog"
        )
    return True
