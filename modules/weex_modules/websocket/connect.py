"""Open the sockets of pages: connect to a server, or to a test that has routed the address."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from weex_modules.net.connect import faults_for
from weex_modules.websocket.adapter import Adapter, Limits, Opening
from weex_modules.websocket.connection import Connection
from weex_modules.websocket.failure import OFFLINE, Failure, wrong_url
from weex_modules.websocket.wire_rules import Offer, WireRules
from weex_runtime.matching.url import resolve

if TYPE_CHECKING:
    from weex_runtime.instance import Instance
    from weex_runtime.instance.interception import SocketRouteMaker


class Listener(Protocol):
    """Receives a connection's events, from the loop or inside a call of `send` or `close`.

    `on_open` is called at most once, `on_error` when the connection failed, and `on_close` exactly
    once, as the last event. Two fields of `WireRules` change this: if `closes_after_error` is
    False, `on_close` does not follow `on_error`; if `violation` is set and the server violates the
    protocol, `on_close` replaces `on_error`. After a call of `go_away` there are no events.
    """

    def on_open(self) -> None: ...
    def on_message(self, data: str | bytes) -> None: ...
    def on_error(self, failure: Failure) -> None: ...
    def on_close(self, code: int, reason: str, was_clean: bool) -> None: ...


def connect(
    page: Instance,
    address: str,
    offer: Offer,
    listener: Listener,
    *,
    rules: WireRules,
    limits: Limits,
) -> Connection:
    """Open a page's socket: connect to a server, or to a test that has routed the address.

    Args:
        address: A complete ws or wss URL, before `url_map`.
        listener: Receives the events, in later turns of the loop.
    """
    mapped = page.runtime.mapped(address)
    target = resolve(mapped, "")[0] or mapped
    limit = page.connections.refusal()
    intercept = page.runtime.intercept_socket
    make_route = intercept(page, address) if intercept and not limit else None
    refusal: Failure | None = None
    if page.runtime.is_offline:
        refusal = OFFLINE
    elif limit:
        refusal = Failure(kind="connect", cause=limit)
    elif not make_route:
        refusal = wrong_url(target)
    make_faults = partial(faults_for, page, address)
    opening = Opening(
        url=target,
        protocol=offer.header,
        looper=page.looper,
        limits=limits,
        network=page.network,
        access=page.access,
        rules=rules,
        faults=make_faults(),
        page=page,
    )
    connection = Connection(
        _adapter_for(page, make_route),
        opening,
        listener,
        offer=offer,
        log=page.web_socket(target),
        make_faults=make_faults,
    )
    page.connections.add(lambda: connection.is_closed)
    connection.open(refusal)
    return connection


def _adapter_for(
    page: Instance, make_route: SocketRouteMaker | None
) -> Callable[[], Adapter] | None:
    """Return the function that makes a connection's adapter: the adapter of the page, or of a test
    that routes the socket.
    """
    make_adapter = page.websocket_adapter
    if make_adapter == "reactor":
        from weex_modules.websocket.adapters.reactor.adapter import ReactorAdapter

        make_adapter = ReactorAdapter
    elif make_adapter is not None:
        from weex_modules.websocket.adapters.guarded import GuardedAdapter

        assert not isinstance(make_adapter, str)
        report = partial(page.add_failure, "the WebSocket adapter")
        make_adapter = partial(GuardedAdapter, make_adapter, report)
    if make_route is None:
        return make_adapter
    from weex_modules.websocket.adapters.routed import RoutedAdapter

    return partial(RoutedAdapter, page, make_route, make_adapter)
