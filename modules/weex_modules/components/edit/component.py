"""Typing in `input` and `textarea`. For the sources of its behaviour, see field.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_modules.components.edit import rules
from weex_modules.components.edit.field import Field
from weex_runtime import Difference, PageError, js_method
from weex_runtime.json_values import JSONValue, shown
from weex_runtime.module_api.component_events import Point

if TYPE_CHECKING:
    from weex_modules.components.edit.formatter import TextFormatter

_CLICKED = Difference(
    "a field that listens to click was tapped",
    android="no click is fired on a field",
    instead="a handler of focus, or a <div> over the field",
)
_NO_RETURN = Difference(
    "return was pressed in a field with return-key-type 'default'",
    android="return is never fired for it",
    instead="return-key-type done, go, next, search or send",
)


class Edit(Field):
    """The base class of `input` and `textarea`."""

    def __init__(self) -> None:
        super().__init__()
        self._formatter: TextFormatter | None = None

    @property
    def is_multiline(self) -> bool:
        """Whether the return key inserts a line break."""
        return not self.flag("singleline")

    @js_method(platforms=("android", "ios"))
    def setTextFormatter(self, formatter: dict[str, JSONValue]) -> None:
        """Rewrite typed text: {formatRule, formatReplace, recoverRule, recoverReplace}."""
        from weex_modules.components.edit.formatter import TextFormatter

        try:
            made = TextFormatter(self.page, formatter or {})
        except ValueError as error:
            self._warn_about_formatter(str(error))
        else:
            self.page.js.after(lambda: self._use_formatter(made))

    # Methods for tests that act like a user.

    def take_keyboard(self) -> None:
        """Tap the field.

        Raises:
            PageError: The field is disabled or has a picker, or a handler took the focus away.
        """
        self._require_enabled()
        if self.is_picked:
            raise PageError(f"{self.element!r} has a picker and no keyboard: use fill()")
        self.focus()
        if self.page.components.focused is not self:
            raise PageError(f"{self.element!r} lost the focus in a handler of its focus event")

    def fill(self, text: str) -> None:
        """Tap the field, replace its text and blur the field. If the field has a picker, choose the
        text in the picker instead.

        Raises:
            PageError: The field is disabled, its keyboard or picker cannot enter the text, or the
                field lost the focus in a handler.
        """
        self._require_enabled()
        if self.is_picked:
            self._pick(text)
            return
        if not self.is_multiline:
            text = text.replace("\n", " ")
        self._require_keys(text)
        self.take_keyboard()
        self.selected = (self.text, 0, rules.length(self.text))
        self._insert(text)
        self.blur()

    def type_key(self, key: str) -> None:
        """Press one key; a line break is the return key, "\\b" is backspace.

        Raises:
            PageError: The field is disabled, or its keyboard lacks the key.
        """
        self._require_enabled()
        if key == "\n":
            self.press_return()
        elif key == "\b":
            self._erase()
        else:
            self._require_keys(key)
            self._insert(key)

    def press_return(self) -> None:
        """Press the return key. A field without the focus is tapped first.

        Raises:
            PageError: The field is disabled or has no keyboard.
        """
        self.take_keyboard()
        kind = shown(self.attribute("returnKeyType") or "default")
        platform = self.page.platform.name
        if self.is_multiline and (kind == "default" or platform == "web"):
            if platform in (None, "ios") or kind != "default":
                self.fire("return")
            self._insert("\n")
        elif platform == "android":
            self._return_on_android()
        elif platform == "ios":
            self.fire("return")
            self.blur()
        else:
            self._warn_about_default()
            self.commit()
            if platform is None or self.attribute("returnKeyType"):
                self.fire("return")
            if platform is None:
                self.blur()

    def takes_tap(self) -> bool:
        """Implements `Component.takes_tap`."""
        return True

    def tapped(self, at: Point = (0, 0)) -> None:
        """Focus the field; click is fired on iOS and the web only."""
        self._require_enabled()
        self.focus()
        if self.page.platform.name == "web":
            self.fire("click", at=at)
        elif self.element.listens_to("click"):
            self.page.report_difference(_CLICKED)

    # Private methods.

    def _use_formatter(self, formatter: TextFormatter) -> None:
        """Use a formatter if its rules are valid. Call this method after JS has ended, since the
        check of the rules runs JS.
        """
        if problem := formatter.problem():
            self._warn_about_formatter(problem)
        else:
            self._formatter = formatter

    def _warn_about_formatter(self, problem: str) -> None:
        self.page.warn(f"{self.element!r}: setTextFormatter: {problem}")

    @property
    def _kind(self) -> str:
        return shown(self.attribute("type"))

    def _insert(self, text: str) -> None:
        """Replace the selected text by typed text."""
        start, end = self.selection
        before, after = rules.split(self.text, start)[0], rules.split(self.text, end)[1]
        room = None if self.most is None else self.most - rules.length(before + after)
        if room is not None and rules.length(text) > room:
            if self.page.platform.name == "ios":
                if self.element.type == "textarea":
                    return  # on iOS, a textarea refuses text that exceeds maxlength
                # On iOS, an input cuts the end of its whole text, not the end of the typed text.
                whole = rules.cut(before + text + after, self.most or 0)
                before, after = rules.split(whole, rules.length(before + text))
                text = ""
            else:
                text = rules.cut(text, room)
        whole = before + text + after
        cursor = rules.length(before + text)
        if self._formatter:
            formatted = self._formatter.format(whole)
            if formatted != whole:
                whole = formatted
                cursor = rules.length(self._formatter.format(before + text))
        if whole != self.text:
            self.selected = (whole, cursor, cursor)
            self.fire("input", text=whole)

    def _erase(self) -> None:
        """Delete the selected text, or the character before the cursor."""
        start, end = self.selection
        if start == end:
            before = rules.split(self.text, start)[0]
            start -= rules.length(before[-1:])
        self.selected = (self.text, start, end)
        self._insert("")

    def _pick(self, text: str) -> None:
        least, most = (shown(self.attribute(name) or "") for name in ("min", "max"))
        problem = text and rules.picker_problem(self._kind, text, least, most)
        if problem:
            raise PageError(f"{self.element!r}: expected {problem} for its picker, got {text!r}")
        is_android, is_new = self.page.platform.name == "android", text != self.text
        if is_android and is_new:
            self.fire("input", text=text)
        if is_android or is_new:
            self.fire("change", text=text)

    def _return_on_android(self) -> None:
        """Fire `change` and `return`, in the order in which the bundle added their handlers. The
        keyboard closes after `change`. If neither event has a handler, the keyboard closes at once.
        """
        self._warn_about_default()
        handled = [name for name in self.element.event_names if name in ("change", "return")]
        if self.attribute("returnKeyType") == "default":
            handled = []
        for name in handled:
            if name == "return":
                self.fire("return")
            else:
                self.commit()
                self.blur()
        if not handled:
            self.blur()

    def _warn_about_default(self) -> None:
        if self.attribute("returnKeyType") == "default" and self.element.listens_to("return"):
            self.page.report_difference(_NO_RETURN)

    def _require_enabled(self) -> None:
        if self.flag("disabled"):
            raise PageError(f"{self.element!r} is disabled: a user cannot type")

    def _require_keys(self, text: str) -> None:
        keys = rules.keys_of(self._kind, self.page.platform.name)
        missing = "".join(dict.fromkeys(key for key in text if key not in keys))
        if keys and missing:
            problem = f"expected keys of {keys!r}, got {missing!r}"
            raise PageError(f"{self.element!r} has type {self._kind}: {problem}")


class Input(Edit):
    """Weex `input`: a field for one line of text."""

    type = "input"
    attributes = {**Edit.attributes, "singleline": True}


class TextArea(Edit):
    """Weex `textarea`: a field for several lines of text."""

    type = "textarea"
    attributes = {**Edit.attributes, "rows": 2}
