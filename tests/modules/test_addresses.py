"""`webSocket` and `stream` send the same address."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from weex_runtime import Network, Runtime
from weex_runtime.module_api.platforms import PlatformName

from ..support.raw_server import Peer, RawServer

VANILLA = '// { "framework": "Vanilla" }\n'


def end(peer: Peer) -> None:
    peer.read_head()
    peer.send(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
    peer.close()


def asked_of(server: RawServer) -> list[tuple[str, str]]:
    """Resource and Host of each request."""
    return [
        (peer.head.split(" ")[1], peer.head.partition("\r\nHost: ")[2].partition("\r\n")[0])
        for peer in server.peers
    ]


@pytest.mark.parametrize(
    ("address", "resource"),
    [
        ("http://127.0.0.1:PORT/a/../b", "/b"),
        ("http:\\\\127.0.0.1:PORT\\a\\b", "/a/b"),
        ("http:127.0.0.1:PORT", "/"),
        ("http://127.0.0.1:PORT?q", "/?q"),
        ("HTTP://127.1:PORT/", "/"),
        ("http://0x7f000001:PORT/a|b^", "/a|b^"),
        ("http://127.0.0.1:PORT/%zz%c3%A9?%", "/%zz%c3%A9?%"),
        ("http://127.0.0.1:PORT/\u00fc '?\u00fc '\"", "/%C3%BC%20'?%C3%BC%20%27%22"),
        (" ht\ttp://127.0.0.1:PORT/a\nb ", "/ab"),
        ("http://127.0.0.1:PORT//a//", "//a//"),
        ("http://127.0.0.1:PORT/#part", "/"),
    ],
)
def test_socket_and_request_to_one_url_send_the_same_request_target(
    runtime: Runtime, address: str, resource: str
) -> None:
    with RawServer(end) as server:
        url = address.replace("PORT", str(server.port))
        source = f"""{VANILLA}
            const ws = weex.requireModule('webSocket'), stream = weex.requireModule('stream');
            ws.WebSocket({json.dumps(url)}, '');
            stream.fetch({{url: {json.dumps(url)}}}, (result) => console.log(result.status));
        """
        page = runtime.open(source=source)
        runtime.run_until_idle()
        assert [line.text for line in page.console if line.level == "log"] == ["204"]
        assert asked_of(server) == [(resource, f"127.0.0.1:{server.port}")] * 2


@pytest.mark.parametrize("path", ["a/../b?'|", "../socket", "./%2e%2e/x y", "?q"])
def test_relative_address_is_resolved_alike_for_a_socket_and_a_request(
    runtime: Runtime, path: str
) -> None:
    with RawServer(end) as server:
        source = f"""{VANILLA}
            weex.requireModule('webSocket').WebSocket({json.dumps(path)}, '');
            weex.requireModule('stream').fetch({{url: {json.dumps(path)}}}, () => {{}});
        """
        runtime.open(source=source, config={"bundleUrl": f"http{server.url[2:]}app/main.js"})
        runtime.run_until_idle()
        first, second = asked_of(server)
    assert first == second


def test_proxy_gets_the_address_as_the_url_standard_serializes_it(
    make_runtime: Callable[..., Runtime],
) -> None:
    with RawServer(end) as proxy:
        runtime = make_runtime(network=Network(proxy=f"http://127.0.0.1:{proxy.port}"))
        runtime.open(
            source=f"{VANILLA} weex.requireModule('stream').fetch("
            "{url: 'http://API.test:80/a|%zz/../b|?\\'{}'}, () => {});"
        )
        runtime.run_until_idle()
        assert asked_of(proxy) == [("http://api.test/b|?%27{}", "api.test")]


@pytest.mark.parametrize(
    ("platform", "url", "opens"),
    [
        # OkHttp requires the scheme in lower case and with "//" (spec/websocket.md, 3.2).
        (None, "ws:127.0.0.1:PORT", True),
        ("android", "ws:127.0.0.1:PORT", False),
        ("android", "WS://127.0.0.1:PORT", False),
        ("android", " ws://127.0.0.1:PORT", False),
        ("android", "ws://127.0.0.1:PORT/a/../b", True),
        ("android", "http://127.0.0.1:PORT", True),
        ("ios", "WS://127.0.0.1:PORT", True),
        ("ios", "/socket", False),
        ("ios", "HTTP://127.0.0.1:PORT", True),
        ("ios", "ftp://127.0.0.1:PORT", False),
        ("web", "ws:127.0.0.1:PORT", True),
        ("web", "/socket", True),
        ("web", "ftp://127.0.0.1:PORT", False),
        (None, "/socket", True),
    ],
)
def test_accepted_url_schemes_depend_on_the_platform(
    runtime: Runtime, platform: PlatformName | None, url: str, opens: bool
) -> None:
    with RawServer(end) as server:
        source = f"{VANILLA} const ws = weex.requireModule('webSocket');" + (
            f"try {{ ws.WebSocket({json.dumps(url.replace('PORT', str(server.port)))}) }}"
            "catch (error) { console.log('refused') }"
        )
        base = f"http://127.0.0.1:{server.port}/main.js"
        runtime.open(source=source, platform=platform, config={"bundleUrl": base})
        runtime.run_until_idle()
        assert len(server.peers) == opens
