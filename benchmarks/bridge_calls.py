"""What a call across the bridge costs: module calls from JS, callbacks into JS."""

from __future__ import annotations

from benchmarks.measure import Row, row, seconds
from weex_runtime import Callback, Module, Runtime, js_method
from weex_runtime.values import JSONValue

_RUNS = 7
_CALLS = 20_000

_BUNDLE = """// { "framework": "Vanilla" }
var probe = weex.requireModule('probe');
var heard = 0;
probe.listen(function (data) { heard++ });
function nothing(n) { for (var i = 0; i < n; i++) { probe.nothing('text', i) } }
function empty(n) { for (var i = 0; i < n; i++) { ; } }
document.documentElement.appendChild(document.createElement('div'));
document.body.addEvent('run', function (event) {
  (event.what === 'calls' ? nothing : empty)(event.count);
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


def rows() -> list[Row]:
    """Each way, per call."""
    to_native, to_js, alone = [], [], []
    with Runtime(modules=[Probe], time_limit=60) as runtime:
        page = runtime.open(source=_BUNDLE, name="bridge.js")
        for _ in range(_RUNS):
            run: dict[str, JSONValue] = {"what": "calls", "count": _CALLS}
            to_native.append(seconds(lambda: page.fire_event("_root", "run", run)))  # noqa: B023

            def batch() -> None:
                for number in range(_CALLS):
                    Probe.listener.invoke_and_keep_alive({"n": number})
                runtime.run_until_idle()

            to_js.append(seconds(batch))

            def one_by_one() -> None:
                for number in range(_CALLS // 10):
                    Probe.listener.invoke_and_keep_alive({"n": number})
                    runtime.run_until_idle()

            alone.append(seconds(one_by_one) * 10)
    per_call = 1e6 / _CALLS
    return [
        row("module call, JS to Python", "µs", [t * per_call for t in to_native]),
        row("callback, Python to JS, in one batch", "µs", [t * per_call for t in to_js]),
        row("callback, Python to JS, a turn each", "µs", [t * per_call for t in alone]),
    ]
