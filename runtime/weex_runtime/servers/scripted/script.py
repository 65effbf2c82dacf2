"""What a WebSocket server of a test does on one connection, step by step.

Script().expect({"type": "join"}).send({"type": "welcome"}).delay(0.1).close(1000, "bye")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from weex_runtime.errors import WeexError
from weex_runtime.json_values import JSONInput, to_text
from weex_runtime.loop.durations import seconds_meant
from weex_runtime.loop.timeouts import Timeout, seconds
from weex_runtime.matching.message import Message, MessageMatch

if TYPE_CHECKING:
    from typing_extensions import Self


@dataclass(frozen=True)
class Expect:
    """Wait for the next message, which is to be this one."""

    wanted: Message

    def __str__(self) -> str:
        return f"expect({MessageMatch(self.wanted).words})"


@dataclass(frozen=True)
class Send:
    """Send one message."""

    data: str | bytes


@dataclass(frozen=True)
class Delay:
    """Go on later."""

    seconds: float


@dataclass(frozen=True)
class Accept:
    """Answer the opening handshake."""

    subprotocol: str | None = None
    is_key_right: bool = True


@dataclass(frozen=True)
class Refuse:
    """Answer the opening handshake with an HTTP response."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Raw:
    """Write bytes to the TCP connection."""

    data: bytes


@dataclass(frozen=True)
class Close:
    """Start the closing handshake."""

    code: int
    reason: str


@dataclass(frozen=True)
class Drop:
    """End the TCP connection with FIN, without a close frame."""


@dataclass(frozen=True)
class Reset:
    """End the TCP connection with RST."""


@dataclass(frozen=True)
class Stall:
    """Neither read nor write any more."""


Step: TypeAlias = Expect | Send | Delay | Accept | Refuse | Raw | Close | Drop | Reset | Stall
_LAST = (Refuse, Close, Drop, Reset, Stall)
_NEED_OPEN = (Expect, Send, Close)


class Script:
    """The steps of a server on one connection; each method adds one and returns the script.

    The opening handshake is answered first, unless a step answers it. Behind the last step the
    connection stays open, and what comes is written down.

    Args:
        accept: False: the opening handshake is not answered before a step does; what comes before
            that step, and `drop`, `reset` and `stall`, happen to a client that still connects.

    Attributes:
        steps: In order.

    Raises:
        ValueError: A step cannot come there, or an argument cannot be used.
        TypeError: A value is none that JSON has.
    """

    def __init__(self, *, accept: bool = True) -> None:
        self.steps: list[Step] = []
        self._accepts = accept

    def expect(self, wanted: Message) -> Self:
        """Wait for the next message; anything else is a failure, and closes with 1008.

        Args:
            wanted: The whole text or bytes, a regular expression to be found in a text, an object
                or list that a text is the JSON of, or a function that answers whether it is the
                one.

        Raises:
            WeexError: It is none of those.
        """
        MessageMatch(wanted)
        return self._add(Expect(wanted))

    def send(self, data: bytes | JSONInput) -> Self:
        """Send a message: text, bytes, or another value as JSON text."""
        if isinstance(data, str):
            data.encode()  # half a character cannot be sent
        return self._add(Send(data if isinstance(data, (str, bytes)) else to_text(data)))

    def delay(self, time: Timeout) -> Self:
        """Go on after seconds, or a `timedelta`, on the clock of the page that connected; messages
        are received meanwhile.

        Raises:
            WeexError: It is none, or reads as milliseconds.
        """
        if isinstance(time, (int, float)) and (instead := seconds_meant(time)):
            raise WeexError(
                f"delay({time}) is in seconds, and reads as milliseconds: did you mean "
                f"{instead:g}? (timedelta(seconds={time}) says that it is meant)"
            )
        return self._add(Delay(seconds(time)))

    def accept(self, subprotocol: str | None = None) -> Self:
        """Answer the opening handshake now, with a subprotocol, asked for or not."""
        return self._add(Accept(subprotocol))

    def wrong_accept_key(self) -> Self:
        """Answer the opening handshake with a Sec-WebSocket-Accept for another key."""
        return self._add(Accept(is_key_right=False))

    def refuse(
        self,
        status: int = 403,
        headers: Mapping[str, str] | None = None,
        body: str | bytes = b"",
    ) -> Self:
        """Answer the opening handshake with an HTTP status, and end."""
        if not isinstance(status, int) or not 200 <= status <= 599:
            raise ValueError(f"refuse: a status is a number from 200 to 599, not {status!r}")
        content = body.encode() if isinstance(body, str) else body
        return self._add(Refuse(status, dict(headers or {}), content))

    def raw(self, data: bytes) -> Self:
        """Write bytes as they are, like a frame that is none."""
        return self._add(Raw(bytes(data)))

    def close(self, code: int = 1000, reason: str = "") -> Self:
        """Close as RFC 6455 has it; `raw` sends codes that a server may not send."""
        if not isinstance(code, int):
            raise ValueError(f"close: a code is a number like 1000, not {code!r}")
        if not (1000 <= code <= 1014 and code not in (1004, 1005, 1006)) and not (
            3000 <= code <= 4999
        ):
            raise ValueError(
                f"close: {code} may not be sent; write one from 3000 to 4999 or one of RFC 6455, "
                "or send the frame with raw()"
            )
        if len(reason.encode()) > 123:
            raise ValueError("close: a reason has at most 123 bytes of UTF-8")
        return self._add(Close(code, reason))

    def drop(self) -> Self:
        """End the TCP connection with FIN, without a close frame, whatever the client has sent."""
        return self._add(Drop())

    def reset(self) -> Self:
        """End the TCP connection with RST: "connection reset by peer". A client may lose what was
        sent just before, with TLS the answer to the opening handshake too: expect a message first.
        """
        return self._add(Reset())

    def stall(self) -> Self:
        """Neither read nor write any more, until the server closes."""
        return self._add(Stall())

    def parts(self) -> tuple[list[Step], list[Step]]:
        """The steps up to the answer of the opening handshake, and those behind it."""
        for index, step in enumerate(self.steps, 1):
            if isinstance(step, (Accept, Refuse)):
                return self.steps[:index], self.steps[index:]
        return ([Accept()], self.steps) if self._accepts else (self.steps, [])

    def _add(self, step: Step) -> Self:
        name = type(step).__name__.lower()
        if self.steps and isinstance(self.steps[-1], _LAST):
            last = type(self.steps[-1]).__name__.lower()
            raise ValueError(f"{name}: nothing comes behind {last}()")
        answered = any(isinstance(before, Accept) for before in self.steps)
        if isinstance(step, (Accept, Refuse)) and (
            answered or any(isinstance(before, _NEED_OPEN) for before in self.steps)
        ):
            raise ValueError(f"{name}: the opening handshake is answered already")
        if isinstance(step, _NEED_OPEN) and not (answered or self._accepts):
            raise ValueError(f"{name}: with accept=False, accept() comes first")
        self.steps.append(step)
        return self
