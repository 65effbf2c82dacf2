"""A pipe with which another thread wakes the loop."""

from __future__ import annotations

import os
import sys
from io import RawIOBase
from typing import cast


def open_pair() -> tuple[RawIOBase, RawIOBase]:
    """Open a reader, for a selector, and a writer; both are non-blocking."""
    if sys.platform == "win32":
        import socket  # select() on Windows accepts only sockets

        receiver, sender = socket.socketpair()
        with receiver, sender:  # each socket stays open until its file is closed
            receiver.setblocking(False)
            sender.setblocking(False)
            return receiver.makefile("rb", buffering=0), sender.makefile("wb", buffering=0)
    # A pipe instead of a socket pair, since importing `socket` takes a twentieth of a cold start.
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    return cast(RawIOBase, open(reader, "rb", 0)), cast(RawIOBase, open(writer, "wb", 0))
