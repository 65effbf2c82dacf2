"""Hints for uncaught exceptions: error_hints and browser_globals."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import Module, Page, Runtime, js_method
from weex_runtime.instance.hints import browser_globals
from weex_runtime.module_api.platforms import ANDROID, DOCUMENTED, WEB, PlatformName
from weex_runtime.module_api.registry import Registry

from ..conftest import HEADERS

FRAMEWORKS = ["Vue", "Rax", "Vanilla"]
PLATFORMS: list[PlatformName | None] = [None, "android", "ios", "web"]

# Definitions of `run` that call a missing method. The call is on the first line, or spans several
# lines.
CALLS = {
    "one line": "function run() { modal.tost({ message: 'x' }); }",
    "lines": "function run() {\n  modal.tost({ message: 'x' });\n}",
    "arguments on lines": "function run() {\n  modal\n    .tost({\n      message: 'x'\n    });\n}",
    "brackets": "function run() { modal['tost']({}); }",
    "new": "function run() { new modal.tost({}); }",
    "inner": "function run() { [1].forEach(function () {\n modal.tost({}); }); }",
    "argument": "function run() {\n  modal.toast({ message: modal.tost() });\n}",
}


class Counter(Module):
    """A module with a method for one platform, and a method that is not exported."""

    name = "counter"

    @js_method
    def count(self) -> None: ...

    @js_method(platforms=("ios",))
    def shake(self) -> None: ...

    def forgotten(self) -> None: ...


@pytest.fixture
def run(make_runtime: Callable[..., Runtime]) -> Callable[..., Page]:
    """Open a page whose bundle defines `run` and calls it: while it loads, in a handler of a click,
    or in a promise."""

    def run(code: str, framework: str = "Vue", where: str = "loading", **options: Any) -> Page:
        runtime = make_runtime(modules=[Counter], hints=True, **options)
        require = "require('@weex-module/%s')" if framework == "Rax" else "weex.requireModule('%s')"
        prelude = f"var modal = {require % 'modal'}, counter = {require % 'counter'};\n{code}\n"
        if where == "loading":
            prelude += "run();"
        elif where == "promise":
            prelude += "Promise.resolve().then(run);"
        elif framework == "Vue":
            prelude += (
                "new Vue({ el: 'body', render: function (h) {"
                " return h('text', { on: { click: run } }, ['x']); } });"
            )
        else:
            prelude += (
                "var body = document.createElement('div'); body.addEvent('click', run);"
                "document.documentElement.appendChild(body);"
            )
        if framework == "Rax":
            prelude = f"define('b', function (require) {{\n{prelude}\n}});\nrequire('b');"
        page = runtime.open(source=HEADERS[framework] + prelude)
        if where == "click":
            target = page.document.root
            page.fire_event((target.children or [target])[0].ref, "click", {})
        runtime.run_until_idle()
        return page

    return run


def hints(page: Page) -> list[str]:
    level = "warn" if page.platform.name else "hint"
    return [
        line.text.removeprefix("[weex-runtime] ").removesuffix(
            " (silence hints with hints=False or --no-hints)"
        )
        for line in page.console
        if line.level == level
    ]


TOST = "module 'modal' has no 'tost'; did you mean 'toast'?"


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("where", ["loading", "click", "promise"])
def test_hint_names_the_missing_method(
    run: Callable[..., Page], framework: str, where: str, call: str
) -> None:
    page = run(CALLS[call], framework, where)
    assert [error.message for error in page.errors] == ["TypeError: not a function"]
    assert hints(page) == [TOST]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_hint_for_a_missing_method_is_logged_on_every_platform(
    run: Callable[..., Page], platform: PlatformName | None
) -> None:
    assert hints(run(CALLS["lines"], platform=platform)) == [TOST]


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        (
            "weex.requiremodule('modal')",
            "weex has no 'requiremodule'; did you mean 'requireModule'?",
        ),
        ("modal.xyz()", "module 'modal' has no 'xyz'; it has toast, alert, confirm, prompt"),
        ("modal.removeEventListeners()", "did you mean 'removeAllEventListeners'?"),
        ("counter.forgotten()", "mark Counter.forgotten with @js_method to export it"),
        ("input.blurr()", "component <input> has no 'blurr'; did you mean 'blur'?"),
        ("input.setStyel('a', 1)", "component <input> has no 'setStyel'; did you mean 'setStyle'?"),
        ("text.foo()", "component <text> has no 'foo'; it has no methods"),
    ],
)
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_hint_for_a_missing_method_lists_the_existing_methods(
    run: Callable[..., Page], framework: str, code: str, hint: str
) -> None:
    elements = (
        "var input = weex.document.createElement('input');"
        "var text = weex.document.createElement('text');\n"
    )
    (text,) = hints(run(f"{elements}function run() {{\n  {code};\n}}", framework))
    assert hint in text


def test_hint_for_a_missing_method_of_a_component_ref_names_the_component(
    make_runtime: Callable[..., Runtime],
) -> None:
    page = make_runtime(hints=True).open(
        source='// { "framework": "Vue" }\n'
        "new Vue({ el: 'body', mounted: function () {\n  this.$refs.name.fokus();\n},"
        " render: function (h) { return h('div', [h('input', { ref: 'name' })]); } });"
    )
    assert hints(page) == ["component <input> has no 'fokus'; did you mean 'focus'?"]


def test_hint_for_a_method_of_another_platform_names_the_platform(run: Callable[..., Page]) -> None:
    (text,) = hints(run("function run() {\n  counter.shake();\n}", platform="android"))
    assert "the method exists on: ios" in text


@pytest.mark.parametrize(
    "code",
    [
        "function run() {\n  if (modal.tost) modal.tost();\n  none.foo();\n}",
        "function run() { if (modal.tost) { modal.tost(); } none.foo(); }",
        "function run() { modal.tost && modal.tost(); none.foo(); }",
        "function run() {\n  try { modal.tost(); } catch (error) { none.foo(); }\n}".replace(
            "catch (error) {", "catch (error) {\n"
        ),
        "function run() {\n  try {\n    modal.tost();\n  } catch (e) {}\n  other();\n}\n"
        "function other() {\n  none.foo();\n}",
        "function run() {\n  var test = modal.tost;\n  none.foo();\n}",
        "function run() { var name = 'tost'; modal[name]; none.foo(); }",
        "function run() { counter.count.bar(); }",
        "function run() { weex.foo; text.bar; none.foo(); }",
    ],
)
@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("where", ["loading", "click"])
def test_type_error_without_a_missing_name_gets_no_hint(
    run: Callable[..., Page], framework: str, where: str, code: str
) -> None:
    page = run(
        "var none = {}, text = weex.document.createElement('text');\n" + code, framework, where
    )
    assert [error.message for error in page.errors] == ["TypeError: not a function"]
    assert hints(page) == []


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_modules_and_elements_behave_like_plain_js_objects(
    run: Callable[..., Page], framework: str
) -> None:
    facts = [
        "modal.tost === undefined",
        "!('tost' in modal)",
        "typeof weex.tost === 'undefined'",
        "Object.keys(modal).indexOf('toast') >= 0",
        "Object.prototype.toString.call(modal) === '[object Object]'",
        "modal instanceof Object",
        "modal.constructor === Object",
        "String(modal) === '[object Object]'",
        "!modal.hasOwnProperty('tost') && modal.hasOwnProperty('toast')",
        "JSON.stringify(modal) === '{}'",
        "(function () { for (var key in modal) if (!modal.hasOwnProperty(key)) return false;"
        " return true; })()",
        "(modal.mine = 1) && modal.mine === 1",
        "text.tost === undefined && !('tost' in text) && text instanceof Object",
        "(text.mine = 1) && text.mine === 1 && text.hasOwnProperty('mine')",
        "text.docId === undefined || typeof text.docId === 'string'",
    ]
    page = run(
        "var text = weex.document.createElement('text');\n"
        f"function run() {{ console.log(JSON.stringify([{', '.join(facts)}])); }}",
        framework,
    )
    assert not page.errors
    (line,) = (line.text for line in page.console if line.level == "log")
    assert line == "[" + ",".join(["true"] * len(facts)) + "]"


def test_call_of_any_method_of_a_stub_gets_no_hint(run: Callable[..., Page]) -> None:
    page = run("function run() {\n  weex.requireModule('share').anything();\n}", stubs=["share"])
    assert not page.errors
    assert hints(page) == []


def test_option_hints_false_silences_hints(make_runtime: Callable[..., Runtime]) -> None:
    page = make_runtime().open(source='// { "framework": "Vue" }\nweex.foo();')
    assert [error.message for error in page.errors] == ["TypeError: not a function"]
    assert not page.console


DRAWN = {
    "Vue": """
new Vue({ el: 'body', data: { n: 1 }, style: { a: { color: '#ff0000' } }, render: function (h) {
  var self = this, rows = [];
  for (var i = 0; i < this.n; i++) rows.push(h('cell', { key: i, class: ['a'], ref: 'r' }, ['x']));
  return h('list', { on: { click: function () { self.n = 3 - self.n; } } }, rows);
} });
""",
    "Rax": """
define('b', function (require) {
  var body = document.createElement('list');
  body.addEvent('click', function () {
    var row = document.createElement('cell');
    row.setAttr('a', 1); row.setStyle('color', 'red');
    body.appendChild(row); body.insertBefore(document.createComment('c'), row);
    body.removeChild(row);
  });
  document.documentElement.appendChild(body);
});
require('b');
""",
    "Weex": """
__weex_define__('@weex-component/app', [], function (__weex_require__, exports, module) {
  module.exports = { data: { rows: [{ n: 1 }, { n: 2 }] }, methods: {
    run: function () { this.rows = [{ n: 2 }, { n: 3 }, { n: 1 }]; },
  } };
  module.exports.style = { a: { color: '#ff0000' } };
  module.exports.template = { type: 'list', events: { click: 'run' }, children: [
    { type: 'cell', repeat: function () { return this.rows; }, trackBy: 'n', classList: ['a'],
      attr: { value: function () { return this.n; } }, children: [{ type: 'input', id: 'i' }] },
  ] };
});
__weex_bootstrap__('@weex-component/app');
""",
}


@pytest.mark.parametrize("framework", DRAWN)
def test_names_that_frameworks_read_do_not_trigger_hints(
    open_page: Callable[..., Page], runtime: Runtime, framework: str
) -> None:
    """A hint costs a stack trace for each element."""
    page = open_page(DRAWN[framework], framework)
    for _ in range(2):
        page.fire_event(page.document.root.ref, "click", {})
        runtime.run_until_idle()
    assert not page.errors
    assert page.js.last_missing() is None


@pytest.mark.parametrize("line", ["at (" * 100_000, "\n" * 300_000, "    at a (b:1" * 50_000])
def test_long_stack_set_by_a_bundle_is_shortened(open_page: Callable[..., Page], line: str) -> None:
    page = open_page(
        "var e = new TypeError('not a function');"
        f"Object.defineProperty(e, 'stack', {{ value: {json.dumps(line)} }}); throw e"
    )
    assert len(page.errors[0].stack) <= 100_000


# Tests of legacy pages, whose framework makes module objects itself.

LEGACY = """// a .we bundle
__weex_define__('@weex-component/app', [], function (__weex_require__, exports, module) {
  var modal = __weex_require__('@weex-module/modal');
  var other = modal && __weex_require__( '@weex-module/modal' );
  module.exports = { data: {}, methods: {
    run: function () {
      %s
    },
  } };
  module.exports.template = { type: 'div', events: { click: 'run' } };
});
__weex_bootstrap__('@weex-component/app');
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("modal.tost({});", [TOST]),
        ("__weex_require__('@weex-module/modal').tost({});", [TOST]),
        ("__weex_require__( '@weex-module/modal' ) . tost({});", [TOST]),
        ("other.tost({});", [TOST]),
        ("var none = {}; none.tost({});", []),
        ("if (modal.tost) modal.toast({});\n      ({}).foo();", []),
    ],
)
def test_missing_module_method_in_a_legacy_page_gets_a_hint(
    make_runtime: Callable[..., Runtime], code: str, expected: list[str]
) -> None:
    runtime = make_runtime(hints=True)
    page = runtime.open(source=LEGACY % code)
    page.fire_event(page.document.root.ref, "click", {})
    runtime.run_until_idle()
    assert [error.message for error in page.errors] == ["TypeError: not a function"]
    assert [text for text in hints(page) if text.startswith("module")] == expected


# Tests of hints for globals of browsers.

GLOBALS = sorted(browser_globals._INSTEAD)


@pytest.mark.parametrize("framework", ["Vue", "Rax", "Weex", "Vanilla"])
def test_each_missing_browser_global_gets_one_hint(
    make_runtime: Callable[..., Runtime], framework: str
) -> None:
    """Where the framework supplies one (Rax: document, window), there is neither error nor hint."""
    runtime = make_runtime(hints=True)
    code = (
        "var missing = NAMES.filter(function (name) {"
        " return eval('typeof ' + name) === 'undefined'; });\n"
        "console.log(JSON.stringify(missing));\n"
        "missing.concat(missing).forEach(function (name) { "
        " setTimeout(function () { eval(name); }); });"
    ).replace("NAMES", repr(GLOBALS))
    if framework == "Rax":
        code = f"define('b', function (require) {{ {code} }}); require('b');"
    page = runtime.open(source=HEADERS[framework] + code)
    runtime.clock.run_for(1)
    runtime.run_until_idle()
    (line,) = (line.text for line in page.console if line.level == "log")
    missing = re.findall(r'"([^"]+)"', line)
    assert ("document" in missing) == (framework not in ("Rax", "Vanilla"))
    assert {"localStorage", "history"} <= set(missing)
    assert len(page.errors) == 2 * len(missing)
    told = [
        text.split(" is not defined: ")[0] for text in hints(page) if " is not defined: " in text
    ]
    assert told == missing


def test_hints_for_browser_globals_name_only_existing_modules_and_methods() -> None:
    registry = Registry()
    found = 0
    for advice in browser_globals._INSTEAD.values():
        for module, calls in re.findall(r"requireModule\('(\w+)'\)((?:\.\w+)?)", advice):
            registration = registry.get(module)
            assert registration, advice
            assert not calls or calls[1:] in registration.exports, advice
            found += 1
    assert found > 20


@pytest.mark.parametrize("platform", [DOCUMENTED, ANDROID, WEB])
def test_hint_for_a_browser_global_names_its_replacement(platform: Any) -> None:
    text = browser_globals.instead_of("fetch", platform)
    assert "requireModule('stream').fetch" in text
    assert ("a browser has it" in text) == (platform is WEB)


def test_undefined_name_that_is_not_a_browser_global_gets_no_hint(run: Callable[..., Page]) -> None:
    page = run("function run() { nobody(); }")
    assert len(page.errors) == 1
    assert hints(page) == []


def test_a_polyfilled_websocket_gets_no_hint(run: Callable[..., Page]) -> None:
    page = run("function run() { WebSocket.OPEN; typeof fetch; }", polyfills=["websocket"])
    assert not page.errors
    assert hints(page) == []


CHANGES = [
    "Array.prototype.last = function () {};",
    "Array.prototype.map = function () {};",
    "delete String.prototype.trim;",
    "Object.defineProperty(Array.prototype, 'last', { value: 1 });",
    "Object.defineProperty(String.prototype, 'trim', { value: 1 });",
    "Object.assign(Date.prototype, { format: 1 });",
    "String['raw2'] = 1; Object.entries2 = 1;",
    "Object.prototype.toString = function () {};",
    "Error.prototype.code = 1;",
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_hint_explains_that_devices_freeze_the_changed_built_in(
    run: Callable[..., Page], framework: str, change: str
) -> None:
    page = run(f"function run() {{ 'use strict';\n{change}\n}}", framework)
    (hint,) = hints(page)
    assert "devices freeze" in hint


@pytest.mark.parametrize("platform", PLATFORMS)
def test_frozen_built_ins_hint_names_core_js_if_the_exception_comes_from_core_js(
    run: Callable[..., Page], platform: PlatformName
) -> None:
    polyfill = "var store = '__core-js_shared__';" + " " * 1000 + "delete Array.prototype.map;"
    page = run(f"function run() {{ 'use strict'; {polyfill} }}", platform=platform)
    found = [hint for hint in hints(page) if "core-js" in hint]
    assert len(found) == (platform != "web")
    assert len(page.errors) == (platform != "web")


@pytest.mark.parametrize(
    "code",
    [
        "var own = Object.freeze({ a: 1 });\nfunction run() { 'use strict';\nown.a = 2;\n}",
        "var own = Object.freeze([]);\nfunction run() {\nown.push(1);\n}",
        "function run() {\n'use strict';\nObject.prototype.hasOwnProperty.call(1);\nnull.x;\n}",
        "Array.prototype.last = 1;\nfunction run() {\nvar own = {};\nown.first();\n}",
    ],
)
def test_error_unrelated_to_built_ins_gets_no_hint_about_frozen_built_ins(
    run: Callable[..., Page], code: str
) -> None:
    page = run(code)
    assert page.errors
    assert hints(page) == []


# Not Rax: Rax bundles run in strict mode, so assigning to the frozen prototype throws.
@pytest.mark.parametrize("framework", ["Vue", "Vanilla"])
def test_hint_explains_a_call_of_a_method_that_could_not_be_added_to_a_built_in(
    run: Callable[..., Page], framework: str
) -> None:
    code = "Array.prototype.last = function () {};\nfunction run() {\n[1].last();\n}"
    (hint,) = hints(run(code, framework))
    assert "'last' was not added" in hint
