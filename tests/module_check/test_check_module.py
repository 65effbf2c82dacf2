"""`check_module`: reports, and refused classes and arguments."""

from __future__ import annotations

import logging
from enum import Enum
from typing import Annotated, Any

import pytest

from weex_runtime import (
    ArgumentMismatch,
    Callback,
    KeepAliveCallback,
    Module,
    ModuleError,
    js_method,
)
from weex_runtime.errors import WeexError
from weex_runtime.json_values import JSONValue
from weex_runtime.testing import Report, check_module

from ..support.module_checks import Answer


class Day(Enum):
    MONDAY = 1


_MONDAY = Day.MONDAY


class Calendar(Module):
    """A module without problems."""

    name = "calendar"

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.reminder: Any = None
        self.log = logging.getLogger("calendar")
        self.first_day = _MONDAY

    @js_method
    async def add(self, title: str, at_ms: float, done: Annotated[Callback, Answer]) -> None:
        """Add an event, after work on a thread."""
        await self.sleep(0.5)
        await self.run_in_worker(len, title or "")
        self.titles.append(title)
        done.invoke({"result": "success", "count": len(self.titles)})

    @js_method(sync=True)
    def count(self) -> int:
        """The number of events."""
        return len(self.titles)

    @js_method
    def remind(self, every_ms: int, due: KeepAliveCallback) -> None:
        """Call back many times."""
        self._stop()
        self._again(max(every_ms, 100) / 1000, due)

    @js_method
    def find(self, what: JSONValue, found: Callback) -> None:
        """Find events by one title or several."""
        if isinstance(what, (bool, int, float)):
            raise ArgumentMismatch("calendar.find: parameter 'what' needs a title")
        titles = what if isinstance(what, list) else [what]
        found.invoke([title for title in self.titles if title in titles])

    def _again(self, seconds: float, due: KeepAliveCallback) -> None:
        def remind() -> None:
            due.invoke_and_keep_alive(len(self.titles))
            self._again(seconds, due)

        self.reminder = self.loop.call_later(seconds, remind)

    def _stop(self) -> None:
        if self.reminder:
            self.reminder.cancel()

    def destroy(self) -> None:
        self._stop()


CALLS: dict[str, list[JSONValue]] = {"find": ["lunch"]}


def test_report_of_a_good_module_lists_all_checks_as_passed() -> None:
    report = check_module(Calendar, calls=CALLS)
    assert report.problems == report.hints == []
    assert len(report.checks) == 15
    assert str(report).splitlines()[0] == "module calendar: 15 checks, 0 problems, 0 hints"
    assert "  ok   two pages share no state" in str(report).splitlines()


def test_failed_check_raises_an_assertion_error_that_lists_all_problems() -> None:
    class Broken(Module):
        name = "broken"

        @js_method
        def first(self) -> None:
            1 / 0  # noqa: B018

    with pytest.raises(AssertionError) as failed:
        check_module(Broken)
    assert isinstance(failed.value, WeexError)
    text = str(failed.value)
    assert "module broken: 15 checks, 3 problems, 0 hints" in text
    assert "FAILED the module and each method have a docstring" in text
    assert (
        "broken.first() raises ZeroDivisionError: division by zero (test_check_module.py:" in text
    )
    assert "-> write a docstring" in text


def test_report_notes_which_checks_did_not_run_for_a_module_without_methods() -> None:
    class Silent(Module):
        """A module without methods on iOS."""

        name = "silent"

        @js_method(platforms=("android",))
        def go(self) -> None:
            """Go."""

    report = check_module(Silent, options={"platform": "ios"})
    assert isinstance(report, Report)
    notes = [check.title for check in report.checks if check.note]
    assert len(notes) == 8
    assert "  --   callbacks are used as they are declared: it exports no method" in str(report)


@pytest.mark.parametrize(
    ("calls", "message"),
    [
        ({"sub": []}, "calls: calendar has no method 'sub'; it has add, count, remind, find"),
        ({"count": [1]}, "calls: calendar.count takes 0 arguments, not 1"),
        ({"add": {"name": "x"}}, "calls: calendar.add has no parameter 'name'"),
    ],
)
def test_calls_option_with_an_unknown_method_or_parameter_is_refused(
    calls: Any, message: str
) -> None:
    with pytest.raises(ModuleError, match=message):
        check_module(Calendar, calls=calls)


def test_class_that_cannot_be_registered_is_refused() -> None:
    with pytest.raises(ModuleError, match="set `name`"):
        check_module(type("Nameless", (Module,), {}))
