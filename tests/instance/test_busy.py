"""The pending work of a page, as data and as text."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from weex_runtime import Callback, Module, Page, Runtime, WaitTimeout, js_method
from weex_runtime.cli.steps.actions import carry_out
from weex_runtime.cli.steps.syntax import parse
from weex_runtime.instance.busy import in_words, why_busy
from weex_runtime.module_api.busy import Busy

from ..support.raw_server import TEXT, Peer, RawServer, frame

OpenPage = Callable[..., Page]

_CONNECT = """
var ws = weex.requireModule('webSocket');
ws.WebSocket(weex.config.url);
ws.onopen(function () { console.log('open'); });
ws.onclose(function () { console.log('closed'); });
"""


class Kitchen(Module):
    """Work on threads and async methods."""

    name = "kitchen"
    gate = threading.Event()

    @js_method
    async def cook(self, done: Callback) -> None:
        await self.run_in_worker(self.gate.wait, 5)
        done.invoke()

    @js_method
    async def rest(self) -> None:
        await self.sleep(30)


class Oven(Module):
    """Lists its own work in `busy_with`."""

    name = "oven"

    @js_method
    def heat(self) -> None: ...

    def busy_with(self) -> list[Busy]:
        return [{"what": "call", "text": "oven.heat"}]


@pytest.fixture
def silent_port() -> Iterator[int]:
    """The port of a server that accepts connections and never responds."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def whats(page: Page) -> list[str]:
    return [entry["what"] for entry in page.busy()]


def is_logged(page: Page, text: str) -> Callable[[], bool]:
    return lambda: any(line.text == text for line in page.console)


def test_an_idle_page_is_not_busy(open_page: OpenPage) -> None:
    page = open_page("console.log(1);")
    assert page.busy() == []
    assert why_busy(page) == "the page is not busy"


def test_busy_lists_timers_with_their_ids_in_the_order_of_due_times(
    runtime: Runtime, open_page: OpenPage
) -> None:
    page = open_page("setTimeout(function () {}, 28400); setInterval(function () {}, 1000);")
    assert page.busy() == [
        {"what": "timer", "id": "2", "due_in": 1.0},
        {"what": "timer", "id": "1", "due_in": 28.4},
    ]
    runtime.clock.run_for(0.5)
    assert in_words(page.busy()) == "timer 2 due in 0.5 s, timer 1 due in 27.9 s"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0004, "0"), (0.02, "0.02"), (2.14, "2.1"), (28.44, "28.4"), (86400 * 30, "2592000")],
)
def test_seconds_in_the_description_of_busy_work_are_rounded(seconds: float, words: str) -> None:
    assert (
        in_words([{"what": "timer", "id": "3", "due_in": seconds}]) == f"timer 3 due in {words} s"
    )
    work: Busy = {"what": "worker", "text": "thinking", "seconds": seconds}
    assert in_words([work]) == f"thinking for {words} s"


def test_busy_lists_timers_with_their_ids_in_js(open_page: OpenPage) -> None:
    page = open_page("setTimeout(function () {}, 2000);", "Vue")
    (timer,) = page.busy()
    assert timer["id"].isdecimal()
    assert timer["due_in"] == 2.0


def test_busy_is_empty_after_a_timer_is_cleared_or_the_page_has_ended(open_page: OpenPage) -> None:
    page = open_page("clearTimeout(setTimeout(function () {}, 1000));")
    assert page.busy() == []
    page = open_page("setTimeout(function () {}, 1000);")
    page.destroy()
    assert page.busy() == []
    assert why_busy(page) == "the page has ended"


def test_description_of_timers_on_a_virtual_clock_mentions_run_for(open_page: OpenPage) -> None:
    page = open_page("setTimeout(function () {}, 1000);")
    assert why_busy(page) == (
        "the page is busy: timer 1 due in 1 s (time moves with clock.run_for only)"
    )


def test_error_of_a_step_that_times_out_explains_why_the_page_is_busy(open_page: OpenPage) -> None:
    page = open_page("setTimeout(function () {}, 28400);", name="slow.js")
    with pytest.raises(WaitTimeout, match=r"timer 1 due in 28\.4 s"):
        carry_out(page, parse("wait nowhere"), 0.01)


def test_work_that_a_module_starts_on_a_thread_keeps_only_its_page_busy(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(modules=[Kitchen])
    Kitchen.gate = threading.Event()
    source = '// { "framework": "Vanilla" }\nweex.requireModule("kitchen").cook(function () {});'
    busy, calm = runtime.open(source=source), runtime.open(source=source.split("\n")[0] + "\n1;")
    call, work = busy.busy()
    assert call == {"what": "call", "text": "kitchen.cook"}
    assert work["what"] == "worker"
    assert work["text"] == "Event.wait"
    assert 0 <= work["seconds"] < 5
    assert calm.busy() == []
    Kitchen.gate.set()
    runtime.run_until_idle()
    assert busy.busy() == []


def test_work_on_a_thread_without_a_known_page_keeps_every_page_busy(
    runtime: Runtime, open_page: OpenPage
) -> None:
    page = open_page("1;")
    gate = threading.Event()
    runtime.looper.run_in_worker(lambda: gate.wait(5), lambda result, error: None, "thinking")
    assert in_words(page.busy()).startswith("thinking for ")
    gate.set()
    runtime.run_until_idle()


def test_busy_lists_both_the_call_and_the_timer_of_a_sleeping_module_method(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(modules=[Kitchen])
    source = '// { "framework": "Vanilla" }\nweex.requireModule("kitchen").rest();'
    page = runtime.open(source=source)
    assert in_words(page.busy()) == "kitchen.rest waits, timer due in 30 s"


def test_busy_lists_the_entries_that_method_busy_with_of_a_module_returns(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(modules=[Oven])
    source = '// { "framework": "Vanilla" }\nweex.requireModule("oven").heat();'
    page = runtime.open(source=source)
    assert page.busy() == [{"what": "call", "text": "oven.heat"}]


def test_connecting_socket_is_listed_as_one_busy_entry(
    open_page: OpenPage, silent_port: int
) -> None:
    url = f"ws://127.0.0.1:{silent_port}/"
    page = open_page(_CONNECT, "Vue", config={"url": url})
    assert page.busy() == [{"what": "socket", "state": "connecting", "url": url}]
    assert in_words(page.busy()) == f"socket connecting to {url}"


def test_busy_describes_a_request_by_its_method_and_url(
    runtime: Runtime, open_page: OpenPage, silent_port: int
) -> None:
    url = f"http://127.0.0.1:{silent_port}/me"
    fetch = f"weex.requireModule('stream').fetch({{url: '{url}'}}, function () {{}});"
    page, other = open_page(fetch, "Vue"), open_page("1;", "Vue")
    (entry,) = page.busy()
    assert entry["what"] == "worker"
    assert entry["text"] == f"stream.fetch GET {url}"
    assert in_words([entry]) == f"stream.fetch GET {url} for 0 s"
    runtime.clock.run_for(2.5)
    assert in_words(page.busy()) == f"stream.fetch GET {url} for 2.5 s"
    assert other.busy() == []


def test_page_is_busy_while_a_page_embedded_in_it_loads(
    open_page: OpenPage, silent_port: int
) -> None:
    url = f"http://127.0.0.1:{silent_port}/inner.js"
    page = open_page(
        "new Vue({ el: 'body', render: function (h) { return h('div', ["
        f" h('embed', {{ attrs: {{ src: '{url}', visibility: 'visible' }} }})]); }} }});",
        "Vue",
    )
    other = open_page("1;")
    assert in_words(page.busy()).startswith(f"loading {url} for ")
    assert other.busy() == []


def test_page_is_busy_while_its_socket_closes_and_not_while_its_socket_is_open(
    runtime: Runtime, open_page: OpenPage
) -> None:
    closing = threading.Event()

    def script(peer: Peer) -> None:
        peer.open()
        peer.send(frame(TEXT, b"hello"))
        closing.wait(5)

    with RawServer(script) as server:
        source = _CONNECT + "ws.onmessage(function (event) { console.log(event.data); });"
        page = open_page(source, "Vue", config={"url": server.url})
        runtime.run_until(is_logged(page, "hello"))
        assert page.busy() == []
        page.runtime.run_until_idle()
        page.module("webSocket").close(1000, "")  # type: ignore[attr-defined]
        assert [entry for entry in page.busy() if entry["what"] == "socket"] == [
            {"what": "socket", "state": "closing", "url": server.url}
        ]
        closing.set()


def test_socket_of_the_websocket_polyfill_is_busy_while_it_connects(
    make_runtime: Callable[..., Runtime], silent_port: int
) -> None:
    url = f"ws://127.0.0.1:{silent_port}/"
    runtime = make_runtime(polyfills=["websocket"])
    page = runtime.open(source=f'// {{ "framework": "Vue" }}\nnew WebSocket("{url}");')
    assert page.busy() == [{"what": "socket", "state": "connecting", "url": url}]


def test_page_is_busy_while_a_socket_has_unsent_data(runtime: Runtime, open_page: OpenPage) -> None:
    reading = threading.Event()

    def script(peer: Peer) -> None:
        peer.open()
        reading.wait(5)

    with RawServer(script) as server:
        page = open_page(_CONNECT, "Vue", config={"url": server.url})
        runtime.run_until(is_logged(page, "open"))
        page.module("webSocket").send("x" * (32 << 20))  # type: ignore[attr-defined]
        (entry,) = page.busy()
        assert (entry["what"], entry["state"]) == ("socket", "sending")
        assert 0 < entry["bytes"] <= (32 << 20) + 14
        assert in_words([entry]).endswith(f"bytes to {server.url}")
        reading.set()
