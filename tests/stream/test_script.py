"""Responses of `stream` that are scripts: JSONP as servers write it, and hostile scripts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from weex_modules.stream.data import WrongData
from weex_modules.stream.script import run_script
from weex_runtime import Runtime
from weex_runtime.module_api.platforms import PlatformName

from ..support.stream_server import HttpServer, Reply, open_with, told, warnings

EXPRESS = """/**/ typeof cb === 'function' && cb({"a":1});"""
PARSE_FAILED = "{'err':'Data parse failed!'}"
URL = "http://api.test/?x=1&callback=cb&other=a.b"


def run(script: str) -> object:
    return run_script(script, URL, memory_limit=64 << 20, time_limit=0.5)


@pytest.mark.parametrize(
    ("script", "data"),
    [
        (EXPRESS, {"a": 1}),
        ("/**/cb([1, 2])", [1, 2]),
        ("// comment\ncb('x') // end", "x"),
        ("window.cb && window.cb({a: 'b'})", {"a": "b"}),
        ("self['cb'](1)", 1),
        ("this.cb(1)", 1),
        ("globalThis.cb(1)", 1),
        ("if (typeof a.b === 'function') a.b(1)", 1),
        ("cb.call(null, 1)", 1),
        ("cb.apply(window, [1])", 1),
        ("try { cb(1) } catch (error) {}", 1),
        ("(function () { cb(1) })()", 1),
        ("var data = {n: 1 + 1}; cb(data)", {"n": 2}),
        ("data = {n: 1}; window.more = 2; cb([data, more, window.data])", [{"n": 1}, 2, {"n": 1}]),
        ("const f = () => 3; cb(f())", 3),
        ("Promise.resolve(4).then(cb)", 4),
        ("cb(JSON.parse('[5]'))", [5]),
        ("cb(new Date(0))", "1970-01-01T00:00:00.000Z"),
        ("cb(NaN)", None),
        ("cb(undefined)", None),
        ("cb()", {}),
        ("cb('\\u0000\\ud800\u00e9')", "\0\ud800\u00e9"),
        # The query of the URL names the callback. The data is the argument of the first call of the
        # callback, or of the first call of any function if the script does not call the callback.
        ("console.log('hello'); cb(1); cb(2)", 1),
        ("f(1); g(2)", 1),
        ("setTimeout(function () {}, 0); f(1)", 1),
        ("cb(1); throw new Error('late')", 1),
    ],
)
def test_jsonp_script_returns_the_argument_that_it_passes_to_the_callback(
    script: str, data: object
) -> None:
    assert run(script) == data


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("", "the script calls no function"),
        ("1 + 1", "the script calls no function"),
        ("cb.length", "the script calls no function"),
        ("setTimeout(function () { cb(1) }, 0)", "the script calls no function"),
        ("import('/etc/hostname').then(cb)", "the script calls no function"),
        ("<!doctype html><p>", "SyntaxError"),
        ("cb({)", "SyntaxError"),
        ("}; cb(1); {", "ReferenceError"),
        ("throw new TypeError('so'); cb(1)", "TypeError: so"),
        ("var a = []; a[0] = a; cb(a)", "circular"),
        ("cb(10n)", "TypeError"),
        ("cb({get a() { throw new Error('got') }})", "Error: got"),
        ("Array.prototype.includes = null; cb(1)", "not a function"),
    ],
)
def test_error_for_a_jsonp_script_that_returns_no_data_has_the_cause(
    script: str, problem: str
) -> None:
    with pytest.raises(WrongData) as caught:
        run(script)
    assert problem in str(caught.value)
    assert repr(script[:80]) in str(caught.value)


def test_jsonp_script_cannot_access_the_page_or_native_modules() -> None:
    script = "cb(Object.getOwnPropertyNames(new Function('return this')()))"
    known = run(script)
    assert isinstance(known, list)
    assert "JSON" in known
    assert not [name for name in known if any(part in str(name) for part in ("native", "Native"))]
    assert not {"weex", "__made", "std", "os", "require", "document"} & set(map(str, known))


# Scripts that try to crash the process or to run for ever.
HOSTILE = [
    "while (true);",
    "for (;;) try { for (;;); } catch (error) {}",
    "(function next() { Promise.resolve().then(next) })()",
    "var text = 'x'; for (;;) text += text;",
    "var all = []; for (;;) all.push(new ArrayBuffer(1 << 20));",
    "function f() { f() } f()",
    "var deep = []; for (var i = 0; i < 1e5; i++) deep = [deep]; cb(deep)",
    "var d = []; for (var i = 0; i < 1e5; i++) d = [d]; cb({toJSON: function () { return d }})",
    "var deep = []; for (var i = 0; i < 1e5; i++) deep = [deep]; JSON.stringify(deep)",
    "cb('x'.repeat(1 << 25))",
    "cb(new Proxy({}, {ownKeys: function () { for (;;); }}))",
    "Object.prototype.toJSON = function () { for (;;); }; cb({})",
    "globalThis.x = new Proxy({}, {get: function () { throw 1 }}); cb(x)",
    "Reflect.ownKeys(this).forEach(function (key) { delete globalThis[key] }); throw null",
]


def test_hostile_jsonp_scripts_end_within_the_limits_of_time_and_memory() -> None:
    code = (
        "import sys\n"
        "from weex_modules.stream.data import WrongData\n"
        "from weex_modules.stream.script import run_script\n"
        "for script in sys.argv[1:]:\n"
        "    try:\n"
        "        run_script(\n"
        "            script, 'http://h/?callback=cb', memory_limit=64 << 20, time_limit=0.05)\n"
        "    except WrongData as error:\n"
        "        assert str(error)\n"
        "    print(script)\n"
    )
    command = [sys.executable, "-c", code, *HOSTILE]
    process = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert process.stderr == ""
    assert process.stdout.splitlines() == HOSTILE


# JSONP on each platform. Devices parse the text between "(" and ")", the web runs a script; the
# documentation does not define this. Source: spec/modules.md, section 2.


def fetched(runtime: Runtime, body: str, platform: PlatformName | None, url: str = "") -> Any:
    with HttpServer({"/": Reply(body=body.encode())}) as server:
        page = open_with(
            runtime,
            f"fetch({{url: '{server.url}/?callback=cb{url}', type: 'jsonp'}});",
            platform=platform,
        )
        runtime.run_until_idle()
    [result] = told(page)
    return result


@pytest.mark.parametrize("platform", [None, "android", "ios", "web"])
def test_jsonp_response_of_express_is_read(runtime: Runtime, platform: PlatformName | None) -> None:
    result = fetched(runtime, EXPRESS, platform)
    assert (result["status"], result["ok"], result["data"]) == (200, True, {"a": 1})


@pytest.mark.parametrize("platform", [None, "web"])
@pytest.mark.parametrize(
    "script", ["if (typeof cb === 'function') cb({a: '(b)'});", "cb({a: '(b)'}); done()"]
)
def test_jsonp_script_with_further_statements_returns_its_data(
    runtime: Runtime, platform: PlatformName | None, script: str
) -> None:
    assert fetched(runtime, script, platform)["data"] == {"a": "(b)"}


@pytest.mark.parametrize(
    ("platform", "status", "data"),
    [(None, 200, PARSE_FAILED), ("android", 200, PARSE_FAILED), ("web", -1, "")],
)
def test_jsonp_script_that_throws_is_a_failure(
    runtime: Runtime, platform: PlatformName | None, status: int, data: str
) -> None:
    result = fetched(runtime, "missing.cb(; cb(1)", platform)
    assert (result["status"], result["ok"], result["data"]) == (status, False, data)


def test_jsonp_script_does_not_change_the_page(runtime: Runtime) -> None:
    script = "Array.prototype.join = 1; globalThis.left = 1; weex = 1; cb(typeof left)"
    with HttpServer({"/": Reply(body=script.encode())}) as server:
        page = open_with(
            runtime,
            f"stream.fetch({{url: '{server.url}/', type: 'jsonp'}}, function (result) {{"
            " console.log(result.data, typeof left, typeof weex, [1, 2].join('-')); });",
        )
        runtime.run_until_idle()
    assert [line.text for line in page.console] == ["number undefined object 1-2"]
    assert warnings(page) == []


def test_end_of_a_page_does_not_wait_for_a_running_jsonp_script(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(time_limit=0.1)
    with HttpServer({"/": Reply(body=b"for (;;);")}) as server:
        page = open_with(runtime, f"fetch({{url: '{server.url}/', type: 'jsonp'}});")
        runtime.run_until(lambda: bool(server.requests))
        page.destroy()
        runtime.run_until_idle()
    assert told(page) == []


def test_jsonp_response_with_long_white_space_is_parsed_in_linear_time(runtime: Runtime) -> None:
    """A regular expression that backtracks at each blank would take hours."""
    result = fetched(runtime, "cb(1)" + " " * 2_000_000 + "x", None)
    assert result["data"] == PARSE_FAILED
