"""weex_runtime.testkit.expect_event: wait for pages that `navigator` pushes, and console lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from weex_runtime import Page, Runtime, WaitTimeout, WeexError
from weex_runtime.instance.records.console import ConsoleLine

BUNDLE = """// { "framework": "Vanilla" }
var body = document.createElement('div');
body.addEvent('log', function (event) {
  setTimeout(function () { event.lines.forEach(function (line) { console.warn(line); }); }, 10);
});
body.addEvent('go', function (event) {
  weex.requireModule('navigator').push({ url: event.url, animated: 'false' }, function () {});
});
document.documentElement.appendChild(body);
"""


@pytest.fixture
def page(runtime: Runtime, tmp_path: Path) -> Page:
    for name in ("list.js", "story.js"):
        (tmp_path / name).write_text(BUNDLE, encoding="utf-8")
    return runtime.open(tmp_path / "list.js")


def go(page: Page, url: str) -> None:
    page.fire_event("_root", "go", {"url": url})


def test_method_expect_page_returns_the_page_that_opened_in_the_block(page: Page) -> None:
    go(page, "story.js?id=1")
    page.runtime.run_until(lambda: len(page.stack.pages) == 2)
    with page.expect_page() as opened:
        go(page, "story.js?id=2")
    assert opened.value is page.stack.top
    assert opened.value.url.endswith("story.js?id=2")


@pytest.mark.parametrize(
    "url", ["**/story.js?id=3", re.compile("id=3$"), lambda url: url.endswith("id=3")]
)
def test_method_expect_page_waits_for_a_page_with_the_address(
    page: Page, url: str | re.Pattern[str] | Callable[[str], bool]
) -> None:
    with page.expect_page(url) as opened:
        go(page, "story.js?id=2")
        go(page, "story.js?id=3")
    assert opened.value.url.endswith("story.js?id=3")


def test_method_expect_page_compares_normalized_addresses(page: Page) -> None:
    folder = page.url.rpartition("/")[0]
    with page.expect_page(f"{folder}/x/../story.js?a b#\u00fc") as opened:
        go(page, "./story.js?a b#\u00fc")
    assert opened.value.url == f"{folder}/story.js?a%20b#%C3%BC"


def test_failure_of_expect_page_lists_the_pages_that_opened(page: Page) -> None:
    with pytest.raises(WaitTimeout) as caught, page.expect_page("**/map.js", timeout=0.5) as opened:
        go(page, "story.js?id=2")
    lines = str(caught.value).splitlines()
    assert lines[0] == "expect_page('**/map.js'): no such page was opened within 0.5 s"
    assert lines[1].startswith("  nearest: ")
    assert lines[1].endswith("story.js?id=2")
    with pytest.raises(WeexError, match="after the `with` block"):
        opened.value  # noqa: B018


def test_exception_inside_the_block_of_expect_page_is_raised(page: Page) -> None:
    with pytest.raises(ZeroDivisionError), page.expect_page():
        raise ZeroDivisionError


@pytest.mark.parametrize("method", ["expect_page", "expect_web_socket", "expect_console_message"])
def test_expect_method_called_without_a_with_statement_is_a_failure_of_the_page(
    page: Page, method: str
) -> None:
    getattr(page, method)()
    [failure] = page.failures
    assert failure.origin == f"{method}()"
    assert f"with page.{method}() as expected:" in str(failure.error)


def test_method_expect_page_with_an_invalid_pattern_raises_and_adds_no_failure(page: Page) -> None:
    with pytest.raises(WeexError, match="got 7"):
        page.expect_page(7)  # type: ignore[arg-type]
    assert not page.failures


@pytest.mark.parametrize(
    "wanted", ["two", re.compile("^line t"), lambda line: line.text.endswith("two")]
)
def test_method_expect_console_message_waits_for_a_matching_line(
    make_runtime: Callable[..., Runtime],
    wanted: str | re.Pattern[str] | Callable[[ConsoleLine], bool],
) -> None:
    page = make_runtime(clock="real").open(source=BUNDLE, name="list.js")
    page.write_console("log", "line two")
    with page.expect_console_message(wanted) as expected:
        page.fire_event("_root", "log", {"lines": ["line one", "line two"]})
    assert expected.value == ("warn", "line two")
    with page.expect_console_message() as expected:
        page.fire_event("_root", "log", {"lines": ["any"]})
    assert expected.value.text == "any"


def test_failure_of_expect_console_message_lists_the_console_lines(page: Page) -> None:
    with (
        pytest.raises(WaitTimeout) as caught,
        page.expect_console_message("hello", timeout=0),
    ):
        page.write_console("warn", "hallo")
    assert str(caught.value).splitlines()[:2] == [
        'expect_console_message("hello"): no such line was written within 0 s',
        "  nearest: warn: hallo",
    ]


def test_method_expect_console_message_refuses_a_number(page: Page) -> None:
    with pytest.raises(
        WeexError, match="a regular expression or a function to select a console line, got 1"
    ):
        page.expect_console_message(1)  # type: ignore[arg-type]
