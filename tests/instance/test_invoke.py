"""Warnings about methods that block their page."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import pytest

from weex_runtime import Component, Module, Page, Runtime, js_method
from weex_runtime.instance import invoke as calls


class Reader(Module):
    name = "reader"

    @js_method
    def read(self) -> None:
        """Read."""

    @js_method(sync=True)
    def readSync(self) -> str:
        """Read, and return a value."""
        return "text"

    @js_method
    def fail(self) -> None:
        """Fail at the end."""
        raise OSError("gone")

    @js_method
    async def readLater(self) -> None:
        """Wait, then read."""
        await self.sleep(1)

    @js_method
    def readStepwise(self) -> Generator[Any, Any, None]:
        """Wait, then read."""
        yield self.sleep(1)


class Gauge(Component):
    type = "gauge"

    @js_method
    def measure(self) -> None:
        """Measure."""


@pytest.fixture
def runtime(make_runtime: Callable[..., Runtime]) -> Runtime:
    return make_runtime(modules=[Reader], components=[Gauge])


@pytest.fixture
def every_call_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "NOT_RESPONDING", 0.0)


def warnings(page: Page) -> list[str]:
    return [line.text for line in page.console if "blocked the page" in line.text]


def test_default_limit_for_blocking_methods_is_five_seconds_as_on_android() -> None:
    assert calls.NOT_RESPONDING == 5.0


@pytest.mark.usefixtures("every_call_blocks")
@pytest.mark.parametrize("method", ["read", "readSync", "fail"])
def test_module_method_that_blocks_the_loop_gets_only_one_warning(
    open_page: Callable[..., Page], method: str
) -> None:
    page = open_page(f"var r = weex.requireModule('reader'); r.{method}(); r.{method}();")
    (warning,) = warnings(page)
    assert f"reader.{method}" in warning
    assert "async def" in warning
    assert "run_in_worker" in warning


@pytest.mark.usefixtures("every_call_blocks")
def test_each_blocking_method_gets_its_own_warning(open_page: Callable[..., Page]) -> None:
    page = open_page("var r = weex.requireModule('reader'); r.read(); r.readSync();")
    assert len(warnings(page)) == 2


def test_component_method_that_blocks_the_loop_gets_a_warning(
    open_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "NOT_RESPONDING", 0.0)
    page = open_page(
        "var gauge = document.createElement('gauge');"
        "document.documentElement.appendChild(gauge); gauge.measure();"
    )
    (warning,) = warnings(page)
    assert "gauge.measure" in warning


@pytest.mark.parametrize("method", ["readLater", "readStepwise"])
def test_async_method_that_blocks_after_a_wait_gets_a_blocking_warning(
    open_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    page = open_page(f"weex.requireModule('reader').{method}();")
    monkeypatch.setattr(calls, "NOT_RESPONDING", 0.0)
    page.clock.run_for(1)
    (warning,) = warnings(page)
    assert f"reader.{method}" in warning


def test_async_method_that_only_waits_gets_no_blocking_warning(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("weex.requireModule('reader').readLater();")
    page.clock.run_for(10)
    assert not warnings(page)


def test_duration_of_a_blocking_method_is_measured_in_real_time(
    make_runtime: Callable[..., Runtime],
) -> None:
    class Mover(Module):
        name = "mover"

        @js_method
        def move(self) -> None:
            self.page.clock.set_fixed_time("2040-01-01T00:00:00Z")

    page = make_runtime(modules=[Mover]).open(
        source='// { "framework": "Vanilla" }\nweex.requireModule("mover").move();'
    )
    assert not page.errors
    assert not warnings(page)
