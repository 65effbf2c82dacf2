"""The peer on `websockets`; ../peers.py describes its protocol."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Sequence
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from .peer import digest, run, tell


async def listen(tls: ssl.SSLContext | None) -> int:
    server = await serve(
        answer,
        "127.0.0.1",
        0,
        ssl=tls,
        select_subprotocol=select,  # the default function refuses clients without a subprotocol
        max_size=None,
        ping_interval=None,
    )
    port: int = next(iter(server.sockets)).getsockname()[1]
    return port


def select(client: ServerConnection, names: Sequence[Subprotocol]) -> Subprotocol | None:
    return next((Subprotocol(name) for name in ("chat.v2", "chat.v1") if name in names), None)


async def answer(client: ServerConnection) -> None:
    assert client.request
    assert client.response
    path = client.request.path
    tell(open=path, extensions=client.response.headers.get("Sec-WebSocket-Extensions", ""))
    parts = urlsplit(path)
    try:
        await converse(client, parts.path, {k: v[0] for k, v in parse_qs(parts.query).items()})
    except ConnectionClosed:
        pass
    await client.wait_closed()
    tell(closed=path, code=client.close_code, reason=client.close_reason)


async def converse(client: ServerConnection, path: str, query: dict[str, str]) -> None:
    if path == "/close":
        await client.close(int(query["code"]), query.get("reason", ""))
    elif path == "/burst":
        for i in range(int(query["n"])):
            await client.send(str(i))
    elif path == "/fragments":
        await client.send(fragments(int(query["n"])))
    elif path == "/ping":
        for i in range(int(query["n"])):
            for _ in range(int(query["between"])):
                await client.send("between")
            await (await client.ping(f"ping {i}"))
            await client.send(f"ping {i}")
    elif path == "/sub":
        await client.send(client.subprotocol or "")
    async for message in client:
        await client.send(digest(message) if path == "/digest" else message)


async def fragments(count: int) -> AsyncIterator[str]:
    for i in range(count):
        yield f"{i} "


run(listen)
