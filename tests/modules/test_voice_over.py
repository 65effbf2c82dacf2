"""weex_modules.voice_over: reading aloud, set in Python."""

from __future__ import annotations

import pytest

from weex_modules.voice_over import VoiceOverModule
from weex_runtime import Page, Runtime

CODE = """// { "framework": "Vanilla" }
var voice = weex.requireModule('voice-over');
var body = document.createElement('div');
body.addEvent('read', function (event) {
  voice.read(event.options, function (data) { console.log(JSON.stringify(data)); });
  console.log(voice.isVoiceOverOn());
});
voice.addEventListener('WXVoiceOverStatusChanged', function (event) {
  console.log(event.type, event.module, event.data.status);
});
body.addEvent('focus', function () { voice.focusToElement(body); });
document.documentElement.appendChild(body);
"""


@pytest.fixture
def page(runtime: Runtime) -> Page:
    return runtime.open(source=CODE, platform="ios")


def module_of(page: Page) -> VoiceOverModule:
    module = page.module("voice-over")
    assert isinstance(module, VoiceOverModule)
    return module


def read(page: Page, options: object, seconds: float = 0.0) -> list[str]:
    page.console.clear()
    page.fire_event("_root", "read", {"options": options})  # type: ignore[dict-item]
    page.runtime.clock.run_for(seconds)
    page.runtime.run_until_idle()
    assert not page.errors
    return [line.text for line in page.console]


def test_text_is_not_read_aloud_while_voice_over_is_off(page: Page) -> None:
    assert read(page, {"value": "hello"}) == [
        "false",
        '{"success":false,"errorDesc":"please check the voice status"}',
    ]
    assert module_of(page).read_aloud == []


def test_listeners_are_called_when_voice_over_is_turned_on_or_off(page: Page) -> None:
    for is_on in (True, True, False):
        module_of(page).is_on = is_on
    page.runtime.run_until_idle()
    assert [line.text for line in page.console] == [
        "WXVoiceOverStatusChanged voice-over on",
        "WXVoiceOverStatusChanged voice-over off",
    ]


@pytest.mark.parametrize("options", [{}, {"value": None}, None])
def test_reading_aloud_without_a_text_fails(page: Page, options: object) -> None:
    module_of(page).is_on = True
    page.runtime.run_until_idle()
    assert read(page, options)[1] == (
        '{"success":false,"errorDesc":"you didn\'t specify any value to read"}'
    )


def test_text_is_read_aloud_after_its_delay(page: Page) -> None:
    module_of(page).is_on = True
    page.runtime.run_until_idle()
    assert read(page, {"value": "hello", "delay": 2}, 1.9) == ["true"]
    page.runtime.clock.run_for(0.2)
    assert page.console[-1].text == '{"success":true,"value":"hello"}'
    assert read(page, {"value": 7}, 0.5) == ["true", '{"success":true,"value":"7"}']
    assert read(page, {"value": ""}, 0.5) == ["true", '{"success":true,"value":""}']
    assert module_of(page).read_aloud == ["hello", "7", ""]


def test_focus_to_element_is_recorded(page: Page) -> None:
    page.fire_event("_root", "focus")
    assert page.native_calls[-1].args[2:4] == ["focusToElement", ["_root"]]
