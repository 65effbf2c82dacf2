"""Connections on a loop, without pages, with a listener and a log that record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, cast

from weex_modules.websocket.adapter import Adapter, Limits, Opening
from weex_modules.websocket.adapters.reactor.adapter import ReactorAdapter
from weex_modules.websocket.connection import Connection
from weex_modules.websocket.failure import Failure
from weex_modules.websocket.wire_rules import Offer, WireRules
from weex_runtime import Network
from weex_runtime.instance.records.web_sockets import WebSocket
from weex_runtime.loop.looper import Looper

from .raw_server import CLOSE, TIMEOUT, Peer, RawServer, close_frame, frame

Script: TypeAlias = Callable[[Peer], None]
Event: TypeAlias = tuple[object, ...]

RULES = WireRules()
RESERVED = [1016, 1100, 1999, 2000, 2999]  # close codes that neither side may send
NO_PROTOCOL = Offer(None, ())

OPEN: Event = ("open",)
LOST: Event = ("close", 1006, "", False)


class Received:
    """A listener that keeps the events in order."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.failure: Failure | None = None

    def on_open(self) -> None:
        self.events.append(OPEN)

    def on_message(self, data: str | bytes) -> None:
        self.events.append(("message", data))

    def on_close(self, code: int, reason: str, was_clean: bool) -> None:
        self.events.append(("close", code, reason, was_clean))

    def on_error(self, failure: Failure) -> None:
        self.failure = failure
        self.events.append(("error", failure.message))

    @property
    def messages(self) -> list[object]:
        return [event[1] for event in self.events if event[0] == "message"]

    @property
    def is_open(self) -> bool:
        return OPEN in self.events

    @property
    def is_closed(self) -> bool:
        return any(event[0] == "close" for event in self.events)


class Lines:
    """A log with a line for each call."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def opened(self, protocol: str, extensions: str) -> None:
        self._lines.append(f"opened {protocol}".rstrip())

    def frame_sent(self, data: str | bytes) -> None:
        self._lines.append(f"→ {data[:400]!r}")

    def frame_received(self, data: str | bytes) -> None:
        self._lines.append(f"← {data[:400]!r}")

    def close_sent(self, code: int, reason: str) -> None:
        self._lines.append(f"→ close {code} {reason}".rstrip())

    def close_received(self, code: int, reason: str) -> None:
        self._lines.append(f"← close {code} {reason}".rstrip())

    def failed(self, cause: str) -> None:
        pass  # the log skips failures, since the listener records each failure

    def closed(self, code: int, reason: str) -> None:
        self._lines.append(f"closed {code} {reason}".rstrip())


class Client:
    """A loop with connections on it; all end with it."""

    def __init__(
        self, *, virtual: bool = False, make_adapter: Callable[[], Adapter] = ReactorAdapter
    ) -> None:
        self._make_adapter = make_adapter
        self.looper = Looper(virtual=virtual)
        self.limits: dict[str, int] = {}
        self.lines: list[str] = []
        self._connections: list[Connection] = []

    def dial(
        self,
        url: str,
        *,
        offer: Offer = NO_PROTOCOL,
        rules: WireRules = RULES,
        network: Network | None = None,
        close_timeout: float = TIMEOUT,
        **limits: int,
    ) -> tuple[Connection, Received]:
        received = Received()
        opening = Opening(
            url=url,
            protocol=offer.header,
            looper=self.looper,
            limits=Limits(TIMEOUT, close_timeout, **{**self.limits, **limits}),
            network=network or Network(),
            rules=rules,
        )
        log = cast(WebSocket, Lines(self.lines))
        connection = Connection(self._make_adapter, opening, received, offer=offer, log=log)
        self._connections.append(connection)
        connection.open()
        return connection, received

    def run_until(self, predicate: Callable[[], object]) -> None:
        self.looper.run_until(predicate, TIMEOUT)

    def converse(
        self,
        script: Script,
        act: Callable[[Connection], None] = lambda connection: None,
        *,
        rules: WireRules = RULES,
    ) -> tuple[list[Event], Peer]:
        """Connect, call `act` when the connection is open, and wait until both sides have closed.

        Returns:
            The events of the listener, and the peer on the server.
        """
        with RawServer(script) as server:
            connection, received = self.dial(server.url, rules=rules)
            self.run_until(lambda: received.is_open or connection.is_closed)
            if not connection.is_closed:
                act(connection)
            self.run_until(lambda: connection.is_closed and server.is_done)
        return received.events, server.peer

    def close(self) -> None:
        for connection in self._connections:
            connection.go_away()
        self.looper.close()


def opening(*sent: bytes) -> Script:
    """Return a script that accepts the handshake and then sends these bytes in one write."""

    def script(peer: Peer) -> None:
        peer.open()
        peer.send(b"".join(sent))

    return script


def messages_of(client: Client, *sent: bytes) -> list[object]:
    """Return the messages that the client reads from these valid bytes."""
    events, _ = client.converse(opening(*sent, close_frame(1000)))
    assert events[0] == OPEN
    assert events[-1] == ("close", 1000, "", True)
    return [event[1] for event in events[1:-1]]


def assert_failed(events: list[Event], peer: Peer, code: int) -> str:
    """Assert that the client failed the connection with this code; return the error message."""
    assert [read.opcode for read in peer.frames] == [CLOSE]
    assert peer.close_code == code
    assert [event[0] for event in events[-2:]] == ["error", "close"]
    assert events[-1] == LOST
    return str(events[-2][1])


def answer_close(code: int | None, reason: bytes = b"") -> Script:
    """Return a script that answers the client's close frame with this code and reason."""

    def script(peer: Peer) -> None:
        peer.open()
        while peer.read_frame().opcode != CLOSE:
            pass
        peer.send(frame(CLOSE) if code is None else close_frame(code, reason))
        peer.close()

    return script
