"""Dialogs and toasts of the devices, which the browser shows over their screens."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from weex_runtime.module_api.dialog import Answer, Dialog
from weex_runtime.module_api.platforms import Difference
from weex_runtime.preview.as_test import Actions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from weex_runtime.instance.dialogs import OpenDialog
    from weex_runtime.instance.instance import Instance
    from weex_runtime.instance.stack import PageStack
    from weex_runtime.testkit.page import Page

_BACK = Difference(
    "the back button dismissed a dialog of modal, as its cancel button does",
    android="the callback is never called",
)


class Overlays:
    """Shows the first open dialog of each device in all tabs. The first answer from any tab closes
    the dialog.

    Args:
        stacks: The page stack of each device. Dialogs of the stacks stay open until a user answers.
        actions: Records the answers, for "Copy as test".
        send: Sends a message to all tabs.
    """

    def __init__(
        self,
        stacks: Sequence[PageStack[Page]],
        actions: Actions,
        send: Callable[[dict[str, Any]], None],
    ) -> None:
        self._stacks = stacks
        self._actions = actions
        self._send = send
        # For each device: the dialog that was sent last, or None if no dialog was open. () makes
        # `refresh` send the dialog again, since a tab has connected.
        self._shown: list[OpenDialog | None | tuple[()]] = [()] * len(stacks)
        for device, stack in enumerate(stacks):
            stack.dialogs.policy = None
            stack.dialogs.on_toast = partial(self._toast, device)

    def join(self) -> None:
        """Make the next `refresh` send the dialogs of all devices, since a tab has connected."""
        self._shown = [()] * len(self._stacks)

    def refresh(self) -> None:
        """Send the dialogs that have opened or closed."""
        for device, stack in enumerate(self._stacks):
            first = stack.dialogs.open[0] if stack.dialogs.open else None
            if first is not self._shown[device]:
                self._shown[device] = first
                shown = {"number": first.number, **first.dialog._asdict()} if first else None
                self._send({"kind": "dialog", "device": device, "dialog": shown})

    def answer(self, page: Page, message: dict[str, Any]) -> None:
        """Answer an open dialog. Does nothing if the dialog is closed already.

        Args:
            message: {number of the dialog, answer}. The answer True accepts the dialog, with the
                value of a prompt or picker unchanged.

        Raises:
            ValueError: The answer is not a value for a dialog.
        """
        answer = message["answer"]
        if not isinstance(answer, (bool, str, int)):
            raise ValueError(f"expected an answer to a dialog, got {answer!r}")
        for opened in [*page.stack.dialogs.open]:
            if opened.number == message["number"]:
                self._close(page, opened, _in_words(opened.dialog, answer))

    def go_back(self, page: Page) -> bool:
        """Dismiss the first open dialog with the back button; return False if no dialog is open."""
        if not page.stack.dialogs.open:
            return False
        opened = page.stack.dialogs.open[0]
        if opened.dialog.kind in ("alert", "confirm", "prompt"):
            page.report_difference(_BACK)
        self._close(page, opened, False)
        return True

    def _close(self, page: Page, opened: OpenDialog, answer: Answer) -> None:
        self._actions.answered(answer)
        page.stack.dialogs.answer(opened, answer)

    def _toast(self, device: int, page: Instance, text: str, seconds: float) -> None:
        # A new toast replaces the toast on the screen. Source: Android WXModalUIModule.java,
        # iOS WXModalUIModule.m.
        toast = {"text": text, "seconds": seconds, "replaces": page.platform.name != "web"}
        self._send({"kind": "toast", "device": device, **toast})


def _in_words(dialog: Dialog, answer: Answer) -> Answer:
    """Return the text of the picker item that the user chose by its index; the index if several
    items have this text. Return other answers unchanged.
    """
    is_index = isinstance(answer, int) and not isinstance(answer, bool)
    if is_index and answer in range(len(dialog.items)):
        text = dialog.items[int(answer)]
        if dialog.items.count(text) == 1:
            return text
    return answer
