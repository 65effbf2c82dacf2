"""Play a script on one connection."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Response

from weex_runtime.matching.message import shown
from weex_runtime.servers.scripted.expected import difference
from weex_runtime.servers.scripted.http_message import reason_of
from weex_runtime.servers.scripted.script import NO_ANSWER, Script, Step

if TYPE_CHECKING:
    from websockets.asyncio.server import ServerConnection

    from weex_runtime.loop.looper import Looper
    from weex_runtime.servers.scripted.ws_connection import WsConnection

_SHOWN = 10  # maximum number of messages that the text of a failure shows


class Play:
    """Plays a script on one connection: `open` plays the steps up to the answer to the opening
    handshake, `run` plays the steps after it.

    Args:
        connection: The record of the connection.
        notify: Called after the script has ended.
        looper: The client's loop if the client is in this process. If the loop's clock is virtual,
            delays follow this clock.

    Attributes:
        failure: The expectation that was not met; "" for none.
        is_over: No further step will be played.
        answer: The arguments of the step `accept` that was played.
        is_silent: The script waits for a delay to end, or sends nothing more.
    """

    def __init__(
        self,
        script: Script,
        client: ServerConnection,
        connection: WsConnection,
        notify: Callable[[], None],
        looper: Looper | None,
    ) -> None:
        self.failure = ""
        self.is_over = False
        self.is_silent = False
        self.answer: tuple[str | None, bool] = NO_ANSWER
        self._client = client
        self._connection = connection
        self._notify = notify
        self._looper = looper
        self._opening, self._rest = script.parts()
        self._offset = len(script.steps) - len(self._rest)
        self._done = 0  # number of steps played after the opening handshake
        self._messages: asyncio.Queue[str | bytes | None] = asyncio.Queue()

    async def open(self) -> Response | None:
        """Play the steps up to and including the step that answers the opening handshake.

        Returns:
            The response that refuses the handshake; None to accept.

        Raises:
            ConnectionError: The client disconnected before the answer.
        """
        for step in self._opening:
            if step.name == "accept":
                self.answer = step.args
                if not self._rest:
                    self._finish()
                return None
            if step.name == "refuse":
                self._finish()
                return _refusal(*step.args)
            await self._play(step)
            if self._client.connection_lost_waiter.done():
                break
        else:
            self._finish()
            self.is_silent = True
            await self._client.wait_closed()
        self._end_early("disconnected before its opening handshake was answered")
        raise ConnectionError("the client disconnected before its opening handshake was answered")

    async def run(self) -> None:
        """Play the steps after the opening handshake, then receive until the client disconnects."""
        reader = asyncio.ensure_future(self._read())
        try:
            for step in self._rest:
                await self._play(step)
                self._done += 1
        except _Unexpected as problem:
            self.failure = self._describe(str(problem))
            self._finish()
            await self._client.close(1008, _shortened(f"the script wanted {problem.step}"))
        except (ConnectionError, ConnectionClosed):
            self._end_early(_describe_end(self._client))
        finally:
            self._finish()
        await reader
        await self._client.wait_closed()

    def waits(self) -> str:
        """Describe the message that the script waits for; "" for none."""
        step = self._next_expected()
        return "" if self.is_over or step is None else self._describe(f"{step}: no message came")

    async def _play(self, step: Step) -> None:
        client = self._client
        match (step.name, *step.args):
            case "expect", wanted:
                message = await self._messages.get()
                if message is None:
                    raise ConnectionError
                problem = difference(wanted, message)
                if problem:
                    raise _Unexpected(step, problem)
            case "send", data:
                await client.send(data)
            case "delay", seconds:
                self.is_silent = True
                await self._pause(seconds)
                self.is_silent = False
            case "raw", data:
                client.transport.write(data)
            case "close", code, reason:
                await client.close(code, reason)
            case "drop", *_:
                await self._drop()
            case "reset", *_:
                # With a linger time of 0, closing the socket sends RST instead of FIN.
                client.transport.get_extra_info("socket").setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
                )
                client.transport.abort()
                await client.wait_closed()
            case "stall", *_:
                self._finish()
                client.transport.pause_reading()
                self.is_silent = True
                await client.wait_closed()

    async def _drop(self) -> None:
        """End the connection: send FIN, and read until the client's FIN. Closing a socket with
        unread data would send RST.
        """
        connection = self._client.transport.get_extra_info("socket").dup()
        # Closing the transport sends its buffered data. `connection` keeps the TCP socket open.
        self._client.transport.close()
        try:
            await self._client.wait_closed()
            self._finish()
            connection.shutdown(socket.SHUT_WR)
            while await asyncio.get_running_loop().sock_recv(connection, 65536):
                pass
        except OSError:
            pass  # the client has reset the connection
        finally:
            connection.close()

    async def _pause(self, seconds: float) -> None:
        # A lost connection also ends the pause of a `delay` step.
        lost = self._client.connection_lost_waiter
        if self._looper is None or not self._looper.clock.virtual:
            await asyncio.wait([lost], timeout=seconds)
            return
        loop = asyncio.get_running_loop()
        is_over: asyncio.Future[None] = loop.create_future()

        def end() -> None:
            if not is_over.done():
                is_over.set_result(None)

        cancel = self._looper.call_later_threadsafe(seconds, lambda: loop.call_soon_threadsafe(end))
        await asyncio.wait([lost, is_over], return_when=asyncio.FIRST_COMPLETED)
        cancel()

    async def _read(self) -> None:
        try:
            while True:
                self._messages.put_nowait(await self._client.recv())
        except ConnectionClosed:
            self._messages.put_nowait(None)

    def _next_expected(self) -> Step | None:
        rest = self._rest[self._done :]
        return next((step for step in rest if step.name == "expect"), None)

    def _end_early(self, how: str) -> None:
        step = self._next_expected()
        if step is not None:
            self.failure = self._describe(f"{step}: {how}")
        self._finish()

    def _finish(self) -> None:
        self.is_over = True
        self._notify()

    def _describe(self, problem: str) -> str:
        step = self._next_expected()
        number = self._offset + 1 + next(i for i, s in enumerate(self._rest) if s is step)
        received = ", ".join(map(shown, self._connection.received[-_SHOWN:])) or "nothing"
        if len(self._connection.received) > _SHOWN:
            received = f"{len(self._connection.received)} messages, the last of them {received}"
        return f"{self._connection!r}, step {number}: {problem}\n  received: {received}"


class _Unexpected(Exception):
    """Raised if the client's message is not the message that a step expects."""

    def __init__(self, step: Step, problem: str) -> None:
        super().__init__(f"{step}: another message came\n{problem}")
        self.step = step


def _describe_end(client: ServerConnection) -> str:
    protocol = client.protocol
    sent, received = protocol.close_sent, protocol.close_rcvd
    if received is not None and protocol.close_rcvd_then_sent is not False:
        return f"the client closed with {received.code} {received.reason!r}"
    if sent is not None:
        return f"the server closed with {sent.code} {sent.reason!r}"
    return "the connection ended without a close frame"


def _refusal(status: int, given: Mapping[str, str], body: bytes) -> Response:
    headers = Headers()
    headers.update(given)
    headers["Content-Length"] = str(len(body))
    headers.setdefault("Connection", "close")
    return Response(status, reason_of(status), headers, body)


def _shortened(reason: str) -> str:
    """Cut a reason to 123 bytes, the maximum in a close frame."""
    return reason.encode()[:123].decode(errors="ignore")
