"""Imports of a source: files, packages, cycles, assets."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from weex_runtime import BundleError, Page, Runtime, SourceError

OPEN = Callable[..., Page]
SHOW = "<template><text>{{ word }}</text></template>\n"


def shown(page: Page) -> str:
    assert not page.errors
    return str(page.document.root.attr["value"])


def script(statement: str) -> str:
    """A component that shows `word`, which the statement defines."""
    return f"{SHOW}<script>\n{statement}\nexport default {{ data: () => ({{ word }}) }}\n</script>"


@pytest.mark.parametrize(
    ("name", "file", "text"),
    [
        ("./a.js", "a.js", "export default 'yes'"),
        ("./a", "a.js", "export default 'yes'"),
        ("./a", "a.ts", "const word: string = 'yes'\nexport default word"),
        ("./a.json", "a.json", '"yes"'),
        ("./a", "a/index.js", "module.exports = 'yes'"),
        ("./a", "a/index.ts", "export default 'yes' as string"),
        ("./lib/a", "lib/a.js", "exports.__esModule = true\nexports.default = 'yes'"),
        ("@/a", "src/a.js", "export default 'yes'"),
        ("a", "node_modules/a/index.js", "module.exports = 'yes'"),
        ("a/b", "node_modules/a/b.js", "module.exports = 'yes'"),
        ("@x/a", "node_modules/@x/a/index.js", "module.exports = 'yes'"),
    ],
)
def test_import_finds_the_file_of_a_relative_path_an_alias_or_a_package(
    open_vue: OPEN, name: str, file: str, text: str
) -> None:
    assert shown(open_vue(script(f"import word from '{name}'"), {file: text})) == "yes"


@pytest.mark.parametrize("folder", ["C#", "50% off", "a?b"])
def test_component_may_be_in_a_folder_whose_name_has_characters_of_url_syntax(
    runtime: Runtime, project: Callable[..., Path], folder: str
) -> None:
    child = script("import word from './a'")
    files = {
        "chat.vue": "<template><child/></template><script>import child from './child.vue'\n"
        "export default { components: { child } }</script>",
        "child.vue": child,
        "a.js": "export default 'yes'",
    }
    root = project({f"{folder}/{name}": text for name, text in files.items()})
    assert shown(runtime.open(root / folder / "chat.vue")) == "yes"


@pytest.mark.parametrize("file", ["node_modules/a/package.json", "node_modules/a/index.json"])
def test_import_of_deeply_nested_json_is_a_bundle_error(open_vue: OPEN, file: str) -> None:
    with pytest.raises(BundleError, match="nested too deeply"):
        open_vue(script("import word from 'a/index.json'"), {file: "[" * 9999})


@pytest.mark.parametrize(
    "about",
    [
        '{"main": "lib/old", "module": "lib/new.js"}',
        '{"main": "lib/new"}',
        '{"main": "lib/old", "exports": "./lib/new.js"}',
        '{"main": "lib/old", "exports": {"node": "./lib/old.js", "import": "./lib/new.js"}}',
        '{"main": "lib/old", "exports": {".": {"default": "./lib/new.js"}}}',
    ],
)
def test_package_json_determines_which_file_an_import_of_the_package_loads(
    open_vue: OPEN, about: str
) -> None:
    files = {
        "node_modules/a/package.json": about,
        "node_modules/a/lib/new.js": "export default 'new'",
        "node_modules/a/lib/old.js": "module.exports = 'old'",
    }
    assert shown(open_vue(script("import word from 'a'"), files)) == "new"


def test_exports_pattern_in_package_json_maps_an_imported_path_to_a_file(open_vue: OPEN) -> None:
    files = {
        "node_modules/a/package.json": '{"exports": {"./parts/*": "./lib/*.js"}}',
        "node_modules/a/lib/b.js": "export default 'b'",
    }
    assert shown(open_vue(script("import word from 'a/parts/b'"), files)) == "b"


def test_import_finds_packages_in_node_modules_of_parent_folders_and_inside_other_packages(
    runtime: Runtime, project: Callable[..., Path]
) -> None:
    folder = project(
        {
            "node_modules/a/index.js": "module.exports = require('b') + ' above'",
            "node_modules/a/node_modules/b/index.js": "module.exports = 'inner'",
            "node_modules/b/index.js": "module.exports = 'outer'",
            "app/package.json": "{}",
            "app/src/chat.vue": script("import word from 'a'"),
        }
    )
    assert shown(runtime.open(folder / "app/src/chat.vue")) == "inner above"


def test_nearest_folder_with_a_package_json_is_the_root_of_the_project(
    runtime: Runtime, project: Callable[..., Path]
) -> None:
    folder = project(
        {
            "package.json": "{}",
            "src/pages/chat.vue": script("import word from '@/words/hi'\nthrow new Error(word)"),
            "src/words/hi.js": "export default 'hi'",
        }
    )
    page = runtime.open(folder / "src/pages/chat.vue")
    [error] = page.errors
    assert "src/pages/chat.vue:4" in error.stack


def test_modules_that_import_each_other_can_be_loaded(open_vue: OPEN) -> None:
    files = {
        "a.js": "import { b } from './b'\nexport const a = 'a'\nexport const both = () => a + b",
        "b.js": "import { a } from './a'\nexport const b = 'b'\nexport const late = () => a",
    }
    statement = (
        "import { both } from './a'\nimport { late } from './b'\nconst word = both() + late()"
    )
    assert shown(open_vue(script(statement), files)) == "aba"


def test_recursive_component_is_rendered(open_vue: OPEN) -> None:
    page = open_vue(
        "<template><div><tree :depth='2'/></div></template>\n"
        "<script>import Tree from './tree.vue'\nexport default { components: { Tree } }</script>",
        {
            "tree.vue": "<template><div><text>{{ depth }}</text><tree v-if='depth' "
            ":depth='depth - 1'/></div></template>\n"
            "<script>export default { name: 'tree', props: ['depth'] }</script>"
        },
    )
    assert not page.errors
    kinds = [element.type for element in page.document.elements()]
    assert kinds.count("text") == 3


def test_default_import_of_a_common_js_module_can_be_reexported(open_vue: OPEN) -> None:
    files = {
        "index.js": "export { default } from './a'\nexport { default as B } from './b.vue'",
        "a.js": "module.exports = 'again'",
        "b.vue": "<template><div/></template>\n<script>module.exports = { name: 'b' }</script>",
    }
    statement = "import a, { B } from './index'\nconst word = a + B.name"
    assert shown(open_vue(script(statement), files)) == "againb"


def test_import_that_stands_below_other_statements_is_evaluated_first(open_vue: OPEN) -> None:
    statement = "const word = low.toUpperCase()\nimport low from './low'"
    assert shown(open_vue(script(statement), {"low.js": "export default 'low'"})) == "LOW"


def test_imported_modules_are_evaluated_in_the_order_of_the_import_statements(
    open_vue: OPEN,
) -> None:
    files = {
        "a.js": "Vue.prototype.words = ['a']",
        "b.js": "Vue.prototype.words.push('b')\nexport default 1",
        "c.js": "Vue.prototype.words.push('c')",
    }
    statement = "import './a'\nimport one from './b';\nimport './c'\nconst word = one"
    page = open_vue(script(statement).replace("word }}", "words.join() }}"), files)
    assert shown(page) == "a,b,c"


def test_common_js_code_of_a_package_does_not_run_in_strict_mode(open_vue: OPEN) -> None:
    files = {"node_modules/a/index.js": "module.exports = (function () { return typeof this })()"}
    assert shown(open_vue(script("import word from 'a'"), files)) == "object"


def test_require_with_a_variable_as_argument_throws_an_error(open_vue: OPEN) -> None:
    page = open_vue(script("const name = './a'\nconst word = require(name)"), {"a.js": ""})
    [error] = page.errors
    assert error.message == "Error: Cannot find module './a'"


def test_require_call_in_a_comment_or_string_is_ignored(open_vue: OPEN) -> None:
    statement = "// require('./none')\nconst word = \"require('./no')\".slice(0, 7)"
    assert shown(open_vue(script(statement))) == "require"


def test_require_of_a_picture_returns_the_url_of_the_picture(
    open_vue: OPEN, tmp_path: Path
) -> None:
    page = open_vue(
        "<template><image :src=\"require('./a.png')\"/></template>", {"a.png": "not read"}
    )
    assert page.document.root.attr["src"] == (tmp_path / "a.png").as_uri()


def test_relative_src_of_an_image_becomes_a_url_if_the_file_exists(
    open_vue: OPEN, tmp_path: Path
) -> None:
    page = open_vue(
        "<template><div><row/><image src='./none.png'/></div></template>\n"
        "<script>import Row from './rows/row'\nexport default { components: { Row } }</script>",
        {
            "rows/row.vue": "<template><image src='./a.png'/></template>",
            "rows/a.png": "not read",
        },
    )
    first, second = page.document.root.children
    assert first.attr["src"] == (tmp_path / "rows" / "a.png").as_uri()
    assert second.attr["src"] == "./none.png"


def test_src_of_an_image_may_begin_with_the_alias_of_the_source_folder(open_vue: OPEN) -> None:
    page = open_vue("<template><image src='@/a.png'/></template>", {"src/a.png": ""})
    assert str(page.document.root.attr["src"]).endswith("/src/a.png")


def test_entry_component_that_other_components_import_can_be_used_by_them(open_vue: OPEN) -> None:
    files = {
        "again.vue": """\
        <template><chat :depth="1"/></template>
        <script>
        export default { beforeCreate() { this.$options.components.chat = require('./chat') } }
        </script>
        """
    }
    page = open_vue(
        """\
        <template><div><text>{{ depth }}</text><again v-if="!depth"/></div></template>
        <script>
        import Again from './again'
        module.exports = { props: { depth: { default: 0 } }, components: { Again } }
        </script>
        """,
        files,
    )
    assert page.outline().split() == ['"0"', "div", '"1"'] or page.outline().split() == [
        '"0"',
        '"1"',
    ]
    assert not list(page.console)


def test_packages_linked_by_pnpm_are_loaded_once_and_resolve_their_own_dependencies(
    open_vue: OPEN, project: Callable[..., Path]
) -> None:
    store = "node_modules/.pnpm/a@1/node_modules"
    files = {
        f"{store}/a/index.js": "exports.count = require('b').count += 1",
        f"{store}/b/index.js": "exports.count = 0",
        "node_modules/.pnpm/c@1/node_modules/c/index.js": "module.exports = require('a').count",
    }
    folder = project(files)
    (folder / "node_modules/a").symlink_to(".pnpm/a@1/node_modules/a")
    (folder / "node_modules/c").symlink_to(".pnpm/c@1/node_modules/c")
    (folder / "node_modules/.pnpm/c@1/node_modules/a").symlink_to("../../a@1/node_modules/a")
    page = open_vue(script("import { count } from 'a'\nimport c from 'c'\nconst word = count + c"))
    assert shown(page) == "2"


def test_browser_field_of_a_package_replaces_files_for_node(open_vue: OPEN) -> None:
    about = {"main": "node", "browser": {"./node.js": "./web.js", "http": False, "net": "./net"}}
    files = {
        "node_modules/a/package.json": json.dumps(about),
        "node_modules/a/node.js": "module.exports = 'node'",
        "node_modules/a/web.js": "module.exports = Object.keys(require('http')) + require('net')",
        "node_modules/a/net.js": "module.exports = 'web'",
    }
    assert shown(open_vue(script("import word from 'a'"), files)) == "web"


def test_browser_field_of_a_package_may_name_the_main_file_of_the_package(open_vue: OPEN) -> None:
    files = {
        "node_modules/a/package.json": '{"main": "node.js", "browser": "web.js"}',
        "node_modules/a/node.js": "module.exports = 'node'",
        "node_modules/a/web.js": "module.exports = 'web'",
    }
    assert shown(open_vue(script("import word from 'a'"), files)) == "web"


@pytest.mark.parametrize("text", ["// export this\n", "var a = 'import'\n", "exports.import = 1\n"])
def test_common_js_package_with_import_or_export_in_a_comment_or_string_stays_common_js(
    open_vue: OPEN, text: str
) -> None:
    package = text + "exports.word = (function () { return typeof this })()"
    page = open_vue(script("import { word } from 'a'"), {"node_modules/a/index.js": package})
    assert shown(page) == "object"  # in strict mode `typeof this` is "undefined"


def test_missing_package_of_a_package_throws_only_when_it_is_required(open_vue: OPEN) -> None:
    package = "exports.get = (all) => all ? require('http') : 'part'"
    text = script("import { get } from 'a'\nconst word = get()")
    assert shown(open_vue(text, {"node_modules/a/index.js": package})) == "part"
    page = open_vue(text.replace("get()", "get(true)"))
    problem = "Cannot find module 'http', required by node_modules/a/index.js"
    assert problem in page.errors[0].message


def test_error_names_the_package_that_lacks_an_imported_file(open_vue: OPEN) -> None:
    with pytest.raises(SourceError, match="the package @x/a has no such file"):
        open_vue(script("import word from '@x/a/b'"), {"node_modules/@x/a/index.js": ""})


def test_process_env_node_env_is_development(open_vue: OPEN) -> None:
    assert shown(open_vue(script("const word = process.env.NODE_ENV"))) == "development"


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("import a from './none'", "no such file"),
        ("import a from '@/none'", "no such file"),
        ("import a from 'none'", "npm"),
        ("const a = require('./none.vue')", "no such file"),
        ("import a from '../outside'", "outside the project"),
        ("import fs from 'fs'", "belongs to Node.js"),
        ("import fs from 'node:fs/promises'", "belongs to Node.js"),
        ("import './a.less'", ".less is not supported"),
    ],
)
def test_error_for_an_import_that_cannot_be_resolved_has_file_and_line(
    runtime: Runtime, project: Callable[..., Path], statement: str, words: str
) -> None:
    files = {
        "outside.js": "",
        "app/package.json": "{}",
        "app/a.less": "",
        "app/chat.vue": script(statement),
    }
    with pytest.raises(SourceError, match="^chat.vue:3: cannot import") as caught:
        runtime.open(project(files) / "app/chat.vue")
    assert words in caught.value.problem


@pytest.mark.parametrize(
    ("file", "text", "place"),
    [
        ("a.js", "\nvar a = ;", "a.js:2:9"),
        ("a.js", "var a\nexport d", "a.js"),  # the compiler reports no line here
        ("a.json", "{", "a.json:1"),
        ("a.vue", "<template><div></template>", "a.vue:1"),
    ],
)
def test_error_for_a_mistake_in_an_imported_file_names_the_imported_file(
    open_vue: OPEN, file: str, text: str, place: str
) -> None:
    with pytest.raises(SourceError) as caught:
        open_vue(script(f"import word from './{file}'"), {file: text})
    assert caught.value.name == place
    assert caught.value.path.endswith(file)


@pytest.mark.parametrize(
    "declarations",
    [
        "export const a = 1, b = f(2, 3)\nfunction f(x, y) { return y }",
        "export let a = 1,\n  b = 3;",
        "export var b, a = [1, 2].map((x, i) => x)[0]\nb = 3",
        "export const a = 1, b = 3\nlet c = 1, d\nc++, d = c",
        "export const a = 1\nconst c = 1, b = 3\nexport { b }",
        "export const { a, b } = { a: 1, b: 3 }, c = 1",
    ],
)
def test_each_name_of_an_export_statement_is_exported(open_vue: OPEN, declarations: str) -> None:
    page = open_vue(
        script("import { a, b } from './k'\nconst word = [a, b].join()"), {"k.js": declarations}
    )
    assert shown(page) == "1,3"


@pytest.mark.parametrize(
    ("statement", "file", "advice"),
    [
        ("import { greting } from './k'", "export const greeting = 1", "did you mean greeting?"),
        ("import { x as y } from './k'", "export const greeting = 1", "the file exports greeting"),
        ("import k from './k'", "export const greeting = 1", "the file exports greeting"),
        ("export { greting } from './k'", "export { a as greeting }\nvar a", "did you mean"),
    ],
)
def test_import_of_a_name_that_a_file_does_not_export_is_a_warning(
    open_vue: OPEN, statement: str, file: str, advice: str
) -> None:
    page = open_vue(script(f"{statement}\nconst word = 1"), {"k.js": file})
    (warning,) = [line.text for line in page.console if line.level == "warn"]
    assert "chat.vue:3: " in warning
    assert "k.js does not export" in warning
    assert advice in warning


@pytest.mark.parametrize(
    ("statement", "file"),
    [
        (
            "import k, { greeting as word } from './k'",
            "export const greeting = 1; export default 2",
        ),
        ("import * as k from './k'\nconst { greeting: word } = k", "export function greeting() {}"),
        ("import { word } from './k'", "export * from './l'"),
        ("import { word } from './k'", "module.exports = { word: 1 }"),
        ("import { word } from './k'", "exports['word'] = 1; export default 1"),
        ("import { word } from './k'", "export { word } from './l'"),
        ("import { word } from './k'", "export const { a: [word] } = { a: [1] }"),
        ("import word from './k'", "module.exports = 1"),
        ("import word from './k.json'", ""),
        ("import './k'\nconst word = 1", "export default 1"),
    ],
)
def test_import_of_an_exported_name_is_not_a_warning(
    open_vue: OPEN, statement: str, file: str
) -> None:
    files = {"k.js": file, "l.js": "export const word = 1", "k.json": "1"}
    page = open_vue(script(statement), files)
    assert [line.text for line in page.console] == []
