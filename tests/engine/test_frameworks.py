"""Vue, Rax, the legacy framework and Vanilla: what a bundle of each can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import Callback, FrameworksMissing, Module, Page, Runtime, js_method
from weex_runtime.engine.frameworks import FRAMEWORKS, source_of, versions

# A bundle for each framework: a box with a text. A click on the box calls `clicked`, which a test
# defines; `update(text)` changes the text.
APPS = {
    "Vue": """
var app = new Vue({
  el: 'body',
  data: { shown: 'start' },
  render: function (h) {
    return h('div', { on: { click: function (event) { return clicked(event); } } }, [
      h('text', { attrs: { value: this.shown } })
    ]);
  }
});
function update(text) { app.shown = text; }
""",
    "Rax": """
var Rax = require('rax'), app;
class App extends Rax.Component {
  constructor(props) { super(props); this.state = { shown: 'start' }; app = this; }
  render() {
    return Rax.createElement('div', { onClick: (event) => clicked(event) },
      Rax.createElement('text', { value: this.state.shown }));
  }
}
Rax.render(Rax.createElement(App));
function update(text) { app.setState({ shown: text }); }
""",
    "Weex": """
var app;
define('@weex-component/main', function (require, exports, module) {
  module.exports = {
    data: function () { return { shown: 'start' }; },
    created: function () { app = this; },
    methods: { clicked: function (event) { return clicked(event); } }
  };
  module.exports.template = {
    type: 'div',
    events: { click: 'clicked' },
    children: [{ type: 'text', attr: { value: function () { return this.shown; } } }]
  };
});
bootstrap('@weex-component/main', { transformerVersion: '0.4.1' });
function update(text) { app.shown = text; }
""",
    "Vanilla": """
var body = document.createElement('div');
var text = document.createElement('text', { attr: { value: 'start' } });
body.appendChild(text);
body.addEvent('click', function (event) { return clicked(event); });
document.documentElement.appendChild(body);
function update(value) { text.setAttr('value', value); }
""",
}

# Frameworks whose bundles get the runtime's `weex`; the legacy framework has a `weex` of its own.
WITH_GENUINE_WEEX = ["Vue", "Rax", "Vanilla"]


class Till(Module):
    name = "till"

    @js_method(sync=True)
    def price(self, what: str) -> int:
        return len(what)

    @js_method
    def pay(self, amount: int, done: Callback) -> None:
        done.invoke({"paid": amount})

    @js_method
    def ring(self, heard: Callback) -> None:
        for number in range(3):
            heard.invoke_and_keep_alive(number)


@pytest.fixture
def runtime(make_runtime: Callable[..., Runtime]) -> Runtime:
    return make_runtime(modules=[Till], stubs=["printer"])


@pytest.fixture(params=APPS)
def framework(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def app(framework: str, open_page: Callable[..., Page]) -> Callable[[str], Page]:
    """Open the framework's app with further code behind it."""

    def open_app(code: str = "") -> Page:
        page = open_page(APPS[framework] + code, framework)
        page.runtime.run_until_idle()
        return page

    return open_app


def shown(page: Page) -> Any:
    (text,) = [e for e in page.document.elements() if e.type == "text"]
    return text.attr["value"]


def box(page: Page) -> str:
    """The ref of what listens to clicks."""
    return next(e.ref for e in page.document.elements() if e.listens_to("click"))


def said(page: Page) -> list[str]:
    return [line.text for line in page.console if line.level == "log"]


def test_app_of_each_framework_renders(app: Callable[[str], Page], framework: str) -> None:
    page = app("console.log(weex.config.bundleType);")
    assert page.framework == framework
    assert page.document.root.type == "div"
    assert shown(page) == "start"
    assert page.document.created
    assert said(page) == [framework]
    assert not page.errors


def test_changed_data_is_rendered(app: Callable[[str], Page]) -> None:
    page = app("update('changed');")
    assert shown(page) == "changed"
    assert "callUpdateAttrs" in [call.name for call in page.native_calls]


def test_event_runs_the_handler_of_its_element(app: Callable[[str], Page]) -> None:
    page = app("function clicked(event) { update(event.type + event.x); }")
    page.fire_event(box(page), "click", {"x": 7})
    page.runtime.run_until_idle()
    assert shown(page) == "click7"


def test_data_changed_in_a_timer_is_rendered(app: Callable[[str], Page]) -> None:
    page = app("setTimeout(function () { update('late'); }, 1000);")
    assert shown(page) == "start"
    page.runtime.clock.run_for(1)
    assert shown(page) == "late"


def test_data_changed_in_a_promise_job_is_rendered(app: Callable[[str], Page]) -> None:
    page = app("Promise.resolve('kept').then(update);")
    assert shown(page) == "kept"


def test_data_changed_in_an_async_function_is_rendered(app: Callable[[str], Page]) -> None:
    page = app(
        "(async function () { await null;"
        " await new Promise(function (go) { setTimeout(go, 10); }); update('awaited'); })();"
    )
    page.runtime.clock.run_for(0.01)
    assert shown(page) == "awaited"


def test_module_method_can_return_a_value_and_call_a_callback(app: Callable[[str], Page]) -> None:
    page = app(
        "var till = weex.requireModule('till');"
        "till.pay(till.price('four'), function (receipt) { update('paid ' + receipt.paid); });"
    )
    assert shown(page) == "paid 4"
    page.invoke_callback("1", {})
    assert "invalid callback id" in page.console[-1].text


@pytest.mark.parametrize("function", ["async function (n) {", "async (n) => {"])
def test_async_function_can_be_a_callback(app: Callable[[str], Page], function: str) -> None:
    page = app(
        "var till = weex.requireModule('till');"
        f"till.ring({function} await null; console.log(n);"
        " if (n === 2) throw new Error('two'); });"
    )
    assert said(page) == ["0", "1", "2"]
    assert [(error.message, error.origin) for error in page.errors] == [("Error: two", "promise")]


def test_callback_kept_alive_can_be_called_several_times(app: Callable[[str], Page]) -> None:
    page = app("weex.requireModule('till').ring(function (n) { console.log(n); });")
    assert said(page) == ["0", "1", "2"]


@pytest.mark.parametrize("framework", WITH_GENUINE_WEEX, indirect=True)
def test_unknown_module_is_undefined_with_one_warning(app: Callable[[str], Page]) -> None:
    page = app("console.log(typeof weex.requireModule('none')); weex.requireModule('none');")
    assert said(page) == ["undefined"]
    warnings = [line.text for line in page.console if "'none'" in line.text]
    assert len(warnings) == 1
    assert "--stub none" in warnings[0]
    assert not page.errors


def test_stub_of_a_module_accepts_and_records_every_call(app: Callable[[str], Page]) -> None:
    page = app(
        "var printer = weex.requireModule('printer');"
        "console.log(typeof printer.print('a', 1), typeof printer.cut());"
    )
    assert said(page) == ["undefined undefined"]
    calls = [call.args[1:4] for call in page.native_calls if call.args[1:2] == ["printer"]]
    assert calls == [["printer", "print", ["a", 1]], ["printer", "cut", []]]
    assert not page.errors


ERRORS = {
    "loading": "function f() {\n  throw new Error('bad');\n}\nf();",
    "event": "function clicked() {\n  throw new Error('bad');\n}",
    "timer": "setTimeout(function () {\n  throw new Error('bad');\n}, 1);",
    "promise": "Promise.resolve().then(function () {\n  throw new Error('bad');\n});",
    "till": "weex.requireModule('till').ring(function (n) {\n  if (n) return;\n"
    "  throw new Error('bad');\n});",
}


@pytest.mark.parametrize("origin", ERRORS)
def test_page_keeps_running_after_an_error_with_message_stack_and_origin(
    app: Callable[[str], Page], framework: str, origin: str
) -> None:
    page = app(ERRORS[origin])
    page.runtime.clock.run_for(0.01)
    if origin == "event":
        page.fire_event(box(page), "click")
    (error,) = page.errors
    assert error.message == "Error: bad"
    assert error.origin.startswith(origin)
    # The line of the `throw` in the bundle of each framework.
    source = '// { "framework": "x" }\n' + APPS[framework] + ERRORS[origin]
    line = source[: source.index("throw new Error")].count("\n") + 1
    assert f"bundle.js:{line}" in error.stack.splitlines()[0]
    assert f"bundle.js:{line}" in str(error)
    assert shown(page) == "start"


@pytest.mark.parametrize("thrown", [("5", "5"), ("{ a: 1 }", '{"a":1}'), ("undefined",) * 2])
@pytest.mark.parametrize("origin", ERRORS)
def test_thrown_value_that_is_not_an_error_becomes_a_js_error(
    app: Callable[[str], Page], origin: str, thrown: tuple[str, str]
) -> None:
    expression, text = thrown
    page = app(ERRORS[origin].replace("new Error('bad')", expression))
    page.runtime.clock.run_for(0.01)
    if origin == "event":
        page.fire_event(box(page), "click")
    (error,) = page.errors
    # If a script throws a value while the script loads, the engine reports the value's text only.
    text = "[object Object]" if origin == "loading" and text[0] == "{" else text
    assert error.message == text
    assert error.origin.startswith(origin)


def test_syntax_error_in_a_bundle_names_the_file_and_the_line(
    open_page: Callable[..., Page], framework: str
) -> None:
    page = open_page("var a = 1;\n\nvar b = ;\n", framework)
    (error,) = page.errors
    assert error.message.startswith("SyntaxError: ")
    assert "bundle.js:4" in str(error)
    assert error.origin == "loading bundle.js"


def test_function_assigned_to_a_module_property_reaches_native(app: Callable[[str], Page]) -> None:
    """weex-js-runtime 0.23.7 itself drops it."""
    page = app("weex.requireModule('till').ring = function (n) { console.log(n); };")
    assert said(page) == ["0", "1", "2"]


@pytest.mark.parametrize("framework", WITH_GENUINE_WEEX, indirect=True)
def test_assigning_a_handler_that_is_not_a_function_logs_a_console_error(
    app: Callable[[str], Page],
) -> None:
    page = app("weex.requireModule('till').ring = 5;")
    assert page.console[-1].level == "error"
    assert "till.ring must be assigned as a function" in page.console[-1].text


@pytest.mark.parametrize("framework", WITH_GENUINE_WEEX, indirect=True)
def test_bundle_can_check_which_modules_the_device_has(app: Callable[[str], Page]) -> None:
    page = app(
        "console.log(weex.supports('@module/till'), weex.supports('@module/till.pay'),"
        " weex.supports('@module/till.steal'), weex.supports('@module/none'),"
        " weex.supports('@component/text'), weex.supports('@component/loading-indicator'),"
        " weex.supports('@component/none'), weex.supports('nonsense'));"
    )
    assert said(page) == ["true true false false true true false null"]


@pytest.mark.parametrize("framework", WITH_GENUINE_WEEX, indirect=True)
def test_require_module_returns_the_same_object_each_time(app: Callable[[str], Page]) -> None:
    page = app(
        "var till = weex.requireModule('till');"
        "console.log(till === weex.requireModule('till'), Object.keys(till).sort().join());"
    )
    assert said(page) == ["true addEventListener,pay,price,removeAllEventListeners,ring"]


def test_pages_of_all_frameworks_can_be_open_together_without_shared_globals(
    open_page: Callable[..., Page],
) -> None:
    code = "function clicked() { update(String(typeof leaked)); } leaked = 1;"
    pages = [
        open_page(APPS[name] + (code if name == "Vue" else code.replace("leaked = 1;", "")), name)
        for name in APPS
    ]
    for page in pages:
        page.fire_event(box(page), "click")
        page.runtime.run_until_idle()
    assert [shown(page) for page in pages] == ["number", *["undefined"] * 3]


def test_rax_bundle_can_require_a_module_by_its_path(open_page: Callable[..., Page]) -> None:
    page = open_page(
        APPS["Rax"] + "require('@weex-module/till').pay(9, function (r) { update(r.paid); });",
        "Rax",
    )
    page.runtime.run_until_idle()
    assert shown(page) == 9


def test_rax_bundle_that_requires_an_unknown_module_gets_an_error_and_a_hint(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("require('@weex-module/none');", "Rax")
    (error,) = page.errors
    assert '"@weex-module/none"' in error.message
    assert "--stub none" in page.console[-1].text


@pytest.mark.parametrize("name", ["till", "printer"])
def test_legacy_bundle_can_require_a_module_by_its_path(
    open_page: Callable[..., Page], name: str
) -> None:
    page = open_page(
        "define('@weex-component/main', function (require, exports, module) {\n"
        f"  var native = require('@weex-module/{name}');\n"
        "  module.exports = { created: function () {\n"
        "    native.pay(9, function (receipt) { console.log(receipt.paid); });\n"
        "  } };\n"
        "  module.exports.template = { type: 'div' };\n"
        "});\nbootstrap('@weex-component/main', { transformerVersion: '0.4.1' });",
        "Weex",
    )
    page.runtime.run_until_idle()
    assert said(page) == (["9"] if name == "till" else [])
    assert [call.args[1:3] for call in page.native_calls if call.name == "callNativeModule"] == [
        [name, "pay"]
    ]
    assert not page.errors


def test_legacy_bundle_that_requires_an_unknown_module_gets_a_hint(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        "define('@weex-component/main', function (require, exports, module) {\n"
        "  console.log(typeof require('@weex-module/none').call);\n"
        "  require('@weex-module/none');\n"
        "  module.exports.template = { type: 'div' };\n"
        "});\nbootstrap('@weex-component/main', { transformerVersion: '0.4.1' });",
        "Weex",
    )
    assert said(page) == ["undefined"]
    assert len([line for line in page.console if "--stub none" in line.text]) == 1
    assert page.document.root.type == "div"


def test_refresh_passes_new_data_to_the_root_component(open_page: Callable[..., Page]) -> None:
    page = open_page(APPS["Vue"], "Vue")
    page.refresh({"shown": "fresh"})
    assert shown(page) == "fresh"


def test_data_option_of_open_reaches_vue_and_legacy_bundles(open_page: Callable[..., Page]) -> None:
    for framework in ("Vue", "Weex"):
        page = open_page(APPS[framework], framework, data={"shown": "given"})
        assert shown(page) == "given", framework


def test_vue_renders_once_for_many_changes_in_one_handler(open_page: Callable[..., Page]) -> None:
    page = open_page(
        APPS["Vue"] + "for (var i = 0; i < 5; i++) update(i); Vue.nextTick(function () {"
        " console.log('next tick', app.shown); });",
        "Vue",
    )
    updates = [call for call in page.native_calls if call.name == "callUpdateAttrs"]
    assert len(updates) == 1
    assert said(page) == ["next tick 4"]


def test_vue_v_for_adds_and_removes_elements(open_page: Callable[..., Page]) -> None:
    page = open_page(
        "var app = new Vue({ el: 'body', data: { items: ['a', 'b'] }, render: function (h) {"
        " return h('list', this.items.map(function (item) { return h('cell', { key: item,"
        " attrs: { name: item } }); })); } });\n"
        "function set(items) { app.items = items; }\n"
        "setTimeout(function () { set(['a', 'b', 'c', 'd']); }, 10);"
        "setTimeout(function () { set(['b', 'd']); }, 20);"
        "setTimeout(function () { set([]); }, 30);",
        "Vue",
    )
    seen = []
    for _ in range(4):
        seen.append([cell.attr["name"] for cell in page.document.root.children])
        page.runtime.clock.run_for(0.01)
    assert seen == [["a", "b"], ["a", "b", "c", "d"], ["b", "d"], []]


def test_versions_function_lists_each_framework_file() -> None:
    found = versions()
    files = {file for file in FRAMEWORKS.values() if file}
    files |= {"js_runtime.js", "jasmine.js", "babel.js"}
    assert {f"{name}.js" for name in found} == files
    assert found["vue"]["version"] == "2.5.16-weex.5"
    for file in files:
        assert source_of(file)


def test_error_for_a_missing_framework_file_has_the_install_command() -> None:
    with pytest.raises(FrameworksMissing, match="pip install"):
        source_of("none.js")


def test_legacy_bundle_that_requires_an_unknown_module_through_weex_gets_a_warning(
    runtime: Runtime,
) -> None:
    page = runtime.open(source="var nothing = weex.requireModule('none');", name="legacy.js")
    assert any("'none' is not registered" in line.text for line in page.console)


@pytest.mark.parametrize("framework", ["Vue", "Rax", "Weex", "Vanilla"])
def test_regexp_statics_have_the_groups_of_the_last_match(
    open_page: Callable[..., Page], framework: str
) -> None:
    """Devices' engines have RegExp.$1; many apps format dates with it."""
    page = open_page(
        "var text = 'yyyy-MM';"
        "if (/(y+)/.test(text)) text = text.replace(RegExp.$1, '2026');"
        "if (new RegExp('(M+)(d)?').test(text)) text = text.replace(RegExp.$1, '11');"
        "console.log(text, JSON.stringify(RegExp.$2), RegExp.$9 === '', /x/.test('y'), RegExp.$1);"
        "'a1'.replace(/([a-z])(\\d)/, ''); 'b'.match(/(b)/); console.log(RegExp.$1);",
        framework,
    )
    lines = [line.text for line in page.console if line.level == "log"]
    assert lines == ['2026-11 "" true false MM', "b"]
