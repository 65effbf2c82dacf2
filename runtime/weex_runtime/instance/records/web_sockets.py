"""Records of a page's WebSockets and of their messages. Modules create a record with
`Page.web_socket`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from weex_runtime.errors import WaitTimeout
from weex_runtime.instance.records.event_emitter import EventEmitter
from weex_runtime.naming import call

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance
    from weex_runtime.loop.timeouts import Timeout
    from weex_runtime.matching.message import Message


_LONG = 1024  # number of bytes or characters; only longer messages count towards `_MAX_SIZE`
_MAX_SIZE = 16 << 20  # maximum number of bytes or characters in all recorded long messages
_MAX_SOCKETS = 1_000  # maximum number of recorded sockets on a page; the oldest are dropped
_SHOWN_BYTES = 32  # number of bytes of a binary message that a trace shows
_EVENTS = ("open", "framesent", "framereceived", "socketerror", "close")


class WebSocket:
    """The record of one WebSocket.

    Attributes:
        page: The page that opened the socket.
        url: The address of the connection.
        protocol: The subprotocol that the server chose; "" for none, and before the socket is open.
        extensions: The negotiated extensions, like "permessage-deflate"; "" for none.
        is_open: The socket was opened and has not ended.
        is_closed: The socket has ended, or could not be opened.
        close_code: 1006 without a close frame; None before the end.
        close_reason: The reason in the close frame.
    """

    def __init__(self, log: SocketLog, url: str) -> None:
        self.page = log.page
        self._log = log
        self._keep = log.keep
        self._trace = log.page.tracer
        self._mark = f"#{log.count + 1} " if log.count else ""  # number of the socket in the trace
        self._trace_event(f"connecting to {url}")
        self._events: EventEmitter | None = None
        self._is_watched = self._trace is not None
        self._received = 0
        self._expected = 0  # number of received messages up to the last result of `expect_message`
        self.url = url
        self.protocol = ""
        self.extensions = ""
        self.is_open = False
        self.is_closed = False
        self.close_code: int | None = None
        self.close_reason = ""

    @property
    def sent(self) -> list[str | bytes]:
        """The bundle's messages, oldest first. A page keeps its latest 10,000 messages."""
        return self._log.messages(self, True)

    @property
    def received(self) -> list[str | bytes]:
        """The server's messages, oldest first. A page keeps its latest 10,000 messages."""
        return self._log.messages(self, False)

    def on(self, event: str, function: Callable[[Any], object]) -> None:
        """Call a function at each event. At "framesent" and "framereceived" the argument is the
        message (text or bytes), at "socketerror" the cause as text, at "open" and "close" this
        object. Exceptions of the function are failures of the page.

        Raises:
            WeexError: The event is unknown, or the function is not a plain function.
        """
        if self._events is None:
            self._events = EventEmitter(self.page, "ws.on", _EVENTS)
        self._events.on(event, function)
        self._is_watched = True

    def expect_message(self, wanted: Message, timeout: Timeout | None = None) -> str | bytes:
        """Run the loop until the server sends a matching message.

        The search starts after the message that the last call returned, so a message may have
        arrived before the call.

        Args:
            wanted: The whole text or bytes; a regular expression to find in a string; an object or
                list to compare with a string's JSON value; a predicate.
            timeout: Seconds, or a `timedelta`; default: the page's.

        Returns:
            The message.

        Raises:
            WaitTimeout: No such message came in time, or before the socket closed.
        """
        from weex_runtime.instance.waiting import report, wait
        from weex_runtime.matching.message import MessageMatch, nearest_message

        match = MessageMatch(wanted)
        found: list[str | bytes] = []

        def problem() -> str:
            received = self.received
            forgotten = self._received - len(received)
            for position in range(max(0, self._expected - forgotten), len(received)):
                if match(received[position]):
                    self._expected = forgotten + position + 1
                    found.append(received[position])
                    return ""
            return "" if self.is_closed else "no such message"

        text, waited = wait(self.page, problem, timeout)
        if found:
            return found[0]
        if not text:
            end = f"{self.close_code} {self.close_reason}".rstrip()
            waited = f"before the socket closed ({end})"
        head = f"{self!r}.{call('expect_message', match.description)}: no such message {waited}"
        raise WaitTimeout(report(self.page, head, nearest_message(match, self.received)))

    def __repr__(self) -> str:
        return f"web socket {self.url}"

    # Modules call the following methods to record a socket.

    def opened(self, protocol: str, extensions: str = "") -> None:
        """Record that the opening handshake succeeded."""
        self.protocol = protocol
        self.extensions = extensions
        self.is_open = True
        self._trace_event("open")
        self._fire("open", self)

    def frame_sent(self, data: str | bytes) -> None:
        """Record a message of the bundle."""
        self._keep((self, True, data))
        if len(data) > _LONG:
            self._log.weigh(len(data))
        if self._is_watched:
            if self._trace:
                self._trace_event(f"→ {_shown(data)}")
            self._fire("framesent", data)

    def frame_received(self, data: str | bytes) -> None:
        """Record a message of the server."""
        self._received += 1
        self._keep((self, False, data))
        if len(data) > _LONG:
            self._log.weigh(len(data))
        if self._is_watched:
            if self._trace:
                self._trace_event(f"← {_shown(data)}")
            self._fire("framereceived", data)

    def close_sent(self, code: int, reason: str) -> None:
        """Record that the page sent a close frame."""
        self._trace_event(f"→ close {code} {reason}")

    def close_received(self, code: int, reason: str) -> None:
        """Record that the server sent a close frame."""
        self._trace_event(f"← close {code} {reason}")

    def failed(self, cause: str) -> None:
        """Record why the connection failed; `closed` follows."""
        self._fire("socketerror", cause)

    def closed(self, code: int, reason: str) -> None:
        """Record that the socket has ended."""
        if not self.is_closed:
            self.is_closed, self.is_open = True, False
            self.close_code, self.close_reason = code, reason
            self._trace_event(f"closed {code} {reason}")
            self._fire("close", self)

    def _trace_event(self, text: str) -> None:
        if self._trace:
            self._trace("socket", f"{self._mark}{text}".rstrip())

    def _fire(self, event: str, argument: object) -> None:
        if self._events:
            self._events.emit(event, argument)


class WebSocketMessage(NamedTuple):
    """A message of a page's socket.

    Attributes:
        is_sent: Whether the bundle sent the message; False for a message of the server.
    """

    socket: WebSocket
    is_sent: bool
    data: str | bytes


class SocketLog:
    """The sockets of a page and their latest messages, in order.

    Attributes:
        sockets: The latest 1,000 sockets, oldest first.
        keep: Records a message: (socket, whether the bundle sent it, data).
    """

    def __init__(self, page: Instance) -> None:
        self.page = page
        self.sockets: deque[WebSocket] = deque(maxlen=_MAX_SOCKETS)
        self.count = 0
        self._messages: deque[tuple[WebSocket, bool, str | bytes]] = deque(
            maxlen=page.runtime.history
        )
        self.keep = self._messages.append
        self._size = 0

    @property
    def size(self) -> int:
        """About how many bytes the recorded messages and addresses take in memory."""
        return self._size + sum(_LONG + len(socket.url) for socket in self.sockets)

    def open(self, url: str) -> WebSocket:
        """Start the record of a socket."""
        socket = WebSocket(self, url)
        self.sockets.append(socket)
        self.count += 1
        self.page.runtime.on_web_socket(self.page, socket)
        if self.page.events:
            self.page.events.emit("websocket", socket)
        return socket

    def weigh(self, size: int) -> None:
        """Add the size of a long message to the memory of the page."""
        self._size += size
        if self._size > _MAX_SIZE:
            self._forget_old()

    def messages(self, socket: WebSocket, is_sent: bool) -> list[str | bytes]:
        """Return the messages of one socket in one direction."""
        return [
            data
            for its_socket, was_sent, data in self._messages
            if its_socket is socket and was_sent is is_sent
        ]

    def all_messages(self) -> list[WebSocketMessage]:
        """Return the messages of all sockets in both directions."""
        return [WebSocketMessage(*message) for message in self._messages]

    def _forget_old(self) -> None:
        # Count the size again: the deque has dropped the oldest messages beyond 10,000, whose sizes
        # are still in `_size`.
        messages = self._messages
        self._size = sum(len(data) for _, _, data in messages if len(data) > _LONG)
        while self._size > _MAX_SIZE / 2 and len(messages) > 1:
            size = len(messages.popleft()[2])
            self._size -= size if size > _LONG else 0


def _shown(data: str | bytes) -> str:
    """Describe a message for the trace by its kind, its size and its first bytes."""
    if isinstance(data, bytes):
        return f"binary, {len(data)} bytes: {data[:_SHOWN_BYTES].hex(' ')}" + (
            " ..." if len(data) > _SHOWN_BYTES else ""
        )
    size = len(data) if data.isascii() else len(data.encode("utf-8", "surrogatepass"))
    return f"text, {size} bytes: {data[:200]!r}" + (" ..." if len(data) > 200 else "")
