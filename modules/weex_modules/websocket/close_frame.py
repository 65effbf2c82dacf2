"""The payload of close frames, and the close code with which to answer a close frame. RFC 6455,
sections 5.5.1 and 7.4.
"""

from __future__ import annotations

import struct

from weex_modules.websocket.arguments import encode
from weex_modules.websocket.failure import broken, not_utf8
from weex_modules.websocket.wire_rules import NO_STATUS, CloseFrame, WireRules
from weex_runtime.matching.message import is_close_code


def pack_close(code: int | None, reason: str) -> bytes:
    """Return the payload of a close frame; empty for code None."""
    return b"" if code is None else struct.pack("!H", code) + encode(reason)


def read_close(payload: bytes, rules: WireRules) -> CloseFrame:
    """Read the payload of the server's close frame.

    Raises:
        Violation: The platform does not accept the close frame.
    """
    if not payload:
        return CloseFrame(NO_STATUS, "")
    if len(payload) == 1:
        raise broken("the payload of a close frame is one byte; a close code has two")
    code, reason = int.from_bytes(payload[:2], "big"), payload[2:]
    if rules.reserved_codes == "answer 1002":
        if not _is_in_rfc(code):
            reason = b""
    elif not is_close_code(code):
        raise broken(f"close code {code} must not be sent")
    elif rules.reserved_codes == "fail" and is_reserved(code):
        raise broken(f"close code {code} is reserved")
    try:
        return CloseFrame(code, reason.decode("utf-8", rules.text_errors))
    except UnicodeDecodeError:
        raise not_utf8() from None


def answer_to(code: int | None, rules: WireRules) -> int | None:
    """Return the code of the close frame that answers the server's close frame; None: no code."""
    if rules.reserved_codes == "answer 1002" and code is not None and not _is_in_rfc(code):
        return 1002
    return 1000 if rules.replies == "1000" else code


def is_reserved(code: int) -> bool:
    """Whether RFC 6455, section 7.4.2, reserves the code for later versions, and IANA has not
    assigned it (IANA assigned the codes up to 1015).
    """
    return 1016 <= code < 3000


def _is_in_rfc(code: int) -> bool:
    """Whether RFC 6455, section 7.4, defines the code, or leaves the code to applications."""
    return is_close_code(code) and not 1011 < code < 3000
