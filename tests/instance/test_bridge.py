"""Calls from JS act at once, in JS order, and never raise."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import Callback, Module, Page, Runtime, js_method


class Desk(Module):
    """A module with a method for each outcome of native code."""

    name = "desk"

    @js_method
    def note(self, value: object) -> None:
        """Only recorded."""

    @js_method(sync=True)
    def count_elements(self) -> int:
        return len(self.page.document)

    @js_method(sync=True)
    def nothing(self) -> None:
        """Returns None."""

    @js_method
    def talkative(self) -> str:
        return "nobody hears this"

    @js_method
    def take_number(self, number: int) -> None:
        """Take a number."""

    @js_method(sync=True)
    def fail(self, value: object) -> str:
        raise LookupError("the drawer is empty")

    @js_method(sync=True)
    def answer_with_a_set(self) -> object:
        return {1, 2}

    @js_method
    def interrupt(self) -> None:
        raise KeyboardInterrupt

    @js_method
    def call_back(self, done: Callback) -> None:
        done.invoke("done")

    @js_method(name="renamed")
    def python_name(self) -> None:
        """Exported under another name."""


@pytest.fixture
def runtime(make_runtime: Callable[..., Runtime]) -> Runtime:
    return make_runtime(modules=[Desk], stubs=["drawer"])


def calls_of(page: Page, *names: str) -> list[tuple[str, list[Any]]]:
    """The recorded calls, without the instance id that begins each."""
    assert all(call.args[0] == page.id for call in page.native_calls)
    return [(c.name, c.args[1:]) for c in page.native_calls if not names or c.name in names]


def texts(page: Page) -> list[str]:
    return [line.text for line in page.console]


BODY = "var body = document.createElement('div'); document.documentElement.appendChild(body);\n"
DESK = "var desk = weex.requireModule('desk');\n"


def test_calls_are_recorded_in_the_order_in_which_js_made_them(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        BODY + DESK + "desk.note('first');\n"
        "var text = document.createElement('text', { attr: { value: 'hi' } });\n"
        "body.appendChild(text);\n"
        "desk.note('second');\n"
        "text.setAttr('value', 'ho');\n"
        "text.setStyle('color', 'red');\n"
        "text.addEvent('click', function () {});\n"
        "text.removeEvent('click');\n"
        "body.removeChild(text);\n"
    )
    _, (_, (_, text, _)), *_ = calls_of(page, "callCreateBody", "callAddElement")
    ref = text["ref"]
    assert calls_of(page) == [
        ("callCreateBody", [{"ref": "_root", "type": "div"}]),
        ("callNativeModule", ["desk", "note", ["first"], None]),
        ("callAddElement", ["_root", {"ref": ref, "type": "text", "attr": {"value": "hi"}}, -1]),
        ("callNativeModule", ["desk", "note", ["second"], None]),
        ("callUpdateAttrs", [ref, {"value": "ho"}]),
        ("callUpdateStyle", [ref, {"color": "red"}]),
        ("callAddEvent", [ref, "click"]),
        ("callRemoveEvent", [ref, "click"]),
        ("callRemoveElement", [ref]),
        ("callCreateFinish", []),
    ]


def test_recorded_arguments_are_copies_from_the_time_of_the_call(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        BODY + DESK + "var value = { list: [1] };\n"
        "desk.note(value); body.setAttr('value', value);\n"
        "value.list.push(2); value.more = true;\n"
        "desk.note(value);\n"
    )
    before, after = {"list": [1]}, {"list": [1, 2], "more": True}
    assert [args[2] for _, args in calls_of(page, "callNativeModule")] == [[before], [after]]
    assert calls_of(page, "callUpdateAttrs") == [("callUpdateAttrs", ["_root", {"value": before}])]
    assert page.document.root.attr == {"value": before}


def test_changing_recorded_arguments_does_not_change_the_record(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(BODY)
    call = page.native_calls[0]
    call.args.clear()
    assert call.args[0] == page.id
    assert repr(call).startswith("callCreateBody[")


def test_earlier_dom_calls_are_applied_before_a_module_method_runs(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        DESK
        + "console.log(desk.count_elements());\n"
        + BODY
        + "console.log(desk.count_elements());"
        "body.appendChild(document.createElement('a'));console.log(desk.count_elements());"
    )
    assert texts(page) == ["0", "1", "2"]


def test_a_callback_never_runs_inside_the_call_that_passes_it(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        DESK + "desk.call_back(function (what) { console.log(what); }); console.log('later');"
    )
    assert texts(page) == ["later"]
    page.runtime.run_until_idle()
    assert texts(page) == ["later", "done"]


@pytest.mark.parametrize(
    "function",
    [
        "async function (what) { console.log(what); }",
        "(what) => { console.log(what); }",
        "console.log",
        "function (what) { console.log(what); }.bind(null)",
        "class { constructor(what) { console.log(what); } }.prototype.constructor && console.log",
    ],
)
def test_every_kind_of_js_function_can_be_a_callback(
    open_page: Callable[..., Page], function: str
) -> None:
    page = open_page(DESK + f"desk.call_back({function});")
    page.runtime.run_until_idle()
    assert texts(page) == ["done"]
    assert not page.errors


def test_module_method_can_have_another_name_in_js(open_page: Callable[..., Page]) -> None:
    page = open_page(DESK + "console.log(typeof desk.renamed, typeof desk.python_name);")
    assert texts(page) == ["function undefined"]


def test_python_exception_is_logged_with_traceback_and_call(
    open_page: Callable[..., Page], caplog: pytest.LogCaptureFixture
) -> None:
    page = open_page(
        DESK + "console.log(typeof desk.fail({ key: 'value' }, 2)); console.log('goes on');"
    )
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("weex_runtime", logging.ERROR)
    assert 'desk.fail({"key":"value"}, 2)' in record.getMessage()
    assert f"page {page.id}" in record.getMessage()
    assert "LookupError: the drawer is empty" in caplog.text
    assert "in fail" in caplog.text
    assert texts(page) == [
        "[weex-runtime] desk.fail failed: LookupError: the drawer is empty",
        "undefined",
        "goes on",
    ]
    assert not page.errors


def test_loop_and_module_continue_after_a_python_exception_in_a_method(
    open_page: Callable[..., Page], caplog: pytest.LogCaptureFixture
) -> None:
    page = open_page(
        DESK + "setInterval(function () { desk.fail(); desk.call_back(console.log); }, 10);"
    )
    page.runtime.clock.run_for(0.025)
    assert len(caplog.records) == 2
    assert texts(page).count("done") == 2


def test_result_that_is_not_json_is_logged_and_js_gets_undefined(
    open_page: Callable[..., Page], caplog: pytest.LogCaptureFixture
) -> None:
    page = open_page(DESK + "console.log(typeof desk.answer_with_a_set());")
    assert "ModuleError: result of desk.answer_with_a_set" in caplog.text
    assert "expected JSON (None, a bool, number, text, list or dict), got set {" in caplog.text
    assert texts(page)[-1] == "undefined"


def test_keyboard_interrupt_in_a_module_reaches_the_caller(open_page: Callable[..., Page]) -> None:
    page = open_page(
        BODY + DESK + "body.addEvent('click', function () { desk.interrupt(); return 'went on'; });"
        "body.addEvent('longpress', function () { return 'usable'; });"
    )
    with pytest.raises(KeyboardInterrupt):
        page.fire_event("_root", "click")
    assert page.fire_event("_root", "longpress") == "usable"


def test_a_value_returned_by_an_async_method_is_undefined_with_a_warning(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(DESK + "console.log(desk.talkative(), desk.nothing(), desk.note(1));")
    (warning, line) = page.console
    assert warning.level == "warn"
    assert "desk.talkative returned a value" in warning.text
    assert "sync=True" in warning.text
    assert line.text == "undefined undefined undefined"


def test_argument_of_a_wrong_type_is_an_error_on_the_console(
    open_page: Callable[..., Page], caplog: pytest.LogCaptureFixture
) -> None:
    page = open_page(DESK + "console.log(typeof desk.take_number());")
    assert texts(page)[-1] == "undefined"
    assert page.console[0].level == "error"
    assert "needs a number, got nothing" in page.console[0].text
    assert not caplog.records
    assert not page.errors


def test_unknown_module_method_is_undefined_in_js(open_page: Callable[..., Page]) -> None:
    page = open_page(DESK + "console.log(typeof desk.missing);")
    assert texts(page) == ["undefined"]


def test_call_of_an_unknown_module_method_logs_a_warning(open_page: Callable[..., Page]) -> None:
    """JS looks up methods itself, but a bundle may call the native function."""
    page = open_page("console.log(typeof callNativeModule('1', 'desk', 'missing', []));")
    assert texts(page) == ["[weex-runtime] module desk has no method 'missing'", "undefined"]


def test_unknown_module_is_undefined_with_one_warning(open_page: Callable[..., Page]) -> None:
    page = open_page(
        "console.log(typeof weex.requireModule('missing'));weex.requireModule('missing');"
        "callNativeModule('1', 'missing', 'call', []);"
    )
    warning, line = page.console
    assert line.text == "undefined"
    assert warning.level == "warn"
    assert "'missing' is not registered" in warning.text
    assert "--stub missing" in warning.text
    assert "stubs=['missing']" in warning.text


def test_warning_for_an_unknown_module_suggests_the_nearest_name(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("weex.requireModule('websocket');")
    assert "did you mean 'webSocket'?" in texts(page)[0]


@pytest.mark.parametrize("name", ["xyzzy", "share", "eventBus", "user", "storageX2020"])
def test_warning_for_an_unknown_module_without_a_similar_name_suggests_none(
    open_page: Callable[..., Page], name: str
) -> None:
    page = open_page(f"weex.requireModule('{name}');")
    assert "did you mean" not in texts(page)[0]


def test_unknown_modules_required_together_share_one_warning(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        "var names = ['nat/camera', 'nat/share', 'modla', 'user'];"
        "names.forEach(function (name) { weex.requireModule(name); }); console.log('later');"
        "weex.requireModule('last');"
    )
    together, later, last = texts(page)
    assert "modules 'nat/camera', 'nat/share', 'modla', 'user' are not registered" in together
    assert "did you mean 'modal' for 'modla'?" in together
    assert "--stub 'nat/*' --stub modla --stub user" in together
    assert later == "later"
    assert "module 'last' is not registered" in last


def test_warning_for_an_unknown_module_precedes_the_error_it_causes(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("weex.requireModule('user').name();")
    assert "'user' is not registered" in texts(page)[0]
    assert len(page.errors) == 1


@pytest.mark.parametrize("framework", ["Vue", "Rax", "Weex", "Vanilla"])
@pytest.mark.parametrize("platform", [None, "android", "ios"])
def test_a_stub_pattern_matches_modules_that_the_bundle_requires(
    framework: str, platform: Any
) -> None:
    source = f"""// {{ "framework": "{framework}" }}

    weex.requireModule('nat/camera').take({{ quality: 1 }}, function () {{}});
    weex.requireModule('nat/share').send('x');
    weex.requireModule('natural');
    weex.requireModule('modal').toast({{ message: 'real' }});
    console.log(weex.isRegisteredModule && weex.isRegisteredModule('nat/camera'));
    """

    with Runtime(stubs=["nat/*", "mod*"], hints=False) as runtime:
        page = runtime.open(source=source, name="nat.js", platform=platform)
        calls = [(call.module, call.method) for call in runtime.stub_calls]
        assert calls == [("nat/camera", "take"), ("nat/share", "send")]
        assert runtime.stub_calls[1].args == ["x"]
        assert [dialog.message for dialog in page.dialogs] == ["real"]
        assert any("module 'natural' is not registered" in line.text for line in page.console)
        assert not page.errors


def test_stub_accepts_and_records_every_call(open_page: Callable[..., Page]) -> None:
    page = open_page(
        "var drawer = weex.requireModule('drawer');"
        "console.log(typeof drawer.open(1, 'two'), typeof drawer.shut());"
    )
    assert texts(page) == ["undefined undefined"]
    assert calls_of(page, "callNativeModule") == [
        ("callNativeModule", ["drawer", "open", [1, "two"], None]),
        ("callNativeModule", ["drawer", "shut", [], None]),
    ]


def test_call_native_runs_dom_and_module_tasks_in_order(
    open_page: Callable[..., Page],
) -> None:
    """Frameworks without DOM functions of their own call this way."""
    page = open_page(
        "var answer = callNative('1', ["
        "{ module: 'dom', method: 'createBody', args: [{ ref: '_root', type: 'div' }] },"
        "{ module: 'dom', method: 'addElement', args: ['_root', { ref: '2', type: 'a' }, -1] },"
        "{ module: 'desk', method: 'talkative' },"
        "{ module: 'dom', method: 'addElement', args: ['_root', { ref: '3', type: 'b' }, 0] },"
        "{ component: 'a', ref: '2', method: 'focus', args: [] },"
        "{ module: 'dom', method: 'createFinish', args: [] },"
        "{ module: 'dom', method: 'scrollToElement', args: ['2', {}] },"
        "{ module: 'dom', method: 'RemoveElement', args: ['2'] },"
        "], '-1'); console.log(answer);"
    )
    assert [child.type for child in page.document.root.children] == ["b", "a"]
    assert page.document.created
    assert texts(page)[-1] == "1"
    assert "desk.talkative" in texts(page)[0]
    assert texts(page)[1].endswith("<a ref=2> has no method 'focus'")
    assert "module dom has no method 'RemoveElement'" in texts(page)[2]
    assert len(page.console) == 4
    assert calls_of(page, "callNative")[0][1][1] == "-1"


def test_legacy_framework_reaches_modules_through_call_native(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        "define('@weex-component/main', function (require, exports, module) {\n"
        "  module.exports = { ready: function () {\n"
        "    this.$call('desk', 'note', 'called');\n"
        "    this.$call('desk', 'call_back', function (what) { nativeLog(what, '__LOG'); });\n"
        "  } };\n"
        "  module.exports.template = { type: 'div' };\n"
        "});\nbootstrap('@weex-component/main', { transformerVersion: '0.4.1' });",
        framework="Weex",
    )
    page.runtime.run_until_idle()
    modules = [args[:2] for _, args in calls_of(page, "callNativeModule")]
    tasks = [
        [task["module"], task["method"]]
        for _, args in calls_of(page, "callNative")
        for task in args[0]
    ]
    assert ["desk", "note"] in modules + tasks
    assert texts(page)[-1] == "done"
    assert ("callNative", "-1") in [(n, a[1]) for n, a in calls_of(page, "callNative")]


def test_dom_call_for_an_unknown_ref_logs_a_warning(open_page: Callable[..., Page]) -> None:
    page = open_page(
        BODY + "console.log(callRemoveElement('1', '999'));"
        "console.log(callAddElement('1', '999', { ref: '7', type: 'a' }, -1));"
    )
    assert [(line.level, line.text) for line in page.console] == [
        ("warn", "[weex-runtime] removeElement: page 1 has no element with ref '999'"),
        ("log", "1"),
        ("warn", "[weex-runtime] addElement: page 1 has no element with ref '999'"),
        ("log", "1"),
    ]


@pytest.mark.parametrize(
    "call",
    [
        "callAddElement('1', '_root')",
        "callAddElement('1', '_root', {}, -1)",
        "callCreateBody('1', 'no element')",
        "callUpdateAttrs('1', '_root', 7)",
        "callMoveElement('1', '_root', '_root', 0)",
        "callNative('1')",
        "callNative('1', [{ nothing: true }], '-1')",
        "callNativeModule('1', 'desk')",
        "callNativeModule('1', ['desk'], {}, 7)",
        "callNativeModule()",
    ],
)
def test_a_malformed_native_call_of_a_bundle_does_not_raise_in_python(
    open_page: Callable[..., Page], call: str
) -> None:
    """Bundles can call these functions, as on a device."""
    page = open_page(f"{BODY}try {{ {call}; }} catch (error) {{}}\nconsole.log('goes on');")
    assert texts(page)[-1] == "goes on"


def test_call_of_a_component_method_is_recorded(open_page: Callable[..., Page]) -> None:
    page = open_page(
        "var input = document.createElement('input');"
        "document.documentElement.appendChild(input); console.log(typeof input.focus(1));"
    )
    assert calls_of(page, "callNativeComponent") == [
        ("callNativeComponent", ["_root", "focus", [1], {"component": "input"}])
    ]
    assert texts(page) == ["undefined"]


def test_element_passed_as_an_argument_arrives_as_its_ref(open_page: Callable[..., Page]) -> None:
    page = open_page(BODY + DESK + "desk.note(body);")
    assert calls_of(page, "callNativeModule") == [
        ("callNativeModule", ["desk", "note", ["_root"], None])
    ]


def test_arguments_of_dom_calls_are_normalised_like_arguments_of_module_methods(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        "var element = document.createElement('text');"
        "document.documentElement.appendChild(document.createElement('div'));"
        "var arguments = [element, () => 0, new Date(0), null, undefined, /x/, true, 1, 'a', [2]];"
        "for (var i = 0; i < arguments.length; i++)"
        "  document.taskCenter.send('dom', { action: 'removeEvent' }, ['_root', arguments[i]]);"
        "try { document.taskCenter.send('dom', { action: 'none' }, []); }"
        "catch (error) { console.log(error.name); }"
        "try { document.taskCenter.send('dom', { action: 'addEvent' }, 'text'); }"
        "catch (error) { console.log(error.name); }"
    )
    sent = [call.args[2] for call in page.native_calls if call.name == "callRemoveEvent"]
    ref, callback, *others = sent
    assert [type(ref), type(callback)] == [str, str]
    date = "1970-01-01T00:00:00.000Z"
    assert others == [date, "", "", "/x/", True, 1, "a", [2]]
    errors = [line.text for line in page.console if line.level == "log"]
    assert errors == ["TypeError", "TypeError"]


def test_the_tracer_receives_calls_from_js_and_tasks_for_js(
    make_runtime: Callable[..., Runtime],
) -> None:
    heard: list[tuple[str, str, str]] = []
    runtime = make_runtime(
        modules=[Desk], tracer=lambda page, kind, text: heard.append((page, kind, text))
    )
    page = runtime.open(
        source='// { "framework": "Vanilla" }\n' + BODY + DESK + "desk.call_back(function () {});"
    )
    runtime.run_until_idle()
    assert [kind for _, kind, _ in heard] == ["call", "call", "call", "task"]
    assert {page_id for page_id, _, _ in heard} == {page.id}
    assert heard[0][2].startswith("callCreateBody[")
    assert heard[-1][2].startswith('callback["1",')


def test_globals_that_the_runtime_uses_internally_are_undefined_in_a_bundle(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        "console.log(typeof __callPython, typeof __native, typeof __entries,"
        " typeof __timeLimitGuard);"
    )
    assert texts(page) == ["undefined undefined undefined undefined"]


def test_recorded_calls_can_be_read_and_popped_at_both_ends(
    open_page: Callable[..., Page],
) -> None:
    calls = open_page(
        f"{BODY}body.setAttr('a', '1'); body.addEvent('click', () => 0);"
    ).native_calls
    names = [call.name for call in calls]
    assert [call.name for call in reversed(calls)] == names[::-1]
    assert (calls.popleft().name, calls.pop().name) == (names[0], names[-1])
    assert [calls[0].name, calls[-1].name] == [names[1], names[-2]]
