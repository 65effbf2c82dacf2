"""Measure calls across the bridge: python -m benchmarks.bridge_peer CALLS.

Writes a JSON object: microseconds of a module call ("to_native"), of a callback in a batch
("to_js") and of a callback in a turn of its own ("alone").
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from weex_runtime import Callback, Module, Runtime, js_method

_BUNDLE = """// { "framework": "Vanilla" }
var probe = weex.requireModule('probe');
probe.listen(function (data) {});
document.documentElement.appendChild(document.createElement('div'));
document.body.addEvent('run', function (event) {
  for (var i = 0; i < event.count; i++) probe.nothing('text', i);
});
"""


class Probe(Module):
    """A module that receives calls and invokes callbacks."""

    name = "probe"
    listener: Callback

    @js_method
    def nothing(self, text: str, number: int) -> None:
        """Do nothing with the arguments of a call."""

    @js_method
    def listen(self, listener: Callback) -> None:
        """Keep a callback."""
        Probe.listener = listener


def measure(calls: int, isolation: str | None = None) -> dict[str, float]:
    """Return the costs after a warm-up with a tenth of the calls."""
    # Earlier revisions lack the option `isolation`.
    options: dict[str, Any] = {"isolation": isolation} if isolation else {}
    few = max(1, calls // 10)
    with Runtime(modules=[Probe], time_limit=60, **options) as runtime:
        page = runtime.open(source=_BUNDLE, name="bridge.js")

        def call(count: int) -> None:
            page.fire_event("_root", "run", {"count": count})

        def batch(count: int) -> None:
            for number in range(count):
                Probe.listener.invoke_and_keep_alive({"n": number})
            runtime.run_until_idle()

        def one_by_one(count: int) -> None:
            for number in range(count):
                Probe.listener.invoke_and_keep_alive({"n": number})
                runtime.run_until_idle()

        for work in (call, batch, one_by_one):
            work(few)
        return {
            "to_native": _microseconds(call, calls),
            "to_js": _microseconds(batch, calls),
            "alone": _microseconds(one_by_one, few),
        }


def _microseconds(work: Callable[[int], None], count: int) -> float:
    start = time.perf_counter()
    work(count)
    return (time.perf_counter() - start) * 1e6 / count


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
