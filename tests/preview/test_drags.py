"""weex_runtime.preview.drags: drags of a browser's pointer on the screen of a device."""

from __future__ import annotations

from typing import Any

import pytest

from weex_runtime import Runtime

from .browser import Browser

BUNDLE = """// { "framework": "Vanilla" }
function make(type, height, events, children, attr) {
  var element = document.createElement(type, { attr: attr || {}, style: { height: height } });
  events.forEach(function (event) {
    element.addEvent(event, function () { console.log(event); });
  });
  children.forEach(function (child) { element.appendChild(child); });
  return element;
}
var pages = ['one', 'two'].map(function (name) {
  return make('text', 200, [], [], { value: name });
});
var body = make('div', undefined, [], [
  make('text', 200, ['swipe'], [], { value: 'swipe me' }),
  make('text', 200, ['panstart', 'panend'], [], { value: 'pan me' }),
  make('slider', 200, ['change'], pages),
  make('list', 400, [], [make('refresh', 100, ['refresh'], []), make('cell', 900, [], [])]),
  make('text', 200, [], [], { value: 'plain' }),
]);
document.documentElement.appendChild(body);
"""


class DragBrowser(Browser):
    """A tab of the preview of a bundle that reacts to drags."""

    def __init__(self, runtime: Runtime) -> None:
        super().__init__(runtime, BUNDLE)

    def drag(self, start: tuple[int, int], end: tuple[int, int], *, ms: int = 100) -> None:
        middle = [(a + b) / 2 for a, b in zip(start, end, strict=True)]
        self.do("drag", **{"from": start, "to": middle, "ms": ms // 2, "touch": False})
        self.do("drag on", to=end, ms=ms)
        self.do("drop", to=end, ms=ms)

    @property
    def is_taken(self) -> bool:
        return self.sent("drag") != []

    @property
    def logged(self) -> list[str]:
        self.page.runtime.run_until_idle()
        return [line.text for line in self.page.console if line.level == "log"]


@pytest.mark.parametrize(
    ("start", "end", "ms", "events", "step"),
    [
        ((700, 50), (300, 60), 100, ["swipe"], "get_by_text('swipe me').swipe('left', 400)"),
        ((300, 250), (300, 350), 900, ["panstart", "panend"], "get_by_text('pan me').pan(0, 100)"),
        ((700, 450), (500, 450), 100, ["change"], "get_by_text('one').swipe('left', 200)"),
        ((300, 700), (300, 900), 900, ["refresh"], "locator('cell').nth(0).pull_to_refresh(200)"),
    ],
)
def test_drag_acts_on_the_element_where_it_starts_and_is_a_step_of_the_generated_test(
    runtime: Runtime,
    start: tuple[int, int],
    end: tuple[int, int],
    ms: int,
    events: list[str],
    step: str,
) -> None:
    browser = DragBrowser(runtime)
    browser.drag(start, end, ms=ms)
    assert browser.logged == events
    assert browser.is_taken
    assert [line.split(".", 1)[1] for line in browser.steps] == [step]
    repeated = runtime.open(source=BUNDLE)
    code: dict[str, Any] = {}
    exec(browser.session.code(), code)
    code["test_it"](repeated)
    assert [line.text for line in repeated.console if line.level == "log"] == events


def test_drag_on_elements_without_gestures_is_left_to_the_browser(runtime: Runtime) -> None:
    browser = DragBrowser(runtime)
    browser.drag((300, 1100), (500, 1100))
    assert (browser.is_taken, browser.logged, browser.steps) == (False, [], ["..."])


def test_drag_ends_when_its_page_is_covered(runtime: Runtime) -> None:
    browser = DragBrowser(runtime)
    browser.do("drag", **{"from": [300, 250], "to": [300, 300], "ms": 100, "touch": False})
    runtime.open(source=BUNDLE, stack=browser.page.stack)
    browser.do("drop", to=[300, 350], ms=200)
    assert browser.logged == ["panstart"]
    assert browser.steps == ["..."]


@pytest.mark.parametrize(
    "message",
    [
        {"from": [1], "to": [1, 2], "ms": 1, "touch": False},
        {"from": None, "to": [1, 2], "ms": 1, "touch": False},
        {"from": [300, 250], "to": ["a", 2], "ms": 1, "touch": False},
        {"from": [300, 250], "to": [float("inf"), 2], "ms": 1, "touch": False},
        {"from": [300, 250], "to": [1, 2], "ms": None, "touch": False},
        {},
    ],
)
def test_invalid_drag_message_is_reported_in_the_log(
    runtime: Runtime, message: dict[str, Any]
) -> None:
    browser = DragBrowser(runtime)
    browser.do("drag", **message)
    [line] = [sent for sent in browser.messages if sent["kind"] == "lines"][-1]["lines"]
    assert line["kind"] == "preview"
