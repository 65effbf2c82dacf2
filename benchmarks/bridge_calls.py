"""What a call across the bridge costs: module calls from JS, callbacks into JS."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from benchmarks.measure import OURS, Row, Scale
from weex_runtime import Callback, Module, Runtime, js_method
from weex_runtime.values import JSONValue

_BUNDLE = """// { "framework": "Vanilla" }
var probe = weex.requireModule('probe');
probe.listen(function (data) {});
document.documentElement.appendChild(document.createElement('div'));
document.body.addEvent('run', function (event) {
  for (var i = 0; i < event.count; i++) probe.nothing('text', i);
});
"""


class Probe(Module):
    """Takes calls and hands callbacks out."""

    name = "probe"
    listener: Callback

    @js_method
    def nothing(self, text: str, number: int) -> None:
        """The cheapest call with arguments."""

    @js_method
    def listen(self, listener: Callback) -> None:
        """Keep a callback to invoke."""
        Probe.listener = listener


def rows(scale: Scale) -> Iterable[Row]:
    """Each way, for one call; no peer does the like."""
    to_native, to_js, alone = [], [], []
    calls = scale.amount(20_000)
    few = scale.amount(2_000)
    with Runtime(modules=[Probe], time_limit=60) as runtime:
        page = runtime.open(source=_BUNDLE, name="bridge.js")
        run: dict[str, JSONValue] = {"count": calls}

        def call() -> None:
            page.fire_event("_root", "run", run)

        def batch() -> None:
            for number in range(calls):
                Probe.listener.invoke_and_keep_alive({"n": number})
            runtime.run_until_idle()

        def one_by_one() -> None:
            for number in range(few):
                Probe.listener.invoke_and_keep_alive({"n": number})
                runtime.run_until_idle()

        for _ in range(scale.values(7)):
            to_native.append(_microseconds(call) / calls)
            to_js.append(_microseconds(batch) / calls)
            alone.append(_microseconds(one_by_one) / few)
    yield Row("module call, JS to Python", "µs", {OURS: to_native})
    yield Row("callback, Python to JS, in one batch", "µs", {OURS: to_js})
    yield Row("callback, Python to JS, a turn each", "µs", {OURS: alone})


def _microseconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e6
