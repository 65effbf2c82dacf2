"""The fixtures of real servers on 127.0.0.1, and what a report says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from weex_runtime.pytest_plugin.marker import Marked

if TYPE_CHECKING:
    from weex_runtime.testing import HttpServer, WsServer

# The name of each fixture with what asks for its server's complaints.
_SERVERS = pytest.StashKey[list[tuple[str, Callable[[], list[str]]]]]()


@pytest.fixture
def ws_server(request: pytest.FixtureRequest) -> Iterator[WsServer]:
    """A WebSocket server: say what it does with .script(...), .echo() or .chat(); wss with
    @pytest.mark.weex(tls=True)."""
    from weex_runtime.testing import WsServer

    with WsServer(tls=Marked(request.node).tls) as server:
        _remember(request.node, "ws_server", lambda: server.failures)
        yield server
        # No page runs any more that could answer a close frame.
        server.abort()


@pytest.fixture
def http_server(request: pytest.FixtureRequest) -> Iterator[HttpServer]:
    """An HTTP server: say what it answers with .route("GET", "/users/*", HttpResponse(...)); https
    with @pytest.mark.weex(tls=True)."""
    from weex_runtime.testing import HttpServer

    with HttpServer(tls=Marked(request.node).tls) as server:
        _remember(
            request.node,
            "http_server",
            lambda: [f"no route was for {asked}" for asked in server.unexpected],
        )
        yield server


def complaints(item: pytest.Item) -> str:
    """What the servers of a test expected and did not get, or got and did not expect."""
    servers = item.stash.get(_SERVERS, [])
    return "\n".join(f"{name}: {text}" for name, found in servers for text in found())


def unmet_scripts(item: pytest.Item) -> str:
    """What came to a WebSocket server in the place of what its scripts expect. What they still wait
    for is a matter of `ws_server.check()`: it may be under way."""
    servers = item.stash.get(_SERVERS, [])
    return "\n".join(
        f"{name}: {text}" for name, found in servers if name == "ws_server" for text in found()
    )


def forget_servers(item: pytest.Item) -> None:
    """The test has ended; it may run again."""
    if _SERVERS in item.stash:
        del item.stash[_SERVERS]


def _remember(item: pytest.Item, name: str, found: Callable[[], list[str]]) -> None:
    item.stash.setdefault(_SERVERS, []).append((name, found))
