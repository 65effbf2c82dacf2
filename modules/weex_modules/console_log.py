"""`sdk-console-log`: which console lines are written."""

from __future__ import annotations

from weex_runtime import Callback, Module, js_method
from weex_runtime.values import to_text

_LEVELS = {"off": "off", "error": "error", "warning": "warn", "info": "info", "debug": "debug"}


class ConsoleLogModule(Module):
    """Weex `sdk-console-log`. Source: Android ConsoleLogModule.java.

    Attributes:
        performance_mode: What `setPerfMode` set.
    """

    name = "sdk-console-log"
    platforms = ("android", "ios")

    def __init__(self) -> None:
        self.performance_mode = False

    @js_method
    def switchLogLevel(self, level: str, done: Callback) -> None:
        """Write lines of this level and graver ones, once the page's JS has come to rest; on a
        device for all pages, here for this one. Calls back with {status: "success" | "failure"}.

        Args:
            level: off, error, warning, info or debug.

        iOS: calls back with {} whatever the level.
        """
        known = level in _LEVELS
        if known:
            self.page.after_js(lambda: self._limit(_LEVELS[level]))
        else:
            self.page.write_console(
                "warn",
                f"[weex-runtime] sdk-console-log.switchLogLevel: unknown level {level!r}; "
                f"known: {', '.join(_LEVELS)}",
            )
        if self.page.platform.name == "ios":
            done.invoke({})
        else:
            done.invoke({"status": "success" if known else "failure"})

    @js_method(platforms=("android",), documented=False)
    def setPerfMode(self, on: str) -> None:
        """Log for measuring; recorded here. "true" or "false"."""
        self.performance_mode = on == "true"

    def _limit(self, level: str) -> None:
        # js/10_console.js asks it at each line.
        self.page.engine.run(f"WXEnvironment.logLevel = {to_text(level)}", "<log level>")
