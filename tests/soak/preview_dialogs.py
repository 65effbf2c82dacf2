"""Dialogs, toasts of the preview in Chromium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page as BrowserPage

StartPreview = Callable[..., str]

ASKING = """<template>
  <div>
    <text class="line" @click="ask">ask</text>
    <text class="line" @click="pick">pick</text>
    <text class="line" @click="save">save</text>
    <text>{{ said }}</text>
  </div>
</template>
<style>.line { height: 100px; }</style>
<script>
const modal = weex.requireModule('modal'), picker = weex.requireModule('picker');
module.exports = {
  data: { said: 'said:' },
  methods: {
    say(answer) { this.said += ' ' + (answer.data || answer.result || answer); },
    ask() {
      modal.confirm({ message: 'sure?' }, this.say);
      modal.prompt({ message: 'name?' }, this.say);
    },
    pick() { picker.pick({ items: ['red', 'green'], title: 'colour' }, this.say); },
    save() { modal.toast({ message: 'saved', duration: 1 }); },
  },
};
</script>
"""


@pytest.fixture
def asking(start_preview: StartPreview, tmp_path: Path) -> str:
    """The address of a preview of ASKING."""
    file = tmp_path / "page.vue"
    file.write_text(ASKING)
    return start_preview(str(file))


def test_dialogs_can_be_answered_one_after_another_with_the_keyboard(
    tab: BrowserPage, asking: str
) -> None:
    tab.goto(asking)
    screen = tab.locator(".screen")
    screen.get_by_text("ask", exact=True).click()
    tab.get_by_role("dialog", name="sure?").wait_for()
    focused = []
    for key in ("Tab", "Tab", "Shift+Tab"):
        tab.keyboard.press(key)
        focused.append(tab.evaluate("document.activeElement.textContent"))
    assert focused == ["Cancel", "OK", "Cancel"]
    tab.keyboard.press("Escape")
    tab.get_by_role("dialog", name="name?").wait_for()
    tab.keyboard.type("Ada")
    tab.keyboard.press("Enter")
    screen.get_by_text("said: Cancel Ada").wait_for()
    screen.get_by_text("pick", exact=True).click()
    tab.get_by_role("dialog", name="colour").wait_for()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.get_by_role("dialog").wait_for(state="hidden")
    tab.get_by_role("button", name="Copy as test").click()
    tab.locator("#test").filter(has_text="page.answer_dialogs('green')").wait_for()
    assert "page.answer_dialogs(False, 'Ada')" in (tab.locator("#test").text_content() or "")


def test_dialog_is_open_in_all_tabs_until_it_is_answered_or_its_page_is_reloaded(
    chromium: Callable[[], BrowserPage], tab: BrowserPage, asking: str, tmp_path: Path
) -> None:
    tab.goto(asking)
    other = chromium()
    other.goto(asking)
    tab.locator(".screen").get_by_text("ask", exact=True).click()
    other.get_by_role("dialog", name="sure?").get_by_role("button", name="OK").click()
    for one in (tab, other):
        one.get_by_role("dialog", name="name?").wait_for()
    other.reload()
    other.get_by_role("dialog", name="name?").wait_for()
    (tmp_path / "page.vue").write_text(ASKING.replace("'said:'", "'reloaded:'"))
    for one in (tab, other):
        one.locator(".screen").get_by_text("reloaded:").wait_for()
        one.get_by_role("dialog").wait_for(state="hidden")
    other.close()


def test_toast_is_shown_for_its_duration(tab: BrowserPage, asking: str) -> None:
    tab.goto(asking)
    screen = tab.locator(".screen")
    screen.get_by_text("save", exact=True).click()
    toast = screen.get_by_role("status")
    toast.filter(has_text="saved").wait_for()
    toast.wait_for(state="hidden")


DRAGGED = """<template>
  <div>
    <text class="line" @swipe="note('swiped ' + $event.direction)">swipe me</text>
    <div class="line" @panstart="note('start')" @panmove="note('.')" @panend="note('end')">
      <text>pan me</text>
    </div>
    <slider class="line" @change="note('page ' + $event.index)">
      <text class="line">one</text>
      <text class="line">two</text>
    </slider>
    <text>plain text</text>
    <text>{{ said }}</text>
    <list class="list">
      <refresh class="line" @refresh="refresh" :display="shown"></refresh>
      <cell v-for="n in 20" :key="n"><text class="line">row {{ n }}</text></cell>
    </list>
  </div>
</template>
<style>
.line { width: 750px; height: 100px; }
.list { width: 750px; height: 600px; }
</style>
<script>
module.exports = {
  data: { said: 'said:', shown: 'hide' },
  methods: {
    note(text) { this.said += ' ' + text; },
    refresh() { this.note('refreshed'); this.shown = 'show'; },
  },
};
</script>
"""


def test_drag_of_the_mouse_is_a_gesture_on_elements_that_react_to_gestures(
    tab: BrowserPage, start_preview: StartPreview, tmp_path: Path
) -> None:
    file = tmp_path / "page.vue"
    file.write_text(DRAGGED)
    tab.goto(start_preview(str(file)))
    screen = tab.locator(".screen")

    def drag(text: str, dx: float, dy: float, *, steps: int = 2) -> None:
        box = screen.get_by_text(text, exact=True).bounding_box()
        assert box
        x, y = box["x"] + 20, box["y"] + 10
        tab.mouse.move(x, y)
        tab.mouse.down()
        tab.mouse.move(x + dx, y + dy, steps=steps)
        tab.mouse.up()

    screen.get_by_text("swipe me").wait_for()
    drag("swipe me", 200, 0)
    screen.get_by_text("swiped right").wait_for()
    drag("pan me", 60, 5, steps=5)
    screen.get_by_text("start").filter(has_text="end").wait_for()
    drag("one", -150, 0)
    screen.get_by_text("page 1").wait_for()
    drag("row 1", 0, 150)
    screen.get_by_text("refreshed").wait_for()
    assert tab.evaluate("getSelection().toString()") == ""
    drag("plain text", 60, 0, steps=5)
    assert tab.evaluate("getSelection().toString()") != ""
    tab.get_by_role("button", name="Copy as test").click()
    code = tab.locator("#test").filter(has_text="pull_to_refresh")
    code.wait_for()
    text = code.text_content() or ""
    for step in ("get_by_text('swipe me').swipe('right'", "swipe('left'", "get_by_text('pan me')."):
        assert step in text
