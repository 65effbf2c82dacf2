"""weex_modules.timer: the module under the frameworks' setTimeout; more in runtime/test_timers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from weex_runtime import Page

TIMER = "var timer = weex.requireModule('timer');\n"


def texts(page: Page) -> list[str]:
    return [line.text for line in page.console]


@pytest.mark.parametrize("kind", ["Timeout", "Interval"])
def test_start_returns_the_callbacks_id(open_page: Callable[..., Page], kind: str) -> None:
    page = open_page(
        TIMER + f"console.log(timer.set{kind}(function () {{}}, 10));"
        f"console.log(timer.set{kind}(function () {{}}, 10));"
    )
    call = page.native_calls[0]
    assert call.args[1:4] == ["timer", f"set{kind}", ["1", 10]]
    assert texts(page) == ["1", "2"]


def test_timeouts_and_intervals_are_cleared_by_their_own_method(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        TIMER + "var once = timer.setTimeout(function () { console.log('once'); }, 10);"
        "var again = timer.setInterval(function () { console.log('again'); }, 10);"
        "timer.clearInterval(once); timer.clearTimeout(again);"
    )
    page.runtime.clock.fast_forward(0.01)
    assert texts(page) == ["once", "again"]


def test_id_may_come_back_as_a_number(open_page: Callable[..., Page]) -> None:
    page = open_page(
        TIMER + "var id = timer.setTimeout(function () { console.log('cleared'); }, 10);"
        "timer.clearTimeout(Number(id));"
    )
    page.runtime.clock.fast_forward(0.01)
    assert texts(page) == []


def test_spent_timeout_is_forgotten_by_js(open_page: Callable[..., Page]) -> None:
    page = open_page(TIMER + "timer.setTimeout(function () { console.log('once'); }, 10);")
    page.runtime.clock.fast_forward(0.01)
    page.invoke_callback("1", {})
    assert texts(page)[0] == "once"
    assert 'invalid callback id "1"' in texts(page)[1]


def test_timer_without_a_function_does_nothing(open_page: Callable[..., Page]) -> None:
    page = open_page(TIMER + "timer.setTimeout(undefined, 1); timer.setInterval(null, 1);")
    page.runtime.clock.fast_forward(0.005)
    assert not page.errors
    assert texts(page) == []


def test_delay_with_a_unit_counts_as_android_counts_it(open_page: Callable[..., Page]) -> None:
    page = open_page(TIMER + "timer.setTimeout(function () { console.log('now'); }, '10px');")
    page.runtime.clock.fast_forward(0.009)
    assert texts(page) == []
    page.runtime.clock.fast_forward(0.001)
    assert texts(page) == ["now"]
