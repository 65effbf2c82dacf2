"""One WebSocket client connection over TCP, on the loop: nothing here blocks. RFC 6455.

What it says is in protocol.py.
"""

from __future__ import annotations

import socket
import ssl
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from weex_modules.websocket.arguments import encode
from weex_modules.websocket.client.failure import Failure
from weex_modules.websocket.client.frames import (
    BINARY,
    CLOSE,
    COMPRESSED,
    PING,
    PONG,
    TEXT,
    MessageReader,
    Violation,
    frame,
    frame_parts,
    shown_size,
)
from weex_modules.websocket.client.handshake import OpeningFailed
from weex_modules.websocket.client.opening import Opened, OpeningHandshake
from weex_modules.websocket.client.protocol import Conversation, Listener, State, Watcher
from weex_modules.websocket.client.send_buffer import Outgoing
from weex_modules.websocket.wire_rules import Offer, WireRules
from weex_runtime import Network
from weex_runtime.instance.busy import Busy
from weex_runtime.loop.looper import Looper

if TYPE_CHECKING:
    from weex_modules.websocket.client.deflate import Deflate

MAX_MESSAGE = 64 << 20  # bytes
MAX_BUFFERED = 64 << 20  # bytes
_READ_SIZE = 64 * 1024
_LONG = 1 << 20  # bytes of a payload; of such frames at most as many are read at once
_LINGER = 1.0  # seconds for a server to take the rest, and to end TCP after the closing handshake
_MAX_DRAINS = 64  # reads at the end of a socket; a peer may never stop sending
_MAX_SENDS = 16  # in one turn; a peer may read as fast as this writes

_WOULD_BLOCK = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Connection(Conversation):
    """A connection to a server.

    Args:
        url: Complete ws or wss URL.
        offer: Subprotocols.
        rules: What the platform does in its own way.
        network: Trust, headers, cookies, redirects and proxy.
        connect_timeout: Seconds for all of the opening handshake, from name lookup to answer, on
            the loop's clock.
        close_timeout: Seconds to wait for the answer to a close frame, likewise.
        max_message: Bytes of the longest message that the server may send; 1009 for others.
        max_buffered: Bytes that may wait for a server that does not read; then it fails.
        watcher: Told of each message and close frame, and of the end.
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
        max_message: int = MAX_MESSAGE,
        max_buffered: int = MAX_BUFFERED,
        watcher: Watcher | None = None,
    ) -> None:
        rules = rules or WireRules()
        super().__init__(
            looper, url, listener, rules=rules, close_timeout=close_timeout, watcher=watcher
        )
        self._connect_timeout = connect_timeout
        self._max_buffered = max_buffered
        self._opening = OpeningHandshake(
            url, offer, rules=rules, network=network or Network(), timeout=connect_timeout
        )
        self._reader = MessageReader(max_message=max_message, errors=self._errors)
        self._deflate: Deflate | None = None
        self._sock: socket.socket | None = None
        self._outgoing = Outgoing()
        self._is_flushing = False  # the loop tells when the socket takes more
        self._frames: deque[tuple[int, int]] = deque()  # (bytes left, payload) of `_outgoing`
        self._payloads = 0
        self._lost: OSError | None = None

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
        """For `Page.busy`."""
        yield from super().busy_with()
        if self.is_open and self._outgoing:
            unsent = len(self._outgoing)
            yield {"what": "socket", "state": "sending", "bytes": unsent, "url": self._url}

    def send(self, data: str | bytes) -> None:
        """Send a message."""
        assert self._state in (State.OPEN, State.CLOSING)
        if self._watcher:
            self._watcher.frame_sent(data)
        opcode, payload = (TEXT, encode(data)) if isinstance(data, str) else (BINARY, data)
        size = len(payload)
        if self._deflate:
            opcode, payload = opcode | COMPRESSED, self._deflate.deflate(payload)
        if len(payload) < _LONG:
            self._send(frame(opcode, payload), size)
        else:
            head, masked = frame_parts(opcode, payload)
            self._send(head, 0)
            self._send(masked, size)
        if self._outgoing:
            self._check_outgoing()

    # Opening.

    def _begin(self) -> None:
        what = f"connecting to {self._url}"
        opening = self._opening
        self._timer = self._looper.call_later(self._connect_timeout, opening.time_out)
        self._looper.run_in_worker(opening.run, self._opened, what, owner=self, talk=opening)

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
        self._cancel_timer()
        self._sock = sock = opened.sock
        self.protocol = opened.protocol
        self.extensions = opened.extensions
        self._deflate = self._reader.deflate = opened.deflate
        sock.setblocking(False)
        self._looper.watch(sock, read=self._readable)
        self._looper.at_close.add(self._drop)
        self._state = State.OPEN
        if self._watcher:
            self._watcher.opened(self.protocol, self.extensions)
        self._listener.on_open()
        self._receive(opened.rest)
        if isinstance(sock, ssl.SSLSocket):
            self._readable()  # TLS may hold more of what came with the handshake

    # Receiving.

    def _readable(self) -> None:
        left = size = _READ_SIZE
        if self._reader.missing > size:  # more at once, since each turn of the loop has its price
            left = size = min(self._reader.missing, _LONG)
        while self._sock:
            try:
                data = self._sock.recv(size)
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

    # Sending.

    def _send(self, data: bytes, payload: int) -> None:
        """Write what the peer takes; the rest goes when it takes more.

        Args:
            payload: How many of the bytes belong to a message.
        """
        if not self._sock:
            return
        self._looper.traffic += 1
        if self._lost:
            self._count_as_waiting(len(data), payload)
            return
        sent = 0
        is_first = not self._outgoing
        self._outgoing.append(data)
        if is_first:
            try:
                sent = self._outgoing.send(self._sock)
            except _WOULD_BLOCK:
                pass
            except OSError as error:
                self._count_as_waiting(len(data), payload)
                self._sending_failed(error)
                return
            if sent == len(data):
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

    def _write_close(self, payload: bytes) -> None:
        self._send(frame(CLOSE, payload), 0)

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
        self._outgoing.clear()

    def _check_outgoing(self) -> None:
        size = len(self._outgoing)
        if size > self._max_buffered:
            self._forget_outgoing()
            limit = shown_size(self._max_buffered)
            cause = f"the server does not read: more than {limit} wait to be sent"
            self._end_with(Failure(kind="queue", cause=cause))

    # Ending.

    def _abort(self) -> None:
        self._opening.abort()

    def _linger(self) -> None:
        self._timer = self._looper.call_later(_LINGER, self._drop)
        if not self._outgoing:
            self._end_sending()

    def _end_sending(self) -> None:
        try:
            if self._sock:
                self._sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop()

    def _end_with_loss(self, error: OSError) -> None:
        if self._state is State.CLOSED:
            self._drop()
        else:
            cause = f"the connection was lost: {error.strerror or error}"
            self._end_with(Failure(kind="lost", cause=cause))

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
