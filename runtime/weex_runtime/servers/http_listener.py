"""The base of HTTP servers: `http.server` in threads."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from weex_runtime.loop.local_servers import RUNNING
from weex_runtime.servers.loopback import LoopbackServer

if TYPE_CHECKING:
    import ssl
    import threading
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class LoopbackHttpServer(LoopbackServer):
    """An HTTP server with a thread for each connection."""

    def __init__(self, port: int = 0, *, tls: bool = False) -> None:
        super().__init__(port, tls=tls)
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread

    def start(self) -> None:
        import threading

        self._require_stopped(self._server)
        self._server = _listener(self._listen(), self._handler(), self._tls)
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.02},
            name=f"{self.name}-{self.port}",
            daemon=True,
        )
        self._thread.start()
        RUNNING[self.port] = self

    def close(self) -> None:
        """Stop the server, cut all connections and join the threads. Does nothing if the server is
        stopped.
        """
        if self._server:
            RUNNING.pop(self.port, None)
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
            self._server = None
            self._reserve_port()

    def _handler(self) -> Callable[..., BaseHTTPRequestHandler]:
        """Return the request handler class. Each connection gets an instance of the class."""
        raise NotImplementedError


def _listener(
    listening: socket.socket,
    handler: Callable[..., BaseHTTPRequestHandler],
    tls: ssl.SSLContext | None,
) -> ThreadingHTTPServer:
    import threading
    from http.server import ThreadingHTTPServer

    class Listener(ThreadingHTTPServer):
        """Handles each connection in a daemon thread; `server_close()` ends and joins these
        threads.
        """

        def __init__(self) -> None:
            self._requests: dict[threading.Thread, socket.socket] = {}
            self._lock = threading.Lock()
            super().__init__(listening.getsockname(), handler, bind_and_activate=False)
            self.socket.close()
            self.socket = listening

        def process_request(self, request: Any, client_address: Any) -> None:
            def process() -> None:
                self.process_request_thread(request, client_address)
                with self._lock:
                    self._requests.pop(thread, None)

            thread = threading.Thread(target=process, daemon=True)
            with self._lock:
                self._requests[thread] = request
            thread.start()

        def finish_request(self, request: Any, client_address: Any) -> None:
            if tls is None:
                super().finish_request(request, client_address)
                return
            # Run the TLS handshake in the connection's thread, since a client may take long.
            with self._lock:
                secured = tls.wrap_socket(request, server_side=True, do_handshake_on_connect=False)
                self._requests[threading.current_thread()] = secured
            with secured:
                secured.do_handshake()
                super().finish_request(secured, client_address)
                _end(secured)

        def shutdown_request(self, request: Any) -> None:
            _end(request)
            self.close_request(request)

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Ignore clients that disconnect or do not trust the certificate."""
            import sys

            if not isinstance(sys.exc_info()[1], OSError):
                super().handle_error(request, client_address)

        def server_close(self) -> None:
            super().server_close()
            with self._lock:
                requests = dict(self._requests)
            for request in requests.values():
                try:
                    # the methods of `socket.socket` close TCP without sending TLS's close_notify
                    socket.socket.shutdown(request, socket.SHUT_RDWR)
                except OSError:
                    pass  # the socket is closed already
            for thread in requests:
                thread.join()

    return Listener()


def _end(connection: socket.socket) -> None:
    """End a connection: send FIN, and read until the client's FIN. Closing a socket with unread
    data would send RST.
    """
    try:
        # Call the methods of `socket.socket`, which bypass TLS, to end the TCP connection only.
        socket.socket.shutdown(connection, socket.SHUT_WR)
        while socket.socket.recv(connection, 65536):
            pass
    except OSError:
        pass  # the client has reset the connection
