"""weex_runtime.preview.dialogs: dialogs and toasts that tabs show and answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import Page, Runtime
from weex_runtime.module_api.platforms import PlatformName

from .browser import Browser

BUNDLE = """// { "framework": "Vanilla" }
var modules = { modal: weex.requireModule('modal'), picker: weex.requireModule('picker') };
var body = document.createElement('div');
var button = document.createElement('text', { attr: { value: 'ask' }, style: { height: 100 } });
button.addEvent('click', function () {
  CALLS.forEach(function (call) {
    modules[call[0]][call[1]](call[2], function (answer) { console.log(JSON.stringify(answer)); });
  });
});
body.appendChild(button);
document.documentElement.appendChild(body);
"""
ASK = "modal", "prompt", {"message": "name?", "default": "Ada"}
CONFIRM = "modal", "confirm", {"message": "sure?"}


class DialogBrowser(Browser):
    """A tab of the preview of a bundle whose button shows dialogs."""

    def __init__(
        self, runtime: Runtime, *calls: Any, more: str = "", platform: PlatformName | None = None
    ) -> None:
        source = BUNDLE.replace("CALLS", json.dumps(calls)) + more
        super().__init__(runtime, source, platform=platform)

    def do(self, name: str, **more: object) -> None:
        super().do(name, **more)
        self.page.runtime.run_until_idle()
        self.session.refresh()

    def tap(self) -> None:
        self.do("tap", x=300, y=50)

    def answer(self, answer: object) -> None:
        self.do("answer", number=self.dialog["number"], answer=answer)

    @property
    def dialog(self) -> Any:
        """The dialog that the tab shows."""
        return self.sent("dialog")[-1]["dialog"]

    @property
    def logged(self) -> list[Any]:
        return [json.loads(line.text) for line in self.page.console if line.level == "log"]


def test_dialog_is_shown_until_a_tab_sends_an_answer(runtime: Runtime) -> None:
    browser = DialogBrowser(runtime, ASK)
    browser.tap()
    shown = browser.dialog
    assert (shown["kind"], shown["message"], shown["default"]) == ("prompt", "name?", "Ada")
    assert browser.logged == []
    browser.answer("Bob")
    assert browser.logged == [{"result": "OK", "data": "Bob"}]
    assert browser.dialog is None


@pytest.mark.parametrize(
    ("call", "answer", "result", "written"),
    [
        (CONFIRM, True, "OK", "True"),
        (CONFIRM, False, "Cancel", "False"),
        (ASK, True, {"result": "OK", "data": "Ada"}, "True"),
        (("picker", "pick", {"items": ["a", "b"]}), 1, {"result": "success", "data": 1}, "'b'"),
        (("picker", "pick", {"items": ["a", "a"]}), 1, {"result": "success", "data": 1}, "1"),
        (
            ("picker", "pickDate", {"max": "2024-05-05"}),
            "2024-05-01",
            {"result": "success", "data": "2024-05-01"},
            "'2024-05-01'",
        ),
        (("picker", "pickTime", {}), "09:30", {"result": "success", "data": "09:30"}, "'09:30'"),
    ],
)
def test_answer_to_a_dialog_reaches_the_bundle_and_is_in_the_copied_code(
    runtime: Runtime, call: Any, answer: object, result: object, written: str
) -> None:
    browser = DialogBrowser(runtime, call)
    browser.tap()
    browser.answer(answer)
    assert browser.logged == [result]
    assert browser.steps == [
        f"page.answer_dialogs({written})",
        "page.get_by_text('ask').click()",
    ]
    assert repeated(browser) == [result]


def repeated(browser: DialogBrowser) -> list[Any]:
    """What the bundle logs in the copied test."""
    pages: list[Page] = []

    def new_weex_page(**options: Any) -> Page:
        pages.append(browser.page.runtime.open(source=browser.page.source, **options))
        return pages[0]

    code: dict[str, Any] = {}
    exec(browser.session.code(), code)
    is_opened = "new_weex_page" in browser.session.code()
    code["test_it"](new_weex_page if is_opened else new_weex_page())
    browser.page.runtime.run_until_idle()
    return [json.loads(line.text) for line in pages[0].console if line.level == "log"]


def test_dialogs_are_shown_one_after_another(runtime: Runtime) -> None:
    browser = DialogBrowser(runtime, CONFIRM, ASK)
    browser.tap()
    browser.answer(False)
    assert browser.dialog["message"] == "name?"
    browser.answer("Bob")
    assert browser.logged == ["Cancel", {"result": "OK", "data": "Bob"}]
    assert browser.steps[0] == "page.answer_dialogs(False, 'Bob')"


def test_second_answer_from_another_tab_is_ignored(runtime: Runtime) -> None:
    browser = DialogBrowser(runtime, CONFIRM, CONFIRM)
    browser.tap()
    number = browser.dialog["number"]
    for answer in (True, False):
        browser.do("answer", number=number, answer=answer)
    assert browser.logged == ["OK"]
    assert browser.dialog["number"] == number + 1


def test_tab_that_connects_later_receives_the_open_dialog(runtime: Runtime) -> None:
    browser = DialogBrowser(runtime, CONFIRM)
    browser.tap()
    before = browser.dialog
    browser.messages.clear()
    browser.session.join()
    assert browser.dialog == before


def test_back_button_dismisses_the_dialog(runtime: Runtime) -> None:
    browser = DialogBrowser(runtime, CONFIRM)
    browser.tap()
    browser.do("back")
    assert (browser.logged, browser.dialog) == (["Cancel"], None)


def test_back_button_on_a_modal_dialog_logs_that_android_calls_no_callback(
    make_runtime: Callable[..., Runtime],
) -> None:
    browser = DialogBrowser(make_runtime(hints=True), CONFIRM)
    browser.tap()
    browser.do("back")
    [hint] = [line.text for line in browser.page.console if line.level == "hint"]
    assert "on Android: the callback is never called" in hint


def test_tab_that_connects_again_is_notified_that_no_dialog_is_open(runtime: Runtime) -> None:
    browser = DialogBrowser(runtime, CONFIRM)
    browser.messages.clear()
    browser.session.join()
    assert browser.dialog is None


def test_taps_do_not_reach_the_page_under_a_dialog(runtime: Runtime) -> None:
    browser = DialogBrowser(runtime, CONFIRM)
    browser.tap()
    browser.tap()
    browser.answer(True)
    assert browser.logged == ["OK"]
    assert browser.dialog is None


def test_dialog_is_closed_when_its_page_ends(runtime: Runtime) -> None:
    browser = DialogBrowser(runtime, CONFIRM)
    browser.tap()
    browser.page.stack.reload(browser.page)
    runtime.run_until_idle()
    browser.session.refresh()
    assert browser.dialog is None


@pytest.mark.parametrize("answer", [None, [], {}, 1.5])
def test_wrong_answer_to_a_dialog_is_reported_in_the_log(runtime: Runtime, answer: object) -> None:
    browser = DialogBrowser(runtime, CONFIRM)
    browser.tap()
    browser.answer(answer)
    assert browser.logged == []
    [line] = browser.messages[-1]["lines"]
    assert line["kind"] == "preview"


def test_copied_code_queues_the_answer_before_opening_the_page_that_shows_the_dialog(
    runtime: Runtime,
) -> None:
    browser = DialogBrowser(
        runtime, more='modules.modal.confirm({}, function (title) { console.log(`"${title}"`); });'
    )
    browser.answer(False)
    code = browser.session.code()
    assert code.splitlines() == [
        "from weex_runtime.instance import PageStack",
        "",
        "",
        "def test_it(new_weex_page):",
        "    stack = PageStack()",
        "    stack.dialogs.answers.extend([False])",
        "    page = new_weex_page(stack=stack)",
        "    ...",
    ]
    assert repeated(browser) == ["Cancel"]


@pytest.mark.parametrize(("platform", "replaces"), [("web", False), ("android", True)])
def test_toast_is_sent_to_the_tab_with_its_duration(
    runtime: Runtime, platform: PlatformName | None, replaces: bool
) -> None:
    browser = DialogBrowser(runtime, ("modal", "toast", {"message": "hi"}), platform=platform)
    browser.tap()
    [toast] = [sent for sent in browser.messages if sent["kind"] == "toast"]
    seconds = 2.0 if replaces else 0.8
    assert toast == {
        "kind": "toast",
        "device": 0,
        "text": "hi",
        "seconds": seconds,
        "replaces": replaces,
    }
