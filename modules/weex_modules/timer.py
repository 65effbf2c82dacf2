"""`timer`: what the frameworks build setTimeout and setInterval from."""

from __future__ import annotations

from weex_runtime import Callback, Module, js_method


class TimerModule(Module):
    """Weex `timer`: one-shot and repeating timers, named by their callback's id.

    The callback's data is {}. Source: Android WXTimerModule.java; the returned id is what Rax's
    requestAnimationFrame hands to the bundle.
    """

    name = "timer"

    @js_method(sync=True)
    def setTimeout(self, callback: Callback, ms: float = 0) -> str:
        """Call back once after `ms` milliseconds; equal times in call order."""
        fire = lambda: callback.invoke({})  # noqa: E731
        self.page.timers.start(("timeout", callback.id), ms, fire, repeat=False)
        return callback.id

    @js_method(sync=True)
    def setInterval(self, callback: Callback, ms: float = 0) -> str:
        """Call back again and again, `ms` milliseconds apart."""
        fire = lambda: callback.invoke_and_keep_alive({})  # noqa: E731
        self.page.timers.start(("interval", callback.id), ms, fire, repeat=True)
        return callback.id

    @js_method
    def clearTimeout(self, timer_id: str | float) -> None:
        """Stop a timer of setTimeout."""
        self.page.timers.clear(("timeout", str(timer_id)))

    @js_method
    def clearInterval(self, timer_id: str | float) -> None:
        """Stop a timer of setInterval."""
        self.page.timers.clear(("interval", str(timer_id)))
