"""weex_runtime.loop.timeouts: seconds as numbers, or a timedelta."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from math import inf, nan
from typing import Any

import pytest

from weex_runtime import ClockError, Page, Runtime, WeexError, expect, faults
from weex_runtime.testing import HttpResponse, WsServer


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page("")


@pytest.mark.parametrize(
    "wait",
    [
        lambda page: page.get_by_text("x").click(timeout=5000),
        lambda page: expect(page.get_by_text("x")).to_be_visible(timeout=5000),
        lambda page: page.set_default_timeout(5000),
        lambda page: page.runtime.set_default_timeout(5000),
        lambda page: page.get_by_text("x").wait_for(timeout=5000),
        lambda page: WsServer().check(timeout=5000),
        lambda page: page.runtime.run_until(lambda: page.console, timeout=5000),
        lambda page: page.runtime.run_until_idle(5000),
    ],
)
def test_timeout_in_milliseconds_is_rejected_before_waiting(
    page: Page, wait: Callable[[Page], object]
) -> None:
    with pytest.raises(WeexError, match="in seconds, not milliseconds: 5000 .* did you mean 5?"):
        wait(page)


# Not parameters of a test, since pytest cannot make a test name from these numbers.
HUGE: list[Any] = [10**400, -(10**400), 10**5000, inf, -inf, nan, -1]


@pytest.mark.parametrize(
    "wait",
    [
        lambda page, timeout: page.get_by_text("x").click(timeout=timeout),
        lambda page, timeout: expect(page.get_by_text("x")).to_be_visible(timeout=timeout),
        lambda page, timeout: page.set_default_timeout(timeout),
        lambda page, timeout: page.runtime.run_until_idle(timeout),
        lambda page, timeout: HttpResponse(delay=timeout),
    ],
)
def test_timeout_that_is_not_a_number_of_seconds_is_refused(
    page: Page, wait: Callable[[Page, Any], object]
) -> None:
    for timeout in (*HUGE, Fraction(10**400, 3), True, "5", []):
        with pytest.raises(WeexError, match="(timeout|delay): expected"):
            wait(page, timeout)


def test_duration_that_is_not_a_number_of_seconds_is_refused(page: Page) -> None:
    page.runtime.clock.install()
    for duration in (*HUGE, 1e300, True, "9" * 5000, None):
        with pytest.raises(ClockError):
            page.runtime.clock.run_for(duration)
    for duration in (-1, 1e12, inf):
        with pytest.raises(ClockError, match="expected 0 to 100,000,000,000 seconds"):
            page.runtime.clock.run_for(duration)


def test_method_set_fixed_time_refuses_an_invalid_time(page: Page) -> None:
    for moment in (*HUGE[:-1], 1e300, True):
        with pytest.raises(ClockError, match="expected a datetime"):
            page.runtime.clock.set_fixed_time(moment)


def test_fault_refuses_a_number_that_is_negative_too_large_or_not_finite() -> None:
    for number in HUGE:
        with pytest.raises(WeexError, match="expected a number"):
            faults.Delay(number)


def test_timeout_of_more_than_five_minutes_can_be_a_timedelta(runtime: Runtime) -> None:
    runtime.set_default_timeout(timedelta(hours=1))
    assert runtime.open(source='// { "framework": "Vanilla" }\n').default_timeout == 3600
    runtime.set_default_timeout(300)
