"""`voice-over`: the device reads texts aloud."""

from __future__ import annotations

from typing import Literal, TypedDict

from weex_runtime import Callback, Module, js_method
from weex_runtime.json_values import JSONValue, to_text


class Status(TypedDict):
    """The payload of the event that is fired when reading aloud is turned on or off.

    Attributes:
        status: "on" if the device reads aloud, else "off".
    """

    status: Literal["on", "off"]


class VoiceOverModule(Module):
    """Weex `voice-over`. Source: iOS WXVoiceOverModule.m.

    Attributes:
        read_aloud: The texts that were read, in order.
    """

    name = "voice-over"
    platforms = ("ios",)
    documented = False
    events = {"WXVoiceOverStatusChanged": Status}

    def __init__(self) -> None:
        self._is_on = False
        self.read_aloud: list[str] = []

    @property
    def is_on(self) -> bool:
        """Whether the device reads aloud, at first False; a test sets this attribute."""
        return self._is_on

    @is_on.setter
    def is_on(self, value: bool) -> None:
        if value != self._is_on:
            self._is_on = value
            self.fire_module_event("WXVoiceOverStatusChanged", {"status": "on" if value else "off"})

    @js_method(sync=True)
    def isVoiceOverOn(self) -> bool:
        """Return whether the device reads aloud."""
        return self.is_on

    @js_method
    async def read(self, options: dict[str, JSONValue], done: Callback) -> None:
        """Read text aloud; calls back with {success: true, value}, or {success: false, errorDesc}.

        Args:
            options: {value, delay = 0.5 (seconds)}.
        """
        value = (options or {}).get("value")
        if value is None:
            done.invoke({"success": False, "errorDesc": "you didn't specify any value to read"})
            return
        if not self.is_on:
            done.invoke({"success": False, "errorDesc": "please check the voice status"})
            return
        delay = options.get("delay", 0.5)
        await self.sleep(delay if isinstance(delay, (int, float)) else 0.5)
        text = value if isinstance(value, str) else to_text(value)
        self.read_aloud.append(text)
        done.invoke({"success": True, "value": text})

    @js_method
    def focusToElement(self, ref: str) -> None:
        """Start reading at an element; only recorded on `page.native_calls`."""
