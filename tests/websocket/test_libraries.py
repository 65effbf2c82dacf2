"""Unmodified client libraries for browsers, in bundles with the polyfill, against real servers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from weex_runtime import Page, Runtime

from ..conftest import HEADERS
from ..support.node_peer import NodePeer
from ..support.page_log import logged

MakeRuntime: TypeAlias = Callable[..., Runtime]
OpenLibrary: TypeAlias = Callable[[str, int, str], Page]

TIMEOUT = 20.0  # time limit of a test, in seconds

SOCKET_IO = "socket.io-client/dist/socket.io.min.js"
MQTT = "mqtt/dist/mqtt.min.js"

_LOG = "function log() { console.log(JSON.stringify(Array.prototype.slice.call(arguments))); }\n"


@pytest.fixture(params=["Vue", "Vanilla"])
def open_library(
    request: pytest.FixtureRequest, make_runtime: MakeRuntime, node_modules: Path
) -> OpenLibrary:
    """Open a bundle of a library and code that uses it; `port` is a server's."""

    def open_library(library: str, port: int, code: str) -> Page:
        text = (node_modules / library).read_text(encoding="utf-8")
        # The library measures time by the page's virtual clock.
        runtime = make_runtime(clock="real", polyfills=["websocket"])
        return runtime.open(
            source=f"{HEADERS[request.param]}{_LOG}var port = {port};\n{text}\n{code}"
        )

    return open_library


def run_until_end(page: Page) -> list[Any]:
    """Run until the bundle logs "end"; return the lines before."""
    page.runtime.run_until(
        lambda: page.errors or ["end"] in logged(page),
        timeout=TIMEOUT,
        waiting_for="the bundle to log 'end'",
    )
    assert list(page.errors) == []
    return [line for line in logged(page) if line != ["end"]]


def test_socket_io_client_connects_and_exchanges_messages(open_library: OpenLibrary) -> None:
    with NodePeer("socketio.cjs") as server:
        page = open_library(
            SOCKET_IO,
            server.facts["port"],
            """
            var socket = io('http://127.0.0.1:' + port, { transports: ['websocket'] });
            socket.on('connect', function () { log('connect', socket.connected); });
            socket.on('hello', function (greeting) {
              log('hello', greeting.text, greeting.id === socket.id);
              socket.emit('add', 2, 3, function (sum) {
                log('sum', sum);
                socket.emit('bytes', new Uint8Array([1, 2, 3]));
              });
            });
            socket.on('bytes', function (bytes) {
              log('bytes', Array.from(new Uint8Array(bytes)));
              socket.disconnect();
            });
            socket.on('disconnect', function (reason) { log('disconnect', reason); log('end'); });
            socket.on('connect_error', function (error) { log('error', error.message); });
            """,
        )
        assert run_until_end(page) == [
            ["connect", True],
            ["hello", "grüß dich", True],
            ["sum", 5],
            ["bytes", [3, 2, 1]],
            ["disconnect", "io client disconnect"],
        ]
        page.runtime.run_until(lambda: len(server.said) == 2, timeout=TIMEOUT)
        assert server.said == ["connection", "disconnect: client namespace disconnect"]


def test_socket_io_client_connects_again_when_the_server_comes_back(
    open_library: OpenLibrary,
) -> None:
    with NodePeer("socketio.cjs") as server:
        port = server.facts["port"]
        page = open_library(
            SOCKET_IO,
            port,
            """
            var socket = io('ws://127.0.0.1:' + port, {
              transports: ['websocket'], reconnectionDelay: 50, reconnectionDelayMax: 100,
            });
            var times = 0;
            socket.on('connect', function () { log('connect'); if (++times === 2) log('end'); });
            socket.on('disconnect', function (reason) { log('disconnect', reason); });
            """,
        )
        page.runtime.run_until(lambda: ["connect"] in logged(page), timeout=TIMEOUT)
    with NodePeer("socketio.cjs", str(port)):
        assert run_until_end(page) == [
            ["connect"],
            ["disconnect", "transport close"],
            ["connect"],
        ]


def test_mqtt_client_connects_and_exchanges_messages(open_library: OpenLibrary) -> None:
    with NodePeer("mqtt.cjs") as broker:
        page = open_library(
            MQTT,
            broker.facts["port"],
            """
            var client = mqtt.connect('ws://127.0.0.1:' + port, { forceNativeWebSocket: true });
            client.on('connect', function () {
              log('connect');
              client.subscribe('room/#', function (error, granted) {
                log('subscribed', error, granted[0].topic);
                client.publish('room/a', 'grüß dich');
              });
            });
            client.on('message', function (topic, payload) {
              log('message', topic, payload.toString());
              client.end(function () { log('end'); });
            });
            client.on('error', function (error) { log('error', error.message); });
            """,
        )
        assert run_until_end(page) == [
            ["connect"],
            ["subscribed", None, "room/#"],
            ["message", "room/a", "grüß dich"],
        ]
        page.runtime.run_until(lambda: broker.said, timeout=TIMEOUT)
        assert broker.said == [["room/a", "grüß dich"]]
