"""Sources that pages push, embed and reload: compiled on workers, opened in order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from weex_runtime import Page, Runtime, sources
from weex_runtime.sources.compiled import Compiled

OPENER = """\
<template><div>{{ n }}<embed v-if="n" src="part.vue"/><text @click="go">go</text></div></template>
<script>
  export default {
    data: () => ({ n: 0 }),
    methods: {
      go() {
        this.n = 1
        const navigator = weex.requireModule('navigator')
        navigator.push({ url: 'slow.vue' })
        navigator.push({ url: 'fast.vue' })
      }
    }
  }
</script>
"""
FILES = {
    "chat.vue": OPENER,
    "part.vue": "<template><text>part</text></template>",
    "slow.vue": "<template><text>slow</text></template>",
    "fast.vue": "<template><text>fast</text></template>",
}
TIMEOUT = 10.0


class Compilations:
    """Compilations of sources, of which a test can delay some.

    Attributes:
        threads: {name of the file: thread on which the file was compiled}.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.threads: dict[str, int] = {}
        self._delayed: dict[str, threading.Event] = {}
        self._ended: dict[str, threading.Event] = {}
        self._compile = sources.compile_source
        monkeypatch.setattr(sources, "compile_source", self._compile_source)

    def delay(self, text: str, until: str) -> None:
        """Delay the compilation of the source `text` until the source `until` has been compiled."""
        self._delayed[text] = self._ended[until] = threading.Event()

    def _compile_source(self, text: str, path: str, *args: Any, **options: Any) -> Compiled:
        self.threads[Path(path).name] = threading.get_ident()
        if event := self._delayed.get(text):
            assert event.wait(TIMEOUT)
        try:
            return self._compile(text, path, *args, **options)
        finally:
            if event := self._ended.get(text):
                event.set()


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> Compilations:
    return Compilations(monkeypatch)


def screens(page: Page) -> list[str]:
    return [shown.outline() for shown in page.stack.pages[1:]]


def test_pushed_and_embedded_sources_compile_on_workers(
    runtime: Runtime, project: Callable[..., Path], compilations: Compilations
) -> None:
    page = runtime.open(project(FILES) / "chat.vue")
    page.get_by_text("go").click()
    runtime.run_until_idle()
    here = [
        name for name, thread in compilations.threads.items() if thread == threading.get_ident()
    ]
    assert (here, len(compilations.threads)) == (["chat.vue"], 4)
    assert screens(page) == ['"slow"', '"fast"']
    assert not page.errors


def test_pages_open_in_the_order_of_their_pushes(
    runtime: Runtime, project: Callable[..., Path], compilations: Compilations
) -> None:
    compilations.delay(FILES["slow.vue"], until=FILES["fast.vue"])
    page = runtime.open(project(FILES) / "chat.vue")
    page.get_by_text("go").click()
    runtime.run_until_idle(TIMEOUT)
    assert screens(page) == ['"slow"', '"fast"']


def test_pushed_component_that_does_not_compile_is_reported_and_the_next_push_opens(
    runtime: Runtime, project: Callable[..., Path], compilations: Compilations
) -> None:
    files = {**FILES, "slow.vue": "\n<template><div></template>"}
    compilations.delay(files["slow.vue"], until=files["fast.vue"])
    page = runtime.open(project(files) / "chat.vue")
    page.get_by_text("go").click()
    runtime.run_until_idle(TIMEOUT)
    assert screens(page) == ['"fast"']
    [failure] = page.stack.failures
    assert "slow.vue:2: " in failure
    assert [line.text for line in page.console if line.level == "error"] == [
        f"[weex-runtime] {failure}"
    ]


def test_later_of_two_reloads_is_shown_even_if_it_finishes_first(
    runtime: Runtime, project: Callable[..., Path], compilations: Compilations
) -> None:
    folder = project(FILES)
    page = runtime.open(folder / "part.vue")
    compilations.delay(FILES["slow.vue"], until=FILES["fast.vue"])
    for name in ("slow.vue", "fast.vue"):
        compilations.threads.clear()
        (folder / "part.vue").write_text(FILES[name])
        page.stack.reload(page)
        # Wait until the compilation has started, since it has read the file by then.
        runtime.run_until(lambda: compilations.threads)
    runtime.run_until_idle(TIMEOUT)
    top: Page | None = page.stack.top
    assert top
    assert top.outline() == '"fast"'
