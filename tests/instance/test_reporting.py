"""Exceptions of modules and components in `page.failures`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from typing import Any

import pytest

from weex_runtime import (
    Callback,
    Component,
    Module,
    Page,
    Polyfill,
    Runtime,
    component_prop,
    js_method,
)
from weex_runtime.testkit.thread_failures import watched_threads

BODY = """// { "framework": "Vue" }
var broken = weex.requireModule('broken');
new Vue({
  el: 'body',
  methods: { more: function () { this.count++; } },
  data: { count: 0 },
  render: function (h) { return h('div', CHILDREN); },
  mounted: function () { MOUNTED; },
});
"""


def fail(*_: Any) -> Any:
    raise OSError("no such device")


class Broken(Module):
    name = "broken"

    @js_method
    def plain(self) -> None:
        fail()

    @js_method(sync=True)
    def answer(self) -> int:
        fail()
        return 1

    @js_method(sync=True)
    def set_of(self) -> Any:
        return {1, 2}

    @js_method(sync=True)
    def endless(self) -> Any:
        inner: list[Any] = []
        inner.append(inner)
        return inner

    @js_method
    def twice(self, callback: Callback) -> None:
        callback.invoke(1)
        callback.invoke(2)

    @js_method
    def data_that_is_not_json(self, callback: Callback) -> None:
        callback.invoke(object())  # type: ignore[arg-type]

    @js_method
    async def coroutine(self) -> None:
        await self.sleep(0)
        fail()

    @js_method
    def generator(self) -> Generator[Any, Any, None]:
        yield self.sleep(0)
        fail()

    @js_method
    async def awaited_worker(self) -> None:
        await self.run_in_worker(fail)

    @js_method
    def unheard_worker(self) -> None:
        self.run_in_worker(fail)

    @js_method
    async def asyncio_sleep(self) -> None:
        import asyncio

        await asyncio.sleep(0.001)

    @js_method
    def soon(self) -> None:
        self.loop.call_soon(fail_with(self))

    @js_method
    def later(self) -> None:
        self.loop.call_later(0, lambda: self.device)

    @js_method
    def late_callback(self, callback: Callback) -> None:
        callback.invoke()
        self.loop.call_later(0, lambda: callback.invoke())

    @js_method
    def thread(self) -> None:
        thread = threading.Thread(target=self._read, name="reader")
        thread.start()
        thread.join()

    @js_method
    def event(self) -> None:
        self.fire_module_event("change", {1, 2})  # type: ignore[arg-type]

    def _read(self) -> None:
        fail()

    @property
    def device(self) -> str:
        return str(fail())


class BrokenInit(Module):
    name = "brokenInit"

    def __init__(self) -> None:
        fail()

    @js_method
    def plain(self) -> None: ...


class BrokenEnd(Module):
    name = "brokenEnd"

    @js_method
    def plain(self) -> None: ...

    def destroy(self) -> None:
        fail()

    def network_lost(self) -> None:
        fail()

    def busy_with(self) -> Any:
        fail()


class BrokenElement(Component):
    type = "broken"

    @component_prop("value")
    def set_value(self, value: str) -> None:
        fail()

    @js_method
    def focus(self) -> None:
        fail()

    def styles_changed(self) -> None:
        fail()

    def destroy(self) -> None:
        fail()


class BrokenCreated(Component):
    type = "broken-created"

    def created(self) -> None:
        fail()


class BrokenComponentInit(Component):
    type = "broken-init"

    def __init__(self) -> None:
        fail()

    @js_method
    def focus(self) -> None: ...


def fail_with(module: Module) -> Callable[[], None]:
    def tick() -> None:
        fail(module)

    return tick


@pytest.fixture
def runtime() -> Any:
    with (
        Runtime(
            modules=[Broken, BrokenInit, BrokenEnd],
            components=[BrokenElement, BrokenCreated, BrokenComponentInit],
        ) as runtime,
        watched_threads(runtime),
    ):
        yield runtime


def open_page(runtime: Runtime, mounted: str = "", children: str = "[]") -> Page:
    source = BODY.replace("MOUNTED", mounted).replace("CHILDREN", children)
    page = runtime.open(source=source)
    runtime.run_until_idle()
    return page


def origins(page: Page) -> list[str]:
    return [failure.origin for failure in page.failures]


@pytest.mark.parametrize(
    ("method", "error"),
    [
        ("plain", OSError),
        ("answer", OSError),
        ("set_of", Exception),
        ("endless", Exception),
        ("twice", Exception),
        ("data_that_is_not_json", TypeError),
        ("coroutine", OSError),
        ("generator", OSError),
        ("awaited_worker", OSError),
        ("asyncio_sleep", Exception),
    ],
)
def test_exception_of_a_module_method_is_a_failure_of_the_page(
    runtime: Runtime, method: str, error: type[Exception]
) -> None:
    other = open_page(runtime)
    page = open_page(runtime, f"broken.{method}(function () {{}})")
    assert origins(page) == [f"broken.{method}"]
    assert isinstance(page.failures[0].error, error)
    assert page.console[-1] == ("error", f"[weex-runtime] {page.failures[0]}")
    assert not page.errors
    assert not other.failures


@pytest.mark.parametrize(
    ("method", "origin"),
    [
        ("unheard_worker", "fail"),
        ("soon", "callback fail_with.<locals>.tick on the loop"),
        ("later", "callback Broken.later.<locals>.<lambda> on the loop"),
        ("late_callback", "callback Broken.late_callback.<locals>.<lambda> on the loop"),
        ("thread", "thread reader"),
    ],
)
def test_exception_of_a_module_after_its_call_has_returned_is_a_failure_of_its_page(
    runtime: Runtime, method: str, origin: str
) -> None:
    other = open_page(runtime)
    page = open_page(runtime, f"broken.{method}(function () {{}})")
    runtime.run_until(lambda: page.failures)
    assert origins(page) == [origin]
    assert not other.failures


def test_exception_of_a_callback_without_a_known_page_is_a_failure_of_all_pages(
    runtime: Runtime,
) -> None:
    pages = [open_page(runtime), open_page(runtime)]
    runtime.looper.call_soon(fail)
    runtime.run_until_idle()
    assert [origins(page) for page in pages] == [["callback fail on the loop"]] * 2


def test_an_exception_of_a_module_hook_is_a_failure(runtime: Runtime) -> None:
    made = open_page(runtime, "weex.requireModule('brokenInit').plain()")
    assert origins(made) == ["brokenInit.plain"]
    page = open_page(runtime, "weex.requireModule('brokenEnd').plain()")
    assert page.busy() == []
    page.busy()
    runtime.set_offline(True)
    page.destroy()
    assert origins(page) == ["brokenEnd." + n for n in ("busy_with", "network_lost", "destroy")]


@pytest.mark.parametrize(
    ("children", "mounted", "origin"),
    [
        ("[h('broken', { attrs: { value: 'x' } })]", "", "broken.value"),
        ("[h('broken', { ref: 'a' })]", "this.$refs.a.focus()", "broken.focus"),
        ("[h('broken-created')]", "", "component broken-created"),
        ("[h('broken-init', { ref: 'a' })]", "this.$refs.a.focus()", "component broken-init"),
        (
            "[h('broken', { style: { width: this.count } })]",
            "this.more()",
            "broken.styles_changed",
        ),
        ("this.count ? [] : [h('broken')]", "this.more()", "broken.destroy"),
    ],
)
def test_an_exception_of_a_component_is_a_failure(
    runtime: Runtime, children: str, mounted: str, origin: str
) -> None:
    page = open_page(runtime, mounted, children)
    assert origins(page)[-1] == origin
    assert isinstance(page.failures[-1].error, OSError)


def test_an_exception_of_a_polyfill_is_a_failure(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    script = tmp_path / "camera.js"
    script.write_text("(function (native) { native.globals.shoot = native.call('shoot'); })")

    class Camera(Polyfill):
        name = "camera"

        def scripts(self) -> list[str]:
            return [str(script)]

        @js_method
        def shoot(self) -> None:
            fail()

    monkeypatch.setattr(
        "weex_runtime.device.device.polyfills_of", lambda names: [Camera] * len([*names])
    )
    page = runtime.open(source=BODY.replace("CHILDREN", "[]"), polyfills=["camera"])
    assert origins(page) == ["camera.shoot"]


def test_report_of_a_failure_has_only_the_stack_frames_of_the_module(runtime: Runtime) -> None:
    page = open_page(runtime, "broken.plain()")
    lines = page.failures[0].report().splitlines()
    assert lines[0] == "broken.plain failed: OSError: no such device"
    assert [line.split(" (")[0] for line in lines[1::2]] == ["    at fail", "    at plain"]
    assert lines[2].endswith('| raise OSError("no such device")')
    assert all("test_reporting.py:" in line for line in lines[1::2])


def test_failure_report_for_a_non_json_result_names_the_method(
    runtime: Runtime,
) -> None:
    page = open_page(runtime, "broken.set_of()")
    text = page.failures[0].report()
    assert "result of broken.set_of" in text
    assert "list or dict), got set {1, 2}" in text
    assert "test_reporting.py:" in text


def test_report_of_a_failure_contains_the_causes_of_the_exception(runtime: Runtime) -> None:
    page = open_page(runtime)
    try:
        try:
            fail()
        except OSError as error:
            raise ValueError("unreadable") from error
    except ValueError as error:
        page.add_failure("camera.shoot", error)
    lines = page.failures[0].report().splitlines()
    assert lines[0] == "camera.shoot failed: ValueError: unreadable"
    assert "caused by OSError: no such device" in lines


def test_exception_whose_str_raises_is_a_failure_with_a_report(runtime: Runtime) -> None:
    class Silent(Exception):
        def __str__(self) -> str:
            raise ValueError("no text")

    page = open_page(runtime)
    error = OSError("no such device")
    error.__cause__ = Silent()
    page.add_failure("camera.shoot", Silent())
    page.add_failure("camera.focus", error)
    assert page.failures[0].report() == "camera.shoot failed: Silent: <exception str() failed>"
    assert "caused by Silent: <exception str() failed>" in page.failures[1].report()
