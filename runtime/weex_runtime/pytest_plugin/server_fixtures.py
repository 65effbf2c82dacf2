"""The fixtures of real servers on 127.0.0.1, and what a report says of them."""

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
        found: What it did not expect so far.
        missing: What it expected and did not get by the test's end.
    """

    fixture: str
    found: Callable[[], list[str]]
    missing: Callable[[], list[str]]


_SERVERS = pytest.StashKey[list[_Started]]()


@pytest.fixture
def ws_server(request: pytest.FixtureRequest) -> Iterator[WsServer]:
    """A WebSocket server: say what it does with .script(...), .echo() or .chat(); wss with
    @pytest.mark.weex(tls=True)."""
    from weex_runtime.testing import WsServer

    with WsServer(tls=Marked(request.node).tls) as server:
        _remember(request.node, _Started("ws_server", lambda: server.failures, server.unconnected))
        yield server
        # No page runs any more that could answer a close frame.
        server.abort()


@pytest.fixture
def http_server(request: pytest.FixtureRequest) -> Iterator[HttpServer]:
    """An HTTP server: say what it answers with .route("GET", "/users/*", HttpResponse(...)); https
    with @pytest.mark.weex(tls=True)."""
    from weex_runtime.testing import HttpServer

    def unexpected() -> list[str]:
        return [f"no route was for {asked}" for asked in server.unexpected]

    with HttpServer(tls=Marked(request.node).tls) as server:
        _remember(request.node, _Started("http_server", unexpected, list))
        yield server


def complaints(item: pytest.Item) -> list[str]:
    """What the servers of a test got and did not expect."""
    servers = item.stash.get(_SERVERS, [])
    return [f"{server.fixture}: {text}" for server in servers for text in server.found()]


def unmet(item: pytest.Item) -> list[str]:
    """The same at the end of a test, with the scripts that nobody connected for. What a script
    still waits for is a matter of `ws_server.check()`: it may be under way."""
    servers = item.stash.get(_SERVERS, [])
    missing = [f"{server.fixture}: {text}" for server in servers for text in server.missing()]
    return [*complaints(item), *missing]


def forget_servers(item: pytest.Item) -> None:
    """The test has ended; it may run again."""
    if _SERVERS in item.stash:
        del item.stash[_SERVERS]


def _remember(item: pytest.Item, server: _Started) -> None:
    item.stash.setdefault(_SERVERS, []).append(server)
