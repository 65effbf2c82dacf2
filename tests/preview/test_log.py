"""The lines of the log that a preview sends."""

from __future__ import annotations

from typing import Any

from .browser import Browser


def lines(sent: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Page, kind and text of the lines in a message."""
    return [(line["page"], line["kind"], line["text"]) for line in sent["lines"]]


def test_new_lines_of_the_log_are_sent_in_one_message_with_the_time_of_the_clock(
    browser: Browser,
) -> None:
    before = len(browser.sent("lines"))
    browser.session.trace("1", "call", "a")
    browser.session.trace("1", "socket", "b")
    assert len(browser.sent("lines")) == before
    browser.session.refresh()
    [sent] = browser.sent("lines")[before:]
    assert lines(sent) == [("1", "call", "a"), ("1", "socket", "b")]
    assert sent["lines"][0]["time"] == browser.page.clock.time_ms()
    browser.session.refresh()
    assert len(browser.sent("lines")) == before + 1


def test_lines_sent_to_a_tab_that_connects_replace_the_lines_of_the_tab(browser: Browser) -> None:
    browser.session.trace("1", "call", "a")
    browser.session.join()
    sent = browser.sent("lines")[-1]
    assert (sent["all"], lines(sent)[-1]) == (True, ("1", "call", "a"))


def test_tab_that_connects_later_receives_only_the_latest_lines_of_a_long_log(
    browser: Browser,
) -> None:
    for number in range(2000):
        browser.session.trace("1", "call", str(number))
    browser.session.join()
    sent = lines(browser.sent("lines")[-1])
    assert len(sent) == 500
    assert sent[-1] == ("1", "call", "1999")


def test_long_line_of_the_log_is_cut_and_states_its_full_size(browser: Browser) -> None:
    browser.session.trace("1", "http", "x" * 5000)
    browser.session.refresh()
    [(_, _, text)] = lines(browser.sent("lines")[-1])
    assert (len(text) < 2100, "5000 characters" in text) == (True, True)
