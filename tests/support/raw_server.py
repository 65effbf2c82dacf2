"""A WebSocket server on a raw socket that sends any bytes, valid or not.

def script(peer: Peer) -> None:
    peer.open()
    peer.send(frame(TEXT, b"hello"))

with RawServer(script) as server:
    ...  # connect to server.url, pump the loop
    assert server.peer.close_code == 1000
"""

from __future__ import annotations

import base64
import hashlib
import select
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from types import TracebackType
from typing import NamedTuple

import trustme

# Seconds that a script waits for its client, which may be a process that starts slowly.
TIMEOUT = 20.0

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # a constant of RFC 6455, section 1.3


class Frame(NamedTuple):
    """A frame of the client, unmasked."""

    opcode: int
    payload: bytes
    fin: bool = True
    masked: bool = True


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    fin: bool = True,
    rsv: int = 0,
    masked: bool = False,
    extended: int = 0,
) -> bytes:
    """Encode a frame of the server.

    Args:
        rsv: The three reserved bits; 4 is RSV1.
        extended: Bytes of the extended length at least: 0, 2 or 8; RFC 6455 wants the fewest.
    """
    size = len(payload)
    first = fin << 7 | rsv << 4 | opcode
    if size < 126 and not extended:
        head = struct.pack("!BB", first, masked << 7 | size)
    elif size < 1 << 16 and extended < 8:
        head = struct.pack("!BBH", first, masked << 7 | 126, size)
    else:
        head = struct.pack("!BBQ", first, masked << 7 | 127, size)
    # The mask is all zeros, so the masked payload is equal to the payload.
    return head + (bytes(4) if masked else b"") + payload


def close_frame(code: int, reason: bytes = b"") -> bytes:
    return frame(CLOSE, struct.pack("!H", code) + reason)


def tls_of(authority: trustme.CA, host: str = "localhost") -> ssl.SSLContext:
    """Make a TLS context with a certificate for the host, signed by the authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    return context


class Peer:
    """The server's side of one connection.

    Attributes:
        head: The client's opening handshake, as text.
        frames: All frames that the client sent and the script read.
        end: How the client closed the TCP connection: "end" (FIN), "reset" (RST), or "" while the
            connection is open.
        done: The script has run and the connection is over; nothing changes any more.
    """

    def __init__(self, sock: socket.socket, released: threading.Event) -> None:
        self.sock = sock
        self.head = ""
        self.frames: list[Frame] = []
        self.end = ""
        self.done = False
        self._released = released
        self._unread = bytearray()

    # Methods for the opening handshake.

    def read_head(self) -> None:
        while b"\r\n\r\n" not in self._unread:
            self._read()
        size = self._unread.index(b"\r\n\r\n")
        self.head = self._take(size + 4)[:size].decode()

    def header(self, name: str) -> str | None:
        """A header of the client's opening handshake."""
        for line in self.head.split("\r\n")[1:]:
            key, _, value = line.partition(":")
            if key.lower() == name.lower():
                return value.strip()
        return None

    def answer(self, *more: str, without: str = "", accept: str = "") -> bytes:
        """The answer to the client's opening handshake.

        Args:
            more: Header lines to add.
            without: Name of a header to leave out.
            accept: Sec-WebSocket-Accept in place of the right one.
        """
        key = self.header("Sec-WebSocket-Key") or ""
        digest = hashlib.sha1((key + _GUID).encode()).digest()
        lines = [
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Accept: {accept or base64.b64encode(digest).decode()}",
            *more,
        ]
        kept = [line for line in lines if line.partition(":")[0] != without]
        return "\r\n".join(["HTTP/1.1 101 Switching Protocols", *kept, "", ""]).encode()

    def open(self, *more: str, then: bytes = b"") -> None:
        """Accept the opening handshake; `then` goes in the same packet."""
        self.read_head()
        self.send(self.answer(*more) + then)

    # Methods for an open connection.

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def read_frame(self) -> Frame:
        """Read the client's next frame; OSError if the client closed the TCP connection."""
        first, second = self._take(2)
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", self._take(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self._take(8))
        masked = bool(second & 0x80)
        mask = self._take(4) if masked else bytes(4)
        payload = _unmask(self._take(size), mask)
        read = Frame(first & 0xF, payload, bool(first & 0x80), masked)
        self.frames.append(read)
        return read

    def read_to_end(self) -> None:
        """Read frames until the client closes the TCP connection."""
        while True:
            self.read_frame()

    def stall(self) -> None:
        """Stop reading and writing until the server is closed."""
        self._released.wait()

    def dribble(self, data: bytes, seconds: float) -> None:
        """Send a byte of `data` every `seconds`, and repeat the last byte, until the client
        disconnects or the server closes."""
        position = 0
        while not self._released.wait(seconds):
            self.send(data[position : position + 1])
            position = min(position + 1, len(data) - 1)

    def tunnel(self) -> None:
        """Act as an HTTP proxy: connect to the host of the request, and copy bytes both ways."""
        host, _, port = self.head.split()[1].rpartition(":")
        with socket.create_connection((host, int(port)), TIMEOUT) as target:
            self.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
            other = {self.sock: target, target: self.sock}
            while True:
                for sock in select.select(list(other), [], [], TIMEOUT)[0]:
                    data = sock.recv(1 << 16)
                    if not data:
                        return
                    other[sock].sendall(data)

    def close(self) -> None:
        """Close the TCP connection (FIN)."""
        self.sock.close()

    def reset(self) -> None:
        """Reset the TCP connection (RST)."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    @property
    def close_code(self) -> int | None:
        """The code of the client's close frame; 1005 for no code, None for no close frame."""
        for read in self.frames:
            if read.opcode == CLOSE:
                return int.from_bytes(read.payload[:2], "big") if read.payload else 1005
        return None

    def _take(self, size: int) -> bytes:
        while len(self._unread) < size:
            self._read()
        taken = bytes(self._unread[:size])
        del self._unread[:size]
        return taken

    def _read(self) -> None:
        try:
            data = self.sock.recv(1 << 20)
        except ConnectionResetError:
            self.end = "reset"
            raise
        if not data:
            self.end = "end"
            raise ConnectionAbortedError("the client closed the TCP connection")
        self._unread += data


class RawServer:
    """Runs a script for each client in a thread, then reads until the client disconnects.

    Args:
        script: A function of the peer. An OSError in the script ends the connection; any other
            exception, and a timeout of the script, fail the test when the server closes.
        tls: The TLS context, which makes this server a wss server.

    Attributes:
        port: The port on 127.0.0.1 on which the server listens.
        url: "ws://127.0.0.1:49152/", or wss and the name localhost.
        peers: The clients, in the order of arrival.
    """

    def __init__(
        self, script: Callable[[Peer], None], *, tls: ssl.SSLContext | None = None
    ) -> None:
        self._script = script
        self._tls = tls
        self.peers: list[Peer] = []
        self._errors: list[BaseException] = []
        self._released = threading.Event()
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"wss://localhost:{self.port}/" if tls else f"ws://127.0.0.1:{self.port}/"

    @property
    def peer(self) -> Peer:
        """The only client."""
        (peer,) = self.peers
        return peer

    @property
    def is_done(self) -> bool:
        """A client has connected, and all clients are done."""
        return bool(self.peers) and all(peer.done for peer in self.peers)

    def wait(self) -> None:
        """Wait until all clients are done, for a test without a loop."""
        for thread in self._threads[1:]:
            thread.join(TIMEOUT)
        assert self.is_done

    def __enter__(self) -> RawServer:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._released.set()
        try:
            # Connecting wakes the thread that accepts connections.
            socket.create_connection(("127.0.0.1", self.port)).close()
        except OSError:
            pass  # a client has already woken the thread, and the thread has closed the socket
        self._threads[0].join()
        for sock in self._sockets:
            _shut_down(sock)
        for thread in self._threads:
            thread.join()
        if self._errors and error is None:
            raise self._errors[0]

    def _start(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, name="raw-server", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with self._listener:
            while True:
                sock, _ = self._listener.accept()
                if self._released.is_set():
                    sock.close()
                    return
                self._sockets.append(sock)
                self._start(self._serve, sock)

    def _serve(self, sock: socket.socket) -> None:
        sock.settimeout(TIMEOUT)
        try:
            if self._tls:
                sock = self._tls.wrap_socket(sock, server_side=True)
                self._sockets.append(sock)
        except OSError:
            sock.close()
            return
        peer = Peer(sock, self._released)
        self.peers.append(peer)
        try:
            self._script(peer)
            peer.read_to_end()
        except TimeoutError as error:
            self._errors.append(error)
        except OSError:
            pass  # raised if the client or the script closed the connection
        except BaseException as error:
            self._errors.append(error)
        finally:
            sock.close()
            peer.done = True


def answering(answer: bytes) -> Callable[[Peer], None]:
    """Return a script that reads the head of a request, sends these bytes and closes the
    connection.
    """

    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(answer)
        peer.close()

    return script


def answers(head: str) -> Callable[[Peer], None]:
    """Return a script that answers the opening handshake with these lines."""

    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(head.replace("\n", "\r\n").encode())

    return script


def opens(*more: str, then: bytes = b"") -> Callable[[Peer], None]:
    """Return a script that accepts the opening handshake, with `Peer.open`."""
    return lambda peer: peer.open(*more, then=then)


def _unmask(payload: bytes, mask: bytes) -> bytes:
    size = len(payload)
    whole = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(whole, "big")).to_bytes(size, "big")


def _shut_down(sock: socket.socket) -> None:
    try:
        # Shut down the TCP socket only, since another thread may be using the TLS socket.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        pass  # raised if the socket is closed already
