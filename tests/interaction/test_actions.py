"""weex_runtime.interaction: errors of all actions, and components of third parties."""

from __future__ import annotations

from collections.abc import Callable
from inspect import isfunction
from typing import Any

import pytest

from weex_runtime import Component, Page, PageDestroyed, PageError, Runtime, UnknownRef
from weex_runtime import interaction as actions
from weex_runtime.document.element import Element
from weex_runtime.module_api.component_events import Direction

from ..support.screen import OpenScreen

ACTIONS: list[tuple[Any, tuple[Any, ...]]] = [
    (actions.tap, ()),
    (actions.long_press, ()),
    (actions.touch, ()),
    (actions.pan, (1, 1)),
    (actions.swipe, ("up",)),
    (actions.fill, ("x",)),
    (actions.clear, ()),
    (actions.type_text, ("x",)),
    (actions.focus, ()),
    (actions.blur, ()),
    (actions.press_key, ("Enter",)),
    (actions.press_return, ()),
    (actions.set_checked, (True,)),
    (actions.slide_to, (1,)),
    (actions.scroll_to, (0, 1)),
    (actions.scroll_to_end, ()),
    (actions.appear, ()),
    (actions.disappear, ()),
    (actions.stick, ()),
    (actions.unstick, ()),
    (actions.pull_to_refresh, ()),
    (actions.pull_to_load, ()),
    (actions.load_image, ()),
    (actions.fail_image, ()),
    (actions.play_video, ()),
    (actions.pause_video, ()),
    (actions.finish_video, ()),
    (actions.fail_video, ()),
    (actions.visit_in_web, ("http://a.test",)),
    (actions.finish_web, ()),
    (actions.fail_web, ()),
    (actions.post_from_web, ("x",)),
]


def test_test_cases_for_impossible_actions_cover_all_actions() -> None:
    named = {act.__name__ for act, _ in ACTIONS}
    # Skip private names, like the function `__tracebackhide__` that the pytest plugin adds.
    public = {name for name, act in vars(actions).items() if isfunction(act) and name[0] != "_"}
    assert named | {"go_back"} == public


@pytest.mark.parametrize(("act", "args"), ACTIONS)
def test_error_of_an_impossible_action_names_the_element(
    open_screen: OpenScreen, act: Callable[..., object], args: tuple[Any, ...]
) -> None:
    screen = open_screen("make('text')")
    element = screen.element("text")
    with pytest.raises(PageError, match="<text ref="):
        act(screen.page, element, *args)
    screen.do("body.removeChild(elements.text)")
    with pytest.raises(UnknownRef):
        act(screen.page, element, *args)
    screen.page.destroy()
    with pytest.raises(PageDestroyed, match="<text ref="):
        act(screen.page, element, *args)


class SearchBox(Component):
    """A third-party component that is a field, a switch, a slider and a list."""

    type = "search-box"

    def __init__(self) -> None:
        self.done: list[object] = []

    def take_keyboard(self) -> None:
        self.page.components.focused = self
        self.done.append("keyboard")

    def blur(self) -> None:
        self.done.append("blur")

    def fill(self, text: str) -> None:
        self.done.append(("fill", text))

    def type_key(self, key: str) -> None:
        self.done.append(key)

    def press_return(self) -> None:
        self.fire("search", words=len(self.done))

    def set_checked(self, checked: bool) -> None:
        self.done.append(checked)

    def slide_to(self, index: int) -> None:
        self.done.append(index)

    def dragged(self, direction: Direction, distance: float) -> bool:
        self.done.append(direction)
        return True

    def reach_end(self) -> None:
        self.done.append("end")

    def takes_tap(self) -> bool:
        return True

    def tapped(self, at: tuple[float, float] = (0, 0)) -> None:
        self.done.append(at)


def test_actions_work_on_a_third_party_component_that_has_the_required_methods(
    open_screen: OpenScreen,
) -> None:
    box = "make('search-box', {}, ['search'], [make('text')])"
    screen = open_screen(box, components=[SearchBox])
    page, element, inside = screen.page, screen.element("search-box"), screen.element("text")
    actions.type_text(page, element, "ab")
    actions.fill(page, element, "c")
    actions.set_checked(page, element, True)
    actions.slide_to(page, inside, 2)
    actions.swipe(page, inside, "left")
    actions.scroll_to_end(page, inside)
    actions.tap(page, inside, (3, 4))
    actions.blur(page, element)
    actions.press_return(page, element)
    done = ["keyboard", "a", "b", ("fill", "c"), True, 2, "left", "end", (3, 4), "blur"]
    assert screen.component("search-box").done == done
    assert screen.payload() == {"words": 10}


def test_scroll_to_end_of_a_recycle_list_fires_loadmore(open_screen: OpenScreen) -> None:
    rows = "{ listData: [{}, {}], switch: 't' }"
    slot = "make('cell-slot', { 'default': '' }, [], [make('text')])"
    screen = open_screen(f"make('recycle-list', {rows}, ['loadmore'], [{slot}])")
    row = next(e for e in screen.element("recycle-list").walk() if e.type == "text")
    actions.scroll_to_end(screen.page, row)
    assert screen.heard(types=True) == ["recycle-list.loadmore"]


FORM = """// { "framework": "Vue" }
new Vue({
  el: 'body',
  data: { name: '', log: [] },
  methods: {
    note: function (event) {
      this.log.push(event.type);
      if (event.type === 'input') this.name = event.value;
      if (event.type === 'return') this.$refs.city.focus();
    },
  },
  render: function (h) {
    var note = this.note;
    var on = { focus: note, input: note, change: note, blur: note, 'return': note };
    var city = { focus: note, blur: note };
    return h('div', [
      h('input', { attrs: { value: this.name }, on: on }),
      h('input', { ref: 'city', on: city }),
      h('text', [this.log.join(' ')]),
    ]);
  },
});
"""


@pytest.mark.parametrize(
    ("platform", "log"),
    [
        (None, "focus input input change return blur focus"),
        ("ios", "focus input input return change blur focus"),
    ],
)
def test_return_key_handler_can_focus_the_next_field(
    make_runtime: Callable[..., Runtime], platform: str | None, log: str
) -> None:
    page: Page = make_runtime(platform=platform).open(source=FORM, name="form.js")
    first, second, text = page.document.root.children
    actions.type_text(page, first, "hi")
    actions.press_return(page, first)
    page.runtime.run_until_idle()
    assert text.attr["value"] == log
    assert focused(page) is second


def focused(page: Page) -> Element | None:
    component = page.components.focused
    return component.element if component else None


def test_action_on_a_destroyed_page_raises_page_destroyed_and_fires_no_event(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen("make('input', {}, ['blur'])")
    page, element = screen.page, screen.element("input")
    actions.focus(page, element)
    page.destroy()
    with pytest.raises(PageDestroyed):
        actions.blur(page, element)
    assert screen.heard() == []
