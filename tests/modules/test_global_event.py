"""weex_modules.global_event: events of native reach listeners in JS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import Page, PageDestroyed, Runtime
from weex_runtime.json_values import JSONInput

LISTENER = (
    "var globalEvent = weex.requireModule('globalEvent');"
    "function hear(name) { return function (data) {"
    " console.log(name, JSON.stringify(data)); }; }\n"
)
RING = "globalEvent.addEventListener('ring', hear('one'));"


def heard(page: Page) -> list[str]:
    page.runtime.run_until_idle()
    assert not page.errors
    return [line.text for line in page.console]


def test_global_event_listener_is_called_with_the_data_of_each_event(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(LISTENER + RING, "Vue")
    page.console.clear()
    every_kind: list[JSONInput] = [{"tone": 1}, None, [1, "é"], "text"]
    for data in every_kind:
        page.fire_global_event("ring", data)
    assert heard(page) == ['one {"tone":1}', "one null", 'one [1,"é"]', 'one "text"']


@pytest.mark.parametrize(
    ("platform", "nothing"), [(None, "null"), ("android", "null"), ("ios", "{}"), ("web", "null")]
)
def test_global_event_listener_gets_the_data_on_each_platform(
    make_runtime: Callable[..., Runtime], platform: str | None, nothing: str
) -> None:
    page = make_runtime(platform=platform).open(
        source='// { "framework": "Vanilla" }\n' + LISTENER + RING
    )
    page.fire_global_event("ring")
    page.fire_global_event("ring", {"tone": 1})
    assert heard(page) == [f"one {nothing}", 'one {"tone":1}']


def test_several_listeners_for_one_event_name_are_called_in_order(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(LISTENER + RING + "globalEvent.addEventListener('ring', hear('two'));")
    page.fire_global_event("ring", 1)
    assert heard(page) == ["one 1", "two 1"]


def test_remove_event_listener_removes_all_listeners_of_the_page_for_the_event_name(
    open_page: Callable[..., Page], runtime: Runtime
) -> None:
    page = open_page(
        LISTENER
        + RING * 2
        + "globalEvent.addEventListener('other', hear('other'));"
        + "globalEvent.removeEventListener('ring');"
    )
    stays = open_page(LISTENER + RING)
    runtime.fire_global_event("ring", 1)
    runtime.fire_global_event("other", 2)
    assert heard(page) == ["other 2"]
    assert heard(stays) == ["one 1"]


def test_global_event_can_be_fired_for_one_page_or_for_all_pages(
    open_page: Callable[..., Page], runtime: Runtime
) -> None:
    first, second = open_page(LISTENER + RING), open_page(LISTENER + RING)
    first.fire_global_event("ring", 1)
    runtime.fire_global_event("ring", 2)
    assert (heard(first), heard(second)) == (["one 1", "one 2"], ["one 2"])


def test_listener_that_removes_itself_is_not_called_again(open_page: Callable[..., Page]) -> None:
    page = open_page(
        LISTENER + "globalEvent.addEventListener('ring', function (data) {"
        " console.log(data); globalEvent.removeEventListener('ring'); });"
    )
    page.fire_global_event("ring", 1)
    assert heard(page) == ["1"]
    page.fire_global_event("ring", 2)
    assert heard(page) == ["1"]


def test_firing_a_global_event_for_a_destroyed_page_is_an_error(
    open_page: Callable[..., Page], runtime: Runtime
) -> None:
    page = open_page(LISTENER + RING)
    page.destroy()
    runtime.fire_global_event("ring")
    with pytest.raises(PageDestroyed, match="fire global event 'ring'"):
        page.fire_global_event("ring")


def test_python_module_can_fire_a_global_event(make_runtime: Callable[..., Runtime]) -> None:
    from weex_runtime import Module, js_method

    class Bell(Module):
        name = "bell"

        @js_method
        def press(self, tone: Any) -> None:
            self.fire_global_event("ring", {"tone": tone})

    page = make_runtime(modules=[Bell]).open(
        source='// { "framework": "Vanilla" }\n'
        + LISTENER
        + RING
        + "weex.requireModule('bell').press(3);"
    )
    assert heard(page) == ['one {"tone":3}']
