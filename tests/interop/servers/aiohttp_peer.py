"""The peer on `aiohttp`; ../peers.py describes its protocol."""

from __future__ import annotations

import ssl
from collections.abc import Mapping

from aiohttp import WSMsgType, web

from .peer import digest, run, tell


async def listen(tls: ssl.SSLContext | None) -> int:
    app = web.Application()
    app.router.add_get("/{path}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    port: int = runner.addresses[0][1]
    return port


async def answer(request: web.Request) -> web.WebSocketResponse:
    client = web.WebSocketResponse(
        protocols=["chat.v2", "chat.v1"],
        compress=True,
        max_msg_size=0,
        autoping=request.path != "/ping",  # with autoping, aiohttp would not pass pongs on
    )
    await client.prepare(request)
    tell(open=request.path_qs, extensions=client.headers.get("Sec-WebSocket-Extensions", ""))
    reason = await converse(client, request.path, request.query)
    tell(closed=request.path_qs, code=client.close_code, reason=reason)
    return client


async def converse(client: web.WebSocketResponse, path: str, query: Mapping[str, str]) -> str:
    """Returns the reason in the client's close frame."""
    if path == "/close":
        await client.close(code=int(query["code"]), message=query.get("reason", "").encode())
    elif path == "/burst":
        for i in range(int(query["n"])):
            await client.send_str(str(i))
    elif path == "/ping":
        for i in range(int(query["n"])):
            for _ in range(int(query["between"])):
                await client.send_str("between")
            await client.ping(f"ping {i}".encode())
            pong = await client.receive()
            assert pong.type is WSMsgType.PONG, pong
            await client.send_str(bytes(pong.data).decode())
    elif path == "/sub":
        await client.send_str(client.ws_protocol or "")
    while (message := await client.receive()).type in (WSMsgType.TEXT, WSMsgType.BINARY):
        if path == "/digest":
            await client.send_str(digest(message.data))
        elif message.type is WSMsgType.TEXT:
            await client.send_str(message.data)
        else:
            await client.send_bytes(message.data)
    return str(message.extra or "")


run(listen)
