"""The fixtures `ws_server` and `http_server`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from weex_runtime.pytest_plugin.marker import Marked
from weex_runtime.pytest_plugin.unexpected_errors import StartedServer, watch_server

if TYPE_CHECKING:
    from weex_runtime.testing import HttpServer, WsServer


@pytest.fixture
def ws_server(request: pytest.FixtureRequest) -> Iterator[WsServer]:
    """A WebSocket server; set its behavior with .script(...), .echo() or .chat(). With
    @pytest.mark.weex(tls=True) it uses wss."""
    from weex_runtime.testing import WsServer

    with WsServer(tls=Marked(request.node).tls) as server:
        watch_server(
            request.node, StartedServer("ws_server", lambda: server.failures, server.unconnected)
        )
        yield server
        # Stop without close frames: the pages are closed already, so no page could answer them.
        server.abort()


@pytest.fixture
def http_server(request: pytest.FixtureRequest) -> Iterator[HttpServer]:
    """An HTTP server; set its responses with .route("GET", "/users/*", HttpResponse(...)). With
    @pytest.mark.weex(tls=True) it uses https."""
    from weex_runtime.testing import HttpServer

    def unexpected() -> list[str]:
        return [f"no route for {request}" for request in server.unexpected]

    with HttpServer(tls=Marked(request.node).tls) as server:
        watch_server(request.node, StartedServer("http_server", unexpected, list))
        yield server
