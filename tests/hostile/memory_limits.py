"""Open a page under each of many memory limits, and let it do ordinary tasks while memory is full.

python -m tests.hostile.memory_limits COUNT
"""

from __future__ import annotations

import sys

from weex_runtime import Runtime
from weex_runtime.errors import WeexError

MIB = 1 << 20
LEAST, MOST = 2 * MIB, 5 * MIB

_TASKS = """
var kept = [];
function fill() { try { for (;;) kept.push({ a: [1, 2, 3], b: 'x' + kept.length }); } catch (e) {} }
function work() {
  console.log('hello', { a: 1 });
  weex.requireModule('storage').setItem('k' + kept.length, 'value', function (e) { kept.push(e); });
  setTimeout(function () { kept.push(JSON.stringify({ a: kept.length })); work(); }, 10);
  Promise.resolve(1).then(function () { kept.push([1, 2]); throw new Error('x'); });
}
work();
setTimeout(fill, 25);
"""
_VANILLA = '// { "framework": "Vanilla" }' + _TASKS
_VUE = f"""// {{ "framework": "Vue" }}{_TASKS}
new Vue({{
  el: 'body',
  data: {{ rows: [] }},
  created: function () {{
    var self = this;
    setInterval(function () {{ self.rows.push('row ' + self.rows.length); }}, 10);
  }},
  render: function (h) {{
    return h('div', {{ on: {{ click: work }} }}, this.rows.map(function (row) {{
      return h('text', [row]);
    }}));
  }},
}});
"""


def run(limit: int, source: str) -> None:
    """Open a bundle, let its timers run, tap it, and destroy it."""
    with Runtime(clock="virtual", hints=False, memory_limit=limit, time_limit=2) as runtime:
        try:
            page = runtime.open(source=source)
            page.clock.run_for(0.2)
            page.outline()
            page.fire_event("_root", "click")
        except WeexError:
            pass
        for page in list(runtime.pages):
            page.destroy()


def main(count: int) -> None:
    for number in range(count):
        limit = LEAST + (MOST - LEAST) * number // count
        print(limit, flush=True)
        for source in (_VANILLA, _VUE):
            run(limit, source)
    print("done", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
