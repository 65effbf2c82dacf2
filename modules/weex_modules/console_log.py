"""`sdk-console-log`: which console lines are written."""

from __future__ import annotations

from weex_runtime import Callback, Module, js_method
from weex_runtime.instance import Instance
from weex_runtime.json_values import to_text

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
        """Write lines of this level and graver ones, on all pages, once a page's JS has come to
        rest. Calls back with {status: "success" | "failure"}.

        Args:
            level: off, error, warning, info or debug.

        iOS: calls back with {} whatever the level.
        """
        known = level in _LEVELS
        if known:
            self._switch(_LEVELS[level])
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

    def _switch(self, level: str) -> None:
        runtime = self.page.runtime
        runtime.log_level = level
        for page in {self.page, *runtime.pages}:  # it may be opened only now
            _limit(page, level)


def _limit(page: Instance, level: str) -> None:
    page.environment = {**page.environment, "logLevel": level}
    # js/10_console.js asks it at each line.
    switch = f"WXEnvironment.logLevel = {to_text(level)}"
    page.js.after(lambda: page.js.run(page.engine.run, switch, "<log level>"))
