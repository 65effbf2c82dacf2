"""`clipboard`: the text that the device's user copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_runtime import ArgumentMismatch, Callback, Module, js_method
from weex_runtime.json_values import size_of, to_text

if TYPE_CHECKING:
    from weex_runtime.instance import Instance


class Clipboard:
    """The clipboard of a runtime, `runtime.shared(Clipboard)`; a test sets and reads `text`.

    Attributes:
        text: The last copied text; None before the first copy.
    """

    def __init__(self, runtime: object) -> None:
        self.text: str | None = None
        self._owner = ""  # the id of the page that copied the text

    def memory_held(self, page: Instance) -> int:
        """Return the number of bytes of the text, or 0 if another page copied the text."""
        return size_of(self.text) if page.id == self._owner else 0

    def copy(self, page: Instance, text: str) -> None:
        """Set the text, as when the user of a page copies it."""
        self.text, self._owner = text, page.id


class ClipboardModule(Module):
    """Weex `clipboard`; all pages of a runtime share one clipboard.

    Source: Android WXClipboardModule.java, iOS WXClipboardModule.m.
    """

    name = "clipboard"

    @js_method
    def getString(self, done: Callback) -> None:
        """Calls back with {result: "success", data: text}, or {result: "failed", data: ""} when
        there is no text.

        iOS: without text the result is "fail".
        H5: logs a line on the console, and does not call back.
        """
        platform = self.page.platform.name
        if platform == "web":
            self.page.write_console("log", "clipboard.getString() is not supported now.")
            return
        text = self.page.runtime.shared(Clipboard).text
        failed = "fail" if platform == "ios" else "failed"
        done.invoke({"result": failed if text is None else "success", "data": text or ""})

    @js_method
    def setString(self, text: str | float) -> None:
        """Copy text.

        iOS: without an argument "" is copied.
        H5: only texts other than "" are copied.
        """
        platform = self.page.platform.name
        if isinstance(text, (bool, list, dict)):
            problem = f"clipboard.setString: expected a text, got {to_text(text)[:80]}"
            if self.page.runtime.strict:
                raise ArgumentMismatch(problem)
            lost = "Android and iOS copy its JSON text"
            self.page.warn_once("clipboard.setString", f"{problem}; {lost}")
        if platform == "web" and (not isinstance(text, str) or not text):
            self.page.write_console("log", "only support string input now")
            return
        if text is None and platform == "ios":
            text = ""
        if text is not None:  # without an argument, setString leaves the clipboard unchanged
            copied = text if isinstance(text, str) else to_text(text)
            self.page.runtime.shared(Clipboard).copy(self.page, copied)
