"""The keyboard of `input` and `textarea`: who has it, and what is selected. Sources: see
events.py."""

from __future__ import annotations

from weex_modules.components.edit import rules
from weex_modules.components.edit.events import EditEvents
from weex_runtime import Callback, component_prop, js_method
from weex_runtime.json_values import JSONValue


class EditFocus(EditEvents):
    """One field of a page has the keyboard: `page.components.focused`."""

    def __init__(self) -> None:
        self.text_at_focus = ""
        self.selected = ("", 0, 0)  # a text, and what is selected while the field has it

    @component_prop("autofocus")
    def setAutofocus(self, autofocus: JSONValue) -> None:
        """Take the keyboard, or give it back."""
        if self.flag("autofocus"):
            self.focus()
        elif self.page.platform.name != "web":
            self.blur()

    @js_method
    def focus(self) -> None:
        """Take the keyboard, from the field that has it: that one fires change and blur."""
        components = self.page.components
        other = components.focused
        if other is self or self.is_picked:
            return
        if self.flag("disabled"):
            self.page.warn_once("focus", f"{self.element!r} is disabled: focus() does nothing")
            return
        components.focused = self
        self.text_at_focus = self.text
        if isinstance(other, EditFocus):
            other._leave()
            if components.focused is not self:
                return  # a handler gave the keyboard to another
        self.fire("focus")
        if self.page.platform.name == "ios":
            self.fire_event("click", {})
        if other is None:
            self._tell_keyboard(True)

    @js_method
    def blur(self) -> None:
        """Give the keyboard back: change, if the text is another than at focus, and blur."""
        if self.page.components.focused is not self:
            return
        self.page.components.focused = None
        if self.page.platform.name == "ios":
            self._tell_keyboard(False)
            self._leave()
        else:
            self._leave()
            self._tell_keyboard(False)

    @js_method
    def setSelectionRange(self, start: int, end: int) -> None:
        """Take the keyboard and select a part of the text; beyond its end: nothing happens.

        H5: takes no keyboard, and selects up to the end.
        """
        size = rules.length(self.text)
        if self.page.platform.name == "web":
            start, end = min(max(start, 0), size), min(max(end, 0), size)
        elif not 0 <= start <= size or not 0 <= end <= size:
            self.page.write_console(
                "warn",
                f"[weex-runtime] {self.element!r}: setSelectionRange({start}, {end}) is beyond the "
                f"text of {size}: nothing is selected",
            )
            return
        else:
            self.focus()
        self.selected = (self.text, min(start, end), max(start, end))

    @js_method(name="getSelectionRange")
    def getSelectionRange(self, done: Callback) -> None:
        """Calls back with {selectionStart, selectionEnd}: 0 and 0 without the keyboard."""
        start, end = self.selection if self.page.components.focused is self else (0, 0)
        if self.page.platform.name == "web":
            # The place of the selected text, wherever it is found first.
            selected = rules.split(rules.split(self.text, end)[0], start)[1]
            start = rules.length(self.text[: self.text.index(selected)])
            end = start + rules.length(selected)
        done.invoke({"selectionStart": start, "selectionEnd": end})

    @js_method(platforms=("web",), documented=False)
    def getEditSelectionRange(self, done: Callback) -> None:
        """The same."""
        self.getSelectionRange(done)

    @property
    def selection(self) -> tuple[int, int]:
        """What is selected, else where the cursor is; behind a text that JS set."""
        text, start, end = self.selected
        size = rules.length(self.text)
        return (start, end) if text == self.text else (size, size)

    @property
    def is_picked(self) -> bool:
        """A picker takes the place of the keyboard."""
        return self.attribute("type") in rules.PICKED and self.page.platform.name != "web"

    def _leave(self) -> None:
        """Tell that the keyboard is gone."""
        if self._blurs_first():
            self.fire("blur")
            self.commit()
        else:
            self.commit()
            self.fire("blur")

    def _blurs_first(self) -> bool:
        """Android tells in the order in which the bundle listens."""
        names = [e["type"] if isinstance(e, dict) else e for e in self.element.event]
        told = [name for name in names if name in ("focus", "blur", "change")]
        return self.page.platform.name == "android" and told[:1] != ["change"]

    def commit(self) -> None:
        """change, if the text is another than it was."""
        text = self.text
        if text != self.text_at_focus:
            self.text_at_focus = text
            self.fire("change", text=text)

    def _tell_keyboard(self, is_shown: bool) -> None:
        if self.page.platform.name != "web":
            self.fire("keyboard", is_shown=is_shown)
