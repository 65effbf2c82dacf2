"""Scripts like `entry.js` of a Vue project, opened without a build."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from weex_runtime import BundleError, Runtime

from ..support.command import weex

APP = """\
<template><text>{{ word }}</text></template>
<script>
export default { props: ['word'] }
</script>
"""
ENTRY = """\
import App from './app.vue'

new Vue({ el: '#root', render: (h) => h(App, { attrs: { word: 'hello' } }) })
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("entry.js", ENTRY),
        ("entry.js", f"import Vue from 'vue'\n{ENTRY}"),
        ("entry.js", "const App = require('./app.vue')\n" + ENTRY.partition("\n")[2]),
        ("entry.js", f"import weex from 'weex-vue-render'\nweex.init(Vue)\n{ENTRY}"),
        ("entry.js", f"/* <App> */\nconst now = 1\n{ENTRY}"),
        ("entry.ts", f"{ENTRY}const now: number = 1\n"),
    ],
)
def test_entry_script_that_imports_components_opens_as_a_page(
    runtime: Runtime, project: Callable[..., Path], name: str, text: str
) -> None:
    folder = project({"app.vue": APP, name: text})
    page = runtime.open(folder / name)
    assert not page.errors
    assert page.framework == "Vue"
    assert page.document.root.attr["value"] == "hello"
    assert [Path(file).name for file in page.source_files] == [name, "app.vue"]


def test_stack_trace_has_the_lines_of_an_entry_script(
    runtime: Runtime, project: Callable[..., Path]
) -> None:
    folder = project({"app.vue": APP, "entry.js": f"{ENTRY}\nnone()\n"})
    (error,) = runtime.open(folder / "entry.js").errors
    assert "entry.js:5" in error.stack


@pytest.mark.parametrize(
    ("main", "count"), [("new Vue({ render: (h) => h('div') })", 0), ("export default 1", 1)]
)
def test_entry_script_that_does_not_call_new_vue_logs_a_warning(
    runtime: Runtime, project: Callable[..., Path], main: str, count: int
) -> None:
    folder = project({"entry.js": "import './main'\n", "main.js": main})
    page = runtime.open(folder / "entry.js")
    warnings = [line.text for line in page.console if "no script calls new Vue" in line.text]
    assert len(warnings) == count


def test_build_command_compiles_an_entry_script_to_a_bundle(
    runtime: Runtime, project: Callable[..., Path]
) -> None:
    folder = project({"app.vue": APP, "entry.js": ENTRY})
    assert weex("build", "entry.js", "-o", "out.js", cwd=folder) == (0, "", "")
    assert runtime.open(folder / "out.js").document.root.attr["value"] == "hello"
    status, _, err = weex("build", "out.js", cwd=folder)
    assert (status, "a .js file that imports a .vue file" in err) == (2, True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("import { createElement } from 'rax'\nrender(createElement('div'))\n", "an ES module"),
        ("import { createElement } from 'x'\nrender(<View>hi</View>)\n", "JSX"),
        ("export const words = ['a']\n", "an ES module"),
        ("var Vue = require('vue');\nmodule.exports = {};\n", "a CommonJS module"),
    ],
)
def test_module_that_is_not_an_entry_script_is_refused_as_a_bundle(
    runtime: Runtime, project: Callable[..., Path], text: str, kind: str
) -> None:
    with pytest.raises(BundleError, match=f"this is {kind}, not a bundle"):
        runtime.open(project({"entry.js": text}) / "entry.js")


def test_entry_script_opened_with_a_framework_other_than_vue_is_an_error(
    runtime: Runtime, project: Callable[..., Path]
) -> None:
    folder = project({"app.vue": APP, "entry.js": ENTRY})
    with pytest.raises(BundleError, match="an ES module"):
        runtime.open(folder / "entry.js", framework="Rax")


@pytest.mark.parametrize(
    ("line", "hints"),
    [
        ("this.$store.dispatch('load')", ["new Vue({ store, … })"]),
        ("console.log(this.$route.params)", ["new Vue({ router, … })"]),
        ("this.words.join()", []),
    ],
)
def test_component_that_uses_a_store_or_router_without_an_entry_script_gets_a_hint(
    project: Callable[..., Path], line: str, hints: list[str]
) -> None:
    script = f"export default {{\n  created() {{\n    {line}\n  }},\n}}"
    text = f"<template><text>a</text></template>\n<script>\n{script}\n</script>"
    with Runtime() as runtime:
        page = runtime.open(project({"a.vue": text}) / "a.vue")
        assert page.errors
        found = [line.text for line in page.console if line.level == "hint"]
    assert len(found) == len(hints)
    assert all(hint in text for hint, text in zip(hints, found, strict=True))
