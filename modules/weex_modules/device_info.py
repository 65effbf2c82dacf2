"""`deviceInfo`: the height of the screen, including its bars."""

from __future__ import annotations

from weex_runtime import Callback, Module, js_method
from weex_runtime.json_values import JSONValue


class DeviceInfoModule(Module):
    """Weex `deviceInfo`. Source: Android WXDeviceInfoModule.java."""

    name = "deviceInfo"
    platforms = ("android",)

    @js_method
    def enableFullScreenHeight(
        self, done: Callback, options: dict[str, JSONValue] | None = None
    ) -> None:
        """Calls back with {fullScreenHeight}: the screen's height in device pixels, as text."""
        done.invoke({"fullScreenHeight": str(self.page.viewport[1])})
