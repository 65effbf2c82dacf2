"""One thread for a runtime and its pages: other threads get an error, and do nothing."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import Callback, Module, Page, Runtime, WrongThread, js_method
from weex_runtime.testkit.expect.expect import expect

BUNDLE = """
var count = 0;
var text = document.createElement('text');
text.setAttr('value', 'tap');
text.addEvent('click', function () { console.log('click', ++count); });
var body = document.createElement('div');
document.documentElement.appendChild(body);
body.appendChild(text);
"""

# Uses of a page that raise WrongThread in another thread.
USES: dict[str, Callable[[Page], object]] = {
    "fire_event": lambda page: page.fire_event(the_text(page), "click", {}),
    "click": lambda page: page.get_by_text("tap").click(),
    "invoke_callback": lambda page: page.invoke_callback("1"),
    "refresh": lambda page: page.refresh({}),
    "fire_global_event": lambda page: page.fire_global_event("x"),
    "destroy": lambda page: page.destroy(),
    "memory": lambda page: page.engine.memory(),
    "expect": lambda page: expect(page.get_by_text("never")).to_be_visible(),
    "open": lambda page: page.runtime.open(source='// { "framework": "Vanilla" }'),
    "run_until": lambda page: page.runtime.run_until(lambda: False),
    "run_until_idle": lambda page: page.runtime.run_until_idle(),
    "run_for": lambda page: page.runtime.clock.run_for(1),
    "call_soon": lambda page: page.looper.call_soon(page.destroy),
    "call_later": lambda page: page.looper.call_later(0, page.destroy),
    "run_in_worker": lambda page: page.looper.run_in_worker(int, lambda *_: page.destroy(), "work"),
    "close": lambda page: page.runtime.close(),
}


def the_text(page: Page) -> str:
    return page.document.root.children[0].ref


def in_thread(function: Callable[[], object]) -> BaseException | None:
    """What a function raises on another thread."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            function()
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run, name="second")
    thread.start()
    thread.join()
    return raised[0] if raised else None


def clicks(page: Page) -> list[str]:
    return [line.text for line in page.console]


@pytest.mark.parametrize("use", USES)
def test_use_of_a_page_in_a_second_thread_raises_and_changes_nothing(
    runtime: Runtime, open_page: Callable[..., Page], use: str
) -> None:
    page = open_page(BUNDLE)
    error = in_thread(lambda: USES[use](page))
    assert isinstance(error, WrongThread)
    assert error.expected == threading.get_ident()
    assert "expected thread 'MainThread'" in str(error)
    assert "got thread 'second'" in str(error)
    assert "call_soon_threadsafe" in str(error)
    runtime.run_until_idle()
    runtime.clock.run_for(1)
    assert clicks(page) == []
    page.get_by_text("tap").click()
    assert clicks(page) == ["click 1"]


def test_second_thread_can_pass_a_function_to_the_loop(
    runtime: Runtime, open_page: Callable[..., Page]
) -> None:
    page = open_page(BUNDLE)
    hand_over = runtime.looper.call_soon_threadsafe
    assert in_thread(lambda: hand_over(lambda: page.get_by_text("tap").click())) is None
    runtime.run_until_idle()
    assert clicks(page) == ["click 1"]


def test_second_thread_can_read_the_outline_of_a_page(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(BUNDLE)
    seen: list[str] = []
    assert in_thread(lambda: seen.append(page.outline())) is None
    assert seen == [page.outline()]


def test_runtime_made_in_another_thread_works_only_in_that_thread() -> None:
    runtimes: list[Runtime] = []

    def use() -> None:
        with Runtime(clock="virtual") as runtime:
            runtimes.append(runtime)
            page = runtime.open(source='// { "framework": "Vanilla" }\n' + BUNDLE)
            page.get_by_text("tap").click()
            assert clicks(page) == ["click 1"]

    assert in_thread(use) is None
    with pytest.raises(WrongThread, match=r"has ended.*with Runtime\(\) as runtime"):
        runtimes[0].open(source='// { "framework": "Vanilla" }')


class Probe(Module):
    """Does on a worker what only the page's thread may do."""

    name = "probe"

    @js_method
    async def work(self, use: str) -> None:
        await self.run_in_worker(USES[use], self.page)

    @js_method
    async def schedule(self, how: str) -> None:
        schedule = {"sleep": self.sleep, "run_in_worker": self.run_in_worker}[how]
        await self.run_in_worker(schedule, 1)  # type: ignore[arg-type]

    @js_method
    async def answer(self, done: Callback) -> None:
        await self.run_in_worker(done.invoke, "answered")


@pytest.mark.parametrize("use", ["fire_event", "fire_global_event", "destroy", "open"])
def test_calling_a_page_or_runtime_method_on_a_worker_raises_wrong_thread(
    make_runtime: Callable[..., Runtime], use: str
) -> None:
    runtime = make_runtime(modules=[Probe])
    code = f"weex.requireModule('probe').work('{use}');"
    page = runtime.open(source=f'// {{ "framework": "Vanilla" }}\n{BUNDLE}{code}')
    runtime.run_until_idle()
    (line,) = page.console
    assert line.level == "error"
    assert "WrongThread: cannot " in line.text
    assert "got thread 'weex-worker'" in line.text


@pytest.mark.parametrize("how", ["sleep", "run_in_worker"])
def test_module_code_on_a_worker_can_invoke_a_callback_but_not_start_a_timer(
    make_runtime: Callable[..., Runtime], how: str
) -> None:
    runtime = make_runtime(modules=[Probe])
    page = runtime.open(
        source='// { "framework": "Vanilla" }\nvar probe = weex.requireModule("probe");'
        f"probe.answer(function (data) {{ console.log(data); }}); probe.schedule('{how}');"
    )
    runtime.run_until_idle()
    (error, line) = sorted(page.console)
    assert "probe.schedule failed: WrongThread" in error.text
    assert line.text == "answered"


CLICKING_THREADS = f"""
import threading
from weex_runtime import Runtime, WrongThread

BUNDLE = '// {{ "framework": "Vanilla" }}\\n' + '''{BUNDLE}'''
refused = []

def click(page, ref):
    for _ in range(200):
        try:
            page.fire_event(ref, "click", {{}})
        except WrongThread:
            refused.append(1)

with Runtime(hints=False) as runtime:
    page = runtime.open(source=BUNDLE)
    ref = page.document.root.children[0].ref
    threads = [threading.Thread(target=click, args=(page, ref)) for _ in range(3)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        page.fire_event(ref, "click", {{}})
    page.fire_event(ref, "click", {{}})
    numbers = [int(line.text.split()[1]) for line in page.console]
    print(len(refused), numbers == list(range(1, len(numbers) + 1)), len(page.errors))
"""


def test_three_threads_that_click_at_once_do_not_damage_the_page() -> None:
    """In a process of its own, which they used to end with a segmentation fault."""
    done: subprocess.CompletedProcess[Any] = subprocess.run(
        [sys.executable, "-c", CLICKING_THREADS], capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "600 True 0\n", "")
