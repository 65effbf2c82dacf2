"""The sockets that a loop watches, and the pipe with which other threads wake the loop."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable
from typing import cast

from weex_runtime.loop.wakeup import open_pair


class WatchedSockets:
    """Watched sockets, and the callbacks to run when a socket can be read or written.

    Args:
        selector: Waits for the sockets; None: the system's fastest selector.

    Attributes:
        unsent: File descriptors of the sockets that have data which the peer's buffer cannot take
            yet.
    """

    def __init__(self, selector: selectors.BaseSelector | None = None) -> None:
        self._selector = selector or selectors.DefaultSelector()
        self._wake_reader, self._wake_writer = open_pair()
        self._selector.register(self._wake_reader, selectors.EVENT_READ, (self._drain, None))
        self.unsent: set[int] = set()

    def watch(
        self,
        sock: socket.socket,
        read: Callable[[], object] | None,
        write: Callable[[], object] | None,
    ) -> None:
        """Set a socket's callbacks; without callbacks, stop watching the socket."""
        events = (selectors.EVENT_READ if read else 0) | (selectors.EVENT_WRITE if write else 0)
        known = sock.fileno() in self._selector.get_map()
        if events and known:
            self._selector.modify(sock, events, (read, write))
        elif events:
            self._selector.register(sock, events, (read, write))
        elif known:
            self._selector.unregister(sock)
        (self.unsent.add if write else self.unsent.discard)(sock.fileno())

    def run_ready(self, timeout: float, run: Callable[[Callable[[], object]], None]) -> int:
        """Wait up to `timeout` seconds, then run the callbacks of the sockets that are ready.

        Args:
            run: A function that calls the callback that it is given.

        Returns:
            The number of ready sockets, plus one after a wake-up.
        """
        ready = self._selector.select(timeout)
        for key, events in ready:
            read, write = key.data
            if events & selectors.EVENT_READ and read:
                run(read)
            # Check again, since the read callback may have stopped watching the socket.
            if events & selectors.EVENT_WRITE and write and self._is_watched(key.fd, write):
                run(write)
        return len(ready)

    def is_ready(self, timeout: float = 0) -> bool:
        """Return whether a socket can be read or written within `timeout` seconds, or a thread has
        woken the loop.
        """
        return bool(self._selector.select(timeout))

    def sockets(self) -> list[socket.socket]:
        """Return the watched sockets."""
        keys = self._selector.get_map().values()
        return [
            cast("socket.socket", k.fileobj) for k in keys if k.fileobj is not self._wake_reader
        ]

    def wake(self) -> None:
        """End the wait of `run_ready`. Can be called on any thread."""
        try:
            # a full pipe is not an error, since the loop is awake already
            self._wake_writer.write(b"\0")
        except (OSError, ValueError):
            pass  # the loop has closed the pipe

    def flush(self, seconds: float, run: Callable[[Callable[[], object]], None]) -> None:
        """Write the unsent data, for at most the given seconds, and read nothing.

        Args:
            run: A function that calls the callback that it is given.
        """
        self._selector.unregister(self._wake_reader)
        for key in list(self._selector.get_map().values()):
            self.watch(cast("socket.socket", key.fileobj), None, key.data[1])
        deadline = time.monotonic() + seconds
        while self.unsent and (left := deadline - time.monotonic()) > 0:
            for key, _ in self._selector.select(left):
                if key.data[1]:
                    run(key.data[1])
                else:
                    self.watch(cast("socket.socket", key.fileobj), None, None)

    def close(self) -> None:
        """Stop watching; the sockets remain open."""
        self.unsent.clear()
        self._selector.close()
        self._wake_reader.close()
        self._wake_writer.close()

    def _is_watched(self, fd: int, write: Callable[[], object]) -> bool:
        watched = self._selector.get_map()  # None after the selector was closed
        key = watched.get(fd) if watched else None
        return key is not None and key.data[1] is write

    def _drain(self) -> None:
        while self._wake_reader.read(4096):
            pass
