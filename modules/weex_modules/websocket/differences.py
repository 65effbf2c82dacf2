"""Warnings about differences between the documentation of `webSocket` and devices."""

from weex_runtime import Difference

WRONG_URL = Difference(
    "WebSocket({url!r}) is not a complete ws or wss URL",
    android="no event; send reports that the socket is not ready",
    ios="no event; the call does nothing",
    instead="a complete URL, like ws://host/path, its scheme in lower case",
)

NO_ADAPTER = Difference(
    "WebSocket() was called in an app without a WebSocket adapter",
    android="each call only logs a line, and no event is fired",
    ios="each call only logs a line, and no event is fired",
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
    android="the server's choice is not checked",
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
    android="the new socket has no handlers until they are set again",
    ios="the old socket ends without onclose, and its handlers serve the new socket",
    web="the old socket stays open and keeps its handlers, but only the new socket can be reached",
    instead="close(), and WebSocket() in onclose",
)

NEW_ATTEMPT = Difference(
    "WebSocket() was called while a socket was connecting",
    android="the first attempt continues, and its handlers get its events",
    ios="the first attempt ends without onclose, and its handlers serve the new attempt",
    web="both attempts continue, each with its handlers, but only the new socket can be reached",
    instead="WebSocket() once, and again only after onclose or onerror",
)

SPENT_HANDLER = Difference(
    "{event} has been called once before",
    ios="it is not called again, even for a new socket",
    instead="{event}(handler) again after each WebSocket()",
)

ONLY_ONERROR = Difference(
    "the socket failed, and there is no onerror handler",
    android="onclose does not follow a failure",
    ios="onclose does not follow a failure",
    instead="onerror(handler), and reconnect there too",
)

END_OF_STREAM = Difference(
    "the TCP connection closed without a close frame",
    android="onclose gets code 1000, CLOSE_NORMAL, wasClean true",
    ios="onclose gets code 1001, Stream end encountered, also after a close() of the bundle",
    instead="code that does not rely on the close code",
)

BINARY_RECEIVED = Difference(
    "a binary message arrived",
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
    "send() got {value}, which is not a string",
    android="its JSON text is sent",
    ios="nothing is sent",
    instead="send(JSON.stringify(data))",
)

EARLY_SEND = Difference(
    "send() was called before onopen",
    android="onerror reports that the socket is not ready, the message is dropped",
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
    android="nothing happens; the attempt continues, and onopen is called",
    ios="onclose gets code 0 and wasClean true",
    instead="close() in onopen or later",
)

CLOSE_ARGUMENTS = Difference(
    "close() got arguments",
    web="they are ignored, the server gets a close frame without a code",
    instead="a last message, if the server needs the reason",
)
