"""js/32_clock.js: Date, and performance where there is one, have the time of a clock that a
test holds; on a real clock they are the engine's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timezone

import pytest

from weex_runtime import ClockError, Page, Runtime, js_method
from weex_runtime.module_api.module import Module

from ..conftest import HEADERS

MakeRuntime = Callable[..., Runtime]
OpenPage = Callable[..., Page]

FRAMEWORKS = ["Vue", "Rax", "Weex", "Vanilla"]
NOON = 1_700_000_000


def values(page: Page) -> list[object]:
    """What the bundle logged as JSON."""
    texts = [line.text for line in page.console if line.level == "log"]
    return [json.loads(text) for text in texts]


def value_of(page: Page, expression: str) -> object:
    """Of a JS expression that is JSON."""
    return json.loads(str(page.engine.run(f"JSON.stringify({expression})", "test.js")))


@pytest.fixture
def page(runtime: Runtime, open_page: OpenPage) -> Page:
    runtime.clock.install(NOON)
    return open_page("1;")


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_date_has_the_time_of_the_clock_in_each_framework(
    runtime: Runtime, open_page: OpenPage, framework: str
) -> None:
    runtime.clock.install(NOON)
    page = open_page(
        "function say() { var all = [Date.now(), +new Date(), new Date(0) - 0];"
        " console.log(JSON.stringify(all)); } say(); setTimeout(say, 1500);",
        framework,
    )
    runtime.clock.run_for(2)
    assert values(page) == [[NOON * 1000] * 2 + [0], [NOON * 1000 + 1500] * 2 + [0]]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Date.now()", NOON * 1000),
        ("new Date().toISOString()", "2023-11-14T22:13:20.000Z"),
        ("Date() === new Date().toString()", True),
        ("typeof Date()", "string"),
        ("Date(5) === Date()", True),
        ("new Date(5).getTime()", 5),
        ("new Date(2020, 1, 3).getDate()", 3),
        ("new Date('2020-01-01').getTime()", 1577836800000),
        ("new Date(undefined).getTime()", None),
        ("new Date(new Date(7)).getTime()", 7),
        ("Date.parse('2020-01-01')", 1577836800000),
        ("Date.UTC(2020, 0, 1)", 1577836800000),
        ("Date.length", 7),
        ("Date.name", "Date"),
        ("/native code/.test(String(Date)) && /native code/.test(String(Date.now))", True),
        ("new Date() instanceof Date", True),
        ("new Date().constructor === Date", True),
        ("Object.getPrototypeOf(new Date()) === Date.prototype", True),
        ("Object.prototype.toString.call(new Date())", "[object Date]"),
        ("Object.keys(globalThis).indexOf('Date') + Object.keys(Date).length", -1),
        ("new (class extends Date { twice() { return this * 2; } })().twice()", NOON * 2000),
        ("new (class extends Date {})(7) - 0", 7),
        ("new (class A extends Date {})().constructor.name", "A"),
        ("Reflect.construct(Date, [], Object) instanceof Date", False),
        ("typeof __timeOfDay + typeof __elapsed", "undefinedundefined"),
    ],
)
def test_date_conforms_to_ecmascript(page: Page, expression: str, expected: object) -> None:
    assert value_of(page, expression) == expected


def test_performance_follows_the_clock_if_the_engine_has_performance(
    runtime: Runtime, page: Page
) -> None:
    if value_of(page, "typeof performance") == "undefined":
        pytest.skip("this engine has none")
    begun = value_of(page, "performance.now()")
    runtime.clock.set_fixed_time(0)
    runtime.clock.run_for(1.5)
    assert value_of(page, "performance.now()") == pytest.approx(begun + 1500)  # type: ignore[operator]


def test_date_is_the_built_in_date_of_the_engine_while_the_clock_is_real(
    make_runtime: MakeRuntime,
) -> None:
    runtime = make_runtime(clock="real")
    page = runtime.open(source=HEADERS["Vanilla"] + "globalThis.before = Date;")
    assert value_of(page, "typeof Date.now() + Object.keys(Date).length") == "number0"
    runtime.clock.install()
    assert value_of(page, "Date === before && new Date() instanceof before") is True


def test_date_of_an_open_page_follows_a_clock_that_is_installed_later(
    make_runtime: MakeRuntime,
) -> None:
    runtime = make_runtime(clock="real")
    page = runtime.open(source=HEADERS["Vue"] + "1;")
    page.clock.install(datetime(2026, 1, 1, tzinfo=timezone.utc))
    assert page.clock is runtime.clock
    assert value_of(page, "new Date().toISOString()") == "2026-01-01T00:00:00.000Z"
    runtime.clock.install()
    runtime.clock.set_fixed_time("2027-01-01")
    assert value_of(page, "new Date().getUTCFullYear()") == 2027


def test_timers_run_in_real_time_after_a_call_of_method_set_fixed_time(
    make_runtime: MakeRuntime,
) -> None:
    runtime = make_runtime(clock="real")
    page = runtime.open(
        source=HEADERS["Vanilla"] + "setTimeout(function () { console.log(Date.now()); }, 10);"
    )
    runtime.clock.set_fixed_time(5)
    runtime.run_until(lambda: page.console)
    assert values(page) == [5000]
    with pytest.raises(ClockError, match="clock.install"):
        runtime.clock.run_for(1)


def test_module_method_can_install_the_clock_during_a_call_from_js(
    make_runtime: MakeRuntime,
) -> None:
    class Clocks(Module):
        name = "clocks"

        @js_method
        def stop(self) -> None:
            self.page.clock.install(100)

    runtime = make_runtime(clock="real", modules=[Clocks])
    code = (
        "weex.requireModule('clocks').stop();"
        "setTimeout(function () { console.log(Date.now()); }, 1000);"
    )
    page = runtime.open(source=HEADERS["Vanilla"] + code)
    runtime.clock.run_for(1)
    assert values(page) == [101_000]


def test_timestamp_of_an_event_is_the_time_of_the_clock(
    runtime: Runtime, open_page: OpenPage
) -> None:
    runtime.clock.install(NOON)
    page = open_page(
        "new Vue({ el: 'body', render: function (h) { return h('div', { on: {"
        " click: function (e) { console.log(e.timestamp); } } }, [h('input', { on: {"
        " input: function (e) { console.log(e.timestamp); } } })]); } });",
        "Vue",
    )
    page.locator("div").click()
    runtime.clock.run_for(2)
    page.locator("input").fill("x")
    assert values(page) == [NOON * 1000, NOON * 1000 + 2000]
