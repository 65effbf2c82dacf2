"""`weex-runtime build`, and the settings of a project."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from weex_runtime import BundleError, Runtime

from ..support.command import weex

PROJECT = Callable[..., Path]
CHAT = """\
<template><text>{{ word }}</text></template>
<script>
import word from './word'
export default { data: () => ({ word }) }
</script>
"""
WORD = "export default 'built'\n"


def shown(runtime: Runtime, path: Path) -> str:
    page = runtime.open(path)
    assert not page.errors
    return str(page.document.root.attr["value"])


def show(expression: str) -> str:
    return (
        "<template><text>{{ word }}</text></template>\n"
        f"<script>export default {{ data: () => ({{ word: {expression} }}) }}</script>"
    )


def test_bundle_begins_with_the_framework_and_runs_like_its_source(
    runtime: Runtime, project: PROJECT
) -> None:
    folder = project({"chat.vue": CHAT, "word.js": WORD})
    assert weex("build", "chat.vue", "-o", "out.js", cwd=folder) == (0, "", "")
    assert (folder / "out.js").read_text().splitlines()[0] == '// { "framework": "Vue" }'
    assert shown(runtime, folder / "out.js") == "built"
    status, out, _ = weex("build", "chat.vue", cwd=folder)
    assert (status, out) == (0, (folder / "out.js").read_text())


def test_source_map_leads_each_line_to_its_source(project: PROJECT) -> None:
    folder = project({"chat.vue": CHAT, "word.js": WORD})
    weex("build", "chat.vue", "-o", "out.js", "--source-map", cwd=folder)
    bundle = (folder / "out.js").read_text().splitlines()
    assert bundle[-1] == "//# sourceMappingURL=out.js.map"
    made = json.loads((folder / "out.js.map").read_text())
    assert (made["version"], made["file"]) == (3, "out.js")
    assert made["sources"] == ["chat.vue", "word.js"]
    lines = made["mappings"].split(";")
    line = next(number for number, text in enumerate(bundle) if "data: () =>" in text)
    # The script begins on line 2 of chat.vue (AAC) and its `data` stands two lines below.
    assert lines[line - 2 : line + 1] == ["AACA", "AACA", "AACA"]


def test_warnings_go_to_standard_error_and_a_mistake_exits_with_2(project: PROJECT) -> None:
    folder = project(
        {
            "chat.vue": "<template><div/></template>\n<style>.a .b { color: red }</style>",
            "bad.vue": "<template><div></template>",
        }
    )
    status, _, err = weex("build", "chat.vue", "-o", "out.js", cwd=folder)
    assert (status, err.count("chat.vue:2")) == (0, 1)
    status, out, err = weex("build", "bad.vue", "-o", "bad.js", cwd=folder)
    assert (status, out) == (2, "")
    assert "bad.vue:1: " in err
    assert not (folder / "bad.js").exists()


def test_output_that_cannot_be_written_is_wrong_usage(project: PROJECT) -> None:
    folder = project({"chat.vue": CHAT, "word.js": WORD})
    for option in ([], ["--source-map"]):
        status, _, err = weex("build", "chat.vue", "-o", "no/out.js", *option, cwd=folder)
        assert (status, "cannot be written: No such file or directory" in err) == (2, True)


def test_picture_is_relative_to_the_bundle(runtime: Runtime, project: PROJECT) -> None:
    files = {"chat.vue": show("require('./img/a.png')"), "img/a.png": "", "dist/.keep": ""}
    folder = project(files)
    weex("build", "chat.vue", "-o", "dist/out.js", cwd=folder)
    assert shown(runtime, folder / "dist/out.js") == "../img/a.png"


@pytest.mark.parametrize(
    ("option", "expression", "value"),
    [
        ("API=http://a.b", "API", "http://a.b"),
        ("COUNT=3", "COUNT + 1", "4"),
        ("process.env.NODE_ENV=production", "process.env.NODE_ENV", "production"),
        ("process.env.API=x", "process.env.API + process.env.NODE_ENV", "xdevelopment"),
    ],
)
def test_define_sets_a_constant(
    runtime: Runtime, project: PROJECT, option: str, expression: str, value: str
) -> None:
    folder = project({"chat.vue": show(expression)})
    assert weex("build", "chat.vue", "-o", "out.js", "--define", option, cwd=folder)[0] == 0
    assert shown(runtime, folder / "out.js") == value


def test_options_of_run_are_those_of_build(project: PROJECT) -> None:
    folder = project({"chat.vue": show("API + require('lib/word').default"), "src/word.js": WORD})
    options = ("--define", "API=http://a.b ", "--alias", "lib=src")
    status, out, err = weex("run", "chat.vue", *options, cwd=folder)
    assert (status, err) == (0, "")
    assert '"http://a.b built"' in out


def test_alias_means_a_folder_of_the_project(runtime: Runtime, project: PROJECT) -> None:
    folder = project({"chat.vue": CHAT.replace("./word", "lib/word"), "src/lib/word.js": WORD})
    options = ("--alias", "lib=src/lib")
    assert weex("build", "chat.vue", "-o", "out.js", *options, cwd=folder)[0] == 0
    assert shown(runtime, folder / "out.js") == "built"


def test_pyproject_overrides_weex_config_json(runtime: Runtime, project: PROJECT) -> None:
    folder = project(
        {
            "chat.vue": show("API + WHO + require('~/word').default"),
            "lib/word.js": WORD,
            "weex.config.json": '{"define": {"API": "json ", "WHO": "me "}, "alias": {"~": "lib"}}',
            "pyproject.toml": '[tool.weex-runtime.define]\nAPI = "toml "\n',
        }
    )
    assert shown(runtime, folder / "chat.vue") == "toml me built"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("weex.config.json", "{"),
        ("weex.config.json", '{"alias": ["a"]}'),
        ("pyproject.toml", "["),
        ("pyproject.toml", "[tool.weex-runtime.alias]\na = 1\n"),
        ("weex.config.json", '{"define": {"a.b": 1}}'),
    ],
)
def test_malformed_settings_are_an_error(
    runtime: Runtime, project: PROJECT, file: str, text: str
) -> None:
    folder = project({"chat.vue": CHAT, "word.js": WORD, file: text})
    with pytest.raises(BundleError):
        runtime.open(folder / "chat.vue")
