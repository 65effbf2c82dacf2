"""The trees of elements that a tab shows, and the errors on a screen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from weex_runtime import Page, Runtime
from weex_runtime.instance.stack import PageStack
from weex_runtime.preview import element_tree
from weex_runtime.preview.session import Session

from .browser import Browser


@pytest.fixture(autouse=True)
def _without_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(element_tree, "_PAUSE", 0.0)


def rows(browser: Browser) -> list[Any]:
    """The rows of the tree that was sent last: depth and description."""
    return [(depth, text) for _, depth, text in browser.sent("tree")[-1]["rows"]]


def test_element_tree_is_sent_when_a_tab_requests_it_and_after_each_change(
    browser: Browser,
) -> None:
    assert browser.sent("tree") == []
    browser.do("elements")
    assert rows(browser)[:4] == [
        (0, "div"),
        (1, 'text "tap me"'),
        (1, "input (name)"),
        (1, 'text "/"'),
    ]
    browser.session.refresh()
    assert len(browser.sent("tree")) == 1
    browser.do("tap", x=300, y=50)
    assert (1, 'text " click/"') in rows(browser)


def test_box_of_an_inspected_element_is_sent_to_the_browser_tab(browser: Browser) -> None:
    browser.do("elements")
    ref = browser.sent("tree")[-1]["rows"][2][0]
    browser.do("inspect", ref=ref)
    [sent] = browser.sent("element")
    assert (sent["ref"], sent["rect"]) == (ref, [0, 100, 750, 100])
    browser.do("inspect", ref="999")
    assert len(browser.sent("element")) == 1


def test_large_element_tree_is_sent_only_in_part(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(element_tree, "_MOST", 3)
    browser.do("elements")
    sent = browser.sent("tree")[-1]
    count = sum(1 for _ in browser.page.document.elements())
    assert (len(sent["rows"]), sent["left_out"]) == (3, count - 3)


def test_error_shown_on_the_screen_has_the_line_of_the_source(runtime: Runtime) -> None:
    browser = Browser(runtime)
    source = '// { "framework": "Vanilla" }\nthrow new Error("broken");'
    runtime.open(source=source, name="broken.js", stack=browser.page.stack)
    browser.session.refresh()
    [error] = browser.screens[-1]["errors"]
    assert 'throw new Error("broken");' in error


def test_error_of_a_failed_reload_is_on_the_screen_until_a_reload_succeeds(
    runtime: Runtime, tmp_path: Path
) -> None:
    file = tmp_path / "page.vue"
    file.write_text("<template><text>one</text></template>")
    stack: PageStack[Page] = PageStack()
    messages: list[dict[str, Any]] = []
    session = Session(runtime, [stack], lambda text: messages.append(json.loads(text)))
    page = runtime.open(file, stack=stack)
    for text, count in (("<template><text></template>", 1), ("<template><text/></template>", 0)):
        file.write_text(text)
        stack.reload(page)
        runtime.run_until_idle()
        session.refresh()
        [*_, screen] = [message for message in messages if message["kind"] == "screen"]
        assert len(screen["errors"]) == count
    assert stack.top is not page


def test_notice_of_a_compile_error_is_sent_again_when_another_browser_tab_connects(
    browser: Browser,
) -> None:
    browser.session.notice("does not compile")
    browser.session.join()
    assert [sent["text"] for sent in browser.sent("notice")][-2:] == ["does not compile"] * 2
