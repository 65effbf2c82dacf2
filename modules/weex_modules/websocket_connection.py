"""One WebSocket client connection on the loop: nothing here blocks.

RFC 6455; names of states from WHATWG WebSockets.
"""

from __future__ import annotations

import enum
import socket
import ssl
import struct
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol, cast

from weex_modules.websocket_arguments import encode
from weex_modules.websocket_failure import Failure
from weex_modules.websocket_frames import (
    BINARY,
    CLOSE,
    PING,
    PONG,
    TEXT,
    MessageReader,
    Violation,
    broken,
    frame,
    not_utf8,
    shown_size,
)
from weex_modules.websocket_opening import Opened, OpeningFailed, OpeningHandshake
from weex_modules.websocket_outgoing import NOTHING, Outgoing
from weex_modules.websocket_rules import Closed, Offer, WireRules
from weex_runtime import Network
from weex_runtime.busy import Busy
from weex_runtime.looper import Looper, Timer

_MAX_MESSAGE = 64 << 20  # bytes
_MAX_BUFFERED = 64 << 20  # bytes
_READ_SIZE = 64 * 1024
_LINGER = 1.0  # seconds for a server to take the rest, and to end TCP after the closing handshake
_MAX_DRAINS = 64  # reads at the end of a socket; a peer may never stop sending
_MAX_SENDS = 16  # in one turn; a peer may read as fast as this writes

_WOULD_BLOCK = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


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
    """Sees what crosses; `weex_runtime.web_sockets.WebSocket` is one."""

    def opened(self, protocol: str) -> None: ...
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


class Connection:
    """A connection, from its opening handshake to its last event.

    Args:
        url: Complete ws or wss URL.
        offer: Subprotocols.
        rules: What the platform does in its own way.
        network: Trust, headers, cookies, redirects and proxy.
        connect_timeout: Seconds for all of the opening handshake, from name lookup to answer.
        close_timeout: Seconds to wait for the answer to a close frame.
        max_message: Bytes of the longest message that the server may send; 1009 for others.
        max_buffered: Bytes that may wait for a server that does not read; then it fails.
        watcher: Told of each message and close frame, and of the end.

    Attributes:
        protocol: The subprotocol that the server chose; "" for none, and before `on_open`.
    """

    def __init__(
        self,
        looper: Looper,
        url: str,
        offer: Offer,
        listener: Listener,
        *,
        rules: WireRules | None = None,
        network: Network | None = None,
        connect_timeout: float,
        close_timeout: float,
        max_message: int = _MAX_MESSAGE,
        max_buffered: int = _MAX_BUFFERED,
        watcher: Watcher | None = None,
    ) -> None:
        self.protocol = ""
        self._looper = looper
        self._url = url
        self._listener = listener
        self._rules = rules = rules or WireRules()
        self._close_timeout = close_timeout
        self._max_buffered = max_buffered
        self._watcher = watcher
        self._opening = OpeningHandshake(
            url, offer, rules=rules, network=network or Network(), timeout=connect_timeout
        )
        self._errors = "replace" if rules.replaces_invalid_text else "strict"
        self._reader = MessageReader(max_message=max_message, errors=self._errors)
        self._state = State.CONNECTING
        self._sock: socket.socket | None = None
        self._outgoing = NOTHING
        self._is_flushing = False  # the loop tells when the socket takes more
        self._frames: deque[tuple[int, int]] = deque()  # (bytes left, payload) of `_outgoing`
        self._payloads = 0
        self._close_sent = False
        self._is_deaf = False  # it waits for the end of TCP
        self._lost: OSError | None = None
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
    def is_gone(self) -> bool:
        """Closed, and its socket given back."""
        return self.is_closed and self._sock is None

    @property
    def buffered(self) -> int:
        """Bytes of messages that the operating system has not taken yet: bufferedAmount."""
        if not self._frames:
            return 0
        left, payload = self._frames[0]
        return self._payloads - payload + min(left, payload)

    def busy_with(self) -> Iterator[Busy]:
        """For `Page.busy`: nothing while it is open and has sent all."""
        if self.is_connecting or self.is_closing:
            yield {"what": "socket", "state": self._state.name.lower(), "url": self._url}
        elif self.is_open and self._outgoing:
            unsent = len(self._outgoing)
            yield {"what": "socket", "state": "sending", "bytes": unsent, "url": self._url}

    def open(self, *, is_offline: bool = False) -> None:
        """Start connecting.

        Args:
            is_offline: There is no network: it fails in the next turn.
        """
        if is_offline:
            failure = Failure(kind="lookup", cause="the device is offline")
            self._looper.call_soon(lambda: self._opened(None, OpeningFailed(failure)))
            return
        what = f"connecting to {self._url}"
        self._looper.run_in_worker(self._opening.run, self._opened, what, owner=self)

    def send(self, data: str | bytes) -> None:
        """Send a message; only while open or, as iOS does, while closing.

        Lone surrogates become U+FFFD (WHATWG USVString).
        """
        assert self._state in (State.OPEN, State.CLOSING)
        if self._watcher:
            self._watcher.frame_sent(data)
        if isinstance(data, str):
            payload = encode(data)
            self._send(frame(TEXT, payload), len(payload))
        else:
            self._send(frame(BINARY, data), len(data))
        if self._outgoing:
            self._check_outgoing()

    def close(self, code: int, reason: str) -> None:
        """Start the closing handshake, or break off connecting; later calls do nothing.

        Args:
            code: 1005 sends a close frame without a status.
        """
        if self._state is State.CONNECTING:
            self._opening.abort()
            cause = "the connection was closed before it was established"
            self._end_with(Failure(kind="closed", cause=cause))
        elif self._state is State.OPEN:
            self._state = State.CLOSING
            self._send_close(code, reason)
            if self._sock and self._rules.gives_up_closing:
                self._timer = self._looper.call_later(self._close_timeout, self._give_up_closing)

    def go_away(self, code: int = 1001, reason: str = "") -> None:
        """End without events: a close frame if none was sent, and what waits before it."""
        state, self._state = self._state, State.CLOSED
        if state is State.CONNECTING:
            self._opening.abort()
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
            self._opening.abort()
        url = self._url if is_connecting else ""
        self._forget_outgoing()
        cause = "the connection was lost: the device is offline"
        self._end_with(Failure(kind="lost", cause=cause, url=url))

    # Opening.

    def _opened(self, opened: Opened | None, error: BaseException | None) -> None:
        if self._state is not State.CONNECTING:
            if opened:
                opened.sock.close()
            return
        if opened is None:
            if isinstance(error, OpeningFailed):
                failure = replace(error.failure, url=self._url)
            else:
                failure = Failure(kind="connect", cause=repr(error), url=self._url)
            self._end_with(failure)
            return
        self._sock = sock = opened.sock
        self.protocol = opened.protocol
        sock.setblocking(False)
        self._looper.watch(sock, read=self._readable)
        self._looper.at_close.add(self._drop)
        self._state = State.OPEN
        if self._watcher:
            self._watcher.opened(self.protocol)
        self._listener.on_open()
        self._receive(opened.rest)
        if isinstance(sock, ssl.SSLSocket):
            self._readable()  # TLS may hold more of what came with the handshake

    # Receiving.

    def _readable(self) -> None:
        left = _READ_SIZE
        while self._sock:
            try:
                data = self._sock.recv(_READ_SIZE)
            except _WOULD_BLOCK:
                return
            except OSError as error:
                self._end_with_loss(error)
                return
            if not data:
                if self._lost:
                    self._end_with_loss(self._lost)
                else:
                    self._ended()
                return
            self._receive(data)
            # TLS gives a record a read, often one message: as much is taken in a turn as without
            # TLS, and what it has decrypted already, which wakes no selector.
            left -= len(data)
            sock = self._sock
            if not isinstance(sock, ssl.SSLSocket) or (left <= 0 and not sock.pending()):
                return

    def _receive(self, data: bytes) -> None:
        """Act on all that is complete with these bytes."""
        if self._is_deaf or self.is_closed:
            return
        try:
            for opcode, payload in self._reader.read(data):
                if opcode == TEXT or opcode == BINARY:
                    if self._watcher:
                        self._watcher.frame_received(payload)
                    if self._state is State.OPEN:
                        self._listener.on_message(payload)
                elif opcode == PING:
                    self._on_ping(cast(bytes, payload))
                elif opcode == CLOSE:
                    self._on_close_frame(cast(bytes, payload))
                    return
                if self.is_closed:
                    return
        except Violation as violation:
            self._fail(violation)

    def _on_ping(self, payload: bytes) -> None:
        if not self._close_sent:
            self._send(frame(PONG, payload), 0)
            self._check_outgoing()

    def _on_close_frame(self, payload: bytes) -> None:
        rules = self._rules
        code, reply, reason = 1005, 1005, b""
        if len(payload) == 1:
            raise broken("a close frame has half a code")
        if payload:
            code = reply = int.from_bytes(payload[:2], "big")
            reason = payload[2:]
            if rules.violations_by_code and not _is_in_rfc(code):
                reply, reason = 1002, b""
            elif not 1000 <= code < 5000 or code in _NEVER_SENT:
                raise broken(f"close code {code} is never sent")
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
        if self._sock:
            self._finish(code if payload else rules.code_of_no_status, text)

    # Sending.

    def _send_close(self, code: int, reason: str) -> None:
        self._close_sent = True
        if self._watcher:
            self._watcher.close_sent(code, reason)
        status = b"" if code == 1005 else struct.pack("!H", code) + encode(reason)
        self._send(frame(CLOSE, status), 0)

    def _send(self, data: bytes, payload: int) -> None:
        """Write what the peer takes; the rest goes when it takes more.

        Args:
            payload: How many of the bytes belong to a message.
        """
        if not self._sock:
            return
        if self._lost:
            self._count_as_waiting(len(data), payload)
            return
        sent = 0
        if self._outgoing:
            self._outgoing.append(data)
        else:
            self._outgoing = Outgoing(data)
            try:
                sent = self._outgoing.send(self._sock)
            except _WOULD_BLOCK:
                pass
            except OSError as error:
                self._count_as_waiting(len(data), payload)
                self._sending_failed(error)
                return
            if sent == len(data):
                self._outgoing = NOTHING
                return
        if not self._is_flushing:
            self._looper.watch(self._sock, read=self._readable, write=self._flush)
            self._is_flushing = True
        self._count_as_waiting(len(data) - sent, payload)

    def _flush(self) -> None:
        if not self._sock:
            return
        try:
            for _ in range(_MAX_SENDS):
                self._count_as_sent(self._outgoing.send(self._sock))
                self._outgoing = self._outgoing.rest()
                if not self._outgoing:
                    self._is_flushing = False
                    self._looper.watch(self._sock, read=self._readable)
                    if self._state is State.CLOSED:
                        self._end_sending()
                    return
        except _WOULD_BLOCK:
            pass
        except OSError as error:
            self._sending_failed(error)

    def _count_as_waiting(self, size: int, payload: int) -> None:
        self._frames.append((size, payload))
        self._payloads += payload

    def _count_as_sent(self, size: int) -> None:
        while size and self._frames:
            left, payload = self._frames[0]
            if left > size:
                self._frames[0] = left - size, payload
                return
            size -= left
            self._payloads -= payload
            self._frames.popleft()

    def _sending_failed(self, error: OSError) -> None:
        # What the server sent before it went may still be there: reading comes to the end.
        self._lost = error
        self._forget_outgoing()
        if self._sock:
            self._looper.watch(self._sock, read=self._readable)

    def _forget_outgoing(self) -> None:
        # `buffered` goes on counting it, as bufferedAmount does when a socket has ended.
        self._payloads = left = self.buffered
        self._frames.clear()
        self._frames.append((left, left))
        self._outgoing = NOTHING

    def _check_outgoing(self) -> None:
        size = len(self._outgoing)
        if size > self._max_buffered:
            self._forget_outgoing()
            limit = shown_size(self._max_buffered)
            cause = f"the server does not read: more than {limit} wait to be sent"
            self._end_with(Failure(kind="queue", cause=cause))

    # Ending.

    def _finish(self, code: int, reason: str) -> None:
        """The closing handshake is done: tell, and let the server end TCP first."""
        self._state = State.CLOSED
        self._cancel_timer()
        self._timer = self._looper.call_later(_LINGER, self._drop)
        if not self._outgoing:
            self._end_sending()
        self._tell_end(code, reason)
        self._listener.on_close(code, reason, True)

    def _end_sending(self) -> None:
        try:
            if self._sock:
                self._sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop()

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

    def _end_with_loss(self, error: OSError) -> None:
        if self._state is State.CLOSED:
            self._drop()
        else:
            cause = f"the connection was lost: {error.strerror or error}"
            self._end_with(Failure(kind="lost", cause=cause))

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

    def _leave(self) -> None:
        """Give the socket back, at once or when the peer has had time to take what waits."""
        self._cancel_timer()
        if self._sock and self._outgoing:
            self._timer = self._looper.call_later(_LINGER, self._drop)
        else:
            self._drop()

    def _drop(self) -> None:
        """Give the socket back."""
        self._cancel_timer()
        self._forget_outgoing()
        self._looper.at_close.discard(self._drop)
        sock, self._sock = self._sock, None
        if not sock:
            return
        self._looper.watch(sock)
        try:
            # Unread data would turn the end into a reset, which may take our close frame along.
            for _ in range(_MAX_DRAINS):
                if not sock.recv(_READ_SIZE):
                    break
        except OSError:
            pass
        sock.close()

    def _cancel_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None


_ABNORMAL = Closed(1006, "", False)
_NEVER_SENT = (1004, 1005, 1006, 1015)


def _is_in_rfc(code: int) -> bool:
    """RFC 6455, section 7.4, has a meaning for it, or leaves it to libraries and applications."""
    return 1000 <= code <= 1011 and code not in _NEVER_SENT or 3000 <= code < 5000
