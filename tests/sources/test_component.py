"""The blocks of a single-file component, on a page."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from weex_runtime import Page, Runtime, SourceError
from weex_runtime.document.element import Element
from weex_runtime.sources import compiler

OPEN = Callable[..., Page]


def texts(page: Page) -> list[str]:
    return [str(text.attr["value"]) for text in elements(page, "text")]


def elements(page: Page, kind: str) -> list[Element]:
    return [element for element in page.document.elements() if element.type == kind]


def warnings(page: Page) -> list[str]:
    return [line.text for line in page.console if line.level == "warn"]


def test_component_renders_with_styles_and_handles_a_click(open_vue: OPEN) -> None:
    page = open_vue(
        """\
        <template>
          <div class="box"><text class="hint big" @click="more('!')">{{ shout }}</text></div>
        </template>
        <script>
          export default {
            data: () => ({ message: 'hi' }),
            computed: { shout() { return this.message.toUpperCase() } },
            methods: { more(what) { this.message += what } }
          }
        </script>
        <style scoped>
          .box { width: 100px; padding: 4px 8px }
          .hint { color: red; font-size: 32px }
          .hint:active { color: #00ff00 }
        </style>
        """
    )
    assert page.framework == "Vue"
    assert not page.errors
    page.get_by_text("HI").click()
    assert texts(page) == ["HI!"]
    assert page.document.root.style["width"] == "100"
    assert page.document.root.style["paddingLeft"] == "8"
    style = elements(page, "text")[0].style
    assert style["fontSize"] == "32"
    assert style["color"] == "#FF0000"


@pytest.mark.parametrize(
    "script",
    [
        "export default { data: () => ({ word: 'in' }) }",
        "module.exports = { data: function () { return { word: 'in' } } }",
        "module.exports = Vue.extend({ data: function () { return { word: 'in' } } })",
        "import Vue from 'vue'\nexport default Vue.extend({ data: () => ({ word: 'in' }) })",
        "const App = { el: '#root', data: () => ({ word: 'in' }) }\nexport default App",
    ],
)
def test_root_vue_instance_is_created_for_an_entry_component(open_vue: OPEN, script: str) -> None:
    page = open_vue(f"<template><text>{{{{ word }}}}</text></template>\n<script>{script}</script>")
    assert texts(page) == ["in"]
    assert not page.errors


def test_entry_script_that_calls_new_vue_gets_no_second_root_instance(open_vue: OPEN) -> None:
    page = open_vue(
        """\
        <script>
          import Page from './page.vue'
          new Vue({ el: '#root', render: (make) => make(Page) })
        </script>
        """,
        {"page.vue": "<template><text>once</text></template>"},
    )
    assert texts(page) == ["once"]
    assert not page.errors


def test_several_style_blocks_are_merged_including_one_with_a_src_attribute(open_vue: OPEN) -> None:
    page = open_vue(
        """\
        <template><text class="a b c">x</text></template>
        <style src="./more.css"></style>
        <style>.b { color: blue }</style>
        """,
        {"more.css": ".a { width: 5px } .c { margin-left: 1px }"},
    )
    style = elements(page, "text")[0].style
    assert (style["width"], style["color"], style["marginLeft"]) == ("5", "#0000FF", "1")


def test_device_styles_missing_from_the_style_compiler_cause_no_warning(
    open_vue: OPEN,
) -> None:
    page = open_vue(
        """\
        <template><text>x</text></template>
        <style>
        .a { box-shadow: 1px 1px red; min-width: 5px; transform-origin: left top }
        .b { colour: red }
        </style>
        """
    )
    assert ["colour" in line.text for line in page.console] == [True]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("scss", "@import 'sizes';\n.a { width: $wide; &:active { color: red } }"),
        ("sass", "@import 'sizes';\n.a { width: $wide; &:active { color: red } }"),
        ("sass", "@import sizes\n.a\n  width: $wide\n  &:active\n    color: red\n"),
    ],
)
def test_scss_that_imports_a_file_is_compiled(
    open_vue: OPEN, tmp_path: Path, lang: str, text: str
) -> None:
    page = open_vue(
        f'<template><text class="a">x</text></template>\n<style lang="{lang}">\n{text}\n</style>',
        {"src/_sizes.scss": "$wide: 7px;"},
    )
    assert elements(page, "text")[0].style["width"] == "7"
    assert str(tmp_path / "src" / "_sizes.scss") in page.source_files


def test_error_for_scss_without_libsass_says_how_to_install_libsass(
    open_vue: OPEN, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sass", None)
    with pytest.raises(SourceError, match="^chat.vue:1: .*pip install libsass"):
        open_vue('<template><div/></template><style lang="scss">.a { width: 1px }</style>')


def test_script_and_template_files_named_by_src_attributes_are_read(open_vue: OPEN) -> None:
    page = open_vue(
        '<template src="./parts/chat.html"></template>\n<script src="./parts/logic.js"></script>',
        {
            "parts/chat.html": "<text>{{ word }}</text>",
            "parts/logic.js": "import a from './a'\nexport default { data: () => ({ word: a }) }",
            "parts/a.js": "export default 'from src'",
        },
    )
    assert texts(page) == ["from src"]


def test_typescript_in_a_script_block_is_compiled(open_vue: OPEN) -> None:
    page = open_vue(
        """\
        <template><text>{{ count }}</text></template>
        <script lang="ts">
          interface State { count: number }
          export default { data(): State { return { count: 2 as number } } }
        </script>
        """
    )
    assert texts(page) == ["2"]


def test_recyclable_template_in_a_recycle_list_renders_without_errors(open_vue: OPEN) -> None:
    page = open_vue(
        """\
        <template>
          <recycle-list for="(item, i) in items"><cell-slot><row :name="item"/></cell-slot>
          </recycle-list>
        </template>
        <script>
          import Row from './row.vue'
          export default { components: { Row }, data: () => ({ items: ['a', 'b'] }) }
        </script>
        """,
        {
            "row.vue": """\
                <template recyclable><text>{{ name }}</text></template>
                <script>export default { props: ['name'] }</script>
                """
        },
    )
    assert not page.errors


def test_require_of_weex_module_modal_returns_the_native_modal_module(open_vue: OPEN) -> None:
    page = open_vue(
        """\
        <template><div/></template>
        <script>
          var modal = require('@weex-module/modal')
          module.exports = { created() { modal.toast({ message: 'hi' }) } }
        </script>
        """
    )
    assert [dialog.message for dialog in page.dialogs] == ["hi"]


def test_ignored_css_rules_are_reported_as_console_warnings_with_file_and_line(
    open_vue: OPEN,
) -> None:
    page = open_vue(
        """\
        <template><div/></template>
        <style>
          .a .b { color: red }
          @media screen { .a { color: red } }
          @import './x.css';
        </style>
        """
    )
    found = warnings(page)
    assert any("chat.vue:3: " in line and ".a .b" in line for line in found)
    assert any("chat.vue:4: @media" in line for line in found)
    assert any("chat.vue:5: @import" in line for line in found)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("<template>\n<div>{{ a b }}</div>\n</template>", 2, "invalid expression"),
        ("<template>\n<div>\n<text></div>\n</template>", 3, "<text>"),
        ("<script>\n\nvar a = ;\n</script>", 3, "Unexpected token"),
        ("<script>\n@dec class A {}\n</script>", 2, "decorators"),
        ("<template/>\n<script setup>\nconst n = 1\n</script>", 2, "Vue 3"),
        ("<script>\nimport('./a.vue')\n</script>", 2, "import()"),
        ("<script>\nrequire.context('.')\n</script>", 2, "require.context"),
        ("<script>\nvar a = <div/>\n</script>", 2, "JSX is not supported"),
        ("<script>\nfunction f() {\n  return (\n    <div>a</div>\n  )\n}\n</script>", 4, "JSX"),
        ('<template lang="pug">\n</template>', 1, "pug"),
        ('<template><div/></template>\n<style lang="less">\n</style>', 2, "less"),
        ('<template><div/></template>\n<style lang="stylus">\n</style>', 2, "stylus"),
        ("<template><div/></template>\n<style module>\n</style>", 2, "CSS modules"),
        (
            "<template>\n<div/>\n<script>\nexport default {}\n</script>",
            3,
            "is </template> missing?",
        ),
        (
            "<template><div/></template>\n<style>\n.a {\n"
            "transition: width 1s, height 2s }\n</style>",
            4,
            "transition",
        ),
        (
            "<template>\n<div>\n<text>a</text>\n<text :a='\">\"'>b\n<text/></div></template>",
            4,
            "no matching end tag",
        ),
        ("<template><div/></template>\n<style>\n.a {\ncolor red\n}\n</style>", 4, "missing ':'"),
        ("<template><div/></template>\n<style>\n.a {\n</style>", 4, "missing '}'"),
        ("<docs>\n</docs>", 1, "<template>"),
        ("<template><div/></template>\n<script>\nexport default {}\n", 2, "expected </script>"),
        ("<template><div/></template>\n<style>\n.a { color: red }\n", 2, "expected </style>"),
        ('<template><div/></template>\n<style lang="scss">\n.a { b: ; }\n</style>', 3, "value"),
    ],
)
def test_mistake_in_a_component_raises_source_error_with_file_and_line(
    open_vue: OPEN, text: str, line: int, words: str
) -> None:
    with pytest.raises(SourceError) as caught:
        open_vue(text)
    assert caught.value.line == line
    assert words in caught.value.problem
    assert str(caught.value).startswith(f"chat.vue:{line}")
    assert caught.value.path.endswith("chat.vue")


def test_stack_trace_of_an_uncaught_exception_has_lines_of_the_source_files(open_vue: OPEN) -> None:
    page = open_vue(
        """\
        <template>
          <text @click="fail">go</text>
        </template>
        <script>
          import { explode } from './helper'
          export default {
            methods: {
              fail() {
                explode()
              }
            }
          }
        </script>
        """,
        {"helper.js": "\nexport function explode() {\n  throw new Error('boom')\n}\n"},
    )
    page.get_by_text("go").click()
    [error] = page.errors
    assert "explode (helper.js:3" in error.stack
    assert "fail (chat.vue:9" in error.stack


def test_stack_trace_has_no_frames_of_the_module_loader_of_the_bundle(open_vue: OPEN) -> None:
    page = open_vue(
        "<script>\nimport './side'\nexport default { render: (h) => h('text') }\n</script>",
        {"side.js": "function top() {\n  throw new Error('boom')\n}\n\ntop()\n"},
    )
    frames = re.findall(r"at (\w+) \((.*?:\d+)", page.errors[0].stack)
    assert frames == [("top", "side.js:2"), ("module", "side.js:5"), ("module", "chat.vue:2")]
    assert "native" not in page.errors[0].stack


def test_stack_trace_has_the_column_of_the_source_or_no_column(open_vue: OPEN) -> None:
    page = open_vue(
        """\
        <template><text @click="go">go</text></template>
        <script>
          import { fail } from './helper'
          export default {
            methods: {
              go() {
                const here = 1; this.other(here)
              },
              other(value) {
                fail(value)
              }
            }
          }
        </script>
        """,
        {"helper.js": "export function fail(value) { value.a.b = value }\n"},
    )
    page.get_by_text("go").click()
    frames = dict(re.findall(r"at (\w+) \((chat\.vue:[\d:]+)", page.errors[0].stack))
    # `quickjs` reports no columns. `quickjs-ng` may report a column after the call, since the
    # compilers change the start of the line.
    for name, number, call in (("go", 7, "this.other(here)"), ("other", 10, "fail(value)")):
        line = page.js.positions.lines("chat.vue")[number - 1]
        column = int(frames[name].partition(f"chat.vue:{number}")[2].strip(":") or 0)
        assert not column or line.index(call) < column <= len(line)


def test_stack_trace_names_the_template_that_threw_an_exception(open_vue: OPEN) -> None:
    page = open_vue('<template>\n<text @click="$x.y.z()">go</text>\n</template>')
    page.get_by_text("go").click()
    [error] = page.errors
    assert "template of chat.vue" in error.stack


def test_click_handler_with_a_long_variable_name_compiles(open_vue: OPEN) -> None:
    name = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnop"
    page = open_vue(f'<template><text @click="{name} = 1">x</text></template>')
    assert texts(page) == ["x"]


def test_compilation_that_exceeds_the_time_limit_raises_source_error(
    open_vue: OPEN, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiler.forget()
    monkeypatch.setattr(compiler, "_TIME_LIMIT", 0.2)  # time limit in seconds of CPU time
    text = "<script>\n" + "var a = [1, (b) => b.c(`${1}`)]\n" * 20_000 + "</script>"
    with pytest.raises(SourceError, match=r"^chat.vue:1: the compiler did not finish within 0.2 s"):
        open_vue(text)
    monkeypatch.undo()
    assert texts(open_vue("<template><text>next</text></template>")) == ["next"]


@pytest.mark.parametrize(
    ("block", "file", "language"),
    [
        ("<style src='./a.less'></style>", "a.less", "less"),
        ("<style src='./a.styl'></style>", "a.styl", "stylus"),
        ("<script src='./a.coffee'></script>", "a.coffee", "coffee"),
    ],
)
def test_file_extension_in_the_src_of_a_block_sets_the_language_of_the_block(
    open_vue: OPEN, block: str, file: str, language: str
) -> None:
    with pytest.raises(SourceError, match=f'lang="{language}"') as caught:
        open_vue(f"<template><text/></template>\n{block}", {file: ""})
    assert caught.value.path.endswith(file)


def test_functional_template_is_reported_as_not_supported(open_vue: OPEN) -> None:
    page = open_vue("<template functional><text>a</text></template>")
    assert any("chat.vue:1: `functional`" in line.text for line in page.console)


@pytest.mark.parametrize(
    ("block", "advice"),
    [("scirpt", "did you mean <script>?"), ("docs", "a component has <template>")],
)
def test_block_of_an_unknown_type_is_reported_as_ignored(
    open_vue: OPEN, block: str, advice: str
) -> None:
    page = open_vue(f"<template><text/></template>\n<{block}>\na\n</{block}>")
    assert any(f"chat.vue:2: <{block}> is ignored; {advice}" in line for line in warnings(page))


def test_template_literal_may_contain_text_that_looks_like_syntax(open_vue: OPEN) -> None:
    page = open_vue(
        "<template><text>{{ a }}</text></template>"
        "<script>export default { data: () => ({ a: `@` + `=>` + `require` + `{` }) }</script>"
    )
    assert texts(page) == ["@=>require{"]


def test_script_without_content_may_be_a_self_closing_tag(open_vue: OPEN) -> None:
    page = open_vue('<template><text>a</text></template>\n<script src="./a.js"/>', {"a.js": ""})
    assert texts(page) == ["a"]


def test_compilation_that_exceeds_the_memory_limit_raises_source_error(
    open_vue: OPEN, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiler.forget()
    monkeypatch.setattr(compiler, "_MEMORY_LIMIT", 12 << 20)
    text = "<script>\n" + "var a = [1, (b) => b.c(`${1}`)]\n" * 8_000 + "</script>"
    with pytest.raises(SourceError, match=r"^chat.vue:1: the compiler needs more than 12 MB"):
        open_vue(text)
    monkeypatch.undo()
    assert texts(open_vue("<template><text>next</text></template>")) == ["next"]


def test_code_that_is_nested_too_deeply_raises_source_error(open_vue: OPEN) -> None:
    with pytest.raises(SourceError, match=r"^chat.vue:1: the code is nested too deeply"):
        open_vue(f"<script>\nvar a = {'[' * 50_000}{']' * 50_000}\n</script>")


@pytest.mark.parametrize(
    "script", ["export default null", "export default 5", "module.exports = 'text'"]
)
def test_export_that_is_not_a_component_is_an_error_with_the_name_of_the_file(
    open_vue: OPEN, script: str
) -> None:
    [error] = open_vue(f"<script>\n{script}\n</script>").errors
    assert "chat.vue: expected the options of a component as export" in error.message


def test_bundle_given_as_text_with_a_vue_file_name_is_not_compiled(runtime: Runtime) -> None:
    page = runtime.open(
        source='// { "framework": "Vue" }\nnew Vue({ el: "#a", render: (h) => h("text") })',
        name="chat.vue",
    )
    assert page.source_files == ()
    assert not page.errors


def test_component_given_as_text_with_framework_vue_is_compiled_and_opened(
    runtime: Runtime,
) -> None:
    page = runtime.open(source="<template><text>a</text></template>", framework="vue")
    assert texts(page) == ["a"]


def test_stack_trace_has_the_source_line_of_each_function_even_if_functions_share_a_line(
    open_vue: OPEN,
) -> None:
    page = open_vue(
        """\
        <template><text @click="go">x</text></template>
        <script>
        const later = (act) => act()

        export default {
          methods: {
            go() { this.stay((step) => step.no.way) },
            stay(act) {
              const each = function (a, b = { c: 1 }) { if (a) { later(() => act(b)) } }; each(1)
            },
          },
        }
        </script>
        """
    )
    page.get_by_text("x").click()
    lines = [int(line) for line in re.findall(r"\(chat\.vue:(\d+)", page.errors[0].stack)]
    assert lines == [7, 9, 3, 9, 9, 7]
