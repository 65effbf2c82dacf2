"""Single-file components: process start to first render, and the time of compilation."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from benchmarks.measure import OURS, Row, Scale
from benchmarks.peers import ENVIRONMENT, commands_of
from weex_runtime.sources import cache, compile_source

_COMPONENT = """\
<template>
  <div class="row" @click="choose(index, $event)">
    <text :class="['name', { chosen }]">{{ name | upper }}</text>
    <text v-for="line in lines" :key="line" class="line">{{ line }}</text>
    <text v-if="chosen" class="line">chosen</text>
  </div>
</template>

<script>
import { NUMBER } from './number'

export default {
  props: { name: { type: String, default: '' }, index: { type: Number, default: NUMBER } },
  data: () => ({ chosen: false, lines: ['one', 'two'] }),
  filters: { upper: (text) => text.toUpperCase() },
  methods: {
    choose(index, event) {
      this.chosen = !this.chosen
      this.$emit('choose', { index, type: event.type })
    },
  },
}
</script>

<style scoped>
.row { flex-direction: row; padding: 10px 20px; background-color: #eee; }
.name { font-size: 32px; color: red; }
.line { font-size: 28px; margin-left: 12px; }
.chosen:active { color: blue; }
</style>
"""
_PROGRAM = """
import sys
from weex_runtime import Runtime
from weex_runtime.sources import cache
cache.is_used = sys.argv[2] == "cached"
with Runtime() as runtime:
    assert runtime.open(sys.argv[1]).document.root.children
"""
_STARTS = {"compiled": "none", "cached": "cached", "its bundle": "none"}


def rows(scale: Scale) -> Iterable[Row]:
    """Of a page with ten components, and of one with a hundred."""
    with tempfile.TemporaryDirectory(prefix="weex-runtime-") as folder:
        yield from _starts(scale, _project(Path(folder), 10))
    with tempfile.TemporaryDirectory(prefix="weex-runtime-") as folder:
        yield _compilation(scale, _project(Path(folder), scale.amount(100)))


def _project(folder: Path, count: int) -> Path:
    """Write a page with so many components, and its bundle."""
    imports, tags = [], []
    for number in range(count):
        (folder / f"row{number}.vue").write_text(_COMPONENT, encoding="utf-8")
        imports.append(f"import Row{number} from './row{number}'")
        tags.append(f"<row{number} name='a' />")
    (folder / "number.js").write_text("export const NUMBER = 3\n", encoding="utf-8")
    names = ", ".join(f"Row{number}" for number in range(count))
    script = "\n".join([*imports, f"export default {{ components: {{ {names} }} }}"])
    page = folder / "page.vue"
    text = f"<template><div>{''.join(tags)}</div></template>\n<script>\n{script}\n</script>\n"
    page.write_text(text, encoding="utf-8")
    bundle = compile_source(text, str(page), lambda url: "").text
    page.with_suffix(".js").write_text(bundle, encoding="utf-8")
    return page


def _starts(scale: Scale, page: Path) -> Iterable[Row]:
    environment = {**ENVIRONMENT, "XDG_CACHE_HOME": str(page.parent / "cache")}
    taken: dict[str, dict[str, list[float]]] = {name: {} for name in _STARTS}
    for turn in range(1 + scale.values(15)):
        for name, use in _STARTS.items():
            path = page.with_suffix(".js") if name == "its bundle" else page
            commands = commands_of(scale, ["-c", _PROGRAM, str(path), use], [])
            for peer, command in commands.items():
                if peer != OURS:
                    continue
                start = time.perf_counter()
                subprocess.run(command, check=True, env=environment)
                if turn:  # the first one fills both caches
                    milliseconds = (time.perf_counter() - start) * 1000
                    taken[name].setdefault(peer, []).append(milliseconds)
    for name, values in taken.items():
        yield Row(f"(k) start of a page of ten components, {name}", "ms", values)


def _compilation(scale: Scale, page: Path) -> Row:
    cache.is_used = False
    count = len(list(page.parent.glob("*.vue")))
    values = []
    for _ in range(scale.values(5)):
        start = time.perf_counter()
        compile_source(page.read_text(encoding="utf-8"), os.fspath(page), lambda url: "")
        values.append((time.perf_counter() - start) * 1000 / count)
    return Row("(k) compilation of a component", "ms", {OURS: values})
