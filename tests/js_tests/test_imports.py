"""Imports of tests in JS and TypeScript: files of the project, as sources import them."""

from __future__ import annotations

import pytest

from ..support.pytest_project import empty_project as empty_project

STORE = """\
import Vue from 'vue'

export interface State { count: number }

export const state: State = Vue.observable ? { count: 1 } : new Vue({ data: { count: 1 } })

export function add(by: number): State {
  if (by < 0) {
    throw new Error('too small')
  }
  state.count += by
  return state
}
"""
CHAT = """\
<template><text @click="more">{{ count }}</text></template>
<script lang="ts">
import { add, state } from './store'

export default {
  data: (): object => state,
  methods: {
    more() { add(1) },
    fail() {
      add(-1)
    }
  }
}
</script>
"""
PASSES = """\
import Chat from '@/chat.vue'
import { add, state, State } from '../src/store'
import words from './words.json'
import * as api from './api'
import Vue from 'vue'

type Pair = [number, number]

it('imports', async () => {
  const pair: Pair = [1, 2]
  expect(add(pair[1]).count).toBe(3)
  Chat.methods.more()
  expect((state as State).count).toBe(4)
  expect(words.list).toEqual([1])
  expect(api.default + api.NAME).toBe('http://a.example api')
  expect(process.env.NODE_ENV + process.env.MODE).toBe('testfast')
  expect(new Vue({ data: { a: 1 }, computed: { b() { return this.a + 1 } } }).b).toBe(2)
  await openPage('../src/chat.vue')
  await expect(page.getByText('1')).toBeVisible()
})

it('keeps components apart that share a script', () => {
  const [one, two] = ['one', 'two'].map((name) => require(`../src/${name}.vue`))
  expect(one).not.toBe(two)
  expect(String(one.render)).not.toBe(String(two.render))
})

it('loads the files again', () => { expect(state.count).toBe(1) })
"""


def write(project: pytest.Pytester, files: dict[str, str]) -> None:
    project.makeini("[pytest]\nfilterwarnings = error\n")
    for name, text in {"package.json": "{}", **files}.items():
        path = project.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_test_in_typescript_imports_components_stores_and_data(
    empty_project: pytest.Pytester,
) -> None:
    define = '{"API": "http://a.example", "process.env.MODE": "fast"}'
    files = {
        "src/store.ts": STORE,
        "src/chat.vue": CHAT,
        "src/shared.js": "module.exports = {}",
        **{
            f"src/{name}.vue": f"<template><{name}/></template><script src='./shared.js'/>"
            for name in ("one", "two")
        },
        "tests/words.json": '{"list": [1]}',
        "tests/api.js": "export default API\nexport const NAME = ' api'\n",
        "tests/chat.test.ts": PASSES,
        "weex.config.json": f'{{"define": {define}}}',
    }
    write(empty_project, files)
    empty_project.runpytest().assert_outcomes(passed=3)


def test_failure_names_the_lines_of_the_test_and_of_the_imported_files(
    empty_project: pytest.Pytester,
) -> None:
    test = """\
import Chat from '../src/chat.vue'

interface Unused { name: string }

it('fails', () => {
  Chat.methods.fail()
  openPage()
})
"""
    files = {"src/store.ts": STORE, "src/chat.vue": CHAT, "tests/chat.test.ts": test}
    write(empty_project, files)
    result = empty_project.runpytest()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["tests/chat.test.ts:6: *", "src/chat.vue:10: *", "src/store.ts:9: *"]
    )


WRONG = [
    ("js", "\nimport './none'", "cannot import './none': no such file", 2),
    ("js", "import x from 'lodash'", "install the package with npm", 1),
    ("js", "import x from '@weex-module/modal'", "mockModule('modal'", 1),
    ("js", "import { a } from './bad'", "bad.ts:2:17: Unexpected", 1),
    ("js", "import './a.css'", "cannot import './a.css': .css is not supported", 1),
    ("ts", "\n@deco class A {}", "decorators are not supported", 2),
    ("js", "\nconst a: number = 1", "like chat.test.ts", 2),
    ("ts", "import './a'\nweex.config", "it exists in pages only", 2),
]


def test_wrong_imports_are_collection_errors_with_file_and_line(
    empty_project: pytest.Pytester,
) -> None:
    files = {"bad.ts": "export const a = 1\nexport const b: = 2", "a.css": "", "a.js": ""}
    for number, (suffix, text, _, _) in enumerate(WRONG):
        files[f"{number}.test.{suffix}"] = f"{text}\nit('a', () => {{ openPage() }})\n"
    write(empty_project, files)
    result = empty_project.runpytest()
    result.assert_outcomes(errors=len(WRONG))
    for number, (suffix, _, message, line) in enumerate(WRONG):
        result.stdout.fnmatch_lines([f"E*{message}*", "", f"{number}.test.{suffix}:{line}: *"])
