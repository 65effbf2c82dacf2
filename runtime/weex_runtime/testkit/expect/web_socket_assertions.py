"""`expect(ws)`: assertions about a WebSocket, retried until they hold."""

from __future__ import annotations

from collections.abc import Callable
from re import Pattern
from typing import TYPE_CHECKING, cast

from weex_runtime.loop.timeouts import Timeout
from weex_runtime.matching.message import Message, MessageMatch, difference, nearest_message
from weex_runtime.testkit.expect.assertions import Assertions, opposite

if TYPE_CHECKING:
    from weex_runtime.instance.records.web_sockets import WebSocket


class WebSocketAssertions(Assertions):
    """Assertions about the messages of a WebSocket, and about its end.

    A list of messages means exactly these messages, in order. A single message means that at least
    one message of the socket matches. An expected message is text, bytes, a regular expression, a
    function, or an object that equals the JSON of a text message. (In a list of messages the JSON
    may be a list too.)

    Every `timeout` is a number of seconds or a `timedelta`; None means the page's default.
    """

    def __init__(self, socket: WebSocket, message: str = "") -> None:
        super().__init__(socket.page, f"expect({socket!r})", message)
        self._socket = socket

    def to_be_closed(
        self,
        code: int | None = None,
        reason: str | Pattern[str] | None = None,
        timeout: Timeout | None = None,
    ) -> None:
        """The socket has closed, or opening it failed.

        Args:
            code: The expected close code; 1006 means an end without a close frame, None any code.
            reason: The expected reason, or a regular expression to search for; None means any
                reason.
            timeout: Seconds, or a `timedelta`.
        """
        self._is_used = True
        socket = self._socket
        shown = self._call(
            "to_be_closed",
            code=None if code is None else str(code),
            reason=None if reason is None else MessageMatch(reason).description,
        )

        def problem() -> str:
            if socket.is_closed:
                return ""
            return "it is open" if socket.is_open else "it is connecting"

        self._wait(shown, problem, timeout)
        if code not in (None, socket.close_code) or not _matches(reason, socket.close_reason):
            raise self._failure(shown, f" does not hold: {self._end()}")

    def not_to_be_closed(self, timeout: Timeout | None = None) -> None:
        """The socket is connecting or open."""
        self._is_used = True
        if self._socket.is_closed:
            raise self._failure(self._call("not_to_be_closed"), f" does not hold: {self._end()}")

    def to_have_sent(
        self, messages: Message | list[Message], timeout: Timeout | None = None
    ) -> None:
        """For a list: the bundle sent exactly these messages. For a single message: the bundle sent
        at least one message that matches.
        """
        self._messages("to_have_sent", messages, lambda: self._socket.sent, timeout)

    not_to_have_sent = opposite(to_have_sent)

    def to_have_received(
        self, messages: Message | list[Message], timeout: Timeout | None = None
    ) -> None:
        """For a list: the server sent exactly these messages. For a single message: the server sent
        at least one message that matches.
        """
        self._messages("to_have_received", messages, lambda: self._socket.received, timeout)

    not_to_have_received = opposite(to_have_received)

    def _messages(
        self,
        name: str,
        messages: Message | list[Message],
        read: Callable[[], list[str | bytes]],
        timeout: Timeout | None,
    ) -> None:
        self._is_used = True
        is_list = isinstance(messages, list)
        several = cast("list[Message]", messages if is_list else [messages])
        matches = [MessageMatch(message) for message in several]

        def problem() -> str:
            there = read()
            if is_list:
                holds = len(there) == len(matches) and all(
                    match(message) for match, message in zip(matches, there, strict=True)
                )
            else:
                holds = any(map(matches[0], there))
            return "" if holds is not self._is_opposite else f"{len(there)} messages are there"

        def details() -> str:
            if not is_list or self._is_opposite:
                return ""
            lines = "".join(f"\n    {line}" for line in difference(matches, read()))
            return f"\n  - wanted, + there:{lines}"

        def nearest() -> list[str]:
            return [] if is_list else nearest_message(matches[0], read())

        words = ", ".join(match.description for match in matches)
        shown = self._call(name, f"[{words}]" if is_list else words)
        self._wait(shown, problem, timeout, nearest=nearest, details=details)

    def _end(self) -> str:
        return f"it has closed with {self._socket.close_code} {self._socket.close_reason}".rstrip()


def _matches(expected: str | Pattern[str] | None, reason: str) -> bool:
    if expected is None or isinstance(expected, str):
        return expected in (None, reason)
    return expected.search(reason) is not None
