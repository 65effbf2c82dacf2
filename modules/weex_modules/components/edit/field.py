"""Attributes, events, focus and selection of `input` and `textarea`.

Source: spec/components.md, section 3; Android AbstractEditComponent.java; iOS WXEditComponent.mm;
H5 weex-vue-render, input and textarea.
"""

from __future__ import annotations

from weex_modules.components.edit import rules
from weex_runtime import Callback, Component, Event, component_prop, event, js_method
from weex_runtime.json_values import JSONInput, JSONValue, shown

# The height of a typical phone's keyboard, in page pixels.
_KEYBOARD_SIZE = 540


class Field(Component):
    """A field; `page.components.focused` is the focused field. Typing changes the attribute `value`
    in the trees of native and of JS.
    """

    attributes = {
        "type": "text",
        "value": None,
        "placeholder": None,
        "disabled": False,
        "autofocus": False,
        "singleline": None,
        "lines": None,
        "max": None,
        "min": None,
        "maxlength": None,
        "returnKeyType": None,
        "autoCapitalizationType": None,
        "upriseOffset": 20,
        "hideDoneButton": False,
    }
    style = {"color": "#000000", "fontSize": 32, "placeholderColor": "#999999"}

    def __init__(self) -> None:
        self.text_at_focus = ""
        # (whole text of the field, start of the selection, end of the selection). The selection is
        # valid while the field still has this text.
        self.selected = ("", 0, 0)

    @component_prop("autofocus")
    def setAutofocus(self, autofocus: JSONValue) -> None:
        """Focus the field for true; for false blur the field, except on the web."""
        if self.flag("autofocus"):
            self.focus()
        elif self.page.platform.name != "web":
            self.blur()

    @js_method
    def focus(self) -> None:
        """Focus the field. The field that loses the focus fires change and blur."""
        components = self.page.components
        other = components.focused
        if other is self or self.is_picked:
            return
        if self.flag("disabled"):
            self.page.warn_once("focus", f"{self.element!r} is disabled: focus() has no effect")
            return
        components.focused = self
        self.text_at_focus = self.text
        if isinstance(other, Field):
            other._leave()
            if components.focused is not self:
                return  # a handler of `change` or `blur` has focused another field
        self.fire("focus")
        if self.page.platform.name == "ios":
            self.fire_event("click", {})
        if other is None:
            self._fire_keyboard(True)

    @js_method
    def blur(self) -> None:
        """Blur the field: fire `blur`, and `change` if the text changed while the field was
        focused.
        """
        if self.page.components.focused is not self:
            return
        self.page.components.focused = None
        if self.page.platform.name == "ios":
            self._fire_keyboard(False)
        self._leave()
        if self.page.platform.name != "ios":
            self._fire_keyboard(False)

    @js_method
    def setSelectionRange(self, start: int, end: int) -> None:
        """Focus the field and select a part of the text. A range beyond the end of the text is
        ignored.

        H5: does not focus the field, and cuts the selection at the end of the text.
        """
        size = rules.length(self.text)
        if self.page.platform.name == "web":
            start, end = min(max(start, 0), size), min(max(end, 0), size)
        elif not 0 <= start <= size or not 0 <= end <= size:
            call = f"{self.element!r}: setSelectionRange({start}, {end})"
            self.page.warn(f"{call} is ignored: expected positions from 0 to {size}")
            return
        else:
            self.focus()
        self.selected = (self.text, min(start, end), max(start, end))

    @js_method
    def getSelectionRange(self, done: Callback) -> None:
        """Calls back with {selectionStart, selectionEnd}; both are 0 without focus."""
        start, end = self.selection if self.page.components.focused is self else (0, 0)
        if self.page.platform.name == "web":
            # weex-vue-render searches the field for the selected text, so it returns the
            # position of the first occurrence.
            selected = rules.split(rules.split(self.text, end)[0], start)[1]
            start = rules.length(self.text[: self.text.index(selected)])
            end = start + rules.length(selected)
        done.invoke({"selectionStart": start, "selectionEnd": end})

    @js_method(platforms=("web",), documented=False)
    def getEditSelectionRange(self, done: Callback) -> None:
        """Get the selection, like `getSelectionRange`."""
        self.getSelectionRange(done)

    @property
    def selection(self) -> tuple[int, int]:
        """The start and end of the selection, which are equal if no text is selected. When JS sets
        the text, the cursor moves to the end of the text.
        """
        text, start, end = self.selected
        size = rules.length(self.text)
        return (start, end) if text == self.text else (size, size)

    @property
    def is_picked(self) -> bool:
        """Whether the field opens a picker, not a keyboard."""
        return self.attribute("type") in rules.PICKED and self.page.platform.name != "web"

    def _leave(self) -> None:
        """Fire `change` and `blur`."""
        blurs_first = self._blurs_first()
        if blurs_first:
            self.fire("blur")
        self.commit()
        if not blurs_first:
            self.fire("blur")

    def _blurs_first(self) -> bool:
        """Whether `blur` is fired before `change`. On Android the order depends on the order in
        which the bundle added its handlers; other platforms fire `change` first.
        """
        names = self.element.event_names
        events = [name for name in names if name in ("focus", "blur", "change")]
        return self.page.platform.name == "android" and events[:1] != ["change"]

    def commit(self) -> None:
        """Fire `change` if the text has changed since the field was focused."""
        text = self.text
        if text != self.text_at_focus:
            self.text_at_focus = text
            self.fire("change", text=text)

    def _fire_keyboard(self, is_shown: bool) -> None:
        if self.page.platform.name != "web":
            self.fire("keyboard", is_shown=is_shown)

    @property
    def text(self) -> str:
        """The text in the field."""
        text = shown(self.element.attr.get("value"))
        return text if self.most is None else rules.cut(text, self.most)

    @property
    def most(self) -> int | None:
        """The maximum length of the text in UTF-16 units; None for no limit."""
        given = self.attribute("maxlength")
        try:
            most = -1 if given is None else int(float(shown(given)))
        except (ValueError, OverflowError):
            return None
        return most if most >= 0 else None

    @event("input", "change")
    def _input(self, text: str) -> Event:
        return Event({"value": text, **self._stamp()}, {"attrs": {"value": text}})

    @event("focus", "blur")
    def _focus(self) -> Event:
        return Event({"value": self.text} if self.page.platform.name == "web" else self._stamp())

    @event("return")
    def _return(self) -> Event:
        platform, text = self.page.platform.name, self.text
        kind = self.attribute("returnKeyType")
        if kind is None and platform != "android":
            kind = "default"
        data: dict[str, JSONInput] = {"returnKeyType": kind, "value": text}
        if platform == "web":
            data["key"] = "Enter"
        return Event(data, {"attrs": {"value": text}} if platform == "ios" else None)

    @event("keyboard")
    def _keyboard(self, is_shown: bool) -> Event:
        size = {"keyboardSize": _KEYBOARD_SIZE} if is_shown else {}
        return Event({"isShow": is_shown, **size})

    def _stamp(self) -> dict[str, JSONInput]:
        name = {"android": "timeStamp", None: "timestamp"}.get(self.page.platform.name)
        return {name: self.page.clock.time_ms()} if name else {}
