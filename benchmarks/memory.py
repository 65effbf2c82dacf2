"""Memory: of a process with a runtime, and of each further page."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.measure import Row, row

_RUNS = 5
_PAGES = 50

_PROGRAM = """
import resource, sys, time
from weex_runtime import Runtime
source = sys.argv[1]

def rss():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() / 1024

with Runtime() as runtime:
    runtime.open(source=source, name="memory.js")
    first = rss()
    start = time.perf_counter()
    for _ in range(int(sys.argv[2])):
        runtime.open(source=source, name="memory.js")
    boot = time.perf_counter() - start
    print(first, rss(), boot)
"""

_BUNDLES = {
    "Vue": """// { "framework": "Vue" }
new Vue({ el: 'body', render: function (h) { return h('div', [h('text', ['hello'])]) } })
""",
    "Vanilla": """// { "framework": "Vanilla" }
document.documentElement.appendChild(document.createElement('div'));
""",
}


def rows() -> list[Row]:
    """In a process of its own for each value; Linux only, elsewhere no rows."""
    if not sys.platform.startswith("linux"):
        return []
    found: list[Row] = []
    for framework, source in _BUNDLES.items():
        base, per_page, boot = [], [], []
        for _ in range(_RUNS):
            out = subprocess.run(
                [sys.executable, "-c", _PROGRAM, source, str(_PAGES)],
                check=True,
                capture_output=True,
                text=True,
            ).stdout.split()
            first, last, seconds = (float(part) for part in out)
            base.append(first / 1024)
            per_page.append((last - first) / 1024 / _PAGES)
            boot.append(seconds / _PAGES * 1000)
        found += [
            row(f"memory with one {framework} page", "MiB", base),
            row(f"memory per further {framework} page", "MiB", per_page),
            row(f"opening a further {framework} page", "ms", boot),
        ]
    return found
