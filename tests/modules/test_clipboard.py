"""weex_modules.clipboard: one text for all pages of a runtime."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from weex_modules.clipboard import Clipboard
from weex_runtime import Page, Runtime

CLIPBOARD = (
    "var clipboard = weex.requireModule('clipboard');"
    "function say(answer) { console.info(JSON.stringify(answer)); }\n"
)
DEVICES = [None, "android", "ios", "web"]


def run(runtime: Runtime, calls: str, header: str = "Vanilla") -> Page:
    page = runtime.open(source=f'// {{ "framework": "{header}" }}\n{CLIPBOARD}{calls}')
    runtime.run_until_idle()
    assert not page.errors
    return page


def answers(page: Page) -> list[Any]:
    return [json.loads(line.text) for line in page.console if line.level == "info"]


def test_text_is_copied_and_read(runtime: Runtime) -> None:
    page = run(runtime, "clipboard.setString('grüße 😀'); clipboard.getString(say);", "Vue")
    assert answers(page) == [{"result": "success", "data": "grüße 😀"}]
    assert runtime.shared(Clipboard).text == "grüße 😀"


@pytest.mark.parametrize("platform", [None, "android", "ios"])
def test_page_reads_text_that_the_user_copied(
    make_runtime: Callable[..., Runtime], platform: str | None
) -> None:
    runtime = make_runtime(platform=platform)
    runtime.shared(Clipboard).text = "1234"
    page = run(runtime, "clipboard.getString(say);")
    assert answers(page) == [{"result": "success", "data": "1234"}]


def test_all_pages_of_a_runtime_share_one_clipboard(make_runtime: Callable[..., Runtime]) -> None:
    one, two = make_runtime(), make_runtime()
    run(one, "clipboard.setString('a');")
    assert answers(run(one, "clipboard.getString(say);"))[0]["data"] == "a"
    assert answers(run(two, "clipboard.getString(say);"))[0]["result"] == "failed"


@pytest.mark.parametrize(
    ("platform", "answer"),
    [
        (None, [{"result": "failed", "data": ""}]),
        ("android", [{"result": "failed", "data": ""}]),
        ("ios", [{"result": "fail", "data": ""}]),
        ("web", []),
    ],
)
def test_get_string_of_an_empty_clipboard_fails(
    make_runtime: Callable[..., Runtime], platform: str | None, answer: list[object]
) -> None:
    assert answers(run(make_runtime(platform=platform), "clipboard.getString(say);")) == answer


def test_get_string_on_the_web_logs_a_line_and_does_not_call_back(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(platform="web")
    runtime.shared(Clipboard).text = "a"
    page = run(runtime, "clipboard.getString(say);")
    assert [(line.level, line.text) for line in page.console] == [
        ("log", "clipboard.getString() is not supported now.")
    ]


@pytest.mark.parametrize(
    ("argument", "texts"),
    [
        # The clipboard after setString on each of DEVICES. It contains "before" before the call.
        ("'text'", ("text", "text", "text", "text")),
        ("''", ("", "", "", "before")),
        ("null", ("", "", "", "before")),
        ("undefined", ("", "", "", "before")),
        ("", ("before", "before", "", "before")),
        ("5", ("5", "5", "5", "before")),
        ("{ a: 1 }", ('{"a":1}', '{"a":1}', '{"a":1}', "before")),
    ],
)
@pytest.mark.parametrize("place", range(4))
def test_set_string_converts_its_argument_to_text(
    make_runtime: Callable[..., Runtime], argument: str, texts: tuple[str, ...], place: int
) -> None:
    runtime = make_runtime(platform=DEVICES[place])
    runtime.shared(Clipboard).text = "before"
    page = run(runtime, f"clipboard.setString({argument});")
    assert runtime.shared(Clipboard).text == texts[place]
    refused = DEVICES[place] == "web" and texts[place] == "before"
    lines = ["only support string input now"] if refused else []
    assert [line.text for line in page.console if line.level != "warn"] == lines


def test_set_string_with_a_value_other_than_text_logs_a_warning(
    make_runtime: Callable[..., Runtime],
) -> None:
    problem = 'clipboard.setString: expected a text, got {"a":1}'
    page = run(make_runtime(), "clipboard.setString({ a: 1 });")
    assert [line.text for line in page.console] == [
        f"[weex-runtime] {problem}; Android and iOS copy its JSON text"
    ]
    source = f'// {{ "framework": "Vanilla" }}\n{CLIPBOARD}clipboard.setString({{ a: 1 }});'
    (error,) = make_runtime(strict=True).open(source=source).errors
    assert error.message == f"ArgumentMismatch: {problem}"


def test_clipboard_call_without_a_callback_logs_no_error(runtime: Runtime) -> None:
    assert list(run(runtime, "clipboard.getString(); clipboard.getString(null);").console) == []
