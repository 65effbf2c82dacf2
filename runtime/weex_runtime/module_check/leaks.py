"""Threads and sockets that stay when all that used them has ended."""

from __future__ import annotations

import gc
import socket
import threading
import time

_LOOK_AGAIN = 0.005


class Leftovers:
    """What comes after this was made, and stays."""

    def __init__(self) -> None:
        self._threads = set(threading.enumerate())
        self._sockets = _open_sockets()

    def found(self, timeout: float) -> list[str]:
        """In words.

        Args:
            timeout: Real seconds that threads may take to end.
        """
        deadline = time.monotonic() + timeout
        while (threads := set(threading.enumerate()) - self._threads) and (
            time.monotonic() < deadline
        ):
            time.sleep(_LOOK_AGAIN)
        sockets = _open_sockets() - self._sockets
        return [
            *(f"the thread {thread.name!r}" for thread in threads),
            *(f"an open socket ({sock})" for sock in sockets),
        ]


def _open_sockets() -> set[socket.socket]:
    """Those of this process, but for the ends of connections that its own servers have."""
    found = {
        thing
        for thing in gc.get_objects()
        if issubclass(type(thing), socket.socket) and thing.fileno() != -1
    }
    listening = {sock for sock in found if _option(sock, socket.SO_ACCEPTCONN)}
    ports = {_port(sock) for sock in listening}
    return {sock for sock in found if sock in listening or _port(sock) not in ports}


def _option(sock: socket.socket, option: int) -> int:
    try:
        return sock.getsockopt(socket.SOL_SOCKET, option)
    except OSError:
        return 0


def _port(sock: socket.socket) -> object:
    try:
        name = sock.getsockname()
    except OSError:
        return sock
    return name[1] if isinstance(name, tuple) else sock
