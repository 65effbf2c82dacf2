"""weex_modules.modal: toasts and dialogs on the console, answered by the test."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from weex_runtime import Dialog, Page, Runtime, WeexError
from weex_runtime.instance.stack import open_like

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
    """The arguments of the callback in JS."""
    before = len(page.console)
    page.fire_event("_root", kind, {"options": options})  # type: ignore[dict-item]
    page.runtime.run_until_idle()
    assert not page.errors
    return [line.text for line in list(page.console)[before:] if line.level == "log"]


@pytest.mark.parametrize("kind", ["toast", "alert", "confirm", "prompt"])
def test_message_of_a_dialog_is_logged_on_the_console(page: Page, kind: str) -> None:
    answers(page, kind, {"message": "grüße", "duration": 1})
    assert (page.console[0].level, page.console[0].text) == ("info", f"[modal.{kind}] grüße")


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"message": 5}, "5"),
        ({"message": True}, "true"),
        ({"message": {"a": ["ü", None]}}, '{"a":["ü",null]}'),
        ({"message": None}, ""),
        ({}, ""),
        (None, ""),
        ("text", ""),
    ],
)
def test_dialog_message_that_is_not_text_is_shown_as_text(
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
def test_dialogs_are_accepted_by_default(
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


def test_function_set_as_answer_dialog_is_called_with_each_dialog(page: Page) -> None:
    seen: list[Dialog] = []

    def answer(dialog: Dialog) -> bool:
        seen.append(dialog)
        return True

    page.answer_dialog = answer
    for kind in ("toast", "alert", "confirm", "prompt"):
        titles = {"okTitle": "Yes", "cancelTitle": "No"}
        answers(page, kind, {"message": kind[0], "default": "d", **titles})
    assert seen == [
        Dialog("alert", "a", "", "Yes", "No"),
        Dialog("confirm", "c", "", "Yes", "No"),
        Dialog("prompt", "p", "d", "Yes", "No"),
    ]


def test_shown_dialogs_are_recorded(page: Page) -> None:
    page.answer_dialogs(False, "Ada")
    for kind in ("toast", "confirm", "prompt", "alert"):
        answers(page, kind, {"message": kind[0]})
    assert list(page.dialogs) == [
        Dialog("toast", "t"),
        Dialog("confirm", "c", answer=False),
        Dialog("prompt", "p", answer="Ada"),
        Dialog("alert", "a", answer=True),
    ]


def test_queued_answers_are_used_before_answer_dialog(page: Page) -> None:
    page.answer_dialog = lambda dialog: "policy"
    page.answer_dialogs("one", False)
    page.answer_dialogs(True)
    given = [answers(page, "prompt", {"message": "m", "default": "d"})[0] for _ in range(4)]
    assert given == [
        '{"result":"OK","data":"one"}',
        '{"result":"Cancel","data":""}',
        '{"result":"OK","data":"d"}',
        '{"result":"OK","data":"policy"}',
    ]


@pytest.mark.parametrize("answer", [None, [True, False], {"text": "Ada"}])
def test_queueing_an_invalid_answer_to_a_dialog_is_an_error(page: Page, answer: Any) -> None:
    with pytest.raises(WeexError, match=r"answer_dialogs\(True, .*, not ") as error:
        page.answer_dialogs("Ada", answer)
    assert repr(answer) in str(error.value)
    assert answers(page, "prompt", {"message": "m"}) == ['{"result":"OK","data":""}']


@pytest.mark.parametrize(
    ("kind", "title", "answer"),
    [("alert", "Fine", '"Fine"'), ("confirm", "Fine", '"Fine"'), ("confirm", "No", '"No"')],
)
def test_answer_to_a_dialog_may_be_the_title_of_the_button_to_press(
    page: Page, kind: str, title: str, answer: str
) -> None:
    page.answer_dialogs(title)
    assert answers(page, kind, {"message": "m", "okTitle": "Fine", "cancelTitle": "No"}) == [answer]
    assert [line.level for line in page.console] == ["info", "log"]


@pytest.mark.parametrize(
    ("kind", "answer", "result", "advice"),
    [
        ("alert", "Sure", '"OK"', "answer True, False or 'OK'"),
        ("alert", "Cancel", '"OK"', "answer True, False or 'OK'"),
        ("confirm", "Sure", '"Cancel"', "answer True, False, 'OK' or 'Cancel'"),
        ("confirm", 1, '"Cancel"', "answer True, False, 'OK' or 'Cancel'"),
        ("prompt", 5, '{"result":"Cancel","data":""}', "answer True, False or a text"),
    ],
)
def test_invalid_answer_dismisses_the_dialog_with_an_error(
    page: Page, kind: str, answer: str | int, result: str, advice: str
) -> None:
    page.answer_dialogs(answer)
    assert answers(page, kind, {"message": "sure?"}) == [result]
    (line,) = [line.text for line in page.console if line.level == "error"]
    assert f"{advice.removeprefix('answer ')}, got {answer!r}" in line


def test_pages_of_one_stack_share_the_answers_to_dialogs(page: Page) -> None:
    page.answer_dialogs("Ada")
    alerts_at_once = '// { "framework": "Vanilla" }\n' + MODAL + "modal.prompt({}, show);"
    pushed = open_like(page, alerts_at_once, "file:///pushed.js")
    page.runtime.run_until_idle()
    assert pushed.console[-1].text == '{"result":"OK","data":"Ada"}'
    assert (list(page.dialogs), len(pushed.dialogs)) == ([], 1)
    pushed.answer_dialog = lambda dialog: False
    assert answers(page, "confirm", {"message": "m"}) == ['"Cancel"']


# Dialogs that differ between platforms.

DEVICES = ["documented", "android", "ios", "web"]
ERROR = '"Error: message should be passed correctly."'


def open_on(
    make_runtime: Callable[..., Runtime], platform: str, more: str = "", **options: Any
) -> Page:
    runtime = make_runtime(platform=None if platform == "documented" else platform, **options)
    return runtime.open(source='// { "framework": "Vanilla" }\n' + MODAL + more)


def answer_always(answer: Any, dialog: Dialog) -> Any:
    return answer


def prompted(result: str, data: str) -> str:
    return f'{{"result":"{result}","data":"{data}"}}'


# For each case: kind of dialog, options, answer, and the callback's argument on each of DEVICES.
CALLBACKS: list[tuple[str, object, Any, tuple[str, ...]]] = [
    ("alert", {"message": "m", "okTitle": "Yes"}, True, ('"Yes"', '"Yes"', '""', "null")),
    ("alert", {"message": "m"}, False, ('"OK"', '"OK"', '""', "null")),
    ("alert", {}, True, ('"OK"', '"OK"', ERROR, "null")),
    ("alert", {"message": ["m"]}, True, ('"OK"', '"OK"', ERROR, "null")),
    ("alert", {"message": 5}, True, ('"OK"', '"OK"', '""', "null")),
    ("confirm", {"message": "m"}, True, 4 * ('"OK"',)),
    ("confirm", {"message": "m"}, False, 4 * ('"Cancel"',)),
    ("confirm", {"message": ""}, True, 4 * ('"OK"',)),
    ("confirm", {}, True, ('"OK"', '"OK"', ERROR, '"OK"')),
    ("confirm", {"message": "m", "okTitle": " "}, True, ('" "', '" "', '"OK"', '" "')),
    ("confirm", {"message": "m", "okTitle": 5}, True, 4 * ('"5"',)),
    (
        "confirm",
        {"message": "m", "okTitle": True},
        True,
        ('"true"', '"true"', '"1"', '"true"'),
    ),
    ("confirm", {"message": "m", "okTitle": ""}, True, 4 * ('"OK"',)),
    ("prompt", {"message": "m", "default": "d"}, "t", 4 * (prompted("OK", "t"),)),
    (
        "prompt",
        {"message": "m", "default": "d"},
        True,
        (prompted("OK", "d"), prompted("OK", "d"), prompted("OK", ""), prompted("OK", "")),
    ),
    (
        "prompt",
        {"message": "m", "default": "d", "cancelTitle": "No"},
        False,
        (prompted("No", ""), prompted("No", "d"), prompted("No", ""), prompted("No", "")),
    ),
    ("prompt", {}, "t", (*2 * (prompted("OK", "t"),), ERROR, prompted("OK", "t"))),
]


@pytest.mark.parametrize("place", range(4))
def test_dialog_callback_gets_the_value_that_each_platform_passes(
    make_runtime: Callable[..., Runtime], place: int
) -> None:
    page = open_on(make_runtime, DEVICES[place])
    for kind, options, answer, results in CALLBACKS:
        page.dialogs.clear()
        page.answer_dialog = partial(answer_always, answer)
        assert answers(page, kind, options) == [results[place]], (kind, options)
        assert bool(page.dialogs) == (results[place] != ERROR)


@pytest.mark.parametrize("platform", DEVICES)
@pytest.mark.parametrize(
    ("options", "shown_on"),
    [
        ({"message": "m"}, DEVICES),
        ({"message": 5}, DEVICES),
        ({"message": ""}, ["documented", "ios", "web"]),
        ({}, ["documented", "web"]),
        ({"message": {}}, ["documented", "android", "web"]),
    ],
)
def test_toast_is_shown_or_ignored_as_on_the_platform(
    make_runtime: Callable[..., Runtime], platform: str, options: object, shown_on: list[str]
) -> None:
    page = open_on(make_runtime, platform)
    answers(page, "toast", options)
    assert len(page.dialogs) == (platform in shown_on)
    assert len(page.console) == (platform in shown_on)


@pytest.mark.parametrize(
    ("platform", "data"),
    [("documented", "typed"), ("android", "typed"), ("ios", "typed"), ("web", "page")],
)
def test_prompt_on_the_web_returns_the_text_of_the_first_input(
    make_runtime: Callable[..., Runtime], platform: str, data: str
) -> None:
    page = open_on(
        make_runtime,
        platform,
        more="['page', 'second'].forEach(function (text) {"
        " body.appendChild(document.createElement('input', { attr: { value: text } })); });",
    )
    page.answer_dialogs("typed")
    assert answers(page, "prompt", {"message": "m"}) == [prompted("OK", data)]


@pytest.mark.parametrize(
    ("platform", "kind", "options", "hint"),
    [
        (
            "documented",
            "confirm",
            {},
            "modal.confirm was called without a message; on iOS: nothing",
        ),
        (
            "ios",
            "alert",
            {"message": None},
            "modal.alert was called without a message; on iOS: noth",
        ),
        ("ios", "alert", {"message": ""}, ""),
        ("android", "alert", {}, ""),
        (
            "documented",
            "prompt",
            {"message": "m", "default": "d"},
            "a default; on iOS and the web:",
        ),
        ("android", "prompt", {"message": "m", "default": "d"}, ""),
        ("web", "prompt", {"message": "m", "default": "d"}, "a default; on the web: the field is"),
        ("documented", "prompt", {"message": "m"}, ""),
    ],
)
def test_module_modal_logs_a_hint_if_platforms_treat_the_options_differently(
    make_runtime: Callable[..., Runtime], platform: str, kind: str, options: object, hint: str
) -> None:
    page = open_on(make_runtime, platform, hints=True)
    answers(page, kind, options)
    told = [line.text for line in page.console if line.level in ("hint", "warn")]
    assert len(told) == bool(hint)
    assert hint in "".join(told)


def test_dialog_without_a_callback_is_shown(open_page: Callable[..., Page]) -> None:
    page = open_page("weex.requireModule('modal').confirm({ message: 'sure?' });")
    page.runtime.run_until_idle()
    assert [line.text for line in page.console] == ["[modal.confirm] sure?"]


def test_dialog_callback_is_called_once_and_after_the_call_has_returned(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        "weex.requireModule('modal').alert({}, function () { console.log('answered'); });"
        "console.log('after the call');"
    )
    page.runtime.run_until_idle()
    assert [line.text for line in page.console][1:] == ["after the call", "answered"]
