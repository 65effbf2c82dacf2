"""weex_runtime.loop.clock: virtual time moves when a test says so, real time never."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from weex_runtime import ClockError, WaitTimeout
from weex_runtime.loop.looper import Looper


@pytest.fixture
def looper() -> Iterator[Looper]:
    looper = Looper(virtual=True)
    yield looper
    looper.close()


def test_virtual_clock_starts_at_zero_and_stands_still(looper: Looper) -> None:
    assert looper.clock.virtual
    assert looper.clock.now() == 0
    looper.run_until_idle(5)
    assert looper.clock.now() == 0


def test_run_for_adds_its_duration_to_the_time(looper: Looper) -> None:
    looper.clock.run_for(1.5)
    looper.clock.run_for(0)
    looper.clock.run_for(0.25)
    assert looper.clock.now() == 1.75


def test_many_small_steps_of_run_for_add_up_to_a_long_step(looper: Looper) -> None:
    """In binary fractions ten times 0.1 are less than 1, and 0.1 and 0.2 more than 0.3."""
    seen: list[str] = []
    looper.call_later(1, lambda: seen.append("1"))
    for _ in range(10):
        looper.clock.run_for(0.1)
    assert seen == ["1"]
    looper.call_later(0.1, lambda: looper.call_later(0.2, lambda: seen.append("0.1 + 0.2")))
    looper.clock.run_for(0.3)
    assert seen == ["1", "0.1 + 0.2"]


def test_run_for_runs_timers_in_order_each_at_its_due_time(looper: Looper) -> None:
    clock = looper.clock
    seen: list[tuple[str, float]] = []

    def note(what: str) -> None:
        seen.append((what, clock.now()))

    looper.call_later(3, lambda: note("late"))
    looper.call_later(1, lambda: note("early"))
    looper.call_later(2, lambda: note("first of two"))
    looper.call_later(2, lambda: note("second of two"))
    clock.run_for(2.5)
    assert seen == [("early", 1), ("first of two", 2), ("second of two", 2)]
    assert clock.now() == 2.5
    clock.run_for(10)
    assert seen[3:] == [("late", 3)]


def test_run_for_also_runs_timers_started_by_other_timers(looper: Looper) -> None:
    seen: list[float] = []

    def again() -> None:
        seen.append(looper.clock.now())
        looper.call_later(1, again)

    looper.call_later(1, again)
    looper.clock.run_for(4.5)
    assert seen == [1, 2, 3, 4]


def test_callback_that_a_timer_schedules_runs_before_the_clock_advances(looper: Looper) -> None:
    seen: list[tuple[str, float]] = []

    def first() -> None:
        looper.call_soon(lambda: seen.append(("queued", looper.clock.now())))

    looper.call_later(1, first)
    looper.call_later(1.5, lambda: seen.append(("second", looper.clock.now())))
    looper.clock.run_for(2)
    assert seen == [("queued", 1), ("second", 1.5)]


def test_callback_scheduled_before_run_for_runs_before_the_time_moves(looper: Looper) -> None:
    seen: list[float] = []
    looper.call_soon(lambda: looper.call_later(1, lambda: seen.append(looper.clock.now())))
    looper.clock.run_for(1)
    assert seen == [1]


def test_timer_without_delay_runs_before_the_time_moves(looper: Looper) -> None:
    seen: list[float] = []
    looper.call_later(0, lambda: seen.append(looper.clock.now()))
    looper.call_later(-1, lambda: seen.append(looper.clock.now()))
    looper.run_until_idle(5)
    assert seen == [0, 0]


def test_timers_without_delay_that_start_each_other_endlessly_raise_clock_error(
    looper: Looper,
) -> None:
    count = 0

    def again() -> None:
        nonlocal count
        count += 1
        if count < 100_000:
            looper.call_later(0, again)

    again()
    with pytest.raises(ClockError, match="time stands still at 0 s"):
        looper.clock.run_for(1)


def test_run_for_rejects_a_negative_duration(looper: Looper) -> None:
    with pytest.raises(ClockError, match="expected 0 to"):
        looper.clock.run_for(-0.1)


def test_timer_can_call_run_for(looper: Looper) -> None:
    """Say a native module's method that a test has written."""
    seen: list[float] = []
    looper.call_later(1, lambda: looper.clock.run_for(2))
    looper.call_later(2, lambda: seen.append(looper.clock.now()))
    looper.clock.run_for(1)
    assert seen == [2]
    assert looper.clock.now() == 3


def test_run_for_on_a_real_clock_is_an_error() -> None:
    looper = Looper()
    try:
        assert not looper.clock.virtual
        before = looper.clock.now()
        for move in (looper.clock.run_for, looper.clock.fast_forward):
            with pytest.raises(ClockError, match='clock="virtual"'):
                move(1)
        assert looper.clock.now() >= before
    finally:
        looper.close()


def test_fast_forward_runs_each_due_timer_only_once(looper: Looper) -> None:
    """As after a laptop was closed: Playwright's `fastForward`."""
    seen: list[tuple[str, float]] = []

    def again() -> None:
        seen.append(("interval", looper.clock.now()))
        looper.call_later(1, again)

    looper.call_later(1, again)
    looper.call_later(3, lambda: seen.append(("late", looper.clock.now())))
    looper.call_later(11, lambda: seen.append(("later", looper.clock.now())))
    looper.clock.fast_forward(10)
    assert seen == [("interval", 10), ("late", 10)]
    looper.clock.fast_forward(1)
    assert seen[2:] == [("later", 11), ("interval", 11)]


def test_many_small_steps_of_fast_forward_add_up_to_a_long_step(looper: Looper) -> None:
    seen: list[str] = []
    looper.call_later(1, lambda: seen.append("1"))
    for _ in range(10):
        looper.clock.fast_forward(0.1)
    assert seen == ["1"]


def test_clock_durations_can_be_seconds_or_timedeltas(looper: Looper) -> None:
    looper.clock.run_for(timedelta(milliseconds=1500))
    looper.clock.fast_forward(timedelta(minutes=1))
    assert looper.clock.now() == 61.5
    for wrong in ("1 min", "1:60", "1:2:3:4", "", None, True, float("nan")):
        with pytest.raises(ClockError, match="run_for takes seconds"):
            looper.clock.run_for(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "seconds"), [("30", 30), ("01:30", 90), ("10:00:01", 36001), ("90:00", 5400)]
)
def test_clock_durations_can_be_text_as_in_playwright(
    looper: Looper, text: str, seconds: float
) -> None:
    looper.clock.fast_forward(text)
    assert looper.clock.now() == seconds
    looper.clock.run_for(text)
    assert looper.clock.now() == 2 * seconds


@pytest.mark.parametrize("number", [301, 999, 1000, 1234.5, 1500, 1800, 90_000, 3_600_000])
def test_run_for_rejects_a_number_that_is_probably_milliseconds(
    looper: Looper, number: float
) -> None:
    with pytest.raises(ClockError, match=f"milliseconds: did you mean {number / 1000:g}") as caught:
        looper.clock.run_for(number)
    assert looper.clock.now() == 0
    meant = str(caught.value).split('"')[1]
    looper.clock.run_for(meant)
    assert looper.clock.now() == int(number)
    looper.clock.fast_forward(timedelta(seconds=number))
    assert looper.clock.now() == int(number) + number


@pytest.mark.parametrize("number", [300, 3600, 36_000, 86_400, 2_592_000])
def test_large_number_of_seconds_is_accepted_if_it_is_whole_hours_or_days(
    looper: Looper, number: float
) -> None:
    looper.clock.fast_forward(number)
    assert looper.clock.now() == number


def test_pause_at_accepts_any_future_time(looper: Looper) -> None:
    looper.clock.set_system_time(0)
    looper.clock.pause_at(30_000)
    assert looper.clock.now() == 30_000


def test_installed_clock_stands_still_and_timers_keep_their_remaining_delays() -> None:
    looper = Looper()
    try:
        clock = looper.clock
        before = clock.now()
        seen: list[str] = []
        looper.call_later(3600, lambda: seen.append("an hour"))
        clock.install()
        installed = clock.now()
        assert installed <= clock.now() < before + 3600
        clock.run_for(timedelta(seconds=3600 - (installed - before) - 0.1))
        assert seen == []
        clock.run_for(0.2)
        assert seen == ["an hour"]
    finally:
        looper.close()


def test_resumed_clock_continues_from_its_virtual_time(looper: Looper) -> None:
    clock = looper.clock
    seen: list[float] = []
    clock.install("2030-01-01T00:00:00Z")
    clock.run_for("00:08:20")
    looper.call_later(0.01, lambda: seen.append(clock.now()))
    clock.resume()
    clock.resume()
    assert not clock.virtual
    looper.run_until(lambda: seen, 5)
    assert 500 < seen[0] < 510
    assert clock.time() - datetime(2030, 1, 1, tzinfo=timezone.utc).timestamp() >= 500
    clock.install()
    assert clock.now() >= seen[0] - 0.001
    clock.run_for(1)


def test_virtual_clock_begins_with_the_time_of_day_of_the_machine(looper: Looper) -> None:
    begun = looper.clock.time()
    assert abs(begun - time.time()) < 60
    looper.clock.run_for(0.25)
    assert looper.clock.time() == pytest.approx(begun + 0.25, abs=1e-6)


@pytest.mark.parametrize(
    "moment",
    [
        1767225600,
        1767225600.0,
        "2026-01-01",
        "2026-01-01T00:00:00Z",
        "2026-01-01T01:00:00+01:00",
        datetime(2026, 1, 1, tzinfo=timezone.utc),
        datetime.fromtimestamp(1767225600),
        datetime.fromtimestamp(1767225600).isoformat(),
    ],
    ids=str,
)
def test_time_of_day_can_be_a_datetime_or_seconds_or_text(looper: Looper, moment: Any) -> None:
    looper.clock.install(moment)
    assert looper.clock.time() == 1767225600
    looper.clock.run_for(1.5)
    assert looper.clock.time_ms() == 1767225601500


@pytest.mark.parametrize("moment", ["soon", "", None, True, float("inf"), [1]], ids=str)
def test_clock_rejects_an_invalid_time_of_day(looper: Looper, moment: Any) -> None:
    for method in (
        looper.clock.pause_at,
        looper.clock.set_fixed_time,
        looper.clock.set_system_time,
    ):
        with pytest.raises(ClockError, match="expected a datetime, seconds since 1970 or ISO 8601"):
            method(moment)


def test_pause_at_jumps_to_a_time_of_day(looper: Looper) -> None:
    seen: list[float] = []

    def again() -> None:
        seen.append(looper.clock.time())
        looper.call_later(60, again)

    looper.clock.install(1000)
    looper.call_later(60, again)
    looper.clock.pause_at(1600)
    assert looper.clock.time() == 1600
    assert seen == [1600]
    with pytest.raises(ClockError, match=r"pause_at\(1599.5\): expected .* 0.5 s earlier"):
        looper.clock.pause_at(1599.5)


def test_method_pause_at_installs_a_virtual_clock_and_stops_it() -> None:
    looper = Looper()
    try:
        later = time.time() + 100
        looper.clock.pause_at(later)
        assert looper.clock.virtual
        assert looper.clock.time() == pytest.approx(later, abs=0.001)
    finally:
        looper.close()


def test_fixed_time_of_day_does_not_stop_timers(looper: Looper) -> None:
    seen: list[float] = []
    looper.clock.install(100)
    looper.clock.set_fixed_time(5)
    looper.call_later(10, lambda: seen.append(looper.clock.time()))
    looper.clock.run_for(20)
    assert seen == [5]
    looper.clock.set_system_time(50)
    assert looper.clock.time() == 50
    looper.clock.run_for(1)
    assert looper.clock.time() == 51


def test_set_system_time_triggers_no_timer(looper: Looper) -> None:
    seen: list[str] = []
    looper.call_later(10, lambda: seen.append("due"))
    looper.clock.set_system_time("2040-01-01")
    looper.run_until_idle(5)
    assert seen == []
    looper.clock.run_for(10)
    assert seen == ["due"]


def test_real_clock_has_the_time_of_the_machine_until_a_test_sets_the_clock() -> None:
    looper = Looper()
    try:
        assert not looper.clock.has_own_time
        looper.clock.set_fixed_time(7)
        assert looper.clock.has_own_time
        assert looper.clock.time() == 7
        assert not looper.clock.virtual
    finally:
        looper.close()


def test_virtual_time_moves_only_after_work_on_a_thread_is_done(looper: Looper) -> None:
    seen: list[tuple[str, float]] = []
    is_free = threading.Event()

    def done(result: str | None, error: BaseException | None) -> None:
        seen.append((str(result), looper.clock.now()))
        looper.call_later(1, lambda: seen.append(("a second later", looper.clock.now())))

    def work() -> str:
        is_free.wait(10)
        return "worked"

    looper.run_in_worker(work, done, "some work")
    threading.Timer(0.02, is_free.set).start()
    looper.call_later(5, lambda: seen.append(("timer", looper.clock.now())))
    looper.clock.run_for(10)
    assert seen == [("worked", 0), ("a second later", 1), ("timer", 5)]


def test_timeout_of_run_for_names_the_work_that_keeps_the_time_from_moving(looper: Looper) -> None:
    is_free = threading.Event()
    looper.run_in_worker(lambda: is_free.wait(10), lambda *_: None, "some work")
    looper.clock.patience = 0.05
    with pytest.raises(
        WaitTimeout,
        match=r"the clock stays at 0 s, since .* within 0.05 real seconds \(clock.patience\): "
        "some work is under way",
    ):
        looper.clock.run_for(1)
    is_free.set()
    looper.clock.patience = 5
    looper.clock.run_for(1)
    assert looper.clock.now() == 1


def test_timer_started_by_another_thread_runs_at_its_due_time(looper: Looper) -> None:
    seen: list[tuple[str, float]] = []

    def start() -> None:
        looper.call_later_threadsafe(2, lambda: seen.append(("two", looper.clock.now())))
        cancel = looper.call_later_threadsafe(1, lambda: seen.append(("one", 1)))
        cancel()

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    looper.clock.run_for(3)
    assert seen == [("two", 2)]


def test_clock_rejects_a_time_of_day_in_milliseconds(looper: Looper) -> None:
    with pytest.raises(ClockError, match="reads as milliseconds: did you mean 1706860800?"):
        looper.clock.install(1706860800000)
