"""weex_runtime.instance.dialogs: dialogs that are open until they are answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from weex_runtime import LimitExceeded, Page, Runtime, WaitTimeout, WeexError

ASKING = (
    "var modal = weex.requireModule('modal');\n"
    "var picker = weex.requireModule('picker');\n"
    "function log(answer) { console.log(JSON.stringify(answer)); }\n"
    "weex.requireModule('globalEvent').addEventListener('ask', function (message) {\n"
    "  modal.confirm({ message: message }, log);\n"
    "});\n"
)


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    page = open_page(ASKING)
    page.answer_dialog = None
    return page


def ask(page: Page, *messages: str) -> None:
    for message in messages:
        page.fire_global_event("ask", message)
    page.runtime.run_until_idle()


def logged(page: Page) -> list[str]:
    page.runtime.run_until_idle()
    return [line.text for line in page.console if line.level == "log"]


def test_dialog_stays_open_until_it_is_answered(page: Page) -> None:
    ask(page, "sure?")
    assert [opened.dialog.message for opened in page.stack.dialogs.open] == ["sure?"]
    assert (logged(page), list(page.dialogs)) == ([], [])
    page.answer_dialogs(False)
    assert (logged(page), page.stack.dialogs.open) == (['"Cancel"'], [])
    assert page.dialogs[0].answer is False


def test_answers_go_to_the_open_dialogs_in_order_and_then_to_the_next_dialog(page: Page) -> None:
    ask(page, "first", "second")
    page.answer_dialogs(False, True, False)
    ask(page, "third")
    assert logged(page) == ['"Cancel"', '"OK"', '"Cancel"']
    assert [dialog.message for dialog in page.dialogs] == ["first", "second", "third"]


def test_second_answer_to_a_dialog_is_ignored(page: Page) -> None:
    ask(page, "sure?")
    [opened] = page.stack.dialogs.open
    for answer in (True, False):
        page.stack.dialogs.answer(opened, answer)
    assert logged(page) == ['"OK"']


def test_end_of_a_page_closes_only_the_dialogs_of_this_page(
    page: Page, open_page: Callable[..., Page]
) -> None:
    other = open_page(ASKING, stack=page.stack)
    ask(page, "first")
    ask(other, "second")
    page.destroy()
    assert [opened.page for opened in other.stack.dialogs.open] == [other]
    other.answer_dialogs(True)
    assert (logged(page), logged(other)) == ([], ['"OK"'])


def test_error_for_a_wait_that_times_out_names_the_open_dialog(page: Page) -> None:
    ask(page, "sure?")
    with pytest.raises(WaitTimeout, match="a dialog is open: confirm 'sure\\?'") as error:
        page.get_by_text("never").wait_for(timeout=0.01)
    assert "modal.confirm waits" in str(error.value)


def test_dialog_over_an_open_dialog_logs_how_platforms_differ(
    make_runtime: Callable[..., Runtime],
) -> None:
    page = make_runtime(hints=True).open(source='// { "framework": "Vanilla" }\n' + ASKING)
    page.answer_dialog = None
    ask(page, "first")
    assert not page.differences
    ask(page, "second")
    [hint] = page.differences.values()
    assert "on iOS: nothing is shown" in hint


def test_two_requests_for_one_permission_show_only_one_dialog(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        "var geolocation = weex.requireModule('geolocation');\n"
        "function log(answer) { console.log(JSON.stringify(answer)); }\n"
        "weex.requireModule('globalEvent').addEventListener('ask', function () {\n"
        "  geolocation.getCurrentPosition(log, log);\n"
        "});\n"
    )
    page.answer_dialog = None
    page.device_permissions["location"] = "asked"
    ask(page, "", "")
    assert len(page.stack.dialogs.open) == 1
    page.answer_dialogs(False)
    assert len(logged(page)) == 2
    assert page.device_permissions["location"] == "denied"


@pytest.mark.parametrize(
    ("platform", "duration", "seconds"),
    [
        (None, 1, 1),
        (None, None, 3),
        ("android", 3, 2),
        ("android", 3.5, 2),
        ("android", "4", 3.5),
        ("android", None, 2),
        ("ios", None, 3),
        ("ios", 1.5, 1.5),
        ("ios", 0, 3),
        ("ios", "long", 3),
        ("web", None, 0.8),
    ],
)
def test_duration_of_a_toast_depends_on_the_platform(
    open_page: Callable[..., Page],
    platform: str | None,
    duration: float | str | None,
    seconds: float,
) -> None:
    shown: list[tuple[str, float]] = []
    page = open_page(
        "weex.requireModule('globalEvent').addEventListener('ask', function (options) {"
        " weex.requireModule('modal').toast(options); });",
        platform=platform,
    )
    page.stack.dialogs.on_toast = lambda page, text, seconds: shown.append((text, seconds))
    page.fire_global_event("ask", {"message": "hi", "duration": duration})
    page.runtime.run_until_idle()
    assert shown == [("hi", seconds)]


def test_open_dialogs_count_as_memory_of_their_page(make_runtime: Callable[..., Runtime]) -> None:
    page = make_runtime(memory_limit=32 << 20).open(
        source='// { "framework": "Vanilla" }\n'
        + ASKING
        + "weex.requireModule('globalEvent').addEventListener('flood', function () {\n"
        "  for (var i = 0; i < 100; i++) modal.alert({ message: i + 'x'.repeat(1000000) }, log);\n"
        "});\n"
    )
    page.answer_dialog = None
    page.fire_global_event("flood")
    page.runtime.run_until_idle()
    assert page.is_ended
    assert any(isinstance(error, LimitExceeded) for error in page.errors)
    assert page.stack.dialogs.open == []


@pytest.mark.parametrize("policy", [True, "Ada", lambda: True])
def test_attribute_answer_dialog_accepts_only_functions_that_take_a_dialog(
    page: Page, policy: object
) -> None:
    with pytest.raises(WeexError, match="answer_dialogs"):
        page.answer_dialog = policy  # type: ignore[assignment]
    assert page.answer_dialog is None
