"""Connections of pages, to a server or to a test that routes sockets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from weex_modules.net.connect import faults_for
from weex_modules.websocket.adapter import Adapter, Limits, Opening
from weex_modules.websocket.adapter import Listener as AdapterListener
from weex_modules.websocket.connection import Connection
from weex_modules.websocket.wire_rules import Offer, WireRules
from weex_runtime.matching.url import resolve

if TYPE_CHECKING:
    from weex_modules.websocket.listener import Listener
    from weex_runtime.instance import Instance


def connect(
    page: Instance,
    address: str,
    offer: Offer,
    listener: Listener,
    *,
    rules: WireRules,
    limits: Limits,
) -> Connection:
    """Open a page's socket: to a server, or to a test that routes the socket.

    Args:
        address: A complete ws or wss URL, before `url_map`.
        listener: Receives the events, in later turns of the loop.
    """
    refusal = page.connections.refusal()
    mapped = page.runtime.mapped(address)
    target = resolve(mapped, "")[0] or mapped
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
        partial(_RefusedAdapter, refusal) if refusal else _adapter_for(page, address),
        opening,
        listener,
        offer=offer,
        log=page.web_socket(target),
        make_faults=make_faults,
    )
    page.connections.add(lambda: connection.is_closed)
    connection.open(is_offline=page.runtime.is_offline)
    return connection


class _RefusedAdapter:
    """Fails a connection that the page may not open."""

    def __init__(self, cause: str) -> None:
        self._cause = cause

    def connect(self, opening: Opening, listener: AdapterListener) -> None:
        opening.looper.call_soon(lambda: listener.on_error(self._cause))

    def send(self, data: str | bytes) -> None:
        pass

    def close(self, code: int | None, reason: str) -> None:
        pass

    def destroy(self) -> None:
        pass


def _adapter_for(page: Instance, address: str) -> Callable[[], Adapter] | None:
    """Return the function that makes a connection's adapter: the function of the test's route, or
    else the adapter of the page.
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
    intercept = page.runtime.intercept_socket
    make_route = intercept(page, address) if intercept else None
    if make_route is None:
        return make_adapter
    from weex_modules.websocket.adapters.routed import RoutedAdapter

    return partial(RoutedAdapter, page, make_route, make_adapter)
