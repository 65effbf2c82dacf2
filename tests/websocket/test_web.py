"""Every row of spec/websocket.md, sections 3.1 to 3.6, for the web: column H5.

The other columns are in test_platforms.py.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

import pytest
import trustme

from weex_runtime import Page, Runtime

from ..support.page_log import logged
from ..support.raw_server import (
    BINARY,
    CLOSE,
    PING,
    PONG,
    TEXT,
    TIMEOUT,
    Peer,
    RawServer,
    answers,
    close_frame,
    frame,
    opens,
    tls_of,
)

MakeRuntime: TypeAlias = Callable[..., Runtime]
Script: TypeAlias = Callable[[Peer], None]

# `listen()` assigns handlers that log each event and then call `after[event]`.
_PRELUDE = """
function log() { console.log(JSON.stringify(Array.prototype.slice.call(arguments))); }
function attempt(action) {
  try { log('fine', action()); } catch (error) { log(error.name); }
}
var after = {};
function listen(prefix) {
  var heard = {
    open: function (e) { return [String(e)]; },
    message: function (e) { return [String(e), e.data]; },
    error: function (e) { return [String(e)]; },
    close: function (e) { return [String(e), e.code, e.reason, e.wasClean]; },
  };
  Object.keys(heard).forEach(function (name) {
    ws['on' + name] = function (event) {
      log.apply(null, [(prefix || '') + name].concat(heard[name](event)));
      if (after[name]) after[name](event);
    };
  });
}
function connect() { ws.WebSocket(url, ''); listen(); }
"""
_VUE = '// { "framework": "Vue" }\n%s'
_VANILLA = '// { "framework": "Vanilla" }\n%s'
_MODULE = "var ws = weex.requireModule('webSocket');\n"

OPEN = ["open", "[object Event]"]
ERROR = ["error", "[object Event]"]
LOST = ["close", "[object CloseEvent]", 1006, "", False]


def message(data: object) -> list[Any]:
    return ["message", "[object MessageEvent]", data]


def closed(code: int, reason: str = "", clean: bool = True) -> list[Any]:
    return ["close", "[object CloseEvent]", code, reason, clean]


class Case(NamedTuple):
    """A bundle, its server, and the expected events.

    Attributes:
        code: The bundle; `url` is the server's.
        events: What it logs, in order.
        server: What the server does with each client; default: opens.
        wire: Holds once the server has got what it should.
        warns: The beginning of each warning, in order.
        advance: Seconds that pass on the clock once it is open.
        destroy: At the end the page is destroyed.
    """

    row: str
    code: str
    events: Sequence[Any]
    server: Script = lambda peer: peer.open()
    wire: Callable[[RawServer], object] | None = None
    warns: Sequence[str] = ()
    advance: float = 0
    destroy: bool = False


# Scripts of test servers.


def answers_wrongly(**wrong: str) -> Script:
    """Opens with a header left out, or with another accept hash."""

    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(peer.answer(**wrong))

    return script


def ends_tcp(peer: Peer) -> None:
    peer.open()
    peer.close()


def resets_tcp(peer: Peer) -> None:
    peer.open()
    peer.read_frame()
    peer.reset()


def answers_close(code: int, reason: bytes = b"") -> Script:
    """Opens, and answers a close frame with another."""

    def script(peer: Peer) -> None:
        peer.open()
        while peer.read_frame().opcode != CLOSE:
            pass
        peer.send(close_frame(code, reason))

    return script


def stalls(peer: Peer) -> None:
    peer.open()
    peer.stall()


# Functions that check the frames on the wire.


def offered(header: str | None) -> Callable[[RawServer], object]:
    return lambda server: server.peer.header("Sec-WebSocket-Protocol") == header


def sent(*frames: tuple[int, bytes]) -> Callable[[RawServer], object]:
    """The only client sent these frames: opcode and payload."""
    return lambda server: [(f.opcode, f.payload) for f in server.peer.frames] == list(frames)


def close_codes(*codes: int | None) -> Callable[[RawServer], object]:
    return lambda server: [peer.close_code for peer in server.peers] == list(codes)


NO_STATUS = (CLOSE, b"")

CONSTRUCTION = [
    Case(
        "the constructor returns the browser's object",
        """
        var socket = ws.WebSocket(url);
        log('is', socket instanceof WebSocket, socket.url === url, socket.readyState);
        socket.onopen = function () { log('opened', socket.onopen === ws.onopen); };
        """,
        [["is", True, True, 0], ["opened", True]],
        warns=["onopen was called or read"],
    ),
    *(
        Case(f"protocol {text or 'omitted'}", f"ws.WebSocket({text}); listen();", [OPEN], wire=wire)
        for text, wire in (
            ("url", offered(None)),
            ("url, ''", offered(None)),
            ("url, undefined", offered(None)),
            ("url, null", offered(None)),
        )
    ),
    Case(
        "protocol with a comma",
        "attempt(function () { ws.WebSocket(url, 'a,b'); }); connect();",
        [["SyntaxError"], OPEN],
    ),
    Case(
        "protocol as a list",
        "log('chosen before', ws.WebSocket(url, ['a', 'b']).protocol); listen();",
        [["chosen before", ""], OPEN],
        opens("Sec-WebSocket-Protocol: b"),
        offered("a, b"),
    ),
    Case(
        "the server selects an unrequested subprotocol",
        "ws.WebSocket(url, 'a'); listen();",
        [ERROR, LOST],
        opens("Sec-WebSocket-Protocol: b"),
    ),
    Case(
        "constructed again while open: the old socket stays open and keeps its handlers",
        """
        after.open = function () { after = {}; ws.WebSocket(url); };
        var first = ws.WebSocket(url, '');
        listen('first ');
        first.addEventListener('message', function () { first.send('heard'); });
        """,
        [["first open", OPEN[1]], ["first message", "[object MessageEvent]", "go"]],
        lambda peer: peer.open(then=frame(TEXT, b"go")),
        lambda server: (
            len(server.peers) == 2
            and [f.payload for f in server.peers[0].frames] == [b"heard"]
            and server.peers[1].frames == []
        ),
        ["WebSocket() was called while a socket was open"],
    ),
    Case(
        "constructed again while connecting: both attempts continue",
        "ws.WebSocket(url); listen(); var first = ws.onopen; ws.WebSocket(url); listen();",
        [OPEN, OPEN],
        wire=lambda server: len(server.peers) == 2,
        warns=[
            "onopen was called or read",
            "WebSocket() was called while a socket was connecting",
        ],
    ),
    Case(
        "handler set before the constructor",
        "listen(); ws.WebSocket(url).addEventListener('open', function () { log('opened'); });",
        [["opened"]],
        warns=["onopen was set before WebSocket()"],
    ),
    Case("handler set again", "connect(); ws.onopen = function () { log('other'); };", [["other"]]),
    Case(
        "handler set to null",
        "connect(); ws.onopen = null;",
        [message("x")],
        opens(then=frame(TEXT, b"x")),
    ),
    Case(
        "messages in the packet of the opening handshake",
        "connect();",
        [OPEN, message("1"), message("2")],
        opens(then=frame(TEXT, b"1") + frame(TEXT, b"2")),
    ),
    Case(
        "the handler is read: the browser's own, or null",
        """
        log('none', ws.onopen);
        connect();
        log('own', typeof ws.onopen, ws.onclose === null);
        ws.onclose = 5;
        log('no function', ws.onclose);
        """,
        [["none", None], ["own", "function", False], ["no function", None], OPEN],
        warns=["onopen was called or read"],
    ),
    Case(
        "onopen(handler)",
        """
        attempt(function () { ws.onopen(function () {}); });
        ws.WebSocket(url);
        attempt(function () { ws.onopen(function () {}); });
        """,
        [["TypeError"], ["TypeError"]],
        warns=["onopen was called or read"],
    ),
]

URLS = [
    Case(
        "'' forgets the socket, which stays open",
        """
        connect();
        log('returns', ws.WebSocket('') === undefined);
        ws.send('nothing');
        ws.close();
        listen('never ');
        """,
        [["returns", True], OPEN, message("x")],
        opens(then=frame(TEXT, b"x")),
        close_codes(None),
        ["onopen was set before WebSocket()"],
    ),
    *(
        Case(f"{scheme} URL", f"ws.WebSocket(url.replace('ws:', '{scheme}:')); listen();", [OPEN])
        for scheme in ("ws", "WS", "http", "HTTP")
    ),
    Case(
        "other scheme, and no URL at all",
        "attempt(function () { ws.WebSocket('ftp://a/'); });"
        "attempt(function () { ws.WebSocket('ws://a b/'); }); connect();",
        [["SyntaxError"], ["SyntaxError"], OPEN],
    ),
    Case(
        "a wrong URL leaves the socket before it",
        "after.open = function () { attempt(function () { ws.WebSocket('ftp://a/'); });"
        " ws.send('still'); }; connect();",
        [OPEN, ["SyntaxError"]],
        wire=sent((TEXT, b"still")),
        warns=["WebSocket() was called while a socket was open"],
    ),
    Case(
        "relative URL",
        "ws.WebSocket('/room?x=1'); listen();",
        [OPEN],
        wire=lambda server: server.peer.head.startswith("GET /room?x=1 HTTP/1.1"),
    ),
    Case(
        "fragment",
        "log('url', ws.WebSocket(url + 'a#b').url === url + 'a'); listen();",
        [["url", True], OPEN],
        wire=lambda server: server.peer.head.startswith("GET /a HTTP/1.1"),
    ),
]

HANDSHAKE = [
    Case(
        "the bundle's server is the Origin, and permessage-deflate is offered",
        "connect();",
        [OPEN],
        wire=lambda server: (
            server.peer.header("Origin") == f"http://127.0.0.1:{server.port}"
            and server.peer.header("Sec-WebSocket-Extensions")
            == "permessage-deflate; client_max_window_bits"
        ),
    ),
    Case(
        "redirect",
        "connect();",
        [ERROR, LOST],
        answers("HTTP/1.1 302 Found\nLocation: /other\nContent-Length: 0\n\n"),
        lambda server: len(server.peers) == 1,
    ),
    *(
        Case(f"{row}", "connect();", [ERROR, LOST], server)
        for row, server in (
            ("no Upgrade", answers_wrongly(without="Upgrade")),
            ("no Connection", answers_wrongly(without="Connection")),
            ("no accept hash", answers_wrongly(without="Sec-WebSocket-Accept")),
            ("200", answers("HTTP/1.1 200 OK\nContent-Length: 0\n\n")),
            ("extension", opens("Sec-WebSocket-Extensions: x-other")),
        )
    ),
    Case(
        "RSV bits",
        "connect();",
        [OPEN, ERROR, LOST],
        opens(then=frame(TEXT, b"x", rsv=4)),
        close_codes(1002),
    ),
    Case(
        "ping and pong",
        "connect();",
        [OPEN, message("x")],
        opens(then=frame(PING, b"p") + frame(PONG, b"q") + frame(TEXT, b"x")),
        sent((PONG, b"p")),
    ),
]

EVENTS = [
    Case("text", "connect();", [OPEN, message("hé")], opens(then=frame(TEXT, "hé".encode()))),
    Case(
        "binary",
        """
        connect();
        ws.onmessage = function (e) {
          log('blob', String(e.data), e.data.size);
          e.data.text().then(function (text) { log('text', text); });
        };
        """,
        [OPEN, ["blob", "[object Blob]", 3], ["text", "abc"]],
        opens(then=frame(BINARY, b"abc")),
    ),
    Case(
        "handshake answered with 404",
        "connect();",
        [ERROR, LOST],
        answers("HTTP/1.1 404 Not Found\nContent-Length: 0\n\n"),
    ),
    Case("bad accept hash", "connect();", [ERROR, LOST], answers_wrongly(accept="x" * 28)),
    Case(
        "the server closes with code and reason",
        "connect();",
        [OPEN, closed(3001, "bye")],
        opens(then=close_frame(3001, b"bye")),
        close_codes(3001),
    ),
    Case(
        "the server's close frame has no code",
        "connect();",
        [OPEN, closed(1005)],
        opens(then=frame(CLOSE)),
        close_codes(1005),
    ),
    *(
        Case(
            f"the server closes with {code} and no reason",
            "connect();",
            [OPEN, closed(code)],
            opens(then=close_frame(code)),
            close_codes(code),
        )
        for code in (1000, 1001, 1012, 1013, 1016, 2000, 2999, 4999)
    ),
    Case("TCP ends", "connect();", [OPEN, LOST], ends_tcp),
    Case(
        "TCP is reset",
        "after.open = function () { ws.send('go'); }; connect();",
        [OPEN, ERROR, LOST],
        resets_tcp,
    ),
    Case(
        "the server violates the protocol",
        "connect();",
        [OPEN, ERROR, LOST],
        opens(then=frame(0x3, b"x")),
        close_codes(1002),
    ),
    Case(
        "text that is not UTF-8",
        "connect();",
        [OPEN, ERROR, LOST],
        opens(then=frame(TEXT, b"\xff")),
        close_codes(1007),
    ),
    Case(
        "close(), and the server answers",
        "after.open = function () { ws.close(); }; connect();",
        [OPEN, closed(3002, "own")],
        answers_close(3002, b"own"),
        sent(NO_STATUS),
    ),
    Case(
        "close(), and the server never answers",
        "after.open = function () { ws.close(); }; connect();",
        [OPEN, LOST],
        stalls,
        advance=60,
    ),
    Case(
        "close() while connecting",
        "connect(); ws.close(); log('state', ws.readyState);",
        [["state", None], ERROR, LOST],
    ),
    Case(
        "close() again",
        "after.open = function () { ws.close(); ws.close(); };"
        "after.close = function () { ws.close(); }; connect();",
        [OPEN, closed(1000)],
        answers_close(1000),
        sent(NO_STATUS),
    ),
    Case(
        "close() and send() before any constructor",
        "log('returns', ws.close() === undefined, ws.send('x') === undefined); connect();",
        [["returns", True, True], OPEN],
        wire=sent(),
    ),
    Case(
        "send() while connecting",
        "connect(); attempt(function () { ws.send('x'); });",
        [["InvalidStateError"], OPEN],
        wire=sent(),
    ),
    Case(
        "send() after close()",
        "after.open = function () { ws.close(); ws.send('x'); };"
        "after.close = function () { attempt(function () { ws.send('x'); }); }; connect();",
        [OPEN, closed(1000), ["fine", None]],
        answers_close(1000),
        sent(NO_STATUS),
    ),
    Case(
        "the page is destroyed",
        "connect();",
        [OPEN],
        wire=close_codes(1001),
        destroy=True,
    ),
]

CLOSES = [
    Case(
        f"close({text})",
        f"after.open = function () {{ ws.close({text}); }}; connect();",
        [OPEN, closed(1000)],
        answers_close(1000),
        sent(NO_STATUS),
        ["close() got arguments"] if text else [],
    )
    for text in (
        "",
        "1001, 'x'",
        "'1001', 'x'",
        "'abc'",
        "undefined, undefined",
        "999",
        "5000",
        "0, 'x'",
        "1005",
        "1015, 'x'",
        "1000, 'x'.repeat(124)",
    )
]

SENDS = [
    Case(
        f"send({js})",
        f"after.open = function () {{ ws.send({js}); }}; connect();",
        [OPEN],
        wire=sent(wire),
    )
    for js, wire in (
        ("'text'", (TEXT, b"text")),
        ("''", (TEXT, b"")),
        ("1.5", (TEXT, b"1.5")),
        ("true", (TEXT, b"true")),
        ("{ a: 1 }", (TEXT, b"[object Object]")),
        ("[1, 2]", (TEXT, b"1,2")),
        ("new Uint8Array([1, 2]).buffer", (BINARY, b"\1\2")),
        ("new Uint8Array([1, 2, 3]).subarray(1)", (BINARY, b"\2\3")),
        ("new DataView(new Uint8Array([1, 2, 3]).buffer, 2)", (BINARY, b"\3")),
        ("new Blob(['ab'])", (BINARY, b"ab")),
        ("new Map()", (TEXT, b"[object Map]")),
        ("new Error('e')", (TEXT, b"Error: e")),
        ("undefined", (TEXT, b"undefined")),
        ("null", (TEXT, b"null")),
        ("/x/g", (TEXT, b"/x/g")),
    )
]

CASES = [*CONSTRUCTION, *URLS, *HANDSHAKE, *EVENTS, *CLOSES, *SENDS]


def start(
    runtime: Runtime, code: str, url: str, bundle: str = _VANILLA, module: str = _MODULE
) -> Page:
    """Open a bundle from the server that it connects to."""
    source = f"{module}var url = {json.dumps(url)};\n{_PRELUDE}{code}"
    config = {"bundleUrl": url.replace("ws", "http", 1) + "bundle.js"}
    return runtime.open(source=bundle % source, name="bundle.js", config=config)


def warnings(page: Page) -> list[str]:
    return [
        line.text.removeprefix("[weex-runtime] ") for line in page.console if line.level == "warn"
    ]


def run_until(runtime: Runtime, holds: Callable[[], object], what: str) -> None:
    runtime.run_until(holds, timeout=TIMEOUT, waiting_for=what)


@pytest.fixture
def web(make_runtime: MakeRuntime) -> Runtime:
    return make_runtime(platform="web", hints=True)


@pytest.mark.parametrize("case", CASES, ids=[case.row for case in CASES])
def test_web_socket_module_behaves_on_the_web_as_in_the_spec_tables(
    web: Runtime, case: Case
) -> None:
    with RawServer(case.server) as server:
        page = start(web, case.code, server.url)
        expected = list(case.events)
        if case.advance:
            run_until(web, lambda: OPEN in logged(page), "onopen")
            web.clock.run_for(case.advance)
        run_until(web, lambda: len(logged(page)) >= len(expected), f"{expected}")
        if case.destroy:
            page.destroy()
        wire = case.wire
        if wire:
            run_until(web, lambda: server.peers and wire(server), "what goes over the wire")
        assert logged(page) == expected
        told = warnings(page)
        assert len(told) == len(case.warns), told
        for text, beginning in zip(told, case.warns, strict=True):
            assert text.startswith(beginning)
        assert list(page.errors) == []


def test_refused_connection_is_an_error_and_closes_with_1006(web: Runtime) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    page = start(web, "connect();", f"ws://127.0.0.1:{port}/")
    run_until(web, lambda: len(logged(page)) == 2, "onclose")
    assert logged(page) == [ERROR, LOST]


def test_certificate_that_is_not_trusted_is_an_error_and_closes_with_1006(web: Runtime) -> None:
    with RawServer(lambda peer: peer.open(), tls=tls_of(trustme.CA())) as server:
        page = start(web, "connect();", server.url)
        run_until(web, lambda: len(logged(page)) == 2, "onclose")
    assert logged(page) == [ERROR, LOST]


_RAX = """// { "framework": "Rax" }
define("bundle", function (require) {
%s
});
require("bundle");"""
_WE = """__weex_define__("@weex-component/bundle", [], function (require, exports, module) {
%s
module.exports = {};
module.exports.template = { "type": "div" };
});
__weex_bootstrap__("@weex-component/bundle", { "transformerVersion": "0.3.1" }, undefined);"""
_REQUIRED = 'var ws = require("@weex-module/webSocket");\n'


@pytest.mark.parametrize(
    ("bundle", "module"),
    [(_VUE, _MODULE), (_VANILLA, _MODULE), (_RAX, _REQUIRED), (_RAX, _MODULE)],
    ids=["Vue", "Vanilla", "Rax", "Rax with weex"],
)
def test_vue_vanilla_and_rax_pages_get_the_same_module_on_the_web(
    web: Runtime, bundle: str, module: str
) -> None:
    code = """
    after.open = function () { ws.close(4000, 'ignored'); };
    log('is', ws.WebSocket(url) instanceof WebSocket);
    listen();
    """
    with RawServer(answers_close(1000)) as server:
        page = start(web, code, server.url, bundle, module)
        run_until(web, lambda: len(logged(page)) == 3, "onclose")
        assert logged(page) == [["is", True], OPEN, closed(1000)]
        assert server.peer.close_code == 1005


def test_legacy_page_on_the_web_has_the_documented_module(web: Runtime) -> None:
    """Its framework makes all modules itself."""
    code = """
    ws.onopen = function (e) { log('open', e); ws.close(3000, 'told'); };
    ws.onclose = function (e) { log('close', e); };
    ws.WebSocket(url, '');
    """
    with RawServer(answers_close(3000, b"told")) as server:
        page = start(web, code, server.url, _WE, _REQUIRED)
        run_until(web, lambda: len(logged(page)) == 2, "onclose")
        assert logged(page) == [
            ["open", {}],
            ["close", {"code": 3000, "reason": "told", "wasClean": True}],
        ]


def test_uncaught_exception_of_the_websocket_constructor_is_an_error_of_the_page(
    web: Runtime,
) -> None:
    page = start(web, "ws.WebSocket('ftp://a/');", "ws://127.0.0.1:9/")
    assert [error.message for error in page.errors] == [
        "SyntaxError: WebSocket: the URL 'ftp://a/' is not ws, wss, http or https"
    ]


_TRIPS = {
    "early": (
        "ws.onopen = function () {}; ws.onclose = function () {};",
        "onopen was set before WebSocket(); on the web: ignored, there is no socket that could "
        "keep it; write WebSocket(url, protocol) first, then the handlers",
    ),
    "called": (
        "attempt(function () { ws.onopen(log); }); attempt(function () { ws.onclose(log); });",
        "onopen was called or read; on the web: it is the handler that was assigned, or null: "
        "onopen(handler) is a TypeError or calls the one before; write onopen = handler",
    ),
    "close arguments": (
        "ws.close(1000, 'x'); ws.close(1000);",
        "close() got arguments; on the web: they are ignored, the server gets a close frame "
        "without a code; write a last message, if the server needs the reason",
    ),
    "second attempt": (
        "for (var i = 0; i < 3; i++) ws.WebSocket('ws://127.0.0.1:9/');",
        "WebSocket() was called while a socket was connecting; on the web: both attempts continue, "
        "each with its handlers, but only the new socket can be reached; write WebSocket() once, "
        "and again only after onclose or onerror",
    ),
}


@pytest.mark.parametrize("trip", _TRIPS)
def test_difference_from_the_documentation_logs_one_hint_with_advice(
    web: Runtime, trip: str
) -> None:
    code, text = _TRIPS[trip]
    page = start(web, code, "ws://127.0.0.1:9/")
    assert warnings(page) == [text]


@pytest.mark.parametrize("trip", _TRIPS)
def test_differences_from_the_documentation_are_not_logged_if_hints_are_off(
    make_runtime: MakeRuntime, trip: str
) -> None:
    page = start(make_runtime(platform="web", hints=False), _TRIPS[trip][0], "ws://127.0.0.1:9/")
    assert warnings(page) == []
