"""The peer on `tornado`; ../peers.py describes its protocol."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import WebSocketHandler

from .peer import digest, run, tell


async def listen(tls: ssl.SSLContext | None) -> int:
    app = Application([("/.*", Answer)], websocket_max_message_size=1 << 30)
    sockets = bind_sockets(0, "127.0.0.1")
    HTTPServer(app, ssl_options=tls).add_sockets(sockets)
    port: int = sockets[0].getsockname()[1]
    return port


class Answer(WebSocketHandler):
    pings = 0

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        return next((name for name in ("chat.v2", "chat.v1") if name in subprotocols), None)

    def get_compression_options(self) -> dict[str, Any] | None:
        return {}  # agree to permessage-deflate

    async def open(self, *args: str, **kwargs: str) -> None:
        path = self.request.path
        tell(open=self.request.uri, extensions=self._headers.get("Sec-WebSocket-Extensions", ""))
        if path == "/close":
            self.close(int(self.get_argument("code")), self.get_argument("reason", ""))
        elif path == "/burst":
            for i in range(int(self.get_argument("n"))):
                await self.write_message(str(i))
        elif path == "/ping":
            await self.next_ping()
        elif path == "/sub":
            await self.write_message(self.selected_subprotocol or "")

    async def on_message(self, message: str | bytes) -> None:
        if self.request.path == "/digest":
            message = digest(message)
        await self.write_message(message, binary=isinstance(message, bytes))

    async def next_ping(self) -> None:
        for _ in range(int(self.get_argument("between"))):
            await self.write_message("between")
        self.ping(f"ping {self.pings}".encode())

    def on_pong(self, data: bytes) -> None:
        self.pings += 1
        asyncio.ensure_future(self.after_pong(data))

    async def after_pong(self, data: bytes) -> None:
        await self.write_message(data.decode())
        if self.pings < int(self.get_argument("n")):
            await self.next_ping()

    def on_close(self) -> None:
        tell(closed=self.request.uri, code=self.close_code, reason=self.close_reason)


run(listen)
