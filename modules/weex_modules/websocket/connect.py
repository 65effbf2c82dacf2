"""Where the connections of pages are made: to a server, or to a test that routes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_modules.websocket.client.connection import MAX_BUFFERED, MAX_MESSAGE, Connection
from weex_modules.websocket.client.protocol import Conversation, Listener, Watcher
from weex_modules.websocket.wire_rules import Offer, WireRules
from weex_runtime.matching.url import resolve

if TYPE_CHECKING:
    from weex_runtime import Page


def connect(
    page: Page,
    address: str,
    offer: Offer,
    listener: Listener,
    *,
    rules: WireRules,
    connect_timeout: float,
    close_timeout: float,
    max_message: int = MAX_MESSAGE,
    max_buffered: int = MAX_BUFFERED,
) -> Conversation:
    """Open a page's socket; the listener hears of it in later turns.

    Args:
        address: What the page asks for: a complete ws or wss URL, before `url_map`.
        rules, connect_timeout, close_timeout, max_message, max_buffered: As `Connection` has them.
    """
    mapped = page.runtime.mapped(address)
    target = resolve(mapped, "")[0] or mapped
    watcher = page.web_socket(target)

    def to_server(
        listener: Listener, rules: WireRules, watcher: Watcher | None = None
    ) -> Connection:
        return Connection(
            page.looper,
            target,
            offer,
            listener,
            rules=rules,
            network=page.network,
            connect_timeout=connect_timeout,
            close_timeout=close_timeout,
            max_message=max_message,
            max_buffered=max_buffered,
            watcher=watcher,
        )

    connection: Conversation | None = None
    intercept = page.interception.socket
    make_route = intercept(page, address) if intercept else None
    if make_route:
        from weex_modules.websocket.routed import RoutedConnection

        connection = RoutedConnection(
            page,
            target,
            offer,
            listener,
            rules=rules,
            close_timeout=close_timeout,
            watcher=watcher,
            make_route=make_route,
            to_server=to_server,
        )
    connection = connection or to_server(listener, rules, watcher)
    connection.open(is_offline=page.runtime.is_offline)
    return connection
