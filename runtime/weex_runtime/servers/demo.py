"""WebSocket servers of the demos: an echo and a chat room.

with EchoServer() as server:
    runtime.open("bundles/echo.vue", config={"url": server.url})
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from weex_runtime.servers.websocket_server import WebSocketServer

if TYPE_CHECKING:
    from websockets.asyncio.server import ServerConnection


class DemoServer(WebSocketServer):
    """A WebSocket server that records messages.

    Attributes:
        received: All messages of all clients in the order of arrival: text as str, binary as bytes.
        sent: The number of messages that were sent to open connections.
    """

    def __init__(self, port: int = 0, *, compression: bool = False, tls: bool = False) -> None:
        super().__init__(port, compression=compression, tls=tls)
        self.received: list[str | bytes] = []
        self.sent = 0

    def _record(self, client: ServerConnection, message: str | bytes) -> None:
        self.received.append(message)


class EchoServer(DemoServer):
    """Sends each message back, text as text and binary as binary."""

    async def _serve(self, client: ServerConnection) -> None:
        async for message in client:
            await client.send(message)
            self.sent += 1


class ChatServer(DemoServer):
    """Serves a `ChatRoom` for each path, like ws://127.0.0.1:8080/room."""

    def __init__(self, port: int = 0, *, compression: bool = False, tls: bool = False) -> None:
        super().__init__(port, compression=compression, tls=tls)
        self._rooms: dict[str, ChatRoom] = {}

    async def _serve(self, client: ServerConnection) -> None:
        assert client.request
        path = client.request.path.partition("?")[0]
        room = self._rooms.setdefault(path, ChatRoom(self._count))
        await room.serve(client)

    def _count(self, messages: int) -> None:
        self.sent += messages


# {name of a server for the option --serve: class}.
SERVERS: dict[str, type[DemoServer]] = {"echo": EchoServer, "chat": ChatServer}


async def echo(client: ServerConnection) -> None:
    """Send each message of a client back to the client."""
    async for message in client:
        await client.send(message)


class ChatRoom:
    """A chat with JSON objects in text messages.

    From a client, `join` first:
        {"type": "join", "name": "Ada"}
        {"type": "message", "text": "hello"}
    To the client that joins; a number is added to a name that is taken, "Ada 2":
        {"type": "welcome", "name": "Ada"}
    To all who joined, whenever somebody joins or leaves (names in the order of joining):
        {"type": "presence", "names": ["Ada", "Bob"]}
    To all who joined, the sender too:
        {"type": "message", "from": "Ada", "text": "hello"}
    To a client that sends anything else; its connection stays open:
        {"type": "error", "text": "what was wrong and what to send"}

    Args:
        count: Called with the number of messages that are sent to open connections.
    """

    def __init__(self, count: Callable[[int], None] = lambda messages: None) -> None:
        self._names: dict[ServerConnection, str] = {}
        self._count = count

    async def serve(self, client: ServerConnection) -> None:
        """Answer the messages of a client until it disconnects."""
        try:
            async for message in client:
                try:
                    self._answer(client, message)
                except _BadMessage as problem:
                    self._send([client], {"type": "error", "text": str(problem)})
        finally:
            if self._names.pop(client, None):
                self._send_presence()

    def _answer(self, client: ServerConnection, message: str | bytes) -> None:
        name = self._names.get(client)
        match _parse(message):
            case {"type": "join", "name": str(wanted)} if wanted.strip():
                if name:
                    raise _BadMessage(f'you joined already, as {name}; send {{"type": "message"}}')
                name = self._names[client] = self._free_name(wanted.strip())
                self._send([client], {"type": "welcome", "name": name})
                self._send_presence()
            case {"type": "join"}:
                raise _BadMessage('a join needs a name: send {"type": "join", "name": "Ada"}')
            case {"type": "message"} if not name:
                raise _BadMessage(
                    'join before you send messages: send {"type": "join", "name": "Ada"}'
                )
            case {"type": "message", "text": str(text)}:
                self._send(self._names, {"type": "message", "from": name, "text": text})
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

    def _send_presence(self) -> None:
        self._send(self._names, {"type": "presence", "names": list(self._names.values())})

    def _send(self, clients: Collection[ServerConnection], message: dict[str, object]) -> None:
        from websockets.asyncio.server import broadcast
        from websockets.protocol import State

        # Unlike send(), broadcast() does not wait for a client that reads nothing.
        broadcast(clients, json.dumps(message))
        self._count(sum(client.state is State.OPEN for client in clients))


class _BadMessage(Exception):
    """Raised for a message that the chat does not accept; the text suggests a valid message."""


def _parse(message: str | bytes) -> object:
    if isinstance(message, bytes):
        raise _BadMessage('expected JSON text, got binary: send {"type": "join"}')
    try:
        return json.loads(message)
    except (ValueError, RecursionError):  # RecursionError: the JSON is nested too deeply
        raise _BadMessage('expected JSON: send a text like {"type": "join"}') from None
