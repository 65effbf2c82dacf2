"""The base of all servers on 127.0.0.1."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING

from weex_runtime.loop.local_servers import HOST, RESERVED

if TYPE_CHECKING:
    import ssl

    from typing_extensions import Self

    from weex_runtime.module_api.network import Network


class LoopbackServer:
    """A server in a thread of its own, between `start()` and `close()`; a context manager.

    Started again, the server takes the same port.

    Args:
        port: 0 for any free port.
        tls: Use a certificate by an authority that only `network` trusts; needs `trustme`.

    Attributes:
        port: The server's port; 0 before the first start if any free port was requested.

    Raises:
        ValueError: The port is not an integer from 0 to 65535.
        RuntimeError: `tls` is True, and trustme is not installed.
    """

    _scheme = "http"

    def __init__(self, port: int = 0, *, tls: bool = False) -> None:
        if not isinstance(port, int) or not 0 <= port <= 65535:
            raise ValueError(
                f"port: expected an integer from 0 (any free port) to 65535, got {port!r}"
            )
        self.port = port
        self._is_in_block = False
        # While the server is stopped: a socket that is bound but does not listen, so that clients
        # are refused and no other program gets the port.
        self._reserved: socket.socket | None = None
        self._tls: ssl.SSLContext | None = None
        self._ca_file: str | None = None
        if tls:
            from weex_runtime.servers.certificates import throwaway_ca

            self._ca_file = throwaway_ca().ca_file
            self._tls = throwaway_ca().server_context()

    @property
    def name(self) -> str:
        return type(self).__name__

    @property
    def url(self) -> str:
        """Return the server's address, like "ws://127.0.0.1:49152/".

        Raises:
            RuntimeError: The server was never started, so it has no port yet.
        """
        if not self.port:
            raise RuntimeError(
                f"{self.name} has no address before start(): call start(), or use `with`"
            )
        return f"{self._scheme}{'s' if self._tls else ''}://{HOST}:{self.port}/"

    @property
    def network(self) -> Network:
        """Return a network that trusts every server of this process with `tls=True`.

        Pass the network to `Runtime(network=…)` or `open(network=…)`.
        """
        from weex_runtime.module_api.network import Network

        return Network(ca_file=self._ca_file)

    def start(self) -> None:
        """Start to listen. Clients can connect as soon as `start` returns.

        Raises:
            OSError: The port is not available; errno is EADDRINUSE if another program has the port.
            RuntimeError: The server is running.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Stop the server and join its threads. Does nothing if the server is stopped."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        self.start()
        self._is_in_block = True
        return self

    def __exit__(self, *_: object) -> None:
        self._is_in_block = False
        self.close()
        if reserved := self._take_reserved():
            reserved.close()

    # Virtual clocks call the following methods (loop/local_servers.py).

    def is_at_rest(self) -> bool:
        return True

    def holds(self, port: int) -> bool:
        return False

    def _listen(self) -> socket.socket:
        """Open the listening socket, and store the port that the system has chosen."""
        listener = self._take_reserved()
        try:
            if listener:
                listener.listen()
            else:
                listener = socket.create_server((HOST, self.port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                problem = "the port is taken; choose another port, or 0 for any free port"
            else:
                problem = error.strerror or str(error)
            message = f"cannot listen on {HOST}:{self.port}: {problem}"
            raise OSError(error.errno, message) from error
        self.port = listener.getsockname()[1]
        return listener

    def _reserve_port(self) -> None:
        """Keep the port of a stopped server until the end of the `with` block."""
        if not self._is_in_block:
            return
        reserved = socket.socket()
        # Without SO_REUSEADDR, connections in TIME_WAIT would keep the port in use.
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            reserved.bind((HOST, self.port))
        except OSError:
            reserved.close()  # another program took the port, so the next start() raises OSError
        else:
            self._reserved = reserved
            RESERVED.add(self.port)

    def _take_reserved(self) -> socket.socket | None:
        reserved, self._reserved = self._reserved, None
        if reserved:
            RESERVED.discard(self.port)
        return reserved

    def _require_stopped(self, is_running: object) -> None:
        if is_running:
            raise RuntimeError(f"{self.name} is running already at {self.url}: call close() first")
