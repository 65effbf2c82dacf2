"""`expect(ws)`: what a test claims of a WebSocket, asked again until it holds."""

from __future__ import annotations

from collections.abc import Callable
from re import Pattern
from typing import TYPE_CHECKING, cast

from weex_runtime.instance.waiting import report, wait
from weex_runtime.loop.timeouts import Timeout
from weex_runtime.matching.message import Message, MessageMatch, difference, nearest_message
from weex_runtime.testkit.expect.unused import Claims

if TYPE_CHECKING:
    from weex_runtime.instance.records.web_sockets import WebSocket


class WebSocketAssertions(Claims):
    """Claims about a socket: its messages and its end.

    A list of messages means all of them, in order; anything else means that one among them is so.
    Each is text, bytes, a regular expression, an object (or, in the list, a list) that a text is
    the JSON of, or a function.

    Every `timeout` is seconds, or a `timedelta`.
    """

    def __init__(self, socket: WebSocket, message: str = "") -> None:
        super().__init__(socket.page, repr(socket))
        self._socket = socket
        self._message = f"{message}\n" if message else ""

    def to_be_closed(
        self,
        code: int | None = None,
        reason: str | Pattern[str] | None = None,
        timeout: Timeout | None = None,
    ) -> None:
        """It has ended, or could not be opened.

        Args:
            code: With this code; 1006 without a close frame. None: any.
            reason: With exactly this reason, or a regular expression that is found in it.
            timeout: Seconds, or a `timedelta`.
        """
        self._is_used = True
        socket = self._socket

        def not_yet() -> str:
            if socket.is_closed:
                return ""
            return "it is open" if socket.is_open else "it is connecting"

        text, waited = wait(socket.page, not_yet, timeout)
        if text:
            text = f" did not hold {waited}: {text}"
        elif code not in (None, socket.close_code) or not _is(reason, socket.close_reason):
            text = f" does not hold: {_end_of(socket)}"
        if text:
            asked = [f"code={code}"] if code is not None else []
            if reason is not None:
                asked.append(f"reason={MessageMatch(reason).words}")
            head = f"{self._message}expect({socket!r}).to_be_closed({', '.join(asked)}){text}"
            raise AssertionError(report(socket.page, head, []))

    def not_to_be_closed(self, timeout: Timeout | None = None) -> None:
        """It is open, or connecting."""
        self._is_used = True
        socket = self._socket
        if socket.is_closed:
            head = f"{self._message}expect({socket!r}).not_to_be_closed() does not hold: "
            raise AssertionError(report(socket.page, f"{head}{_end_of(socket)}", []))

    def to_have_sent(
        self, messages: Message | list[Message], timeout: Timeout | None = None
    ) -> None:
        """The bundle sent these messages and no others; or one like this."""
        self._expect("to_have_sent", messages, lambda: self._socket.sent, True, timeout)

    def not_to_have_sent(
        self, messages: Message | list[Message], timeout: Timeout | None = None
    ) -> None:
        """It sent others; or none like this."""
        self._expect("not_to_have_sent", messages, lambda: self._socket.sent, False, timeout)

    def to_have_received(
        self, messages: Message | list[Message], timeout: Timeout | None = None
    ) -> None:
        """These messages and no others came from the server; or one like this."""
        self._expect("to_have_received", messages, lambda: self._socket.received, True, timeout)

    def not_to_have_received(
        self, messages: Message | list[Message], timeout: Timeout | None = None
    ) -> None:
        """Others came; or none like this."""
        self._expect(
            "not_to_have_received", messages, lambda: self._socket.received, False, timeout
        )

    def _expect(
        self,
        claim: str,
        messages: Message | list[Message],
        read: Callable[[], list[str | bytes]],
        wanted: bool,
        timeout: Timeout | None,
    ) -> None:
        self._is_used = True
        is_list = isinstance(messages, list)
        several = cast("list[Message]", messages if is_list else [messages])
        matches = [MessageMatch(message) for message in several]

        def holds() -> bool:
            there = read()
            if not is_list:
                return any(map(matches[0], there))
            return len(there) == len(matches) and all(
                match(message) for match, message in zip(matches, there, strict=True)
            )

        socket = self._socket
        text, waited = wait(socket.page, lambda: "" if holds() == wanted else "no", timeout)
        if not text:
            return
        there = read()
        words = ", ".join(match.words for match in matches)
        head = f"{self._message}expect({socket!r}).{claim}({f'[{words}]' if is_list else words})"
        head += f" did not hold {waited}: {len(there)} messages are there"
        if is_list and wanted:
            lines = "".join(f"\n    {line}" for line in difference(matches, there))
            raise AssertionError(report(socket.page, f"{head}\n  - wanted, + there:{lines}", []))
        raise AssertionError(report(socket.page, head, nearest_message(matches[0], there)))


def _is(wanted: str | Pattern[str] | None, there: str) -> bool:
    if wanted is None or isinstance(wanted, str):
        return wanted in (None, there)
    return wanted.search(there) is not None


def _end_of(socket: WebSocket) -> str:
    return f"it has closed with {socket.close_code} {socket.close_reason}".rstrip()
