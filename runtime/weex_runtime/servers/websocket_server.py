"""WebSocket servers on 127.0.0.1 for bundles to talk to: an echo and a small chat.

    with EchoServer() as server:
        runtime.open("bundles/echo.js", config={"url": server.url})

`websockets` and `asyncio` are imported when a server starts, so that importing this file is cheap.
"""

from __future__ import annotations

import json
import selectors
import socket
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from weex_runtime.loop.local_servers import (
    HOST,
    RUNNING,
    KeptPort,
    announce,
    cannot_listen,
    checked_port,
)

if TYPE_CHECKING:
    import asyncio
    import threading

    from typing_extensions import Self
    from websockets.asyncio.server import Server, ServerConnection

# How long a closing server waits for its clients to answer the close frame, in seconds. A page
# that nobody pumps does not answer; it reads the frame later all the same.
_CLOSE_TIMEOUT = 0.2


class LoopbackServer:
    """A WebSocket server in a thread of its own, between `start()` and `close()`.

    What a client sends can end that client's connection (broken frames, invalid UTF-8), never the
    server. There is no limit on a message's size, and no ping: a page that is not pumped for a
    while stays connected.

    Args:
        port: 0 for any free one.
        compression: Agree to permessage-deflate (RFC 7692) where a client offers it.

    Attributes:
        compression: As above, for the connections to come.
        port: The port it listens on; 0 until the first start if any free one was asked for. A
            server that is started again takes the same port.
        received: All messages of all clients in the order of arrival, text as str, binary as
            bytes.
        connected: How many connections were accepted so far.

    Raises:
        ValueError: The port is not an integer from 0 to 65535.
    """

    def __init__(self, port: int = 0, *, compression: bool = False) -> None:
        self.port = checked_port(port)
        self.compression = compression
        self.received: list[str | bytes] = []
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop
        self._server: Server
        self.connected = 0
        self._connections: dict[ServerConnection, socket.socket] = {}
        self._selector: RestingSelector
        self._kept_port = KeptPort()

    @property
    def name(self) -> str:
        return type(self).__name__

    @property
    def url(self) -> str:
        """Where clients connect, "ws://127.0.0.1:49152/".

        Raises:
            RuntimeError: The server was never started, so it has no port yet.
        """
        if not self.port:
            raise RuntimeError(f"{type(self).__name__} has no address before start()")
        return f"ws://{HOST}:{self.port}/"

    def start(self) -> None:
        """Listen; clients can connect as soon as this returns.

        Raises:
            OSError: The port cannot be had; errno is EADDRINUSE when it is taken.
            RuntimeError: The server is running.
        """
        import asyncio
        import threading

        if self._thread:
            raise RuntimeError(f"{type(self).__name__} is running already, at {self.url}")
        listener = self._kept_port.take()
        if listener:
            listener.listen()
        else:
            listener = _listen(self.port)
        # Its connections have it from here; asyncio sets it for other ways of making a socket only.
        # Without, a second message waits 40 ms for the first one to be acknowledged.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port = listener.getsockname()[1]
        self._selector = RestingSelector()
        self._loop = asyncio.SelectorEventLoop(self._selector)
        self._loop.set_exception_handler(_drop_lost_connections)
        self._thread = threading.Thread(
            target=self._loop.run_forever, name=f"{type(self).__name__}-{self.port}", daemon=True
        )
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._open(listener), self._loop).result()
        announce(self)

    def close(self) -> None:
        """Stop listening and close each connection with 1001 (going away); the thread is gone
        when this returns. Closing a server that does not run does nothing."""
        self._end(_CLOSE_TIMEOUT)

    def abort(self) -> None:
        """The same without a closing handshake, for whose end a client in this thread would have
        to be waited for in vain."""
        self._end(0)

    def _end(self, close_timeout: float) -> None:
        import asyncio

        if not self._thread:
            return
        RUNNING.pop(self.port, None)
        asyncio.run_coroutine_threadsafe(self._shut(close_timeout), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._thread = None
        self._kept_port.keep(self.port)

    def __enter__(self) -> Self:
        self.start()
        self._kept_port.is_wanted = True
        return self

    def __exit__(self, *_: object) -> None:
        self._kept_port.is_wanted = False
        self.close()
        self._kept_port.release()

    # What clocks ask (loop/local_servers.py).

    def is_at_rest(self) -> bool:
        return self._selector.is_at_rest()

    def holds(self, port: int) -> bool:
        return False

    def sockets(self) -> list[socket.socket]:
        return list(self._connections.values())

    # What subclasses have of their own.

    async def converse(self, client: ServerConnection) -> None:
        """Serve one client until it goes; ConnectionClosed may leave here."""
        raise NotImplementedError

    def heard(self, client: ServerConnection, message: str | bytes) -> None:
        """A message was read from a client."""
        self.received.append(message)

    def options(self) -> dict[str, Any]:
        """What `websockets.serve` is given beside what all servers here have."""
        return {}

    async def _open(self, listener: socket.socket) -> Server:
        import logging

        from websockets.asyncio.server import ServerConnection, serve
        from websockets.exceptions import ConnectionClosed
        from websockets.extensions.permessage_deflate import enable_server_permessage_deflate

        # A stray HTTP request is no news for whoever runs a bundle: only a log that is set up
        # hears of it.
        logger = logging.getLogger(__name__)
        logger.addHandler(logging.NullHandler())
        server_of_all = self
        extensions = enable_server_permessage_deflate(None)
        connections = self._connections
        heard = self.heard

        class Connection(ServerConnection):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                super().connection_made(transport)
                if server_of_all.compression:
                    self.protocol.available_extensions = extensions
                server_of_all.connected += 1
                connections[self] = transport.get_extra_info("socket")

            def connection_lost(self, exc: Exception | None) -> None:
                connections.pop(self, None)
                super().connection_lost(exc)

            async def recv(self, decode: bool | None = None) -> Any:
                message = await super().recv(decode)
                heard(self, message)
                return message

        async def handle(client: ServerConnection) -> None:
            try:
                await self.converse(client)
            except ConnectionClosed:
                pass

        server: Server = await serve(
            handle,
            sock=listener,
            compression=None,
            max_size=None,
            ping_interval=None,
            logger=logger,
            create_connection=Connection,
            **self.options(),
        )
        return server

    async def _shut(self, close_timeout: float) -> None:
        import asyncio

        # asyncio (Python 3.11) loses the socket of a client that it accepts while its server
        # closes: accept no more, and let the latest have its connection.
        for listener in self._server.sockets:
            self._loop.remove_reader(listener)
        await asyncio.sleep(0)
        self._server.close()
        closed = asyncio.ensure_future(self._server.wait_closed())
        # websockets gives a client seconds to finish its opening handshake or answer a close
        # frame, and one that reads nothing, and so fills its send buffer, for ever.
        await asyncio.wait([closed], timeout=close_timeout)
        # The tasks of clients that were accepted at the last moment are among these too.
        patience = self._loop.time() + close_timeout
        while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
            for connection in list(self._connections):
                connection.transport.abort()
            # Only asyncio knows a client that has not finished its TLS handshake.
            if not self._connections and self._loop.time() > patience:
                for task in tasks:
                    task.cancel()
            await asyncio.wait(tasks, timeout=0.05)


class RestingSelector(selectors.DefaultSelector):
    """A selector whose loop can be asked from another thread whether it has anything to do."""

    def __init__(self) -> None:
        super().__init__()
        self._is_waiting = False

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        # A loop that has something to do asks without waiting.
        self._is_waiting = timeout is None or timeout > 0
        try:
            return super().select(timeout)
        finally:
            self._is_waiting = False

    def is_at_rest(self) -> bool:
        """Nothing has arrived that the loop has not acted on."""
        try:
            # In this order: who has read what was there is at work by then, or has done it.
            return not super().select(0) and self._is_waiting
        except (OSError, RuntimeError, ValueError):
            return False  # it changes, or is closed, just now


class EchoServer(LoopbackServer):
    """Sends each message back as it came: text as text, binary as binary."""

    async def converse(self, client: ServerConnection) -> None:
        async for message in client:
            await client.send(message)


class ChatServer(LoopbackServer):
    """One room for all clients, with JSON objects in text messages.

    From a client, `join` first:
        {"type": "join", "name": "Ada"}
        {"type": "message", "text": "hello"}
    To the one who joins; a name that is taken gets a number, "Ada 2":
        {"type": "welcome", "name": "Ada"}
    To all who joined, names in the order of joining, whenever somebody joins or leaves:
        {"type": "presence", "names": ["Ada", "Bob"]}
    To all who joined, the sender too:
        {"type": "message", "from": "Ada", "text": "hello"}
    To a client that sends anything else; its connection stays open:
        {"type": "error", "text": "what was wrong and what to send"}
    """

    def __init__(self, port: int = 0, *, compression: bool = False) -> None:
        super().__init__(port, compression=compression)
        self._names: dict[ServerConnection, str] = {}

    async def converse(self, client: ServerConnection) -> None:
        try:
            async for message in client:
                try:
                    self._obey(client, message)
                except _BadMessage as problem:
                    _tell([client], {"type": "error", "text": str(problem)})
        finally:
            if self._names.pop(client, None):
                self._tell_presence()

    def _obey(self, client: ServerConnection, message: str | bytes) -> None:
        name = self._names.get(client)
        match _parse(message):
            case {"type": "join", "name": str(wanted)} if wanted.strip():
                if name:
                    raise _BadMessage(f'you joined already, as {name}; send {{"type": "message"}}')
                name = self._names[client] = self._free_name(wanted.strip())
                _tell([client], {"type": "welcome", "name": name})
                self._tell_presence()
            case {"type": "join"}:
                raise _BadMessage('a join needs a name: send {"type": "join", "name": "Ada"}')
            case {"type": "message"} if not name:
                raise _BadMessage('join before you speak: send {"type": "join", "name": "Ada"}')
            case {"type": "message", "text": str(text)}:
                _tell(self._names, {"type": "message", "from": name, "text": text})
            case {"type": "message"}:
                raise _BadMessage(
                    'a message needs a text: send {"type": "message", "text": "hello"}'
                )
            case _:
                raise _BadMessage('unknown type: send {"type": "join"} or {"type": "message"}')

    def _free_name(self, wanted: str) -> str:
        taken = set(self._names.values())
        name, number = wanted, 1
        while name in taken:
            number += 1
            name = f"{wanted} {number}"
        return name

    def _tell_presence(self) -> None:
        _tell(self._names, {"type": "presence", "names": list(self._names.values())})


# By the names that the option --serve takes.
SERVERS: dict[str, type[LoopbackServer]] = {"echo": EchoServer, "chat": ChatServer}


class _BadMessage(Exception):
    """What was wrong with a client's message and what to send instead."""


def _drop_lost_connections(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """A client that resets its connection makes asyncio (Python 3.11) write a traceback."""
    if not isinstance(context.get("exception"), OSError):
        loop.default_exception_handler(context)


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise cannot_listen(port, error) from error


def _parse(message: str | bytes) -> object:
    if isinstance(message, bytes):
        raise _BadMessage('binary is not understood: send JSON text like {"type": "join"}')
    try:
        return json.loads(message)
    # Text that is nested deeply enough overflows the parser's stack.
    except (ValueError, RecursionError):
        raise _BadMessage('this is not JSON: send a text like {"type": "join"}') from None


def _tell(clients: Iterable[ServerConnection], message: dict[str, object]) -> None:
    from websockets.asyncio.server import broadcast

    # Unlike send() it does not wait for a client that reads nothing.
    broadcast(clients, json.dumps(message))
