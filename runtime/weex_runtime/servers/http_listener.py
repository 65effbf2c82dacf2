"""An HTTP server on 127.0.0.1 in a thread of its own: what all that are served here share."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from weex_runtime.loop.local_servers import (
    HOST,
    RUNNING,
    KeptPort,
    announce,
    cannot_listen,
    checked_port,
)

if TYPE_CHECKING:
    import ssl
    import threading
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    from typing_extensions import Self


class LoopbackHttpServer:
    """Answers between `start()` and `close()`; a context manager.

    Args:
        port: 0 for any free one, which it keeps when it is started again.
        tls: https, with the certificate of this context.

    Attributes:
        port: The port it listens on; 0 before the first start.

    Raises:
        ValueError: The port is not an integer from 0 to 65535.
    """

    def __init__(self, port: int = 0, *, tls: ssl.SSLContext | None = None) -> None:
        self.port = checked_port(port)
        self._tls = tls
        self._server: ThreadingHTTPServer | None = None
        self._kept_port = KeptPort()
        self._thread: threading.Thread

    @property
    def name(self) -> str:
        return type(self).__name__

    @property
    def url(self) -> str:
        """The root, "http://127.0.0.1:49152/", or https.

        Raises:
            RuntimeError: The server was never started, so it has no port yet.
        """
        if not self.port:
            raise RuntimeError(f"{type(self).__name__} has no address before start()")
        return f"{'https' if self._tls else 'http'}://{HOST}:{self.port}/"

    def start(self) -> None:
        """Listen; clients can connect as soon as this returns.

        Raises:
            OSError: The port cannot be had; errno is EADDRINUSE when it is taken.
            RuntimeError: The server is running.
        """
        import threading

        if self._server:
            raise RuntimeError(f"{type(self).__name__} is running already, at {self.url}")
        try:
            self._server = _listener(self.port, self.handler(), self._tls, self._kept_port.take())
        except OSError as error:
            raise cannot_listen(self.port, error) from error
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.02},
            name=f"{type(self).__name__}-{self.port}",
            daemon=True,
        )
        self._thread.start()
        announce(self)

    def close(self) -> None:
        """Stop listening and cut all connections; the threads are gone when this returns. Closing
        a server that does not run does nothing."""
        if self._server:
            RUNNING.pop(self.port, None)
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
            self._server = None
            self._kept_port.keep(self.port)

    def __enter__(self) -> Self:
        self.start()
        self._kept_port.is_wanted = True
        return self

    def __exit__(self, *_: object) -> None:
        self._kept_port.is_wanted = False
        self.close()
        self._kept_port.release()

    # What clocks ask (loop/local_servers.py); who waits for an answer is asked itself.

    def is_at_rest(self) -> bool:
        return True

    def holds(self, port: int) -> bool:
        return False

    def sockets(self) -> list[socket.socket]:
        return []

    def handler(self) -> Callable[..., BaseHTTPRequestHandler]:
        """What answers on one connection."""
        raise NotImplementedError


def _listener(
    port: int,
    handler: Callable[..., BaseHTTPRequestHandler],
    tls: ssl.SSLContext | None,
    bound: socket.socket | None,
) -> ThreadingHTTPServer:
    import threading
    from http.server import ThreadingHTTPServer

    class Listener(ThreadingHTTPServer):
        """Its threads keep nobody's process from ending, yet none outlives `server_close()`."""

        request_queue_size = 128

        def __init__(self) -> None:
            self._talks: dict[threading.Thread, socket.socket] = {}
            self._lock = threading.Lock()
            super().__init__((HOST, port), handler, bind_and_activate=bound is None)
            if bound:
                self.socket.close()
                self.socket = bound
                self.server_address = bound.getsockname()
                self.server_activate()

        def process_request(self, request: Any, client_address: Any) -> None:
            def talk() -> None:
                self.process_request_thread(request, client_address)
                with self._lock:
                    self._talks.pop(thread, None)

            thread = threading.Thread(target=talk, daemon=True)
            with self._lock:
                self._talks[thread] = request
            thread.start()

        def finish_request(self, request: Any, client_address: Any) -> None:
            if tls is None:
                super().finish_request(request, client_address)
                return
            # The handshake is on the connection's own thread: a client may take its time.
            with self._lock:
                secured = tls.wrap_socket(request, server_side=True, do_handshake_on_connect=False)
                self._talks[threading.current_thread()] = secured
            with secured:
                secured.do_handshake()
                super().finish_request(secured, client_address)
                _end(secured)

        def shutdown_request(self, request: Any) -> None:
            _end(request)
            self.close_request(request)

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that goes, or does not trust the certificate, is no news."""
            import sys

            if not isinstance(sys.exc_info()[1], OSError):
                super().handle_error(request, client_address)

        def server_close(self) -> None:
            super().server_close()
            with self._lock:
                talks = dict(self._talks)
            for request in talks.values():
                try:
                    socket.socket.shutdown(request, socket.SHUT_RDWR)  # TLS has no say in it
                except OSError:
                    pass  # the client, or its thread, was faster
            for thread in talks:
                thread.join()

    return Listener()


def _end(connection: socket.socket) -> None:
    """Send FIN and read until the client's: to close a socket with unread data sends RST."""
    try:
        # Of TCP: what TLS makes of it is not looked at.
        socket.socket.shutdown(connection, socket.SHUT_WR)
        while socket.socket.recv(connection, 65536):
            pass
    except OSError:
        pass  # the client was faster, or resets
