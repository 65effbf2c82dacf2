"""`sdk-console-log`: the log level of the console."""

from __future__ import annotations

from weex_runtime import Callback, Module, js_method
from weex_runtime.instance import Instance
from weex_runtime.json_values import to_text

_LEVELS = {"off": "off", "error": "error", "warning": "warn", "info": "info", "debug": "debug"}


class ConsoleLogModule(Module):
    """Weex `sdk-console-log`. Source: Android ConsoleLogModule.java.

    Attributes:
        performance_mode: The argument of the last `setPerfMode`.
    """

    name = "sdk-console-log"
    platforms = ("android", "ios")

    def __init__(self) -> None:
        self.performance_mode = False

    @js_method
    def switchLogLevel(self, level: str, done: Callback) -> None:
        """Set the lowest level of console lines on all pages, as soon as no JS is running.

        Calls back with {status: "success" | "failure"}.

        Args:
            level: off, error, warning, info or debug.

        iOS: calls back with {} for any level.
        """
        known = level in _LEVELS
        if known:
            runtime = self.page.runtime
            runtime.log_level = _LEVELS[level]
            # `pages` lacks a page whose bundle is still being opened.
            for page in {self.page, *runtime.pages}:
                _limit(page, _LEVELS[level])
        else:
            self.page.write_console(
                "warn",
                f"[weex-runtime] sdk-console-log.switchLogLevel: expected a level "
                f"{', '.join(_LEVELS)}, got {level!r}",
            )
        status = {"status": "success" if known else "failure"}
        done.invoke({} if self.page.platform.name == "ios" else status)

    @js_method(platforms=("android",), documented=False)
    def setPerfMode(self, on: str) -> None:
        """Turn the performance log on ("true") or off ("false"); only recorded here."""
        self.performance_mode = on == "true"


def _limit(page: Instance, level: str) -> None:
    page.environment = {**page.environment, "logLevel": level}
    # js/10_console.js reads the global WXEnvironment.logLevel at each console call.
    switch = f"WXEnvironment.logLevel = {to_text(level)}"
    page.js.after(lambda: page.js.run(page.engine.run, switch, "<log level>"))
