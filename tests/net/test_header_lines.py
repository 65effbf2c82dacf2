"""Tests that strings of bundles, servers and tests cannot add a header line to a request."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from weex_modules.websocket.adapter import Opening
from weex_modules.websocket.failure import OpeningFailed
from weex_runtime import Network, Route, Runtime
from weex_runtime.loop.looper import Looper

from ..support.raw_server import Peer, RawServer

MakeRuntime = Callable[..., Runtime]

HEAD = '// { "framework": "Vanilla" }\n'
# Texts with a line break and a header: one for each line break that a server may accept.
EVIL = ["a\r\nEvil: 1", "a\nEvil: 1", "a\rEvil: 1", "a\r\n Evil: 1", "\r\n\r\nGET /evil HTTP/1.1"]
WRONG = [*EVIL, "a\0", "a\x7f", "a\x0bEvil: 1", "ü", "\ud800"]
PLATFORMS = [None, "android", "ios", "web"]


class Recorder(RawServer):
    """A server that records the bytes of each connection, and responds to HTTP requests."""

    def __init__(self, *headers: bytes, status: bytes = b"200 OK") -> None:
        self.heads: list[bytes] = []
        self._headers = headers
        self._status = status
        super().__init__(self._record)

    def __enter__(self) -> Recorder:
        super().__enter__()
        return self

    def _record(self, peer: Peer) -> None:
        data = b""
        while b"\r\n\r\n" not in data:
            part = peer.sock.recv(65536)
            if not part:
                return
            data += part
        self.heads.append(data)
        lines = [
            b"HTTP/1.1 " + self._status,
            b"Content-Length: 0",
            b"Connection: close",
            *self._headers,
        ]
        peer.send(b"\r\n".join([*lines, b"", b""]))
        peer.close()

    def names(self) -> set[str]:
        """The first words of all lines, in small letters."""
        text = b"\n".join(self.heads).decode("latin-1")
        return {
            line.partition(":")[0].strip().lower() for line in text.replace("\r", "\n").split("\n")
        }


@pytest.mark.parametrize("adapter", ["reactor", "websocket_client"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_line_breaks_in_a_subprotocol_of_the_module_add_no_header_lines(
    make_runtime: MakeRuntime, platform: Any, adapter: str
) -> None:
    code = """
    var ws = weex.requireModule('webSocket');
    try { ws.WebSocket(weex.config.url, weex.config.protocol); } catch (error) { }
    """
    with Recorder() as server:
        runtime = make_runtime(platform=platform, websocket_adapter=adapter)
        for text in WRONG:
            config = {"url": server.url, "protocol": text}
            page = runtime.open(source=HEAD + code, config=config)
            runtime.run_until_idle()
            assert not page.failures
            page.destroy()
    assert server.heads == []


def test_line_breaks_in_subprotocols_of_the_class_websocket_add_no_header_lines(
    make_runtime: MakeRuntime,
) -> None:
    code = """
    weex.config.texts.forEach(function (text) {
      try { new WebSocket(weex.config.url, [text]); } catch (error) { console.log(error.name); }
    });
    """
    with Recorder() as server:
        runtime = make_runtime(polyfills=["websocket"])
        config: dict[str, Any] = {"url": server.url, "texts": list(WRONG)}
        page = runtime.open(source=HEAD + code, config=config)
        runtime.run_until_idle()
    assert [line.text for line in page.console] == ["SyntaxError"] * len(WRONG)
    assert server.heads == []


@pytest.mark.parametrize("platform", PLATFORMS)
def test_line_breaks_in_options_of_a_request_add_no_header_lines(
    make_runtime: MakeRuntime, platform: Any
) -> None:
    code = """
    var stream = weex.requireModule('stream');
    weex.config.texts.forEach(function (text) {
      [{url: weex.config.url + text},
       {url: weex.config.url + '?' + text},
       {url: weex.config.url, method: text},
       {url: weex.config.url, method: 'GET' + text},
       {url: weex.config.url, headers: {X: text}},
       {url: weex.config.url, headers: {Cookie: text, Host: text, 'Content-Type': text}},
       {url: weex.config.url, headers: JSON.stringify({X: text})},
       {url: weex.config.url, headers: {['X' + text]: '1'}},
       {url: weex.config.url, method: 'POST', body: 'x', type: text},
      ].forEach(function (options) {
        stream.fetch(Object.assign({method: 'GET'}, options), function () {});
      });
    });
    """
    with Recorder() as server:
        runtime = make_runtime(platform=platform)
        url = f"http://127.0.0.1:{server.port}/"
        page = runtime.open(
            source=HEAD + code,
            config={"url": url, "texts": list(EVIL), "bundleUrl": f"{url}?\r\nEvil: 1"},
        )
        runtime.run_until_idle()
    assert not page.errors
    assert not page.failures
    assert server.heads
    assert not server.names() & {"evil", "evil: 1", "get /evil http/1.1"}


def test_next_request_does_not_send_the_further_lines_of_a_folded_set_cookie_header(
    make_runtime: MakeRuntime,
) -> None:
    code = """
    var stream = weex.requireModule('stream');
    function get() { stream.fetch({method: 'GET', url: weex.config.url}, function () {}); }
    get();
    setTimeout(get, 1000);
    """
    with Recorder(b"Set-Cookie: a=b;\r\n path=/", b"Set-Cookie: c=d\r\n Evil: 1") as server:
        runtime = make_runtime(platform="ios")
        config = {"url": f"http://127.0.0.1:{server.port}/"}
        runtime.open(source=HEAD + code, config=config)
        runtime.run_until_idle()
        runtime.clock.run_for(1)
        runtime.run_until(lambda: len(server.heads) == 2)
        runtime.run_until_idle()
    assert "evil" not in server.names()
    assert b"\r\n " not in server.heads[1]


def test_routed_request_with_a_wrong_header_fails(make_runtime: MakeRuntime) -> None:
    code = """
    weex.requireModule('stream').fetch({method: 'GET', url: weex.config.url, type: 'text'},
      function (result) { console.log(JSON.stringify(result.status)); });
    """
    with Recorder() as server:
        changes: list[dict[str, Any]] = [
            {"headers": {"X": "a\r\nEvil: 1"}},
            {"method": "GET / HTTP/1.1\r\nEvil:"},
        ]
        for change in changes:
            runtime = make_runtime()

            def go_on(route: Route, change: dict[str, Any] = change) -> None:
                route.continue_(**change)

            runtime.route("**", go_on)
            url = f"http://127.0.0.1:{server.port}/"
            page = runtime.open(source=HEAD + code, config={"url": url})
            runtime.run_until_idle()
            assert json.loads(page.console[-1].text) == -1
    assert server.heads == []


def test_header_with_control_characters_is_not_sent_by_any_adapter() -> None:
    network = Network(headers={"X": "a"})
    network.headers["X"] = "a\r\nEvil: 1"  # type: ignore[index]  # after the check of Network
    looper = Looper()
    opening = Opening(url="ws://a.example/", protocol=None, looper=looper, network=network)
    with pytest.raises(OpeningFailed, match="expected one line"):
        opening.headers  # noqa: B018
    looper.close()


@pytest.mark.parametrize("adapter", ["reactor", "websocket_client"])
def test_app_does_not_send_the_cookies_of_another_app(
    make_runtime: MakeRuntime, adapter: str
) -> None:
    code = "weex.requireModule('webSocket').WebSocket(weex.config.url, '');"
    cookie = b"Set-Cookie: secret=1; Domain=localhost"
    with Recorder(cookie, status=b"302 Found") as server:
        for _ in range(2):
            runtime = make_runtime(websocket_adapter=adapter)
            url = f"ws://localhost:{server.port}/"
            runtime.open(source=HEAD + code, config={"url": url})
            runtime.run_until_idle()
    assert len(server.heads) == 2
    assert "cookie" not in server.names()
