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


def test_dialogs_are_answered_with_the_keyboard_one_after_another(
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


def test_dialog_is_open_in_all_tabs_until_one_answers_or_the_page_is_reloaded(
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
