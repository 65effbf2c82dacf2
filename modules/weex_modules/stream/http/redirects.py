"""Redirects: the request that follows a response."""

from __future__ import annotations

from weex_modules.stream.http.message import Head, Request, RequestFailed
from weex_runtime.matching.url import REQUEST, parse_url, resolve

MAX_REDIRECTS = 20  # the most redirects that devices and browsers follow for one request

_REDIRECTS = (301, 302, 303, 307, 308)
_SAFE = ("GET", "HEAD")


class Redirects:
    """Counts the redirects of one request, and makes the request that follows a redirect.

    Java's HttpURLConnection does not follow redirects from http to https or back, nor 307 and 308
    of methods other than GET and HEAD; 301, 302 and 303 change every method but HEAD to GET. By
    WHATWG Fetch, 303 changes every method but HEAD, and 301 and 302 change POST.

    Args:
        limit: Maximum number of redirects; None: 20.

    Attributes:
        crossed_tls, sent_again: See Response.
    """

    def __init__(self, limit: int | None) -> None:
        self.crossed_tls = False
        self.sent_again = False
        self._limit = MAX_REDIRECTS if limit is None else limit
        self._followed = 0

    def follow(self, request: Request, head: Head) -> Request | None:
        """Return the request that follows a redirect; None if no redirect is to be followed.

        Raises:
            RequestFailed: The redirect's address is invalid, or there are too many redirects.
        """
        location = head.header("location")
        if not self._limit or head.status not in _REDIRECTS or not location:
            return None
        url, problem = resolve(location, request.url, REQUEST)
        if problem:
            cause = f"the server redirects ({head.phrase}), and {problem}"
            raise RequestFailed("redirect", cause)
        crosses_tls = parse_url(url).protocol != parse_url(request.url).protocol
        keeps_method = head.status in (307, 308)
        sends_again = keeps_method and request.method not in _SAFE
        self.crossed_tls |= crosses_tls
        self.sent_again |= sends_again
        if request.redirects_as_java and (crosses_tls or sends_again):
            return None
        self._followed += 1
        if self._followed > self._limit:
            times = "once" if self._limit == 1 else f"{self._limit} times"
            raise RequestFailed("redirect", f"the server redirects more than {times}")
        is_changed = head.status == 303 or request.method == "POST" or request.redirects_as_java
        if keeps_method or request.method in _SAFE or not is_changed:
            return request._replace(url=url)
        kept = {n: v for n, v in request.headers.items() if n.lower() != "content-type"}
        return request._replace(method="GET", url=url, headers=kept, body=None)
