"""A server made with `websockets`, like most servers: it answers "burst N SIZE" with N messages."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed


async def _answer(connection: ServerConnection) -> None:
    with suppress(ConnectionClosed):
        async for request in connection:
            _, messages, size = str(request).split()
            text = "x" * int(size)
            for _ in range(int(messages)):
                await connection.send(text)


async def main() -> None:
    """Write the URL, then serve until standard input ends."""
    async with serve(_answer, "127.0.0.1", 0, compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        print(f"ws://127.0.0.1:{port}/", flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
