"""Boxes, texts, links and rich text."""

from __future__ import annotations

import pytest

from weex_runtime import Module, PageError, js_method
from weex_runtime import interaction as actions
from weex_runtime.module_api.platforms import PlatformName

from ..support.screen import OpenScreen


class Opener(Module):
    """Records the addresses to open."""

    name = "event"

    def __init__(self) -> None:
        self.asked: list[str] = []

    @js_method
    def openURL(self, url: str) -> None:
        self.asked.append(url)


LINK = "make('a', { href: 'next.js' }, ['click'], [make('text')])"


def test_tap_on_a_link_opens_the_address_and_fires_click(open_screen: OpenScreen) -> None:
    screen = open_screen(LINK, modules=[Opener])
    actions.tap(screen.page, screen.element("text"))
    assert screen.page.module("event").asked == ["next.js"]  # type: ignore[attr-defined]
    assert screen.heard(types=True) == ["a.click"]


def test_link_without_a_handler_can_be_tapped(open_screen: OpenScreen) -> None:
    screen = open_screen("make('a', { href: 'x' }, [])", modules=[Opener])
    actions.tap(screen.page, screen.element("a"))
    assert screen.page.module("event").asked == ["x"]  # type: ignore[attr-defined]


def test_tap_on_an_element_inside_a_link_reaches_the_handler_of_that_element(
    open_screen: OpenScreen,
) -> None:
    link = "make('a', { href: 'x' }, [], [make('text', {}, ['click'])])"
    screen = open_screen(link, modules=[Opener])
    actions.tap(screen.page, screen.element("text"))
    assert screen.heard(types=True) == ["text.click"]
    assert screen.page.module("event").asked == []  # type: ignore[attr-defined]


def test_tap_on_a_link_does_not_run_handlers_of_its_ancestors(open_screen: OpenScreen) -> None:
    link = "make('div', { id: 'box' }, ['click'], [make('a', { href: 'x' })])"
    screen = open_screen(link, modules=[Opener])
    actions.tap(screen.page, screen.element("a"))
    assert screen.heard() == []


def test_link_with_an_empty_href_opens_the_address_of_its_page_on_ios(
    open_screen: OpenScreen,
) -> None:
    for platform, opened in (("ios", "http://b.test/a.js"), ("android", "")):
        screen = open_screen(
            "make('a', { href: '' })", modules=[Opener], platform=platform, url="http://b.test/a.js"
        )
        actions.tap(screen.page, screen.element("a"))
        assert screen.page.module("event").asked == [opened]  # type: ignore[attr-defined]


PART = "make('image', { pseudoRef: 'pic' }), make('a', { 'pseudo-ref': 'ref', href: '%s' })"


@pytest.mark.parametrize(
    ("platform", "href", "heard"),
    [
        (None, "x", ["pic", "ref"]),
        ("android", "x", ["pic", "ref"]),
        ("ios", "x", ["pic"]),
        ("ios", "click://", ["pic", "ref"]),
    ],
)
def test_tap_on_a_part_of_a_rich_text_fires_itemclick(
    open_screen: OpenScreen, platform: PlatformName | None, href: str, heard: list[str]
) -> None:
    rich = f"make('richtext', {{}}, ['itemclick'], [{PART % href}])"
    screen = open_screen(rich, platform=platform, modules=[Opener])
    actions.tap(screen.page, screen.element("image"))
    actions.tap(screen.page, screen.element("a"))
    told = screen.payloads()
    assert told == [["richtext", "itemclick", {"pseudoRef": ref}] for ref in heard]
    opened = screen.page.module("event").asked  # type: ignore[attr-defined]
    assert opened == (["x"] if "ref" not in heard else [])


def test_tap_on_nested_parts_of_a_rich_text_fires_itemclick_for_the_outermost_part(
    open_screen: OpenScreen,
) -> None:
    rich = """make('richtext', {}, ['itemclick'], [
      make('a', { pseudoRef: 'link' }, [], [
        make('span', {}, [], [make('image', { pseudoRef: 'pic' })]),
      ]),
    ])"""
    screen = open_screen(rich)
    actions.tap(screen.page, screen.element("image"))
    assert screen.payload() == {"pseudoRef": "link"}


def test_tap_on_the_rich_text_itself_fires_click(open_screen: OpenScreen) -> None:
    rich = "make('richtext', {}, ['itemclick', 'click'], [make('span', {}, [])])"
    screen = open_screen(rich)
    actions.tap(screen.page, screen.element("span"))
    assert screen.heard(types=True) == ["richtext.click"]


def test_tap_on_a_part_of_a_rich_text_without_a_handler_is_an_error(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen("make('text')", "make('richtext', {}, [], [make('image')])")
    for name in ("text", "image"):
        with pytest.raises(PageError, match=f"nothing listens to click at <{name}"):
            actions.tap(screen.page, screen.element(name))
