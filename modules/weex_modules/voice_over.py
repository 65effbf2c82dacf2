"""`voice-over`: reading aloud."""

from __future__ import annotations

from weex_runtime import Callback, Module, js_method
from weex_runtime.values import JSONValue, to_text


class VoiceOverModule(Module):
    """Weex `voice-over`. Source: iOS WXVoiceOverModule.m.

    Attributes:
        is_on: Whether the device reads aloud; off at first.
        read_aloud: The texts that were, in order.
    """

    name = "voice-over"
    platforms = ("ios",)
    documented = False

    def __init__(self) -> None:
        self.is_on = False
        self.read_aloud: list[str] = []

    @js_method(sync=True)
    def isVoiceOverOn(self) -> bool:
        """Whether the device reads aloud."""
        return self.is_on

    @js_method
    async def read(self, options: dict[str, JSONValue], done: Callback) -> None:
        """Read a text; calls back with {success: true}, or {success: false, errorDesc}.

        Args:
            options: {value, delay = 0.5 (seconds)}.
        """
        value = (options or {}).get("value")
        if value is None or value == "":
            done.invoke({"success": False, "errorDesc": "you didn't specify any value to read"})
            return
        if not self.is_on:
            done.invoke({"success": False, "errorDesc": "please check the voice status"})
            return
        delay = options.get("delay", 0.5)
        await self.sleep(delay if isinstance(delay, (int, float)) else 0.5)
        self.read_aloud.append(value if isinstance(value, str) else to_text(value))
        done.invoke({"success": True})

    @js_method
    def focusToElement(self, ref: str) -> None:
        """Let the reader begin at an element; recorded on `page.native_calls`."""
