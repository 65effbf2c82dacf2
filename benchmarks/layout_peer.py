"""Lay a page of rows out, and print CPU times in ms: python -m benchmarks.layout_peer ROWS."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

from weex_runtime import Runtime
from weex_runtime.trace.screens import take_screen

BUNDLE = """// { "framework": "Vue" }
new Vue({
  el: 'body',
  render: function (h) {
    var rows = [], line = { flexDirection: 'row', padding: '20px', alignItems: 'center' };
    for (var i = 0; i < ROWS; i++) {
      rows.push(h('cell', [h('div', { style: line }, [
        h('image', { style: { width: '80px', height: '80px' } }),
        h('text', { style: { flex: 1 } }, ['row ' + i + ', a text of some length ' + i * 7919]),
      ])]));
    }
    return h('div', [h('list', rows)]);
  },
});
"""


def main() -> None:
    """Measure each operation once."""
    with Runtime() as runtime:
        page = runtime.open(source=BUNDLE.replace("ROWS", sys.argv[1]))
        document, layout = page.document, page.layout
        text = next(element for element in document.elements() if element.type == "text")
        costs = {"new": _cost(lambda: layout.box(text))}
        for element in document.elements():
            element.box = None
        document.changes += 1
        costs["known"] = _cost(lambda: layout.box(text))
        document.update_attrs(text.ref, {"value": "changed"})
        costs["again"] = _cost(lambda: layout.box(text))
        page.screenshot()  # warm-up: imports the modules that draw
        costs["svg"] = _cost(page.screenshot)
        take_screen(page)
        document.update_attrs(text.ref, {"value": "changed again"})
        costs["step"] = _cost(lambda: take_screen(page))
    print(json.dumps(costs))


def _cost(function: Callable[[], object]) -> float:
    start = time.process_time()
    function()
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    main()
