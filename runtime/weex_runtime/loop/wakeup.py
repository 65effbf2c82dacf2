"""What another thread wakes the loop with."""

from __future__ import annotations

import os
import sys
from io import RawIOBase
from typing import cast


def open_pair() -> tuple[RawIOBase, RawIOBase]:
    """A reader, which a selector can wait for, and its writer; neither blocks."""
    if sys.platform == "win32":
        import socket  # `select` takes nothing else there

        receiver, sender = socket.socketpair()
        with receiver, sender:  # they are closed when the files on them are
            receiver.setblocking(False)
            sender.setblocking(False)
            return receiver.makefile("rb", buffering=0), sender.makefile("wb", buffering=0)
    # No sockets here: importing them is a twentieth of a cold start.
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    return cast(RawIOBase, open(reader, "rb", 0)), cast(RawIOBase, open(writer, "wb", 0))
