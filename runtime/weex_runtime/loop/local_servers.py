"""The registry of servers on 127.0.0.1 in this process."""

from __future__ import annotations

from typing import Protocol

HOST = "127.0.0.1"


class LocalServer(Protocol):
    """The part of a server that a virtual clock needs; may be called from any thread."""

    @property
    def name(self) -> str: ...

    @property
    def port(self) -> int: ...

    def is_at_rest(self) -> bool:
        """The server has processed all data that arrived."""

    def holds(self, port: int) -> bool:
        """The server has read a request from this client port, and answers later or never."""


# Running servers by port.
RUNNING: dict[int, LocalServer] = {}

# Ports of stopped servers that may start again.
RESERVED: set[int] = set()


def is_served(host: str, port: int) -> bool:
    """An address belongs to a running or stopped server of this process, so needs no proxy."""
    return (port in RUNNING or port in RESERVED) and host.lower() in (HOST, "localhost")
