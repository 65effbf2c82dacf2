"""A connection's begin, which blocks, and tells from when on it waits for the peer alone."""

from __future__ import annotations

import errno
import os
import selectors
import socket
from contextlib import AbstractContextManager
from typing import Any

_BEGUN = (errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EINTR)


def connect(
    sock: socket.socket,
    address: Any,
    timeout: float | None,
    waiting: AbstractContextManager[object],
) -> None:
    """`sock.connect(address)`; its timeout is none behind it.

    Args:
        address: As the socket's family has it.
        timeout: Seconds; None: as long as the system tries.
        waiting: Entered while there is nothing to do but to wait. A thread that is still to make
            the call does not wait, however long it takes to get its turn.

    Raises:
        OSError: It cannot be had; TimeoutError where the peer is silent.
    """
    sock.setblocking(False)
    code = sock.connect_ex(address)
    if code in _BEGUN:
        with waiting, selectors.DefaultSelector() as selector:
            selector.register(sock, selectors.EVENT_WRITE)
            if not selector.select(timeout):
                raise TimeoutError("timed out")
        code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, os.strerror(code))
    sock.setblocking(True)
