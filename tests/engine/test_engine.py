"""weex_runtime.engine.engine: one QuickJS context with its limits."""

from __future__ import annotations

import gc
import importlib.metadata
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from types import FrameType
from typing import Any

import pytest

from weex_runtime import JSError, JSTimeLimit
from weex_runtime.engine.engine import Engine, engine_name
from weex_runtime.errors import EndlessJobs, LimitExceeded

MB = 1 << 20
TIME_LIMIT = 0.1

UNSHOWN = "a value that cannot be turned into text"


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = Engine(memory_limit=64 * MB, time_limit=TIME_LIMIT)
    yield engine
    engine.close()


def error_of(engine: Engine, source: str, name: str = "a.js") -> JSError:
    with pytest.raises(JSError) as caught:
        engine.run(source, name)
    return caught.value


def burn(seconds: float) -> None:
    """Use that much CPU time."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_method_run_returns_the_last_value_of_a_script(engine: Engine) -> None:
    assert engine.run("1 + 1", "a.js") == 2
    assert engine.run("'a' + 'b'", "a.js") == "ab"
    assert engine.run("undefined", "a.js") is None


@pytest.mark.parametrize("source", ["'\\ud800'", "10n ** 5000n", "null", "({}).x"])
def test_run_returns_none_for_a_value_that_python_cannot_represent(
    engine: Engine, source: str
) -> None:
    assert engine.run(source, "a.js") is None


LOGGING = "{ toString() { log('text'); return 'thrown' }, get stack() { log('stack') } }"


@pytest.mark.parametrize(
    "source",
    [
        f"throw {LOGGING}",
        f"(class extends Promise {{ constructor(run) {{ super(() => {{}}); "
        f"run(() => {{ throw {LOGGING} }}, () => {{ throw {LOGGING} }}) }} }}).resolve(1).then()",
    ],
    ids=["script", "job"],
)
def test_conversion_of_a_thrown_value_to_text_can_call_python(engine: Engine, source: str) -> None:
    logged: list[Any] = []
    engine.define("log", logged.append, parameters=1)

    def run() -> None:
        engine.run(source, "a.js")
        engine.run_jobs()

    with pytest.raises(JSError, match="thrown"):
        run()
    assert logged == ["text", "stack"]


def test_time_limit_holds_after_the_global_object_is_frozen(engine: Engine) -> None:
    engine.run("Object.freeze(globalThis)", "a.js")
    for _ in range(2):
        with pytest.raises(JSTimeLimit):
            engine.run("for (;;) {}", "b.js")
        assert engine.run("1 + 1", "c.js") == 2


def test_scripts_share_their_globals(engine: Engine) -> None:
    engine.run("var x = 1; let y = 2;", "a.js")
    assert engine.run("x + y", "b.js") == 3


def test_js_function_can_be_called_with_scalars_and_returns_a_scalar(engine: Engine) -> None:
    join = engine.run("(function () { return JSON.stringify([].slice.call(arguments)) })", "a.js")
    assert engine.call(join, None, True, 7, "text") == '[null,true,7,"text"]'


def test_method_get_returns_a_global_function(engine: Engine) -> None:
    engine.run("function twice(x) { return 2 * x }", "a.js")
    assert engine.call(engine.get("twice"), 21) == 42


def test_error_has_a_message_and_a_stack_with_names_and_lines_of_the_scripts(
    engine: Engine,
) -> None:
    engine.run("\n\nfunction thrower() {\n  throw new TypeError('not today');\n}", "lib.js")
    error = error_of(engine, "\nfunction caller() {\n  thrower();\n}\n\ncaller();", "main.js")
    assert error.message == "TypeError: not today"
    frames = error.stack.splitlines()
    assert frames[0].startswith("    at thrower (lib.js:4")
    assert frames[1].startswith("    at caller (main.js:3")
    assert frames[2].startswith("    at <eval> (main.js:6")


def test_all_lines_of_an_error_message_are_kept(engine: Engine) -> None:
    error = error_of(engine, "throw new Error('one\\n\\ntwo at three')")
    assert error.message == "Error: one\n\ntwo at three"
    assert error.stack.startswith("    at <eval>")


def test_syntax_error_names_the_script_and_the_line(engine: Engine) -> None:
    engine.run("1", "before.js")
    error = error_of(engine, "var a = 1;\nvar b = ;\n", "broken.js")
    assert error.message.startswith("SyntaxError: ")
    assert "broken.js:2" in error.stack


@pytest.mark.parametrize(
    ("thrown", "message"),
    [
        *(("5", "5"), ("'text'", "text"), ("undefined", "undefined"), ("''", '""')),
        *(("Symbol('s')", UNSHOWN), ("Object.create(null)", UNSHOWN)),
        *(("({ toString() { throw 1 } })", UNSHOWN), ("({})", "[object Object]")),
        (
            "(function () { var d = []; for (var i = 0; i < 3e4; i++) d = [d]; return d })()",
            UNSHOWN,
        ),
    ],
)
def test_thrown_value_that_is_not_an_error_becomes_a_js_error(
    engine: Engine, thrown: str, message: str
) -> None:
    error = error_of(engine, f"throw {thrown}")
    assert (error.message, error.stack) == (message, "")


def test_thrown_object_without_text_is_reported_as_out_of_memory_if_half_of_the_memory_is_used(
    engine: Engine,
) -> None:
    engine.run(f"var kept = new Uint8Array({40 * MB}); 0", "a.js")
    message = error_of(engine, "throw Object.create(null)").message
    assert message.startswith("InternalError: out of memory")


def test_line_numbers_in_a_stack_trace_do_not_count_the_lines_of_a_wrapper(engine: Engine) -> None:
    """A framework runs the bundle as the body of a function of its own."""
    placed = engine.place("first();\nsecond();", "bundle.js", shift=2)
    engine.run(
        "function evaluate(code) { return (0, eval)('(function () {\\n\\n' + code + '\\n})')() }",
        "framework.js",
    )
    engine.run("function first() {}", "lib.js")
    with pytest.raises(JSError) as caught:
        engine.call(engine.get("evaluate"), placed)
    assert "bundle.js:2" in caught.value.stack


@pytest.mark.parametrize(
    ("script", "behind"),
    [
        ("JSON.parse('no')", "at parse (native)"),
        ("JSON.parse('\\n\\nno')", "at parse (native)"),
        ("new Function('a', '+')", "at Function (native)"),
        ("eval('+')", "at run (app.js:4"),
        ("(0, eval)('\\n+')", "at eval (native)"),
    ],
)
def test_stack_of_a_syntax_error_in_text_begins_with_the_call_that_parses_the_text(
    engine: Engine, script: str, behind: str
) -> None:
    """V8 and SpiderMonkey begin such a stack with the caller, too."""
    engine.run("function lib() {\n\n\n\n}", "lib.js")
    error = error_of(engine, f"\n\nfunction run() {{\n return {script}\n}}\nrun()", "app.js")
    assert error.message.startswith("SyntaxError: ")
    assert error.stack.strip().startswith(behind)
    assert "app.js:4" in error.stack
    assert "lib.js" not in error.stack


@pytest.mark.parametrize(
    "script", ["eval('\\n\\nnull.x')", "(0, eval)('\\n\\nnull.x')", "new Function('\\nnull.x')()"]
)
def test_frames_of_evaluated_text_are_named_anonymous_as_in_browsers(
    engine: Engine, script: str
) -> None:
    error = error_of(engine, f"\n{script}", "app.js")
    first, *others = error.stack.splitlines()
    assert "(<anonymous>:" in first
    assert "app.js:2" in others[-1]


def test_name_positions_returns_a_text_without_positions_unchanged(engine: Engine) -> None:
    assert engine.name_positions("at input.js:3 (<native>)") == "at input.js:3 (<native>)"


def test_python_function_gets_scalars_and_its_result_reaches_js(engine: Engine) -> None:
    calls: list[tuple[Any, ...]] = []

    def note(*args: Any) -> str:
        calls.append(args)
        return "noted"

    engine.define("note", note)
    assert engine.run("note(1, 1.5, true, null, 'x') + '!'", "a.js") == "noted!"
    assert calls == [(1, 1.5, True, None, "x")]


def interrupt_at(name: str) -> None:
    """Raise a Ctrl-C on the way into the next Python function of that name, once."""

    def profile(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_name == name:
            # Only one call raises, since Python removes a profile function that raises.
            raise KeyboardInterrupt

    sys.setprofile(profile)


@pytest.fixture
def no_garbage_collection() -> Iterator[None]:
    """A callback of the collector, like that of Hypothesis, would meet the interrupt."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("parameters", [None, 1])
@pytest.mark.parametrize(
    "source",
    [
        "call(1)",
        "try { call(1) } catch (e) {}",
        "try { call(1) } catch (e) {} call(2)",
        "try { call(1) } catch (e) { handle() }",
        "try { call(1) } catch (e) {} ({})",
        "(async () => call(1))()",
        "(async () => { try { call(1) } catch (e) { handle() } return {} })()",
        "[1].map(call)",
    ],
)
@pytest.mark.usefixtures("no_garbage_collection")
def test_ctrl_c_during_the_call_of_a_python_function_from_js_is_not_lost(
    engine: Engine, source: str, parameters: int | None
) -> None:
    """Python raises it on the way into the function, before that can catch it."""

    def handle() -> None:
        with suppress(ValueError):
            raise ValueError

    engine.define("call", lambda *args: len(args), parameters=parameters)
    engine.define("handle", handle)
    interrupt_at("guarded")
    with pytest.raises(KeyboardInterrupt):
        engine.run(source, "a.js")
    assert sys.getprofile() is None, "the call was not interrupted"
    assert engine.run("call(1)", "a.js") == 1


def test_python_function_receives_its_declared_number_of_parameters(engine: Engine) -> None:
    calls: list[tuple[Any, ...]] = []
    engine.define("note", lambda *args: calls.append(args), parameters=2)
    engine.run("note(); note(1); note(1, 2); note(1, 2, 3)", "a.js")
    assert calls == [(None, None), (1, None), (1, 2), (1, 2)]


@pytest.mark.parametrize("kind", [ValueError, KeyboardInterrupt, SystemExit])
def test_python_exception_is_raised_where_js_was_entered(
    engine: Engine, kind: type[BaseException]
) -> None:
    """JS goes on with null and cannot catch it, so it is not lost."""

    def fail() -> None:
        raise kind("from python")

    engine.define("fail", fail)
    with pytest.raises(kind, match="from python"):
        engine.run("var got = 'nothing'; try { got = fail() } catch (e) { got = e }", "a.js")
    assert engine.run("got === null", "a.js") is True


def test_first_of_two_python_exceptions_in_a_script_is_raised(engine: Engine) -> None:
    def fail(what: str) -> None:
        raise ValueError(what)

    engine.define("fail", fail)
    with pytest.raises(ValueError, match="first"):
        engine.run("fail('first'); fail('second')", "a.js")
    assert engine.run("1", "a.js") == 1


def test_entering_js_while_js_runs_is_an_assertion_error(engine: Engine) -> None:
    engine.define("enter", lambda: engine.run("1", "b.js"))
    with pytest.raises(AssertionError, match="JS is running"):
        engine.run("enter()", "a.js")


def test_run_jobs_runs_promise_jobs_in_order(engine: Engine) -> None:
    engine.run(
        "var log = [];"
        "Promise.resolve().then(() => { log.push(1); Promise.resolve().then(() => log.push(3)) });"
        "Promise.resolve().then(() => log.push(2));",
        "a.js",
    )
    assert engine.run("log.join()", "a.js") == ""
    engine.run_jobs()
    assert engine.run("log.join()", "a.js") == "1,2,3"


def test_promise_jobs_do_not_run_inside_a_call_from_js_to_python(engine: Engine) -> None:
    def run_jobs() -> None:
        engine.run_jobs()

    engine.define("runJobs", run_jobs)
    engine.run("var log = []; Promise.resolve().then(() => log.push('job'));", "a.js")
    assert engine.run("runJobs(); log.length", "a.js") == 0


@pytest.mark.parametrize(
    "source",
    [
        "for (;;) {}",
        "(function spin() { for (;;) {} })()",
        "try { for (;;) {} } catch (e) { for (;;) {} }",
        "var a = []; while (true) { a.push(1); a.pop() }",
        "for (var text = ''; ; text = 'a') JSON.stringify([text])",
    ],
)
def test_endless_loop_ends_at_the_time_limit(engine: Engine, source: str) -> None:
    error = error_of(engine, source)
    assert type(error) is JSTimeLimit
    assert f"{TIME_LIMIT:g} s" in error.message
    assert engine.run("1 + 1", "b.js") == 2


def test_each_call_into_js_has_a_time_limit_of_its_own(engine: Engine) -> None:
    for _ in range(3):
        assert type(error_of(engine, "for (;;) {}")) is JSTimeLimit
        assert engine.run("var n = 0; while (n < 1e5) n++; n", "b.js") == 100_000


def test_time_limit_does_not_count_time_before_the_call_into_js(engine: Engine) -> None:
    engine.run("var n = 0; function count() { while (n < 1e5) n++; return n }", "a.js")
    burn(TIME_LIMIT * 1.1)
    assert engine.call(engine.get("count")) == 100_000


def test_js_can_call_python_while_a_time_limit_is_active(engine: Engine) -> None:
    engine.define("answer", lambda: 42)
    assert engine.run("answer()", "a.js") == 42
    assert type(error_of(engine, "for (;;) answer()")) is JSTimeLimit
    assert engine.run("answer()", "a.js") == 42


def test_time_limit_runs_no_python_finalizer_so_that_ctrl_c_is_not_lost(
    engine: Engine,
) -> None:
    """The end of an object withdraws the limit; Python goes on after what a finalizer raises."""
    ran = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_globals["__name__"].startswith("weex_runtime.engine."):
            ran.append(frame.f_code.co_name)

    sys.setprofile(note)
    try:
        engine.call(len, "the first entry arms the limit")
    finally:
        sys.setprofile(None)
    assert ran == ["call", "arm"]


def test_endless_promise_chain_ends_at_the_time_limit(engine: Engine) -> None:
    engine.run("function again() { Promise.resolve().then(again) } again()", "a.js")
    with pytest.raises(JSTimeLimit, match="endless promise chain"):
        engine.run_jobs()


def test_endless_loop_in_a_promise_job_ends_at_the_time_limit(engine: Engine) -> None:
    """One engine rejects the job's promise, the other's interruption takes the job away."""
    engine.run("var after = 0; Promise.resolve().then(() => { for (;;) {} });", "a.js")
    start = time.process_time()
    with suppress(JSTimeLimit):
        engine.run_jobs()
    assert time.process_time() - start < 10 * TIME_LIMIT
    engine.run("Promise.resolve().then(() => { after = 1 });", "a.js")
    engine.run_jobs()
    assert engine.run("after", "a.js") == 1


def test_other_promise_jobs_run_after_a_job_that_exceeds_the_time_limit(engine: Engine) -> None:
    """Also when the limit counts from a little before the jobs."""
    engine.define("work", lambda: burn(TIME_LIMIT / 4), parameters=0)
    engine.run(
        "Promise.resolve().then(() => { for (;;) {} }); Promise.resolve().then(work);", "a.js"
    )
    burn(TIME_LIMIT / 40)
    kinds = []
    try:
        engine.run_jobs()
    except JSTimeLimit as error:  # only an engine that drops the job raises this
        kinds.append(type(error))
    assert EndlessJobs not in kinds
    engine.run_jobs()


def test_engine_is_usable_after_the_error_for_an_exceeded_memory_limit(engine: Engine) -> None:
    error = error_of(
        engine, "(function () { var a = []; for (;;) a.push(new Array(1e5).fill(0)) })()"
    )
    assert "out of memory" in error.message
    assert "memory limit" in error.message
    assert engine.run("new Array(1000).length", "b.js") == 1000


def test_no_js_starts_when_memory_is_nearly_used_up() -> None:
    engine = Engine(memory_limit=4 * MB, time_limit=TIME_LIMIT)
    with pytest.raises(LimitExceeded) as caught:
        engine.run(f"var all = new ArrayBuffer({int(3.6 * MB)})", "a.js")
    assert (caught.value.limit, caught.value.value) == ("memory", 4 * MB)
    with pytest.raises(LimitExceeded):
        engine.run("1", "b.js")
    assert engine.failure
    engine.close()


def test_garbage_does_not_count_as_used_memory() -> None:
    engine = Engine(memory_limit=4 * MB, time_limit=TIME_LIMIT)
    engine.run(
        f"(function () {{ var a = [new ArrayBuffer({int(3.6 * MB)})]; a.push(a) }})()", "a.js"
    )
    assert engine.run("1 + 1", "b.js") == 2
    engine.close()


def test_method_memory_returns_the_number_of_allocated_bytes(engine: Engine) -> None:
    before = engine.memory()
    engine.run("var buffer = new ArrayBuffer(10 << 20)", "a.js")
    assert 10 * MB <= engine.memory() - before < 11 * MB


OVERFLOWS = [
    "(function f() { return f() + 1 })()",
    "function g() { return [1].map(g) } g()",
    "var o = { toString() { return '' + this } }; '' + o",
    "var p = new Proxy({}, { get(_, key, self) { return self[key] } }); p.x",
    "(0, eval)('('.repeat(1e6))",
]


@pytest.mark.parametrize("source", OVERFLOWS)
def test_engine_is_usable_after_the_error_for_a_stack_overflow(engine: Engine, source: str) -> None:
    error = error_of(engine, source)
    assert "stack" in error.message
    assert engine.run("1 + 1", "b.js") == 2


@pytest.mark.parametrize("source", OVERFLOWS)
def test_bundle_can_catch_a_stack_overflow(engine: Engine, source: str) -> None:
    assert engine.run(f"try {{ {source} }} catch (e) {{ 'caught' }}", "a.js") == "caught"


# This script runs in a separate process, since a bug could crash the process.
OVERFLOW_IN_THREAD = """
import sys, threading
from weex_runtime import JSError
from weex_runtime.engine.engine import Engine

def work():
    engine = Engine(memory_limit=64 << 20, time_limit=5)
    for source in sys.argv[2:]:
        try:
            engine.run(source, "a.js")
        except JSError as error:
            print("stack" in error.message)
    engine.close()

threading.stack_size(int(sys.argv[1]))
thread = threading.Thread(target=work)
thread.start()
thread.join()
print(threading.stack_size() == int(sys.argv[1]))
"""


@pytest.mark.parametrize("size", [0, 512 * 1024, 2 * MB], ids=["default", "512 KB", "2 MB"])
def test_stack_overflow_in_a_thread_is_an_error_and_keeps_the_stack_size_of_new_threads(
    size: int,
) -> None:
    result = subprocess.run(
        [sys.executable, "-c", OVERFLOW_IN_THREAD, str(size), *OVERFLOWS],
        capture_output=True,
        text=True,
        timeout=60,
    )
    expected = "True\n" * (len(OVERFLOWS) + 1)
    assert (result.returncode, result.stdout, result.stderr) == (0, expected, "")


def test_function_engine_name_returns_the_name_of_the_installed_distribution() -> None:
    names = {"quickjs", "quickjs-ng"}
    installed = {d.metadata["Name"] for d in importlib.metadata.distributions()} & names
    assert installed == {engine_name()}
