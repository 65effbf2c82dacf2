"""The server behind a WebSocket that a test routes: `WebSocketRoute.connect_to_server`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from weex_modules.websocket.arguments import NO_STATUS
from weex_modules.websocket.client.connection import Connection
from weex_modules.websocket.client.failure import Failure
from weex_modules.websocket.client.protocol import Listener
from weex_modules.websocket.wire_rules import WireRules

if TYPE_CHECKING:
    from weex_modules.websocket.routed import RoutedConnection
    from weex_runtime.instance.interception import SocketRoute
    from weex_runtime.loop.looper import Looper


class RoutedServer:
    """The server's side of a routed socket: what neither side has a handler for passes to the
    page."""

    def __init__(
        self,
        routed: RoutedConnection,
        looper: Looper,
        route: SocketRoute,
        rules: WireRules,
        to_server: Callable[[Listener, WireRules], Connection],
    ) -> None:
        self.route = route.server_side(self)
        self.connection = to_server(self, rules)
        self._routed = routed
        self._looper = looper
        self._waiting: list[Callable[[], object]] = []  # until it is open
        self._failure: Failure | None = None
        self._was_open = False

    def deliver(self, message: str | bytes) -> None:
        """Send it a message."""
        if self.connection.is_connecting:
            self._waiting.append(partial(self.deliver, message))
        elif self.connection.is_open:
            self.connection.send(message)

    def deliver_close(self, code: int | None, reason: str) -> None:
        """Send it a close frame."""
        if self.connection.is_connecting:
            self._waiting.append(partial(self.deliver_close, code, reason))
        else:
            self.connection.close(NO_STATUS if code is None else code, reason)

    def end(self) -> None:
        """The page's side has ended."""
        self.connection.close(1001, "")

    # What its connection tells: see Listener in websocket/client/protocol.py.

    def on_open(self) -> None:
        self._was_open = True
        self._routed.server_opened(self.connection.protocol, self.connection.extensions)
        for act in self._waiting:
            act()

    def on_message(self, data: str | bytes) -> None:
        self._looper.call_soon(partial(self._pass_on, data))

    def on_error(self, failure: Failure) -> None:
        self._failure = failure

    def on_close(self, code: int, reason: str, was_clean: bool) -> None:
        if self._was_open:
            self._looper.call_soon(partial(self._pass_close_on, code, reason, was_clean))
        else:
            self._routed.server_ended(self._failure)

    def _pass_on(self, message: str | bytes) -> None:
        if not self.route.receive(message):
            self._routed.deliver(message)

    def _pass_close_on(self, code: int, reason: str, was_clean: bool) -> None:
        told = None if code == NO_STATUS else code
        if self.route.receive_close(told, reason):
            return
        if was_clean:
            self._routed.deliver_close(told, reason)
        else:
            self._routed.server_ended(self._failure)
