"""weex_runtime.engine.isolated: an engine in a process of its own, with the methods of `Engine`."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from weex_runtime.engine.isolated import connection
from weex_runtime.engine.isolated.engine import IsolatedEngine
from weex_runtime.errors import JSCrash, JSError, JSTimeLimit

MB = 1 << 20
TIMEOUT = 30.0  # maximum seconds until a process has ended


@pytest.fixture
def engine() -> Iterator[IsolatedEngine]:
    engine = IsolatedEngine(memory_limit=64 * MB, time_limit=0.2)
    yield engine
    engine.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[IsolatedEngine]:
    """An engine that waits 0.15 s for JS."""
    monkeypatch.setattr(connection, "_MORE", 0)
    engine = IsolatedEngine(memory_limit=64 * MB, time_limit=0.1)
    yield engine
    engine.close()


def is_running(pid: int) -> bool:
    """Return whether a process runs; a process that waits for its parent has ended."""
    try:
        os.kill(pid, 0)
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stream:
            return stream.read().rpartition(")")[2].split()[0] not in "ZX"
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return not os.path.exists("/proc/self")  # macOS lacks /proc


def ends(pid: int) -> bool:
    """Wait until a process ends; give up after `TIMEOUT` and return False."""
    deadline = time.monotonic() + TIMEOUT
    while is_running(pid):
        if time.monotonic() > deadline:
            return False
    return True


def test_scalars_keep_their_types_between_the_processes(engine: IsolatedEngine) -> None:
    passed: list[tuple[object, ...]] = []
    engine.define("note", lambda *args: passed.append(args))
    engine.run("note(null, true, 7, -2.5, '', 'ü', 1 / 0, 2 ** 40)", "a.js")
    assert passed == [(None, True, 7, -2.5, "", "ü", float("inf"), 2**40)]
    same = engine.run("(value => value)", "a.js")
    values: list[Any] = [None, True, 7, -2.5, "", "ü"]
    assert [engine.call(same, value) for value in values] == values


def test_long_texts_and_bytes_between_the_processes_arrive_complete(engine: IsolatedEngine) -> None:
    read: list[object] = []
    engine.define("text", lambda holder: read.append(engine.text_of(holder)), parameters=1)
    engine.define("bytes", lambda buffer: read.append(engine.bytes_of(buffer)), parameters=1)
    engine.run(
        "text({ toString: () => 'a\\0ü\\ud800' }); text({ toString: () => '' });"
        "bytes(new Uint8Array([0, 255]).buffer)",
        "a.js",
    )
    assert read == ["a\0ü\ud800", "", b"\0\xff"]
    holder = engine.run("globalThis.holder = {}; holder", "a.js")
    assert engine.put(holder, "text", "ü".encode(), as_text=True)
    assert engine.put(holder, "bytes", b"\1\2", as_text=False)
    assert engine.run("holder.text + new Uint8Array(holder.bytes).join()", "a.js") == "ü1,2"


@pytest.mark.parametrize("kind", [ValueError, KeyboardInterrupt])
def test_exception_of_a_python_function_is_raised_in_the_caller_and_not_in_js(
    engine: IsolatedEngine, kind: type[BaseException]
) -> None:
    def fail() -> None:
        raise kind("from Python")

    engine.define("fail", fail)
    with pytest.raises(kind, match="from Python"):
        engine.run("var got = 'nothing'; try { got = fail() } catch (e) { got = e }", "a.js")
    assert engine.run("got === null", "a.js") is True


def test_js_error_of_an_isolated_engine_has_the_names_and_lines_of_scripts(
    engine: IsolatedEngine,
) -> None:
    engine.run("function thrower() {\n  throw new TypeError('not today');\n}", "lib.js")
    with pytest.raises(JSError, match="not today") as caught:
        engine.run("\nthrower();", "main.js")
    assert "lib.js:2" in caught.value.stack
    assert "main.js:2" in caught.value.stack


def test_isolated_engine_is_usable_after_the_time_limit_ended_an_endless_loop(
    engine: IsolatedEngine,
) -> None:
    with pytest.raises(JSTimeLimit):
        engine.run("for (;;) {}", "a.js")
    assert engine.failure is None
    assert engine.run("1 + 1", "a.js") == 2


def test_time_spent_in_python_functions_does_not_count_towards_the_time_limit(
    impatient: IsolatedEngine,
) -> None:
    impatient.define("wait", lambda: signal.sigtimedwait([], 0.2) and 0)
    assert impatient.run("wait(); 'ended'", "a.js") == "ended"


def test_error_for_a_crash_of_the_process_names_the_signal(engine: IsolatedEngine) -> None:
    engine.define("crash", lambda: os.kill(engine.process.pid, signal.SIGSEGV))
    with pytest.raises(JSCrash, match="SIGSEGV") as caught:
        engine.run("crash(); crash()", "a.js")
    assert caught.value.status == -signal.SIGSEGV


def test_closing_an_isolated_engine_ends_its_process(engine: IsolatedEngine) -> None:
    pid = engine.process.pid
    assert is_running(pid)
    engine.close()
    assert not is_running(pid)


def test_engine_without_references_ends_its_process() -> None:
    engine = IsolatedEngine(memory_limit=64 * MB, time_limit=1)
    pid = engine.process.pid
    del engine
    assert ends(pid)


def test_process_inherits_neither_files_nor_secrets(
    engine: IsolatedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "x")
    other = IsolatedEngine(memory_limit=64 * MB, time_limit=1)
    folder = f"/proc/{other.process.pid}"
    if not os.path.exists(folder):
        pytest.skip("needs Linux")
    assert other.run("1", "a.js") == 1
    with open(f"{folder}/environ", "rb") as stream:
        assert b"SECRET" not in stream.read()
    with open(f"{folder}/limits", encoding="ascii") as stream:
        assert "Max open files            0                    0" in stream.read()
    assert len(os.listdir(f"{folder}/fd")) <= 5
    other.close()
