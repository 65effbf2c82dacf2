"""One WebSocket client connection on the loop.

websocket-client parses and builds the frames, from a buffer that this fills and into one that
this empties: nothing here blocks. RFC 6455; names of states from WHATWG WebSockets.
"""

from __future__ import annotations

import enum
import socket
import ssl
import struct
from collections import deque
from collections.abc import Callable
from typing import Protocol, cast

from websocket import ABNF, WebSocketProtocolException
from websocket._abnf import continuous_frame, frame_buffer

from weex_modules.websocket_opening import OpeningFailed, OpeningHandshake
from weex_runtime.looper import Looper, Timer

_READ_SIZE = 64 * 1024
_LINGER = 1.0  # seconds that the server has to end TCP after the closing handshake
_MAX_MESSAGE = 64 << 20  # bytes
_MAX_DRAINS = 64  # reads at the end of a socket; a peer may never stop sending

_WOULD_BLOCK = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
_CONTROL = (ABNF.OPCODE_CLOSE, ABNF.OPCODE_PING, ABNF.OPCODE_PONG)


class Listener(Protocol):
    """Hears of a connection's events; all come from the loop."""

    def on_open(self) -> None: ...
    def on_message(self, data: str | bytes) -> None: ...
    def on_close(self, code: int, reason: str, was_clean: bool) -> None: ...
    def on_error(self, message: str) -> None: ...


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
        protocols: Subprotocols to offer.
        listener: Hears `on_open` at most once, `on_close` exactly once at the end unless
            `go_away` was called, `on_error` before it when the connection failed.
        connect_timeout, close_timeout: Seconds.
        trace: Called with a line for each message and close frame, if anybody listens.
    """

    def __init__(
        self,
        looper: Looper,
        url: str,
        protocols: list[str],
        listener: Listener,
        *,
        connect_timeout: float,
        close_timeout: float,
        trace: Callable[[str], None] | None = None,
    ) -> None:
        self._looper = looper
        self._url = url
        self._listener = listener
        self._close_timeout = close_timeout
        self._trace = trace
        self._opening = OpeningHandshake(url, protocols, connect_timeout)
        self._state = State.CONNECTING
        self._sock: socket.socket | None = None
        self._incoming = b""
        self._taken = 0
        self._frames = frame_buffer(self._take, skip_utf8_validation=True)
        self._fragments = continuous_frame(False, skip_utf8_validation=True)
        self._outgoing: deque[memoryview] = deque()
        self._close_sent = False
        self._send_error = ""
        self._timer: Timer | None = None

    @property
    def is_connecting(self) -> bool:
        return self._state is State.CONNECTING

    @property
    def is_open(self) -> bool:
        return self._state is State.OPEN

    @property
    def is_gone(self) -> bool:
        """Closed, and its socket given back."""
        return self._state is State.CLOSED and self._sock is None

    def open(self) -> None:
        """Start connecting."""
        self._looper.run_in_worker(self._opening.run, self._opened, f"connecting to {self._url}")

    def send(self, data: str | bytes) -> None:
        """Send a message; only while open. Lone surrogates become U+FFFD (WHATWG USVString)."""
        assert self._state is State.OPEN
        if self._trace:
            self._trace(f"→ {_shown(data)}")
        if isinstance(data, bytes):
            self._send_frame(data, ABNF.OPCODE_BINARY)
        else:
            self._send_frame(encode(data), ABNF.OPCODE_TEXT)

    def close(self, code: int, reason: str) -> None:
        """Start the closing handshake, or break off connecting; later calls do nothing."""
        if self._state is State.CONNECTING:
            self._opening.abort()
            self._end_with_failure("the connection was closed before it was established")
        elif self._state is State.OPEN:
            self._state = State.CLOSING
            self._send_close(code, reason)
            if self._sock:
                self._timer = self._looper.call_later(self._close_timeout, self._close_timed_out)

    def go_away(self) -> None:
        """End at once with 1001, without events."""
        state, self._state = self._state, State.CLOSED
        if state is State.CONNECTING:
            self._opening.abort()
        elif state is State.OPEN:
            self._send_close(1001, "")
        self._drop()

    # Opening.

    def _opened(
        self, result: tuple[socket.socket, bytes] | None, error: BaseException | None
    ) -> None:
        if self._state is not State.CONNECTING:
            if result:
                result[0].close()
            return
        if result is None:
            cause = str(error) if isinstance(error, OpeningFailed) else repr(error)
            self._end_with_failure(f"{self._url}: {cause}")
            return
        self._sock, self._incoming = result
        self._sock.setblocking(False)
        self._looper.watch(self._sock, read=self._readable)
        self._state = State.OPEN
        self._listener.on_open()
        self._parse()
        self._readable()  # TLS may hold more of what came with the handshake

    # Receiving.

    def _readable(self) -> None:
        while self._sock:
            try:
                data = self._sock.recv(_READ_SIZE)
            except _WOULD_BLOCK:
                return
            except OSError as error:
                self._lost(_loss(error))
                return
            if self._state is State.CLOSED:
                if not data:  # the closing handshake is done, the server ended TCP
                    self._drop()
                return
            if not data and self._send_error:
                self._lost(self._send_error)
                return
            if not data:
                self._ended()
                return
            self._incoming = self._incoming[self._taken :] + data
            self._taken = 0
            self._parse()
            if not (isinstance(self._sock, ssl.SSLSocket) and self._sock.pending()):
                return

    def _take(self, size: int) -> bytes:
        taken = self._taken
        if taken == len(self._incoming):
            raise _NeedMore
        self._taken = min(taken + size, len(self._incoming))
        return self._incoming[taken : self._taken]

    def _parse(self) -> None:
        """Act on all frames that are here."""
        try:
            while self._state in (State.OPEN, State.CLOSING):
                self._on_frame(self._frames.recv_frame())
        except _NeedMore:
            fragments = self._fragments.cont_data
            size = (self._frames.length or 0) + (len(fragments[1]) if fragments else 0)
            if size > _MAX_MESSAGE:
                self._fail(1009, f"a message is longer than {_MAX_MESSAGE >> 20} MiB")
        except WebSocketProtocolException as error:
            self._fail(1002, f"the server broke the protocol: {error}")
        except UnicodeDecodeError:
            self._fail(1007, "the server sent text that is not UTF-8")

    def _on_frame(self, frame: ABNF) -> None:
        opcode = frame.opcode
        if frame.mask_value:
            raise WebSocketProtocolException("a frame from the server is masked")
        if opcode in _CONTROL:
            self._on_control(opcode, frame)
            return
        self._fragments.validate(frame)
        # What follows is added to it, and bytes would be copied each time.
        frame.data = bytearray(cast(bytes, frame.data))  # type: ignore[assignment]
        self._fragments.add(frame)
        if not frame.fin:
            return
        opcode, frame = self._fragments.extract(frame)
        payload = bytes(cast(bytes, frame.data))
        data = payload.decode("utf-8") if opcode == ABNF.OPCODE_TEXT else payload
        if self._trace:
            self._trace(f"← {_shown(data)}")
        if self._state is State.OPEN:
            self._listener.on_message(data)

    def _on_control(self, opcode: int, frame: ABNF) -> None:
        payload = cast(bytes, frame.data)
        if not frame.fin or len(payload) > 125:
            raise WebSocketProtocolException("a control frame is fragmented or too long")
        if opcode == ABNF.OPCODE_PING and not self._close_sent:
            self._send_frame(payload, ABNF.OPCODE_PONG)
        elif opcode == ABNF.OPCODE_CLOSE:
            code = struct.unpack("!H", payload[:2])[0] if payload else 1005
            reason = payload[2:].decode("utf-8")
            if self._trace:
                self._trace(f"← close {code} {reason}".rstrip())
            if not self._close_sent:
                self._state = State.CLOSING
                self._send_close(code, "")
            if self._sock:
                self._finish(code, reason, was_clean=True)

    # Sending.

    def _send_close(self, code: int, reason: str) -> None:
        self._close_sent = True
        status = b"" if code == 1005 else struct.pack("!H", code) + encode(reason)
        if self._trace:
            self._trace(f"→ close {code} {reason}".rstrip())
        self._send_frame(status, ABNF.OPCODE_CLOSE)

    def _send_frame(self, payload: bytes, opcode: int) -> None:
        self._outgoing.append(memoryview(ABNF.create_frame(payload, opcode).format()))
        if len(self._outgoing) == 1:
            self._flush()

    def _flush(self) -> None:
        """Write what the peer takes; the rest goes when it takes more."""
        if not self._sock:
            return
        try:
            while self._outgoing:
                sent = self._sock.send(self._outgoing[0])
                if sent < len(self._outgoing[0]):
                    self._outgoing[0] = self._outgoing[0][sent:]
                else:
                    self._outgoing.popleft()
        except _WOULD_BLOCK:
            self._looper.watch(self._sock, read=self._readable, write=self._flush)
        except OSError as error:
            self._outgoing.clear()
            # What the server sent before it went may still be there: reading comes to the end.
            self._send_error = _loss(error)
            self._looper.watch(self._sock, read=self._readable)
        else:
            self._looper.watch(self._sock, read=self._readable)
            if self._state is State.CLOSED:
                self._end_sending()

    # Ending.

    def _finish(self, code: int, reason: str, *, was_clean: bool) -> None:
        """The closing handshake is done: tell, and let the server end TCP first."""
        self._state = State.CLOSED
        self._cancel_timer()
        self._timer = self._looper.call_later(_LINGER, self._drop)
        if not self._outgoing:
            self._end_sending()
        self._listener.on_close(code, reason, was_clean)

    def _end_sending(self) -> None:
        try:
            if self._sock:
                self._sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop()

    def _fail(self, code: int, message: str) -> None:
        """Fail the connection (RFC 6455, section 7.1.7)."""
        if not self._close_sent:
            self._send_close(code, "")
        self._end_with_failure(message)

    def _lost(self, message: str) -> None:
        if self._state is State.CLOSED:
            self._drop()
        else:
            self._end_with_failure(message)

    def _ended(self) -> None:
        """TCP ended without a close frame."""
        self._state = State.CLOSED
        self._drop()
        self._listener.on_close(1006, "", False)

    def _close_timed_out(self) -> None:
        self._ended()

    def _end_with_failure(self, message: str) -> None:
        self._state = State.CLOSED
        self._drop()
        self._listener.on_error(message)
        self._listener.on_close(1006, "", False)

    def _drop(self) -> None:
        """Give the socket back."""
        self._cancel_timer()
        self._outgoing.clear()
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


class _NeedMore(Exception):
    """The frame is not complete yet."""


def _loss(error: OSError) -> str:
    return f"the connection was lost: {error.strerror or error}"


def encode(text: str) -> bytes:
    """UTF-8; lone surrogates become U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def _shown(data: str | bytes) -> str:
    if isinstance(data, bytes):
        return f"binary, {len(data)} bytes"
    return f"text {data[:200]!r}" + (f" ({len(data)} characters)" if len(data) > 200 else "")
