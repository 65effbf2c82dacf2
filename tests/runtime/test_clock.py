"""weex_runtime.clock: virtual time moves when a test says so, real time never."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from weex_runtime import ClockError
from weex_runtime.looper import Looper


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


def test_run_for_moves_the_time_on(looper: Looper) -> None:
    looper.clock.run_for(1.5)
    looper.clock.run_for(0)
    looper.clock.run_for(0.25)
    assert looper.clock.now() == 1.75


def test_many_small_steps_are_as_far_as_a_long_one(looper: Looper) -> None:
    """In binary fractions ten times 0.1 are less than 1, and 0.1 and 0.2 more than 0.3."""
    seen: list[str] = []
    looper.call_later(1, lambda: seen.append("1"))
    for _ in range(10):
        looper.clock.run_for(0.1)
    assert seen == ["1"]
    looper.call_later(0.1, lambda: looper.call_later(0.2, lambda: seen.append("0.1 + 0.2")))
    looper.clock.run_for(0.3)
    assert seen == ["1", "0.1 + 0.2"]


def test_everything_due_runs_in_order_each_at_its_own_time(looper: Looper) -> None:
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


def test_timers_that_timers_start_run_on_the_way(looper: Looper) -> None:
    seen: list[float] = []

    def again() -> None:
        seen.append(looper.clock.now())
        looper.call_later(1, again)

    looper.call_later(1, again)
    looper.clock.run_for(4.5)
    assert seen == [1, 2, 3, 4]


def test_what_a_timer_queues_runs_before_the_time_moves_on(looper: Looper) -> None:
    seen: list[tuple[str, float]] = []

    def first() -> None:
        looper.call_soon(lambda: seen.append(("queued", looper.clock.now())))

    looper.call_later(1, first)
    looper.call_later(1.5, lambda: seen.append(("second", looper.clock.now())))
    looper.clock.run_for(2)
    assert seen == [("queued", 1), ("second", 1.5)]


def test_what_was_queued_before_runs_before_the_time_moves(looper: Looper) -> None:
    seen: list[float] = []
    looper.call_soon(lambda: looper.call_later(1, lambda: seen.append(looper.clock.now())))
    looper.clock.run_for(1)
    assert seen == [1]


def test_timer_of_no_delay_runs_without_a_move_of_the_time(looper: Looper) -> None:
    seen: list[float] = []
    looper.call_later(0, lambda: seen.append(looper.clock.now()))
    looper.call_later(-1, lambda: seen.append(looper.clock.now()))
    looper.run_until_idle(5)
    assert seen == [0, 0]


def test_timers_without_delay_that_start_each_other_do_not_hold_it_up(looper: Looper) -> None:
    count = 0

    def again() -> None:
        nonlocal count
        count += 1
        if count < 100_000:
            looper.call_later(0, again)

    again()
    with pytest.raises(ClockError, match="time stands still at 0 s"):
        looper.clock.run_for(1)


def test_time_runs_forwards_only(looper: Looper) -> None:
    with pytest.raises(ClockError, match="forwards only"):
        looper.clock.run_for(-0.1)


def test_run_for_from_a_timer_is_possible(looper: Looper) -> None:
    """Say a native module's method that a test has written."""
    seen: list[float] = []
    looper.call_later(1, lambda: looper.clock.run_for(2))
    looper.call_later(2, lambda: seen.append(looper.clock.now()))
    looper.clock.run_for(1)
    assert seen == [2]
    assert looper.clock.now() == 3


def test_real_clock_cannot_be_moved() -> None:
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
