"""weex_runtime.loop.looper: sockets, timers and what other threads bring, on one thread."""

from __future__ import annotations

import gc
import socket
import threading
import time
import weakref
from collections.abc import Iterator

import pytest

from weex_runtime import WaitTimeout, WeexError
from weex_runtime.loop.looper import Looper


@pytest.fixture
def looper() -> Iterator[Looper]:
    looper = Looper(virtual=True)
    yield looper
    looper.close()


@pytest.fixture
def real_looper() -> Iterator[Looper]:
    looper = Looper()
    yield looper
    looper.close()


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours, theirs:
        yield ours, theirs


def test_queued_callbacks_run_in_order(looper: Looper) -> None:
    seen: list[int] = []
    for number in range(3):
        looper.call_soon(lambda number=number: seen.append(number))  # type: ignore[misc]
    looper.turn(0)
    assert seen == [0, 1, 2]


def test_callback_scheduled_by_a_callback_runs_in_the_next_turn(looper: Looper) -> None:
    seen: list[str] = []
    looper.call_soon(lambda: looper.call_soon(lambda: seen.append("inner")))
    looper.turn(0)
    assert seen == []
    looper.turn(0)
    assert seen == ["inner"]


def test_settle_runs_callbacks_until_none_is_ready(looper: Looper) -> None:
    seen: list[int] = []

    def count_down(n: int) -> None:
        seen.append(n)
        if n:
            looper.call_soon(lambda: count_down(n - 1))

    looper.call_soon(lambda: count_down(5))
    looper.settle()
    assert seen == [5, 4, 3, 2, 1, 0]


def test_exception_in_a_callback_is_logged_and_the_loop_continues(
    looper: Looper, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[str] = []

    def fail() -> None:
        raise LookupError("not here")

    looper.call_soon(fail)
    looper.call_soon(lambda: seen.append("queued"))
    looper.call_later(0, fail)
    looper.call_later(0, lambda: seen.append("timer"))
    looper.run_until_idle(5)
    assert sorted(seen) == ["queued", "timer"]
    assert caplog.text.count("LookupError: not here") == 2
    assert {record.name for record in caplog.records} == {"weex_runtime"}


def test_keyboard_interrupt_in_a_callback_leaves_the_loop(looper: Looper) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    looper.call_soon(interrupt)
    with pytest.raises(KeyboardInterrupt):
        looper.turn(0)


def test_cancelled_timer_does_not_run(looper: Looper) -> None:
    seen: list[str] = []
    timer = looper.call_later(1, lambda: seen.append("cancelled"))
    looper.call_later(1, lambda: seen.append("kept"))
    timer.cancel()
    timer.cancel()
    looper.clock.run_for(2)
    assert seen == ["kept"]


def test_timer_can_cancel_a_timer_that_is_due_at_the_same_time(looper: Looper) -> None:
    seen: list[str] = []
    looper.call_later(1, lambda: second.cancel())
    second = looper.call_later(1, lambda: seen.append("cancelled"))
    looper.clock.run_for(2)
    assert seen == []


def test_cancelling_a_timer_that_has_run_does_nothing(looper: Looper) -> None:
    timer = looper.call_later(1, lambda: None)
    looper.clock.run_for(1)
    timer.cancel()
    assert looper.next_due() is None


def test_cancelled_timers_are_removed_from_a_long_queue(looper: Looper) -> None:
    """A page that clears and starts a timer again and again must not fill the memory."""

    class Callback:
        def __call__(self) -> None:
            raise AssertionError

    kept: list[str] = []
    looper.call_later(50, lambda: kept.append("kept"))
    alive: list[weakref.ref[Callback]] = []
    for _ in range(1000):
        callback = Callback()
        alive.append(weakref.ref(callback))
        looper.call_later(100, callback).cancel()
    del callback
    gc.collect()
    assert sum(reference() is not None for reference in alive) < 200
    looper.clock.run_for(200)
    assert kept == ["kept"]


def test_timer_started_in_a_turn_waits_for_the_next_turn(looper: Looper) -> None:
    """Else a timer without delay that starts another would keep everything else waiting."""
    seen: list[int] = []

    def again() -> None:
        seen.append(len(seen))
        if len(seen) < 1000:
            looper.call_later(0, again)

    looper.call_later(0, again)
    looper.turn(0)
    assert seen == [0]


def test_callback_scheduled_by_a_timer_runs_before_the_next_timer(looper: Looper) -> None:
    """A callback of JS, say, may clear that one."""
    seen: list[str] = []
    looper.call_later(1, lambda: looper.call_soon(lambda: second.cancel()))
    second = looper.call_later(1, lambda: seen.append("cancelled"))
    looper.clock.run_for(2)
    assert seen == []


def test_method_next_due_skips_cancelled_timers(looper: Looper) -> None:
    assert looper.next_due() is None
    first = looper.call_later(1, lambda: None)
    looper.call_later(2, lambda: None)
    assert looper.next_due() == 1
    first.cancel()
    assert looper.next_due() == 2


def test_timers_of_a_real_clock_run_at_their_due_times(real_looper: Looper) -> None:
    seen: list[str] = []
    start = time.monotonic()
    real_looper.call_later(0.03, lambda: seen.append("second"))
    real_looper.call_later(0.01, lambda: seen.append("first"))
    real_looper.run_until(lambda: len(seen) == 2, 5)
    assert seen == ["first", "second"]
    assert time.monotonic() - start >= 0.03


def test_waiting_in_real_time_does_not_run_timers_of_a_virtual_clock(looper: Looper) -> None:
    looper.call_later(0.001, lambda: pytest.fail("real time passed only"))
    with pytest.raises(WaitTimeout):
        looper.run_until(lambda: False, 0.02)


def test_callback_of_another_thread_wakes_the_loop(real_looper: Looper) -> None:
    seen: list[threading.Thread] = []
    start = time.monotonic()

    def work() -> None:
        real_looper.call_soon_threadsafe(lambda: seen.append(threading.current_thread()))

    thread = threading.Thread(target=work)
    thread.start()
    while not seen:
        real_looper.turn(30)
    thread.join()
    assert seen == [threading.current_thread()]
    assert time.monotonic() - start < 10


def test_many_callbacks_queued_by_another_thread_all_run(real_looper: Looper) -> None:
    """More than the wake-up pair has room for."""
    seen: list[int] = []

    def work() -> None:
        for number in range(100_000):
            real_looper.call_soon_threadsafe(lambda number=number: seen.append(number))  # type: ignore[misc]

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    real_looper.run_until(lambda: len(seen) == 100_000, 5)
    assert seen == sorted(seen)


def test_readable_socket_runs_its_read_callback(
    looper: Looper, pair: tuple[socket.socket, socket.socket]
) -> None:
    ours, theirs = pair
    seen: list[bytes] = []
    looper.watch(ours, read=lambda: seen.append(ours.recv(100)))
    looper.turn(0)
    assert seen == []
    theirs.send(b"hello")
    looper.run_until(lambda: seen, 5)
    assert seen == [b"hello"]
    looper.watch(ours)
    theirs.send(b"unheard")
    looper.turn(0)
    assert seen == [b"hello"]


def test_loop_is_not_idle_while_a_socket_has_unsent_data(
    looper: Looper, pair: tuple[socket.socket, socket.socket]
) -> None:
    ours, _ = pair
    written: list[str] = []

    def write() -> None:
        written.append("written")
        looper.watch(ours, read=lambda: None)

    looper.watch(ours, read=lambda: None, write=write)
    assert not looper.is_idle()
    looper.run_until_idle(5)
    assert written == ["written"]
    looper.watch(ours)


def test_write_callback_does_not_run_if_the_read_callback_stopped_watching_the_socket(
    looper: Looper, pair: tuple[socket.socket, socket.socket]
) -> None:
    ours, theirs = pair
    theirs.send(b"both ready")
    looper.watch(ours, read=lambda: looper.watch(ours), write=lambda: pytest.fail("written"))
    looper.turn(0)


def test_run_until_returns_at_once_if_the_predicate_is_true(looper: Looper) -> None:
    looper.call_soon(lambda: pytest.fail("took a turn"))
    looper.run_until(lambda: True, 0)


def test_run_until_evaluates_its_predicate_again_after_a_change_by_another_thread(
    looper: Looper,
) -> None:
    """Nothing wakes the loop, say a server of the same process."""
    event = threading.Event()
    threading.Thread(target=event.set).start()
    looper.run_until(event.is_set, 5)


def test_timeout_of_run_until_names_the_condition_and_pending_work(looper: Looper) -> None:
    looper.call_later(3, lambda: None)
    with pytest.raises(WaitTimeout) as caught:
        looper.run_until(lambda: False, 0.01, "the answer")
    assert str(caught.value) == (
        "timed out after 0.01 s waiting for the answer; "
        "the virtual clock's next timer is due in 3 s"
    )
    assert isinstance(caught.value, TimeoutError)
    assert isinstance(caught.value, WeexError)


def test_timeout_of_run_until_shows_the_source_of_the_predicate(looper: Looper) -> None:
    answers: list[str] = []
    with pytest.raises(WaitTimeout, match=r"len\(answers\) == 7"):
        looper.run_until(lambda: len(answers) == 7, 0)
    with pytest.raises(WaitTimeout, match="__len__"):
        looper.run_until([].__len__, 0)


def test_timeout_message_with_a_real_clock_counts_open_sockets_and_names_the_next_timer(
    real_looper: Looper, pair: tuple[socket.socket, socket.socket]
) -> None:
    assert real_looper.pending() == "nothing is pending"
    for sock in pair:
        real_looper.watch(sock, read=lambda: None)
    real_looper.call_later(100, lambda: None)
    text = real_looper.pending()
    assert "the next timer is due in 100 s" in text
    assert "2 open sockets may receive data" in text
    for sock in pair:
        real_looper.watch(sock)


def test_run_until_idle_ignores_silent_sockets_and_later_timers(
    looper: Looper, pair: tuple[socket.socket, socket.socket]
) -> None:
    ours, _ = pair
    looper.watch(ours, read=lambda: None)
    looper.call_later(1, lambda: pytest.fail("too early"))
    looper.run_until_idle(5)
    looper.watch(ours)


def test_run_until_idle_times_out_when_the_loop_is_never_idle(looper: Looper) -> None:
    def again() -> None:
        looper.call_soon(again)

    again()
    with pytest.raises(WaitTimeout, match="the loop to be idle"):
        looper.run_until_idle(0.02)


def test_run_for_on_a_real_clock_runs_the_loop_for_the_given_time(real_looper: Looper) -> None:
    seen: list[str] = []
    real_looper.call_later(0.01, lambda: seen.append("on the way"))
    start = time.monotonic()
    real_looper.run_for(0.03)
    assert time.monotonic() - start >= 0.03
    assert seen == ["on the way"]


def test_settle_down_waits_for_timers_that_are_due_soon(real_looper: Looper) -> None:
    seen: list[str] = []
    real_looper.call_later(0.02, lambda: seen.append("soon"))
    real_looper.call_later(100, lambda: seen.append("late"))
    real_looper.settle_down(5, quiet=0, due_within=1)
    assert seen == ["soon"]


def test_settle_down_ends_at_its_timeout_despite_endless_callbacks(real_looper: Looper) -> None:
    def again() -> None:
        real_looper.call_soon(again)

    again()
    start = time.monotonic()
    real_looper.settle_down(0.03, quiet=0, due_within=0)
    assert 0.03 <= time.monotonic() - start < 2


def test_settle_down_waits_until_open_sockets_are_quiet(
    real_looper: Looper, pair: tuple[socket.socket, socket.socket]
) -> None:
    ours, theirs = pair
    seen: list[bytes] = []

    def read() -> None:
        seen.append(ours.recv(100))
        if len(seen) < 3:
            theirs.send(b"more")

    real_looper.watch(ours, read=read)
    theirs.send(b"one")
    start = time.monotonic()
    real_looper.settle_down(5, quiet=0.03, due_within=0)
    assert len(seen) == 3
    assert time.monotonic() - start >= 0.03
    real_looper.watch(ours)


def test_close_drops_callbacks_and_closes_the_wake_up_pipe() -> None:
    looper = Looper()
    looper.call_soon(lambda: pytest.fail("closed"))
    looper.call_later(0, lambda: pytest.fail("closed"))
    looper.close()
    # Scheduling from a thread after the loop was closed must not raise.
    thread = threading.Thread(target=looper.call_soon_threadsafe, args=(lambda: None,))
    thread.start()
    thread.join()
    # An unclosed socket would raise a ResourceWarning, and fail the test.
    del looper
    gc.collect()


def test_run_until_rejects_a_value_that_is_not_a_function(looper: Looper) -> None:
    with pytest.raises(WeexError, match="expected a function .* got True"):
        looper.run_until(True, 1)  # type: ignore[arg-type]


def test_run_until_rejects_a_predicate_that_returns_a_method(looper: Looper) -> None:
    with pytest.raises(WeexError, match="returned the method <bound method .*is_idle"):
        looper.run_until(lambda: looper.is_idle, 1)


@pytest.mark.parametrize("number", range(5))
def test_callback_of_another_thread_wakes_a_loop_in_its_first_wait(
    real_looper: Looper, number: int
) -> None:
    came: list[int] = []
    thread = threading.Thread(
        target=real_looper.call_soon_threadsafe, args=[lambda: came.append(1)]
    )
    before = time.monotonic()
    thread.start()
    while not came:
        real_looper.turn(60)
    thread.join()
    assert time.monotonic() - before < 30


def test_closed_loop_watches_no_socket(pair: tuple[socket.socket, socket.socket]) -> None:
    looper = Looper()
    looper.close()
    with pytest.raises(WeexError, match="closed"):
        looper.watch(pair[0], read=lambda: None)


def test_closed_loop_has_no_sockets_and_no_ready_callbacks() -> None:
    looper = Looper()
    looper.close()
    assert (looper.sockets(), looper.has_ready()) == ([], False)
    assert looper.pending() == "nothing is pending"
