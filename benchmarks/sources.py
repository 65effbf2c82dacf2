"""Single-file components: process start to first render, and a build compared with webpack."""

from __future__ import annotations

import resource
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tests.support.node_peer import install

from benchmarks.measure import NODE, Row, Scale, Target
from benchmarks.peers import CHAT, ENVIRONMENT, FOLDER, commands_of, in_turns

# The official tool chain: webpack with weex-loader.
_OFFICIAL = FOLDER.parent / "tests" / "soak" / "official"

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
if sys.argv[2] == "compiled":
    from weex_runtime.sources import cache
    cache.is_used = False
with Runtime() as runtime:
    assert runtime.open(sys.argv[1]).document.root.children
"""
_STARTS = ("compiled", "cached", "its bundle")


def rows(scale: Scale) -> Iterable[Row]:
    """Yield starts of the chat demo, and compilations of a page with a hundred components."""
    with tempfile.TemporaryDirectory(prefix="weex-runtime-") as folder:
        yield from _starts(scale, Path(folder))
    with tempfile.TemporaryDirectory(prefix="weex-runtime-") as folder:
        yield from _compilation(scale, Path(folder), scale.amount(100))


def _starts(scale: Scale, cache: Path) -> Iterable[Row]:
    environment = {**ENVIRONMENT, "XDG_CACHE_HOME": str(cache)}
    source = str(Path(CHAT).with_suffix(".vue"))
    peers = commands_of(scale, ["-c", _PROGRAM])
    taken = in_turns(
        [(peer, use) for peer in peers for use in _STARTS],
        scale.values(15),
        lambda key: _run(
            [*peers[key[0]], CHAT if key[1] == "its bundle" else source, key[1]], environment
        ),
        warm_ups=1,  # the first start fills both caches
    )
    for use in _STARTS:
        values = {peer: [each.wall for each in taken[peer, use]] for peer in peers}
        yield Row(f"(k) start of the chat demo, {use}", "ms", values)
    ratios = {
        peer: [
            cached.cpu / bundle.cpu
            for cached, bundle in zip(taken[peer, "cached"], taken[peer, "its bundle"], strict=True)
        ]
        for peer in peers
    }
    yield Row("- CPU time, cached to its bundle", "times", ratios, limit=1.2)


def _compilation(scale: Scale, folder: Path, count: int) -> Iterable[Row]:
    """A process that compiles a page with so many components without a cache: to render the page,
    and to write its bundle in ES5. Webpack writes a bundle in ES5.
    """
    page = _write_page(folder, count)
    output = str(folder / "out")
    webpack = [str(_OFFICIAL / "build.cjs"), output, page.name]
    build = ["-m", "weex_runtime", "build", str(page), "--no-cache", "-o", f"{output}.js"]
    opened = commands_of(scale, ["-c", _PROGRAM, str(page), "compiled"], webpack)
    built = commands_of(scale, build, webpack)
    if NODE in opened:
        install(_OFFICIAL)
    commands = {f"open {peer}": command for peer, command in opened.items()}
    commands |= {f"build {peer}": command for peer, command in built.items() if peer != NODE}
    taken = in_turns(
        commands,
        scale.values(3),
        lambda name: _run(commands[name], ENVIRONMENT, folder).wall,
        warm_ups=1,
    )
    values = {peer: taken[f"open {peer}"] for peer in opened}
    yield Row(f"(k) compilation of {count} components", "ms", values, {NODE: Target(1.0)})
    bundles = {peer: taken.get(f"build {peer}", values[peer]) for peer in built}
    yield Row("- to a bundle in ES5", "ms", bundles)


def _write_page(folder: Path, count: int) -> Path:
    """Write a page that imports this number of components, and return its path."""
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
    return page


class _Time(NamedTuple):
    """The times of a process in ms; `cpu` includes the time in the kernel."""

    wall: float
    cpu: float


def _run(command: list[str], environment: dict[str, str], folder: Path | None = None) -> _Time:
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, env=environment, cwd=folder)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return _Time(wall * 1000, cpu * 1000)
