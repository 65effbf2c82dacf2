"""weex_runtime.loop.workers: threads for what blocks."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from weex_runtime.loop import workers
from weex_runtime.loop.looper import Looper


@pytest.fixture
def looper() -> Iterator[Looper]:
    looper = Looper()
    yield looper
    looper.close()


class Answers:
    """Collects what `done` is called with, and on which thread."""

    def __init__(self) -> None:
        self.results: list[Any] = []
        self.errors: list[BaseException | None] = []
        self.threads: set[threading.Thread] = set()

    def done(self, result: Any, error: BaseException | None) -> None:
        self.results.append(result)
        self.errors.append(error)
        self.threads.add(threading.current_thread())


def test_work_runs_on_a_thread_and_its_result_arrives_on_the_loop(looper: Looper) -> None:
    answers = Answers()
    looper.run_in_worker(threading.current_thread, answers.done, "asking")
    looper.run_until_idle(5)
    (worker,) = answers.results
    assert worker is not threading.current_thread()
    assert worker.daemon
    assert answers.errors == [None]
    assert answers.threads == {threading.current_thread()}


def test_worker_thread_drops_its_reference_to_finished_work(looper: Looper) -> None:
    """A thread that waits for work holds nothing of the last one: it may be all of a page."""

    class Page:
        def __call__(self) -> object:
            return self

    page = Page()
    freed = weakref.ref(page)
    looper.run_in_worker(page, lambda result, error: None, "working")
    del page
    looper.run_until(lambda: freed() is None, 5)


@pytest.mark.parametrize("kind", [OSError, KeyError, SystemExit, KeyboardInterrupt])
def test_exception_of_work_on_a_thread_is_passed_to_the_done_callback(
    looper: Looper, kind: type[BaseException]
) -> None:
    answers = Answers()

    def fail() -> None:
        raise kind("failed")

    looper.run_in_worker(fail, answers.done, "failing")
    looper.run_in_worker(lambda: 2, answers.done, "working")
    looper.run_until_idle(5)
    assert sorted(answers.results, key=str) == [2, None]
    (error,) = [e for e in answers.errors if e]
    assert type(error) is kind


def test_loop_is_not_idle_while_a_worker_runs(looper: Looper) -> None:
    gate = threading.Event()
    answers = Answers()
    looper.run_in_worker(gate.wait, answers.done, "waiting at the gate")
    assert not looper.is_idle()
    assert "waiting at the gate is under way" in looper.pending()
    gate.set()
    looper.run_until_idle(5)
    assert answers.results == [True]
    assert "gate" not in looper.pending()


def test_work_that_blocks_does_not_delay_other_work_on_threads(looper: Looper) -> None:
    gate = threading.Event()
    answers = Answers()
    for _ in range(10):
        looper.run_in_worker(gate.wait, answers.done, "waiting")
    looper.run_in_worker(lambda: "quick", answers.done, "quick")
    looper.run_until(lambda: answers.results, 5)
    assert answers.results == ["quick"]
    gate.set()
    looper.run_until_idle(5)
    assert len(answers.results) == 11


def test_worker_threads_are_reused_and_their_number_is_limited(looper: Looper) -> None:
    answers = Answers()
    before = threading.active_count()
    for number in range(200):
        looper.run_in_worker(lambda number=number: number, answers.done, "counting")  # type: ignore[misc]
    looper.run_until_idle(5)
    assert sorted(answers.results) == list(range(200))
    assert threading.active_count() - before <= 64


def test_results_of_workers_are_dropped_after_the_loop_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "_LAST_JOIN", 0.01)
    looper = Looper()
    gate = threading.Event()
    started = threading.Event()
    ended = threading.Event()
    answers = Answers()

    def wait() -> None:
        started.set()
        gate.wait()
        ended.set()

    looper.run_in_worker(wait, answers.done, "waiting")
    assert started.wait(5)
    looper.close()
    gate.set()
    assert ended.wait(5)
    assert answers.results == []


def test_closing_the_loop_ends_the_worker_threads() -> None:
    looper = Looper()
    answers = Answers()
    for _ in range(3):
        looper.run_in_worker(threading.current_thread, answers.done, "asking")
    looper.run_until_idle(5)
    looper.close()
    assert not any(thread.is_alive() for thread in answers.results)


def test_work_of_a_page_beyond_its_share_of_threads_waits(looper: Looper) -> None:
    gate, started, answers = threading.Event(), threading.Semaphore(0), Answers()

    def wait() -> str:
        started.release()
        return str(gate.wait(20))

    looper.thread_share = 2
    busy, other = object(), object()
    for _ in range(5):
        looper.run_in_worker(wait, answers.done, "waiting", busy)
    looper.run_in_worker(lambda: "other", answers.done, "other", other)
    looper.run_until(lambda: answers.results, 20)
    assert answers.results == ["other"]
    assert started.acquire(timeout=20)
    assert started.acquire(timeout=20)
    assert not started.acquire(blocking=False)
    gate.set()
    looper.run_until_idle(20)
    assert answers.results == ["other"] + ["True"] * 5


def test_page_without_running_work_gets_a_thread_even_above_the_maximum_number_of_threads(
    looper: Looper,
) -> None:
    gate, answers = threading.Event(), Answers()
    pages = [object() for _ in range(5)]
    for page in pages:
        for _ in range(16):
            looper.run_in_worker(lambda: gate.wait(20), answers.done, "waiting", page)
    looper.run_in_worker(lambda: "late", answers.done, "late", object())
    looper.run_until(lambda: answers.results, 20)
    assert answers.results == ["late"]
    gate.set()
    looper.run_until_idle(20)
