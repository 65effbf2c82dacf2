"""weex_runtime.loop.quiescence: over sockets a clock moves only while all is idle."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from weex_runtime import Page, Runtime, WaitTimeout
from weex_runtime.servers import ChatServer, EchoServer
from weex_runtime.testing import HttpResponse, HttpServer, Script, WsServer

from ..conftest import HEADERS
from ..support.heartbeat import HEARTBEAT, SAY, SCRIPTS, TRACE, beat, said
from ..support.node_peer import ProcessPeer

OpenPage = Callable[..., Page]
MakeRuntime = Callable[..., Runtime]

# The expected trace of a page that is connected to the server in script_server.py.
FOREIGN_TRACE = """\
0 connects
0 is open
30 ping
30 pong
60 ping
60 pong
90 ping
90 is closed: 1006
91 connects
91 is closed: 1006
""".splitlines()


def test_repeated_runs_of_a_websocket_heartbeat_have_identical_traces(
    make_runtime: MakeRuntime,
) -> None:
    with WsServer() as server:
        for _ in range(3):
            server.script(*SCRIPTS)
            assert beat(make_runtime(), server.url) == TRACE


def test_websocket_heartbeat_over_tls_has_the_same_trace_as_without_tls(
    make_runtime: MakeRuntime,
) -> None:
    with WsServer(tls=True) as server:
        server.script(*SCRIPTS)
        assert beat(make_runtime(network=server.network), server.url) == TRACE


def test_websocket_heartbeat_with_a_server_in_another_process_has_the_expected_trace(
    make_runtime: MakeRuntime,
) -> None:
    with script_server() as server:
        runtime = make_runtime()
        runtime.clock.grace = 0.25  # real seconds without data before the clock moves
        url = f"ws://127.0.0.1:{server.facts['port']}/"
        assert beat(runtime, url, 92) == FOREIGN_TRACE


def script_server() -> ProcessPeer:
    folder = Path(__file__).parents[1] / "support"
    return ProcessPeer([sys.executable, str(folder / "script_server.py")], folder)


def test_closing_handshake_without_a_reply_times_out_in_virtual_time(
    runtime: Runtime, open_page: OpenPage
) -> None:
    code = (
        SAY
        + """
    ws.WebSocket(weex.config.url);
    ws.onopen = function () { ws.close(3000, 'enough'); };
    ws.onclose = function (event) { say(event.code); };
    """
    )
    with WsServer(Script().stall()) as server:
        page = open_page(code, config={"url": server.url})
        runtime.clock.run_for(9.9)
        assert said(page) == []
        assert page.busy()[0].get("state") == "closing"
        runtime.clock.run_for(60)
    assert said(page) == ["10 1006"]


def test_delays_in_a_test_server_script_follow_the_virtual_clock_of_the_runtime(
    runtime: Runtime, open_page: OpenPage
) -> None:
    code = (
        SAY
        + """
    ws.WebSocket(weex.config.url);
    ws.onopen = function () { say('open'); };
    ws.onmessage = function (event) { say(event.data); };
    ws.onclose = function (event) { say(event.code); };
    """
    )
    script = Script(accept=False).delay(7).accept().delay(100).send("one").delay(0.5).send("two")
    with WsServer(script.delay(timedelta(minutes=20)).close(4001)) as server:
        page = open_page(code, config={"url": server.url})
        runtime.clock.run_for(3600)
        server.check()
    assert said(page) == ["7 open", "107 one", "107.5 two", "1307.5 4001"]


def test_messages_of_two_pages_with_different_delays_keep_their_order(
    runtime: Runtime, open_page: OpenPage
) -> None:
    code = (
        SAY
        + """
    ws.WebSocket(weex.config.url);
    ws.onmessage = function (event) { say(event.data); };
    """
    )
    scripts = [Script().delay(1 + number / 10).send("hi") for number in range(10)]
    with WsServer(*scripts) as server:
        pages = []
        for _ in scripts:  # connect in order, so that the n-th page gets the n-th script
            pages.append(open_page(code, config={"url": server.url}))
            runtime.clock.run_for(0)
        runtime.clock.run_for(3)
    assert [said(page) for page in pages] == [[f"{1 + n / 10:g} hi"] for n in range(10)]


def test_delay_of_a_test_server_ends_when_its_connection_ends(
    runtime: Runtime, open_page: OpenPage
) -> None:
    with WsServer(Script().delay(50).send("never heard")) as server:
        page = open_page(SAY + "ws.WebSocket(weex.config.url);", config={"url": server.url})
        runtime.clock.run_for(10)
        page.destroy()
        runtime.clock.run_for(0)
        assert runtime.looper.next_due() is None
        assert server.connections[0].close_code == 1001
        runtime.clock.run_for(100)


FETCH = (
    SAY
    + """
function fetch(path, options) {
  options.url = weex.config.url + path;
  stream.fetch(options, function (answer) {
    say(answer.ok ? answer.data : 'failed: ' + answer.data);
  });
}
"""
)


@pytest.mark.parametrize("tls", [False, True])
def test_http_response_delays_and_request_timeouts_follow_the_virtual_clock(
    make_runtime: MakeRuntime, tls: bool
) -> None:
    code = (
        FETCH
        + """
    fetch('slow', { timeout: 20000 });
    fetch('slow', { timeout: 5000 });
    fetch('', { timeout: 1000 });
    fetch('slower', {});
    fetch('moved', { timeout: 20000 });
    """
    )
    with HttpServer(tls=tls) as server:
        server.route("GET", "/", HttpResponse(text="at once"))
        server.route("GET", "/slow", HttpResponse(text="slow", delay=12))
        server.route("GET", "/slower", HttpResponse(text="slower", delay=29.5))
        moved = HttpResponse(status=302, headers={"Location": "/slow"}, delay=3)
        server.route("GET", "/moved", moved)
        runtime = make_runtime(network=server.network)
        page = runtime.open(source=HEADERS["Vanilla"] + code, config={"url": server.url})
        runtime.clock.run_for(60)
    assert said(page) == [
        "0 at once",
        "5 failed: no data arrived for 5 s",
        "12 slow",
        "15 slow",
        "29.5 slower",
    ]


def test_timeout_for_a_silent_server_in_another_process_follows_the_virtual_clock(
    runtime: Runtime, open_page: OpenPage, silent_port: int
) -> None:
    code = (
        FETCH
        + """
    fetch('', { timeout: 20000 });
    ws.WebSocket(weex.config.url.replace('http', 'ws'));
    ws.onclose = function (event) { say(event.code); };
    """
    )
    page = open_page(code, config={"url": f"http://127.0.0.1:{silent_port}/"})
    runtime.clock.run_for(60)
    assert said(page) == ["20 failed: no data arrived for 20 s", "30 1006"]


@pytest.fixture
def silent_port() -> Iterator[int]:
    """It takes connections, and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.mark.parametrize("tls", [False, True])
def test_echo_from_a_server_arrives_before_the_next_timer_runs(
    make_runtime: MakeRuntime, tls: bool
) -> None:
    """Whatever a timer sends has its answer before the next one is due, 1 ms later."""
    code = (
        SAY
        + """
    var sent = 0;
    ws.WebSocket(weex.config.url);
    ws.onopen = function () { setInterval(function () { ws.send('n ' + sent++); }, 1); };
    ws.onmessage = function (event) { say(event.data); };
    """
    )
    with WsServer(tls=tls).echo() as server:
        runtime = make_runtime(network=server.network)
        page = runtime.open(source=HEADERS["Vanilla"] + code, config={"url": server.url})
        runtime.clock.run_for(0.05)
        assert said(page) == [f"{(number + 1) / 1000:g} n {number}" for number in range(50)]


def test_message_between_pages_through_a_server_takes_no_virtual_time(
    runtime: Runtime, open_page: OpenPage
) -> None:
    code = (
        SAY
        + """
    ws.WebSocket(weex.config.url);
    ws.onopen = function () { ws.send(JSON.stringify({ type: 'join', name: weex.config.name })); };
    ws.onmessage = function (event) {
      var data = JSON.parse(event.data);
      if (data.type === 'message') say(data.from + ': ' + data.text);
    };
    setInterval(function () {
      ws.send(JSON.stringify({ type: 'message', text: 'hello' }));
    }, weex.config.every);
    """
    )
    with ChatServer() as server:
        pages = [
            open_page(code, config={"url": server.url, "name": name, "every": every})
            for name, every in (("Ada", 400), ("Bob", 1000))
        ]
        runtime.clock.run_for(1.5)
    heard = ["0.4 Ada: hello", "0.8 Ada: hello", "1 Bob: hello", "1.2 Ada: hello"]
    assert [said(page) for page in pages] == [heard, heard]


def test_endless_exchange_with_a_server_raises_wait_timeout(
    runtime: Runtime, open_page: OpenPage
) -> None:
    code = (
        SAY
        + """
    ws.WebSocket(weex.config.url);
    ws.onopen = function () { ws.send('again'); };
    ws.onmessage = function (event) { ws.send(event.data); };
    """
    )
    with EchoServer() as server:
        open_page(code, config={"url": server.url})
        runtime.clock.patience = 0.1
        with pytest.raises(
            WaitTimeout, match="the clock stays at 0 s, since not everything became idle"
        ):
            runtime.clock.run_for(1)


def test_virtual_clock_moves_while_a_server_does_not_read_sent_data(
    runtime: Runtime, open_page: OpenPage
) -> None:
    """More is sent than the buffers of the system take."""
    code = (
        SAY
        + """
    ws.WebSocket(weex.config.url);
    ws.onopen = function () {
      var text = 'x'.repeat(1 << 20);
      for (var i = 0; i < 8; i++) ws.send(text);
      setTimeout(function () { say('a minute'); }, 60000);
    };
    """
    )
    with WsServer(Script().stall()) as server:
        page = open_page(code, config={"url": server.url})
        runtime.clock.run_for(60)
        assert said(page) == ["60 a minute"]
        assert page.busy()[0].get("state") == "sending"


def test_virtual_clock_moves_while_a_server_does_not_answer_the_opening_handshake(
    runtime: Runtime, open_page: OpenPage
) -> None:
    """`patience` would end it."""
    runtime.clock.patience = 2
    with WsServer(Script(accept=False).stall()) as server:
        page = open_page(HEARTBEAT, config={"url": server.url})
        runtime.clock.run_for(29)
        assert said(page) == ["0 connects"]
        assert page.busy() == [{"what": "socket", "state": "connecting", "url": server.url}]
        runtime.clock.run_for(1)
    assert said(page) == ["0 connects", "30 is closed: 1006"]


def test_clock_installed_after_connecting_drives_the_timeouts_of_the_connection(
    make_runtime: MakeRuntime,
) -> None:
    runtime = make_runtime(clock="real")
    script = Script().expect("ping").send("pong").expect("ping").delay(5).send("late pong")
    with WsServer(script) as server:
        page = runtime.open(source=HEADERS["Vanilla"] + HEARTBEAT, config={"url": server.url})
        runtime.clock.install()
        runtime.clock.run_for(66)
        server.check()
    assert [line.split(" ", 1)[1] for line in said(page)] == [
        "connects",
        "is open",
        "ping",
        "pong",
        "ping",
        "late pong",
    ]
