"""Which requests a route of an HTTP server is for."""

from __future__ import annotations

import re

from weex_runtime.testing.http_message import HttpRequest, HttpResponse


class Route:
    """Requests of a method for a path, and what they are answered.

    Args:
        method: "GET" (HEAD too, without the body), in any case; "*" for any.
        path: From "/" on: `*` stands for anything but "/", `**` for anything. With a "?" in it
            the query is compared too. Or a pattern, which is searched for in path and query.
        responses: The n-th request gets the n-th; the last one is for all further ones.

    Raises:
        ValueError: The path does not begin with "/", or there is no response.
    """

    def __init__(
        self, method: str, path: str | re.Pattern[str], responses: tuple[HttpResponse, ...]
    ) -> None:
        if isinstance(path, str) and not path.startswith(("/", "**")):
            raise ValueError(f'route: a path begins with "/", or "**": {path!r}')
        if not responses:
            raise ValueError(f"route: say what {method} {path} is answered: HttpResponse(...)")
        self._method = method.upper()
        self._path = path
        self._responses = responses
        self._asked = 0

    def fits(self, request: HttpRequest) -> bool:
        """It is for this request."""
        methods = ("GET", "HEAD") if self._method == "GET" else (self._method,)
        if self._method != "*" and request.method not in methods:
            return False
        if isinstance(self._path, re.Pattern):
            return bool(self._path.search(request.target))
        asked = request.target if "?" in self._path else request.path
        return bool(re.fullmatch(_expression(self._path), asked, re.DOTALL))

    def next_response(self) -> HttpResponse:
        """What the next request is answered."""
        response = self._responses[min(self._asked, len(self._responses) - 1)]
        self._asked += 1
        return response

    def __str__(self) -> str:
        path = self._path.pattern if isinstance(self._path, re.Pattern) else self._path
        return f"{self._method} {path}"


def _expression(glob: str) -> str:
    parts = re.split(r"(\*\*|\*)", glob)
    stars = {"**": ".*", "*": "[^/]*"}
    return "".join(stars.get(part) or re.escape(part) for part in parts)
