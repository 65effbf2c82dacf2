"""js/engine/json.js: JSON.stringify as ECMAScript has it, and an error for what is too deep.

stringify_cases.txt has what ECMAScript 2024, section 25.5.2, gives; Node agrees with each row.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weex_runtime import Page
from weex_runtime.engine.engine import Engine
from weex_runtime.engine.scripts import engine_scripts

from ..conftest import HEADERS

OpenPage = Callable[..., Page]

# `note` records the calls of a value's getters and methods, in order.
NOTED = """
globalThis.noted = [];
globalThis.note = function () { noted.push([].slice.call(arguments).map(String).join(' ')); };
globalThis.watched = function (object) {
  return new Proxy(object, {
    get: function (target, key) { note('get', key); return target[key]; },
    has: function (target, key) { note('has', key); return key in target; },
    ownKeys: function (target) { note('ownKeys'); return Reflect.ownKeys(target); },
    getPrototypeOf: function (target) { note('getPrototypeOf'); return null; },
    getOwnPropertyDescriptor: function (target, key) {
      note('describe', key);
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
  });
};
"""


def outcome(engine: Engine, body: str) -> tuple[str, list[str]]:
    """What a function's body returns, or which error it throws, and what it noted."""
    code = (
        "noted.length = 0; var result;"
        f"try {{ result = String((function () {{ {body} }})()); }}"
        "catch (e) { result = 'throws ' + (e instanceof Error ? e.name : e); }"
        "[result, noted]"
    )
    text = engine.run(f"JSON.stringify((0, eval)({json.dumps(code)}))", "test.js")
    result, noted = json.loads(str(text))
    return result, noted


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """A context with the scripts of this runtime."""
    engine = Engine(memory_limit=256 << 20, time_limit=30)
    engine.call(engine.function("engine_scripts", engine_scripts()))
    engine.run(NOTED, "noted.js")
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def bare() -> Iterator[Engine]:
    """A context with the engine's own JSON.stringify, which follows the standard in the shallow."""
    engine = Engine(memory_limit=256 << 20, time_limit=30)
    engine.run(NOTED, "noted.js")
    yield engine
    engine.close()


def cases() -> list[tuple[str, str, list[str]]]:
    """The rows of stringify_cases.txt: a function's body, what it returns, what it notes."""
    text = (Path(__file__).parent / "stringify_cases.txt").read_text(encoding="utf-8")
    found = []
    for block in text.split("\n\n"):
        body, *lines = block.strip("\n").split("\n")
        if not body.startswith("#"):
            result = lines[0].removeprefix("=> ")
            found.append((body, result, [line.removeprefix("   noted ") for line in lines[1:]]))
    return found


@pytest.mark.parametrize(("body", "result", "noted"), cases())
def test_stringify_behaves_as_ecmascript_specifies(
    engine: Engine, body: str, result: str, noted: list[str]
) -> None:
    assert outcome(engine, body) == (result, noted)


BOXED = ["new Number(2)", "new String('s')", "new Boolean(false)"]
LEAVES = ["1", "-0", "'t'", "null", "undefined", "true", "new Date(0)", *BOXED]
KEYS = st.sampled_from(["a", "b", "0", "toJSON", "length"])


def _containers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """JS expressions around others."""
    pairs = st.lists(st.tuples(KEYS, inner), max_size=3)
    members = pairs.map(lambda of: ", ".join(f"'{key}': {value}" for key, value in of))
    return st.one_of(
        st.lists(inner, max_size=3).map(lambda of: f"[{', '.join(of)}]"),
        members.map(lambda text: f"({{ {text} }})"),
        members.map(lambda text: f"watched({{ {text} }})"),
        st.tuples(KEYS, inner).map(
            lambda of: f"({{ get {of[0]}() {{ note('get', '{of[0]}'); return {of[1]}; }} }})"
        ),
        inner.map(lambda text: f"({{ toJSON: function (k) {{ note(k); return {text}; }} }})"),
        inner.map(lambda text: f"Object.freeze([{text}])"),
    )


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.recursive(st.sampled_from(LEAVES), _containers, max_leaves=8),
    replacer=st.sampled_from(
        ["undefined", "['a', '0', 'b']", "['toJSON', 'a']", "(k, v) => (note(k), v)"]
    ),
    space=st.sampled_from(["undefined", "1", "'--'"]),
)
def test_stringify_of_a_flat_value_returns_the_same_text_as_the_original_of_the_engine(
    engine: Engine, bare: Engine, value: str, replacer: str, space: str
) -> None:
    body = f"return JSON.stringify({value}, {replacer}, {space})"
    assert outcome(engine, body) == outcome(bare, body)


def test_event_object_in_a_vue_handler_can_be_stringified(open_page: OpenPage) -> None:
    page = open_page(
        "new Vue({ el: 'body', render: function (h) { return h('text', { on: {"
        " click: function (e) { console.log(JSON.stringify(e)); console.log(e); } } }); } });",
        "Vue",
    )
    page.locator("text").click()
    assert not page.errors
    first, second = [json.loads(line.text) for line in page.console]
    assert first["type"] == second["type"] == "click"
    assert first["target"]["type"] == "text"


def test_getters_of_an_argument_run_only_once_in_each_native_call(open_page: OpenPage) -> None:
    page = open_page(
        "var n = 0; var counted = { get n() { return ++n; } };"
        "callNativeModule('1', 'none', 'none', [counted]); console.log(n);"
        "document.documentElement.appendChild(document.createElement('div'));"
        "document.body.setAttr('a', counted); console.log(n); console.log(counted);"
    )
    assert [line.text for line in page.console if line.level == "log"] == ["1", "2", '{"n":3}']
    assert page.document.get("_root").attr["a"] == {"n": 2}


def test_cycle_in_an_argument_is_an_error_that_names_the_call(open_page: OpenPage) -> None:
    page = open_page("var a = {}; a.a = a; weex.requireModule('modal').toast(a);")
    (error,) = page.errors
    assert error.message.startswith("TypeError: modal.toast")


def test_error_thrown_by_a_getter_of_an_argument_is_unchanged(open_page: OpenPage) -> None:
    page = open_page(
        "weex.requireModule('modal').toast({ get message() { throw new RangeError('own'); } });"
    )
    (error,) = page.errors
    assert error.message == "RangeError: own"


# Expressions for values that are nested too deeply. Each is passed to each of PLACES, in a separate
# process, which must not crash.
DEEP = {
    "arrays": "(function () { var d = []; for (var i = 0; i < 3e4; i++) d = [d]; return d })()",
    "objects": "(function () { var d = {}; for (var i = 0; i < 3e4; i++) d = { d }; return d })()",
    "toJSON": """({
        toJSON: function () { var d = []; for (var i = 0; i < 3e4; i++) d = [d]; return d },
      })""",
    "endless toJSON": """(function make() {
        return { toJSON: function () { return { d: make() } } }
      })()""",
    "endless getter": "(function make() { return { get d() { return make() } } })()",
    "endless Proxy": """(function make() { return new Proxy({}, {
        get: function (_, key) { return key === 'd' ? make() : undefined },
        ownKeys: function () { return ['d'] },
        getOwnPropertyDescriptor: function () { return { enumerable: true, configurable: true } },
      }) })()""",
    "endless Proxy of an array": """(function make() { return new Proxy([1], {
        get: function (target, key) { return key === '0' ? make() : target[key] },
      }) })()""",
    "cycle": "(function () { var d = {}; d.d = d; return d })()",
}
PLACES = {
    "stringify": "JSON.stringify(D)",
    "list": "JSON.stringify(D, ['d', '0'])",
    "replacer": "JSON.stringify(D, function (k, v) { return v })",
    "replacer makes it": "JSON.stringify(0, function (k, v) { return { d: v } })",
    "callNativeModule": "callNativeModule('1', 'modal', 'toast', [D])",
    "callNative": "callNative('1', [{ module: 'modal', method: 'toast', args: [D] }], '-1')",
    "callNativeComponent": "callNativeComponent('1', '_root', 'play', [D])",
    "callAddElement": "callAddElement('1', '_root', { ref: 'x', type: 'div', attr: { d: D } }, -1)",
    "callUpdateAttrs": "callUpdateAttrs('1', '_root', { d: D })",
    "BroadcastChannel": "new BroadcastChannel('c').postMessage(D)",
}
PLACES_OF_VANILLA = {
    "module": "weex.requireModule('modal').toast({ message: D })",
    "element": "weex.document.body.setAttr('d', [D])",
}
NOT_THROWING = {
    "console": "console.log(D)",
    "nativeLog": "nativeLog(D, '__LOG')",
    "timer": "setTimeout(function () { throw D }, 1)",
    "rejection": "Promise.reject(D)",
    "async function": "(async function () { throw D })()",
    "result": "weex.document.body.addEvent('tap', function () { return D })",
}
# This script runs in a separate process, since a bug could crash the process. The stack is small,
# so that few levels of nesting overflow the stack. The engine's time for a nested value grows with
# the square of the number of levels.
PROGRAM = """
import json, sys, threading
from weex_runtime import JSError, Runtime

def work():
    sources, scripts = json.load(sys.stdin)
    with Runtime(clock="virtual", hints=False) as runtime:
        for source in sources:
            page = runtime.open(source=source)
            print(*[line.text for line in page.console if line.level == 'log'])
            page.destroy()
        page = runtime.open(source='// { "framework": "Vanilla" }\\n'
            'document.documentElement.appendChild(document.createElement("div"));')
        for script in scripts:
            try:
                page.engine.run(script, "script.js")
            except JSError:
                pass
            page.fire_event("_root", "tap")
            runtime.clock.run_for(1)
        print("alive")

threading.stack_size(1 << 20)
thread = threading.Thread(target=work)
thread.start()
thread.join()
"""


def run_apart(sources: list[str], scripts: list[str]) -> list[str]:
    """The lines that a process writes which opens bundles and then runs scripts in a page."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps([sources, scripts]),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def attempt(deep: str, place: str) -> str:
    return (
        f"var D = {deep}; try {{ {place}; console.log('no error') }}"
        " catch (e) { console.log('caught') }"
    )


@pytest.mark.parametrize("deep", DEEP.values(), ids=DEEP)
def test_value_that_is_too_deep_throws_an_error_that_a_bundle_can_catch(deep: str) -> None:
    # Only one value is tested with all frameworks, since a framework changes how a function is
    # called, not how a value is converted.
    frameworks = list(HEADERS) if deep == DEEP["toJSON"] else ["Vanilla"]
    places = [(framework, place) for framework in frameworks for place in PLACES.values()]
    places += [("Vanilla", place) for place in PLACES_OF_VANILLA.values()]
    *lines, last = run_apart(
        [HEADERS[framework] + attempt(deep, place) for framework, place in places],
        [f"var D = {deep}; {place}" for place in [*NOT_THROWING.values(), "throw D", "D"]],
    )
    assert last == "alive"
    assert {
        place: line for place, line in zip(places, lines, strict=True) if line != "caught"
    } == {}
