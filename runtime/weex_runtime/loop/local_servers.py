"""The registry of servers on 127.0.0.1 in this process."""

from __future__ import annotations

from typing import Protocol

HOST = "127.0.0.1"


class LocalServer(Protocol):
    """The interface of a local server for the virtual clock, which may call the methods on any
    thread.
    """

    @property
    def name(self) -> str: ...

    @property
    def port(self) -> int: ...

    def is_at_rest(self) -> bool:
        """Return whether the server has processed all data that arrived."""

    def holds(self, port: int) -> bool:
        """Return whether the server has read a request from a client port and is holding back the
        answer.
        """


# {port: the server that runs at this port}.
RUNNING: dict[int, LocalServer] = {}

# The ports of stopped servers, which may start again.
RESERVED: set[int] = set()


def is_served(host: str, port: int) -> bool:
    """Return whether an address belongs to a server of this process, running or stopped. Such an
    address needs no proxy.
    """
    return (port in RUNNING or port in RESERVED) and host.lower() in (HOST, "localhost")
