"""Process start to first render: a new process that opens a Vue bundle and looks at its tree."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.measure import Row, row, seconds

_RUNS = 15

_BUNDLE = """// { "framework": "Vue" }
new Vue({ el: 'body', render: function (h) { return h('div', [h('text', ['hello'])]) } })
"""
_PROGRAM = f"""
from weex_runtime import Runtime
with Runtime() as runtime:
    page = runtime.open(source={_BUNDLE!r}, name="start.js")
    assert page.document.root.children
"""


def rows() -> list[Row]:
    """Beside an interpreter that does nothing, since that is part of each start."""
    bare, full = [], []
    for _ in range(_RUNS):
        bare.append(seconds(lambda: _python("pass")) * 1000)
        full.append(seconds(lambda: _python(_PROGRAM)) * 1000)
    return [
        row("process start to first render (Vue)", "ms", full),
        row("- of it the bare interpreter", "ms", bare),
    ]


def _python(program: str) -> None:
    subprocess.run([sys.executable, "-c", program], check=True)
