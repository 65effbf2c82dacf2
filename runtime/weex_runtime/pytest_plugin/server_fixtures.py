"""The fixtures `ws_server` and `http_server`, and their unexpected messages and requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

from weex_runtime.pytest_plugin.marker import Marked

if TYPE_CHECKING:
    from weex_runtime.testing import HttpServer, WsServer


class _Started(NamedTuple):
    """A server of a test.

    Attributes:
        fixture: The name of its fixture.
        unexpected: Returns the failures so far.
        missing: Returns further failures at the test's end.
    """

    fixture: str
    unexpected: Callable[[], list[str]]
    missing: Callable[[], list[str]]


_SERVERS = pytest.StashKey[list[_Started]]()


@pytest.fixture
def ws_server(request: pytest.FixtureRequest) -> Iterator[WsServer]:
    """A WebSocket server; set its behavior with .script(...), .echo() or .chat(). With
    @pytest.mark.weex(tls=True) it uses wss."""
    from weex_runtime.testing import WsServer

    with WsServer(tls=Marked(request.node).tls) as server:
        _remember(request.node, _Started("ws_server", lambda: server.failures, server.unconnected))
        yield server
        # No page is left to answer a close frame.
        server.abort()


@pytest.fixture
def http_server(request: pytest.FixtureRequest) -> Iterator[HttpServer]:
    """An HTTP server; set its responses with .route("GET", "/users/*", HttpResponse(...)). With
    @pytest.mark.weex(tls=True) it uses https."""
    from weex_runtime.testing import HttpServer

    def unexpected() -> list[str]:
        return [f"no route for {request}" for request in server.unexpected]

    with HttpServer(tls=Marked(request.node).tls) as server:
        _remember(request.node, _Started("http_server", unexpected, list))
        yield server


def complaints(item: pytest.Item) -> list[str]:
    """The unexpected messages and requests of a test's servers so far."""
    servers = item.stash.get(_SERVERS, [])
    return [f"{server.fixture}: {text}" for server in servers for text in server.unexpected()]


def unmet(item: pytest.Item) -> list[str]:
    """`complaints` at the end of a test, and scripts without a connection.

    Steps that a script still waits for may be under way: `ws_server.check()` reports them.
    """
    servers = item.stash.get(_SERVERS, [])
    missing = [f"{server.fixture}: {text}" for server in servers for text in server.missing()]
    return [*complaints(item), *missing]


def forget_servers(item: pytest.Item) -> None:
    """Forget the servers of a test that has ended and may run again."""
    if _SERVERS in item.stash:
        del item.stash[_SERVERS]


def _remember(item: pytest.Item, server: _Started) -> None:
    item.stash.setdefault(_SERVERS, []).append(server)
