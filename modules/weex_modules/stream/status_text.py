"""What a status is called: by the registry of HTTP statuses, and by each platform."""

from __future__ import annotations

# RFC 9110 and the registry that it founds (IANA, "HTTP Status Codes").
REGISTERED = {
    100: "Continue",
    101: "Switching Protocols",
    102: "Processing",
    103: "Early Hints",
    200: "OK",
    201: "Created",
    202: "Accepted",
    203: "Non-Authoritative Information",
    204: "No Content",
    205: "Reset Content",
    206: "Partial Content",
    207: "Multi-Status",
    208: "Already Reported",
    226: "IM Used",
    300: "Multiple Choices",
    301: "Moved Permanently",
    302: "Found",
    303: "See Other",
    304: "Not Modified",
    305: "Use Proxy",
    307: "Temporary Redirect",
    308: "Permanent Redirect",
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    407: "Proxy Authentication Required",
    408: "Request Timeout",
    409: "Conflict",
    410: "Gone",
    411: "Length Required",
    412: "Precondition Failed",
    413: "Payload Too Large",
    414: "URI Too Long",
    415: "Unsupported Media Type",
    416: "Range Not Satisfiable",
    417: "Expectation Failed",
    418: "I'm a teapot",
    421: "Misdirected Request",
    422: "Unprocessable Entity",
    423: "Locked",
    424: "Failed Dependency",
    425: "Too Early",
    426: "Upgrade Required",
    428: "Precondition Required",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    451: "Unavailable For Legal Reasons",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
    505: "HTTP Version Not Supported",
    506: "Variant Also Negotiates",
    507: "Insufficient Storage",
    508: "Loop Detected",
    510: "Not Extended",
    511: "Network Authentication Required",
}

# What a platform does not know, and what it calls otherwise.
# Source: Android Status.java, iOS WXStreamModule.m.
_NOT_ON_ANDROID = {102, 103, 207, 208, 226, 422, 423, 424, 425, 451, 508, 510}
_ANDROID = {
    101: "Switching Protocol",
    300: "Multiple Choice",
    306: "unused",
    416: "Requested Range Not Satisfiable",
    507: "Variant Also Negotiates",
}
_NOT_ON_IOS = {103, 425}
_IOS = {101: "Switching Protocol", 205: " Reset Content", 306: "Switch Proxy"}


def any_text(status: int, reason: str) -> str:
    """The registered name, or else the server's own phrase."""
    return REGISTERED.get(status) or reason or "unknown status"


def android_text(status: int) -> str:
    """Android's name."""
    known = "" if status in _NOT_ON_ANDROID else REGISTERED.get(status)
    return _ANDROID.get(status) or known or "unknown status"


def ios_text(status: int) -> str:
    """iOS's name."""
    known = "" if status in _NOT_ON_IOS else REGISTERED.get(status)
    return _IOS.get(status) or known or "Unknown"
