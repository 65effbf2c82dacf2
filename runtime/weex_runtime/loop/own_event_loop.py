"""Detect a test that waits for a server on its own thread's asyncio event loop.

Such a wait always times out: in an `async def` test, calls of the test kit block the thread, and so
the event loop on which the server would accept the connection and answer.
"""

from __future__ import annotations

import os
import select
import socket
import stat
import sys
from collections.abc import Iterator
from typing import Any

from weex_runtime.loop.looper import Looper


def stalled_server(looper: Looper | None = None) -> str:
    """Explain that the test waits for a server on this thread's event loop; "" if it does not.

    Args:
        looper: The loop whose sockets are the connections of pages. Without a loop, only
            connections that the server has not accepted or read are found.
    """
    asyncio = sys.modules.get("asyncio")
    if asyncio is None:
        return ""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return ""
    peers = {_port(sock.getpeername) for sock in looper.sockets()} if looper else set()
    for address in _stalled(loop, peers - {None}):
        return (
            f"the server at {address} runs on this thread's asyncio event loop, and cannot answer "
            "while the test waits. Run the server in another thread, or use ws_server or "
            "http_server (WsServer, HttpServer of weex_runtime.testing)"
        )
    return ""


def _stalled(loop: Any, peers: set[int | None]) -> Iterator[str]:
    """Return the addresses of the servers on the event loop that have a connection to accept or to
    answer.

    Args:
        peers: Ports that the pages' sockets are connected to.
    """
    sockets = list(_sockets(loop))
    try:
        listening = {
            _port(sock.getsockname): sock
            for sock in sockets
            if sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
        }
        listening.pop(None, None)
        for port, sock in listening.items():
            served = [one for one in sockets if _port(one.getsockname) == port]
            if port in peers or select.select(served, [], [], 0)[0]:
                host = sock.getsockname()[0]
                yield f"{host}:{port}"
    finally:
        for sock in sockets:
            sock.close()


def _sockets(loop: Any) -> Iterator[socket.socket]:
    """Return copies of the sockets that the event loop watches; for a loop without a selector,
    like uvloop's, copies of all sockets of the process.
    """
    selector: Any = getattr(loop, "_selector", None)
    if hasattr(selector, "get_map"):
        numbers = [key.fd for key in selector.get_map().values()]
    elif os.path.isdir("/dev/fd"):
        numbers = [int(name) for name in os.listdir("/dev/fd")]
    else:
        numbers = []
    for number in numbers:
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                yield socket.socket(fileno=os.dup(number))
        except OSError:
            continue  # another thread closed the socket


def _port(address: Any) -> int | None:
    """Return the port of the address that `getsockname` or `getpeername` returns; None without
    one.
    """
    try:
        found = address()
    except OSError:
        return None
    return found[1] if isinstance(found, tuple) else None
