"""The module `webSocket` as bundles use it, over real sockets."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import trustme

from weex_modules.websocket.module import WebSocketModule
from weex_runtime import Page, Runtime
from weex_runtime.servers import ChatServer, EchoServer

from ..support.leftovers import no_socket_and_no_thread_is_left as no_socket_and_no_thread_is_left
from ..support.page_log import logged, run_until_logged
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
    tls_of,
)
from ..support.socket_bundles import BUNDLES, LOST, OPEN, closed, message

MakeRuntime: TypeAlias = Callable[..., Runtime]

FRAMEWORKS = ["Vue", "Rax", "Weex", "Vanilla"]

_LOG = "function log() { console.log(JSON.stringify(Array.prototype.slice.call(arguments))); }\n"

# Code of a bundle that logs each event with its whole payload.
LOG_EVENTS = """
ws.onopen = function (e) { log('open', e); };
ws.onmessage = function (e) { log('message', e); };
ws.onclose = function (e) { log('close', e); };
ws.onerror = function (e) { log('error', e); };
"""
CONNECT = "ws.WebSocket(url, '');\n"


def binary(data: bytes) -> dict[str, str]:
    text = base64.b64encode(data).decode()
    return {"@type": "binary", "dataType": "ArrayBuffer", "base64": text}


def start(
    runtime: Runtime, code: str, url: str = "", framework: str = "Vue", **options: Any
) -> Page:
    """Open a bundle whose code has `ws`, `url` and `log(...)`."""
    module = "require('@weex-module/webSocket')"
    if framework in ("Vue", "Vanilla"):
        module = "weex.requireModule('webSocket')"
    code = f"var ws = {module};\nvar url = {json.dumps(url)};\n{_LOG}{code}"
    return runtime.open(source=BUNDLES[framework] % code, name="bundle.js", **options)


def warnings(page: Page) -> list[str]:
    """Console lines that the bundle did not log, without the warning that each .we bundle gets."""
    return [
        line.text
        for line in page.console
        if line.level != "log" and "COMPATIBILITY WARNING" not in line.text
    ]


@pytest.fixture
def device(no_socket_and_no_thread_is_left: None, make_runtime: MakeRuntime) -> Runtime:
    """A runtime whose clock stands still."""
    return make_runtime()


@pytest.fixture
def echo(no_socket_and_no_thread_is_left: None) -> Iterator[EchoServer]:
    with EchoServer() as server:
        yield server
        # Do not wait for close frames: the pages of the test are destroyed already and send none.
        server.abort()


# Tests of the behaviour that the documentation of the module promises.


@pytest.mark.parametrize("order", ["before the constructor", "after it"])
@pytest.mark.parametrize("style", ["assigned", "called"])
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_socket_follows_the_documented_contract(
    device: Runtime, echo: EchoServer, framework: str, style: str, order: str
) -> None:
    handlers = """
ws.onopen = function (e) { log('open', e); ws.send('hello'); };
ws.onmessage = function (e) { log('message', e); ws.close(3001, 'bye'); };
ws.onclose = function (e) { log('close', e); };
ws.onerror = function (e) { log('error', e); };
"""
    if style == "called":
        handlers = handlers.replace(" = function", "(function").replace("};\n", "});\n")
    parts = [handlers, CONNECT] if order == "before the constructor" else [CONNECT, handlers]
    page = start(device, "".join(parts), echo.url, framework)
    assert run_until_logged(page, "close") == [
        OPEN,
        message("hello"),
        closed(3001, "bye"),
    ]
    assert warnings(page) == []
    assert list(page.errors) == []
    assert echo.received == ["hello"]


@pytest.mark.parametrize("style", ["ws.onmessage = %s;", "ws.onmessage(%s);"])
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_handlers_may_be_async_functions(
    device: Runtime, echo: EchoServer, framework: str, style: str
) -> None:
    handler = """async function (e) {
      await null;
      log('message', e);
      if (e.data === '2') ws.close();
    }"""
    page = start(
        device,
        f"""{LOG_EVENTS}{style % handler}
        ws.onopen = async () => {{ await null; ws.send('1'); ws.send('2'); }};
        {CONNECT}""",
        echo.url,
        framework,
    )
    assert run_until_logged(page, "close") == [message("1"), message("2"), closed(1000)]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_handler_is_kept_until_it_is_replaced(
    device: Runtime, echo: EchoServer, framework: str
) -> None:
    page = start(
        device,
        f"""{LOG_EVENTS}
        ws.onopen = function () {{ for (var i = 0; i < 4; i++) ws.send(i); }};
        ws.onmessage = function (e) {{
          log('first', e);
          if (e.data === '1') ws.onmessage(function (e) {{
            log('second', e);
            if (e.data === '3') ws.close();
          }});
        }};
        {CONNECT}""",
        echo.url,
        framework,
    )
    lines = run_until_logged(page, "close")
    assert [[line[0], line[1]["data"]] for line in lines[:-1]] == [
        ["first", "0"],
        ["first", "1"],
        ["second", "2"],
        ["second", "3"],
    ]


def test_handler_set_by_a_handler_gets_the_next_event_of_the_same_packet(
    device: Runtime,
) -> None:
    sent = b"".join(frame(TEXT, text) for text in (b"1", b"2", b"3")) + close_frame(1000)
    with RawServer(lambda peer: peer.open(then=sent)) as server:
        page = start(
            device,
            """
            ws.onopen = function (e) {
              log('open', e);
              ws.onmessage = function (e) {
                log('first', e.data);
                ws.onmessage = function (e) { log('other', e.data); };
                ws.onclose = function (e) { log('close', e); };
              };
            };"""
            + CONNECT,
            server.url,
        )
        assert run_until_logged(page, "close") == [
            OPEN,
            ["first", "1"],
            ["other", "2"],
            ["other", "3"],
            closed(1000),
        ]


@pytest.mark.parametrize(
    ("framework", "nothing"),
    [(framework, "= null") for framework in ("Vue", "Rax", "Vanilla")]
    + [(framework, "= undefined") for framework in ("Vue", "Rax", "Vanilla")]
    + [(framework, "(null)") for framework in FRAMEWORKS],
)
def test_null_or_undefined_removes_a_handler(
    device: Runtime, echo: EchoServer, framework: str, nothing: str
) -> None:
    page = start(
        device,
        f"""{LOG_EVENTS}
        ws.onopen = function () {{ ws.send('1'); ws.send('2'); ws.send('3'); }};
        ws.onmessage = function (e) {{
          log('message', e);
          ws.onmessage {nothing};
          ws.close();
        }};
        {CONNECT}""",
        echo.url,
        framework,
    )
    assert run_until_logged(page, "close") == [message("1"), closed(1000)]
    assert warnings(page) == []


@pytest.mark.parametrize("value", ["5", "'f'", "{}", "true"])
@pytest.mark.parametrize("framework", ["Vue", "Rax", "Vanilla"])
def test_assigning_a_handler_that_is_not_a_function_only_logs_an_error(
    device: Runtime, echo: EchoServer, framework: str, value: str
) -> None:
    page = start(
        device,
        f"""{LOG_EVENTS}
        ws.onopen = function (e) {{ log('open', e); ws.close(); }};
        ws.onopen = {value};
        {CONNECT}""",
        echo.url,
        framework,
    )
    assert run_until_logged(page, "close") == [OPEN, closed(1000)]
    assert warnings(page) == ["[JS Framework] webSocket.onopen must be assigned as a function."]
    assert list(page.errors) == []


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_passing_a_handler_that_is_not_a_function_only_logs_an_error(
    device: Runtime, echo: EchoServer, framework: str
) -> None:
    page = start(
        device,
        f"""{LOG_EVENTS}
        ws.onopen = function (e) {{ log('open', e); ws.close(); }};
        ws.onopen(5);
        {CONNECT}""",
        echo.url,
        framework,
    )
    assert run_until_logged(page, "close") == [OPEN, closed(1000)]
    assert warnings(page) == [
        "[weex-runtime] webSocket.onopen: parameter 'handler' needs a function, got 5"
    ]


@pytest.mark.parametrize("value", ["null", "5"])
def test_legacy_page_ignores_an_assigned_handler_that_is_not_a_function(
    device: Runtime, echo: EchoServer, value: str
) -> None:
    page = start(
        device,
        f"""{LOG_EVENTS}
        ws.onopen = function (e) {{ log('open', e); ws.close(); }};
        ws.onopen = {value};
        {CONNECT}""",
        echo.url,
        "Weex",
    )
    assert run_until_logged(page, "close") == [OPEN, closed(1000)]
    assert warnings(page) == []


def test_events_are_fired_after_the_call_that_causes_them(
    device: Runtime, echo: EchoServer
) -> None:
    """Nor in the same turn: a promise that is resolved before goes first."""
    page = start(
        device,
        f"""
        function around(name, call) {{
          log('before ' + name);
          call();
          log('after ' + name);
          Promise.resolve().then(function () {{ log('promise after ' + name); }});
        }}
        {LOG_EVENTS}
        around('constructor', function () {{ ws.WebSocket(url, ''); }});
        around('early send', function () {{ ws.send('early'); }});
        ws.onopen = function (e) {{
          log('open', e);
          around('send', function () {{ ws.send('hello'); }});
        }};
        ws.onmessage = function (e) {{
          log('message', e);
          around('wrong close', function () {{ ws.close(5); }});
          around('close', function () {{ ws.close(); }});
        }};""",
        echo.url,
    )
    lines = run_until_logged(page, "close")
    assert [line[0] for line in lines] == [
        "before constructor",
        "after constructor",
        "before early send",
        "after early send",
        "promise after constructor",
        "promise after early send",
        "error",
        "open",
        "before send",
        "after send",
        "promise after send",
        "message",
        "before wrong close",
        "after wrong close",
        "before close",
        "after close",
        "promise after wrong close",
        "promise after close",
        "error",
        "close",
    ]


def test_web_socket_methods_return_undefined(device: Runtime, echo: EchoServer) -> None:
    page = start(
        device,
        """log(typeof ws.WebSocket(url, ''), typeof ws.send('x'), typeof ws.onopen(function () {}),
          typeof ws.close(), typeof ws.onopen);""",
        echo.url,
    )
    assert logged(page) == [["undefined", "undefined", "undefined", "undefined", "function"]]


def test_messages_sent_with_the_handshake_response_reach_the_handlers(device: Runtime) -> None:
    early = frame(TEXT, b"early") + close_frame(1000)
    with RawServer(lambda peer: peer.open(then=early)) as server:
        page = start(device, CONNECT + LOG_EVENTS, server.url)
        assert run_until_logged(page, "close") == [OPEN, message("early"), closed(1000)]


def test_failure_without_an_onerror_handler_is_logged_on_the_console(device: Runtime) -> None:
    page = start(device, "ws.WebSocket('ftp://127.0.0.1/');")
    device.run_until_idle()
    assert warnings(page) == [
        "[weex-runtime] webSocket: the URL 'ftp://127.0.0.1/' is not ws, wss, http or https"
    ]


def test_message_without_an_onmessage_handler_logs_a_hint_only_once(echo: EchoServer) -> None:
    with Runtime() as runtime:
        code = CONNECT + "ws.onopen(function () { ws.send('a'); ws.send('b'); });"
        page = start(runtime, code, echo.url)
        runtime.run_until(lambda: len(page.web_sockets[0].received) == 2)
        runtime.run_until_idle()
        [hint] = [line.text for line in page.console if "a message arrived" in line.text]
        assert "webSocket.onmessage has no handler" in hint


# Arguments of `send`, and the echoes of the server.

_SENT: list[tuple[str, object]] = [
    ("'hello'", "hello"),
    ("''", ""),
    ("'a\\0b'", "a\0b"),
    ("'gr\\u00fc\\u00dfe \\ud83d\\udc4b'", "grüße 👋"),
    ("'\\ud800x\\udc00'", "\ufffdx\ufffd"),
    ("'\\u2028'", "\u2028"),
    ("undefined", ""),
    ("null", ""),
    ("0", "0"),
    ("123.5", "123.5"),
    ("9007199254740991", "9007199254740991"),
    ("false", "false"),
    ("({ a: [1, null, '\\u00fc'] })", '{"a":[1,null,"ü"]}'),
    ("[1, 'x']", '[1,"x"]'),
    ("new Date(0)", "1970-01-01T00:00:00.000Z"),
    ("new Uint8Array([0, 255, 128]).buffer", binary(b"\x00\xff\x80")),
    ("new ArrayBuffer(0)", binary(b"")),
    ("new Uint8Array([1, 2, 3, 4]).subarray(1, 3)", binary(b"\x02\x03")),
    ("new Uint16Array([258])", binary(b"\x02\x01")),
    ("new DataView(new Uint8Array([1, 2, 3]).buffer, 1, 1)", binary(b"\x02")),
    ("({ '@type': 'binary', dataType: 'ArrayBuffer', base64: '/w==' })", binary(b"\xff")),
    (
        "({ '@type': 'binary', base64: 'no base64' })",
        '{"@type":"binary","base64":"no base64"}',
    ),
]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_values_of_each_type_are_sent_and_echoed_as_text_or_binary(
    device: Runtime, echo: EchoServer, framework: str
) -> None:
    page = start(
        device,
        f"""{LOG_EVENTS}
        ws.onopen = function () {{
          [{", ".join(js for js, _ in _SENT)}].forEach(function (value) {{ ws.send(value); }});
        }};
        {CONNECT}""",
        echo.url,
        framework,
    )
    lines = run_until_logged(page, "message", len(_SENT))
    for (js, expected), line in zip(_SENT, lines, strict=True):
        assert line == message(expected), js
    assert list(page.errors) == []


def test_message_of_a_megabyte_is_echoed(device: Runtime, echo: EchoServer) -> None:
    page = start(
        device,
        f"""
        var text = '';
        for (var i = 0; i < 10000; i++) text += '0123456789';
        text = text + text + text + text + text + text + text + text + text + text;
        ws.onmessage = function (e) {{ log('same', e.data === text, e.data.length); }};
        ws.onopen = function () {{ ws.send(text); }};
        {CONNECT}""",
        echo.url,
    )
    assert run_until_logged(page, "same") == [["same", True, 1_000_000]]
    assert [len(received) for received in echo.received] == [1_000_000]


def test_array_buffer_is_passed_to_native_without_base64(
    device: Runtime, echo: EchoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("weex_runtime.instance.binary.to_base64")
    page = start(
        device,
        "ws.onopen = function () { ws.send(new Uint8Array(100000)); ws.send('sent'); };"
        f"ws.onmessage = function (e) {{ if (e.data === 'sent') log('sent'); }}; {CONNECT}",
        echo.url,
    )
    run_until_logged(page, "sent")
    assert echo.received == [bytes(100_000), "sent"]


def test_binary_message_of_a_megabyte_is_echoed(device: Runtime, echo: EchoServer) -> None:
    page = start(
        device,
        f"""
        var bytes = new Uint8Array(1 << 20).map(function (_, i) {{ return i * 7; }});
        ws.onmessage = function (e) {{ log('message', e.data.base64.length); }};
        ws.onopen = function () {{ ws.send(bytes); }};
        {CONNECT}""",
        echo.url,
    )
    run_until_logged(page, "message")
    assert echo.received == [bytes(i * 7 & 0xFF for i in range(1 << 20))]


def test_binary_message_of_the_server_can_be_decoded_by_the_bundle(device: Runtime) -> None:
    sent = frame(BINARY, b"\x00\x01\xff") + close_frame(1000)
    with RawServer(lambda peer: peer.open(then=sent)) as server:
        page = start(
            device,
            f"""{LOG_EVENTS}
            ws.onmessage = function (e) {{
              log('message', e);
              log('bytes', atob(e.data.base64).split('').map(function (c) {{
                return c.charCodeAt(0);
              }}));
            }};
            {CONNECT}""",
            server.url,
        )
        assert run_until_logged(page, "close")[1:3] == [
            message(binary(b"\x00\x01\xff")),
            ["bytes", [0, 1, 255]],
        ]


def test_burst_of_2000_messages_arrives_in_order(device: Runtime) -> None:
    sent = b"".join(frame(TEXT, str(number).encode()) for number in range(2000))
    with RawServer(lambda peer: peer.open(then=sent + close_frame(1000))) as server:
        page = start(device, LOG_EVENTS + CONNECT, server.url)
        device.run_until(lambda: len(page.console) == 2002, TIMEOUT)
    assert logged(page) == [OPEN, *(message(str(number)) for number in range(2000)), closed(1000)]


# URLs (spec/websocket.md, 3.2).


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("ws://HOST", "/"),
        ("ws://HOST/chat?room=1", "/chat?room=1"),
        ("WS://HOST/chat", "/chat"),
        ("http://HOST/chat", "/chat"),
        ("ws://HOST/chat#part", "/chat"),
        ("ws://HOST?a=b#part", "/?a=b"),
        (" ws://HOST/chat\n", "/chat"),
        ("ws://HOST/gr\u00fc\u00dfe 1?n=\u00e9", "/gr%C3%BC%C3%9Fe%201?n=%C3%A9"),
        ("ws://HOST/a%20b", "/a%20b"),
        ("ws://user:secret@HOST/", "/"),
        ("chat", "/app/chat"),
        ("/chat", "/chat"),
        ("../chat", "/chat"),
        ("?room=1", "/app/bundle.js?room=1"),
        ("//HOST/chat", "/chat"),
    ],
)
def test_request_target_is_the_path_and_query_of_the_url(
    device: Runtime, url: str, target: str
) -> None:
    with RawServer(lambda peer: peer.open(then=close_frame(1000))) as server:
        host = f"127.0.0.1:{server.port}"
        page = start(
            device,
            LOG_EVENTS + CONNECT,
            url.replace("HOST", host),
            config={"bundleUrl": f"http://{host}/app/bundle.js"},
        )
        assert run_until_logged(page, "close") == [OPEN, closed(1000)]
    assert server.peer.head.split("\r\n")[0] == f"GET {target} HTTP/1.1"
    assert server.peer.header("Host") == host


@pytest.mark.parametrize(
    ("js", "problem"),
    [
        ("''", "the URL '' is not ws, wss, http or https"),
        ("undefined", "the URL '' is not ws, wss, http or https"),
        ("null", "the URL '' is not ws, wss, http or https"),
        ("5", "the URL '5' is not ws, wss, http or https"),
        ("'chat'", "the URL 'chat' is not ws, wss, http or https"),
        ("'ftp://127.0.0.1/'", "the URL 'ftp://127.0.0.1/' is not ws, wss, http or https"),
        ("'ws://'", "the URL 'ws://' names no host"),
        ("'ws://:80/chat'", "the URL 'ws://:80/chat' names no host"),
        ("'ws://[::1'", "the URL 'ws://[::1' cannot be parsed: "),
        ("'ws://127.0.0.1:99999/'", "the URL 'ws://127.0.0.1:99999/' cannot be parsed: "),
        ("'ws://127.0.0.1:x/'", "the URL 'ws://127.0.0.1:x/' cannot be parsed: "),
    ],
)
def test_invalid_url_is_an_error_and_closes_with_1006(
    device: Runtime, js: str, problem: str
) -> None:
    """Handlers that are set after the constructor get the error, too."""
    page = start(device, f"ws.WebSocket({js}, ''); log('constructed');{LOG_EVENTS}")
    lines = run_until_logged(page, "close")
    assert [line[0] for line in lines] == ["constructed", "error", "close"]
    assert lines[1][1]["data"].startswith(problem)
    assert lines[2] == LOST
    assert list(page.errors) == []


def test_constructor_without_arguments_fires_an_error_and_closes_with_1006(device: Runtime) -> None:
    page = start(device, LOG_EVENTS + "ws.WebSocket();")
    assert run_until_logged(page, "close")[-1] == LOST


def test_url_map_connects_the_socket_to_another_address(
    make_runtime: MakeRuntime, echo: EchoServer
) -> None:
    runtime = make_runtime(url_map={"wss://chat.test": echo.url})
    page = start(
        runtime,
        LOG_EVENTS + CONNECT + "ws.onopen = function () { ws.close(); };",
        "wss://chat.test/room",
    )
    assert run_until_logged(page, "close") == [closed(1000)]


@pytest.mark.parametrize("wrong", ["127.0.0.1:8080", "ftp://127.0.0.1", "ws://"])
def test_url_map_with_an_invalid_target_address_is_an_error(
    make_runtime: MakeRuntime, wrong: str
) -> None:
    runtime = make_runtime(url_map={"ws://chat.test": wrong})
    page = start(runtime, LOG_EVENTS + CONNECT, "ws://chat.test")
    lines = run_until_logged(page, "close")
    assert [line[0] for line in lines] == ["error", "close"]
    assert repr(wrong) in lines[0][1]["data"]
    assert "url_map" in lines[0][1]["data"]
    assert list(page.errors) == []


# Subprotocols (spec/websocket.md, 3.1) and the opening handshake (3.3, 3.4).


@pytest.mark.parametrize(
    ("arguments", "header"),
    [
        ("url", None),
        ("url, ''", None),
        ("url, undefined", None),
        ("url, null", None),
        ("url, []", None),
        ("url, ' , '", None),
        ("url, 'a'", "a"),
        ("url, 'a,b'", "a,b"),
        ("url, 'a, b'", "a,b"),
        ("url, ['a', 'b']", "a,b"),
    ],
)
def test_protocol_argument_offers_subprotocols(
    device: Runtime, arguments: str, header: str | None
) -> None:
    def script(peer: Peer) -> None:
        peer.open(*(["Sec-WebSocket-Protocol: a"] if header else []), then=close_frame(1000))

    with RawServer(script) as server:
        page = start(device, f"{LOG_EVENTS}ws.WebSocket({arguments});", server.url)
        assert run_until_logged(page, "close") == [OPEN, closed(1000)]
    assert server.peer.header("Sec-WebSocket-Protocol") == header


@pytest.mark.parametrize("name", ["a b", "a\r\nX-Injected: 1", "ä", "\ud800", "a;b"])
def test_subprotocol_that_is_not_a_token_is_an_error_and_closes_with_1006(
    device: Runtime, name: str
) -> None:
    with RawServer(Peer.open) as server:
        code = f"ws.WebSocket(url, [{json.dumps(name)}]);{LOG_EVENTS}"
        page = start(device, code, server.url)
        lines = run_until_logged(page, "close")
        device.run_until_idle()
    assert lines == [
        ["error", {"data": f"{name!r} is not a valid name of a subprotocol (RFC 6455: a token)"}],
        LOST,
    ]
    assert server.peers == []


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (b"HTTP/1.1 404 Not Found\r\n\r\n", "Expected HTTP 101 response but was '404 Not Found'"),
        (
            b"HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n",
            "Expected HTTP 101 response but was '301 Moved'",
        ),
        (b"garbage\r\n\r\n", "the server's response is not HTTP: 'garbage'"),
        (b"", "the connection ended during the opening handshake"),
    ],
    ids=["404", "301", "garbage", "end of TCP"],
)
def test_failed_handshake_is_an_error_and_closes_with_1006(
    device: Runtime, answer: bytes, message: str
) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(answer)
        peer.close()

    with RawServer(script) as server:
        page = start(device, LOG_EVENTS + CONNECT, server.url)
        lines = run_until_logged(page, "close")
    assert [line[0] for line in lines] == ["error", "close"]
    assert lines[0][1]["data"].startswith(f"{server.url}: {message}")
    assert lines[1] == LOST


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ws://127.0.0.1:1/", "cannot connect to 127.0.0.1:1: Connection refused"),
        (f"ws://{'a' * 64}.test/", "cannot look up the host "),
    ],
    ids=["refused", "no such host"],
)
def test_server_that_cannot_be_reached_is_an_error_and_closes_with_1006(
    device: Runtime, url: str, message: str
) -> None:
    page = start(device, LOG_EVENTS + CONNECT, url)
    lines = run_until_logged(page, "close")
    assert lines[0][1]["data"].startswith(f"{url}: {message}")
    assert lines[1:] == [LOST]


def test_certificate_that_is_not_trusted_is_an_error_and_closes_with_1006(device: Runtime) -> None:
    with RawServer(Peer.open, tls=tls_of(trustme.CA())) as server:
        page = start(device, LOG_EVENTS + CONNECT, server.url)
        lines = run_until_logged(page, "close")
    assert "TLS with localhost: certificate verify failed" in lines[0][1]["data"]
    assert lines[1:] == [LOST]


def test_wss_works_with_a_certificate_that_the_machine_trusts(
    device: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))

    def script(peer: Peer) -> None:
        peer.open()
        read = peer.read_frame()
        peer.send(frame(read.opcode, read.payload) + close_frame(1000))

    with RawServer(script, tls=tls_of(authority)) as server:
        code = LOG_EVENTS + "ws.onopen = function () { ws.send('secret'); };" + CONNECT
        page = start(device, code, server.url.replace("wss:", "https:"))
        assert run_until_logged(page, "close") == [message("secret"), closed(1000)]


def test_slow_handshake_stops_neither_timers_nor_other_pages(
    device: Runtime, echo: EchoServer
) -> None:
    with RawServer(Peer.stall) as server:
        code = LOG_EVENTS + CONNECT
        slow = start(device, code + "setTimeout(function () { log('timer'); }, 1000);", server.url)
        device.run_until(lambda: server.peers)
        device.clock.run_for(1)
        assert logged(slow) == [["timer"]]
        quick = start(device, code + "ws.onopen = function () { ws.send('hi'); };", echo.url)
        run_until_logged(quick, "message")
        slow.destroy()


# The end of a connection (spec/websocket.md, 3.4).


@pytest.mark.parametrize(
    ("sent", "event"),
    [
        (close_frame(1000), closed(1000)),
        (close_frame(1001, "tschüß".encode()), closed(1001, "tschüß")),
        (close_frame(1012), closed(1012)),
        (close_frame(1013), closed(1013)),
        (close_frame(3000, b"x" * 123), closed(3000, "x" * 123)),
        (close_frame(4999), closed(4999)),
        (frame(CLOSE), closed(1005)),
    ],
)
def test_close_frame_of_the_server_reaches_onclose_with_code_and_reason(
    device: Runtime, sent: bytes, event: list[object]
) -> None:
    with RawServer(lambda peer: peer.open(then=sent)) as server:
        page = start(device, LOG_EVENTS + CONNECT, server.url)
        assert run_until_logged(page, "close") == [OPEN, event]
        device.run_until(lambda: server.is_done)
    assert server.peer.frames == [Frame(CLOSE, sent[2:4])]


def test_close_of_the_tcp_connection_is_reported_as_1006_without_an_error(device: Runtime) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.close()

    with RawServer(script) as server:
        page = start(device, LOG_EVENTS + CONNECT, server.url)
        assert run_until_logged(page, "close") == [OPEN, LOST]


def test_reset_is_an_error_and_closes_with_1006(device: Runtime) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.read_frame()
        peer.reset()

    with RawServer(script) as server:
        code = LOG_EVENTS + "ws.onopen = function () { ws.send('x'); };" + CONNECT
        page = start(device, code, server.url)
        assert run_until_logged(page, "close") == [
            ["error", {"data": "the connection was lost: Connection reset by peer"}],
            LOST,
        ]


@pytest.mark.parametrize(
    ("sent", "code"),
    [(frame(TEXT, b"x", masked=True), 1002), (frame(TEXT, b"\xff"), 1007)],
    ids=["violation", "no UTF-8"],
)
def test_invalid_frame_is_an_error_and_closes_with_1006(
    device: Runtime, sent: bytes, code: int
) -> None:
    with RawServer(lambda peer: peer.open(then=sent)) as server:
        page = start(device, LOG_EVENTS + CONNECT, server.url)
        lines = run_until_logged(page, "close")
        device.run_until(lambda: server.is_done)
    assert [line[0] for line in lines] == ["open", "error", "close"]
    assert list(lines[1][1]) == ["data"]
    assert lines[2] == LOST
    assert server.peer.close_code == code


# Tests of close (spec/websocket.md, 3.5).


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        ("", 1000, ""),
        ("1000", 1000, ""),
        ("'1000', 'x'", 1000, "x"),
        ("3000, 'tsch\\u00fc\\u00df'", 3000, "tschüß"),
        ("'4999', 'x'", 4999, "x"),
        ("4000.0", 4000, ""),
        ("undefined, undefined", 1000, ""),
        ("undefined, 'x'", 1000, "x"),
        ("null, null", 1000, ""),
        ("'', ''", 1000, ""),
        ("3001, 5", 3001, "5"),
        ("3001, { a: true }", 3001, '{"a":true}'),
        ("3001, '\\ud800'", 3001, "\ufffd"),
        ("3001, '" + "\\u00fc" * 61 + "x'", 3001, "ü" * 61 + "x"),
    ],
)
def test_arguments_of_close_reach_the_server(
    device: Runtime, echo: EchoServer, arguments: str, code: int, reason: str
) -> None:
    """The echo server answers a close frame with the same code and reason."""
    page = start(
        device,
        f"{LOG_EVENTS}ws.onopen = function () {{ ws.close({arguments}); }};{CONNECT}",
        echo.url,
    )
    assert run_until_logged(page, "close") == [closed(code, reason)]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ("0", "expected the code 1000 or 3000 to 4999, got 0"),
        ("999", "expected the code 1000 or 3000 to 4999, got 999"),
        ("1001, 'x'", "expected the code 1000 or 3000 to 4999, got 1001"),
        ("'1001', 'x'", "expected the code 1000 or 3000 to 4999, got '1001'"),
        ("1005", "expected the code 1000 or 3000 to 4999, got 1005"),
        ("2999", "expected the code 1000 or 3000 to 4999, got 2999"),
        ("5000", "expected the code 1000 or 3000 to 4999, got 5000"),
        ("-1000", "expected the code 1000 or 3000 to 4999, got -1000"),
        ("3000.5", "expected the code 1000 or 3000 to 4999, got 3000.5"),
        ("'abc'", "expected the code 1000 or 3000 to 4999, got 'abc'"),
        ("true", "expected the code 1000 or 3000 to 4999, got true"),
        ("[3000]", "expected the code 1000 or 3000 to 4999, got [3000]"),
        (
            "'1' + '0'.repeat(5000)",
            f"expected the code 1000 or 3000 to 4999, got {'1' + '0' * 79!r}",
        ),
        (f"3000, '{'x' * 124}'", "the reason is longer than 123 bytes of UTF-8"),
        (f"3000, '{'ü' * 62}'", "the reason is longer than 123 bytes of UTF-8"),
        ("3000, '" + "\\ud800" * 42 + "'", "the reason is longer than 123 bytes of UTF-8"),
    ],
)
def test_close_with_wrong_arguments_fires_onerror_and_does_not_close(
    device: Runtime, echo: EchoServer, arguments: str, problem: str
) -> None:
    page = start(
        device,
        f"""{LOG_EVENTS}
        ws.onopen = function () {{ ws.close({arguments}); ws.send('still open'); }};
        {CONNECT}""",
        echo.url,
    )
    assert run_until_logged(page, "message") == [
        ["error", {"data": f"close: {problem}; nothing was closed"}],
        message("still open"),
    ]


def test_second_close_is_ignored(device: Runtime) -> None:
    with RawServer(Peer.open) as server:
        page = start(
            device,
            f"""{LOG_EVENTS}
            ws.onopen = function () {{ ws.close(3000, 'a'); ws.close(3001, 'b'); ws.close(5); }};
            {CONNECT}""",
            server.url,
        )
        device.run_until(lambda: server.peers and server.peer.frames)
        page.destroy()
    assert logged(page) == []
    assert server.peer.frames == [Frame(CLOSE, b"\x0b\xb8a")]


def test_close_on_a_closed_socket_is_ignored(device: Runtime) -> None:
    with RawServer(lambda peer: peer.open(then=close_frame(1000))) as server:
        page = start(
            device,
            f"""{LOG_EVENTS}
            ws.onclose = function (e) {{
              log('close', e);
              [undefined, 3000, 5].forEach(function (code) {{ ws.close(code); }});
            }};
            {CONNECT}""",
            server.url,
        )
        run_until_logged(page, "close")
        device.run_until_idle()
    assert logged(page) == [OPEN, closed(1000)]
    assert warnings(page) == []


def test_legacy_page_is_rendered_again_after_each_message(device: Runtime) -> None:
    bundle = """__weex_define__("@weex-component/bundle", [], function (require, exports, module) {
var ws = require("@weex-module/webSocket");
module.exports = {
  data: function () { return { text: "none" }; },
  created: function () {
    var self = this;
    ws.WebSocket(self.$getConfig().bundleUrl, "");
    ws.onmessage(function (e) { self.text = e.data; });
  },
  template: { "type": "text", "attr": { "value": function () { return this.text; } } },
};
});
__weex_bootstrap__("@weex-component/bundle", { "transformerVersion": "0.3.1" }, undefined);"""
    with RawServer(
        lambda peer: peer.open(then=frame(TEXT, b"one") + frame(TEXT, b"two"))
    ) as server:
        page = device.open(source=bundle, config={"bundleUrl": server.url})
        device.run_until(lambda: page.document.root.attr["value"] == "two", timeout=5)
        names = [call.name for call in page.native_calls]
        drawing = names[names.index("callUpdateAttrs") :]
        assert drawing == ["callUpdateAttrs", "callUpdateFinish"] * 2


@pytest.mark.parametrize("is_first", [True, False], ids=["server closed", "server answers"])
def test_messages_after_a_close_in_onmessage_are_not_delivered(
    device: Runtime, is_first: bool
) -> None:
    """The server's close frame may arrive together with the messages."""

    def script(peer: Peer) -> None:
        messages = frame(TEXT, b"1") + frame(TEXT, b"2") + frame(TEXT, b"3")
        if is_first:
            messages += close_frame(1000)
        peer.open(then=messages)
        peer.read_frame()
        if not is_first:
            peer.send(close_frame(1000))

    with RawServer(script) as server:
        page = start(
            device,
            f"""{LOG_EVENTS}
            ws.onmessage = function (e) {{ log('message', e); ws.close(); }};
            {CONNECT}""",
            server.url,
        )
        assert run_until_logged(page, "close") == [OPEN, message("1"), closed(1000)]


def test_close_before_the_constructor_is_ignored(device: Runtime, echo: EchoServer) -> None:
    page = start(
        device,
        f"""{LOG_EVENTS}
        ws.close();
        ws.close(5);
        ws.onopen = function (e) {{ log('open', e); ws.close(); }};
        {CONNECT}""",
        echo.url,
    )
    assert run_until_logged(page, "close") == [OPEN, closed(1000)]


def test_close_while_connecting_aborts_the_attempt(device: Runtime) -> None:
    with RawServer(Peer.stall) as server:
        code = CONNECT + "ws.close(); log('called');" + LOG_EVENTS
        page = start(device, code, server.url)
        assert run_until_logged(page, "close") == [
            ["called"],
            ["error", {"data": "the connection was closed before it was established"}],
            LOST,
        ]


class Impatient(WebSocketModule):
    close_timeout = 0.2
    connect_timeout = 0.2


def test_close_without_an_answer_is_reported_as_1006(make_runtime: MakeRuntime) -> None:
    runtime = make_runtime(clock="real", modules=[Impatient])
    with RawServer(Peer.open) as server:
        code = LOG_EVENTS + "ws.onopen = function () { ws.close(3000, 'x'); };" + CONNECT
        page = start(runtime, code, server.url)
        assert run_until_logged(page, "close") == [LOST]
        runtime.run_until(lambda: server.is_done)
    assert server.peer.close_code == 3000


def test_handshake_that_the_server_never_answers_is_reported_as_1006(
    make_runtime: MakeRuntime,
) -> None:
    runtime = make_runtime(modules=[Impatient])
    with RawServer(Peer.stall) as server:
        page = start(runtime, LOG_EVENTS + CONNECT, server.url)
        runtime.clock.run_for(0.1)
        assert logged(page) == []
        runtime.clock.run_for(0.1)
        lines = run_until_logged(page, "close")
    problem = f"{server.url}: no answer to the opening handshake within 0.2 s"
    assert lines == [["error", {"data": problem}], LOST]


# Calls of `send` before a connection opens and after a connection ends (spec/websocket.md, 3.4).


def test_send_before_the_constructor_is_an_error(device: Runtime) -> None:
    page = start(device, LOG_EVENTS + "ws.send('x'); log('sent');")
    assert run_until_logged(page, "error")[0] == ["sent"]
    assert logged(page)[1][1]["data"].startswith("send: there is no WebSocket yet")


def test_send_before_the_constructor_is_logged_on_the_console_if_no_handler_is_set(
    device: Runtime,
) -> None:
    page = start(device, "ws.send('x');")
    device.run_until_idle()
    assert warnings(page) == [
        "[weex-runtime] webSocket.send before WebSocket(): the message is dropped"
    ]


def test_send_while_connecting_is_an_error_and_drops_the_message(
    device: Runtime, echo: EchoServer
) -> None:
    page = start(
        device,
        f"""{LOG_EVENTS}{CONNECT}
        ws.send('dropped');
        ws.onopen = function (e) {{ log('open', e); ws.send('sent'); }};""",
        echo.url,
    )
    lines = run_until_logged(page, "message")
    assert lines[0][1]["data"].startswith("WebSocket is not ready")
    assert lines[1:] == [OPEN, message("sent")]
    assert echo.received == ["sent"]


@pytest.mark.parametrize("moment", ["ws.onclose", "ws.onopen"])
def test_send_after_close_is_dropped_with_a_warning(
    device: Runtime, echo: EchoServer, moment: str
) -> None:
    page = start(
        device,
        f"""{LOG_EVENTS}
        ws.onopen = function () {{ ws.close(); }};
        {moment} = function () {{ ws.close(); ws.send('late'); log('sent'); }};
        {CONNECT}""",
        echo.url,
    )
    run_until_logged(page, "sent")
    device.run_until_idle()
    assert echo.received == []
    assert warnings(page) == ["[weex-runtime] webSocket.send after close: the message is dropped"]


# Several sockets of one page, one after the other (spec/websocket.md, 3.1).


def test_second_constructor_ends_the_first_socket_with_1001(
    device: Runtime, echo: EchoServer
) -> None:
    first_events = LOG_EVENTS.replace("log('", "log('first ")
    with RawServer(Peer.open) as first:
        page = start(
            device,
            f"""{first_events}{CONNECT}
            ws.onopen = function () {{
              ws.WebSocket({json.dumps(echo.url)}, '');
              {LOG_EVENTS}
              ws.onopen = function (e) {{ log('open', e); ws.send('hello'); }};
            }};""",
            first.url,
        )
        lines = run_until_logged(page, "message")
        assert lines == [OPEN, message("hello")]
        device.run_until(lambda: first.peer.close_code == 1001)
        page.destroy()


def test_onclose_of_a_replaced_socket_fires_and_its_messages_do_not(
    device: Runtime, echo: EchoServer
) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        while peer.read_frame().opcode != CLOSE:
            pass
        peer.send(frame(TEXT, b"late") + close_frame(1001))

    first_events = LOG_EVENTS.replace("log('", "log('first ")
    with RawServer(script) as first:
        page = start(
            device,
            f"""{first_events}{CONNECT}
            ws.onopen = function () {{
              ws.WebSocket({json.dumps(echo.url)}, '');
              {LOG_EVENTS}
            }};""",
            first.url,
        )
        run_until_logged(page, "open")
        run_until_logged(page, "first close")
    assert sorted(logged(page), key=repr) == [["first close", closed(1001)[1]], OPEN]


def test_second_constructor_call_aborts_the_first_connection_attempt(
    device: Runtime, echo: EchoServer
) -> None:
    first_events = LOG_EVENTS.replace("log('", "log('first ")
    with RawServer(Peer.stall) as first:
        page = start(
            device,
            f"""{first_events}{CONNECT}
            ws.WebSocket({json.dumps(echo.url)}, '');
            {LOG_EVENTS}""",
            first.url,
        )
        lines = run_until_logged(page, "open")
    assert [line[0] for line in lines] == ["first error", "first close", "open"]


def test_handlers_of_a_replaced_socket_are_not_kept_for_the_next_socket(
    device: Runtime, echo: EchoServer
) -> None:
    page = start(
        device,
        f"""{LOG_EVENTS}{CONNECT}
        ws.onopen = function () {{
          ws.WebSocket(url, '');
          ws.onopen = function () {{ ws.send('hello'); log('second open'); }};
        }};""",
        echo.url,
    )
    run_until_logged(page, "second open")
    device.run_until(lambda: echo.received)
    run_until_logged(page, "close")
    assert logged(page).count(closed(1001)) == 1
    assert [line for line in logged(page) if line[0] == "message"] == []


def test_page_can_reconnect_in_onclose(device: Runtime, echo: EchoServer) -> None:
    page = start(
        device,
        """
        var count = 0;
        function connect() {
          ws.WebSocket(url, '');
          ws.onopen = function () { log('open', ++count); ws.send('hello'); };
          ws.onmessage = function (e) { log('message', e); ws.close(); };
          ws.onclose = function (e) { log('close', e); if (count < 3) connect(); };
        }
        connect();""",
        echo.url,
    )
    lines = run_until_logged(page, "close", 3)
    assert lines == [
        line for count in (1, 2, 3) for line in (["open", count], message("hello"), closed(1000))
    ]


def test_handlers_set_after_the_end_of_a_socket_belong_to_the_next_socket(
    device: Runtime, echo: EchoServer
) -> None:
    page = start(
        device,
        f"""
        ws.onopen = function () {{ ws.close(); }};
        ws.onclose = function () {{
          {LOG_EVENTS}
          ws.onopen = function (e) {{ log('open', e); ws.close(3000); }};
          ws.WebSocket(url, '');
        }};
        {CONNECT}""",
        echo.url,
    )
    assert run_until_logged(page, "close") == [OPEN, closed(3000)]


def test_pages_have_sockets_of_their_own(device: Runtime, echo: EchoServer) -> None:
    code = LOG_EVENTS + "ws.onopen = function () { ws.send(url); };" + CONNECT
    pages = [start(device, code, f"{echo.url}{number}") for number in range(4)]
    for number, page in enumerate(pages):
        lines = run_until_logged(page, "message")
        assert lines == [message(f"{echo.url}{number}")]
    pages[0].destroy()
    device.run_until_idle()
    assert [len(logged(page)) for page in pages] == [1, 1, 1, 1]


# A page ends by `page.destroy()` or `runtime.close()`: an open connection is then closed with 1001,
# no event is fired, and no socket stays open.


def end_page(runtime: Runtime, page: Page, way: str) -> None:
    if way == "page.destroy":
        page.destroy()
    else:
        runtime.close()


ENDS = pytest.mark.parametrize("way", ["page.destroy", "runtime.close"])


@ENDS
def test_end_of_a_page_closes_an_open_connection_with_1001(device: Runtime, way: str) -> None:
    with RawServer(Peer.open) as server:
        page = start(device, LOG_EVENTS + CONNECT, server.url)
        run_until_logged(page, "open")
        end_page(device, page, way)
        server.wait()
    assert server.peer.frames == [Frame(CLOSE, b"\x03\xe9")]
    assert logged(page) == [OPEN]


@ENDS
def test_end_of_a_page_aborts_an_attempt_to_connect(device: Runtime, way: str) -> None:
    with RawServer(Peer.stall) as server:
        page = start(device, LOG_EVENTS + CONNECT, server.url)
        device.run_until(lambda: server.peers)
        end_page(device, page, way)
        if way == "page.destroy":
            device.run_until_idle()
    assert logged(page) == []


@ENDS
def test_end_of_a_page_while_its_socket_is_closing_closes_the_tcp_connection(
    device: Runtime, way: str
) -> None:
    with RawServer(Peer.open) as server:
        code = LOG_EVENTS + "ws.onopen = function () { ws.close(3000); };" + CONNECT
        page = start(device, code, server.url)
        device.run_until(lambda: server.peers and server.peer.frames)
        end_page(device, page, way)
        server.wait()
    assert server.peer.close_code == 3000
    assert logged(page) == []


@ENDS
def test_end_of_a_page_also_ends_replaced_sockets(device: Runtime, way: str) -> None:
    """The first two wait for answers to their close frames, the third is open."""
    with RawServer(Peer.open) as server:
        page = start(
            device,
            f"""
            var count = 0;
            function connect() {{
              ws.WebSocket(url, '');
              {LOG_EVENTS}
              ws.onopen = function () {{ log('open', {{}}); if (++count < 3) connect(); }};
            }}
            connect();""",
            server.url,
        )
        run_until_logged(page, "open", 3)
        end_page(device, page, way)
        server.wait()
        assert [peer.close_code for peer in server.peers] == [1001, 1001, 1001]
        if way == "page.destroy":
            device.clock.run_for(60)
            assert device.looper.pending() == "nothing is pending"
    assert logged(page) == [OPEN, OPEN, OPEN]


@ENDS
def test_end_of_a_page_after_the_closing_handshake_leaves_no_open_socket(
    device: Runtime, way: str
) -> None:
    def script(peer: Peer) -> None:
        peer.open(then=close_frame(1000))
        peer.stall()

    with RawServer(script) as server:
        page = start(device, LOG_EVENTS + CONNECT, server.url)
        run_until_logged(page, "close")
        end_page(device, page, way)
        if way == "page.destroy":
            assert device.looper.pending() == "nothing is pending"
    assert logged(page) == [OPEN, closed(1000)]


@ENDS
def test_events_waiting_when_the_page_ends_are_dropped(device: Runtime, way: str) -> None:
    page = start(device, LOG_EVENTS + "ws.WebSocket('nowhere:');")
    end_page(device, page, way)
    if way == "page.destroy":
        device.run_until_idle()
    assert logged(page) == []


# Slow servers do not block the loop.


def test_server_that_stops_reading_does_not_stop_another_page(
    device: Runtime, echo: EchoServer
) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.stall()

    with RawServer(script) as server:
        stuck = start(
            device,
            f"""{LOG_EVENTS}
            ws.onopen = function () {{
              for (var i = 0; i < 20; i++) ws.send('x'.repeat(1000000));
              log('sent');
            }};
            {CONNECT}""",
            server.url,
        )
        run_until_logged(stuck, "sent")
        assert "unsent data" in device.looper.pending()
        code = LOG_EVENTS + "ws.onopen = function () { ws.send('hello'); };" + CONNECT
        page = start(device, code, echo.url)
        assert run_until_logged(page, "message") == [message("hello")]
        assert "unsent data" in device.looper.pending()
        stuck.destroy()


def test_server_cannot_send_faster_than_the_page_reads(device: Runtime) -> None:
    """Messages that the page has not read yet stay with TCP, not in this process's memory."""
    burst = frame(TEXT, b"x" * 1000) * 50

    def script(peer: Peer) -> None:
        peer.open()
        while True:
            peer.send(burst)
            sent.append(len(burst))

    sent: list[int] = []
    with RawServer(script) as server:
        page = start(
            device,
            f"""var count = 0;
            ws.onmessage = function () {{ if (++count === 3000) log('enough'); }};
            {CONNECT}""",
            server.url,
        )
        run_until_logged(page, "enough")
        assert sum(sent) < 30_000_000  # 3 MB that the page received, plus two TCP buffers
        page.destroy()


# Bundles whose handlers throw.


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_exception_in_onmessage_is_an_error_of_the_page_and_later_messages_arrive(
    device: Runtime, framework: str
) -> None:
    sent = b"".join(frame(TEXT, text) for text in (b"1", b"2", b"3"))
    with RawServer(lambda peer: peer.open(then=sent + close_frame(1000))) as server:
        page = start(
            device,
            f"""{LOG_EVENTS}
            ws.onmessage = function (e) {{
              log('message', e);
              if (e.data !== '3') throw new Error('cannot take ' + e.data);
            }};
            {CONNECT}""",
            server.url,
            framework,
        )
        lines = run_until_logged(page, "close")
    assert lines == [OPEN, message("1"), message("2"), message("3"), closed(1000)]
    assert [error.message for error in page.errors] == [
        "Error: cannot take 1",
        "Error: cannot take 2",
    ]


def test_async_handler_that_throws_is_an_error_of_the_page(
    device: Runtime, echo: EchoServer
) -> None:
    page = start(
        device,
        f"""{LOG_EVENTS}
        ws.onopen = async function () {{ await null; ws.close(); throw new Error('oops'); }};
        {CONNECT}""",
        echo.url,
    )
    assert run_until_logged(page, "close") == [closed(1000)]
    assert [error.message for error in page.errors] == ["Error: oops"]


# The class WebSocket of Rax (spec/websocket.md, section 5).


def test_rax_has_a_websocket_class(device: Runtime, echo: EchoServer) -> None:
    page = start(
        device,
        """
        var socket = new WebSocket(url);
        log('state', socket.readyState, WebSocket.OPEN);
        socket.onopen = function (e) {
          log('open', e.type, socket.readyState);
          try { socket.send({}); } catch (error) { log('thrown', error.message); }
          socket.send('hello');
        };
        socket.addEventListener('message', function (e) {
          log('message', e.type, e.data);
          socket.close(3001, 'bye');
          log('state', socket.readyState);
        });
        socket.onerror = function (e) { log('error', e.data); };
        socket.onclose = function (e) { log('close', e.code, e.reason, socket.readyState); };""",
        echo.url,
        "Rax",
    )
    assert run_until_logged(page, "close") == [
        ["state", 0, 1],
        ["open", "open", 1],
        ["thrown", "Unsupported data type"],
        ["message", "message", "hello"],
        ["state", 2],
        ["close", 3001, "bye", 3],
    ]


def test_rax_class_fires_error_and_then_close(device: Runtime) -> None:
    page = start(
        device,
        """
        var socket = new WebSocket('ws://127.0.0.1:1/', ['a', 'b']);
        socket.onerror = function (e) { log('error', e.data, socket.readyState); };
        socket.onclose = function (e) { log('close', e.code, socket.readyState); };""",
        framework="Rax",
    )
    problem = "ws://127.0.0.1:1/: cannot connect to 127.0.0.1:1: Connection refused"
    assert run_until_logged(page, "close") == [["error", problem, 0], ["close", 1006, 3]]


def test_second_websocket_object_of_a_rax_page_replaces_the_first(
    device: Runtime, echo: EchoServer
) -> None:
    page = start(
        device,
        """
        var first = new WebSocket(url);
        first.onclose = function (e) { log('close', e.code, first.readyState); };
        first.onopen = function () {
          var second = new WebSocket(url);
          second.onopen = function () { second.send('hello'); };
          second.onmessage = function (e) { log('message', e.data); };
        };""",
        echo.url,
        "Rax",
    )
    run_until_logged(page, "message")
    run_until_logged(page, "close")
    assert sorted(logged(page)) == [["close", 1001, 3], ["message", "hello"]]


# A chat between two bundles of different frameworks.


def test_pages_of_two_frameworks_chat(device: Runtime) -> None:
    code = """
    ws.onopen = function () { ws.send(JSON.stringify({ type: 'join', name: name })); };
    ws.onmessage = function (e) {
      var got = JSON.parse(e.data);
      log(got.type, got);
      if (got.type === 'presence' && got.names.length === 2 && name === 'Ada') {
        ws.send(JSON.stringify({ type: 'message', text: 'hello' }));
      }
    };"""
    with ChatServer() as server:
        ada = start(device, f"var name = 'Ada';{code}{CONNECT}", server.url, "Vue")
        run_until_logged(ada, "presence")
        bob = start(device, f"var name = 'Bob';{code}{CONNECT}", server.url, "Rax")
        expected = ["message", {"type": "message", "from": "Ada", "text": "hello"}]
        assert run_until_logged(bob, "message")[-1] == expected
        assert run_until_logged(ada, "message")[-1] == expected
        bob.destroy()
        run_until_logged(ada, "presence", 3)
    assert logged(ada)[-1] == ["presence", {"type": "presence", "names": ["Ada"]}]


def test_tracer_records_messages_and_close_frames(
    make_runtime: MakeRuntime, echo: EchoServer
) -> None:
    traced: list[tuple[str, str, str]] = []
    runtime = make_runtime(tracer=lambda *line: traced.append(line))
    code = LOG_EVENTS + "ws.onopen = function () { ws.send('hello'); };" + CONNECT
    page = start(runtime, code, echo.url)
    run_until_logged(page, "message")
    assert [line for line in traced if line[1] == "socket"] == [
        (page.id, "socket", f"connecting to {echo.url}"),
        (page.id, "socket", "open"),
        (page.id, "socket", "→ text, 5 bytes: 'hello'"),
        (page.id, "socket", "← text, 5 bytes: 'hello'"),
    ]
