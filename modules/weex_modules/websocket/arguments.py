"""Conversions of the arguments of `webSocket`, for each platform.

Source: spec/websocket.md, sections 3.1 (protocol), 3.2 (URL), 3.5 (close), 3.6 (send). A device's
JS runtime passes "" for undefined and null, and nothing for an omitted argument.
"""

from __future__ import annotations

import base64
import binascii
import re

from weex_modules.websocket.wire_rules import NO_STATUS, CloseFrame, Offer
from weex_runtime.instance.binary import BinaryData
from weex_runtime.json_values import JSONValue, brief, shown, to_unicode
from weex_runtime.matching.url import resolve
from weex_runtime.module_api.network import FIELD_VALUE, TOKEN

_WHOLE = re.compile(r"[-+]?\d{1,15}")

MAX_REASON = 123  # maximum length of a close reason in bytes: RFC 6455, section 5.5


class WrongArgument(Exception):
    """The argument is invalid; the exception's message is the data of `onerror`."""


# Functions for the argument `url` of the constructor. Each returns (address, problem); one of the
# two is "". The default function is `resolve`, which accepts a URL relative to the bundle's URL.


def is_complete(url: str) -> bool:
    """Whether the URL has a scheme that every platform accepts."""
    return url.startswith(("ws://", "wss://", "http://", "https://"))


def lower_case_address(url: str, bundle_url: str) -> tuple[str, str]:
    """Android: require a complete URL with its scheme in lower case."""
    if not is_complete(url):
        return "", f"Request url must use 'ws', 'wss', 'http' or 'https': {url}"
    return resolve(url, "")


def complete_address(url: str, bundle_url: str) -> tuple[str, str]:
    """iOS: return a problem if the URL is relative."""
    return resolve(url, "")


# Functions for the argument `protocol` of the constructor. Each takes the value of `protocol`, and
# whether the bundle passed a value. Each returns the subprotocols to offer.


def offer_of_list(protocol: JSONValue, is_given: bool) -> Offer:
    """The documentation and WHATWG: `protocol` is a name, a string of comma-separated names, or a
    list of names; "" offers nothing.

    Raises:
        WrongArgument: A name is not a token.
    """
    names = protocol if isinstance(protocol, list) else text_of(protocol).split(",")
    wanted = [name for name in (text_of(n).strip() for n in names) if name]
    for name in wanted:
        if not TOKEN.fullmatch(name):
            raise WrongArgument(
                f"{name!r} is not a valid name of a subprotocol (RFC 6455: a token)"
            )
    return Offer(",".join(wanted) if wanted else None, tuple(wanted))


def offer_as_it_is(protocol: JSONValue, is_given: bool) -> Offer:
    """Android: send the text as the header, even an empty text. The server may choose any
    subprotocol.

    Raises:
        WrongArgument: The text cannot be a header: okhttp raises an exception.
    """
    return Offer(_header(protocol) if is_given else None, None)


def offer_of_one(protocol: JSONValue, is_given: bool) -> Offer:
    """iOS: send the text unchanged as the header. The server must choose the whole text or nothing.

    Raises:
        WrongArgument: The argument is a list, for which iOS raises an exception; or the text cannot
            be a header.
    """
    if isinstance(protocol, (list, dict)):
        raise WrongArgument(f"expected the protocol as a string, got {brief(protocol)}")
    name = _header(protocol) if is_given else ""
    return Offer(name or None, (name, "") if name else ())


def _header(protocol: JSONValue) -> str:
    text = text_of(protocol)
    if not FIELD_VALUE.fullmatch(text):
        raise WrongArgument(f"expected one line of ASCII as protocol, got {brief(text)}")
    return text


# Functions for the argument of `send`. Each converts the argument to a message, or returns None if
# no message is to be sent.


def text_or_binary(data: JSONValue) -> str | bytes:
    """The default: send an ArrayBuffer or view as binary, and other values as JSON text."""
    binary = _binary(data)
    return text_of(data) if binary is None else binary


def text_or_binary_only(data: JSONValue) -> str | bytes | None:
    """iOS: send text and binary only; other values are not sent."""
    if data is None:
        return ""
    return data if isinstance(data, str) else _binary(data)


def is_binary(data: JSONValue) -> bool:
    """Whether a value represents an ArrayBuffer or view of JS."""
    return isinstance(data, BinaryData) or isinstance(data, dict) and data.get("@type") == "binary"


def _binary(data: JSONValue) -> bytes | None:
    if isinstance(data, BinaryData) and data.data is not None:
        return data.data
    if isinstance(data, dict) and data.get("@type") == "binary":
        try:
            return base64.b64decode(str(data.get("base64", "")), validate=True)
        except binascii.Error:
            # The bundle built an object with the key '@type', which is not binary data: send the
            # object as JSON text.
            pass
    return None


# Functions for the arguments of `close`, one for each platform. Each returns the close frame to
# send.


def checked_close(code: JSONValue, reason: JSONValue) -> CloseFrame:
    """The default: accept the codes 1000 and 3000 to 4999, as WHATWG's standard does, as number or
    text.

    Raises:
        WrongArgument: The code or the reason cannot be sent.
    """
    number = 1000
    if code is not None and code != "":
        text = shown(code)
        number = int(text) if re.fullmatch("[0-9]{1,15}", text) else 0
        if not (text == "1000" or 3000 <= number <= 4999):
            raise WrongArgument(
                f"close: expected the code 1000 or 3000 to 4999, got {brief(code)}; "
                "nothing was closed"
            )
    if len(encode(text_of(reason))) > MAX_REASON:
        raise WrongArgument(
            f"close: the reason is longer than {MAX_REASON} bytes of UTF-8; nothing was closed"
        )
    return CloseFrame(number, text_of(reason))


def android_close(code: JSONValue, reason: JSONValue) -> CloseFrame:
    """Android: a code that is not a number becomes 1000. okhttp-ws limits the code and reason.

    Raises:
        WrongArgument: okhttp-ws refuses the arguments, and treats the socket as closed afterwards.
    """
    text = text_of(code)
    number = int(text) if _WHOLE.fullmatch(text) else 1000
    if number == 0 and reason is not None:
        raise WrongArgument("Code required to include reason.")
    if number != 0 and not 1000 <= number < 5000:
        raise WrongArgument("Code must be in range [1000,5000).")
    if len(encode(text_of(reason))) > MAX_REASON:
        raise WrongArgument("Payload size must be less than or equal to 125")
    return CloseFrame(number or NO_STATUS, text_of(reason))


def ios_close(code: JSONValue, reason: JSONValue) -> CloseFrame:
    """iOS: accept a close code only as text. For any other code, send 1000 without a reason.

    Raises:
        WrongArgument: SocketRocket would stop at an assertion.
    """
    if not isinstance(code, str) or not code.strip():
        return CloseFrame(1000, "")
    found = _WHOLE.match(code.strip())
    number = int(found.group()) if found else 0
    if not 0 < number < 1 << 16:
        raise WrongArgument(f"close: expected a close code as number or text, got {brief(code)}")
    return CloseFrame(number, text_of(reason))


def text_of(value: JSONValue) -> str:
    """Return a string unchanged, "" for null, and JSON text for other values."""
    if value is None:
        return ""
    return value if isinstance(value, str) else to_unicode(value)


def encode(text: str) -> bytes:
    """Encode as UTF-8; lone surrogates become U+FFFD (WHATWG USVString)."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()
