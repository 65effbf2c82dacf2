"""weex_modules.geolocation: the position of the device, set in Python."""

from __future__ import annotations

import json
from typing import Any

import pytest

from weex_modules.geolocation import Location
from weex_runtime import Page, Runtime

CODE = """// { "framework": "Vanilla" }
var geolocation = weex.requireModule('geolocation');
function show(name) {
  return function (data) { console.log(JSON.stringify([name, data])); };
}
var body = document.createElement('div');
body.addEvent('call', function (event) {
  if (event.method === 'clearWatch') geolocation.clearWatch(event.id);
  else geolocation[event.method](show('ok'), show('failed'), {});
});
document.documentElement.appendChild(body);
"""


UNKNOWN = {"code": 2, "message": "the position is not known"}


@pytest.fixture
def page(runtime: Runtime) -> Page:
    return runtime.open(source=CODE, platform="web")


def call(page: Page, method: str, **facts: Any) -> list[Any]:
    before = len(page.console)
    page.fire_event("_root", "call", {"method": method, **facts})
    return told(page, before)


def told(page: Page, before: int) -> list[Any]:
    page.runtime.run_until_idle()
    assert not page.errors
    return [json.loads(line.text) for line in list(page.console)[before:]]


def test_get_current_position_passes_the_position_to_the_callback(page: Page) -> None:
    page.runtime.shared(Location).move_to(48.5, 11.25, accuracy=3)
    ((name, position),) = call(page, "getCurrentPosition")
    assert name == "ok"
    assert position["coords"] == {
        "latitude": 48.5,
        "longitude": 11.25,
        "accuracy": 3,
        "altitude": None,
        "altitudeAccuracy": None,
        "heading": None,
        "speed": None,
    }
    assert position["timestamp"] > 1.5e12


def test_call_fails_while_the_position_is_unknown(page: Page) -> None:
    assert call(page, "getCurrentPosition") == [["failed", UNKNOWN]]


def test_geolocation_failure_has_the_code_and_message_that_a_test_sets(page: Page) -> None:
    page.runtime.shared(Location).lose(1, "User denied Geolocation")
    assert call(page, "getCurrentPosition") == [
        ["failed", {"code": 1, "message": "User denied Geolocation"}]
    ]


DENIED = {"code": 1, "message": "User denied Geolocation"}


@pytest.mark.parametrize("platform", [None, "web"])
@pytest.mark.parametrize("method", ["getCurrentPosition", "watchPosition"])
def test_call_without_the_location_permission_fails(
    runtime: Runtime, platform: Any, method: str
) -> None:
    page = runtime.open(source=CODE, platform=platform)
    page.runtime.shared(Location).move_to(1, 2)
    page.device_permissions["location"] = "denied"
    assert call(page, method) == [["failed", DENIED]]


@pytest.mark.parametrize("answer", [True, False])
def test_permission_dialog_is_shown_before_the_position_is_returned(
    page: Page, answer: bool
) -> None:
    page.runtime.shared(Location).move_to(1, 2)
    page.device_permissions["location"] = "asked"
    page.answer_dialogs(answer)
    page.fire_event("_root", "call", {"method": "getCurrentPosition"})
    page.runtime.run_until_idle()
    dialog, told = [line.text for line in page.console]
    assert dialog == "[permission] location"
    assert json.loads(told)[0] == ("ok" if answer else "failed")


def test_watch_of_the_position_fails_after_the_permission_is_withdrawn(page: Page) -> None:
    location = page.runtime.shared(Location)
    location.move_to(1, 2)
    call(page, "watchPosition")
    page.device_permissions["location"] = "denied"
    before = len(page.console)
    location.move_to(3, 4)
    assert told(page, before) == [["failed", DENIED]]


def test_callback_of_watch_position_is_called_at_each_move_until_clear_watch(page: Page) -> None:
    location = page.runtime.shared(Location)
    assert call(page, "watchPosition") == [["failed", UNKNOWN]]
    before = len(page.console)
    location.move_to(1, 2)
    location.lose()
    moved, lost = told(page, before)
    assert (moved[0], moved[1]["coords"]["latitude"], moved[1]["watchId"]) == ("ok", 1, 1)
    assert lost == ["failed", UNKNOWN]
    call(page, "clearWatch", id=1)
    before = len(page.console)
    location.move_to(3, 4)
    assert told(page, before) == []


def test_watch_of_the_position_ends_with_its_page(page: Page) -> None:
    other = page.runtime.open(source=CODE, platform="web")
    call(page, "watchPosition")
    call(other, "watchPosition")
    page.destroy()
    location = page.runtime.shared(Location)
    assert list(location.watchers) == [2]
    before = len(other.console)
    location.move_to(1, 2)
    assert [name for name, _ in told(other, before)] == ["ok"]


@pytest.mark.parametrize("platform", ["android", "ios"])
def test_devices_lack_the_module_geolocation(runtime: Runtime, platform: Any) -> None:
    source = CODE.split("\n")[0] + "\nconsole.log(typeof weex.requireModule('geolocation'));"
    page = runtime.open(source=source, platform=platform)
    assert page.console[-1].text == "undefined"
