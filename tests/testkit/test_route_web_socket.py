"""weex_runtime.testkit.routing.web_socket_route: a test as the server, or between page and server.

tests/websocket/test_routed.py compares the events with those of a real server.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import Page, Runtime, WeexError, expect
from weex_runtime.testing import Script, WsServer
from weex_runtime.testkit.routing.web_socket_route import WebSocketRoute

from ..support.socket_forms import FORMS, Form, every_form, logged, run_to_end, source_of

MakeRuntime = Callable[..., Runtime]

ADDRESS = "ws://chat.test/room"
_GREETS = "after.open = function () { ws.send('hello'); }; dial();"
# The code of a bundle that opens a socket of the class WebSocket at each global event `dial`, and
# logs the messages.
_AT_EVENTS = """
var events = weex.requireModule('globalEvent');
events.addEventListener('dial', function (e) {
  var socket = new WebSocket(e.url);
  socket.onmessage = function (message) { log(message.data); };
});
"""


@pytest.fixture
def runtime(make_runtime: MakeRuntime) -> Runtime:
    return make_runtime(polyfills=["websocket"])


def open_page(
    runtime: Runtime,
    code: str = "dial();",
    url: str = ADDRESS,
    form: Form = FORMS["documented"],
) -> Page:
    """Open a page that connects, and run the loop until it is idle."""
    page = runtime.open(source=source_of(form, code), config={"url": url}, platform=form.platform)
    runtime.run_until_idle()
    return page


def routed(
    runtime: Runtime, code: str = "dial();", url: str = ADDRESS, form: Form = FORMS["documented"]
) -> tuple[Page, WebSocketRoute]:
    """A page with an open socket, and its route."""
    kept: list[WebSocketRoute] = []
    runtime.route_web_socket("**", kept.append)
    page = open_page(runtime, code, url, form)
    [ws] = kept
    return page, ws


def dial(page: Page, url: str) -> None:
    page.fire_global_event("dial", {"url": url})
    page.runtime.run_until_idle()


# Routes whose handler acts as the server of the page.


@every_form
def test_web_socket_route_can_act_as_the_server_of_the_page(runtime: Runtime, form: Form) -> None:
    runtime.route_web_socket(
        "**", lambda ws: ws.on_message(lambda message: ws.send(f"you said {message!r}"))
    )
    page = open_page(runtime, _GREETS, form=form)
    assert logged(page) == [["open"], ["message", "you said 'hello'"]]


@every_form
def test_binary_messages_of_a_routed_socket_are_bytes(runtime: Runtime, form: Form) -> None:
    code = "after.open = function () { ws.send(new Uint8Array([0, 255]).buffer); }; dial();"
    said: list[object] = []
    page, ws = routed(runtime, code, form=form)
    ws.on_message(said.append)
    for data in (b"\1", bytearray(b"\2"), memoryview(b"\3")):
        ws.send(data)  # type: ignore[arg-type]
    runtime.run_until_idle()
    [socket] = page.web_sockets
    assert socket.received == [b"\1", b"\2", b"\3"]
    # The module on Android sends JSON text in place of a binary message.
    if form.platform != "android":
        assert socket.sent == [b"\0\xff"]


def test_web_socket_route_has_the_page_url_and_protocols(runtime: Runtime) -> None:
    runtime.url_map["ws://chat.test"] = "ws://127.0.0.1:9"
    page, ws = routed(runtime, "dial('chat, talk');", f"{ADDRESS}?id=1#here")
    assert (ws.url, ws.protocols, ws.page) == (f"{ADDRESS}?id=1", ["chat", "talk"], page)
    assert page.web_sockets[0].url == "ws://127.0.0.1:9/room?id=1"


def test_routed_socket_without_a_server_gets_the_first_subprotocol(runtime: Runtime) -> None:
    page, _ = routed(runtime, "dial('chat, talk');")
    assert page.web_sockets[0].protocol == "chat"


def test_message_that_a_route_handler_sends_waits_until_the_socket_is_open(
    runtime: Runtime,
) -> None:
    def handle(ws: WebSocketRoute) -> None:
        ws.send("welcome")
        ws.close(3000, "and goodbye")
        ws.send("never heard")

    runtime.route_web_socket("**", handle)
    page = open_page(runtime)
    assert logged(page) == [
        ["open"],
        ["message", "welcome"],
        ["close", 3000, "and goodbye", True],
    ]
    assert page.web_sockets[0].received == ["welcome"]


def test_a_test_can_send_messages_after_the_route_handler_returned(runtime: Runtime) -> None:
    page, ws = routed(runtime)
    ws.send("one")
    page.looper.call_later(30, lambda: ws.send("two"))
    runtime.run_until_idle()
    assert logged(page)[1:] == [["message", "one"]]
    runtime.clock.run_for(30)
    runtime.run_until_idle()
    assert logged(page)[1:] == [["message", "one"], ["message", "two"]]


def test_lone_surrogates_in_messages_of_a_routed_socket_are_replaced(runtime: Runtime) -> None:
    said: list[object] = []
    runtime.route_web_socket("**", lambda ws: ws.on_message(said.append))
    open_page(runtime, r"after.open = function () { ws.send('a\ud800b'); }; dial();")
    assert said == ["a\ufffdb"]


def test_web_socket_route_of_a_runtime_serves_several_pages(runtime: Runtime) -> None:
    room: list[WebSocketRoute] = []
    left: list[tuple[int | None, str]] = []

    def tell(message: str | bytes) -> None:
        for ws in room:
            ws.send(message)

    def enter(ws: WebSocketRoute) -> None:
        room.append(ws)
        ws.on_message(tell)
        ws.on_close(lambda code, reason: left.append((code, reason)))

    runtime.route_web_socket("**/room", enter)
    ada = open_page(runtime)
    bob = open_page(runtime, _GREETS)
    assert logged(ada) == logged(bob) == [["open"], ["message", "hello"]]
    bob.destroy()
    runtime.run_until_idle()
    assert left == [(1001, "")]


def test_socket_that_the_page_closes_is_closing_until_the_test_closes_the_route(
    runtime: Runtime,
) -> None:
    told: list[tuple[int | None, str]] = []
    page, ws = routed(runtime, "after.message = function () { ws.close(3001, 'done'); }; dial();")
    ws.on_close(lambda code, reason: told.append((code, reason)))
    ws.send("go")
    runtime.run_until_idle()
    assert told == [(3001, "done")]
    assert page.busy()[0] == {"what": "socket", "state": "closing", "url": ADDRESS}
    assert logged(page)[-1] == ["message", "go"]
    ws.close(3002, "well done")
    runtime.run_until_idle()
    assert logged(page)[-1] == ["close", 3002, "well done", True]
    assert page.busy() == []


def test_socket_that_the_page_closes_ends_with_1006_if_the_test_does_not_close_the_route(
    runtime: Runtime,
) -> None:
    page, ws = routed(runtime, "after.message = function () { ws.close(); }; dial();")
    ws.on_close(lambda code, reason: None)
    ws.send("go")
    runtime.run_until_idle()
    runtime.clock.run_for(10)
    runtime.run_until_idle()
    assert logged(page)[-1] == ["close", 1006, "", False]
    ws.close(1000)
    ws.send("too late")
    runtime.run_until_idle()
    assert logged(page)[-1] == ["close", 1006, "", False]


def test_routed_socket_answers_a_reserved_close_code_of_the_page_with_1002(
    make_runtime: MakeRuntime,
) -> None:
    runtime = make_runtime()
    code = "after.open = function () { ws.close('1004', 'x'); }; dial();"
    page, _ = routed(runtime, code, form=FORMS["android"])
    assert logged(page)[-1] == ["close", 1002, "", True]


def test_on_close_handler_is_not_called_after_the_test_closes_the_socket(runtime: Runtime) -> None:
    told: list[object] = []
    sides: list[WebSocketRoute] = []

    def handle(ws: WebSocketRoute) -> None:
        ws.on_close(lambda code, reason: told.append((code, reason)))
        sides.append(ws)

    runtime.route_web_socket("ws://chat.test/**", handle)
    page = open_page(runtime)
    sides[0].close(4000)
    runtime.run_until_idle()
    assert logged(page)[-1] == ["close", 4000, "", True]

    def handle_with_server(ws: WebSocketRoute) -> None:
        handle(ws)
        ws.connect_to_server()

    runtime.route_web_socket("ws://127.0.0.1:*/", handle_with_server)
    with WsServer(Script().drop()) as server:
        page = open_page(runtime, url=server.url)
        run_to_end(page)
    assert logged(page)[-1] == ["close", 1006, "", False]
    runtime.run_until_idle()
    assert told == []


def test_messages_that_either_side_sends_after_a_close_are_dropped(runtime: Runtime) -> None:
    said: list[object] = []

    def handle(ws: WebSocketRoute) -> None:
        def answer(code: int | None, reason: str) -> None:
            ws.close(code, reason)
            ws.send("late")

        ws.on_message(said.append)
        ws.on_close(answer)

    runtime.route_web_socket("**", handle)
    code = "after.open = function () { ws.close('3001', 'done'); ws.send('behind'); }; dial();"
    # On iOS the socket still sends messages after a close frame.
    page = open_page(runtime, code, form=FORMS["ios"])
    run_to_end(page)
    assert said == []
    assert (page.web_sockets[0].sent, page.web_sockets[0].received) == (["behind"], [])


# Routed sockets as seen by `page.web_sockets`, `page.busy` and tracers.


@every_form
def test_routed_socket_is_in_page_web_sockets(runtime: Runtime, form: Form) -> None:
    page, ws = routed(runtime, _GREETS, form=form)
    ws.send("pong")
    [socket] = page.web_sockets
    assert socket.expect_message("pong") == "pong"
    expect(socket).to_have_sent(["hello"])
    assert (socket.url, socket.is_open) == (ADDRESS, True)
    ws.close(4000, "bye")
    runtime.run_until(lambda: socket.is_closed)
    assert (socket.close_code, socket.close_reason) == (4000, "bye")


def test_method_expect_web_socket_returns_a_routed_socket(runtime: Runtime) -> None:
    page = open_page(runtime, _AT_EVENTS)
    page.route_web_socket("**/room", lambda ws: ws.send("welcome"))
    with page.expect_web_socket("**/room") as expected:
        page.fire_global_event("dial", {"url": ADDRESS})
    assert expected.value.expect_message("welcome") == "welcome"


def test_tracer_receives_routed_messages(make_runtime: MakeRuntime) -> None:
    lines: list[str] = []
    runtime = make_runtime(
        tracer=lambda page, kind, text: lines.append(text) if kind == "socket" else None
    )
    _, ws = routed(runtime, _GREETS)
    ws.send("welcome")
    ws.close(4000, "bye")
    runtime.run_until_idle()
    assert lines == [
        "connecting to ws://chat.test/room",
        "open",
        "→ text, 5 bytes: 'hello'",
        "← text, 7 bytes: 'welcome'",
        "← close 4000 bye",
        "→ close 4000",
        "closed 4000 bye",
    ]


def test_page_is_busy_while_a_routed_socket_connects(runtime: Runtime) -> None:
    runtime.route_web_socket("**", lambda ws: None)
    page = runtime.open(source=source_of(FORMS["documented"], "dial();"), config={"url": ADDRESS})
    assert page.busy() == [{"what": "socket", "state": "connecting", "url": ADDRESS}]
    runtime.run_until_idle()
    assert page.busy() == []


# Routes whose handler passes messages between the page and a server.


@every_form
def test_message_handlers_can_change_and_drop_messages(runtime: Runtime, form: Form) -> None:
    def handle(ws: WebSocketRoute) -> None:
        server = ws.connect_to_server()

        def ask(message: str | bytes) -> None:
            if message != "secret":
                server.send(f"{message!s}, please")

        def answer(message: str | bytes) -> None:
            if message != "noise":
                ws.send(str(message).upper())

        ws.on_message(ask)
        server.on_message(answer)

    runtime.route_web_socket("**", handle)
    code = "after.open = function () { ws.send('secret'); ws.send('tea'); }; dial();"
    with WsServer(Script().expect("tea, please").send("noise").send("here").close(1000)) as server:
        page = open_page(runtime, code, server.url, form)
        run_to_end(page)
        server.check()
        assert [message for _, message in server.received] == ["tea, please"]
    [socket] = page.web_sockets
    assert (socket.sent, socket.received) == (["secret", "tea"], ["HERE"])


def test_message_handler_can_delay_messages_of_the_server(runtime: Runtime) -> None:
    kept: list[str | bytes] = []
    sides: list[WebSocketRoute] = []

    def handle(ws: WebSocketRoute) -> None:
        sides.extend([ws, ws.connect_to_server()])
        sides[1].on_message(kept.append)

    runtime.route_web_socket("**", handle)
    with WsServer().echo() as server:
        page = open_page(runtime, _GREETS, server.url)
        runtime.run_until(lambda: kept == ["hello"])
        assert logged(page) == [["open"]]
        sides[0].send(kept[0])
        runtime.run_until(lambda: len(logged(page)) == 2)


def test_a_test_can_send_messages_to_the_server_of_a_routed_socket(runtime: Runtime) -> None:
    def handle(ws: WebSocketRoute) -> None:
        server = ws.connect_to_server()
        server.send("before it is open")
        server.close(3000, "enough")

    runtime.route_web_socket("**", handle)
    with WsServer() as server:
        page = open_page(runtime, url=server.url)
        run_to_end(page)
        [client] = server.connections
        runtime.run_until(lambda: client.received)
        assert (client.received, client.close_code) == (["before it is open"], 3000)
    assert logged(page) == [["open"], ["close", 3000, "enough", True]]


def test_server_gets_subprotocols_and_headers_of_the_page(runtime: Runtime) -> None:
    runtime.route_web_socket("**", lambda ws: ws.connect_to_server())
    with WsServer(subprotocols=["talk"], tls=True) as server:
        page = runtime.open(
            source=source_of(FORMS["documented"], "dial('chat,talk');"),
            config={"url": server.url},
            network=server.network,
        )
        runtime.run_until(lambda: logged(page) == [["open"]])
        assert page.web_sockets[0].protocol == server.connections[0].subprotocol == "talk"


def test_page_side_stays_open_if_an_on_close_handler_receives_the_close_of_the_server(
    runtime: Runtime,
) -> None:
    told: list[tuple[int | None, str]] = []
    sides: list[WebSocketRoute] = []

    def handle(ws: WebSocketRoute) -> None:
        server = ws.connect_to_server()
        server.on_close(lambda code, reason: told.append((code, reason)))
        sides.append(ws)

    runtime.route_web_socket("**", handle)
    ends = [
        (Script().close(1013, "later"), (1013, "later")),
        (Script().raw(b"\x88\x00"), (None, "")),
        (Script().drop(), (1006, "")),
    ]
    for script, end in ends:
        with WsServer(script) as server:
            page = open_page(runtime, "dial();", server.url)
            runtime.run_until(lambda: told)
        assert told.pop() == end
        sides.pop().send("I am still here")
        runtime.run_until_idle()
        assert logged(page) == [["open"], ["message", "I am still here"]]


def test_on_close_handler_of_a_route_keeps_the_server_side_open_when_the_page_closes(
    runtime: Runtime,
) -> None:
    sides: list[WebSocketRoute] = []

    def handle(ws: WebSocketRoute) -> None:
        server = ws.connect_to_server()
        ws.on_close(lambda code, reason: server.send("the page leaves"))
        sides.extend([ws, server])

    runtime.route_web_socket("**", handle)
    with WsServer() as server:
        page = open_page(runtime, "after.open = function () { ws.close(); }; dial();", server.url)
        runtime.run_until(lambda: server.connections and server.connections[0].received)
        assert server.connections[0].is_open
        sides[0].close()
        run_to_end(page)
        runtime.run_until(lambda: not server.connections[0].is_open)
        assert server.connections[0].close_code == 1001


def test_server_can_be_connected_after_the_route_handler_returned(runtime: Runtime) -> None:
    with WsServer(Script().expect("hello").send("welcome").close(1000)) as server:
        page, ws = routed(runtime, url=server.url)
        ws.connect_to_server().send("hello")
        run_to_end(page)
        server.check()
    assert logged(page) == [["open"], ["message", "welcome"], ["close", 1000, "", True]]


def test_method_connect_to_server_without_a_server_closes_the_socket_of_the_page(
    runtime: Runtime,
) -> None:
    with WsServer() as server:
        url = server.url
    page, ws = routed(runtime, url=url)
    ws.connect_to_server()
    run_to_end(page)
    [opened, error, closed] = logged(page)
    assert (opened, error[0], closed) == (["open"], "error", ["close", 1006, "", False])


def test_stalled_server_makes_the_page_busy(runtime: Runtime) -> None:
    runtime.route_web_socket("**", lambda ws: ws.connect_to_server())
    with WsServer(Script(accept=False).stall()) as server:
        page = runtime.open(
            source=source_of(FORMS["documented"], "dial();"), config={"url": server.url}
        )
        runtime.run_until(lambda: server.connections)
        assert page.busy() == [{"what": "socket", "state": "connecting", "url": server.url}]
        page.destroy()
        runtime.run_until_idle()


def test_server_that_does_not_read_makes_the_page_busy(runtime: Runtime) -> None:
    runtime.route_web_socket("**", lambda ws: ws.connect_to_server())
    code = "after.open = function () { ws.send('x'.repeat(1 << 24)); }; dial();"
    with WsServer(Script().stall()) as server:
        page = runtime.open(source=source_of(FORMS["documented"], code), config={"url": server.url})
        runtime.run_until(lambda: page.web_sockets[0].sent)
        runtime.looper.settle()
        [busy] = page.busy()
        assert (busy["state"], busy["url"]) == ("sending", server.url)
        runtime.set_offline(True)
        server.abort()


def test_hint_about_the_handshake_response_of_the_server_is_logged_for_a_routed_socket(
    runtime: Runtime,
) -> None:
    told: list[tuple[int | None, str]] = []

    def handle(ws: WebSocketRoute) -> None:
        server = ws.connect_to_server()

        def ended(code: int | None, reason: str) -> None:
            told.append((code, reason))
            ws.close(code, reason)

        server.on_close(ended)

    runtime.route_web_socket("**", handle)
    code = "after.open = function () { ws.close('3001', 'done'); }; dial();"
    with WsServer() as server:
        page = open_page(runtime, code, server.url, FORMS["ios"])
        run_to_end(page)
    assert told == [(3001, "done")]


def test_closing_the_runtime_disconnects_the_server_of_a_routed_socket(
    make_runtime: MakeRuntime,
) -> None:
    runtime = make_runtime()
    runtime.route_web_socket("**", lambda ws: ws.connect_to_server())
    with WsServer() as server:
        page = open_page(runtime, url=server.url)
        runtime.run_until(lambda: page.web_sockets[0].is_open)
        runtime.close()
    assert server.connections[0].close_code == 1001


@pytest.mark.parametrize("form", [FORMS["documented"], FORMS["class"]], ids=["module", "class"])
def test_end_of_the_page_disconnects_the_server_of_a_routed_socket(
    runtime: Runtime, form: Form
) -> None:
    runtime.route_web_socket("**", lambda ws: ws.connect_to_server())
    with WsServer() as server:
        page = open_page(runtime, "dial();", server.url, form)
        runtime.run_until(lambda: page.web_sockets[0].is_open)
        page.destroy()
        runtime.run_until(lambda: not server.connections[0].is_open)
        assert server.connections[0].close_code == 1001


# Routed sockets when the device goes offline.


@every_form
def test_method_set_offline_ends_both_sides_of_a_routed_socket(
    runtime: Runtime, form: Form
) -> None:
    told: list[tuple[int | None, str]] = []

    def handle(ws: WebSocketRoute) -> None:
        ws.on_close(lambda code, reason: told.append((code, reason)))
        ws.connect_to_server()

    runtime.route_web_socket("**", handle)
    with WsServer() as server:
        page = open_page(runtime, "dial();", server.url, form)
        runtime.run_until(lambda: page.web_sockets[0].is_open)
        runtime.set_offline(True)
        run_to_end(page)
        runtime.run_until(lambda: not server.connections[0].is_open)
        assert server.connections[0].close_code == 1006
    assert told == [(1006, "")]
    assert logged(page)[1][0] == "error"


@every_form
def test_route_handler_is_not_called_for_a_socket_opened_while_offline(
    runtime: Runtime, form: Form
) -> None:
    asked: list[WebSocketRoute] = []
    runtime.route_web_socket("**", asked.append)
    runtime.set_offline(True)
    page = open_page(runtime, form=form)
    assert logged(page)[0][0] == "error"
    runtime.set_offline(False)
    open_page(runtime, form=form)
    assert len(asked) == 1


# Several web socket routes that match one address.


def test_last_matching_route_gets_the_socket(runtime: Runtime) -> None:
    runtime.route_web_socket("**", lambda ws: ws.send("all"))
    runtime.route_web_socket(re.compile("/room$"), lambda ws: ws.send("room"))
    runtime.route_web_socket(lambda url: "never" in url, lambda ws: ws.send("never"))
    page = open_page(runtime)
    other = open_page(runtime, url="ws://chat.test/other")
    assert logged(page)[1:] == [["message", "room"]]
    assert logged(other)[1:] == [["message", "all"]]


def test_route_that_was_added_on_a_page_ends_with_the_page(runtime: Runtime) -> None:
    page, other = open_page(runtime, _AT_EVENTS), open_page(runtime, _AT_EVENTS)
    page.route_web_socket("**", lambda ws: ws.send("routed"))
    with WsServer(Script().send("real")) as server:
        runtime.fire_global_event("dial", {"url": server.url})
        runtime.run_until(lambda: logged(page) and logged(other))
    assert [logged(page), logged(other)] == [[["routed"]], [["real"]]]
    page.destroy()
    assert not runtime.web_socket_routes
    with pytest.raises(WeexError, match="cannot route web sockets"):
        page.route_web_socket("**", print)


@pytest.mark.parametrize(
    "address",
    [
        "ws://127.0.0.1:9",
        "WS://127.1:9/a/../b",
        "ws:\\\\127.0.0.1:9\\b#part",
        "http://127.0.0.1:9",
        "ws://me:secret@127.0.0.1:9",
        'ws://127.0.0.1:9/?room={"a": 1}',
    ],
)
@every_form
def test_route_pattern_matches_the_url_as_the_page_writes_it(
    runtime: Runtime, form: Form, address: str
) -> None:
    # spec/websocket.md, 3.2: Android takes absolute addresses only, with a lower-case scheme.
    opens = form.platform != "android" or address.startswith(("ws://", "http://"))
    runtime.route_web_socket(address, lambda ws: ws.send("routed"))
    page = open_page(runtime, "dial();", address, form)
    assert (["message", "routed"] in logged(page)) is opens
    assert [socket.is_open for socket in page.web_sockets] == [True] * opens


def test_method_expect_web_socket_matches_an_equivalent_spelling_of_the_url(
    runtime: Runtime,
) -> None:
    runtime.route_web_socket("**", lambda ws: None)
    page = open_page(runtime, _AT_EVENTS)
    with page.expect_web_socket("WS://Chat.test:80") as expected:
        page.fire_global_event("dial", {"url": "ws://chat.test"})
    assert expected.value.url == "ws://chat.test/"


def test_method_unroute_web_socket_keeps_open_sockets_routed(runtime: Runtime) -> None:
    def one(ws: WebSocketRoute) -> None:
        ws.send("one")

    def two(ws: WebSocketRoute) -> None:
        ws.on_message(lambda message: ws.send("two"))

    page = open_page(runtime, "after.message = function () { ws.send('?'); };" + _AT_EVENTS)
    for handler in (one, two):
        page.route_web_socket("**", handler)
    page.unroute_web_socket("**", two)
    page.fire_global_event("dial", {"url": ADDRESS})
    runtime.run_until_idle()
    assert logged(page) == [["one"]]
    page.unroute_web_socket("**/else")
    assert len(runtime.web_socket_routes) == 1
    page.unroute_web_socket("**")
    assert not runtime.web_socket_routes
    assert page.web_sockets[0].is_open


def test_invalid_pattern_of_a_web_socket_route_is_refused(runtime: Runtime) -> None:
    with pytest.raises(WeexError, match="a glob, a regular expression or a function, got 3"):
        runtime.route_web_socket(3, print)  # type: ignore[arg-type]
    assert not runtime.web_socket_routes


# Wrong arguments of web socket routes, and handlers that raise.


def test_async_handler_of_a_web_socket_route_is_refused(runtime: Runtime) -> None:
    async def late(*args: object) -> None: ...

    _, ws = routed(runtime)
    taken: list[Callable[[Any], None]] = [
        lambda handler: runtime.route_web_socket("**", handler),
        lambda handler: runtime.route("**", handler),
        ws.on_message,
        ws.on_close,
    ]
    for take in taken:
        with pytest.raises(WeexError, match="expected a plain function as handler, .*late"):
            take(late)
        with pytest.raises(WeexError, match="expected a function as handler, got 3"):
            take(3)
    assert len(runtime.web_socket_routes) == 1


def logged_failures(page: Page) -> list[str]:
    return [line.text for line in page.console if "failed: " in line.text]


@every_form
def test_exception_in_a_web_socket_route_handler_fails_the_socket(
    runtime: Runtime, form: Form
) -> None:
    def handle(ws: WebSocketRoute) -> None:
        ws.connect_to_server()
        raise ValueError("oops")

    runtime.route_web_socket("**/room", handle)
    page = open_page(runtime, form=form)
    [text] = logged_failures(page)
    assert "the handler of web socket route '**/room' failed: ValueError: oops" in text
    assert [str(failure) for failure in page.failures] == [text.removeprefix("[weex-runtime] ")]
    assert logged(page)[0][0] == "error"
    assert page.web_sockets[0].close_code == 1006
    assert page.busy() == []


def test_exception_in_an_on_message_handler_closes_the_socket_with_1011(runtime: Runtime) -> None:
    page, ws = routed(runtime, "after.message = function () { ws.send('hello'); }; dial();")

    def handle(message: str | bytes) -> None:
        raise KeyError(message)

    ws.on_message(handle)
    ws.send("go")
    runtime.run_until_idle()
    [text] = logged_failures(page)
    assert f"the on_message handler of web socket route {ADDRESS} failed: KeyError" in text
    assert isinstance(page.failures[0].error, KeyError)
    assert logged(page)[-1] == ["close", 1011, "", True]


def test_exception_in_an_on_close_handler_closes_the_socket_with_1011(runtime: Runtime) -> None:
    page, ws = routed(runtime, "after.message = function () { ws.close(); }; dial();")

    def handle(code: int | None, reason: str) -> None:
        raise KeyError(code)

    ws.on_close(handle)
    ws.send("go")
    runtime.run_until_idle()
    [text] = logged_failures(page)
    assert "the on_close handler" in text
    assert logged(page)[-1] == ["close", 1011, "", True]


@pytest.mark.parametrize("code", [0, 999, 1004, 1005, 1006, 1015, 5000, "1000"])
def test_close_of_a_routed_socket_refuses_reserved_codes(runtime: Runtime, code: Any) -> None:
    _, ws = routed(runtime)
    with pytest.raises(WeexError, match=f"a code from 1000 to 4999 other than .* got {code!r}"):
        ws.close(code)


def test_routed_socket_refuses_to_send_objects_and_to_close_with_a_long_reason(
    runtime: Runtime,
) -> None:
    page, ws = routed(runtime)
    with pytest.raises(WeexError, match="at most 123 bytes"):
        ws.close(1000, "é" * 62)
    with pytest.raises(WeexError, match=r"text or bytes, got \{'a': 1\}; use json.dumps"):
        ws.send({"a": 1})  # type: ignore[arg-type]
    ws.close(reason="a reason needs a code")
    runtime.run_until_idle()
    assert logged(page)[-1] == ["close", 1000, "a reason needs a code", True]


def test_second_call_of_connect_to_server_is_refused(runtime: Runtime) -> None:
    _, ws = routed(runtime)
    server = ws.connect_to_server()
    with pytest.raises(WeexError, match=f"{ADDRESS} is connected already"):
        ws.connect_to_server()
    with pytest.raises(WeexError, match="expected the page's side of the route"):
        server.connect_to_server()


def test_method_connect_to_server_raises_after_the_page_ended(runtime: Runtime) -> None:
    page, ws = routed(runtime)
    page.destroy()
    ws.send("nobody hears it")
    ws.close()
    with pytest.raises(WeexError, match=f"the page's socket to {ADDRESS} has ended"):
        ws.connect_to_server()
    runtime.run_until_idle()
    assert logged(page) == [["open"]]


@pytest.mark.parametrize("connects", [False, True])
def test_invalid_url_map_fails_a_routed_socket_only_if_the_route_connects_to_the_server(
    runtime: Runtime, connects: bool
) -> None:
    runtime.url_map["ws://chat.test"] = "127.0.0.1:9"
    runtime.route_web_socket("**", lambda ws: ws.connect_to_server() if connects else None)
    lines = logged(open_page(runtime))
    assert lines[0][0] == ("error" if connects else "open")
    assert not connects or "url_map needs" in lines[0][1]
