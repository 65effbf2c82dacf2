"""The rules of a connection that differ between platforms, as in the tables of docs/platforms.md.

Source: spec/websocket.md, sections 3.1 to 3.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

NO_STATUS = 1005  # the code that stands for a close frame without a code
ABNORMAL = 1006  # the code reported if no close frame arrived


class CloseFrame(NamedTuple):
    """A close frame; code 1005 stands for a frame without a code."""

    code: int
    reason: str


class Closed(NamedTuple):
    """The arguments of `onclose`."""

    code: int
    reason: str
    was_clean: bool


LOST = Closed(ABNORMAL, "", False)


class Offer(NamedTuple):
    """The subprotocols of an opening handshake.

    Attributes:
        header: The value of `Sec-WebSocket-Protocol`; None sends no such header.
        accepted: The names that the server may choose; with "" among them the server may choose no
            name. With an empty tuple the server must choose no name. None allows any name.
    """

    header: str | None
    accepted: tuple[str, ...] | None

    def problem(self, chosen: str) -> str:
        """Return the reason why a server must not choose a subprotocol; "" for a valid choice."""
        accepted = self.accepted
        if accepted is None or chosen in (accepted or ("",)):
            return ""
        offered = ", ".join(name for name in accepted if name)
        of = f" of {offered}" if offered else "; none was asked for"
        return f"the server chose subprotocol {chosen!r}{of}"


@dataclass(frozen=True, kw_only=True)
class WireRules:
    """The rules of one connection. The defaults are WHATWG's and RFC 6455's.

    Attributes that adapters follow as far as they can:
        sends_origin: The opening handshake has an Origin header: that of `Network`, or `origin`.
        origin: The value of the Origin header; "" stands for the origin of the server's URL.
        sends_userinfo: "user:password@" of the URL is sent as Basic credentials.
        offers_compression: Offer permessage-deflate; `Network.compression` overrides this rule.
        max_redirects: The maximum number of redirects; `Network.max_redirects` overrides this rule.
        checks_response: "rfc" as in RFC 6455, section 4.1; "one upgrade" requires `Connection` to
            be exactly "Upgrade"; "key" checks only for a status below 400 and the accept hash.
        replies: The code that answers the server's close frame: "same", or always 1000.
        reserved_codes: What the client does with a close code from 1016 to 2999 (reserved by RFC
            6455, section 7.4.2). "fail": the code is a violation. "pass on": `onclose` gets the
            code and the reason. "answer 1002": `onclose` gets the code without the reason, and the
            client answers with 1002; so too for all other codes that RFC 6455 does not list.
        replaces_invalid_text: Text that is not UTF-8 arrives with U+FFFD, instead of failing the
            connection with 1007.

    Attributes that determine events:
        code_of_no_status: The code that `onclose` gets for a close frame without a code.
        end_of_stream: The event after the TCP connection has closed without a close frame.
        violation: The event after the server broke the protocol; None: `on_error`.
        closes_after_error: `on_close` follows `on_error`.
        ends_with_answer: The connection ends with the server's answer to a close frame; False: with
            the close of the TCP connection.
        limits_closing: A close frame without an answer in time ends the connection with 1006.
    """

    sends_origin: bool = True
    origin: str = ""
    sends_userinfo: bool = True
    offers_compression: bool = False
    max_redirects: int = 0
    checks_response: Literal["rfc", "one upgrade", "key"] = "rfc"
    code_of_no_status: int = NO_STATUS
    replies: Literal["same", "1000"] = "same"
    reserved_codes: Literal["fail", "pass on", "answer 1002"] = "fail"
    replaces_invalid_text: bool = False
    end_of_stream: Closed = LOST
    violation: Closed | None = None
    closes_after_error: bool = True
    ends_with_answer: bool = True
    limits_closing: bool = True

    @property
    def text_errors(self) -> str:
        """The argument `errors` of `bytes.decode`, for text messages that are not UTF-8."""
        return "replace" if self.replaces_invalid_text else "strict"
