"""The base of all servers on 127.0.0.1."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from weex_runtime.loop.local_servers import HOST, KeptPort, cannot_listen, checked_port

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
        port: The port it listens on; 0 before the first start if any free port was requested.

    Raises:
        ValueError: The port is not an integer from 0 to 65535.
        RuntimeError: `tls` is True, and trustme is not installed.
    """

    _scheme = "http"

    def __init__(self, port: int = 0, *, tls: bool = False) -> None:
        self.port = checked_port(port)
        self._kept_port = KeptPort()
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
        """The address of the root, like "ws://127.0.0.1:49152/".

        Raises:
            RuntimeError: The server was never started, so it has no port yet.
        """
        if not self.port:
            raise RuntimeError(f"{self.name} has no address before start()")
        return f"{self._scheme}{'s' if self._tls else ''}://{HOST}:{self.port}/"

    @property
    def network(self) -> Network:
        """For `Runtime(network=…)` or `open(network=…)`: trusts every server of this process with
        `tls=True`."""
        from weex_runtime.module_api.network import Network

        return Network(ca_file=self._ca_file)

    def start(self) -> None:
        """Listen; clients can connect as soon as this returns.

        Raises:
            OSError: The port is not available; errno is EADDRINUSE if it is taken.
            RuntimeError: The server is running.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Stop; the threads have ended when this returns. Does nothing if the server is stopped."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        self.start()
        self._kept_port.is_wanted = True
        return self

    def __exit__(self, *_: object) -> None:
        self._kept_port.is_wanted = False
        self.close()
        self._kept_port.release()

    # Asked by virtual clocks (loop/local_servers.py).

    def is_at_rest(self) -> bool:
        return True

    def holds(self, port: int) -> bool:
        return False

    def sockets(self) -> list[socket.socket]:
        return []

    def _listen(self) -> socket.socket:
        """Open the listening socket and read its port."""
        listener = self._kept_port.take()
        try:
            if listener:
                listener.listen()
            else:
                listener = socket.create_server((HOST, self.port))
        except OSError as error:
            raise cannot_listen(self.port, error) from error
        self.port = listener.getsockname()[1]
        return listener

    def _require_stopped(self, is_running: object) -> None:
        if is_running:
            raise RuntimeError(f"{self.name} is running already, at {self.url}")
