"""`timer`: what the frameworks build setTimeout and setInterval from."""

from __future__ import annotations

from collections.abc import Hashable

from weex_runtime import ArgumentMismatch, Callback, KeepAliveCallback, Module, js_method
from weex_runtime.json_values import JSONValue, brief


class TimerModule(Module):
    """Weex `timer`: one-shot and repeating timers, named by their callback's id.

    The callback's data is {}. Source: Android WXTimerModule.java, iOS WXTimerModule.m; H5 has no
    such module, but the frameworks here are built on it.
    """

    name = "timer"
    documented = False

    @js_method(sync=True)
    def setTimeout(self, callback: Callback, ms: float = 0) -> str | None:
        """Call back once after `ms` milliseconds; equal times in call order.

        Returns:
            The callback's id, which Rax's requestAnimationFrame hands to the bundle.

        Android: whole milliseconds; a negative number starts nothing; nothing is returned.
        iOS: one of 0 ms cannot be cleared; the data is the text "{}" with its quotes; nothing is
        returned.
        """
        return self._start("Timeout", callback, ms)

    @js_method(sync=True)
    def setInterval(self, callback: KeepAliveCallback, ms: float = 0) -> str | None:
        """Call back again and again, `ms` milliseconds apart.

        Returns:
            The callback's id.

        Android: whole milliseconds; a negative number starts nothing; nothing is returned.
        iOS: the data is the text "{}" with its quotes; nothing is returned.
        """
        return self._start("Interval", callback, ms)

    @js_method
    def clearTimeout(self, timer_id: str | float) -> None:
        """Stop a timer of setTimeout.

        iOS: one of setInterval too.
        """
        self._clear("Timeout", timer_id)

    @js_method
    def clearInterval(self, timer_id: str | float) -> None:
        """Stop a timer of setInterval.

        iOS: one of setTimeout too.
        """
        self._clear("Interval", timer_id)

    def _start(self, kind: str, callback: Callback, ms: float) -> str | None:
        platform = self.page.platform.name
        if platform == "android":
            if ms < 0 or not callback.id:
                self.page.write_console(
                    "error",
                    f"[weex-runtime] timer.set{kind}: nothing is started without a function, or "
                    f"with a negative time ({ms:g} ms)",
                )
                return None
            ms = int(ms) if ms == ms else 0  # Java makes 0 of NaN
        if not callback.id:
            return None
        repeat = kind == "Interval"
        # What iOS makes of no data.
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
                f"timer.clear{kind}: parameter 'timer_id' needs the id of a timer, "
                f"got {brief(timer_id)}"
            )
        self.page.timers.clear(self._key(kind, str(timer_id)))

    def _key(self, kind: str, timer_id: str) -> tuple[str, str]:
        return ("" if self.page.platform.name == "ios" else kind, timer_id)
