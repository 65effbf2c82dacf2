"""What a WebSocket client says and hears, whatever carries it: its states and how it ends.

RFC 6455, section 7; names of states from WHATWG WebSockets.
"""

from __future__ import annotations

import abc
import enum
import struct
from collections.abc import Iterator
from typing import Protocol

from weex_modules.websocket.arguments import encode
from weex_modules.websocket.client.failure import Failure
from weex_modules.websocket.client.frames import Violation, broken, not_utf8
from weex_modules.websocket.wire_rules import Closed, WireRules
from weex_runtime.instance.busy import Busy
from weex_runtime.loop.looper import Looper, Timer


class Listener(Protocol):
    """Hears of a connection's events; all come from the loop, but for what `send` and `close` end.

    `on_open` comes at most once. `on_error` comes when the connection failed, `on_close` last,
    exactly once; `WireRules.closes_after_error` and `violation` change which of the two. Nothing
    comes after `go_away`.
    """

    def on_open(self) -> None: ...
    def on_message(self, data: str | bytes) -> None: ...
    def on_error(self, failure: Failure) -> None: ...
    def on_close(self, code: int, reason: str, was_clean: bool) -> None: ...


class Watcher(Protocol):
    """Sees what crosses; `weex_runtime.instance.records.web_sockets.WebSocket` is one."""

    def opened(self, protocol: str, extensions: str) -> None: ...
    def frame_sent(self, data: str | bytes) -> None: ...
    def frame_received(self, data: str | bytes) -> None: ...
    def close_sent(self, code: int, reason: str) -> None: ...
    def close_received(self, code: int, reason: str) -> None: ...
    def closed(self, code: int, reason: str) -> None: ...


class State(enum.Enum):
    """WHATWG's readyState."""

    CONNECTING = 0
    OPEN = 1
    CLOSING = 2
    CLOSED = 3


class Conversation(abc.ABC):
    """A client's half of a connection, from its opening to its last event.

    Args:
        url: Where it connects to, for messages.
        rules: What the platform does in its own way.
        close_timeout: Seconds to wait for the answer to a close frame.
        watcher: Told of each message and close frame, and of the end.

    Attributes:
        protocol: The subprotocol that the server chose; "" for none, and before `on_open`.
        extensions: Those in use, as the server named them, likewise.
    """

    def __init__(
        self,
        looper: Looper,
        url: str,
        listener: Listener,
        *,
        rules: WireRules,
        close_timeout: float,
        watcher: Watcher | None,
    ) -> None:
        self.protocol = ""
        self.extensions = ""
        self._looper = looper
        self._url = url
        self._listener = listener
        self._rules = rules
        self._close_timeout = close_timeout
        self._watcher = watcher
        self._errors = "replace" if rules.replaces_invalid_text else "strict"
        self._state = State.CONNECTING
        self._close_sent = False
        self._is_deaf = False  # it waits for the end of TCP
        self._timer: Timer | None = None

    @property
    def is_connecting(self) -> bool:
        return self._state is State.CONNECTING

    @property
    def is_open(self) -> bool:
        return self._state is State.OPEN

    @property
    def is_closing(self) -> bool:
        """A close frame was sent or received, or waits to be sent; its answer is awaited."""
        return self._state is State.CLOSING

    @property
    def is_closed(self) -> bool:
        """The listener hears no more."""
        return self._state is State.CLOSED

    @property
    @abc.abstractmethod
    def is_gone(self) -> bool:
        """Closed, and what it held given back."""

    @property
    def buffered(self) -> int:
        """Bytes of messages that wait to be sent: bufferedAmount."""
        return 0

    def busy_with(self) -> Iterator[Busy]:
        """For `Page.busy`: nothing while it is open and has sent all."""
        if self.is_connecting or self.is_closing:
            yield {"what": "socket", "state": self._state.name.lower(), "url": self._url}

    def open(self, *, is_offline: bool = False) -> None:
        """Start connecting.

        Args:
            is_offline: There is no network: it fails in the next turn.
        """
        if is_offline:
            failure = Failure(kind="lookup", cause="the device is offline", url=self._url)
            self._looper.call_soon(lambda: self._opening_failed(failure))
        else:
            self._begin()

    @abc.abstractmethod
    def send(self, data: str | bytes) -> None:
        """Send a message; only while open or, as iOS does, while closing.

        Lone surrogates become U+FFFD (WHATWG USVString).
        """

    def close(self, code: int, reason: str) -> None:
        """Start the closing handshake, or break off connecting; later calls do nothing.

        Args:
            code: 1005 sends a close frame without a status.
        """
        if self._state is State.CONNECTING:
            self._abort()
            cause = "the connection was closed before it was established"
            self._end_with(Failure(kind="closed", cause=cause))
        elif self._state is State.OPEN:
            self._state = State.CLOSING
            self._send_close(code, reason)
            if self.is_closing and self._rules.gives_up_closing:
                self._timer = self._looper.call_later(self._close_timeout, self._give_up_closing)

    def go_away(self, code: int = 1001, reason: str = "") -> None:
        """End without events: a close frame if none was sent, and what waits before it."""
        state, self._state = self._state, State.CLOSED
        if state is State.CONNECTING:
            self._abort()
        elif state is State.OPEN:
            self._send_close(code, reason)
        self._leave()
        if state is not State.CLOSED:
            self._tell_end(code if state is State.OPEN else _ABNORMAL.code, reason)

    def lose_network(self) -> None:
        """The network is gone: it ends without a close frame, and what waits goes nowhere."""
        if self._state is State.CLOSED:
            self._drop()
            return
        is_connecting = self._state is State.CONNECTING
        if is_connecting:
            self._abort()
        url = self._url if is_connecting else ""
        self._drop()
        cause = "the connection was lost: the device is offline"
        self._end_with(Failure(kind="lost", cause=cause, url=url))

    # Opening.

    def _opening_failed(self, failure: Failure) -> None:
        if self._state is State.CONNECTING:
            self._end_with(failure)

    # Hearing.

    def _on_close_frame(self, payload: bytes) -> None:
        """The server's; raises `Violation` where it is none."""
        rules = self._rules
        code, reply, reason = 1005, 1005, b""
        if len(payload) == 1:
            raise broken("a close frame has half a code")
        if payload:
            code = reply = int.from_bytes(payload[:2], "big")
            reason = payload[2:]
            if rules.reserved_codes == "answer 1002":
                if not _is_in_rfc(code):
                    reply, reason = 1002, b""
            elif not 1000 <= code < 5000 or code in _NEVER_SENT:
                raise broken(f"close code {code} is never sent")
            elif rules.reserved_codes == "fail" and is_reserved(code):
                raise broken(f"close code {code} is reserved")
        try:
            text = reason.decode("utf-8", self._errors)
        except UnicodeDecodeError:
            raise not_utf8() from None
        if self._watcher:
            self._watcher.close_received(code, text)
        if not self._close_sent:
            self._state = State.CLOSING
            self._send_close(1000 if rules.replies == "1000" and reply != 1002 else reply, "")
        elif not rules.hears_answer:
            self._is_deaf = True
            return
        if self.is_closing:
            self._finish(code if payload else rules.code_of_no_status, text)

    # Sending.

    def _send_close(self, code: int, reason: str) -> None:
        self._close_sent = True
        if self._watcher:
            self._watcher.close_sent(code, reason)
        self._write_close(b"" if code == 1005 else struct.pack("!H", code) + encode(reason))

    # Ending.

    def _finish(self, code: int, reason: str) -> None:
        """The closing handshake is done: tell, and let the server end TCP first."""
        self._state = State.CLOSED
        self._cancel_timer()
        self._linger()
        self._tell_end(code, reason)
        self._listener.on_close(code, reason, True)

    def _ended(self) -> None:
        """TCP ended."""
        was_closed = self.is_closed
        self._state = State.CLOSED
        self._drop()
        if not was_closed:
            self._tell_end(_ABNORMAL.code)
            self._listener.on_close(*self._rules.end_of_stream)

    def _give_up_closing(self) -> None:
        self._state = State.CLOSED
        self._drop()
        self._tell_end(_ABNORMAL.code)
        self._listener.on_close(*_ABNORMAL)

    def _fail(self, violation: Violation) -> None:
        """Fail the connection (RFC 6455, section 7.1.7)."""
        code = None
        if not self._close_sent:
            code = violation.code
            self._send_close(code, "")
        self._end_with(Failure(kind=violation.kind, cause=str(violation), close_code=code))

    def _end_with(self, failure: Failure) -> None:
        rules = self._rules
        self._state = State.CLOSED
        self._leave()
        self._tell_end(_ABNORMAL.code)
        if rules.violation and failure.kind in ("violation", "not utf-8"):
            self._listener.on_close(*rules.violation)
            return
        self._listener.on_error(failure)
        if rules.closes_after_error:
            self._listener.on_close(*_ABNORMAL)

    def _tell_end(self, code: int, reason: str = "") -> None:
        if self._watcher:
            self._watcher.closed(code, reason)

    def _cancel_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    # What carries it.

    @abc.abstractmethod
    def _begin(self) -> None:
        """Start connecting."""

    @abc.abstractmethod
    def _abort(self) -> None:
        """Break the opening off."""

    @abc.abstractmethod
    def _write_close(self, payload: bytes) -> None:
        """Send a close frame."""

    @abc.abstractmethod
    def _linger(self) -> None:
        """The closing handshake is done: the server may end TCP first."""

    @abc.abstractmethod
    def _leave(self) -> None:
        """Give back what it holds, at once or when the peer has had time to take what waits."""

    @abc.abstractmethod
    def _drop(self) -> None:
        """Give back what it holds."""


def is_reserved(code: int) -> bool:
    """RFC 6455, section 7.4.2, leaves it to its own later versions; IANA has assigned the ones
    up to 1015."""
    return 1016 <= code < 3000


_ABNORMAL = Closed(1006, "", False)
_NEVER_SENT = (1004, 1005, 1006, 1015)


def _is_in_rfc(code: int) -> bool:
    """RFC 6455, section 7.4, has a meaning for it, or leaves it to libraries and applications."""
    return 1000 <= code <= 1011 and code not in _NEVER_SENT or 3000 <= code < 5000
