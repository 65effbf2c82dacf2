"""The server of the soak tests: `python -m tests.soak.server [PORT]`.

- `/echo`: each message back.
- `/stall`: reads nothing after the opening handshake.
- `/drip`: sends a message again and again, a byte a second.
- `/chat/ROOM`: the chat room of the demo.
- `/counts`: sends {text of a chat message: how often it arrived}.

It writes {"port": PORT} when it listens, and ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter, defaultdict
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from weex_runtime.servers.demo import ChatRoom

_rooms: defaultdict[str, ChatRoom] = defaultdict(ChatRoom)
_counts: Counter[str] = Counter()

_FRAME = b"\x81\x04drip"


async def answer(client: ServerConnection) -> None:
    assert client.request
    try:
        if client.request.path == "/stall":
            client.transport.pause_reading()
            await client.wait_closed()
        elif client.request.path.startswith("/chat/"):
            await _rooms[client.request.path].serve(client)
            return
        elif client.request.path == "/counts":
            await client.send(json.dumps(_counts))
        elif client.request.path == "/drip":
            dripping = asyncio.ensure_future(drip(client))
            await client.wait_closed()
            dripping.cancel()
        async for message in client:
            await client.send(message)
    except ConnectionClosed:
        pass


async def drip(client: ServerConnection) -> None:
    while True:
        for byte in _FRAME:
            if client.state is State.OPEN:
                client.transport.write(bytes([byte]))
            await asyncio.sleep(1)


class Connection(ServerConnection):
    """Counts the messages of chats."""

    async def recv(self, decode: bool | None = None) -> Any:
        message = await super().recv(decode)
        assert self.request
        if self.request.path.startswith("/chat/"):
            sent = json.loads(message)
            if sent["type"] == "message":
                _counts[sent["text"]] += 1
        return message


async def main(port: int) -> None:
    async with serve(
        answer,
        "127.0.0.1",
        port,
        backlog=2048,
        compression=None,
        max_size=None,
        ping_interval=None,
        create_connection=Connection,
    ) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        print(json.dumps({"port": port}), flush=True)
        await asyncio.to_thread(sys.stdin.read)
        # Abort the connections: clients that do not read would delay a closing handshake.
        for connection in server.connections:
            connection.transport.abort()


asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
