"""Routes of an `HttpServer`."""

from __future__ import annotations

import re

from weex_runtime.matching.regexp import is_pattern
from weex_runtime.matching.url_pattern import UrlMatch
from weex_runtime.servers.scripted.http_message import HttpRequest, HttpResponse


class Route:
    """Responses to requests with a method and a path; arguments as in `HttpServer.route`."""

    def __init__(
        self, method: str, path: str | re.Pattern[str], responses: tuple[HttpResponse, ...]
    ) -> None:
        if method.startswith("/"):
            raise ValueError(f'route: expected a method first, got {method!r}; write "GET" or "*"')
        if isinstance(path, str) and not path.startswith(("/", "**")):
            raise ValueError(f'route: expected a path that starts with "/" or "**", got {path!r}')
        if not responses:
            raise ValueError(f"route: {method} {path} needs a response: HttpResponse(...)")
        for response in responses:
            if not isinstance(response, HttpResponse):
                raise ValueError(
                    f"route: {method} {path}: expected an HttpResponse(...), got {response!r}"
                )
        self._method = method.upper()
        self._path = path
        self._match = UrlMatch(path, base="http://server")
        self._responses = responses
        self._answered = 0

    def matches(self, request: HttpRequest) -> bool:
        """The route answers this request."""
        methods = ("GET", "HEAD") if self._method == "GET" else (self._method,)
        if self._method != "*" and request.method not in methods:
            return False
        has_query = is_pattern(self._path) or "?" in self._path
        return self._match(request.target if has_query else request.path)

    def next_response(self) -> HttpResponse:
        """The response to the next request."""
        response = self._responses[min(self._answered, len(self._responses) - 1)]
        self._answered += 1
        return response

    def __str__(self) -> str:
        path = self._path.pattern if is_pattern(self._path) else self._path
        return f"{self._method} {path}"
