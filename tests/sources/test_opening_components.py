"""The ways in which a `.vue` source is opened."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from weex_runtime import BundleNotFound, Page, Runtime
from weex_runtime.module_dev.watch import RuntimeWatch, open_when_mended

from ..support.command import weex
from ..support.pages_server import PagesServer
from ..support.pytest_project import empty_project as empty_project

HELLO = """\
<template><div><text @click="go">hello</text><row/></div></template>
<script>
  import Row from './row'
  export default {
    components: { Row },
    methods: { go() { weex.requireModule('navigator').push({ url: './next.vue' }) } }
  }
</script>
"""
ROW = "<template><text>row</text></template>"
NEXT = "<template><text>next</text></template>"
FILES = {"chat.vue": HELLO, "row.vue": ROW, "next.vue": NEXT}


def write(path: Path, text: str) -> None:
    """Replace a file as an editor does, with another stamp."""
    other = path.with_name(path.name + "~")
    other.write_text(text, encoding="utf-8")
    os.replace(other, path)


def test_run_command_opens_a_component_file(project: Callable[..., Path]) -> None:
    status, out, err = weex("run", "chat.vue", cwd=project(FILES))
    assert (status, err) == (0, "")
    assert "hello" in out
    assert "row" in out


def test_run_command_prints_file_and_line_of_a_mistake_in_an_imported_component(
    project: Callable[..., Path],
) -> None:
    folder = project({**FILES, "row.vue": "<template>\n<text></template>"})
    status, out, err = weex("run", "chat.vue", cwd=folder)
    assert status == 2
    assert "row.vue:2: " in err
    assert err.count("\n") == 1


def test_run_command_reads_a_component_from_standard_input(project: Callable[..., Path]) -> None:
    folder = project({"row.vue": ROW})
    status, out, err = weex("run", "-", "--framework", "vue", stdin=HELLO, cwd=folder)
    assert (status, err) == (0, "")
    assert "row" in out


def test_component_and_its_imports_are_fetched_from_a_server(runtime: Runtime) -> None:
    files = {f"/app/{name}": text for name, text in FILES.items()}
    with PagesServer(files) as server:
        page = runtime.open(f"{server.url}/app/chat.vue")
        assert page.outline().split() == ["[hello]", '"row"']
        assert page.url == f"{server.url}/app/chat.vue"
        with pytest.raises(BundleNotFound):
            runtime.open(f"{server.url}/app/none.vue")


def test_url_map_maps_the_urls_of_a_component_and_its_imports_to_files(
    make_runtime: Callable[..., Runtime], project: Callable[..., Path]
) -> None:
    runtime = make_runtime(url_map={"http://app.test/": f"{project(FILES)}/"})
    page = runtime.open("http://app.test/chat.vue")
    assert page.outline().split() == ["[hello]", '"row"']


def test_text_before_the_first_block_of_a_component_is_ignored(
    runtime: Runtime, project: Callable[..., Path]
) -> None:
    component = f"// chat.vue, the first page\n{FILES['chat.vue']}"
    page = runtime.open(project({**FILES, "chat.vue": component}) / "chat.vue")
    assert page.outline().split() == ["[hello]", '"row"']


def test_bundle_at_an_address_that_ends_with_vue_runs_as_a_bundle(
    runtime: Runtime, project: Callable[..., Path]
) -> None:
    bundle = """// a page
// { "framework": "Vue" }
new Vue({ el: 'body', render: (h) => h('text', ['bundle']) });
"""
    page = runtime.open(project({"chat.vue": bundle}) / "chat.vue")
    assert page.outline() == '"bundle"'


def test_dotwe_url_that_url_map_maps_to_a_component_file_opens_the_component(
    make_runtime: Callable[..., Runtime], project: Callable[..., Path]
) -> None:
    address = "http://dotwe.org/vue/38e202c16bdfefbdb88a8754f975454c"
    runtime = make_runtime(url_map={address: str(project(FILES) / "chat.vue")})
    page = runtime.open(address)
    assert page.outline().split() == ["[hello]", '"row"']
    assert (page.name, page.url) == ("chat.vue", address)


def test_navigator_push_opens_a_component(runtime: Runtime, project: Callable[..., Path]) -> None:
    page = runtime.open(project(FILES) / "chat.vue")
    page.get_by_text("hello").click()
    runtime.run_until_idle()
    top: Page | None = page.stack.top
    assert top
    assert top.outline() == '"next"'


def test_open_url_of_the_event_module_opens_a_component(
    runtime: Runtime, project: Callable[..., Path]
) -> None:
    source = "<template><div/></template><script>weex.requireModule('event').openURL('next.vue')\n"
    page = runtime.open(project({**FILES, "a.vue": f"{source}</script>"}) / "a.vue")
    runtime.run_until_idle()
    top: Page | None = page.stack.top
    assert top
    assert top.outline() == '"next"'


def test_embed_element_opens_a_component(runtime: Runtime, project: Callable[..., Path]) -> None:
    source = "<template><embed src='next.vue' style='width:9px;height:9px'/></template>"
    runtime.open(project({**FILES, "a.vue": source}) / "a.vue")
    runtime.run_until_idle()
    assert [page.name for page in runtime.pages] == ["a.vue", "next.vue"]


def test_weex_marker_opens_a_component(empty_project: pytest.Pytester) -> None:
    for name, text in FILES.items():
        (empty_project.path / name).write_text(text, encoding="utf-8")
    empty_project.makepyfile(
        "import pytest\n"
        "@pytest.mark.weex(bundle='chat.vue')\n"
        "def test_it(weex_page):\n"
        "    weex_page.get_by_text('row').text_content()\n"
    )
    empty_project.runpytest_inprocess().assert_outcomes(passed=1)


def test_open_page_in_a_js_test_opens_a_component(empty_project: pytest.Pytester) -> None:
    for name, text in FILES.items():
        (empty_project.path / name).write_text(text, encoding="utf-8")
    (empty_project.path / "it.test.js").write_text(
        "it('opens', async () => {\n"
        "  const page = await openPage('chat.vue');\n"
        "  await expect(page.getByText('row')).toBeVisible();\n"
        "});\n"
    )
    empty_project.runpytest_inprocess().assert_outcomes(passed=1)


def test_watch_reloads_a_page_when_a_missing_import_is_created(
    runtime: Runtime, project: Callable[..., Path]
) -> None:
    folder = project(FILES)
    runtime.open(folder / "chat.vue")
    watch = RuntimeWatch(runtime, [], lambda kind, text: None)
    watch.start()
    runtime.clock.run_for(0.3)
    for name, text in (("chat.vue", HELLO.replace("./row", "./seat")), ("seat.vue", ROW)):
        write(folder / name, text)
        runtime.clock.run_for(0.3)
        runtime.run_until_idle()
        watch.look_around()
    [page] = runtime.pages
    assert page.source_files[-1].endswith("seat.vue")


def test_opening_a_watched_component_waits_until_it_compiles(
    make_runtime: Callable[..., Runtime], project: Callable[..., Path]
) -> None:
    runtime = make_runtime(clock="real")
    path = project({**FILES, "chat.vue": "<template><text></template>"}) / "chat.vue"
    errors: list[str] = []

    def mend(kind: str, text: str) -> None:
        errors.append(text)
        write(path, HELLO)

    page = open_when_mended(lambda: runtime.open(path), str(path), runtime.looper, mend)
    assert page.outline().split() == ["[hello]", '"row"']
    [error] = errors
    assert error.startswith("chat.vue:1")


def test_watch_reloads_a_page_when_an_imported_file_is_fixed_but_not_when_it_is_broken(
    runtime: Runtime, project: Callable[..., Path]
) -> None:
    folder = project(FILES)
    page = runtime.open(folder / "chat.vue")
    watch = RuntimeWatch(runtime, [], lambda kind, text: None)
    watch.start()
    runtime.clock.run_for(0.3)

    def saved(text: str) -> list[str]:
        write(folder / "row.vue", text)
        runtime.clock.run_for(0.3)
        runtime.run_until_idle()
        top: Page | None = page.stack.top
        assert top
        return top.outline().split()

    assert saved(ROW.replace("row", "seat")) == ["[hello]", '"seat"']
    assert saved("<template><text></template>") == ["[hello]", '"seat"']
    [line] = [line for line in runtime.pages[-1].console if line.level == "error"]
    assert "row.vue:1" in line.text
    watch.look_around()
    write(folder / "new.vue", "<template><text></template>")
    changed = HELLO.replace("./row", "./new")
    write(folder / "chat.vue", changed)
    runtime.clock.run_for(0.3)
    runtime.run_until_idle()
    watch.look_around()
    write(folder / "new.vue", ROW.replace("row", "new"))
    runtime.clock.run_for(0.3)
    runtime.run_until_idle()
    assert [page.outline().split()[-1] for page in runtime.pages] == ['"new"']
    write(folder / "chat.vue", HELLO)
    runtime.clock.run_for(0.3)
    watch.look_around()
    assert saved(ROW) == ["[hello]", '"row"']
