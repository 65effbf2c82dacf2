"""webSocket on each platform: the columns of the tables in spec/websocket.md, sections 3.1 to 3.6.

`RULES` has a column for each platform; on the web only .we pages use it, since the module is JS
over a WHATWG WebSocket there (whatwg.py). The differences below are what a bundle is
warned of.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from weex_modules.websocket import arguments
from weex_modules.websocket.arguments import CloseFrame
from weex_modules.websocket.failure import Failure
from weex_modules.websocket.wire_rules import Closed, Offer, WireRules
from weex_runtime import Difference
from weex_runtime.instance.binary import BinaryData
from weex_runtime.json_values import JSONValue


@dataclass(frozen=True, kw_only=True)
class Rules:
    """One column. The defaults are the documentation's and, where it is silent, WHATWG's.

    Attributes:
        wire: What the connection does.
        address: The address for a URL and the bundle's URL, and what is wrong with it.
        without_adapter: What an app without an adapter logs for each call, with no event; "": the
            connection fails.
        wrong_url: What comes of a wrong one: "fails" with `onerror` and `onclose`; "no events" and
            a socket that is never ready; "nothing", and the socket before it stays.
        offer: The subprotocols for the argument and whether it was given.
        keeps_early_handlers: A handler set before the constructor belongs to the next socket.
        shares_handlers: Handlers belong to the module and serve each socket in turn.
        once: Events whose handler is spent by its first call.
        replaced: The close frame of a socket that another constructor ends.
        hears_replaced: Its handlers hear of its end.
        replaces_attempt: A socket that is still connecting is broken off by another constructor.
        error: `data` of `onerror`.
        binary: `data` of `onmessage` for a binary message; None drops it.
        payload: The message for what `send` got; None sends nothing.
        send_without_socket, send_too_early, send_too_late: Text for `onerror`; "" for nothing:
            before any constructor, before `onopen`, after the end.
        failed_is_early: A socket that never opened is "too early" for `send`, not "too late".
        sends_while_closing: `send` after `close` still goes to the server.
        close_frame: The close frame for the arguments of `close`; raises `WrongArgument`.
        wrong_close: What comes of that: "error" and an open socket, an error and a socket that is
            "taken for closed", or "nothing".
        close_while_connecting: "fails" the attempt, does "nothing", or is this end.
        close_again: Text for `onerror`, "" for nothing.
        farewell: The close frame when the page is destroyed.
    """

    wire: WireRules = WireRules()
    address: Callable[[str, str], tuple[str, str]] = arguments.any_address
    without_adapter: str = ""
    wrong_url: Literal["fails", "no events", "nothing"] = "fails"
    offer: Callable[[JSONValue, bool], Offer] = arguments.offer_of_list
    keeps_early_handlers: bool = True
    shares_handlers: bool = False
    once: frozenset[str] = frozenset()
    replaced: CloseFrame = CloseFrame(1001, "")
    hears_replaced: bool = True
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
    """The JSON text of an NSError's userInfo."""
    info: dict[str, JSONValue]
    if failure.kind == "status":
        description = f"received bad response code from server {failure.status}"
        info = {"HTTPResponseStatusCode": failure.status, "NSLocalizedDescription": description}
    elif failure.kind == "accept":
        info = {"NSLocalizedDescription": "Invalid Sec-WebSocket-Accept response"}
    elif failure.kind == "subprotocol":
        text = "Server specified Sec-WebSocket-Protocol that wasn't requested"
        info = {"NSLocalizedDescription": text}
    elif failure.kind == "connect":
        info = {"_kCFStreamErrorCodeKey": 61, "_kCFStreamErrorDomainKey": 1}
    elif failure.kind == "lookup":
        info = {"_kCFStreamErrorCodeKey": 8, "_kCFStreamErrorDomainKey": 12}
    else:
        info = {"NSLocalizedDescription": failure.cause}
    return json.dumps(info, indent=2, ensure_ascii=False)


# Of the web's module and class WebSocket; the polyfill on other devices offers no compression.
BROWSER = WireRules(offers_compression=True, reserved_codes="pass on")

RULES: dict[str | None, Rules] = {
    None: Rules(),
    "android": Rules(
        wire=WireRules(
            sends_origin=False,
            sends_userinfo=False,
            max_redirects=20,
            checks_answer="one upgrade",
            code_of_no_status=0,
            reserved_codes="pass on",
            replaces_invalid_text=True,
            end_of_stream=Closed(1000, "CLOSE_NORMAL", True),
            closes_after_error=False,
            gives_up_closing=False,
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
        payload=arguments.text_only,
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
            checks_answer="key",
            replies="1000",
            reserved_codes="answer 1002",
            end_of_stream=Closed(1001, "Stream end encountered", False),
            violation=Closed(0, "", True),
            closes_after_error=False,
            hears_answer=False,
            gives_up_closing=False,
        ),
        address=arguments.complete_address,
        without_adapter="No resource request handler found!",
        wrong_url="nothing",
        offer=arguments.offer_of_one,
        shares_handlers=True,
        once=frozenset({"onclose"}),
        replaced=CloseFrame(1000, ""),
        hears_replaced=False,
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


WRONG_URL = Difference(
    "WebSocket({url!r}) is no complete ws or wss URL",
    android="no event; send answers that the socket is not ready",
    ios="no event; the call does nothing",
    instead="a complete URL, like ws://host/path, its scheme in small letters",
)

NO_ADAPTER = Difference(
    "WebSocket() was called in an app without a WebSocket adapter",
    android="each call only logs, and no event comes",
    ios="each call only logs, and no event comes",
    instead="an app that registers an adapter; here, websocket_adapter is None",
)

PROTOCOL_LIST = Difference(
    "WebSocket() got a list of protocols",
    android="its JSON text is sent as the subprotocol",
    ios="an exception ends the call",
    instead="one protocol, as text",
)

PROTOCOLS = Difference(
    "WebSocket() got the protocols {protocol!r}",
    android="the server's choice is not looked at",
    ios="the connection fails, since the server's choice is not that text",
    instead="one protocol",
)

EMPTY_PROTOCOL = Difference(
    "the server refused an opening handshake with protocol ''",
    android="an empty Sec-WebSocket-Protocol header is sent, which strict servers refuse",
    instead="WebSocket(url), without a protocol",
)

EARLY_HANDLER = Difference(
    "{event} was set before WebSocket()",
    android="the handler is dropped",
    web="ignored, there is no socket that could keep it",
    instead="WebSocket(url, protocol) first, then the handlers",
)

CALLED_HANDLER = Difference(
    "{event} was called or read",
    web="it is the handler that was assigned, or null: {event}(handler) is a TypeError or calls "
    "the one before",
    instead="{event} = handler",
)

NEW_SOCKET = Difference(
    "WebSocket() was called while a socket was open",
    android="the new one has no handlers until they are set again",
    ios="the old one ends without onclose, and its handlers serve the new one",
    web="the old one stays open and keeps its handlers, but only the new one can be reached",
    instead="close(), and WebSocket() in onclose",
)

NEW_ATTEMPT = Difference(
    "WebSocket() was called while a socket was connecting",
    android="the first attempt goes on, and its handlers hear of it",
    ios="the first attempt ends without onclose, and its handlers serve the new one",
    web="both attempts go on, each with its handlers, but only the new one can be reached",
    instead="WebSocket() once, and again only after onclose or onerror",
)

SPENT_HANDLER = Difference(
    "{event} has been called once before",
    ios="it is not called again, not for a new socket either",
    instead="{event}(handler) again after each WebSocket()",
)

ONLY_ONERROR = Difference(
    "the socket failed, and there is no onerror handler",
    android="onclose does not follow a failure",
    ios="onclose does not follow a failure",
    instead="onerror(handler), and reconnect there too",
)

END_OF_STREAM = Difference(
    "TCP ended without a close frame",
    android="onclose tells code 1000, CLOSE_NORMAL, wasClean true",
    ios="onclose tells code 1001, Stream end encountered, also after a close() of the bundle",
    instead="code that does not rely on the close code",
)

BINARY_RECEIVED = Difference(
    "a binary message came",
    android="it is dropped",
    ios="data is {{'@type': 'binary', base64}}, without dataType",
    instead="a server that sends text",
)

BINARY_SENT = Difference(
    "send() got binary data",
    android="a text message with the JSON text of {{'@type': 'binary', ...}} is sent",
    instead="text, base64 say",
)

NO_TEXT_SENT = Difference(
    "send() got {value}, which is no text",
    android="its JSON text is sent",
    ios="nothing is sent",
    instead="send(JSON.stringify(data))",
)

EARLY_SEND = Difference(
    "send() was called before onopen",
    android="onerror tells that the socket is not ready, the message is dropped",
    ios="an assertion may end the app",
    instead="send() in onopen or later",
)

NUMERIC_CLOSE_CODE = Difference(
    "close() got the code {code} as a number",
    ios="the code is ignored: 1000, without a reason",
    instead="close('{code}', reason)",
)

WRONG_CLOSE = Difference(
    "close() got an argument that cannot be sent: {problem}",
    android="nothing is sent, and the socket is taken for closed",
    ios="the code is sent as it is, or an assertion ends the app",
    instead="1000 or 3000 to 4999, and a reason of at most 123 bytes",
)

EARLY_CLOSE = Difference(
    "close() was called while the socket was connecting",
    android="nothing happens; the attempt goes on, and onopen comes",
    ios="onclose tells code 0 and wasClean true",
    instead="close() in onopen or later",
)

CLOSE_ARGUMENTS = Difference(
    "close() got arguments",
    web="they are ignored, the server gets a close frame without a code",
    instead="a last message where the server has to know why",
)
