"""A TCP or TLS connection on the loop, without blocking calls."""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING

from weex_modules.websocket.adapters.attempt import Attempt, Handshake
from weex_modules.websocket.adapters.results import Opened
from weex_modules.websocket.adapters.send_buffer import SendBuffer
from weex_modules.websocket.failure import Failure, OpeningFailed, shown_size

if TYPE_CHECKING:
    from weex_modules.websocket.adapter import Opening
    from weex_modules.websocket.adapters.reactor.adapter import ReactorAdapter
    from weex_runtime.faults.connection import ConnectionFaults
    from weex_runtime.loop.timers import Timer

_READ_SIZE = 64 * 1024
_LONG = 1 << 20  # maximum number of bytes that one call reads from a long frame
_LINGER = 1.0  # seconds that a server has to read the remaining bytes and close the connection
_MAX_DRAINS = 64  # maximum number of reads before a socket is closed: a peer may send forever
_MAX_SENDS = 16  # maximum number of send() calls in one turn: a fast peer would prolong the turn

_WOULD_BLOCK = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Transport:
    """One connection, from the name lookup to the close of the TCP connection.

    Args:
        handshake: Called on a worker with a connected socket, to run the opening handshake.
    """

    def __init__(self, opening: Opening, handshake: Handshake, user: ReactorAdapter) -> None:
        self._looper = looper = opening.looper
        self._page = opening.page
        self._user = user
        self._limits = opening.limits
        self._attempt: Attempt | None = Attempt(opening, handshake)
        self._sock: socket.socket | None = None
        self._unsent = SendBuffer()
        self._is_flushing = False  # whether the loop watches the socket for writing
        self._is_finished = False
        self._lost: OSError | None = None
        self._missing = 0
        self._timer: Timer | None = looper.call_later(
            self._limits.connect_timeout, self._attempt.time_out
        )
        looper.run_in_worker(
            self._attempt.run,
            self._opened,
            f"connecting to {opening.url}",
            owner=self,
            talk=self._attempt,
            page=self._page,
        )

    @property
    def buffered(self) -> int:
        """The number of bytes of messages that the operating system has not accepted. The number
        remains after the connection has ended.
        """
        return self._unsent.payload

    def write(self, data: bytes, payload: int) -> None:
        """Write bytes. Bytes that the operating system does not accept now are sent later.

        Args:
            payload: The number of these bytes that belong to a message.
        """
        sock, unsent = self._sock, self._unsent
        if not sock or not data:
            return
        self._looper.traffic += 1
        if self._lost:
            unsent.forget(payload)
            return
        try:
            if unsent.write(sock, data):
                return
        except _WOULD_BLOCK:
            pass
        except OSError as error:
            unsent.count(payload)
            self._sending_failed(error)
            return
        unsent.count(payload)
        if not self._is_flushing:
            self._looper.watch(sock, read=self._readable, write=self._flush)
            self._is_flushing = True
        if len(unsent) > self._limits.max_buffered:
            limit = shown_size(self._limits.max_buffered)
            self.end(flush=False)
            cause = f"the server does not read: more than {limit} of data waits to be sent"
            self._user.ended(Failure(kind="queue", cause=cause))

    def interpose(self, faults: ConnectionFaults) -> None:
        """Route the bytes of the open connection through the relay that applies faults."""
        if self._sock and not self._is_finished:
            self._looper.watch(self._sock)
            faults.connected(self._sock, is_used=True)
            write = self._flush if self._is_flushing else None
            self._looper.watch(self._sock, read=self._readable, write=write)

    def finish(self) -> None:
        """Send the waiting bytes, and wait until the server closes the connection, for up to a
        second in all.
        """
        self._is_finished = True
        self._cancel_timer()
        self._timer = self._looper.call_later(_LINGER, self._drop)
        if not self._unsent:
            self._end_sending()

    def end(self, *, flush: bool) -> None:
        """Close the socket.

        Args:
            flush: Send waiting bytes first, for up to a second.
        """
        self._is_finished = True
        if self._attempt:
            self._attempt.abort()
        self._cancel_timer()
        if flush and self._sock and self._unsent:
            self._timer = self._looper.call_later(_LINGER, self._drop)
        else:
            self._drop()

    # Methods that open the connection.

    def _opened(self, opened: Opened | None, error: BaseException | None) -> None:
        if self._is_finished:
            if opened:
                opened.sock.close()
            return
        self._attempt = None
        self._cancel_timer()
        if opened is None:
            if isinstance(error, OpeningFailed):
                self._user.ended(error.failure)
            else:
                self._user.ended(Failure(kind="connect", cause=repr(error)))
            return
        self._sock = sock = opened.sock
        sock.setblocking(False)
        self._looper.watch(sock, read=self._readable)
        self._looper.at_close.add(self._drop)
        self._user.opened(opened)
        if opened.rest and self._sock:
            self._missing = self._user.data_received(opened.rest)
        if isinstance(sock, ssl.SSLSocket):
            # Read now: the selector does not report bytes that arrived with the TLS handshake.
            self._readable()

    # Methods that receive bytes.

    def _readable(self) -> None:
        left = size = _READ_SIZE
        # Read more bytes at once for a long frame: fewer turns of the loop take less time.
        if self._missing > size:
            left = size = min(self._missing, _LONG)
        while self._sock:
            try:
                data = self._sock.recv(size)
            except _WOULD_BLOCK:
                return
            except OSError as error:
                self._ended(error)
                return
            if not data:
                self._ended(self._lost)
                return
            self._missing = self._user.data_received(data)
            if len(data) >= _READ_SIZE and self._page:
                self._page.account.note(len(data))
            # With TLS, one read returns one record, often one message. So read again until this
            # turn has as many bytes as one read without TLS can return. Also read all bytes that
            # the TLS socket has already decrypted, since the selector does not report these bytes.
            left -= len(data)
            sock = self._sock
            if not isinstance(sock, ssl.SSLSocket) or (left <= 0 and not sock.pending()):
                return

    def _ended(self, error: OSError | None) -> None:
        """Handle the end or the loss of the TCP connection."""
        self._drop()
        if self._is_finished:
            return
        self._is_finished = True
        if error:
            cause = f"the connection was lost: {error.strerror or error}"
            self._user.ended(Failure(kind="lost", cause=cause))
        else:
            self._user.ended(None)

    # Methods that send bytes.

    def _flush(self) -> None:
        if not self._sock:
            return
        try:
            for _ in range(_MAX_SENDS):
                self._unsent.send(self._sock)
                if not self._unsent:
                    self._is_flushing = False
                    self._looper.watch(self._sock, read=self._readable)
                    if self._is_finished:
                        self._end_sending()
                    return
        except _WOULD_BLOCK:
            pass
        except OSError as error:
            self._sending_failed(error)

    def _sending_failed(self, error: OSError) -> None:
        # Continue reading after a lost connection: bytes that arrived earlier may be waiting.
        self._lost = error
        self._unsent.forget()
        if self._sock:
            self._looper.watch(self._sock, read=self._readable)

    def _end_sending(self) -> None:
        try:
            if self._sock:
                self._sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop()

    def _cancel_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _drop(self) -> None:
        """Close the socket without sending the waiting bytes."""
        self._cancel_timer()
        self._unsent.forget()
        self._looper.at_close.discard(self._drop)
        sock, self._sock = self._sock, None
        if not sock:
            return
        self._looper.watch(sock)
        try:
            # Read waiting data before closing the socket: unread data makes the system reset TCP,
            # and the client's close frame may be lost.
            for _ in range(_MAX_DRAINS):
                if not sock.recv(_READ_SIZE):
                    break
        except OSError:
            pass
        sock.close()
