"""weex_runtime.engine.rejections: promises that nobody catches."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest

from weex_runtime import Page
from weex_runtime.engine.engine import Engine

TRACKER = """
var log = [];
(function (promise, reason, isHandled) {
  log.push([promise instanceof Promise, reason, isHandled].join(' '));
})
"""


def watched_engine() -> Engine:
    engine = Engine(memory_limit=64 << 20, time_limit=5)
    # All tested platforms export JS_SetHostPromiseRejectionTracker.
    assert engine.watch_rejections(engine.run(TRACKER, "tracker.js"))
    return engine


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = watched_engine()
    yield engine
    engine.close()


def log_of(engine: Engine, source: str) -> list[str]:
    """What the tracker heard after a script and its jobs."""
    engine.run(source, "a.js")
    engine.run_jobs()
    return str(engine.run("log.splice(0).join('|')", "log.js")).split("|")


def test_tracker_is_called_for_a_rejected_promise(engine: Engine) -> None:
    assert not engine.rejected
    assert log_of(engine, "Promise.reject(7)") == ["true 7 false"]
    assert engine.rejected


def test_tracker_is_called_for_a_rejected_async_function_whose_promise_nobody_keeps(
    engine: Engine,
) -> None:
    source = "(async function () { await 1; throw 8 })(); undefined"
    assert log_of(engine, source) == ["true 8 false"]


def test_tracker_is_called_when_a_rejection_is_handled_later(engine: Engine) -> None:
    assert log_of(engine, "var p = Promise.reject(9)") == ["true 9 false"]
    assert log_of(engine, "p.catch(function () {})") == ["true 9 true"]


def test_tracker_is_not_called_for_a_rejection_that_has_a_handler(engine: Engine) -> None:
    source = "new Promise((_, reject) => { later = reject }).catch(() => {}); later(1)"
    assert log_of(engine, f"var later; {source}") == [""]
    assert not engine.rejected


def test_each_context_has_its_own_rejection_tracker(engine: Engine) -> None:
    other = watched_engine()
    assert log_of(other, "Promise.reject('other')") == ["true other false"]
    assert log_of(engine, "Promise.reject('one')") == ["true one false"]
    other.close()
    assert log_of(engine, "Promise.reject('still')") == ["true still false"]


def test_context_with_pending_rejections_can_be_closed() -> None:
    for _ in range(20):
        engine = watched_engine()
        engine.run("Promise.reject(new Error('pending'))", "a.js")
        engine.close()
        del engine
        gc.collect(0)


@pytest.mark.parametrize(
    "source",
    [
        "Promise.reject(new Error('lost'));",
        "new Promise(function () {\nthrow new Error('lost'); });",
        "Promise.resolve().then(function () {\nthrow new Error('lost'); });",
        "Promise.resolve().then(function () {\nreturn Promise.reject(new Error('lost')); });",
        "(async function () {\nthrow new Error('lost'); })();",
        "(async function () {\nawait 1;\nthrow new Error('lost'); })();",
        "(async () => {\nfor await (var x of [1])\nthrow new Error('lost'); })();",
        "Promise.all([1, Promise.reject(new Error('lost'))]);",
        "Promise.reject(new Error('caught')).catch(function () {\nthrow new Error('lost'); });",
        "Promise.reject(new Error('lost')).finally(function () {});",
        "setTimeout(async function () {\nthrow new Error('lost'); }, 1);",
        "setTimeout(function () {\nPromise.reject(new Error('lost')); }, 1);",
    ],
)
def test_uncaught_rejection_is_an_error_of_the_page(
    open_page: Callable[..., Page], source: str
) -> None:
    page = open_page(source)
    page.runtime.clock.run_for(1)
    (error,) = page.errors
    assert (error.message, error.origin) == ("Error: lost", "promise")
    assert "bundle.js:" in error.stack


@pytest.mark.parametrize(
    "source",
    [
        "Promise.reject(1).catch(function () {});",
        "Promise.reject(1).then(null, function () {});",
        "var p = Promise.reject(1); Promise.resolve().then(function () { p.catch(() => {}); });",
        "(async function () { try { await Promise.reject(1); } catch (e) {} })();",
        "Promise.race([1, Promise.reject(2)]);",
        "Promise.allSettled([Promise.reject(2)]);",
        "setTimeout(async function () { try { await Promise.reject(1) } catch (e) {} }, 1);",
    ],
)
def test_promise_rejection_that_is_caught_in_the_same_turn_is_not_an_error(
    open_page: Callable[..., Page], source: str
) -> None:
    page = open_page(source)
    page.runtime.clock.run_for(1)
    assert not page.errors


def test_each_rejection_is_reported_once(open_page: Callable[..., Page]) -> None:
    page = open_page("for (var i = 0; i < 3; i++) Promise.reject(i);\nsetTimeout(() => {}, 1);")
    page.runtime.clock.run_for(1)
    assert [error.message for error in page.errors] == ["0", "1", "2"]


def test_rejection_in_a_page_is_not_an_error_of_another_page(
    open_page: Callable[..., Page],
) -> None:
    other = open_page("setTimeout(async () => {}, 1)")
    page = open_page("setTimeout(async function () { throw 1 }, 1)")
    page.runtime.clock.run_for(1)
    assert len(page.errors) == 1
    assert not other.errors


def test_rejection_of_a_core_js_promise_is_reported_when_core_js_calls_the_global_handler(
    open_page: Callable[..., Page],
) -> None:
    """Many bundles carry that polyfill; it asks for this handler."""
    page = open_page("onunhandledrejection({ reason: new Error('polyfilled') });")
    (error,) = page.errors
    assert (error.message, error.origin) == ("Error: polyfilled", "promise")
