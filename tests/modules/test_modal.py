"""weex_modules.modal: toasts and dialogs on the console, answered by the page's policy."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from weex_runtime import Dialog, Page

MODAL = (
    "var modal = weex.requireModule('modal');\n"
    "function show(answer) { console.log(JSON.stringify(answer)); }\n"
    "var body = document.createElement('div');\n"
    "['toast', 'alert', 'confirm', 'prompt'].forEach(function (kind) {\n"
    "  body.addEvent(kind, function (event) { modal[kind](event.options, show); });\n"
    "});\n"
    "document.documentElement.appendChild(body);\n"
)


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page(MODAL)


def answers(page: Page, kind: str, options: object) -> list[str]:
    """What JS was called back with."""
    before = len(page.console)
    page.fire_event("_root", kind, {"options": options})  # type: ignore[dict-item]
    page.runtime.run_until_idle()
    assert not page.errors
    return [line.text for line in list(page.console)[before:] if line.level == "log"]


@pytest.mark.parametrize("kind", ["toast", "alert", "confirm", "prompt"])
def test_message_is_on_the_console(page: Page, kind: str) -> None:
    answers(page, kind, {"message": "grüße", "duration": 1})
    assert (page.console[0].level, page.console[0].text) == ("info", f"[modal.{kind}] grüße")


@pytest.mark.parametrize(
    ("options", "text"),
    [({"message": 5}, "5"), ({"message": None}, ""), ({}, ""), (None, ""), ("text", "")],
)
def test_message_that_is_no_text_is_shown_all_the_same(
    page: Page, options: object, text: str
) -> None:
    answers(page, "alert", options)
    assert page.console[-2].text == f"[modal.alert] {text}"


@pytest.mark.parametrize(
    ("kind", "options", "answer"),
    [
        ("toast", {"message": "m"}, []),
        ("alert", {"message": "m"}, ['"OK"']),
        ("alert", {"message": "m", "okTitle": "Fine"}, ['"Fine"']),
        ("confirm", {"message": "m"}, ['"OK"']),
        ("confirm", {"message": "m", "okTitle": "Yes", "cancelTitle": "No"}, ['"Yes"']),
        ("prompt", {"message": "m"}, ['{"result":"OK","data":""}']),
        ("prompt", {"message": "m", "default": "d"}, ['{"result":"OK","data":"d"}']),
    ],
)
def test_dialogs_are_accepted_unless_told_otherwise(
    page: Page, kind: str, options: object, answer: list[str]
) -> None:
    assert answers(page, kind, options) == answer


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("alert", '"OK"'),
        ("confirm", '"No"'),
        ("prompt", '{"result":"No","data":""}'),
    ],
)
def test_dialogs_can_be_dismissed(page: Page, kind: str, answer: str) -> None:
    page.answer_dialog = lambda dialog: False
    options = {"message": "m", "cancelTitle": "No", "default": "d"}
    assert answers(page, kind, options) == [answer]


@pytest.mark.parametrize("text", ["typed", ""])
def test_prompt_can_be_answered_with_text(page: Page, text: str) -> None:
    page.answer_dialog = lambda dialog: text
    assert answers(page, "prompt", {"message": "m", "default": "d"}) == [
        f'{{"result":"OK","data":"{text}"}}'
    ]


def test_policy_sees_each_dialog(page: Page) -> None:
    seen: list[Dialog] = []

    def answer(dialog: Dialog) -> bool:
        seen.append(dialog)
        return True

    page.answer_dialog = answer
    for kind in ("toast", "alert", "confirm", "prompt"):
        answers(page, kind, {"message": kind[0], "default": "d"})
    assert seen == [
        Dialog("alert", "a", ""),
        Dialog("confirm", "c", ""),
        Dialog("prompt", "p", "d"),
    ]


def test_dialog_without_a_callback_is_shown(open_page: Callable[..., Page]) -> None:
    page = open_page("weex.requireModule('modal').confirm({ message: 'sure?' });")
    page.runtime.run_until_idle()
    assert [line.text for line in page.console] == ["[modal.confirm] sure?"]


def test_callback_comes_once_and_not_inside_the_call(open_page: Callable[..., Page]) -> None:
    page = open_page(
        "weex.requireModule('modal').alert({}, function () { console.log('answered'); });"
        "console.log('after the call');"
    )
    page.runtime.run_until_idle()
    assert [line.text for line in page.console][1:] == ["after the call", "answered"]
