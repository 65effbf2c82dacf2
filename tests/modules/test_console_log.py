"""weex_modules.console_log: the log level."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import Page, Runtime
from weex_runtime.instance.stack import open_like

CODE = """// { "framework": "Vanilla" }
var log = weex.requireModule('sdk-console-log');
var body = document.createElement('div');
body.addEvent('switch', function (event) {
  log.switchLogLevel(event.level, function (data) {
    body.setAttr('answer', JSON.stringify(data));
  });
});
body.addEvent('write', function () {
  ['error', 'warn', 'info', 'log', 'debug'].forEach(function (level) { console[level](level); });
});
body.addEvent('perf', function (event) { log.setPerfMode(event.on); });
document.documentElement.appendChild(body);
"""


@pytest.fixture
def page(runtime: Runtime) -> Page:
    return runtime.open(source=CODE)


def switch(page: Page, level: str) -> Any:
    page.fire_event("_root", "switch", {"level": level})
    page.runtime.run_until_idle()
    assert not page.errors
    return page.document.root.attr["answer"]


def written(page: Page) -> list[str]:
    page.console.clear()
    page.fire_event("_root", "write")
    return [line.text for line in page.console]


@pytest.mark.parametrize(
    ("level", "lines"),
    [
        ("off", []),
        ("error", ["error"]),
        ("warning", ["error", "warn"]),
        ("info", ["error", "warn", "info"]),
        ("debug", ["error", "warn", "info", "log", "debug"]),
    ],
)
def test_console_lines_below_the_log_level_are_left_out(
    page: Page, level: str, lines: list[str]
) -> None:
    assert written(page) == ["error", "warn", "info", "log"]
    assert switch(page, level) == '{"status":"success"}'
    assert written(page) == lines


def test_log_level_applies_to_all_pages_including_later_ones(page: Page) -> None:
    other = page.runtime.open(source=CODE, env={"logLevel": "debug"})
    assert switch(page, "warning") == '{"status":"success"}'
    later = open_like(page, CODE, "file:///later.js")
    for shown in (page, other, later):
        assert written(shown) == ["error", "warn"]
        assert shown.environment["logLevel"] == "warn"


def test_log_level_can_be_set_while_the_bundle_is_opened(runtime: Runtime) -> None:
    page = runtime.open(
        source='// { "framework": "Vanilla" }\n'
        "weex.requireModule('sdk-console-log').switchLogLevel('error');"
        "console.log('at once'); setTimeout(function () { console.log('later'); }, 0);"
    )
    runtime.clock.run_for(1)
    assert [line.text for line in page.console] == ["at once"]


def test_lines_of_the_runtime_are_logged_at_any_log_level(page: Page) -> None:
    switch(page, "off")
    page.console.clear()
    switch(page, "loud")
    assert [line.level for line in page.console] == ["warn"]


def test_unknown_log_level_is_ignored_with_a_warning(page: Page) -> None:
    assert switch(page, "loud") == '{"status":"failure"}'
    assert "expected a level off, error, warning, info, debug, got 'loud'" in page.console[-1].text
    assert written(page) == ["error", "warn", "info", "log"]


@pytest.mark.parametrize(
    ("platform", "level", "answer"),
    [
        ("android", "info", '{"status":"success"}'),
        ("android", "loud", '{"status":"failure"}'),
        ("ios", "info", "{}"),
        ("ios", "loud", "{}"),
    ],
)
def test_switch_log_level_calls_back_as_the_platform_does(
    make_runtime: Callable[..., Runtime], platform: str, level: str, answer: str
) -> None:
    page = make_runtime(platform=platform).open(source=CODE)
    assert switch(page, level) == answer


def test_set_perf_mode_records_its_argument(page: Page) -> None:
    module: Any = page.module("sdk-console-log")
    for on, value in (("true", True), ("false", False)):
        page.fire_event("_root", "perf", {"on": on})
        assert module.performance_mode is value
