"""`modal`: toasts and dialogs, on the page's console, with answers set by tests."""

from __future__ import annotations

from typing import Literal

from weex_runtime import Callback, Dialog, Difference, Module, js_method
from weex_runtime.json_values import JSONValue, shown

Options = dict[str, JSONValue]

_NO_MESSAGE = Difference(
    "modal.{method} was called without a message",
    ios="nothing is shown, and the callback gets an error as text",
)
_DEFAULT = Difference(
    "modal.prompt was called with a default",
    ios="the field is empty and shows it as a placeholder only",
    web="the field is empty and shows it as a placeholder only",
)
_SECOND = Difference(
    "modal was called while a dialog was open",
    android="the new dialog lies over the first",
    ios="nothing is shown, and the callback is never called",
    instead="the second call in the callback of the first",
)
_OTHER_INPUT = Difference(
    "modal.prompt was called on a page with an <input>",
    web="the answer has the text of that input, not what was typed",
)


class ModalModule(Module):
    """Weex `modal`.

    `page.answer_dialogs(...)` queues answers for the next dialogs. The function
    `page.answer_dialog` answers the dialogs for which no answer is queued. The answer True accepts
    a dialog, and False dismisses it. A string is the title of the button to press, or the input for
    a prompt. The default is True. `page.dialogs` has the dialogs shown.

    Source: Android WXModalUIModule.java, iOS WXModalUIModule.m, weex-vue-render.
    """

    name = "modal"

    @js_method
    def toast(self, options: Options) -> None:
        """Show text for a while: {message, duration (seconds)}.

        Android: an empty message is not shown.
        iOS: a message that is neither text nor a number is not shown.
        """
        message = self._message(options)
        if message is None or self.page.platform.name == "android" and not message:
            return
        self._write("toast", message)
        self.page.show_toast(message, self._seconds((options or {}).get("duration")))

    @js_method
    async def alert(self, options: Options, done: Callback) -> None:
        """Show a message: {message, okTitle = "OK"}; calls back with okTitle.

        iOS: calls back with ""; if the message is missing, calls back with an error text.
        H5: the callback has no argument.
        """
        dialog = self._dialog("alert", options, done)
        if dialog:
            await self._is_accepted(dialog)
            done.invoke({"ios": "", "web": None}.get(self.page.platform.name or "", dialog.ok))

    @js_method
    async def confirm(self, options: Options, done: Callback) -> None:
        """Ask a question: {message, okTitle = "OK", cancelTitle = "Cancel"}; calls back with the
        title of the pressed button.

        iOS: without a message it calls back with the text of an error.
        """
        dialog = self._dialog("confirm", options, done)
        if dialog:
            done.invoke(dialog.ok if await self._is_accepted(dialog) else dialog.cancel)

    @js_method
    async def prompt(self, options: Options, done: Callback) -> None:
        """Ask for text: {message, okTitle, cancelTitle, default}; calls back with {result: title,
        data: text}.

        Android: data is the text in the field, even if the prompt is dismissed.
        iOS: default is a placeholder; if the message is missing, calls back with an error text.
        H5: default is a placeholder; data is the text of the first input on the page, if the page
            has an input.
        """
        dialog = self._dialog("prompt", options, done)
        if dialog is None:
            return
        platform = self.page.platform.name
        if dialog.default or dialog.placeholder:
            self.page.report_difference(_DEFAULT)
        answer = await self._is_accepted(dialog)
        typed = answer if isinstance(answer, str) else dialog.default
        if answer is False and platform != "android":
            typed = ""
        inputs = [e for e in self.page.document.elements() if e.type == "input"]
        if inputs:
            self.page.report_difference(_OTHER_INPUT)
            if platform == "web":
                typed = shown(inputs[0].attr.get("value"))
        done.invoke({"result": dialog.cancel if answer is False else dialog.ok, "data": typed})

    def _dialog(
        self, kind: Literal["alert", "confirm", "prompt"], options: Options | None, done: Callback
    ) -> Dialog | None:
        """Return the dialog for the options; None if the platform shows no dialog for them."""
        options = options or {}
        message = self._message(options)
        if not isinstance(options.get("message"), (str, int, float)):
            self.page.report_difference(_NO_MESSAGE, method=kind)
        if message is None:
            done.invoke("Error: message should be passed correctly.")
            return None
        default = self._text(options.get("default")) or "" if kind == "prompt" else ""
        ok = self._title(options, "okTitle", "OK")
        cancel = self._title(options, "cancelTitle", "Cancel")
        if self.page.platform.name in ("ios", "web"):
            return Dialog(kind, message, ok=ok, cancel=cancel, placeholder=default)
        return Dialog(kind, message, default, ok, cancel)

    async def _is_accepted(self, dialog: Dialog) -> bool | str:
        """Show the dialog; return True if accepted, False if dismissed, or the typed text."""
        self._write(dialog.kind, dialog.message)
        if self.page.stack.dialogs.open:
            self.page.report_difference(_SECOND)
        answer = await self.page.show_dialog(dialog)
        if isinstance(answer, bool):
            return answer
        if isinstance(answer, str):
            if dialog.kind == "prompt":
                return answer
            if answer == dialog.ok:
                return True
            if answer == dialog.cancel and dialog.kind == "confirm":
                return False
        titles = {"alert": f" or {dialog.ok!r}", "prompt": " or a text"}.get(
            dialog.kind, f", {dialog.ok!r} or {dialog.cancel!r}"
        )
        self.page.write_console(
            "error",
            f"[weex-runtime] modal.{dialog.kind} {dialog.message!r}: expected an answer True, "
            f"False{titles}, got {answer!r}; the dialog is dismissed",
        )
        return False

    def _message(self, options: Options | None) -> str | None:
        """Return the message; None if the platform treats the message as missing."""
        return self._text((options or {}).get("message"))

    def _title(self, options: Options, name: str, default: str) -> str:
        title = self._text(options.get(name)) or ""
        is_blank = not title.strip() if self.page.platform.name == "ios" else not title
        return default if is_blank else title

    def _text(self, value: JSONValue) -> str | None:
        """Return a value as text; None on iOS for a value that is neither text nor a number."""
        if self.page.platform.name == "ios":
            if isinstance(value, bool):
                return str(int(value))
            return shown(value) if isinstance(value, (str, int, float)) else None
        return shown(value)

    def _seconds(self, duration: JSONValue) -> float:
        """Return how long a toast is shown for an option `duration`."""
        platform = self.page.platform.name
        try:
            seconds = float(shown(duration))
        except ValueError:
            seconds = 0.0
        if platform == "android":  # seconds of Android's Toast.LENGTH_LONG and Toast.LENGTH_SHORT
            return 3.5 if int(seconds) > 3 else 2.0
        return seconds if seconds > 0 else 0.8 if platform == "web" else 3.0

    def _write(self, kind: str, message: str) -> None:
        self.page.write_console("info", f"[modal.{kind}] {message}")
