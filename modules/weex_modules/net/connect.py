"""A connection's begin, which blocks, and tells from when on it waits for the peer alone.

Not `socket.create_connection`: it gives an address that swallows everything all of the time, and
nobody but itself the socket that is still to connect.
"""

from __future__ import annotations

import errno
import os
import selectors
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Literal

_BEGUN = (errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EINTR)


class DialFailed(Exception):
    """There is no connection: what happened, and a sentence."""

    def __init__(self, kind: Literal["lookup", "connect", "timeout"], cause: str) -> None:
        super().__init__(cause)
        self.kind = kind
        self.cause = cause


def dial(
    host: str,
    port: int,
    timeout: float | None,
    *,
    hold: Callable[[socket.socket], object],
    waiting: Callable[[], AbstractContextManager[object]],
) -> socket.socket:
    """A connection to the first address of a host that takes one; it blocks, without a timeout.

    Args:
        timeout: Seconds for all addresses; None: as long as the system tries.
        hold: Called with each socket before it connects: who shuts that one down ends the attempt.
            What it raises ends all of them.
        waiting: As `connect` has it, for each address.

    Raises:
        DialFailed: With the cause.
    """
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DialFailed("lookup", f"cannot look up the host {host!r}: {reason}") from None
    problem: OSError | None = None
    for position, (family, kind, protocol, _, address) in enumerate(addresses):
        try:
            sock = socket.socket(family, kind, protocol)
        except OSError as error:  # no file is left, or no such family
            problem = error
            continue
        try:
            hold(sock)
            # One that swallows everything leaves time for the others.
            limit = timeout and timeout / (len(addresses) - position)
            connect(sock, address, limit, waiting())
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return sock
        except OSError as error:
            sock.close()
            problem = error
        except BaseException:
            sock.close()
            raise
    where = f"cannot connect to {host}:{port}"
    if isinstance(problem, TimeoutError) and timeout is not None:
        raise DialFailed("timeout", f"{where}: no answer within {timeout:g} s")
    raise DialFailed("connect", f"{where}: {(problem and problem.strerror) or problem}")


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
