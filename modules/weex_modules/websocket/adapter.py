"""The interface of WebSocket adapters: an adapter carries one connection of `webSocket`.

Android apps provide an `IWebSocketAdapter` through a factory, iOS apps a `WXWebSocketHandler`. The
platform's rules and the order of events are applied by the caller of the adapter (connection.py),
so that a bundle gets the same events from every adapter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, Protocol

from weex_modules.websocket.failure import OpeningFailed
from weex_modules.websocket.wire_rules import WireRules
from weex_runtime import Network
from weex_runtime.matching.url import is_secure, may_know_secrets, parse_url
from weex_runtime.module_api.network import basic_credentials, has_controls

if TYPE_CHECKING:
    from weex_modules.websocket.failure import Failure
    from weex_runtime.access.page_access import PageAccess
    from weex_runtime.faults.connection import ConnectionFaults
    from weex_runtime.instance import Instance
    from weex_runtime.loop.looper import Looper


class Limits(NamedTuple):
    """The limits of one connection.

    Attributes:
        connect_timeout: Seconds for name lookup, TCP, TLS and opening handshake together.
        close_timeout: Seconds to wait for the answer to a close frame.
        max_message: The maximum size in bytes of a message from the server.
        max_buffered: The maximum number of bytes that wait for a server that does not read.
    """

    connect_timeout: float = 30.0
    close_timeout: float = 10.0
    max_message: int = 64 << 20
    max_buffered: int = 64 << 20


@dataclass(frozen=True, kw_only=True)
class Opening:
    """An opening handshake that a page starts.

    Attributes:
        url: Absolute ws or wss URL, after `url_map`, without a fragment.
        protocol: `Sec-WebSocket-Protocol` as the platform sends it; None: no such header.
        looper: The page's loop, for timers and sockets.
        limits: The limits of time and of bytes.
        network: The settings for certificates, redirects, proxy, compression and request headers.
            The property `headers` of this class includes these request headers.
        rules: The rules of the platform's own client.
        first_url: The URL that the bundle opened, if `url` is the URL of a redirect.
        faults: The faults that act when the socket connects; None: no faults.
        page: The page that opens the connection, for its share of threads and its memory.
        access: The access of the page; None allows all addresses.
    """

    url: str
    protocol: str | None
    looper: Looper
    limits: Limits = Limits()
    network: Network = Network()
    rules: WireRules = WireRules()
    first_url: str = ""
    faults: ConnectionFaults | None = None
    page: Instance | None = None
    access: PageAccess | None = None

    @property
    def subprotocols(self) -> list[str]:
        """The subprotocols that `protocol` lists."""
        names = [name.strip() for name in (self.protocol or "").split(",")]
        return [name for name in names if name]

    @property
    def headers(self) -> dict[str, str]:
        """Further request headers: Origin, the subprotocols, credentials, and the headers of
        `network`.

        Raises:
            OpeningFailed: A value has control characters, which could end the header.
        """
        network, rules, target = self.network, self.rules, parse_url(self.url)
        headers: dict[str, str] = {}
        if network.origin is not None:
            headers["Origin"] = network.origin
        elif rules.sends_origin:
            own = f"{'https' if is_secure(target) else 'http'}://{target.host}"
            headers["Origin"] = rules.origin or own
        if self.protocol is not None:
            headers["Sec-WebSocket-Protocol"] = self.protocol
        may_authorize = may_know_secrets(self.url, self.first_url or self.url)
        given = {
            name: value
            for name, value in network.headers.items()
            if may_authorize or name.lower() != "authorization"
        }
        if target.has_credentials() and rules.sends_userinfo:
            if "authorization" not in map(str.lower, given):
                credentials = basic_credentials(target.username, target.password)
                headers["Authorization"] = credentials
        headers |= given
        if network.cookies and may_authorize:
            headers["Cookie"] = "; ".join(f"{n}={v}" for n, v in network.cookies.items())
        for name, value in headers.items():
            if has_controls(name + value):
                cause = f"the header {name!r} is invalid: expected one line, got {value!r}"
                raise OpeningFailed("header", cause)
        return headers

    @property
    def max_redirects(self) -> int:
        """The number of redirects to follow."""
        chosen = self.network.max_redirects
        return self.rules.max_redirects if chosen is None else chosen

    @property
    def offers_compression(self) -> bool:
        """Whether the opening handshake offers permessage-deflate."""
        chosen = self.network.compression
        return self.rules.offers_compression if chosen is None else chosen

    def redirected(self, url: str) -> Opening:
        """Return the handshake for the URL of a redirect. The credentials are not sent to another
        server.
        """
        return replace(self, url=url, first_url=self.first_url or self.url)


class Listener(Protocol):
    """Receives the events of one connection, in the order in which they happened."""

    def on_open(self, subprotocol: str = "", extensions: str = "") -> None:
        """The opening handshake succeeded.

        Args:
            subprotocol: The subprotocol that the server chose; "" for none.
            extensions: The server's header `Sec-WebSocket-Extensions`; "" for none.
        """

    def on_message(self, data: str | bytes) -> None:
        """A whole message arrived: text as str, binary as bytes."""

    def on_error(self, cause: Failure | str) -> None:
        """The connection failed. Later events are ignored."""

    def on_close(self, code: int, reason: str, was_clean: bool) -> None:
        """The connection ended. This is the last event.

        Args:
            code: The code of the server's close frame; 1005 for a frame without a code; 1006 if the
                TCP connection closed without a close frame.
        """


class Adapter(Protocol):
    """One connection. An adapter class is called without arguments; its methods must not block.

    An adapter may call its listener from any thread, even inside the methods below: events wait for
    a turn of the loop. Optional attributes: `buffered`, the bytes of messages that wait to be sent;
    `calls_from_loop`, True if all events of the adapter come from the loop, outside the methods
    below, so that events need not wait. Optional, for faults: the methods `corrupt` and `interpose`
    of reactor/adapter.py, and the text `why_without_faults`.
    """

    def connect(self, opening: Opening, listener: Listener) -> None:
        """Start connecting; called once."""

    def send(self, data: str | bytes) -> None:
        """Send one message, after `on_open`. Text may have lone surrogates.

        On iOS `send` may be called after `close`, on other platforms never.
        """

    def close(self, code: int | None, reason: str) -> None:
        """Start the closing handshake; called only after `on_open`.

        Args:
            code: None sends a close frame without a code.
        """

    def destroy(self) -> None:
        """Release the sockets and timers of the connection. Later events are ignored.

        Called also while connecting, after `close`, and after `on_error`. Messages that were sent
        before a call of `close` may still be transmitted.
        """
