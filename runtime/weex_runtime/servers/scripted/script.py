"""Scripts: the steps of a test's WebSocket server on one connection.

Script().expect({"type": "join"}).send({"type": "welcome"}).delay(0.1).close(1000, "bye")
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from weex_runtime.errors import WeexError
from weex_runtime.json_values import JSONInput, to_text
from weex_runtime.loop.timeouts import Timeout, seconds, seconds_meant
from weex_runtime.matching.message import Message, MessageMatch, is_close_code

if TYPE_CHECKING:
    from typing_extensions import Self


class Step(NamedTuple):
    """One step of a script.

    Attributes:
        name: "accept" or "refuse" to answer the opening handshake; "expect", "send", "raw",
            "delay", "close", "drop", "reset" or "stall".
        args: "accept": the subprotocol or None, and whether Sec-WebSocket-Accept is correct;
            "refuse": the status, headers and body; "expect": the message; "send" and "raw": the
            data; "delay": seconds; "close": code and reason.
    """

    name: str
    args: tuple[Any, ...] = ()

    def __str__(self) -> str:
        if self.name == "expect":
            return f"expect({MessageMatch(self.args[0]).description})"
        return f"{self.name}()"


# The arguments of "accept" for a script without this step: no subprotocol, and a correct
# Sec-WebSocket-Accept.
NO_ANSWER = (None, True)

_ANSWERS = ("accept", "refuse")
_LAST = ("refuse", "close", "drop", "reset", "stall")
_NEED_OPEN = ("expect", "send", "close")


class Script:
    """The steps of a server on one connection; each method adds a step and returns the script.

    The server accepts the opening handshake before the first step, unless a step answers it. After
    the last step the connection stays open, and the server records messages.

    Args:
        accept: If False, only a step can answer the opening handshake. Steps before the answering
            step run while the client is connecting. If no step answers, all steps do.

    Attributes:
        steps: The steps in the order of playing.

    Raises:
        ValueError: A step is not possible at its place, or an argument is not valid.
        TypeError: A value is not a JSON value.
    """

    def __init__(self, *, accept: bool = True) -> None:
        self.steps: list[Step] = []
        self._accepts = accept

    def expect(self, wanted: Message) -> Self:
        """Wait for the next message; another message is a failure and closes with 1008.

        Args:
            wanted: The whole text or bytes; a regular expression to search in a text; an object or
                list to compare with a text as JSON; or a predicate of the message.

        Raises:
            WeexError: `wanted` has another type.
        """
        MessageMatch(wanted)
        return self._add("expect", wanted)

    def send(self, data: bytes | JSONInput) -> Self:
        """Send a message: text, bytes, or another value as JSON text."""
        if isinstance(data, str):
            data.encode()  # a lone surrogate raises UnicodeEncodeError
        return self._add("send", data if isinstance(data, (str, bytes)) else to_text(data))

    def delay(self, time: Timeout) -> Self:
        """Wait for seconds, or a `timedelta`, on the clock of the page that connected. The server
        receives messages meanwhile.

        Raises:
            WeexError: The time is not valid, or is probably in milliseconds.
        """
        if isinstance(time, (int, float)) and (instead := seconds_meant(time)):
            raise WeexError(
                f"delay({time}) is in seconds; did you mean {instead:g}? Write "
                f"timedelta(seconds={time}) for this number of seconds"
            )
        return self._add("delay", seconds(time, "delay"))

    def accept(self, subprotocol: str | None = None) -> Self:
        """Accept the opening handshake at this step, and select a subprotocol. The subprotocol need
        not be one that the client offered.
        """
        return self._add("accept", subprotocol, True)

    def wrong_accept_key(self) -> Self:
        """Accept the opening handshake with a Sec-WebSocket-Accept for another key."""
        return self._add("accept", None, False)

    def refuse(
        self,
        status: int = 403,
        headers: Mapping[str, str] | None = None,
        body: str | bytes = b"",
    ) -> Self:
        """Answer the opening handshake with an HTTP status, and end the connection."""
        if not isinstance(status, int) or not 200 <= status <= 599:
            raise ValueError(f"refuse: expected a status from 200 to 599, got {status!r}")
        content = body.encode() if isinstance(body, str) else body
        return self._add("refuse", status, dict(headers or {}), content)

    def raw(self, data: bytes) -> Self:
        """Write bytes to the TCP connection without a frame, for example an invalid frame."""
        return self._add("raw", bytes(data))

    def close(self, code: int = 1000, reason: str = "") -> Self:
        """Start the closing handshake; `raw` can send codes that servers must not send."""
        if not isinstance(code, int):
            raise ValueError(f"close: expected a code like 1000, got {code!r}")
        if not is_close_code(code) or 1014 < code < 3000:
            raise ValueError(
                f"close: a server must not send {code!r}; use 3000 to 4999 or a code of RFC 6455, "
                "or send the frame with raw()"
            )
        if (size := len(reason.encode())) > 123:
            raise ValueError(f"close: expected a reason of at most 123 bytes of UTF-8, got {size}")
        return self._add("close", code, reason)

    def drop(self) -> Self:
        """End the TCP connection with FIN, without a close frame."""
        return self._add("drop")

    def reset(self) -> Self:
        """End the TCP connection with RST: "connection reset by peer". A client may lose data that
        was sent just before; with TLS, also the answer to the opening handshake. To avoid the loss,
        `expect` a message first.
        """
        return self._add("reset")

    def stall(self) -> Self:
        """Stop reading and writing until the server closes."""
        return self._add("stall")

    def parts(self) -> tuple[list[Step], list[Step]]:
        """Return the steps up to the answer to the opening handshake, and the steps after it."""
        for index, step in enumerate(self.steps, 1):
            if step.name in _ANSWERS:
                return self.steps[:index], self.steps[index:]
        accept = Step("accept", NO_ANSWER)
        return ([accept], self.steps) if self._accepts else (self.steps, [])

    def _add(self, name: str, *args: Any) -> Self:
        before = [step.name for step in self.steps]
        if before and before[-1] in _LAST:
            raise ValueError(f"{name}: no step can follow {before[-1]}()")
        answered = "accept" in before
        opened = [step for step in before if step in ("accept", *_NEED_OPEN)]
        if name in _ANSWERS and opened:
            raise ValueError(
                f"{name}: the connection is already open at the step {opened[0]}(); answer the "
                "opening handshake once, before this step"
            )
        if name in _NEED_OPEN and not (answered or self._accepts):
            raise ValueError(f"{name}: the script has accept=False; add accept() before this step")
        self.steps.append(Step(name, args))
        return self
