"""Isolated pages: the JS of each page runs in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from weex_runtime import Access, JSCrash, Module, Page, Runtime, js_method
from weex_runtime.engine.isolated import engine as isolated

from ..engine.test_isolated_engine import ends, is_running

ROOT = Path(__file__).parents[2]
VANILLA = '// { "framework": "Vanilla" }\n'
# Calls a built-in function. No JS engine can interrupt this call.
HANG = "function hang() {\n  return Array.prototype.join.call({ length: 2 ** 53 - 1 }, '');\n}\n"

Make = Callable[..., Runtime]


class Fate(Module):
    """Ends the process of the page that calls it."""

    name = "fate"

    @js_method
    def kill(self, number: int) -> None:
        os.kill(pid_of(self.page), number)

    @js_method
    def interrupt(self) -> None:
        raise KeyboardInterrupt


@pytest.fixture
def runtime(make_runtime: Make) -> Runtime:
    return make_runtime(modules=[Fate], isolation="process")


def pid_of(page: object) -> int:
    engine = page.engine  # type: ignore[attr-defined]
    assert isinstance(engine, isolated.IsolatedEngine)
    return engine.process.pid


def open_page(runtime: Runtime, source: str, **options: object) -> Page:
    page: Page = runtime.open(source=VANILLA + source, name="app.js", **options)  # type: ignore[arg-type]
    return page


def test_crash_of_a_page_process_stops_the_page_with_an_error_that_names_the_signal(
    runtime: Runtime,
) -> None:
    page = open_page(runtime, f"weex.requireModule('fate').kill({signal.SIGSEGV}); hang()")
    assert page.is_ended
    (error,) = page.errors
    assert isinstance(error, JSCrash)
    assert error.status == -signal.SIGSEGV
    assert "SIGSEGV" in error.message
    assert error.origin == "loading app.js"
    assert open_page(runtime, "console.log('next')").console[0].text == "next"


def test_crash_in_a_promise_job_is_reported_as_one_error(runtime: Runtime) -> None:
    kill = f"weex.requireModule('fate').kill({signal.SIGSEGV})"
    page = open_page(runtime, f"Promise.resolve().then(() => {kill}).then(() => {kill})")
    assert [(type(error), error.origin) for error in page.errors] == [(JSCrash, "promise jobs")]


def test_page_stops_if_its_process_ends_between_two_calls(runtime: Runtime) -> None:
    page = open_page(runtime, "setTimeout(() => {}, 1)")
    os.kill(pid_of(page), signal.SIGKILL)
    runtime.clock.run_for(1)
    assert page.is_ended
    assert isinstance(page.errors[0], JSCrash)
    page.destroy()


def test_exceeding_the_memory_limit_of_an_isolated_page_is_an_error_of_the_page(
    make_runtime: Make,
) -> None:
    runtime = make_runtime(isolation="process", memory_limit=8 << 20)
    page = open_page(runtime, "var all = []; for (;;) all.push(new Array(1000).join('x') + all)")
    assert "memory" in page.errors[0].message


def test_process_of_a_page_ends_with_the_page_or_with_the_runtime(make_runtime: Make) -> None:
    runtime = make_runtime(isolation="process")
    pages = [open_page(runtime, "") for _ in range(2)]
    first, second = map(pid_of, pages)
    assert is_running(first)
    assert is_running(second)
    pages[0].destroy()
    assert not is_running(first)
    runtime.close()
    assert not is_running(second)


def test_option_isolation_of_open_isolates_one_page(make_runtime: Make) -> None:
    runtime = make_runtime(isolation="none")
    assert open_page(runtime, "").isolation == "none"
    assert open_page(runtime, "", isolation="process").isolation == "process"


def test_pages_that_an_isolated_page_pushes_or_embeds_are_isolated_too(
    make_runtime: Make, tmp_path: Path
) -> None:
    next_page = tmp_path / "next.js"
    next_page.write_text(VANILLA, encoding="utf-8")
    runtime = make_runtime(access=Access(allow_read=[tmp_path]))
    open_page(
        runtime,
        f"weex.requireModule('navigator').push({{ url: '{next_page.as_uri()}' }}, () => {{}});"
        "var body = document.createBody('div');"
        f"var attr = {{ src: '{next_page.as_uri()}' }};"
        "var embed = document.createElement('embed', { attr: attr });"
        "document.documentElement.appendChild(body); body.appendChild(embed);",
        isolation="process",
    )
    runtime.run_until(lambda: len(runtime.pages) == 3)
    assert [page.isolation for page in runtime.pages] == ["process"] * 3


def test_ctrl_c_in_a_module_is_raised_in_the_program_and_the_isolated_page_keeps_running(
    runtime: Runtime,
) -> None:
    page = open_page(
        runtime,
        "setTimeout(() => weex.requireModule('fate').interrupt(), 1);"
        "setTimeout(() => console.log('later'), 2)",
    )
    with pytest.raises(KeyboardInterrupt):
        runtime.clock.run_for(1)
    runtime.clock.run_for(1)
    assert page.console[-1].text == "later"


PROGRAM = f"""
from weex_runtime import Runtime
runtime = Runtime(isolation="process")
page = runtime.open(source={VANILLA + HANG + "setTimeout(hang)"!r})
print(page.engine.process.pid, flush=True)
runtime.run_until(lambda: False, 60)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_hanging_page_processes_end_when_the_program_ends(number: signal.Signals) -> None:
    paths = [str(ROOT / "runtime"), str(ROOT / "modules")]
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as program:
        assert program.stdout
        pid = int(program.stdout.readline())
        program.send_signal(number)
    assert ends(pid)
