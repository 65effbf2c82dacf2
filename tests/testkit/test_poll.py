"""weex_runtime.testkit.expect.poll: `expect.poll(function, page)`, and `page.debug()`."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from weex_runtime import Page, Runtime, WeexError, expect

OpenPage = Callable[..., Page]

COUNTS = "var n = 0; setInterval(function () { n++; console.log('tick ' + n); }, 1);"


def ticks(page: Page) -> Callable[[], int]:
    return lambda: len(page.console)


def test_polled_assertion_is_retried_until_the_value_is_expected(
    make_runtime: Callable[..., Runtime],
) -> None:
    page = make_runtime(clock="real").open(source=f'// {{ "framework": "Vanilla" }}\n{COUNTS}')
    expect.poll(ticks(page), page).to_be_greater_than(3)
    expect.poll(lambda: page.console[0].text, page).to_equal("tick 1")
    expect.poll(lambda: page.console[-1].text, page).to_match(re.compile(r"tick \d+"))
    expect.poll(lambda: [line.text for line in page.console], page).to_contain("tick 9")
    expect.poll(ticks(page), page).not_to_equal(9)


@pytest.mark.parametrize(
    ("assertion", "expected"),
    [
        ("to_equal", (1,)),
        ("not_to_equal", (0,)),
        ("to_be_truthy", ()),
        ("to_be_greater_than", (0,)),
        ("to_be_less_than", (0,)),
        ("to_match", (re.compile("x"),)),
    ],
)
def test_message_of_a_failed_poll_shows_the_last_value(
    open_page: OpenPage, assertion: str, expected: tuple[object, ...]
) -> None:
    page = open_page("")
    with pytest.raises(AssertionError, match=f"{assertion}.* the function returned 0"):
        getattr(expect.poll(lambda: 0, page, timeout=0.01), assertion)(*expected)


def test_method_poll_offers_the_assertions_to_be_falsy_and_not_to_contain(
    open_page: OpenPage,
) -> None:
    page = open_page("")
    expect.poll(lambda: "", page).to_be_falsy()
    expect.poll(lambda: "", page).not_to_contain("a")
    with pytest.raises(AssertionError, match="to_be_falsy"):
        expect.poll(lambda: 1, page, timeout=0.01).to_be_falsy()
    with pytest.raises(AssertionError, match="not_to_contain"):
        expect.poll(lambda: "abc", page, timeout=0.01).not_to_contain("a")


def test_failed_poll_starts_with_the_message_passed_to_poll(open_page: OpenPage) -> None:
    page = open_page("")
    with pytest.raises(AssertionError, match="^the server was asked"):
        expect.poll(lambda: 0, page, "the server was asked", timeout=0.01).to_equal(1)


def test_exception_of_a_polled_function_ends_the_test(open_page: OpenPage) -> None:
    page = open_page("")
    with pytest.raises(ZeroDivisionError):
        expect.poll(lambda: 1 / 0, page).to_equal(1)


def test_function_poll_refuses_a_plain_value(open_page: OpenPage) -> None:
    with pytest.raises(WeexError, match="expected a function"):
        expect.poll(5, open_page(""))  # type: ignore[arg-type]


def test_error_for_expect_of_a_function_suggests_poll(open_page: OpenPage) -> None:
    with pytest.raises(WeexError, match=r"expect\.poll"):
        expect(lambda: 5)  # type: ignore[call-overload]


def test_call_of_poll_without_an_assertion_is_a_failure(open_page: OpenPage) -> None:
    page = open_page("")
    expect.poll(lambda: 5, page)
    (failure,) = page.failures
    assert "checks nothing" in str(failure.error)


def test_method_debug_prints_the_page_and_its_outline(
    open_page: OpenPage, capsys: pytest.CaptureFixture[str]
) -> None:
    page = open_page(
        "var text = document.createElement('text'); text.setAttr('value', 'hello');"
        "document.documentElement.appendChild(text);"
    )
    page.debug()
    assert capsys.readouterr().out == f'{page!r}\n"hello"\n'


def test_method_debug_of_an_empty_page_prints_that_nothing_is_rendered(
    open_page: OpenPage, capsys: pytest.CaptureFixture[str]
) -> None:
    open_page("").debug()
    assert "nothing is rendered" in capsys.readouterr().out
