"""Async methods and generators of modules."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Awaitable, Callable, Generator
from contextlib import suppress
from typing import Any, cast

import pytest

from weex_runtime import Callback, Component, Module, ModuleError, Page, Runtime, js_method
from weex_runtime.module_api.component_registry import ComponentRegistry
from weex_runtime.module_api.future import Future
from weex_runtime.module_api.registry import Registry

from ..support.page_log import texts_of

PROBE = """
var probe = weex.requireModule('probe');
function hear(data) { console.log(JSON.stringify(data)); }
"""


def read(number: int) -> int:
    """A function that blocks."""
    if number < 0:
        raise OSError("nothing to read")
    return number * 2


class Probe(Module):
    """A module whose `run` awaits `act`, a function of the test."""

    name = "probe"

    def __init__(self) -> None:
        self.log: list[str] = []
        self.act: Callable[[Probe], Awaitable[None]] | None = None

    @js_method
    async def double(self, number: int, done: Callback) -> None:
        done.invoke(await self.run_in_worker(read, number))

    @js_method
    def double_stepwise(self, number: int, done: Callback) -> Generator[Any, Any, None]:
        done.invoke((yield self.run_in_worker(read, number)))

    @js_method
    async def double_or_say(self, number: int, done: Callback) -> None:
        try:
            done.invoke(await self.run_in_worker(read, number))
        except OSError as error:
            done.invoke(str(error))

    @js_method
    def double_or_say_stepwise(self, number: int, done: Callback) -> Generator[Any, Any, None]:
        try:
            done.invoke((yield self.run_in_worker(read, number)))
        except OSError as error:
            done.invoke(str(error))

    @js_method
    def forget(self, number: int) -> None:
        self.run_in_worker(read, number)

    @js_method
    async def wait(self, seconds: float, done: Callback) -> None:
        try:
            await self.sleep(seconds)
            done.invoke(seconds)
        finally:
            self.log.append(f"{seconds:g} over")

    @js_method
    def tick(self, done: Callback) -> Generator[Any, Any, None]:
        for number in range(3):
            yield self.sleep(1)
            done.invoke_and_keep_alive(number)

    @js_method
    async def run(self) -> None:
        assert self.act
        await self.act(self)


@pytest.fixture
def runtime(make_runtime: Callable[..., Runtime]) -> Runtime:
    return make_runtime(modules=[Probe])


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page whose body calls `probe.run` at a click."""
    return open_page(
        PROBE + "var body = document.createElement('div');"
        "body.addEvent('click', function () { probe.run(); });"
        "document.documentElement.appendChild(body);"
    )


def probe_of(page: Page) -> Probe:
    return cast(Probe, page.module("probe"))


def run(page: Page, act: Callable[[Probe], Awaitable[None]]) -> None:
    """Let JS call a method that awaits `act`, and run the loop until it is idle."""
    probe_of(page).act = act
    page.fire_event("_root", "click")
    page.runtime.run_until_idle()


# Async methods that wait for workers.


@pytest.mark.parametrize("method", ["double", "double_stepwise"])
def test_run_in_worker_returns_the_result(open_page: Callable[..., Page], method: str) -> None:
    page = open_page(PROBE + f"console.log(typeof probe.{method}(21, hear));")
    assert texts_of(page) == ["undefined", "42"]


@pytest.mark.parametrize("method", ["double_or_say", "double_or_say_stepwise"])
def test_run_in_worker_raises_the_exception_at_await(
    open_page: Callable[..., Page], method: str
) -> None:
    page = open_page(PROBE + f"probe.{method}(-1, hear);")
    assert texts_of(page) == ['"nothing to read"']


@pytest.mark.parametrize("method", ["double", "double_stepwise"])
def test_exception_of_an_async_method_is_logged_on_the_console(
    open_page: Callable[..., Page], method: str, caplog: pytest.LogCaptureFixture
) -> None:
    page = open_page(PROBE + f"probe.{method}(-1, hear);")
    assert texts_of(page) == [f"[weex-runtime] probe.{method} failed: OSError: nothing to read"]
    assert "in read" in caplog.text  # the traceback includes `read`, the function that raised
    assert not page.errors


def test_exception_of_a_worker_that_a_plain_method_started_is_logged_on_the_console(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(PROBE + "probe.forget(-1);")
    assert texts_of(page) == ["[weex-runtime] read failed: OSError: nothing to read"]


def test_exception_of_a_worker_that_is_awaited_later_is_raised_and_not_logged(page: Page) -> None:
    """The second of two workers fails while the method waits for the first."""

    async def act(probe: Probe) -> None:
        first, second = probe.sleep(1), probe.run_in_worker(read, -1)
        await first
        with suppress(OSError):
            await second
        probe.log.append("over")

    run(page, act)
    page.runtime.clock.run_for(1)
    assert probe_of(page).log == ["over"]
    assert texts_of(page) == []


def test_exception_of_a_worker_is_logged_if_the_async_method_ends_without_awaiting_the_worker(
    page: Page,
) -> None:
    async def act(probe: Probe) -> None:
        probe.run_in_worker(read, -1)
        await probe.sleep(1)

    run(page, act)
    page.runtime.clock.run_for(1)
    gc.collect()
    assert texts_of(page) == ["[weex-runtime] read failed: OSError: nothing to read"]


def test_exception_that_a_worker_raises_after_the_end_of_its_page_is_ignored(page: Page) -> None:
    go_on = threading.Event()

    def fail_late() -> None:
        go_on.wait(5)
        raise OSError("too late")

    async def act(probe: Probe) -> None:
        probe.log.append("started")
        await probe.run_in_worker(fail_late)

    probe = probe_of(page)
    probe.act = act
    page.fire_event("_root", "click")
    page.destroy()
    go_on.set()
    page.runtime.run_until_idle()
    assert probe.log == ["started"]
    assert list(page.console) == []


def test_two_methods_may_await_one_future(page: Page) -> None:
    shared: list[Future[int]] = []

    async def act(probe: Probe) -> None:
        if not shared:
            shared.append(probe.run_in_worker(read, 4))
        probe.log.append(str(await shared[0]))

    probe = probe_of(page)
    probe.act = act
    page.fire_event("_root", "click")
    run(page, act)
    assert probe.log == ["8", "8"]


def test_await_of_a_done_future_does_not_wait(page: Page) -> None:
    async def act(probe: Probe) -> None:
        work = probe.run_in_worker(read, 4)
        await work
        probe.log.append(f"{await work} {work.result()}")

    run(page, act)
    assert probe_of(page).log == ["8 8"]


def test_reading_the_result_of_an_unfinished_future_raises(page: Page) -> None:
    async def act(probe: Probe) -> None:
        probe.run_in_worker(read, 4).result()

    run(page, act)
    assert texts_of(page) == [
        "[weex-runtime] probe.run failed: ModuleError: the future has no result yet: await it"
    ]


# Async methods that sleep.


def test_method_sleep_waits_on_the_clock_of_the_page(open_page: Callable[..., Page]) -> None:
    page = open_page(PROBE + "probe.wait(1.5, hear);")
    page.runtime.clock.run_for(1.4)
    assert texts_of(page) == []
    page.runtime.clock.run_for(0.1)
    assert texts_of(page) == ["1.5"]


def test_generator_continues_after_each_yield(open_page: Callable[..., Page]) -> None:
    page = open_page(PROBE + "probe.tick(hear);")
    page.runtime.clock.run_for(2)
    assert texts_of(page) == ["0", "1"]
    page.runtime.clock.run_for(10)
    assert texts_of(page) == ["0", "1", "2"]


def test_methods_continue_in_the_order_in_which_their_waits_end(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(PROBE + "probe.wait(2, hear); probe.wait(1, hear); probe.wait(3, hear);")
    page.runtime.clock.run_for(3)
    assert texts_of(page) == ["1", "2", "3"]


def test_methods_that_wait_equally_long_continue_in_the_order_of_their_calls(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        PROBE + "function say(name) { return function () { console.log(name); }; }"
        "probe.wait(1, say('first')); probe.wait(1, say('second'));"
    )
    page.runtime.clock.run_for(1)
    assert texts_of(page) == ["first", "second"]


def test_bare_yield_suspends_a_method_until_the_next_turn_of_the_loop(page: Page) -> None:
    async def act(probe: Probe) -> None:
        number = str(len(probe.log))
        probe.log.append(f"{number} begins")
        await asyncio.sleep(0)  # asyncio.sleep(0) executes a bare `yield`
        probe.log.append(f"{number} ends")

    probe_of(page).act = act
    page.fire_event("_root", "click")
    run(page, act)
    assert probe_of(page).log == ["0 begins", "1 begins", "0 ends", "1 ends"]


def test_async_method_runs_during_the_call_from_js_until_its_first_await(page: Page) -> None:
    async def act(probe: Probe) -> None:
        probe.log.append("called")
        await probe.sleep(0)
        probe.log.append("later")

    probe = probe_of(page)
    probe.act = act
    page.fire_event("_root", "click")
    assert probe.log == ["called"]
    page.runtime.clock.run_for(0)
    assert probe.log == ["called", "later"]


# Async methods that are still waiting when the page is destroyed.


def test_destroying_a_page_closes_its_waiting_async_methods(open_page: Callable[..., Page]) -> None:
    page = open_page(PROBE + "probe.wait(1, hear); probe.wait(2, hear);")
    probe = probe_of(page)
    page.destroy()
    assert probe.log == ["1 over", "2 over"]
    page.runtime.clock.run_for(5)
    assert list(page.console) == []


def test_destroying_a_page_removes_the_timer_of_a_sleeping_method(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(PROBE + "probe.wait(3600, hear);")
    page.destroy()
    assert page.looper.next_due() is None


def test_method_that_awaits_in_finally_while_its_page_ends_is_reported_as_failed(
    page: Page,
) -> None:
    async def act(probe: Probe) -> None:
        try:
            await probe.sleep(1)
        finally:
            await probe.sleep(1)

    run(page, act)
    page.destroy()
    (line,) = page.console
    assert line.text.startswith("[weex-runtime] probe.run failed: RuntimeError: coroutine ignored")


def test_method_that_destroys_its_page_ends_at_its_next_await(page: Page) -> None:
    async def act(probe: Probe) -> None:
        try:
            await probe.sleep(1)
            probe.page.destroy()
            probe.log.append("destroyed")
            await probe.sleep(1)
            probe.log.append("never")
        finally:
            probe.log.append("over")

    run(page, act)
    probe = probe_of(page)
    page.runtime.clock.run_for(1)
    assert probe.log == ["destroyed", "over"]
    assert page.destroyed
    assert list(page.console) == []


# Mistakes of module authors in async methods.


@pytest.mark.parametrize("inside_asyncio", [False, True])
def test_error_for_an_asyncio_call_suggests_a_replacement(page: Page, inside_asyncio: bool) -> None:
    async def act(probe: Probe) -> None:
        try:
            await asyncio.sleep(0.01)
        finally:
            probe.log.append("over")

    if inside_asyncio:

        async def main() -> None:
            run(page, act)

        asyncio.run(main())
    else:
        run(page, act)
    (text,) = texts_of(page)
    assert text.startswith("[weex-runtime] probe.run failed: ModuleError: ")
    assert (
        "expected a future of this page, got <Future"
        if inside_asyncio
        else "asyncio has no loop here"
    ) in text
    assert "await self.sleep(seconds) or self.run_in_worker(function, ...)" in text
    assert probe_of(page).log == ["over"]


def test_error_for_an_await_of_a_foreign_awaitable_suggests_a_replacement(page: Page) -> None:
    class Foreign:
        def __await__(self) -> Generator[Any, Any, None]:
            yield "something"

        def __repr__(self) -> str:
            return "<foreign>"

    async def act(probe: Probe) -> None:
        await Foreign()

    run(page, act)
    (text,) = texts_of(page)
    assert "expected a future of this page, got 'something'; await self.sleep(seconds)" in text


def test_exception_while_closing_a_foreign_awaitable_is_logged(page: Page) -> None:
    class Foreign:
        def __await__(self) -> Generator[Any, Any, None]:
            try:
                yield "something"
            finally:
                raise OSError("cannot end")

    async def act(probe: Probe) -> None:
        await Foreign()

    run(page, act)
    first, second = texts_of(page)
    assert first == "[weex-runtime] probe.run failed: OSError: cannot end"
    assert "expected a future of this page, got 'something'" in second


def test_runtime_error_that_does_not_come_from_asyncio_gets_no_suggestion(page: Page) -> None:
    async def act(probe: Probe) -> None:
        raise RuntimeError("out of paper")

    run(page, act)
    assert texts_of(page) == ["[weex-runtime] probe.run failed: RuntimeError: out of paper"]


def test_exception_of_an_async_method_before_its_first_await_is_a_failure(page: Page) -> None:
    async def act(probe: Probe) -> None:
        cast(Any, probe).missing()

    run(page, act)
    (text,) = texts_of(page)
    assert text.startswith("[weex-runtime] probe.run failed: AttributeError: ")


def test_failed_async_method_does_not_stop_other_methods(open_page: Callable[..., Page]) -> None:
    page = open_page(PROBE + "probe.double(-1, hear); probe.double(1, hear);")
    assert sorted(texts_of(page))[0] == "2"
    assert len(page.console) == 2


class Giver(Module):
    """A module whose async methods return values."""

    name = "giver"

    @js_method
    async def after_a_wait(self) -> int:
        await self.sleep(1)
        return 1

    @js_method
    def stepwise(self) -> Generator[Any, Any, int]:
        yield self.sleep(1)
        return 1

    @js_method
    async def nothing(self) -> None:
        await self.sleep(1)


def test_async_method_that_returns_a_value_logs_a_warning(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(modules=[Giver])
    page = runtime.open(
        source='// { "framework": "Vanilla" }\nvar giver = weex.requireModule("giver");'
        "giver.after_a_wait(); giver.stepwise(); giver.nothing();"
    )
    runtime.clock.run_for(1)
    assert [(line.level, line.text) for line in page.console] == [
        (
            "warn",
            f"[weex-runtime] giver.{method} returned a value that JS does not get: "
            "pass the value to a Callback",
        )
        for method in ("after_a_wait", "stepwise")
    ]


def test_js_method_with_sync_refuses_coroutines_and_generators() -> None:
    class Async(Module):
        name = "async"

        @js_method(sync=True)
        async def count(self) -> int:
            return 1

    class Stepwise(Module):
        name = "stepwise"

        @js_method(sync=True, name="inJS")
        def count(self) -> Generator[int, None, None]:
            yield 1

    for cls, method in [(Async, "async.count"), (Stepwise, "stepwise.inJS")]:
        with pytest.raises(ModuleError) as caught:
            Registry([cls])
        assert f"{method}: expected a plain method with sync=True" in str(caught.value)
        assert "test_coroutines.py:" in str(caught.value)


def test_js_method_that_is_an_asynchronous_generator_is_refused() -> None:
    class Both(Module):
        name = "both"

        @js_method
        async def count(self) -> Any:
            yield 1

    with pytest.raises(ModuleError, match="both.count: it is an asynchronous generator"):
        Registry([Both])


def test_async_component_method_with_option_sync_is_refused() -> None:
    class Door(Component):
        type = "door"

        @js_method(sync=True)
        async def turn(self) -> int:
            return 1

    with pytest.raises(ModuleError, match="door.turn: expected a plain method with sync=True"):
        ComponentRegistry([Door])


class Dozer(Module):
    name = "dozer"

    @js_method
    def plain(self) -> None:
        self.sleep(1)

    @js_method
    async def dropped(self) -> None:
        self.sleep(1)
        await self.sleep(2)

    @js_method
    async def later(self) -> None:
        first = self.sleep(1)
        await self.sleep(2)
        await first

    @js_method
    def generator(self) -> Generator[Any, Any, None]:
        yield self.sleep(1)


@pytest.mark.parametrize(
    ("method", "is_warned"),
    [("plain", True), ("dropped", True), ("later", False), ("generator", False)],
)
def test_sleep_without_await_causes_a_warning(
    make_runtime: Callable[..., Runtime], method: str, is_warned: bool
) -> None:
    runtime = make_runtime(modules=[Dozer])
    source = f'// {{ "framework": "Vanilla" }}\nweex.requireModule("dozer").{method}()'
    page = runtime.open(source=source)
    gc.collect()
    runtime.clock.run_for(5)
    lines = [line.text for line in page.console]
    assert ["test_coroutines.py:" in line for line in lines] == [True] * is_warned
    assert not page.failures
