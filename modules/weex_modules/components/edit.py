"""`input` and `textarea`."""

from __future__ import annotations

from weex_runtime import Callback, Component, js_method
from weex_runtime.values import JSONValue


class Edit(Component):
    """What both fields do."""

    @js_method
    def focus(self) -> None:
        """Take the keyboard."""

    @js_method
    def blur(self) -> None:
        """Give the keyboard back."""

    @js_method
    def setSelectionRange(self, start: int, end: int) -> None:
        """Select a part of the text."""

    @js_method
    def getSelectionRange(self, done: Callback) -> None:
        """Calls back with {selectionStart, selectionEnd}."""

    @js_method
    def setTextFormatter(self, formatter: dict[str, JSONValue]) -> None:
        """{formatRule, formatReplace, recoverRule, recoverReplace}."""


class Input(Edit):
    """One line of text."""

    type = "input"


class TextArea(Edit):
    """Several lines of text."""

    type = "textarea"
