"""Answers of `stream` that are scripts: JSONP of servers as they write it, and hostile ones."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from weex_modules.stream.response import WrongData
from weex_modules.stream.script import ScriptRunner
from weex_runtime import Runtime
from weex_runtime.module_api.platforms import PlatformName

from ..support.stream_server import HttpServer, Reply, open_with, told, warnings

EXPRESS = """/**/ typeof cb === 'function' && cb({"a":1});"""
PARSE_FAILED = "{'err':'Data parse failed!'}"
RUNNER = ScriptRunner("http://api.test/?x=1&callback=cb&other=a.b", 64 << 20, 0.5)


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
        # The first call of the function that the query names; else the first of any.
        ("console.log('hello'); cb(1); cb(2)", 1),
        ("f(1); g(2)", 1),
        ("setTimeout(function () {}, 0); f(1)", 1),
        ("cb(1); throw new Error('late')", 1),
    ],
)
def test_a_script_gives_what_it_calls_the_function_with(script: str, data: object) -> None:
    assert RUNNER.run(script) == data


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("", "it calls no function"),
        ("1 + 1", "it calls no function"),
        ("cb.length", "it calls no function"),
        ("setTimeout(function () { cb(1) }, 0)", "it calls no function"),
        ("import('/etc/hostname').then(cb)", "it calls no function"),
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
def test_a_script_without_data_says_why(script: str, problem: str) -> None:
    with pytest.raises(WrongData) as caught:
        RUNNER.run(script)
    assert problem in str(caught.value)
    assert repr(script[:80]) in str(caught.value)


def test_a_script_reaches_neither_page_nor_native() -> None:
    script = "cb(Object.getOwnPropertyNames(new Function('return this')()))"
    known = RUNNER.run(script)
    assert isinstance(known, list)
    assert "JSON" in known
    assert not [name for name in known if any(part in str(name) for part in ("native", "Native"))]
    assert not {"weex", "__made", "std", "os", "require", "document"} & set(map(str, known))


# What must not end the process, or go on for ever: each in a process of its own.
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


def test_hostile_scripts_end_within_their_limits() -> None:
    code = (
        "import sys\n"
        "from weex_modules.stream.response import WrongData\n"
        "from weex_modules.stream.script import ScriptRunner\n"
        "try:\n"
        "    ScriptRunner('http://h/?callback=cb', 64 << 20, 0.2).run(sys.argv[1])\n"
        "except WrongData as error:\n"
        "    assert str(error)\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, script], stderr=subprocess.PIPE, text=True)
        for script in HOSTILE
    ]
    ends = [process.communicate(timeout=300)[1] for process in running]
    assert [(process.returncode, end) for process, end in zip(running, ends, strict=True)] == [
        (0, "")
    ] * len(HOSTILE)


# On the platforms. spec/modules.md, section 2: devices cut out what is between "(" and ")", the
# web runs a script; the documentation says neither.


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
def test_jsonp_as_express_writes_it_gives_its_data(
    runtime: Runtime, platform: PlatformName | None
) -> None:
    result = fetched(runtime, EXPRESS, platform)
    assert (result["status"], result["ok"], result["data"]) == (200, True, {"a": 1})


@pytest.mark.parametrize("platform", [None, "web"])
@pytest.mark.parametrize(
    "script", ["if (typeof cb === 'function') cb({a: '(b)'});", "cb({a: '(b)'}); done()"]
)
def test_a_script_is_run_as_one(
    runtime: Runtime, platform: PlatformName | None, script: str
) -> None:
    assert fetched(runtime, script, platform)["data"] == {"a": "(b)"}


@pytest.mark.parametrize(
    ("platform", "status", "data"),
    [(None, 200, PARSE_FAILED), ("android", 200, PARSE_FAILED), ("web", -1, "")],
)
def test_a_script_that_fails_is_told(
    runtime: Runtime, platform: PlatformName | None, status: int, data: str
) -> None:
    result = fetched(runtime, "missing.cb(; cb(1)", platform)
    assert (result["status"], result["ok"], result["data"]) == (status, False, data)


def test_a_page_is_not_touched_by_a_script(runtime: Runtime) -> None:
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


def test_a_page_that_ends_does_not_wait_for_a_script(runtime: Runtime) -> None:
    with HttpServer({"/": Reply(body=b"for (;;);")}) as server:
        page = open_with(runtime, f"fetch({{url: '{server.url}/', type: 'jsonp'}});")
        runtime.run_until(lambda: bool(server.requests))
        page.destroy()
        runtime.run_until_idle()
    assert told(page) == []


def test_white_space_without_end_is_read_in_linear_time(runtime: Runtime) -> None:
    """A regular expression that goes back for each blank would take hours."""
    result = fetched(runtime, "cb(1)" + " " * 2_000_000 + "x", None)
    assert result["data"] == PARSE_FAILED
