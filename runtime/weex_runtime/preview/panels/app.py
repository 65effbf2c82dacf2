"""The panel with two switches of the app: offline, and in the background."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from weex_runtime.preview.panels.panel import Message, Panel


class AppPanel(Panel):
    """Switches all devices offline, and sends the app on each device to the background."""

    name = "app"

    def state(self) -> dict[str, object]:
        """Return {offline, background}, the states of the two switches."""
        runtime = self.runtime
        return {"offline": runtime.is_offline, "background": runtime.is_in_background}

    def actions(self) -> Mapping[str, Callable[[Message], object]]:
        return {"offline": self._offline, "background": self._background}

    def _offline(self, message: Message) -> None:
        offline = bool(message["on"])
        self.recorded.call(f"runtime.set_offline({offline})")
        self.runtime.set_offline(offline)

    def _background(self, message: Message) -> None:
        name = "background" if message["on"] else "foreground"
        self.recorded.call(f"runtime.{name}()")
        getattr(self.runtime, name)()
