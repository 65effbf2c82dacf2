"""The polyfill `websocket`: WHATWG `WebSocket` in pages, over real sockets."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pytest

from weex_runtime import Page, Runtime
from weex_runtime.engine.engine import Engine
from weex_runtime.servers import EchoServer

from ..support.leftovers import no_socket_and_no_thread_is_left as no_socket_and_no_thread_is_left
from ..support.page_log import logged
from ..support.raw_server import (
    BINARY,
    CLOSE,
    TEXT,
    TIMEOUT,
    Frame,
    Peer,
    RawServer,
    close_frame,
    frame,
)
from ..support.socket_bundles import BUNDLES

MakeRuntime: TypeAlias = Callable[..., Runtime]

FRAMEWORKS = list(BUNDLES)
pages = pytest.mark.parametrize("framework", ["Vue", "Vanilla"])

_PRELUDE = """
function log() { console.log(JSON.stringify(Array.prototype.slice.call(arguments))); }
function attempt(action) {
  try { log('fine', action()); } catch (error) { log(error.name, error.message); }
}
function hear(ws) {
  ws.onopen = function (e) { log('open'); };
  ws.onmessage = function (e) { log('message', e.data); };
  ws.onerror = function (e) { log('error'); };
  ws.onclose = function (e) { log('close', e.code, e.reason, e.wasClean); };
  return ws;
}
"""


def start(
    runtime: Runtime, code: str, url: str = "", framework: str = "Vue", **options: Any
) -> Page:
    """Open a bundle whose code has `url` and the functions of `_PRELUDE`."""
    code = f"var url = {json.dumps(url)};\n{_PRELUDE}{code}"
    return runtime.open(source=BUNDLES[framework] % code, name="bundle.js", **options)


def run_until_logged(runtime: Runtime, page: Page, word: str, times: int = 1) -> list[Any]:
    """Run until the bundle has logged this word first in a line so often; return all lines."""
    runtime.run_until(
        lambda: page.errors or [line[0] for line in logged(page)].count(word) >= times,
        timeout=TIMEOUT,
        waiting_for=f"the bundle to log {word!r}",
    )
    assert list(page.errors) == []
    return logged(page)


def results(
    runtime: Runtime, expressions: list[str], framework: str = "Vanilla", **options: Any
) -> list[Any]:
    """Evaluate expressions in a page: ["fine", value], or [name, message] of an error."""
    code = "".join(f"attempt(function () {{ return {text}; }});\n" for text in expressions)
    page = start(runtime, code, framework=framework, **options)
    assert list(page.errors) == []
    return logged(page)


@pytest.fixture
def device(no_socket_and_no_thread_is_left: None, make_runtime: MakeRuntime) -> Runtime:
    """A runtime whose pages have the polyfill, and whose clock stands still."""
    return make_runtime(polyfills=["websocket"])


@pytest.fixture
def echo(no_socket_and_no_thread_is_left: None) -> Iterator[EchoServer]:
    with EchoServer() as server:
        yield server
        # When the server closes, the pages of the test have ended: they send no close frame.
        server.abort()


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_messages_are_sent_and_received(device: Runtime, echo: EchoServer, framework: str) -> None:
    page = start(
        device,
        """
        var ws = new WebSocket(url);
        ws.onopen = function () { ws.send('hello'); };
        ws.addEventListener('message', function (e) { log('message', e.data); ws.close(); });
        ws.onclose = function (e) { log('close', e.code, e.wasClean); };
        """,
        echo.url,
        framework,
    )
    assert run_until_logged(device, page, "close") == [["message", "hello"], ["close", 1005, True]]
    assert echo.received == ["hello"]


# Properties and constants of WebSocket objects.


@pages
def test_new_websocket_object_is_connecting_and_has_its_url(
    device: Runtime, echo: EchoServer, framework: str
) -> None:
    page = start(
        device,
        """
        var ws = new WebSocket(url, 'a');
        log(ws.readyState, ws.url === url, ws.protocol, ws.extensions, ws.binaryType,
          ws.bufferedAmount, ws.onopen, ws.onmessage, ws.onerror, ws.onclose);
        log(String(ws), ws instanceof WebSocket, ws instanceof EventTarget);
        """,
        echo.url,
        framework,
    )
    assert logged(page) == [
        [0, True, "", "", "blob", 0, None, None, None, None],
        ["[object WebSocket]", True, True],
    ]


def test_websocket_constants_are_readable_on_class_and_objects_and_cannot_be_changed(
    device: Runtime, echo: EchoServer
) -> None:
    page = start(
        device,
        """
        var names = ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'];
        var ws = new WebSocket(url);
        WebSocket.OPEN = 7;
        log(names.map(function (name) { return WebSocket[name]; }),
          names.map(function (name) { return ws[name]; }));
        """,
        echo.url,
    )
    assert logged(page) == [[[0, 1, 2, 3], [0, 1, 2, 3]]]


@pages
def test_ready_state_changes_before_the_open_and_close_events_are_fired(
    device: Runtime, echo: EchoServer, framework: str
) -> None:
    page = start(
        device,
        """
        var ws = new WebSocket(url);
        ws.onopen = function () {
          log('open', ws.readyState);
          ws.close();
          log('closing', ws.readyState);
        };
        ws.onclose = function () { log('close', ws.readyState); };
        """,
        echo.url,
        framework,
    )
    assert run_until_logged(device, page, "close") == [["open", 1], ["closing", 2], ["close", 3]]


def test_binary_type_accepts_blob_and_arraybuffer_only(device: Runtime, echo: EchoServer) -> None:
    page = start(
        device,
        """
        var ws = new WebSocket(url);
        log(['arraybuffer', 'text', 'blob', 'ArrayBuffer', null].map(function (type) {
          ws.binaryType = type;
          return ws.binaryType;
        }));
        """,
        echo.url,
    )
    assert logged(page) == [[["arraybuffer", "arraybuffer", "blob", "blob", "blob"]]]


def test_sockets_of_a_page_are_independent(device: Runtime, echo: EchoServer) -> None:
    page = start(
        device,
        """
        for (let i = 0; i < 5; i++) {
          const ws = new WebSocket(url);
          let n = 0;
          ws.onopen = () => { for (let k = 0; k < 20; k++) ws.send(`${i} ${k}`); };
          ws.onmessage = (e) => {
            if (e.data !== `${i} ${n++}`) log('wrong', i, e.data);
            if (n === 20) ws.close(3000 + i);
          };
          ws.onclose = (e) => log('close', e.code === 3000 + i, n);
        }
        """,
        echo.url,
    )
    assert run_until_logged(device, page, "close", 5) == [["close", True, 20]] * 5
    assert len(echo.received) == 100


# The constructor of WebSocket.


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("'ws://127.0.0.1:9/a#part'", "ws://127.0.0.1:9/a"),
        ("'http://127.0.0.1:9'", "ws://127.0.0.1:9/"),
        ("'https://127.0.0.1:9/'", "wss://127.0.0.1:9/"),
        ("'/socket?x=1'", "ws://127.0.0.1:8/socket?x=1"),
        ("'socket'", "ws://127.0.0.1:8/app/socket"),
        ("{ toString: function () { return '../a b'; } }", "ws://127.0.0.1:8/a%20b"),
    ],
)
def test_url_of_a_websocket_object_is_resolved_against_the_url_of_the_bundle(
    device: Runtime, url: str, expected: str
) -> None:
    config = {"bundleUrl": "http://127.0.0.1:8/app/bundle.js"}
    assert results(device, [f"new WebSocket({url}).url"], config=config) == [["fine", expected]]


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("'ftp://a/'", "the URL 'ftp://a/' is not ws, wss, http or https"),
        ("'/a'", "the URL '/a' is not ws, wss, http or https"),
        ("'ws://a:b/'", "the URL 'ws://a:b/' cannot be parsed: "),
        ("'ws://a b/'", "the URL 'ws://a b/' cannot be parsed: "),
        ("undefined", "the URL 'undefined' is not ws, wss, http or https"),
    ],
)
def test_websocket_constructor_throws_syntax_error_for_a_wrong_url(
    device: Runtime, url: str, problem: str
) -> None:
    [[name, message]] = results(device, [f"new WebSocket({url})"])
    assert name == "SyntaxError"
    assert message.startswith(f"WebSocket: {problem}")


def test_wrong_use_of_the_class_websocket_throws_a_type_error(device: Runtime) -> None:
    lines = results(device, ["new WebSocket()", "WebSocket('ws://127.0.0.1:9/')"])
    assert [name for name, _ in lines] == ["TypeError", "TypeError"]


@pytest.mark.parametrize(
    "names",
    ["''", "' '", "'a b'", "'a,b'", "'ä'", "'a;b'", "null + '/'", "['a', 'b', 'a']", "['a', '']"],
)
def test_websocket_constructor_throws_syntax_error_for_a_wrong_subprotocol(
    device: Runtime, names: str
) -> None:
    [[name, message]] = results(device, [f"new WebSocket('ws://127.0.0.1:9/', {names})"])
    assert (name, message.startswith("WebSocket: ")) == ("SyntaxError", True)


def test_exception_of_the_websocket_constructor_is_a_dom_exception(device: Runtime) -> None:
    page = start(
        device,
        """
        try { new WebSocket('ftp://a/'); } catch (e) {
          log(e instanceof DOMException, e instanceof Error, e.code, String(e));
        }
        """,
    )
    assert logged(page) == [
        [
            True,
            True,
            12,
            "SyntaxError: WebSocket: the URL 'ftp://a/' is not ws, wss, http or https",
        ]
    ]


@pytest.mark.parametrize(
    ("names", "header", "choice", "chosen"),
    [
        ("'b'", "b", "b", "b"),
        ("['a', 'b']", "a, b", "b", "b"),
        ("new Set(['a', 'b'])", "a, b", "a", "a"),
        ("[]", None, None, ""),
        ("undefined", None, None, ""),
    ],
)
def test_property_protocol_is_the_subprotocol_that_the_server_chooses(
    device: Runtime, names: str, header: str | None, choice: str | None, chosen: str
) -> None:
    def script(peer: Peer) -> None:
        peer.open(*([f"Sec-WebSocket-Protocol: {choice}"] if choice else []))

    with RawServer(script) as server:
        page = start(
            device,
            f"var ws = new WebSocket(url, {names}); log(ws.protocol);"
            "ws.onopen = function () { log('open', ws.protocol); };",
            server.url,
        )
        assert run_until_logged(device, page, "open") == [[""], ["open", chosen]]
        assert server.peer.header("Sec-WebSocket-Protocol") == header


@pytest.mark.parametrize(
    ("names", "choice"), [("'a'", "b"), ("'a'", "A"), ("'a'", None), ("[]", "a")]
)
def test_unoffered_subprotocol_fails_the_connection(
    device: Runtime, names: str, choice: str | None
) -> None:
    def script(peer: Peer) -> None:
        peer.open(*([f"Sec-WebSocket-Protocol: {choice}"] if choice else []))

    with RawServer(script) as server:
        page = start(device, f"hear(new WebSocket(url, {names}));", server.url)
        assert run_until_logged(device, page, "close") == [["error"], ["close", 1006, "", False]]


# Events of WebSocket objects.


@pages
def test_websocket_events_have_the_interfaces_and_properties_of_the_standard(
    device: Runtime, framework: str
) -> None:
    sent = frame(TEXT, b"hi") + close_frame(3333, b"bye")
    with RawServer(lambda peer: peer.open(then=sent)) as server:
        page = start(
            device,
            """
            var ws = new WebSocket(url);
            ['open', 'message', 'close'].forEach(function (type) {
              ws.addEventListener(type, function (e) {
                log(type, e.type, String(e), e instanceof Event, e.isTrusted,
                  [e.target === ws, e.currentTarget === ws, this === ws, e.eventPhase],
                  [e.bubbles, e.cancelable, e.composed, e.defaultPrevented],
                  typeof e.timeStamp, e.composedPath()[0] === ws);
              });
            });
            ws.onmessage = function (e) {
              log('data', e.data, e.origin + '/' === url, e.lastEventId, e.source, e.ports,
                e instanceof MessageEvent);
            };
            ws.onclose = function (e) {
              log('data', e.code, e.reason, e.wasClean, e instanceof CloseEvent);
            };
            """,
            server.url,
            framework,
        )
        lines = run_until_logged(device, page, "data", 2)
    details = [True, True, [True, True, True, 2], [False, False, False, False], "number", True]
    assert lines == [
        ["open", "open", "[object Event]", *details],
        ["message", "message", "[object MessageEvent]", *details],
        ["data", "hi", True, "", None, [], True],
        ["close", "close", "[object CloseEvent]", *details],
        ["data", 3333, "bye", True, True],
    ]


def test_listeners_and_handler_attributes_are_called_in_the_order_in_which_they_were_first_set(
    device: Runtime, echo: EchoServer
) -> None:
    page = start(
        device,
        """
        var ws = new WebSocket(url);
        function first() { log('first'); }
        ws.addEventListener('open', first);
        ws.addEventListener('open', first);
        ws.onopen = function () { log('replaced'); };
        ws.addEventListener('open', function () { log('third'); });
        ws.addEventListener('open', function () { log('capturing'); }, true);
        ws.onopen = function () { log('attribute'); };
        ws.onerror = 5;
        log(typeof ws.onopen, ws.onerror);
        """,
        echo.url,
    )
    assert run_until_logged(device, page, "third") == [
        ["function", None],
        ["capturing"],
        ["first"],
        ["attribute"],
        ["third"],
    ]


def test_null_removes_an_event_handler_attribute(device: Runtime, echo: EchoServer) -> None:
    page = start(
        device,
        """
        var ws = new WebSocket(url);
        ws.onopen = function () { log('gone'); };
        ws.addEventListener('open', function () { log('listener'); });
        ws.onopen = null;
        log(ws.onopen);
        ws.onopen = function () { log('open'); };
        """,
        echo.url,
    )
    assert run_until_logged(device, page, "open") == [[None], ["listener"], ["open"]]


def test_event_listeners_support_objects_removal_and_the_options_once_and_signal(
    device: Runtime, echo: EchoServer
) -> None:
    page = start(
        device,
        """
        var ws = new WebSocket(url);
        ws.onopen = function () { ws.send('1'); ws.send('2'); ws.send('3'); };
        ws.addEventListener('message', function (e) { log('once', e.data); }, { once: true });
        var listener = { handleEvent: function (e) {
          log('object', this === listener, e.data);
          if (e.data === '2') ws.removeEventListener('message', listener);
        } };
        ws.addEventListener('message', listener);
        ws.addEventListener('message', null);
        var controller = new AbortController();
        ws.addEventListener('message', function (e) {
          log('signalled', e.data);
          controller.abort();
        }, { signal: controller.signal });
        ws.addEventListener('message', function (e) { log('message', e.data); });
        attempt(function () { ws.addEventListener('message', 'text'); });
        """,
        echo.url,
    )
    assert run_until_logged(device, page, "message", 3) == [
        ["TypeError", "addEventListener: the listener is neither a function nor an object"],
        ["once", "1"],
        ["object", True, "1"],
        ["signalled", "1"],
        ["message", "1"],
        ["object", True, "2"],
        ["message", "2"],
        ["message", "3"],
    ]


def test_listener_added_during_dispatch_gets_the_next_event(
    device: Runtime, echo: EchoServer
) -> None:
    page = start(
        device,
        """
        var ws = new WebSocket(url);
        ws.onopen = function () { ws.send('1'); ws.send('2'); };
        function late(e) { log('late', e.data); }
        ws.addEventListener('message', function () { ws.addEventListener('message', late); });
        """,
        echo.url,
    )
    assert run_until_logged(device, page, "late") == [["late", "2"]]


@pages
def test_exception_of_a_listener_is_an_error_of_the_page_and_other_listeners_run(
    device: Runtime, echo: EchoServer, framework: str
) -> None:
    page = start(
        device,
        """
        var ws = new WebSocket(url);
        ws.onopen = function () {
          throw new Error('first');
        };
        ws.addEventListener('open', { handleEvent: 5 });
        ws.addEventListener('open', function () { log('open'); });
        """,
        echo.url,
        framework,
    )
    device.run_until(lambda: logged(page), timeout=TIMEOUT)
    assert logged(page) == [["open"]]
    assert page.errors[0].message == "Error: first"
    assert page.errors[0].origin == "WebSocket open"
    assert "bundle.js" in page.errors[0].stack
    assert page.errors[1].message.startswith("TypeError: ")


def test_event_that_a_page_constructs_can_be_dispatched(device: Runtime, echo: EchoServer) -> None:
    page = start(
        device,
        """
        var ws = new WebSocket(url);
        var event = new MessageEvent('message', { data: [1], origin: 'o', cancelable: true });
        ws.onmessage = function (e) {
          log('message', e === event, e.data, e.origin, e.isTrusted);
          attempt(function () { ws.dispatchEvent(event); });
          return false;
        };
        log(ws.dispatchEvent(event), event.defaultPrevented, event.currentTarget, event.eventPhase);
        ws.addEventListener('x', function (e) {
          e.preventDefault();
          e.stopImmediatePropagation();
        });
        ws.addEventListener('x', function (e) { log('never'); });
        log(ws.dispatchEvent(new Event('x')), ws.dispatchEvent(new Event('x', { cancelable: 1 })));
        attempt(function () { ws.dispatchEvent({ type: 'x' }); });
        var close = new CloseEvent('close', { code: 3000, reason: 'r', wasClean: true });
        log(close.code, close.reason, close.wasClean, new CloseEvent('close').code);
        """,
        echo.url,
    )
    assert logged(page) == [
        ["message", True, [1], "o", False],
        ["InvalidStateError", "the event is being dispatched already"],
        [False, True, None, 0],
        [True, False],
        ["TypeError", "dispatchEvent: this is no Event"],
        [3000, "r", True, 0],
    ]


def test_capturing_listener_can_stop_propagation(device: Runtime) -> None:
    page = start(
        device,
        """
        var target = new EventTarget();
        target.addEventListener('x', function () { log('last'); });
        target.addEventListener('x', function (e) { log('first'); e.stopPropagation(); }, true);
        target.addEventListener('x', function () { log('second'); }, { capture: true });
        target.dispatchEvent(new Event('x'));
        """,
    )
    assert logged(page) == [["first"], ["second"]]


def test_messages_of_one_packet_reach_js_in_one_batch_and_in_order(
    make_runtime: MakeRuntime,
) -> None:
    batches: list[int] = []

    def trace(page_id: str, kind: str, text: str) -> None:
        if kind == "task" and '"text"' in text:
            batches.append(runtime.looper.turns)

    runtime = make_runtime(polyfills=["websocket"], tracer=trace)
    sent = b"".join(frame(TEXT, b"%d" % n) for n in range(100))
    with RawServer(lambda peer: peer.open(then=sent)) as server:
        page = start(runtime, "hear(new WebSocket(url));", server.url)
        lines = run_until_logged(runtime, page, "message", 100)
    assert [line[1] for line in lines[1:]] == [str(n) for n in range(100)]
    assert len(set(batches)) == 1


# Tests of send().


@pytest.mark.parametrize(
    ("js", "received"),
    [
        ("'text'", "text"),
        ("''", ""),
        ("'\\0 \\u20ac \\ud83d\\ude00'", "\0 € 😀"),
        ("'a\\ud800b\\udc00'", "a\ufffdb\ufffd"),
        ("12.5", "12.5"),
        ("null", "null"),
        ("undefined", "undefined"),
        ("{ a: 1 }", "[object Object]"),
        ("[1, 2]", "1,2"),
        ("new ArrayBuffer(0)", b""),
        ("new Uint8Array([0, 255, 10]).buffer", b"\0\xff\n"),
        ("new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 4)", b"\2\3\4"),
        ("new Uint16Array(new Uint8Array([1, 2, 3, 4, 5, 6]).buffer, 2, 2)", b"\3\4\5\6"),
        ("new DataView(new Uint8Array([1, 2, 3]).buffer, 1)", b"\2\3"),
        ("new Blob(['ä', new Uint8Array([1, 2]).subarray(1), new Blob(['z'])])", b"\xc3\xa4\2z"),
    ],
)
def test_send_takes_text_and_binary(
    device: Runtime, echo: EchoServer, js: str, received: str | bytes
) -> None:
    page = start(
        device,
        f"""
        var ws = new WebSocket(url);
        ws.onopen = function () {{ log(ws.send({js}) === undefined); }};
        ws.onmessage = function () {{ log('message'); }};
        """,
        echo.url,
    )
    assert run_until_logged(device, page, "message") == [[True], ["message"]]
    assert echo.received == [received]


def test_binary_message_arrives_as_blob_or_array_buffer(device: Runtime, echo: EchoServer) -> None:
    page = start(
        device,
        """
        var ws = new WebSocket(url);
        ws.onopen = function () { ws.send(new Uint8Array([1, 2, 3])); };
        ws.onmessage = function (e) {
          if (ws.binaryType === 'blob') {
            log('blob', e.data instanceof Blob, e.data.size, e.data.type);
            e.data.arrayBuffer().then(function (buffer) {
              log('content', Array.from(new Uint8Array(buffer)));
              ws.binaryType = 'arraybuffer';
              ws.send(e.data);
            });
          } else {
            log('buffer', e.data instanceof ArrayBuffer, e.data.byteLength,
              Array.from(new Uint8Array(e.data)));
          }
        };
        """,
        echo.url,
    )
    assert run_until_logged(device, page, "buffer") == [
        ["blob", True, 3, ""],
        ["content", [1, 2, 3]],
        ["buffer", True, 3, [1, 2, 3]],
    ]


# If the engine's C library is missing, binary data crosses the bridge as signed 32-bit integers,
# four bytes each.
@pytest.mark.parametrize("is_hidden", [False, True], ids=["library", "hidden"])
@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)),
        b"",
        b"\x80",
        b"\xff\xfe",
        b"\x00\x00\x00",
        b"\x7f\xff\xff\xff\x80\x00\x00\x00\xff",
        os.urandom((1 << 17) - 1),
        os.urandom(1 << 17),
        os.urandom((1 << 20) + 1),
    ],
    ids=["all", "none", "one", "two", "three", "limits", "less", "a chunk", "more"],
)
def test_bytes_of_all_values_arrive_unchanged_in_both_directions(
    device: Runtime, monkeypatch: pytest.MonkeyPatch, data: bytes, is_hidden: bool
) -> None:
    if is_hidden:
        monkeypatch.setattr(Engine, "bytes_of", lambda engine, buffer: None)
        monkeypatch.setattr(Engine, "put", lambda *args, as_text: False)

    def script(peer: Peer) -> None:
        peer.open()
        peer.send(frame(BINARY, data))

    with RawServer(script) as server:
        page = start(
            device,
            """
            var ws = new WebSocket(url);
            ws.binaryType = 'arraybuffer';
            ws.onmessage = function (e) { ws.send(e.data); log('message', e.data.byteLength); };
            """,
            server.url,
        )
        run_until_logged(device, page, "message")
        device.run_until(lambda: server.peer.frames, timeout=TIMEOUT)
        assert server.peer.frames == [Frame(BINARY, data)]


def test_send_while_connecting_throws_an_invalid_state_error(
    device: Runtime, echo: EchoServer
) -> None:
    page = start(
        device,
        """
        var ws = hear(new WebSocket(url));
        attempt(function () { ws.send('early'); });
        attempt(function () { ws.send(); });
        ws.onopen = function () { ws.send('later'); };
        """,
        echo.url,
    )
    lines = run_until_logged(device, page, "message")
    assert [line[0] for line in lines] == ["InvalidStateError", "TypeError", "message"]
    assert echo.received == ["later"]


# Tests of bufferedAmount.


def test_buffered_amount_counts_bytes_sent_in_the_current_task(
    device: Runtime, echo: EchoServer
) -> None:
    page = start(
        device,
        """
        var ws = new WebSocket(url);
        ws.onopen = function () {
          ws.send('h\\u00e9\\ud800');
          log('sent', ws.bufferedAmount);
          ws.send(new Uint8Array(10));
          log('sent', ws.bufferedAmount);
        };
        ws.onmessage = function () { log('message', ws.bufferedAmount); };
        """,
        echo.url,
    )
    assert run_until_logged(device, page, "message")[:3] == [
        ["sent", 6],
        ["sent", 16],
        ["message", 0],
    ]


def test_buffered_amount_counts_bytes_that_the_server_does_not_read(device: Runtime) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.stall()

    with RawServer(script) as server:
        page = start(
            device,
            """
            var ws = hear(new WebSocket(url));
            ws.onopen = function () { ws.send(new ArrayBuffer(24 << 20)); log('open'); };
            """,
            server.url,
        )
        run_until_logged(device, page, "open")
        assert amount_of(page) == 24 << 20
        device.looper.turn(0)
        assert 0 < amount_of(page) < 24 << 20


def test_buffered_amount_of_a_closed_socket_grows_with_send_and_never_falls(
    device: Runtime, echo: EchoServer
) -> None:
    page = start(
        device,
        """
        var ws = new WebSocket(url);
        ws.onopen = function () {
          ws.close();
          ws.send('12');
          log('closing', ws.bufferedAmount);
        };
        ws.onclose = function () {
          log('closed', ws.bufferedAmount);
          ws.send('h\\u00e9\\ud800');
          ws.send(new Blob(['123']));
          log('close', ws.bufferedAmount);
        };
        """,
        echo.url,
    )
    assert run_until_logged(device, page, "close") == [
        ["closing", 2],
        ["closed", 2],
        ["close", 11],
    ]
    assert echo.received == []


def test_bytes_unsent_at_a_reset_stay_in_buffered_amount(device: Runtime) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.reset()

    with RawServer(script) as server:
        page = start(
            device,
            """
            var ws = hear(new WebSocket(url));
            ws.onopen = function () { ws.send('go'); ws.send(new ArrayBuffer(24 << 20)); };
            """,
            server.url,
        )
        assert run_until_logged(device, page, "close") == [["error"], ["close", 1006, "", False]]
        assert 0 < amount_of(page) <= 24 << 20


def amount_of(page: Page) -> int:
    """`ws.bufferedAmount` now."""
    return int(float(str(page.engine.run("ws.bufferedAmount", "<test>"))))


# Tests of close().


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        ("", 1005, ""),
        ("undefined", 1005, ""),
        ("undefined, undefined", 1005, ""),
        ("1000", 1000, ""),
        ("1000, ''", 1000, ""),
        ("3000, 'why'", 3000, "why"),
        ("4999, 'a\\ud800'", 4999, "a\ufffd"),
        ("'3001', 5", 3001, "5"),
        ("3000.5", 3000, ""),
        ("3001.5", 3002, ""),
        ("3000, '\\u20ac'.repeat(41)", 3000, "€" * 41),
        ("undefined, 'why'", 1000, "why"),
    ],
)
def test_close_sends_code_and_reason(
    device: Runtime, arguments: str, code: int, reason: str
) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        received = peer.read_frame()
        peer.send(frame(CLOSE, received.payload))

    with RawServer(script) as server:
        page = start(
            device,
            f"var ws = hear(new WebSocket(url));"
            f"ws.onopen = function () {{ ws.close({arguments}); }};",
            server.url,
        )
        assert run_until_logged(device, page, "close") == [["close", code, reason, True]]
        assert server.peer.close_code == code
        assert server.peer.frames[0].payload[2:].decode() == reason


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ("0", "InvalidAccessError"),
        ("999", "InvalidAccessError"),
        ("1001", "InvalidAccessError"),
        ("1005", "InvalidAccessError"),
        ("2999", "InvalidAccessError"),
        ("5000", "InvalidAccessError"),
        ("68536", "InvalidAccessError"),
        ("-1", "InvalidAccessError"),
        ("NaN", "InvalidAccessError"),
        ("null", "InvalidAccessError"),
        ("'why'", "InvalidAccessError"),
        ("3000, 'x'.repeat(124)", "SyntaxError"),
        ("3000, '\\u20ac'.repeat(42)", "SyntaxError"),
        ("3000, '\\ud800'.repeat(42)", "SyntaxError"),
        ("undefined, 'x'.repeat(124)", "SyntaxError"),
    ],
)
def test_close_with_wrong_arguments_throws_and_does_not_close(
    device: Runtime, echo: EchoServer, arguments: str, name: str
) -> None:
    page = start(
        device,
        f"""
        var ws = hear(new WebSocket(url));
        ws.onopen = function () {{
          attempt(function () {{ ws.close({arguments}); }});
          log(ws.readyState);
          ws.send('still open');
        }};
        """,
        echo.url,
    )
    lines = run_until_logged(device, page, "message")
    assert [lines[0][0], *lines[1:]] == [name, [1], ["message", "still open"]]


def test_close_while_connecting_is_an_error_and_closes_with_1006(
    device: Runtime, echo: EchoServer
) -> None:
    page = start(
        device,
        "var ws = hear(new WebSocket(url)); ws.close(3000, 'never mind'); log(ws.readyState);",
        echo.url,
    )
    assert run_until_logged(device, page, "close") == [
        [2],
        ["error"],
        ["close", 1006, "", False],
    ]


def test_second_close_does_nothing(device: Runtime, echo: EchoServer) -> None:
    page = start(
        device,
        """
        var ws = hear(new WebSocket(url));
        ws.onopen = function () { ws.close(3000); ws.close(3001); };
        ws.addEventListener('close', function () { ws.close(3002); log('end', ws.readyState); });
        """,
        echo.url,
    )
    assert run_until_logged(device, page, "end") == [["close", 3000, "", True], ["end", 3]]


def test_messages_after_close_fire_no_event(device: Runtime) -> None:
    sent = b"".join(frame(TEXT, text) for text in (b"1", b"2", b"3")) + close_frame(1000)
    with RawServer(lambda peer: peer.open(then=sent)) as server:
        page = start(
            device,
            "var ws = hear(new WebSocket(url));"
            "ws.addEventListener('message', function () { ws.close(); });",
            server.url,
        )
        assert run_until_logged(device, page, "close") == [
            ["open"],
            ["message", "1"],
            ["close", 1000, "", True],
        ]


def test_close_without_an_answer_ends_with_1006(device: Runtime) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.stall()

    with RawServer(script) as server:
        page = start(
            device,
            "var ws = hear(new WebSocket(url));"
            "ws.onopen = function () { ws.close(); log('closing'); };",
            server.url,
        )
        run_until_logged(device, page, "closing")
        device.clock.run_for(20)
        assert run_until_logged(device, page, "close") == [
            ["closing"],
            ["close", 1006, "", False],
        ]


# Connections that the server closes.


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (close_frame(1000, b"bye"), [["close", 1000, "bye", True]]),
        (close_frame(1013), [["close", 1013, "", True]]),
        # The class WebSocket accepts reserved close codes from the server.
        (close_frame(2000, b"bye"), [["close", 2000, "bye", True]]),
        (close_frame(4999), [["close", 4999, "", True]]),
        (frame(CLOSE), [["close", 1005, "", True]]),
        (b"", [["close", 1006, "", False]]),
        (frame(TEXT, b"\xff"), [["error"], ["close", 1006, "", False]]),
        (frame(TEXT, b"x", rsv=4), [["error"], ["close", 1006, "", False]]),
        (close_frame(1006), [["error"], ["close", 1006, "", False]]),
    ],
    ids=["reason", "1013", "2000", "4999", "no status", "tcp ends", "not utf-8", "rsv", "1006"],
)
@pages
def test_end_of_the_connection_fires_the_close_event(
    device: Runtime, framework: str, sent: bytes, expected: list[Any]
) -> None:
    def script(peer: Peer) -> None:
        peer.open(then=sent)
        if not sent:
            peer.close()

    with RawServer(script) as server:
        page = start(device, "hear(new WebSocket(url));", server.url, framework)
        assert run_until_logged(device, page, "close") == [["open"], *expected]


def test_cause_of_a_websocket_failure_is_logged_only_on_the_console(device: Runtime) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        peer.close()

    with RawServer(script) as server:
        page = start(
            device,
            """
            var ws = hear(new WebSocket(url));
            ws.onerror = function (e) {
              log('error', String(e), e.message, e.data, ws.readyState);
            };
            """,
            server.url,
        )
        assert run_until_logged(device, page, "close") == [
            ["error", "[object Event]", None, None, 3],
            ["close", 1006, "", False],
        ]
    [line] = [line for line in page.console if line.level == "error"]
    assert line.text.startswith(f"[weex-runtime] WebSocket: {server.url}: ")
    assert "404 Not Found" in line.text


# Pages of each framework, and the end of a page.


def test_page_that_ends_sends_1001_to_each_server_and_gets_no_event(device: Runtime) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.read_to_end()

    with RawServer(script) as server:
        page = start(
            device,
            "for (var i = 0; i < 3; i++) hear(new WebSocket(url));",
            server.url,
        )
        run_until_logged(device, page, "open", 3)
        page.destroy()
        device.run_until(lambda: server.is_done, timeout=TIMEOUT)
        assert [peer.close_code for peer in server.peers] == [1001] * 3
        assert logged(page) == [["open"]] * 3


def test_page_that_is_destroyed_while_connecting_gets_no_event(
    device: Runtime, echo: EchoServer
) -> None:
    page = start(device, "hear(new WebSocket(url));", echo.url)
    page.destroy()
    device.run_until_idle()
    assert logged(page) == []


def test_pages_have_sockets_of_their_own(device: Runtime, echo: EchoServer) -> None:
    code = """
    var ws = hear(new WebSocket(url));
    ws.onopen = function () { ws.send(weex.config.name); };
    """
    both = [start(device, code, echo.url, config={"name": name}) for name in ("a", "b")]
    for page, name in zip(both, ("a", "b"), strict=True):
        assert run_until_logged(device, page, "message") == [["message", name]]


def test_module_web_socket_and_class_websocket_work_in_the_same_page(
    device: Runtime, echo: EchoServer
) -> None:
    page = start(
        device,
        """
        var ws = hear(new WebSocket(url));
        ws.onopen = function () { ws.send('class'); };
        var module = weex.requireModule('webSocket');
        module.WebSocket(url, '');
        module.onopen = function () { module.send('module'); };
        module.onmessage = function (e) { log('module', e.data); };
        """,
        echo.url,
    )
    run_until_logged(device, page, "module")
    run_until_logged(device, page, "message")
    assert sorted(logged(page)) == [["message", "class"], ["module", "module"]]


def test_polyfill_replaces_the_websocket_class_of_rax(
    device: Runtime, make_runtime: MakeRuntime
) -> None:
    code = (
        "log(WebSocket.prototype.hasOwnProperty('bufferedAmount'), window.WebSocket === WebSocket);"
    )
    assert logged(start(device, code, framework="Rax")) == [[True, True]]
    assert logged(start(make_runtime(), code, framework="Rax")) == [[False, True]]


def test_polyfill_does_not_replace_window_and_navigator_of_a_rax_page(device: Runtime) -> None:
    page = start(device, "log(self === window, navigator.product);", framework="Rax")
    assert logged(page) == [[True, "Weex"]]


# Blob, TextEncoder, Event and other classes.


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("new Blob().size", 0),
        ("new Blob(['a', 1, {}], { type: 'Text/Plain' }).type", "text/plain"),
        ("new Blob(['a', 1, {}]).size", 17),
        ("new Blob(['a'], { type: 'ä' }).type", ""),
        ("new Blob(['abcdef']).slice(1, -2, 'x/y').size", 3),
        ("new Blob(['abcdef']).slice(1, -2, 'x/y').type", "x/y"),
        ("String(new Blob([]))", "[object Blob]"),
        ("Array.from(new TextEncoder().encode('h\\u00e9\\ud800'))", [104, 195, 169, 239, 191, 189]),
        ("new TextEncoder().encode('abc').buffer.byteLength", 3),
        ("new TextEncoder().encode().length", 0),
        ("new TextDecoder().decode(new Uint8Array([0, 195, 169, 0]).subarray(1, 3))", "é"),
        ("new TextDecoder('UTF-8').decode(new Uint8Array([239, 187, 191, 255]))", "\ufffd"),
        (
            "new TextDecoder('utf8', { ignoreBOM: true }).decode(new Uint8Array([239, 187, 191]))",
            "\ufeff",
        ),
        ("new TextDecoder().decode()", ""),
        ("[new AbortController().signal.aborted, AbortSignal.abort().aborted]", [False, True]),
        ("AbortSignal.abort(5).reason", 5),
        ("AbortSignal.abort().reason.name", "AbortError"),
        ("new DOMException('m').name", "Error"),
        ("new DOMException('m', 'AbortError').code", 20),
        ("new DOMException('m', 'Own').code", 0),
        ("self === globalThis", True),
        ("typeof navigator.userAgent", "string"),
        ("new Event('x').isTrusted", False),
        ("[Event.AT_TARGET, new Event('x').NONE]", [2, 0]),
    ],
)
def test_blob_text_encoder_and_event_classes_work_as_specified(
    device: Runtime, expression: str, value: Any
) -> None:
    assert results(device, [expression]) == [["fine", value]]


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        ("new Blob('text')", "TypeError"),
        ("new Event()", "TypeError"),
        ("new TextDecoder('gbk')", "RangeError"),
        ("new TextDecoder().decode('text')", "TypeError"),
        ("new TextDecoder().decode(new ArrayBuffer(1), { stream: true })", "TypeError"),
        ("new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([255]))", "TypeError"),
        ("new AbortSignal()", "TypeError"),
        ("AbortSignal.abort().throwIfAborted()", "AbortError"),
    ],
)
def test_wrong_use_of_blob_text_encoder_and_event_classes_throws(
    device: Runtime, expression: str, name: str
) -> None:
    [[thrown, _]] = results(device, [expression])
    assert thrown == name


def test_blob_gives_its_text_and_its_bytes(device: Runtime) -> None:
    page = start(
        device,
        """
        var blob = new Blob(['h\\u00e9', new Uint8Array([255])]);
        blob.text().then(function (text) { log('text', text); });
        blob.arrayBuffer().then(function (b) { log('bytes', Array.from(new Uint8Array(b))); });
        """,
    )
    assert sorted(logged(page)) == [["bytes", [104, 195, 169, 255]], ["text", "hé\ufffd"]]


def test_abort_controller_fires_abort_only_once(device: Runtime) -> None:
    page = start(
        device,
        """
        var controller = new AbortController();
        controller.signal.onabort = function (e) { log('abort', e.type, e.isTrusted); };
        controller.abort('why');
        controller.abort('again');
        log(controller.signal.reason);
        """,
    )
    assert logged(page) == [["abort", "abort", True], ["why"]]
