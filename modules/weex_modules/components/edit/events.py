"""Attributes and events of `input` and `textarea`.

Source: spec/components.md, section 3; Android AbstractEditComponent.java; iOS WXEditComponent.mm;
H5 weex-vue-render, input and textarea.
"""

from __future__ import annotations

from weex_modules.components.edit import rules
from weex_runtime import Component, Event, event
from weex_runtime.json_values import JSONInput, shown

# The height of a typical phone's keyboard, in page pixels.
KEYBOARD_SIZE = 540


class EditEvents(Component):
    """Attributes and event payloads of `input` and `textarea`. Typing changes the attribute `value`
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

    @property
    def text(self) -> str:
        """The text in the field."""
        text = shown(self.element.attr.get("value"))
        return text if self.most is None else rules.cut(text, self.most)

    @property
    def most(self) -> int | None:
        """The maxlength of the text in UTF-16 units; None without a limit."""
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
        size = {"keyboardSize": KEYBOARD_SIZE} if is_shown else {}
        return Event({"isShow": is_shown, **size})

    def _stamp(self) -> dict[str, JSONInput]:
        name = {"android": "timeStamp", None: "timestamp"}.get(self.page.platform.name)
        return {name: self.page.clock.time_ms()} if name else {}
