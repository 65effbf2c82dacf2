"""runtime.set_offline: open connections of pages break, and new ones fail."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from weex_runtime import Page, Runtime, WeexError
from weex_runtime.servers import EchoServer

from ..support.page_log import logged
from ..support.pages_server import PagesServer
from ..support.raw_server import Peer, RawServer
from ..support.stream_server import HttpServer, Reply, open_with, told

MakeRuntime = Callable[..., Runtime]

_VANILLA = '// { "framework": "Vanilla" }\n'
_LOG = "function log() { console.log(JSON.stringify(Array.prototype.slice.call(arguments))); }\n"
_MODULE = (
    _VANILLA
    + _LOG
    + """
var ws = weex.requireModule('webSocket');
ws.onopen(function () { log('open'); });
ws.onerror(function (e) { log('error', e.data); });
ws.onclose(function (e) { log('close', e.code, e.reason, e.wasClean); });
ws.WebSocket(weex.config.url, '');
"""
)
_CLASS = (
    _VANILLA
    + _LOG
    + """
var ws = new WebSocket(weex.config.url);
ws.onopen = function () { log('open'); };
ws.onerror = function () { log('error'); };
ws.onclose = function (e) { log('close', e.code, e.reason, e.wasClean); };
"""
)


@pytest.fixture
def echo() -> Iterator[EchoServer]:
    with EchoServer() as server:
        yield server


def run_until_closed(page: Page) -> None:
    page.runtime.run_until(lambda: ["close", 1006, "", False] in logged(page))


def open_socket(runtime: Runtime, source: str, url: str) -> Page:
    page = runtime.open(source=source, config={"url": url})
    if not runtime.is_offline:
        runtime.run_until(lambda: page.web_sockets[0].is_open)
        runtime.looper.settle()
    return page


# WebSockets while the device is offline.


@pytest.mark.parametrize("source", [_MODULE, _CLASS], ids=["module", "class"])
def test_method_set_offline_closes_open_sockets_with_1006(
    make_runtime: MakeRuntime, source: str
) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.read_to_end()

    runtime = make_runtime(polyfills=["websocket"])
    with RawServer(script) as server:
        page = open_socket(runtime, source, server.url)
        runtime.set_offline(True)
        run_until_closed(page)
        server.wait()
    assert server.peer.close_code is None
    [ws] = page.web_sockets
    assert (ws.is_closed, ws.close_code) == (True, 1006)
    assert [line[0] for line in logged(page)] == ["open", "error", "close"]


@pytest.mark.parametrize("source", [_MODULE, _CLASS], ids=["module", "class"])
def test_new_socket_fails_while_offline(
    make_runtime: MakeRuntime, echo: EchoServer, source: str
) -> None:
    runtime = make_runtime(polyfills=["websocket"])
    runtime.set_offline(True)
    page = open_socket(runtime, source, echo.url)
    run_until_closed(page)
    assert [line[0] for line in logged(page)] == ["error", "close"]
    assert any("the device is offline" in line.text for line in page.console)
    runtime.set_offline(False)
    open_socket(runtime, source, echo.url)


@pytest.mark.parametrize("source", [_MODULE, _CLASS], ids=["module", "class"])
def test_method_set_offline_cancels_sockets_that_are_connecting(
    make_runtime: MakeRuntime, source: str
) -> None:
    runtime = make_runtime(polyfills=["websocket"])
    with RawServer(lambda peer: peer.read_to_end()) as server:
        page = runtime.open(source=source, config={"url": server.url})
        runtime.set_offline(True)
        run_until_closed(page)
        runtime.run_until_idle()
    assert [line[0] for line in logged(page)] == ["error", "close"]


def test_method_set_offline_drops_unsent_messages(make_runtime: MakeRuntime) -> None:
    def script(peer: Peer) -> None:
        peer.open()
        peer.stall()

    runtime = make_runtime()
    with RawServer(script) as server:
        page = open_socket(
            runtime,
            _MODULE + "ws.onopen(function () {  ws.send('x'.repeat(16 << 20)); log('open');});",
            server.url,
        )
        assert [entry["what"] for entry in page.busy()] == ["socket"]
        runtime.set_offline(True)
        # The page is still busy: the callback that reports the failed connection has not run yet.
        assert [entry["what"] for entry in page.busy()] == ["callback"]
        run_until_closed(page)


@pytest.mark.parametrize("platform", ["android", "ios"])
def test_method_set_offline_fires_an_error_event_but_no_close_event_on_android_and_ios(
    make_runtime: MakeRuntime, echo: EchoServer, platform: str
) -> None:
    runtime = make_runtime(platform=platform)
    source = _MODULE.replace("ws.WebSocket(weex.config.url, '');", "")
    source = source.replace("ws.onopen", "ws.WebSocket(weex.config.url);\nws.onopen")
    page = open_socket(runtime, source, echo.url)
    runtime.set_offline(True)
    runtime.run_until_idle()
    assert [line[0] for line in logged(page)] == ["open", "error"]


def test_method_set_offline_has_no_effect_if_the_device_is_already_offline(
    make_runtime: MakeRuntime, echo: EchoServer
) -> None:
    runtime = make_runtime()
    assert not runtime.is_offline
    for _ in range(2):
        runtime.set_offline(True)
        assert runtime.is_offline
    page = open_socket(runtime, _MODULE, echo.url)
    run_until_closed(page)
    runtime.set_offline(True)
    runtime.run_until_idle()
    assert [line[0] for line in logged(page)] == ["error", "close"]


# HTTP requests while the device is offline.


@pytest.mark.parametrize(
    ("platform", "result"),
    [
        (
            None,
            {
                "status": -1,
                "ok": False,
                "statusText": "ERR_CONNECT_FAILED",
                "data": "the device is offline",
                "headers": {},
            },
        ),
        ("android", {"status": -1, "statusText": "ERR_CONNECT_FAILED"}),
        (
            "ios",
            {
                "status": -1,
                "data": "The Internet connection appears to be offline.(-1009)",
                "statusText": "",
            },
        ),
        ("web", {"status": -1, "ok": False, "statusText": "", "data": ""}),
    ],
)
def test_request_fails_while_offline(
    make_runtime: MakeRuntime, platform: str | None, result: dict[str, Any]
) -> None:
    runtime = make_runtime(platform=platform)
    runtime.set_offline(True)
    with HttpServer({"/": Reply(body=b"fine")}) as server:
        page = open_with(runtime, f"fetch({{ url: '{server.url}/' }});")
        runtime.run_until_idle()
        assert told(page) == [result]
        assert server.requests == []


def test_method_set_offline_fails_a_request_that_is_in_progress(make_runtime: MakeRuntime) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def slow(_: object) -> Reply:
        asked.set()
        go_on.wait(10)
        return Reply(body=b"late")

    runtime = make_runtime()
    with HttpServer({"/slow": slow, "/": Reply(body=b"fine")}) as server:
        page = open_with(runtime, f"fetch({{ url: '{server.url}/slow' }});")
        runtime.run_until(asked.is_set)
        runtime.set_offline(True)
        runtime.run_until(lambda: told(page))
        go_on.set()
        [result] = told(page)
        assert result["data"] == "the connection was lost: the device is offline"
        runtime.set_offline(False)
        other = open_with(runtime, f"fetch({{ url: '{server.url}/' }});")
        runtime.run_until_idle()
        assert told(other)[0]["data"] == "fine"


# Pages that open while the device is offline.


@pytest.fixture
def pages() -> Iterator[PagesServer]:
    with PagesServer({"/detail.js": _VANILLA + "console.log('detail');"}) as server:
        yield server


def test_navigator_opens_no_page_while_offline(
    make_runtime: MakeRuntime, pages: PagesServer
) -> None:
    runtime = make_runtime()
    page = runtime.open(
        source=_VANILLA + "var events = weex.requireModule('globalEvent');"
        "events.addEventListener('go', function () {"
        "  weex.requireModule('navigator').push({ url: weex.config.next }, function () {});"
        "});",
        config={"next": f"{pages.url}/detail.js"},
    )
    runtime.set_offline(True)
    page.fire_global_event("go")
    runtime.run_until_idle()
    assert page.stack.pages == [page]
    assert pages.asked == []
    assert page.console[-1].text.endswith("cannot be fetched: the device is offline")
    runtime.set_offline(False)
    page.fire_global_event("go")
    runtime.run_until_idle()
    assert [line.text for line in page.stack.pages[-1].console] == ["detail"]


def test_embedded_page_is_not_loaded_while_offline(
    make_runtime: MakeRuntime, pages: PagesServer
) -> None:
    runtime = make_runtime()
    runtime.set_offline(True)
    page = runtime.open(
        source='// { "framework": "Vue" }\n'
        "new Vue({ el: 'body', render: function (h) {"
        "  return h('div', [h('embed', { attrs: { src: weex.config.next } })]); } });",
        config={"next": f"{pages.url}/detail.js"},
    )
    runtime.run_until_idle()
    assert pages.asked == []
    assert any("the device is offline" in line.text for line in page.console)


def test_bundle_in_a_local_file_can_be_loaded_while_offline(
    make_runtime: MakeRuntime, tmp_path: Any
) -> None:
    file = tmp_path / "here.js"
    file.write_text(_VANILLA)
    runtime = make_runtime()
    runtime.set_offline(True)
    assert runtime.load_bundle(str(file)).source == _VANILLA


@pytest.mark.parametrize("options", [{"platform": "web"}, {"polyfills": ["websocket"]}])
def test_navigator_on_line_is_false_while_offline(
    make_runtime: MakeRuntime, options: dict[str, Any]
) -> None:
    runtime = make_runtime(**options)
    page = runtime.open(
        source=_VANILLA + _LOG + "weex.requireModule('globalEvent').addEventListener('ask',"
        " function () { log(navigator.onLine); });"
    )
    for offline in (False, True, False):
        runtime.set_offline(offline)
        page.fire_global_event("ask")
        runtime.looper.settle()
    assert logged(page) == [[True], [False], [True]]


@pytest.mark.parametrize("offline", ["false", 0, None])
def test_method_set_offline_refuses_values_that_are_not_booleans(
    runtime: Runtime, offline: Any
) -> None:
    with pytest.raises(WeexError, match="set_offline: expected True or False, got "):
        runtime.set_offline(offline)
    assert not runtime.is_offline
