"""The adapter of a socket that a test routes: the test acts as the server, or passes messages
between page and server.

The test's side is `SocketRoute` of weex_runtime/instance/interception.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from weex_modules.websocket.adapter import Adapter, Listener, Opening
from weex_modules.websocket.arguments import encode
from weex_modules.websocket.close_frame import is_reserved, pack_close, read_close
from weex_modules.websocket.connection import Connection
from weex_modules.websocket.failure import OFFLINE, Failure, Violation, wrong_url
from weex_modules.websocket.wire_rules import ABNORMAL, LOST, NO_STATUS, Offer
from weex_runtime import WeexError
from weex_runtime.matching.message import is_close_code

if TYPE_CHECKING:
    from weex_runtime.instance import Instance
    from weex_runtime.instance.interception import SocketRoute, SocketRouteMaker


class RoutedAdapter:
    """The page's side of a routed socket.

    Messages between page and test wait for a turn of the loop, so that the test's handlers run
    outside JS and in the order of the messages.

    Args:
        make_route: Makes the route; returned by the interception hook.
        make_adapter: Makes the adapter for `connect_to_server`; None: the page has no adapter.
    """

    calls_from_loop = True
    why_without_faults = "a test routes this socket, without a connection to a server"

    def __init__(
        self,
        page: Instance,
        make_route: SocketRouteMaker,
        make_adapter: Callable[[], Adapter] | None,
    ) -> None:
        self._page = page
        self._looper = page.looper
        self._make_route = make_route
        self._make_adapter = make_adapter
        self._server: _Server | None = None
        # Calls of the route that wait until the page's socket is open.
        self._waiting: list[Callable[[], object]] = []
        self._is_open = False
        self._is_over = False
        self._is_close_sent = False  # the page has sent a close frame
        self._is_close_received = False  # the test has sent a close frame
        self._farewell: tuple[int, str] = (1001, "")

    # Implements the interface Adapter, which the page calls.

    def connect(self, opening: Opening, listener: Listener) -> None:
        """Call the test's handler of the route in the next turn of the loop."""
        self._opening = opening
        self._listener = listener
        self._route = self._make_route(opening.subprotocols, self, self._connect_to_server)
        self._looper.call_soon(self._run_handler)

    def send(self, data: str | bytes) -> None:
        """Pass a message to the route. Drop a message after a close frame; only iOS sends such
        messages.
        """
        if not self._is_close_sent:
            message = encode(data).decode() if isinstance(data, str) else data
            self._looper.call_soon(partial(self._pass_on, message))

    def close(self, code: int | None, reason: str) -> None:
        """Pass the page's close frame to the route, unless the page answers a close frame."""
        self._farewell = (NO_STATUS if code is None else code, reason)
        if not self._is_close_received:
            self._is_close_sent = True
            reason = encode(reason).decode()
            self._looper.call_soon(partial(self._pass_close_on, code, reason))

    def destroy(self) -> None:
        """End both sides of the route. The server's side ends immediately, since the loop might
        not run again.
        """
        self._end()
        if self._server:
            if self._page.runtime.is_offline:
                self._server.connection.lose_network()
            else:
                self._server.connection.go_away(*self._farewell)

    @property
    def buffered(self) -> int:
        """The number of bytes of messages that wait for the server."""
        return self._server.connection.buffered if self._server else 0

    # Methods of the interface SocketSide, which the route calls to send to the page.

    def deliver(self, message: str | bytes) -> None:
        """Send the page a message."""
        self._soon(partial(self._receive, message))

    def deliver_close(self, code: int | None, reason: str) -> None:
        """Send the page a close frame."""
        self._soon(partial(self._end_with, partial(self._close_received, code, reason)))

    # Pass an event of the server to the page if the test has no handler for the event.

    def opened(self, protocol: str, extensions: str = "") -> None:
        """Handle the end of the opening handshake. The server or the test has answered it."""
        if self._is_over:
            return
        self._is_open = True
        self._listener.on_open(protocol, extensions)
        for act in self._waiting:
            self._looper.call_soon(act)

    def server_ended(self, failure: Failure | None) -> None:
        """Handle the end of the server's connection without a close frame."""
        if failure:
            fire = partial(self._listener.on_error, failure)
        else:
            fire = partial(self._listener.on_close, *LOST)
        if self._is_open:
            self._soon(partial(self._end_with, fire))
        else:
            self._end_with(fire)

    # Methods that open the connections to page and server.

    def _run_handler(self) -> None:
        if self._is_over:
            return
        if not self._route.run():
            cause = "the test that routes it failed"
            self._listener.on_error(Failure(kind="connect", cause=cause))
        elif self._server is None:
            self.opened(next(iter(self._opening.subprotocols), ""))

    def _connect_to_server(self) -> SocketRoute:
        opening = self._opening
        if self._is_over:
            raise WeexError(f"connect_to_server: the page's socket to {opening.url} has ended")
        # The test receives the server's events unchanged. The rules of the page's platform are
        # applied later, when the page receives the events.
        rules = replace(
            opening.rules,
            code_of_no_status=NO_STATUS,
            end_of_stream=LOST,
            violation=None,
            closes_after_error=True,
            ends_with_answer=True,
        )
        opening = replace(opening, rules=rules)
        self._server = _Server(self, self._route, self._make_adapter, opening)
        refusal = OFFLINE if self._page.runtime.is_offline else wrong_url(opening.url)
        self._server.connection.open(refusal)
        return self._server.route

    # Methods that forward messages and close frames of the page.

    def _soon(self, act: Callable[[], object]) -> None:
        if self._is_open or self._is_over:
            self._looper.call_soon(act)
        else:
            self._waiting.append(act)

    def _pass_on(self, message: str | bytes) -> None:
        if not self._route.receive(message) and self._server:
            self._server.deliver(message)

    def _pass_close_on(self, code: int | None, reason: str) -> None:
        if self._route.receive_close(code, reason):
            return
        if self._server:
            self._server.deliver_close(code, reason)
        elif code is None or (is_close_code(code) and not is_reserved(code)):
            self.deliver_close(code, reason)
        else:
            # As a server would, answer an invalid close code of the page with 1002.
            self.deliver_close(1002, "")

    # Methods that pass messages and close frames to the page.

    def _receive(self, message: str | bytes) -> None:
        if not (self._is_over or self._is_close_received):
            self._listener.on_message(message)

    def _close_received(self, code: int | None, reason: str) -> None:
        try:
            closed = read_close(pack_close(code, reason), self._opening.rules)
        except Violation as violation:
            self._listener.on_error(violation.failure(is_sent=not self._is_close_sent))
        else:
            self._listener.on_close(*closed, True)

    def _end_with(self, fire: Callable[[], object]) -> None:
        """Fire the last event of the page's socket, unless a last event was fired before."""
        if not (self._is_over or self._is_close_received):
            self._is_close_received = True
            fire()
            self._end()

    def _end(self) -> None:
        if self._is_over:
            return
        self._is_over = True
        if not (self._is_close_sent or self._is_close_received):
            self._looper.call_soon(partial(self._route.receive_close, ABNORMAL, ""))
        if self._server:
            self._looper.call_soon(self._server.end)


class _Server:
    """The server's side of a route. Events without a handler in the test are passed to the page."""

    def __init__(
        self,
        routed: RoutedAdapter,
        route: SocketRoute,
        make_adapter: Callable[[], Adapter] | None,
        opening: Opening,
    ) -> None:
        self.route = route.server_side(self)
        self.connection = Connection(make_adapter, opening, self, offer=Offer(None, None))
        self._routed = routed
        self._looper = opening.looper
        # Calls of the route that wait until the server's connection is open.
        self._waiting: list[Callable[[], object]] = []
        self._failure: Failure | None = None
        self._was_open = False

    def deliver(self, message: str | bytes) -> None:
        """Send the server a message."""
        if self.connection.is_connecting:
            self._waiting.append(partial(self.deliver, message))
        elif self.connection.is_open:
            self.connection.send(message)

    def deliver_close(self, code: int | None, reason: str) -> None:
        """Send the server a close frame."""
        if self.connection.is_connecting:
            self._waiting.append(partial(self.deliver_close, code, reason))
        else:
            self.connection.close(NO_STATUS if code is None else code, reason)

    def end(self) -> None:
        """End the server's side after the end of the page's side."""
        self.connection.close(1001, "")

    # Implements the interface Listener, which the server's connection calls.

    def on_open(self) -> None:
        self._was_open = True
        self._routed.opened(self.connection.protocol, self.connection.extensions)
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
        received = None if code == NO_STATUS else code
        if self.route.receive_close(received, reason):
            return
        if was_clean:
            self._routed.deliver_close(received, reason)
        else:
            self._routed.server_ended(self._failure)
