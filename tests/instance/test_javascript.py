"""Entries into a page's JS, and their limits."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import (
    EndlessJobs,
    JSTimeLimit,
    Module,
    Page,
    PageStopped,
    Runtime,
    js_method,
)

TREE = """
var body = document.createElement('div');
function show() { document.documentElement.appendChild(body); }
"""

SPIN = "for (;;) {}"


@pytest.fixture
def hasty(make_runtime: Callable[..., Runtime]) -> Runtime:
    """A runtime with low limits of JS."""
    return make_runtime(time_limit=0.1)


def open_on(runtime: Runtime, source: str, **options: Any) -> Page:
    return runtime.open(source='// { "framework": "Vanilla" }\n' + source, **options)


def texts(page: Page) -> list[str]:
    return [line.text for line in page.console]


@pytest.mark.parametrize(
    ("source", "origin"),
    [
        (f"function spin() {{ {SPIN} }} spin();", "loading bundle.js"),
        (f"(async function () {{ {SPIN} }})();", ""),
        (f"Promise.resolve().then(function () {{ {SPIN} }});", ""),
        (f"setTimeout(function () {{ {SPIN} }}, 1);", "timer"),
        (
            f"body.addEvent('click', function () {{ {SPIN} }}); show();",
            "event click on <div> ref=_root",
        ),
        (f"body.addEvent('click', async function () {{ {SPIN} }}); show();", ""),
        (f"setTimeout(async function () {{ await 1; {SPIN} }}, 1);", ""),
        (f"try {{ {SPIN} }} finally {{ {SPIN} }}", "loading bundle.js"),
    ],
)
def test_page_keeps_running_after_an_endless_loop_that_the_time_limit_ends(
    hasty: Runtime, source: str, origin: str
) -> None:
    page = open_on(hasty, TREE + source + "\n")
    if not page.document.is_empty:
        page.fire_event("_root", "click")
    hasty.clock.run_for(0.01)
    (error,) = page.errors
    assert type(error) is JSTimeLimit
    assert error.message.startswith("JS ran longer than 0.1 s and was interrupted; raise")
    assert origin in error.origin
    assert not page.is_ended
    page.refresh({})
    assert texts(open_on(hasty, "console.log('other');")) == ["other"]


@pytest.mark.parametrize(
    "source",
    [
        "function again() { return Promise.resolve().then(again); } again();",
        "(async function () { for (;;) await 1; })();",
        "setTimeout(async function () { for (;;) await 1; }, 1);",
        "body.addEvent('click', async function () { for (;;) await 1; }); show();",
    ],
)
def test_endless_promise_chain_stops_the_page(hasty: Runtime, source: str) -> None:
    other = open_on(hasty, "setTimeout(function () { console.log('other'); }, 5);")
    page = open_on(hasty, TREE + source)
    if not page.document.is_empty:
        page.fire_event("_root", "click")
    hasty.clock.run_for(0.01)
    (error,) = page.errors
    assert type(error) is EndlessJobs
    assert "the page was stopped" in error.message
    assert "endless promise chain" in error.message
    assert page.is_ended
    assert not page.destroyed
    acts: list[Callable[[], object]] = [
        lambda: page.refresh({}),
        lambda: page.fire_event("_root", "click"),
        lambda: page.invoke_callback("1"),
    ]
    for act in acts:
        with pytest.raises(
            PageStopped, match="was stopped: promise jobs queued further promise jobs"
        ):
            act()
    hasty.run_until_idle()
    assert texts(other) == ["other"]
    page.destroy()
    assert page.destroyed


def test_promise_chain_whose_jobs_have_endless_loops_stops_the_page(hasty: Runtime) -> None:
    start = time.process_time()
    page = open_on(
        hasty,
        "setTimeout(function () { (function again() {"
        f" Promise.resolve().then(again); {SPIN} }})(); }}, 1);",
    )
    hasty.clock.run_for(0.01)
    assert page.is_ended
    assert any("the page was stopped" in error.message for error in page.errors)
    assert all(isinstance(error, JSTimeLimit) for error in page.errors)
    assert time.process_time() - start < 10 * hasty.time_limit


def test_interval_with_an_endless_loop_is_an_error_each_time(hasty: Runtime) -> None:
    page = open_on(hasty, f"setInterval(function () {{ {SPIN} }}, 10);")
    hasty.clock.run_for(0.025)
    assert [type(error) for error in page.errors] == [JSTimeLimit] * 2


def test_time_spent_in_native_methods_does_not_count_towards_the_time_limit(hasty: Runtime) -> None:
    page = open_on(
        hasty,
        TREE + "body.addEvent('work', function () { var n = 0; while (n < 1e5) n++; return n; });"
        "show();",
    )
    for _ in range(40):
        assert page.fire_event("_root", "work") == 100_000
    assert not page.errors


@pytest.mark.parametrize(
    "source", ["fill();", "setTimeout(fill, 1);", "Promise.resolve().then(fill);"]
)
def test_page_keeps_running_after_the_error_for_an_exceeded_memory_limit(
    make_runtime: Callable[..., Runtime], source: str
) -> None:
    runtime = make_runtime(memory_limit=32 << 20)
    page = open_on(
        runtime,
        "function fill() { var all = []; for (;;) all.push(new Array(1e5).fill(0)); }\n"
        f"setTimeout(function () {{ console.log('goes on'); }}, 2);\n{source}",
    )
    runtime.clock.run_for(0.01)
    (error,) = page.errors
    assert "out of memory" in error.message
    assert texts(page) == ["goes on"]


@pytest.mark.parametrize(
    "call", ["deep();", "setTimeout(deep, 1);", "Promise.resolve().then(deep);"]
)
def test_page_keeps_running_after_the_error_for_a_stack_overflow(
    open_page: Callable[..., Page], call: str
) -> None:
    page = open_page(
        "function deep() {\n  return deep() + 1;\n}\n"
        f"setTimeout(function () {{ console.log('goes on'); }}, 2);\n{call}"
    )
    page.runtime.clock.run_for(0.01)
    (error,) = page.errors
    assert "stack" in error.message
    assert "bundle.js:3" in error.stack
    assert texts(page) == ["goes on"]


def test_endless_loop_in_a_destroyed_hook_does_not_keep_the_page_open(hasty: Runtime) -> None:
    page = hasty.open(
        source='// { "framework": "Vue" }\n'
        "new Vue({ el: 'body', render: function (h) { return h('div'); },"
        f" destroyed: function () {{ {SPIN} }} }});"
    )
    page.destroy()
    assert page.destroyed
    assert [type(error) for error in page.errors] == [JSTimeLimit]


def test_function_passed_to_after_runs_when_js_has_returned(
    make_runtime: Callable[..., Runtime],
) -> None:
    done: list[str] = []

    class Late(Module):
        name = "late"

        @js_method
        def act(self, text: str) -> None:
            assert self.page.engine.running
            self.page.js.after(lambda: self.do(text))

        def do(self, text: str) -> None:
            done.append(text)
            if text == "again":
                self.page.js.after(lambda: done.append("in the next turn"))
                self.page.fire_event("_root", "more")
                done.append("behind what JS did")

    source = """// { "framework": "Vanilla" }
    var body = document.createElement('div'), late = weex.requireModule('late');
    body.addEvent('go', function () {
      late.act('first');
      Promise.resolve().then(function () { late.act('job'); late.act('again'); });
    });
    body.addEvent('more', function () { late.act('asked by an act'); });
    document.documentElement.appendChild(body);
    """
    page = make_runtime(modules=[Late]).open(source=source)
    page.fire_event("_root", "go")
    assert done == ["first", "job", "again", "behind what JS did"]
    page.runtime.run_until_idle()
    assert done[4:] == ["in the next turn", "asked by an act"]
    page.js.after(lambda: done.append("from outside"))
    page.js.after(page.destroy)
    page.js.after(lambda: done.append("never"))
    assert len(done) == 6
    page.runtime.run_until_idle()
    assert done[6:] == ["from outside"]
