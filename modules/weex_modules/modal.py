"""`modal`: toasts and dialogs, shown on the page's console and answered by its policy."""

from __future__ import annotations

from weex_runtime import Callback, Dialog, Module, js_method
from weex_runtime.values import JSONValue

Options = dict[str, JSONValue]


class ModalModule(Module):
    """Weex `modal`.

    `page.answer_dialog` answers alert, confirm and prompt; by default it accepts them.
    Source: Android WXModalUIModule.java.
    """

    name = "modal"

    @js_method
    def toast(self, options: Options) -> None:
        """{message, duration (seconds)}."""
        self._show("toast", _message(options))

    @js_method
    def alert(self, options: Options, done: Callback) -> None:
        """{message, okTitle = "OK"}; calls back with okTitle."""
        ok, _ = _titles(options)
        self._ask(Dialog("alert", _message(options), ""))
        done.invoke(ok)

    @js_method
    def confirm(self, options: Options, done: Callback) -> None:
        """{message, okTitle = "OK", cancelTitle = "Cancel"}; calls back with the title pressed."""
        ok, cancel = _titles(options)
        answer = self._ask(Dialog("confirm", _message(options), ""))
        done.invoke(ok if answer is not False else cancel)

    @js_method
    def prompt(self, options: Options, done: Callback) -> None:
        """{message, okTitle, cancelTitle, default}; calls back with {result: title, data: text}."""
        ok, cancel = _titles(options)
        default = str((options or {}).get("default") or "")
        answer = self._ask(Dialog("prompt", _message(options), default))
        if answer is False:
            done.invoke({"result": cancel, "data": ""})
        else:
            done.invoke({"result": ok, "data": default if answer is True else answer})

    def _ask(self, dialog: Dialog) -> bool | str:
        self._show(dialog.kind, dialog.message)
        return self.page.answer_dialog(dialog)

    def _show(self, kind: str, message: str) -> None:
        self.page.write_console("info", f"[modal.{kind}] {message}")


def _message(options: Options | None) -> str:
    message = (options or {}).get("message")
    return message if isinstance(message, str) else "" if message is None else str(message)


def _titles(options: Options | None) -> tuple[str, str]:
    options = options or {}
    return str(options.get("okTitle") or "OK"), str(options.get("cancelTitle") or "Cancel")
