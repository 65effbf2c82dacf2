"""Which requests a route of an HTTP server is for."""

from __future__ import annotations

import re

from weex_runtime.matching.regexp import is_pattern
from weex_runtime.matching.url_pattern import UrlMatch
from weex_runtime.servers.scripted.http_message import HttpRequest, HttpResponse


class Route:
    """Requests of a method for a path, and what they are answered.

    Args:
        method: "GET" (HEAD too, without the body), in any case; "*" for any.
        path: From "/" on, escaped or not; or a glob: `*` is anything but "/", `**` anything,
            `{a,b}` either. With a "?" in it the query is compared too. Or a regular expression,
            which is searched for in path and query.
        responses: The n-th request gets the n-th; the last one is for all further ones.

    Raises:
        ValueError: The method is left out, the path does not begin with "/", or there is no
            response, or one that is none.
        WeexError: A brace is not closed.
    """

    def __init__(
        self, method: str, path: str | re.Pattern[str], responses: tuple[HttpResponse, ...]
    ) -> None:
        if method.startswith("/"):
            raise ValueError(f'route: expected a method first, got {method!r}; write "GET" or "*"')
        if isinstance(path, str) and not path.startswith(("/", "**")):
            raise ValueError(f'route: a path begins with "/", or "**": {path!r}')
        if not responses:
            raise ValueError(f"route: say what {method} {path} is answered: HttpResponse(...)")
        for response in responses:
            if not isinstance(response, HttpResponse):
                raise ValueError(
                    f"route: {method} {path} is answered with HttpResponse(json=...), not "
                    f"{response!r}"
                )
        self._method = method.upper()
        self._path = path
        self._match = UrlMatch(path, base="http://server")
        self._responses = responses
        self._asked = 0

    def fits(self, request: HttpRequest) -> bool:
        """It is for this request."""
        methods = ("GET", "HEAD") if self._method == "GET" else (self._method,)
        if self._method != "*" and request.method not in methods:
            return False
        has_query = is_pattern(self._path) or "?" in self._path
        return self._match(request.target if has_query else request.path)

    def next_response(self) -> HttpResponse:
        """What the next request is answered."""
        response = self._responses[min(self._asked, len(self._responses) - 1)]
        self._asked += 1
        return response

    def __str__(self) -> str:
        path = self._path.pattern if is_pattern(self._path) else self._path
        return f"{self._method} {path}"
