"""`webSocket` on each platform: the columns of the tables in spec/websocket.md, 3.1 to 3.6.

`RULES` has a column for each platform. On the web, only .we pages use these rules. For other pages,
the module is written in JS and uses the class WebSocket (whatwg.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from weex_modules.websocket import arguments
from weex_modules.websocket.failure import Failure
from weex_modules.websocket.wire_rules import Closed, CloseFrame, Offer, WireRules
from weex_runtime.instance.binary import BinaryData
from weex_runtime.json_values import JSONValue
from weex_runtime.matching.url import resolve


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rules of one platform. The defaults follow the documentation of `webSocket`; where it
    is silent, the WHATWG WebSockets Standard.

    Attributes:
        wire: The rules of a connection.
        address: Takes the URL and the bundle's URL. Returns the address and the problem; one of
            the two is "".
        without_adapter: In an app without an adapter, each call logs this message and fires no
            event; "": the connection fails instead.
        wrong_url: The effect of a wrong URL. "fails": `onerror` and `onclose`; "no events": the
            socket never opens; "nothing": the previous socket stays.
        offer: Takes the value of `protocol`, and whether the bundle passed a value. Returns the
            subprotocols to offer.
        keeps_early_handlers: Whether a handler that is set before the constructor belongs to the
            next socket.
        shares_handlers: Whether handlers belong to the module, so that each socket in turn has
            the same handlers.
        once: Names of events whose handler is dropped after its first call.
        replaced: The close frame that ends the old socket when the bundle opens a new socket.
        notifies_replaced: Whether the handlers of the old socket are called in this case.
        replaces_attempt: Whether a new socket aborts an old socket that is still connecting.
        error: `data` of `onerror`.
        binary: `data` of `onmessage` for a binary message; None drops the message.
        payload: Takes an argument of `send` that is not a string, and returns the message to send;
            None sends nothing.
        send_without_socket, send_too_early, send_too_late: `onerror` for `send` before any
            constructor, before `onopen`, and after the end; "" for no event.
        failed_is_early: Whether `send` on a socket that never opened is "too early", not "too
            late".
        sends_while_closing: Whether messages that are sent after `close` still reach the server.
        close_frame: Takes the arguments of `close`, and returns the close frame to send; raises
            `WrongArgument`.
        wrong_close: The effect of wrong arguments of `close`. "error": `onerror`, and the socket
            stays open; "taken for closed": `onerror`, and the socket counts as closed; "nothing":
            no effect.
        close_while_connecting: The effect of `close` while connecting. "fails": the attempt fails;
            "nothing": no effect; otherwise the arguments of `onclose`.
        close_again: `data` of `onerror` for a second `close`; "" for no event.
        farewell: The close frame when the page is destroyed.
    """

    wire: WireRules = WireRules()
    address: Callable[[str, str], tuple[str, str]] = resolve
    without_adapter: str = ""
    wrong_url: Literal["fails", "no events", "nothing"] = "fails"
    offer: Callable[[JSONValue, bool], Offer] = arguments.offer_of_list
    keeps_early_handlers: bool = True
    shares_handlers: bool = False
    once: frozenset[str] = frozenset()
    replaced: CloseFrame = CloseFrame(1001, "")
    notifies_replaced: bool = True
    replaces_attempt: bool = True
    error: Callable[[Failure], str] = lambda failure: failure.message
    binary: Callable[[bytes], JSONValue] = lambda data: BinaryData("ArrayBuffer", data)
    payload: Callable[[JSONValue], str | bytes | None] = arguments.text_or_binary
    send_without_socket: str = "there is no WebSocket yet; call WebSocket(url, protocol) first"
    send_too_early: str = "WebSocket is not ready: send after onopen; the message is dropped"
    send_too_late: str = ""
    failed_is_early: bool = False
    sends_while_closing: bool = False
    close_frame: Callable[[JSONValue, JSONValue], CloseFrame] = arguments.checked_close
    wrong_close: Literal["error", "taken for closed", "nothing"] = "error"
    close_while_connecting: Closed | Literal["fails", "nothing"] = "fails"
    close_again: str = ""
    farewell: CloseFrame = CloseFrame(1001, "")


def _android_error(failure: Failure) -> str:
    if failure.kind == "status":
        return f"Expected HTTP 101 response but was '{failure.status} {failure.reason}'"
    if failure.kind == "accept":
        return (
            f"Expected 'Sec-WebSocket-Accept' header value '{failure.expected}' "
            f"but was '{failure.actual}'"
        )
    return failure.cause


def _ios_error(failure: Failure) -> str:
    """Return the JSON text of an NSError's userInfo."""
    info: dict[str, JSONValue]
    if failure.kind == "status":
        description = f"received bad response code from server {failure.status}"
        info = {"HTTPResponseStatusCode": failure.status, "NSLocalizedDescription": description}
    elif failure.kind == "accept":
        info = {"NSLocalizedDescription": "Invalid Sec-WebSocket-Accept response"}
    elif failure.kind == "subprotocol":
        text = "Server specified Sec-WebSocket-Protocol that wasn't requested"
        info = {"NSLocalizedDescription": text}
    elif failure.kind in ("connect", "access"):
        info = {"_kCFStreamErrorCodeKey": 61, "_kCFStreamErrorDomainKey": 1}
    elif failure.kind == "lookup":
        info = {"_kCFStreamErrorCodeKey": 8, "_kCFStreamErrorDomainKey": 12}
    else:
        info = {"NSLocalizedDescription": failure.cause}
    return json.dumps(info, indent=2, ensure_ascii=False)


# The rules of the web, for the module webSocket and the class WebSocket. On other platforms, the
# polyfill of WebSocket follows these rules, but without compression.
BROWSER = WireRules(offers_compression=True, reserved_codes="pass on")

RULES: dict[str | None, Rules] = {
    None: Rules(),
    "android": Rules(
        wire=WireRules(
            sends_origin=False,
            sends_userinfo=False,
            max_redirects=20,
            checks_response="one upgrade",
            code_of_no_status=0,
            reserved_codes="pass on",
            replaces_invalid_text=True,
            end_of_stream=Closed(1000, "CLOSE_NORMAL", True),
            closes_after_error=False,
            limits_closing=False,
        ),
        address=arguments.lower_case_address,
        without_adapter="No implementation found for IWebSocketAdapter",
        wrong_url="no events",
        offer=arguments.offer_as_it_is,
        keeps_early_handlers=False,
        once=frozenset({"onopen", "onclose"}),
        replaced=CloseFrame(1001, "CLOSE_GOING_AWAY"),
        replaces_attempt=False,
        error=_android_error,
        binary=lambda data: None,
        payload=arguments.text_of,  # sends even binary data as JSON text
        send_without_socket="",
        send_too_early="WebSocket is not ready",
        send_too_late="closed",
        failed_is_early=True,
        close_frame=arguments.android_close,
        wrong_close="taken for closed",
        close_while_connecting="nothing",
        close_again="closed",
        farewell=CloseFrame(1001, "CLOSE_GOING_AWAY"),
    ),
    "ios": Rules(
        wire=WireRules(
            checks_response="key",
            replies="1000",
            reserved_codes="answer 1002",
            end_of_stream=Closed(1001, "Stream end encountered", False),
            violation=Closed(0, "", True),
            closes_after_error=False,
            ends_with_answer=False,
            limits_closing=False,
        ),
        address=arguments.complete_address,
        without_adapter="No resource request handler found!",
        wrong_url="nothing",
        offer=arguments.offer_of_one,
        shares_handlers=True,
        once=frozenset({"onclose"}),
        replaced=CloseFrame(1000, ""),
        notifies_replaced=False,
        error=_ios_error,
        binary=lambda data: BinaryData(None, data),
        payload=arguments.text_or_binary_only,
        send_without_socket="",
        send_too_early="",
        sends_while_closing=True,
        close_frame=arguments.ios_close,
        wrong_close="nothing",
        close_while_connecting=Closed(0, "", True),
        farewell=CloseFrame(1000, ""),
    ),
    "web": Rules(wire=BROWSER),
}
