"""The WebSockets that a page opens, as tests see them; modules tell of them (`Page.web_socket`)."""

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


_HISTORY = 10_000  # messages of a page; older ones make room
_LONG = 1024  # bytes or characters; only what is longer is counted, which costs time
_MAX_SIZE = 16 << 20  # bytes or characters of long ones together
_MAX_SOCKETS = 1_000  # of a page; older ones are forgotten
_EVENTS = ("framesent", "framereceived", "close")


class WebSocket:
    """A WebSocket of a page, from the call that opened it.

    Attributes:
        url: Where it connects to.
        protocol: The subprotocol that the server chose; "" for none, and before it is open.
        extensions: Those in use, as the server named them, like "permessage-deflate"; else "".
        is_open: Opened and not closed.
        is_closed: It has ended, or could not be opened.
        close_code: 1006 without a close frame; None before its end.
        close_reason: Of its end.
    """

    def __init__(self, log: SocketLog, url: str) -> None:
        self._log = log
        self._keep = log.keep
        self._trace = log.page.tracer
        self._mark = f"#{log.count + 1} " if log.count else ""  # which of several, in the trace
        if self._trace:
            self._trace("socket", f"{self._mark}connecting to {url}")
        self._events: EventEmitter | None = None
        self._is_watched = self._trace is not None
        self._received = 0
        self._expected = 0  # received messages that `expect_message` has passed
        self.url = url
        self.protocol = ""
        self.extensions = ""
        self.is_open = False
        self.is_closed = False
        self.close_code: int | None = None
        self.close_reason = ""

    @property
    def sent(self) -> list[str | bytes]:
        """Messages that the bundle sent, oldest first; of the latest 10,000 of the page."""
        return self._log.messages(self, True)

    @property
    def received(self) -> list[str | bytes]:
        """Messages that came from the server, likewise."""
        return self._log.messages(self, False)

    @property
    def page(self) -> Instance:
        """Whose it is."""
        return self._log.page

    def on(self, event: str, function: Callable[[Any], object]) -> None:
        """Call a function of each "framesent" or "framereceived" with the message, text or bytes;
        of "close" with this object. What it raises is on the page's console.

        Raises:
            WeexError: There is no such event, or it is no plain function.
        """
        if self._events is None:
            self._events = EventEmitter(self.page, "ws.on", _EVENTS)
        self._events.on(event, function)
        self._is_watched = True

    def expect_message(self, wanted: Message, timeout: Timeout | None = None) -> str | bytes:
        """Run the loop until the server's next message of a kind: the first behind the one that
        the call before gave, whether it has come already or not.

        Args:
            wanted: The whole text or bytes; a regular expression to be found in a text; an object
                or list that a text is the JSON of; a function that answers whether it is the one.
            timeout: Seconds, or a `timedelta`; default: the page's.

        Returns:
            The message.

        Raises:
            WaitTimeout: None came in time, or before the socket closed; says which did.
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
            return "no such message"

        def problem_or_end() -> str:
            text = problem()
            return "" if text and self.is_closed else text

        text, waited = wait(self.page, problem_or_end, timeout)
        if found:
            return found[0]
        if not text:
            waited = f"before the socket closed ({self.close_code} {self.close_reason}".rstrip()
            waited += ")"
        head = f"{self!r}.{call('expect_message', match.description)}: no such message {waited}"
        raise WaitTimeout(report(self.page, head, nearest_message(match, self.received)))

    def __repr__(self) -> str:
        return f"web socket {self.url}"

    # What a module tells.

    def opened(self, protocol: str, extensions: str = "") -> None:
        """The opening handshake is done."""
        self.protocol = protocol
        self.extensions = extensions
        self.is_open = True
        if self._trace:
            self._trace("socket", f"{self._mark}open")

    def frame_sent(self, data: str | bytes) -> None:
        """The bundle sent a message."""
        self._keep((self, True, data))
        if len(data) > _LONG:
            self._log.weigh(len(data))
        if self._is_watched:
            if self._trace:
                self._trace("socket", f"{self._mark}→ {_shown(data)}")
            self._fire("framesent", data)

    def frame_received(self, data: str | bytes) -> None:
        """A message came."""
        self._received += 1
        self._keep((self, False, data))
        if len(data) > _LONG:
            self._log.weigh(len(data))
        if self._is_watched:
            if self._trace:
                self._trace("socket", f"{self._mark}← {_shown(data)}")
            self._fire("framereceived", data)

    def close_sent(self, code: int, reason: str) -> None:
        """A close frame goes out."""
        if self._trace:
            self._trace("socket", f"{self._mark}→ close {code} {reason}".rstrip())

    def close_received(self, code: int, reason: str) -> None:
        """One came."""
        if self._trace:
            self._trace("socket", f"{self._mark}← close {code} {reason}".rstrip())

    def closed(self, code: int, reason: str) -> None:
        """It has ended."""
        if not self.is_closed:
            self.is_closed, self.is_open = True, False
            self.close_code, self.close_reason = code, reason
            if self._trace:
                self._trace("socket", f"{self._mark}closed {code} {reason}".rstrip())
            self._fire("close", self)

    def _fire(self, event: str, argument: object) -> None:
        if self._events:
            self._events.emit(event, argument)


class WebSocketMessage(NamedTuple):
    """A message of one of a page's sockets.

    Attributes:
        is_sent: The bundle sent it; else the server.
    """

    socket: WebSocket
    is_sent: bool
    data: str | bytes


class SocketLog:
    """The sockets of a page and their latest messages, in the order in which they crossed.

    Attributes:
        sockets: The latest 1,000, oldest first.
        keep: Takes a message: (socket, whether it was sent, data).
    """

    def __init__(self, page: Instance) -> None:
        self.page = page
        self.sockets: deque[WebSocket] = deque(maxlen=_MAX_SOCKETS)
        self.count = 0
        self._messages: deque[tuple[WebSocket, bool, str | bytes]] = deque(maxlen=_HISTORY)
        self.keep = self._messages.append
        self._size = 0

    def open(self, url: str) -> WebSocket:
        """A socket is being opened."""
        socket = WebSocket(self, url)
        self.sockets.append(socket)
        self.count += 1
        if self.page.events:
            self.page.events.emit("websocket", socket)
        return socket

    def weigh(self, size: int) -> None:
        """A long message was kept."""
        self._size += size
        if self._size > _MAX_SIZE:
            self._forget_old()

    def messages(self, socket: WebSocket, is_sent: bool) -> list[str | bytes]:
        """Those of one socket in one direction."""
        return [
            data
            for its_socket, was_sent, data in self._messages
            if its_socket is socket and was_sent is is_sent
        ]

    def all_messages(self) -> list[WebSocketMessage]:
        """Those of all sockets in both directions."""
        return [WebSocketMessage(*message) for message in self._messages]

    def _forget_old(self) -> None:
        # Those that made room for the 10,000th are not counted out.
        messages = self._messages
        self._size = sum(len(data) for _, _, data in messages if len(data) > _LONG)
        while self._size > _MAX_SIZE / 2 and len(messages) > 1:
            size = len(messages.popleft()[2])
            self._size -= size if size > _LONG else 0


def _shown(data: str | bytes) -> str:
    if isinstance(data, bytes):
        return f"binary, {len(data)} bytes"
    return f"text {data[:200]!r}" + (f" ({len(data)} characters)" if len(data) > 200 else "")
