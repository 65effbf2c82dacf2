"""weex_runtime.testing.WsServer with pages and, for protocol violations, with other clients."""

from __future__ import annotations

import base64
import gc
import json
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from websockets.sync.client import connect

from weex_runtime import Page, Runtime, WeexError
from weex_runtime.servers import EchoServer
from weex_runtime.servers import websocket_server as servers
from weex_runtime.testing import HttpServer, Script, WsServer

from ..support.page_log import logged, run_until_logged

TIMEOUT = 5.0

Start = Callable[..., Page]

# A bundle that logs each event of its socket.
BUNDLE = """
var ws = weex.requireModule('webSocket');
function log() { console.log(JSON.stringify(Array.prototype.slice.call(arguments))); }
ws.onopen = function (e) { log('open'); opened(); };
ws.onmessage = function (e) { log('message', e.data); heard(e.data); };
ws.onclose = function (e) { log('close', e.code, e.reason); };
ws.onerror = function (e) { log('error', e.data); };
function opened() {}
function heard(data) {}
"""

OPEN = ["open"]
LOST = ["close", 1006, ""]


@pytest.fixture
def runtime(make_runtime: Callable[..., Runtime]) -> Runtime:
    return make_runtime(clock="real")


@pytest.fixture
def start(open_page: Callable[..., Page]) -> Start:
    """Open a page that connects and then runs code: start(server, code, protocol="")."""

    def start(server: WsServer, code: str = "", protocol: str = "", **options: Any) -> Page:
        connecting = f"ws.WebSocket({json.dumps(server.url)}, {json.dumps(protocol)});"
        return open_page(BUNDLE + connecting + code, **options)

    return start


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    before = threading.enumerate()  # threads of other tests may end during this test
    yield
    for thread in set(threading.enumerate()).difference(before):
        if thread.name.endswith("(keepalive)"):  # the thread of a client of `websockets`
            thread.join(TIMEOUT)
    assert set(threading.enumerate()).difference(before) == set()


def binary(data: bytes) -> dict[str, str]:
    text = base64.b64encode(data).decode()
    return {"@type": "binary", "dataType": "ArrayBuffer", "base64": text}


# A bundle that connects again and again until the server has restarted.
RECONNECT = """
function again() {
  ws.WebSocket('%s', '');
  ws.onmessage = function (e) { log('message', e.data); };
  ws.onclose = function (e) { log('close', e.code); setTimeout(again, 5); };
}
ws.onclose = function (e) { log('close', e.code); setTimeout(again, 5); };
"""

SEND_ON_OPEN = "opened = function () { ws.send(%s); };"


# Tests of the steps of a script.


def test_server_and_page_exchange_messages_in_order(start: Start) -> None:
    with WsServer(Script().expect("a").send("A").expect("b").send("B")) as server:
        page = start(
            server,
            "opened = function () { ws.send('a'); };"
            "heard = function (data) { if (data === 'A') ws.send('b'); };",
        )
        assert run_until_logged(page, "message", 2) == [OPEN, ["message", "A"], ["message", "B"]]
        server.check()
        assert server.received == [(0, "a"), (0, "b")]
        assert server.connections[0].received == ["a", "b"]
        assert server.failures == []


@pytest.mark.parametrize(
    ("data", "heard"),
    [
        ("grüße 👋", "grüße 👋"),
        ("", ""),
        ({"type": "welcome", "n": [1, None]}, '{"type":"welcome","n":[1,null]}'),
        (b"\x00\xff", binary(b"\x00\xff")),
    ],
)
def test_send_step_sends_text_bytes_and_json(start: Start, data: Any, heard: object) -> None:
    with WsServer(Script().send(data)) as server:
        (_, message) = run_until_logged(start(server), "message")
    if isinstance(heard, str) and heard.startswith("{"):
        assert json.loads(message[1]) == json.loads(heard)
    else:
        assert message[1] == heard


@pytest.mark.parametrize(
    ("wanted", "sent"),
    [
        ("ping", "'ping'"),
        (b"\x01\x02", "new Uint8Array([1, 2]).buffer"),
        (re.compile("^pi"), "'ping'"),
        (lambda message: len(message) == 4, "'ping'"),
        ({"type": "join", "tags": ["a"]}, """'{ "tags": ["a"], "type": "join" }'"""),
        ([1, 2], "'[1,2]'"),
    ],
)
def test_expect_step_matches_text_bytes_regex_json_and_predicates(
    start: Start, wanted: Any, sent: str
) -> None:
    code = SEND_ON_OPEN % sent
    with WsServer(Script().expect(wanted).send("right")) as server:
        assert run_until_logged(start(server, code), "message") == [OPEN, ["message", "right"]]
        server.check()


def test_close_step_sends_code_and_reason(start: Start) -> None:
    with WsServer(Script().close(4001, "kicked")) as server:
        page = start(server)
        assert run_until_logged(page, "close") == [OPEN, ["close", 4001, "kicked"]]
        page.runtime.run_until(lambda: server.connections[0].close_code == 4001)


def test_drop_step_ends_the_connection_without_a_close_frame(start: Start) -> None:
    with WsServer(Script().send("last").drop()) as server:
        page = start(server)
        assert run_until_logged(page, "close") == [OPEN, ["message", "last"], LOST]
    with WsServer(Script().drop()) as server, connect_raw(server) as client:
        assert rest_of(client) == b""


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize(
    ("script", "answer"),
    [
        (Script().drop(), "HTTP/1.1 101 "),
        (Script().raw(bytes(1 << 20)).drop(), "HTTP/1.1 101 "),
        (Script().expect(re.compile("")).drop(), "HTTP/1.1 101 "),
        (Script(accept=False).drop(), ""),
    ],
    ids=["at once", "behind data", "behind a message", "while connecting"],
)
def test_drop_step_does_not_reset_a_client_that_is_sending(
    script: Script, answer: str, tls: bool
) -> None:
    """RFC 9293, 3.10.4: closing a socket with unread data sends RST. 4 MiB are in transit,
    more than both buffers hold."""
    with WsServer(script, tls=tls) as server:
        with connect_raw(server, answer, trusting(server) if tls else None) as client:
            client.sendall(b"\x81\x80\0\0\0\0" * ((4 << 20) // 6))
            rest_of(client)
        server.check()


@pytest.mark.parametrize("tls", [False, True])
def test_closing_a_server_does_not_wait_for_a_client_after_a_drop_step(tls: bool) -> None:
    with WsServer(Script().drop(), tls=tls) as server:
        client = connect_raw(server, tls=trusting(server) if tls else None)
        assert rest_of(client) == b""
        server.check()
    client.close()
    gc.collect()


def test_reset_step_sends_rst(start: Start) -> None:
    with WsServer(Script().reset()) as server:
        assert run_until_logged(start(server), "close")[-1] == LOST
        with connect_raw(server) as client, pytest.raises(ConnectionResetError):
            rest_of(client)


@pytest.mark.parametrize("tls", [False, True])
def test_refuse_step_sends_a_status(start: Start, tls: bool) -> None:
    script = Script().refuse(418, {"X-Why": "teapot"}, "no coffee")
    with WsServer(script, tls=tls) as server:
        page = start(server, network=server.network)
        lines = run_until_logged(page, "error")
        assert "418" in lines[0][1]
        assert server.connections[0].path == "/"
        server.check()


def test_refuse_step_sends_headers_and_body() -> None:
    script = Script().refuse(418, {"X-Why": "teapot"}, "no coffee")
    with WsServer(script) as server, connect_raw(server, answer="") as client:
        head, _, body = rest_of(client).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 418 ")
    assert b"X-Why: teapot" in head
    assert body == b"no coffee"


def test_clients_reject_a_handshake_with_a_wrong_accept_key(start: Start) -> None:
    with WsServer(Script().wrong_accept_key()) as server:
        lines = run_until_logged(start(server), "error")
        assert OPEN not in lines
        assert "Sec-WebSocket-Accept" in lines[0][1]


def test_raw_step_writes_bytes_unchanged(start: Start) -> None:
    """A frame with a reserved bit is a protocol error."""
    with WsServer(Script().raw(b"\xf1\x02hi")) as server:
        lines = run_until_logged(start(server), "close")
        assert ["message", "hi"] not in lines
        page_code = lines[-1][1]
        assert page_code in (1002, 1006)
    with WsServer(Script().raw(b"\x81\x02hi")) as server:
        assert run_until_logged(start(server), "message") == [OPEN, ["message", "hi"]]


def test_server_receives_messages_during_a_delay_step(start: Start) -> None:
    with WsServer(Script().delay(0.05).expect("early").delay(timedelta(0)).send("late")) as server:
        started = time.monotonic()
        page = start(server, SEND_ON_OPEN % "'early'")
        run_until_logged(page, "message")
        assert time.monotonic() - started >= 0.05
        assert server.received == [(0, "early")]


def test_stall_step_neither_reads_nor_answers() -> None:
    with WsServer(Script().stall()) as server:
        with connect_raw(server) as client:
            server.check()
            client.settimeout(0.1)
            client.sendall(b"\x89\x80\x00\x00\x00\x00")  # a ping, which gets no answer
            with pytest.raises(TimeoutError):
                client.recv(1)
            assert server.connections[0].received == []


def test_page_that_closes_a_stalled_connection_gets_no_answer(start: Start) -> None:
    with WsServer(Script().send("now").stall()) as server:
        page = start(server, "heard = function () { ws.close(1000, 'bye'); log('closing'); };")
        lines = run_until_logged(page, "closing")
        server.check()
        page.runtime.run_until_idle()
        assert logged(page) == lines
        assert server.connections[0].close_code is None
        server.close()
        assert run_until_logged(page, "close")[-1][0] == "close"


# Tests of the opening handshake.


def test_steps_before_an_accept_step_delay_the_opening_handshake(start: Start) -> None:
    with WsServer(Script().delay(0.05).accept().send("hi")) as server:
        started = time.monotonic()
        run_until_logged(start(server), "open")
        assert time.monotonic() - started >= 0.05


def test_script_with_accept_false_can_drop_reset_and_send_raw_bytes(start: Start) -> None:
    scripts = [
        Script(accept=False).drop(),
        Script(accept=False).reset(),
        Script(accept=False).raw(b"SSH-2.0-nonsense\r\n\r\n").drop(),
    ]
    with WsServer(*scripts) as server:
        for _ in scripts:
            lines = run_until_logged(start(server), "close")
            assert OPEN not in lines
        server.check()
        assert len(server.connections) == 3


def test_script_with_accept_false_can_stall(start: Start) -> None:
    with WsServer(Script(accept=False).stall()) as server:
        page = start(server)
        page.runtime.run_until(lambda: server.connections)
        assert page.busy()
        started = time.monotonic()
        server.close()
        assert time.monotonic() - started < 2
        assert OPEN not in run_until_logged(page, "close")


def test_connection_has_path_and_headers_of_the_request(start: Start, open_page: Any) -> None:
    with WsServer() as server:
        page = open_page(BUNDLE + f"ws.WebSocket('{server.url}chat?room=1', '');")
        run_until_logged(page, "open")
        (connection,) = server.connections
        assert connection.path == "/chat?room=1"
        assert connection.headers["host"] == f"127.0.0.1:{server.port}"
        assert connection.is_open
        assert repr(connection) == "connections[0] /chat?room=1"


@pytest.mark.parametrize(
    ("offered", "agreed"), [("chat", "chat"), ("", None), ("odd,chat,mqtt", "mqtt")]
)
def test_server_selects_its_first_subprotocol_that_the_client_offers(
    start: Start, offered: str, agreed: str | None
) -> None:
    with WsServer(subprotocols=["mqtt", "chat"]) as server:
        run_until_logged(start(server, protocol=offered), "open")
        assert server.connections[0].subprotocol == agreed


def test_server_selects_no_subprotocol_if_it_supports_none_that_the_client_offers(
    start: Start,
) -> None:
    """Documented devices reject the handshake, as browsers do."""
    with WsServer(subprotocols=["mqtt"]) as server:
        assert OPEN not in run_until_logged(start(server, protocol="odd"), "close")
        assert server.connections[0].subprotocol is None


def test_step_accept_may_select_a_subprotocol_that_the_client_did_not_offer() -> None:
    """A test can then check that the client rejects this subprotocol."""
    with WsServer(Script().accept("v9")) as server:
        with connect_raw(server, answer="") as client:
            assert b"Sec-WebSocket-Protocol: v9" in client.recv(4096)
        assert server.connections[0].subprotocol == "v9"


def test_plain_http_request_is_not_recorded_as_a_connection() -> None:
    with WsServer() as server, socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: a.test\r\n\r\n")
        assert rest_of(client).startswith(b"HTTP/1.1 426 ")
        assert server.connections == []


# Tests of several connections, of echo() and of chat().


def test_one_script_is_played_on_each_connection(start: Start) -> None:
    with WsServer(Script().expect("hi").send("hello")) as server:
        pages = [start(server, SEND_ON_OPEN % "'hi'") for _ in range(3)]
        for page in pages:
            assert run_until_logged(page, "message") == [OPEN, ["message", "hello"]]
        server.check()
        assert sorted(server.received) == [(0, "hi"), (1, "hi"), (2, "hi")]


def test_nth_connection_gets_the_nth_script(start: Start) -> None:
    with WsServer(Script().send("first"), Script().send("second")) as server:
        for word in ("first", "second"):
            assert run_until_logged(start(server), "message") == [OPEN, ["message", word]]
        server.check()
        third = start(server)
        assert "503" in run_until_logged(third, "error")[0][1]
        with pytest.raises(AssertionError, match=r"connections\[2\] /: expected at most 2 "):
            server.check()


def test_scripts_without_a_connection_are_a_failure(start: Start) -> None:
    with WsServer(Script().send("a"), Script(), Script()) as server:
        run_until_logged(start(server), "message")
        with pytest.raises(AssertionError) as caught:
            server.check(timeout=0)
    assert str(caught.value).splitlines() == [
        "script 2 of 3: no connection came",
        "script 3 of 3: no connection came",
    ]


def test_echo_and_chat_behave_as_demo_servers_and_record_messages(start: Start) -> None:
    with WsServer().echo() as server:
        assert run_until_logged(start(server, SEND_ON_OPEN % "'hi'"), "message")[-1][1] == "hi"
        assert server.received == [(0, "hi")]
        server.chat()
        joining = SEND_ON_OPEN % """'{"type": "join", "name": "Ada"}'"""
        lines = run_until_logged(start(server, joining), "message", 2)
        assert json.loads(lines[1][1]) == {"type": "welcome", "name": "Ada"}
        assert server.connections[1].received == ['{"type": "join", "name": "Ada"}']
        server.script(Script().send("scripted"))
        assert run_until_logged(start(server), "message")[-1][1] == "scripted"
        server.check()


def test_connection_has_close_code_and_reason_of_the_page(start: Start) -> None:
    with WsServer() as server:
        page = start(server, "opened = function () { ws.close(3001, 'bye'); };")
        run_until_logged(page, "close")
        (connection,) = server.connections
        assert (connection.close_code, connection.close_reason) == (3001, "bye")
        assert not connection.is_open


def test_close_code_of_a_connection_is_1006_without_a_close_frame(runtime: Runtime) -> None:
    with WsServer() as server:
        with connect_raw(server):
            assert server.connections[0].close_code is None
        runtime.run_until(lambda: server.connections[0].close_code)
        assert server.connections[0].close_code == 1006
        assert server.connections[0].close_reason == ""


# Tests of start() and close().


def test_restarted_server_keeps_its_port_and_scripts(start: Start) -> None:
    scripts = Script().send("before"), Script().send("after")
    with WsServer(*scripts) as server:
        url = server.url
        page = start(server, RECONNECT % url)
        assert run_until_logged(page, "message") == [OPEN, ["message", "before"]]
        server.close()
        assert run_until_logged(page, "close")[2] == ["close", 1001]
        server.start()
        assert server.url == url
        assert run_until_logged(page, "message", 2)[-1] == ["message", "after"]
        server.check()
        page.destroy()


@pytest.mark.parametrize("cls", [WsServer, HttpServer, EchoServer])
def test_closed_server_keeps_its_port_within_the_with_block(
    cls: type[WsServer] | type[HttpServer] | type[EchoServer],
) -> None:
    with cls() as server:
        for _ in range(2):
            server.close()
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", server.port))
            with socket.socket() as other, pytest.raises(OSError, match="in use"):
                other.bind(("127.0.0.1", server.port))
            server.start()
            socket.create_connection(("127.0.0.1", server.port)).close()
        server.close()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", server.port))
        other.listen()


def test_aborting_a_server_does_not_wait_for_close_frames(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "_CLOSE_TIMEOUT", 3600)
    with WsServer() as server:
        page = start(server)
        run_until_logged(page, "open")
        server.abort()
        assert run_until_logged(page, "close")[-1][0] == "close"


def test_closing_a_server_does_not_wait_for_pages_of_the_same_thread(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "_CLOSE_TIMEOUT", 3600)
    with WsServer() as server:
        pages = [start(server, SEND_ON_OPEN % "'last message'") for _ in range(2)]
        for page in pages:
            run_until_logged(page, "open")
        server.close()
        assert [message.data for message in server.received] == ["last message"] * 2
        assert [run_until_logged(page, "close")[-1][:2] for page in pages] == [["close", 1001]] * 2


@pytest.mark.parametrize(
    "script",
    [
        Script().delay(60).send("never"),
        Script(accept=False).delay(60).accept(),
        Script().stall(),
        Script().expect("never sent"),
        Script().raw(b"x" * (16 << 20)),
    ],
    ids=["delay", "delayed handshake", "stall", "expect", "unread data"],
)
def test_closing_a_server_does_not_wait_for_the_remaining_steps(
    runtime: Runtime, script: Script
) -> None:
    with WsServer(script) as server:
        with connect_raw(server, answer=""):
            runtime.run_until(lambda: server.connections)
            started = time.monotonic()
            server.close()
            assert time.monotonic() - started < 2
    gc.collect()


def test_reading_url_before_the_start_raises() -> None:
    with pytest.raises(RuntimeError, match="before start"):
        _ = WsServer().url
    assert WsServer(port=8080).url == "ws://127.0.0.1:8080/"
    with pytest.raises(ValueError, match="65535"):
        WsServer(port=-1)


def test_importing_weex_runtime_testing_loads_no_server() -> None:
    code = (
        "import sys, weex_runtime.testing; print(sorted({'websockets', 'asyncio', 'ssl', "
        "'weex_runtime.servers.scripted.ws_server'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    with pytest.raises(ImportError):
        exec("from weex_runtime.testing import NoSuchThing")


# Tests with TLS.


def test_page_trusts_a_tls_server_only_with_the_network_settings_of_the_server(
    start: Start,
) -> None:
    with WsServer(Script().expect("hi").send("safe"), tls=True) as server:
        assert server.url.startswith("wss://")
        page = start(server, SEND_ON_OPEN % "'hi'", network=server.network)
        assert run_until_logged(page, "message") == [OPEN, ["message", "safe"]]
        stranger = start(server)
        assert "certificate" in run_until_logged(stranger, "error")[0][1]
        server.check()


def test_tls_server_plays_the_step_drop_and_starts_again(start: Start) -> None:
    scripts = Script().drop(), Script().expect("x").reset(), Script().send("back")
    with WsServer(*scripts, tls=True) as server:
        network = server.network
        for _ in range(2):
            page = start(server, SEND_ON_OPEN % "'x'", network=network)
            lines = run_until_logged(page, "close")
            assert (lines[0], lines[-1]) == (OPEN, LOST)
        server.close()
        server.start()
        page = start(server, network=network)
        assert run_until_logged(page, "message") == [OPEN, ["message", "back"]]


def test_closing_a_server_does_not_wait_for_a_tls_handshake() -> None:
    with WsServer(tls=True) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=TIMEOUT) as silent:
            with connect(server.url, ssl=trusting(server)) as client:
                # The server accepts connections in order. When the pong arrives, the server has
                # also accepted `silent`, which never sends data.
                client.ping().wait(TIMEOUT)
                started = time.monotonic()
                server.close()
                assert time.monotonic() - started < 2
                assert rest_of(silent) == b""
    gc.collect()


def test_network_settings_of_one_tls_server_also_trust_a_second_server(start: Start) -> None:
    with WsServer(tls=True) as first, WsServer(tls=True) as second:
        for server in (first, second):
            run_until_logged(start(server, network=first.network), "open")


def test_error_for_tls_without_trustme_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    from weex_runtime.servers import certificates as throwaway_ca

    monkeypatch.setitem(sys.modules, "trustme", None)
    throwaway_ca.throwaway_ca.cache_clear()
    with pytest.raises(RuntimeError, match="pip install trustme"):
        WsServer(tls=True)


def test_ca_file_is_removed_at_exit() -> None:
    code = (
        "from weex_runtime.testing import WsServer;"
        "import os; path = WsServer(tls=True).network.ca_file;"
        "assert os.path.exists(path); print(path)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    with pytest.raises(FileNotFoundError):
        ssl.create_default_context().load_verify_locations(done.stdout.strip())


# Tests of failures.


def failure_of(server: WsServer) -> str:
    with pytest.raises(AssertionError) as caught:
        server.check()
    assert str(caught.value) == "\n".join(server.failures)
    return str(caught.value)


def test_unexpected_message_is_a_failure_and_the_server_closes_with_1008(start: Start) -> None:
    script = Script().send("hello").expect("ping")
    with WsServer(script) as server:
        page = start(server, SEND_ON_OPEN % "'pong'")
        lines = run_until_logged(page, "close")
        assert lines[-1] == ["close", 1008, "the script wanted expect('ping')"]
        assert failure_of(server).splitlines() == [
            "connections[0] /, step 2: expect('ping'): another message came",
            "  expected: 'ping'",
            "  got:      'pong'",
            "  received: 'pong'",
        ]


@pytest.mark.parametrize(
    ("wanted", "sent", "told"),
    [
        ("a", "'b'", ["  expected: 'a'", "  got:      'b'"]),
        (b"a", "'a'", ["  expected: b'a'", "  got:      'a'"]),
        ("a\nb", "'a\\nc'", ["    a", "  - b", "  + c"]),
        ({"a": 1, "b": 2}, '\'{"a":1,"b":3}\'', ['      "a": 1,', '  -   "b": 2', '  +   "b": 3']),
        ({"a": 1}, "'no JSON'", ["  got:      'no JSON'"]),
        ({"a": 1}, "'null'", ["  + null"]),
        (re.compile("^x"), "'yx'", ["  expected: /^x/", "  got:      'yx'"]),
        (str.isdigit, "'x'", ["  expected: str.isdigit(…)", "  got:      'x'"]),
        (
            lambda message: int(message) > 0,
            "'x'",
            ["  the function raised: ValueError(\"invalid literal for int() with base 10: 'x'\")"],
        ),
    ],
)
def test_failure_shows_how_the_message_differs_from_the_expected_message(
    start: Start, wanted: Any, sent: str, told: list[str]
) -> None:
    with WsServer(Script().expect(wanted)) as server:
        run_until_logged(start(server, SEND_ON_OPEN % sent), "close")
        text = failure_of(server)
    for line in told:
        assert f"\n{line}" in text


def test_failure_shortens_messages_and_shows_only_the_last_ten(start: Start) -> None:
    script = Script()
    for _ in range(12):
        script.expect("x")
    with WsServer(script.expect("y")) as server:
        many = "opened = function () { for (var i = 0; i < 12; i++) ws.send('x');"
        run_until_logged(start(server, many + " ws.send('z'.repeat(1e6)); };"), "close")
        text = failure_of(server)
    assert f"got:      {'z' * 200!r}..." in text
    assert "received: 13 messages, the last of them 'x', 'x'" in text
    assert len(text) < 2000


def test_page_that_closes_before_the_script_ends_is_a_failure(start: Start) -> None:
    script = Script().expect("a").send("A").expect("b")
    with WsServer(script) as server:
        page = start(
            server,
            "opened = function () { ws.send('a'); };"
            "heard = function () { ws.close(1000, 'enough'); };",
        )
        run_until_logged(page, "close")
        assert failure_of(server).splitlines() == [
            "connections[0] /, step 3: expect('b'): the client closed with 1000 'enough'",
            "  received: 'a'",
        ]


def test_connection_that_ends_before_the_expected_message_is_a_failure() -> None:
    with WsServer(Script().expect("a")) as server:
        with connect_raw(server):
            pass
        assert "expect('a'): the connection ended without a close frame" in failure_of(server)


def test_disconnect_before_the_handshake_answer_is_a_failure(
    runtime: Runtime,
) -> None:
    with WsServer(Script().delay(60).accept().expect("a")) as server:
        with connect_raw(server, answer=""):
            runtime.run_until(lambda: server.connections)
        text = failure_of(server)
        assert "step 3: expect('a'): disconnected before its opening handshake was answered" in text


def test_expected_message_that_does_not_arrive_is_a_failure(start: Start) -> None:
    with WsServer(Script().expect("a").expect("b")) as server:
        page = start(server, SEND_ON_OPEN % "'a'")
        page.runtime.run_until(lambda: server.received)
        with pytest.raises(AssertionError) as caught:
            server.check(timeout=0.05)
        assert str(caught.value).splitlines() == [
            "connections[0] /, step 2: expect('b'): no message came",
            "  received: 'a'",
        ]
        assert server.failures == []
        page.destroy()


def test_server_that_closes_before_an_expected_message_arrives_reports_a_failure(
    start: Start,
) -> None:
    with WsServer(Script().expect("a")) as server:
        run_until_logged(start(server), "open")
    text = failure_of(server)
    assert "step 1: expect('a'): the server closed with 1001 ''" in text
    assert "received: nothing" in text


def test_script_without_a_connection_is_a_failure() -> None:
    with WsServer(Script().send("hi")) as server:
        with pytest.raises(AssertionError, match="^script 1 of 1: no connection came$"):
            server.check(timeout=0)
    with WsServer() as server:
        server.check()
        server.script(Script().send("a"), Script())
        with pytest.raises(AssertionError) as caught:
            server.check(timeout=0)
        assert str(caught.value).splitlines() == [
            "script 1 of 2: no connection came",
            "script 2 of 2: no connection came",
        ]


def test_method_check_waits_for_messages_that_have_not_arrived_yet() -> None:
    with WsServer(Script().delay(0.05).expect("a")) as server:
        with connect(server.url) as client:
            client.send("a")
            server.check()


def test_disconnect_before_a_send_step_is_not_a_failure(start: Start) -> None:
    with WsServer(Script().expect("a").delay(60).send("late")) as server:
        page = start(server, "opened = function () { ws.send('a'); ws.close(); };")
        run_until_logged(page, "close")
        server.check()


# Tests of the errors that invalid scripts raise.


@pytest.mark.parametrize(
    ("build", "problem"),
    [
        (lambda: Script().close().send("x"), r"send: no step can follow close\(\)"),
        (lambda: Script().refuse().expect("x"), r"no step can follow refuse\(\)"),
        (lambda: Script().stall().drop(), r"no step can follow stall\(\)"),
        (lambda: Script().accept().accept(), r"is already open at the step accept\(\)"),
        (lambda: Script().send("x").refuse(), r"is already open at the step send\(\)"),
        (lambda: Script(accept=False).send("x"), r"add accept\(\)"),
        (lambda: Script().close(1006), "must not send 1006"),
        (lambda: Script().close(5000), "must not send 5000"),
        (lambda: Script().close(1000, "ü" * 62), "123 bytes"),
        (lambda: Script().refuse(101), "from 200 to 599"),
        (lambda: Script().delay(-1), "-1"),
        (lambda: Script().send({"a": object()}), "object"),  # type: ignore[dict-item]
        (lambda: Script().expect(object()), "expected text, bytes, a regular expression"),  # type: ignore[arg-type]
        (lambda: Script().send("\ud800"), "surrogates"),
        (lambda: Script().raw("text"), "string"),  # type: ignore[arg-type]
    ],
)
def test_script_with_an_impossible_step_raises(build: Callable[[], Script], problem: str) -> None:
    with pytest.raises(Exception, match=problem):
        build()


# Tests with clients that violate the protocol.


def connect_raw(
    server: WsServer, answer: str = "HTTP/1.1 101 ", tls: ssl.SSLContext | None = None
) -> socket.socket:
    """Request a connection, and read the head of the answer unless none is expected."""
    client = socket.create_connection(("127.0.0.1", server.port), timeout=TIMEOUT)
    if tls:
        client = tls.wrap_socket(client, server_hostname="127.0.0.1")
    client.sendall(
        b"GET / HTTP/1.1\r\nHost: a.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    if answer:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            byte = client.recv(1)
            assert byte, head
            head += byte
        assert head.decode().startswith(answer)
    return client


def trusting(server: WsServer) -> ssl.SSLContext:
    return server.network.tls_context


def rest_of(client: socket.socket) -> bytes:
    """Read until the server closes the TCP connection."""
    chunks = []
    while chunk := client.recv(65536):
        chunks.append(chunk)
    return b"".join(chunks)


@pytest.mark.parametrize("script", [[Script()], Script, {"expect": 1}, lambda ws: None])
def test_argument_that_is_not_a_script_raises_type_error(script: Any) -> None:
    with pytest.raises(TypeError, match=r"expected a Script, like Script\(\)"):
        WsServer().script(script)


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        (lambda script: script.close("1000"), "expected a code like 1000, got '1000'"),
        (lambda script: script.refuse("503"), "expected a status from 200 to 599, got '503'"),
        (lambda script: script.delay(2000), "did you mean 2"),
        (lambda script: script.delay("2"), "delay: expected seconds as a number, or a timedelta"),
    ],
)
def test_step_rejects_arguments_of_wrong_type(
    step: Callable[[Script], object], problem: str
) -> None:
    with pytest.raises((ValueError, WeexError), match=problem):
        step(Script())
    Script().delay(timedelta(seconds=2000)).delay(3600)
