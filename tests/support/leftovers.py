"""Check that a test leaves no open files, sockets or threads."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest


def open_files() -> dict[int, tuple[int, int]]:
    """The descriptors of this process, each with the identity of its file."""
    found = {}
    for name in os.listdir("/dev/fd"):
        try:
            status = os.fstat(int(name))
        except OSError:
            continue  # the descriptor with which os.listdir read the folder is closed by now
        found[int(name)] = (status.st_dev, status.st_ino)
    return found


@pytest.fixture(autouse=True)
def no_socket_and_no_thread_is_left() -> Iterator[None]:
    """Files that earlier tests left to the garbage collector may be closed meanwhile."""
    files, threads = open_files(), set(threading.enumerate())
    yield
    assert open_files().items() - files.items() == set()
    assert set(threading.enumerate()) - threads == set()
