"""Where servers of demos and tests listen: a port on 127.0.0.1, and nowhere else."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import socket

HOST = "127.0.0.1"


class LocalServer(Protocol):
    """A server of this process, as clocks see it; asked from any thread.

    Attributes:
        name: Of its class.
        port: Where it listens.
    """

    @property
    def name(self) -> str: ...

    @property
    def port(self) -> int: ...

    def is_at_rest(self) -> bool:
        """It has acted on all that has arrived."""

    def holds(self, port: int) -> bool:
        """The client at this local port waits for an answer that comes at a later time, or never:
        its request was read."""

    def sockets(self) -> Iterable[socket.socket]:
        """Of its connections."""


# Those that run, by port.
RUNNING: dict[int, LocalServer] = {}

# The ports of those that are closed and may start again.
_KEPT: set[int] = set()


def announce(server: LocalServer) -> None:
    """List a server that has begun to listen."""
    RUNNING[server.port] = server


def is_served(host: str, port: int) -> bool:
    """Whether an address is that of a server of this process, also of one that may start again: no
    proxy leads there."""
    return (port in RUNNING or port in _KEPT) and host.lower() in (HOST, "localhost")


class KeptPort:
    """The port of a server that is closed and may start again: clients are refused, and no other
    program is given it meanwhile.

    Attributes:
        is_wanted: The server is in its `with` block, whose end gives the port back.
    """

    def __init__(self) -> None:
        self.is_wanted = False
        self._socket: socket.socket | None = None

    def keep(self, port: int) -> None:
        """The server has stopped listening."""
        import socket

        if not self.is_wanted:
            return
        self._socket = socket.socket()
        # As the listener's: its last connections have the port still.
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((HOST, port))
        except OSError:
            self.release()  # somebody was faster, whom the next start will meet
        else:
            _KEPT.add(port)

    def take(self) -> socket.socket | None:
        """Its socket, for the server to listen with; None when it is not kept."""
        kept, self._socket = self._socket, None
        if kept:
            _KEPT.discard(kept.getsockname()[1])
        return kept

    def release(self) -> None:
        """Give it back."""
        if kept := self.take():
            kept.close()


def checked_port(port: int) -> int:
    """The port itself.

    Raises:
        ValueError: It is not an integer from 0 to 65535.
    """
    if not isinstance(port, int) or not 0 <= port <= 65535:
        raise ValueError(f"port must be an integer from 0 (any free one) to 65535, not {port!r}")
    return port


def cannot_listen(port: int, error: OSError) -> OSError:
    """The error that says what to do about a port that cannot be had; its errno is the same."""
    if error.errno == errno.EADDRINUSE:
        problem = "the port is taken; choose another one, or leave it out for any free one"
    else:
        problem = error.strerror or str(error)
    return OSError(error.errno, f"cannot listen on {HOST}:{port}: {problem}")
