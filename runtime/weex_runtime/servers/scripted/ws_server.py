"""A WebSocket server on 127.0.0.1 that plays scripts of a test.

with WsServer(Script().expect("ping").send("pong")) as server:
    page = runtime.open("bundles/echo.vue", config={"url": server.url})
    ...
    server.check()
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from weex_runtime.loop.quiescence import looper_of
from weex_runtime.loop.timeouts import Timeout, real_seconds
from weex_runtime.servers.demo import ChatRoom, echo
from weex_runtime.servers.scripted.script import NO_ANSWER, Script
from weex_runtime.servers.scripted.ws_connection import Received, WsConnection
from weex_runtime.servers.websocket_server import WebSocketServer

if TYPE_CHECKING:
    from typing_extensions import Self
    from websockets.asyncio.server import ServerConnection
    from websockets.http11 import Request, Response

    from weex_runtime.servers.scripted.player import Play

# Seconds between two calls of `pass_sent` while the server waits for bytes that are delayed by
# faults.
_LOOK_AGAIN = 0.005

# A valid Sec-WebSocket-Accept, but not the hash of any client's key.
_WRONG_ACCEPT_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAA="


class WsServer(WebSocketServer):
    """A server in a thread of its own, between `start()` and `close()`; a context manager.

    The server plays a script on each connection, or behaves as set by `echo()` or `chat()`. A
    change of the behaviour applies to connections that open later. Started again, the server takes
    the same port, so that a page can connect again.

    Args:
        scripts: As for `script()`; without one the server accepts each connection and records its
            messages.
        subprotocols: The server selects the first of these that a client offers.
        compression: Agree to permessage-deflate (RFC 7692) if a client offers it.
        tls: Use wss, with a certificate by an authority that only `network` trusts; needs
            `trustme`.
        port: 0 for any free port.

    Attributes:
        connections: All connections in the order of their opening handshakes, refused ones too.
        received: All messages of all connections in the order of arrival: (connection, data).

    Raises:
        ValueError: The port is not an integer from 0 to 65535.
        RuntimeError: `tls` is True, and trustme is not installed.
    """

    def __init__(
        self,
        *scripts: Script,
        subprotocols: Sequence[str] = (),
        compression: bool = False,
        tls: bool = False,
        port: int = 0,
    ) -> None:
        super().__init__(port, compression=compression, tls=tls)
        self.connections: list[WsConnection] = []
        self.received: list[Received] = []
        self.subprotocols = tuple(subprotocols)
        self._failures: list[str] = []
        self._plays: list[Play] = []
        self._changed = threading.Condition()
        self._clients: dict[ServerConnection, tuple[WsConnection, Play | None]] = {}
        # {client's local port: the script that is played on the connection}
        self._opening: dict[int, Play] = {}
        self._conversation: Callable[[ServerConnection], Awaitable[None]] | None = None
        self.script(*scripts)

    @property
    def failures(self) -> list[str]:
        """Return the expectations that were not met so far, and connections without a script."""
        return [*self._failures, *(play.failure for play in self._plays if play.failure)]

    def script(self, *scripts: Script) -> Self:
        """Play one script on each connection. With several scripts the n-th connection gets the
        n-th script; a further connection is refused with 503 and is a failure.

        Raises:
            TypeError: An argument is not a `Script`.
        """
        for script in scripts:
            if not isinstance(script, Script):
                raise TypeError(
                    f"expected a Script, like Script().expect(...).send(...), got {script!r}; "
                    "pass several scripts as arguments: script(first, second)"
                )
        self._conversation = None
        self._scripts = scripts or (Script(),)
        self._given = len(scripts)
        self._used = 0
        return self

    def echo(self) -> Self:
        """Send each message back to its client, on connections that open after this call."""
        self._conversation = echo
        return self

    def chat(self) -> Self:
        """Serve a chat room, as `weex_runtime.servers.demo.ChatRoom` describes."""
        self._conversation = ChatRoom().serve
        return self

    def check(self, timeout: Timeout = 1.0) -> None:
        """Assert that clients sent the messages that the scripts expect, and that each script had a
        connection.

        Args:
            timeout: Seconds, or a `timedelta`, to wait for scripts that have not ended. Pages do
                not run meanwhile, so they must have sent their messages before.

        Raises:
            AssertionError: Lists all failures.
        """
        self._wait_until(lambda: not self._unfinished(), timeout)
        with self._changed:
            problems = [*self.failures, *self._unfinished()]
        if problems:
            raise AssertionError("\n".join(problems))

    def unconnected(self, timeout: Timeout = 1.0) -> list[str]:
        """List the scripts without a connection.

        Args:
            timeout: Seconds, or a `timedelta`, to wait for connections.
        """
        self._wait_until(lambda: not self._without_connection(), timeout)
        with self._changed:
            return self._without_connection()

    def holds(self, port: int) -> bool:
        play = self._opening.get(port)
        return play is not None and play.is_silent

    def __repr__(self) -> str:
        where = self.url if self.port else "not started"
        return f"WsServer ({where}, connections: {len(self.connections)})"

    def _wait_until(self, is_true: Callable[[], bool], timeout: Timeout) -> None:
        """Wait until a condition holds, which the server's thread makes true. Meanwhile pass on
        messages of pages that faults of the network hold back.
        """
        deadline = time.monotonic() + real_seconds(timeout)
        relay = sys.modules.get("weex_runtime.faults.relay")
        with self._changed:
            while not is_true() and (left := deadline - time.monotonic()) > 0:
                if relay:
                    relay.pass_sent()
                    left = min(left, _LOOK_AGAIN)
                self._changed.wait(left)

    def _unfinished(self) -> list[str]:
        waiting = [text for play in self._plays if (text := play.waits())]
        return [*waiting, *self._without_connection()]

    def _without_connection(self) -> list[str]:
        if self._conversation is not None:
            return []
        return [
            f"script {number + 1} of {self._given}: no connection came"
            for number in range(self._used, self._given)
        ]

    # The methods below run in the server's thread, the others in their caller's.

    def _options(self) -> dict[str, Any]:
        return {
            "open_timeout": None,
            "max_queue": None,
            "process_request": self._process_request,
            "process_response": self._process_response,
            "select_subprotocol": self._select_subprotocol,
        }

    def _record(self, client: ServerConnection, message: str | bytes) -> None:
        connection, _ = self._clients[client]
        connection.received.append(message)
        self.received.append(Received(connection.number, message))

    async def _serve(self, client: ServerConnection) -> None:
        _, play = self._clients[client]
        if play is not None:
            await play.run()
        elif self._conversation is not None:
            await self._conversation(client)

    async def _process_request(self, client: ServerConnection, request: Request) -> Response | None:
        if "Sec-WebSocket-Key" not in request.headers:
            return None  # let `websockets` refuse a request without a Sec-WebSocket-Key
        connection = WsConnection(len(self.connections), client)
        play = None if self._conversation is not None else self._next_play(client, connection)
        self._clients[client] = connection, play
        self.connections.append(connection)
        self._notify()
        if play is None:
            return None
        port = client.remote_address[1]
        self._opening[port] = play
        try:
            return await play.open()
        finally:
            if self._opening.get(port) is play:
                del self._opening[port]

    def _next_play(self, client: ServerConnection, connection: WsConnection) -> Play:
        from weex_runtime.servers.scripted.player import Play

        number = self._used if len(self._scripts) > 1 else 0
        self._used += 1
        if number < len(self._scripts):
            script = self._scripts[number]
        else:
            script = Script().refuse(503)
            self._failures.append(
                f"{connection!r}: expected at most {len(self._scripts)} connections, "
                "one for each script"
            )
        looper = looper_of(client.remote_address[1])
        play = Play(script, client, connection, self._notify, looper)
        self._plays.append(play)
        return play

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _select_subprotocol(self, client: ServerConnection, offered: Sequence[str]) -> str | None:
        subprotocol, _ = self._answer_of(client)
        return subprotocol or next((name for name in self.subprotocols if name in offered), None)

    def _process_response(
        self, client: ServerConnection, request: Request, response: Response
    ) -> None:
        _, is_key_right = self._answer_of(client)
        if not is_key_right:
            del response.headers["Sec-WebSocket-Accept"]
            response.headers["Sec-WebSocket-Accept"] = _WRONG_ACCEPT_KEY

    def _answer_of(self, client: ServerConnection) -> tuple[str | None, bool]:
        """Return the arguments of the script's step `accept`: the subprotocol, and whether
        Sec-WebSocket-Accept is correct.
        """
        _, play = self._clients.get(client, (None, None))
        return play.answer if play else NO_ANSWER
