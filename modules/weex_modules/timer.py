"""`timer`: native timers, which the frameworks use for setTimeout and setInterval."""

from __future__ import annotations

from collections.abc import Hashable

from weex_runtime import ArgumentMismatch, Callback, KeepAliveCallback, Module, js_method
from weex_runtime.json_values import JSONValue, brief


class TimerModule(Module):
    """Weex `timer`: one-shot and repeating timers. The id of a timer is its callback's id.

    The callback's data is {}. Source: Android WXTimerModule.java, iOS WXTimerModule.m; H5 lacks
    the module, but the frameworks here need it.
    """

    name = "timer"
    documented = False

    @js_method(sync=True)
    def setTimeout(self, callback: Callback, ms: float = 0) -> str | None:
        """Call back once after `ms` milliseconds; timers with equal times fire in the order of the
        calls.

        Returns:
            The callback's id. In Rax, requestAnimationFrame returns this id to the bundle.

        Android: whole milliseconds; no timer for a negative number; returns undefined.
        iOS: a timer of 0 ms cannot be cleared; the data is the text "{}" with quotes; returns
        undefined.
        """
        return self._start("Timeout", callback, ms)

    @js_method(sync=True)
    def setInterval(self, callback: KeepAliveCallback, ms: float = 0) -> str | None:
        """Call back every `ms` milliseconds.

        Returns:
            The callback's id.

        Android: whole milliseconds; no timer for a negative number; returns undefined.
        iOS: the data is the text "{}" with quotes; returns undefined.
        """
        return self._start("Interval", callback, ms)

    @js_method
    def clearTimeout(self, timer_id: str | float) -> None:
        """Stop a timer of setTimeout.

        iOS: stops a timer of setInterval too.
        """
        self._clear("Timeout", timer_id)

    @js_method
    def clearInterval(self, timer_id: str | float) -> None:
        """Stop a timer of setInterval.

        iOS: stops a timer of setTimeout too.
        """
        self._clear("Interval", timer_id)

    def _start(self, kind: str, callback: Callback, ms: float) -> str | None:
        platform = self.page.platform.name
        if platform == "android":
            if ms < 0 or not callback.id:
                self.page.write_console(
                    "error",
                    f"[weex-runtime] timer.set{kind}: expected a function and a time of 0 ms or "
                    f"more, got {ms:g} ms; no timer is started",
                )
                return None
            ms = int(ms) if ms == ms else 0  # on Android, Java converts the delay NaN to 0
        if not callback.id:
            return None
        repeat = kind == "Interval"
        # A timer has no data for its callback: iOS then passes the text '"{}"'.
        data: JSONValue = '"{}"' if platform == "ios" else {}
        key: Hashable = self._key(kind, callback.id)
        if platform == "ios" and ms == 0 and not repeat:
            key = object()
        fire = callback.invoke_and_keep_alive if repeat else callback.invoke
        self.page.timers.start(key, ms, lambda: fire(data), repeat=repeat)
        return callback.id if platform in (None, "web") else None

    def _clear(self, kind: str, timer_id: JSONValue) -> None:
        if isinstance(timer_id, (bool, list, dict)):
            raise ArgumentMismatch(
                f"timer.clear{kind}: expected the id of a timer as timer_id, got {brief(timer_id)}"
            )
        self.page.timers.clear(self._key(kind, str(timer_id)))

    def _key(self, kind: str, timer_id: str) -> tuple[str, str]:
        return ("" if self.page.platform.name == "ios" else kind, timer_id)
