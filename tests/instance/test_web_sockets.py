"""The records of `page.web_sockets`, of the module and of the class."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from weex_runtime import (
    Module,
    Page,
    Runtime,
    WaitTimeout,
    WeexError,
    expect,
    js_method,
)
from weex_runtime.instance.records import web_sockets
from weex_runtime.instance.records.web_sockets import WebSocket
from weex_runtime.servers import EchoServer
from weex_runtime.testing import Script, WsServer

from ..support.raw_server import BINARY, TEXT, Peer, RawServer, close_frame, frame

# A bundle that opens a socket at the global event "open" and sends the data of the event "send".
_MODULE = """
var ws = weex.requireModule('webSocket');
function open(url, protocol) {
  ws.WebSocket(url, protocol);
  ws.onopen(function () { console.log('open'); });
  ws.onmessage(function (e) { console.log('message'); });
  ws.onclose(function (e) { console.log('close'); });
  ws.onerror(function () {});
}
"""
_CLASS = """
var ws;
function open(url, protocol) {
  ws = new WebSocket(url, protocol);
  ws.onopen = function () { console.log('open'); };
  ws.onmessage = function (e) { console.log('message'); };
  ws.onclose = function (e) { console.log('close'); };
}
"""
_EVENTS = """
var events = weex.requireModule('globalEvent');
events.addEventListener('open', function (e) { open(e.url, e.protocols); });
events.addEventListener('send', function (e) {
  ws.send(e.bytes ? new Uint8Array(e.bytes).buffer : e.text);
});
events.addEventListener('close', function () { ws.close(); });
"""
both = pytest.mark.parametrize("code", [_MODULE, _CLASS], ids=["module", "class"])


@pytest.fixture
def runtime(make_runtime: Callable[..., Runtime]) -> Runtime:
    return make_runtime(polyfills=["websocket"])


@pytest.fixture
def echo() -> Iterator[EchoServer]:
    with EchoServer() as server:
        yield server


def page_of(runtime: Runtime, code: str) -> Page:
    return runtime.open(source='// { "framework": "Vue" }\n' + code + _EVENTS)


def dial(page: Page, url: str, *protocols: str) -> None:
    page.fire_global_event("open", {"url": url, "protocols": list(protocols)})


def connect(page: Page, url: str, *protocols: str) -> WebSocket:
    with page.expect_web_socket() as expected:
        dial(page, url, *protocols)
    ws = expected.value
    page.runtime.run_until(lambda: ws.is_open)
    return ws


def send(page: Page, *texts: str) -> None:
    for text in texts:
        page.fire_global_event("send", {"text": text})
    page.runtime.looper.settle()


@both
def test_record_of_a_web_socket_lists_sent_and_received_messages(
    runtime: Runtime, code: str
) -> None:
    def script(peer: Peer) -> None:
        peer.open("Sec-WebSocket-Protocol: chat")
        assert peer.read_frame().payload == b"hello"
        peer.send(frame(TEXT, b"welcome") + frame(BINARY, b"\1\2") + close_frame(3000, b"enough"))
        peer.read_to_end()

    page = page_of(runtime, code)
    with RawServer(script) as server:
        ws = connect(page, server.url, "chat")
        assert (ws.url, ws.protocol, ws.page) == (server.url, "chat", page)
        send(page, "hello")
        runtime.run_until(lambda: ws.is_closed)
    assert ws.sent == ["hello"]
    assert ws.received == ["welcome", b"\1\2"]
    assert (ws.close_code, ws.close_reason, ws.is_open) == (3000, "enough", False)
    assert page.web_sockets == [ws]


@both
def test_binary_message_of_a_bundle_is_recorded_as_bytes(
    runtime: Runtime, echo: EchoServer, code: str
) -> None:
    page = page_of(runtime, code)
    ws = connect(page, echo.url)
    page.fire_global_event("send", {"bytes": [0, 255]})
    assert ws.expect_message(b"\0\xff") == b"\0\xff"
    assert ws.sent == [b"\0\xff"]


@both
def test_record_of_a_socket_that_never_opened_has_close_code_1006(
    runtime: Runtime, code: str
) -> None:
    page = page_of(runtime, code)
    with RawServer(lambda peer: peer.close()) as server, page.expect_web_socket() as expected:
        dial(page, server.url)
        runtime.run_until(lambda: page.web_sockets and page.web_sockets[0].is_closed)
    assert (expected.value.close_code, expected.value.is_open) == (1006, False)


@both
def test_destroying_a_page_closes_its_socket_with_code_1001(
    runtime: Runtime, echo: EchoServer, code: str
) -> None:
    page = page_of(runtime, code)
    ws = connect(page, echo.url)
    page.destroy()
    assert (ws.is_closed, ws.close_code) == (True, 1001)
    assert page.web_sockets == [ws]


def test_socket_log_has_the_messages_of_all_sockets_in_order(
    make_runtime: Callable[..., Runtime], echo: EchoServer
) -> None:
    lines: list[str] = []
    runtime = make_runtime(
        polyfills=["websocket"],
        tracer=lambda page, kind, text: lines.append(text) if kind == "socket" else None,
    )
    page = page_of(runtime, _CLASS)
    sockets = []
    for text in ("one", "two"):
        sockets.append(connect(page, echo.url))
        send(page, text)
        sockets[-1].expect_message(text)
    one, two = sockets
    assert page.web_socket_messages == [
        (one, True, "one"),
        (one, False, "one"),
        (two, True, "two"),
        (two, False, "two"),
    ]
    assert page.web_socket_messages[1].socket is one
    assert lines == [
        f"connecting to {echo.url}",
        "open",
        "→ text, 3 bytes: 'one'",
        "← text, 3 bytes: 'one'",
        f"#2 connecting to {echo.url}",
        "#2 open",
        "#2 → text, 3 bytes: 'two'",
        "#2 ← text, 3 bytes: 'two'",
    ]


@both
def test_handlers_of_a_socket_run_for_each_message_and_for_the_close(
    runtime: Runtime, echo: EchoServer, code: str
) -> None:
    page = page_of(runtime, code)
    ws = connect(page, echo.url)
    heard: list[tuple[str, object]] = []
    ws.on("framesent", lambda data: heard.append(("sent", data)))
    ws.on("framereceived", lambda data: heard.append(("received", data)))
    ws.on("close", lambda socket: heard.append(("close", socket)))
    send(page, "one")
    ws.expect_message("one")
    page.fire_global_event("close")
    runtime.run_until(lambda: ws.is_closed)
    assert heard == [("sent", "one"), ("received", "one"), ("close", ws)]


@both
def test_web_socket_events_open_and_socketerror_reach_handlers_of_the_socket(
    runtime: Runtime, echo: EchoServer, code: str
) -> None:
    page = page_of(runtime, code)
    events: list[tuple[str, object]] = []

    def listen(page: Page, ws: WebSocket) -> None:
        ws.on("open", lambda socket: events.append(("open", socket)))
        ws.on("socketerror", lambda cause: events.append(("socketerror", cause)))

    runtime.on_web_socket = listen
    ws = connect(page, echo.url)
    assert events == [("open", ws)]
    echo.close()
    page.fire_global_event("open", {"url": echo.url})
    runtime.run_until(lambda: len(events) == 2)
    assert "refused" in str(events[1])


def test_records_of_a_runtime_keep_as_many_entries_as_the_attribute_history_allows(
    runtime: Runtime, echo: EchoServer
) -> None:
    runtime.history = 2
    page = page_of(runtime, _MODULE)
    ws = connect(page, echo.url)
    for text in ("one", "two", "three"):
        send(page, text)
        ws.expect_message(text)
    assert [message.data for message in page.web_socket_messages] == ["three", "three"]
    assert [len(page.native_calls), len(page.console)] == [2, 2]


def test_exception_of_a_socket_handler_is_logged_and_the_socket_stays_open(
    runtime: Runtime, echo: EchoServer
) -> None:
    page = page_of(runtime, _MODULE)
    ws = connect(page, echo.url)
    ws.on("framesent", lambda data: 1 // 0)
    send(page, "one")
    ws.expect_message("one")
    assert any("ws.on('framesent') failed: ZeroDivisionError" in line.text for line in page.console)
    with pytest.raises(WeexError, match="one of open, .*, close, got 'message'"):
        ws.on("message", print)


# Tests of to_be_closed.


@both
def test_to_be_closed_checks_the_close_code_and_reason(
    runtime: Runtime, echo: EchoServer, code: str
) -> None:
    page = page_of(runtime, code)
    ws = connect(page, echo.url)
    expect(ws).not_to_be_closed()
    page.fire_global_event("close")
    expect(ws).to_be_closed()
    told = 1005 if code is _CLASS else 1000
    expect(ws).to_be_closed(code=told)
    expect(ws).to_be_closed(reason="")
    expect(ws).to_be_closed(told, re.compile("^$"))


def test_failure_of_to_be_closed_reports_the_actual_close_code_and_reason(runtime: Runtime) -> None:
    with WsServer(Script().close(4001, "go away")) as server:
        page = page_of(runtime, _MODULE)
        page.fire_global_event("open", {"url": server.url})
        page.runtime.run_until(lambda: bool(page.web_sockets))
        [ws] = page.web_sockets
        with pytest.raises(AssertionError, match=r"\(code=4000\) does not hold: .* 4001 go away"):
            expect(ws).to_be_closed(code=4000)
        for reason in ("go", re.compile("^away")):
            with pytest.raises(AssertionError, match="has closed with 4001 go away"):
                expect(ws).to_be_closed(reason=reason)
        with pytest.raises(AssertionError, match=r"^too early\nexpect.*not_to_be_closed"):
            expect(ws, "too early").not_to_be_closed()


def test_to_be_closed_fails_at_the_timeout_if_the_socket_stays_open(
    runtime: Runtime, echo: EchoServer
) -> None:
    page = page_of(runtime, _MODULE)
    ws = connect(page, echo.url)
    with pytest.raises(AssertionError, match=r"to_be_closed\(\) did not hold within 0.01 s: it is"):
        expect(ws).to_be_closed(timeout=0.01)


# Tests of expect_message.


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("pong", "pong"),
        (re.compile("^po.g"), "pong 7"),
        ({"type": "pong", "n": 1}, '{"n":1,"type":"pong"}'),
        ([1, 2], "[1,2]"),
        (lambda message: message.endswith("7"), "pong 7"),
    ],
)
def test_expect_message_waits_for_a_matching_message(
    runtime: Runtime, echo: EchoServer, wanted: object, message: str
) -> None:
    page = page_of(runtime, _MODULE)
    ws = connect(page, echo.url)
    send(page, "other", message)
    assert ws.expect_message(wanted) == message  # type: ignore[arg-type]


def test_method_expect_message_continues_after_the_message_that_it_returned_last(
    runtime: Runtime, echo: EchoServer
) -> None:
    page = page_of(runtime, _MODULE)
    ws = connect(page, echo.url)
    send(page, "a", "b", "a")
    runtime.run_until(lambda: len(ws.received) == 3)
    assert [ws.expect_message(re.compile(".")) for _ in range(2)] == ["a", "b"]
    ws.expect_message("a")
    with pytest.raises(WaitTimeout):
        ws.expect_message("a", timeout=0)


def test_failed_expect_message_reports_the_received_messages(
    runtime: Runtime, echo: EchoServer
) -> None:
    page = page_of(runtime, _MODULE)
    ws = connect(page, echo.url)
    send(page, "other", "pongs")
    runtime.run_until(lambda: len(ws.received) == 2)
    with pytest.raises(WaitTimeout) as caught:
        ws.expect_message("pong", timeout=0.01)
    lines = str(caught.value).splitlines()
    assert (
        lines[0] == f"web socket {echo.url}.expect_message('pong'): no such message within 0.01 s"
    )
    assert lines[1] == "  nearest: 'pongs'"
    with pytest.raises(WeexError, match="expected text, bytes"):
        ws.expect_message(3)  # type: ignore[arg-type]


def test_expect_message_raises_when_the_socket_closes(runtime: Runtime) -> None:
    def script(peer: Peer) -> None:
        peer.open(then=frame(TEXT, b"last") + close_frame(1000, b"bye"))
        peer.read_to_end()

    page = page_of(runtime, _MODULE)
    with RawServer(script) as server:
        with page.expect_web_socket() as expected:
            dial(page, server.url)
        ws = expected.value
        with pytest.raises(WaitTimeout, match=r"before the socket closed \(1000 bye\)"):
            ws.expect_message("pong")
    assert ws.expect_message("last") == "last"


# Tests of expect_web_socket.


def test_expect_web_socket_waits_for_a_new_socket_to_the_address(
    runtime: Runtime, echo: EchoServer
) -> None:
    page = page_of(runtime, _CLASS)
    first = connect(page, echo.url)
    with page.expect_web_socket("ws://127.0.0.1:*/room/*") as expected:
        dial(page, echo.url)
        dial(page, f"{echo.url.rstrip('/')}/room/7")
    assert expected.value.url.endswith("/room/7")
    assert len(page.web_sockets) == 3
    assert page.web_sockets[0] is first


def test_failed_expect_web_socket_reports_the_opened_sockets(
    runtime: Runtime, echo: EchoServer
) -> None:
    page = page_of(runtime, _MODULE)

    def open_another() -> None:
        with page.expect_web_socket("**/room", timeout=0) as expected:
            with pytest.raises(WeexError, match="after the `with` block"):
                expected.value  # noqa: B018
            dial(page, echo.url)
            runtime.looper.settle()

    with pytest.raises(WaitTimeout) as caught:
        open_another()
    lines = str(caught.value).splitlines()
    assert lines[0] == "expect_web_socket('**/room'): no such socket was opened within 0 s"
    assert lines[1] == f"  nearest: {page.web_sockets[0].url}"


def test_method_expect_web_socket_raises_the_exception_of_the_with_block(runtime: Runtime) -> None:
    page = page_of(runtime, _MODULE)
    with pytest.raises(KeyError), page.expect_web_socket():
        raise KeyError


# Tests of expect(ws).


def test_assertions_on_a_socket_wait_for_messages(runtime: Runtime, echo: EchoServer) -> None:
    page = page_of(
        runtime,
        _MODULE + "events = weex.requireModule('globalEvent');"
        "events.addEventListener('later', function () {"
        "  ws.onmessage(function () { ws.send('{\"n\": 1}'); ws.onmessage(null); });"
        "  ws.send('first');"
        "});",
    )
    ws = connect(page, echo.url)
    page.fire_global_event("later")
    expect(ws).to_have_sent(["first", {"n": 1}])
    expect(ws).to_have_sent(re.compile("^fir"))
    expect(ws).to_have_received(["first", '{"n": 1}'])
    expect(ws).not_to_have_sent(["first"], timeout=0)
    expect(ws).not_to_have_sent("second", timeout=0)
    expect(ws).not_to_have_received("second", timeout=0)


def test_failed_assertion_on_messages_shows_the_difference(
    runtime: Runtime, echo: EchoServer
) -> None:
    page = page_of(runtime, _MODULE)
    ws = connect(page, echo.url)
    send(page, "hello", "ping 1", "bye")
    with pytest.raises(AssertionError) as caught:
        expect(ws).to_have_sent(["hello", "ping 2", re.compile("^b")], timeout=0)
    assert str(caught.value).splitlines()[:7] == [
        f"expect(web socket {echo.url}).to_have_sent(['hello', 'ping 2', /^b/]) did not hold "
        "within 0 s: 3 messages are there",
        "  - wanted, + there:",
        "      'hello'",
        "    - 'ping 2'",
        "    ?       ^",
        "    + 'ping 1'",
        "    ?       ^",
    ]
    with pytest.raises(AssertionError, match=r"3 messages are there\n  nearest: 'ping 1'"):
        expect(ws).to_have_sent("ping", timeout=0)
    with pytest.raises(AssertionError, match="not_to_have_sent"):
        expect(ws).not_to_have_sent("bye", timeout=0)
    with pytest.raises(WeexError, match="a locator, a page or a web socket, got 3"):
        expect(3)  # type: ignore[call-overload]


# Tests of the limits of the records.


def test_socket_log_keeps_only_the_latest_messages(
    runtime: Runtime, echo: EchoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_sockets, "_MAX_SIZE", 100)
    monkeypatch.setattr(web_sockets, "_LONG", 10)
    page = page_of(runtime, _MODULE)
    ws = connect(page, echo.url)
    send(page, *(f"{n} {'x' * 20}" for n in range(20)))
    assert 1 <= len(ws.sent) < 6
    assert ws.sent[-1].startswith("19")  # type: ignore[arg-type]
    assert ws.expect_message(re.compile("^19")) == f"19 {'x' * 20}"


# Tests of the records of sockets that the test module `link` opens.


class Link(Module):
    """A module that opens and records a socket."""

    name = "link"

    @js_method
    def open(self, url: str) -> None:
        ws = self.page.web_socket(url)
        ws.opened("mqtt")
        ws.frame_sent("hello")
        ws.frame_received(b"welcome")
        ws.closed(1000, "bye")


def test_a_module_can_record_the_sockets_that_it_opens(
    make_runtime: Callable[..., Runtime],
) -> None:
    traced: list[tuple[str, str, str]] = []
    runtime = make_runtime(modules=[Link], tracer=lambda *line: traced.append(line))
    page = runtime.open(
        source='// { "framework": "Vanilla" }\nweex.requireModule("link").open("ws://link.test/");'
    )
    [ws] = page.web_sockets
    assert (ws.url, ws.protocol, ws.is_closed) == ("ws://link.test/", "mqtt", True)
    assert (ws.sent, ws.received) == (["hello"], [b"welcome"])
    assert (ws.close_code, ws.close_reason) == (1000, "bye")
    assert [text for _, kind, text in traced if kind == "socket"] == [
        "connecting to ws://link.test/",
        "open",
        "→ text, 5 bytes: 'hello'",
        "← binary, 7 bytes: 77 65 6c 63 6f 6d 65",
        "closed 1000 bye",
    ]
