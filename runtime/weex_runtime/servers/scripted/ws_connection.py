"""One connection to a WebSocket server of a test, as the test sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from websockets.asyncio.server import ServerConnection


class Received(NamedTuple):
    """A message of a client.

    Attributes:
        connection: Its place in `server.connections`.
        data: Text as str, binary as bytes.
    """

    connection: int
    data: str | bytes


class WsConnection:
    """What a client asked for, sent and closed with.

    Attributes:
        number: Its place in `server.connections`, from 0.
        received: Its messages so far, text as str, binary as bytes.
    """

    def __init__(self, number: int, client: ServerConnection) -> None:
        self.number = number
        self.received: list[str | bytes] = []
        self._client = client

    @property
    def path(self) -> str:
        """Of the request, with its query: "/chat?room=1"."""
        assert self._client.request
        return self._client.request.path

    @property
    def headers(self) -> Mapping[str, str]:
        """Of the request; names in any case."""
        assert self._client.request
        return self._client.request.headers

    @property
    def subprotocol(self) -> str | None:
        """The one that was agreed on."""
        return self._client.protocol.subprotocol

    @property
    def is_open(self) -> bool:
        """The opening handshake was answered, and no close frame passed yet."""
        return self._client.state.name == "OPEN"

    @property
    def close_code(self) -> int | None:
        """The code in the client's close frame: 1005 when it has none, 1006 when the connection
        ended without a close frame; None while neither came."""
        frame = self._client.protocol.close_rcvd
        if frame is not None:
            return frame.code
        return 1006 if self._client.state.name == "CLOSED" else None

    @property
    def close_reason(self) -> str:
        """The reason in the client's close frame; "" when there is none."""
        frame = self._client.protocol.close_rcvd
        return frame.reason if frame is not None else ""

    def __repr__(self) -> str:
        return f"connections[{self.number}] {self.path}"
