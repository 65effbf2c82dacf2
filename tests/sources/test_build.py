"""`weex-runtime build`, and the settings of a project."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from weex_runtime import BundleError, Runtime
from weex_runtime.sources import modules

from ..support.command import weex
from .conftest import shown

PROJECT = Callable[..., Path]
CHAT = """\
<template><text>{{ word }}</text></template>
<script>
import word from './word'
export default { data: () => ({ word }) }
</script>
"""
WORD = "export default 'built'\n"


def show(expression: str) -> str:
    return (
        "<template><text>{{ word }}</text></template>\n"
        f"<script>export default {{ data: () => ({{ word: {expression} }}) }}</script>"
    )


def test_built_bundle_begins_with_a_framework_comment_and_renders_the_component(
    runtime: Runtime, project: PROJECT
) -> None:
    folder = project({"chat.vue": CHAT, "word.js": WORD})
    assert weex("build", "chat.vue", "-o", "out.js", cwd=folder) == (0, "", "")
    assert (folder / "out.js").read_text().splitlines()[0] == '// { "framework": "Vue" }'
    assert shown(runtime, folder / "out.js") == "built"
    status, out, _ = weex("build", "chat.vue", cwd=folder)
    assert (status, out) == (0, (folder / "out.js").read_text())


def test_build_command_creates_the_folder_of_the_output_file(project: PROJECT) -> None:
    folder = project({"chat.vue": CHAT, "word.js": WORD})
    status, _, err = weex("build", "chat.vue", "-o", "dist/js/chat.js", "--source-map", cwd=folder)
    assert (status, err) == (0, "")
    assert {path.name for path in (folder / "dist/js").iterdir()} == {"chat.js", "chat.js.map"}


def test_source_map_maps_bundle_lines_to_source_lines(project: PROJECT) -> None:
    folder = project({"chat.vue": CHAT, "word.js": WORD})
    weex("build", "chat.vue", "-o", "out.js", "--source-map", cwd=folder)
    bundle = (folder / "out.js").read_text().splitlines()
    assert bundle[-1] == "//# sourceMappingURL=out.js.map"
    made = json.loads((folder / "out.js.map").read_text())
    assert (made["version"], made["file"]) == (3, "out.js")
    assert made["sources"] == ["chat.vue", "word.js"]
    lines = made["mappings"].split(";")
    line = next(number for number, text in enumerate(bundle) if "data: function data" in text)
    # "AACA" maps a line of the bundle to the source line after the previously mapped line.
    assert lines[line - 2 : line + 1] == ["AACA", "AACA", "AACA"]


def test_build_command_prints_warnings_to_stderr_and_exits_with_2_on_a_syntax_error(
    project: PROJECT,
) -> None:
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


def test_build_command_exits_with_2_if_the_output_file_cannot_be_written(project: PROJECT) -> None:
    folder = project({"chat.vue": CHAT, "word.js": WORD, "no": "a file"})
    for option in ([], ["--source-map"]):
        status, _, err = weex("build", "chat.vue", "-o", "no/out.js", *option, cwd=folder)
        assert (status, "cannot be written: File exists" in err) == (2, True)


MODERN = """\
<template><text @click="fail">{{ word }}</text></template>
<script lang="ts">
class Words<T> {
  static joined(...words: string[]) { return `${[...new Set(words)].join(' ')}` }
}
const { joined } = Words
export default {
  data: () => ({ word: joined('a', 'b', 'a') + (null ?? ' c') }),
  methods: {
    fail(by = 1) {
      throw new Error(`${by}`)
    }
  }
}
</script>
"""


def test_scripts_of_a_built_bundle_are_es5_and_keep_their_lines(
    runtime: Runtime, project: PROJECT
) -> None:
    folder = project({"chat.vue": MODERN})
    build = ("build", "chat.vue", "-o", "out.js", "--source-map")
    assert weex(*build, cwd=folder) == (0, "", "")
    text = (folder / "out.js").read_text()
    assert not re.search(r"=>|`|\.\.\.|\b(const|let) |class \w+ \{", text)
    page = runtime.open(folder / "out.js")
    assert page.document.root.attr["value"] == "a b c"
    page.get_by_text("a b c").click()
    assert "fail (chat.vue:11" in page.errors[0].stack


def test_scripts_of_npm_packages_are_lowered_to_es5(runtime: Runtime, project: PROJECT) -> None:
    files = {
        "node_modules/old/index.js": "// a => b `c`\nexports.old = '`' + this.constructor.name",
        "node_modules/new/index.js": "module.exports = (a) => `${[...a]}`",
        "chat.vue": show("require('new')('ab') + require('old').old"),
    }
    folder = project(files)
    assert weex("build", "chat.vue", "-o", "out.js", cwd=folder) == (0, "", "")
    text = (folder / "out.js").read_text()
    assert files["node_modules/old/index.js"] in text
    assert "(a) =>" not in text
    assert shown(runtime, folder / "out.js") == "a,b`Object"


def test_script_that_is_too_large_to_be_lowered_is_built_as_it_is_written(
    project: PROJECT, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(modules, "_LARGEST", 20)
    folder = project(
        {"chat.vue": show("require('./a')"), "a.js": "module.exports = () => '0123456789'"}
    )
    status, out, err = weex("build", "chat.vue", cwd=folder)
    assert (status, "() => '0123456789'" in out) == (0, True)
    assert "a.js: the script uses syntax newer than ES5" in err


@pytest.mark.parametrize(
    ("script", "note"),
    [
        ("\nexport async function later() {}", "chat.vue:3: async functions"),
        ("\nexport function* all() {}", "chat.vue:3: async functions"),
        ("\nconst a = /a/s, b = class { #c = 1 }", "chat.vue:3: the script is not lowered to ES5"),
    ],
)
def test_build_command_reports_syntax_newer_than_es5_in_the_bundle(
    project: PROJECT, script: str, note: str
) -> None:
    text = f"<template><text/></template>\n<script>{script}\nexport default {{}}\n</script>"
    status, _, err = weex("build", "chat.vue", cwd=project({"chat.vue": text}))
    assert (status, err.count(note)) == (0, 1)


@pytest.mark.parametrize("output", ["chat.vue", "word.js", "../{}/word.js"])
def test_build_command_does_not_overwrite_a_source(project: PROJECT, output: str) -> None:
    folder = project({"chat.vue": CHAT, "word.js": WORD})
    status, _, err = weex("build", "chat.vue", "-o", output.format(folder.name), cwd=folder)
    assert (status, "is a source of the bundle" in err) == (2, True)
    assert ((folder / "chat.vue").read_text(), (folder / "word.js").read_text()) == (CHAT, WORD)


def test_build_command_refuses_a_bundle(project: PROJECT) -> None:
    folder = project({"out.js": '// { "framework": "Vue" }\n', "lib.js": WORD})
    for name in ("out.js", "lib.js"):
        status, out, err = weex("build", name, cwd=folder)
        assert (status, out, "expected a .vue file" in err) == (2, "", True)


def test_address_of_a_picture_in_a_built_bundle_is_relative_to_the_bundle(
    runtime: Runtime, project: PROJECT
) -> None:
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
def test_define_option_sets_a_js_constant(
    runtime: Runtime, project: PROJECT, option: str, expression: str, value: str
) -> None:
    folder = project({"chat.vue": show(expression)})
    assert weex("build", "chat.vue", "-o", "out.js", "--define", option, cwd=folder)[0] == 0
    assert shown(runtime, folder / "out.js") == value


def test_run_command_accepts_the_define_and_alias_options(project: PROJECT) -> None:
    folder = project({"chat.vue": show("API + require('lib/word').default"), "src/word.js": WORD})
    options = ("--define", "API=http://a.b ", "--alias", "lib=src")
    status, out, err = weex("run", "chat.vue", *options, cwd=folder)
    assert (status, err) == (0, "")
    assert '"http://a.b built"' in out


@pytest.mark.parametrize(
    ("option", "problem"),
    [
        ("--define=a-b=1", "a name like API"),
        ("--define=class=1", "a name like API"),
        ("--alias=lib=", "write NAME=DIR"),
    ],
)
def test_wrong_define_and_alias_options_are_usage_errors(option: str, problem: str) -> None:
    for command in ("run", "build"):
        status, _, err = weex(command, "chat.vue", option)
        assert (status, problem in err) == (2, True)


def test_run_command_lists_the_define_and_alias_options_that_have_no_effect_on_a_bundle(
    project: PROJECT,
) -> None:
    folder = project({"out.js": "// {}\n".replace("{}", '{ "framework": "Vanilla" }')})
    _, _, err = weex("run", "out.js", "--define", "API=1", "--alias", "lib=src", cwd=folder)
    assert "--define API, --alias lib" in err


def test_alias_option_maps_an_import_prefix_to_a_folder_of_the_project(
    runtime: Runtime, project: PROJECT
) -> None:
    folder = project({"chat.vue": CHAT.replace("./word", "lib/word"), "src/lib/word.js": WORD})
    options = ("--alias", "lib=src/lib")
    assert weex("build", "chat.vue", "-o", "out.js", *options, cwd=folder)[0] == 0
    assert shown(runtime, folder / "out.js") == "built"


def test_settings_in_pyproject_toml_override_those_in_weex_config_json(
    runtime: Runtime, project: PROJECT
) -> None:
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
    "text",
    [
        '[tool.other]\nname = "weex-runtime"\n[ tool . "weex-runtime".define ]\nAPI = "toml"\n',
        '[tool]\nother = 1\nweex-runtime.define.API = "toml"\n',
        'tool.weex-runtime.define.API = "toml"\n',
        'tool = { "weex-runtime" = { define = { API = "toml" } } }\n',
    ],
)
def test_settings_in_pyproject_toml_may_be_tables_dotted_keys_or_inline_tables(
    runtime: Runtime, project: PROJECT, text: str
) -> None:
    folder = project({"chat.vue": show("API"), "pyproject.toml": text})
    assert shown(runtime, folder / "chat.vue") == "toml"


def test_pyproject_toml_without_settings_is_not_read(runtime: Runtime, project: PROJECT) -> None:
    folder = project({"chat.vue": show("'opened'"), "pyproject.toml": '[project\nname = "tool"\n'})
    assert shown(runtime, folder / "chat.vue") == "opened"


def test_options_of_the_runtime_override_those_of_the_project(
    make_runtime: Callable[..., Runtime], project: PROJECT
) -> None:
    folder = project(
        {
            "chat.vue": show("API + WHO + require('~/word').default"),
            "test/word.js": WORD,
            "weex.config.json": '{"define": {"API": "json ", "WHO": "me "}, "alias": {"~": "no"}}',
        }
    )
    runtime = make_runtime(aliases={"~": "test"}, defines={"API": "option "})
    assert shown(runtime, folder / "chat.vue") == "option me built"


def test_an_alias_may_be_a_path_of_several_parts(
    make_runtime: Callable[..., Runtime], project: PROJECT
) -> None:
    files = {"chat.vue": show("require('@/lib/word').default"), "other/word.js": WORD}
    runtime = make_runtime(aliases={"@/lib/": "other"})
    assert shown(runtime, project(files) / "chat.vue") == "built"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("weex.config.json", "{"),
        ("weex.config.json", '{"alias": ["a"]}'),
        ("weex.config.json", '{"aliases": {"a": "b"}}'),
        ("pyproject.toml", "[tool.weex-runtime.defines]\nA = 1\n"),
        ("weex.config.json", "[" * 9999),
        ("pyproject.toml", "[tool.weex-runtime"),
        ("pyproject.toml", "[tool.weex-runtime.alias]\na = 1\n"),
        ("pyproject.toml", "tool.weex-runtime.define.A = " + "[" * 9999),
        ("weex.config.json", '{"define": {"a.b": 1}}'),
        ("pyproject.toml", "[tool.weex-runtime.define]\nSINCE = 2020-01-01\n"),
    ],
)
def test_malformed_settings_file_raises_bundle_error(
    runtime: Runtime, project: PROJECT, file: str, text: str
) -> None:
    folder = project({"chat.vue": CHAT, "word.js": WORD, file: text})
    with pytest.raises(BundleError):
        runtime.open(folder / "chat.vue")
