"""page.route_web_socket: a test is the server of a page's socket, or stands before it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from weex_runtime import Page, Runtime
from weex_runtime.testing import Script, WsServer
from weex_runtime.web_socket_routes import WebSocketRoute

MakeRuntime = Callable[..., Runtime]
Handler = Callable[[WebSocketRoute], object]

ADDRESS = "wss://chat.test/room?id=1"

_BUNDLE = """// { "framework": "Vue" }
function log() { console.log(JSON.stringify(Array.prototype.slice.call(arguments))); }
function shown(data) {
  if (data instanceof ArrayBuffer) return ['buffer'].concat(Array.from(new Uint8Array(data)));
  return data && data.size !== undefined ? ['blob', data.size] : data;
}
var ws, after = {};
%s
function dial(protocol) {
  open(weex.config.url, protocol);
  hear('open', function () { log('open'); if (after.open) after.open(); });
  hear('message', function (e) {
    log('message', shown(e.data));
    if (after.message) after.message(e.data);
  });
  hear('close', function (e) { log('close', e.code, e.reason, e.wasClean); });
  hear('error', function (e) { log('error', e.data); });
}
"""
_MODULE = """
ws = weex.requireModule('webSocket');
function open(url, protocol) {
  if (protocol === undefined) ws.WebSocket(url); else ws.WebSocket(url, protocol);
}
"""
_CALLED = _MODULE + "function hear(name, fn) { ws['on' + name](fn); }"
_ASSIGNED = """
ws = weex.requireModule('webSocket');
function open(url, protocol) { ws.WebSocket(url, protocol && protocol.split(',')); }
function hear(name, fn) { ws['on' + name] = fn; }
"""
_CLASS = """
function open(url, protocol) {
  ws = protocol ? new WebSocket(url, protocol.split(',')) : new WebSocket(url);
  ws.binaryType = 'arraybuffer';
}
function hear(name, fn) { ws['on' + name] = fn; }
"""


class Form(NamedTuple):
    """One way in which a bundle has sockets."""

    code: str
    platform: str | None = None


FORMS = {
    "documented": Form(_CALLED),
    "android": Form(_CALLED, "android"),
    "ios": Form(_CALLED, "ios"),
    "web": Form(_ASSIGNED, "web"),
    "class": Form(_CLASS),
}
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


@pytest.fixture
def open_form(make_runtime: MakeRuntime) -> Callable[..., Page]:
    """open_form(form, code, handler, url): a page, in a runtime of its own that routes to the
    handler."""

    def open_form(
        form: Form, code: str, handler: Handler | None = None, url: str = ADDRESS, **options: Any
    ) -> Page:
        runtime = make_runtime(platform=form.platform, polyfills=["websocket"], **options)
        if handler:
            runtime.route_web_socket("**", handler)
        return runtime.open(source=_BUNDLE % form.code + code, config={"url": url})

    return open_form


def logged(page: Page) -> list[Any]:
    return [json.loads(line.text) for line in page.console if line.level == "log"]


def run_to_end(page: Page) -> None:
    """Until the bundle has heard the last event of its socket."""
    page.runtime.run_until(lambda: page.web_sockets[0].is_closed)
    page.runtime.looper.settle()


def ignore(*_: object) -> None:
    pass


# A server, and a test in its place.


class Talk(NamedTuple):
    """The same conversation with a server and with a test.

    Attributes:
        code: Of the bundle, before it dials.
        script: What the server does.
        handler: What the test does.
        dial: How it dials.
    """

    code: str
    script: Script
    handler: Handler
    dial: str = "dial();"


def _says(ws: WebSocketRoute) -> None:
    ws.send("welcome")
    ws.send("¡olé! 🎉")
    ws.close(4000, "bye")


def _answers(ws: WebSocketRoute) -> None:
    def answer(message: str | bytes) -> None:
        ws.send(f"{message!r} is here")
        ws.close(1000)

    ws.on_message(answer)


TALKS = {
    "the server says it all": Talk(
        "", Script().send("welcome").send("¡olé! 🎉").close(4000, "bye"), _says
    ),
    "the server answers": Talk(
        "after.open = function () { ws.send('Ada'); };",
        Script().expect("Ada").send("'Ada' is here").close(1000),
        _answers,
    ),
    "a subprotocol": Talk(
        "",
        Script().send("hello").close(1000),
        _says_hello := lambda ws: (ws.send("hello"), ws.close(1000)),
        "dial('chat');",
    ),
    "several subprotocols": Talk(
        "", Script().send("hello").close(1000), _says_hello, "dial('chat,talk');"
    ),
    "binary": Talk(
        "", Script().send(b"\0\xff").close(1000), lambda ws: (ws.send(b"\0\xff"), ws.close(1000))
    ),
    "a close without a code": Talk("", Script().raw(b"\x88\x00"), lambda ws: ws.close()),
    "a code that servers have": Talk(
        "", Script().close(1013, "try later"), lambda ws: ws.close(1013, "try later")
    ),
    "a code of the RFC": Talk(
        "", Script().close(1001, "moved"), lambda ws: ws.close(1001, "moved")
    ),
    "the bundle closes": Talk("after.open = function () { ws.close(); };", Script(), ignore),
    "the bundle closes with a code": Talk(
        "after.open = function () { ws.close('3001', 'done'); };", Script(), ignore
    ),
    "the bundle closes and the test answers": Talk(
        "after.open = function () { ws.close('3001', 'done'); };",
        Script(),
        lambda ws: ws.on_close(lambda code, reason: ws.close(code, reason)),
    ),
    "the bundle closes while it connects": Talk(
        "after.open = function () { ws.close(); };", Script(), ignore, "dial(); ws.close();"
    ),
    "the bundle sends too early and too late": Talk(
        "after.open = function () { ws.close(); ws.send('late'); };",
        Script(),
        ignore,
        "dial(); try { ws.send('early'); } catch (error) { log(error.name); }",
    ),
}


@every_form
@pytest.mark.parametrize("talk", TALKS.values(), ids=TALKS)
def test_bundle_hears_of_a_test_what_it_hears_of_a_server(
    open_form: Callable[..., Page], form: Form, talk: Talk
) -> None:
    with WsServer(talk.script, subprotocols=["chat"]) as server:
        real = open_form(form, talk.code + talk.dial, url=server.url)
        run_to_end(real)
    routed = open_form(form, talk.code + talk.dial, talk.handler)
    run_to_end(routed)
    assert heard(routed) == heard(real)
    [of_real], [of_routed] = real.web_sockets, routed.web_sockets
    for name in ("protocol", "sent", "received", "close_code", "close_reason", "is_closed"):
        assert getattr(of_routed, name) == getattr(of_real, name), name


def heard(page: Page) -> tuple[list[Any], list[str]]:
    """What the bundle logged, and what the device said of it, without addresses; that may come
    before the bundle's turn."""
    said = [line.text for line in page.console if line.level != "log"]
    hidden = [re.sub(r"wss?://[^\s\"']*[0-9a-z/]", "URL", text) for text in said]
    return json.loads(re.sub(r"wss?://[^\s\"']*[0-9a-z/]", "URL", json.dumps(logged(page)))), hidden


# Between a page and its server.

PASSED_ON = {
    "text": ("", Script().send("welcome").send(b"\0\1").close(4000, "bye")),
    "answers": (
        "after.open = function () { ws.send('Ada'); };",
        Script().expect("Ada").send("welcome").close(1001),
    ),
    "binary": (
        "after.open = function () { ws.send(new Uint8Array([0, 255]).buffer); };",
        Script().expect(lambda message: True).send("welcome").close(1000),
    ),
    "the bundle closes": ("after.open = function () { ws.close('3001', 'done'); };", Script()),
    "no code": ("", Script().raw(b"\x88\x00")),
    "a code that libraries have": ("", Script().close(1013, "later")),
    "no close frame": ("", Script().send("a").drop()),
    "a broken frame": ("", Script().raw(b"\xff\xff")),
    "a code that is never sent": ("", Script().raw(b"\x88\x02\x03\xed")),
    "text that is none": ("", Script().raw(b"\x81\x01\xff").close(1000)),
    "refused": ("", Script().refuse(503)),
    "a subprotocol that nobody asked for": ("", Script().accept("other").close(1000)),
}


@every_form
@pytest.mark.parametrize(("code", "script"), PASSED_ON.values(), ids=PASSED_ON)
def test_server_behind_a_route_is_heard_as_it_is(
    open_form: Callable[..., Page], form: Form, code: str, script: Script
) -> None:
    pages = []
    for handler in (None, lambda ws: ws.connect_to_server()):
        with WsServer(script) as server:
            page = open_form(form, code + "dial();", handler, server.url)
            run_to_end(page)
            pages.append(page)
    real, routed = pages
    assert heard(routed) == heard(real)
    assert routed.web_sockets[0].received == real.web_sockets[0].received
    assert routed.web_sockets[0].close_code == real.web_sockets[0].close_code


@every_form
def test_messages_are_changed_and_dropped_on_their_way(
    open_form: Callable[..., Page], form: Form
) -> None:
    def handle(ws: WebSocketRoute) -> None:
        server = ws.connect_to_server()
        ws.on_message(lambda message: message != "secret" and server.send(f"{message}, please"))
        server.on_message(lambda message: message != "noise" and ws.send(str(message).upper()))

    code = "after.open = function () { ws.send('secret'); ws.send('tea'); }; dial();"
    with WsServer(Script().expect("tea, please").send("noise").send("here").close(1000)) as server:
        page = open_form(form, code, handle, server.url)
        run_to_end(page)
        server.check()
        assert [message for _, message in server.received] == ["tea, please"]
    [ws] = page.web_sockets
    assert (ws.sent, ws.received) == (["secret", "tea"], ["HERE"])
