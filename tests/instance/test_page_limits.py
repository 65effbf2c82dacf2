"""Limits of one page: at the limit nothing happens, beyond it the page has a LimitExceeded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from weex_runtime import BundleError, LimitExceeded, Limits, Page, PageStopped, Runtime
from weex_runtime.instance.records.native_calls import size_of_call
from weex_runtime.servers import EchoServer
from weex_runtime.testing import HttpResponse, HttpServer

from ..conftest import HEADERS
from ..support.garbage import LEAVE
from ..support.pages_server import PagesServer

HEADER = HEADERS["Vanilla"]
OpenPage = Callable[..., Page]


@pytest.fixture
def open_limited(make_runtime: Callable[..., Runtime]) -> OpenPage:
    """Open JS text as a page with limits: open_limited(source, elements=3)."""

    def open_limited(source: str, clock: str = "virtual", **limits: float) -> Page:
        return make_runtime(limits=limits, clock=clock).open(source=HEADER + source)

    return open_limited


def exceeded(page: Page) -> list[str]:
    """Return the names of the limits in the page's errors, all of which name the option."""
    found = [error for error in page.errors if isinstance(error, LimitExceeded)]
    assert len(found) == len(page.errors), page.errors
    assert all(f"--limit {error.limit}=" in error.message for error in found)
    assert all(error.value == getattr(page.limits, error.limit) for error in found)
    return [error.limit for error in found]


def make_elements(count: int) -> str:
    return f"""
        for (var i = 0; i < {count}; i++) {{
          document.body.appendChild(document.createElement('div'));
        }}
    """


BODY = "document.documentElement.appendChild(document.createElement('div'));"


@pytest.mark.parametrize("count", [3, 4, 9])
def test_elements_beyond_the_limit_are_not_added(open_limited: OpenPage, count: int) -> None:
    page = open_limited(BODY + make_elements(count), elements=4)
    assert len(page.document) == min(count + 1, 4)
    assert exceeded(page) == (["elements"] if count > 3 else [])


def test_calls_for_elements_beyond_a_limit_are_not_reported_one_by_one(
    open_limited: OpenPage,
) -> None:
    source = f"""
        {BODY}
        var list = document.createElement('list');
        document.body.appendChild(list);
        list.appendChild(document.createElement('cell'));
        list.setAttr('a', 1);
    """
    page = open_limited(source, elements=1)
    assert exceeded(page) == ["elements"]
    assert [line.text for line in page.console if line.level == "warn"] == []


def test_subtree_that_would_exceed_the_limit_of_elements_is_not_added(
    open_limited: OpenPage,
) -> None:
    source = f"""
        var outer = document.createElement('div');
        for (var i = 0; i < 3; i++) outer.appendChild(document.createElement('div'));
        {BODY}
        document.body.appendChild(outer);
    """
    assert len(open_limited(source, elements=5).document) == 5
    page = open_limited(source, elements=4)
    assert len(page.document) == 1
    assert exceeded(page) == ["elements"]


def test_removed_elements_no_longer_count_towards_the_limit(open_limited: OpenPage) -> None:
    page = open_limited(
        BODY
        + make_elements(3)
        + "while (document.body.children.length) "
        + "document.body.removeChild(document.body.children[0]);"
        + make_elements(3),
        elements=4,
    )
    assert len(page.document) == 4
    assert exceeded(page) == []


def test_elements_with_the_same_ref_are_counted_separately(open_limited: OpenPage) -> None:
    page = open_limited(
        BODY + "for (var i = 0; i < 9; i++) {"
        "callAddElement('1', '_root', {ref: '7', type: 'div', attr: {}, style: {}}, -1);}",
        elements=4,
    )
    assert sum(1 for _ in page.document.elements()) == 4
    assert exceeded(page) == ["elements"]


NEST = """
    var leaf = document.createElement('div');
    document.documentElement.appendChild(leaf);
    for (var i = 1; i < %d; i++) {
      var child = document.createElement('div'); leaf.appendChild(child); leaf = child;
    }
"""


@pytest.mark.parametrize("depth", [4, 5])
def test_elements_deeper_than_the_limit_are_not_added(open_limited: OpenPage, depth: int) -> None:
    page = open_limited(NEST % depth, depth=4)
    assert len(page.document) == 4
    assert exceeded(page) == (["depth"] if depth > 4 else [])


def test_page_as_deep_as_the_default_limit_is_laid_out_clicked_and_drawn(
    open_limited: OpenPage,
) -> None:
    """A page of Weex's own tests, unit/cases/deep-800.js, has 800 levels."""
    depth = Limits().depth
    end = """
        leaf.setAttr('testId', 'leaf'); leaf.setStyle('height', 20);
        leaf.addEvent('click', function () { console.log('clicked'); });
    """
    page = open_limited(NEST % depth + end)
    leaf = page.get_by_test_id("leaf")
    assert (len(page.document), list(page.errors)) == (depth, [])
    leaf.click()
    box = leaf.bounding_box()
    assert box
    assert box["height"] == 20
    assert b"<svg" in page.screenshot()
    assert "div" in page.outline()
    assert page.console[-1].text == "clicked"


def test_an_element_is_not_moved_deeper_than_the_limit(open_limited: OpenPage) -> None:
    page = open_limited(
        BODY
        + """
        var [a, b] = [document.createElement('a'), document.createElement('b')];
        document.body.appendChild(a); document.body.appendChild(b);
        b.appendChild(document.createElement('text'));
        callMoveElement('1', b.ref, a.ref, 0);
        """,
        depth=3,
    )
    assert [child.type for child in page.document.root.children] == ["a", "b"]
    assert exceeded(page) == ["depth"]


@pytest.mark.parametrize("start", ["setTimeout(log, 1)", "timer.setTimeout(log, 1)"])
@pytest.mark.parametrize("count", [3, 4])
def test_timers_beyond_the_limit_do_not_start(
    open_limited: OpenPage, start: str, count: int
) -> None:
    page = open_limited(
        "var timer = weex.requireModule('timer'), log = () => console.log('due');"
        f"for (var i = 0; i < {count}; i++) {start};",
        timers=3,
    )
    assert exceeded(page) == (["timers"] if count > 3 else [])
    page.clock.run_for(1)
    assert [line.text for line in page.console] == ["due"] * 3


PUSH = "weex.requireModule('navigator').push({url: '/next.js', animated: 'false'});"


def test_pages_beyond_the_limit_do_not_open(make_runtime: Callable[..., Runtime]) -> None:
    runtime = make_runtime(limits={"pages": 2})
    with PagesServer({"/next.js": HEADER + PUSH + BODY}) as server:
        page = runtime.open(f"{server.url}/next.js")
        runtime.run_until(lambda: any(page.errors for page in runtime.pages), 20)
    assert len(runtime.pages) == 2
    assert (exceeded(page), exceeded(runtime.pages[1])) == ([], ["pages"])


@pytest.mark.parametrize("more", [0, 1])
def test_a_file_larger_than_the_limit_is_not_a_bundle(
    make_runtime: Callable[..., Runtime], tmp_path: Path, more: int
) -> None:
    runtime = make_runtime(limits={"bundle": 100})
    path = tmp_path / "a.js"
    path.write_text(HEADER.ljust(100 + more, "\n"))
    if more:
        with pytest.raises(BundleError, match="--limit bundle="):
            runtime.open(path)
    else:
        assert not runtime.open(path).errors


def test_endless_file_dev_zero_is_read_up_to_the_limit_of_a_bundle(
    make_runtime: Callable[..., Runtime],
) -> None:
    with pytest.raises(BundleError, match="--limit bundle="):
        make_runtime().open("/dev/zero")


@pytest.mark.parametrize("more", [0, 1])
def test_pushed_bundle_larger_than_the_limit_is_not_opened(
    make_runtime: Callable[..., Runtime], more: int
) -> None:
    runtime = make_runtime(limits={"bundle": 200})
    with PagesServer({"/next.js": HEADER.ljust(200 + more, "\n")}) as server:
        page = runtime.open(source=HEADER + PUSH, config={"bundleUrl": f"{server.url}/a.js"})
        runtime.run_until(lambda: len(runtime.pages) == 2 or page.stack.failures, 20)
    assert exceeded(page) == (["bundle"] if more else [])


SOCKETS = """
    for (let i = 0; i < %d; i++) {
      let ws = new WebSocket('%s');
      ws.onopen = () => console.log('open');
      ws.onerror = () => console.log('error');
      ws.onclose = (e) => console.log('close ' + e.code);
    }
"""


def test_sockets_beyond_the_limit_fail(make_runtime: Callable[..., Runtime]) -> None:
    runtime = make_runtime(limits={"connections": 2}, polyfills=["websocket"])
    with EchoServer() as server:
        page = runtime.open(source=HEADER + SOCKETS % (3, server.url))
        runtime.run_until(lambda: len(page.console) >= 5, 20)
        lines = sorted(line.text for line in page.console if "weex-runtime" not in line.text)
        assert lines == ["close 1006", "error", "open", "open"]
        assert exceeded(page) == ["connections"]


FETCH = """
    var stream = weex.requireModule('stream');
    for (let i = 0; i < %d; i++) {
      stream.fetch({method: 'GET', url: '%s' + i}, r => console.log(i + ' ' + r.status));
    }
"""


def test_requests_beyond_the_limit_fail(make_runtime: Callable[..., Runtime]) -> None:
    runtime = make_runtime(limits={"connections": 2})
    with HttpServer() as server:
        for number in range(3):
            server.route("GET", f"/{number}", HttpResponse(text=""))
        page = runtime.open(source=HEADER + FETCH % (3, server.url))
        runtime.run_until(lambda: len(page.console) >= 4, 20)
    lines = sorted(line.text for line in page.console if "weex-runtime" not in line.text)
    assert lines == ["0 200", "1 200", "2 -1"]
    assert exceeded(page) == ["connections"]


def test_request_fails_when_its_response_takes_longer_than_the_limit(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(limits={"fetch": 20})
    with HttpServer() as server:
        server.route("GET", "/0", HttpResponse(text="late", delay=1000))
        page = runtime.open(source=HEADER + FETCH % (1, server.url))
        runtime.clock.run_for(19)
        assert not page.console
        runtime.clock.run_for(2)
        runtime.run_until(lambda: len(page.console) > 1, 20)
    assert page.console[-1].text == "0 -1"
    assert exceeded(page) == ["fetch"]


@pytest.mark.parametrize("more", [0, 1])
def test_storage_item_larger_than_the_limit_is_not_stored(
    open_limited: OpenPage, more: int
) -> None:
    page = open_limited(
        "weex.requireModule('storage')"
        f".setItem('a', 'x'.repeat({10_000 + 50_000 * more}), r => console.log(r.result));",
        storage=40_000,
    )
    page.runtime.run_until_idle()
    assert page.console[-1].text == ("failed" if more else "success")
    assert exceeded(page) == (["storage"] if more else [])


def test_the_oldest_console_lines_are_dropped_beyond_the_limit(open_limited: OpenPage) -> None:
    source = "for (var i = 0; i < 30; i++) console.log('x'.repeat(1000) + i);"
    page = open_limited(source, console=10_000)
    assert 7 <= len(page.console) < 10
    assert page.console[-1].text.endswith("x29")
    assert not page.errors
    assert len(open_limited(source, console=40_000).console) == 30


def test_a_console_line_beyond_the_limit_is_cut(open_limited: OpenPage) -> None:
    page = open_limited("console.log('x'.repeat(50_000))", console=10_000)
    (line,) = page.console
    assert len(line.text) < 10_000
    assert line.text.endswith("(50000 characters)")


def test_oldest_recorded_calls_are_dropped_beyond_the_limit(open_limited: OpenPage) -> None:
    source = "for (var i = 0; i < 100; i++) callNative('1', [], 'x'.repeat(1000));"
    sizes = sum(size_of_call(call) for call in open_limited(source, calls=10_000).native_calls)
    assert 5_000 < sizes <= 10_000
    assert len(open_limited(source).native_calls) > 100


def test_timers_of_two_pages_run_alternately(make_runtime: Callable[..., Runtime]) -> None:
    runtime = make_runtime(limits={"turn": 1e-9})
    order: list[str] = []
    runtime.on_console = lambda page, line: order.append(line.text)
    runtime.open(
        source=HEADER + "for (let i = 0; i < 4; i++) setTimeout(() => console.log('a' + i), 0)"
    )
    runtime.open(source=HEADER + "let i = 0; setInterval(() => console.log('b' + i++), 0);")
    runtime.clock.run_for(0.003)
    assert [text for text in order if text[0] == "a"] == ["a0", "a1", "a2", "a3"]
    assert order.index("b0") < order.index("a1")


def test_page_that_repeatedly_exceeds_its_time_for_a_turn_is_stopped(
    open_limited: OpenPage,
) -> None:
    page = open_limited(
        "function f() { for (var i = 0; i < 20000; i++); setTimeout(f, 0); }; f();",
        clock="real",
        turn=1e-9,
        overrun=0.02,
    )
    page.runtime.run_until(lambda: page.is_ended, 20)
    assert exceeded(page) == ["overrun"]
    assert "the last call was timer" in page.errors[-1].message


def test_page_that_pauses_between_long_turns_is_not_stopped(open_limited: OpenPage) -> None:
    page = open_limited(
        "var n = 0; setInterval(() => { for (var i = 0; i < 20000; i++); n++; }, 100);",
        turn=1e-9,
        overrun=0.02,
    )
    page.clock.run_for(10)
    assert page.js.engine.run("n", "n.js") == 100
    assert exceeded(page) == []


MEMORY: dict[str, str] = {
    "elements": BODY + "var n = 0;"
    "function more() { callUpdateAttrs('1', '_root', {['a' + n++]: 'x'.repeat(100000)}); }",
    "listeners": "var event = weex.requireModule('globalEvent');"
    "function more() { for (var i = 0; i < 1000; i++) event.addEventListener('x', () => 0); }",
    "messages": "var all = new BroadcastChannel('a'), other = new BroadcastChannel('a');"
    "function more() { all.postMessage('x'.repeat(100000)); }",
}


@pytest.mark.parametrize("kind", MEMORY)
def test_a_page_that_keeps_too_much_data_in_python_is_stopped(
    open_limited: OpenPage, kind: str
) -> None:
    page = open_limited(
        MEMORY[kind] + "for (var i = 0; i < 80; i++) more();", memory=3 << 20, time=60
    )
    assert page.is_ended
    assert [e for e in page.errors if isinstance(e, LimitExceeded) and e.limit == "memory"]
    with pytest.raises(PageStopped):
        page.fire_event("_root", "click")


def test_garbage_does_not_count_towards_the_memory_limit(open_limited: OpenPage) -> None:
    page = open_limited(
        f"{BODY} {LEAVE} leave(9e6);"
        "for (var i = 0; i < 80; i++) callUpdateAttrs('1', '_root', {['a' + i]: 'x'.repeat(1e5)});",
        memory=16 << 20,
        time=60,
    )
    assert not page.errors


def test_memory_limit_applies_to_all_pages_of_a_stack_together(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(limits={"memory": 16 << 20})
    grow = "var kept = []; for (var i = 0; i < 10; i++) kept.push(new Uint8Array(1 << 20).fill(1));"
    with PagesServer({"/next.js": HEADER + grow}) as server:
        config = {"bundleUrl": f"{server.url}/a.js"}
        page = runtime.open(source=HEADER + grow + PUSH, config=config)
        assert not page.errors
        runtime.run_until(lambda: len(runtime.pages) == 2 or page.stack.failures, 20)
        (first, second) = runtime.pages
    assert not first.errors
    assert second.errors


def test_received_response_bodies_count_towards_the_memory_limit(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(limits={"memory": 4 << 20})
    with HttpServer() as server:
        server.route("GET", "/0", HttpResponse(text="x" * (6 << 20)))
        page = runtime.open(source=HEADER + FETCH % (1, server.url))
        runtime.run_until(lambda: bool(page.errors), 20)
    assert "--limit memory=" in page.errors[0].message


def test_exceeding_a_limit_repeatedly_is_reported_only_once(open_limited: OpenPage) -> None:
    page = open_limited("for (var i = 0; i < 100; i++) setTimeout(() => 0, 1);", timers=3)
    assert len(page.errors) == 1


def test_requests_to_a_silent_server_leave_threads_to_other_pages(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(clock="real")
    with HttpServer() as server, EchoServer() as echo:
        for number in range(70):
            server.route("GET", f"/{number}", HttpResponse(text="", delay=1000))
        busy = runtime.open(source=HEADER + FETCH % (70, server.url))
        page = runtime.open(
            source=HEADER + "var ws = weex.requireModule('webSocket');"
            f"ws.WebSocket('{echo.url}', ''); ws.onopen(() => console.log('open'));"
        )
        runtime.run_until(lambda: bool(page.console), 20)
        assert len(busy.connections) == 70
        assert [line.text for line in page.console] == ["open"]
        busy.destroy()


def test_idle_time_is_measured_only_while_a_page_exceeds_its_time_for_a_turn(
    open_limited: OpenPage,
) -> None:
    page = open_limited("setTimeout(() => { for (var i = 0; i < 9e4; i++); }, 0)", turn=1e-9)
    page.clock.run_for(1)
    assert page.looper.idle_readers == 1
    page.destroy()
    assert page.looper.idle_readers == 0
