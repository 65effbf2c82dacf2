"""weex_runtime.instance.timers and js/30_timers.js: timers of a page, in each framework."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from weex_runtime import Page, Runtime
from weex_runtime.instance.timers import PageTimers

FRAMEWORKS = ["Vue", "Rax", "Weex", "Vanilla"]

# Preludes that give short names to the global timer functions and to those of module `timer`.
NAMES = """
var timer = weex.requireModule('timer');
var start = %(object)s.setTimeout, repeat = %(object)s.setInterval;
var stop = %(object)s.clearTimeout, stopRepeat = %(object)s.clearInterval;
function say(what) { return function () { console.log(what); }; }
"""
GLOBALS = NAMES % {"object": "{ setTimeout, setInterval, clearTimeout, clearInterval }"}
MODULE = NAMES % {"object": "timer"}


@pytest.fixture(params=FRAMEWORKS)
def framework(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[GLOBALS, MODULE], ids=["global", "module"])
def run(
    request: pytest.FixtureRequest, framework: str, open_page: Callable[..., Page]
) -> Callable[[str], Page]:
    """Run JS with start, repeat, stop, stopRepeat and say."""
    return lambda source: open_page(request.param + source, framework)


def said(page: Page) -> list[str]:
    return [line.text for line in page.console if line.level == "log"]


def forward(page: Page, milliseconds: float) -> list[str]:
    """Move the clock, and return the lines of the page."""
    page.runtime.clock.run_for(milliseconds / 1000)
    assert list(page.errors) == []
    return said(page)


def test_a_timeout_runs_once_after_its_delay(run: Callable[[str], Page]) -> None:
    page = run("start(say('now'), 10);")
    assert forward(page, 9) == []
    assert forward(page, 1) == ["now"]
    assert forward(page, 100) == ["now"]


def test_timeouts_run_in_the_order_of_their_times(run: Callable[[str], Page]) -> None:
    page = run("start(say('c'), 30); start(say('a'), 10); start(say('b'), 20);")
    assert forward(page, 100) == ["a", "b", "c"]


def test_timers_with_equal_due_times_run_in_call_order(run: Callable[[str], Page]) -> None:
    page = run("for (var i = 0; i < 9; i++) start(say(i), 10);")
    assert forward(page, 10) == list("012345678")


def test_timers_run_at_their_due_times(run: Callable[[str], Page]) -> None:
    page = run(
        "start(function () { say('one')(); start(say('two'), 10); }, 10);start(say('x'), 15)"
    )
    assert forward(page, 19) == ["one", "x"]
    assert forward(page, 1) == ["one", "x", "two"]


def test_interval_runs_repeatedly(run: Callable[[str], Page]) -> None:
    page = run("repeat(say('tick'), 10);")
    assert len(forward(page, 35)) == 3
    assert len(forward(page, 35)) == 7


def test_cleared_timeout_never_runs(run: Callable[[str], Page]) -> None:
    page = run("var id = start(say('cleared'), 10); start(say('kept'), 10); stop(id);")
    assert forward(page, 100) == ["kept"]


def test_cleared_interval_does_not_run_again(run: Callable[[str], Page]) -> None:
    page = run("var id = repeat(say('tick'), 10); start(function () { stopRepeat(id); }, 25);")
    assert forward(page, 100) == ["tick", "tick"]


def test_interval_can_clear_itself(run: Callable[[str], Page]) -> None:
    page = run(
        "var n = 0, id = repeat(function () { say(++n)(); if (n === 2) stopRepeat(id); }, 10);"
    )
    assert forward(page, 100) == ["1", "2"]


def test_timer_can_clear_another_timer_that_is_due_at_the_same_time(
    run: Callable[[str], Page],
) -> None:
    page = run("start(function () { stop(second); }, 10); var second = start(say('cleared'), 10);")
    assert forward(page, 100) == []


def test_a_timeout_can_clear_itself(run: Callable[[str], Page]) -> None:
    page = run("var id = start(function () { stop(id); say('ran')(); }, 10);")
    assert forward(page, 100) == ["ran"]


@pytest.mark.parametrize("junk", ["", "undefined", "null", "99", "'x'", "{}", "-1", "NaN"])
def test_clearing_an_unknown_timer_does_nothing(run: Callable[[str], Page], junk: str) -> None:
    page = run(f"start(say('kept'), 10); stop({junk}); stopRepeat({junk});")
    assert forward(page, 10) == ["kept"]


@pytest.mark.parametrize(
    "delay",
    ["0", "-5", "NaN", "-Infinity", "undefined", "null", "'text'", "{}", "[]", "0.0001", "false"],
)
def test_an_invalid_timer_delay_counts_as_zero(run: Callable[[str], Page], delay: str) -> None:
    page = run(f"start(say('now'), {delay});")
    assert said(page) == []
    assert forward(page, 0.001) == ["now"]


def test_a_missing_timer_delay_counts_as_zero(run: Callable[[str], Page]) -> None:
    page = run("start(say('now'));")
    assert said(page) == []
    assert forward(page, 0) == ["now"]


def test_an_infinite_timer_delay_counts_as_zero(run: Callable[[str], Page]) -> None:
    """HTML Standard: infinity converts to 0."""
    page = run("start(say('now'), Infinity);")
    assert forward(page, 0) == ["now"]


def test_delay_can_be_a_numeric_text_or_a_fraction(run: Callable[[str], Page]) -> None:
    page = run("start(say('text'), '20'); start(say('fraction'), 10.5);")
    assert forward(page, 10.25) == []
    assert forward(page, 0.25) == ["fraction"]
    assert forward(page, 9.5) == ["fraction", "text"]


@pytest.mark.parametrize("delay", ["0", "-5", "NaN", "undefined"])
def test_interval_with_a_zero_or_invalid_delay_does_not_block_the_loop(
    run: Callable[[str], Page], delay: str
) -> None:
    page = run(f"repeat(say('tick'), {delay});")
    assert 5 <= len(forward(page, 5)) <= 6
    page.runtime.run_until_idle()


def test_other_timers_run_after_an_error_in_a_timer_of_the_page(
    run: Callable[[str], Page],
) -> None:
    page = run(
        "repeat(function () {\n  throw new Error('tick');\n}, 10); start(say('other'), 10);"
        "start(function () {\n  throw new Error('late');\n}, 25);"
    )
    page.runtime.clock.run_for(0.03)
    assert [error.message for error in page.errors] == [
        *("Error: tick", "Error: tick", "Error: late", "Error: tick")
    ]
    for error in page.errors:
        assert "timer" in error.origin
        assert "bundle.js:" in error.stack
    assert said(page) == ["other"]


@pytest.mark.parametrize("framework", ["Vue", "Weex", "Vanilla"], indirect=True)
def test_global_timers_pass_further_arguments_to_their_handler(
    framework: str, open_page: Callable[..., Page]
) -> None:
    """Rax takes no further arguments."""
    page = open_page(
        "setTimeout(function (a, b) { console.log('once', a, b.c, arguments.length); }, 10, 1,"
        " { c: 2 }); var id = setInterval(function (a) { console.log('again', a);"
        " clearInterval(id); }, 20, 3);",
        framework,
    )
    assert forward(page, 100) == ["once 1 2 2", "again 3"]


def test_module_timers_call_back_with_an_empty_object(
    framework: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(
        MODULE + "var id = start(function (data) { console.log(JSON.stringify(data)); }, 1);"
        "console.log(typeof id);",
        framework,
    )
    assert forward(page, 1) == ["string", "{}"]


def test_promise_jobs_run_before_the_next_timer(
    framework: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(
        GLOBALS + "start(function () { say('timer 1')(); Promise.resolve().then(say('job'));"
        "}, 10); start(say('timer 2'), 11);",
        framework,
    )
    assert forward(page, 20) == ["timer 1", "job", "timer 2"]


@pytest.mark.parametrize("source", ["setTimeout('1', 1)", "setTimeout()", "setInterval({}, 1)"])
def test_vanilla_timers_accept_only_functions(open_page: Callable[..., Page], source: str) -> None:
    (error,) = open_page(source).errors
    assert error.message == "TypeError: setTimeout and setInterval take a function, not text"


def test_animation_frame_of_rax_runs_and_can_be_cancelled(open_page: Callable[..., Page]) -> None:
    page = open_page(
        "requestAnimationFrame(function () { console.log('frame'); });"
        "cancelAnimationFrame(requestAnimationFrame(function () { console.log('cancelled'); }));",
        "Rax",
    )
    assert said(page) == []
    assert forward(page, 20) == ["frame"]


def test_destroyed_page_stops_only_its_own_timers(
    framework: str, open_page: Callable[..., Page]
) -> None:
    source = "setInterval(function () { console.log('tick'); }, 10);"
    page, other = open_page(source, framework), open_page(source, framework)
    page.destroy()
    assert forward(other, 10) == ["tick"]
    assert said(page) == []
    other.destroy()
    assert other.looper.next_due() is None


def test_timer_can_destroy_its_page(runtime: Runtime) -> None:
    page = runtime.open(
        source='// { "framework": "Vanilla" }\n'
        "setInterval(function () { console.log('tick'); }, 10);"
    )
    runtime.looper.call_later(0.025, page.destroy)
    runtime.clock.run_for(1)
    assert said(page) == ["tick", "tick"]


def test_second_timer_with_the_same_key_replaces_the_first_timer(runtime: Runtime) -> None:
    seen: list[str] = []
    timers = PageTimers(runtime.looper, 10, list)
    timers.start("key", 10, lambda: seen.append("first"), repeat=False)
    timers.start("key", 20, lambda: seen.append("second"), repeat=False)
    runtime.clock.run_for(0.1)
    assert seen == ["second"]


@pytest.mark.parametrize("delay_ms", [None, float("nan"), -1.0, 0, float("-inf")])
def test_timer_with_an_invalid_delay_fires_in_the_next_turn(
    runtime: Runtime, delay_ms: float | None
) -> None:
    seen: list[str] = []
    PageTimers(runtime.looper, 10, list).start(
        "key", delay_ms, lambda: seen.append("due"), repeat=False
    )
    runtime.run_until_idle()
    assert seen == ["due"]
