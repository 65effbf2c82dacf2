"""A routed socket has the events of a socket with a server.

What the test sees and does is in tests/testkit/test_route_web_socket.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from weex_runtime import Page, Runtime
from weex_runtime.testing import Script, WsServer
from weex_runtime.testkit.routing.web_socket_route import WebSocketRoute

from ..support.socket_forms import Form, every_form, logged, run_to_end, source_of

MakeRuntime = Callable[..., Runtime]
Handler = Callable[[WebSocketRoute], object]

ADDRESS = "wss://chat.test/"


@pytest.fixture
def open_form(make_runtime: MakeRuntime) -> Callable[..., Page]:
    """open_form(form, code, handler, url): a page, in a runtime of its own that routes to the
    handler."""

    def open_form(
        form: Form, code: str, handler: Handler | None = None, url: str = ADDRESS
    ) -> Page:
        runtime = make_runtime(platform=form.platform, polyfills=["websocket"])
        if handler:
            runtime.route_web_socket("**", handler)
        return runtime.open(source=source_of(form, code), config={"url": url})

    return open_form


def ignore(*_: object) -> None:
    pass


# The events of a real server, compared with those of a test that acts as the server.


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


def says(*messages: str | bytes, code: int | None = 1000, reason: str = "") -> Handler:
    """A test that sends all messages and closes."""

    def handle(ws: WebSocketRoute) -> None:
        for message in messages:
            ws.send(message)
        ws.close(code, reason)

    return handle


def answers(ws: WebSocketRoute) -> None:
    def answer(message: str | bytes) -> None:
        ws.send(f"{message!r} is here")
        ws.close(1000)

    ws.on_message(answer)


TALKS = {
    "the server says it all": Talk(
        "",
        Script().send("welcome").send("¡olé! 🎉").close(4000, "bye"),
        says("welcome", "¡olé! 🎉", code=4000, reason="bye"),
    ),
    "the server answers": Talk(
        "after.open = function () { ws.send('Ada'); };",
        Script().expect("Ada").send("'Ada' is here").close(1000),
        answers,
    ),
    "a subprotocol": Talk("", Script().send("a").close(1000), says("a"), "dial('chat');"),
    "several subprotocols": Talk(
        "", Script().send("a").close(1000), says("a"), "dial('chat,talk');"
    ),
    "binary": Talk("", Script().send(b"\0\xff").close(1000), says(b"\0\xff")),
    "a close without a code": Talk("", Script().raw(b"\x88\x00"), says(code=None)),
    "a code that servers have": Talk(
        "", Script().close(1013, "later"), says(code=1013, reason="later")
    ),
    "a code of the RFC": Talk("", Script().close(1001, "moved"), says(code=1001, reason="moved")),
    "a code that RFC 6455 reserves": Talk(
        "", Script().raw(b"\x88\x05\x07\xd0bye"), says(code=2000, reason="bye")
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
def test_socket_routed_to_a_test_fires_the_events_of_a_socket_with_a_server(
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


def heard(page: Page) -> tuple[Any, Any]:
    """What the bundle logged, and what the device said of it, which may come before the bundle's
    turn; without addresses."""
    said = [line.text for line in page.console if line.level != "log"]
    text = re.sub(r"wss?://[\w.:]+/?", "URL", json.dumps([logged(page), said]))
    bundle, device = json.loads(text)
    return bundle, device


# Routes that pass messages between a page and its server.

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
    "a code that RFC 6455 reserves": ("", Script().raw(b"\x88\x05\x07\xd0bye")),
    "text that is none": ("", Script().raw(b"\x81\x01\xff").close(1000)),
    "refused": ("", Script().refuse(503)),
    "a subprotocol that nobody asked for": ("", Script().accept("other").close(1000)),
}


@every_form
@pytest.mark.parametrize(("code", "script"), PASSED_ON.values(), ids=PASSED_ON)
def test_routed_socket_connected_to_its_server_fires_the_events_of_an_unrouted_socket(
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
