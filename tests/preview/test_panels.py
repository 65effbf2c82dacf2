"""The panels clock, faults and storage: their content, their actions, and wrong input."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from weex_modules.storage import Storage
from weex_runtime import Module, Runtime
from weex_runtime.faults.grammar import FORMS, parse
from weex_runtime.preview.panels.faults import example_of

from .browser import Browser


def content(browser: Browser, panel: str) -> dict[str, Any]:
    """The content of a panel that was sent last."""
    return browser.sent(f"panel {panel}")[-1]


def problems(browser: Browser, panel: str) -> list[str]:
    """The messages of a panel."""
    return [sent["text"] for sent in browser.sent("problem") if sent["panel"] == panel]


def recorded(browser: Browser) -> list[str]:
    """The lines of the copied test that repeat actions."""
    return [line.strip() for line in browser.session.code().splitlines()[2:]]


def test_clock_panel_pauses_and_resumes_the_clock(browser: Browser) -> None:
    browser.do("clock.run")
    assert content(browser, "clock") == {"kind": "panel clock", "paused": False}
    browser.do("clock.pause")
    clock = browser.page.clock
    assert (content(browser, "clock")["paused"], clock.virtual) == (True, True)
    assert content(browser, "clock")["time"] == clock.time_ms()
    browser.do("clock.run")
    assert (content(browser, "clock")["paused"], clock.virtual) == (False, False)
    assert recorded(browser) == [f"page.clock.{call}()" for call in ("resume", "install", "resume")]


@pytest.mark.parametrize(
    ("duration", "seconds", "call"),
    [
        ("2", 2, "run_for(2)"),
        ("0.25", 0.25, "run_for(0.25)"),
        ("00:10:00", 600, "run_for('00:10:00')"),
    ],
)
def test_clock_panel_moves_the_paused_clock_by_a_duration(
    browser: Browser, duration: str, seconds: float, call: str
) -> None:
    browser.do("clock.pause")
    before = browser.page.clock.now()
    browser.do("clock.step", duration=duration)
    assert browser.page.clock.now() - before == pytest.approx(seconds)
    assert recorded(browser)[1:] == [f"page.clock.{call}"]


@pytest.mark.parametrize("seconds", [2, 400])
def test_clock_panel_moves_the_clock_to_the_next_timer_and_runs_the_timer(
    browser: Browser, seconds: int
) -> None:
    browser.do("clock.pause")
    fired: list[int] = []
    browser.page.runtime.looper.call_later(seconds, lambda: fired.append(1))
    browser.session.refresh()
    assert content(browser, "clock")["next"] == seconds
    browser.do("clock.next")
    assert fired == [1]
    assert content(browser, "clock")["next"] is None
    browser.do("clock.next")
    assert len(problems(browser, "clock")) == 1


@pytest.mark.parametrize("duration", ["", "soon", "-1", "2000", "02:00:00", "1e3", None])
def test_clock_panel_reports_an_invalid_duration(browser: Browser, duration: object) -> None:
    browser.do("clock.pause")
    before = browser.page.clock.now()
    browser.do("clock.step", duration=duration)
    assert len(problems(browser, "clock")) == 1
    assert browser.page.clock.now() == before


def test_clock_panel_reports_that_a_running_clock_cannot_be_moved(browser: Browser) -> None:
    browser.do("clock.run")
    browser.do("clock.step", duration="1")
    assert len(problems(browser, "clock")) == 1


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_a_fault_has_an_example_in_the_panel(form: str) -> None:
    assert str(parse(example_of(form))[0]).split()[0] == form.split()[0]


@pytest.mark.parametrize(
    ("only", "owner", "place"), [(False, "page.runtime", "all devices"), (True, "page", "page 1")]
)
def test_faults_panel_adds_shows_and_stops_a_fault(
    browser: Browser, only: bool, owner: str, place: str
) -> None:
    browser.do("faults.add", text="drop after 2 messages once", only=only)
    faults = browser.page.faults if only else browser.page.runtime.faults
    [added] = faults.active
    [shown] = content(browser, "faults")["active"]
    assert (shown["text"], shown["on"]) == ("drop after 2 messages once", place)
    browser.do("faults.stop", id=shown["id"])
    assert (faults.active, content(browser, "faults")["active"]) == ([], [])
    assert recorded(browser) == [
        f"{owner}.faults.add('drop after 2 messages once')",
        f"{owner}.faults.remove('drop after 2 messages')",
    ]
    assert added.is_removed


@pytest.mark.parametrize("text", ["", "explode", "drop after many messages", "status 99"])
def test_faults_panel_reports_a_fault_that_cannot_be_parsed(browser: Browser, text: str) -> None:
    browser.do("faults.add", text=text)
    assert len(problems(browser, "faults")) == 1
    assert not browser.page.runtime.faults.active


def test_stopping_a_fault_that_has_ended_reports_no_problem(browser: Browser) -> None:
    browser.do("faults.stop", id="all.1")
    assert problems(browser, "faults") == []


def test_storage_panel_shows_edits_and_deletes_items(browser: Browser) -> None:
    items = browser.page.runtime.shared(Storage).items
    items.put("a", "1")
    browser.do("storage.show")
    assert content(browser, "storage")["items"] == [{"key": "a", "value": "1", "cut": False}]
    browser.do("storage.set", key="a", value="2")
    browser.do("storage.set", key="b", value="")
    assert {item["key"]: item["value"] for item in content(browser, "storage")["items"]} == {
        "a": "2",
        "b": "",
    }
    browser.do("storage.remove", key="a")
    assert (items.keys(), len(content(browser, "storage")["items"])) == (["b"], 1)


def test_storage_items_are_sent_again_after_a_page_changes_them(browser: Browser) -> None:
    browser.do("storage.show")
    module: Any = browser.page.modules.get("storage")
    module.storage.items.put("a", "x" * 3000)
    browser.session.refresh()
    [item] = content(browser, "storage")["items"]
    assert (len(item["value"]), item["cut"]) == (2000, True)


def test_storage_panel_shows_only_the_latest_of_many_items(browser: Browser) -> None:
    items = browser.page.runtime.shared(Storage).items
    for number in range(1001):
        items.put(f"key {number}", "x")
    browser.do("storage.show")
    shown = content(browser, "storage")
    assert (len(shown["items"]), shown["items"][0]["key"], shown["left_out"]) == (1000, "key 1", 1)


def test_storage_panel_refuses_an_item_without_a_key(browser: Browser) -> None:
    browser.do("storage.set", key="", value="x")
    assert len(problems(browser, "storage")) == 1


def test_storage_panel_names_a_storage_file_that_cannot_be_used(tmp_path: Path) -> None:
    file = tmp_path / "app.db"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE default_wx_storage (other TEXT)")
    connection.close()
    with Runtime(storage=file) as runtime:
        browser = Browser(runtime)
        for action in ("show", "set"):
            browser.do(f"storage.{action}", key="a", value="1")
        browser.session.refresh()
        assert [str(file) in text for text in problems(browser, "storage")] == [True, True]


def test_storage_panel_of_an_app_with_its_own_storage_module_names_the_module() -> None:
    class Own(Module):
        name = "storage"

    with Runtime(modules=[Own]) as runtime:
        browser = Browser(runtime)
        browser.do("storage.show")
        assert "Own" in content(browser, "storage")["problem"]


def test_storage_panel_shows_items_that_another_process_wrote_to_the_file(tmp_path: Path) -> None:
    file = tmp_path / "app.db"
    with Runtime(storage=file) as runtime:
        browser = Browser(runtime)
        browser.do("storage.show")
        connection = sqlite3.connect(file)
        connection.execute("INSERT INTO default_wx_storage VALUES ('a', 'other', '', 0)")
        connection.commit()
        connection.close()
        browser.do("storage.show")
        assert content(browser, "storage")["items"][0]["value"] == "other"
