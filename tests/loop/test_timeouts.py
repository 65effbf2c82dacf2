"""weex_runtime.loop.timeouts: seconds as numbers, or a timedelta."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from weex_runtime import Page, Runtime, WeexError, expect
from weex_runtime.testing import WsServer


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


def test_timeout_of_more_than_five_minutes_can_be_a_timedelta(runtime: Runtime) -> None:
    runtime.set_default_timeout(timedelta(hours=1))
    assert runtime.open(source='// { "framework": "Vanilla" }\n').default_timeout == 3600
    runtime.set_default_timeout(300)
