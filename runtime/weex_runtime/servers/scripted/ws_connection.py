"""The record of a connection to a `WsServer`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from websockets.asyncio.server import ServerConnection


class Received(NamedTuple):
    """A message of a client.

    Attributes:
        connection: The number of the connection, an index of `server.connections`.
        data: Text as str, binary as bytes.
    """

    connection: int
    data: str | bytes


class WsConnection:
    """The request, the messages and the close frame of a client.

    Attributes:
        number: The index in `server.connections`.
        received: The client's messages so far, text as str, binary as bytes.
    """

    def __init__(self, number: int, client: ServerConnection) -> None:
        self.number = number
        self.received: list[str | bytes] = []
        self._client = client

    @property
    def path(self) -> str:
        """Path and query of the request: "/chat?room=1"."""
        assert self._client.request
        return self._client.request.path

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers of the request; names are case-insensitive."""
        assert self._client.request
        return self._client.request.headers

    @property
    def subprotocol(self) -> str | None:
        """The subprotocol that the server selected."""
        return self._client.protocol.subprotocol

    @property
    def is_open(self) -> bool:
        """Return whether the handshake is complete and no close frame was sent or received."""
        return self._client.state.name == "OPEN"

    @property
    def close_code(self) -> int | None:
        """The code in the client's close frame: 1005 if the frame has no code, 1006 if the
        connection ended without a close frame; None while the connection is open."""
        frame = self._client.protocol.close_rcvd
        if frame is not None:
            return frame.code
        return 1006 if self._client.state.name == "CLOSED" else None

    @property
    def close_reason(self) -> str:
        """The reason in the client's close frame; "" without one."""
        frame = self._client.protocol.close_rcvd
        return frame.reason if frame is not None else ""

    def __repr__(self) -> str:
        return f"connections[{self.number}] {self.path}"
