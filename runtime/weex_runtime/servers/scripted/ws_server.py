"""A real WebSocket server on 127.0.0.1 that does what a test says.

with WsServer(Script().expect("ping").send("pong")) as server:
    page = runtime.open("bundles/echo.js", config={"url": server.url})
    ...
    server.check()
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from weex_runtime.loop.quiescence import looper_of
from weex_runtime.loop.timeouts import Timeout, real_seconds
from weex_runtime.servers.scripted.script import Accept, Script
from weex_runtime.servers.scripted.ws_connection import Received, WsConnection
from weex_runtime.servers.websocket_server import ChatServer, EchoServer, LoopbackServer

if TYPE_CHECKING:
    from typing_extensions import Self
    from websockets.asyncio.server import ServerConnection
    from websockets.http11 import Request, Response

    from weex_runtime.loop.looper import Looper
    from weex_runtime.module_api.network import Network
    from weex_runtime.servers.scripted.player import Play

# Right in form, and the hash of no client's key.
_WRONG_ACCEPT_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAA="


class WsServer:
    """A server in a thread of its own, between `start()` and `close()`; a context manager.

    It follows a script on each connection, or is an `echo()` or a `chat()`; what it is can be said
    anew at any time, for the connections to come. Started again, it has the same port, which is how
    a page comes to connect again.

    Args:
        scripts: As for `script()`; none: each connection is accepted, and what comes received.
        subprotocols: Of these the first that a client asks for is agreed on; no common one: none.
        compression: Agree to permessage-deflate (RFC 7692) where a client offers it.
        tls: wss, with a certificate by an authority that only `network` trusts; needs `trustme`.
        port: 0 for any free one.

    Attributes:
        connections: All so far, in the order of their opening handshakes, refused ones too.
        received: All messages of all connections in the order of arrival: (connection, data).

    Raises:
        ValueError: The port is not an integer from 0 to 65535.
        RuntimeError: `tls`, and trustme is not installed.
    """

    def __init__(
        self,
        *scripts: Script,
        subprotocols: Sequence[str] = (),
        compression: bool = False,
        tls: bool = False,
        port: int = 0,
    ) -> None:
        self.connections: list[WsConnection] = []
        self.received: list[Received] = []
        self.subprotocols = tuple(subprotocols)
        self._ca_file: str | None = None
        self._tls: Any = None
        if tls:
            from weex_runtime.servers.certificates import throwaway_ca

            self._ca_file = throwaway_ca().ca_file
            self._tls = throwaway_ca().server_context()
        self._listener = _Listener(self, port, compression=compression)
        self._failures: list[str] = []
        self._plays: list[Play] = []
        self._changed = threading.Condition()
        self._clients: dict[ServerConnection, tuple[WsConnection, Play | LoopbackServer]] = {}
        self._conversation: LoopbackServer | None = None
        self.script(*scripts)

    @property
    def port(self) -> int:
        """The port it listens on; 0 before the first start."""
        return self._listener.port

    @property
    def compression(self) -> bool:
        """Agree to permessage-deflate; can be set, for the connections to come."""
        return self._listener.compression

    @compression.setter
    def compression(self, compression: bool) -> None:
        self._listener.compression = compression

    @property
    def url(self) -> str:
        """Where clients connect, "ws://127.0.0.1:49152/", or wss.

        Raises:
            RuntimeError: The server was never started, so it has no port yet.
        """
        if not self.port:
            raise RuntimeError("WsServer has no address before start()")
        return f"{'wss' if self._tls else 'ws'}://127.0.0.1:{self.port}/"

    @property
    def network(self) -> Network:
        """For `Runtime(network=…)` or `open(network=…)`: it trusts all servers of this process
        that were made with `tls=True`."""
        from weex_runtime.module_api.network import Network

        return Network(ca_file=self._ca_file)

    @property
    def failures(self) -> list[str]:
        """What scripts expected and did not get so far, and connections that had no script."""
        return [*self._failures, *(play.failure for play in self._plays if play.failure)]

    def script(self, *scripts: Script) -> Self:
        """Follow scripts: one on each connection; several: the n-th connection gets the n-th, and
        one more is refused with 503 and is a failure.

        Raises:
            TypeError: One is no `Script`.
        """
        for script in scripts:
            if not isinstance(script, Script):
                raise TypeError(
                    f"a script is made with Script().expect(...).send(...), not {script!r}; "
                    "several are arguments of their own: script(first, second)"
                )
        self._conversation = None
        self._scripts = scripts or (Script(),)
        self._given = len(scripts)
        self._used = 0
        return self

    def echo(self) -> Self:
        """Send each message back, as `weex_runtime.servers.websocket_server.EchoServer`."""
        self._conversation = EchoServer()
        return self

    def chat(self) -> Self:
        """Be the chat room of `weex_runtime.servers.websocket_server.ChatServer`."""
        self._conversation = ChatServer()
        return self

    def check(self, timeout: Timeout = 1.0) -> None:
        """Claim that clients sent what the scripts expect, and that each script had a connection.

        Args:
            timeout: Seconds, or a `timedelta`, that scripts which are under way have to end. The
                page does not run meanwhile: what it is to send, it has sent.

        Raises:
            AssertionError: With all failures.
        """
        with self._changed:
            self._changed.wait_for(lambda: not self._open_ends(), real_seconds(timeout))
            problems = [*self.failures, *self._open_ends()]
        if problems:
            raise AssertionError("\n".join(problems))

    def start(self) -> None:
        """Listen; clients can connect as soon as this returns.

        Raises:
            OSError: The port cannot be had; errno is EADDRINUSE when it is taken.
            RuntimeError: The server is running.
        """
        self._listener.start()

    def close(self) -> None:
        """Stop listening and close each connection with 1001 (going away), whatever its script is
        at; the thread is gone when this returns. Closing a server that does not run does
        nothing."""
        self._listener.close()

    def abort(self) -> None:
        """The same without a closing handshake, for whose end a client in this thread would have
        to be waited for in vain: the page hears of it when it runs again."""
        self._listener.abort()

    def __repr__(self) -> str:
        where = self.url if self.port else "not started"
        return f"WsServer ({where}, connections: {len(self.connections)})"

    def __enter__(self) -> Self:
        self._listener.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.__exit__()

    def unconnected(self, timeout: Timeout = 1.0) -> list[str]:
        """The scripts that no connection came for, in words.

        Args:
            timeout: Seconds, or a `timedelta`, for connections that are under way.
        """
        with self._changed:
            self._changed.wait_for(lambda: not self._without_connection(), real_seconds(timeout))
            return self._without_connection()

    def _open_ends(self) -> list[str]:
        waiting = [end for play in self._plays if (end := play.waits())]
        return [*waiting, *self._without_connection()]

    def _without_connection(self) -> list[str]:
        if self._conversation is not None:
            return []
        return [
            f"script {number + 1} of {self._given}: no connection came"
            for number in range(self._used, self._given)
        ]

    # On the server's thread.

    def _meet(self, client: ServerConnection, looper: Looper | None) -> Play | None:
        """A client asks for a connection: who talks with it is settled.

        Args:
            looper: The client's, if it is of this process.
        """
        seen = WsConnection(len(self.connections), client)
        if self._conversation is not None:
            self._clients[client] = seen, self._conversation
            self.connections.append(seen)
            return None
        from weex_runtime.servers.scripted.player import Play

        number = self._used if len(self._scripts) > 1 else 0
        self._used += 1
        if number < len(self._scripts):
            script = self._scripts[number]
        else:
            script = Script().refuse(503)
            self._failures.append(
                f"{seen!r}: it is one more than there are scripts, {len(self._scripts)}"
            )
        play = Play(script, client, seen, self._tell, looper)
        self._plays.append(play)
        self._clients[client] = seen, play
        self.connections.append(seen)
        self._tell()
        return play

    def _tell(self) -> None:
        with self._changed:
            self._changed.notify_all()


class _Listener(LoopbackServer):
    """The server itself."""

    def __init__(self, owner: WsServer, port: int, *, compression: bool) -> None:
        super().__init__(port, compression=compression)
        self._owner = owner
        self._opening: dict[int, Play] = {}  # by the local ports of clients

    @property
    def name(self) -> str:
        return "WsServer"

    def holds(self, port: int) -> bool:
        play = self._opening.get(port)
        return play is not None and play.is_silent

    def options(self) -> dict[str, Any]:
        return {
            "ssl": self._owner._tls,
            "open_timeout": None,
            "max_queue": None,
            "process_request": self._answer,
            "process_response": self._alter,
            "select_subprotocol": self._choose,
        }

    def heard(self, client: ServerConnection, message: str | bytes) -> None:
        seen, _ = self._owner._clients[client]
        seen.received.append(message)
        self._owner.received.append(Received(seen.number, message))

    async def converse(self, client: ServerConnection) -> None:
        _, talker = self._owner._clients[client]
        if isinstance(talker, LoopbackServer):
            await talker.converse(client)
        else:
            await talker.run()

    async def _answer(self, client: ServerConnection, request: Request) -> Response | None:
        if "Sec-WebSocket-Key" not in request.headers:
            return None  # websockets says to the client what is missing
        port = client.remote_address[1]
        play = self._owner._meet(client, looper_of(port))
        if play is None:
            return None
        self._opening[port] = play
        try:
            return await play.open()
        finally:
            if self._opening.get(port) is play:
                del self._opening[port]

    def _choose(self, client: ServerConnection, offered: Sequence[str]) -> str | None:
        answer = self._answer_of(client)
        if answer is not None and answer.subprotocol:
            return answer.subprotocol
        return next((name for name in self._owner.subprotocols if name in offered), None)

    def _alter(self, client: ServerConnection, request: Request, response: Response) -> None:
        answer = self._answer_of(client)
        if answer is not None and not answer.is_key_right:
            del response.headers["Sec-WebSocket-Accept"]
            response.headers["Sec-WebSocket-Accept"] = _WRONG_ACCEPT_KEY

    def _answer_of(self, client: ServerConnection) -> Accept | None:
        """How a script accepts; None when no script does."""
        _, talker = self._owner._clients.get(client, (None, None))
        answer = getattr(talker, "answer", None)
        return answer if isinstance(answer, Accept) else None
