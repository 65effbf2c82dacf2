"""Serves the preview page and its WebSocket on 127.0.0.1.

A page of another site, or another user of the machine, cannot reach the devices: the address has a
random token, and Host and Origin are checked.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weex_runtime.loop.local_servers import HOST
from weex_runtime.preview.hosted_pictures import PICTURES, HostedPictures
from weex_runtime.servers.websocket_server import WebSocketServer

if TYPE_CHECKING:
    from websockets.asyncio.server import ServerConnection
    from websockets.http11 import Request, Response

_CLIENT = Path(__file__).with_name("client")
_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self' ws:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class PreviewServer(WebSocketServer):
    """Serves one session to any number of browser tabs.

    Args:
        joined: Called in the server's thread when a tab connects.
        received: Called in the server's thread with each message of a tab.
    """

    _scheme = "http"

    def __init__(
        self, port: int, joined: Callable[[], None], received: Callable[[str], None]
    ) -> None:
        super().__init__(port)
        self.token = secrets.token_urlsafe(16)
        self.pictures = HostedPictures()
        self._joined = joined
        self._received = received

    @property
    def address(self) -> str:
        """The address of the preview page, with its token."""
        return f"{self.url}{self.token}/"

    def send(self, message: str) -> None:
        """Send a message to all tabs; may be called in any thread."""
        self._loop.call_soon_threadsafe(self._broadcast, message)

    def _broadcast(self, message: str) -> None:
        from websockets.asyncio.server import broadcast

        broadcast(self._connections, message)

    async def _serve(self, client: ServerConnection) -> None:
        self._joined()
        async for message in client:
            if isinstance(message, str):
                self._received(message)

    def _options(self) -> dict[str, Any]:
        return {"process_request": self._answer}

    def _answer(self, client: ServerConnection, request: Request) -> Response | None:
        """Return the response to an HTTP request, or None to accept the request as a WebSocket."""
        hosts = {f"{name}:{self.port}" for name in (HOST, "localhost")}
        host = request.headers.get("Host", "")
        if host not in hosts:
            return client.respond(HTTPStatus.MISDIRECTED_REQUEST, "unexpected Host\n")
        _, token, name = (*request.path.split("?")[0].split("/", 2), "", "")[:3]
        if not secrets.compare_digest(token.encode(), self.token.encode()):
            return client.respond(HTTPStatus.FORBIDDEN, "open the address that preview printed\n")
        if name.startswith(f"{PICTURES}/"):
            return self._picture(client, name.rpartition("/")[2])
        if name == "live":
            if request.headers.get("Origin") != f"http://{host}":
                return client.respond(HTTPStatus.FORBIDDEN, "unexpected Origin\n")
            return None
        return self._file(client, name or "index.html")

    def _picture(self, client: ServerConnection, name: str) -> Response:
        picture = self.pictures.get(name)
        if picture is None:
            return client.respond(HTTPStatus.NOT_FOUND, "there is no such picture\n")
        # A user can open an SVG picture as a page. The policy forbids scripts there, and gives the
        # page an opaque origin, so that it cannot use this server.
        policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        return _response(picture.data, picture.type, policy, "max-age=31536000, immutable")

    def _file(self, client: ServerConnection, name: str) -> Response:
        path = _CLIENT / name
        if "/" in name or path.suffix not in _TYPES or not path.is_file():
            return client.respond(HTTPStatus.NOT_FOUND, "there is no such file\n")
        return _response(
            path.read_bytes(), f"{_TYPES[path.suffix]}; charset=utf-8", _POLICY, "no-store"
        )


def _response(body: bytes, type: str, policy: str, caching: str) -> Response:
    from websockets.datastructures import Headers
    from websockets.http11 import Response

    headers = Headers(
        {
            "Content-Type": type,
            "Content-Length": str(len(body)),
            "Content-Security-Policy": policy,
            "Cache-Control": caching,
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Connection": "close",
        }
    )
    return Response(HTTPStatus.OK.value, HTTPStatus.OK.phrase, headers, body)
