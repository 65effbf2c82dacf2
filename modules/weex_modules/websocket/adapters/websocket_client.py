"""The adapter `websocket_client`: handshake and frames of the package websocket-client.

`WebSocket.connect` runs on a worker, over a connected socket. The package's parser runs on the
page's loop, not on a reading thread: a virtual clock would not wait for that thread. The package's
class `frame_buffer` keeps part of a frame until the missing bytes arrive.

Source: websocket-client 1.9, websocket/_core.py and websocket/_abnf.py.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

import websocket
from websocket import ABNF, _handshake
from websocket._cookiejar import SimpleCookieJar

from weex_modules.websocket.adapters.attempt import Attempt
from weex_modules.websocket.adapters.http_head import Head
from weex_modules.websocket.adapters.reactor.adapter import ReactorAdapter
from weex_modules.websocket.adapters.reactor.protocol import ClientProtocol
from weex_modules.websocket.adapters.results import (
    REDIRECTS,
    Opened,
    unexpected_status,
)
from weex_modules.websocket.failure import OpeningFailed, broken, not_utf8, too_big
from weex_runtime.matching.url import parse_url

if TYPE_CHECKING:
    from weex_modules.websocket.adapter import Opening


_MAX_CONTROL = 125  # maximum payload of a control frame in bytes: RFC 6455, section 5.5


def websocket_client_adapter() -> ReactorAdapter:
    """Make an adapter for one connection with the package websocket-client.

    Differences from `reactor`: there is no compression; the package checks the response in the same
    way on every platform; a frame is checked when it is complete; the time for a message that
    arrives in n parts grows with the square of n.
    """
    return ReactorAdapter(_shake_hands, _make_protocol)


class _Cookies(SimpleCookieJar):
    """The package's cookies, which all connections of the process share. Connections of pages
    neither send nor store these cookies, so that apps do not see each other's cookies.
    """

    def __init__(self, shared: SimpleCookieJar) -> None:
        self.jar = shared.jar
        self.here = threading.local()

    def add(self, set_cookie: str | None) -> None:
        if not hasattr(self.here, "is_page"):
            super().add(set_cookie)

    def get(self, host: str) -> str:
        return "" if hasattr(self.here, "is_page") else str(super().get(host))


_COOKIES = _handshake.CookieJar = _Cookies(_handshake.CookieJar)


@contextmanager
def _without_cookies() -> Iterator[None]:
    """Within the block, connections of this thread do not use websocket-client's cookie jar."""
    _COOKIES.here.is_page = True
    try:
        yield
    finally:
        del _COOKIES.here.is_page


def _make_protocol(opening: Opening, opened: Opened) -> ClientProtocol:
    return ClientProtocol(opening.rules, _Reader(opening), _frame)


def _frame(opcode: int, payload: bytes) -> tuple[bytes, bytes]:
    return ABNF.create_frame(payload, opcode).format(), b""


class _Reader:
    """`frame_buffer` and `continuous_frame` of websocket-client, fed with bytes."""

    missing = 0

    def __init__(self, opening: Opening) -> None:
        self._unread = bytearray()
        self._errors = opening.rules.text_errors
        self._max_message = opening.limits.max_message
        # Skip the package's checks of UTF-8, which accept some incomplete code points.
        self._frames = websocket.frame_buffer(self._take, skip_utf8_validation=True)
        self._fragments = websocket.continuous_frame(False, skip_utf8_validation=True)

    def read(self, data: bytes) -> Iterator[tuple[int, str | bytes]]:
        """Yield messages and control frames, like `MessageReader.read`."""
        self._unread += data
        try:
            while True:
                frame = self._frames.recv_frame()
                payload = cast(bytes, frame.data)
                if frame.mask_value:
                    raise broken("a frame is masked")
                if frame.opcode < ABNF.OPCODE_CLOSE:
                    yield from self._add(frame)
                elif not frame.fin or len(payload) > _MAX_CONTROL:
                    raise broken("a control frame is fragmented or too long")
                else:
                    yield frame.opcode, payload
        except BlockingIOError:
            pass
        except UnicodeDecodeError:
            raise not_utf8() from None
        except websocket.WebSocketProtocolException as error:
            raise broken(str(error)) from None

    def _add(self, frame: ABNF) -> Iterator[tuple[int, str | bytes]]:
        """Add a frame; yield the message if the frame completes a message."""
        fragments = self._fragments
        fragments.validate(frame)
        fragments.add(frame)
        assert fragments.cont_data
        if len(fragments.cont_data[1]) > self._max_message:
            raise too_big(self._max_message)
        if fragments.is_fire(frame):
            opcode, whole = fragments.extract(frame)
            is_text = opcode == ABNF.OPCODE_TEXT
            yield opcode, whole.data.decode("utf-8", self._errors) if is_text else whole.data

    def _take(self, size: int) -> bytes:
        """Return the next bytes to `frame_buffer`, which keeps them if a later call raises."""
        if not self._unread:
            raise BlockingIOError
        taken = bytes(self._unread[:size])
        del self._unread[:size]
        return taken


def _shake_hands(attempt: Attempt, sock: socket.socket, opening: Opening) -> Opened | Head:
    """Call `WebSocket.connect` over a connected socket; blocks.

    Raises:
        OpeningFailed: The handshake failed.
    """
    client: Any = websocket.WebSocket()
    headers = opening.headers
    origin = headers.pop("Origin", None)
    try:
        with _without_cookies(), attempt.talking(), attempt.waiting():
            client.connect(
                opening.url,
                socket=sock,
                header=[f"{name}: {value}" for name, value in headers.items()],
                origin=origin,
                host=parse_url(opening.url).host,
                suppress_origin=origin is None,
                redirect_limit=0,
            )
    except websocket.WebSocketBadStatusException as error:
        raise unexpected_status(Head(error.status_code, error.status_message or "", {})) from None
    except websocket.WebSocketConnectionClosedException:
        attempt.stop_if_aborted()
        cause = "the connection ended during the opening handshake"
        raise OpeningFailed("ended", cause) from None
    except websocket.WebSocketException as error:
        response = client.handshake_response
        if response and response.status in REDIRECTS:
            head = Head(response.status, HTTPStatus(response.status).phrase, response.headers)
            if not opening.max_redirects:
                raise unexpected_status(head) from None
            return head
        raise OpeningFailed("header", f"websocket-client: {error}") from None
    headers = client.headers or {}
    protocol = headers.get("sec-websocket-protocol", "")
    return Opened(sock, b"", protocol, headers.get("sec-websocket-extensions", ""))
