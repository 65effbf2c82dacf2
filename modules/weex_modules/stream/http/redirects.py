"""Redirects: the request that follows a response."""

from __future__ import annotations

from dataclasses import dataclass

from weex_modules.stream.http.message import Head, Request, RequestFailed
from weex_runtime.matching.url import REQUEST, host_of, parse_url, resolve

MAX_REDIRECTS = 20  # the most redirects that devices and browsers follow for one request

_REDIRECTS = (301, 302, 303, 307, 308)
_SAFE = ("GET", "HEAD")


@dataclass(frozen=True, kw_only=True)
class RedirectRules:
    """The redirects that a platform follows. The defaults are those of WHATWG Fetch.

    Attributes:
        crosses_tls: Follow redirects from http to https and back.
        sends_again: Follow 307 and 308 of methods other than GET and HEAD.
        always_get: 301, 302 and 303 change every method but HEAD to GET; by default 303 changes
            every method but HEAD, and 301 and 302 change POST.
    """

    crosses_tls: bool = True
    sends_again: bool = True
    always_get: bool = False


class Redirects:
    """Counts the redirects of one request, and makes the request that follows a redirect.

    Attributes:
        crossed_tls, sent_again: See Response.
    """

    def __init__(self, rules: RedirectRules, limit: int | None) -> None:
        self.crossed_tls = False
        self.sent_again = False
        self._rules = rules
        self._limit = MAX_REDIRECTS if limit is None else limit
        self._followed = 0

    def follow(self, request: Request, head: Head) -> Request | None:
        """Return the next request; None if the response is final.

        Raises:
            RequestFailed: The address is invalid.
        """
        location = head.header("location")
        if not self._limit or head.status not in _REDIRECTS or not location:
            return None
        rules = self._rules
        url, problem = resolve(location, request.url, REQUEST)
        if problem:
            phrase = f"{head.status} {head.reason}".strip()
            cause = f"the server redirects ({phrase}), and {problem}"
            raise RequestFailed("redirect", cause, host_of(parse_url(request.url)))
        if parse_url(url).protocol != parse_url(request.url).protocol:
            self.crossed_tls = True
            if not rules.crosses_tls:
                return None
        if request.method not in _SAFE:
            if head.status in (307, 308):
                self.sent_again = True
                if not rules.sends_again:
                    return None
            elif head.status == 303 or request.method == "POST" or rules.always_get:
                kept = {n: v for n, v in request.headers.items() if n.lower() != "content-type"}
                return request._replace(method="GET", url=url, headers=kept, body=None)
        return request._replace(url=url)

    def count(self, target: str) -> None:
        """Count a followed redirect.

        Args:
            target: The URL that redirects.

        Raises:
            RequestFailed: The limit is exceeded.
        """
        self._followed += 1
        if self._followed > self._limit:
            times = "once" if self._limit == 1 else f"{self._limit} times"
            cause = f"the server redirects more than {times}"
            raise RequestFailed("redirect", cause, host_of(parse_url(target)))
