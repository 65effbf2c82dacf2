"""A page's WebSocket that a test routes: the same events as from a server, without one, or with
the test in between. The seam is weex_runtime/instance/interception.py."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from weex_modules.websocket.arguments import NO_STATUS, encode
from weex_modules.websocket.client.connection import Connection
from weex_modules.websocket.client.failure import Failure
from weex_modules.websocket.client.frames import Violation
from weex_modules.websocket.client.handshake import OpeningFailed, check_subprotocol
from weex_modules.websocket.client.protocol import (
    Conversation,
    Listener,
    State,
    Watcher,
    is_reserved,
)
from weex_modules.websocket.routed_server import RoutedServer
from weex_modules.websocket.wire_rules import Closed, Offer, WireRules
from weex_runtime import WeexError
from weex_runtime.matching.message import is_close_code

if TYPE_CHECKING:
    from weex_runtime import Page
    from weex_runtime.instance.busy import Busy
    from weex_runtime.instance.interception import SocketRoute, SocketRouteMaker

_ABNORMAL = 1006


class RoutedConnection(Conversation):
    """The page's side. What passes between it and the test waits for a turn of the loop: handlers
    run outside JS, and in the order in which things were said.

    Args:
        url: Where the page's address leads to.
        make_route: Of the interception hook.
        to_server: Makes the connection behind `connect_to_server`.
    """

    def __init__(
        self,
        page: Page,
        url: str,
        offer: Offer,
        listener: Listener,
        *,
        rules: WireRules,
        close_timeout: float,
        watcher: Watcher,
        make_route: SocketRouteMaker,
        to_server: Callable[[Listener, WireRules], Connection],
    ) -> None:
        super().__init__(
            page.looper, url, listener, rules=rules, close_timeout=close_timeout, watcher=watcher
        )
        self._page = page
        self._offer = offer
        self._to_server = to_server
        names = [name.strip() for name in (offer.header or "").split(",")]
        protocols = [name for name in names if name]
        self._protocols = protocols
        self._route = make_route(protocols, self, self._connect_to_server)
        self._server: RoutedServer | None = None
        self._waiting: list[Callable[[], object]] = []  # until it is open
        self._is_close_told = False  # the test knows of the end
        self._is_close_heard = False  # it has closed, or answered a close

    @property
    def is_gone(self) -> bool:
        """Closed, and its connection to the server given back."""
        return self.is_closed and (self._server is None or self._server.connection.is_gone)

    def busy_with(self) -> Iterator[Busy]:
        """For `Page.busy`: the server's side where this one is at rest."""
        yield from super().busy_with()
        if self.is_open and self._server:
            yield from self._server.connection.busy_with()

    def send(self, data: str | bytes) -> None:
        """Send a message."""
        if self._watcher:
            self._watcher.frame_sent(data)
        if self._is_close_told:
            return  # iOS sends behind its close frame, which nobody reads
        message = encode(data).decode() if isinstance(data, str) else data
        self._looper.call_soon(partial(self._pass_on, message))

    def go_away(self, code: int = 1001, reason: str = "") -> None:
        """End both sides."""
        super().go_away(code, reason)
        if self._server:  # at once: the loop may run no more
            self._server.connection.go_away(code, reason)

    def lose_network(self) -> None:
        """Both sides have lost it."""
        super().lose_network()
        if self._server:
            self._server.connection.lose_network()

    # What the test says: see SocketSide in weex_runtime/instance/interception.py.

    def deliver(self, message: str | bytes) -> None:
        """Send the page a message."""
        self._soon(partial(self._receive, message))

    def deliver_close(self, code: int | None, reason: str) -> None:
        """Send the page a close frame."""
        self._soon(partial(self._receive_close, code, reason))

    # What its server does, where nobody handles that.

    def server_opened(self, protocol: str, extensions: str) -> None:
        """The opening handshake with the server is done."""
        self._opened(protocol, extensions)

    def server_ended(self, failure: Failure | None) -> None:
        """It has ended without a close frame, or failed."""
        if self._state is State.CONNECTING:
            self._receive_end(failure)
        else:
            self._soon(partial(self._receive_end, failure))

    # Opening.

    def _begin(self) -> None:
        self._looper.call_soon(self._ask)

    def _ask(self) -> None:
        """Ask the test what is to become of it."""
        if self._state is not State.CONNECTING:
            return
        if not self._route.run():
            cause = "the test that routes it failed"
            self._opening_failed(Failure(kind="connect", cause=cause, url=self._url))
            return
        if self._server is None:
            self._opened(next(iter(self._protocols), ""))

    def _opened(self, protocol: str, extensions: str = "") -> None:
        if self._state is not State.CONNECTING:
            return
        try:
            check_subprotocol(self._offer, protocol)
        except OpeningFailed as error:
            self._opening_failed(replace(error.failure, url=self._url))
            return
        self._state = State.OPEN
        self.protocol = protocol
        self.extensions = extensions
        if self._watcher:
            self._watcher.opened(protocol, extensions)
        self._listener.on_open()
        for act in self._waiting:
            self._looper.call_soon(act)

    def _connect_to_server(self) -> SocketRoute:
        if self.is_closed:
            raise WeexError(f"connect_to_server: the page's socket to {self._url} has ended")
        # The server hears what it hears without a test; the test hears what was said, which is for
        # the page's side to make something else of.
        rules = replace(
            self._rules,
            code_of_no_status=NO_STATUS,
            end_of_stream=Closed(_ABNORMAL, "", False),
            violation=None,
            closes_after_error=True,
            hears_answer=True,
        )
        self._server = RoutedServer(self, self._looper, self._route, rules, self._to_server)
        self._server.connection.open(is_offline=self._page.runtime.is_offline)
        return self._server.route

    # Passing on.

    def _soon(self, act: Callable[[], object]) -> None:
        if self._state is State.CONNECTING:
            self._waiting.append(act)
        else:
            self._looper.call_soon(act)

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
            self.deliver_close(1002, "")  # as servers answer it

    # Receiving.

    def _receive(self, message: str | bytes) -> None:
        if self._is_over():
            return
        if self._watcher:
            self._watcher.frame_received(message)
        if self.is_open:
            self._listener.on_message(message)

    def _receive_close(self, code: int | None, reason: str) -> None:
        if self._is_over():
            return
        self._is_close_heard = True
        try:
            self._on_close_frame(b"" if code is None else struct.pack("!H", code) + encode(reason))
        except Violation as violation:
            self._fail(violation)
        if self._is_deaf:
            self._looper.call_soon(self._ended)

    def _receive_end(self, failure: Failure | None) -> None:
        if self._is_over():
            return
        self._is_close_heard = True
        if failure:
            self._end_with(failure)
        else:
            self._ended()

    def _is_over(self) -> bool:
        return self.is_closed or self._is_close_heard

    # Ending.

    def _write_close(self, payload: bytes) -> None:
        if self._is_close_heard:
            return  # the test hears no answer to its own
        self._is_close_told = True
        code = int.from_bytes(payload[:2], "big") if payload else None
        self._looper.call_soon(partial(self._pass_close_on, code, payload[2:].decode()))

    def _tell_end(self, code: int, reason: str = "") -> None:
        super()._tell_end(code, reason)
        if not (self._is_close_told or self._is_close_heard):
            self._is_close_told = True
            self._looper.call_soon(partial(self._route.receive_close, _ABNORMAL, ""))
        if self._server:
            self._looper.call_soon(self._server.end)

    def _abort(self) -> None:
        pass  # the server ends with it

    def _linger(self) -> None:
        pass

    def _leave(self) -> None:
        self._cancel_timer()

    def _drop(self) -> None:
        self._cancel_timer()
