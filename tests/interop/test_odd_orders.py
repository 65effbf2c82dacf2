"""Unusual orders of calls, with the module and with the class of the polyfill."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from weex_runtime import Module, Page, Runtime, js_method
from weex_runtime.servers import EchoServer

from ..support.page_log import logged

TIMEOUT = 30.0

# The JS of a test can call connect(), log(...) and the methods of `native`. connect() returns a
# connecting socket; the methods of `native` act on the page while JS runs.
HEADS = {
    "module": """// { "framework": "Vue" }
function connect() {
  var ws = weex.requireModule('webSocket');
  ws.WebSocket(weex.config.url, '');
  return ws;
}
""",
    "polyfill": """// { "framework": "Vue" }
function connect() { return new WebSocket(weex.config.url); }
""",
}
LOG = """var native = weex.requireModule('native');
function log() { console.log(JSON.stringify(Array.prototype.slice.call(arguments))); }
"""


class Native(Module):
    """A module whose methods end or open pages and run the loop during a handler."""

    name = "native"

    @js_method
    def destroy(self) -> None:
        self.page.destroy()

    @js_method
    def closeRuntime(self) -> None:
        self.page.runtime.close()

    @js_method
    def runLoop(self) -> None:
        cast("Runtime", self.page.runtime).run_until_idle()

    @js_method
    def openAnother(self) -> None:
        self.page.runtime.open(source='// { "framework": "Vue" }\n', config={"url": ""})


@pytest.fixture
def nothing_is_left() -> Iterator[None]:
    before = len(os.listdir("/dev/fd")), threading.enumerate()
    yield
    assert (len(os.listdir("/dev/fd")), threading.enumerate()) == before


@pytest.fixture
def device(nothing_is_left: None) -> Iterator[Runtime]:
    options = {"polyfills": ["websocket"], "limits": {"connections": 500}, "hints": False}
    with Runtime(modules=[Native], **options) as runtime:  # type: ignore[arg-type]
        yield runtime


@pytest.fixture
def echo(nothing_is_left: None) -> Iterator[EchoServer]:
    with EchoServer() as server:
        yield server


Start = Callable[[str], Page]


@pytest.fixture(params=list(HEADS))
def start(request: pytest.FixtureRequest, device: Runtime, echo: EchoServer) -> Start:
    """Open a page with this code."""
    head = HEADS[request.param] + LOG
    return lambda code: device.open(source=head + code, config={"url": echo.url})


def run_until_logged(page: Page, *line: Any) -> list[Any]:
    """Run until the page has logged a line; returns all lines."""
    page.runtime.run_until(lambda: [*line] in logged(page), TIMEOUT, f"the page to log {line}")
    return logged(page)


def test_close_in_onopen_delivers_the_message_that_was_sent_before(
    start: Start, device: Runtime, echo: EchoServer
) -> None:
    page = start("""
var socket = connect();
socket.onopen = function () { socket.send('last'); socket.close(3000, 'bye'); };
socket.onmessage = function (e) { log('message', e.data); };
socket.onclose = function (e) { log('closed', e.code, e.reason, e.wasClean); };
""")
    # The echo is not logged: it arrives while the socket is closing.
    assert run_until_logged(page, "closed", 3000, "bye", True) == [["closed", 3000, "bye", True]]
    device.run_until(lambda: echo.received == ["last"], TIMEOUT)


def test_send_and_close_in_onclose_do_nothing(start: Start, echo: EchoServer) -> None:
    page = start("""
var socket = connect();
socket.onopen = function () { socket.close(); };
socket.onerror = function () { log('error'); };
socket.onclose = function (e) {
  socket.send('late');
  socket.close(3000, 'again');
  log('closed', e.code);
  setTimeout(function () { log('end'); }, 20);
};
""")
    closed = run_until_logged(page, "end")[0]
    assert closed[0] == "closed"
    assert len(logged(page)) == 2
    assert echo.received == []
    assert not page.errors


def test_onclose_can_reconnect_100_times(start: Start, echo: EchoServer) -> None:
    page = start("""
var times = 0;
(function again() {
  var socket = connect();
  socket.onopen = function () { socket.send('number ' + times); };
  socket.onmessage = function () { socket.close(); };
  socket.onclose = function (e) {
    if (!e.wasClean) log('lost', times);
    if (++times < 100) again(); else log('done');
  };
})();
""")
    assert run_until_logged(page, "done") == [["done"]]
    assert echo.received == [f"number {i}" for i in range(100)]


def test_onmessage_can_open_100_sockets_in_a_chain(start: Start, echo: EchoServer) -> None:
    page = start("""
var times = 0;
(function again() {
  var socket = connect();
  socket.onopen = function () { socket.send('number ' + times); };
  socket.onmessage = function () { if (++times < 100) again(); else log('done'); };
})();
""")
    assert run_until_logged(page, "done") == [["done"]]
    assert echo.received == [f"number {i}" for i in range(100)]


def test_refused_connection_can_be_retried_100_times(device: Runtime) -> None:
    with EchoServer() as gone:
        url = gone.url
    page = device.open(
        source=HEADS["module"]
        + LOG
        + """
var times = 0;
(function again() {
  var socket = connect();
  socket.onerror = function () { times++; };
  socket.onclose = function (e) { if (times < 100) again(); else log('done', e.code); };
})();
""",
        config={"url": url},
    )
    assert run_until_logged(page, "done", 1006) == [["done", 1006]]


def test_event_handler_of_a_socket_can_replace_or_remove_itself(start: Start) -> None:
    page = start("""
var socket = connect();
socket.onopen = function () { for (var i = 0; i < 4; i++) socket.send(String(i)); };
socket.onmessage = function (e) {
  log('first', e.data);
  socket.onmessage = function (e) {
    log('second', e.data);
    socket.onmessage = null;
    socket.close();
  };
};
socket.onclose = function () {
  log('closed');
  socket.onclose = function () { log('closed again'); };
};
""")
    assert run_until_logged(page, "closed") == [["first", "0"], ["second", "1"], ["closed"]]


def test_exceptions_in_handlers_do_not_stop_further_events(start: Start) -> None:
    page = start("""
var socket = connect();
socket.onopen = function () { socket.send('x'); throw new Error('open'); };
socket.onmessage = function () { socket.close(); throw new Error('message'); };
socket.onclose = function () { log('closed'); throw new Error('close'); };
""")
    run_until_logged(page, "closed")
    messages = [error.message for error in page.errors]
    assert messages == ["Error: open", "Error: message", "Error: close"]


@pytest.mark.parametrize("event", ["onopen", "onmessage", "onclose"])
def test_page_destroyed_in_a_handler_gets_no_further_events(
    start: Start, device: Runtime, event: str
) -> None:
    """Further events of the same batch are dropped."""
    page = start(f"""
var socket = connect(), last = '{event}';
function hear(event) {{
  log(event);
  if (event === last) native.destroy();
}}
socket.onopen = function () {{
  hear('onopen');
  for (var i = 0; i < 20; i++) socket.send('x');
  if (last === 'onclose') socket.close();
}};
socket.onmessage = function () {{ hear('onmessage'); }};
socket.onclose = function () {{ hear('onclose'); }};
""")
    device.run_until(lambda: page.destroyed, TIMEOUT)
    heard = logged(page)
    assert [event] in heard
    device.run_until_idle()
    assert logged(page) == heard
    assert not page.errors


@pytest.mark.parametrize("event", ["onopen", "onmessage", "onclose"])
def test_socket_handler_can_close_the_runtime(start: Start, device: Runtime, event: str) -> None:
    page = start(f"""
var socket = connect();
socket.onopen = function () {{ socket.send('x'); }};
socket.onmessage = function () {{ socket.close(); }};
socket.{event} = function () {{ native.closeRuntime(); }};
""")
    device.run_until(lambda: page.destroyed, TIMEOUT)
    assert device.pages == []
    assert not page.errors


def test_messages_arrive_in_order_although_each_message_handler_runs_the_loop(start: Start) -> None:
    page = start("""
var socket = connect(), received = 0;
socket.onopen = function () { for (var i = 0; i < 100; i++) socket.send(String(i)); };
socket.onmessage = function (e) {
  if (e.data !== String(received++)) log('wrong', e.data);
  native.runLoop();
  if (received === 100) log('done');
};
""")
    assert run_until_logged(page, "done") == [["done"]]
    assert not page.errors


def test_socket_handlers_can_open_pages(start: Start, device: Runtime) -> None:
    page = start("""
var socket = connect(), received = 0;
socket.onopen = function () { for (var i = 0; i < 5; i++) socket.send(String(i)); };
socket.onmessage = function (e) {
  native.openAnother();
  if (e.data !== String(received++)) log('wrong', e.data);
  if (received === 5) log('done');
};
""")
    assert run_until_logged(page, "done") == [["done"]]
    assert len(device.pages) == 6


def test_close_after_sending_16_mb_delivers_all_data(
    start: Start, device: Runtime, echo: EchoServer
) -> None:
    page = start("""
var socket = connect();
socket.onopen = function () { socket.send('x'.repeat(16 << 20)); socket.close(3000, 'done'); };
socket.onclose = function (e) { log('closed', e.code, e.reason); };
""")
    run_until_logged(page, "closed", 3000, "done")
    device.run_until(lambda: echo.received, TIMEOUT)
    assert [len(message) for message in echo.received] == [16 << 20]


def test_destroying_a_page_after_sending_8_mb_delivers_all_data(
    start: Start, device: Runtime, echo: EchoServer
) -> None:
    page = start("""
var socket = connect();
socket.onopen = function () { socket.send('x'.repeat(8 << 20)); native.destroy(); };
""")
    device.run_until(lambda: page.destroyed, TIMEOUT)
    device.run_until(lambda: echo.received, TIMEOUT)
    assert [len(message) for message in echo.received] == [8 << 20]


def test_websocket_module_opens_only_the_last_of_50_requested_sockets(
    device: Runtime, echo: EchoServer
) -> None:
    page = device.open(
        source=HEADS["module"]
        + LOG
        + """
for (var i = 0; i < 50; i++) {
  (function (number) {
    var socket = connect();
    socket.onopen = function () { log('open', number); };
    socket.onerror = function () {};
    socket.onclose = function (e) { log('closed', number, e.code); };
  })(i);
}
""",
        config={"url": echo.url},
    )
    lines = run_until_logged(page, "open", 49)
    assert sorted(lines[:-1]) == [["closed", i, 1006] for i in range(49)]


def test_page_opens_500_sockets_with_the_polyfill_websocket(
    device: Runtime, echo: EchoServer
) -> None:
    page = device.open(
        source=HEADS["polyfill"]
        + LOG
        + """
var closed = 0;
for (var i = 0; i < 500; i++) {
  (function (number) {
    var socket = connect();
    socket.onopen = function () { socket.send('number ' + number); };
    socket.onmessage = function (e) {
      if (e.data !== 'number ' + number) log('wrong', number, e.data);
      socket.close(3000 + number, 'reason ' + number);
    };
    socket.onclose = function (e) {
      if (e.code !== 3000 + number || e.reason !== 'reason ' + number) log('wrong', number, e.code);
      if (++closed === 500) log('done');
    };
  })(i);
}
""",
        config={"url": echo.url},
    )
    assert run_until_logged(page, "done") == [["done"]]
