"""Warnings about uses of `stream` for which platforms differ from the documentation. The rules of
the platforms are in platforms/.
"""

from __future__ import annotations

from weex_runtime import Difference

# Names of headers that browsers forbid: WHATWG Fetch, "forbidden request-header".
_FORBIDDEN = {
    *("accept-charset", "accept-encoding", "access-control-request-headers"),
    *("access-control-request-method", "cookie", "cookie2", "date", "dnt", "host", "origin"),
    *("referer", "set-cookie", "via"),
}


def is_forbidden_on_the_web(name: str) -> bool:
    """Whether browsers forbid a page to set a header. The name must be in lower case."""
    return name in _FORBIDDEN or name.startswith(("sec-", "proxy-"))


NO_URL = Difference(
    "stream.fetch() got no url",
    android="the result has no status",
    ios="the result has status and ok only",
    web="console.error, and no callback",
    instead="a url",
)

OTHER_METHOD = Difference(
    "stream.fetch() got the method {method!r}",
    android="GET is sent",
    ios="it is sent unchanged",
    web="console.error, and no callback",
    instead="GET, POST, PUT, DELETE, HEAD or PATCH",
)

SMALL_METHOD = Difference(
    "stream.fetch() got the method {method!r} in lower case",
    ios="it is sent unchanged, and servers may refuse it",
    instead="{upper!r}",
)

BODY_IS_NOT_TEXT = Difference(
    "stream.fetch() got a body that is not a text",
    ios="an object is sent as JSON text, anything else fails with status -1",
    web="an object is sent as the text [object Object]",
    instead="body: JSON.stringify(data)",
)

BODY_OF_GET = Difference(
    "stream.fetch() got a body for {method}",
    android="it is not sent",
    ios="it is sent",
    web="the body of a GET is put into the query",
    instead="the data into the url",
)

BODY_OF_DELETE = Difference(
    "stream.fetch() got a body for DELETE",
    android="it is not sent",
    instead="the data into the url",
)

NO_CONTENT_TYPE = Difference(
    "stream.fetch() sends a body without a Content-Type",
    web="it is sent as text/plain, not as application/x-www-form-urlencoded",
    instead="headers: {{'Content-Type': ...}}",
)

FORBIDDEN_HEADER = Difference(
    "stream.fetch() got the header {name}",
    web="it is not sent: a browser forbids it",
    instead="code without this header",
)

NO_TIMEOUT = Difference(
    "a request without options.timeout waited for more than 3 s",
    android="it fails with status -1 after 3 s",
    instead="timeout: milliseconds",
)

TIMEOUT_IGNORED = Difference(
    "stream.fetch() got a timeout",
    web="it is ignored: the request waits for ever",
    instead="code that needs no timeout",
)

FAILED = Difference(
    "a request failed",
    android="the result is {{status: -1, statusText: 'ERR_CONNECT_FAILED'}}, without ok and data",
    ios="the result has no ok; data is the reason",
    web="statusText and data are ''",
    instead="if (!result.ok)",
)

ERROR_BODY = Difference(
    "the server answered with status {status} and a body",
    android="data is missing with all but 200 to 299",
    instead="code that needs no body of an error",
)

COOKIE_SET = Difference(
    "a server set a cookie",
    ios="it is sent with later requests to that server",
    web="it is sent with later requests to the bundle's server, and to other servers only with "
    "withCredentials",
    instead="a token that the page sends itself",
)

NO_JSON = Difference(
    "the response is not JSON, with type 'json'",
    ios="ok follows the status, data is missing",
    web="ok follows the status, data is null",
    instead="if (result.ok && result.data)",
)

READY_STATE = Difference(
    "stream.fetch() got a progress callback",
    android="readyState is 1, then 2 to the end",
    ios="readyState is an object: {{OPENED: 1}}, {{HEADERS_RECEIVED: 2}}, {{LOADING: 3}}",
    web="it is called with readyState 3 only",
    instead="code that reads length",
)

ACROSS_TLS = Difference(
    "a server redirects from http to https or back",
    android="the redirect is not followed: the result has its status",
    instead="the address after the redirect",
)

SENT_AGAIN = Difference(
    "a server redirects {method} with status 307 or 308",
    android="the redirect is not followed: the result has its status",
    instead="the address after the redirect",
)

SEND_HTTP = Difference(
    "stream.sendHttp() sends a body or headers",
    web="they are not sent",
    instead="stream.fetch()",
)
