"""The base of WebSocket servers: the `websockets` library on an event loop in a thread.

`websockets` and `asyncio` are imported when a server starts, so that importing this file is cheap.
"""

from __future__ import annotations

import selectors
import socket
from typing import TYPE_CHECKING, Any

from weex_runtime.loop.local_servers import RUNNING
from weex_runtime.loop.quiescence import waiting_ports
from weex_runtime.servers.loopback import LoopbackServer

if TYPE_CHECKING:
    import asyncio
    import threading

    from websockets.asyncio.server import Server, ServerConnection

# Seconds that a closing server waits for its clients to answer the close frame.
_CLOSE_TIMEOUT = 0.2


class WebSocketServer(LoopbackServer):
    """A WebSocket server without a size limit for messages and without pings, so that a page whose
    loop does not run for a while stays connected.

    A client that violates the protocol loses its connection; the server goes on.

    Args:
        compression: Agree to permessage-deflate (RFC 7692) if a client offers it.

    Attributes:
        compression: The argument; a new value applies to the next connections.
        connected: The number of connections that were accepted.
    """

    _scheme = "ws"

    def __init__(self, port: int = 0, *, compression: bool = False, tls: bool = False) -> None:
        super().__init__(port, tls=tls)
        self.compression = compression
        self.connected = 0
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop
        self._server: Server
        self._connections: set[ServerConnection] = set()
        self._selector: _IdleSelector

    def start(self) -> None:
        import asyncio
        import threading

        self._require_stopped(self._thread)
        listener = self._listen()
        # Connections inherit TCP_NODELAY. Without TCP_NODELAY, a second message waits 40 ms until
        # the first is acknowledged. asyncio sets TCP_NODELAY only on sockets that asyncio opens.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._selector = _IdleSelector()
        self._loop = asyncio.SelectorEventLoop(self._selector)
        self._loop.set_exception_handler(_ignore_lost_connections)
        self._thread = threading.Thread(
            target=self._loop.run_forever, name=f"{self.name}-{self.port}", daemon=True
        )
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._open(listener), self._loop).result()
        RUNNING[self.port] = self

    def close(self) -> None:
        """Close each connection with 1001 (going away), stop and join the thread. Does nothing if
        the server is stopped.

        The server does not wait for pages of this thread, which read the close frame later.
        """
        self._stop(_CLOSE_TIMEOUT)

    def abort(self) -> None:
        """Stop the server without closing handshakes, which a client in this thread could not
        answer.
        """
        self._stop(0)

    def is_at_rest(self) -> bool:
        return self._selector.is_idle()

    # Subclasses override the following methods.

    async def _serve(self, client: ServerConnection) -> None:
        """Serve a client until it disconnects; may raise ConnectionClosed."""
        raise NotImplementedError

    def _record(self, client: ServerConnection, message: str | bytes) -> None:
        """Record a message of a client; called as soon as the message was read."""

    def _options(self) -> dict[str, Any]:
        """Return additional keyword arguments of a subclass for `websockets.serve`."""
        return {}

    def _stop(self, close_timeout: float) -> None:
        import asyncio

        if not self._thread:
            return
        RUNNING.pop(self.port, None)
        shut = self._shut(close_timeout, waiting_ports())
        asyncio.run_coroutine_threadsafe(shut, self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._thread = None
        self._reserve_port()

    # The following methods run in the server's thread.

    async def _open(self, listener: socket.socket) -> Server:
        import logging

        from websockets.asyncio.server import ServerConnection, serve
        from websockets.exceptions import ConnectionClosed
        from websockets.extensions.permessage_deflate import enable_server_permessage_deflate

        # Without a handler, logging would print errors to standard error, for example the error for
        # an HTTP request.
        logger = logging.getLogger(__name__)
        logger.addHandler(logging.NullHandler())
        owner = self
        extensions = enable_server_permessage_deflate(None)

        class Connection(ServerConnection):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                super().connection_made(transport)
                if owner.compression:
                    self.protocol.available_extensions = extensions
                owner.connected += 1
                owner._connections.add(self)

            def connection_lost(self, exc: Exception | None) -> None:
                owner._connections.discard(self)
                super().connection_lost(exc)

            async def recv(self, decode: bool | None = None) -> Any:
                message = await super().recv(decode)
                owner._record(self, message)
                return message

        async def handle(client: ServerConnection) -> None:
            try:
                await self._serve(client)
            except ConnectionClosed:
                pass

        server: Server = await serve(
            handle,
            sock=listener,
            ssl=self._tls,
            compression=None,
            max_size=None,
            ping_interval=None,
            logger=logger,
            create_connection=Connection,
            **self._options(),
        )
        return server

    async def _shut(self, close_timeout: float, waiting: set[int]) -> None:
        """Stop the server: close all connections with close frames.

        Args:
            waiting: The ports of clients in the calling thread, which cannot answer a close frame
                before `_shut` returns.
        """
        import asyncio

        # asyncio (Python 3.11) leaks the socket of a client that is accepted while the server
        # closes. So stop accepting first, and let the last client get its connection.
        for listener in self._server.sockets:
            self._loop.remove_reader(listener)
        await asyncio.sleep(0)
        self._server.close()
        closed = asyncio.ensure_future(self._server.wait_closed())
        # `wait_closed` waits some seconds for opening handshakes and for answers to close frames.
        # It waits without limit for a client that reads nothing and so fills the send buffer.
        deadline = self._loop.time() + close_timeout
        while not closed.done():
            await asyncio.wait([closed], timeout=min(close_timeout, 0.005))
            if self._loop.time() >= deadline or self._left_alone(waiting):
                break
        # End the running tasks of clients that were accepted while the server was closing.
        deadline = self._loop.time() + close_timeout
        while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
            for connection in list(self._connections):
                connection.transport.abort()
            # Also end the tasks of clients that are still in their TLS handshake; these clients are
            # not in `_connections`.
            if not self._connections and self._loop.time() > deadline:
                for task in tasks:
                    task.cancel()
            await asyncio.wait(tasks, timeout=0.05)

    def _left_alone(self, waiting: set[int]) -> bool:
        """Return whether the server has read all data, and waits only for close frames from clients
        at the ports `waiting`.
        """
        from websockets.protocol import State

        return (
            bool(self._connections)
            and not self._selector.has_arrived()
            and all(
                client.state is State.CLOSING
                # `remote_address` is None after the client has reset the connection
                and (client.remote_address or (None, 0))[1] in waiting
                for client in self._connections
            )
        )


class _IdleSelector(selectors.DefaultSelector):
    """A selector from which other threads can read whether its loop is idle."""

    def __init__(self) -> None:
        super().__init__()
        self._is_waiting = False

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        # The event loop passes a timeout of 0 if callbacks are ready. Then the loop is not idle.
        self._is_waiting = timeout is None or timeout > 0
        try:
            return super().select(timeout)
        finally:
            self._is_waiting = False

    def has_arrived(self) -> bool:
        """Return whether a socket has data that the loop has not read."""
        return bool(super().select(0))

    def is_idle(self) -> bool:
        """Return whether the loop is waiting for data and no data has arrived."""
        try:
            # Check for data before `_is_waiting`: in the other order, the loop could read the last
            # data between the checks, and would count as idle while it handles this data.
            return not self.has_arrived() and self._is_waiting
        except (OSError, RuntimeError, ValueError):
            return False  # another thread closes or changes the selector


def _ignore_lost_connections(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Keep asyncio (Python 3.11) from logging a client that resets its connection."""
    if not isinstance(context.get("exception"), OSError):
        loop.default_exception_handler(context)
