"""Random foreign input: calls of native functions, elements, replies, selectors, steps, handshakes
and changed bundles. Only the documented errors may be raised.

HOSTILE_EXAMPLES sets the number of examples of each test; `make soak` takes 3,000.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weex_modules.websocket.adapters.http_head import read_head
from weex_modules.websocket.failure import OpeningFailed
from weex_runtime import Page, Runtime
from weex_runtime.cli.steps.syntax import parse
from weex_runtime.document.element import Element
from weex_runtime.errors import WeexError

EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "20"))
BUNDLES = Path(__file__).parents[2] / "bundles"
DEMOS = {name: (BUNDLES / name).read_text("utf-8") for name in ("chat.js", "echo.js")}

fuzzed = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=EXAMPLES < 100,
    suppress_health_check=list(HealthCheck),
)

# Strategies that draw JS expressions.
texts = st.text(max_size=5).map(json.dumps) | st.sampled_from(
    [
        "'x'.repeat(5000)",
        "'\\ud800'",
        "'\\0'",
        "'_root'",
        "'constructor'",
        "'__proto__'",
        "'<input>:9'",
    ]
)
scalars = texts | st.sampled_from(
    ["undefined", "null", "true", "NaN", "-0", "1e308", "2**53", "-1", "10n", "Symbol('s')"]
)


# JS expressions in which %s is replaced by another expression.
FORMS = """
[%s]
[1, %s]
[{module: 'dom', method: 'addElement', args: %s}]
({a: %s})
({length: 3, 1: %s})
({toJSON: () => %s})
({type: 'div', ref: %s})
({ref: '2', type: 'text', attr: %s})
({ref: '3', type: 'div', children: [%s]})
({ref: '2', type: %s})
({get a() { console.log('read'); return %s; }})
({toString: () => (console.log('read'), %s)})
({then: (f) => f(%s)})
new Proxy([%s], {})
new Proxy({}, {get: () => (console.log('read'), %s), ownKeys: () => ['a']})
new Map([[1, %s]])
new Uint8Array([%s])
Object.assign(() => {}, {a: %s})
Object.freeze([%s])
Object.defineProperty(new Error('e'), 'message', {get: () => %s})
Promise.reject(%s)
"""


def objects(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    forms = FORMS.strip().splitlines()
    return st.tuples(st.sampled_from(forms), inner).map(lambda pair: pair[0].replace("%s", pair[1]))


values = st.recursive(scalars, objects, max_leaves=3)
NATIVE = [
    *("callNative", "callNativeModule", "callNativeComponent", "callCreateBody", "callAddElement"),
    *("callRemoveElement", "callMoveElement", "callUpdateAttrs", "callUpdateStyle", "callAddEvent"),
    *("callRemoveEvent", "callUpdateClassList", "nativeLog", "console.error", "atob", "setTimeout"),
    *("weex.requireModule", "weex.supports", "weex.document.taskCenter.send", "sendTasks"),
    *("weex.document.taskCenter.moduleHandler", "weex.document.taskCenter.callback"),
    *("new BroadcastChannel('c').postMessage", "weex.document.fireEvent", "Promise.reject"),
]
MODULES = {name: methods for name, methods in Runtime().registry.methods(None).items() if methods}
methods = st.sampled_from(sorted(f"{name}.{one}" for name in MODULES for one in MODULES[name]))


def native_call(name: str, args: list[str]) -> str:
    return f"{name}({', '.join(args)})"


def module_call(method: str, args: list[str]) -> str:
    module, _, name = method.partition(".")
    return f"weex.requireModule('{module}').{name}({', '.join(args)})"


id_first = st.lists(values, max_size=4).map(lambda args: ["'1'", *args])
calls = st.one_of(
    st.builds(native_call, st.sampled_from(NATIVE), id_first | st.lists(values, max_size=4)),
    st.builds(module_call, methods, st.lists(values, max_size=3)),
)
statements = st.lists(
    calls.map(lambda call: f"try {{ {call}; }} catch (e) {{ }}")
    | calls.map(lambda call: f"setTimeout(() => {call}, 1);")
    | calls.map(lambda call: f"Promise.resolve().then(() => {call});")
    | values.map(lambda value: f"setTimeout(() => {{ throw {value}; }}, 1);"),
    max_size=6,
).map("\n".join)


@pytest.fixture
def runtime(make_runtime: Callable[..., Runtime]) -> Runtime:
    return make_runtime(time_limit=0.5, network=None)


def failures_of(page: Page) -> list[str]:
    """Return the exceptions of Python code, and clear them for the end of the test."""
    failures = [str(failure) for failure in page.failures]
    page.failures.clear()
    return failures


def opened(runtime: Runtime, source: str, **options: Any) -> None:
    """Open a bundle, let its timers run, and look at the page."""
    try:
        page = runtime.open(source=source, **options)
    except WeexError:
        return
    try:
        page.clock.run_for(0.01)
        page.outline()
        assert failures_of(page) == []
    finally:
        page.destroy()
        for other in list(runtime.pages):
            other.destroy()


@given(source=statements, last=values, platform=st.sampled_from([None, "android", "ios", "web"]))
@fuzzed
def test_random_calls_by_a_bundle_raise_no_python_exception(
    runtime: Runtime, source: str, last: str, platform: Any
) -> None:
    header = '// { "framework": "Vanilla" }\n'
    opened(runtime, f"{header}{source}\n{last};", platform=platform)


refs = st.sampled_from(["_root", "a", "b", "c", "d"])
index = st.integers(-2, 4)


def tree(ref: str, children: list[str]) -> str:
    made = ", ".join(f"{{ref: '{child}', type: 'text'}}" for child in children)
    return f"{{ref: '{ref}', type: 'div', children: [{made}]}}"


trees = st.builds(tree, refs, st.lists(refs, max_size=2))
changes = st.one_of(
    st.builds("callCreateBody('1', {})".format, trees),
    st.builds("callAddElement('1', '{}', {}, {})".format, refs, trees, index),
    st.builds("callMoveElement('1', '{}', '{}', {})".format, refs, refs, index),
    st.builds("callRemoveElement('1', '{}')".format, refs),
    st.builds("callAddEvent('1', '{}', 'click')".format, refs),
)


def walked(element: Element, parent: Element | None = None) -> int:
    assert element.parent is parent
    return 1 + sum(walked(child, element) for child in element.children)


@given(operations=st.lists(changes, max_size=15))
@fuzzed
def test_elements_form_a_tree_after_random_changes_of_the_document(
    runtime: Runtime, operations: list[str]
) -> None:
    source = "\n".join(['// { "framework": "Vanilla" }', *operations])
    page = runtime.open(source=source)
    if not page.document.is_empty:
        assert walked(page.document.root) == len(list(page.document.elements()))
    page.outline()
    page.destroy()


@given(value=values)
@fuzzed
def test_random_results_of_event_handlers_arrive_as_json_values(
    runtime: Runtime, value: str
) -> None:
    source = (
        '// { "framework": "Vue" }\n'
        "new Vue({el: 'body', render: function (h) { return h('div', {on: {click: function () {"
        f"return {value}; }}}}}}); }}}});"
    )
    page = runtime.open(source=source)
    json.dumps(page.fire_event("_root", "click"))
    assert failures_of(page) == []
    page.destroy()


@pytest.fixture
def screen(runtime: Runtime) -> Page:
    return runtime.open(source=DEMOS["chat.js"])


pieces = [
    *("div", "text", "#a", ".b", "[c]", "[c=d]", "[c='d']", ">", "+", "~", ",", " ", "*", ">>"),
    *(":visible", ":has(", ")", ":nth-child(2)", ":text('x')", "nth=0", "xpath=//a", "//"),
    *("\\", "'", '"', "[", "]", ":not(", "::a", "|"),
]
selectors = st.lists(st.sampled_from(pieces), max_size=6).map("".join) | st.text(max_size=8)


@given(selector=selectors)
@fuzzed
def test_random_css_selectors_find_elements_or_raise_an_error(screen: Page, selector: str) -> None:
    try:
        assert screen.locator(selector).count() >= 0
    except WeexError:
        pass
    assert screen.get_by_text(selector).count() >= 0


verbs = st.sampled_from(
    ["tap", "fill", "type", "wait", "fire", "swipe", "answer", "back", "zzz", ""]
)
words = st.text(max_size=6) | st.sampled_from(
    ["'a b'", '"', "'", "1e9", "-1", "{", "{}", "css=", "#a", "\\"]
)


@given(step=st.tuples(verbs, st.lists(words, max_size=4)).map(lambda s: " ".join([s[0], *s[1]])))
@fuzzed
def test_random_command_line_steps_are_parsed_or_refused(step: str) -> None:
    try:
        parse(step)
    except WeexError:
        pass


heads = [
    *(b"HTTP/1.1 101 Switching", b"HTTP/1.1 100 Continue", b"HTTP/1.1 302 Found", b"HTTP/", b""),
    *(b"Upgrade: websocket", b"Connection: Upgrade", b"Sec-WebSocket-Accept: x", b"HTTP/1.1 999"),
    *(b": x", b"x", b"\0", b"a:" * 99),
]
lines = st.sampled_from(heads) | st.binary(max_size=12)


@given(
    parts=st.lists(lines, max_size=12),
    end=st.sampled_from([b"\r\n", b"\n", b"\r"]),
    size=st.integers(1, 40),
)
@fuzzed
def test_random_handshake_responses_are_parsed_or_raise_opening_failed(
    parts: list[bytes], end: bytes, size: int
) -> None:
    sent = end.join([*parts, b"", b""])
    pieces = iter([sent[start : start + size] for start in range(0, len(sent), size)])
    try:
        read_head(lambda: next(pieces, b""))
    except OpeningFailed:
        pass


@given(name=st.sampled_from(sorted(DEMOS)), data=st.data())
@fuzzed
def test_randomly_changed_demo_bundles_raise_only_documented_errors(
    runtime: Runtime, name: str, data: st.DataObject
) -> None:
    source = DEMOS[name]
    head = source.index("\n") + 1
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(head, len(source) - 1))
        end = start + data.draw(st.integers(0, 40))
        other = data.draw(st.integers(head, len(source) - 1))
        inserted = data.draw(scalars) if data.draw(st.booleans()) else source[other : other + 20]
        source = source[:start] + inserted + source[end:]
    opened(runtime, source)
