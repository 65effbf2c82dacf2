"""Open TCP connections with blocking calls that another thread can abort.

`socket.create_connection` spends the whole timeout on an address that never answers, and does not
return the socket before it is connected.
"""

from __future__ import annotations

import errno
import os
import selectors
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Literal

from weex_runtime.access.lookup import look_up
from weex_runtime.errors import AccessRefused

if TYPE_CHECKING:
    from weex_runtime.access.page_access import PageAccess
    from weex_runtime.faults.connection import ConnectionFaults
    from weex_runtime.instance import Instance

_BEGUN = (errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EINTR)


class DialFailed(Exception):
    """The connection cannot be opened. The exception has the kind and the cause of the failure."""

    def __init__(self, kind: Literal["access", "lookup", "connect", "timeout"], cause: str) -> None:
        super().__init__(cause)
        self.kind = kind
        self.cause = cause


def faults_for(page: Instance, url: str) -> ConnectionFaults | None:
    """Return the faults of a new connection or request of a page; None if no fault was added.

    Args:
        url: The address before `url_map`.
    """
    plan = page.runtime.fault_plan
    return None if plan is None else plan.connection(page.id, url)


def dial(
    host: str,
    port: int,
    timeout: float | None,
    *,
    access: PageAccess | None = None,
    hold: Callable[[socket.socket], object],
    waiting: Callable[[], AbstractContextManager[object]],
    faults: ConnectionFaults | None = None,
) -> socket.socket:
    """Connect to the first address of a host that accepts a connection; returns a blocking socket.

    Args:
        timeout: Seconds for all addresses together; None: the timeout of the operating system.
        access: Decides which addresses may be connected; None allows all.
        hold: Called with each socket before it connects, so that another thread can shut it down.
            An exception of `hold` ends all attempts.
        waiting: Called for each address; returns a context manager that is entered while the
            socket connects to this address.
        faults: Network faults that act on the lookup and on each connection; None: no faults.

    Raises:
        DialFailed: Access is refused, or the lookup or all connections failed.
    """
    try:
        addresses = look_up(host, port, access, faults.lookup if faults else None)
    except AccessRefused as refused:
        raise DialFailed("access", f"cannot connect to {refused}") from None
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DialFailed("lookup", f"cannot look up the host {host!r}: {reason}") from None
    problem: OSError | None = None
    for position, (family, kind, protocol, _, address) in enumerate(addresses):
        try:
            sock = socket.socket(family, kind, protocol)
        # The process has too many open files, or the system does not support the address family.
        except OSError as error:
            problem = error
            continue
        try:
            hold(sock)
            # Divide the remaining time among the remaining addresses: an address that never answers
            # must not use up all of it.
            limit = timeout and timeout / (len(addresses) - position)
            if faults:
                faults.connecting()
            connect(sock, address, limit, waiting())
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if faults:
                faults.connected(sock)
                hold(sock)  # again: a fault may have put a relay between the socket and the server
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
    """Connect a socket, and leave it blocking without a timeout.

    Args:
        address: The peer's address, in the format of the socket's address family.
        timeout: Seconds; None: the timeout of the operating system.
        waiting: A context manager that is entered while the socket connects.

    Raises:
        OSError: The connection failed; TimeoutError: the peer did not answer.
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
