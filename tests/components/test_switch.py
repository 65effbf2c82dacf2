"""`switch`: on and off."""

from __future__ import annotations

from typing import Any

import pytest

from weex_runtime import PageError
from weex_runtime import interaction as actions
from weex_runtime.module_api.platforms import PlatformName

from ..support.screen import OpenScreen

SWITCH = "make('switch', {}, ['change', 'click'])"


@pytest.mark.parametrize(
    ("platform", "in_attrs"), [(None, True), ("android", "true"), ("ios", True), ("web", True)]
)
def test_change_event_of_a_switch_has_a_boolean_and_updates_the_attribute(
    open_screen: OpenScreen, platform: PlatformName | None, in_attrs: Any
) -> None:
    screen = open_screen(SWITCH, platform=platform)
    actions.set_checked(screen.page, screen.element("switch"), True)
    assert screen.payload() == {"value": True}
    assert screen.element("switch").attr["checked"] == in_attrs
    screen.do("console.log(typeof elements['switch'].attr.checked)")
    assert screen.lines() == [{True: "boolean", "true": "string"}[in_attrs]]
    actions.set_checked(screen.page, screen.element("switch"), False)
    assert screen.payload() == {"value": False}
    assert not screen.component("switch").checked


def test_setting_a_switch_to_its_current_state_fires_no_event(open_screen: OpenScreen) -> None:
    screen = open_screen("make('switch', { checked: 'true' }, ['change'])")
    actions.set_checked(screen.page, screen.element("switch"), True)
    assert screen.heard() == []


def test_tap_toggles_the_switch_without_a_click_event(open_screen: OpenScreen) -> None:
    screen = open_screen(SWITCH)
    actions.tap(screen.page, screen.element("switch"))
    actions.tap(screen.page, screen.element("switch"))
    assert [payload for _, _, payload in screen.payloads()] == [{"value": True}, {"value": False}]


@pytest.mark.parametrize("disabled", ["true", "'true'", "''"])
def test_disabled_switch_cannot_be_toggled(open_screen: OpenScreen, disabled: str) -> None:
    screen = open_screen(f"make('switch', {{ disabled: {disabled} }}, ['change'])")
    for act in (lambda p, e: actions.set_checked(p, e, True), actions.tap):
        with pytest.raises(PageError, match="is disabled"):
            act(screen.page, screen.element("switch"))


def test_check_of_an_element_other_than_a_switch_is_an_error(open_screen: OpenScreen) -> None:
    screen = open_screen("make('text', {}, ['click'])")
    with pytest.raises(PageError, match="<text ref=.>: only a <switch> is on or off"):
        actions.set_checked(screen.page, screen.element("text"), True)


def test_setting_the_attribute_checked_in_js_fires_no_event(open_screen: OpenScreen) -> None:
    screen = open_screen(SWITCH)
    screen.do("elements['switch'].setAttr('checked', true)")
    assert screen.component("switch").checked
    assert screen.heard() == []
