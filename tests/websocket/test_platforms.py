"""Every row of spec/websocket.md, sections 3.1 to 3.6, for the documented device, Android and iOS.

D, A and I stand for them. The web's column is in test_web.py.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

import pytest
import trustme

from weex_runtime import Page, Runtime

from ..support.raw_server import (
    BINARY,
    CLOSE,
    PING,
    PONG,
    TEXT,
    Peer,
    RawServer,
    answers,
    close_frame,
    frame,
    opens,
    tls_of,
)
from ..support.socket_bundles import LOST, OPEN, closed, message

MakeRuntime: TypeAlias = Callable[..., Runtime]
Script: TypeAlias = Callable[[Peer], None]
Event: TypeAlias = list[Any]

D, A, I = None, "android", "ios"  # noqa: E741
ALL = (D, A, I)

# `listen()` registers handlers that log each event and then call `after[event]`.
_BUNDLE = """// { "framework": "Vanilla" }
var ws = weex.requireModule('webSocket');
function log() { console.log(JSON.stringify(Array.prototype.slice.call(arguments))); }
var after = {};
function listen(prefix) {
  ['open', 'message', 'close', 'error'].forEach(function (name) {
    ws['on' + name](function (event) {
      log((prefix || '') + name, event);
      if (after[name]) after[name](event);
    });
  });
}
function connect() { ws.WebSocket(url, ''); listen(); }
"""


class Error:
    """Equals each error event whose text contains these words."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def __eq__(self, event: object) -> bool:
        return (
            isinstance(event, list)
            and event[0] == "error"
            and all(word in event[1]["data"] for word in self.words)
        )

    def __repr__(self) -> str:
        return f"error with {self.words}"


class Case(NamedTuple):
    """A bundle, its server, and the expected events.

    Attributes:
        platforms: The platforms that behave like this case.
        code: The code of the bundle; `url` is the URL of the server.
        server: The script of the server for each client; by default, it accepts the handshake.
        events: The events that the bundle receives.
        warns: Words of the warning or hint; "" for none.
        wire: Returns whether the server has received the expected frames and headers.
        bundle_url: The URL of the bundle; {http} stands for the address of the server.
        advance: Seconds by which the virtual clock advances after the connection has opened.
        destroy: Destroy the page at the end.
    """

    row: str
    platforms: Sequence[str | None]
    code: str
    events: Sequence[Any]
    server: Script = lambda peer: peer.open()
    warns: str = ""
    wire: Callable[[RawServer], object] = lambda server: True
    bundle_url: str = ""
    advance: float = 0
    destroy: bool = False


# Scripts of test servers.


def interim_then_closes(peer: Peer) -> None:
    peer.read_head()
    peer.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n")
    peer.send(peer.answer() + close_frame(1000))


def accepts_with(old: str, new: str) -> Script:
    """Send the handshake response with `old` replaced by `new`."""

    def script(peer: Peer) -> None:
        peer.read_head()
        answer = peer.answer().decode()
        assert old in answer
        peer.send(answer.replace(old, new).encode())

    return script


def echoes_close(peer: Peer) -> None:
    """Open, and answer a close frame with a close frame that has the same payload."""
    peer.open()
    while (read := peer.read_frame()).opcode != CLOSE:
        pass
    peer.send(frame(CLOSE, read.payload))
    peer.close()


def closes_with(*frames: bytes) -> Script:
    """Open, send the frames, wait for the client's close frame and close the TCP connection."""

    def script(peer: Peer) -> None:
        peer.open()
        for data in frames:
            peer.send(data)
        while peer.read_frame().opcode != CLOSE:
            pass
        peer.close()

    return script


def ends(peer: Peer) -> None:
    peer.open()
    peer.close()


def resets(peer: Peer) -> None:
    """Open, and reset the TCP connection after the client's first frame."""
    peer.open()
    peer.read_frame()
    peer.reset()


def accepts_wrongly(peer: Peer) -> None:
    peer.read_head()
    peer.send(peer.answer(accept="wrong"))


def redirects(peer: Peer) -> None:
    peer.read_head()
    if peer.head.startswith("GET /there"):
        peer.send(peer.answer())
    else:
        peer.send(b"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n")


# Functions that check the frames on the wire.


def header(name: str, value: str | None) -> Callable[[RawServer], object]:
    return lambda server: [peer.header(name) for peer in server.peers] == [value]


def received(*frames: tuple[int, bytes]) -> Callable[[RawServer], object]:
    """Return a check that the first client sent exactly these frames."""

    def check(server: RawServer) -> object:
        got = [(read.opcode, read.payload) for read in server.peers[0].frames]
        return got == list(frames)

    return check


def close_of(code: int, reason: str = "") -> tuple[int, bytes]:
    return (CLOSE, code.to_bytes(2, "big") + reason.encode())


def clients(count: int) -> Callable[[RawServer], object]:
    return lambda server: len(server.peers) == count


def closes_all(peer: Peer) -> None:
    """Open, and close with 1000; send a message before if the URL contains "second"."""
    peer.open()
    if "second" in peer.head:
        peer.send(frame(TEXT, b"again"))
    peer.send(close_frame(1000))
    while peer.read_frame().opcode != CLOSE:
        pass
    peer.close()


TEXT_404 = "HTTP/1.1 404 Not Found\nContent-Length: 0\n\n"
NOT_READY = Error("WebSocket is not ready")
FAILED = [Error(), LOST]

CONSTRUCTION = [
    Case("no return value", ALL, "log('is', ws.WebSocket(url) === undefined);", [["is", True]]),
    Case(
        "protocol omitted",
        ALL,
        "ws.WebSocket(url); listen();",
        [OPEN],
        wire=header("Sec-WebSocket-Protocol", None),
    ),
    *(
        Case(
            f"protocol {protocol}",
            platforms,
            f"ws.WebSocket(url, {protocol}); listen();",
            [OPEN],
            wire=header("Sec-WebSocket-Protocol", value),
        )
        for protocol in ("''", "undefined", "null")
        for platforms, value in (((D, I), None), ((A,), ""))
    ),
    Case(
        "protocol ''",
        (A,),
        "connect();",
        [Error("400 Bad Request")],
        answers("HTTP/1.1 400 Bad Request\n\n"),
        "empty Sec-WebSocket-Protocol header is sent",
    ),
    Case(
        "one protocol",
        ALL,
        "ws.WebSocket(url, 'a'); listen();",
        [OPEN],
        opens("Sec-WebSocket-Protocol: a"),
        wire=header("Sec-WebSocket-Protocol", "a"),
    ),
    Case(
        "protocol 'a,b'",
        (D,),
        "ws.WebSocket(url, 'a,b'); listen();",
        [OPEN],
        opens("Sec-WebSocket-Protocol: a"),
        "the protocols 'a,b'; on Android: the server's choice is not checked; on iOS: the",
        header("Sec-WebSocket-Protocol", "a,b"),
    ),
    Case(
        "protocol 'a,b'",
        (A,),
        "ws.WebSocket(url, 'a,b'); listen();",
        [OPEN],
        opens("Sec-WebSocket-Protocol: a"),
        "the server's choice is not checked",
        header("Sec-WebSocket-Protocol", "a,b"),
    ),
    Case(
        "protocol 'a,b'",
        (I,),
        "ws.WebSocket(url, 'a,b'); listen();",
        [Error("Server specified Sec-WebSocket-Protocol that wasn't requested")],
        opens("Sec-WebSocket-Protocol: a"),
        "since the server's choice is not that text",
        header("Sec-WebSocket-Protocol", "a,b"),
    ),
    Case(
        "protocol array",
        (D,),
        "ws.WebSocket(url, ['a', 'b']); listen();",
        [OPEN],
        opens("Sec-WebSocket-Protocol: b"),
        "its JSON text is sent as the subprotocol",
        header("Sec-WebSocket-Protocol", "a,b"),
    ),
    Case(
        "protocol array",
        (A,),
        "ws.WebSocket(url, ['a', 'b']); listen();",
        [OPEN],
        opens("Sec-WebSocket-Protocol: b"),
        "its JSON text is sent as the subprotocol",
        header("Sec-WebSocket-Protocol", '["a","b"]'),
    ),
    Case(
        "protocol array",
        (I,),
        "ws.WebSocket(url, ['a', 'b']); listen(); log('done');",
        [["done"]],
        warns="an exception ends the call",
        wire=clients(0),
    ),
    Case(
        "unrequested subprotocol",
        (D,),
        "connect();",
        [Error("subprotocol 'x'"), LOST],
        opens("Sec-WebSocket-Protocol: x"),
    ),
    Case("unrequested subprotocol", (A,), "connect();", [OPEN], opens("Sec-WebSocket-Protocol: x")),
    Case(
        "unrequested subprotocol",
        (I,),
        "connect();",
        [Error("wasn't requested")],
        opens("Sec-WebSocket-Protocol: x"),
    ),
    Case(
        "constructor while open",
        (D,),
        "connect(); after.open = function () { ws.WebSocket(url, ''); };",
        [OPEN, closed(1001)],
        echoes_close,
        "on iOS: the old socket ends without onclose",
        received(close_of(1001)),
    ),
    Case(
        "constructor while open",
        (A,),
        "connect(); after.open = function () { ws.WebSocket(url, ''); };",
        [OPEN, closed(1001, "CLOSE_GOING_AWAY")],
        echoes_close,
        "the new socket has no handlers until they are set again",
        received(close_of(1001, "CLOSE_GOING_AWAY")),
    ),
    Case(
        "constructor while open",
        (I,),
        "connect(); after.open = function () { after = {}; ws.WebSocket(url, ''); };",
        [OPEN, OPEN],
        echoes_close,
        "the old socket ends without onclose, and its handlers serve the new socket",
        received(close_of(1000)),
    ),
    Case(
        "constructor while connecting",
        (D,),
        "connect(); ws.WebSocket(url, ''); listen('second ');",
        [Error("closed before"), LOST, ["second open", {}]],
        warns="called while a socket was connecting",
    ),
    Case(
        "constructor while connecting",
        (A,),
        "connect(); ws.WebSocket(url, '');",
        [OPEN],
        warns="the first attempt continues, and its handlers get its events",
        wire=clients(2),
    ),
    Case(
        "constructor while connecting",
        (I,),
        "connect(); ws.WebSocket(url, '');",
        [OPEN],
        warns="the first attempt ends without onclose",
    ),
    *(
        Case(
            "handler before constructor",
            platforms,
            "listen(); ws.WebSocket(url, '');",
            [OPEN, message("hi")],
            opens(then=frame(TEXT, b"hi")),
            warns,
        )
        for platforms, warns in (((D,), "on Android: the handler is dropped"), ((I,), ""))
    ),
    Case(
        "handler before constructor",
        (A,),
        "listen(); ws.WebSocket(url, ''); ws.onmessage(function (e) { log('message', e); });",
        [message("hi")],
        opens(then=frame(TEXT, b"hi")),
        "onopen was set before WebSocket(); on Android: the handler is dropped",
    ),
    Case(
        "handler set again",
        ALL,
        "connect(); ws.onopen(function () { log('other'); });",
        [["other"]],
    ),
    Case(
        "onclose is spent",
        (I,),
        "connect(); after.close = function () { ws.WebSocket(url + 'second', ''); };",
        [OPEN, closed(1000), OPEN, message("again")],
        closes_all,
        "onclose has been called once before",
    ),
    Case(
        "onclose is spent, and registered again",
        (I,),
        "connect(); after.close = function () { ws.WebSocket(url + 'second', ''); listen();"
        " after = {}; };",
        [OPEN, closed(1000), OPEN, message("again"), closed(1000)],
        closes_all,
    ),
]

NO_URL = "is not a complete ws or wss URL"
BAD_URLS = ["", "ftp://127.0.0.1/", "/chat", "ws://"]

URLS = [
    Case("http", ALL, "ws.WebSocket(url.replace('ws:', 'http:'), ''); listen();", [OPEN]),
    *(
        Case(
            "scheme in capitals",
            platforms,
            "ws.WebSocket(url.replace('ws:', 'WS:'), ''); listen();",
            [OPEN],
            warns=warns,
        )
        for platforms, warns in (((D,), NO_URL), ((I,), ""))
    ),
    Case(
        "scheme in capitals",
        (A,),
        "ws.WebSocket(url.replace('ws:', 'WS:'), ''); listen(); ws.send('x');",
        [NOT_READY],
        warns=NO_URL,
    ),
    *(
        Case(
            f"wrong URL {url!r}",
            (D,),
            f"ws.WebSocket('{url}', ''); listen();",
            FAILED,
            warns="on Android: no event; send reports that the socket is not ready; on iOS: no",
            wire=clients(0),
        )
        for url in BAD_URLS
    ),
    *(
        Case(
            f"wrong URL {url!r}",
            (A,),
            f"ws.WebSocket('{url}', ''); listen(); ws.close(); ws.send('x');",
            [NOT_READY],
            warns="no event; send reports that the socket is not ready",
            wire=clients(0),
        )
        for url in BAD_URLS
    ),
    *(
        Case(
            f"wrong URL {url!r}",
            (I,),
            "connect(); after.open = function () {"
            f" ws.WebSocket('{url}', ''); ws.send('still open'); }};",
            [OPEN],
            warns="no event; the call does nothing",
            wire=received((TEXT, b"still open")),
        )
        for url in BAD_URLS
    ),
    Case(
        "relative to the bundle",
        (D,),
        "ws.WebSocket('/chat', ''); listen();",
        [OPEN],
        warns=NO_URL,
        wire=lambda server: server.peer.head.startswith("GET /chat HTTP/1.1\r\n"),
        bundle_url="{http}index.js",
    ),
    Case(
        "fragment",
        ALL,
        "ws.WebSocket(url + 'a?b#c', ''); listen();",
        [OPEN],
        wire=lambda server: server.peer.head.startswith("GET /a?b HTTP/1.1\r\n"),
    ),
]

HANDSHAKE = [
    *(
        Case(
            "Origin",
            platforms,
            "connect();",
            [OPEN],
            wire=origin,
        )
        for platforms, origin in (
            ((D, I), lambda s: s.peer.header("Origin") == f"http://127.0.0.1:{s.port}"),
            ((A,), lambda s: s.peer.header("Origin") is None),
        )
    ),
    *(
        Case(
            "user and password in the URL",
            platforms,
            "ws.WebSocket(url.replace('//', '//ada:secret@'), ''); listen();",
            [OPEN],
            wire=credentials,
        )
        for platforms, credentials in (
            ((D, I), lambda s: s.peer.header("Authorization") == "Basic YWRhOnNlY3JldA=="),
            ((A,), lambda s: s.peer.header("Authorization") is None),
        )
    ),
    Case("redirect", (A,), "connect();", [OPEN], redirects, wire=clients(2)),
    Case("redirect", (D,), "connect();", [Error("302 Found"), LOST], redirects, wire=clients(1)),
    Case(
        "Connection is a list",
        (D, I),
        "connect();",
        [OPEN],
        accepts_with("Connection: Upgrade", "Connection: keep-alive, Upgrade"),
    ),
    Case(
        "Connection is a list",
        (A,),
        "connect();",
        [Error("Connection")],
        accepts_with("Connection: Upgrade", "Connection: keep-alive, Upgrade"),
    ),
    Case(
        "no Upgrade",
        (D,),
        "connect();",
        [Error("Upgrade"), LOST],
        accepts_with("Upgrade: websocket\r\n", ""),
    ),
    Case(
        "no Upgrade",
        (A,),
        "connect();",
        [Error("Upgrade")],
        accepts_with("Upgrade: websocket\r\n", ""),
    ),
    Case("no Upgrade", (I,), "connect();", [OPEN], accepts_with("Upgrade: websocket\r\n", "")),
    Case("status below 400", (I,), "connect();", [OPEN], accepts_with(" 101 ", " 200 ")),
    Case(
        "RSV bits",
        (D,),
        "connect();",
        [OPEN, Error(), LOST],
        closes_with(frame(TEXT, b"x", rsv=4)),
        wire=received(close_of(1002)),
    ),
    Case(
        "RSV bits",
        (A,),
        "connect();",
        [OPEN, Error()],
        closes_with(frame(TEXT, b"x", rsv=4)),
        wire=received(close_of(1002)),
    ),
    Case(
        "ping",
        ALL,
        "connect();",
        [OPEN, closed(1000)],
        closes_with(frame(PING, b"p"), close_frame(1000)),
        wire=lambda server: server.peer.frames[0][:2] == (PONG, b"p"),
    ),
]

# Connections that the server ends.
EVENTS = [
    Case(
        "opened, text in",
        ALL,
        "connect();",
        [OPEN, message("é")],
        opens(then=frame(TEXT, "é".encode())),
    ),
    Case(
        "binary in",
        (D,),
        "connect();",
        [OPEN, message({"@type": "binary", "dataType": "ArrayBuffer", "base64": "AAE="})],
        opens(then=frame(BINARY, b"\0\1")),
        "a binary message arrived; on Android: it is dropped; on iOS: data is {'@type': 'binary'",
    ),
    Case(
        "binary in",
        (A,),
        "connect();",
        [OPEN, message("after it")],
        opens(then=frame(BINARY, b"\0\1") + frame(TEXT, b"after it")),
        "it is dropped",
    ),
    Case(
        "binary in",
        (I,),
        "connect();",
        [OPEN, message({"@type": "binary", "base64": "AAE="})],
        opens(then=frame(BINARY, b"\0\1")),
        "without dataType",
    ),
    Case(
        "refused",
        (D,),
        "ws.WebSocket('ws://127.0.0.1:1/', ''); listen();",
        [Error("ws://127.0.0.1:1/: ", "refused"), LOST],
        wire=clients(0),
    ),
    Case(
        "refused",
        (A,),
        "ws.WebSocket('ws://127.0.0.1:1/', ''); listen();",
        [Error("refused")],
        wire=clients(0),
    ),
    Case(
        "refused",
        (I,),
        "ws.WebSocket('ws://127.0.0.1:1/', ''); listen();",
        [Error('"_kCFStreamErrorCodeKey": 61')],
        wire=clients(0),
    ),
    *(
        Case(
            "only onclose is heard",
            platforms,
            "ws.WebSocket('ws://127.0.0.1:1/', ''); ws.onclose(function (e) { log('close', e); });"
            "log('x')",
            [["x"], *events],
            warns="onclose does not follow a failure; write onerror(handler)",
            wire=clients(0),
        )
        for platforms, events in (((D,), [LOST]), ((A, I), []))
    ),
    Case(
        "404",
        (D,),
        "connect();",
        [Error("Expected HTTP 101 response but was '404 Not Found'"), LOST],
        answers(TEXT_404),
    ),
    Case(
        "404",
        (A,),
        "connect();",
        [["error", {"data": "Expected HTTP 101 response but was '404 Not Found'"}]],
        answers(TEXT_404),
        "empty Sec-WebSocket-Protocol header is sent",
    ),
    Case(
        "404",
        (I,),
        "connect(); after.error = function (e) { log(JSON.parse(e.data)); };",
        [
            Error(),
            [
                {
                    "HTTPResponseStatusCode": 404,
                    "NSLocalizedDescription": "received bad response code from server 404",
                }
            ],
        ],
        answers(TEXT_404),
    ),
    Case(
        "bad accept hash",
        (D,),
        "connect();",
        [Error("Sec-WebSocket-Accept"), LOST],
        accepts_wrongly,
    ),
    Case(
        "bad accept hash",
        (A,),
        "connect();",
        [Error("Expected 'Sec-WebSocket-Accept' header value '", "=' but was 'wrong'")],
        accepts_wrongly,
    ),
    Case(
        "bad accept hash",
        (I,),
        "connect();",
        [Error('"Invalid Sec-WebSocket-Accept response"')],
        accepts_wrongly,
    ),
    *(
        Case(
            f"server closes with {code}",
            platforms,
            "connect();",
            [OPEN, closed(code, reason)],
            closes_with(close_frame(code, b"bye")),
            wire=received(close_of(reply)),
        )
        for code in (1000, 1001, 3000, 4999)
        for platforms, reason, reply in (((D, A), "bye", code), ((I,), "bye", 1000))
    ),
    *(
        Case(
            f"server closes with {code}",
            platforms,
            "connect();",
            [OPEN, closed(code, reason)],
            closes_with(close_frame(code, b"bye")),
            wire=received(close_of(reply)),
        )
        for code in (1012, 1013, 1014)
        for platforms, reason, reply in (((D, A), "bye", code), ((I,), "", 1002))
    ),
    *(
        Case(
            f"server closes with {code}",
            platforms,
            "connect();",
            [OPEN, *events],
            closes_with(close_frame(code, b"bye")),
            wire=received(close_of(reply)),
        )
        for code in (1016, 2000, 2999)
        for platforms, events, reply in (
            ((D,), [Error(str(code)), LOST], 1002),
            ((A,), [closed(code, "bye")], code),
            ((I,), [closed(code)], 1002),
        )
    ),
    Case(
        "interim answers before the final one",
        ALL,
        "connect();",
        [OPEN, closed(1000)],
        interim_then_closes,
    ),
    *(
        Case(
            "close frame without code",
            platforms,
            "connect();",
            [OPEN, closed(code)],
            closes_with(frame(CLOSE)),
        )
        for platforms, code in (((D, I), 1005), ((A,), 0))
    ),
    Case("TCP ends", (D,), "connect();", [OPEN, LOST], ends),
    Case(
        "TCP ends",
        (A,),
        "connect();",
        [OPEN, closed(1000, "CLOSE_NORMAL")],
        ends,
        "the TCP connection closed without a close frame; on Android: onclose gets code 1000",
    ),
    Case(
        "TCP ends",
        (I,),
        "connect();",
        [OPEN, closed(1001, "Stream end encountered", False)],
        ends,
        "the TCP connection closed without a close frame; on iOS: onclose gets code 1001",
    ),
    *(
        Case(
            "TCP is reset",
            platforms,
            "connect(); after.open = function () { ws.send('x'); };",
            [OPEN, Error("reset"), *more],
            resets,
        )
        for platforms, more in (((D,), [LOST]), ((A, I), []))
    ),
    *(
        Case(
            "protocol violation",
            platforms,
            "connect();",
            [OPEN, *events],
            closes_with(frame(0xB)),
            wire=received(close_of(1002)),
        )
        for platforms, events in (
            ((D,), [Error(), LOST]),
            ((A,), [Error()]),
            ((I,), [closed(0)]),
        )
    ),
    Case(
        "text that is not UTF-8",
        (D,),
        "connect();",
        [OPEN, Error("UTF-8"), LOST],
        closes_with(frame(TEXT, b"a\xff")),
        wire=received(close_of(1007)),
    ),
    Case(
        "text that is not UTF-8",
        (A,),
        "connect();",
        [OPEN, message("a\ufffd")],
        opens(then=frame(TEXT, b"a\xff")),
    ),
]

# Connections that the bundle ends.
CLOSING = [
    *(
        Case(
            "close, and the server answers",
            platforms,
            "connect(); after.open = function () { ws.close('4000', 'bye'); };",
            [OPEN, end],
            echoes_close,
            warns,
            wire=received(close_of(4000, "bye")),
        )
        for platforms, end, warns in (
            ((D, A), closed(4000, "bye"), ""),
            (
                (I,),
                closed(1001, "Stream end encountered", False),
                "also after a close() of the bundle",
            ),
        )
    ),
    Case(
        "close, and the server never answers",
        (D,),
        "connect(); after.open = function () { ws.close(); };",
        [OPEN, LOST],
        advance=60,
    ),
    Case(
        "close, and the server never answers",
        (A, I),
        "connect(); after.open = function () { ws.close(); };",
        [OPEN],
        advance=3600,
    ),
    Case(
        "close while connecting",
        (D,),
        "connect(); ws.close();",
        FAILED,
        warns="on Android: nothing happens; the attempt continues, and onopen is called; on iOS:",
    ),
    Case(
        "close while connecting",
        (A,),
        "connect(); ws.close();",
        [OPEN],
        warns="nothing happens; the attempt continues",
    ),
    Case(
        "close while connecting",
        (I,),
        "connect(); ws.close();",
        [closed(0)],
        warns="onclose gets code 0 and wasClean true",
    ),
    Case(
        "close again",
        (D, I),
        "connect(); after.open = function () { ws.close(); ws.close(); log('x'); };",
        [OPEN, ["x"]],
    ),
    Case(
        "close again",
        (A,),
        "connect(); after.open = function () { ws.close(); ws.close(); };",
        [OPEN, ["error", {"data": "closed"}]],
    ),
    Case("close before a constructor", ALL, "ws.close(); log('x');", [["x"]], wire=clients(0)),
    Case(
        "send before a constructor",
        (D,),
        "ws.onerror(function (e) { log('error', e); }); ws.send('x');",
        [Error("there is no WebSocket yet")],
        warns="onerror was set before WebSocket()",
        wire=clients(0),
    ),
    Case(
        "send before a constructor",
        (A, I),
        "ws.send('x'); log('x');",
        [["x"]],
        warns="send before WebSocket(): the message is dropped",
        wire=clients(0),
    ),
    Case(
        "send while connecting",
        (D,),
        "connect(); ws.send('x');",
        [NOT_READY, OPEN],
        warns="on iOS: an assertion may end the app",
    ),
    Case(
        "send while connecting",
        (A,),
        "connect(); ws.send('x');",
        [["error", {"data": "WebSocket is not ready"}], OPEN],
        warns="onerror reports that the socket is not ready",
    ),
    Case(
        "send while connecting",
        (I,),
        "connect(); ws.send('x');",
        [OPEN],
        warns="an assertion may end the app",
    ),
    Case(
        "send after a failed handshake",
        (A,),
        "connect(); after.error = function () { after = {}; ws.close(); ws.send('x'); };",
        [Error("404"), ["error", {"data": "WebSocket is not ready"}]],
        answers(TEXT_404),
        "empty Sec-WebSocket-Protocol",
    ),
    Case(
        "send while closing",
        (D,),
        "connect(); after.open = function () { ws.close(); ws.send('x'); };",
        [OPEN, closed(1000)],
        echoes_close,
        "send after close: the message is dropped",
        received(close_of(1000)),
    ),
    Case(
        "send while closing",
        (A,),
        "connect(); after.open = function () { ws.close(); ws.send('x'); };",
        [OPEN, ["error", {"data": "closed"}], closed(1000)],
        echoes_close,
        wire=received(close_of(1000)),
    ),
    Case(
        "send while closing",
        (I,),
        "connect(); after.open = function () { ws.close(); ws.send('x'); };",
        [OPEN],
        wire=received(close_of(1000), (TEXT, b"x")),
    ),
    *(
        Case(
            "send after the end",
            platforms,
            "connect(); after.close = function () { ws.send('x'); };",
            [OPEN, closed(1000), *more],
            closes_with(close_frame(1000)),
            warns,
            received(close_of(1000)),
        )
        for platforms, more, warns in (
            ((D, I), [], "send after close: the message is dropped"),
            ((A,), [["error", {"data": "closed"}]], ""),
        )
    ),
    *(
        Case(
            "instance destroyed",
            (platform,),
            "connect();",
            [OPEN],
            destroy=True,
            wire=received(farewell),
        )
        for platform, farewell in (
            (D, close_of(1001)),
            (A, close_of(1001, "CLOSE_GOING_AWAY")),
            (I, close_of(1000)),
        )
    ),
]


def closing(
    arguments: str, platforms: Sequence[str | None], *sent: tuple[int, bytes], warns: str = ""
) -> Case:
    """A case of section 3.5: the frame that `close` sends for these arguments."""
    return Case(
        f"close({arguments})",
        platforms,
        f"connect(); after.open = function () {{ ws.close({arguments}); }};",
        [OPEN],
        warns=warns,
        wire=received(*sent),
    )


def refused(
    arguments: str, platform: str | None, text: str, *events: Event, warns: str = "cannot be sent"
) -> Case:
    """A case of section 3.5: `close` fires an error event; the bundle then calls `send`."""
    return Case(
        f"close({arguments})",
        (platform,),
        f"connect(); after.open = function () {{ ws.close({arguments}); ws.send('x'); }};",
        [OPEN, Error(text), *events],
        warns=warns,
        wire=received() if events else received((TEXT, b"x")),
    )


IGNORED = "the code is ignored: 1000, without a reason"
LONG = "'" + "é" * 62 + "'"
POISONED: Event = ["error", {"data": "closed"}]

CLOSE_ARGUMENTS = [
    closing("", ALL, close_of(1000)),
    closing("1000", ALL, close_of(1000)),
    closing("undefined, undefined", ALL, close_of(1000)),
    closing("3001, 'x'", (D,), close_of(3001, "x"), warns=f"on iOS: {IGNORED}; write close('3001'"),
    closing("1001, 'x'", (A,), close_of(1001, "x")),
    closing("1001, 'x'", (I,), close_of(1000), warns=IGNORED),
    closing("1000, 'bye'", (I,), close_of(1000), warns=IGNORED),
    closing("'3001', 'x'", ALL, close_of(3001, "x")),
    closing("'1001', 'x'", (A, I), close_of(1001, "x")),
    closing("'abc'", (A,), close_of(1000)),
    closing("'5000', 'x'", (I,), close_of(5000, "x")),
    closing("0", (A,), (CLOSE, b"")),
    *(closing(f"'{code}'", (A, I), close_of(code)) for code in (1004, 1006, 1015)),
    closing(f"'1000', {LONG}", (I,), close_of(1000, "é" * 62)),
    *(
        refused(arguments, D, text)
        for arguments, text in (
            ("1001, 'x'", "expected the code 1000 or 3000 to 4999, got 1001"),
            ("'abc'", "expected the code 1000 or 3000 to 4999, got 'abc'"),
            ("5000", "expected the code"),
            ("999", "expected the code"),
            (f"1000, {LONG}", "longer than 123 bytes"),
        )
    ),
    refused("999", A, "Code must be in range [1000,5000).", POISONED),
    refused("5000", A, "Code must be in range [1000,5000).", POISONED),
    refused("0, 'x'", A, "Code required to include reason.", POISONED),
    refused(f"1000, {LONG}", A, "Payload size must be less than or equal to 125", POISONED),
    Case(
        "close('abc')",
        (I,),
        "connect(); after.open = function () { ws.close('abc'); ws.send('x'); };",
        [OPEN],
        warns="an assertion ends the app",
        wire=received((TEXT, b"x")),
    ),
]


def sending(value: str, platforms: Sequence[str | None], *sent: object, warns: str = "") -> Case:
    """A case of section 3.6: the message that `send` sends for this value, or None."""
    frames = [
        (BINARY, data) if isinstance(data, bytes) else (TEXT, str(data).encode()) for data in sent
    ]
    return Case(
        f"send({value})",
        platforms,
        f"connect(); after.open = function () {{ ws.send({value}); ws.send('end'); }};",
        [OPEN],
        warns=warns,
        wire=received(*frames, (TEXT, b"end")),
    )


AS_JSON = "its JSON text is sent"
NOTHING = "nothing is sent"
AS_TEXT = "a text message with the JSON text of"
BUFFER = "new Uint8Array([0, 255]).buffer"
VIEW = "new Uint8Array([1, 2, 3]).subarray(1)"

SEND_ARGUMENTS = [
    sending("'é'", ALL, "é"),
    sending("''", ALL, ""),
    *(
        case
        for value, text in (
            ("123", "123"),
            ("1.5", "1.5"),
            ("true", "true"),
            ("{a: 1, f: function () {}}", '{"a":1}'),
            ("[1, 'x']", '[1,"x"]'),
        )
        for case in (
            sending(value, (D,), text, warns=f"on Android: {AS_JSON}; on iOS: {NOTHING}"),
            sending(value, (A,), text, warns=AS_JSON),
            sending(value, (I,), warns=NOTHING),
        )
    ),
    sending(BUFFER, (D,), b"\0\xff", warns=AS_TEXT),
    sending(BUFFER, (I,), b"\0\xff"),
    sending(
        BUFFER,
        (A,),
        '{"@type":"binary","dataType":"ArrayBuffer","base64":"AP8="}',
        warns=AS_TEXT,
    ),
    sending(VIEW, (D,), b"\2\3", warns="the whole buffer is sent"),
    sending(VIEW, (I,), b"\1\2\3", warns="the whole buffer is sent"),
    sending(
        VIEW,
        (A,),
        '{"@type":"binary","dataType":"Uint8Array","base64":"AQID"}',
        warns=AS_TEXT,
    ),
    sending("new ArrayBuffer(0)", (D,), b"", warns=AS_TEXT),
    sending("new Map()", ALL, "{}"),
    sending("undefined", ALL, ""),
    sending("null", ALL, ""),
    sending("new Date(0)", ALL, "1970-01-01T00:00:00.000Z"),
    sending("/a+/g", ALL, "/a+/g"),
]

CASES = [
    *CONSTRUCTION,
    *URLS,
    *HANDSHAKE,
    *EVENTS,
    *CLOSING,
    *CLOSE_ARGUMENTS,
    *SEND_ARGUMENTS,
]


# Cases that fail with the adapter websocket_client.
_CHECKS = "websocket-client checks Upgrade, Connection and Accept alike for every platform"
_NO_HEADER = "websocket-client does not report which header is wrong"
_RESERVED = "websocket-client rejects the close codes 1016 to 2999"
_INTERIM = "websocket-client takes an interim response for the final one"
WEBSOCKET_CLIENT_LACKS = {
    "android: Connection is a list": _CHECKS,
    "ios: no Upgrade": _CHECKS,
    "ios: status below 400": _CHECKS,
    "documented: no Upgrade": _NO_HEADER,
    "android: no Upgrade": _NO_HEADER,
    "documented: bad accept hash": _NO_HEADER,
    "android: bad accept hash": _NO_HEADER,
    "ios: bad accept hash": _NO_HEADER,
    **{
        f"{platform}: server closes with {code}": _RESERVED
        for platform in ("android", "ios")
        for code in (1016, 2000, 2999)
    },
    **{
        f"{platform}: interim answers before the final one": _INTERIM
        for platform in ("documented", "android", "ios")
    },
}


def _rows() -> Iterator[Any]:
    """Yield each case for each of its platforms and each adapter."""
    for case in CASES:
        for platform in case.platforms:
            name = f"{platform or 'documented'}: {case.row}"
            yield pytest.param("reactor", case, platform, id=name)
            reason = WEBSOCKET_CLIENT_LACKS.get(name)
            marks = [pytest.mark.skip(reason=reason)] if reason else []
            yield pytest.param(
                "websocket_client", case, platform, id=f"{name}, websocket_client", marks=marks
            )


def told(page: Page) -> list[str]:
    """The console lines that the runtime wrote, without those of the bundle."""
    return [line.text for line in page.console if line.text.startswith("[weex-runtime]")]


@pytest.mark.parametrize(("adapter", "case", "platform"), list(_rows()))
def test_web_socket_module_behaves_on_each_platform_as_in_the_spec_tables(
    make_runtime: MakeRuntime, adapter: str, case: Case, platform: str | None
) -> None:
    with RawServer(case.server) as server:
        runtime = make_runtime(hints=True, platform=platform, websocket_adapter=adapter)
        page = open_page(runtime, case.code, server.url, case.bundle_url)
        if case.advance:
            run_until(runtime, lambda: OPEN in events(page))
            runtime.run_until_idle()
            runtime.clock.run_for(case.advance)
        run_until(runtime, lambda: len(events(page)) >= len(case.events))
        runtime.run_until_idle()
        if case.destroy:
            page.destroy()
        # Wait until the server has read all the frames that this case expects from the client.
        run_until(runtime, lambda: check(case, server))
        if case.warns:
            run_until(runtime, lambda: any(case.warns in text for text in told(page)))
        runtime.run_until_idle()
        assert events(page) == list(case.events)
        if not case.warns:
            assert told(page) == []
        runtime.close()


def test_tls_failure_fires_the_events_of_each_platform(make_runtime: MakeRuntime) -> None:
    tls = tls_of(trustme.CA())
    for platform, expected in (
        (D, [Error("certificate verify failed"), LOST]),
        (A, [Error("certificate verify failed")]),
        (I, [Error("certificate verify failed")]),
    ):
        with RawServer(lambda peer: peer.open(), tls=tls) as server:
            runtime = make_runtime(platform=platform)
            page = open_page(runtime, "connect();", server.url)
            run_until(runtime, lambda: len(events(page)) >= len(expected))  # noqa: B023
            runtime.run_until_idle()
            assert events(page) == expected


def test_bundle_that_runs_on_all_devices_gets_no_hints(make_runtime: MakeRuntime) -> None:
    """The bundle follows the documentation of Weex and the requirements of both devices."""
    code = """
    ws.WebSocket(url);
    ws.onopen(function () { log('open'); ws.send('hello'); });
    ws.onmessage(function (e) { log(e.data); ws.close('1000', 'bye'); });
    ws.onclose(function (e) { log('close'); });
    ws.onerror(function (e) { log('error'); });
    """

    def server(peer: Peer) -> None:
        peer.open()
        peer.send(frame(TEXT, peer.read_frame().payload))
        peer.send(frame(CLOSE, peer.read_frame().payload))
        peer.close()

    for platform in ALL:
        with RawServer(server) as raw:
            runtime = make_runtime(hints=True, platform=platform)
            page = open_page(runtime, code, raw.url)
            run_until(runtime, lambda: len(page.console) >= 3)  # noqa: B023
            runtime.run_until_idle()
            said = [line.text for line in page.console if line.level == "log"]
            assert said == ['["open"]', '["hello"]', '["close"]']
            if platform != I:  # on iOS, a warning follows: a close frame looks like a close of TCP
                assert len(page.console) == 3


def open_page(runtime: Runtime, code: str, url: str, bundle_url: str = "") -> Page:
    config = {}
    if bundle_url:
        config["bundleUrl"] = bundle_url.format(http=url.replace("ws", "http", 1))
    return runtime.open(source=f"{_BUNDLE}var url = {json.dumps(url)};\n{code}", config=config)


def events(page: Page) -> list[Any]:
    return [json.loads(line.text) for line in page.console if line.level == "log"]


def check(case: Case, server: RawServer) -> bool:
    """Return whether the server has received what `case.wire` expects."""
    try:
        return bool(case.wire(server))
    except (AssertionError, IndexError, ValueError):
        return False


def run_until(runtime: Runtime, holds: Callable[[], object]) -> None:
    runtime.run_until(holds, timeout=5)
