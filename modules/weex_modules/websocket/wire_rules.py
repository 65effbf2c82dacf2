"""How a connection behaves where platforms differ: one column of the tables in docs/platforms.md.

Source: spec/websocket.md, sections 3.1 to 3.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple


class Closed(NamedTuple):
    """What `onclose` gets."""

    code: int
    reason: str
    was_clean: bool


class Offer(NamedTuple):
    """The subprotocols of an opening handshake.

    Attributes:
        header: `Sec-WebSocket-Protocol` as it is sent; None sends none.
        accepted: What the server may choose, by its exact name; "" stands for choosing none, and
            is all that may be chosen when the tuple is empty. None: anything.
    """

    header: str | None
    accepted: tuple[str, ...] | None

    def problem(self, chosen: str) -> str:
        """Why the server may not choose this subprotocol, "" for none; "" when it may."""
        accepted = self.accepted
        if accepted is None or chosen in (accepted or ("",)):
            return ""
        offered = ", ".join(name for name in accepted if name)
        of = f" of {offered}" if offered else "; none was asked for"
        return f"the server chose subprotocol {chosen!r}{of}"


@dataclass(frozen=True, kw_only=True)
class WireRules:
    """What one connection offers, accepts and tells. The defaults are WHATWG's and RFC 6455's.

    Attributes:
        sends_origin: The opening handshake has an Origin: that of `Network`, else `origin`.
        origin: "" stands for the server itself.
        sends_userinfo: "user:password@" of the URL goes out as Basic credentials.
        offers_compression: The opening handshake offers permessage-deflate, unless
            `Network.compression` says otherwise.
        max_redirects: Answers 3xx that the opening handshake follows, unless
            `Network.max_redirects` says otherwise.
        checks_answer: "rfc" as RFC 6455, section 4.1, has it; "one upgrade" wants `Connection` to
            be exactly "Upgrade"; "key" looks at status 400 and above and at the accept hash only.
        code_of_no_status: What a close frame without a code reads as.
        replies: The code that answers the server's close frame: "same", or always 1000.
        reserved_codes: Close codes of the server from 1016 to 2999 (RFC 6455, section 7.4.2,
            reserves them): "fail" takes them for violations; "pass on" gives them to `on_close`.
            "answer 1002" does so too, without their reason, answers with 1002, and does this with
            each code that RFC 6455 does not list.
        replaces_invalid_text: Text that is not UTF-8 arrives with U+FFFD; otherwise it fails the
            connection with 1007.
        end_of_stream: TCP ended without a close frame.
        violation: The server broke the protocol: an error, or only this end.
        closes_after_error: `on_close` follows `on_error`.
        hears_answer: The server's answer to a close frame ends the connection; otherwise the end
            of TCP does.
        gives_up_closing: A close frame that is not answered in time ends the connection with 1006.
    """

    sends_origin: bool = True
    origin: str = ""
    sends_userinfo: bool = True
    offers_compression: bool = False
    max_redirects: int = 0
    checks_answer: Literal["rfc", "one upgrade", "key"] = "rfc"
    code_of_no_status: int = 1005
    replies: Literal["same", "1000"] = "same"
    reserved_codes: Literal["fail", "pass on", "answer 1002"] = "fail"
    replaces_invalid_text: bool = False
    end_of_stream: Closed = Closed(1006, "", False)
    violation: Closed | None = None
    closes_after_error: bool = True
    hears_answer: bool = True
    gives_up_closing: bool = True

    @property
    def text_errors(self) -> str:
        """How text that is not UTF-8 is decoded, as `bytes.decode` takes it."""
        return "replace" if self.replaces_invalid_text else "strict"
