"""A page's connection, which uses an adapter: states, order of events, and the platform's rules.

RFC 6455, section 7; names of states from WHATWG WebSockets.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast

from weex_modules.websocket.adapter import Adapter, Opening
from weex_modules.websocket.close_frame import answer_to
from weex_modules.websocket.failure import Failure
from weex_modules.websocket.wire_rules import ABNORMAL, LOST, NO_STATUS, Offer

if TYPE_CHECKING:
    from weex_modules.websocket.connect import Listener
    from weex_modules.websocket.message_faults import MessageFaults
    from weex_runtime.faults.connection import ConnectionFaults
    from weex_runtime.instance.records.web_sockets import WebSocket
    from weex_runtime.loop.timers import Timer
    from weex_runtime.module_api.busy import Busy

_NO_ADAPTER = Failure(
    kind="no adapter", cause="the page has no WebSocket adapter: websocket_adapter is None"
)


class State(enum.Enum):
    """The states of a connection, as in WHATWG's `readyState`."""

    CONNECTING = 0
    OPEN = 1
    CLOSING = 2
    CLOSED = 3


# The states are global variables too, since reading the attribute `State.OPEN` for each message
# takes ten times as long as reading a global variable.
_CONNECTING, OPEN, _CLOSING, _CLOSED = State


class _NoLog:
    """Drops all records."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: None


class Connection:
    """One connection, from its opening to its last event; receives the events of its adapter.

    Args:
        make_adapter: Makes the adapter; None: the page has no adapter, and the connection fails.
        offer: The subprotocols that the server may choose.
        log: Records messages and close frames.
        make_faults: Returns the faults of the connection, or None if there are none. Not called if
            `opening` has faults.

    Attributes:
        state: WHATWG's readyState.
        protocol: The subprotocol that the server chose; "" for none, and before `on_open`.
        extensions: The extensions in use, as the server wrote them; "" before `on_open`.
    """

    def __init__(
        self,
        make_adapter: Callable[[], Adapter] | None,
        opening: Opening,
        listener: Listener,
        *,
        offer: Offer,
        log: WebSocket | None = None,
        make_faults: Callable[[], ConnectionFaults | None] | None = None,
    ) -> None:
        self.protocol = ""
        self.extensions = ""
        self._make_adapter = make_adapter
        # The connection's adapter; None before `open` is called.
        self._adapter: Adapter | None = None
        self._opening = opening
        self._rules = opening.rules
        self._looper = opening.looper
        self._listener = listener
        self._offer = offer
        self._log = log or cast("WebSocket", _NoLog())
        self._make_faults = make_faults
        self._faults: MessageFaults | None = None
        self.state = _CONNECTING
        self._timer: Timer | None = None

    @property
    def is_connecting(self) -> bool:
        return self.state is _CONNECTING

    @property
    def is_open(self) -> bool:
        return self.state is OPEN

    @property
    def is_closing(self) -> bool:
        """Whether `close` was called and the server's answer is awaited."""
        return self.state is _CLOSING

    @property
    def is_closed(self) -> bool:
        """Whether the connection has ended and the listener was notified."""
        return self.state is _CLOSED

    @property
    def buffered(self) -> int:
        """The number of bytes of messages that wait to be sent: bufferedAmount."""
        return getattr(self._adapter, "buffered", 0)

    @property
    def held(self) -> int:
        """The number of bytes of unsent messages and of the server's incomplete message."""
        return self.buffered + getattr(self._adapter, "received", 0)

    def busy_with(self) -> Iterator[Busy]:
        """The entries for `Page.busy`; empty while the connection is open and idle."""
        url = self._opening.url
        if self.is_connecting or self.is_closing:
            yield {"what": "socket", "state": self.state.name.lower(), "url": url}
        elif self.is_open and self.buffered:
            yield {"what": "socket", "state": "sending", "bytes": self.buffered, "url": url}

    def open(self, refusal: Failure | None = None) -> None:
        """Start connecting.

        Args:
            refusal: The reason why the connection must fail in the next turn; None to connect.
        """
        if refusal or not self._make_adapter:
            self._looper.call_soon(partial(self.on_error, refusal or _NO_ADAPTER))
            return
        self._adapter = self._make_adapter()
        if self._make_faults and self._opening.faults:
            self._wrap(self._adapter, self._opening.faults, is_late=False)
        self._adapter.connect(self._opening, self)

    def send(self, data: str | bytes) -> None:
        """Send a message; allowed while open, and on iOS while closing."""
        assert self._adapter
        self._log.frame_sent(data)
        self._adapter.send(data)

    def close(self, code: int, reason: str) -> None:
        """Start the closing handshake, or abort connecting; later calls do nothing.

        Args:
            code: 1005 sends a close frame without a code.
        """
        if self.state is _CONNECTING:
            cause = "the connection was closed before it was established"
            self._fail(Failure(kind="closed", cause=cause))
        elif self.state is OPEN:
            self.state = _CLOSING
            self._send_close(code, reason)
            if self.is_closing and self._rules.limits_closing:
                timeout = self._opening.limits.close_timeout
                self._timer = self._looper.call_later(timeout, self._give_up_closing)

    def go_away(self, code: int = 1001, reason: str = "") -> None:
        """Send a close frame after the waiting messages, and end without events."""
        state, self.state = self.state, _CLOSED
        if state is OPEN:
            self._send_close(code, reason)
        self._release()
        if state is not _CLOSED:
            self._log.closed(code if state is OPEN else ABNORMAL, reason)

    def lose_network(self) -> None:
        """End without a close frame and drop the waiting messages, since the network is gone."""
        self._release()
        if self.state is not _CLOSED:
            self.on_error(
                Failure(kind="lost", cause="the connection was lost: the device is offline")
            )

    def add_faults(self) -> None:
        """Apply to this connection the faults that were added to its page or to the runtime."""
        if self._faults is None and self._adapter and self._make_faults and not self.is_closed:
            if faults := self._make_faults():
                self._wrap(self._adapter, faults, is_late=True)
        if self._faults and self.is_open:
            self._faults.follow()

    # Methods that the adapter calls.

    def on_open(self, subprotocol: str = "", extensions: str = "") -> None:
        """Handle the end of the opening handshake; a wrong subprotocol fails the connection."""
        if self.state is not _CONNECTING:
            return
        if problem := self._offer.problem(subprotocol):
            self.on_error(Failure(kind="subprotocol", cause=problem, actual=subprotocol))
            return
        self.state = OPEN
        self.protocol = subprotocol
        self.extensions = extensions
        self._log.opened(subprotocol, extensions)
        if self._faults:
            self._faults.opened()
        self._listener.on_open()

    def on_message(self, data: str | bytes) -> None:
        """Pass a message to the listener; while closing, messages are only recorded."""
        if self._faults is not None and self._faults.takes(data):
            return
        if self.state is OPEN:
            self._log.frame_received(data)
            self._listener.on_message(data)
        elif self.state is _CLOSING:
            self._log.frame_received(data)

    def on_error(self, cause: Failure | str) -> None:
        """Handle a failure of the connection."""
        if self._faults:
            self._faults.ending()
        if self.state is _CLOSED:
            return
        is_new = self.state is _CONNECTING
        if isinstance(cause, str):
            cause = Failure(kind="connect" if is_new else "lost", cause=cause)
        self._fail(replace(cause, url=self._opening.url) if is_new else cause)

    def on_close(self, code: int, reason: str, was_clean: bool) -> None:
        """Handle the end of the connection, whether the server or `close` caused the end."""
        if self._faults:
            self._faults.ending()
        rules, state = self._rules, self.state
        if state is _CLOSED:
            return
        if state is _CONNECTING:
            self.on_error(f"the connection ended during the opening handshake: {code} {reason}")
            return
        if was_clean:
            self._log.close_received(code, reason)
            if state is OPEN:
                answer = answer_to(None if code == NO_STATUS else code, rules)
                self._log.close_sent(NO_STATUS if answer is None else answer, "")
        self.state = _CLOSED
        self._cancel_timer()
        if was_clean and (state is OPEN or rules.ends_with_answer):
            shown = rules.code_of_no_status if code == NO_STATUS else code
            self._log.closed(shown, reason)
            self._listener.on_close(shown, reason, True)
        elif was_clean or code == ABNORMAL:
            self._log.closed(ABNORMAL, "")
            self._listener.on_close(*rules.end_of_stream)
        else:
            self._log.closed(code, reason)
            self._listener.on_close(code, reason, False)

    # Private methods.

    def _wrap(self, adapter: Adapter, faults: ConnectionFaults, *, is_late: bool) -> None:
        from weex_modules.websocket.message_faults import MessageFaults

        self._adapter = self._faults = MessageFaults(faults, adapter, self, is_late=is_late)

    def _send_close(self, code: int, reason: str) -> None:
        assert self._adapter
        self._log.close_sent(code, reason)
        self._adapter.close(None if code == NO_STATUS else code, reason)

    def _give_up_closing(self) -> None:
        self.state = _CLOSED
        self._release()
        self._log.closed(ABNORMAL, "")
        self._listener.on_close(*LOST)

    def _fail(self, failure: Failure) -> None:
        rules = self._rules
        self.state = _CLOSED
        self._release()
        if failure.close_code is not None:
            self._log.close_sent(failure.close_code, "")
        self._log.failed(failure.cause)
        self._log.closed(ABNORMAL, "")
        if rules.violation and failure.kind in ("violation", "not utf-8"):
            self._listener.on_close(*rules.violation)
            return
        self._listener.on_error(failure)
        if rules.closes_after_error:
            self._listener.on_close(*LOST)

    def _release(self) -> None:
        self._cancel_timer()
        if self._adapter:
            self._adapter.destroy()

    def _cancel_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
