"""What Linux tells of the peers of connections on this machine: see proc(5), /proc/net/tcp."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import get_native_id
from typing import NamedTuple

_ESTABLISHED = "01"
_NO_PROCESS = "0"


class _Socket(NamedTuple):
    port: int
    peer_port: int
    state: str
    has_unread: bool
    inode: str


def is_at_work(connections: Iterable[tuple[int, int]]) -> bool:
    """A peer has data that it has not read, has not accepted its connection, or its process runs or
    would if it had a processor; or another thread of this process does, which may be about to read
    an answer. False where nothing can be told: of another system's, user's or machine's.

    Args:
        connections: Of each the peer's port and the local one.
    """
    wanted = set(connections)
    found = [sock for sock in _sockets() if (sock.port, sock.peer_port) in wanted]
    for sock in found:
        if sock.has_unread or (sock.state == _ESTABLISHED and sock.inode == _NO_PROCESS):
            return True
    processes = {_process_of(sock.port, sock.peer_port, sock.inode) for sock in found}
    return any(map(_runs, (processes | {str(os.getpid())}) - {""}))


def _sockets() -> Iterator[_Socket]:
    for name in ("tcp", "tcp6"):
        try:
            with open(f"/proc/net/{name}", encoding="ascii") as table:
                next(table)
                for line in table:
                    _, local, remote, state, queues, _, _, _, _, inode, *_ = line.split()
                    unread = int(queues.partition(":")[2], 16)
                    yield _Socket(_port(local), _port(remote), state, unread > 0, inode)
        except OSError:
            pass  # another system, or none of that version


def _port(address: str) -> int:
    return int(address.rpartition(":")[2], 16)


@lru_cache(maxsize=256)
def _process_of(port: int, peer_port: int, inode: str) -> str:
    """The number of the process that has a socket; "" when it is not known.

    Args:
        port, peer_port: Inodes are used again, together with these seldom.
    """
    link = f"socket:[{inode}]"
    for process in sorted(filter(str.isdigit, os.listdir("/proc")), key=int, reverse=True):
        folder = f"/proc/{process}/fd"
        try:
            for name in os.listdir(folder):
                if os.readlink(f"{folder}/{name}") == link:
                    return process
        except OSError:
            pass  # another user's, or it ends just now
    return ""


def _runs(process: str) -> bool:
    asking = str(get_native_id())
    try:
        for thread in os.listdir(f"/proc/{process}/task"):
            if thread == asking:
                continue
            with open(f"/proc/{process}/task/{thread}/stat", encoding="utf-8") as facts:
                # The name before it may hold anything.
                if facts.read().rpartition(")")[2].split()[0] in "RD":
                    return True
    except OSError:
        pass  # it ends just now
    return False
